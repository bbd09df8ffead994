//! Published precision: every number is rounded where it is decided, in every format alike.

use std::path::Path;

use cte::disclosure::{Policy, Published, PublishedGroup, PublishedScale, publish};
use cte::model::Instrument;
use cte::tally::MISSING;
use proptest::prelude::*;
use serde_json::Value;

use crate::outputs::{Output, items, reliability, score, workbook};
use crate::trust::{POLICY, Person, ROUNDED, config, survey, trusts};

/// Members that are percentages, which are whole.
const PERCENT: [&str; 7] = [
    "pomp",
    "pomp_lower",
    "pomp_upper",
    "percent_favourable",
    "favourable_lower",
    "favourable_upper",
    "percentages",
];
/// Means, which are rounded by themselves to the unit of their group.
const MEANS: [&str; 4] = ["mean", "mean_of_persons", "mean_of_academies", "shrunken_mean"];
/// Other members that are rounded by themselves, to hundredths on the scales of these trusts.
const ROUNDED_ALONE: [&str; 3] = ["sd", "shrunken_se", "median"];
/// The usual unit on the scales of these trusts.
const HUNDREDTH: f64 = 0.01;
/// Members that sum up the academies whose agreement is shown. Where answers differ too little it is not.
const OF_SHOWN: [&str; 4] = ["median_r_star_wg_j", "lowest", "highest", "beyond_chance"];
/// Members that say how the run was made.
const OF_THE_RUN: [&str; 3] = ["options", "input", "run"];
/// The smallest spread that is published, on the widest of the scales: 5 % of 16.
const LEAST_SPREAD: f64 = 0.8;

fn json(outputs: &[Output]) -> Value {
    let output = outputs
        .iter()
        .find(|output| output.name.ends_with(" json"))
        .expect("the JSON");
    serde_json::from_str(&output.text).expect("JSON")
}

/// The JSON of every command about one term.
fn records(trust: &crate::trust::Trust, policy: Policy) -> Vec<Value> {
    let instrument = trust.instrument();
    let survey = survey(trust, &instrument, &trust.responses(), true);
    vec![
        json(&score(&survey, policy).1),
        json(&items(&survey, policy).outputs),
        json(&reliability(&survey, policy).1),
    ]
}

/// The number of decimals that are printed.
fn decimals(number: f64) -> usize {
    let text = number.to_string();
    text.split_once('.').map_or(0, |(_, after)| after.len())
}

/// The most decimals of a member, in a group or in the trust.
fn most(key: &str, in_group: bool) -> usize {
    match key {
        key if PERCENT.contains(&key) => 0,
        "p" | "p_holm" | "p_bh" => 3,
        _ if in_group => 2,
        _ => 3,
    }
}

fn is_rounded(value: &Value, key: &str, in_group: bool) -> Result<(), TestCaseError> {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !OF_THE_RUN.contains(&key.as_str())) {
                is_rounded(member, key, in_group || ["academies", "groups"].contains(&key.as_str()))?;
            }
        }
        Value::Array(elements) => {
            for element in elements {
                is_rounded(element, key, in_group)?;
            }
        }
        Value::Number(number) => {
            let number = number.as_f64().expect("a number");
            prop_assert!(decimals(number) <= most(key, in_group), "{key} is {number}");
        }
        _ => {}
    }
    Ok(())
}

/// True for an item whose answers are published in bands of codes.
fn in_bands(members: &serde_json::Map<String, Value>) -> bool {
    members.contains_key("percentages") && !members.contains_key("codes")
}

/// The part of a record that is compared.
#[derive(Clone, Copy)]
struct Part<'a> {
    key: &'a str,
    instrument: &'a Instrument,
    published: &'a Published,
    scale: Option<&'a PublishedScale>,
    /// The unit of means.
    unit: f64,
}

impl<'a> Part<'a> {
    fn of(instrument: &'a Instrument, published: &'a Published) -> Self {
        Self {
            key: "",
            instrument,
            published,
            scale: None,
            unit: HUNDREDTH,
        }
    }

    /// A member of an object.
    fn member(self, key: &'a str) -> Self {
        Self { key, ..self }
    }

