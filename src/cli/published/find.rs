//! Where results given out earlier are, and where today are the files that they were made from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::args::SurveyArgs;
use crate::cli::config::{Config, Wave};
use crate::cli::files::bytes;
use crate::cli::published::Now;
use crate::input::instrument::sha256;
use crate::input::{EarlierResult, SeenTerm};

/// The folder beside the trust file that holds what was given out, unless the trust file names another.
const FOLDER: &str = "published";

/// The results named, and those in the folder beside the trust file, by name.
pub(crate) fn paths(args: &SurveyArgs, config: Option<&Config>) -> anyhow::Result<Vec<PathBuf>> {
    if let Some(then) = &args.published_then {
        return Ok(then.clone());
    }
    let mut paths = args.published.clone();
    let named = config.and_then(|config| Some((config, config.trust.published.as_ref()?)));
    let folder = match (named, config) {
        (Some((config, named)), _) => {
            let folder = config.beside(named);
            if !folder.is_dir() {
                bail!(
                    "`{}` says that what was given out is in the folder `{named}`, and there is no such folder beside it: make it, or \
                     correct `published`",
                    config.path.display()
                );
            }
            folder
        }
        (None, Some(config)) if config.beside(FOLDER).is_dir() => config.beside(FOLDER),
        (None, _) => return Ok(paths),
    };
    let unreadable = || format!("the folder `{}` cannot be read", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            found.push(path);
        }
    }
    found.sort();
    paths.extend(found);
    Ok(paths)
}

/// Where a path of a result may be found today: as it was given, beside the trust file, beside the result.
fn today(path: &str, result: &Path, config: Option<&Config>) -> Vec<PathBuf> {
    let beside_trust = config.map(|config| config.beside(path));
    let beside_result = result.parent().map(|folder| folder.join(path));
    let named = Path::new(path).file_name();
    let by_name = result.parent().zip(named).map(|(folder, name)| folder.join(name));
    let places = [Some(PathBuf::from(path)), beside_trust, beside_result, by_name];
    places.into_iter().flatten().collect()
}

/// The response file of this run that a result was made from when it had other bytes.
pub(super) fn changed(result: &EarlierResult, path: &Path, now: &[Now<'_>], config: Option<&Config>) -> Option<String> {
    let own: Vec<PathBuf> = now
        .iter()
        .flat_map(|term| &term.wave.files)
        .filter_map(|file| fs::canonicalize(file).ok())
        .collect();
    let mut found = result.inputs().map(|(input, _)| input).filter(|input| {
        let places = today(input, path, config)
            .into_iter()
            .filter_map(|place| fs::canonicalize(place).ok());
        places.into_iter().any(|place| own.contains(&place))
    });
    found.next().cloned()
}

/// The response files of a term of a result under today's names.
///
/// # Errors
/// When one of them is not there with the same bytes.
pub(super) fn files(
    term: &SeenTerm,
    (name, path): (&str, &Path),
    now: &[Now<'_>],
    config: Option<&Config>,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::with_capacity(term.inputs.len());
    for (input, hash) in &term.inputs {
        let same = |path: &PathBuf| bytes(path).is_ok_and(|bytes| sha256(&bytes) == *hash);
        match now.iter().find_map(|term| own(term, hash)) {
            Some(file) if file.as_os_str() == "-" => {
                bail!("`{name}` was made of the answers on standard input, which is read once: save them as a file, and name it")
            }
            Some(file) => files.push(file.clone()),
            None => files.push(today(input, path, config).into_iter().find(same).with_context(|| {
                format!(
                    "`{name}` was given out of these answers together with those of `{input}`, which is not there with the \
                     same bytes: put it back, so that the two can be compared"
                )
            })?),
        }
    }
    Ok(files)
}

/// The response file of a term of this run that has these bytes.
fn own<'n>(term: &Now<'n>, hash: &str) -> Option<&'n PathBuf> {
    let place = term.loaded.survey.files.iter().position(|file| file.sha256 == hash)?;
    term.wave.files.get(place)
}

/// The response files of this wave.
pub(super) fn wave_of(files: Vec<PathBuf>, named: Option<&str>, config: Option<&Config>) -> Wave {
    Wave {
        term: match (named, config) {
            (Some(term), Some(config)) => config.term(term).ok().cloned(),
            (None, Some(config)) => config.term_of(&files).cloned(),
            (_, None) => None,
        },
        files,
        instrument: None,
    }
}
