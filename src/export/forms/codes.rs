//! Codes for questions: item ids where a tool can carry them, else codes of its own.

use std::collections::BTreeSet;

use crate::export::forms::form::Statement;

/// Item ids that a tool cannot carry are named in a message up to this number.
const NAMED: usize = 3;

/// Gives out codes, each once. Tools do not tell `A` and `a` apart.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeSet<String>);

impl Codes {
    /// Codes that the form uses for itself.
    pub(super) fn reserving(words: &[&str]) -> Self {
        Self(words.iter().map(|word| word.to_lowercase()).collect())
    }

    /// The wish, if it is free and `fits`; else the first free code of the series `stem1`, `stem2`, …
    pub(super) fn give(&mut self, wish: &str, fits: fn(&str) -> bool, stem: &str) -> String {
        if fits(wish) && self.0.insert(wish.to_lowercase()) {
            return wish.to_owned();
        }
        let series = (1_u32..).map(|number| format!("{stem}{number}"));
        let free = series.into_iter().find(|code| !self.0.contains(&code.to_lowercase()));
        let code = free.unwrap_or_default();
        self.0.insert(code.to_lowercase());
        code
    }
}

/// A statement and its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coded<'f> {
    pub(super) statement: &'f Statement,
    pub(super) code: String,
}

/// The sentence that says which item ids a tool carries.
pub(super) fn travelling(tool: &str, coded: &[Coded<'_>]) -> String {
    let changed: Vec<&Coded<'_>> = coded
        .iter()
        .filter(|one| !one.code.eq_ignore_ascii_case(&one.statement.id))
        .collect();
    if changed.is_empty() {
        return format!("{tool} carries the item ids as its codes, so that columns are found by code or by wording");
    }
    let few = changed.iter().take(NAMED);
    let named: Vec<String> = few
        .map(|one| format!("`{}` as `{}`", one.statement.id, one.code))
        .collect();
    let more = if changed.len() > NAMED { ", …" } else { "" };
    format!(
        "{tool} cannot carry {} of {} item ids as codes ({}{more}): export the responses with full question texts, by which \
         columns are found",
        changed.len(),
        coded.len(),
        named.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::Codes;

    #[test]
    fn each_code_is_given_once() {
        let mut codes = Codes::reserving(&["academy"]);
        let short = |code: &str| code.len() <= 4;
        assert_eq!(codes.give("te01", short, "q"), "te01");
        assert_eq!(codes.give("TE01", short, "q"), "q1");
        assert_eq!(codes.give("academy", |_| true, "q"), "q2");
        assert_eq!(codes.give("q3", short, "q"), "q3");
        assert_eq!(codes.give("too long", short, "q"), "q4");
    }
}
