//! Figures on the structure of a questionnaire against R (`tests/reference/oracle.R`: psych, lavaan, semTools).

#![expect(clippy::unwrap_used, reason = "a reference file that cannot be read fails the test")]

use std::collections::BTreeMap;

use approx::{assert_abs_diff_eq, assert_relative_eq};
use cte::stats::{
    self, Confirmatory, Correction, Exploratory, Extraction, FactorModel, FactorRotation, IncompleteAnswers,
    OrdinalAnswers, PartialCreditCounts, bartlett, categorical_omega, confirmatory_fiml, confirmatory_ml,
    confirmatory_wlsmv, eigenvalues, exploratory, hierarchical_omega, kmo, ladder, minimum_average_partial,
    partial_credit, polychoric,
};
use nalgebra::DMatrix;
use serde_json::Value;

use crate::oracle::CLOSED;

/// Relative tolerance of iterative estimates, and absolute tolerance of loadings.
const ITERATIVE: f64 = 1e-4;
/// Relative tolerance of χ².
const CHI_SQUARED: f64 = 1e-3;
const TERMS: [&str; 2] = ["trust-autumn", "trust-spring"];
const SCALES: [&str; 3] = ["all", "teaching", "engagement"];

fn reference(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The keyed answers of a survey, from 0, and R's figures.
struct Survey {
    header: Vec<String>,
    rows: Vec<Vec<Option<u8>>>,
    expected: Value,
}

impl Survey {
    fn read(term: &str) -> Self {
        let expected: Value = serde_json::from_str(&reference(&format!("{term}.json"))).unwrap();
        let reversed = expected["reversed"].as_array().unwrap();
        let text = reference(&format!("{term}.csv"));
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        let items: Vec<usize> = (0..names.len()).filter(|&at| names[at].starts_with('q')).collect();
        let turned = |at: usize| reversed.iter().any(|id| id == names[at].as_str());
        let rows = csv.records().map(|record| {
            let record = record.unwrap();
            let keyed = |&at: &usize| {
                let code: u8 = record[at].parse().ok()?;
                Some(if turned(at) { 6 - code } else { code - 1 })
            };
            items.iter().map(keyed).collect()
        });
        let rows = rows.collect();
        Self {
            header: items.iter().map(|&at| names[at].clone()).collect(),
            rows,
            expected,
        }
    }

    /// The complete answers to a scale's items.
    fn answers(&self, scale: &str) -> OrdinalAnswers {
        let items = self.expected["reliability"][scale]["items"].as_array().unwrap();
        let place = |id: &Value| self.header.iter().position(|name| id == name.as_str()).unwrap();
        let places: Vec<usize> = items.iter().map(place).collect();
        let complete: Vec<Vec<u8>> = (self.rows.iter())
            .filter_map(|row| places.iter().map(|&at| row[at]).collect())
            .collect();
        let column = |at: usize| complete.iter().map(|row| row[at]).collect();
        OrdinalAnswers::new((0..places.len()).map(column).collect(), vec![6; places.len()]).unwrap()
    }
}

/// The figure at a path of keys; a key may have dots of its own.
fn figure(value: &Value, path: &str) -> f64 {
    if let Some(found) = value.get(path) {
        return found.as_f64().unwrap();
    }
    let (first, rest) = path.split_once('.').unwrap();
    figure(&value[first], rest)
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn matrix(value: &Value) -> DMatrix<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(list).collect();
    DMatrix::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j])
}

#[test]
fn polychoric_correlations_and_thresholds() {
    for term in TERMS {
        let survey = Survey::read(term);
        for scale in SCALES {
            let expected = &survey.expected["reliability"][scale];
            let found = polychoric(&survey.answers(scale)).unwrap();
            assert_relative_eq!(
                found.correlations,
                matrix(&expected["polychoric"]),
                max_relative = ITERATIVE
            );
            for (own, wanted) in found.thresholds.iter().zip(expected["thresholds"].as_array().unwrap()) {
                assert_relative_eq!(own.distinct()[..], list(wanted)[..], max_relative = CLOSED);
            }
        }
    }
}

