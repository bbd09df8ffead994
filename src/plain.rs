//! Characters that are text and nothing else.

use std::fmt::Write as _;

/// True if a character cannot move a cursor, colour a screen, ring a bell, turn the direction of writing or break a line.
pub(crate) fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// Text that cannot move the cursor, colour the screen, turn the writing round or break a document.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c })
        .filter(|&c| is_plain(c))
        .collect()
}

/// Several lines of text, each [`clean`].
#[cfg(feature = "cli")]
pub(crate) fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// What a terminal gets: plain lines, in which only colours of this program's own are left.
#[cfg(feature = "cli")]
pub(crate) fn for_terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, piece) in text.split('\u{1b}').enumerate() {
        let code = piece.strip_prefix('[').and_then(|rest| rest.split_once('m'));
        let is_colour = code.is_some_and(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        if place > 0 && is_colour {
            out.push('\u{1b}');
        }
        out.extend(piece.chars().filter(|&c| is_plain(c) || matches!(c, '\n' | '\t')));
    }
    out
}

/// The text with every other character as `\uXXXX`, as strings of JSON and TOML write it; line breaks and tabs stay.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_plain(c) || matches!(c, '\n' | '\t') {
            out.push(c);
        } else {
            // Writing to a String cannot fail. None of these characters is beyond U+FFFF.
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_colours_and_nothing_else_that_it_would_obey() {
        let text = "\u{1b}[1;31mred\u{1b}[0m\n\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[31\u{202e}x\r\u{7f}";
        assert_eq!(for_terminal(text), "\u{1b}[1;31mred\u{1b}[0m\n]0;title[2J[31x");
        assert_eq!(clean_lines("a\tb\r\n\u{1b}c"), "a b\nc");
    }

    #[test]
    fn what_is_no_text_is_written_as_its_number() {
        let text = "Ysgol Glân 🎓👩🏽\u{200d}🏫\n";
        assert_eq!(escape(text), text);
        assert_eq!(escape("a\u{7f}\u{1b}\u{9b}\u{202e}b"), "a\\u007F\\u001B\\u009B\\u202Eb");
        assert!(
            (0..=u32::from(char::MAX))
                .filter_map(char::from_u32)
                .filter(|c| !is_plain(*c))
                .all(|c| u32::from(c) < 0x1_0000)
        );
    }
}
