//! The trust file: found, obeyed, overruled by the command line, and written.

use std::fs;

use crate::support::{Folder, Page, sized};

const TRUST: &str = r#"name = "Fellside"
instrument = "trio.toml"

[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["data/autumn.csv"]

[[term]]
name = "Spring 2027"
date = 2027-03-08
files = ["data/spring.csv"]
headcount = "data/staff.csv"

[[academy]]
name = "Elm Primary"
headcount = 20
left = 2027-01-01

[[academy]]
name = "Oak Primary"
aliases = ["Oak"]
headcount = 30

[[academy]]
name = "Ash Primary"
aliases = ["Ash"]
headcount = 20

[[academy]]
name = "Fir Primary"
headcount = 8
joined = 2027-01-01
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("data/deep")).expect("folders");
    folder
        .file(
            "data/autumn.csv",
            sized(&[("ash", 14), ("Oak", 24), ("Elm Primary", 12)]),
        )
        .file("data/spring.csv", sized(&[("Ash", 12), ("Oak", 20), ("Oka", 12)]))
        .file(
            "data/staff.csv",
            "academy,staff\nOak,40\nAsh,15\nFir Primary,8\nOka,13\n",
        )
        .file("cte.toml", TRUST)
}

/// The academies of the first scale in a JSON result: name, n, headcount.
fn academies(json: &str) -> Vec<String> {
    let record: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    academies
        .iter()
        .map(|academy| {
            let name = academy["academy"].as_str().expect("a name");
            format!("{name} {} {}", academy["n"], academy["headcount"])
        })
        .collect()
}

#[test]
fn without_arguments_the_latest_term_is_scored_in_the_trusts_order() {
    let folder = folder();
    insta::assert_snapshot!(folder.output("score"));
}

#[test]
fn another_term_is_scored_by_its_name_and_on_its_date() {
    let folder = folder();
    let json = folder.output("score --term autumn-2026 --format json");
    assert_eq!(
        academies(&json),
        ["Elm Primary 12 20", "Oak Primary 24 30", "Ash Primary 14 20"]
    );
    let without_arguments = |json: &str| {
        let mut record: serde_json::Value = serde_json::from_str(json).expect("JSON");
        record["run"]["arguments"].take();
        record
    };
    assert_eq!(
        without_arguments(&folder.output("score data/autumn.csv --format json")),
        without_arguments(&json),
        "the file tells its term"
    );
}

#[test]
fn the_nearest_trust_file_above_is_found_and_its_paths_are_relative_to_it() {
    let folder = folder();
    let mut program = folder.program();
    let deep = program
        .current_dir(folder.path("data/deep"))
        .args(["score", "--format", "json"])
        .output();
    let deep = String::from_utf8(deep.expect("the program runs").stdout).expect("text");
    assert_eq!(academies(&deep), academies(&folder.output("score --format json")));
    assert!(deep.contains("\"path\": \"../../data/spring.csv\""), "{deep}");

    let elsewhere = Folder::new().file("a.csv", sized(&[("Oak", 14), ("Ash", 12)]));
    let named = format!(
        "score a.csv --config \"{}\" --format json",
        folder.path("cte.toml").display()
    );
    assert_eq!(
        academies(&elsewhere.output(&named)),
        ["Oak Primary 14 30", "Ash Primary 12 20", "Fir Primary null null"]
    );
}

#[test]
fn the_command_line_wins_over_the_trust_file_and_that_over_what_is_built_in() {
    let defaults = "[defaults]\nmin_group = 13\nlevel = 0.9\nseed = 7\nmissing = \"pairwise\"\nformat = \"json\"\nskip_bad = true\n";
    let folder = folder().file("cte.toml", format!("{TRUST}\n{defaults}\n[limits]\nicc2_no = 0.2\n"));
    let options = |arguments: &str| {
        let record: serde_json::Value = serde_json::from_str(&folder.output(arguments)).expect("JSON");
        let options = &record["options"];
        format!(
            "{} {} {} {} {}",
            options["min_group"], options["level"], options["seed"], options["missing"], options["icc2_no"]
        )
    };
    assert_eq!(options("score"), "13 0.9 7 \"pairwise\" 0.2");
    assert_eq!(
        options("score --min-group 5 --level 0.8 --seed 3 --missing listwise"),
        "5 0.8 3 \"listwise\" 0.2"
    );
    assert_eq!(
        options("score data/spring.csv -i trio.toml --no-config --format json"),
        "10 0.95 1 \"listwise\" 0.5"
    );
    assert!(
        folder.output("score --format csv").starts_with("scale,"),
        "an explicit format wins"
    );
    folder.output("score --no-record -o result.md");
    assert!(folder.read("result.md").starts_with("# "), "and so does an ending");

    let bad = folder.file("data/spring.csv", sized(&[("Ash", 12), ("Oak", 20)]) + "Oak,9,1,1\n");
    assert!(bad.output("score").contains("invalid-answers"));
    assert!(bad.failure("score --skip-bad=false").contains("is not on the scale"));
}

