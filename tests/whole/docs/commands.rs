//! Commands that a page names but does not run: their options must exist.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::docs::page::{blocks, prose};
use crate::docs::{ROOT, pages, read};

/// The `cte` commands of scripts and of inline code.
fn named(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for block in blocks(page).iter().filter(|block| block.language != "console") {
        let scripts = ["sh", "yaml", "powershell"].contains(&block.language);
        for line in block.body.lines().filter(|_| scripts) {
            let line = line.split("  #").next().unwrap_or(line);
            let parts = [" && ", " || ", "; ", " | ", " > "]
                .iter()
                .fold(vec![line], |parts, mark| {
                    parts.iter().flat_map(|part| part.split(mark)).collect()
                });
            commands.extend(
                parts
                    .iter()
                    .map(|part| part.trim())
                    .filter(|part| part.starts_with("cte "))
                    .map(str::to_owned),
            );
        }
    }
    let text: Vec<&str> = prose(page).collect();
    let text = text.join("\n");
    let code = text.split('`').skip(1).step_by(2);
    commands.extend(
        code.filter(|code| code.starts_with("cte "))
            .map(|code| code.replace('\n', " ")),
    );
    commands
}

#[test]
fn every_command_that_a_page_names_has_the_options_it_is_given() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut seen = std::collections::BTreeSet::new();
    for path in pages().into_iter().chain([Path::new(ROOT).join("examples/README.md")]) {
        for command in named(&read(&path)) {
            if !seen.insert(command.clone()) {
                continue;
            }
            // With --help, the arguments are parsed and nothing is run.
            let arguments = command.trim_start_matches("cte ");
            let output = Command::new("sh")
                .arg("-fc")
                .arg(format!("\"$CTE\" {arguments} --help"))
                .env("CTE", env!("CARGO_BIN_EXE_cte"))
                .current_dir(folder.path())
                .output()
                .expect("a shell");
            assert!(
                output.status.success(),
                "{}: `{command}`: {}",
                path.display(),
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
}
