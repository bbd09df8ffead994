//! What is said first: the answer in short of `cte score`, `cte compare` and `cte trend`, and single scales.

use serde_json::Value;

use crate::support::Folder;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn terms() -> [String; 2] {
    ["autumn-2026", "spring-2027"].map(|term| format!("{ROOT}/examples/{term}.csv"))
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

fn ids(record: &Value) -> Vec<&str> {
    let scales = record["scales"].as_array().expect("scales");
    scales
        .iter()
        .map(|scale| scale["id"].as_str().expect("an id"))
        .collect()
}

#[test]
fn the_answer_in_short_opens_the_output_and_may_be_all_of_it() {
    let folder = Folder::new();
    let [autumn, spring] = terms();
    for arguments in [
        format!("score {spring} --no-config"),
        format!("compare {autumn} {spring} --no-config"),
        format!("trend {autumn} {spring} --no-config"),
    ] {
        let (brief, whole) = (
            folder.output(&format!("{arguments} --brief")),
            folder.output(&arguments),
        );
        assert!(
            whole.starts_with(brief.trim_end()) && whole.len() > 2 * brief.len(),
            "{brief}"
        );
        // The trust, the sentence on comparing or the changes by name, and a line an academy.
        let before_academies = brief
            .lines()
            .take_while(|line| !line.starts_with("  Academy  "))
            .count();
        assert!(before_academies <= 2 + 12 + 1, "{brief}");
        assert!(brief.contains("Academy collective efficacy"), "{brief}");
        assert_eq!(brief.matches("  Candlemoor Academy  ").count(), 1, "{brief}");
    }
}

#[test]
fn an_academy_is_marked_where_the_record_says_that_it_is_clearly_above_or_below() {
    let folder = Folder::new();
    let arguments = format!("score {ROOT}/examples/spring-2027.csv --no-config");
    let (record, brief) = (
        json(&folder, &arguments),
        folder.output(&format!("{arguments} --brief")),
    );
    let mut marks = 0;
    for scale in record["scales"].as_array().expect("scales") {
        for academy in scale["academies"].as_array().expect("academies") {
            let name = academy["academy"].as_str().expect("a name");
            let mark = match academy["rest_of_trust"]["says"].as_str() {
                Some("higher") => '▲',
                Some("lower") => '▼',
                _ => continue,
            };
            marks += 1;
            let line = brief.lines().find(|line| line.trim_start().starts_with(name));
            assert!(line.is_some_and(|line| line.contains(mark)), "{name}\n{brief}");
        }
    }
    let shown = brief.lines().filter(|line| !line.contains("clearly"));
    assert_eq!(shown.flat_map(|line| line.matches(['▲', '▼'])).count(), marks);
    assert!(marks > 4, "{brief}");
    // Where academies may not be compared, nothing is marked.
    let of_trust = record["scales"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|scale| scale["id"] == "trust");
    for academy in of_trust.expect("a scale")["academies"].as_array().expect("academies") {
        assert!(academy.get("withheld").is_some() || academy["rest_of_trust"]["says"] == "not comparable");
    }
}

#[test]
fn the_words_are_those_of_a_trend() {
    let folder = Folder::new();
    let files = format!("{ROOT}/examples/autumn-2026.csv {ROOT}/examples/spring-2027.csv");
    let score = json(&folder, &format!("score {ROOT}/examples/spring-2027.csv --no-config"));
    let trend = json(&folder, &format!("trend {files} --no-config"));
    for (place, scale) in score["scales"].as_array().expect("scales").iter().enumerate() {
        for academy in scale["academies"].as_array().expect("academies") {
            let others = trend["scales"][place]["academies"].as_array().expect("academies");
            let same = others
                .iter()
                .find(|other| other["academy"] == academy["academy"])
                .expect("the academy");
            let last = same["terms"].as_array().and_then(|terms| terms.last()).expect("a term");
            assert_eq!(
                academy["rest_of_trust"]["says"], last["rest_of_trust"]["says"],
                "{academy}"
            );
        }
    }
}

#[test]
fn a_scale_is_shown_alone_with_the_figures_that_it_has_among_the_others() {
    let folder = Folder::new();
    let [autumn, spring] = terms();
    for arguments in [
        format!("score {spring} --no-config"),
        format!("items {spring} --no-config"),
        format!("reliability {spring} --no-config"),
        format!("compare {autumn} {spring} --no-config"),
        format!("trend {autumn} {spring} --no-config"),
    ] {
        let (all, one) = (
            json(&folder, &arguments),
            json(&folder, &format!("{arguments} --scale teaching")),
        );
        assert_eq!(ids(&one), ["teaching"], "{arguments}");
        let same = all["scales"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|scale| scale["id"] == "teaching");
        assert_eq!(Some(&one["scales"][0]), same, "{arguments}");
        let text = folder.output(&format!("{arguments} --scale teaching"));
        assert!(
            text.contains("Teaching and learning") && !text.contains("Engagement"),
            "{text}"
        );
    }
    let two = json(
        &folder,
        &format!("score {spring} --no-config --scale trust --scale academy"),
    );
    assert_eq!(ids(&two), ["academy", "trust"]);
    let failure = folder.failure(&format!("score {spring} --no-config --scale morale"));
    assert!(
        failure.contains("there is no scale `morale`; there are academy, teaching"),
        "{failure}"
    );
}

#[test]
fn every_question_has_its_wording_at_any_width_and_only_where_the_scale_is_shown() {
    let folder = Folder::new();
    let file = format!("{ROOT}/examples/spring-2027.csv --no-config");
    let joined = |arguments: &str| {
        let text = folder.output(arguments);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let items = json(&folder, &format!("items {file}"));
    let all = items["scales"].as_array().expect("scales").iter();
    let all: Vec<&Value> = all
        .flat_map(|scale| scale["items"].as_array().expect("items"))
        .collect();
    assert!(all.len() > 18, "items of several scales");
    let whole = joined(&format!("items {file}"));
    for item in &all {
        let (id, text) = (
            item["id"].as_str().expect("an id"),
            item["text"].as_str().expect("a text"),
        );
        assert_eq!(whole.matches(&format!("{id} {text}")).count(), 1, "{id}");
    }
    let one = joined(&format!("items {file} --scale trust"));
    assert!(one.contains("te13 Across our trust") && !one.contains("te01"), "{one}");
}
