//! The two synthetic terms in `tests/reference/`, and R's figures for them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use serde_json::Value;

/// Scales that R's figures describe, with the items of each, counted from 0.
pub(crate) const SCALES: [(&str, Range<usize>); 3] = [("all", 0..12), ("teaching", 0..6), ("engagement", 6..12)];

/// Keyed answers of one term by academy: one row per person, codes 1 to 6.
pub(crate) struct Wave {
    /// In alphabetical order.
    pub(crate) academies: BTreeMap<String, Vec<[Option<u8>; 12]>>,
}

impl Wave {
    /// Reads `trust-{name}.csv`.
    pub(crate) fn read(name: &str) -> Self {
        let text =
            std::fs::read_to_string(reference(&format!("trust-{name}.csv"))).expect("the reference survey is there");
        let mut academies: BTreeMap<String, Vec<[Option<u8>; 12]>> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let answers = std::array::from_fn(|item| {
                let code: Option<u8> = fields[3 + item].parse().ok();
                // q04, q09 and q11 are reversed.
                code.map(|code| if [3, 8, 10].contains(&item) { 7 - code } else { code })
            });
            academies.entry(fields[1].to_owned()).or_default().push(answers);
        }
        Self { academies }
    }

    /// Scores of each academy's persons who answered at least 80 % of the items.
    pub(crate) fn scores(&self, items: &Range<usize>) -> BTreeMap<String, Vec<f64>> {
        let score = |answers: &[Option<u8>; 12]| {
            let given: Vec<f64> = answers[items.clone()]
                .iter()
                .flatten()
                .map(|&code| f64::from(code))
                .collect();
            let enough = 5 * given.len() >= 4 * items.len();
            enough.then(|| given.iter().sum::<f64>() / given.len() as f64)
        };
        let of = |persons: &Vec<_>| persons.iter().filter_map(score).collect();
        self.academies
            .iter()
            .map(|(name, persons)| (name.clone(), of(persons)))
            .collect()
    }
}

/// R's figures in `{name}.json`.
pub(crate) fn figures(name: &str) -> Value {
    let text = std::fs::read_to_string(reference(&format!("{name}.json"))).expect("R's figures are there");
    serde_json::from_str(&text).expect("R's figures are JSON")
}

/// A number among R's figures.
pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn reference(file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "reference", file]
        .iter()
        .collect()
}
