//! Earlier results when there are counts instead of rows. Counts do not tell who is in which group of both results, so a result
//! is allowed only if it is of the same answers and one of the two shows no more than the other.

use std::collections::BTreeSet;

use crate::disclosure::{GroupedStudy, ShownScale, shown_groups};
use crate::engine::Error;
use crate::engine::earlier::fates::{groupings_of, place_of};
use crate::engine::earlier::read::{ReadResult, is_of_another_term};
use crate::engine::round::Round;
use crate::input::{EarlierResult, SeenResponses, SeenScale, SeenTerm};

/// True if this run has counts instead of rows, or an earlier one that may be of the same answers had.
pub(super) fn are_among(results: &[ReadResult], rounds: &[&Round]) -> bool {
    let counted = |one: &ReadResult| !one.result.counted.is_empty() && !is_of_another_term(&one.result, rounds);
    rounds.iter().any(|round| round.survey.counted.is_some()) || results.iter().any(counted)
}

/// Checks that a result is of the same answers as this run, and that it shows only groups that are shown here too, or all of those
/// that are: then one of the two is a part of the other, and the other's suppression covers both.
///
/// # Errors
/// When that is not so, or cannot be made out.
pub(super) fn check_nested(one: &ReadResult, rounds: &[&Round]) -> Result<(), Error> {
    let result = &one.result;
    let terms = || result.terms.iter().zip(&result.responses);
    let matched = |round: &&Round| terms().any(|(term, seen)| is_same(result, term, seen, round));
    let all_terms = || terms().all(|(term, seen)| rounds.iter().any(|round| is_same(result, term, seen, round)));
    if !rounds.iter().all(matched) && !all_terms() {
        let touched = terms().any(|(term, _)| rounds.iter().any(|round| touches(result, term, round)));
        let name = one.name.clone();
        return Err(if touched {
            Error::OtherGroupsOfCounts(name)
        } else {
            Error::OtherCounts(name)
        });
    }
    for (term, seen) in terms() {
        let mut same = rounds.iter().filter(|round| is_same(result, term, seen, round));
        if !same.all(|round| term.second.is_none() && shows_nested(term, seen, round)) {
            return Err(Error::OtherGroupsOfCounts(one.name.clone()));
        }
    }
    Ok(())
}

/// True if a term of a result is of the answers of a round: of the same files, or of files with the same counts.
fn is_same(result: &EarlierResult, term: &SeenTerm, seen: &SeenResponses, round: &Round) -> bool {
    let same_counts = round
        .run
        .responses
        .iter()
        .any(|own| seen.answers.is_some() && own.answers == seen.answers && own.items == seen.items);
    // A result of several terms does not say which of the files behind its tallies belong to which term.
    let one_term = result.terms.len() == 1 || result.counted.is_empty();
    same_counts || (one_term && of_term(result, term) == behind(round))
}

/// The checksums of the files of a round, and of those behind its tallies.
fn hashes(round: &Round) -> BTreeSet<String> {
    let files = round.survey.files.iter().map(|file| &file.sha256);
    files
        .chain(round.run.counted.iter().map(|(_, hash)| hash))
        .cloned()
        .collect()
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
fn shows_nested(term: &SeenTerm, seen: &SeenResponses, round: &Round) -> bool {
    if round.run.responses.iter().all(|own| own.items != seen.items) {
        return false;
    }
    let survey = round.survey();
    let shown = shown_groups(&survey, round.policy);
    let (mut then_in_now, mut now_in_then) = (true, true);
    for (place, now) in shown.iter().enumerate() {
        let none = SeenScale {
            id: String::new(),
            items: BTreeSet::new(),
            total: false,
            academies: Vec::new(),
            by: Vec::new(),
        };
        let then = term.scales.get(place).unwrap_or(&none);
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
