//! Items that differ between academies against R (`tests/reference/cluster_bias.R`).

#![expect(clippy::unwrap_used, reason = "a reference file that cannot be read fails the test")]

use approx::{assert_abs_diff_eq, assert_relative_eq};
use cte::stats::{FactorModel, OrdinalAnswers, cluster_biases};
use serde_json::Value;

fn reference(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn items_between_academies() {
    let expected: Value = serde_json::from_str(&reference("cluster_bias.json")).unwrap();
    for term in ["autumn", "spring"] {
        let wanted = &expected[term];
        let oracle: Value = serde_json::from_str(&reference(&format!("trust-{term}.json"))).unwrap();
        let reversed = oracle["reversed"].as_array().unwrap();
        let text = reference(&format!("trust-{term}.csv"));
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        let items: Vec<usize> = (0..names.len()).filter(|&at| names[at].starts_with('q')).collect();
        let (mut columns, mut clusters, mut academies) = (vec![Vec::new(); items.len()], Vec::new(), Vec::new());
        for record in csv.records() {
            let record = record.unwrap();
            let keyed = |&at: &usize| {
                let code: u8 = record[at].parse().ok()?;
                let turned = reversed.iter().any(|id| id == names[at].as_str());
                Some(if turned { 6 - code } else { code - 1 })
            };
            let Some(row) = items.iter().map(keyed).collect::<Option<Vec<u8>>>() else {
                continue;
            };
            let academy = record[1].to_owned();
            let place = academies.iter().position(|name| *name == academy).unwrap_or_else(|| {
                academies.push(academy);
                academies.len() - 1
            });
            clusters.push(place);
            columns.iter_mut().zip(row).for_each(|(column, code)| column.push(code));
        }
        assert_eq!(wanted["n"].as_u64(), Some(clusters.len() as u64));
        assert_eq!(wanted["academies"].as_u64(), Some(academies.len() as u64));
        let answers = OrdinalAnswers::new(columns, vec![6; items.len()]).unwrap();
        let model = FactorModel::one_factor(items.len()).unwrap();
        let found = cluster_biases(&model, &answers, &clusters, items.len()).unwrap();
        assert!(found.different.is_empty());
        for (own, &at) in found.items.iter().zip(&items) {
            let figure = |key: &str| wanted["items"][&names[at]][key].as_f64().unwrap();
            for (value, key) in [(own.f, "f"), (own.df1, "df1"), (own.df2, "df2"), (own.p, "p")] {
                assert_relative_eq!(value, figure(key), max_relative = 1e-4);
            }
            assert_abs_diff_eq!(own.share, figure("share"), epsilon = 1e-5);
        }
    }
}
