//! The academies of the same phase beside an academy.
//!
//! Their score is the average of scores that the folder of reports shows anyway, each as it is shown, so it discloses nothing new. An
//! academy's page may be sent on by itself: so there must be two other academies at least, and none of their scores follows from it.

use crate::disclosure::precision::{About, Precision};
use crate::disclosure::{AcademyScale, GroupedStudy, Policy, Reported};

/// The fewest other academies of a phase.
const FEWEST: usize = 2;

/// The score of the other academies of the same phase on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerScores {
    /// The phase in the trust's words.
    pub phase: String,
    /// Number of academies.
    pub academies: usize,
    /// The mean of their scores, in score units, weighted by their people with a score.
    pub mean: f64,
    /// The unit to which `mean` is rounded; 0 in full precision.
    pub unit: f64,
}

/// Adds the other academies of the same phase. `phases` has the phase of each academy, where known.
#[must_use]
pub fn with_peers(
    mut reported: Reported,
    survey: &GroupedStudy<'_>,
    phases: &[Option<String>],
    policy: Policy,
) -> Reported {
    let found: Vec<Vec<Option<PeerScores>>> = (0..reported.academies.len())
        .map(|academy| {
            let scales = reported.trust.scales.iter().enumerate();
            scales
                .map(|(place, scale)| {
                    let usual = Precision::of_scale(&survey.academies, scale.scale, About::Group, policy);
                    peers(&reported, phases, academy, place, usual)
                })
                .collect()
        })
        .collect();
    for (academy, peers) in reported.academies.iter_mut().zip(found) {
        academy.peers = peers;
    }
    reported
}

fn peers(
    reported: &Reported,
    phases: &[Option<String>],
    academy: usize,
    place: usize,
    usual: Precision,
) -> Option<PeerScores> {
    let phase = phases.get(academy)?.as_ref()?;
    let figures =
        |other: usize| -> Option<&AcademyScale> { reported.academies.get(other)?.scales.get(place)?.figures() };
    let asked = &figures(academy)?.own.items;
    let others =
        (0..reported.academies.len()).filter(|&other| other != academy && phases.get(other) == phases.get(academy));
    // Scores on different items are never put together.
    let shown = others.filter_map(|other| {
        let own = &figures(other)?.own;
        (own.items == *asked).then_some((own.n as f64, own.mean?, own.unit))
    });
    let shown: Vec<(f64, f64, f64)> = shown.collect();
    if shown.len() < FEWEST {
        return None;
    }
    let people: f64 = shown.iter().map(|(n, _, _)| n).sum();
    let sum: f64 = shown.iter().map(|(n, mean, _)| n * mean).sum();
    // The mean of rounded scores is off by this at most, and has no digit that says more.
    let error = shown.iter().map(|(n, _, unit)| n * unit / 2.0).sum::<f64>() / people;
    let precision = usual.no_finer_than(error);
    Some(PeerScores {
        phase: phase.clone(),
        academies: shown.len(),
        mean: precision.mean(sum / people),
        unit: precision.unit_of_means(),
    })
}
