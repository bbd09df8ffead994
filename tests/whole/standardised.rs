//! Scores standardised to the trust's staff by role: which they equal, where they stand, and where they do not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use approx::assert_relative_eq;
use serde_json::Value;

use crate::support::{Folder, persons};

/// What a closed form must equal.
const CLOSED: f64 = 1e-9;

fn reference(name: &str) -> String {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).expect("a reference file")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The reference surveys with their questionnaire, and a trust file whose first academy has all staff of the population.
fn reference_folder() -> Folder {
    let mut instrument =
        "id = \"twelve\"\nname = \"Twelve\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 6\n".to_owned();
    for item in 1..=12 {
        let reversed = [4, 9, 11].contains(&item);
        let _ = write!(
            instrument,
            "[[item]]\nid = \"q{item:02}\"\ntext = \"Q{item}\"\nreversed = {reversed}\n"
        );
    }
    let ids: Vec<String> = (1..=12).map(|item| format!("\"q{item:02}\"")).collect();
    let _ = write!(
        instrument,
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]\n",
        ids.join(", ")
    );
    let autumn = reference("trust-autumn.csv");
    let academies: BTreeSet<&str> = autumn
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    let mut trust = "name = \"T\"\ninstrument = \"twelve.toml\"\n".to_owned();
    for (term, date) in [("autumn", "2026-10-05"), ("spring", "2027-03-08")] {
        let _ = write!(
            trust,
            "[[term]]\nname = \"{term}\"\ndate = {date}\nfiles = [\"{term}.csv\"]\n"
        );
    }
    for (place, academy) in academies.iter().enumerate() {
        let staff = if place == 0 { [90, 140, 400, 210] } else { [0; 4] };
        let roles = ["Leader", "Support staff", "Teacher", "Teaching assistant"];
        let roles: Vec<String> = roles
            .iter()
            .zip(staff)
            .map(|(role, n)| format!("\"{role}\" = {n}"))
            .collect();
        let _ = write!(
            trust,
            "[[academy]]\nname = \"{academy}\"\nheadcount_by_role = {{ {} }}\n",
            roles.join(", ")
        );
    }
    Folder::new()
        .file("twelve.toml", instrument)
        .file("autumn.csv", &autumn)
        .file("spring.csv", reference("trust-spring.csv"))
        .file("cte.toml", trust)
}

#[test]
fn they_equal_what_survey_computes() {
    let folder = reference_folder();
    let wanted = json(&reference("standardised.json"));
    let shown = json(&folder.output("score --term autumn --by role --format json"));
    let scale = &shown["scales"][0];
    let equal = |found: &Value, wanted: &Value| {
        assert_eq!(found["n"], wanted["n"]);
        assert_eq!(found["df"], wanted["df"]);
        for key in ["mean", "se", "lower", "upper"] {
            let of = |value: &Value| value[key].as_f64().expect("a figure");
            assert_relative_eq!(of(found), of(wanted), max_relative = CLOSED);
        }
    };
    for key in ["mean", "se", "lower", "upper"] {
        let of = |value: &Value| value[key].as_f64().expect("a figure");
        let (published, exact) = (of(&scale["trust"]["standardised"]), of(&wanted["trust"]));
        assert!((published - exact).abs() <= 0.01, "{key}: {published} and {exact}");
    }
    assert_eq!(shown["standard"]["headcount"], 840);
    assert_eq!(
        shown["standard"]["roles"][0],
        serde_json::json!({"role": "Support staff", "headcount": 140, "weight": 140.0 / 840.0})
    );
    let open = json(&folder.output("score --term autumn --by role --format json --unsuppressed"));
    equal(&open["scales"][0]["trust"]["standardised"], &wanted["trust"]);
    let of: BTreeMap<&str, &Value> = open["scales"][0]["academies"]
        .as_array()
        .expect("academies")
        .iter()
        .map(|academy| (academy["academy"].as_str().expect("a name"), &academy["standardised"]))
        .collect();
    for (academy, wanted) in wanted["academies"].as_object().expect("academies") {
        equal(of[academy.as_str()], wanted);
    }
    // With the minimum, no academy of these has enough in every role.
    let academies = scale["academies"].as_array().expect("academies");
    assert!(
        academies
            .iter()
            .all(|academy| academy["standardised"].get("mean").is_none())
    );
}

#[test]
fn a_change_is_the_difference_of_two_scores_with_the_same_weights() {
    let folder = reference_folder();
    let of = |arguments: &str| json(&folder.output(&format!("{arguments} --by role --format json --unsuppressed")));
    let [before, after] = ["autumn", "spring"]
        .map(|term| of(&format!("score --term {term}"))["scales"][0]["trust"]["standardised"].clone());
    let change = of("compare")["scales"][0]["trust"]["standardised"].clone();
    let number = |value: &Value, key: &str| value[key].as_f64().expect("a figure");
    assert_eq!(change["mean_before"], before["mean"]);
    assert_eq!(change["mean_after"], after["mean"]);
    assert_relative_eq!(
        number(&change, "difference"),
        number(&after, "mean") - number(&before, "mean"),
        max_relative = CLOSED
    );
    let [first, second] = [&before, &after].map(|term| number(term, "se"));
    assert_relative_eq!(
        number(&change, "se"),
        (first * first + second * second).sqrt(),
        max_relative = CLOSED
    );
    let trend = of("trend")["scales"][0]["trust"][1]["standardised"].clone();
    assert_eq!(trend["mean"], after["mean"]);
    assert_eq!(trend["change"]["lower"], change["lower"]);
}

