//! `cte tally` and what is made of tallies: the same as of the responses that they count, and nothing where that cannot be.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::support::{Folder, Page, sized};

/// Academies and how many people answered there; the fourth under a name that the trust file knows as an alias.
const ACADEMIES: [(&str, usize); 6] = [
    ("Oak", 31),
    ("Ash", 23),
    ("Elm", 12),
    ("yew  primary", 17),
    ("Fir", 6),
    ("Box", 8),
];
const ROLES: [&str; 3] = ["teacher", "assistant", "leader"];

const TRUST: &str = r#"name = "Wood Trust"
instrument = "trio.toml"

[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["whole.csv"]

[[academy]]
name = "Yew School"
aliases = ["Yew Primary"]
headcount = 21
[[academy]]
name = "Box"
headcount = 9
[[academy]]
name = "Oak"
headcount = 40
[[academy]]
name = "Ash"
headcount = 30
[[academy]]
name = "Elm"
headcount = 15
[[academy]]
name = "Fir"
headcount = 11
[[academy]]
name = "Lime"
headcount = 12

[[pool]]
name = "The small ones"
members = ["Fir", "Box"]
"#;

/// The rows of a survey with skipped answers, reasons for them, blank rows and a role.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for (at, (academy, size)) in ACADEMIES.iter().enumerate() {
        for person in 0..*size {
            let draw = |salt: usize| (person * (salt + 3) + person / (salt + 1) + at * 5) % 6 + 1;
            let mut answers: Vec<String> = (0..3).map(|item| draw(item).to_string()).collect();
            match person % 11 {
                3 => answers[person % 3] = String::new(),
                5 => "Don't know".clone_into(&mut answers[1]),
                7 => answers = vec![String::new(); 3],
                _ => {}
            }
            let academy = if person == 4 {
                academy.to_uppercase()
            } else {
                (*academy).to_owned()
            };
            rows.push(format!(
                "{academy},{},{}",
                ROLES[(person / 2 + at) % 3],
                answers.join(",")
            ));
        }
    }
    rows
}

fn csv(rows: &[String]) -> String {
    format!("academy,role,q01,q02,q03\n{}\n", rows.join("\n"))
}

/// A folder with the survey as `whole.csv`, and as parts whose names are given back.
fn parted(deal: impl Fn(usize, &str) -> usize, parts: usize) -> (Folder, Vec<String>) {
    let rows = rows();
    let mut folder = Folder::new().file("whole.csv", csv(&rows));
    let mut names = Vec::new();
    for part in 0..parts {
        let own = rows.iter().enumerate().filter(|(place, row)| deal(*place, row) == part);
        let own: Vec<String> = own.map(|(_, row)| row.clone()).collect();
        folder = folder.file(&format!("{part}.csv"), csv(&own));
        names.push(part.to_string());
    }
    (folder, names)
}

fn with(names: &[String], ending: &str) -> String {
    let files: Vec<String> = names.iter().map(|name| format!("{name}.{ending}")).collect();
    files.join(" ")
}

fn count(folder: &Folder, names: &[String], options: &str) {
    for name in names {
        folder.run(&format!("tally {name}.csv -o {name}.tally --unsuppressed {options}"));
        assert!(folder.path(&format!("{name}.tally")).is_file(), "{name}.tally");
    }
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

/// A result without what says only where it came from; of the findings, those that are not about tallies as such.
fn figures(mut result: Value) -> Value {
    let object = result.as_object_mut().expect("an object");
    object.remove("input");
    object.remove("run");
    // Whether groups and terms read the questions alike shows in rows alone.
    for scale in object
        .get_mut("scales")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        scale.as_object_mut().expect("a scale").remove("invariance");
    }
    if let Some(findings) = object.get_mut("findings").and_then(Value::as_array_mut) {
        // What is said of tallies alone.
        let of_tallies = ["small-groups-counted", "overlap-unknown"];
        findings.retain(|finding| !of_tallies.iter().any(|code| finding["code"] == *code));
        findings.sort_by_key(ToString::to_string);
    }
    result
}

