//! `cte init`: a first trust file, from response files.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

use crate::cli::args::InitArgs;
use crate::cli::config::FILE_NAME;
use crate::cli::files::{ResponseFile, read_files};
use crate::cli::load::{find_instrument, guess_instrument};
use crate::cli::output::{make_new, replace};
use crate::input::instrument::bundled;
use crate::input::trust::{Draft, DraftTerm, GuessedTerm, term_of_file_name};
use crate::input::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions};

pub(crate) fn run(args: &InitArgs) -> anyhow::Result<ExitCode> {
    if args.files.iter().any(|file| file.as_os_str() == "-") {
        bail!("a trust file names its response files, and `-` has no name: save the responses first");
    }
    let place = args.output.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let draft = draft(args, &place)?;
    let (academies, terms) = (draft.academies.len(), &draft.terms);
    let text = draft.to_toml();
    match &args.output {
        Some(path) => replace(path, text.as_bytes())?,
        None => make_new(
            &place,
            text.as_bytes(),
            "choose another place with -o FILE, or replace it with -o cte.toml",
        )?,
    }
    let told = terms.iter().filter(|term| term.known.is_some()).count();
    let next = if told < terms.len() {
        "the names of the files do not tell their term: fill it in"
    } else {
        "look it through, and fill in the headcounts"
    };
    // Where standard error is closed, nobody wants to know.
    let _ = writeln!(
        std::io::stderr(),
        "wrote `{}`: {academies} {}, {} — {next}",
        place.display(),
        if academies == 1 { "academy" } else { "academies" },
        match told {
            0 => "no term yet".to_owned(),
            1 => "1 term".to_owned(),
            told => format!("{told} terms"),
        }
    );
    Ok(ExitCode::SUCCESS)
}

fn draft(args: &InitArgs, place: &Path) -> anyhow::Result<Draft> {
    let files = args
        .files
        .iter()
        .map(|path| ResponseFile::at(path))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let choice = |(item, header): &(String, String)| ColumnChoice {
        item: item.clone(),
        header: header.clone(),
    };
    let options = ReadOptions {
        group: args.group.clone().map_or(GroupChoice::Guess, GroupChoice::Column),
        columns: args.columns.iter().map(choice).collect(),
        // What is off the scale is for `cte score` to tell.
        bad_cells: BadCellRule::SetAside,
        ..ReadOptions::default()
    };
    let instrument = match &args.instrument {
        Some(name) => find_instrument(name)?,
        None => guess_instrument(files.first().map(ResponseFile::stored), &options)?,
    };
    let survey = read_files(&files.iter().collect::<Vec<_>>(), &instrument, &options)?;
    let folder = place.parent().unwrap_or(Path::new(""));
    let names = survey.responses.groupings()[0].names().iter();
    Ok(Draft {
        instrument: match &args.instrument {
            Some(name) if bundled(name).is_none() => relative(Path::new(name), folder),
            _ => instrument.id.clone(),
        },
        academies: names.filter(|name| !name.is_empty()).cloned().collect(),
        terms: terms(&args.files, folder),
        group: args.group.clone(),
        columns: args.columns.clone(),
    })
}

/// The terms that the files' names tell; all files in one where any of them tells none.
fn terms(files: &[PathBuf], folder: &Path) -> Vec<DraftTerm> {
    let mut told: BTreeMap<GuessedTerm, Vec<String>> = BTreeMap::new();
    for file in files {
        let guessed = file
            .file_stem()
            .and_then(|stem| term_of_file_name(&stem.to_string_lossy()));
        let known = guessed.filter(|term| {
            told.keys()
                .all(|other| (other.date == term.date) == (other.name == term.name))
        });
        let Some(term) = known else {
            return vec![DraftTerm {
                known: None,
                files: files.iter().map(|file| relative(file, folder)).collect(),
            }];
        };
        told.entry(term).or_default().push(relative(file, folder));
    }
    let term = |(term, files): (GuessedTerm, Vec<String>)| DraftTerm {
        known: Some((term.name, term.date)),
        files,
    };
    told.into_iter().map(term).collect()
}

/// A path as a file in `folder` would write it, with `/` on every system.
fn relative(path: &Path, folder: &Path) -> String {
    let written = match (
        std::path::absolute(path),
        std::path::absolute(Path::new(".").join(folder)),
    ) {
        (Ok(path), Ok(folder)) if !folder.as_os_str().is_empty() => from(&path, &folder),
        _ => path.to_owned(),
    };
    let text = written.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    // A bare name without an ending would be taken for the id of a bundled questionnaire.
    if text.contains(['.', '/']) {
        text
    } else {
        format!("./{text}")
    }
}

/// The way from a folder to a path, both absolute; the path itself where they share no root.
fn from(path: &Path, folder: &Path) -> PathBuf {
    let plain = |path: &Path| -> Vec<PathBuf> {
        let mut parts: Vec<PathBuf> = Vec::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir if parts.len() > 1 => {
                    parts.pop();
                }
                part => parts.push(PathBuf::from(part.as_os_str())),
            }
        }
        parts
    };
    let (path_parts, folder_parts) = (plain(path), plain(folder));
    if path_parts.first() != folder_parts.first() {
        return path.to_owned();
    }
    let shared = path_parts
        .iter()
        .zip(&folder_parts)
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder_parts[shared..].iter().map(|_| PathBuf::from(".."));
    up.chain(path_parts[shared..].iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_from_the_trust_file() {
        let way = |path: &str, folder: &str| relative(Path::new(path), Path::new(folder));
        assert_eq!(way("a.csv", ""), "a.csv");
        assert_eq!(way("./data/a.csv", ""), "data/a.csv");
        assert_eq!(way("a.csv", "sub/deep"), "../../a.csv");
        assert_eq!(way("sub/a.csv", "sub"), "a.csv");
        assert_eq!(way("responses", ""), "./responses");
    }
}
