//! `docs/statistics.md` is the source of `--explain`: the program prints what the page says.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::docs::{ROOT, read};

/// Text as it stands in Markdown: nothing in a definition is markup.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        if "\\`*_{}[]<>|".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

#[test]
fn explain_prints_every_line_of_the_definitions() {
    const LABELS: [(&str, &str); 6] = [
        ("definition", "Definition"),
        ("source", "Source"),
        ("estimator", "Estimated"),
        ("missing", "Missing answers"),
        ("denominator", "Divided by"),
        ("elsewhere", "Elsewhere"),
    ];
    let output = Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(["reliability", "--format", "json", "--explain"])
        .output()
        .expect("the program runs");
    let record: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let explanations = record["explanations"].as_array().expect("explanations");
    let mut printed = Vec::new();
    for explanation in explanations {
        let text = |key: &str| explanation[key].as_str().expect("a text");
        printed.push(format!("### {}", escaped(text("name"))));
        printed.push(format!("`{}` · {}", text("key"), escaped(text("says"))));
        for (key, label) in LABELS.iter().filter(|(key, _)| !text(key).is_empty()) {
            printed.push(format!("- **{label}:** {}", escaped(text(key))));
        }
    }
    let page = read(&Path::new(ROOT).join("docs/statistics.md"));
    let entries = page.split("\n## ").filter_map(|section| section.split_once("\n### "));
    let written: Vec<String> = entries
        .flat_map(|(_, entries)| format!("### {entries}").lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(printed, written);
}