/// Whatever is asked of the tallies, the answer is that to the responses in the same parts.
fn same(folder: &Folder, names: &[String], commands: &[&str], options: &str) {
    for command in commands {
        let of = |ending: &str| figures(json(folder, &format!("{command} {} {options}", with(names, ending))));
        assert_eq!(of("csv"), of("tally"), "{command} {options}");
    }
}

const COMMANDS: [&str; 4] = ["score", "items", "items --by=", "reliability"];

/// Which part a row goes to, by its place and its text.
type Deal = dyn Fn(usize, &str) -> usize;

#[test]
fn tallies_of_any_split_say_what_the_responses_say() {
    let by_academy = |_: usize, row: &str| {
        let academy = row.split(',').next().unwrap_or_default().to_lowercase();
        ACADEMIES
            .iter()
            .position(|(name, _)| *name == academy || name.to_lowercase() == academy)
            .unwrap_or(0)
    };
    let deals: [(&Deal, usize); 4] = [
        (&|_, _| 0, 1),
        (&|place, _| usize::from(place > 40), 2),
        (&|place, _| (place * 7 + place / 5) % 7, 7),
        (&by_academy, 6),
    ];
    for (deal, parts) in deals {
        let (folder, names) = parted(deal, parts);
        count(&folder, &names, "-i trio.toml --no-config");
        same(&folder, &names, &COMMANDS, "-i trio.toml --no-config");
        same(
            &folder,
            &names,
            &["score"],
            "-i trio.toml --no-config --min-group 3 --missing pairwise --level 0.9",
        );
        same(&folder, &names, &["score"], "-i trio.toml --no-config --unsuppressed");
        // One tally of all of them says the same, and its bytes are those of any other way to add them.
        folder.output(&format!(
            "tally {} -o all.tally -i trio.toml --unsuppressed",
            with(&names, "tally")
        ));
        folder.output(&format!(
            "tally {} -o begun.tally -i trio.toml --unsuppressed",
            with(&names[..1], "tally")
        ));
        let rest = with(&names[1..], "tally");
        folder.output(&format!(
            "tally begun.tally {rest} -o again.tally -i trio.toml --unsuppressed"
        ));
        let arguments = "score -i trio.toml --no-config";
        let all = figures(json(&folder, &format!("{arguments} all.tally")));
        assert_eq!(all, figures(json(&folder, &format!("{arguments} again.tally"))));
        assert_eq!(
            all,
            figures(json(&folder, &format!("{arguments} {}", with(&names, "csv"))))
        );
        assert_eq!(counts(&folder.bytes("all.tally")), counts(&folder.bytes("again.tally")));
    }
}

/// The compressed counts of a tally file.
fn counts(bytes: &[u8]) -> Vec<u8> {
    bytes
        .splitn(3, |byte| *byte == b'\n')
        .nth(2)
        .expect("three parts")
        .to_vec()
}

#[test]
fn another_column_is_counted_too_where_it_is_asked_for() {
    let (folder, names) = parted(|place, _| place % 2, 2);
    count(&folder, &names, "-i trio.toml --by role");
    same(
        &folder,
        &names,
        &["score", "items"],
        "-i trio.toml --by role --unsuppressed",
    );
    same(&folder, &names, &["score", "items --by="], "-i trio.toml");
    folder.output("tally 0.tally 1.tally --by role -i trio.toml --unsuppressed -o both.tally");
    let of = |files: &str| {
        figures(json(
            &folder,
            &format!("score {files} -i trio.toml --by Role --unsuppressed"),
        ))
    };
    assert_eq!(of("both.tally"), of("0.csv 1.csv"));
}

