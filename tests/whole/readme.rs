//! The README says what the program does: its console blocks are run, its questionnaire is read.
//!
//! `CTE_REFRESH_README=1 cargo test --test whole readme` writes what the program prints now into the README; read the change
//! before committing it.

use std::path::Path;
use std::process::Command;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn readme() -> String {
    std::fs::read_to_string(README)
        .expect("the README is there")
        .replace("\r\n", "\n")
}

/// The blocks of one language, without their fences.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    text.split(opening.as_str())
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

fn run(line: &str) -> String {
    let mut words = line
        .strip_prefix("$ cte ")
        .expect("a console block begins with `$ cte `")
        .split_whitespace();
    let output = Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(words.by_ref())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_console_block_of_the_readme_is_what_the_program_prints() {
    let text = readme();
    let mut fresh = text.clone();
    let found = blocks(&text, "console");
    assert!(!found.is_empty());
    for block in found {
        let line = block.lines().next().expect("a command");
        fresh = fresh.replace(block, &format!("{line}\n{}", run(line)));
    }
    if std::env::var_os("CTE_REFRESH_README").is_some() {
        std::fs::write(README, &fresh).expect("the README can be written");
    } else {
        assert!(
            text == fresh,
            "the README shows something else than the program prints; CTE_REFRESH_README=1 cargo test --test whole readme \
             writes it anew"
        );
    }
}

#[test]
fn the_questionnaire_of_the_readme_is_one() {
    let text = readme();
    let questionnaires = blocks(&text, "toml");
    assert_eq!(questionnaires.len(), 1);
    let instrument = cte::input::instrument::parse(questionnaires[0], "README.md").expect("a questionnaire");
    assert_eq!(instrument.items().len(), 3);
}
