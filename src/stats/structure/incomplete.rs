//! Normal likelihood of incomplete answers, by pattern of missing answers.
//!
//! ln L = −½ Σ n (p ln 2π + ln|Σₒ| + tr(Σₒ⁻¹(S + dd′))) over patterns, with n people, p items answered, the part Σₒ of Σ for these
//! items, the covariances S (divisor n) of their answers and d the difference between their means and μ (Arbuckle 1996).

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::figure::{check_persons, no_variance_if, out_of_range_if};
use crate::stats::structure::likelihood_fit::{halved, inverse};
use crate::stats::structure::normal_theory::{entries_of, normal_weight};
use crate::stats::structure::polychoric_influence::Pair;

/// Answers to several items, some of them missing, brought to mean 0 and variance 1 over the people who answered each item.
#[derive(Debug, Clone, PartialEq)]
pub struct IncompleteAnswers {
    patterns: Vec<Pattern>,
    persons: f64,
    /// Standard deviation of each item (divisor n).
    pub(crate) sd: DVector<f64>,
    /// Σ ln s over all answers.
    log_scale: f64,
    pub(crate) entries: Vec<Pair>,
}

/// The people who answered the same items.
#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    items: Vec<usize>,
    persons: f64,
    mean: DVector<f64>,
    scatter: DMatrix<f64>,
}

/// Derivatives by the stacked covariances and by the means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slope {
    pub(crate) covariances: DVector<f64>,
    pub(crate) means: DVector<f64>,
}

/// Information about the stacked covariances and about the means, per person.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Information {
    pub(crate) covariances: DMatrix<f64>,
    pub(crate) means: DMatrix<f64>,
}

impl IncompleteAnswers {
    /// The answers, one list per item with an answer or `None` per person. People without any answer are left out.
    ///
    /// # Errors
    /// [`Undefined::TooFewPersons`] for fewer than three people, [`Undefined::NoVariance`] if an item does not vary, and
    /// [`Undefined::OutOfRange`] if the lists differ in length.
    pub fn new(columns: &[Vec<Option<u8>>]) -> Result<Self, Undefined> {
        let rows = columns.first().map_or(0, Vec::len);
        out_of_range_if(
            columns.iter().any(|column| column.len() != rows),
            "the items do not have the same number of people",
        )?;
        let k = columns.len();
        let mut sd = DVector::zeros(k);
        let mut centre = DVector::zeros(k);
        let mut log_scale = 0.0;
        for (item, column) in columns.iter().enumerate() {
            let given: Vec<f64> = column.iter().flatten().map(|&code| f64::from(code)).collect();
            check_persons(given.len() as u64, 3)?;
            let n = given.len() as f64;
            centre[item] = given.iter().sum::<f64>() / n;
            let variance = given
                .iter()
                .map(|x| (x - centre[item]) * (x - centre[item]))
                .sum::<f64>()
                / n;
            no_variance_if(variance <= 0.0, "an item")?;
            sd[item] = variance.sqrt();
            log_scale += n * ln(sd[item]);
        }
        let mut by_items: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for row in 0..rows {
            let answered = columns.iter().enumerate().filter(|(_, column)| column[row].is_some());
            let items: Vec<usize> = answered.map(|(item, _)| item).collect();
            if !items.is_empty() {
                by_items.entry(items).or_default().push(row);
            }
        }
        let z = |row: usize, item: usize| (f64::from(columns[item][row].unwrap_or_default()) - centre[item]) / sd[item];
        let patterns: Vec<Pattern> = by_items
            .into_iter()
            .map(|(items, rows)| {
                let answers = DMatrix::from_fn(rows.len(), items.len(), |at, place| z(rows[at], items[place]));
                let mean = answers.row_mean().transpose();
                let centred = DMatrix::from_fn(rows.len(), items.len(), |at, place| answers[(at, place)] - mean[place]);
                let scatter = centred.tr_mul(&centred) / rows.len() as f64;
                Pattern {
                    items,
                    persons: rows.len() as f64,
                    mean,
                    scatter,
                }
            })
            .collect();
        let persons = patterns.iter().map(|pattern| pattern.persons).sum();
        Ok(Self {
            patterns,
            persons,
            sd,
            log_scale,
            entries: entries_of(k),
        })
    }

