//! Reads the files of earlier results.

use std::collections::BTreeSet;

use crate::engine::round::Round;
use crate::engine::{Error, Source};
use crate::input::{EarlierResult, read_earlier, sha256};

/// A result that was read.
pub(super) struct ReadResult {
    pub(super) source: Source,
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) result: EarlierResult,
}

/// Reads every result once.
pub(super) fn read(published: &[Source]) -> Result<Vec<ReadResult>, Error> {
    let mut results = Vec::new();
    let mut hashes = BTreeSet::new();
    for source in published {
        let (name, bytes) = (source.name().to_owned(), source.bytes()?);
        let sha256 = sha256(&bytes);
        if hashes.insert(sha256.clone()) {
            results.push(ReadResult {
                result: read_earlier(&name, &bytes)?,
                source: source.clone(),
                name,
                sha256,
            });
        }
    }
    Ok(results)
}

/// True if the trust file says that a result is of other terms than these rounds.
pub(super) fn is_of_another_term(result: &EarlierResult, rounds: &[&Round]) -> bool {
    let of_rounds: Option<Vec<&String>> = rounds.iter().map(|round| round.about.term.as_ref()).collect();
    let of_result: Option<Vec<&String>> = result.responses.iter().map(|seen| seen.term.as_ref()).collect();
    let terms = of_rounds.zip(of_result);
    terms.is_some_and(|(own, seen)| seen.iter().all(|term| !own.contains(term)))
}
