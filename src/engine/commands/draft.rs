//! A first trust file, from response files.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::questionnaire::guess;
use crate::engine::round::read::read_files;
use crate::engine::terms::stem;
use crate::engine::{Error, Setup, Source};
use crate::input::trust::{Draft, DraftTerm, GuessedTerm, renamed, term_of_file_name};
use crate::input::{
    AcademyList, BadCellRule, ColumnChoice, ReadOptions, excerpt, name_key, read_academies, read_headcounts,
};
use crate::report::counted;

/// A first trust file, to be completed by someone who knows the trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFileDraft {
    /// The file, in TOML.
    pub text: String,
    /// What it contains and what is to be done next, as one sentence.
    pub summary: String,
}

/// Names as the trust file is to write them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftNames {
    /// The questionnaire's file; `None` for a bundled one.
    pub questionnaire: Option<String>,
    /// Each response file, in order: its name relative to the trust file.
    pub responses: Vec<String>,
}

/// Drafts a trust file: the academies that the responses name, and terms guessed from the names of the files.
///
/// # Errors
/// When a file cannot be read or understood.
pub fn draft_trust_file(responses: &[Source], names: &DraftNames, setup: &Setup<'_>) -> Result<TrustFileDraft, Error> {
    let reading = &setup.reading;
    let listed = setup.academies.as_ref();
    let listed = listed.map(|file| read_academies(file.as_stored(), setup.trust_in_list.as_deref()));
    let options = ReadOptions {
        academies: listed.transpose()?,
        group: reading.academy_choice().unwrap_or_default(),
        columns: reading.columns.clone(),
        // Answers that are not on the scale are reported by `score`.
        bad_cells: BadCellRule::SetAside,
        // Only names are read, and one response may be in the files of two terms.
        keep_duplicates: true,
        ..ReadOptions::default()
    };
    let instrument = match &setup.questionnaire {
        Some(named) => named.read(setup.files)?,
        None => guess(responses.first(), &options)?,
    };
    let counts = match &setup.headcounts {
        Some(file) => Some(read_headcounts(file.as_stored(), &options)?),
        None => options.academies.as_ref().and_then(AcademyList::headcounts),
    };
    let counts = counts.unwrap_or_default();
    let terms = terms(responses, &names.responses);
    let of_terms = terms.iter().map(|term| {
        let of_term = |name: &String| term.files.contains(name) || term.again.contains(name);
        let files = responses.iter().zip(&names.responses);
        let files: Vec<&Source> = files.filter(|(_, name)| of_term(name)).map(|(file, _)| file).collect();
        let survey = read_files(&files, &instrument, &options)?;
        let named = survey.responses.groupings()[0].names().iter();
        Ok(named.filter(|name| !name.is_empty()).cloned().collect())
    });
    let of_terms: Vec<Vec<String>> = of_terms.collect::<Result<_, Error>>()?;
    let renamed = renamed(&of_terms);
    // An academy at which nobody answered is one of the trust's too.
    let counted = counts
        .academies()
        .iter()
        .filter(|_| !counts.of_census())
        .map(|academy| &academy.academy);
    let headcounts = counts
        .academies()
        .iter()
        .map(|academy| (name_key(&academy.academy), academy.staff));
    let column = |choice: &ColumnChoice| (choice.item.clone(), choice.header.clone());
    let draft = Draft {
        instrument: names.questionnaire.clone().unwrap_or_else(|| instrument.id.clone()),
        academies: of_terms.into_iter().flatten().chain(counted.cloned()).collect(),
        renamed,
        headcounts: headcounts.collect(),
        terms,
        academy: reading.academy_choice(),
        columns: reading.columns.iter().map(column).collect(),
    };
    Ok(TrustFileDraft {
        summary: summary(&draft),
        text: draft.to_toml(),
    })
}

/// The terms that the files' names give; all files in one term if any name gives none.
fn terms(responses: &[Source], names: &[String]) -> Vec<DraftTerm> {
    let mut terms: BTreeMap<GuessedTerm, Vec<String>> = BTreeMap::new();
    for (source, name) in responses.iter().zip(names) {
        let guessed = term_of_file_name(&stem(source.name())).filter(|term| {
            terms
                .keys()
                .all(|other| (other.date == term.date) == (other.name == term.name))
        });
        let Some(term) = guessed else {
            let (files, again) = downloads(names);
            return vec![DraftTerm {
                known: None,
                files,
                again,
            }];
        };
        terms.entry(term).or_default().push(name.clone());
    }
    let term = |(term, names): (GuessedTerm, Vec<String>)| {
        let (files, again) = downloads(&names);
        DraftTerm {
            known: Some((term.name, term.date)),
            files,
            again,
        }
    };
    terms.into_iter().map(term).collect()
}

/// The files that are downloads of their own, and those that look like a later download of one of them: `name (1).csv`
/// and `name-final.csv` next to `name.csv`.
fn downloads(names: &[String]) -> (Vec<String>, Vec<String>) {
    const LATER: [&str; 7] = ["final", "copy", "new", "latest", "neu", "copie", "updated"];
    let words = |name: &String| {
        let stem = stem(name).to_lowercase();
        let words = stem
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<String>>()
    };
    let is_later =
        |word: &String| LATER.contains(&word.as_str()) || (word.len() == 1 && word.bytes().all(|b| b.is_ascii_digit()));
    let is_again = |name: &&String| {
        let own = words(name);
        own.split_last()
            .is_some_and(|(last, rest)| is_later(last) && names.iter().any(|other| words(other) == rest))
    };
    let (again, files) = names.iter().partition::<Vec<&String>, _>(is_again);
    let owned = |names: Vec<&String>| names.into_iter().cloned().collect();
    (owned(files), owned(again))
}

fn summary(draft: &Draft) -> String {
    let academies: BTreeSet<String> = draft.academies.iter().map(|name| name_key(name)).collect();
    let academies = counted(academies.len() as u64, "academy", "academies");
    let dated = draft.terms.iter().filter(|term| term.known.is_some()).count();
    let terms = match dated {
        0 => "no term yet".to_owned(),
        dated => counted(dated as u64, "term", "terms"),
    };
    let renamed = match draft.renamed.as_slice() {
        [] => String::new(),
        [one] => format!(
            "; `{}` may be the new name of `{}`",
            excerpt(&one.now),
            excerpt(&one.before)
        ),
        several => format!("; {} academies may have been renamed", several.len()),
    };
    let next = if dated < draft.terms.len() {
        "the names of the files do not tell their term: fill it in"
    } else if draft.renamed.is_empty() {
        "look it through, and fill in the headcounts"
    } else {
        "look it through for the line that makes a renamed academy one, and fill in the headcounts"
    };
    format!("{academies}, {terms}{renamed} — {next}")
}
