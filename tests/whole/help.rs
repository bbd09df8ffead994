//! Help, completions, manual pages, and how the program talks.

use crate::support::{Folder, sized};

const COMMANDS: [&str; 18] = [
    "score",
    "check",
    "report",
    "compare",
    "trend",
    "items",
    "reliability",
    "structure",
    "plan",
    "simulate",
    "plot",
    "init",
    "instrument",
    "tally",
    "verify",
    "completions",
    "man",
    "help",
];

/// The output of a run in a terminal of this width.
fn printed(arguments: &str, width: &str) -> String {
    let folder = Folder::new();
    let mut program = folder.program();
    program.args(arguments.split(' ')).env("COLUMNS", width);
    String::from_utf8(program.output().expect("a run").stdout).expect("text")
}

#[test]
fn the_short_help_of_every_command_fits_one_screen() {
    for command in COMMANDS {
        let help = printed(&format!("{command} -h"), "100");
        assert!(
            help.lines().count() <= 50,
            "{command}: {} lines\n{help}",
            help.lines().count()
        );
        assert!(help.contains("Examples:\n  cte "), "{command}\n{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 130),
            "{command}\n{help}"
        );
    }
    assert!(printed("-h", "100").lines().count() <= 50);
}

#[test]
fn options_are_in_groups_with_the_common_case_first() {
    let help = printed("score --help", "100");
    let groups = [
        "Arguments:",
        "Input:",
        "Who is counted:",
        "What is shown:",
        "Output:",
        "Reproducibility:",
    ];
    let places = groups.map(|group| help.find(&format!("\n{group}\n")).unwrap_or(usize::MAX));
    let found: Vec<usize> = places.into_iter().filter(|place| *place < usize::MAX).collect();
    assert!(found.len() >= 5 && found.is_sorted(), "{places:?}\n{help}");
    for option in [
        "--threads",
        "--seed",
        "--layout",
        "--no-config",
        "--published-from",
        "--quiet",
        "--color",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn help_knows_commands_and_topics() {
    let folder = Folder::new();
    assert_eq!(folder.output("help score"), folder.output("score --help"));
    assert_eq!(
        folder.output("help instrument show"),
        folder.output("instrument show --help")
    );
    assert_eq!(folder.output("help"), folder.output("--help"));
    let files = folder.output("help files");
    for word in ["--headcount", "--column", "limesurvey", "qualtrics", "xlsx"] {
        assert!(files.contains(word), "{word}\n{files}");
    }
    let disclosure = folder.output("help disclosure");
    for word in ["--min-group", "--audit", "--unsuppressed", "--published"] {
        assert!(disclosure.contains(word), "{word}\n{disclosure}");
    }
    assert!(folder.failure("help fils").contains("nearest: `files`"));
}

#[test]
fn every_option_that_a_topic_names_exists() {
    let folder = Folder::new();
    let known = ["score", "check", "instrument", "tally"]
        .map(|command| folder.output(&format!("{command} --help")))
        .concat();
    for topic in ["files", "disclosure"] {
        let text = folder.output(&format!("help {topic}"));
        let named = text
            .split(|c: char| !(c.is_ascii_alphabetic() || c == '-'))
            .filter(|word| word.starts_with("--"));
        let named: Vec<&str> = named.collect();
        assert!(!named.is_empty());
        for option in named {
            assert!(known.contains(option), "cte help {topic} names {option}");
        }
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.output(&format!("completions {shell}"));
        for word in COMMANDS.iter().copied().chain(["min-group", "headcount"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    folder.output("man pages");
    for command in COMMANDS {
        let page = folder.read(&format!("pages/cte-{command}.1"));
        assert!(page.contains(".TH") && page.contains("SYNOPSIS"), "{command}");
    }
    assert!(folder.read("pages/cte.1").contains("score"));
    assert!(folder.read("pages/cte-score.1").contains("min\\-group"));
    assert!(folder.path("pages/cte-instrument-show.1").exists());
}

#[test]
fn the_version_is_one_line_and_with_verbose_says_how_the_program_was_built() {
    let folder = Folder::new();
    let short = format!("cte {}\n", env!("CARGO_PKG_VERSION"));
    for asked in ["--version", "-V"] {
        assert_eq!(folder.output(asked), short);
    }
    let long = folder.output("--version --verbose");
    let lines: Vec<&str> = long.lines().collect();
    assert_eq!(lines[0], short.trim_end());
    for (line, label) in lines[1..].iter().zip(["commit: ", "target: ", "features: "]) {
        assert!(line.starts_with(label) && line.len() > label.len(), "{long}");
    }
    assert_eq!(lines.len(), 4);
    assert_eq!(folder.output("--verbose -V"), long);
    assert!(folder.failure("score --verbose").contains("--verbose"));
}

#[test]
fn quiet_leaves_failures_alone() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12)]));
    let outcome = folder.run("init a.csv -i trio.toml -q");
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (0, "", "")
    );
    let outcome = folder.run("-q score a.csv -i trio.toml --fail-on alpha<2 -o s.json");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    assert!(folder.failure("score none.csv --quiet").contains("no such file"));
    // Nothing of it is in the result.
    folder.output("score a.csv -i trio.toml -q --color always --format json -o quiet.json");
    folder.output("score a.csv -i trio.toml -o loud.json");
    assert_eq!(folder.read("quiet.json"), folder.read("loud.json"));
}

#[test]
fn colour_comes_when_it_is_asked_for() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12)]));
    let plain = folder.output("score a.csv -i trio.toml");
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(folder.output("score a.csv -i trio.toml --color never"), plain);
    assert_eq!(folder.output("score a.csv -i trio.toml --color auto"), plain);
    let coloured = folder.output("score a.csv -i trio.toml --color always");
    assert!(coloured.contains("\u{1b}[1m") && !plain.is_empty());
    // A file has none.
    folder.output("score a.csv -i trio.toml --color always --format text -o s.txt");
    assert_eq!(folder.read("s.txt"), plain);
}

#[test]
fn an_ending_of_another_command_names_it() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12)]));
    for (ending, command) in [
        ("html", "cte report"),
        ("pdf", "cte report"),
        ("png", "cte plot"),
        ("tally", "cte tally"),
    ] {
        let message = folder.failure(&format!("score a.csv -i trio.toml -o x.{ending}"));
        assert!(message.contains(command), "{message}");
    }
}
