//! The description of how a survey tool writes responses.

use std::borrow::Cow;
use std::fmt;

use crate::export::responses::form::{Form, FormAnswer, Question};
use crate::export::responses::moment::Moment;

/// How a survey tool writes responses. Its name is that of the reader.
pub struct ResponseLayout {
    /// Its name.
    pub name: &'static str,
    /// What is written for an option.
    pub(super) options: Options,
    /// The tool's own columns before the questions, and after them.
    pub(super) before: &'static [OwnColumn],
    pub(super) after: &'static [OwnColumn],
    /// The headings of the questions, a list for each header row.
    pub(super) heads: fn(&[Question]) -> Vec<Vec<String>>,
    /// How its CSV is written.
    pub(super) csv: CsvStyle,
}

/// What is written for an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Options {
    /// Its name or number.
    Codes,
    /// Its words.
    Labels,
}

/// A column of the tool's own.
pub(super) struct OwnColumn {
    /// Its heading in each header row; [`FORM_ID`] stands for the form's heading of ids.
    pub(super) heads: &'static [&'static str],
    /// Its cell for the response with a number, which counts from 1.
    pub(super) cell: fn(u64) -> OwnCell,
}

/// Stands for the heading that the form has for the numbers of responses.
pub(super) const FORM_ID: &str = "\0id";

/// A cell of a column of the tool's own.
pub(super) enum OwnCell {
    Text(Cow<'static, str>),
    Number(u64),
    /// A moment and how the tool writes it in CSV.
    Moment(Moment, fn(&Moment) -> String),
}

/// How CSV is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct CsvStyle {
    pub(super) delimiter: u8,
    pub(super) quotes: csv::QuoteStyle,
    pub(super) line_end: csv::Terminator,
    /// Bytes before the first line.
    pub(super) mark: &'static str,
}

impl fmt::Debug for ResponseLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseLayout").field(&self.name).finish()
    }
}

impl ResponseLayout {
    /// The header rows of a form.
    pub(super) fn header(&self, form: &Form) -> Vec<Vec<String>> {
        let own = |columns: &[OwnColumn], row: usize| {
            let head = |column: &OwnColumn| match column.heads.get(row) {
                Some(&FORM_ID) => form.id.clone(),
                head => head.copied().unwrap_or_default().to_owned(),
            };
            columns.iter().map(head).collect::<Vec<_>>()
        };
        let rows = (self.heads)(&form.questions).into_iter().enumerate();
        let row = |(row, heads): (usize, Vec<String>)| [own(self.before, row), heads, own(self.after, row)].concat();
        rows.map(row).collect()
    }

    /// The text of an answer.
    pub(super) fn text<'t>(&self, question: &'t Question, answer: &'t FormAnswer) -> &'t str {
        let options = match self.options {
            Options::Codes => &question.codes,
            Options::Labels => &question.labels,
        };
        match answer {
            FormAnswer::Blank => "",
            FormAnswer::Option(place) => options.get(*place).map_or("", String::as_str),
            FormAnswer::Text(text) => text,
        }
    }
}