#[test]
fn adequacy_and_number_of_factors() {
    for term in TERMS {
        let survey = Survey::read(term);
        let answers = survey.answers("all");
        let expected = &survey.expected["structure"];
        let r = stats::correlation(&answers.covariances()).unwrap();
        let n = answers.persons() as u64;
        assert_eq!(Some(n), expected["n_complete"].as_u64());
        let own = eigenvalues(&r).unwrap();
        assert_relative_eq!(
            own[..],
            list(&expected["eigenvalues_of_correlations"])[..],
            max_relative = CLOSED
        );
        let own = kmo(&r).unwrap();
        assert_relative_eq!(own.overall, figure(expected, "kmo.overall"), max_relative = CLOSED);
        for (item, id) in survey.header.iter().enumerate() {
            let wanted = expected["kmo"]["items"][id].as_f64().unwrap();
            assert_relative_eq!(own.items[item], wanted, max_relative = CLOSED);
        }
        let own = bartlett(&r, n).unwrap();
        assert_relative_eq!(own.chisq, figure(expected, "bartlett.chisq"), max_relative = CLOSED);
        assert_eq!(Some(own.df as u64), expected["bartlett"]["df"].as_u64());
        let own = minimum_average_partial(&r).unwrap();
        let wanted = list(&expected["map"]);
        assert_relative_eq!(own[..wanted.len()], wanted[..], max_relative = CLOSED);
    }
}

#[test]
fn exploratory_factor_analyses() {
    for term in TERMS {
        let survey = Survey::read(term);
        let answers = survey.answers("all");
        let expected = &survey.expected["structure"];
        let r = stats::correlation(&answers.covariances()).unwrap();
        let n = answers.persons() as u64;
        for (key, method, rotation) in [
            ("efa_minres_unrotated", Extraction::Minres, FactorRotation::None),
            ("efa_minres_varimax", Extraction::Minres, FactorRotation::Varimax),
            ("efa_minres_oblimin", Extraction::Minres, FactorRotation::Oblimin),
            ("efa_ml_oblimin", Extraction::MaximumLikelihood, FactorRotation::Oblimin),
        ] {
            let wanted = &expected[key];
            let found: Exploratory = exploratory(&r, n, 2, method, rotation).unwrap();
            let own = &found.rotated.loadings;
            assert_abs_diff_eq!(*own, matrix(&wanted["loadings"]), epsilon = ITERATIVE);
            if rotation == FactorRotation::Oblimin {
                assert_relative_eq!(found.rotated.phi, matrix(&wanted["phi"]), max_relative = ITERATIVE);
            }
            let communality = list(&wanted["communality"]);
            assert_abs_diff_eq!(found.communality.as_slice()[..], communality[..], epsilon = ITERATIVE);
            let test = found.test.unwrap();
            assert_relative_eq!(test.chisq, figure(wanted, "chisq"), max_relative = CHI_SQUARED);
            assert_eq!(Some(test.df as u64), wanted["df"].as_u64());
        }
    }
}

#[test]
fn hierarchical_omegas() {
    for term in TERMS {
        let survey = Survey::read(term);
        let expected = &survey.expected["structure"]["omega_psych_3_factors"];
        let r = stats::correlation(&survey.answers("all").covariances()).unwrap();
        let found = hierarchical_omega(&r, 3).unwrap();
        assert_relative_eq!(found.omega_h, figure(expected, "omega_h"), max_relative = ITERATIVE);
        assert_relative_eq!(found.omega_t, figure(expected, "omega_t"), max_relative = ITERATIVE);
        assert_relative_eq!(found.ecv, figure(expected, "ecv"), max_relative = ITERATIVE);
    }
}