#[test]
fn the_trust_file_and_headcounts_bear_on_tallies_as_on_responses() {
    let (folder, names) = parted(|place, _| (place * 3 + place / 7) % 3, 3);
    let folder = folder.file("cte.toml", TRUST).file(
        "staff.csv",
        "academy,staff\nOak,40\nAsh,30\nElm,15\nYew Primary,21\nFir,11\nBox,9\nLime,12\n",
    );
    // Counted where the trust file is, and where it is not.
    for options in ["-i trio.toml", "-i trio.toml --no-config"] {
        count(&folder, &names, options);
        same(&folder, &names, &COMMANDS, "--term \"Autumn 2026\"");
        same(&folder, &names, &["score"], "--headcount staff.csv");
    }
    same(
        &folder,
        &names,
        &["score"],
        "-i trio.toml --no-config --headcount staff.csv",
    );
    // With its small academies pooled, the trust's own tally is whole.
    let outcome = folder.run("tally whole.csv -o trust.tally");
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, "trust.tally\n"),
        "{}",
        outcome.stderr
    );
    let of = |file: &str| figures(json(&folder, &format!("score {file} --term \"Autumn 2026\"")));
    assert_eq!(of("whole.csv"), of("trust.tally"));
    assert!(
        !folder
            .output("score trust.tally --term \"Autumn 2026\"")
            .contains("circulation")
    );
    // What was counted as one cannot be parted.
    let apart = TRUST.split("[[pool]]").next().unwrap_or_default();
    fs::write(folder.path("cte.toml"), apart).expect("a file");
    insta::assert_snapshot!("pulled_apart", folder.failure("score trust.tally"));
    // Without a trust file the pool is a group like any other.
    assert!(
        folder
            .output("score trust.tally --no-config -i trio.toml")
            .contains("The small ones")
    );
}

#[test]
fn changes_reports_and_pictures_are_made_of_tallies_too() {
    let later: Vec<String> = rows().iter().map(|row| row.replace(",1", ",2")).collect();
    let (folder, _) = parted(|_, _| 0, 1);
    let folder = folder
        .file("autumn-2026.csv", csv(&rows()))
        .file("spring-2027.csv", csv(&later));
    count(
        &folder,
        &["autumn-2026".to_owned(), "spring-2027".to_owned()],
        "-i trio.toml",
    );
    for command in ["compare", "trend"] {
        let of = |ending: &str| {
            let mut result = json(
                &folder,
                &format!("{command} autumn-2026.{ending} spring-2027.{ending} -i trio.toml"),
            );
            if let Some(terms) = result["terms"].as_array_mut() {
                for term in terms.iter_mut() {
                    term["input"] = Value::Null;
                }
            }
            result["findings"]
                .as_array_mut()
                .expect("findings")
                .retain(|finding| !finding["message"].as_str().unwrap_or_default().contains(".tally"));
            figures(result)
        };
        assert_eq!(of("csv"), of("tally"), "{command}");
    }
    for command in ["plot scores", "plot items", "plot agreement"] {
        let of = |ending: &str| folder.output(&format!("{command} autumn-2026.{ending} -i trio.toml"));
        assert_eq!(of("csv"), of("tally"), "{command}");
    }
    folder.output("report autumn-2026.tally -i trio.toml -o report/");
    assert!(folder.read("report/index.html").contains("Oak"));
}

