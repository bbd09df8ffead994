//! Finds earlier results, and the files that they were made from under the names of today.

use crate::engine::earlier::read::ReadResult;
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::{Error, FolderResults, PublishedResults, Setup, Source};
use crate::input::SeenTerm;

/// The folder of published results, next to the trust file, unless the trust file names another.
const FOLDER: &str = "published";

/// The folder of published results of a run, if there is a trust file.
pub(crate) fn published_folder(setup: &Setup<'_>) -> Option<String> {
    let trust = setup.trust.as_ref()?;
    let named = trust.trust().published.as_deref();
    Some(trust.beside(setup.files, named.unwrap_or(FOLDER)))
}

/// The earlier results of a run: those given, and those in the trust file's folder.
///
/// # Errors
/// When the folder that the trust file names does not exist or cannot be read.
pub(crate) fn published(setup: &Setup<'_>) -> Result<FolderResults, Error> {
    let given = match &setup.published {
        PublishedResults::Only(given) => {
            return Ok(FolderResults {
                results: given.clone(),
                ..FolderResults::default()
            });
        }
        PublishedResults::WithFolder(given) => given,
    };
    let mut found = FolderResults::default();
    if let (Some(trust), Some(folder)) = (&setup.trust, published_folder(setup)) {
        let there = setup.files.results(&folder).map_err(Error::File)?;
        if let (None, Some(named)) = (&there, trust.trust().published.as_deref()) {
            return Err(Error::NoPublishedFolder {
                file: trust.name().to_owned(),
                folder: named.to_owned(),
            });
        }
        found = there.unwrap_or_default();
    }
    found.results = given.iter().cloned().chain(found.results).collect();
    Ok(found)
}

/// The names under which a file of a result may be found today: as given, next to the trust file, next to the result.
fn today(name: &str, result: &Source, setup: &Setup<'_>) -> Vec<String> {
    let trust = setup.trust.as_ref();
    let beside_trust = trust.map(|trust| trust.beside(setup.files, name));
    let beside_result = |name: &str| setup.files.beside(result.name(), name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let names = [
        Some(name.to_owned()),
        beside_trust,
        Some(beside_result(name)),
        Some(beside_result(last)),
    ];
    names.into_iter().flatten().filter(|name| name != "-").collect()
}

/// Where the answers of a term of an earlier result may be.
#[derive(Debug)]
pub(super) struct Candidates {
    /// The likeliest first.
    pub(super) sets: Vec<Candidate>,
    /// The names of the term's files that are not found with the same bytes.
    pub(super) missing: Vec<String>,
}

/// Files that may hold the answers of a term of an earlier result.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) files: Vec<Source>,
    /// True if they have the bytes that the result was made from.
    pub(super) exact: bool,
}

/// The files that may hold the answers of a term of a result, the likeliest first: those with the same bytes, else those with the
/// same names, those of this run, and those that were named for earlier results.
pub(super) fn candidates(
    term: &SeenTerm,
    earlier: &ReadResult,
    rounds: &[&Round],
    setup: &Setup<'_>,
) -> Result<Candidates, Error> {
    let mut of_rounds = Vec::with_capacity(rounds.len());
    for round in rounds {
        let files = round.files.files.iter();
        let files = files.map(|file| file.open(setup, round.files.term.as_ref()));
        of_rounds.push(files.collect::<Result<Vec<Source>, Error>>()?);
    }
    let known: Vec<&Source> = of_rounds.iter().flatten().chain(&setup.answers).collect();
    let has = |file: &Source, hash: &str| file.sha256().is_ok_and(|own| own == hash);
    let there = |name: &String| setup.files.open(name).ok();
    let exact = |(input, hash): &(String, String)| {
        let known = known.iter().find(|file| has(file, hash)).map(|file| (*file).clone());
        known.or_else(|| {
            let names = today(input, &earlier.source, setup);
            names.iter().filter_map(there).find(|file| has(file, hash))
        })
    };
    let of_name = |input: &(String, String)| {
        let names = today(&input.0, &earlier.source, setup);
        exact(input).or_else(|| names.iter().find_map(there))
    };
    let all = |find: &dyn Fn(&(String, String)) -> Option<Source>| term.inputs.iter().map(find).collect();
    let missing = term.inputs.iter().filter(|input| exact(input).is_none());
    let missing = missing.map(|(name, _)| if name == "-" { "standard input" } else { name }.to_owned());
    let missing: Vec<String> = missing.collect();
    let exact: Option<Vec<Source>> = all(&exact);
    if let Some(files) = exact {
        return Ok(Candidates {
            sets: vec![Candidate { files, exact: true }],
            missing,
        });
    }
    let named: Option<Vec<Source>> = all(&of_name);
    let singly = setup.answers.iter().map(|file| vec![file.clone()]);
    let together = (setup.answers.len() > 1).then(|| setup.answers.clone());
    let sets = named.into_iter().chain(of_rounds).chain(together).chain(singly);
    Ok(Candidates {
        sets: sets.map(|files| Candidate { files, exact: false }).collect(),
        missing,
    })
}

/// The files as a round of the term of this name.
pub(super) fn round_of(files: &[Source], term: Option<&str>, setup: &Setup<'_>) -> RoundFiles {
    let mut round = RoundFiles::given(files, setup);
    if let (Some(name), Some(trust)) = (term, &setup.trust) {
        round.term = trust.term(name).ok().cloned();
    }
    round
}
