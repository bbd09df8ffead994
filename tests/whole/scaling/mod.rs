//! The scripts of `examples/scaling/` give the result of scoring the whole file.
//!
//! Python modules in this folder stand in for `DuckDB` and Spark, which need not be installed. The tests need bash and Python 3,
//! and say so on standard error where these are missing.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const RESPONSES: &str = "examples/autumn-2026.csv";
const HEADCOUNT: &str = "examples/headcount.csv";

/// Whether both interpreters are installed.
fn can_run() -> bool {
    let runs = |program: &str| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let can_run = runs("bash") && runs("python3");
    if !can_run {
        // Written past the capture of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "NOT TESTED: the scripts of examples/scaling/ need bash and python3, and one of them is missing"
        );
    }
    can_run
}

/// Runs a program in the repository, with `cte` on its path and the stand-ins before any installed module.
fn run(program: &str, arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_BIN_EXE_cte")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new(program)
        .args(arguments)
        .current_dir(ROOT)
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("PYTHONPATH", Path::new(ROOT).join("tests/whole/scaling"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("the program runs")
}

fn printed(output: &Output) -> Value {
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {message}"))
}

/// Compares the scales of two results to the last digit. Parts may list academies in another order.
fn assert_same_scales(one: &Value, other: &Value) {
    fn compare(path: &str, one: &Value, other: &Value) {
        match (one, other) {
            (Value::Object(one), Value::Object(other)) => {
                assert_eq!(
                    one.keys().collect::<Vec<_>>(),
                    other.keys().collect::<Vec<_>>(),
                    "{path}"
                );
                for (key, value) in one {
                    compare(&format!("{path}/{key}"), value, &other[key]);
                }
            }
            (Value::Array(one), Value::Array(other)) => {
                assert_eq!(one.len(), other.len(), "{path}");
                let name = |value: &&Value| value["academy"].as_str().map(str::to_owned);
                let (mut one, mut other): (Vec<_>, Vec<_>) = (one.iter().collect(), other.iter().collect());
                one.sort_by_key(name);
                other.sort_by_key(name);
                for (place, (one, other)) in one.into_iter().zip(other).enumerate() {
                    compare(&format!("{path}/{place}"), one, other);
                }
            }
            _ => assert_eq!(one, other, "{path}"),
        }
    }
    compare("", &one["scales"], &other["scales"]);
}

fn whole(options: &[&str]) -> Value {
    let arguments = [&["score", RESPONSES, "-i", "trust-cte", "--format", "json"], options].concat();
    printed(&run(env!("CARGO_BIN_EXE_cte"), &arguments))
}

#[test]
fn parts_from_duckdb_are_scored_as_the_whole_file_is() {
    if !can_run() {
        return;
    }
    for options in [
        &["--headcount", HEADCOUNT][..],
        &[
            "-g",
            "Which academy do you work in?",
            "--headcount",
            HEADCOUNT,
            "--skip-bad",
        ],
        &["--group=What is your role?", "--min-group", "20"],
        &["--column", "te01=#D", "--no-config"],
    ] {
        let arguments = [
            &[
                "examples/scaling/duckdb.sh",
                RESPONSES,
                "3",
                "trust-cte",
                "--format",
                "json",
            ],
            options,
        ]
        .concat();
        let parts = printed(&run("bash", &arguments));
        assert_same_scales(&parts, &whole(options));
    }
}

#[test]
fn duckdb_parts_need_three_arguments() {
    if !can_run() {
        return;
    }
    let output = run("bash", &["examples/scaling/duckdb.sh", RESPONSES]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("usage: duckdb.sh TABLE"));
}

#[test]
fn partitions_from_spark_are_scored_as_the_whole_file_is() {
    if !can_run() {
        return;
    }
    let folder = TempDir::new().expect("a temporary folder");
    let tally = folder.path().join("out.tally");
    let tally = tally.to_str().expect("a path");
    for column in ["Which academy do you work in?", "What is your role?"] {
        let script = [
            "examples/scaling/spark.py",
            RESPONSES,
            "trust-cte",
            tally,
            "-g",
            column,
            "--unsuppressed",
        ];
        let output = run("python3", &script);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let scored = ["score", tally, "-i", "trust-cte", "--format", "json"];
        assert_same_scales(
            &printed(&run(env!("CARGO_BIN_EXE_cte"), &scored)),
            &whole(&["-g", column]),
        );
    }
}
