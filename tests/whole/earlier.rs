//! Results given out earlier, after the responses have changed or were saved again; and the records of results.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, Page, TRIO, sized};

const MONDAY: &str = include_str!("late/mon.csv");
const TWO_COLUMNS: &str = include_str!("late/r.csv");
/// One person who answered a day later.
const LATE: &str = "A03,Teacher,1,2,1,1,3,1,1,1,2,1,1,1,6,6,6,6,6,6\n";

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

fn parsed(folder: &Folder, file: &str) -> Value {
    serde_json::from_str(&folder.read(file)).expect("JSON")
}

fn codes(result: &Value) -> Vec<&str> {
    let findings = result["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

fn message<'r>(result: &'r Value, code: &str) -> &'r str {
    let mut findings = result["findings"].as_array().expect("findings").iter();
    let found = findings.find(|finding| finding["code"] == code).expect("the finding");
    found["message"].as_str().expect("a message")
}

/// Academy and number of those scored, on the first scale.
fn numbers(result: &Value) -> Vec<(&str, Option<u64>)> {
    let academies = result["scales"][0]["academies"].as_array().expect("academies");
    let of = |academy: &'_ Value| academy["n"].as_u64();
    academies
        .iter()
        .map(|academy| (academy["academy"].as_str().expect("a name"), of(academy)))
        .collect()
}

/// The figures of a result, whatever the order of its groups: they stand in the order of the rows.
fn figures(mut result: Value) -> Value {
    for key in ["input", "run", "findings"] {
        result.as_object_mut().expect("an object").remove(key);
    }
    in_order(&mut result);
    result
}

fn in_order(value: &mut Value) {
    match value {
        Value::Array(values) => {
            values.iter_mut().for_each(in_order);
            let name = |value: &Value| {
                let name = value.get("academy").or_else(|| value.get("group"));
                name.map(Value::to_string)
            };
            values.sort_by_key(name);
        }
        Value::Object(members) => members.values_mut().for_each(in_order),
        _ => {}
    }
}

/// A folder with Monday's answers and the result that was given out of them, and Tuesday's.
fn late() -> Folder {
    let folder = Folder::new()
        .file("mon.csv", MONDAY)
        .file("tue.csv", format!("{MONDAY}{LATE}"));
    folder.output("score mon.csv -o mon.json");
    folder
}

#[test]
fn a_late_answer_waits_and_everything_given_out_stays() {
    let folder = late();
    let monday = parsed(&folder, "mon.json");
    let unaware = json(&folder, "score tue.csv");
    assert_ne!(numbers(&unaware), numbers(&monday));
    let aware = json(&folder, "score tue.csv --published mon.json");
    assert_eq!(codes(&aware), ["published-held", "published"]);
    insta::assert_snapshot!(message(&aware, "published-held"));
    assert_eq!(figures(aware), figures(monday.clone()));
    for options in [
        "--min-group 5",
        "--by role",
        "--level .9",
        "--missing pairwise",
        "--skip-bad",
        "--keep-incomplete",
    ] {
        let aware = json(&folder, &format!("score tue.csv --published mon.json {options}"));
        assert_eq!(numbers(&aware), numbers(&monday), "{options}");
        assert_eq!(
            aware["scales"][0]["trust"]["mean"], monday["scales"][0]["trust"]["mean"],
            "{options}"
        );
    }
    for command in ["items", "reliability"] {
        let aware = json(&folder, &format!("{command} tue.csv --published mon.json"));
        assert_eq!(
            figures(aware),
            figures(json(&folder, &format!("{command} mon.csv"))),
            "{command}"
        );
    }
}

#[test]
fn an_academy_is_updated_once_ten_have_answered_and_others_keep_waiting() {
    let folder = late();
    let more = "A05,Teacher,4,4,5,4,6,4,4,5,4,5,2,3,4,6,5,2,5,4\nA05,Teacher,3,4,5,4,6,4,4,5,4,5,2,3,4,6,5,2,5,4\n";
    let folder = folder.file("wed.csv", format!("{MONDAY}{LATE}{}", more.repeat(5)));
    let result = json(&folder, "score wed.csv --published mon.json");
    let of = |academy: &str| {
        numbers(&result)
            .into_iter()
            .find(|(name, _)| *name == academy)
            .and_then(|found| found.1)
    };
    assert_eq!((of("A03"), of("A05")), (Some(22), Some(28)));
    // The next result is compared with both, and takes the second as it was made: with what it held back.
    folder.output("score wed.csv --published mon.json -o wed.json");
    let folder = folder.file("thu.csv", format!("{MONDAY}{LATE}{LATE}{}", more.repeat(6)));
    let next = json(&folder, "score thu.csv --published wed.json");
    assert_eq!(numbers(&next), numbers(&result));
    assert_eq!(next["run"]["published"].as_array().expect("two").len(), 2);
}