#[test]
fn threads_and_the_order_of_rows_leave_no_trace_in_the_counts() {
    let mut text = "academy,role,q01,q02,q03\n".to_owned();
    let mut turned = text.clone();
    let row = |row: u32| {
        let code = |salt: u32| 1 + (row.wrapping_mul(2_654_435_761).rotate_left(salt) >> 7) % 6;
        format!("Academy {},r,{},{},{}\n", row % 23, code(3), code(11), code(19))
    };
    (0..140_000).for_each(|number| text.push_str(&row(number)));
    // The academies appear in the same order.
    let order = (0..23).chain((23..140_000).rev());
    order.for_each(|number| turned.push_str(&row(number)));
    let folder = Folder::new().file("a.csv", text).file("b.csv", turned);
    let one = folder.output("tally a.csv -i trio.toml -o 1.tally --threads 1");
    assert_eq!(one, "1.tally\n");
    for threads in [2, 8] {
        folder.output(&format!(
            "tally a.csv -i trio.toml -o {threads}.tally --threads {threads}"
        ));
        assert_eq!(folder.bytes("1.tally"), folder.bytes(&format!("{threads}.tally")));
        let of = |file: &str| figures(json(&folder, &format!("score {file} -i trio.toml --threads {threads}")));
        assert_eq!(of("a.csv"), of("1.tally"));
    }
    folder.output("tally b.csv -i trio.toml -o turned.tally");
    assert_eq!(counts(&folder.bytes("1.tally")), counts(&folder.bytes("turned.tally")));
    let piped = folder
        .program()
        .args(["tally", "-", "-i", "trio.toml"])
        .write_stdin(folder.read("a.csv"))
        .output();
    let piped = piped.expect("the program runs");
    assert_eq!(counts(&piped.stdout), counts(&folder.bytes("1.tally")));
}

#[test]
fn a_tally_says_where_it_comes_from_and_holds_no_row() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    let bytes = folder.bytes("a.tally");
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let first = String::from_utf8(lines.next().expect("a line").to_vec()).expect("text");
    assert!(first.starts_with("cte-tally/3 sha256="), "{first}");
    let head: Value = serde_json::from_slice(lines.next().expect("a line")).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&head).expect("JSON"));
}

#[test]
fn small_groups_are_refused_by_name_or_marked() {
    let (folder, _) = parted(|_, _| 0, 1);
    let mut page = Page::default();
    page.fails(&folder, "tally whole.csv -i trio.toml -o a.tally").fails(
        &folder,
        "tally whole.csv -i trio.toml --by role --min-group 30 -o a.tally",
    );
    assert!(!folder.path("a.tally").exists());
    insta::assert_snapshot!(page);
    // A scale that few answered is as telling as a group of few.
    let two = crate::support::TRIO.replace(
        "[[scale]]",
        "[[scale]]\nid = \"one\"\nname = \"The third\"\nitems = [\"q03\"]\n[[scale]]",
    );
    let rows: Vec<String> = (0..20)
        .map(|person| format!("Oak,r,{},3,{}", person % 6 + 1, if person < 4 { "2" } else { "" }))
        .collect();
    let folder = Folder::new().file("two.toml", two).file("a.csv", csv(&rows));
    insta::assert_snapshot!(
        "few_answered_a_scale",
        folder.failure("tally a.csv -i two.toml -o a.tally")
    );
}

#[test]
fn the_mark_of_small_groups_is_said_where_they_are_scored_and_lost_where_they_are_small_no_more() {
    let rows: Vec<String> = (0..40)
        .map(|person| {
            let time = format!("2026-10-05 09:{person:02}:{:02}", person * 7 % 60);
            format!("Oak,r,{},3,{},{time}", person % 6 + 1, person % 4 + 1)
        })
        .collect();
    let timed = |rows: &[String]| csv(rows).replacen("q03", "q03,Completion time", 1);
    let folder = Folder::new()
        .file("a.csv", timed(&rows[..7]))
        .file("b.csv", timed(&rows[7..]));
    for name in ["a", "b"] {
        folder.output(&format!("tally {name}.csv -i trio.toml --unsuppressed -o {name}.tally"));
    }
    let said = folder.output("score a.tally b.tally -i trio.toml");
    assert!(said.contains("not for circulation"), "{said}");
    let found = json(&folder, "score a.tally b.tally -i trio.toml")["findings"].clone();
    insta::assert_snapshot!(serde_json::to_string_pretty(&found).expect("JSON"));
    folder.output("tally a.tally b.tally -i trio.toml -o c.tally");
    assert_eq!(
        json(&folder, "score c.tally -i trio.toml")["findings"],
        serde_json::json!([])
    );
    // A small group that a score of responses withholds, a score of its marked tally withholds as well.
    let small = folder.output("score a.tally -i trio.toml --format json");
    assert!(!small.contains("\"mean\": "), "{small}");
}

