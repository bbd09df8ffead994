//! A first trust file, from response files.

use std::collections::BTreeMap;

use crate::engine::questionnaire::guess;
use crate::engine::round::read::read_files;
use crate::engine::terms::stem;
use crate::engine::{Error, Setup, Source};
use crate::input::trust::{Draft, DraftTerm, GuessedTerm, term_of_file_name};
use crate::input::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions};
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
    let options = ReadOptions {
        group: reading.group.clone().map_or(GroupChoice::Guess, GroupChoice::Column),
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
    let survey = read_files(&responses.iter().collect::<Vec<_>>(), &instrument, &options)?;
    let academies = survey.responses.groupings()[0].names().iter();
    let column = |choice: &ColumnChoice| (choice.item.clone(), choice.header.clone());
    let draft = Draft {
        instrument: names.questionnaire.clone().unwrap_or_else(|| instrument.id.clone()),
        academies: academies.filter(|name| !name.is_empty()).cloned().collect(),
        terms: terms(responses, &names.responses),
        group: reading.group.clone(),
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
            return vec![DraftTerm {
                known: None,
                files: names.to_vec(),
            }];
        };
        terms.entry(term).or_default().push(name.clone());
    }
    let term = |(term, files): (GuessedTerm, Vec<String>)| DraftTerm {
        known: Some((term.name, term.date)),
        files,
    };
    terms.into_iter().map(term).collect()
}

fn summary(draft: &Draft) -> String {
    let academies = counted(draft.academies.len() as u64, "academy", "academies");
    let dated = draft.terms.iter().filter(|term| term.known.is_some()).count();
    let terms = match dated {
        0 => "no term yet".to_owned(),
        dated => counted(dated as u64, "term", "terms"),
    };
    let next = if dated < draft.terms.len() {
        "the names of the files do not tell their term: fill it in"
    } else {
        "look it through, and fill in the headcounts"
    };
    format!("{academies}, {terms} — {next}")
}
