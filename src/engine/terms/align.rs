//! Brings the terms to the same groups, the same standard staff and the same scales.

use crate::engine::round::Round;
use crate::engine::round::read::standard;
use crate::engine::{Error, TrustFile};
use crate::input::align_groups;
use crate::model::{Common, Finding};

/// Gives all terms the same groups, in one order. `order` receives, per term and grouping, the places of the term's own groups.
pub(super) fn align(rounds: &mut [Round], trust: Option<&TrustFile>, order: &mut [Vec<Vec<usize>>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let groupings = rounds.first().map_or(0, |term| term.survey.groupings());
    for grouping in 0..groupings {
        let names: Vec<&[String]> = rounds.iter().map(|term| term.survey.groups(grouping)).collect();
        let trust = trust
            .map(TrustFile::trust)
            .filter(|trust| grouping == 0 && !trust.academies().is_empty());
        let aligned = align_groups(&names, trust);
        if grouping == 0 {
            findings.extend(aligned.findings.clone());
        }
        for ((term, places), order) in rounds.iter_mut().zip(&aligned.places).zip(order.iter_mut()) {
            order.push(places.clone());
            // A group that is not in a term has 0 staff there.
            let mut staff = vec![Some(0); aligned.names.len()];
            for (&place, own) in places.iter().zip(&term.staff[grouping]) {
                staff[place] = *own;
            }
            term.survey.regroup(grouping, aligned.names.clone(), places);
            term.staff[grouping] = staff;
        }
    }
    findings
}

/// Gives all terms the staff of the latest as one standard: scores standardised to different staff would differ by that alone.
pub(super) fn standardise(rounds: &mut [Round], trust: Option<&TrustFile>) -> Vec<Finding> {
    let Some(last) = rounds.last() else {
        return Vec::new();
    };
    // Counts have no standardised scores, and so no change of them either.
    let responses = rounds.iter().all(|term| term.survey.counted.is_none());
    let standard = standard(trust, &last.files, &last.survey).filter(|_| responses);
    for term in rounds.iter_mut() {
        term.standard.clone_from(&standard);
    }
    standard.into_iter().flat_map(|found| found.findings).collect()
}

/// The scales that the terms have in common.
///
/// # Errors
/// When they were asked with different questionnaires, or have no scale in common.
pub(super) fn common(names: &[String], rounds: &[Round]) -> Result<Common, Error> {
    let instruments: Vec<_> = rounds.iter().map(|term| &term.instrument).collect();
    for (pair, names) in instruments.windows(2).zip(names.windows(2)) {
        if let ([one, other], [earlier, later]) = (pair, names)
            && one.id != other.id
        {
            return Err(Error::DifferentQuestionnaires {
                earlier: earlier.clone(),
                earlier_id: one.id.clone(),
                later: later.clone(),
                later_id: other.id.clone(),
            });
        }
    }
    Common::of(&instruments).map_err(|_| Error::NoCommonScale)
}
