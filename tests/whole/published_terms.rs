//! Changes and trends beside results given out earlier: of either kind, in either order.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, persons};

/// Academies, their phases and how many answered in each term: one small academy in each phase.
const TRUST: [(&str, &str, [usize; 2]); 6] = [
    ("Oak", "primary", [30, 28]),
    ("Ash", "primary", [14, 4]),
    ("Elm", "primary", [14, 15]),
    ("Yew", "secondary", [40, 37]),
    ("Fir", "secondary", [12, 6]),
    ("Box", "secondary", [16, 17]),
];

fn answers(term: usize) -> String {
    let mut text = "academy,phase,q01,q02,q03\n".to_owned();
    for (at, (academy, phase, sizes)) in TRUST.iter().enumerate() {
        for person in persons(sizes[term] + at + term).iter().skip(at + term) {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            let _ = writeln!(text, "{academy},{phase},{}", answers.join(","));
        }
    }
    text
}

fn folder() -> Folder {
    Folder::new().file("a.csv", answers(0)).file("b.csv", answers(1))
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

fn parsed(folder: &Folder, file: &str) -> Value {
    serde_json::from_str(&folder.read(file)).expect("JSON")
}

fn entry<'a>(groups: &'a Value, name: &str) -> &'a Value {
    let groups = groups.as_array().expect("groups");
    let named = |group: &&Value| [&group["academy"], &group["group"]].iter().any(|found| *found == name);
    groups.iter().find(named).expect("the group")
}

/// Number and sum of scores of a group in the later term, as a result of any kind shows it.
fn later(result: &Value, name: &str) -> Option<(f64, f64)> {
    let scale = &result["scales"][0];
    let found = entry(&scale["academies"], name);
    let (found, n, mean) = if found["terms"].is_array() {
        (&found["terms"][1], "n", "mean")
    } else if result["schema"] == "cte/compare/2" {
        (found, "n_after", "mean_after")
    } else {
        (found, "n", "mean")
    };
    let n = found[n].as_f64()?;
    Some((n, n * found[mean].as_f64()?))
}

/// What a phase less its large academies leaves of its small one, where all of them are shown.
fn left(phases: &Value, academies: &Value, phase: &str, large: [&str; 2]) -> Option<(f64, f64)> {
    let mut rest = later(phases, phase)?;
    for academy in large {
        let (n, sum) = later(academies, academy)?;
        rest = (rest.0 - n, rest.1 - sum);
    }
    Some(rest)
}

fn small_ones(phases: &Value, academies: &Value) -> [Option<(f64, f64)>; 2] {
    [
        left(phases, academies, "primary", ["Oak", "Elm"]),
        left(phases, academies, "secondary", ["Yew", "Box"]),
    ]
}

