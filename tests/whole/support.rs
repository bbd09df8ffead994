//! The one builder: a folder with files, the program run in it, and what came of it.

use std::fmt::{self, Write as _};
use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

/// Three items on 1 to 6 with labels, the second reversed.
pub(crate) const TRIO: &str = r#"id = "trio"
name = "Trio"
version = "1.0.0"

[response]
min = 1
max = 6
[response.labels]
1 = "Strongly disagree"
2 = "Disagree"
3 = "Slightly disagree"
4 = "Slightly agree"
5 = "Agree"
6 = "Strongly agree"

[[item]]
id = "q01"
text = "We reach every pupil"
[[item]]
id = "q02"
text = "Some pupils are beyond our reach"
reversed = true
[[item]]
id = "q03"
text = "We learn from each other"

[[scale]]
id = "all"
name = "All three"
items = ["q01", "q02", "q03"]
"#;

/// A temporary folder in which the program runs.
pub(crate) struct Folder {
    place: TempDir,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    /// A folder with [`TRIO`] as `trio.toml`.
    pub(crate) fn new() -> Self {
        let folder = Self {
            place: TempDir::new().expect("a temporary folder"),
        };
        folder.file("trio.toml", TRIO)
    }

    /// The folder with one more file.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), bytes).expect("a file in the temporary folder");
        self
    }

    /// A file's path.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// A file's bytes.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file in the temporary folder")
    }

    /// What stands in a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file in the temporary folder")
    }

    /// The names of the files, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.place.path())
            .expect("the temporary folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program, in this folder and with nothing of the caller's terminal.
    pub(crate) fn program(&self) -> Command {
        let built = env!("CARGO_BIN_EXE_cte");
        // Another build of the program, such as the one for Windows; see `release/under-wine`.
        let mut program = Command::new(std::env::var_os("CTE_TEST_PROGRAM").unwrap_or(built.into()));
        program
            .current_dir(self.place.path())
            .env_remove("COLUMNS")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("RAYON_NUM_THREADS")
            .env("NO_COLOR", "1");
        program
    }

    /// Runs the program with arguments as a shell would split them.
    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        outcome(self.program().args(words(arguments)))
    }

    /// Runs it with something on standard input.
    pub(crate) fn run_with(&self, arguments: &str, stdin: impl AsRef<[u8]>) -> Outcome {
        outcome(self.program().args(words(arguments)).write_stdin(stdin.as_ref()))
    }

    /// Runs it where it must succeed and say nothing but what it has recorded, or left out of a tally; its standard output.
    pub(crate) fn output(&self, arguments: &str) -> String {
        const EXPECTED: [&str; 2] = ["recorded as given out: ", "note: no two-way tables of the items"];
        let outcome = self.run(arguments);
        let expected = |line: &&str| EXPECTED.iter().any(|start| line.starts_with(start));
        let said = outcome.stderr.lines().filter(|line| !expected(line));
        assert_eq!(
            (outcome.code, said.collect::<Vec<_>>()),
            (0, Vec::new()),
            "cte {arguments}"
        );
        outcome.stdout
    }

    /// Runs it where it must fail: exit code 2, nothing on standard output, a message on standard error.
    pub(crate) fn failure(&self, arguments: &str) -> String {
        let outcome = self.run(arguments);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (2, ""),
            "cte {arguments}\n{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.starts_with("cte: ") || outcome.stderr.starts_with("error: "),
            "cte {arguments}\n{}",
            outcome.stderr
        );
        outcome.stderr
    }
}

fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("the program runs");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: with_slashes(String::from_utf8(output.stdout).expect("text")),
        stderr: with_slashes(String::from_utf8(output.stderr).expect("text")),
    }
}

/// What another program printed, with the paths of Windows as they are elsewhere.
fn with_slashes(text: String) -> String {
    // Markdown and JSON have backslashes of their own; messages, and the one line that says where a report is, have paths.
    let has_paths =
        text.starts_with("cte: ") || text.starts_with("recorded as given out: ") || text.ends_with(".html\n");
    if has_paths && std::env::var_os("CTE_TEST_PROGRAM").is_some() {
        text.replace('\\', "/")
    } else {
        text
    }
}

/// Arguments as a shell splits them: by spaces, with double quotes around those that hold any.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                begun = true;
            }
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// A page of failures for a snapshot: what was typed, and what came of it.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    pub(crate) fn fails(&mut self, folder: &Folder, arguments: &str) -> &mut Self {
        let message = folder.failure(arguments);
        let _ = write!(self.text, "$ cte {arguments}\n{message}\n");
        self
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.trim_end())
    }
}

/// Responses to [`TRIO`], as CSV: for each academy a name and its answers, three a person, `-` where skipped.
pub(crate) fn survey(academies: &[(&str, &[&str])]) -> String {
    let mut text = "academy,q01,q02,q03\n".to_owned();
    for (academy, persons) in academies {
        for person in *persons {
            let answers: Vec<&str> = person
                .split("")
                .filter(|answer| !answer.is_empty())
                .map(|answer| if answer == "-" { "" } else { answer })
                .collect();
            let _ = writeln!(text, "{academy},{}", answers.join(","));
        }
    }
    text
}

/// Persons with leanings of their own, the same ones for the same number.
pub(crate) fn persons(count: usize) -> Vec<String> {
    (0..count)
        .map(|person| {
            let leaning = (person * 5 + person / 6) % 6;
            let code = |item: usize| {
                let off = (person * (item + 3) + person / (item + 2)) % 3;
                (leaning + off).clamp(1, 6)
            };
            format!("{}{}{}", code(0), 7 - code(1), code(2))
        })
        .collect()
}

/// A survey whose academies have as many persons as said.
pub(crate) fn sized(sizes: &[(&str, usize)]) -> String {
    let made: Vec<(&str, Vec<String>)> = sizes.iter().map(|(name, size)| (*name, persons(*size))).collect();
    let mut text = "academy,q01,q02,q03\n".to_owned();
    for (name, persons) in &made {
        let borrowed: Vec<&str> = persons.iter().map(String::as_str).collect();
        let body = survey(&[(name, &borrowed)]);
        text.push_str(body.split_once('\n').map_or("", |(_, rows)| rows));
    }
    text
}
