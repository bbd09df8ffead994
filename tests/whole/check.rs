//! `cte check`: what it finds, how it says so, and when it exits with 1.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, persons, sized, survey};

fn json(folder: &Folder, arguments: &str, code: i32) -> Value {
    let outcome = folder.run(&format!("check {arguments} -i trio.toml --format json"));
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (code, ""),
        "{}",
        outcome.stdout
    );
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// The findings with this code.
fn findings<'a>(record: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = record["findings"].as_array().expect("findings");
    all.iter().filter(|finding| finding["code"] == code).collect()
}

/// A survey with one thing of every kind that is odd.
fn odd() -> String {
    let mut text = "Start,academy,Your role,Duration (in seconds),q01,q02,q03\n".to_owned();
    for (place, person) in persons(60).into_iter().enumerate() {
        let academy = if place % 2 == 0 {
            "Ashdown Primary"
        } else {
            "Birchwood Academy"
        };
        let role = if place % 3 == 0 { "Teacher" } else { "Support" };
        let answers: Vec<String> = person.chars().map(String::from).collect();
        let _ = writeln!(text, "x,{academy},{role},{},{}", 40 + place, answers.join(","));
    }
    text + "x,Ashdown Primary,Teacher,41,7,Maybe,3\n\
        x,Ashdown Primry,Teacher,30,4,3,4\n\
        x,Birchwood Academy,Teacher,,,,\n\
        x,Birchwood Academy,Teacher,3,5,5,5\n\
        x,,Teacher,33,4,4,N/A\n"
}

