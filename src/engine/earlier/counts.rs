//! Earlier results when there are counts instead of rows. Counts do not tell who is in which group of both results, so a result
//! is allowed only if one of the two shows no more than the other.

use std::collections::BTreeSet;

use crate::disclosure::{GroupedStudy, ShownScale, shown_groups};
use crate::engine::Error;
use crate::engine::earlier::ReadResult;
use crate::engine::earlier::fates::{groupings_of, place_of};
use crate::engine::round::Round;
use crate::input::{EarlierResult, SeenScale, SeenTerm};

/// True if this run has counts instead of rows, or an earlier one of the same answers had.
pub(super) fn are_among(same: &[ReadResult], rounds: &[&Round]) -> bool {
    rounds.iter().any(|round| round.survey.counted.is_some()) || same.iter().any(|one| !one.result.counted.is_empty())
}

/// The checksums of the files of a round, and of those behind its tallies.
pub(super) fn hashes(round: &Round) -> BTreeSet<String> {
    let files = round.survey.files.iter().map(|file| &file.sha256);
    files
        .chain(round.run.counted.iter().map(|(_, hash)| hash))
        .cloned()
        .collect()
}

/// Checks that each earlier result of the same answers shows only groups that are shown here too, or all of those that are: then
/// one of the two is a part of the other, and the other's suppression covers both.
///
/// # Errors
/// When that is not so, or cannot be made out.
pub(super) fn check_nested(same: &[ReadResult], rounds: &[&Round]) -> Result<(), Error> {
    for one in same {
        for term in &one.result.terms {
            let nested = |round: &&&Round| term.second.is_none() && is_nested(&one.result, term, round);
            let mut touched = rounds.iter().filter(|round| touches(&one.result, term, round));
            if !touched.all(|round| nested(&round)) {
                return Err(Error::OtherGroupsOfCounts(one.name.clone()));
            }
        }
    }
    Ok(())
}

/// The checksums of the response files behind a term of a result: those behind its tallies, if the result lists them.
fn of_term(result: &EarlierResult, term: &SeenTerm) -> BTreeSet<String> {
    let files = if result.counted.is_empty() {
        &term.inputs
    } else {
        &result.counted
    };
    files.iter().map(|(_, hash)| hash.clone()).collect()
}

fn behind(round: &Round) -> BTreeSet<String> {
    if round.run.counted.is_empty() {
        return round.survey.files.iter().map(|file| file.sha256.clone()).collect();
    }
    round.run.counted.iter().map(|(_, hash)| hash.clone()).collect()
}

fn touches(result: &EarlierResult, term: &SeenTerm, round: &Round) -> bool {
    !of_term(result, term).is_disjoint(&behind(round)) || {
        let own = hashes(round);
        term.inputs.iter().any(|(_, hash)| own.contains(hash))
    }
}

/// True if a result's groups of a term are a part of those shown here, or the other way round.
fn is_nested(result: &EarlierResult, term: &SeenTerm, round: &Round) -> bool {
    if result.terms.len() > 1 && !result.counted.is_empty() {
        // The result does not say which of the files behind the tallies belong to which term.
        return term
            .inputs
            .iter()
            .all(|(_, hash)| round.survey.files.iter().any(|file| file.sha256 == *hash))
            && round.survey.files.len() == term.inputs.len()
            && shows_nested(term, round);
    }
    of_term(result, term) == behind(round) && shows_nested(term, round)
}

fn shows_nested(term: &SeenTerm, round: &Round) -> bool {
    if term.instrument_sha256 != round.instrument.sha256 {
        return false;
    }
    let survey = round.survey();
    let shown = shown_groups(&survey, round.policy);
    let (mut then_in_now, mut now_in_then) = (true, true);
    for (place, now) in shown.iter().enumerate() {
        let id = &round.instrument.scales()[place].id;
        let none = SeenScale {
            id: id.clone(),
            items: BTreeSet::new(),
            total: false,
            academies: Vec::new(),
            by: Vec::new(),
        };
        let then = term.scales.iter().find(|scale| scale.id == *id).unwrap_or(&none);
        let Some((then, others)) = then_shown(then, now, &survey) else {
            return false;
        };
        then_in_now &= !others && is_part(&then, now);
        now_in_then &= is_part(now, &then);
    }
    then_in_now || now_in_then
}

/// The groups of a scale that a result shows, in the order of today's groups, and true if it also shows groups of a column that is
/// not asked for today. `None` if an academy is missing today, or a group has another number of respondents.
fn then_shown(seen: &SeenScale, now: &ShownScale, survey: &GroupedStudy<'_>) -> Option<(ShownScale, bool)> {
    let studies = std::iter::once(&survey.academies).chain(&survey.by);
    let tallies: Vec<_> = studies.map(|study| &study.tally).collect();
    let mut groups: Vec<Vec<bool>> = now.groups.iter().map(|groups| vec![false; groups.len()]).collect();
    let mut others = false;
    for (kind, (grouping, seen)) in groupings_of(seen, tallies.len()).into_iter().enumerate() {
        for group in seen.iter().filter(|group| group.withheld.is_none()) {
            let tally = tallies[grouping];
            let place = match place_of(tally.names(), tally.column(), grouping, &group.name) {
                Some(place) => place,
                None if kind > grouping => {
                    others = true;
                    continue;
                }
                None => return None,
            };
            if group.n.is_some_and(|n| n != now.persons[grouping][place]) {
                return None;
            }
            groups[grouping][place] = true;
        }
    }
    let then = ShownScale {
        total: seen.total,
        groups,
        persons: now.persons.clone(),
    };
    Some((then, others))
}

fn is_part(one: &ShownScale, of: &ShownScale) -> bool {
    let groups = one.groups.iter().flatten().zip(of.groups.iter().flatten());
    let mut groups = groups.map(|(one, of)| !one || *of);
    (!one.total || of.total) && groups.all(|inside| inside)
}
