//! Draws of academies and of people.

use std::f64::consts::TAU;

use rand_pcg::Pcg64;

use crate::elementary::{ln, sin};
use crate::stats::random::{seeded, unit};
use crate::stats::simulate::LatentSurvey;

/// A stream of random draws. The same numbers give the same stream on every platform.
#[derive(Debug, Clone)]
pub struct Draws {
    random: Pcg64,
    /// The second normal draw of a pair.
    kept: Option<f64>,
}

impl Draws {
    /// The stream of a seed and of what it is for, such as the places of an academy and a person.
    #[must_use]
    pub fn of(seed: u64, of: &[u64]) -> Self {
        // SplitMix64 (Steele, Lea & Flood 2014, OOPSLA) over the numbers.
        let mixed = of.iter().fold(seed, |state, number| {
            let next = state.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let next = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let next = (next ^ (next >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            next ^ (next >> 31)
        });
        Self {
            random: seeded(mixed),
            kept: None,
        }
    }

    /// A uniform draw from 0 (included) to 1 (excluded).
    pub fn uniform(&mut self) -> f64 {
        unit(&mut self.random)
    }

    /// A standard normal draw. Box & Muller (1958), *Annals of Mathematical Statistics* 29, 610–611.
    pub fn normal(&mut self) -> f64 {
        if let Some(kept) = self.kept.take() {
            return kept;
        }
        let radius = (-2.0 * ln(1.0 - self.uniform())).sqrt();
        let angle = TAU * self.uniform();
        // The cosine by a quarter turn.
        self.kept = Some(radius * sin(angle + TAU / 4.0));
        radius * sin(angle)
    }
}

/// An academy's part of each factor.
#[derive(Debug, Clone, PartialEq)]
pub struct AcademyPart(Vec<f64>);

/// Draws an academy.
#[must_use]
pub fn draw_academy(survey: &LatentSurvey, draws: &mut Draws) -> AcademyPart {
    AcademyPart(parts(survey, draws))
}

/// Draws a person's categories, one for each item, into `categories`. `stable` is the person's own stream, which all waves share,
/// and `wave` that of the person in this wave. `shift` moves the person on every factor, in standard deviations.
pub fn draw_person(
    survey: &LatentSurvey,
    academy: &AcademyPart,
    stable: &mut Draws,
    wave: &mut Draws,
    shift: f64,
    categories: &mut Vec<usize>,
) {
    let rho = survey.wave_correlation;
    let mut factors = parts(survey, stable);
    let passing = parts(survey, wave);
    let others = passing.iter().zip(&academy.0).zip(&survey.icc);
    for (factor, ((passing, academy), icc)) in factors.iter_mut().zip(others) {
        let own = rho.sqrt() * *factor + (1.0 - rho).sqrt() * passing;
        *factor = icc.sqrt() * academy + (1.0 - icc).sqrt() * own + shift;
    }
    categories.clear();
    for item in &survey.items {
        let noise = (1.0 - item.loading * item.loading).sqrt() * wave.normal();
        let response = item.loading * factors[item.factor] + noise;
        categories.push(
            item.thresholds
                .iter()
                .filter(|threshold| **threshold < response)
                .count(),
        );
    }
}

/// A standard normal part of each factor, with the survey's correlation between factors.
fn parts(survey: &LatentSurvey, draws: &mut Draws) -> Vec<f64> {
    let phi = survey.factor_correlation;
    let general = draws.normal();
    let part = |_| phi.sqrt() * general + (1.0 - phi).sqrt() * draws.normal();
    (0..survey.icc.len()).map(part).collect()
}
