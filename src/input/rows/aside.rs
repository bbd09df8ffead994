//! Finds rows of a table that are no responses: averages, totals, counts and notes that somebody added.
//!
//! Such a row has a label where the academy would be, or in its first cell if it names no academy: a word such as
//! `Average`, perhaps with the name of an academy (`Oak Total`). Its answers are numbers, blank, or errors of a
//! spreadsheet. A label that three rows in a row have is a name.

use std::collections::{BTreeMap, HashSet};

use csv::ByteRecord;

use crate::input::layouts::TablePlan;
use crate::input::open::RawTable;
use crate::input::rows::record::cell;
use crate::input::text::{fold, is_number, name_key, tidy, whole_number};
use crate::model::{CodeRange, Instrument};

/// The reason for which such a row is left out.
pub(crate) const ASIDE: &str = "an average, total, count or note";

/// The doubt about a row whose label reads like that of a total, but names nothing else in the file.
pub(crate) const PERHAPS_ASIDE: &str =
    "the academy has a name like that of an average or a total; delete the row if it is none";

/// Rows that are no responses, by row number.
#[derive(Debug, Default)]
pub(crate) struct AsideRows {
    rows: BTreeMap<u32, AsideRow>,
}

/// A row that is no response, or may be none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AsideRow {
    label: String,
    is_certain: bool,
}

impl AsideRows {
    /// Looks through a table whose columns have been matched.
    pub(crate) fn of(
        table: &RawTable<'_>,
        plan: &TablePlan,
        instrument: &Instrument,
        items: &[usize],
        group: Option<usize>,
    ) -> Self {
        let ranges: Vec<CodeRange> = instrument.items().iter().map(|item| item.response.range).collect();
        let is_item: HashSet<usize> = items.iter().flat_map(|&at| &plan.columns[at].fields).copied().collect();
        let mut names = HashSet::new();
        let mut labelled: Vec<(u32, Labelled)> = Vec::new();
        let mut records = table.records();
        let mut record = ByteRecord::new();
        let mut at = 0;
        while let Some(row) = records.next(&mut record) {
            at += 1;
            if at <= plan.header_records || record.as_slice().trim_ascii().is_empty() {
                continue;
            }
            let text_of = |bytes: &[u8]| tidy(&String::from_utf8_lossy(bytes));
            let academy = group.map_or_else(String::new, |at| text_of(cell(&record, &plan.columns[at])));
            let content = AnswerCells::of(&record, plan, items, &ranges);
            let label = if academy.is_empty() {
                let mut free = record.iter().enumerate().filter(|(field, _)| !is_item.contains(field));
                free.find(|(_, bytes)| !bytes.trim_ascii().is_empty())
                    .map_or_else(String::new, |(_, bytes)| text_of(bytes))
            } else {
                academy.clone()
            };
            let filled = record.iter().filter(|bytes| !bytes.trim_ascii().is_empty()).count();
            if content != AnswerCells::Words && may_be_aside(&label) {
                let labelled_row = Labelled {
                    label,
                    content,
                    is_alone: filled == 1,
                };
                labelled.push((row, labelled_row));
            } else if !academy.is_empty() && content != AnswerCells::Blank {
                names.insert(name_key(&academy));
            }
        }
        let rows = labelled.iter().enumerate().filter_map(|(place, (row, one))| {
            let is_name = runs_on(&labelled, place);
            let is_certain = one.is_certain(&names)?;
            let aside = AsideRow {
                label: one.label.clone(),
                is_certain,
            };
            (!is_name).then_some((*row, aside))
        });
        Self { rows: rows.collect() }
    }

    /// True if the row is left out.
    pub(crate) fn leaves_out(&self, row: u32) -> bool {
        self.rows.get(&row).is_some_and(|aside| aside.is_certain)
    }

    /// True if the row may be no response.
    pub(crate) fn doubts(&self, row: u32) -> bool {
        self.rows.get(&row).is_some_and(|aside| !aside.is_certain)
    }