#[test]
fn removed_and_changed_answers_are_held_back_too() {
    let folder = late();
    let monday = parsed(&folder, "mon.json");
    let rows: Vec<&str> = MONDAY.lines().collect();
    let removed = [&rows[..1], &rows[3..]].concat().join("\n");
    let changed = MONDAY.replacen("A01,Teaching assistant,5,3", "A01,Teaching assistant,1,3", 1);
    let folder = folder.file("removed.csv", removed).file("changed.csv", changed);
    for file in ["removed", "changed"] {
        let aware = json(&folder, &format!("score {file}.csv --published mon.json"));
        assert_eq!(figures(aware), figures(monday.clone()), "{file}");
    }
}

#[test]
fn the_same_answers_saved_again_are_the_same_answers() {
    let columns = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.rotate_left(4);
        cells.join(";")
    };
    let mut rows: Vec<&str> = TWO_COLUMNS.lines().collect();
    rows[1..].reverse();
    let shuffled: Vec<String> = rows.iter().map(|row| columns(row)).collect();
    let folder = Folder::new()
        .file("r.csv", TWO_COLUMNS)
        .file("resaved.csv", TWO_COLUMNS.replace('\n', "\r\n"))
        .file("shuffled.csv", shuffled.join("\n"));
    folder.output("score r.csv -g academy -o r.json");
    let again = json(&folder, "score r.csv -g phase --published r.json");
    let unaware = json(&folder, "score r.csv -g phase");
    assert_ne!(figures(again.clone()), figures(unaware));
    for file in ["resaved", "shuffled"] {
        let aware = json(&folder, &format!("score {file}.csv -g phase --published r.json"));
        assert_eq!(figures(aware), figures(again.clone()), "{file}");
    }
    // The first file is no longer there under its name.
    fs::rename(folder.path("r.csv"), folder.path("other.csv")).expect("a file");
    for rest in [
        "score resaved.csv",
        "score other.csv",
        "score shuffled.csv --published-from other.csv",
    ] {
        let aware = json(&folder, &format!("{rest} -g phase --published r.json"));
        assert_eq!(figures(aware), figures(again.clone()), "{rest}");
    }
}

#[test]
fn a_questionnaire_with_other_comments_and_ids_is_the_same() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 20), ("Ash", 14)]));
    folder.output("score a.csv -i trio.toml -o a.json");
    let other = TRIO.replace("id = \"all\"", "id = \"whole\"");
    let folder = folder.file("trio.toml", format!("# Our own\n{other}"));
    let result = json(&folder, "score a.csv -i trio.toml --published a.json");
    assert_eq!(codes(&result), ["published"]);
    let folder = folder.file("trio.toml", TRIO.replace("reversed = true", ""));
    let refusal = folder.failure("score a.csv -i trio.toml --published a.json");
    assert!(refusal.contains("questionnaire has changed"), "{refusal}");
}

#[test]
fn a_result_on_few_questions_has_no_checksum_that_could_confirm_a_guess() {
    let answers = sized(&[("Oak", 20), ("Ash", 14), ("Fir", 4)]);
    let folder = Folder::new().file("a.csv", &answers);
    let first = json(&folder, "score a.csv -i trio.toml");
    assert!(first["run"]["responses"][0]["items"].is_string());
    assert!(first["run"]["responses"][0]["answers"].is_null());
    let checksum = &json(&late(), "score mon.csv")["run"]["responses"][0]["answers"];
    assert_eq!(checksum.as_str().expect("a checksum").len(), 5);
    // So the same answers are recognised while the first file is there, and refused when it is not.
    folder.output("score a.csv -i trio.toml -o a.json");
    let folder = folder.file("again.csv", answers.replace('\n', "\r\n"));
    let result = json(&folder, "score again.csv -i trio.toml --published a.json");
    assert!(codes(&result).contains(&"published"), "{result}");
    let folder = folder.file("a.csv", answers.replace('\n', "\r\n"));
    let refusal = folder.failure("score again.csv -i trio.toml --published a.json");
    assert!(refusal.contains("missing or have changed since: `a.csv`"), "{refusal}");
}