#[test]
fn headcounts_are_those_of_the_command_line_or_the_term_or_the_academies() {
    let folder = folder().file(
        "now.csv",
        "academy,staff\nOak Primary,50\nAsh,16\nFir Primary,9\nOka,14\n",
    );
    let academies = |arguments: &str| academies(&folder.output(arguments));
    assert_eq!(academies("score --format json")[0], "Oak Primary 20 40");
    assert_eq!(
        academies("score --headcount now.csv --format json")[0],
        "Oak Primary 20 50"
    );
}

#[test]
fn small_academies_are_pooled_before_anything_is_withheld() {
    let pool = "[[pool]]\nname = \"The firs and ashes\"\nmembers = [\"Ash\", \"Fir Primary\"]\n";
    let folder = folder()
        .file("data/spring.csv", sized(&[("Ash", 7), ("Oak", 20), ("Fir Primary", 5)]))
        .file("cte.toml", format!("{TRUST}\n{pool}"));
    let json = folder.output("score --format json");
    assert_eq!(
        academies(&json),
        ["Oak Primary 20 40", "The firs and ashes 12 23", "Oka null null"]
    );
    assert!(json.contains("`The firs and ashes` stands for `Ash Primary`, `Fir Primary`"));
    // The same people as one academy in the file.
    let one = folder.file(
        "one.csv",
        sized(&[("Ash", 7), ("Oak", 20)]) + sized(&[("Ash", 5)]).split_once('\n').expect("rows").1,
    );
    let plain = one.output("score one.csv -i trio.toml --no-config --format json");
    let mean = |json: &str, name: &str| {
        let record: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let academies = record["scales"][0]["academies"].as_array().expect("academies").clone();
        let found = academies
            .into_iter()
            .find(|academy| academy["academy"] == name)
            .expect("the academy");
        found["mean"].as_f64().expect("a mean")
    };
    assert!((mean(&json, "The firs and ashes") - mean(&plain, "Ash")).abs() < 1e-12);
}

#[test]
fn the_trust_files_other_column_may_be_asked_away() {
    let rows = sized(&[("Oak", 14), ("Ash", 12)]).replacen("academy,", "academy,role,", 1);
    let rows = rows
        .replace("\nOak,", "\nOak,Teacher,")
        .replace("\nAsh,", "\nAsh,Leader,");
    let folder = Folder::new().file("a.csv", rows).file(
        "cte.toml",
        "name = \"T\"\ninstrument = \"trio.toml\"\n[defaults]\nby = \"role\"\n",
    );
    let by = |arguments: &str| {
        let record: serde_json::Value = serde_json::from_str(&folder.output(arguments)).expect("JSON");
        record["scales"][0].get("by").is_some_and(|by| !by.is_null())
    };
    assert!(by("score a.csv --format json"));
    assert!(!by("score a.csv --by \"\" --format json"));
}

