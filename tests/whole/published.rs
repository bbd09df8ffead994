//! `--published`, the folder `published/` and `--audit`: nothing given out now can be subtracted from what was given out.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::support::{Folder, Page, persons};

/// Academies, their phases and sizes: one small academy in each phase.
const TRUST: [(&str, &str, usize); 6] = [
    ("Oak", "primary", 30),
    ("Ash", "primary", 4),
    ("Elm", "primary", 14),
    ("Yew", "secondary", 40),
    ("Fir", "secondary", 6),
    ("Box", "secondary", 16),
];

pub(crate) fn answers() -> String {
    let mut text = "academy,phase,q01,q02,q03\n".to_owned();
    for (at, (academy, phase, size)) in TRUST.iter().enumerate() {
        for person in persons(size + at).iter().skip(at) {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            let _ = writeln!(text, "{academy},{phase},{}", answers.join(","));
        }
    }
    text
}

pub(crate) fn folder() -> Folder {
    let folder = Folder::new().file("a.csv", answers());
    folder.output("score a.csv -i trio.toml -o first.json");
    folder
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

fn group<'a>(groups: &'a Value, key: &str, name: &str) -> &'a Value {
    let groups = groups.as_array().expect("groups");
    groups.iter().find(|group| group[key] == name).expect("the group")
}

fn sum(group: &Value) -> Option<(f64, f64)> {
    let n = group["n"].as_f64()?;
    Some((n, n * group["mean"].as_f64()?))
}

/// What the two results say of Ash, if its phase and the others of its phase are shown in either.
fn ash(first: &Value, second: &Value) -> Option<(f64, f64)> {
    let shown = |name: &str| {
        let of = |result: &Value| sum(group(&result["scales"][0]["academies"], "academy", name));
        of(first).or_else(|| of(second))
    };
    let phase = group(&second["scales"][0]["by"]["groups"], "group", "primary");
    let (oak, elm, phase) = (shown("Oak")?, shown("Elm")?, sum(phase)?);
    let n = phase.0 - oak.0 - elm.0;
    Some((n, (phase.1 - oak.1 - elm.1) / n))
}

fn codes(result: &Value) -> Vec<&str> {
    let findings = result["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn a_second_result_does_not_give_back_what_the_first_withholds() {
    let folder = folder();
    let first: Value = serde_json::from_str(&folder.read("first.json")).expect("JSON");
    let open = json(&folder, "score a.csv -i trio.toml --unsuppressed");
    let truth = sum(group(&open["scales"][0]["academies"], "academy", "Ash")).expect("figures");

    let unaware = json(&folder, "score a.csv -i trio.toml --by phase");
    let (n, mean) = ash(&first, &unaware).expect("the attack works");
    // As far as rounding allows: each of the three sums may be off by half a hundredth a person.
    let people = sum(group(&unaware["scales"][0]["by"]["groups"], "group", "primary"))
        .expect("figures")
        .0;
    let off = 0.005 * (people + people - n) / n;
    assert!(
        (n - 4.0).abs() < 1e-9 && (mean - truth.1 / 4.0).abs() <= off,
        "{n} {mean}"
    );

    let aware = json(&folder, "score a.csv -i trio.toml --by phase --published first.json");
    assert_eq!(ash(&first, &aware), None);
    let phase = group(&aware["scales"][0]["by"]["groups"], "group", "primary");
    assert_eq!(phase["withheld"], "complementary");
    assert_eq!(codes(&aware), ["published", "published-withheld"]);
    assert_eq!(aware["run"]["published"][0]["path"], "first.json");
    insta::assert_snapshot!(folder.output("score a.csv -i trio.toml --by phase --published first.json"));
}

#[test]
fn the_order_of_the_two_does_not_matter() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml --by phase -o phases.json");
    let phases: Value = serde_json::from_str(&folder.read("phases.json")).expect("JSON");
    let academies = json(&folder, "score a.csv -i trio.toml --published phases.json");
    assert_eq!(ash(&academies, &phases), None);
    assert!(academies["scales"][0]["trust"]["n"].is_number());
}

