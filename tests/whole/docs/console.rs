//! `console` blocks: every `$ command` is run in a copy of the examples, and what it prints is compared with the page.
//!
//! The commands of one page run in order in one folder, so that a later one can use a file that an earlier one has written.
//! A line `…` stands for output that the page leaves out. A command may fail only if `$ echo $?` follows it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::docs::page::blocks;
use crate::docs::{ROOT, compare, pages, read};

const LEFT_OUT: &str = "…";

/// A folder with the examples, in which the commands of one page are run.
struct Shell {
    folder: TempDir,
    /// The working directory after the last command.
    at: PathBuf,
    /// The exit code of the last command.
    code: i32,
}

impl Shell {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for part in ["examples", "tests/library/layouts"] {
            copy(&Path::new(ROOT).join(part), &folder.path().join(part));
        }
        let at = folder.path().to_path_buf();
        Self { folder, at, code: 0 }
    }

    /// Runs one command line; what a terminal would show of it.
    fn run(&mut self, line: &str) -> String {
        let place = self.folder.path().join(".place");
        let program = Path::new(env!("CARGO_BIN_EXE_cte")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "exec 2>&1\n(exit {})\n{line}\ncode=$?\npwd > '{}'\nexit $code",
                self.code,
                place.display()
            ))
            .current_dir(&self.at)
            .env("PATH", format!("{}:{path}", program.display()))
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C")
            .env_remove("COLUMNS")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .expect("a shell");
        self.code = output.status.code().unwrap_or(-1);
        self.at = fs::read_to_string(place).map_or_else(|_| self.at.clone(), |at| PathBuf::from(at.trim_end()));
        String::from_utf8(output.stdout).expect("text").replace("\r\n", "\n")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A page with the output that its commands have today.
fn fresh(name: &str, page: &str) -> String {
    let mut shell = Shell::new();
    let mut fresh = String::with_capacity(page.len());
    let mut copied = 0;
    for block in blocks(page) {
        if let Some(file) = block.file {
            fs::write(shell.at.join(file), block.body).expect("a file of the page");
        }
        if block.language != "console" {
            continue;
        }
        fresh.push_str(&page[copied..block.place.start]);
        fresh.push_str(&console(name, block.body, &mut shell));
        copied = block.place.end;
    }
    fresh.push_str(&page[copied..]);
    fresh
}

fn console(name: &str, body: &str, shell: &mut Shell) -> String {
    assert!(
        body.starts_with("$ "),
        "{name}: a console block begins with a command: {body}"
    );
    let mut fresh = String::new();
    for part in body.split("\n$ ") {
        let part = part.strip_prefix("$ ").unwrap_or(part);
        let (command, shown) = split_command(part);
        assert!(
            shell.code == 0 || command == "echo $?",
            "{name}: exit code {} before `{command}`",
            shell.code
        );
        let printed = shell.run(command);
        let cut = cut(shown, &printed).unwrap_or_else(|label| {
            panic!("{name}: `{command}` prints no line that begins with `{label}`:\n{printed}")
        });
        let _ = write!(fresh, "$ {command}\n{cut}");
        if !fresh.ends_with('\n') {
            fresh.push('\n');
        }
    }
    assert!(shell.code == 0, "{name}: exit code {} after {body}", shell.code);
    fresh
}

/// The command, which goes on after a line that ends in `\`, and the output under it.
fn split_command(part: &str) -> (&str, &str) {
    let mut end = 0;
    for line in part.split_inclusive('\n') {
        end += line.len();
        if !line.trim_end().ends_with('\\') {
            break;
        }
    }
    (part[..end].trim_end(), &part[end..])
}

/// Cuts what a command prints as the page cuts it.
///
/// The part before the first `…` is the beginning of the output, the part after the last one its end. A part between two is
/// found by the words that its first line begins with, which is the error if there is no such line.
fn cut(shown: &str, printed: &str) -> Result<String, String> {
    if !shown.lines().any(|line| line.trim() == LEFT_OUT) {
        return Ok(printed.to_owned());
    }
    let shown: Vec<&str> = shown.trim_end_matches('\n').split('\n').collect();
    let lines: Vec<&str> = printed.lines().collect();
    let parts: Vec<&[&str]> = shown.split(|line| line.trim() == LEFT_OUT).collect();
    let mut dots = shown.iter().filter(|line| line.trim() == LEFT_OUT);
    let mut cut = Vec::new();
    let mut from = 0;
    for (place, part) in parts.iter().enumerate() {
        let begin = if place == 0 {
            0
        } else if place + 1 == parts.len() {
            lines.len().saturating_sub(part.len())
        } else {
            let label = label(part.first().copied().unwrap_or_default());
            let found = lines.iter().skip(from).position(|line| label == self::label(line));
            from + found.ok_or_else(|| label.to_owned())?
        };
        from = (begin + part.len()).min(lines.len());
        cut.extend_from_slice(&lines[begin.min(from)..from]);
        cut.extend(dots.next());
    }
    Ok(cut.join("\n") + "\n")
}

/// The words at the beginning of a line, up to a gap.
fn label(line: &str) -> &str {
    let line = line.trim();
    line.split_once("  ").map_or(line, |(label, _)| label)
}

#[test]
fn every_command_prints_what_its_page_shows() {
    let pages = pages();
    std::thread::scope(|scope| {
        for path in &pages {
            scope.spawn(move || {
                let page = read(path);
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                // A page that is generated has a test of its own.
                if name != "statistics.md" {
                    compare(path, &page, &fresh(&name, &page));
                }
            });
        }
    });
}

#[test]
fn output_is_cut_as_the_page_cuts_it() {
    let printed = "head\nAlpha  1\nBeta  2\nGamma  3\nlast\n";
    assert_eq!(cut("old\n", printed), Ok(printed.to_owned()));
    assert_eq!(cut("old\n…\n", printed), Ok("head\n…\n".to_owned()));
    assert_eq!(cut("old\n  …\nold\n", printed), Ok("head\n  …\nlast\n".to_owned()));
    assert_eq!(cut("…\nBeta  0\n…\n", printed), Ok("…\nBeta  2\n…\n".to_owned()));
    assert_eq!(cut("…\nDelta  0\n…\n", printed), Err("Delta".to_owned()));
}
