//! Finds earlier results, and the files that they were made from under the names of today.

use crate::engine::round::Round;
use crate::engine::round::files::{ResponseFile, RoundFiles};
use crate::engine::{Error, PublishedResults, Setup, Source};
use crate::input::{EarlierResult, SeenTerm};

/// The folder of published results, next to the trust file, unless the trust file names another.
const FOLDER: &str = "published";

/// The earlier results of a run: those given, and those in the trust file's folder.
///
/// # Errors
/// When the folder that the trust file names does not exist or cannot be read.
pub(crate) fn published(setup: &Setup<'_>) -> Result<Vec<Source>, Error> {
    let given = match &setup.published {
        PublishedResults::Only(given) => return Ok(given.clone()),
        PublishedResults::WithFolder(given) => given,
    };
    let Some(trust) = &setup.trust else {
        return Ok(given.clone());
    };
    let named = trust.trust().published.as_deref();
    let folder = trust.beside(setup.files, named.unwrap_or(FOLDER));
    let found = setup.files.results(&folder).map_err(Error::File)?;
    if let (None, Some(named)) = (&found, named) {
        return Err(Error::NoPublishedFolder {
            file: trust.name().to_owned(),
            folder: named.to_owned(),
        });
    }
    Ok(given.iter().cloned().chain(found.unwrap_or_default()).collect())
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
    names.into_iter().flatten().collect()
}

/// The response file of this run that a result was made from when it had other bytes.
pub(super) fn changed(result: &EarlierResult, source: &Source, rounds: &[&Round], setup: &Setup<'_>) -> Option<String> {
    let identity = |name: &str| setup.files.identity(name);
    let files = rounds.iter().flat_map(|round| &round.files.files);
    let own: Vec<String> = files.filter_map(|file| identity(file.name())).collect();
    let mut found = result.inputs().map(|(input, _)| input).filter(|input| {
        let names = today(input, source, setup);
        names
            .iter()
            .filter_map(|name| identity(name))
            .any(|name| own.contains(&name))
    });
    found.next().cloned()
}

/// The response files of a term of a result under today's names.
///
/// # Errors
/// When one of them is not there with the same bytes.
pub(super) fn files(
    term: &SeenTerm,
    source: &Source,
    rounds: &[&Round],
    setup: &Setup<'_>,
) -> Result<Vec<Source>, Error> {
    let mut files = Vec::with_capacity(term.inputs.len());
    for (input, hash) in &term.inputs {
        let same = |name: &String| {
            let file = setup.files.open(name).ok()?;
            file.sha256().is_ok_and(|own| own == *hash).then_some(file)
        };
        let own = rounds.iter().find_map(|round| Some((round, own(round, hash)?)));
        files.push(match own {
            Some((_, file)) if file.name() == "-" => {
                return Err(Error::ResultOfStandardInput(source.name().to_owned()));
            }
            Some((round, file)) => file.open(setup, round.files.term.as_ref())?,
            None => today(input, source, setup)
                .iter()
                .find_map(same)
                .ok_or_else(|| Error::ResultOfMissingFile {
                    name: source.name().to_owned(),
                    file: input.clone(),
                })?,
        });
    }
    Ok(files)
}

/// The response file of a round that has these bytes.
fn own<'r>(round: &'r Round, hash: &str) -> Option<&'r ResponseFile> {
    let place = round.survey.files.iter().position(|file| file.sha256 == hash)?;
    round.files.files.get(place)
}

/// The files as a round of the term of this name.
pub(super) fn round_of(files: &[Source], term: Option<&str>, setup: &Setup<'_>) -> RoundFiles {
    let mut round = RoundFiles::given(files, setup);
    if let (Some(name), Some(trust)) = (term, &setup.trust) {
        round.term = trust.term(name).ok().cloned();
    }
    round
}
