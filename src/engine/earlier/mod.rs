//! Earlier results: found, read, and made again as far as who is in which group, so that nothing is disclosed by differencing.

mod counts;
mod fates;
mod find;
mod remade;
pub(crate) mod rows;

use std::collections::BTreeSet;

use crate::engine::earlier::find::changed;
use crate::engine::earlier::remade::RemadeResult;
use crate::engine::earlier::rows::Places;
use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::{Error, Setup, Source};
use crate::input::sha256;
use crate::input::{EarlierFile, EarlierResult, all_quoted, read_earlier};
use crate::model::{Finding, Level};

pub(crate) use find::published;

/// The earlier results of a run.
#[derive(Debug, Default)]
pub(crate) struct EarlierResults {
    pub(crate) known: KnownResults,
    pub(crate) findings: Vec<Finding>,
    /// Every result that was read, with its SHA-256.
    pub(crate) read: Vec<(String, String)>,
}

/// A result that was read.
pub(super) struct ReadResult {
    source: Source,
    name: String,
    result: EarlierResult,
    /// True if it is about rows of this run, by itself or together with others.
    same: bool,
}

/// Reads the earlier results, and finds out which of them are about rows of these rounds.
///
/// # Errors
/// When one of them is no result, or cannot be made again from the files as they are.
pub(crate) fn take_into_account(
    published: &[Source],
    rounds: &[&Round],
    setup: &Setup<'_>,
) -> Result<EarlierResults, Error> {
    let mut found = EarlierResults::default();
    let mut results = read(published, &mut found)?;
    mark_same(&mut results, rounds);
    let (same, apart): (Vec<_>, Vec<_>) = results.into_iter().partition(|result| result.same);
    for other in &apart {
        if let Some(changed) = changed(&other.result, &other.source, rounds, setup) {
            let message = format!(
                "`{}` was made from `{changed}` when that had other bytes: its figures and these differ by the rows that have \
                 changed, and nothing guards against subtracting them — give out only one of the two",
                other.name
            );
            found.add(Level::Warning, "published-other-version", message);
        }
    }
    if !apart.is_empty() {
        let message = format!(
            "given out earlier, of other files than these, so nothing to subtract: {}",
            all_quoted(apart.iter().map(|other| &other.name))
        );
        found.add(Level::Note, "published-apart", message);
    }
    if same.is_empty() {
        return Ok(found);
    }
    if counts::are_among(&same, rounds) {
        counts::check_nested(&same, rounds)?;
        let message = format!(
            "given out earlier, of the same answers, with nothing to subtract: {}",
            all_quoted(same.iter().map(|same| &same.name))
        );
        found.add(Level::Note, "published", message);
        return Ok(found);
    }
    let message = format!(
        "given out earlier, of the same answers, and taken into account: {}",
        all_quoted(same.iter().map(|same| &same.name))
    );
    found.add(Level::Note, "published", message);
    let mut all = Places::default();
    let known = &mut found.known;
    for round in rounds {
        known.places.push(all.of(round)?);
    }
    let mut remade = Vec::with_capacity(same.len());
    for one in &same {
        let made = RemadeResult::of(one, rounds, setup)?;
        let places = made.rounds.iter().map(|round| all.of(round));
        let places = places.collect::<Result<Vec<_>, Error>>()?;
        remade.push((one, made, places));
    }
    known.rows = all.rows.len();
    for (one, made, places) in remade {
        let earlier = made.earlier(&one.name, &one.result, &places, known.rows);
        known.earlier.extend(earlier);
    }
    Ok(found)
}

/// Reads every result once.
fn read(published: &[Source], found: &mut EarlierResults) -> Result<Vec<ReadResult>, Error> {
    let mut results = Vec::new();
    let mut hashes = BTreeSet::new();
    for source in published {
        let (name, bytes) = (source.name().to_owned(), source.bytes()?);
        let hash = sha256(&bytes);
        if !hashes.insert(hash.clone()) {
            continue;
        }
        found.read.push((name.clone(), hash));
        match read_earlier(&name, &bytes)? {
            EarlierFile::Result(result) => results.push(ReadResult {
                source: source.clone(),
                name,
                result: *result,
                same: false,
            }),
            EarlierFile::OtherKind(schema) => {
                let message = format!(
                    "`{name}` was given out, and is of the kind {schema}, whose figures are not compared: nothing here guards \
                     against subtracting them"
                );
                found.add(Level::Warning, "published-other-kind", message);
            }
        }
    }
    Ok(results)
}

/// Marks the results that share a file with this run, or with another result that does: linked tables may be linked in a chain.
fn mark_same(results: &mut [ReadResult], rounds: &[&Round]) {
    let mut reached: BTreeSet<String> = rounds.iter().flat_map(|round| counts::hashes(round)).collect();
    loop {
        let next = results
            .iter_mut()
            .find(|result| !result.same && result.result.inputs().any(|(_, hash)| reached.contains(hash)));
        let Some(next) = next else { return };
        next.same = true;
        reached.extend(next.result.inputs().map(|(_, hash)| hash.clone()));
    }
}

impl EarlierResults {
    fn add(&mut self, level: Level, code: &'static str, message: String) {
        self.findings.push(Finding::new(level, code, message));
    }
}
