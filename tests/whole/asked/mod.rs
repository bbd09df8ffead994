//! Items that were not asked of an academy, of a term, or of anybody: scores on different items are never compared.

use serde_json::Value;

use crate::support::Folder;

/// 45 people of three academies, five items on 1 to 5; the fifth is answered lower than the others.
const SURVEY: &str = include_str!("survey.csv");
const QUESTIONNAIRE: &str = include_str!("survey.toml");

/// The survey without the answers that `blank` names by academy, number of the person in the file and item.
fn blanked(blank: impl Fn(&str, usize, usize) -> bool) -> String {
    let mut lines = SURVEY.lines();
    let header = lines.next().expect("a header");
    let mut text = format!("{header}\n");
    for (person, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let academy = cells[0];
        let left = cells[1..].iter().enumerate();
        let left = left.map(|(item, cell)| if blank(academy, person, item) { "" } else { cell });
        for part in [academy, ",", &left.collect::<Vec<_>>().join(","), "\n"] {
            text.push_str(part);
        }
    }
    text
}

fn folder() -> Folder {
    Folder::new().file("f.toml", QUESTIONNAIRE).file("before.csv", SURVEY)
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --no-config --format json"))).expect("JSON")
}

/// The message of the only finding with this code.
fn finding(record: &Value, code: &str) -> String {
    let findings = record["findings"].as_array().expect("findings").iter();
    let messages: Vec<&str> = findings
        .filter(|finding| finding["code"] == code)
        .map(|finding| finding["message"].as_str().expect("a message"))
        .collect();
    assert_eq!(messages.len(), 1, "{code}: {messages:?}");
    messages[0].to_owned()
}

fn academy<'r>(record: &'r Value, name: &str) -> &'r Value {
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    academies
        .iter()
        .find(|academy| academy["academy"] == name)
        .expect("the academy")
}

/// Checks that nothing changed, neither for the trust nor for any academy.
fn assert_no_change(record: &Value) {
    let scale = &record["scales"][0];
    let academies = scale["academies"].as_array().expect("academies").iter();
    for one in academies.chain([&scale["trust"]]) {
        assert_eq!(one["difference"].as_f64(), Some(0.0), "{one}");
        assert_eq!(one["says"], "no clear change");
    }
}

#[test]
fn a_survey_compared_with_itself_less_one_item_has_not_changed_whichever_item_it_is() {
    for item in 0..5 {
        let folder = folder().file("after.csv", blanked(|_, _, other| other == item));
        let record = json(&folder, "compare before.csv after.csv -i f.toml");
        assert_no_change(&record);
        let id = format!("q{}", item + 1);
        assert_eq!(record["scales"][0]["not_asked"], serde_json::json!([id]));
        let message = finding(&record, "items-in-common");
        assert!(message.contains("Main is compared on 4 of its 5 items"), "{message}");
        assert!(
            message.contains(&format!("`{id}`")) && message.contains("`after`"),
            "{message}"
        );
        // The other way round it is the earlier term that was asked less.
        assert_no_change(&json(&folder, "compare after.csv before.csv -i f.toml"));
    }
}

#[test]
fn a_stray_answer_among_45_people_does_not_count_as_asked() {
    for stray in [0, 17, 44] {
        let folder = folder().file("after.csv", blanked(|_, person, item| item == 4 && person != stray));
        let record = json(&folder, "compare before.csv after.csv -i f.toml");
        assert_no_change(&record);
        assert!(finding(&record, "items-in-common").contains("`q5`"));
    }
}

#[test]
fn an_academy_that_was_not_asked_an_item_is_scored_without_it_and_compared_with_none() {
    let folder = folder().file("b.csv", blanked(|academy, _, item| academy == "B" && item == 4));
    let record = json(&folder, "score b.csv -i f.toml");
    let b = academy(&record, "B");
    assert_eq!(
        (b["items_asked"].as_f64(), &b["not_asked"]),
        (Some(4.0), &serde_json::json!(["q5"]))
    );
    assert_eq!(b["n"].as_f64(), Some(15.0));
    assert!(b["shrunken_mean"]["undefined"].is_string());
    assert!(academy(&record, "A")["items_asked"].is_null());
    // ICC and the verdict are of the two others, and equal those of a survey without B.
    let aggregation = &record["scales"][0]["aggregation"];
    let lines = SURVEY.lines().filter(|line| !line.starts_with('B'));
    let others = folder.file("ac.csv", lines.collect::<Vec<_>>().join("\n"));
    let two = json(&others, "score ac.csv -i f.toml");
    assert_eq!(aggregation["groups"].as_f64(), Some(2.0));
    for key in ["icc1", "icc2", "f", "verdict", "because"] {
        assert_eq!(aggregation[key], two["scales"][0]["aggregation"][key], "{key}");
    }
    let message = finding(&record, "not-asked");
    assert!(
        message.contains("`B` was not asked item `q5`") && message.contains("4 of the 5 items"),
        "{message}"
    );
    let text = others.output("score b.csv -i f.toml --no-config");
    assert!(text.contains("4 of 5 items"), "{text}");
    let csv = others.output("score b.csv -i f.toml --no-config --format csv");
    assert!(
        csv.lines().any(|line| line.contains(",B,15,") && line.ends_with(",4,")),
        "{csv}"
    );
    let check = others.run("check b.csv -i f.toml --no-config");
    let words: Vec<&str> = check.stdout.split_whitespace().collect();
    assert!(
        words.join(" ").contains("`B` was not asked item `q5`"),
        "{}",
        check.stdout
    );
}

