//! Checks that simulated answers have the moments that their parameters imply: 200,000 people, within 3 standard errors.
//!
//! ```text
//! cov(x, y; r) = Σₖ Σₗ Φ₂(−τₖ, −τₗ; r) − Φ(−τₖ) Φ(−τₗ)
//! ```
//! of two items whose responses correlate by r: λλ′φ in one person, λλ′φ ICC in two people of one academy.

use crate::stats::normal::normal_below;
use crate::stats::simulate::{Draws, LatentItem, LatentSurvey, draw_academy, draw_person, even_thresholds};
use crate::stats::structure::{OrdinalAnswers, bivariate_below, polychoric};
use crate::stats::{GroupSummary, alpha, anova};

const BATCHES: u64 = 40;
const ACADEMIES: u64 = 100;
const STAFF: u64 = 50;

fn survey() -> LatentSurvey {
    let item = |place: usize| LatentItem {
        factor: place % 2,
        loading: 0.6 + 0.05 * place as f64,
        thresholds: even_thresholds(6, 0.1 * place as f64),
    };
    LatentSurvey::new((0..6).map(item).collect(), vec![0.15, 0.05], 0.8, 0.7).unwrap()
}

/// Expected mean of an item, counted from 0.
fn mean(item: &LatentItem) -> f64 {
    item.thresholds.iter().map(|threshold| normal_below(-threshold)).sum()
}

/// Expected covariance of two items whose responses correlate by `r`.
fn covariance(one: &LatentItem, other: &LatentItem, r: f64) -> f64 {
    let pairs = one
        .thresholds
        .iter()
        .flat_map(|k| other.thresholds.iter().map(move |l| (-k, -l)));
    pairs
        .map(|(k, l)| bivariate_below(k, l, r) - normal_below(k) * normal_below(l))
        .sum()
}

/// Expected variance of an item.
fn variance(item: &LatentItem) -> f64 {
    covariance(item, item, 1.0)
}

/// Mean over batches, with its standard error.
fn check(name: &str, found: &[f64], wanted: f64) {
    let summary = GroupSummary::from_values(found);
    let se = summary.sd().unwrap() / (found.len() as f64).sqrt();
    assert!(
        (summary.mean - wanted).abs() <= 3.0 * se,
        "{name}: {} ± {se}, not {wanted}",
        summary.mean
    );
}

/// Covariance of two columns, divisor n − 1.
fn covariance_of(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / (n - 1.0)
}

/// A batch: per item the categories of everybody, academy by academy, in a wave.
fn batch(survey: &LatentSurvey, batch: u64, wave: u64) -> Vec<Vec<u8>> {
    let mut columns = vec![Vec::new(); survey.items.len()];
    let mut categories = Vec::new();
    for academy in 0..ACADEMIES {
        let part = draw_academy(survey, &mut Draws::of(batch, &[academy]));
        for person in 0..STAFF {
            let mut stable = Draws::of(batch, &[academy, person]);
            let mut own = Draws::of(batch, &[academy, person, wave]);
            draw_person(survey, &part, &mut stable, &mut own, 0.0, &mut categories);
            for (column, category) in columns.iter_mut().zip(&categories) {
                column.push(u8::try_from(*category).unwrap());
            }
        }
    }
    columns
}

#[test]
fn moments_loadings_and_waves_come_back_at_200_000_people() {
    let survey = survey();
    let items = &survey.items;
    let k = items.len() as f64;
    let phi = |one: &LatentItem, other: &LatentItem| {
        if one.factor == other.factor {
            1.0
        } else {
            survey.factor_correlation
        }
    };
    // Correlation of the responses of two people of an academy, and of one person.
    let of_academy = |one: &LatentItem, other: &LatentItem| {
        let icc = survey.icc[one.factor] * survey.icc[other.factor];
        one.loading * other.loading * phi(one, other) * icc.sqrt()
    };
    let of_person = |one: &LatentItem, other: &LatentItem| {
        let own = (1.0 - survey.icc[one.factor]) * (1.0 - survey.icc[other.factor]);
        of_academy(one, other) + one.loading * other.loading * phi(one, other) * own.sqrt()
    };
    let places = || (0..items.len()).flat_map(|i| (0..items.len()).map(move |j| (i, j)));
    let within = |(i, j): (usize, usize)| {
        if i == j {
            variance(&items[i])
        } else {
            covariance(&items[i], &items[j], of_person(&items[i], &items[j]))
        }
    };
    let total: f64 = places().map(within).sum::<f64>() / (k * k);
    let between = places().map(|(i, j)| covariance(&items[i], &items[j], of_academy(&items[i], &items[j])));
    let between = between.sum::<f64>() / (k * k);
    let own: f64 = items.iter().map(variance).sum();
    let rho = survey.icc[0] + (1.0 - survey.icc[0]) * survey.wave_correlation;

    let mut found: [Vec<f64>; 8] = Default::default();
    for seed in 0..BATCHES {
        let columns = batch(&survey, seed, 0);
        let numbers: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| column.iter().map(|code| f64::from(*code)).collect())
            .collect();
        let scores: Vec<f64> = (0..numbers[0].len())
            .map(|person| numbers.iter().map(|column| column[person]).sum::<f64>() / k)
            .collect();
        let groups: Vec<GroupSummary> = scores
            .chunks(usize::try_from(STAFF).unwrap())
            .map(GroupSummary::from_values)
            .collect();
        let table = anova(&groups).unwrap();
        let staff = STAFF as f64;
        let matrix = nalgebra::DMatrix::from_fn(numbers.len(), numbers.len(), |i, j| {
            covariance_of(&numbers[i], &numbers[j])
        });
        let answers = OrdinalAnswers::new(columns, vec![6; items.len()]).unwrap();
        let latent = polychoric(&answers).unwrap();
        let later: Vec<f64> = batch(&survey, seed, 1)[0].iter().map(|code| f64::from(*code)).collect();
        let figures = [
            numbers[3].iter().sum::<f64>() / numbers[3].len() as f64,
            covariance_of(&numbers[3], &numbers[3]),
            (table.ms_between - table.ms_within) / staff,
            table.ms_within,
            alpha(&matrix).unwrap(),
            latent.correlations[(0, 2)],
            latent.correlations[(0, 1)],
            covariance_of(&numbers[0], &later),
        ];
        found
            .iter_mut()
            .zip(figures)
            .for_each(|(list, figure)| list.push(figure));
    }
    let wanted = [
        ("mean of an item", mean(&items[3])),
        ("variance of an item", variance(&items[3])),
        ("variance between academies", between),
        ("variance within academies", total - between),
        ("alpha", k / (k - 1.0) * (1.0 - own / (k * k * total))),
        ("loadings of one factor", items[0].loading * items[2].loading),
        ("loadings of two factors", of_person(&items[0], &items[1])),
        (
            "the same person twice",
            covariance(&items[0], &items[0], items[0].loading * items[0].loading * rho),
        ),
    ];
    for ((name, wanted), found) in wanted.into_iter().zip(&found) {
        check(name, found, wanted);
    }
}

#[test]
fn streams_differ_from_each_other() {
    let first = |of: &[u64]| Draws::of(1, of).uniform().to_bits();
    let all: Vec<u64> = [&[0][..], &[1], &[0, 0], &[0, 1], &[1, 0], &[0, 0, 0]]
        .iter()
        .map(|of| first(of))
        .collect();
    for (place, one) in all.iter().enumerate() {
        assert!(!all[..place].contains(one));
    }
}