    /// An element of an array.
    fn element(self, place: usize) -> Self {
        let of_group = |groups: &[PublishedGroup]| groups[place].scores.figures().map_or(HUNDREDTH, |own| own.unit);
        match (self.key, self.scale) {
            ("scales", _) => {
                let scale = &self.published.scales[place];
                Self {
                    scale: Some(scale),
                    unit: scale.trust.figures().map_or(HUNDREDTH, |trust| trust.unit),
                    ..self
                }
            }
            ("academies", Some(scale)) => Self {
                unit: of_group(&scale.academies),
                ..self
            },
            ("groups", Some(scale)) => Self {
                unit: scale.by.as_ref().map_or(HUNDREDTH, |by| of_group(&by.groups)),
                ..self
            },
            _ => self,
        }
    }

    /// How far a published number may lie from the exact one.
    fn near(self) -> f64 {
        // A mean lies half its unit from the exact one; figures about a mean lie as much further away as its unit is coarser.
        let further = (self.unit - HUNDREDTH) / 2.0;
        let of_scale = |scale: &PublishedScale| {
            let [lowest, highest] = self.instrument.scales()[scale.scale].score_range(&self.instrument.scoring);
            (highest - lowest) as f64
        };
        let range = self.scale.map_or(1.0, of_scale);
        match self.key {
            key if MEANS.contains(&key) => self.unit / 2.0,
            key if ROUNDED_ALONE.contains(&key) => HUNDREDTH / 2.0,
            key if PERCENT.contains(&key) => 1.0 + further / range * 100.0,
            _ => 0.05 + further,
        }
    }
}

/// Compares a published record with the one that has every digit of the same groups.
fn agree(published: &Value, exact: &Value, part: Part<'_>) -> Result<(), TestCaseError> {
    let key = part.key;
    match (published, exact) {
        (Value::Object(members), Value::Number(number)) => {
            let number = number.as_f64().expect("a number");
            let bound = |side: &str| members.get(side).and_then(Value::as_f64);
            if let Some(bound) = bound("under") {
                prop_assert!(number < bound, "{key}: {number} is not under {bound}");
            } else if let Some(bound) = bound("over") {
                prop_assert!(number > bound, "{key}: {number} is not over {bound}");
            } else if key == "sd" {
                prop_assert!(number < LEAST_SPREAD, "a standard deviation of {number} is left out");
            }
        }
        (Value::Object(members), Value::Object(exact)) if in_bands(members) => {
            let (of, exact_of) = (
                |key: &str| members.get(key),
                |key: &str| exact.get(key).and_then(Value::as_f64),
            );
            if let (Some(mean), Some(exact)) = (of("mean").and_then(Value::as_f64), exact_of("mean")) {
                prop_assert!(
                    (mean - exact).abs() <= 0.05 + 1e-9,
                    "mean next to bands is {mean} for {exact}"
                );
                prop_assert!(decimals(mean) <= 1, "mean next to bands is {mean}");
            }
            let favourable = of("percent_favourable").unwrap_or(&Value::Null);
            agree(
                favourable,
                exact.get("percent_favourable").unwrap_or(&Value::Null),
                part.member("percent_favourable"),
            )?;
            let bands = of("percentages").and_then(Value::as_array).expect("bands");
            prop_assert_eq!(bands.last(), Some(favourable));
            prop_assert!(bands.len() <= 3, "{} bands", bands.len());
            for hidden in ["sd", "median", "skewness", "kurtosis", "floor", "ceiling", "counts"] {
                let number = of(hidden).filter(|found| found.is_number());
                prop_assert!(number.is_none(), "{hidden} next to bands");
            }
        }
        (Value::Object(members), Value::Object(exact)) => {
            for (key, member) in members.iter().filter(|(key, _)| !OF_SHOWN.contains(&key.as_str())) {
                let beside = exact.get(key).unwrap_or(&Value::Null);
                // Whole counts of a group are percentages in what is published.
                agree(member, beside, part.member(key))?;
            }
        }
        (Value::Array(elements), Value::Array(exact)) => {
            for (place, (one, other)) in elements.iter().zip(exact).enumerate() {
                agree(one, other, part.element(place))?;
            }
        }
        (Value::Number(number), Value::Number(exact)) => {
            let (number, exact) = (number.as_f64().expect("a number"), exact.as_f64().expect("a number"));
            // Their number is of those whose agreement is shown.
            if key == "academies" {
                return Ok(());
            }
            let near = part.near();
            prop_assert!((number - exact).abs() <= near + 1e-9, "{key} is {number} for {exact}");
            if ["lower", "upper"].contains(&key) {
                prop_assert_eq!(
                    number.partial_cmp(&0.0),
                    exact.partial_cmp(&0.0),
                    "{} for {}",
                    number,
                    exact
                );
            }
        }
        _ => {}
    }
    Ok(())
}