#[test]
fn an_item_that_one_academy_was_not_asked_leaves_the_change_of_the_others_as_it_is() {
    let after = blanked(|academy, person, item| person % 7 == 0 && item == 1 || academy == "B" && item == 4);
    let folder = folder()
        .file("after.csv", after)
        .file("full.csv", blanked(|_, person, item| person % 7 == 0 && item == 1));
    let less = json(&folder, "compare before.csv after.csv -i f.toml");
    let full = json(&folder, "compare before.csv full.csv -i f.toml");
    for name in ["A", "C"] {
        for key in ["difference", "mean_before", "mean_after", "says"] {
            assert_eq!(academy(&less, name)[key], academy(&full, name)[key], "{name} {key}");
        }
    }
    let message = finding(&less, "items-in-common");
    assert!(
        message.contains("`B`: Main is compared on 4 of its 5 items"),
        "{message}"
    );
}

#[test]
fn an_item_that_was_not_asked_in_the_middle_of_three_terms_counts_in_none() {
    let folder = folder()
        .file("middle.csv", blanked(|_, _, item| item == 2))
        .file("last.csv", blanked(|_, _, _| false) + "\n");
    let record = json(&folder, "trend before.csv middle.csv last.csv -i f.toml");
    assert_eq!(record["scales"][0]["not_asked"], serde_json::json!(["q3"]));
    let text = folder.output("trend before.csv middle.csv last.csv -i f.toml --no-config");
    let says_clearly = ["clearly higher", "clearly lower", "▲", "▼"]
        .iter()
        .any(|words| text.contains(words));
    assert!(text.contains("4 of 5 items") && !says_clearly, "{text}");
}

#[test]
fn two_academies_that_lack_different_items_are_each_compared_on_their_own() {
    let lacking = |academy: &str, item: usize| academy == "A" && item == 0 || academy == "C" && item == 4;
    let folder = folder().file("after.csv", blanked(|academy, _, item| lacking(academy, item)));
    assert_no_change(&json(&folder, "compare before.csv after.csv -i f.toml"));
    let record = json(&folder, "score after.csv -i f.toml");
    assert_eq!(academy(&record, "A")["not_asked"], serde_json::json!(["q1"]));
    assert_eq!(academy(&record, "C")["not_asked"], serde_json::json!(["q5"]));
    assert!(record["scales"][0]["aggregation"]["icc1"]["undefined"].is_string());
}

#[test]
fn sums_are_prorated_to_the_whole_scale_and_reversed_items_stay_reversed() {
    for rule in ["score = \"sum\"", "aggregate = \"items\""] {
        let form = format!("{}\n[scoring]\n{rule}\n", QUESTIONNAIRE.replace("[scoring]", "[old]"));
        let form = form.replace("id = \"q2\"\n", "id = \"q2\"\nreversed = true\n");
        let folder = folder()
            .file("g.toml", without_table(&form, "[old]"))
            .file("after.csv", blanked(|_, _, item| item == 4));
        let record = json(&folder, "compare before.csv after.csv -i g.toml");
        assert_no_change(&record);
        let mean = record["scales"][0]["trust"]["mean_after"].as_f64().expect("a mean");
        let range = if rule.contains("sum") { 5.0..25.0 } else { 1.0..5.0 };
        assert!(range.contains(&mean), "{rule}: {mean}");
    }
}

/// A TOML text without one of its tables.
fn without_table(text: &str, table: &str) -> String {
    let mut left = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line.trim() == table;
        }
        if !inside {
            left.push_str(line);
            left.push('\n');
        }
    }
    left
}

#[test]
fn a_scale_that_an_academy_was_not_asked_at_all_has_no_score_there() {
    let subscales = QUESTIONNAIRE.to_owned() + "\n[[scale]]\nid = \"end\"\nname = \"End\"\nitems = [\"q4\", \"q5\"]\n";
    let folder = folder()
        .file("g.toml", subscales)
        .file("b.csv", blanked(|academy, _, item| academy == "B" && item >= 3));
    let record = json(&folder, "score b.csv -i g.toml");
    let message = finding(&record, "not-asked");
    assert!(message.contains("`B` was not asked items `q4`, `q5`"), "{message}");
    assert!(
        message.contains("3 of the 5 items of Main") && message.contains("no score on End"),
        "{message}"
    );
    // Whoever answered all three items asked has a score: 15 of 15.
    assert_eq!(academy(&record, "B")["n"].as_f64(), Some(15.0));
}

/// A planned survey in blocks: nobody was given both `i1`, `i2` and `i6`, `i7`.
const BLOCKS: &str = include_str!("blocks.csv");
const BLOCKS_TOML: &str = include_str!("blocks.toml");

#[test]
fn blocks_of_items_that_parts_of_the_staff_were_given_are_named_as_planned_missing() {
    let folder = Folder::new().file("b.toml", BLOCKS_TOML).file("b.csv", BLOCKS);
    let message = finding(&json(&folder, "score b.csv -i b.toml"), "planned-missing");
    assert!(
        message.contains("planned missing") && message.contains("`i1`, `i2` / `i6`, `i7`"),
        "{message}"
    );
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = words(&folder.output("score b.csv -i b.toml --no-config"));
    assert!(
        text.contains("because the items were given to parts of the staff"),
        "{text}"
    );
    let check = words(&folder.run("check b.csv -i b.toml --no-config").stdout);
    assert!(check.contains("planned missing"), "{check}");
    // The usual survey, in which nobody was given less, has no such finding.
    let plain = folder.file("f.toml", QUESTIONNAIRE).file("s.csv", SURVEY);
    let check = plain.run("check s.csv -i f.toml --no-config").stdout;
    assert!(!check.contains("planned"), "{check}");
}
