//! No output contains a figure of a withheld group, in any format, or a digit on its line.

use std::collections::BTreeSet;

use cte::disclosure::{GroupFigures, Published, publish};
use proptest::prelude::*;

use crate::outputs::{Output, score};
use crate::trust::{OPEN, POLICY, ROUNDED, config, survey, trusts};

/// The figures of a group that cannot be guessed: those with many digits. Simple fractions, such as small groups' percentages, occur
/// in outputs by chance. So means are searched for among means only, and spreads and limits that are simple fractions are skipped.
pub(crate) struct Own {
    /// Mean and standard deviation.
    pub(crate) plain: Vec<f64>,
    /// Standard errors and limits.
    pub(crate) telling: Vec<f64>,
}

pub(crate) fn own(found: &GroupFigures) -> Own {
    let interval = found.interval.as_ref().ok();
    let long = |figures: Vec<Option<f64>>| -> Vec<f64> {
        figures
            .into_iter()
            .flatten()
            .filter(|figure| figure.to_string().len() >= 12)
            .collect()
    };
    Own {
        plain: long(vec![
            found.mean.filter(|&mean| !is_a_share(mean, 36)),
            found.sd.as_ref().ok().copied().filter(|&sd| !is_a_share(sd, 400)),
        ]),
        telling: long(vec![
            interval.map(|interval| interval.se),
            interval.map(|interval| interval.interval.lower),
            interval.map(|interval| interval.interval.upper),
        ])
        .into_iter()
        .filter(|&figure| !is_a_share(figure, 400))
        .collect(),
    }
}

/// True if a share of so many people, or the mean of their answers, may be the same number: a standard error can be 1/6 too.
fn is_a_share(figure: f64, most: i32) -> bool {
    (1..=most).any(|people| {
        let parts = figure * f64::from(people);
        (parts - parts.round()).abs() < 1e-9 * parts.abs().max(1.0)
    })
}

/// Every number in an output, by its bits.
pub(crate) fn numbers<'a>(outputs: impl IntoIterator<Item = &'a Output>) -> BTreeSet<u64> {
    outputs
        .into_iter()
        .flat_map(|output| {
            output
                .text
                .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | 'e')))
        })
        .filter_map(|word| word.parse::<f64>().ok())
        .map(f64::to_bits)
        .collect()
}

/// The numbers of a table of scores that are in the metric of a score: shares and percentages are like no mean.
fn in_metric(output: &Output) -> BTreeSet<u64> {
    let mut table = csv::Reader::from_reader(output.text.trim_start_matches('\u{feff}').as_bytes());
    let header = table.headers().expect("a header").clone();
    let like = |at: &usize| !["n", "pomp", "percent_favourable", "headcount", "response_rate"].contains(&&header[*at]);
    let columns: Vec<usize> = (0..header.len()).filter(like).collect();
    let cell = |record: &csv::StringRecord, at: usize| record[at].parse::<f64>().ok().map(f64::to_bits);
    table
        .records()
        .map(|record| record.expect("a record"))
        .flat_map(|record| columns.iter().filter_map(|&at| cell(&record, at)).collect::<Vec<u64>>())
        .collect()
}

pub(crate) fn groups(published: &Published) -> impl Iterator<Item = (usize, &cte::disclosure::PublishedGroup)> {
    published.scales.iter().flat_map(|scale| {
        let by = scale.by.iter().flat_map(|by| &by.groups);
        scale.academies.iter().chain(by).map(|group| (scale.scale, group))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_figure_of_a_withheld_group_stands_in_any_output(trust in trusts(), by_role in any::<bool>()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), by_role);
        let (published, outputs) = score(&survey, POLICY);
        let open = publish(&survey, OPEN);
        // A figure that a shown group has too discloses nothing.
        let mut innocent: BTreeSet<u64> = BTreeSet::new();
        for (_, group) in groups(&published) {
            if let Some(found) = group.scores.figures() {
                let Own { plain, telling } = own(found);
                innocent.extend(plain.into_iter().chain(telling).map(f64::to_bits));
            }
        }
        for trust in published.scales.iter().filter_map(|scale| scale.trust.figures()) {
            let sd = trust.sd.as_ref().ok().copied();
            innocent.extend([trust.mean, sd, trust.mean_of_persons].into_iter().flatten().map(f64::to_bits));
        }
        let anywhere = numbers(&outputs);
        let tables = outputs.iter().filter(|output| output.name.ends_with("scores.csv"));
        let scores: BTreeSet<u64> = tables.flat_map(in_metric).collect();
        prop_assert!(!scores.is_empty() || published.scales.iter().all(|scale| scale.trust.figures().is_none()));
        for ((scale, shown), (_, truth)) in groups(&published).zip(groups(&open)) {
            let (Err(_), Ok(truth)) = (shown.scores.open(), truth.scores.open()) else { continue };
            let Own { plain, telling } = own(truth);
            for (figures, seen) in [(plain, &scores), (telling, &anywhere)] {
                for figure in figures {
                    let bits = figure.to_bits();
                    prop_assert!(
                        innocent.contains(&bits) || !seen.contains(&bits),
                        "{figure} of `{}` on scale {scale} stands in the outputs",
                        shown.name
                    );
                }
            }
        }
    }

    #[test]
    fn no_digit_stands_on_the_line_of_a_withheld_academy(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let (published, outputs) = score(&survey, ROUNDED);
        let everywhere = |name: &str| {
            published.scales.iter().all(|scale| {
                scale.academies.iter().all(|academy| academy.name != name || academy.scores.figures().is_none())
            })
        };
        for academy in published.scales.iter().flat_map(|scale| &scale.academies) {
            if !everywhere(&academy.name) {
                continue;
            }
            for output in &outputs {
                for line in output.text.lines().filter(|line| line.contains(&academy.name)) {
                    prop_assert!(!line.contains(|c: char| c.is_ascii_digit()), "{}: {line}", output.name);
                }
            }
        }
    }

    #[test]
    fn json_has_only_the_name_of_a_withheld_group_or_item(trust in trusts(), by_role in any::<bool>()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), by_role);
        let (_, outputs) = score(&survey, ROUNDED);
        let json = outputs.iter().find(|output| output.name == "score json").expect("the JSON");
        let record: serde_json::Value = serde_json::from_str(&json.text).expect("JSON");
        // An item's own words are the questionnaire's, and tell nothing of the answers.
        let declared = |value: &serde_json::Value| {
            let item = instrument.items().iter().find(|item| value["id"] == item.id);
            item.is_some_and(|item| value["text"] == item.text && value["reversed"] == item.reversed)
        };
        let mut left = vec![&record];
        while let Some(value) = left.pop() {
            if let Some(members) = value.as_object() {
                if members.contains_key("withheld") {
                    let names = if declared(value) {
                        &["id", "text", "reversed", "withheld"][..]
                    } else {
                        &["academy", "group", "withheld"][..]
                    };
                    prop_assert!(members.keys().all(|key| names.contains(&key.as_str())), "{value}");
                }
                left.extend(members.values());
            } else if let Some(members) = value.as_array() {
                left.extend(members);
            }
        }
    }
}
