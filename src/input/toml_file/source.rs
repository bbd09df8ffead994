//! The text of a file: converts byte offsets to lines and columns, and shows a line with a caret.

use std::fmt::Write as _;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::plain::is_plain;

/// The widest excerpt of a line, in terminal columns.
const SHOWN_WIDTH: usize = 96;

/// How much of the line to show before a caret far to the right, in terminal columns.
const LEAD: usize = 32;

/// A text with its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TomlSource<'s> {
    pub(crate) name: &'s str,
    pub(crate) text: &'s str,
}

/// A position in a text. Both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineColumn {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl TomlSource<'_> {
    /// The position of a byte offset. An offset inside a character or past the end is moved back to the start of a
    /// character.
    pub(crate) fn place(&self, offset: usize) -> LineColumn {
        let before = &self.text[..self.floor(offset)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        // A byte order mark takes no column in an editor.
        let line_so_far = before[start..].trim_start_matches('\u{feff}');
        LineColumn {
            line: before.matches('\n').count() + 1,
            column: line_so_far.chars().count() + 1,
        }
    }

    /// The line at the start of `span` and a line with carets under the span, without a final newline.
    pub(crate) fn excerpt(&self, span: &Range<usize>) -> String {
        let start = self.floor(span.start);
        let end = self.floor(span.end).max(start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |n| start + n);
        let before = self.text[line_start..start].trim_start_matches('\u{feff}');
        let marked = self.text[start..end.min(line_end)].trim_end();
        let after = self.text[start + marked.len()..line_end].trim_end();

        let mut lead = plain(before);
        if width(&lead) > LEAD * 2 {
            let mut cut = lead.len();
            let kept = lead.char_indices().rev().scan(0, |sum, (at, c)| {
                *sum += c.width().unwrap_or(0);
                Some((at, *sum))
            });
            for (at, sum) in kept {
                if sum > LEAD {
                    break;
                }
                cut = at;
            }
            lead = format!("…{}", &lead[cut..]);
        }
        let marked = fit(&plain(marked), SHOWN_WIDTH.saturating_sub(width(&lead)));
        let after = fit(&plain(after), SHOWN_WIDTH.saturating_sub(width(&lead) + width(&marked)));
        let number = self.place(start).line.to_string();
        let mut shown = format!("  {number} | {lead}{marked}{after}");
        let indent = " ".repeat(number.len());
        let gap = " ".repeat(width(&lead));
        let carets = "^".repeat(width(&marked).max(1));
        // Writing to a String cannot fail.
        let _ = write!(shown, "\n  {indent} | {gap}{carets}");
        shown
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Makes text safe for a terminal: control and direction characters become spaces.
fn plain(text: &str) -> String {
    text.chars().map(|c| if is_plain(c) { c } else { ' ' }).collect()
}

/// A text shortened to fit a message and made safe for a terminal.
pub(crate) fn shown(found: &str) -> String {
    fit(&plain(found), 60)
}

fn fit(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut sum = 1;
    let kept: String = text
        .chars()
        .take_while(|c| {
            sum += c.width().unwrap_or(0);
            sum <= most
        })
        .collect();
    kept + "…"
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> TomlSource<'_> {
        TomlSource { name: "x.toml", text }
    }

    #[test]
    fn lines_and_columns_are_counted_from_one_and_in_characters() {
        let text = "a = 1\r\n# é\nnàme = 2\n";
        let at = text.find('2').unwrap();
        assert_eq!(source(text).place(at), LineColumn { line: 3, column: 8 });
        assert_eq!(source(text).place(0), LineColumn { line: 1, column: 1 });
        assert_eq!(source(text).place(9_999), LineColumn { line: 4, column: 1 });
        assert_eq!(source("\u{feff}a = 1").place(3), LineColumn { line: 1, column: 1 });
    }

    #[test]
    fn the_caret_stands_under_what_was_found() {
        let text = "x = 1\nlabels = \"日本\" # note\n";
        let at = text.find("\"日本\"").unwrap();
        assert_eq!(
            source(text).excerpt(&(at..at + 8)),
            "  2 | labels = \"日本\" # note\n    |          ^^^^^^"
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_and_escapes_never_reach_the_terminal() {
        let text = format!("{}\u{1b}[31mbad{}", "a".repeat(500), "b".repeat(500));
        let shown = source(&text).excerpt(&(505..508));
        assert!(!shown.contains('\u{1b}'));
        let lines: Vec<&str> = shown.lines().collect();
        assert!(width(lines[0]) <= SHOWN_WIDTH + 6);
        let caret = lines[1].find('^').unwrap();
        let under: String = lines[0].chars().skip(caret).take(3).collect();
        assert_eq!(under, "bad");
    }
}