    /// Number of people with an answer.
    pub(crate) fn persons(&self) -> f64 {
        self.persons
    }

    /// Number of items.
    pub(crate) fn items(&self) -> usize {
        self.sd.len()
    }

    /// Log-likelihood of the answers in their own unit; `None` if a part of Σ is not positive definite.
    pub(crate) fn log_likelihood(&self, sigma: &DMatrix<f64>, mu: &DVector<f64>) -> Option<f64> {
        let mut sum = -self.log_scale;
        for pattern in &self.patterns {
            let factor = part(sigma, &pattern.items).cholesky()?;
            let d = pattern.difference(mu);
            let log_det: f64 = 2.0 * factor.l_dirty().diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
            let spread = factor.solve(&(&pattern.scatter + &d * d.transpose())).trace();
            let constant = pattern.items.len() as f64 * ln(2.0 * std::f64::consts::PI);
            sum -= 0.5 * pattern.persons * (constant + log_det + spread);
        }
        sum.is_finite().then_some(sum)
    }

    /// Derivatives of ln L/n.
    pub(crate) fn slope(&self, sigma: &DMatrix<f64>, mu: &DVector<f64>) -> Option<Slope> {
        let k = self.items();
        let (mut pull, mut means) = (DMatrix::zeros(k, k), DVector::zeros(k));
        for pattern in &self.patterns {
            let own = inverse(&part(sigma, &pattern.items))?;
            let d = pattern.difference(mu);
            let n = pattern.persons;
            let towards = &own * &d;
            let pulled = &own * (&pattern.scatter + &d * d.transpose()) * &own - &own;
            for (a, &i) in pattern.items.iter().enumerate() {
                means[i] += n * towards[a];
                for (b, &j) in pattern.items.iter().enumerate() {
                    pull[(i, j)] += n * pulled[(a, b)];
                }
            }
        }
        Some(Slope {
            covariances: halved(&pull, &self.entries) / self.persons,
            means: means / self.persons,
        })
    }

    /// Expected information, given the patterns.
    pub(crate) fn information(&self, sigma: &DMatrix<f64>) -> Option<Information> {
        let k = self.items();
        let place = |i: usize, j: usize| {
            let (row, column) = (i.max(j), i.min(j));
            column * k - column * (column + 1) / 2 + row
        };
        let mut found = Information {
            covariances: DMatrix::zeros(self.entries.len(), self.entries.len()),
            means: DMatrix::zeros(k, k),
        };
        for pattern in &self.patterns {
            let own = inverse(&part(sigma, &pattern.items))?;
            let share = pattern.persons / self.persons;
            let entries = entries_of(pattern.items.len());
            let weight = normal_weight(&own, &entries);
            let places: Vec<usize> = entries
                .iter()
                .map(|at| place(pattern.items[at.row], pattern.items[at.column]))
                .collect();
            for (a, &p) in places.iter().enumerate() {
                for (b, &q) in places.iter().enumerate() {
                    found.covariances[(p, q)] += share * weight[(a, b)];
                }
            }
            for (a, &i) in pattern.items.iter().enumerate() {
                for (b, &j) in pattern.items.iter().enumerate() {
                    found.means[(i, j)] += share * own[(a, b)];
                }
            }
        }
        Some(found)
    }
}

impl Pattern {
    fn difference(&self, mu: &DVector<f64>) -> DVector<f64> {
        DVector::from_fn(self.items.len(), |place, _| self.mean[place] - mu[self.items[place]])
    }
}

fn part(matrix: &DMatrix<f64>, items: &[usize]) -> DMatrix<f64> {
    DMatrix::from_fn(items.len(), items.len(), |a, b| matrix[(items[a], items[b])])
}
