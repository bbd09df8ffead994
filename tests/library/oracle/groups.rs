//! Group scores, agreement and two-level structure against R (`tests/reference/oracle.R`, `compare.R`).

use approx::assert_relative_eq;
use cte::stats::{
    GroupSummary, ItemMeans, Population, Stratum, Weighting, agreement, anova, descriptives, icc1, icc1_mean_size,
    icc2, mean_interval, random_effects, stratified_mean, two_level, uniform_null_variance, variance_ratio,
};
use nalgebra::{DMatrix, DVector};

use crate::oracle::reference_survey::{SCALES, Wave, figures, number};
use crate::oracle::{CLOSED, ITERATIVE};

const WAVES: [&str; 2] = ["autumn", "spring"];
/// Tolerance for the two-level model.
const TWO_LEVEL: f64 = 1e-3;

#[test]
fn item_descriptives_equal_psych() {
    for wave in WAVES {
        let survey = Wave::read(wave);
        let expected = &figures(&format!("trust-{wave}"))["item_descriptives"];
        for item in 0..12 {
            let mut counts = [0; 6];
            for code in survey.academies.values().flatten().filter_map(|answers| answers[item]) {
                counts[usize::from(code - 1)] += 1;
            }
            let wanted = &expected[format!("q{:02}", item + 1)];
            let found = descriptives(&counts, 1).unwrap();
            assert_eq!(Some(found.n), wanted["n"].as_u64());
            assert_relative_eq!(found.mean, number(&wanted["mean"]), max_relative = CLOSED);
            assert_relative_eq!(found.sd.unwrap(), number(&wanted["sd"]), max_relative = CLOSED);
            assert_relative_eq!(found.median, number(&wanted["median"]), max_relative = CLOSED);
            assert_relative_eq!(
                found.skewness.unwrap(),
                number(&wanted["skew_g1_adjusted"]),
                max_relative = CLOSED
            );
            assert_relative_eq!(
                found.kurtosis.unwrap(),
                number(&wanted["kurtosis_g2_adjusted"]),
                max_relative = CLOSED
            );
            assert_eq!(
                counts.to_vec(),
                wanted["counts"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|c| c.as_u64().unwrap())
                    .collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn group_summaries_and_intraclass_correlations_equal_r() {
    for wave in WAVES {
        let (survey, oracle) = (Wave::read(wave), figures(&format!("trust-{wave}")));
        for (scale, items) in SCALES {
            let wanted = &oracle["scores"][scale];
            let scores = survey.scores(&items);
            let groups: Vec<GroupSummary> = scores
                .values()
                .map(|values| GroupSummary::from_values(values))
                .collect();
            for (name, group) in scores.keys().zip(&groups) {
                let wanted = &wanted["groups"][name];
                assert_eq!(Some(group.n), wanted["n"].as_u64());
                assert_relative_eq!(group.mean, number(&wanted["mean"]), max_relative = CLOSED);
                assert_relative_eq!(group.sd().unwrap(), number(&wanted["sd"]), max_relative = CLOSED);
            }
            let pooled = GroupSummary::pool(&groups);
            assert_relative_eq!(pooled.mean, number(&wanted["pooled"]["mean"]), max_relative = CLOSED);
            assert_relative_eq!(
                pooled.sd().unwrap(),
                number(&wanted["pooled"]["sd"]),
                max_relative = CLOSED
            );
            let table = anova(&groups).unwrap();
            let test = table.test.clone().unwrap();
            assert_eq!(Some(table.df_between), wanted["anova"]["df1"].as_u64());
            assert_eq!(Some(table.df_within), wanted["anova"]["df2"].as_u64());
            for (found, key) in [
                (table.ms_between, "ms_between"),
                (table.ms_within, "ms_within"),
                (test.f, "f"),
                (test.p, "p"),
            ] {
                assert_relative_eq!(found, number(&wanted["anova"][key]), max_relative = CLOSED);
            }
            assert_relative_eq!(table.k0, number(&wanted["k0"]), max_relative = CLOSED);
            assert_relative_eq!(table.mean_size, number(&wanted["mean_size"]), max_relative = CLOSED);
            let ratio = variance_ratio(&groups, &table, 0.95).unwrap();
            for (found, key) in [
                (icc1(&table, ratio), "icc1_k0"),
                (icc1_mean_size(&table, ratio), "icc1_mean_size"),
                (icc2(&table, ratio), "icc2"),
            ] {
                assert_relative_eq!(found.unwrap().value, number(&wanted[key]), max_relative = CLOSED);
            }
            let exact = &figures("inference")[wave][scale]["icc1"];
            let found = icc1(&table, ratio).unwrap().interval;
            assert_relative_eq!(found.lower, number(&exact["lower"]), max_relative = CLOSED);
            assert_relative_eq!(found.upper, number(&exact["upper"]), max_relative = CLOSED);
        }
    }
}

#[test]
fn random_effects_and_shrunken_means_equal_lme4() {
    for wave in WAVES {
        let (survey, oracle) = (Wave::read(wave), figures(&format!("trust-{wave}")));
        for (scale, items) in SCALES {
            let wanted = &oracle["scores"][scale]["reml"];
            let scores = survey.scores(&items);
            let groups: Vec<GroupSummary> = scores
                .values()
                .map(|values| GroupSummary::from_values(values))
                .collect();
            let found = random_effects(&groups).unwrap();
            for (value, key) in [
                (found.mean, "intercept"),
                (found.mean_se, "intercept_se"),
                (found.var_between, "var_between"),
                (found.var_within, "var_within"),
            ] {
                assert_relative_eq!(value, number(&wanted[key]), max_relative = ITERATIVE);
            }
            for (name, group) in scores.keys().zip(&found.groups) {
                assert_relative_eq!(group.mean, number(&wanted["blup"][name]), max_relative = ITERATIVE);
                assert_relative_eq!(
                    group.conditional_sd,
                    number(&wanted["blup_conditional_sd"][name]),
                    max_relative = ITERATIVE
                );
            }
        }
    }
}

#[test]
fn agreement_equals_multilevel() {
    for wave in WAVES {
        let (survey, oracle) = (Wave::read(wave), figures(&format!("trust-{wave}")));
        for (scale, items) in SCALES {
            let wanted = &oracle["agreement"][scale];
            for (name, persons) in &survey.academies {
                let complete: Vec<_> = persons
                    .iter()
                    .filter_map(|answers| answers[items.clone()].iter().copied().collect::<Option<Vec<u8>>>())
                    .collect();
                let histograms: Vec<[u32; 6]> = (0..items.len())
                    .map(|item| {
                        let mut counts = [0; 6];
                        for answers in &complete {
                            counts[usize::from(answers[item] - 1)] += 1;
                        }
                        counts
                    })
                    .collect();
                let found = agreement(&histograms, uniform_null_variance(6)).unwrap();
                assert_eq!(Some(found.n), wanted["group_size_complete"][name].as_u64());
                for (value, key) in [
                    (found.rwg_j, "rwg_j"),
                    (found.r_star_wg_j, "r_star_wg_j"),
                    (found.ad_mean, "ad_mean"),
                    (found.ad_median, "ad_median"),
                    (found.a_wg.unwrap(), "a_wg"),
                ] {
                    assert_relative_eq!(value, number(&wanted[key][name]), max_relative = CLOSED);
                }
            }
        }
    }
}

#[test]
fn means_and_standard_errors_equal_the_survey_package() {
    let oracle = figures("compare");
    let scores = Wave::read("autumn").scores(&(0..12));
    let strata: Vec<Stratum> = scores
        .iter()
        .map(|(name, values)| {
            let wanted = &oracle["finite_population"][name];
            let (summary, headcount) = (GroupSummary::from_values(values), wanted["headcount"].as_u64());
            let known = mean_interval(&summary, headcount, 0.95).unwrap();
            assert!(matches!(known.population, Population::Finite { .. }));
            assert_relative_eq!(known.se, number(&wanted["se_with_fpc"]), max_relative = CLOSED);
            let unknown = mean_interval(&summary, None, 0.95).unwrap();
            assert_relative_eq!(unknown.se, number(&wanted["se_without"]), max_relative = CLOSED);
            Stratum { summary, headcount }
        })
        .collect();
    let wanted = &oracle["trust_stratified"];
    let weighted = stratified_mean(&strata, 0.95).unwrap();
    assert_eq!((weighted.weighting, weighted.df), (Weighting::Headcounts, 508 - 15));
    assert_relative_eq!(
        weighted.mean,
        number(&wanted["mean_headcount_weighted"]),
        max_relative = CLOSED
    );
    assert_relative_eq!(
        weighted.se,
        number(&wanted["se_headcounts_with_fpc"]),
        max_relative = CLOSED
    );
    let unknown: Vec<Stratum> = strata
        .iter()
        .map(|stratum| Stratum {
            headcount: None,
            ..*stratum
        })
        .collect();
    let plain = stratified_mean(&unknown, 0.95).unwrap();
    assert_eq!(plain.weighting, Weighting::Respondents);
    assert_relative_eq!(plain.mean, number(&wanted["mean_of_persons"]), max_relative = CLOSED);
    assert_relative_eq!(plain.se, number(&wanted["se_no_headcounts"]), max_relative = CLOSED);
}

#[test]
fn two_level_matrices_and_alphas_equal_lavaan() {
    for wave in WAVES {
        let wanted = &figures(&format!("trust-{wave}"))["structure"]["saturated_two_level"];
        let mut within = DMatrix::zeros(12, 12);
        let mut groups = Vec::new();
        for persons in Wave::read(wave).academies.values() {
            let complete: Vec<DVector<f64>> = persons
                .iter()
                .filter(|answers| answers.iter().all(Option::is_some))
                .map(|answers| DVector::from_iterator(12, answers.iter().flatten().map(|&code| f64::from(code))))
                .collect();
            let mean = complete.iter().fold(DVector::zeros(12), |sum, one| sum + one) / complete.len() as f64;
            for one in &complete {
                within += (one - &mean) * (one - &mean).transpose();
            }
            groups.push(ItemMeans {
                n: complete.len() as u64,
                means: mean.as_slice().to_vec(),
            });
        }
        let found = two_level(&groups, &within).unwrap();
        assert_relative_eq!(
            found.alpha_within.unwrap(),
            number(&wanted["alpha_within"]),
            max_relative = TWO_LEVEL
        );
        assert_relative_eq!(
            found.alpha_between.unwrap(),
            number(&wanted["alpha_between"]),
            max_relative = TWO_LEVEL
        );
        // lavaan's EM stops where −2 ln L is still 0.14 above the minimum found here, so the tolerance is relative to the
        // largest entry.
        for (matrix, key) in [(&found.within, "within"), (&found.between, "between")] {
            for row in 0..12 {
                for column in 0..12 {
                    let difference = matrix[(row, column)] - number(&wanted[key][row][column]);
                    assert!(
                        difference.abs() < TWO_LEVEL * matrix.max(),
                        "{wave} {key} {row} {column}: {difference}"
                    );
                }
            }
        }
    }
}