/// Answers by academy and role.
fn by_role(cells: &[(&str, &str, usize)]) -> String {
    let mut text = "academy,role,q01,q02,q03\n".to_owned();
    for (place, (academy, role, people)) in cells.iter().enumerate() {
        for person in persons(people + place).iter().skip(place) {
            let answers: Vec<&str> = person.split("").filter(|answer| !answer.is_empty()).collect();
            let _ = writeln!(text, "{academy},{role},{}", answers.join(","));
        }
    }
    text
}

const TRUST: &str = r#"name = "Fellside"
instrument = "trio.toml"
[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["autumn.csv"]
[[term]]
name = "Spring 2027"
date = 2027-03-08
files = ["spring.csv"]
[[academy]]
name = "Ash"
headcount_by_role = { Teacher = 40, Office = 12, Catering = 8 }
[[academy]]
name = "Elm"
headcount_by_role = { Teacher = 30, Office = 20, Catering = 10 }
[[academy]]
name = "Oak"
headcount_by_role = { Teacher = 30, Office = 10, Catering = 40 }
[[pool]]
name = "Support"
of = "roles"
members = ["Office", "Catering"]
"#;

fn folder() -> Folder {
    let autumn = by_role(&[
        ("Ash", "Teacher", 30),
        ("Ash", "Office", 12),
        ("Elm", "Teacher", 22),
        ("Elm", "Catering", 14),
        ("Oak", "Teacher", 24),
        ("Oak", "Office", 20),
    ]);
    let spring = by_role(&[
        ("Ash", "Teacher", 31),
        ("Ash", "Catering", 13),
        ("Elm", "Teacher", 20),
        ("Elm", "Office", 6),
        ("Oak", "Teacher", 25),
        ("Oak", "Office", 24),
    ]);
    Folder::new()
        .file("autumn.csv", autumn)
        .file("spring.csv", spring)
        .file("cte.toml", TRUST)
}

#[test]
fn they_stand_beside_the_scores_in_words() {
    let folder = folder();
    insta::assert_snapshot!(
        "standardised_score",
        folder.output("score --term \"Autumn 2026\" --by role")
    );
    insta::assert_snapshot!("standardised_compare", folder.output("compare --by role"));
    insta::assert_snapshot!("standardised_trend", folder.output("trend --by role --format markdown"));
    insta::assert_snapshot!(
        "standardised_csv",
        folder.output("score --by role --format csv --only scores")
    );
}

#[test]
fn a_small_cell_takes_its_academy_and_another_out_of_every_output() {
    let folder = folder();
    let shown = |arguments: &str| -> Vec<bool> {
        let record = json(&folder.output(arguments));
        let academies = record["scales"][0]["academies"].as_array().expect("academies");
        academies
            .iter()
            .map(|academy| academy["standardised"]["withheld"].is_null())
            .collect()
    };
    assert_eq!(
        shown("score --term \"Autumn 2026\" --by role --format json"),
        [true, true, true]
    );
    // Six of Elm's support staff answered, and the smaller of the others would tell them with the total.
    assert_eq!(shown("score --by role --format json"), [false, false, true]);
    assert_eq!(shown("compare --by role --format json"), [false, false, true]);
}

#[test]
fn where_there_is_none_the_reason_is_said() {
    let said = |folder: &Folder, arguments: &str| -> Vec<String> {
        let record = json(&folder.output(arguments));
        assert!(
            record["scales"][0]["trust"]["standardised"].get("mean").is_none(),
            "{arguments}"
        );
        let findings = record["findings"].as_array().expect("findings").clone();
        let wanted = |code: &Value| code.as_str().is_some_and(|code| code.contains("standard"));
        let own = findings.iter().filter(|finding| wanted(&finding["code"]));
        own.map(|finding| finding["message"].as_str().expect("words").to_owned())
            .collect()
    };
    let plain = folder();
    assert!(said(&plain, "score --format json").is_empty());
    let mut all = said(&plain, "score --by role --exclude-flagged --format json");
    let no_roles = TRUST.replace(
        "headcount_by_role = { Teacher = 30, Office = 20, Catering = 10 }",
        "headcount = 60",
    );
    all.extend(said(
        &folder().file("cte.toml", no_roles),
        "score --by role --format json",
    ));
    let silent = TRUST.replace("Office = 10, Catering = 40 }", "Office = 10, Catering = 40, Head = 2 }");
    let silent = silent.replace("Office = 12, Catering = 8 }", "Office = 12, Catering = 8, Head = 1 }");
    let silent = silent.replace("Office = 20, Catering = 10 }", "Office = 20, Catering = 10, Head = 1 }");
    all.extend(said(
        &folder().file("cte.toml", silent),
        "score --by role --format json",
    ));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn they_are_kept_in_mind_when_given_out_and_hold_when_verified() {
    let folder = folder();
    fs::create_dir(folder.path("published")).expect("a folder");
    folder.output("score --by role -o published/spring.json");
    assert_eq!(folder.run("verify published/spring.json").code, 0);
    let again = folder.output("score --by role --format json");
    assert_eq!(
        json(&again)["scales"],
        json(&folder.read("published/spring.json"))["scales"]
    );
    // A change is made of the same cells: nothing new is told of the later term.
    let change = json(&folder.output("compare --by role --format json"));
    assert!(change["scales"][0]["academies"][2]["standardised"]["difference"].is_number());
}