fn codes(result: &Value) -> Vec<&str> {
    let findings = result["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn changes_and_trends_do_not_give_back_what_a_score_withholds() {
    let folder = folder();
    folder.output("score b.csv -i trio.toml -g phase -o phases.json");
    let phases = parsed(&folder, "phases.json");
    let truth = later(&json(&folder, "score b.csv -i trio.toml --unsuppressed"), "Ash").expect("figures");
    // As far as rounding allows: each of the three sums may be off by half a hundredth a person.
    let people = later(&phases, "primary").expect("figures").0;
    let off = 0.005 * (people + people - truth.0);
    for command in ["compare", "trend"] {
        let run = format!("{command} a.csv b.csv -i trio.toml");
        let [ash, fir] = small_ones(&phases, &json(&folder, &run));
        let ash = ash.expect("the attack works");
        assert!(
            (ash.0 - truth.0).abs() < 1e-9 && (ash.1 - truth.1).abs() <= off,
            "{ash:?}"
        );
        assert!(fir.is_some());
        let aware = json(&folder, &format!("{run} --published phases.json"));
        assert_eq!(small_ones(&phases, &aware), [None, None], "{command}");
        assert!(
            later(&aware, "Oak").is_some() && later(&aware, "Yew").is_some(),
            "{command}"
        );
        assert_eq!(codes(&aware), ["published", "published-withheld"], "{command}");
        assert_eq!(aware["run"]["published"][0]["path"], "phases.json");
    }
    insta::assert_snapshot!(folder.output("compare a.csv b.csv -i trio.toml --published phases.json"));
}

#[test]
fn a_score_does_not_give_back_what_changes_and_trends_withhold() {
    let folder = folder();
    folder.output("compare a.csv b.csv -i trio.toml -o compare.json");
    folder.output("trend a.csv b.csv -i trio.toml -o trend.json");
    let unaware = json(&folder, "score b.csv -i trio.toml -g phase");
    for earlier in ["compare.json", "trend.json"] {
        let academies = parsed(&folder, earlier);
        assert!(
            small_ones(&unaware, &academies).iter().all(Option::is_some),
            "{earlier}"
        );
        let aware = json(
            &folder,
            &format!("score b.csv -i trio.toml -g phase --published {earlier}"),
        );
        assert_eq!(small_ones(&aware, &academies), [None, None], "{earlier}");
        assert!(codes(&aware).contains(&"published-withheld"), "{earlier}");
    }
}

#[test]
fn the_terms_of_a_trend_are_held_against_a_result_of_both() {
    let folder = folder();
    // All answers of both terms together: what a term shows of Fir is the other term's six.
    folder.output("score a.csv b.csv -i trio.toml --keep-duplicates -o both.json");
    let both = later(&parsed(&folder, "both.json"), "Fir").expect("eighteen");
    let unaware = json(&folder, "trend a.csv b.csv -i trio.toml");
    let in_a = entry(&unaware["scales"][0]["academies"], "Fir")["terms"][0]["n"].as_f64();
    assert_eq!(in_a.map(|n| both.0 - n), Some(6.0), "the attack works");
    let aware = json(&folder, "trend a.csv b.csv -i trio.toml --published both.json");
    let points = &entry(&aware["scales"][0]["academies"], "Fir")["terms"];
    assert_eq!(points[0]["withheld"], "complementary");
    assert_eq!(points[1]["withheld"], "small");
    assert!(entry(&aware["scales"][0]["academies"], "Oak")["terms"][0]["n"].is_number());
}

#[test]
fn two_results_may_tell_of_a_third_one_s_rows() {
    let folder = folder();
    folder.output("score a.csv b.csv -i trio.toml -g phase --keep-duplicates -o both.json");
    folder.output("score a.csv -i trio.toml -g phase -o first.json");
    // The phases of the later term follow from the two, though `first.json` is not made of its rows.
    let published = "--published both.json --published first.json";
    let aware = json(&folder, &format!("score b.csv -i trio.toml {published}"));
    let of = |file: &str, name: &str| later(&parsed(&folder, file), name).expect("a phase").0;
    let primary = of("both.json", "primary") - of("first.json", "primary");
    let shown = |name: &str| later(&aware, name).map(|(n, _)| n);
    let left = shown("Oak").zip(shown("Elm")).map(|(oak, elm)| primary - oak - elm);
    assert_eq!(left, None, "Ash would be left");
}

#[test]
fn the_same_change_again_is_the_same_and_verified() {
    let folder = folder();
    let strip = |mut result: Value| {
        result["findings"] = Value::Null;
        result["run"] = Value::Null;
        result
    };
    for command in ["compare", "trend"] {
        let run = format!("{command} a.csv b.csv -i trio.toml");
        folder.output(&format!("{run} -o first.json"));
        folder.output(&format!("{run} --published first.json -o again.json"));
        let again = parsed(&folder, "again.json");
        assert_eq!(codes(&again), ["published"]);
        assert_eq!(strip(again), strip(parsed(&folder, "first.json")));
        let outcome = folder.run("verify again.json");
        assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    }
}

#[test]
fn the_audit_of_terms_names_every_withheld_cell_and_no_value() {
    let folder = folder();
    folder.output("score b.csv -i trio.toml -g phase -o phases.json");
    let published = "--published phases.json --audit audit.csv";
    folder.output(&format!("compare a.csv b.csv -i trio.toml {published}"));
    let compare = folder.read("audit.csv");
    folder.output(&format!("trend a.csv b.csv -i trio.toml {published}"));
    insta::assert_snapshot!(format!("{compare}\n{}", folder.read("audit.csv")));
    folder.output("trend a.csv b.csv -i trio.toml --audit audit.json");
    let audit = parsed(&folder, "audit.json");
    let cells = audit["cells"].as_array().expect("cells");
    assert!(cells.iter().all(|cell| cell["because_of"] == Value::Array(Vec::new())));
    let named: Vec<&str> = cells.iter().filter_map(|cell| cell["group"].as_str()).collect();
    assert_eq!(named, ["Ash", "Fir"]);
}

#[test]
fn terms_of_a_trust_file_are_found_by_name() {
    let text = "name = \"T\"\ninstrument = \"trio.toml\"\n\
        [[term]]\nname = \"One\"\ndate = 2026-10-05\nfiles = [\"a.csv\"]\n\
        [[term]]\nname = \"Two\"\ndate = 2027-03-08\nfiles = [\"b.csv\"]\n\
        [[academy]]\nname = \"Ashwood\"\naliases = [\"Ash\"]\n\
        [[academy]]\nname = \"Oak\"\n[[academy]]\nname = \"Elm\"\n[[academy]]\nname = \"Yew\"\n\
        [[academy]]\nname = \"Fir\"\n[[academy]]\nname = \"Box\"\n";
    let folder = folder().file("cte.toml", text);
    std::fs::create_dir(folder.path("published")).expect("a folder");
    folder.output("compare --by phase -o published/change.json");
    let result = json(&folder, "score --by phase");
    assert!(codes(&result).contains(&"published"), "{result}");
    assert!(
        !codes(&result).contains(&"published-withheld"),
        "its own term's score shows as much"
    );
}

/// Two terms of three academies in which few have left, few are new, and the file of the later term says who is new.
fn linked() -> Folder {
    let mut texts = [
        "academy,q01,q02,q03,code,joined\n".to_owned(),
        "academy,q01,q02,q03,code,joined\n".to_owned(),
    ];
    for (academy, size, left, new) in [("Oak", 40, 2, 12), ("Elm", 36, 2, 13), ("Yew", 32, 1, 14)] {
        for (place, person) in persons(size + new).iter().enumerate() {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            let row = format!("{academy},{},{academy}{place}", answers.join(","));
            if place < size {
                let _ = writeln!(texts[0], "{row},no");
            }
            if place >= left {
                let joined = if place < size { "no" } else { "yes" };
                let _ = writeln!(texts[1], "{row},{joined}");
            }
        }
    }
    let [before, after] = texts;
    Folder::new().file("before.csv", before).file("after.csv", after)
}

#[test]
fn the_linked_stand_beside_earlier_results_or_not_at_all() {
    let folder = linked();
    let run = "compare before.csv after.csv -i trio.toml --link code";
    let alone = json(&folder, run);
    // Thirty-nine new ones and five who have left answered once.
    assert_eq!(alone["linked"]["scales"][0]["trust"]["n"], 103);
    folder.output("score after.csv -i trio.toml -g joined -o joined.json");
    // The new ones are known by themselves now, and with them the five who have left would be.
    let aware = json(&folder, &format!("{run} --published joined.json"));
    assert_eq!(aware["linked"]["scales"][0]["trust"]["withheld"], "complementary");
    assert!(aware["scales"][0]["trust"]["n_after"].is_number());
    let text = folder.output(&format!("{run} --published joined.json"));
    assert!(text.contains("All figures are withheld"), "{text}");

    folder.output(&format!("{run} -o linked.json"));
    let joined = json(
        &folder,
        "score after.csv -i trio.toml -g joined --published linked.json",
    );
    let scale = &joined["scales"][0];
    assert!(
        scale["trust"]["withheld"] == "complementary"
            || entry(&scale["academies"], "yes")["withheld"] == "complementary",
        "{scale}"
    );
}
