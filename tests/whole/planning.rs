//! `cte plan` from outside: what it says, what it assumes, and what it refuses.

use serde_json::Value;

use crate::support::{Folder, sized};

/// Two terms of a trust of four academies, one of them small.
const TRUST: &str = r#"
name = "Hill Trust"
instrument = "trio.toml"
[[term]]
name = "Autumn"
date = 2026-10-05
files = ["a.csv"]
[[term]]
name = "Spring"
date = 2027-03-08
files = ["not-yet.csv"]
[[academy]]
name = "Oak"
headcount = 50
headcount_by_role = { Teacher = 45, Head = 5 }
[[academy]]
name = "Ash"
headcount = 31
headcount_by_role = { Teacher = 30, Head = 1 }
[[academy]]
name = "Elm"
headcount = 12
headcount_by_role = { Teacher = 11, Head = 1 }
[[academy]]
name = "Yew"
headcount = 40
headcount_by_role = { Teacher = 38, Head = 2 }
"#;

fn folder() -> Folder {
    let answers = sized(&[("Oak", 40), ("Ash", 24), ("Elm", 4), ("Yew", 30)]);
    Folder::new().file("cte.toml", TRUST).file("a.csv", answers)
}

fn json(folder: &Folder, arguments: &str) -> Value {
    let text = folder.output(&format!("plan {arguments} --format json"));
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_plan_answers_first_and_says_what_it_assumes() {
    insta::assert_snapshot!(folder().output("plan --rate 0.7 --sd 0.6"));
    insta::assert_snapshot!(folder().output("plan --brief"));
}

#[test]
fn figures_are_those_of_r() {
    // R 4.2.2: qt and power.t.test, found one by one; see `src/stats/plan/`.
    let folder = Folder::new().file("staff.csv", "academy,staff\nOak,31\nAsh,90\nElm,60\nYew,500\n");
    let plan = json(
        &folder,
        "--headcount staff.csv -i trio.toml --sd 0.6 --icc 0.1 --rate 0.9",
    );
    let needed: Vec<&Value> = ["needed_for_width", "needed_for_change", "needed_for_change_linked"]
        .iter()
        .map(|key| &plan["academies"][1][*key]["value"])
        .collect();
    assert_eq!(needed, [38, 64, 21]);
    // 28 of 31 answer.
    let oak = &plan["academies"][0];
    assert_eq!(oak["expected"], 28);
    for (figure, wanted) in [
        (&oak["half_width"]["value"], 0.072_375_820),
        (&oak["smallest_change"]["value"], 0.457_442_459),
        (&oak["smallest_change_linked"]["value"], 0.255_263_676),
    ] {
        assert!(
            (figure.as_f64().expect("a number") - wanted).abs() < 1e-7,
            "{figure}, not {wanted}"
        );
    }
    assert!(
        oak["needed_for_change"]["value"]["undefined"]
            .as_str()
            .expect("a reason")
            .contains("64 answers")
    );
    let icc2: Vec<&Value> = plan["icc2"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["needed_for_icc2"]["value"])
        .collect();
    assert_eq!(icc2, [9, 21]);
}

#[test]
fn the_last_term_is_the_latest_that_can_be_read_and_a_withheld_academy_has_the_trusts_rate() {
    let folder = folder();
    let plan = json(&folder, "");
    assert_eq!(plan["assumptions"]["sd"]["source"], "Autumn");
    let found = plan["findings"].as_array().expect("findings");
    assert!(
        found
            .iter()
            .any(|finding| finding["message"].as_str().expect("text").contains("not-yet.csv"))
    );
    // The published result of the last term shows no number of the small academy, and the plan uses none.
    let score: Value = serde_json::from_str(&folder.output("score --term Autumn --format json")).expect("JSON");
    let published = &score["scales"][0];
    assert_eq!(published["academies"][2]["withheld"], "small");
    assert_eq!(
        plan["academies"][2]["response_rate"],
        published["trust"]["response_rate"]
    );
    for (place, academy) in plan["academies"].as_array().expect("academies").iter().enumerate() {
        let own = &published["academies"][place];
        if own.get("withheld").is_none() {
            assert_eq!(academy["response_rate"], own["response_rate"], "{academy}");
        } else {
            assert_eq!(
                academy["response_rate"], published["trust"]["response_rate"],
                "{academy}"
            );
        }
    }
    assert_eq!(plan["result"], "published");
    let usual = json(&folder, "--without-results");
    assert_eq!(
        (
            &usual["assumptions"]["sd"]["source"],
            &usual["assumptions"]["sd"]["value"]
        ),
        (&"assumed".into(), &0.6.into())
    );
}

#[test]
fn both_ends_and_other_rates_are_shown() {
    let plan = json(&folder(), "--without-results");
    let width = &plan["academies"][0]["needed_for_width"];
    let [lower, value, upper] = ["lower", "value", "upper"].map(|end| width[end].as_u64().expect("a number"));
    assert!(lower < value && value < upper);
    let rates = plan["rates"].as_array().expect("rates");
    let withheld: Vec<u64> = rates
        .iter()
        .map(|rate| rate["academies_withheld"].as_u64().expect("a number"))
        .collect();
    assert!(
        withheld[0] > 0 && withheld.is_sorted_by(|earlier, later| earlier >= later),
        "{withheld:?}"
    );
    assert_eq!(rates[5]["half_width"]["value"], 0.0, "everybody answers");
    let roles = &plan["questions"][0];
    assert_eq!(
        (&roles["question"], &roles["academies_with_small_groups"]),
        (&"role".into(), &4.into())
    );
    assert_eq!(roles["small_in_trust"], serde_json::json!(["Head"]));
}

#[test]
fn what_cannot_be_planned_is_refused_with_the_cure() {
    let folder = folder();
    let observed = folder.failure("plan --change observed");
    assert!(
        observed.contains("p value") && observed.contains("Hoenig"),
        "{observed}"
    );
    assert!(folder.failure("plan --rate 70").contains("write 0.7 for 70 %"));
    assert!(folder.failure("plan --term Spring").contains("not-yet.csv"));
    assert!(folder.failure("plan --term Winter").contains("Autumn"));
    assert!(folder.failure("plan --scale none").contains("there is no scale `none`"));
    let bare = Folder::new()
        .file("staff.csv", "academy,staff\nOak,31\n")
        .file("t.toml", "name = \"T\"\n");
    assert!(
        bare.failure("plan --headcount staff.csv")
            .contains("no questionnaire is named")
    );
    assert!(bare.failure("plan t.toml -i trio.toml").contains("--headcount"));
}

#[test]
fn it_is_written_in_every_format() {
    let folder = folder();
    folder.output("plan -o plan.xlsx -o plan.md -o plan.csv -o plan.json -o tables/");
    assert!(folder.bytes("plan.xlsx").starts_with(b"PK"));
    let table = folder.read("plan.csv");
    assert!(
        table.starts_with("grouping,group,headcount,needed_for_width,"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 6, "the trust and four academies");
    assert!(folder.read("tables/rates.csv").lines().count() == 7 && folder.read("plan.md").contains("Oak"));
}

#[test]
fn a_planned_term_says_what_was_planned_and_what_came() {
    let came = sized(&[("Oak", 45), ("Ash", 20), ("Elm", 5), ("Yew", 31)]);
    let folder = folder().file("b.csv", came);
    folder.output("plan --term Autumn -o plan.json");
    let listed = "files = [\"b.csv\"]\nplan = \"plan.json\"";
    let trust = TRUST.replace("files = [\"not-yet.csv\"]", listed);
    let folder = folder.file("cte.toml", &trust);
    let text = folder.output("score --no-record");
    let from = text.find("Planned and came").expect("what was planned");
    insta::assert_snapshot!(&text[from..]);

    let scores: Value = serde_json::from_str(&folder.output("score --no-record --format json")).expect("JSON");
    let planned = &scores["planned"];
    let academies = planned["academies"].as_array().expect("academies");
    assert_eq!(academies.len(), 4);
    for (planned, scored) in academies
        .iter()
        .zip(scores["scales"][0]["academies"].as_array().expect("academies"))
    {
        assert_eq!(planned["academy"], scored["academy"]);
        assert_eq!(planned["n"], scored["n"], "only what the scores have");
        assert_eq!(planned["withheld"], scored["withheld"]);
        let figures = planned.as_object().expect("an academy");
        assert!(planned["withheld"].is_null() || figures.len() == 2, "{planned}");
    }

    // The term before was not planned.
    assert!(!folder.output("score --no-record --term Autumn").contains("Planned"));
    let folder = folder.file("cte.toml", trust.replace("plan.json", "gone.json"));
    insta::assert_snapshot!(
        folder.failure("score --no-record"),
        @"cte: `gone.json` cannot be read: there is no such file — `cte.toml` lists it for the term `Spring`"
    );
    let folder = folder.file("cte.toml", trust.replace("plan.json", "b.csv"));
    insta::assert_snapshot!(
        folder.failure("score --no-record"),
        @"cte: `b.csv` is not a plan, and `cte.toml` lists it as the `plan` of the term `Spring` — write one before the term with: cte plan -o plan.json"
    );
}