#[test]
fn categorical_omegas() {
    for term in TERMS {
        let survey = Survey::read(term);
        for scale in SCALES {
            let expected = &survey.expected["reliability"][scale]["omega_categorical_green_yang"];
            let answers = survey.answers(scale);
            let found = categorical_omega(&answers, &polychoric(&answers).unwrap()).unwrap();
            let wanted = figure(expected, "model_implied_denominator");
            assert_relative_eq!(found.model_implied, wanted, max_relative = ITERATIVE);
            let wanted = figure(expected, "polychoric_denominator");
            assert_relative_eq!(found.polychoric_total, wanted, max_relative = ITERATIVE);
        }
    }
}

/// R's estimates of one kind.
fn estimates<'a>(model: &'a Value, op: &str) -> Vec<&'a Value> {
    let all = model["estimates"].as_array().unwrap();
    all.iter().filter(|row| row["op"] == op).collect()
}

fn check_model(found: &Confirmatory, wanted: &Value) {
    let fit = &wanted["fit"];
    assert_eq!(Some(found.npar as u64), fit["npar"].as_u64());
    let rel = |own: f64, path: &str, tolerance: f64| {
        let wanted = figure(wanted, path);
        assert!(
            (own - wanted).abs() <= tolerance * wanted.abs().max(1e-2),
            "{path}: {own} {wanted}"
        );
    };
    rel(found.fit.chisq, "fit.chisq", CHI_SQUARED);
    rel(found.fit.df as f64, "fit.df", CLOSED);
    rel(found.fit.cfi, "fit.cfi", ITERATIVE);
    let limits = found.fit.rmsea_interval.clone().unwrap();
    rel(found.fit.tli.clone().unwrap(), "fit.tli", ITERATIVE);
    rel(found.fit.rmsea.clone().unwrap(), "fit.rmsea", ITERATIVE);
    rel(limits.lower, "fit.rmsea.ci.lower", ITERATIVE);
    rel(limits.upper, "fit.rmsea.ci.upper", ITERATIVE);
    rel(found.srmr, "fit.srmr", ITERATIVE);
    for (own, row) in found.loadings.iter().zip(estimates(wanted, "=~")) {
        assert_abs_diff_eq!(own.estimate, figure(row, "est"), epsilon = ITERATIVE);
        assert_abs_diff_eq!(own.standardized, figure(row, "std.all"), epsilon = ITERATIVE);
        assert_relative_eq!(own.se.clone().unwrap(), figure(row, "se"), max_relative = 1e-3);
    }
    if let Some(criteria) = found.criteria {
        rel(criteria.loglik, "fit.logl", ITERATIVE);
        rel(criteria.aic, "fit.aic", ITERATIVE);
        rel(criteria.bic, "fit.bic", ITERATIVE);
    }
    for own in &found.factor_correlations {
        let row = estimates(wanted, "~~")
            .into_iter()
            .find(|row| row["lhs"] == "teaching" && row["rhs"] == "engagement")
            .unwrap();
        assert_relative_eq!(own.estimate, figure(row, "est"), max_relative = ITERATIVE);
        assert_relative_eq!(own.se.clone().unwrap(), figure(row, "se"), max_relative = 1e-3);
    }
    if let Some(scaled) = &found.scaled {
        let scaled = scaled.as_ref().unwrap();
        rel(scaled.chisq, "scaled.chisq.scaled", CHI_SQUARED);
        rel(scaled.indices.cfi, "scaled.cfi.scaled", ITERATIVE);
        rel(scaled.indices.tli.clone().unwrap(), "scaled.tli.scaled", ITERATIVE);
        rel(scaled.indices.rmsea.clone().unwrap(), "scaled.rmsea.scaled", ITERATIVE);
    }
    if let Some(robust) = &found.robust {
        let robust = robust.as_ref().unwrap();
        rel(robust.cfi, "scaled.cfi.robust", ITERATIVE);
        rel(robust.tli.clone().unwrap(), "scaled.tli.robust", ITERATIVE);
        rel(robust.rmsea.clone().unwrap(), "scaled.rmsea.robust", ITERATIVE);
    }
}

