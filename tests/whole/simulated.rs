//! Simulated surveys from a seed: answers to a scale, and faults that a file of answers may have.
//!
//! A person's answer to item i is the code nearest to level + spread · y, with y = Σ loadingᵢ · factor + wordingᵢ · w +
//! √(1 − explained variance) · e. Factors, w and e are standard normal, and a tenth of the first factor's variance is
//! between academies. Two per cent of the answers are missing, and two per cent of the persons give the same answer to
//! every item.

use std::f64::consts::TAU;

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Parameters of a simulated survey.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    /// Number of persons.
    pub(crate) persons: usize,
    /// Number of academies.
    pub(crate) academies: usize,
    /// For each item, its loadings on the factors.
    pub(crate) loadings: Vec<Vec<f64>>,
    /// Correlation between factors.
    pub(crate) between_factors: f64,
    /// Loading of the reversed items on a wording factor.
    pub(crate) wording: f64,
    /// For each item, true if its statement is reversed.
    pub(crate) reversed: Vec<bool>,
    /// Mean of the answers, in keyed codes.
    pub(crate) level: f64,
    /// Standard deviation of the answers before rounding.
    pub(crate) spread: f64,
    /// Number of codes, which start at 1.
    pub(crate) points: u8,
}

impl Design {
    /// A scale with one factor and six codes; all items are forward, and most people agree a little.
    pub(crate) fn one_factor(persons: usize, items: usize, loading: f64) -> Self {
        Self {
            persons,
            academies: (persons / 30).max(1),
            loadings: vec![vec![loading]; items],
            between_factors: 0.0,
            wording: 0.0,
            reversed: vec![false; items],
            level: 4.3,
            spread: 1.1,
            points: 6,
        }
    }

    /// Reverses the statements of these items.
    pub(crate) fn reversing(mut self, items: &[usize]) -> Self {
        for &item in items {
            self.reversed[item] = true;
        }
        self
    }

    /// Makes the first half of the items load on one factor and the second half on another.
    pub(crate) fn two_factors(mut self, correlation: f64) -> Self {
        let (items, half) = (self.loadings.len(), self.loadings.len() / 2);
        for item in 0..items {
            let loading = self.loadings[item][0];
            self.loadings[item] = if item < half {
                vec![loading, 0.0]
            } else {
                vec![0.0, loading]
            };
        }
        self.between_factors = correlation;
        self
    }

    /// Draws the answers as a file contains them, one row per person.
    pub(crate) fn answers(&self, seed: u64) -> Answers {
        let mut normals = Normals(Pcg64::seed_from_u64(seed));
        let factors = self.loadings.first().map_or(0, Vec::len);
        let levels: Vec<f64> = (0..self.academies).map(|_| normals.draw()).collect();
        let mut answers = Answers {
            points: self.points,
            academies: Vec::with_capacity(self.persons),
            rows: Vec::with_capacity(self.persons),
        };
        for person in 0..self.persons {
            let academy = person % self.academies;
            let general = (0.9_f64).sqrt() * normals.draw() + (0.1_f64).sqrt() * levels[academy];
            let shared = self.between_factors.sqrt();
            let own: Vec<f64> = (0..factors)
                .map(|factor| match factor {
                    _ if factors == 1 => general,
                    _ => shared * general + (1.0 - shared * shared).sqrt() * normals.draw(),
                })
                .collect();
            let wording = normals.draw();
            let straight = normals.unit() < 0.02;
            let row: Vec<Option<u8>> = (0..self.loadings.len())
                .map(|item| {
                    let by_wording = if self.reversed[item] { self.wording } else { 0.0 };
                    let common: f64 = self.loadings[item].iter().zip(&own).map(|(l, f)| l * f).sum();
                    let explained: f64 =
                        self.loadings[item].iter().map(|l| l * l).sum::<f64>() + by_wording * by_wording;
                    let y = common + by_wording * wording + (1.0 - explained).max(0.0).sqrt() * normals.draw();
                    let skipped = normals.unit() < 0.02;
                    let keyed = self.code(y);
                    let given = if self.reversed[item] {
                        self.points + 1 - keyed
                    } else {
                        keyed
                    };
                    (!skipped).then_some(given)
                })
                .collect();
            let first = row.first().copied().flatten().unwrap_or(self.points);
            answers
                .rows
                .push(if straight { vec![Some(first); row.len()] } else { row });
            answers.academies.push(academy);
        }
        answers
    }

    fn code(&self, y: f64) -> u8 {
        let near = (self.level + self.spread * y).round();
        (1..=self.points)
            .rev()
            .find(|&code| near >= f64::from(code))
            .unwrap_or(1)
    }
}

/// Answers of a file.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    /// Number of codes, which start at 1.
    pub(crate) points: u8,
    /// Academy of each person.
    pub(crate) academies: Vec<usize>,
    /// Answers of each person as given in the file.
    pub(crate) rows: Vec<Vec<Option<u8>>>,
}

impl Answers {
    /// Reverses the codes of these items.
    pub(crate) fn turned(mut self, items: &[usize]) -> Self {
        let points = self.points;
        self.change(items, |code| points + 1 - code);
        self
    }

    /// Raises the codes of these items by one; the highest becomes 1.
    pub(crate) fn rotated(mut self, items: &[usize]) -> Self {
        let points = self.points;
        self.change(items, |code| code % points + 1);
        self
    }

    fn change(&mut self, items: &[usize], to: impl Fn(u8) -> u8) {
        for row in &mut self.rows {
            for &item in items {
                row[item] = row[item].map(&to);
            }
        }
    }
}

/// Standard normal random numbers.
struct Normals(Pcg64);

impl Normals {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Box and Muller (1958).
    #[expect(
        clippy::disallowed_methods,
        reason = "the last digit of a simulated person does not matter"
    )]
    fn draw(&mut self) -> f64 {
        let (u, v) = (1.0 - self.unit(), self.unit());
        (-2.0 * u.ln()).sqrt() * (TAU * v).cos()
    }
}