#[test]
fn what_only_rows_can_say_is_refused_with_the_cure() {
    let (folder, _) = parted(|_, _| 0, 1);
    count(&folder, &["whole".to_owned()], "-i trio.toml");
    folder.output("tally whole.csv -i trio.toml --unsuppressed --min-group 3 -o later.tally");
    let mut page = Page::default();
    page.fails(&folder, "check whole.tally -i trio.toml")
        .fails(&folder, "score whole.tally -i trio.toml --exclude-flagged")
        .fails(&folder, "score whole.tally -i trio.toml --audit audit.csv")
        .fails(&folder, "reliability whole.tally -i trio.toml --bootstrap 200")
        .fails(&folder, "compare whole.tally later.tally -i trio.toml --link role")
        .fails(&folder, "score whole.tally -i trio.toml --by role")
        .fails(&folder, "score whole.tally -i trio.toml --by role --unsuppressed")
        .fails(&folder, "score whole.tally -i trio.toml -g role")
        .fails(&folder, "score whole.tally")
        .fails(&folder, "score whole.tally -i trust-cte")
        .fails(&folder, "init whole.tally -i trio.toml")
        .fails(&folder, "tally whole.csv -i trio.toml --headcount staff.csv -o x.tally");
    insta::assert_snapshot!(page);
}

#[test]
fn tallies_that_were_changed_are_refused() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    let bytes = folder.bytes("a.tally");
    let turned = crate::support::TRIO.replace("reversed = true", "reversed = false");
    let newer = String::from_utf8_lossy(&bytes[..11]).replace("/3", "/4").into_bytes();
    let mut changed = bytes.clone();
    changed[400] ^= 1;
    let folder = folder
        .file("cut.tally", &bytes[..bytes.len() - 7])
        .file("head.tally", &bytes[..40])
        .file("longer.tally", [bytes.as_slice(), b"\n"].concat())
        .file("newer.tally", [newer.as_slice(), &bytes[11..]].concat())
        .file("changed.tally", &changed)
        .file("turned.toml", turned);
    let mut page = Page::default();
    for name in ["cut", "head", "longer", "newer", "changed"] {
        page.fails(&folder, &format!("score a.tally {name}.tally -i trio.toml"));
    }
    page.fails(&folder, "score a.tally -i turned.toml");
    insta::assert_snapshot!(page);
    // The same questions in another file: read all the same, and said.
    let folder = folder.file("commented.toml", format!("# ours\n{}", crate::support::TRIO));
    let found = json(&folder, "score a.tally -i commented.toml")["findings"].clone();
    insta::assert_snapshot!(
        "another_file_of_the_questionnaire",
        found[0]["message"].as_str().expect("words")
    );
}

#[test]
fn any_changed_byte_or_cut_is_an_error() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    let bytes = folder.bytes("a.tally");
    let mut runner = TestRunner::new(ProptestConfig::with_cases(40));
    let changes = (0..bytes.len(), 1_u8..=255, any::<bool>());
    let outcome = runner.run(&changes, |(at, flip, cut)| {
        let mut other = bytes.clone();
        if cut {
            other.truncate(at);
        } else {
            other[at] ^= flip;
        }
        fs::write(folder.path("b.tally"), other).expect("a file");
        let outcome = folder.run("score b.tally -i trio.toml");
        prop_assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
        prop_assert!(outcome.stderr.starts_with("cte: "), "{}", outcome.stderr);
        prop_assert!(outcome.stderr.contains("b.tally"), "{}", outcome.stderr);
        Ok(())
    });
    outcome.expect("every change is noticed");
}