#[test]
fn confirmatory_models() {
    for term in TERMS {
        let survey = Survey::read(term);
        let answers = survey.answers("all");
        let poly = polychoric(&answers).unwrap();
        for (id, model) in [
            ("one_factor", FactorModel::one_factor(12).unwrap()),
            (
                "subscales",
                FactorModel::new([vec![0; 6], vec![1; 6]].concat()).unwrap(),
            ),
        ] {
            let expected = &survey.expected["structure"];
            check_model(
                &confirmatory_ml(&model, &answers, Correction::None).unwrap(),
                &expected[format!("cfa_{id}_ml")],
            );
            check_model(
                &confirmatory_ml(&model, &answers, Correction::Robust).unwrap(),
                &expected[format!("cfa_{id}_mlr")],
            );
            check_model(
                &confirmatory_wlsmv(&model, &answers, &poly).unwrap(),
                &expected[format!("cfa_{id}_wlsmv")],
            );
        }
    }
}

/// Against the maximum of the likelihood, found in R by Newton's method (`tests/reference/partial_credit.R`), and against eRm, whose
/// optimiser stops before it: the slope is not 0 where it stops, and the likelihood is lower. So thresholds of codes with few answers are
/// off by up to 0.002 there. The note in eRm's file says that thresholds sum to zero; in its figures the sums of each item's first one,
/// two, three, … thresholds do.
#[test]
fn partial_credit_models() {
    let maximum: Value = serde_json::from_str(&reference("partial_credit.json")).unwrap();
    for term in TERMS {
        let survey = Survey::read(term);
        let counts = PartialCreditCounts::of_answers(&survey.answers("all")).unwrap();
        let found = partial_credit(&counts).unwrap();
        let wanted = &maximum[term];
        let erm = &survey.expected["structure"]["pcm_cml"];
        assert_relative_eq!(found.loglik, figure(wanted, "loglik"), max_relative = CLOSED);
        assert_relative_eq!(found.loglik, figure(erm, "loglik"), max_relative = 1e-8);
        assert!(figure(wanted, "gradient") < 1e-10 && figure(wanted, "erm_gradient") > 1e-3);
        assert!(found.loglik > figure(erm, "loglik"));
        let of_item = |of: &Value, key: &str, item: usize| of[key][item].clone();
        for (item, own) in found.items.iter().enumerate() {
            assert_eq!(of_item(wanted, "items", item), survey.header[item].as_str());
            let near = |own: &[f64], key: &str, tolerance: f64| {
                let wanted = of_item(wanted, key, item);
                let wanted = wanted.as_f64().map_or_else(|| list(&wanted), |one| vec![one]);
                assert_abs_diff_eq!(own[..], wanted[..], epsilon = tolerance);
            };
            near(&[own.location], "location", 1e-7);
            near(&own.steps, "steps", 1e-7);
            near(&[own.location_se], "location_se", 1e-5);
            near(&own.step_ses, "step_ses", 1e-5);
            let steps = list(&of_item(&erm["thresholds"], "steps", item));
            assert_abs_diff_eq!(own.steps[..], steps[..], epsilon = 2e-3);
        }
    }
}

#[test]
fn full_information() {
    for term in TERMS {
        let survey = Survey::read(term);
        let columns: Vec<Vec<Option<u8>>> = (0..12)
            .map(|item| survey.rows.iter().map(|row| row[item]).collect())
            .collect();
        let answers = IncompleteAnswers::new(&columns).unwrap();
        let found = confirmatory_fiml(&FactorModel::one_factor(12).unwrap(), &answers).unwrap();
        check_model(&found, &survey.expected["structure"]["cfa_one_factor_fiml"]);
    }
}

