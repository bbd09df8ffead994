//! The forms of a header that items are matched against.

use crate::input::columns::find::texts;
use crate::input::layouts::PlannedColumn;
use crate::input::text::{bare, fold, tidy};
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
}

impl HeaderForms {
    pub(crate) fn of(column: &PlannedColumn) -> Self {
        let texts: Vec<&str> = texts(column).collect();
        let bares: Vec<String> = texts.iter().map(|text| bare(text)).collect();
        Self {
            ids: texts.iter().map(|text| tidy(text).to_lowercase()).collect(),
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

    /// True if the headers contain a question in addition to the id, and it is not the item's.
    pub(crate) fn asks_other_than(&self, item: &ItemNames) -> bool {
        self.ids.iter().any(|text| *text != item.id) && !self.is_called(item) && !self.ends_in(item)
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
            id: item.id.to_lowercase(),
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