#[test]
fn every_command_takes_what_was_given_out_into_account() {
    let folder = folder();
    let items = json(&folder, "items a.csv -i trio.toml --by phase --published first.json");
    let phase = group(&items["by"]["groups"], "group", "primary");
    assert_eq!(phase["items"][0]["withheld"], "complementary");
    let alone = json(&folder, "items a.csv -i trio.toml --by phase");
    assert!(group(&alone["by"]["groups"], "group", "primary")["items"][0]["n"].is_number());

    folder.output("items a.csv -i trio.toml --by phase -o items.json");
    let scores = json(&folder, "score a.csv -i trio.toml --published items.json");
    let elm = group(&scores["scales"][0]["academies"], "academy", "Elm");
    assert_eq!(
        elm["withheld"], "complementary",
        "its phase less the others would be Ash"
    );

    folder.output("reliability a.csv -i trio.toml -o reliability.json");
    let scores = json(
        &folder,
        "score a.csv -i trio.toml --by phase --published reliability.json",
    );
    let phase = group(&scores["scales"][0]["by"]["groups"], "group", "primary");
    assert_eq!(phase["withheld"], "complementary");

    let outcome = folder.run("check a.csv -i trio.toml --by phase --published first.json --format json");
    let check: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert!(check["run"]["published"][0]["path"] == "first.json", "{check}");
}

#[test]
fn the_items_of_an_earlier_score_count_as_those_of_earlier_items() {
    let rows = |count: usize| {
        let rows = persons(count).into_iter().enumerate().map(|(row, person)| {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            format!("Oak,{},{}\n", ["primary", "secondary"][row % 2], answers.join(","))
        });
        rows.fold("academy,phase,q01,q02,q03\n".to_owned(), |text, row| text + &row)
    };
    let folder = Folder::new().file("a.csv", rows(40)).file("few.csv", rows(4));
    folder.output("score a.csv few.csv -i trio.toml -o score.json");
    folder.output("items a.csv few.csv -i trio.toml -o items.json");
    let score: Value = serde_json::from_str(&folder.read("score.json")).expect("JSON");
    assert_eq!(score["items"][0]["n"], 44);
    // The four that are gone stay counted, over all and in each phase, so there is nothing to subtract.
    let figures = |arguments: &str| -> Vec<Value> {
        let now = json(&folder, &format!("items a.csv -i trio.toml --by phase {arguments}"));
        let groups = now["by"]["groups"].as_array().expect("groups").iter();
        let parts = groups.chain(now["scales"].as_array().expect("scales"));
        let items = parts.flat_map(|part| part["items"].as_array().expect("items"));
        items.cloned().collect()
    };
    let numbers = |items: &[Value]| -> Vec<Option<u64>> { items.iter().map(|item| item["n"].as_u64()).collect() };
    let after_score = figures("--published score.json");
    assert_eq!(after_score, figures("--published items.json"));
    let expected = [22, 22, 22, 22, 22, 22, 44, 44, 44].map(Some);
    assert_eq!(numbers(&after_score), expected);
    assert_ne!(numbers(&figures("")), expected);
}

#[test]
fn the_same_result_again_is_the_same() {
    let folder = folder();
    let strip = |mut result: Value| {
        result["findings"] = Value::Null;
        result["run"] = Value::Null;
        result
    };
    let first: Value = serde_json::from_str(&folder.read("first.json")).expect("JSON");
    let again = json(&folder, "score a.csv -i trio.toml --published first.json");
    assert_eq!(codes(&again), ["published"]);
    assert_eq!(strip(again), strip(first));
}

#[test]
fn the_audit_names_every_withheld_cell_and_no_value() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml --by phase --published first.json --audit audit.csv");
    insta::assert_snapshot!(folder.read("audit.csv"));
    folder.output("score a.csv -i trio.toml --audit audit.json");
    let audit: Value = serde_json::from_str(&folder.read("audit.json")).expect("JSON");
    assert_eq!(audit["schema"], "cte/audit/1");
    let cells = audit["cells"].as_array().expect("cells");
    let named: Vec<&str> = cells.iter().filter_map(|cell| cell["group"].as_str()).collect();
    assert_eq!(named, ["Ash", "Fir"]);
    assert_eq!(cells[0]["because_of"], Value::Array(Vec::new()));
    let before = folder.read("audit.csv");
    folder.failure("score a.csv -i trio.toml --audit audit.txt");
    folder.failure("score none.csv -i trio.toml --audit audit.csv");
    assert_eq!(folder.read("audit.csv"), before);
}

