//! Which earlier results count, and in which order they were made.

use crate::engine::earlier::read::ReadResult;
use crate::engine::round::Round;
use crate::engine::{Error, PublishedResults, Setup};
use crate::input::{read_earlier, sha256};

/// The results without those of this very run. A run that is repeated on the same files takes into account what it did the first
/// time: it gives the same figures, which were given out already.
pub(super) fn without_own(results: Vec<ReadResult>, rounds: &[&Round], setup: &Setup<'_>) -> Vec<ReadResult> {
    if matches!(setup.published, PublishedResults::Only(_)) {
        return results;
    }
    let own = results.iter().filter(|one| is_own(one, rounds, setup));
    let own: Vec<Vec<(String, String)>> = own.map(|one| one.result.published.clone()).collect();
    if own.is_empty() {
        return results;
    }
    let before = |one: &ReadResult| own.iter().flatten().any(|(_, hash)| *hash == one.sha256);
    results.into_iter().filter(before).collect()
}

/// True if a result is of this run: of the same command and version, from the same bytes.
fn is_own(one: &ReadResult, rounds: &[&Round], setup: &Setup<'_>) -> bool {
    let result = &one.result;
    let questionnaire = result.terms.last().map(|term| &term.instrument_sha256);
    let same = |(name, hash): &(String, String)| {
        let file = setup.files.open(name).ok().filter(|_| name != "-");
        file.is_some_and(|file| file.sha256().is_ok_and(|own| own == *hash))
    };
    setup.own_runs.contains(&result.arguments)
        && result.version == env!("CARGO_PKG_VERSION")
        && rounds
            .iter()
            .any(|round| Some(&round.instrument.sha256) == questionnaire)
        && result
            .terms
            .iter()
            .flat_map(|term| &term.inputs)
            .chain(&result.also_read)
            .all(same)
}

/// The results in the order in which they were made: each behind those that it takes into account, which are added if they are
/// not among them.
///
/// # Errors
/// When one of those cannot be found with the same bytes.
pub(super) fn in_order(mut left: Vec<ReadResult>, setup: &Setup<'_>) -> Result<Vec<ReadResult>, Error> {
    let mut at = 0;
    while at < left.len() {
        for (name, hash) in left[at].result.published.clone() {
            if left.iter().any(|other| other.sha256 == hash) {
                continue;
            }
            let near = [
                name.clone(),
                setup
                    .files
                    .beside(&left[at].name, name.rsplit(['/', '\\']).next().unwrap_or(&name)),
            ];
            let found = near.iter().filter_map(|name| setup.files.open(name).ok());
            let found = found
                .into_iter()
                .find(|file| file.sha256().is_ok_and(|own| own == hash));
            let source = found.ok_or_else(|| Error::ResultBeforeResult {
                name: left[at].name.clone(),
                before: name.clone(),
            })?;
            left.push(ReadResult {
                result: read_earlier(source.name(), &source.bytes()?)?,
                sha256: sha256(&source.bytes()?),
                name: source.name().to_owned(),
                source,
            });
        }
        at += 1;
    }
    let mut ordered: Vec<ReadResult> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = |one: &ReadResult| {
            let before = one.result.published.iter();
            before
                .into_iter()
                .all(|(_, hash)| ordered.iter().any(|other| other.sha256 == *hash))
        };
        // Results that name each other in a circle cannot be; the first is taken.
        let next = left.iter().position(ready).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}
