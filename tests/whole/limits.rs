//! Time and memory: large and odd files are answered or refused, and soon.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::process::{Command, Stdio};

use crate::support::{Folder, Outcome, TRIO, sized};

/// A program that is not optimised takes several times as long as one that is. Seconds of the processor are counted, so that a
/// busy machine changes nothing.
const SECONDS: u32 = 4;

/// Runs the program with this many seconds of the processor, and kilobytes of memory.
fn within(folder: &Folder, seconds: u32, kilobytes: u64, arguments: &str) -> Outcome {
    let line = format!(
        "ulimit -t {seconds} && ulimit -v {kilobytes} && exec '{}' {arguments}",
        env!("CARGO_BIN_EXE_cte")
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).current_dir(folder.path(""));
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Much more than any of these runs needs, and less than their files could make them take.
const ROOM: u64 = 2_000_000;

#[test]
fn a_header_of_4_000_columns_that_match_nothing_is_refused_soon() {
    let header: Vec<String> = (0..4_000)
        .map(|at| format!("Some question number {at} about the weather"))
        .collect();
    let folder = Folder::new().file(
        "a.csv",
        format!("{}\n{}\n", header.join(","), vec!["1"; 4_000].join(",")),
    );
    for arguments in [
        "score a.csv --no-config",
        "score a.csv -i trio.toml --no-config",
        "check a.csv --no-config",
    ] {
        let outcome = within(&folder, SECONDS, ROOM, arguments);
        assert_eq!(outcome.code, 2, "{arguments}: {}", outcome.stderr);
    }
}

#[test]
fn a_cell_of_a_megabyte_is_read_or_refused_soon() {
    let large = "word ".repeat(200_000);
    let rows = sized(&[("Oak", 24), ("Ash", 12)]);
    let (head, body) = rows.split_once('\n').expect("rows");
    let beside: String = body.lines().fold(String::new(), |text, row| text + row + ",x\n");
    let folder = Folder::new()
        .file("header.csv", format!("{head},{large}\n{beside}"))
        .file("comment.csv", format!("{head},comment\n{beside}Oak,1,2,3,{large}\n"))
        .file("answer.csv", format!("{rows}Oak,{large},1,2\n"))
        .file("academy.csv", format!("{rows}{large},1,1,2\n"));
    for (name, code) in [("header", 0), ("comment", 0), ("answer", 2), ("academy", 0)] {
        let outcome = within(
            &folder,
            SECONDS,
            ROOM,
            &format!("score {name}.csv -i trio.toml --no-config -o s.json"),
        );
        assert_eq!(outcome.code, code, "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.len() < 10_000, "{name}");
    }
}

#[test]
fn more_threads_than_a_machine_has_use_are_not_started() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12)]));
    let few = folder.output("score a.csv -i trio.toml --format json --threads 1");
    let many = within(
        &folder,
        SECONDS,
        ROOM,
        "score a.csv -i trio.toml --format json --threads 4000",
    );
    assert_eq!((many.code, many.stdout), (0, few));
}

#[test]
fn a_hundred_thousand_academies_get_a_trust_file_and_are_scored() {
    let mut rows = "academy,q01,q02,q03\n".to_owned();
    for row in 0..100_000 {
        let _ = writeln!(
            rows,
            "Academy {row},{},{},{}",
            1 + row % 6,
            1 + row / 6 % 6,
            1 + row / 36 % 6
        );
    }
    let folder = Folder::new().file("a.csv", rows);
    for arguments in [
        "init a.csv -i trio.toml -o t.toml",
        "score a.csv -i trio.toml --no-config -o s.json",
    ] {
        let outcome = within(&folder, 40, ROOM, arguments);
        assert_eq!(outcome.code, 0, "{arguments}: {}", outcome.stderr);
    }
}

#[test]
fn a_questionnaire_of_10_000_items_is_checked_soon() {
    let mut toml = TRIO.split("[[item]]").next().expect("a head").to_owned();
    let ids: Vec<String> = (0..10_000).map(|item| format!("i{item}")).collect();
    for id in &ids {
        let _ = write!(toml, "[[item]]\nid = \"{id}\"\ntext = \"Statement {id}\"\n");
    }
    let _ = write!(toml, "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = {ids:?}\n");
    let folder = Folder::new().file("large.toml", toml);
    let outcome = within(&folder, SECONDS, ROOM, "instrument check large.toml");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn a_workbook_that_unfolds_to_more_than_a_gigabyte_is_refused_with_the_limit() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        writer
            .start_file(part, zip::write::SimpleFileOptions::default().large_file(true))
            .expect("a part");
        let spaces = vec![b' '; 1 << 24];
        for _ in 0..23 {
            writer.write_all(&spaces).expect("a part");
        }
    }
    let bytes = writer.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 2 << 20);
    let folder = Folder::new().file("large.xlsx", bytes);
    let outcome = within(&folder, SECONDS, ROOM, "score large.xlsx -i trio.toml --no-config");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("1 GiB"), "{}", outcome.stderr);
}

#[test]
fn a_temporary_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let mut program = folder.program();
    program
        .args(["score", "-", "-i", "trio.toml", "--no-config"])
        .env("TMPDIR", "/no/such/folder");
    // More than is held in memory.
    let output = program.write_stdin(vec![b'1'; 70 << 20]).output().expect("a run");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        message.contains("/no/such/folder") && message.contains("TMPDIR"),
        "{message}"
    );
}

/// A survey of many questions in one scale: 40 people at two academies.
fn of_many_questions(questions: usize) -> Folder {
    let items: Vec<String> = (0..questions).map(|at| format!("\"q{at}\"")).collect();
    let declared = items.iter().enumerate().fold(String::new(), |text, (at, id)| {
        text + &format!("[[item]]\nid = {id}\ntext = \"Question number {at} about our work\"\n")
    });
    let toml = format!(
        "id = \"many\"\nname = \"Many\"\nversion = \"1\"\n[response]\nmin = 1\nmax = 5\n{declared}[[scale]]\nid = \"s\"\n\
         name = \"S\"\nitems = [{}]\n",
        items.join(", ")
    );
    let header = items
        .iter()
        .fold("academy".to_owned(), |text, id| text + "," + id.trim_matches('"'));
    let row = |person: usize| {
        let answers =
            (0..questions).map(|at| format!(",{}", (at * 7 + person * person * 3 + at / (person + 2)) % 5 + 1));
        format!(
            "{}{}\n",
            if person.is_multiple_of(2) { "Oak" } else { "Ash" },
            answers.collect::<String>()
        )
    };
    let rows: String = (0..40).map(row).collect();
    Folder::new()
        .file("many.toml", toml)
        .file("a.csv", format!("{header}\n{rows}"))
}

#[test]
fn thousands_of_questions_are_scored_without_what_is_made_of_pairs() {
    let folder = of_many_questions(3_000);
    for command in ["score", "reliability", "check", "items", "structure"] {
        let outcome = within(&folder, 20, ROOM, &format!("{command} a.csv -i many.toml --no-config"));
        assert!(outcome.code < 2, "{command}: {}", outcome.stderr);
        assert!(!outcome.stderr.contains("panicked"), "{command}: {}", outcome.stderr);
        if command == "score" {
            let reason = "more than 500 items";
            assert!(outcome.stdout.contains(reason), "{}", outcome.stdout);
        }
    }
    let tally = within(&folder, 20, ROOM, "tally a.csv -i many.toml -o t.tally --no-config");
    assert_eq!(tally.code, 2);
    assert!(
        tally.stderr.contains("score the responses themselves"),
        "{}",
        tally.stderr
    );
}