#[test]
fn what_cannot_be_taken_back_is_said() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml --min-group 3 -o small.json");
    let result = json(&folder, "score a.csv -i trio.toml --by phase --published small.json");
    let findings = result["findings"].as_array().expect("findings");
    let told = findings
        .iter()
        .find(|finding| finding["code"] == "already-published")
        .expect("a warning");
    assert_eq!(told["level"], "warning");
    let message = told["message"].as_str().expect("a message");
    assert!(message.contains("`Ash`, `Fir`"), "{message}");
}

#[test]
fn a_second_result_without_some_people_is_compared_too() {
    let mut text = "academy,phase,q01,q02,q03\n".to_owned();
    for (academy, phase, careful, careless) in [
        ("Oak", "primary", 40, 12),
        ("Elm", "primary", 30, 4),
        ("Ash", "secondary", 30, 0),
        ("Yew", "secondary", 24, 11),
    ] {
        for person in persons(careful) {
            let answers: Vec<char> = person.chars().collect();
            let alike = answers.iter().all(|answer| *answer == answers[0]);
            let last = if alike { '1' } else { answers[2] };
            let _ = writeln!(text, "{academy},{phase},{},{},{last}", answers[0], answers[1]);
        }
        for _ in 0..careless {
            let _ = writeln!(text, "{academy},{phase},5,5,5");
        }
    }
    let folder = Folder::new().file("a.csv", text);
    folder.output("score a.csv -i trio.toml -g phase --exclude-flagged -o phases.json");
    // Without knowledge of the phases Oak is shown, and its phase less Oak leaves the four of Elm.
    let unaware = json(&folder, "score a.csv -i trio.toml --exclude-flagged");
    let second = &unaware["without_flagged"]["scales"][0]["academies"];
    assert_eq!(group(second, "academy", "Oak")["n"], 40);
    assert_eq!(group(second, "academy", "Elm")["withheld"], "small");
    let phases: Value = serde_json::from_str(&folder.read("phases.json")).expect("JSON");
    let primary = |scale: &Value| group(&scale["academies"], "academy", "primary")["n"].as_u64();
    let left_out = primary(&phases["scales"][0])
        .zip(primary(&phases["without_flagged"]["scales"][0]))
        .map(|(all, kept)| all - kept);
    assert_eq!(left_out, Some(16), "12 of them of Oak");
    let aware = json(
        &folder,
        "score a.csv -i trio.toml --exclude-flagged --published phases.json",
    );
    assert!(aware["scales"][0]["trust"]["n"].is_number());
    let second = &aware["without_flagged"]["scales"][0];
    // The trust's second figures leave 16 people of Oak and Elm together.
    assert!(second["trust"]["n"].is_number());
    assert_eq!(
        group(&second["academies"], "academy", "Oak")["withheld"],
        "complementary"
    );
}

/// The folder of a trust file, with a first result in `published/`.
fn trust() -> Folder {
    let text = "name = \"T\"\ninstrument = \"trio.toml\"\n\
        [[term]]\nname = \"One\"\ndate = 2026-10-05\nfiles = [\"a.csv\"]\n\
        [[term]]\nname = \"Two\"\ndate = 2027-03-08\nfiles = [\"b.csv\"]\n";
    // Nobody's first and third answers are three codes apart in the first term, and everybody's in the second.
    let other = answers().lines().fold(String::new(), |mut text, row| {
        let cells: Vec<&str> = row.split(',').collect();
        let last = cells[2]
            .parse::<u8>()
            .map_or(cells[4].to_owned(), |code| ((code + 2) % 6 + 1).to_string());
        let _ = writeln!(text, "{},{last}", cells[..4].join(","));
        text
    });
    let folder = Folder::new()
        .file("a.csv", answers())
        .file("b.csv", other)
        .file("cte.toml", text);
    fs::create_dir(folder.path("published")).expect("a folder");
    folder.output("score --term One -o published/one.json");
    folder
}

