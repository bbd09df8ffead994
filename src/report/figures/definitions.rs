//! The page of definitions: the one source of explanations and of simulated rates.

/// The page. An entry is a heading `### Name`, a line `` `key` · what the figure says ``, and a list of labelled parts. A section
/// of rates is a heading `## How often …` with paragraphs and a table.
pub(super) const PAGE: &str = include_str!("../../../docs/statistics.md");

/// Text without the backslashes that keep Markdown from reading it as markup.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    plain
}
