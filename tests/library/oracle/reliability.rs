//! Reliability figures against R (`tests/reference/oracle.R`, `reliability.R`).

#![expect(clippy::unwrap_used, reason = "a reference file that cannot be read fails the test")]

use approx::assert_relative_eq;
use cte::stats;
use nalgebra::DMatrix;
use serde_json::Value;

use crate::oracle::{CLOSED, ITERATIVE};

const LEVEL: f64 = 0.95;
const TERMS: [&str; 2] = ["trust-autumn", "trust-spring"];
const SCALES: [&str; 3] = ["all", "teaching", "engagement"];

fn reference(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Keyed answers to one scale, as places 0 to 5 or `None` if missing, with R's figures for the scale.
struct Case {
    rows: Vec<Vec<Option<u8>>>,
    expected: Value,
}

impl Case {
    fn read(term: &str, scale: &str) -> Self {
        let json: Value = serde_json::from_str(&reference(&format!("{term}.json"))).unwrap();
        let expected = json["reliability"][scale].clone();
        let reversed = json["reversed"].clone();
        let text = reference(&format!("{term}.csv"));
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let header = csv.headers().unwrap().clone();
        let columns: Vec<(usize, bool)> = (expected["items"].as_array().unwrap().iter())
            .map(|item| {
                let at = header.iter().position(|h| Some(h) == item.as_str()).unwrap();
                (at, reversed.as_array().unwrap().contains(item))
            })
            .collect();
        let rows = csv
            .records()
            .map(|record| {
                let record = record.unwrap();
                let keyed = |&(at, turned): &(usize, bool)| {
                    let code: u8 = record[at].parse().ok()?;
                    Some(if turned { 6 - code } else { code - 1 })
                };
                columns.iter().map(keyed).collect()
            })
            .collect();
        Self { rows, expected }
    }

    fn complete(&self) -> Vec<Vec<u8>> {
        self.rows
            .iter()
            .filter_map(|row| row.iter().copied().collect())
            .collect()
    }

    fn listwise(&self) -> DMatrix<f64> {
        let complete = self.complete();
        let k = complete[0].len();
        DMatrix::from_fn(k, k, |i, j| {
            covariance(complete.iter().map(|row| (f64::from(row[i]), f64::from(row[j]))))
        })
    }

    fn pairwise(&self) -> DMatrix<f64> {
        let k = self.rows[0].len();
        DMatrix::from_fn(k, k, |i, j| {
            covariance(
                self.rows
                    .iter()
                    .filter_map(|row| Some((f64::from(row[i]?), f64::from(row[j]?)))),
            )
        })
    }

    fn n(&self) -> u64 {
        self.expected["n_complete"].as_u64().unwrap()
    }

    fn figure(&self, path: &str) -> f64 {
        number(&self.expected, path)
    }
}

fn covariance(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let n = pairs.clone().count() as f64;
    let (x, y) = pairs.clone().fold((0.0, 0.0), |(sx, sy), (x, y)| (sx + x, sy + y));
    pairs.map(|(a, b)| (a - x / n) * (b - y / n)).sum::<f64>() / (n - 1.0)
}

/// Covariances of R's `attitude` data (seven items, thirty departments), with R's figures for them.
fn attitude() -> (DMatrix<f64>, Value) {
    let json: Value = serde_json::from_str(&reference("reliability.json")).unwrap();
    let text = reference("attitude.csv");
    let rows: Vec<Vec<f64>> = (csv::Reader::from_reader(text.as_bytes()).records())
        .map(|record| record.unwrap().iter().map(|cell| cell.parse().unwrap()).collect())
        .collect();
    let cov = DMatrix::from_fn(7, 7, |i, j| covariance(rows.iter().map(|row| (row[i], row[j]))));
    (cov, json["attitude"].clone())
}

/// Covariances of every scale and of `attitude`, with the figures that `reliability.R` adds for them.
fn more_cases() -> Vec<(DMatrix<f64>, Value)> {
    let json: Value = serde_json::from_str(&reference("reliability.json")).unwrap();
    let surveys = TERMS
        .iter()
        .flat_map(|term| SCALES.iter().map(move |scale| (term, scale)));
    surveys
        .map(|(term, scale)| (Case::read(term, scale).listwise(), json[term][scale].clone()))
        .chain([attitude()])
        .collect()
}

fn number(expected: &Value, path: &str) -> f64 {
    let value = expected.pointer(path).and_then(Value::as_f64);
    value.unwrap_or_else(|| panic!("no figure at {path}"))
}

/// Every scale of both terms.
fn cases() -> Vec<Case> {
    let all = TERMS
        .iter()
        .flat_map(|term| SCALES.iter().map(move |scale| Case::read(term, scale)));
    all.inspect(|case| assert_eq!(case.complete().len() as u64, case.n()))
        .collect()
}

#[test]
fn alpha_equals_psych() {
    for case in cases() {
        let (listwise, pairwise) = (case.listwise(), case.pairwise());
        for (value, key) in [
            (stats::alpha(&listwise), "/alpha_listwise"),
            (stats::alpha(&pairwise), "/alpha_pairwise"),
            (stats::alpha_standardized(&listwise), "/alpha_standardized_listwise"),
            (stats::alpha_standardized(&pairwise), "/alpha_standardized_pairwise"),
        ] {
            assert_relative_eq!(value.unwrap(), case.figure(key), max_relative = CLOSED);
        }
    }
}

#[test]
fn intervals_of_alpha_equal_feldt_and_bonett() {
    for case in cases() {
        let cov = case.listwise();
        let alpha = stats::alpha(&cov).unwrap();
        let feldt = stats::feldt(alpha, cov.nrows(), case.n(), LEVEL).unwrap();
        let bonett = stats::bonett(alpha, cov.nrows(), case.n(), LEVEL).unwrap();
        for (value, key) in [
            (feldt.lower, "/alpha_ci_feldt_listwise/0"),
            (feldt.upper, "/alpha_ci_feldt_listwise/1"),
            (bonett.lower, "/alpha_ci_bonett_listwise/0"),
            (bonett.upper, "/alpha_ci_bonett_listwise/1"),
        ] {
            assert_relative_eq!(value, case.figure(key), max_relative = CLOSED);
        }
    }
}

#[test]
fn the_normal_theory_standard_error_equals_psych() {
    for case in cases() {
        let wald = stats::alpha_normal_theory(&case.listwise(), case.n(), LEVEL).unwrap();
        assert_relative_eq!(
            wald.se,
            case.figure("/alpha_se_normal_theory_listwise"),
            max_relative = CLOSED
        );
    }
}

#[test]
fn the_distribution_free_standard_error_equals_r() {
    for case in cases() {
        let complete = case.complete();
        let mut moments = stats::AlphaMoments::new(complete[0].len());
        for row in &complete {
            moments.add(row);
        }
        assert_relative_eq!(
            moments.alpha_adf(LEVEL).unwrap().se,
            case.figure("/alpha_se_adf_listwise"),
            max_relative = CLOSED
        );
        assert_relative_eq!(moments.covariance().unwrap(), case.listwise(), max_relative = CLOSED);
    }
}

#[test]
fn omega_and_its_standard_error_equal_lavaan() {
    for case in cases() {
        let omega = stats::omega_total(&case.listwise(), case.n(), LEVEL).unwrap();
        let se = case.figure("/omega_with_se_listwise/se_delta_method");
        assert_relative_eq!(
            omega.value,
            case.figure("/omega_with_se_listwise/value"),
            max_relative = ITERATIVE
        );
        assert_relative_eq!(omega.wald.se, se, max_relative = ITERATIVE);
        assert!(omega.improper_items.is_empty());
    }
}

#[test]
fn interitem_correlations_equal_psych() {
    for case in cases() {
        let r = stats::interitem(&case.listwise()).unwrap();
        assert_relative_eq!(r.mean, case.figure("/average_r_listwise"), max_relative = CLOSED);
        assert_relative_eq!(r.median, case.figure("/median_r_listwise"), max_relative = CLOSED);
    }
}

#[test]
fn item_total_statistics_equal_psych() {
    for case in cases() {
        let items = stats::item_totals(&case.listwise(), case.n(), LEVEL).unwrap();
        let ids = case.expected["items"].as_array().unwrap();
        for (item, id) in items.iter().zip(ids) {
            let id = id.as_str().unwrap();
            let rest = item.item_rest_r.as_ref().unwrap();
            for (value, key) in [
                (rest.value, "item_rest_r_listwise"),
                (item.item_total_r.clone().unwrap(), "item_total_r_listwise"),
                (item.item_r_corrected.clone().unwrap(), "item_r_corrected_listwise"),
                (item.alpha_if_dropped.clone().unwrap(), "alpha_if_dropped_listwise"),
            ] {
                assert_relative_eq!(value, case.figure(&format!("/{key}/{id}")), max_relative = CLOSED);
            }
            let limits = rest.interval.clone().unwrap();
            assert!(limits.lower < rest.value && rest.value < limits.upper);
        }
    }
}

#[test]
fn guttmans_bounds_equal_r() {
    for case in cases() {
        let bounds = stats::guttman(&case.listwise(), 1).unwrap();
        for (value, key) in [
            (bounds.lambda1, "lambda1"),
            (bounds.lambda2, "lambda2"),
            (bounds.lambda3, "lambda3"),
            (bounds.lambda5, "lambda5"),
            (bounds.lambda6.unwrap(), "lambda6"),
        ] {
            let key = format!("/guttman_of_covariances_listwise/{key}");
            assert_relative_eq!(value, case.figure(&key), max_relative = CLOSED);
        }
        let standardized = stats::guttman(&stats::correlation(&case.listwise()).unwrap(), 1).unwrap();
        for (value, key) in [
            (standardized.lambda1, "lambda1"),
            (standardized.lambda2, "lambda2"),
            (standardized.lambda3, "lambda3"),
            (standardized.lambda5, "lambda5"),
            (standardized.lambda6.unwrap(), "lambda6"),
        ] {
            let key = format!("/guttman_lambda_of_correlations/{key}");
            assert_relative_eq!(value, case.figure(&key), max_relative = CLOSED);
        }
    }
}

#[test]
fn split_halves_of_correlations_equal_psych() {
    for case in cases() {
        let halves = stats::split_half(&stats::correlation(&case.listwise()).unwrap(), 1).unwrap();
        let figure = |key: &str| case.figure(&format!("/split_half_of_correlations/{key}"));
        assert_relative_eq!(halves.min, figure("min"), max_relative = CLOSED);
        assert_relative_eq!(halves.mean, figure("mean"), max_relative = CLOSED);
        assert_relative_eq!(halves.max, figure("max"), max_relative = CLOSED);
        let count = case.expected["split_half_of_correlations"]["n_splits"]
            .as_u64()
            .unwrap();
        assert_eq!(halves.all, Some(count));
    }
}

#[test]
fn split_halves_cover_all_splits_for_odd_scales_too() {
    for (cov, expected) in more_cases() {
        for (matrix, key) in [
            (cov.clone(), "split_half_of_covariances"),
            (stats::correlation(&cov).unwrap(), "split_half_of_correlations"),
        ] {
            let halves = stats::split_half(&matrix, 1).unwrap();
            for (value, of) in [(halves.min, "min"), (halves.mean, "mean"), (halves.max, "max")] {
                assert_relative_eq!(value, number(&expected, &format!("/{key}/{of}")), max_relative = CLOSED);
            }
            let lambda4 = stats::guttman(&matrix, 1).unwrap().lambda4;
            assert_relative_eq!(lambda4, halves.max, max_relative = CLOSED);
        }
    }
}

#[test]
fn omega_if_dropped_equals_lavaan() {
    for (cov, expected) in more_cases() {
        let omega = stats::omega_total(&cov, 30, LEVEL).unwrap();
        assert_relative_eq!(omega.value, number(&expected, "/omega_total"), max_relative = ITERATIVE);
        for (place, item) in stats::item_totals(&cov, 30, LEVEL).unwrap().iter().enumerate() {
            assert_relative_eq!(
                item.omega_if_dropped.clone().unwrap(),
                number(&expected, &format!("/omega_if_dropped/{place}")),
                max_relative = ITERATIVE
            );
        }
    }
}

/// psych prints for `alpha(attitude)`: alpha .8431428, Feldt .73937569 to .91577307, G6(smc) .8752151.
#[test]
fn psych_attitude() {
    let (cov, expected) = attitude();
    let alpha = stats::alpha(&cov).unwrap();
    assert_relative_eq!(alpha, 0.843_142_8, epsilon = 5e-8);
    let feldt = stats::feldt(alpha, 7, 30, LEVEL).unwrap();
    assert_relative_eq!(feldt.lower, 0.739_375_69, epsilon = 5e-9);
    assert_relative_eq!(feldt.upper, 0.915_773_07, epsilon = 5e-9);
    let lambda6 = stats::guttman(&stats::correlation(&cov).unwrap(), 1).unwrap().lambda6;
    assert_relative_eq!(lambda6.unwrap(), 0.875_215_1, epsilon = 5e-8);
    let se = stats::alpha_normal_theory(&cov, 30, LEVEL).unwrap().se;
    assert_relative_eq!(se, number(&expected, "/alpha_se_normal_theory"), max_relative = CLOSED);
}

#[test]
fn omega_by_minres_equals_psych_and_jamovi() {
    for (cov, expected) in more_cases() {
        let value = stats::omega_minres(&cov).unwrap().value;
        assert_relative_eq!(value, number(&expected, "/omega_minres"), max_relative = ITERATIVE);
        for item in 0..cov.nrows() {
            let rest = stats::omega_minres(&stats::without(&cov, item)).unwrap().value;
            let psych = number(&expected, &format!("/omega_minres_if_dropped/{item}"));
            assert_relative_eq!(rest, psych, max_relative = ITERATIVE);
        }
    }
}

#[test]
fn bootstrap_standard_errors_are_close_to_theory() {
    let case = Case::read("trust-autumn", "teaching");
    let answers = case.complete().concat();
    let rows = stats::CompleteRows::new(&answers, 6).unwrap();
    let plan = stats::BootstrapPlan {
        draws: 300,
        seed: 1,
        level: LEVEL,
        limits: stats::Limits::Bca,
    };
    let alpha = stats::bootstrap(rows, plan, &mut stats::alpha, &mut |_| {}).unwrap();
    let omega = stats::bootstrap(rows, plan, &mut stats::omega_of_many(), &mut |_| {}).unwrap();
    assert_relative_eq!(alpha.estimate, case.figure("/alpha_listwise"), max_relative = CLOSED);
    assert_relative_eq!(
        omega.estimate,
        case.figure("/omega_with_se_listwise/value"),
        max_relative = ITERATIVE
    );
    // With 300 draws a standard error is known to about 4 %.
    for figure in [alpha, omega] {
        assert_relative_eq!(figure.se, case.figure("/alpha_se_adf_listwise"), max_relative = 0.12);
        assert!(figure.interval.lower < figure.estimate && figure.estimate < figure.interval.upper);
    }
}