#[test]
fn answers_that_are_counted_twice_are_told() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 24)]))
        .file("b.csv", sized(&[("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    folder.output("tally a.csv b.csv -i trio.toml -o both.tally");
    let mut said = String::new();
    for files in [
        "a.tally a.tally",
        "a.tally both.tally",
        "a.csv a.tally",
        "a.csv b.csv both.tally",
    ] {
        let refused = folder.failure(&format!("score {files} -i trio.toml"));
        let _ = writeln!(said, "{files}: {}", refused.trim_end());
        let kept = json(&folder, &format!("score {files} -i trio.toml --keep-duplicates"))["findings"].clone();
        let of_file = |finding: &&Value| finding["code"] == "same-file";
        let finding = kept
            .as_array()
            .expect("findings")
            .iter()
            .find(of_file)
            .expect("a finding");
        assert_eq!(finding["level"], "warning");
    }
    insta::assert_snapshot!(said);
}

#[test]
fn responses_and_tallies_can_be_scored_together() {
    let (folder, names) = parted(|place, _| place % 3, 3);
    count(&folder, &names[1..], "-i trio.toml --by role");
    let of = |files: &str| figures(json(&folder, &format!("score {files} -i trio.toml")));
    assert_eq!(of("0.csv 1.csv 2.csv"), of("0.csv 1.tally 2.tally"));
    // The responses come first, wherever they are named.
    assert_eq!(of("0.csv 1.csv 2.csv"), of("1.tally 2.tally 0.csv"));
}

#[test]
fn a_result_of_tallies_is_verified_from_the_tallies() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    folder.output("score a.tally -i trio.toml -o then.json");
    fs::remove_file(folder.path("a.csv")).expect("a file");
    assert_eq!(folder.run("verify then.json").code, 0);
    let record: Value = serde_json::from_str(&folder.read("then.json")).expect("JSON");
    assert_eq!(record["run"]["counted"][0]["path"], "a.csv");
    let folder = folder.file("a.csv", sized(&[("Oak", 25), ("Ash", 14)]));
    folder.output("tally a.csv -i trio.toml -o a.tally");
    assert_eq!(folder.run("verify then.json").code, 1);
}

#[test]
fn what_was_given_out_earlier_of_the_same_answers_is_minded_as_far_as_counts_can() {
    let rows = rows();
    let folder = Folder::new().file("a.csv", csv(&rows)).file("b.csv", csv(&rows[30..]));
    for (name, by) in [("a", "--by role"), ("b", "")] {
        folder.output(&format!(
            "tally {name}.csv -i trio.toml --unsuppressed {by} -o {name}.tally"
        ));
    }
    folder.output("score a.csv -i trio.toml -o rows.json");
    folder.output("score a.tally -i trio.toml -o counts.json");
    folder.output("score a.csv -i trio.toml --by role -o roles.json");
    folder.output("score a.tally -i trio.toml --min-group 3 -o three.json");
    // The same groups, or some of them: nothing to subtract. A further command makes no difference.
    for earlier in ["rows", "counts"] {
        for command in ["score", "items --by=", "reliability"] {
            let result = json(
                &folder,
                &format!("{command} a.tally -i trio.toml --published {earlier}.json"),
            );
            assert!(
                result["findings"].to_string().contains("nothing to subtract"),
                "{command}: {}",
                result["findings"]
            );
        }
    }
    folder.output("score a.csv -i trio.toml --published counts.json");
    // Whose counts these are is not known, so neither is what the two results disclose together.
    let mut page = Page::default();
    page.fails(&folder, "score b.tally -i trio.toml --published counts.json")
        .fails(&folder, "score a.tally b.tally -i trio.toml --published rows.json")
        .fails(
            &folder,
            "score a.csv b.csv -i trio.toml --keep-duplicates --published counts.json",
        );
    insta::assert_snapshot!(page);
    let nested = folder.run("score a.tally -i trio.toml --published three.json");
    assert_eq!(nested.code, 0, "{}", nested.stderr);
}
