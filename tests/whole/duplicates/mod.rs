//! One response counts once, in every command and every format.
//!
//! The files beside this one are made up. In `dup_low.csv` a form was downloaded four times and pasted together: 3 people of Elm
//! Primary became 12. `dup_partial.csv` is an earlier download of `dup_once.csv`.

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::report::words;
use crate::support::Folder;

const LOW: &str = include_str!("dup_low.csv");
const ONCE: &str = include_str!("dup_once.csv");
const PARTIAL: &str = include_str!("dup_partial.csv");
const FOUR_ITEMS: &str = include_str!("dup.toml");

fn folder() -> Folder {
    Folder::new()
        .file("dup.toml", FOUR_ITEMS)
        .file("low.csv", LOW)
        .file("once.csv", ONCE)
        .file("partial.csv", PARTIAL)
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(arguments)).expect("JSON")
}

/// The messages of the findings with this code.
fn messages(result: &Value, code: &str) -> Vec<String> {
    let findings = result["findings"].as_array().expect("findings").iter();
    let wanted = findings.filter(|finding| finding["code"] == code);
    let message = |finding: &Value| finding["message"].as_str().expect("a message").to_owned();
    wanted.map(message).collect()
}

#[test]
fn three_people_who_are_there_four_times_stay_three_and_are_withheld() {
    let folder = folder();
    let text = folder.output("score low.csv -i dup.toml");
    let line = |start: &str| {
        text.lines()
            .find(|line| line.trim_start().starts_with(start))
            .map(str::to_owned)
    };
    assert!(!line("Elm Primary").expect("the academy").contains("12"), "{text}");
    assert!(
        text.contains("300 of the 400 rows of `low.csv` repeat responses of other rows"),
        "{text}"
    );
    let result = json(&folder, "score low.csv -i dup.toml --format json");
    assert_eq!(result["input"][0]["rows"], 100);
    assert_eq!(messages(&result, "duplicates-left-out").len(), 1);
    let full = json(&folder, "score low.csv -i dup.toml --unsuppressed --format json");
    let academies = full["scales"][0]["academies"].as_array().expect("academies").clone();
    let elm = academies
        .iter()
        .find(|academy| academy["academy"] == "Elm Primary")
        .expect("Elm");
    assert_eq!(elm["n"], 3);
}

#[test]
fn an_interim_download_adds_nobody() {
    let folder = folder();
    for order in ["partial.csv once.csv", "once.csv partial.csv"] {
        let result = json(
            &folder,
            &format!("score {order} -i dup.toml --min-group 3 --format json"),
        );
        assert_eq!(result["scales"][0]["trust"]["n"], 41, "{order}");
        let message = &messages(&result, "duplicates-left-out")[0];
        let wanted = if order.starts_with('p') {
            "20 of the 41 rows of `once.csv` are in `partial.csv` too"
        } else {
            "20 of the 20 rows of `partial.csv` are in `once.csv` too"
        };
        assert!(message.starts_with(wanted), "{message}");
    }
}