    /// The rows that are left out, each with its label.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = (u32, &str)> {
        let certain = self.rows.iter().filter(|(_, aside)| aside.is_certain);
        certain.map(|(&row, aside)| (row, aside.label.as_str()))
    }

    /// The rows that may be none, each with its label.
    pub(crate) fn doubtful(&self) -> impl Iterator<Item = (u32, &str)> {
        let doubtful = self.rows.iter().filter(|(_, aside)| !aside.is_certain);
        doubtful.map(|(&row, aside)| (row, aside.label.as_str()))
    }
}

/// True if the row at this place is one of three neighbours with one label.
fn runs_on(labelled: &[(u32, Labelled)], place: usize) -> bool {
    let same = |a: usize, b: usize| {
        let (Some((row, one)), Some((other_row, other))) = (labelled.get(a), labelled.get(b)) else {
            return false;
        };
        other_row.saturating_sub(*row) == 1 && name_key(&one.label) == name_key(&other.label)
    };
    (place.saturating_sub(2)..=place).any(|first| same(first, first + 1) && same(first + 1, first + 2))
}

/// A row whose label may be that of an average, a total or a note.
#[derive(Debug)]
struct Labelled {
    label: String,
    content: AnswerCells,
    /// True if the label is the only filled cell.
    is_alone: bool,
}

impl Labelled {
    /// True if the row is certainly no response, false if it may be none; `None` if it is one.
    fn is_certain(&self, names: &HashSet<String>) -> Option<bool> {
        if names.contains(&name_key(&self.label)) {
            return None;
        }
        if self.is_alone && is_note(&self.label) {
            return Some(true);
        }
        let tokens = tokens(&self.label);
        let rest: Vec<&String> = tokens
            .iter()
            .filter(|token| !is_word(token) && !is_filler(token))
            .collect();
        let is_strong = tokens.iter().any(|token| STRONG.contains(&token.as_str()));
        if !is_strong && self.content == AnswerCells::Codes {
            return None;
        }
        if rest.is_empty() {
            return Some(true);
        }
        // `Oak Total` and `Average for Oak`: the word is at one end, and the rest is an academy's name or its beginning.
        let at_an_end = |token: Option<&String>| token.is_some_and(|token| is_word(token));
        if !at_an_end(tokens.first()) && !at_an_end(tokens.last()) {
            return None;
        }
        let words: Vec<String> = tokens.iter().filter(|token| !is_word(token)).cloned().collect();
        let named = words.join(" ");
        let short = rest.iter().map(|token| token.as_str()).collect::<Vec<_>>().join(" ");
        let is_of = |name: &String| {
            *name == named
                || *name == short
                || name.starts_with(&format!("{short} "))
                || name.ends_with(&format!(" {short}"))
        };
        if names.iter().any(is_of) {
            return Some(true);
        }
        (self.content != AnswerCells::Blank).then_some(false)
    }
}

/// The kind of a row's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AnswerCells {
    /// Nothing is filled.
    Blank,
    /// All filled cells are codes of the scale.
    Codes,
    /// All filled cells are numbers or errors, and some are not on the scale.
    Numbers,
    /// A cell contains words.
    Words,
}

impl AnswerCells {
    fn of(record: &ByteRecord, plan: &TablePlan, items: &[usize], ranges: &[CodeRange]) -> Self {
        let mut found = Self::Blank;
        for (&column, range) in items.iter().zip(ranges) {
            let text = fold(&String::from_utf8_lossy(cell(record, &plan.columns[column])));
            if text.is_empty() || text == "-" {
                continue;
            }
            let number = text.trim_end_matches(['%', ' ']);
            let is_code = whole_number(&text).is_some_and(|number| range.index(number).is_some());
            found = match found {
                _ if !(is_number(number) || text.starts_with('#')) => return Self::Words,
                Self::Blank | Self::Codes if is_code => Self::Codes,
                _ => Self::Numbers,
            };
        }
        found
    }
}

/// Words that label a summary.
const STRONG: [&str; 28] = [
    "average",
    "averages",
    "avg",
    "mean",
    "means",
    "median",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sum",
    "count",
    "counts",
    "stdev",
    "sd",
    "deviation",
    "durchschnitt",
    "mittelwert",
    "gesamt",
    "summe",
    "moyenne",
    "moyennes",
    "promedio",
    "suma",
    "cyfartaledd",
    "cyfanswm",
    "ø",
    "percentage",
];

