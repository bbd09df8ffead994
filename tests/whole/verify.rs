//! `cte verify` and `--fail-on`: does a result still hold, and is it good enough.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, sized};

fn survey() -> String {
    sized(&[("Oak", 24), ("Ash", 14), ("Elm", 12)])
}

fn folder() -> Folder {
    Folder::new().file("a.csv", survey())
}

#[test]
fn a_result_holds_while_nothing_changed() {
    let folder = folder();
    for command in [
        "score",
        "reliability",
        "structure",
        "items",
        "score --exclude-flagged --level 0.9 --min-group 12",
    ] {
        folder.output(&format!("{command} a.csv -i trio.toml -o then.json --fail-on findings"));
        let outcome = folder.run("verify then.json");
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (0, ""),
            "{command}: {}",
            outcome.stdout
        );
    }
    insta::assert_snapshot!(folder.output("verify then.json"));
}

#[test]
fn every_form_of_a_result_says_how_it_was_made() {
    let folder = folder();
    let record: Value =
        serde_json::from_str(&folder.output("score a.csv -i trio.toml --threads 1 --format json")).expect("JSON");
    assert_eq!(
        record["run"]["arguments"],
        serde_json::json!(["score", "a.csv", "-i", "trio.toml"])
    );
    let sha256 = record["input"][0]["sha256"].as_str().expect("a checksum");
    assert!(
        folder
            .output("score a.csv -i trio.toml --format csv --only provenance")
            .contains(sha256)
    );
    for format in ["text", "markdown"] {
        assert!(
            folder
                .output(&format!("score a.csv -i trio.toml --format {format}"))
                .contains(&sha256[..12]),
            "{format}"
        );
    }
}

#[test]
fn a_changed_file_is_named_and_so_is_what_it_changed() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml -o then.json");
    fs::write(folder.path("a.csv"), survey().replace("Oak", "Oaks")).expect("to write");
    let outcome = folder.run("verify then.json");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("`a.csv`: changed"), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("scales.1.academies.1.academy"),
        "{}",
        outcome.stdout
    );
    fs::remove_file(folder.path("a.csv")).expect("to remove");
    let outcome = folder.run("verify then.json");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("`a.csv`: missing"), "{}", outcome.stdout);
}

#[test]
fn a_changed_figure_is_found_and_the_last_digits_are_not() {
    let folder = folder();
    let text = folder.output("score a.csv -i trio.toml --format json");
    let mut record: Value = serde_json::from_str(&text).expect("JSON");
    let mean = record["scales"][0]["trust"]["mean"].as_f64().expect("a mean");
    for (value, code) in [(mean * (1.0 + 1e-12), 0), (mean + 0.001, 1)] {
        record["scales"][0]["trust"]["mean"] = value.into();
        fs::write(folder.path("then.json"), record.to_string()).expect("to write");
        let outcome = folder.run("verify then.json --format json");
        assert_eq!(outcome.code, code, "{}", outcome.stdout);
        let verified: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(verified["holds"], code == 0);
    }
}

#[test]
fn what_is_no_result_is_refused() {
    let folder = folder().file("other.json", "{}").file("text.json", "scores");
    for (what, why) in [
        ("other.json", "does not say how it was made"),
        ("text.json", "is no JSON"),
        ("none.json", "there is no such file"),
    ] {
        let outcome = folder.run(&format!("verify {what}"));
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    }
}

#[test]
fn a_condition_that_holds_gives_exit_1_and_is_named_after_the_whole_result() {
    let folder = folder();
    let plain = folder.output("score a.csv -i trio.toml");
    let outcome = folder.run("score a.csv -i trio.toml --fail-on alpha<1.5,n<5");
    assert_eq!((outcome.code, outcome.stdout), (1, plain.clone()));
    assert!(
        outcome.stderr.starts_with("cte: --fail-on alpha<1.5: scales `all`, "),
        "{}",
        outcome.stderr
    );
    let outcome = folder.run("score a.csv -i trio.toml --fail-on alpha<-5");
    assert_eq!((outcome.code, outcome.stdout, outcome.stderr.as_str()), (0, plain, ""));
}

#[test]
fn a_condition_that_cannot_be_checked_writes_nothing() {
    let folder = folder();
    for (condition, why) in [
        ("alfa<.7", "nearest: `alpha`"),
        ("response_rate<.5", "--headcount"),
        ("alpha", "is no condition"),
    ] {
        let outcome = folder.run(&format!("score a.csv -i trio.toml -o out.json --fail-on {condition}"));
        assert_eq!(outcome.code, 2, "{condition}");
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
        assert!(!folder.path("out.json").exists(), "{condition}");
    }
    let few = folder.file("few.csv", sized(&[("Oak", 4)]));
    let said = few.failure("score few.csv -i trio.toml --fail-on alpha<.7");
    assert!(
        said.contains("the result has no figure `alpha`, or withholds it with others"),
        "{said}"
    );
}
