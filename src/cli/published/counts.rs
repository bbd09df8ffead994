//! Results given out earlier where there are counts in place of rows: who is in which group of both cannot be told, so that only
//! what shows no more than the other is let through.

use std::collections::BTreeSet;

use anyhow::bail;

use crate::cli::load::Loaded;
use crate::cli::published::again::{groupings_of, place_of};
use crate::cli::published::{Now, Read};
use crate::disclosure::{GroupedStudy, ShownScale, shown_groups};
use crate::input::{EarlierResult, SeenScale, SeenTerm};

/// Whether there are counts in place of rows in this run, or in an earlier one of the same answers.
pub(super) fn are_among(same: &[Read<'_>], now: &[Now<'_>]) -> bool {
    now.iter().any(|term| term.loaded.survey.counted.is_some()) || same.iter().any(|one| !one.result.counted.is_empty())
}

/// The checksums of the files of a term, and of those behind its tallies.
pub(super) fn hashes(loaded: &Loaded) -> BTreeSet<String> {
    let files = loaded.survey.files.iter().map(|file| &file.sha256);
    files
        .chain(loaded.run.counted.iter().map(|(_, hash)| hash))
        .cloned()
        .collect()
}

/// Whether each earlier result of the same answers shows only groups that are shown here too, or all of those that are: then one of
/// the two is a part of the other, and what the other withholds covers both.
///
/// # Errors
/// When that is not so, or cannot be made out.
pub(super) fn nothing_to_subtract(same: &[Read<'_>], now: &[Now<'_>]) -> anyhow::Result<()> {
    for one in same {
        let name = &one.name;
        for term in &one.result.terms {
            let nested = |now: &Now<'_>| term.second.is_none() && is_nested(&one.result, term, now.loaded);
            let touched = now.iter().filter(|now| touches(&one.result, term, now.loaded));
            if !touched.into_iter().all(nested) {
                bail!(
                    "`{name}` was given out of the same answers and shows other groups of them, or other answers beside them; from \
                     counts it cannot be worked out what the two together would tell of few people: name the response files in \
                     place of the tallies, or ask for the groups that it shows (--by, --min-group, the trust file)"
                );
            }
        }
    }
    Ok(())
}

/// The checksums of the response files behind a term of a result: of one term those behind its tallies, where it says them.
fn of_term(result: &EarlierResult, term: &SeenTerm) -> BTreeSet<String> {
    let files = if result.counted.is_empty() {
        &term.inputs
    } else {
        &result.counted
    };
    files.iter().map(|(_, hash)| hash.clone()).collect()
}

fn behind(loaded: &Loaded) -> BTreeSet<String> {
    if loaded.run.counted.is_empty() {
        return loaded.survey.files.iter().map(|file| file.sha256.clone()).collect();
    }
    loaded.run.counted.iter().map(|(_, hash)| hash.clone()).collect()
}

fn touches(result: &EarlierResult, term: &SeenTerm, loaded: &Loaded) -> bool {
    !of_term(result, term).is_disjoint(&behind(loaded)) || {
        let own = hashes(loaded);
        term.inputs.iter().any(|(_, hash)| own.contains(hash))
    }
}

/// Whether what a result shows of a term is a part of what is shown here, or the other way round.
fn is_nested(result: &EarlierResult, term: &SeenTerm, loaded: &Loaded) -> bool {
    if result.terms.len() > 1 && !result.counted.is_empty() {
        // Which of the files behind the tallies belong to which term is not said.
        return term
            .inputs
            .iter()
            .all(|(_, hash)| loaded.survey.files.iter().any(|file| file.sha256 == *hash))
            && loaded.survey.files.len() == term.inputs.len()
            && shows_nested(term, loaded);
    }
    of_term(result, term) == behind(loaded) && shows_nested(term, loaded)
}

fn shows_nested(term: &SeenTerm, loaded: &Loaded) -> bool {
    if term.instrument_sha256 != loaded.instrument.sha256 {
        return false;
    }
    let survey = loaded.survey();
    let shown = shown_groups(&survey, loaded.policy);
    let (mut then_in_now, mut now_in_then) = (true, true);
    for (place, now) in shown.iter().enumerate() {
        let id = &loaded.instrument.scales()[place].id;
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

/// What a result shows of a scale, in the order of today's groups, and whether it shows groups of a column that is not asked for
/// today; `None` where an academy is not there today, or a group has another number of respondents.
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
