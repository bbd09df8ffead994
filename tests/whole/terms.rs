//! Several terms: what changed, who joined, left or was renamed, and what cannot be compared.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, Page, TRIO, persons, sized, survey};

const TRUST: &str = r#"name = "Fellside"
instrument = "trio.toml"
response_rate_drop = 0.15

[[term]]
name = "Spring 2026"
date = 2026-03-09
files = ["spring-2026.csv"]

[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["autumn-2026.csv"]

[[term]]
name = "Spring 2027"
date = 2027-03-08
files = ["spring-2027.csv"]

[[academy]]
name = "Elm Primary"
headcount = 20
left = 2027-01-01

[[academy]]
name = "Oak Primary"
aliases = ["Oak", "Old Oak School"]
headcount = 30

[[academy]]
name = "Ash Primary"
headcount = 20

[[academy]]
name = "Yew Primary"
headcount = 60

[[academy]]
name = "Fir Primary"
headcount = 40
joined = 2027-01-01
"#;

/// A survey whose academies have people of one leaning each: everybody's answers are moved up by so much. The answers recur
/// after 36 people, so each row has a number.
fn leaning(academies: &[(&str, usize, u8)]) -> String {
    let made: Vec<(&str, Vec<String>)> = academies
        .iter()
        .map(|&(name, size, up)| {
            let moved = |person: &String| -> String {
                let code = |(item, c): (usize, char)| {
                    let code = u8::try_from(c.to_digit(10).expect("a code")).expect("a code");
                    // The second item is reversed.
                    if item == 1 {
                        code.saturating_sub(up).max(1)
                    } else {
                        (code + up).min(6)
                    }
                };
                person
                    .chars()
                    .enumerate()
                    .map(|place| code(place).to_string())
                    .collect()
            };
            (name, persons(size).iter().map(moved).collect())
        })
        .collect();
    let mut rows = Vec::new();
    for (name, persons) in &made {
        let borrowed: Vec<&str> = persons.iter().map(String::as_str).collect();
        rows.extend(survey(&[(name, &borrowed)]).lines().skip(1).map(str::to_owned));
    }
    let numbered = rows.iter().zip(1..).map(|(row, number)| format!("{row},{number}\n"));
    "academy,q01,q02,q03,id\n".to_owned() + &numbered.collect::<String>()
}

pub(crate) fn folder() -> Folder {
    Folder::new()
        .file("cte.toml", TRUST)
        .file(
            "spring-2026.csv",
            leaning(&[
                ("Old Oak School", 24, 0),
                ("elm primary", 15, 0),
                ("Ash Primary", 14, 1),
                ("Yew Primary", 50, 0),
            ]),
        )
        .file(
            "autumn-2026.csv",
            leaning(&[
                ("Oak", 26, 0),
                ("Elm Primary", 15, 3),
                ("ASH PRIMARY", 12, 1),
                ("Yew Primary", 50, 0),
            ]),
        )
        .file(
            "spring-2027.csv",
            leaning(&[
                ("Oak Primary", 27, 2),
                ("Fir Primary", 30, 1),
                ("Ash Primary", 8, 1),
                ("Yew Primary", 24, 0),
            ]),
        )
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

/// What stands for each academy of the first scale: the name, and the words, the term or the rule.
fn said(record: &Value) -> Vec<String> {
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    academies
        .iter()
        .map(|academy| {
            let name = academy["academy"].as_str().expect("a name");
            let what = ["says", "only", "withheld"]
                .into_iter()
                .find_map(|key| Some((key, academy[key].as_str()?)));
            let (key, what) = what.expect("something is said");
            format!("{name}: {key} {what}")
        })
        .collect()
}

fn names(record: &Value) -> Vec<&str> {
    let terms = record["terms"].as_array().expect("terms");
    terms
        .iter()
        .map(|term| term["name"].as_str().expect("a name"))
        .collect()
}

#[test]
fn the_latest_two_terms_are_compared_with_who_joined_left_and_was_renamed() {
    insta::assert_snapshot!(folder().output("compare"));
}

#[test]
fn the_example_terms_are_compared() {
    let example = |name: &str| fs::read(format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("an example");
    let mut folder = Folder::new();
    for name in ["autumn-2026.csv", "spring-2027.csv", "headcount.csv"] {
        folder = folder.file(name, example(name));
    }
    insta::assert_snapshot!(folder.output("compare autumn-2026.csv spring-2027.csv --headcount headcount.csv"));
}

#[test]
fn any_two_terms_are_compared_by_name_and_by_file() {
    let folder = folder();
    let latest = json(&folder, "compare");
    assert_eq!(names(&latest), ["Autumn 2026", "Spring 2027"]);
    assert_eq!(
        said(&latest),
        [
            "Elm Primary: only before",
            "Oak Primary: says higher",
            "Ash Primary: withheld small",
            "Yew Primary: withheld complementary",
            "Fir Primary: only after",
        ]
    );
    let earlier = json(&folder, "compare --term autumn-2026");
    assert_eq!(names(&earlier), ["Spring 2026", "Autumn 2026"]);
    let figures = |mut record: Value| {
        record["run"]["arguments"].take();
        record
    };
    for same in [
        "compare \"Spring 2026\" \"Autumn 2026\"",
        "compare spring-2026.csv autumn-2026.csv",
    ] {
        assert_eq!(figures(json(&folder, same)), figures(earlier.clone()), "{same}");
    }
    assert_eq!(
        said(&earlier),
        [
            "Elm Primary: says higher",
            "Oak Primary: says no clear change",
            "Ash Primary: says no clear change",
            "Yew Primary: says no clear change",
        ]
    );
    assert_eq!(
        names(&json(&folder, "compare \"Spring 2026\" spring-2027.csv")),
        ["Spring 2026", "Spring 2027"]
    );
}

#[test]
fn without_a_trust_file_spellings_are_one_academy_and_a_new_name_is_asked_about() {
    let folder = folder();
    let record = json(
        &folder,
        "compare spring-2026.csv spring-2027.csv --no-config -i trio.toml",
    );
    assert_eq!(names(&record), ["Spring 2026", "Spring 2027"]);
    let text = record["findings"].to_string();
    assert!(!text.contains("Old Oak School"), "too unlike to be asked about: {text}");
    let again = Folder::new()
        .file("a.csv", sized(&[("Oak", 14), ("ASH PRIMARY", 12)]))
        .file("b.csv", sized(&[("Ash  primary", 12), ("Oak School", 14)]));
    let record = json(&again, "compare a.csv b.csv -i trio.toml");
    assert_eq!(
        said(&record),
        [
            "Oak: only before",
            "Ash primary: says no clear change",
            "Oak School: only after"
        ]
    );
    assert!(record["findings"].to_string().contains("`Oak` and `Oak School`"));
}

#[test]
fn terms_in_the_wrong_order_are_told() {
    let folder = folder();
    let record = json(&folder, "compare \"Spring 2027\" \"Autumn 2026\"");
    assert!(record["findings"].to_string().contains("the later of the two"));
    let back = &record["scales"][0]["academies"][1];
    assert_eq!(back["says"], "lower");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let folder = folder();
    let before = json(&folder, "compare");
    let text = fs::read_to_string(folder.path("spring-2027.csv")).expect("the file");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let folder = folder.file("spring-2027.csv", lines.join("\n"));
    assert_eq!(json(&folder, "compare")["scales"], before["scales"]);
}

/// The trio with another third item, and the first worded anew.
fn second_version() -> String {
    TRIO.replace("1.0.0", "2.0.0")
        .replace("q03", "q04")
        .replace("We learn from each other", "We ask each other")
        .replace("We reach every pupil", "We reach all pupils")
}

#[test]
fn another_version_of_the_questionnaire_is_compared_on_common_items() {
    let trust = TRUST.replace(
        "files = [\"spring-2027.csv\"]",
        "files = [\"spring-2027.csv\"]\ninstrument = \"second.toml\"",
    );
    let folder = folder().file("second.toml", second_version()).file("cte.toml", trust);
    let later = folder.read("spring-2027.csv").replace("q03", "q04");
    let folder = folder.file("spring-2027.csv", later);
    insta::assert_snapshot!(folder.output("compare"));
    let record = json(&folder, "compare");
    let scale = &record["scales"][0];
    assert_eq!(record["scales"].as_array().expect("scales").len(), 1);
    assert_eq!(scale["items"].to_string(), r#"["q01","q02"]"#);
    assert_eq!(scale["name"], "All three (only the 2 items of every version)");
    let versions: Vec<&Value> = record["terms"]
        .as_array()
        .expect("terms")
        .iter()
        .map(|term| &term["instrument"]["version"])
        .collect();
    assert_eq!(versions, ["1.0.0", "2.0.0"]);
    let named = json(
        &folder,
        "compare autumn-2026.csv spring-2027.csv --no-config -i second.toml --instrument-before trio.toml",
    );
    assert_eq!(named["scales"][0]["trust"]["n_after"], scale["trust"]["n_after"]);
    assert_eq!(
        json(&folder, "trend --term \"Spring 2027\"")["scales"][0]["items"],
        scale["items"]
    );
}

#[test]
fn all_terms_stand_in_a_row() {
    insta::assert_snapshot!(folder().output("trend"));
}

#[test]
fn a_trend_has_its_changes_benchmarks_and_warnings_for_scripts() {
    let folder = folder();
    let record = json(&folder, "trend");
    assert_eq!(record["schema"], "cte/trend/2");
    assert_eq!(names(&record), ["Spring 2026", "Autumn 2026", "Spring 2027"]);
    let scale = &record["scales"][0];
    let of = |name: &str| {
        let academies = scale["academies"].as_array().expect("academies");
        academies
            .iter()
            .find(|academy| academy["academy"] == name)
            .expect("the academy")["terms"]
            .clone()
    };
    assert_eq!(of("Fir Primary")[0]["absent"], true);
    assert!(of("Fir Primary")[2]["change"].is_null());
    assert_eq!(of("Ash Primary")[2]["withheld"], "small");
    assert_eq!(of("Oak Primary")[2]["change"]["says"], "higher");
    let (own, change) = (&of("Oak Primary")[2], json(&folder, "compare"));
    assert_eq!(
        own["change"]["difference"],
        change["scales"][0]["academies"][1]["difference"]
    );
    // The rest of the trust, the academy left out, from the sums of both.
    let weighed = |score: &Value| {
        (
            score["headcount"].as_f64().expect("staff"),
            score["mean"].as_f64().expect("a mean"),
        )
    };
    let (n, mean) = weighed(own);
    assert_eq!(scale["trust"][2]["weights"], "headcounts");
    let (all, whole) = weighed(&scale["trust"][2]);
    let rest = (all * whole - n * mean) / (all - n);
    // Each of the three means is rounded to a hundredth.
    let off = 0.005 * (all + n) / (all - n) + 0.005;
    assert!((own["rest_of_trust"]["mean"].as_f64().expect("a mean") - rest).abs() <= off);
    // Four academies are shown in the second term, and fewer in the third.
    let second = &scale["benchmarks"][1];
    let mut means: Vec<f64> = ["Elm Primary", "Oak Primary", "Ash Primary", "Yew Primary"]
        .iter()
        .map(|name| of(name)[1]["mean"].as_f64().expect("a mean"))
        .collect();
    means.sort_by(f64::total_cmp);
    let median = f64::midpoint(means[1], means[2]);
    assert!((second["median_of_academies"].as_f64().expect("a median") - median).abs() <= 0.005 + 1e-12);
    assert!(scale["benchmarks"][2]["undefined"].is_string());
    let findings = record["findings"].to_string();
    assert!(findings.contains("response-rate-drop"), "{findings}");
}

const PROMISED: &str = "n_before n_after mean_before mean_after difference lower upper t df p p_holm p_bh cohen_d hedges_g d_lower \
                        d_upper cliffs_delta smallest_visible_change";

#[test]
fn json_has_the_keys_that_scripts_rely_on() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 30), ("Ash", 12), ("Elm", 4), ("Yew", 22)]))
        .file("b.csv", sized(&[("Oak", 24), ("Ash", 12), ("Elm", 3), ("Fir", 21)]));
    let record = json(&folder, "compare a.csv b.csv -i trio.toml");
    assert_eq!(record["schema"], "cte/compare/2");
    let scale = &record["scales"][0];
    for key in PROMISED.split_whitespace() {
        assert!(scale["trust"].get(key).is_some(), "{key}");
    }
    for key in ["change", "se", "lower", "upper"] {
        assert!(scale["mixed"][key].is_number(), "{key}");
    }
    let academies = scale["academies"].as_array().expect("academies");
    let mut kinds = [0; 3];
    for academy in academies {
        if academy.get("withheld").is_some() {
            kinds[0] += 1;
            assert_eq!(academy.as_object().expect("an object").len(), 2);
        } else if academy.get("only").is_some() {
            kinds[1] += 1;
            assert!(academy.get("difference").is_none());
        } else {
            kinds[2] += 1;
            assert!(PROMISED.split_whitespace().all(|key| academy.get(key).is_some()));
        }
    }
    assert_eq!(kinds, [2, 2, 1]);
}