/// The numbers in the tables of a command.
fn in_tables(outputs: &[Output]) -> Vec<f64> {
    let tables = outputs.iter().filter(|output| {
        Path::new(&output.name)
            .extension()
            .is_some_and(|ending| ending == "csv")
    });
    let cells = tables.flat_map(|table| {
        let mut reader = csv::Reader::from_reader(table.text.trim_start_matches('\u{feff}').as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
        records
    });
    cells
        .flat_map(|record| record.iter().filter_map(|cell| cell.parse().ok()).collect::<Vec<f64>>())
        .collect()
}

/// The numbers in a record.
fn in_record(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Object(members) => members.values().for_each(|member| in_record(member, found)),
        Value::Array(elements) => elements.iter().for_each(|element| in_record(element, found)),
        Value::Number(number) => found.extend(number.as_f64()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_published_number_is_a_multiple_of_its_precision(trust in trusts()) {
        for record in records(&trust, ROUNDED) {
            prop_assert_eq!(&record["result"], "published");
            is_rounded(&record, "", false)?;
        }
    }

    #[test]
    fn a_published_figure_is_the_exact_one_rounded(trust in trusts()) {
        let instrument = trust.instrument();
        let of_scores = publish(&survey(&trust, &instrument, &trust.responses(), true), ROUNDED);
        for (published, exact) in records(&trust, ROUNDED).iter().zip(records(&trust, POLICY)) {
            agree(published, &exact, Part::of(&instrument, &of_scores))?;
        }
    }

    #[test]
    fn means_are_coarser_only_where_somebody_skipped_a_question(trust in trusts()) {
        let skipped = |person: &Person| person.answers.contains(&MISSING) && person.answers.iter().any(|&answer| answer != MISSING);
        let instrument = trust.instrument();
        let mut complete = trust.clone();
        complete.persons.retain(|person| !skipped(person));
        let published = publish(&survey(&complete, &instrument, &complete.responses(), true), ROUNDED);
        for scale in &published.scales {
            let groups = scale.academies.iter().chain(scale.by.iter().flat_map(|by| &by.groups));
            let units = groups.filter_map(|group| Some(group.scores.figures()?.unit));
            for unit in units.chain(scale.trust.figures().map(|trust| trust.unit)) {
                prop_assert!(unit <= HUNDREDTH, "means are rounded to {unit}");
            }
        }
    }

    #[test]
    fn tables_have_the_numbers_of_the_record(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let (_, outputs) = score(&survey, ROUNDED);
        let mut known = Vec::new();
        in_record(&json(&outputs), &mut known);
        for number in in_tables(&outputs) {
            prop_assert!(known.contains(&number), "{number} is in a table only");
        }
    }

    #[test]
    fn nobody_is_told_that_all_of_a_group_answered_alike(trust in trusts()) {
        for record in records(&trust, ROUNDED) {
            let mut left = vec![&record];
            while let Some(value) = left.pop() {
                if let Some(members) = value.as_object() {
                    for key in ["sd", "floor", "ceiling", "percent_favourable"] {
                        let found = members.get(key).and_then(Value::as_f64);
                        let whole = if key == "percent_favourable" { 100.0 } else { 1.0 };
                        prop_assert!(found.is_none_or(|found| found > 0.0), "{key} is 0");
                        prop_assert!(key == "sd" || found.is_none_or(|found| found < whole), "{key} is {whole}");
                    }
                    left.extend(members.values());
                }
                left.extend(value.as_array().into_iter().flatten());
            }
        }
    }
}

proptest! {
    // Workbooks are slow to make.
    #![proptest_config(ProptestConfig { cases: 12, ..config() })]

    #[test]
    fn the_cells_of_a_workbook_have_no_digit_more(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let (_, book) = workbook(&survey, ROUNDED);
        let cells = book.text.split("<v>").skip(1).filter_map(|cell| cell.split('<').next()?.parse::<f64>().ok());
        for number in cells {
            prop_assert!(decimals(number) <= 3, "a cell is {number}");
        }
    }
}