#[test]
fn answers_that_are_gone_are_refused_with_the_ways_out() {
    let folder = late().file("mon.csv", format!("{MONDAY}{LATE}"));
    let mut page = Page::default();
    page.fails(&folder, "score mon.csv --published mon.json");
    insta::assert_snapshot!(page);
    let folder = folder.file("kept.csv", MONDAY);
    let result = json(&folder, "score mon.csv --published mon.json --published-from kept.csv");
    assert_eq!(codes(&result), ["published-held", "published"]);
}

#[test]
fn a_tally_that_grew_is_refused_and_one_of_the_same_answers_is_not() {
    let folder = late();
    for day in ["mon", "tue"] {
        folder.output(&format!("tally {day}.csv -o {day}.tally"));
    }
    folder.output("score mon.tally -o counts.json");
    let mut page = Page::default();
    page.fails(&folder, "score tue.tally --published counts.json")
        .fails(&folder, "score tue.tally --published mon.json")
        .fails(&folder, "score tue.csv --published counts.json");
    insta::assert_snapshot!(page);
    let folder = folder.file("resaved.csv", MONDAY.replace('\n', "\r\n"));
    folder.output("tally resaved.csv -o resaved.tally");
    for earlier in ["counts", "mon"] {
        let result = json(&folder, &format!("score resaved.tally --published {earlier}.json"));
        assert!(message(&result, "published").contains("nothing to subtract"));
    }
}

/// A trust with two terms; the answers of the second are other people's.
fn trust() -> Folder {
    let trust = "name = \"T\"\n[[term]]\nname = \"Autumn 2026\"\ndate = 2026-10-05\nfiles = [\"mon.csv\"]\n\
        [[term]]\nname = \"Spring 2027\"\ndate = 2027-03-01\nfiles = [\"spring.csv\"]\n";
    let rows: Vec<&str> = MONDAY.lines().collect();
    let spring = rows[1..].iter().map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        [&cells[..2], &cells[5..], &cells[2..5]].concat().join(",")
    });
    let spring: Vec<String> = std::iter::once(rows[0].to_owned()).chain(spring).collect();
    Folder::new()
        .file("mon.csv", MONDAY)
        .file("spring.csv", spring.join("\n"))
        .file("cte.toml", trust)
}

fn records(folder: &Folder) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.path("published")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_written_to_a_file_is_recorded_and_a_second_run_is_the_same() {
    let folder = trust();
    let outcome = folder.run("score --term \"Autumn 2026\" -o scores.csv");
    let names = records(&folder);
    assert_eq!(names.len(), 1);
    assert!(names[0].starts_with("autumn-2026-score-"), "{names:?}");
    assert_eq!(
        outcome.stderr,
        format!("recorded as given out: `published/{}`\n", names[0])
    );
    let first = folder.read("scores.csv");
    let again = folder.run("score --term \"Autumn 2026\" -o again.csv");
    assert_eq!((again.stderr.as_str(), folder.read("again.csv") == first), ("", true));
    assert_eq!(records(&folder), names);
    for (command, output) in [
        ("items --by", "items.json"),
        ("reliability", "r.xlsx"),
        ("compare", "c.md"),
        ("trend", "t.txt"),
        ("report", "board/"),
    ] {
        folder.output(&format!("{command} -o {output}"));
        let kept = records(&folder);
        folder.output(&format!("{command} -o {output}"));
        assert_eq!(records(&folder), kept, "{command}");
    }
    let kinds: Vec<String> = records(&folder)
        .iter()
        .map(|name| name.rsplit_once('-').expect("a checksum").0.to_owned())
        .collect();
    insta::assert_snapshot!(kinds.join("\n"));
    for name in records(&folder) {
        assert_eq!(folder.run(&format!("verify published/{name}")).code, 0, "{name}");
    }
}