/// The answers of each role's people who answered all of the first items, in the order of the roles' names.
fn by_role_of(term: &str, items: usize) -> (Vec<String>, Vec<OrdinalAnswers>) {
    let survey = Survey::read(term);
    let text = reference(&format!("{term}.csv"));
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let column = csv.headers().unwrap().iter().position(|name| name == "role").unwrap();
    let roles: Vec<String> = csv.records().map(|record| record.unwrap()[column].to_owned()).collect();
    let complete = survey.rows.iter().zip(&roles).filter_map(|(row, role)| {
        let row: Option<Vec<u8>> = row[..items].iter().copied().collect();
        Some((role.clone(), row?))
    });
    let mut groups: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for (role, row) in complete {
        groups.entry(role).or_default().push(row);
    }
    let answers = |rows: &Vec<Vec<u8>>| {
        let column = |at: usize| rows.iter().map(|row| row[at]).collect();
        OrdinalAnswers::new((0..items).map(column).collect(), vec![6; items]).unwrap()
    };
    (groups.keys().cloned().collect(), groups.values().map(answers).collect())
}

#[test]
fn measurement_invariance_by_role() {
    for term in TERMS {
        let expected = &Survey::read(term).expected["structure"]["invariance_by_role_ml"];
        let (names, groups) = by_role_of(term, 12);
        for (name, answers) in names.iter().zip(&groups) {
            assert_eq!(expected["groups"][name].as_u64(), Some(answers.persons() as u64));
        }
        let steps = ladder(&FactorModel::one_factor(12).unwrap(), &groups).unwrap();
        for (step, key) in steps.iter().zip(["configural", "metric", "scalar", "strict"]) {
            let wanted = &expected[key];
            let near = |own: f64, key: &str, tolerance: f64| {
                let wanted = wanted[key].as_f64().unwrap();
                assert!(
                    (own - wanted).abs() <= tolerance * wanted.abs().max(1e-3),
                    "{term} {key}: {own} {wanted}"
                );
            };
            assert_eq!(wanted["npar"].as_u64(), Some(step.npar as u64));
            assert_eq!(wanted["df"].as_u64(), Some(step.fit.df as u64));
            near(step.fit.chisq, "chisq", CHI_SQUARED);
            let limits = step.fit.rmsea_interval.clone().unwrap();
            near(step.fit.p.clone().unwrap(), "pvalue", 1e-3);
            near(step.fit.cfi, "cfi", ITERATIVE);
            near(step.fit.tli.clone().unwrap(), "tli", ITERATIVE);
            near(step.fit.rmsea.clone().unwrap(), "rmsea", ITERATIVE);
            near(limits.lower, "rmsea.ci.lower", ITERATIVE);
            near(limits.upper, "rmsea.ci.upper", ITERATIVE);
            near(step.srmr, "srmr", ITERATIVE);
            near(step.criteria.loglik, "logl", ITERATIVE);
            near(step.criteria.aic, "aic", ITERATIVE);
            near(step.criteria.bic, "bic", ITERATIVE);
        }
    }
}

/// Three items' estimates, standard errors and standardised loadings by lavaan 0.6-14, with its number of parameters.
struct Saturated {
    npar: usize,
    estimates: [f64; 3],
    errors: [f64; 3],
    standardized: [f64; 3],
}

