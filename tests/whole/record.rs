//! Laws of the record, from outside: every cell of every table is in the JSON of the same command, and every key is in the
//! registry.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use cte::report::FIGURES;
use serde_json::Value;

use crate::support::{Folder, TRIO, sized};

/// Commands with all their variants.
const COMMANDS: [&str; 18] = [
    "score a.csv",
    "score a.csv --headcount staff.csv --by role --norms",
    "score a.csv --exclude-flagged",
    "score a.csv --unsuppressed --by role",
    "score a.csv --min-group 200",
    "items a.csv --by role",
    "items a.csv --unsuppressed --by --sort mean",
    "reliability a.csv --unsuppressed --bootstrap 20",
    "reliability a.csv",
    "structure a.csv",
    "structure a.csv --unsuppressed",
    "plan --headcount staff.csv --rate 0.7",
    "check a.csv --headcount staff.csv --by role",
    "compare a.csv b.csv --headcount staff.csv --by role",
    "compare a.csv b.csv --link code",
    "compare a.csv b.csv --unsuppressed",
    "trend a.csv b.csv --headcount staff.csv --by role",
    "trend a.csv b.csv --unsuppressed",
];

/// Words that only tables have, to say which part of the record a row is.
const WORDS: [&str; 10] = [
    "trust",
    "the trust",
    "academy",
    "item",
    "duration",
    "not used",
    "identifies responses",
    "random intercept",
    "random slope",
    "true",
];

fn folder() -> Folder {
    let norm = "[[scale.norm]]\nname = \"Elsewhere\"\nmean = 4.0\nsd = 0.5\nsource = \"A leaflet.\"\nstatus = \"unverified\"\n";
    let survey = |groups: &[(&str, usize)], code: &str| {
        let rows = sized(groups);
        let mut lines = rows.lines();
        let head = format!("{},role,code\n", lines.next().expect("a header"));
        lines.enumerate().fold(head, |text, (row, line)| {
            let role = ["Teacher", "Support", "Teacher"][row % 3];
            let code = if row % 5 == 0 { code } else { "" };
            format!("{text}{line},{role},c{row}{code}\n")
        })
    };
    Folder::new()
        .file("trio.toml", format!("{TRIO}{norm}"))
        .file(
            "a.csv",
            survey(&[("Oak", 40), ("Ash", 30), ("Elm", 4), ("Fir", 24)], "a"),
        )
        .file(
            "b.csv",
            survey(&[("Oak", 30), ("Ash", 32), ("Fir", 3), ("Yew", 20)], "b"),
        )
        .file("staff.csv", "academy,staff\nOak,50\nAsh,30\nElm,9\nFir,30\nYew,25\n")
}

/// Everything that a cell may say: the JSON's texts, names of members, and lists of texts; numbers by their value.
#[derive(Default)]
struct Said {
    texts: HashSet<String>,
    numbers: HashSet<u64>,
}

impl Said {
    fn of(value: &Value) -> Self {
        let mut said = Self::default();
        said.add(value);
        said
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                // A bound: `{"under": 5}` is `under 5` in a table.
                if let (1, Some((side, bound))) = (members.len(), members.iter().next()) {
                    self.texts
                        .insert(format!("{side} {}", bound.as_f64().unwrap_or_default()));
                }
                for (key, member) in members {
                    self.texts.insert(key.clone());
                    self.add(member);
                }
            }
            Value::Array(elements) => {
                let words: Vec<&str> = elements.iter().filter_map(Value::as_str).collect();
                self.texts.insert(words.join("; "));
                for element in elements {
                    self.add(element);
                }
            }
            Value::String(text) => {
                self.texts.insert(text.clone());
            }
            Value::Number(number) => {
                self.numbers.insert(number.as_f64().expect("a number").to_bits());
            }
            Value::Bool(flag) => {
                self.texts.insert(flag.to_string());
            }
            Value::Null => {}
        }
    }

    fn has(&self, cell: &str) -> bool {
        // CSV marks a text that a spreadsheet would take for a formula.
        let cell = cell.strip_prefix('\'').unwrap_or(cell);
        cell.is_empty() || self.texts.contains(cell) || WORDS.contains(&cell) || self.has_number(cell)
    }

    /// The reader of JSON is exact to one unit in the last place.
    fn has_number(&self, cell: &str) -> bool {
        cell.parse::<f64>().is_ok_and(|number| {
            let bits = number.to_bits();
            let near = [bits, bits.wrapping_sub(1), bits.wrapping_add(1)];
            near.iter().any(|bits| self.numbers.contains(bits))
        })
    }
}