#[test]
fn a_picture_is_recorded_as_the_figures_that_it_is_drawn_from() {
    let folder = trust();
    folder.output("plot scores --width 400 -o scores.svg");
    folder.output("plot change --scale teaching -o change.png");
    let pictures = records(&folder);
    assert_eq!(pictures.len(), 2, "{pictures:?}");
    // The same figures again are no further records.
    folder.output("score -o scores.csv");
    folder.output("compare -o change.csv");
    assert_eq!(records(&folder), pictures);
    for name in pictures {
        assert_eq!(folder.run(&format!("verify published/{name}")).code, 0, "{name}");
    }
    let outcome = folder.run("plot items --no-record -o items.svg");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
}

#[test]
fn what_is_not_given_out_is_not_recorded() {
    let folder = trust();
    folder.output("score");
    folder.output("score --format json");
    folder.output("score --unsuppressed -o working.json");
    folder.output("score --no-record -o scores.json");
    folder.output("plot scores");
    folder.run("check -o check.json");
    folder.failure("score -o scores.nothing");
    folder.failure("score -o none/scores.csv");
    folder.output("score mon.csv --no-config -o scores.json");
    assert_eq!(records(&folder), Vec::<String>::new());
    folder.output("score -o board/ --format csv");
    assert_eq!(records(&folder).len(), 1);
}

#[test]
fn a_result_in_the_folder_is_its_own_record_and_is_not_replaced_by_another() {
    let folder = trust();
    fs::create_dir(folder.path("published")).expect("a folder");
    folder.output("score -o published/spring.json");
    folder.output("score -o published/spring.json");
    folder.output("score -o scores.csv");
    assert_eq!(records(&folder), ["spring.json"]);
    let refusal = folder.failure("score --by role -o published/spring.json");
    assert!(refusal.contains("choose another name"), "{refusal}");
    assert_eq!(records(&folder), ["spring.json"]);
}

#[test]
fn a_term_run_again_after_late_answers_keeps_what_was_given_out() {
    let folder = trust();
    folder.output("report --term \"Autumn 2026\" -o board/");
    folder.output("score --term \"Autumn 2026\" -o first.json");
    // Its name depends on the version.
    let record = records(&folder).remove(0);
    let late = format!("{MONDAY}{LATE}A05{}A05{}", &LATE[3..], LATE[3..].replace('6', "5"));
    let folder = folder.file("kept.csv", MONDAY).file("mon.csv", late);
    let refusal = folder.failure("score --term \"Autumn 2026\"");
    assert!(refusal.contains("--published-from"), "{refusal}");
    folder.output("score --term \"Autumn 2026\" --published-from kept.csv -o second.json");
    let (first, second) = (parsed(&folder, "first.json"), parsed(&folder, "second.json"));
    insta::assert_snapshot!(message(&second, "published-held").replace(&record, "RECORD.json"));
    assert_eq!(figures(second), figures(first));
    // The results of the other term are about other answers.
    let spring = json(&folder, "score");
    assert!(codes(&spring).contains(&"published-apart"), "{spring}");
}

#[test]
fn a_json_in_the_folder_that_is_not_understood_is_refused() {
    let folder = trust();
    folder.output("score -o scores.json");
    let record = folder.read("scores.json");
    let faulty = [
        (
            "truncated",
            record.split("\"options\"").next().expect("a part").to_owned(),
        ),
        ("version", record.replace("cte/score/2", "cte/score/9")),
        ("kind", record.replace("cte/score/2", "cte/plan/1")),
        (
            "twice",
            record.replacen("\"options\": {", "\"options\": {\"min_group\": 99, ", 1),
        ),
        ("shape", record.replace("\"academies\"", "\"schools\"")),
        ("other", "{\"figures\": []}".to_owned()),
        ("empty", String::new()),
    ];
    let mut page = Page::default();
    for (name, text) in faulty {
        fs::write(folder.path("published/x.json"), text).expect("a file");
        page.fails(
            &folder,
            &format!("score --format csv --term \"Spring 2027\" -o {name}.csv"),
        );
    }
    insta::assert_snapshot!(page);
    fs::remove_file(folder.path("published/x.json")).expect("a file");
    fs::write(folder.path("published/README.md"), "Given out.").expect("a file");
    let result = json(&folder, "items");
    assert!(message(&result, "published-skipped").contains("README.md"));
}