#[test]
fn every_command_says_how_many_rows_were_left_out() {
    let folder = folder();
    for command in ["score", "check", "items", "reliability"] {
        let outcome = folder.run(&format!("{command} partial.csv once.csv -i dup.toml --min-group 3"));
        assert!(
            outcome.stdout.contains("20 of the 41 rows of `once.csv`"),
            "{command}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn every_row_counts_if_that_is_asked_for_and_every_output_says_so() {
    let folder = folder();
    let result = json(
        &folder,
        "score partial.csv once.csv -i dup.toml --keep-duplicates --min-group 3 --format json",
    );
    assert_eq!(result["scales"][0]["trust"]["n"], 61);
    assert_eq!(messages(&result, "duplicates-kept").len(), 1);
    for format in ["text", "csv", "markdown"] {
        let arguments =
            format!("score partial.csv once.csv -i dup.toml --keep-duplicates --min-group 3 --format {format}");
        let outcome = folder.run(&arguments);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(
            said.contains("--keep-duplicates") || format == "csv",
            "{format}: {said}"
        );
    }
}

#[test]
fn pages_workbooks_tables_and_pictures_say_how_many_rows_repeat_responses() {
    let folder = folder();
    for (options, wanted) in [
        ("", "each response is counted once"),
        (
            " --keep-duplicates",
            "counted more than once, as --keep-duplicates asks",
        ),
    ] {
        let survey = format!("partial.csv once.csv -i dup.toml --min-group 3{options}");
        let says = |text: &str| {
            let place = text.find("20 of the 41 rows of `once.csv` are in `partial.csv` too");
            place.is_some_and(|place| text[place..].contains(wanted))
        };
        folder.output(&format!("report {survey} -o board/"));
        assert!(says(&words(&folder.read("board/trust.html"))), "{options}");
        folder.output(&format!("score {survey} -o scores.xlsx"));
        for workbook in ["board/scores.xlsx", "scores.xlsx"] {
            assert!(says(&cells(&folder, workbook)), "{workbook}{options}");
        }
        assert!(says(
            &folder.output(&format!("score {survey} --format csv --only findings"))
        ));
        let picture = folder.output(&format!("plot scores {survey}"));
        assert!(says(&picture), "{picture}");
        let title = picture.split("</title>").next().unwrap_or_default();
        assert_eq!(title.contains("counted more than once"), !options.is_empty(), "{title}");
    }
}

/// All texts of a workbook.
fn cells(folder: &Folder, name: &str) -> String {
    let mut workbook: Xlsx<_> = open_workbook(folder.path(name)).expect("a workbook");
    let sheets = workbook.worksheets();
    let rows = sheets.iter().flat_map(|(_, sheet)| sheet.rows());
    rows.flatten()
        .flat_map(|cell| [cell.to_string(), "\n".to_owned()])
        .collect()
}

#[test]
fn more_answers_than_staff_point_to_the_duplicates() {
    let folder = folder().file(
        "staff.csv",
        "academy,staff\nOak Primary,9\nElm Primary,40\nAsh Primary,40\n",
    );
    let arguments = "partial.csv once.csv -i dup.toml --headcount staff.csv --min-group 3 --format json";
    for (command, flag) in [("score", ""), ("score", " --keep-duplicates"), ("check", "")] {
        let outcome = folder.run(&format!("{command} {arguments}{flag}"));
        let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(messages(&result, "stale-headcount"), [""; 0], "{command}{flag}");
        assert!(
            !messages(&result, "counted-twice").is_empty(),
            "{command}{flag}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn forms_that_all_count_from_one_lose_nobody() {
    let form = |academy: &str, minute: usize| {
        let row = |id: usize| format!("{id},2026-10-05 09:{:02}:00,{academy},5,4,5\n", (id + minute) % 60);
        "ID,Completion time,academy,q01,q02,q03\n".to_owned() + &(1..=30).map(row).collect::<String>()
    };
    let folder = Folder::new()
        .file("oak.csv", form("Oak", 0))
        .file("ash.csv", form("Ash", 0))
        .file("elm.csv", form("Elm", 1));
    let result = json(&folder, "score oak.csv ash.csv elm.csv -i trio.toml --format json");
    assert_eq!(result["scales"][0]["trust"]["n"], 90);
    assert_eq!(messages(&result, "duplicates-left-out"), [""; 0]);
}

#[test]
fn a_trust_file_may_name_the_id() {
    let rows: Vec<String> = (0..24)
        .map(|row| format!("s{},Oak,{},4,5\n", row % 12, row % 6 + 1))
        .collect();
    let rows = rows.concat();
    let folder = Folder::new()
        .file("a.csv", format!("staff code,academy,q01,q02,q03\n{rows}"))
        .file(
            "cte.toml",
            "name = \"T\"\ninstrument = \"trio.toml\"\n[defaults]\nid = \"staff code\"\n[[academy]]\nname = \"Oak\"\n",
        );
    let result = json(&folder, "score a.csv --format json");
    assert_eq!(result["scales"][0]["trust"]["n"], 12);
    let error = folder.failure("score a.csv --id code");
    assert!(error.contains("--id code"), "{error}");
}

#[test]
fn a_repeated_block_that_nothing_identifies_stops_with_the_ways_out() {
    let row = |row: usize| format!("Oak,{},{},{}\n", row % 6 + 1, row / 6 % 6 + 1, row * row % 5 + 1);
    let rows: String = (0..36).map(row).collect();
    let folder = Folder::new()
        .file("a.csv", format!("academy,q01,q02,q03\n{rows}"))
        .file("b.csv", format!("academy,q01,q02,q03\n{rows}Oak,1,1,1\n"));
    let outcome = folder.run("score a.csv b.csv -i trio.toml");
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!(outcome.stderr);
    assert_eq!(folder.run("score a.csv b.csv -i trio.toml --keep-duplicates").code, 0);
}

#[test]
fn responses_that_are_in_two_terms_are_reported() {
    let folder = folder();
    let result = json(
        &folder,
        "compare partial.csv once.csv -i dup.toml --min-group 3 --format json",
    );
    let message = &messages(&result, "responses-in-two-terms")[0];
    assert!(
        message.starts_with("20 of the 41 responses of once are in partial too"),
        "{message}"
    );
    // Somebody's code is the same in every term.
    let result = json(
        &folder,
        "compare partial.csv once.csv -i dup.toml --min-group 3 --id ID --format json",
    );
    assert_eq!(messages(&result, "responses-in-two-terms"), [""; 0]);
}

#[test]
fn a_response_is_not_counted_in_two_tallies() {
    let folder = folder();
    folder.output("tally partial.csv -i dup.toml --unsuppressed -o partial.tally");
    folder.output("tally once.csv -i dup.toml --unsuppressed -o once.tally");
    for files in [
        "partial.tally once.tally",
        "partial.csv once.tally",
        "once.tally once.tally",
    ] {
        let outcome = folder.run(&format!("score {files} -i dup.toml"));
        assert_eq!(outcome.code, 2, "{files}");
        assert!(
            outcome.stderr.contains("some of its responses are in"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("--keep-duplicates"), "{}", outcome.stderr);
    }
    let result = json(
        &folder,
        "score partial.tally once.tally -i dup.toml --keep-duplicates --format json",
    );
    assert_eq!(messages(&result, "duplicates-kept").len(), 1);
    // Each response counts once within a tally.
    let outcome = folder.run("tally partial.csv once.csv -i dup.toml --unsuppressed -o both.tally");
    assert!(
        outcome.code == 0 && outcome.stderr.contains("20 of the 41 rows"),
        "{}",
        outcome.stderr
    );
    let result = json(&folder, "score both.tally -i dup.toml --min-group 3 --format json");
    assert_eq!(result["scales"][0]["trust"]["n"], 41);
    assert_eq!(messages(&result, "duplicates-left-out").len(), 1);
}

#[test]
fn a_tally_without_ids_and_times_says_that_it_may_overlap() {
    let form = |academy: &str| {
        let row = |row: usize| format!("{academy},{},{},5\n", row % 6 + 1, row * row % 5 + 1);
        "academy,q01,q02,q03\n".to_owned() + &(0..14).map(row).collect::<String>()
    };
    let folder = Folder::new().file("oak.csv", form("Oak")).file("ash.csv", form("Ash"));
    for name in ["oak", "ash"] {
        folder.output(&format!("tally {name}.csv -i trio.toml -o {name}.tally"));
    }
    let result = json(&folder, "score oak.tally ash.tally -i trio.toml --format json");
    let message = &messages(&result, "overlap-unknown")[0];
    assert!(
        message.contains("`oak.tally`, `ash.tally` have no id or time"),
        "{message}"
    );
    let alone = json(&folder, "score oak.tally -i trio.toml --format json");
    assert_eq!(messages(&alone, "overlap-unknown"), [""; 0]);
}
