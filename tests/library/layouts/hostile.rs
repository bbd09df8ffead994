//! Files made to fill the memory or to mislead: a clear message and exit 2.

use std::fs::{self, File};

use assert_cmd::Command;
use cte::input::ReadOptions;

use crate::layouts::files::{self, read_bytes, text};

/// What the program says on the way out with 2.
fn refused(name: &str, make: impl FnOnce(&std::path::Path)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    make(&folder.path().join(name));
    let survey = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/library/layouts/survey.toml");
    let mut command = Command::cargo_bin("cte").expect("the program");
    let output = command
        .current_dir(folder.path())
        .args(["score", name, "-i", survey])
        .output()
        .expect("to run");
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_file_larger_than_any_survey_is_not_read() {
    let said = refused("huge.csv", |path| {
        File::create(path)
            .and_then(|file| file.set_len((1 << 30) + 1))
            .expect("a file of holes");
    });
    assert_eq!(
        said,
        "cte: `huge.csv` is larger than 1 GiB, which no survey of staff is: is it the right file? Split it if it is\n"
    );
}

#[test]
fn a_line_longer_than_any_tables_is_refused_by_its_number() {
    let said = refused("line.csv", |path| {
        fs::write(path, "academy,ce1\n".to_owned() + &"x".repeat(5 << 20)).expect("to write");
    });
    assert!(
        said.starts_with("cte: in `line.csv`: line 2 is longer than 4 MiB: "),
        "{said}"
    );
}

#[test]
fn more_columns_than_a_sheet_has_are_refused() {
    let said = refused("wide.csv", |path| {
        let header: Vec<String> = (0..100_000).map(|at| format!("q{at}")).collect();
        let row = "5,".repeat(100_000);
        fs::write(path, format!("{}\n{row}\n", header.join(","))).expect("to write");
    });
    assert!(
        said.starts_with("cte: in `wide.csv`: a row has more than 16384 cells"),
        "{said}"
    );
}

#[test]
fn nul_bytes_and_deep_quoting_are_refused_or_read_and_break_nothing() {
    let said = refused("nul.csv", |path| fs::write(path, [0_u8; 4096]).expect("to write"));
    assert!(said.contains("NUL characters"), "{said}");
    let plain = text("plain.csv");
    let expected: Vec<Vec<i32>> = files::expected().into_iter().map(|(_, codes)| codes).collect();
    for junk in [
        "\"".repeat(1 << 20),
        "\"\"\"".repeat(99_999),
        "\"\n".repeat(99_999),
        "\0,".repeat(999),
        ",".repeat(1 << 16),
    ] {
        for bytes in [
            format!("{plain}{junk}"),
            format!("{junk}{plain}"),
            format!("{plain}13,Oak,{junk},5"),
        ] {
            // Whatever comes of it, the rows before are right or nothing is.
            if let Ok(survey) = read_bytes("junk.csv", bytes.into_bytes(), &ReadOptions::default()) {
                assert_eq!(files::codes(&survey)[..12], expected[..]);
            }
        }
    }
}
