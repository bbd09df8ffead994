//! Records which declared texts occur in each item's column.
//!
//! A label and its synonym are the same answer as long as a form offers only one of them. If a form offers both, it has
//! more options than the instrument has codes, and its answers are on another scale.

use std::collections::BTreeMap;

/// A text that the instrument declares, and its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeclaredText {
    pub(crate) text: String,
    pub(crate) code: i32,
}

/// The declared texts that occur, per item.
#[derive(Debug, Default)]
pub(crate) struct TextsSeen {
    seen: Vec<Vec<bool>>,
}

/// A code for which several texts occur in one column, and the items affected.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SharedCode {
    pub(crate) code: i32,
    pub(crate) texts: Vec<String>,
    pub(crate) items: Vec<usize>,
}

impl TextsSeen {
    /// Records that a text occurs in the column of an item.
    pub(crate) fn note(&mut self, item: usize, wording: u16) {
        let wording = usize::from(wording);
        if self.seen.len() <= item {
            self.seen.resize(item + 1, Vec::new());
        }
        let seen = &mut self.seen[item];
        if seen.len() <= wording {
            seen.resize(wording + 1, false);
        }
        seen[wording] = true;
    }

    /// True if the text occurs in the column of the item.
    pub(crate) fn holds(&self, item: usize, wording: u16) -> bool {
        let seen = self.seen.get(item).and_then(|seen| seen.get(usize::from(wording)));
        seen.is_some_and(|seen| *seen)
    }

    /// Adds the texts of other rows.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (item, seen) in other.seen.iter().enumerate() {
            for (wording, _) in (0..=u16::MAX).zip(seen).filter(|(_, seen)| **seen) {
                self.note(item, wording);
            }
        }
    }

    /// True if any declared text occurs, so that not all answers are numbers.
    pub(crate) fn any(&self) -> bool {
        !self.seen.is_empty()
    }

    /// Codes for which several texts occur in one column. `declared` returns the texts of an item.
    pub(crate) fn shared<'a>(&self, declared: impl Fn(usize) -> &'a [DeclaredText]) -> Vec<SharedCode> {
        let mut shared: BTreeMap<(i32, Vec<&str>), Vec<usize>> = BTreeMap::new();
        for (item, seen) in self.seen.iter().enumerate() {
            let mut by_code: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
            for (wording, _) in declared(item).iter().zip(seen).filter(|(_, seen)| **seen) {
                by_code.entry(wording.code).or_default().push(&wording.text);
            }
            for (code, texts) in by_code.into_iter().filter(|(_, texts)| texts.len() > 1) {
                shared.entry((code, texts)).or_default().push(item);
            }
        }
        let shared = shared.into_iter().map(|((code, texts), items)| SharedCode {
            code,
            texts: texts.into_iter().map(str::to_owned).collect(),
            items,
        });
        shared.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_of_one_code_count_only_within_one_column() {
        let wording = |text: &str, code| DeclaredText {
            text: text.to_owned(),
            code,
        };
        let declared = [
            wording("Slightly agree", 4),
            wording("Agree", 5),
            wording("Somewhat agree", 4),
        ];
        let mut wordings = TextsSeen::default();
        wordings.note(0, 0);
        wordings.note(0, 1);
        wordings.note(1, 2);
        assert_eq!(wordings.shared(|_| &declared), []);
        wordings.note(1, 0);
        let texts = vec!["Slightly agree".to_owned(), "Somewhat agree".to_owned()];
        assert_eq!(
            wordings.shared(|_| &declared),
            [SharedCode {
                code: 4,
                texts,
                items: vec![1]
            }]
        );
    }
}