#[test]
fn trust_files_that_cannot_be_obeyed() {
    let folder = folder()
        .file("faulty.toml", "name = \"T\"\nmin_group = 5\n[[term]]\nname = \"A\"\n")
        .file("empty.toml", "name = \"T\"\n")
        .file(
            "gone.toml",
            "name = \"T\"\ninstrument = \"trio.toml\"\n[[term]]\nname = \"A\"\ndate = 2026-10-05\nfiles = [\"gone.csv\"]\n",
        )
        .file("lost.toml", "name = \"T\"\ninstrument = \"lost-instrument.toml\"\n");
    let mut page = Page::default();
    page.fails(&folder, "score --term Autum")
        .fails(&folder, "score --config missing.toml")
        .fails(&folder, "score --config data")
        .fails(&folder, "score --config faulty.toml")
        .fails(&folder, "score --config empty.toml")
        .fails(&folder, "score --config empty.toml --term A")
        .fails(&folder, "score --config gone.toml")
        .fails(&folder, "score --config lost.toml data/autumn.csv")
        .fails(&folder, "score --no-config")
        .fails(&folder, "score --no-config --term \"Autumn 2026\"")
        .fails(&folder, "score --no-config --config cte.toml")
        .fails(&folder, "reliability --no-config")
        .fails(&folder, "init -")
        .fails(&folder, "init data/autumn.csv -i trio.toml");
    insta::assert_snapshot!(page);
}

#[test]
fn init_writes_a_file_that_scores_the_same() {
    let folder = Folder::new()
        .file(
            "autumn-2026.csv",
            sized(&[("Oak Primary", 14), ("Ash", 12), ("Oak Primary School", 3)]),
        )
        .file("spring 2027.csv", sized(&[("Ash", 11), ("", 2)]));
    let outcome = folder.run("init \"spring 2027.csv\" autumn-2026.csv -i trio.toml");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
    assert_eq!(
        outcome.stderr,
        "wrote `cte.toml`: 3 academies, 2 terms — look it through, and fill in the headcounts\n"
    );
    insta::assert_snapshot!(folder.read("cte.toml"));
    let names = academies(&folder.output("score --term \"Autumn 2026\" --format json"));
    assert_eq!(names.len(), 3);
    assert!(names[0].starts_with("Ash "), "{names:?}");

    let again = folder.run("init autumn-2026.csv -i trio.toml -o cte.toml");
    assert_eq!(again.code, 0);
    assert!(
        again
            .stderr
            .ends_with("3 academies, 1 term — look it through, and fill in the headcounts\n")
    );
    fs::create_dir(folder.path("sub")).expect("a folder");
    folder.run("init autumn-2026.csv \"spring 2027.csv\" -i trio.toml -g academy --column q01=q01 -o sub/cte.toml");
    let below = folder.output("score --config sub/cte.toml --term \"autumn 2026\" --format json");
    assert_eq!(academies(&below).len(), 3);
    assert!(below.contains("\"path\": \"sub/../autumn-2026.csv\""));
}

#[test]
fn the_example_trust_file_scores_the_example_terms() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/trust");
    let folder = Folder::new();
    for (term, staff) in [("Autumn 2026", 505), ("Spring 2027", 509)] {
        let mut program = folder.program();
        let output = program
            .current_dir(examples)
            .args(["score", "--term", term, "--format", "json"])
            .output();
        let json = String::from_utf8(output.expect("the program runs").stdout).expect("text");
        let record: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(record["respondents"]["rows"], staff);
        let names = academies(&json);
        assert_eq!(names.len(), 14);
        assert!(names[0].starts_with("Ivelstone and Jackdaw Hill 1"), "{names:?}");
        let warnings: Vec<&serde_json::Value> = record["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| finding["level"] != "note")
            .collect();
        assert!(warnings.is_empty(), "{warnings:?}");
    }
}

#[test]
fn what_the_trust_file_lists_as_two_academies_is_not_called_one() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Hill View", 14), ("Mill View", 12)]))
        .file(
            "two.toml",
            "name = \"T\"\n[[academy]]\nname = \"Hill View\"\n[[academy]]\nname = \"Mill View\"\n",
        );
    let checked = |arguments: &str| folder.run(arguments).stdout;
    assert!(checked("check a.csv -i trio.toml --format json").contains("nearly-alike"));
    assert!(!checked("check a.csv -i trio.toml --config two.toml --format json").contains("nearly-alike"));
}

#[test]
fn every_command_says_which_trust_file_of_a_folder_to_name() {
    let folder = Folder::new();
    fs::create_dir(folder.path("data")).expect("a folder");
    for command in [
        "plan data",
        "simulate data -o made-up.csv",
        "instrument export trio.toml --to paper --config data -o form.html",
    ] {
        let failure = folder.failure(command);
        assert!(
            failure.contains("`data` is a folder: name the trust file in it, such as `data"),
            "cte {command}\n{failure}"
        );
    }
}
