//! Confirms the formulas of planning by simulation: 10,000 draws each, within 3 standard errors.

use std::f64::consts::TAU;

use rand_pcg::Pcg64;

use crate::elementary::{ln, sin};
use crate::stats::plan::{Detection, Waves, averaged_sd, expected_icc2, half_width, smallest_change};
use crate::stats::random::{seeded, unit};
use crate::stats::{GroupSummary, Population, mean_interval, t_critical, tail_of_level};

const DRAWS: usize = 10_000;
const SD: f64 = 0.6;
const USUAL: Detection = Detection {
    level: 0.95,
    power: 0.8,
};

/// A draw from the standard normal distribution. Box & Muller (1958).
fn normal(random: &mut Pcg64) -> f64 {
    let radius = (-2.0 * ln(1.0 - unit(random))).sqrt();
    radius * sin(TAU * unit(random))
}

fn draws(random: &mut Pcg64, n: usize, mean: f64, sd: f64) -> Vec<f64> {
    (0..n).map(|_| mean + sd * normal(random)).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Checks that an event with probability `p` came about as often as it should.
fn check_share(found: usize, p: f64, what: &str) {
    let (share, se) = (found as f64 / DRAWS as f64, (p * (1.0 - p) / DRAWS as f64).sqrt());
    assert!((share - p).abs() <= 3.0 * se, "{what}: {share}, not {p}");
}

#[test]
fn intervals_hold_the_mean_of_all_staff_and_are_as_wide_as_planned() {
    for (seed, n, headcount) in [(1, 28, 31), (2, 12, 15), (3, 30, 60)] {
        let mut random = seeded(seed);
        let mut covered = 0;
        let mut squares = Vec::new();
        for _ in 0..DRAWS {
            let staff = draws(&mut random, headcount, 4.2, SD);
            let answered = GroupSummary::from_values(&staff[..n]);
            let found = mean_interval(&answered, Some(headcount as u64), 0.95).unwrap().interval;
            let truth = mean(&staff);
            covered += usize::from(found.lower <= truth && truth <= found.upper);
            let half = (found.upper - found.lower) / 2.0;
            squares.push(half * half);
        }
        check_share(covered, 0.95, "the mean of all staff");
        // The planned width uses the true SD; the square of the printed one is on average the square of it.
        let planned = half_width(SD, n as u64, Some(headcount as u64), 0.95).unwrap();
        let spread = GroupSummary::from_values(&squares).sd().unwrap() / (DRAWS as f64).sqrt();
        assert!((mean(&squares) - planned * planned).abs() <= 3.0 * spread, "n {n}");
    }
}

#[test]
fn two_anonymous_waves_show_the_smallest_change_in_80_of_100_cases() {
    for (seed, n, headcount) in [(4, 12, None), (5, 28, None), (6, 28, Some(31)), (7, 60, Some(90))] {
        let waves = headcount.map_or(Waves::Anonymous, |headcount| Waves::TheseStaff { headcount });
        let change = smallest_change(SD, n, waves, USUAL).unwrap();
        let critical = t_critical(tail_of_level(0.95).unwrap(), 2.0 * n as f64 - 2.0);
        let [all, answered] = [headcount.unwrap_or(n), n].map(|people| usize::try_from(people).unwrap());
        let mut random = seeded(seed);
        let mut seen = 0;
        for _ in 0..DRAWS {
            let [before, after] = [0.0, 1.0].map(|wave: f64| {
                let mut staff = draws(&mut random, all, 0.0, SD);
                if headcount.is_some() {
                    // The question is about these staff, so their own mean is what changes.
                    let own = mean(&staff);
                    for score in &mut staff {
                        *score -= own;
                    }
                }
                for score in &mut staff {
                    *score += wave * change;
                }
                GroupSummary::from_values(&staff[..answered])
            });
            let variance = (before.sum_sq + after.sum_sq) / (2.0 * n as f64 - 2.0);
            let share = Population::new(n, headcount).correction(n) * 2.0 / n as f64;
            seen += usize::from((after.mean - before.mean) / (variance * share).sqrt() > critical);
        }
        check_share(seen, 0.8, "anonymous waves");
    }
}

#[test]
fn two_linked_waves_show_the_smallest_change_in_80_of_100_cases() {
    for (seed, n, correlation) in [(8, 12, 0.7_f64), (9, 28, 0.5)] {
        let change = smallest_change(SD, n, Waves::Linked { correlation }, USUAL).unwrap();
        let mut random = seeded(seed);
        let mut seen = 0;
        for _ in 0..DRAWS {
            let pairs: Vec<(f64, f64)> = (0..n)
                .map(|_| {
                    let (one, other) = (normal(&mut random), normal(&mut random));
                    let later = correlation * one + (1.0 - correlation * correlation).sqrt() * other;
                    (SD * one, SD * later + change)
                })
                .collect();
            seen += usize::from(is_clear(&pairs));
        }
        check_share(seen, 0.8, "linked waves");
    }
}

/// True if a paired t test calls the change of these pairs a rise.
fn is_clear(pairs: &[(f64, f64)]) -> bool {
    let changes: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let found = mean_interval(&GroupSummary::from_values(&changes), None, 0.95).unwrap();
    found.interval.lower > 0.0
}

#[test]
fn averages_are_as_dependable_as_planned() {
    let (icc1, n) = (0.1_f64, 21);
    let mut random = seeded(10);
    let pairs: Vec<(f64, f64)> = (0..DRAWS)
        .map(|_| {
            let academy = icc1.sqrt() * normal(&mut random);
            let average = |random: &mut Pcg64| academy + mean(&draws(random, n, 0.0, (1.0 - icc1).sqrt()));
            (average(&mut random), average(&mut random))
        })
        .collect();
    // ICC(2) is the correlation of two averages over different members of the same academies.
    let [x, y]: [Vec<f64>; 2] = [
        pairs.iter().map(|pair| pair.0).collect(),
        pairs.iter().map(|pair| pair.1).collect(),
    ];
    let (mx, my) = (mean(&x), mean(&y));
    let products =
        |a: &[f64], ma: f64, b: &[f64], mb: f64| a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum::<f64>();
    let found = products(&x, mx, &y, my) / (products(&x, mx, &x, mx) * products(&y, my, &y, my)).sqrt();
    let wanted = expected_icc2(icc1, n as f64).unwrap();
    let se = (1.0 - wanted * wanted) / (DRAWS as f64).sqrt();
    assert!((found - wanted).abs() <= 3.0 * se, "{found}, not {wanted}");
}

#[test]
fn averages_over_three_terms_spread_as_planned() {
    let correlation = 0.7_f64;
    let mut random = seeded(11);
    let averages: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let own = correlation.sqrt() * normal(&mut random);
            SD * (own + mean(&draws(&mut random, 3, 0.0, (1.0 - correlation).sqrt())))
        })
        .collect();
    let found = GroupSummary::from_values(&averages).sd().unwrap();
    let wanted = averaged_sd(SD, 3, correlation).unwrap();
    assert!(
        (found - wanted).abs() <= 3.0 * wanted / (2.0 * DRAWS as f64).sqrt(),
        "{found}, not {wanted}"
    );
}