#[test]
fn the_folder_beside_the_trust_file_is_read_by_itself() {
    let folder = trust();
    let result = json(&folder, "score --term One --by phase");
    let phase = group(&result["scales"][0]["by"]["groups"], "group", "primary");
    assert_eq!(phase["withheld"], "complementary");
    // Another term has other answers: there is nothing to subtract.
    let other = json(&folder, "score --by phase");
    assert!(group(&other["scales"][0]["by"]["groups"], "group", "primary")["n"].is_number());
    assert!(codes(&other).contains(&"published-apart"));
}

#[test]
fn results_hold_whatever_is_given_out_after_them() {
    let folder = trust();
    folder.output("score --term One --by phase -o published/two.json");
    for result in ["one", "two"] {
        let outcome = folder.run(&format!("verify published/{result}.json"));
        assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    }
}

#[test]
fn answers_that_have_changed_since_are_refused_unless_the_earlier_ones_are_named() {
    let folder = folder().file("a.csv", answers() + "Oak,primary,3,3,3\n");
    let refusal = folder.failure("score a.csv -i trio.toml --published first.json");
    assert!(refusal.contains("--published-from"), "{refusal}");
    let folder = folder.file("kept.csv", answers());
    let result = json(
        &folder,
        "score a.csv -i trio.toml --published first.json --published-from kept.csv",
    );
    assert!(codes(&result).contains(&"published-held"), "{:?}", codes(&result));
    assert_eq!(group(&result["scales"][0]["academies"], "academy", "Oak")["n"], 30);
}

#[test]
fn a_file_that_was_read_with_another_is_looked_for() {
    let folder = folder().file("b.csv", answers().replace("Oak,primary,1", "Oak,primary,2"));
    folder.output("score a.csv b.csv -i trio.toml --by phase --keep-duplicates -o both.json");
    // Both terms together less this one is the other, so all of it is compared.
    let result = json(&folder, "score a.csv -i trio.toml --published both.json");
    assert!(codes(&result).contains(&"published"));
    fs::remove_file(folder.path("b.csv")).expect("a file");
    let message = folder.failure("score a.csv -i trio.toml --published both.json");
    assert!(
        message.contains("missing or have changed since: `b.csv`. "),
        "{message}"
    );
}

#[test]
fn what_is_no_result_is_refused() {
    let folder = folder();
    let first = folder.read("first.json");
    let folder = folder
        .file("text.json", "a,b")
        .file("other.json", "{\"schema\": 1}")
        .file("torn.json", first.replace("\"min_group\"", "\"min\""))
        .file("changed.json", first.replace("\"n\": 30", "\"n\": 31"))
        .file("kind.json", "{\"schema\": \"cte/check/2\"}");
    let mut page = Page::default();
    for file in ["none", "text", "other", "torn", "changed", "kind"] {
        page.fails(&folder, &format!("score a.csv -i trio.toml --published {file}.json"));
    }
    insta::assert_snapshot!(page.to_string());
}

#[test]
fn the_trust_file_may_name_another_folder_of_what_was_given_out() {
    let trust = "name = \"T\"\ninstrument = \"trio.toml\"\npublished = \"given out\"\n\
        [[term]]\nname = \"One\"\ndate = 2026-10-05\nfiles = [\"a.csv\"]\n";
    let folder = Folder::new().file("a.csv", answers()).file("cte.toml", trust);
    let missing = folder.failure("score --by phase");
    fs::create_dir(folder.path("given out")).expect("a folder");
    folder.output("score -o \"given out/one.json\"");
    let aware = json(&folder, "score --by phase");
    assert_eq!(aware["run"]["published"][0]["path"], "given out/one.json");
    assert!(codes(&aware).contains(&"published-withheld"), "{:?}", codes(&aware));
    insta::assert_snapshot!(missing, @"cte: `cte.toml` names `given out` as the folder of published results, and there is no such folder next to it: make it, or correct `published`");
}