#[test]
fn everything_odd_is_told_with_its_place() {
    let folder = Folder::new().file("odd.csv", odd()).file(
        "staff.csv",
        "academy,staff\nAshdown Primary,28\nBirchwood Academy,60\nAshdown Primry,9\nOakfield,20\n",
    );
    let arguments = "check odd.csv -i trio.toml --headcount staff.csv --by \"Your role\"";
    let outcome = folder.run(arguments);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn every_format_says_that_it_is_not_for_circulation() {
    let folder = Folder::new().file("odd.csv", odd());
    for format in ["text", "json", "csv", "markdown"] {
        let outcome = folder.run(&format!("check odd.csv -i trio.toml --format {format}"));
        assert_eq!(outcome.code, 1);
        let flat = outcome.stdout.replace('\n', " ");
        assert!(flat.contains("not for circulation"), "{format}:\n{}", outcome.stdout);
    }
}

/// The part of a check on the answers that are still needed.
fn chasing(folder: &Folder, arguments: &str) -> Value {
    let outcome = folder.run(&format!(
        "check {arguments} -i trio.toml --headcount staff.csv --format json"
    ));
    let record: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    record["response"]["chasing"].clone()
}

#[test]
fn who_must_still_answer_is_listed_with_the_academy_that_misses_most_first() {
    let sizes = [("Ash", 30), ("Birch", 4), ("Cedar", 18), ("Elm", 25), ("Fir", 3)];
    let staff = "academy,staff\nAsh,31\nBirch,20\nCedar,40\nDogwood,22\nElm,60\nFir,6\nGorse,9\n";
    let folder = Folder::new().file("a.csv", sized(&sizes)).file("staff.csv", staff);
    let published = chasing(&folder, "a.csv");
    let order = |chasing: &Value| {
        let academies = chasing.as_array().expect("a list").iter();
        academies
            .map(|one| one["academy"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    // Nobody answered at Dogwood, and Fir and Gorse are too small ever to be shown.
    let names = order(&published);
    assert_eq!(names[..2], ["Dogwood", "Birch"], "{published}");
    assert_eq!(names[5..], ["Gorse", "Fir"], "{published}");
    let dogwood = &published[0];
    assert_eq!(
        (&dogwood["staff"], &dogwood["needed"]),
        (&Value::from(22), &Value::from(10))
    );
    let birch = &published[1];
    assert_eq!(birch["needs"], "1 to 10 more");
    assert_eq!(birch["answered"]["withheld"], "small");
    assert!(birch["rate"].is_null() && birch["needed"].is_null(), "{birch}");
    let working = chasing(&folder, "a.csv --unsuppressed");
    assert_eq!(
        order(&working),
        ["Dogwood", "Birch", "Elm", "Cedar", "Ash", "Gorse", "Fir"]
    );
    assert_eq!(
        (&working[1]["answered"], &working[1]["needed"]),
        (&Value::from(4), &Value::from(6))
    );
    let text = folder.run("check a.csv -i trio.toml --headcount staff.csv").stdout;
    let who_answered = text.split_once("Who answered").map_or("", |(_, shown)| shown);
    insta::assert_snapshot!(who_answered.split("Key audit").next().unwrap_or_default());
}

#[test]
fn how_many_answered_at_a_withheld_academy_does_not_follow_from_who_is_chased() {
    // The same total, the same academies shown, and other numbers in the withheld ones.
    let staff = "academy,staff\nAsh,31\nBirch,20\nCedar,20\nDogwood,20\n";
    let of = |birch, cedar, dogwood| {
        let sizes = [("Ash", 30), ("Birch", birch), ("Cedar", cedar), ("Dogwood", dogwood)];
        let folder = Folder::new().file("a.csv", sized(&sizes)).file("staff.csv", staff);
        chasing(&folder, "a.csv")
    };
    let one = of(9, 2, 5);
    assert_eq!(one[0]["answered"]["withheld"], "small");
    for (birch, cedar, dogwood) in [(2, 9, 5), (5, 5, 6), (7, 7, 2)] {
        assert_eq!(of(birch, cedar, dogwood), one);
    }
}

#[test]
fn every_unreadable_answer_is_a_finding_with_row_and_column() {
    let mut text = sized(&[("Oak", 40)]);
    for _ in 0..57 {
        text.push_str("Oak,9,x,3\n");
    }
    let folder = Folder::new().file("bad.csv", text);
    let record = json(&folder, "bad.csv", 1);
    let bad = findings(&record, "bad-answer");
    assert_eq!(bad.len(), 2);
    for bad in &bad {
        assert!(
            bad["message"]
                .as_str()
                .is_some_and(|message| message.contains("57 answers in 1 column")),
            "{bad}"
        );
    }
    assert_eq!(bad[0]["level"], "error");
    assert_eq!(
        (&bad[0]["row"], &bad[0]["column"], &bad[0]["item"]),
        (&42.into(), &"q01".into(), &"q01".into())
    );
    assert_eq!(bad[1]["column"], "q02");
    assert_eq!(record["fit"], false);
    let outcome = folder.run("check bad.csv -i trio.toml -o findings.csv");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    let rows = folder.read("findings.csv");
    assert_eq!(
        rows.lines()
            .filter(|line| line.starts_with("error,bad-answer,bad.csv,"))
            .count(),
        2
    );
}

#[test]
fn a_good_file_exits_with_0() {
    let folder = Folder::new().file("good.csv", sized(&[("Oak", 40), ("Ash", 30)]));
    let record = json(&folder, "good.csv", 0);
    assert_eq!(record["schema"], "cte/check/2");
    assert_eq!((&record["layout"], &record["fit"]), (&"plain".into(), &true.into()));
    for key in [
        "cte",
        "instrument",
        "input",
        "options",
        "key_audit",
        "screening",
        "missing",
        "response",
        "files",
    ] {
        assert!(!record[key].is_null(), "{key}");
    }
}

#[test]
fn a_file_that_is_no_survey_exits_with_2_as_score_does() {
    let folder = Folder::new()
        .file("short.csv", "academy,q01,q02\nOak,1,2\n")
        .file("empty.csv", "academy,q01,q02,q03\n");
    for file in ["short.csv", "empty.csv", "none.csv"] {
        let check = folder.failure(&format!("check {file} -i trio.toml"));
        assert_eq!(check, folder.failure(&format!("score {file} -i trio.toml")));
    }
}

#[test]
fn small_academies_have_no_count() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 40), ("Ash", 4), ("Elm", 30), ("Yew", 12)]));
    let record = json(&folder, "a.csv", 0);
    let academies = record["response"]["academies"].as_array().expect("academies");
    let shown: Vec<&Value> = academies
        .iter()
        .filter(|academy| academy["answered"].is_number())
        .collect();
    let names: Vec<&Value> = shown.iter().map(|academy| &academy["academy"]).collect();
    assert_eq!(names, ["Oak", "Elm"]);
    assert_eq!(academies[1]["figures"], "withheld at this response");
    assert_eq!(academies[3]["figures"], "withheld to protect a smaller one");
    assert_eq!(academies[1]["withheld"], "small");
    let score: Value = serde_json::from_str(&folder.output("score a.csv -i trio.toml --format json")).expect("JSON");
    for (check, score) in academies
        .iter()
        .zip(score["scales"][0]["academies"].as_array().expect("academies"))
    {
        assert_eq!(
            check["withheld"].is_null(),
            score["withheld"].is_null(),
            "{check} and {score}"
        );
    }
}

