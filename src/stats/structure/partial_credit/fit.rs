//! The fit, and its parameters as thresholds and locations.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::structure::partial_credit::counts::{ItemCode, PartialCreditCounts};
use crate::stats::structure::partial_credit::likelihood::{Point, with_first};

/// Most steps of Newton's method.
const STEPS: usize = 60;
/// The fit has converged if no parameter would move further.
const SETTLED: f64 = 1e-9;
/// So far it may be off where rounding hides any rise of the likelihood.
const NEARLY_SETTLED: f64 = 1e-5;
/// A standard error from which a threshold is not determined, in logits.
const VAGUE: f64 = 30.0;

/// The reason where the likelihood rises without end.
const NOT_DETERMINED: Undefined = Undefined::OutOfRange {
    why: "the answers do not determine the thresholds: some codes were chosen only together with others",
};

/// One item of the partial credit model, in logits.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialCreditItem {
    /// Mean of its thresholds.
    pub location: f64,
    /// Standard error of the location.
    pub location_se: f64,
    /// Thresholds: where a code becomes more likely than the one below it (length: number of codes − 1).
    pub steps: Vec<f64>,
    /// Their standard errors.
    pub step_ses: Vec<f64>,
    /// Codes, from 0, that are nowhere the most likely answer.
    pub never_likeliest: Vec<usize>,
}

/// A fitted partial credit model.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialCredit {
    /// Conditional log-likelihood.
    pub loglik: f64,
    /// Per item: its parameters.
    pub items: Vec<PartialCreditItem>,
}

/// Fits the model by Newton's method, each step halved until the likelihood, which is concave, rises.
///
/// # Errors
/// [`Undefined::OutOfRange`] if the likelihood has no maximum.
pub fn partial_credit(counts: &PartialCreditCounts) -> Result<PartialCredit, Undefined> {
    let mut free = counts.start();
    let mut here = Point::at(counts, &free).ok_or(NOT_DETERMINED)?;
    for _ in 0..STEPS {
        let information = here.information().ok_or(NOT_DETERMINED)?;
        let factor = information.cholesky().ok_or(NOT_DETERMINED)?;
        let direction = factor.solve(&here.gradient);
        let move_by = direction.amax();
        if move_by < SETTLED {
            return finished(counts, &free, here.loglik, &factor.inverse());
        }
        let parts = std::iter::successors(Some(1.0), |part| Some(0.5 * part)).take(30);
        let mut higher = parts.filter_map(|part| {
            let moved = &free + &direction * part;
            let point = Point::at(counts, &moved)?;
            (point.loglik > here.loglik).then_some((moved, point))
        });
        match higher.next() {
            Some(next) => (free, here) = next,
            None if move_by < NEARLY_SETTLED => return finished(counts, &free, here.loglik, &factor.inverse()),
            None => return Err(NOT_DETERMINED),
        }
    }
    Err(NOT_DETERMINED)
}

/// The parameters as thresholds, at their origin. Moving the origin by s adds cs to the η of code c.
fn finished(
    counts: &PartialCreditCounts,
    free: &DVector<f64>,
    loglik: f64,
    covariance: &DMatrix<f64>,
) -> Result<PartialCredit, Undefined> {
    let parameters: Vec<ItemCode> = counts.parameters().collect();
    let codes = DVector::from_iterator(parameters.len(), parameters.iter().map(|at| at.code as f64));
    let eta = DVector::from_iterator(parameters.len(), with_first(free));
    let to_origin = eta.sum() / codes.sum();
    let eta = eta - &codes * to_origin;
    // The variance of Σ wη, where each η has its part in the origin.
    let se = |weights: DVector<f64>| {
        let origin = weights.dot(&codes) / codes.sum();
        let own = weights.add_scalar(-origin);
        let own = own.rows(1, free.len());
        own.dot(&(covariance * own)).max(0.0).sqrt()
    };
    let weight_at = |place: usize, weight: f64| {
        let mut weights = DVector::zeros(parameters.len());
        weights[place] = weight;
        weights
    };
    let mut items = Vec::with_capacity(counts.items());
    let mut first = 0;
    for last in (0..counts.items()).map(|item| counts.last(item)) {
        let own: Vec<f64> = std::iter::once(0.0)
            .chain(eta.rows(first, last).iter().copied())
            .collect();
        let step = |code: usize| {
            let mut weights = weight_at(first + code - 1, 1.0);
            if code > 1 {
                weights[first + code - 2] = -1.0;
            }
            se(weights)
        };
        items.push(PartialCreditItem {
            location: own[last] / last as f64,
            location_se: se(weight_at(first + last - 1, 1.0 / last as f64)),
            steps: own.windows(2).map(|pair| pair[1] - pair[0]).collect(),
            step_ses: (1..=last).map(step).collect(),
            never_likeliest: never_lowest(&own),
        });
        first += last;
    }
    let vague = |item: &PartialCreditItem| item.step_ses.iter().any(|se| *se > VAGUE);
    if items.iter().any(vague) {
        return Err(NOT_DETERMINED);
    }
    Ok(PartialCredit { loglik, items })
}