#[test]
fn tables_and_markdown_say_the_same() {
    let folder = folder();
    let csv = folder.output("compare --format csv");
    assert_eq!(csv.lines().count(), 1 + 1 + 5);
    assert!(
        csv.lines()
            .any(|line| line.contains("Ash Primary") && line.ends_with(",small"))
    );
    assert!(
        csv.lines()
            .any(|line| line.contains("Elm Primary") && line.contains(",before,"))
    );
    insta::assert_snapshot!(folder.output("compare --format markdown"));
    for table in ["changes", "mixed", "findings"] {
        assert!(
            folder
                .output(&format!("compare --format csv --only {table}"))
                .lines()
                .count()
                > 1,
            "{table}"
        );
    }
    for table in ["trend", "benchmarks", "findings"] {
        assert!(
            folder
                .output(&format!("trend --format csv --only {table}"))
                .lines()
                .count()
                > 1,
            "{table}"
        );
    }
}

#[test]
fn roles_are_compared_too() {
    let with_role = |text: String| -> String {
        let mut lines = text.lines().enumerate().map(|(row, line)| match row {
            0 => format!("{line},role\n"),
            row if row % 3 == 0 => format!("{line},Leader\n"),
            _ => format!("{line},Teacher\n"),
        });
        lines.by_ref().collect()
    };
    let folder = Folder::new()
        .file("a.csv", with_role(sized(&[("Oak", 40), ("Ash", 30)])))
        .file("b.csv", with_role(sized(&[("Oak", 36), ("Ash", 33)])));
    let record = json(&folder, "compare a.csv b.csv -i trio.toml --by role");
    let by = &record["scales"][0]["by"];
    assert_eq!(by["column"], "role");
    let groups: Vec<&str> = by["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|g| g["group"].as_str())
        .collect();
    assert_eq!(groups.len(), 2);
    assert!(by["groups"][0]["difference"].is_number() && by["groups"][0]["probability_rose"].is_null());
    let trend = json(&folder, "trend a.csv b.csv -i trio.toml --by role");
    assert!(trend["scales"][0]["by"]["groups"][0]["terms"][1]["change"]["difference"].is_number());
}

#[test]
fn too_few_and_all_alike_say_nothing() {
    let folder = Folder::new()
        .file("a.csv", survey(&[("Oak", &["616"; 14]), ("Ash", &["252"; 3])]))
        .file(
            "b.csv",
            survey(&[("Oak", &["616"; 12]), ("Ash", &["616", "252", "434"])]),
        );
    insta::assert_snapshot!(folder.output("compare a.csv b.csv -i trio.toml --unsuppressed"));
    assert!(folder.output("compare a.csv b.csv -i trio.toml").contains("withheld"));
}

#[test]
fn what_cannot_be_compared_is_told_with_the_cure() {
    let other = TRIO.replace("id = \"trio\"", "id = \"quartet\"");
    let apart = TRIO.replace("q0", "z0").replace("1.0.0", "3.0.0");
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 14), ("Ash", 12)]))
        .file("b.csv", sized(&[("Oak", 14), ("Ash", 12)]))
        .file("z.csv", sized(&[("Oak", 14), ("Ash", 12)]).replace("q0", "z0"))
        .file("quartet.toml", other)
        .file("apart.toml", apart);
    let mut page = Page::default();
    page.fails(&folder, "compare")
        .fails(&folder, "compare a.csv -i trio.toml")
        .fails(&folder, "compare a.csv b.csv z.csv -i trio.toml")
        .fails(&folder, "compare a.csv ./a.csv -i trio.toml")
        .fails(&folder, "compare a.csv missing.csv -i trio.toml")
        .fails(
            &folder,
            "compare a.csv b.csv -i trio.toml --instrument-before quartet.toml",
        )
        .fails(
            &folder,
            "compare z.csv b.csv -i trio.toml --instrument-before apart.toml",
        )
        .fails(&folder, "compare --explain clealy")
        .fails(&folder, "trend a.csv -i trio.toml");
    let listed = self::folder();
    page.fails(&listed, "compare --term \"Spring 2026\"")
        .fails(&listed, "compare \"Spring 2026\" \"Summer 2026\"")
        .fails(
            &listed,
            "compare spring-2026.csv autumn-2026.csv --term \"Autumn 2026\"",
        )
        .fails(&listed, "trend --term Spring");
    let unknown = TRUST.replace("date = 2027-03-08", "date = 2027-03-08\ninstrument = \"trust-ct\"");
    page.fails(&listed.file("cte.toml", unknown), "compare");
    insta::assert_snapshot!(page);
}
