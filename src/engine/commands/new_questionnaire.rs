//! A first questionnaire file, from a file of responses.

use crate::engine::{Error, Setup, Source};
use crate::input::{ReadOptions, draft_questionnaire};
use crate::report::counted;

/// A first questionnaire file, to be completed by someone who knows the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionnaireFileDraft {
    /// The file, in TOML.
    pub text: String,
    /// What it contains and what is to be done next, as one sentence.
    pub summary: String,
}

/// Drafts a questionnaire from a file of responses.
///
/// # Errors
/// When the file cannot be read as a table, or no columns of it share a set of answers whose order is known.
pub fn draft_questionnaire_file(
    responses: &Source,
    id: &str,
    setup: &Setup<'_>,
) -> Result<QuestionnaireFileDraft, Error> {
    let options = ReadOptions {
        sheet: setup.reading.sheet.clone(),
        ..ReadOptions::default()
    };
    let draft = draft_questionnaire(responses.as_stored(), id, &options)?;
    responses.check()?;
    let (items, scales) = (draft.instrument.items().len(), draft.instrument.scales().len());
    let summary = format!(
        "{} and {} — answer the {} at its head, then score the file with -i",
        counted(items as u64, "item", "items"),
        counted(scales as u64, "scale", "scales"),
        counted(draft.questions.len() as u64, "question", "questions"),
    );
    Ok(QuestionnaireFileDraft {
        text: draft.text,
        summary,
    })
}
