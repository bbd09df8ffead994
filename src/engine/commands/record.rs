//! The record of a result that is given out: its JSON, in the folder of published results.

use crate::engine::earlier::published_folder;
use crate::engine::terms::stem;
use crate::engine::{Error, Setup};
use crate::export::{JSON, Style};
use crate::input::{read_earlier, sha256};
use crate::report::Report;

/// The number of hexadecimal digits that tell records apart.
const DIGITS: usize = 8;

/// A record to be kept, so that later results are compared with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRecord {
    /// The folder of published results.
    pub folder: String,
    /// The file's name: the term, the command and a checksum. Equal records have equal names.
    pub name: String,
    /// The result in JSON.
    pub bytes: Vec<u8>,
}

/// The record of a result; `None` without a trust file, or if the result shows small groups and so is not given out.
///
/// # Errors
/// When the record cannot be written as JSON, or could not be read again.
pub fn result_record(report: &Report, setup: &Setup<'_>) -> Result<Option<ResultRecord>, Error> {
    let Some(folder) = published_folder(setup).filter(|_| report.marking.is_none()) else {
        return Ok(None);
    };
    let bytes = (JSON.write)(report, &Style::default())?;
    let read = read_earlier("the record of this result", &bytes)?;
    let term = read.responses.last().and_then(|seen| seen.term.clone());
    let file = read.terms.last().and_then(|term| term.inputs.first());
    let term = term.or_else(|| file.map(|(name, _)| stem(name))).unwrap_or_default();
    let command = read.schema.split('/').nth(1).unwrap_or_default();
    let checksum = sha256(&bytes);
    let parts = [slug(&term), command.to_owned(), checksum[..DIGITS].to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(Some(ResultRecord {
        folder,
        name: format!("{}.json", parts.join("-")),
        bytes,
    }))
}

/// The most letters of a term in the name of a record, so that no system finds it too long.
const MOST_LETTERS: usize = 60;

/// Letters and digits in lower case, with hyphens for all else; the first sixty.
fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    let cut: String = joined.chars().take(MOST_LETTERS).collect();
    cut.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(slug("Autumn 2026"), "autumn-2026");
        assert_eq!(slug(" ../É tan/1 "), "é-tan-1");
        assert_eq!(slug(&"long ".repeat(80)).len(), 59);
    }
}