#[test]
fn rows_of_several_files_are_told_by_file() {
    let first = survey(&[("Oak", &["414", "---", "523"])]);
    let second = survey(&[("Oak", &["---", "414"])]);
    let folder = Folder::new().file("one.csv", first).file("two.csv", second);
    let record = json(&folder, "one.csv two.csv", 0);
    let blank: Vec<(&Value, &Value)> = findings(&record, "blank-row")
        .into_iter()
        .map(|finding| (&finding["file"], &finding["row"]))
        .collect();
    assert_eq!(blank, [(&"one.csv".into(), &3.into()), (&"two.csv".into(), &2.into())]);
}

#[test]
fn nothing_of_a_respondent_but_the_row_is_told() {
    let folder = Folder::new().file("odd.csv", odd());
    let record = json(&folder, "odd.csv", 1);
    for flagged in record["screening"]["flagged"].as_array().expect("flagged") {
        let keys: Vec<&String> = flagged.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["file", "row", "reasons"]);
    }
}

#[test]
fn text_of_a_file_cannot_start_a_formula_in_the_findings() {
    let folder = Folder::new().file("a.csv", "academy,q01,q02,q03,=cmd()\nOak,=1+1,2,3,x\nOak,1,2,3,x\n");
    let outcome = folder.run("check a.csv -i trio.toml --format csv");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("'=cmd()"), "{}", outcome.stdout);
}

/// Ten items on 1 to 5, all forward.
fn ten() -> String {
    let mut text = "id = \"ten\"\nname = \"Ten\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 5\n".to_owned();
    let ids: Vec<String> = (1..=10).map(|item| format!("t{item:02}")).collect();
    for id in &ids {
        let _ = writeln!(text, "[[item]]\nid = \"{id}\"\ntext = \"{id}\"");
    }
    let listed: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    text + &format!(
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]\n",
        listed.join(", ")
    )
}

#[test]
fn straight_lines_unusual_patterns_and_duplicates_are_flagged_by_row() {
    let header: Vec<String> = (1..=10).map(|item| format!("t{item:02}")).collect();
    let mut text = format!("academy,{}\n", header.join(","));
    for person in 0_usize..200 {
        let leaning = (person * 7) % 4;
        let code =
            |item: usize| (leaning + (person * (item + 3) + person / (item + 2) + item * item) % 2 + 1).to_string();
        let answers: Vec<String> = (0..10).map(code).collect();
        let _ = writeln!(
            text,
            "{},{}",
            if person < 100 { "Oak" } else { "Ash" },
            answers.join(",")
        );
    }
    // Rows 202 to 205: a straight line, a pattern nobody else has, and one submission twice.
    text += "Oak,4,4,4,4,4,4,4,4,4,4\nOak,1,5,1,5,1,5,1,5,1,5\nAsh,5,4,3,3,1,2,4,5,2,2\nAsh,5,4,3,3,1,2,4,5,2,2\n";
    let folder = Folder::new().file("ten.toml", ten()).file("a.csv", text);
    let outcome = folder.run("check a.csv -i ten.toml --format json");
    let record: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let reasons = |row: u32| -> Vec<String> {
        let flagged = record["screening"]["flagged"].as_array().expect("flagged");
        let of = flagged.iter().find(|one| one["row"] == row);
        of.map_or_else(Vec::new, |one| {
            let reasons = one["reasons"].as_array().expect("reasons");
            reasons
                .iter()
                .map(|reason| reason.as_str().expect("a word").to_owned())
                .collect()
        })
    };
    assert_eq!(reasons(202), ["straight line"]);
    assert_eq!(reasons(203), ["unusual pattern"]);
    assert!(!reasons(204).contains(&"duplicate".to_owned()));
    assert!(
        reasons(205).contains(&"duplicate".to_owned()),
        "{}",
        record["screening"]["equal_pairs_by_chance"]
    );
    let duplicate = findings(&record, "duplicate-row");
    assert!(
        duplicate
            .iter()
            .any(|one| one["row"] == 205 && one["message"] == "the same answers as row 204")
    );
}