/// Codes c for which ηᵢ꜀ − cθ is the lowest at no θ: those that are not corners of the lower hull of the points (c, ηᵢ꜀).
fn never_lowest(eta: &[f64]) -> Vec<usize> {
    let mut hull: Vec<usize> = Vec::with_capacity(eta.len());
    for next in 0..eta.len() {
        while let [.., before, last] = hull[..] {
            let slope = |one: usize, other: usize| (eta[other] - eta[one]) / (other - one) as f64;
            if slope(before, last) < slope(last, next) {
                break;
            }
            hull.pop();
        }
        hull.push(next);
    }
    (0..eta.len()).filter(|code| !hull.contains(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary::{exp, ln};
    use crate::stats::Draws;
    use crate::stats::structure::ordinal::OrdinalAnswers;
    use crate::stats::structure::partial_credit::CODE_WITHOUT_ANSWERS;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::*;

    fn fit(answers: &OrdinalAnswers) -> Result<PartialCredit, Undefined> {
        partial_credit(&PartialCreditCounts::of_answers(answers)?)
    }

    /// Answers of people whose θ has a standard deviation of `spread`, to items with these thresholds.
    fn drawn(steps: &[Vec<f64>], persons: usize, spread: f64, seed: u64) -> OrdinalAnswers {
        let mut draws = Draws::of(seed, &[]);
        let mut columns = vec![Vec::new(); steps.len()];
        for _ in 0..persons {
            let theta = spread * draws.normal();
            for (item, column) in steps.iter().zip(&mut columns) {
                let mut log = 0.0;
                let terms: Vec<f64> = std::iter::once(1.0)
                    .chain(item.iter().map(|step| {
                        log += theta - step;
                        exp(log)
                    }))
                    .collect();
                let mut left = draws.uniform() * terms.iter().sum::<f64>();
                let code = terms.iter().position(|term| {
                    left -= term;
                    left < 0.0
                });
                column.push(u8::try_from(code.unwrap_or(terms.len() - 1)).unwrap());
            }
        }
        OrdinalAnswers::new(columns, steps.iter().map(|item| item.len() + 1).collect()).unwrap()
    }

    /// Items with several numbers of codes.
    fn several() -> Vec<Vec<f64>> {
        vec![
            vec![-1.0, 0.2, 1.1],
            vec![-0.4, 0.9],
            vec![-1.2, -0.3, 0.1, 0.8],
            vec![0.3],
            vec![-0.8, -0.6, 0.4],
        ]
    }

    /// People with answers and how many they are.
    fn repeated(patterns: &[([u8; 5], usize)]) -> OrdinalAnswers {
        let column = |item: usize| {
            let all = patterns.iter();
            all.flat_map(|(pattern, count)| std::iter::repeat_n(pattern[item], *count))
                .collect()
        };
        OrdinalAnswers::new((0..5).map(column).collect(), vec![2; 5]).unwrap()
    }

    /// The law school admission test's sections 6 and 7 (Bock & Lieberman 1970, *Psychometrika* 35, 179–197): people per pattern of right
    /// answers to five questions, from 00000 to 11111. Counts: data set `bock` of R's psych 2.2.9.
    const LSAT: [[usize; 32]; 2] = [
        [
            3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61,
            28, 298,
        ],
        [
            12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28, 7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18,
            136, 32, 308,
        ],
    ];

    /// R: eRm 1.0-2, `RM`: `−betapar`, `se.beta` and `loglik`.
    #[test]
    fn law_school_tests_have_the_rasch_models_difficulties() {
        let expected = [
            (
                [
                    -1.256_127_963_99,
                    0.474_907_147_50,
                    1.235_980_612_75,
                    0.168_410_071_70,
                    -0.623_169_867_96,
                ],
                [
                    0.104_405_693_4,
                    0.069_917_067_5,
                    0.068_777_691_2,
                    0.072_619_444_8,
                    0.085_917_413_7,
                ],
                -1_091.569_689_982_32,
            ),
            (
                [
                    -0.541_470_327_32,
                    0.536_545_472_60,
                    -0.133_582_650_46,
                    0.805_166_383_89,
                    -0.666_658_878_71,
                ],
                [
                    0.079_168_383_0,
                    0.067_960_877_0,
                    0.073_132_644_6,
                    0.067_456_683_2,
                    0.081_518_024_2,
                ],
                -1_182.699_899_176_33,
            ),
        ];
        for (counts, (locations, errors, loglik)) in LSAT.iter().zip(expected) {
            let bit = |pattern: usize, item: usize| u8::try_from(pattern >> (4 - item) & 1).unwrap();
            let patterns: Vec<([u8; 5], usize)> = (0..32)
                .map(|pattern| (std::array::from_fn(|item| bit(pattern, item)), counts[pattern]))
                .collect();
            let found = fit(&repeated(&patterns)).unwrap();
            assert_eq!(counts.iter().sum::<usize>(), 1000);
            assert_relative_eq!(found.loglik, loglik, max_relative = 1e-9);
            for (own, (location, error)) in found.items.iter().zip(locations.iter().zip(errors)) {
                assert_abs_diff_eq!(own.location, *location, epsilon = 1e-5);
                assert_relative_eq!(own.location_se, error, max_relative = 1e-4);
                assert_eq!(own.steps, [own.location]);
            }
        }
    }

    #[test]
    fn two_items_of_two_codes_have_the_closed_form() {
        // Of people with a sum of 1, the share that agreed to the first item gives the difference of the thresholds.
        let columns = vec![
            [vec![1; 30], vec![0; 10], vec![1; 5]].concat(),
            [vec![0; 30], vec![1; 10], vec![1; 5]].concat(),
        ];
        let found = fit(&OrdinalAnswers::new(columns, vec![2, 2]).unwrap()).unwrap();
        let [one, other] = [&found.items[0], &found.items[1]];
        assert_relative_eq!(other.location - one.location, ln(3.0), max_relative = 1e-8);
        assert_abs_diff_eq!(one.location, -other.location, epsilon = 1e-12);
        assert_relative_eq!(
            one.location_se,
            0.5 * (1.0_f64 / 30.0 + 0.1).sqrt(),
            max_relative = 1e-6
        );
        assert_relative_eq!(found.loglik, 30.0 * ln(0.75) + 10.0 * ln(0.25), max_relative = 1e-10);
    }

    #[test]
    fn parameters_are_recovered_within_their_standard_errors() {
        let truth = several();
        let (eta, codes) = truth.iter().fold((0.0, 0.0), |(eta, codes), item| {
            let sums = item.iter().scan(0.0, |sum, step| {
                *sum += step;
                Some(*sum)
            });
            (eta + sums.sum::<f64>(), codes + (1..=item.len()).sum::<usize>() as f64)
        });
        let (surveys, mut squares, mut count) = (40, 0.0, 0.0);
        for seed in 0..surveys {
            let found = fit(&drawn(&truth, 600, 1.0, seed)).unwrap();
            for (item, own) in truth.iter().zip(&found.items) {
                for (step, (estimate, se)) in item.iter().zip(own.steps.iter().zip(&own.step_ses)) {
                    let z = (estimate - (step - eta / codes)) / se;
                    assert!(z.abs() < 5.0, "{estimate} {step} {se}");
                    squares += z * z;
                    count += 1.0;
                }
            }
        }
        // 520 estimates: a mean square of 1, and a standard error of about .06.
        assert_abs_diff_eq!(squares / count, 1.0, epsilon = 0.2);
    }

    #[test]
    fn forty_items_of_ten_codes_and_people_far_apart_stay_in_range() {
        let item = |item: usize| (0..10).map(|code| f64::from(code) - 4.5 + 0.05 * item as f64).collect();
        let truth: Vec<Vec<f64>> = (0..40).map(item).collect();
        let found = fit(&drawn(&truth, 900, 3.0, 1)).unwrap();
        for own in &found.items {
            assert!(own.step_ses.iter().all(|se| *se > 0.0 && *se < 1.0), "{own:?}");
        }
        assert!(found.items[39].location > found.items[0].location + 1.0);
    }

    #[test]
    fn codes_that_are_nowhere_the_likeliest_are_named() {
        assert_eq!(never_lowest(&[0.0, -1.0, -1.0, 1.0]), Vec::<usize>::new());
        // Thresholds 1 and −1: code 1 is never the likeliest.
        assert_eq!(never_lowest(&[0.0, 1.0, 0.0]), [1]);
        // Thresholds 0, 2, 1, −2: none but the ends.
        assert_eq!(never_lowest(&[0.0, 0.0, 2.0, 3.0, 1.0]), [2, 3]);
        let found = fit(&drawn(
            &[vec![0.5, -0.5], vec![-0.5, 0.5], vec![-1.0, 1.0]],
            2_000,
            1.0,
            3,
        ))
        .unwrap();
        let named: Vec<&[usize]> = found.items.iter().map(|item| &item.never_likeliest[..]).collect();
        assert_eq!(named, [&[1][..], &[], &[]]);
    }

    #[test]
    fn every_bad_case_has_a_reason() {
        let answers = |columns: Vec<Vec<u8>>, points: &[usize]| {
            let found = OrdinalAnswers::new(columns, points.to_vec()).unwrap();
            fit(&found).unwrap_err().to_string()
        };
        let unused = answers(vec![vec![0, 1, 1, 0], vec![1, 0, 0, 1]], &[2, 3]);
        assert_eq!(unused, CODE_WITHOUT_ANSWERS.to_string());
        let constant = answers(vec![vec![0, 1, 1, 0], vec![1; 4]], &[2, 3]);
        assert_eq!(constant, "there is no variance in an item");
        let ends = answers(vec![vec![0, 1, 1, 0]; 2], &[2, 2]);
        assert_eq!(ends, "everybody chose the same end of every item");
        // Only the people at the lower end of every item chose 0 of the first.
        let at_an_end = answers(vec![vec![0, 0, 1, 1, 2], vec![0, 0, 1, 2, 0]], &[3, 3]);
        assert!(
            at_an_end.starts_with("some code was chosen only by people"),
            "{at_an_end}"
        );
        // Nobody chose 1 of the last two without having chosen 1 of the first two.
        let ordered = vec![vec![1, 0, 1, 1], vec![0, 1, 1, 1], vec![0, 0, 1, 0], vec![0, 0, 0, 1]];
        let ordered = answers(ordered, &[2; 4]);
        assert!(ordered.contains("do not determine"), "{ordered}");
        let one = answers(vec![vec![0, 1, 1, 0]], &[2]);
        assert!(one.starts_with("it needs at least 2 items"), "{one}");
        let many = answers(vec![vec![0, 1, 2, 3]; 2], &[250, 200]);
        assert_eq!(many, "there are more than 400 thresholds");
        let other = PartialCreditCounts::new(vec![vec![2, 2], vec![2, 2]], vec![2, 1, 1]);
        assert!(other.is_err());
    }

    /// Thresholds less their mean over the whole scale.
    fn centred(found: &PartialCredit) -> Vec<Vec<f64>> {
        let all: Vec<f64> = found.items.iter().flat_map(|item| item.steps.iter().copied()).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let item = |item: &PartialCreditItem| item.steps.iter().map(|step| step - mean).collect();
        found.items.iter().map(item).collect()
    }

    fn columns(answers: &OrdinalAnswers) -> Vec<Vec<u8>> {
        (0..answers.items()).map(|item| answers.column(item).to_vec()).collect()
    }

    fn points(answers: &OrdinalAnswers) -> Vec<usize> {
        (0..answers.items()).map(|item| answers.points(item)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn the_origin_is_where_all_sums_of_thresholds_add_up_to_0(seed in 0_u64..1_000) {
            let found = fit(&drawn(&several(), 400, 1.0, seed)).unwrap();
            let sum = |item: &PartialCreditItem| {
                let sums = item.steps.iter().scan(0.0, |sum, step| { *sum += step; Some(*sum) });
                sums.sum::<f64>()
            };
            prop_assert!(found.items.iter().map(sum).sum::<f64>().abs() < 1e-9);
            for item in &found.items {
                let mean = item.steps.iter().sum::<f64>() / item.steps.len() as f64;
                prop_assert!((item.location - mean).abs() < 1e-9);
            }
        }

        #[test]
        fn the_order_of_items_changes_nothing(seed in 0_u64..1_000) {
            let own = drawn(&several(), 400, 1.0, seed);
            let turned = OrdinalAnswers::new(
                columns(&own).into_iter().rev().collect(), points(&own).into_iter().rev().collect()).unwrap();
            let [one, other] = [own, turned].map(|answers| fit(&answers).unwrap());
            prop_assert!((one.loglik - other.loglik).abs() < 1e-7);
            for (one, other) in one.items.iter().zip(other.items.iter().rev()) {
                for (step, same) in one.steps.iter().zip(&other.steps).chain(one.step_ses.iter().zip(&other.step_ses)) {
                    prop_assert!((step - same).abs() < 1e-6);
                }
                prop_assert!((one.location_se - other.location_se).abs() < 1e-6);
            }
        }

        #[test]
        fn people_at_an_end_of_every_item_change_nothing(seed in 0_u64..1_000, lowest in 0_usize..50, highest in 0_usize..50) {
            let own = drawn(&several(), 400, 1.0, seed);
            let points = points(&own);
            let more = columns(&own).into_iter().zip(&points).map(|(mut column, points)| {
                column.extend(std::iter::repeat_n(0, lowest));
                column.extend(std::iter::repeat_n(u8::try_from(points - 1).unwrap(), highest));
                column
            });
            let more = OrdinalAnswers::new(more.collect(), points.clone()).unwrap();
            prop_assert_eq!(fit(&own).unwrap(), fit(&more).unwrap());
        }

        #[test]
        fn turning_all_codes_round_turns_signs_and_order_of_thresholds(seed in 0_u64..1_000) {
            let own = drawn(&several(), 400, 1.0, seed);
            let turned = columns(&own).into_iter().zip(points(&own)).map(|(column, points)| {
                column.into_iter().map(|code| u8::try_from(points - 1).unwrap() - code).collect()
            });
            let turned = OrdinalAnswers::new(turned.collect(), points(&own)).unwrap();
            let [one, other] = [own, turned].map(|answers| fit(&answers).unwrap());
            prop_assert!((one.loglik - other.loglik).abs() < 1e-7);
            for (one, other) in centred(&one).iter().zip(centred(&other)) {
                for (step, turned) in one.iter().zip(other.iter().rev()) {
                    prop_assert!((step + turned).abs() < 1e-6);
                }
            }
            for (one, other) in one.items.iter().zip(&other.items) {
                let last = one.steps.len();
                let turned: Vec<usize> = other.never_likeliest.iter().rev().map(|code| last - code).collect();
                prop_assert_eq!(&one.never_likeliest, &turned);
            }
        }
    }
}