/// Words and letters that label a summary only over numbers that are not on the scale.
const WEAK: [&str; 10] = [
    "n", "base", "min", "max", "minimum", "maximum", "variance", "percent", "%", "mode",
];

/// Words around them.
const FILLERS: [&str; 34] = [
    "score",
    "scores",
    "of",
    "for",
    "the",
    "all",
    "and",
    "number",
    "no",
    "grand",
    "sub",
    "overall",
    "trust",
    "school",
    "academy",
    "column",
    "row",
    "agree",
    "agreed",
    "favourable",
    "favorable",
    "standard",
    "std",
    "dev",
    "by",
    "per",
    "question",
    "item",
    "items",
    "responses",
    "response",
    "respondents",
    "answers",
    "staff",
];

fn is_word(token: &str) -> bool {
    STRONG.contains(&token) || WEAK.contains(&token)
}

fn is_filler(token: &str) -> bool {
    FILLERS.contains(&token) || token.bytes().all(|byte| byte.is_ascii_digit())
}

fn tokens(label: &str) -> Vec<String> {
    name_key(label).split_whitespace().map(str::to_owned).collect()
}

/// True if a text may be the label of a summary or a note, judged by itself.
pub(crate) fn may_be_aside(label: &str) -> bool {
    tokens(label).iter().any(|token| is_word(token)) || is_note(label)
}

/// True if a text alone in its row is a note.
fn is_note(text: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "note",
        "notes",
        "nb",
        "n.b.",
        "source",
        "exported",
        "generated",
        "printed",
        "end",
        "*",
        "key",
        "data",
    ];
    let folded = fold(text);
    let first = folded.split([' ', ':']).next().unwrap_or_default();
    BEGINNINGS.contains(&first) || folded.starts_with('*') || folded.split_whitespace().count() >= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certain(label: &str, content: AnswerCells) -> Option<bool> {
        let names = ["oak primary", "elm", "st marys"].map(str::to_owned).into();
        let is_alone = content == AnswerCells::Blank;
        let label = label.to_owned();
        Labelled {
            label,
            content,
            is_alone,
        }
        .is_certain(&names)
    }

    #[test]
    fn a_label_of_a_summary_is_one_alone_or_with_the_name_of_an_academy() {
        for label in [
            "Average",
            "TOTAL:",
            "Mean score",
            "Standard deviation",
            "Grand total",
            "Oak Primary Average",
            "Oak Total",
            "Average for St Mary's",
            "Total - Elm",
            "Number of responses (count)",
            "Trust average",
        ] {
            assert_eq!(certain(label, AnswerCells::Codes), Some(true), "{label}");
            assert_eq!(certain(label, AnswerCells::Numbers), Some(true), "{label}");
        }
        for label in ["N", "Base", "Max", "%"] {
            assert_eq!(certain(label, AnswerCells::Codes), None, "{label}");
            assert_eq!(certain(label, AnswerCells::Numbers), Some(true), "{label}");
        }
    }

    #[test]
    fn what_may_be_the_name_of_an_academy_stays() {
        assert_eq!(certain("Northside Total", AnswerCells::Codes), Some(false));
        assert_eq!(certain("Elm", AnswerCells::Codes), None);
        for label in ["Sunnymean Primary", "Meanwood", "Basecamp School"] {
            assert!(!may_be_aside(label), "{label}");
        }
        assert_eq!(
            certain("Mean Valley School of Total Learning", AnswerCells::Blank),
            None
        );
    }

    #[test]
    fn a_note_is_alone_in_its_row() {
        for note in [
            "Note: exported on 3 October",
            "Source: staff survey",
            "* includes supply staff",
        ] {
            assert_eq!(certain(note, AnswerCells::Blank), Some(true), "{note}");
            assert_eq!(certain(note, AnswerCells::Codes), None, "{note}");
        }
    }
}
