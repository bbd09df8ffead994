//! The different answers of each column of a file.

use std::collections::HashSet;
use std::ops::Range;

use csv::ByteRecord;

use crate::input::layouts::{RowVerdict, TablePlan};
use crate::input::open::RawTable;
use crate::input::rows::column_cell;
use crate::input::text::{fold, readings, tidy, whole_number};
use crate::model::{MISSING_WORDS, MissingReason};

/// The most rows to look at.
const MOST_ROWS: usize = 20_000;

/// The most different answers of a question with options.
pub(crate) const MOST_ANSWERS: usize = 12;

/// An answer as a cell gives it: a code, a label, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    /// The label, in the spelling of the first cell that has it.
    pub(crate) label: Option<String>,
}

/// The different answers of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnAnswers {
    /// Its place in the plan.
    pub(crate) at: usize,
    pub(crate) answers: Vec<Answer>,
    /// Texts that give a reason for no answer and that the program does not know by itself.
    pub(crate) missing: Vec<(String, MissingReason)>,
    pub(crate) filled: usize,
    /// True if there are more answers than a question with options has.
    pub(crate) is_open: bool,
}

/// The answers of every column. Rows that are no responses are passed over.
pub(crate) fn answers_of(table: &RawTable<'_>, plan: &TablePlan) -> Vec<ColumnAnswers> {
    let column = |at| ColumnAnswers {
        at,
        ..ColumnAnswers::default()
    };
    let mut columns: Vec<ColumnAnswers> = (0..plan.columns.len()).map(column).collect();
    let mut known: Vec<HashSet<Vec<u8>>> = vec![HashSet::new(); columns.len()];
    let mut records = table.records();
    let mut record = ByteRecord::new();
    let mut at = 0;
    while at < plan.header_records + MOST_ROWS && records.next(&mut record).is_some() {
        at += 1;
        if at <= plan.header_records {
            continue;
        }
        for (column, known) in columns.iter_mut().zip(&mut known) {
            let cell = column_cell(&record, &plan.columns[column.at]);
            if cell.trim_ascii().is_empty() || !is_response(&record, plan, column.at) {
                continue;
            }
            column.filled += 1;
            if !column.is_open && known.insert(cell.to_vec()) {
                column.add(&String::from_utf8_lossy(cell));
            }
        }
    }
    columns
}

/// True if no rule about the column says that the row is no response.
fn is_response(record: &ByteRecord, plan: &TablePlan, column: usize) -> bool {
    let fields = &plan.columns[column].fields;
    plan.drop.iter().all(|rule| {
        let about = |covers: &Range<usize>| fields.iter().any(|field| covers.contains(field));
        if !rule.covers.as_ref().is_none_or(about) {
            return true;
        }
        let cell = String::from_utf8_lossy(record.get(rule.field).unwrap_or_default());
        !matches!((rule.verdict)(&cell), RowVerdict::NoResponse(_))
    })
}

impl ColumnAnswers {
    fn add(&mut self, cell: &str) {
        let text = tidy(cell).trim_end_matches(';').to_owned();
        let folded = fold(&text);
        if let Some(reason) = missing_reason(&folded) {
            if !MISSING_WORDS.iter().any(|(word, _)| *word == folded) {
                self.missing.push((text, reason));
            }
            return;
        }
        let answer = parsed(&text);
        let same = |other: &Answer| {
            other.code == answer.code && other.label.as_deref().map(fold) == answer.label.as_deref().map(fold)
        };
        if self.answers.iter().any(same) {
            return;
        }
        self.is_open = self.answers.len() >= MOST_ANSWERS || text.chars().count() > 80;
        self.answers.push(answer);
    }
}

/// A cell as a code, a label, or both.
fn parsed(text: &str) -> Answer {
    let folded = fold(text);
    let small = |number: i64| i32::try_from(number).ok();
    if let Some(code) = whole_number(&folded).and_then(small) {
        return Answer {
            code: Some(code),
            label: None,
        };
    }
    let with_code = readings(&folded).find(|mixed| mixed.parted && !mixed.words.is_empty());
    if let Some(mixed) = with_code {
        // The words as the cell writes them.
        let letters: Vec<char> = text.chars().collect();
        let mut parts = letters.windows(mixed.words.chars().count().max(1));
        let label =
            parts.find_map(|part| Some(part.iter().collect::<String>()).filter(|part| fold(part) == mixed.words));
        return Answer {
            code: small(mixed.number),
            label: Some(label.unwrap_or_else(|| mixed.words.to_owned())),
        };
    }
    Answer {
        code: None,
        label: Some(text.trim_end_matches('.').to_owned()),
    }
}

/// The reason that a text gives for no answer.
fn missing_reason(folded: &str) -> Option<MissingReason> {
    const PARTS: [(&str, MissingReason); 14] = [
        ("prefer not", MissingReason::Declined),
        ("rather not", MissingReason::Declined),
        ("keine angabe", MissingReason::Declined),
        ("sans réponse", MissingReason::Declined),
        ("no contesta", MissingReason::Declined),
        ("don't know", MissingReason::DontKnow),
        ("do not know", MissingReason::DontKnow),
        ("can't say", MissingReason::DontKnow),
        ("weiß nicht", MissingReason::DontKnow),
        ("ne sais pas", MissingReason::DontKnow),
        ("no sabe", MissingReason::DontKnow),
        ("ddim yn gwybod", MissingReason::DontKnow),
        ("not applicable", MissingReason::NotApplicable),
        ("amherthnasol", MissingReason::NotApplicable),
    ];
    // "Not sure" and "None" are answers of some scales.
    let is_answer = ["unsure", "not sure", "none", "999"].contains(&folded);
    let word = MISSING_WORDS.iter().find(|(word, _)| *word == folded && !is_answer);
    let part = PARTS
        .iter()
        .find(|(part, _)| folded.contains(part) && folded.split(' ').count() <= 6);
    word.map(|(_, reason)| reason.clone())
        .or_else(|| part.map(|(_, reason)| reason.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_gives_a_code_a_label_or_both() {
        let answer = |code: Option<i32>, label: &str| Answer {
            code,
            label: (!label.is_empty()).then(|| label.to_owned()),
        };
        assert_eq!(parsed("Agree"), answer(None, "Agree"));
        assert_eq!(parsed("4"), answer(Some(4), ""));
        assert_eq!(parsed("4 - Strongly Agree"), answer(Some(4), "Strongly Agree"));
        assert_eq!(parsed("1 - Anghytuno’n gryf"), answer(Some(1), "Anghytuno’n gryf"));
        assert_eq!(parsed("4 (Agree)"), answer(Some(4), "Agree"));
        assert_eq!(missing_reason("prefer not to say"), Some(MissingReason::Declined));
        assert_eq!(missing_reason("agree"), None);
    }
}