fn json(folder: &Folder, command: &str) -> Value {
    let outcome = folder.run(&format!("{command} -i trio.toml --format json"));
    assert!(outcome.code < 2, "{command}: {}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// The tables of a command, by name.
fn tables(folder: &Folder, command: &str) -> Vec<(String, Vec<csv::StringRecord>)> {
    let outcome = folder.run(&format!("{command} -i trio.toml -o tables/"));
    assert!(outcome.code < 2, "{command}: {}", outcome.stderr);
    let place = folder.path("tables");
    let files = fs::read_dir(&place).expect("the folder of tables");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(&path)
            .expect("a table");
        (name, reader.records().map(|row| row.expect("a row")).collect())
    };
    let found = files.map(read).collect();
    fs::remove_dir_all(&place).expect("the folder is removed");
    found
}

#[test]
fn every_cell_of_every_table_is_in_the_json_of_the_command() {
    let folder = folder();
    let mut seen = BTreeSet::new();
    for command in COMMANDS {
        let said = Said::of(&json(&folder, command));
        for (name, rows) in tables(&folder, command) {
            // The table of provenance names each value by its path.
            let first = usize::from(name == "provenance");
            for row in rows.iter().skip(1) {
                for cell in row.iter().skip(first) {
                    assert!(said.has(cell), "{command}: {name} says `{cell}`, and the JSON does not");
                }
            }
            seen.insert(name);
        }
    }
    for name in [
        "scores",
        "by_group",
        "norms",
        "without_flagged",
        "linked",
        "mixed",
        "key_audit",
        "intervals",
    ] {
        assert!(seen.contains(name), "{name} in {seen:?}");
    }
}

#[test]
fn items_are_in_the_json_of_scores() {
    let record = json(&folder(), "score a.csv");
    let items = record["items"].as_array().expect("items");
    assert_eq!(items.len(), 3);
    assert_eq!(items[1]["codes"][0], 1);
    // The item is reversed: its lowest keyed code is the highest as it was answered.
    assert_eq!(items[1]["labels"][0], "Strongly agree");
    let counts = items[1]["counts"].as_array().expect("counts");
    let answers: u64 = counts.iter().filter_map(Value::as_u64).sum();
    assert_eq!(items[1]["n"], answers);
}

/// Members whose names are words of the survey, not keys.
const NAMED_BY_THE_SURVEY: [&str; 7] = [
    "missing",
    "labels",
    "flagged_by_reason",
    "items",
    "loadings",
    "communality",
    "thresholds",
];

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.insert(key.clone());
                if !(NAMED_BY_THE_SURVEY.contains(&key.as_str()) && member.is_object()) {
                    keys(member, found);
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| keys(element, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_every_record_and_table_is_in_the_registry() {
    let folder = folder();
    let registry: HashSet<&str> = FIGURES
        .iter()
        .flat_map(|subject| subject.iter())
        .map(|entry| entry.key)
        .collect();
    let mut found = BTreeSet::new();
    for command in COMMANDS {
        keys(&json(&folder, command), &mut found);
        for (name, rows) in tables(&folder, command) {
            found.insert(name);
            found.extend(rows[0].iter().map(str::to_owned));
        }
    }
    for command in ["instrument list", "instrument show trust-cte", "reliability --explain"] {
        let output = folder.output(&format!("{command} --format json"));
        keys(&serde_json::from_str(&output).expect("JSON"), &mut found);
    }
    let unknown: Vec<&String> = found.iter().filter(|key| !registry.contains(key.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new());
}