/// One factor behind three items has no degrees of freedom. Its loadings stand; what divides by degrees of freedom is undefined.
/// R: `cfa("f =~ q01 + q02 + q03", std.lv = TRUE)` with each estimator, on `trust-autumn.csv`.
#[test]
fn three_items_have_loadings_and_no_test_of_fit() {
    let survey = Survey::read("trust-autumn");
    let columns = |rows: &[Vec<Option<u8>>]| -> Vec<Vec<Option<u8>>> {
        (0..3).map(|item| rows.iter().map(|row| row[item]).collect()).collect()
    };
    let complete: Vec<Vec<u8>> = (survey.rows.iter())
        .filter_map(|row| row[..3].iter().copied().collect())
        .collect();
    let column = |at: usize| complete.iter().map(|row| row[at]).collect();
    let answers = OrdinalAnswers::new((0..3).map(column).collect(), vec![6; 3]).unwrap();
    assert_eq!(answers.persons(), 473);
    let everybody = IncompleteAnswers::new(&columns(&survey.rows)).unwrap();
    let model = FactorModel::one_factor(3).unwrap();
    let poly = polychoric(&answers).unwrap();
    let of_covariances = [0.725_555_662, 0.725_367_903_8, 0.690_148_142];
    let estimates = [0.950_647_078_4, 0.801_002_2, 0.938_772_535_1];
    for (found, wanted) in [
        (
            confirmatory_ml(&model, &answers, Correction::None),
            Saturated {
                npar: 6,
                estimates,
                errors: [0.063_296_705_21, 0.053_345_442_26, 0.065_417_787_11],
                standardized: of_covariances,
            },
        ),
        (
            confirmatory_ml(&model, &answers, Correction::Robust),
            Saturated {
                npar: 6,
                estimates,
                errors: [0.063_115_657_71, 0.054_582_142_49, 0.063_454_066_59],
                standardized: of_covariances,
            },
        ),
        (
            confirmatory_fiml(&model, &everybody),
            Saturated {
                npar: 9,
                estimates: [0.939_706_517_8, 0.799_255_870_3, 0.927_061_698_8],
                errors: [0.061_989_572_06, 0.051_886_960_39, 0.064_085_282_49],
                standardized: [0.721_200_908_2, 0.729_979_112_6, 0.683_235_162],
            },
        ),
        (
            confirmatory_wlsmv(&model, &answers, &poly),
            Saturated {
                npar: 18,
                estimates: [0.746_702_291_8, 0.779_274_312_2, 0.712_279_986_3],
                errors: [0.034_309_245_15, 0.036_181_104_6, 0.035_113_679_76],
                standardized: [0.746_702_291_8, 0.779_274_312_2, 0.712_279_986_3],
            },
        ),
    ] {
        let found = found.unwrap();
        assert_eq!(found.npar, wanted.npar);
        for (item, own) in found.loadings.iter().enumerate() {
            assert_abs_diff_eq!(own.estimate, wanted.estimates[item], epsilon = ITERATIVE);
            assert_abs_diff_eq!(own.standardized, wanted.standardized[item], epsilon = ITERATIVE);
            assert_relative_eq!(own.se.clone().unwrap(), wanted.errors[item], max_relative = 1e-3);
        }
        assert_eq!(found.fit.df, 0);
        assert!(found.fit.chisq.abs() < 1e-6, "{}", found.fit.chisq);
        assert_relative_eq!(found.fit.cfi, 1.0, max_relative = ITERATIVE);
        for reason in [
            found.fit.p.unwrap_err(),
            found.fit.tli.unwrap_err(),
            found.fit.rmsea.unwrap_err(),
            found.fit.rmsea_interval.unwrap_err(),
        ] {
            assert_eq!(
                reason.to_string(),
                "the model has no degrees of freedom, so it fits any answers"
            );
        }
        assert!(found.scaled.is_none_or(|scaled| scaled.is_err()));
        assert!(found.robust.is_none_or(|robust| robust.is_err()));
    }
}

/// R: `cfa("f =~ q01 + q02 + q03", std.lv = TRUE, group = "role", group.equal = …)`.
#[test]
fn three_items_have_a_ladder_from_the_metric_step_on() {
    let (_, groups) = by_role_of("trust-autumn", 3);
    let steps = ladder(&FactorModel::one_factor(3).unwrap(), &groups).unwrap();
    assert_eq!((steps[0].npar, steps[0].fit.df), (36, 0));
    assert!(steps[0].fit.p.is_err() && steps[0].fit.rmsea_interval.is_err());
    for (step, npar, df, chisq, p, upper) in [
        (&steps[1], 30, 6, 9.913, 0.128, 0.154),
        (&steps[2], 24, 12, 14.063, 0.297, 0.105),
    ] {
        assert_eq!((step.npar, step.fit.df), (npar, df));
        assert_abs_diff_eq!(step.fit.chisq, chisq, epsilon = 6e-4);
        assert_abs_diff_eq!(step.fit.p.clone().unwrap(), p, epsilon = 6e-4);
        assert_abs_diff_eq!(step.fit.rmsea_interval.clone().unwrap().upper, upper, epsilon = 6e-4);
    }
}
