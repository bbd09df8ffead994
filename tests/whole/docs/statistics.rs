//! `docs/statistics.md` holds the definition of every figure as `--explain` prints it.
//!
//! The page has the headings and the order; a comment `<!-- explain: alpha, omega_total -->` is followed by the definitions of
//! these keys, up to `<!-- end -->`, and this test writes them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::docs::{ROOT, compare, read};

const BEGIN: &str = "<!-- explain: ";
const END: &str = "<!-- end -->";

/// The parts of a definition, and their labels on the page; what a figure says stands above them without a label.
const PARTS: [(&str, &str); 6] = [
    ("definition", "Definition"),
    ("source", "Source"),
    ("estimator", "Estimated"),
    ("missing", "Missing answers"),
    ("denominator", "Divided by"),
    ("elsewhere", "Elsewhere"),
];

fn explanations() -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(["reliability", "--format", "json", "--explain"])
        .output()
        .expect("the program runs");
    let record: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    record["explanations"].as_array().expect("explanations").clone()
}

/// Text as Markdown shows it: nothing in a definition is markup.
fn plain(text: &str) -> String {
    text.chars().fold(String::new(), |mut plain, c| {
        if "\\`*_{}[]<>|".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
        plain
    })
}

fn written(explanation: &Value) -> String {
    let text = |key: &str| explanation[key].as_str().unwrap_or_default();
    let mut written = format!(
        "\n### {}\n\n`{}` · {}\n\n",
        plain(text("name")),
        text("key"),
        plain(text("says"))
    );
    for (key, label) in PARTS {
        if !text(key).is_empty() {
            let _ = writeln!(written, "- **{label}:** {}", plain(text(key)));
        }
    }
    written
}

#[test]
fn the_page_of_statistics_says_what_explain_says() {
    let path = Path::new(ROOT).join("docs/statistics.md");
    let page = read(&path);
    let explanations = explanations();
    let mut parts = page.split(BEGIN);
    let mut fresh = parts.next().unwrap_or_default().to_owned();
    let mut seen = BTreeSet::new();
    for part in parts {
        let (keys, rest) = part.split_once(" -->").expect("the end of a list of keys");
        let (_, after) = rest.split_once(END).expect("the end of the definitions");
        fresh.push_str(BEGIN);
        fresh.push_str(keys);
        fresh.push_str(" -->\n");
        for key in keys.split(", ") {
            let found = explanations.iter().find(|explanation| explanation["key"] == key);
            fresh.push_str(&written(found.unwrap_or_else(|| panic!("there is no figure `{key}`"))));
            assert!(seen.insert(key.to_owned()), "`{key}` is explained twice");
        }
        fresh.push('\n');
        fresh.push_str(END);
        fresh.push_str(after);
    }
    let all: BTreeSet<String> = explanations
        .iter()
        .filter_map(|explanation| explanation["key"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(seen, all, "docs/statistics.md explains every figure once");
    compare(&path, &page, &fresh);
}
