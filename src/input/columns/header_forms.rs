//! The forms of a header that items are matched against.

use crate::input::columns::find::texts;
use crate::input::columns::parts::parts;
use crate::input::layouts::PlannedColumn;
use crate::input::text::{bare, fold, in_lines, tidy};
use crate::model::Item;

/// The forms of a column's headers, computed once.
pub(crate) struct HeaderForms {
    pub(crate) ids: Vec<String>,
    pub(crate) folded: Vec<String>,
    pub(crate) bare: Vec<String>,
    /// The text in the final brackets.
    pub(crate) bracketed: Vec<String>,
    /// The text after the last ` - `.
    pub(crate) tail: Vec<String>,
    /// The text without a final number.
    pub(crate) numberless: Vec<String>,
    /// The folded texts without markup, whose parts between separators, numbers and notes may be an item.
    lines: Vec<String>,
}

impl HeaderForms {
    pub(crate) fn of(column: &PlannedColumn) -> Self {
        let texts: Vec<&str> = texts(column).collect();
        let bares: Vec<String> = texts.iter().map(|text| bare(text)).collect();
        Self {
            ids: texts.iter().map(|text| id_key(text)).collect(),
            folded: texts.iter().map(|text| fold(text)).collect(),
            bracketed: texts
                .iter()
                .filter_map(|text| bracketed(&tidy(text)).map(bare))
                .collect(),
            tail: texts
                .iter()
                .filter_map(|text| fold(text).rsplit_once(" - ").map(|(_, tail)| bare(tail)))
                .collect(),
            numberless: bares.iter().filter_map(|text| numberless(text)).collect(),
            lines: texts.iter().map(|text| in_lines(text)).collect(),
            bare: bares,
        }
    }
}

impl HeaderForms {
    /// True if one of the headers is the item's text and nothing else.
    pub(crate) fn is_called(&self, item: &ItemNames) -> bool {
        self.bare.iter().any(|text| item.is(text))
    }

    /// True if one of the headers ends in the item's text, as in a matrix question.
    pub(crate) fn ends_in(&self, item: &ItemNames) -> bool {
        self.bracketed.iter().chain(&self.tail).any(|text| item.is(text))
    }

    /// True if a part of a header is the item's text.
    pub(crate) fn has_part(&self, item: &ItemNames) -> bool {
        // Cutting a header takes time, so look first whether it contains the text at all.
        let is_part = |line: &String| line.contains(&item.bare) && parts(line).contains(&item.bare);
        item.has_text() && self.lines.iter().any(is_part)
    }

    /// True if the headers contain a question in addition to the id, and it is not the item's.
    pub(crate) fn asks_other_than(&self, item: &ItemNames) -> bool {
        self.ids.iter().any(|text| *text != item.id)
            && !self.is_called(item)
            && !self.ends_in(item)
            && !self.has_part(item)
    }
}

/// An id as it is compared: in lower case, with `q1_sq001` and `q1[sq001]` alike.
pub(crate) fn id_key(text: &str) -> String {
    let id = tidy(text).to_lowercase();
    match id.strip_suffix(']').and_then(|id| id.split_once('[')) {
        Some((question, part)) if !question.contains(' ') => format!("{question}_{part}"),
        _ => id,
    }
}

/// The text inside the brackets that end a header. It may contain brackets itself.
fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['*', ' ']);
    let inner = text.strip_suffix(']')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inner[at + 1..]);
        }
    }
    None
}

/// The text without the number that a tool appends to tell equal headers apart.
fn numberless(text: &str) -> Option<String> {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    // "Year 5" is not a second "Year".
    (stem.len() < text.len() && !stem.is_empty() && !stem.ends_with([' ', '_', '.'])).then(|| bare(stem))
}

/// The forms of an item's id and text.
pub(crate) struct ItemNames {
    pub(crate) id: String,
    pub(crate) folded: String,
    pub(crate) bare: String,
}

impl ItemNames {
    pub(crate) fn of(item: &Item) -> Self {
        Self {
            id: id_key(&item.id),
            folded: fold(&item.text),
            bare: bare(&item.text),
        }
    }

    pub(crate) fn has_text(&self) -> bool {
        !self.folded.is_empty()
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        self.has_text() && self.bare == text
    }
}
