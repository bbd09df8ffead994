//! Normal forms of text, so that texts typed, pasted or exported differently become equal.
//!
//! There are three stages, each less strict than the one before: [`tidy`] removes what cannot be seen, [`fold`] ignores
//! case and typographic punctuation, and [`bare`] ignores markup, item numbers and closing marks of a question.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Removes what cannot be seen: NFC, single spaces, no invisible or control characters, no white space at the ends.
pub(crate) fn tidy(text: &str) -> String {
    // Workbooks write a carriage return as an escape.
    let text = text.replace("_x000D_", " ").replace("_x000d_", " ");
    let mut tidied = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{85}' => tidied.push('…'),
            // Windows-1252 punctuation that was decoded as Latin-1.
            '\u{91}' => tidied.push('‘'),
            '\u{92}' => tidied.push('’'),
            '\u{93}' => tidied.push('“'),
            '\u{94}' => tidied.push('”'),
            '\u{96}' => tidied.push('–'),
            '\u{97}' => tidied.push('—'),
            c if is_invisible(c) => {}
            c if c.is_whitespace() || c.is_control() => {
                if !tidied.is_empty() && !tidied.ends_with(' ') {
                    tidied.push(' ');
                }
            }
            c => tidied.push(c),
        }
    }
    tidied.truncate(tidied.trim_end().len());
    if is_nfc(&tidied) {
        tidied
    } else {
        tidied.nfc().collect()
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The tidy text in lower case, with straight quotes, plain hyphens and narrow digits.
pub(crate) fn fold(text: &str) -> String {
    let tidied = tidy(text);
    let mut folded = String::with_capacity(tidied.len());
    for c in tidied.chars() {
        match c {
            '\'' | '‘' | '’' | '‛' | '′' | '`' | '｀' | '´' | 'ʼ' => folded.push('\''),
            '"' | '“' | '”' | '„' | '‟' | '″' => folded.push('"'),
            '‐'..='―' | '−' | '﹘' | '﹣' => folded.push('-'),
            '…' => folded.push_str("..."),
            // The full-width forms of ASCII, as East Asian keyboards type them.
            '\u{FF01}'..='\u{FF5E}' => folded.extend(char::from_u32(c as u32 - 0xFEE0).map(|c| c.to_ascii_lowercase())),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The folded text without markup, leading item number and closing `*`, `:`, `?` or full stop.
pub(crate) fn bare(text: &str) -> String {
    let folded = fold(&unmarked(text));
    let mut rest = folded.as_str();
    // "1. a) We agree": at most a question, a part and a point.
    for _ in 0..3 {
        rest = without_number(rest);
    }
    let rest = rest.trim_end_matches([' ', '*', ':', '?', '.', '!']);
    if rest.is_empty() { folded } else { rest.to_owned() }
}

/// The folded text without markup. A line break, typed or as a tag, becomes ` | `, since it separates texts.
pub(crate) fn in_lines(text: &str) -> String {
    let mut broken = text.to_owned();
    for tag in ["<br", "<BR", "</p", "</P", "</div", "</h", "</li"] {
        broken = broken.replace(tag, &format!("\n{tag}"));
    }
    let lines = broken.lines().map(|line| fold(&unmarked(line)));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
}

/// A text without HTML tags and with its entities resolved.
fn unmarked(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (meaning, length) = tag(rest)
            .or_else(|| entity(rest))
            .unwrap_or_else(|| (rest[..1].to_owned(), 1));
        plain.push_str(&meaning);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// The meaning of a tag at the start of `text` (a space if it breaks the line), and its length in bytes.
fn tag(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let name = inner[..end].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || inner[..end].contains('<') {
        return None;
    }
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    let breaks = ["br", "p", "div", "li", "td", "tr"].contains(&name.to_ascii_lowercase().as_str());
    Some((if breaks { " " } else { "" }.to_owned(), end + 2))
}

/// The character of an entity at the start of `text`, and its length in bytes.
fn entity(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|b| b == b';')?;
    let name = &inner[..end];
    let meaning = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" | "rsquo" | "lsquo" => '\'',
        "quot" | "ldquo" | "rdquo" => '"',
        "nbsp" => ' ',
        "ndash" | "mdash" => '-',
        "hellip" => '…',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((meaning.to_string(), end + 2))
}

/// A text without a leading item number: `7.`, `9.b.ii.`, `Q3:`, `1)`, `(a)`.
fn without_number(text: &str) -> &str {
    let Some((token, rest)) = text.split_once(' ') else {
        return text;
    };
    let Some(core) = token.strip_suffix(['.', ':', ')']) else {
        return text;
    };
    let core = core.strip_prefix('(').unwrap_or(core);
    let mut parts = core.split('.');
    let first = parts.next().unwrap_or_default();
    let digits = first.strip_prefix('q').unwrap_or(first);
    let numbered = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let lettered = token.ends_with(')') && first.len() == 1 && first.bytes().all(|b| b.is_ascii_lowercase());
    let short = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if (numbered || lettered) && parts.all(short) {
        rest.trim_start()
    } else {
        text
    }
}

/// The start of a text, in one line and short enough for a message.
pub(crate) fn excerpt(text: &str) -> String {
    const ROOM: usize = 60;
    let tidied = tidy(text);
    if tidied.chars().count() <= ROOM {
        return tidied;
    }
    let mut short: String = tidied.chars().take(ROOM - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_makes_no_difference() {
        for text in [
            "We  agree",
            "\u{feff}We agree",
            " We\u{a0}agree ",
            "We\r\nagree",
            "We\u{202f}ag\u{ad}ree\u{200b}",
            "We_x000D_\nagree",
            "We\tagree\0",
        ] {
            assert_eq!(tidy(text), "We agree", "{text:?}");
        }
        assert_eq!(tidy("Cafe\u{301}"), "Café");
    }

    #[test]
    fn case_and_typographic_punctuation_make_no_difference() {
        assert_eq!(fold("DON\u{2019}T KNOW"), "don't know");
        assert_eq!(fold("Don\u{92}t know"), "don't know");
        assert_eq!(fold("“5” – agree…"), "\"5\" - agree...");
        assert_eq!(fold("５"), "5");
        assert_eq!(fold("\u{2212}2"), "-2");
    }

    #[test]
    fn numbers_markup_and_closing_marks_are_stripped_from_questions() {
        for text in [
            "7. We agree",
            "9.b.ii. We agree.",
            "Q3: We agree?",
            "1) We agree *",
            "(a) We agree",
            "1. a) <b>We</b>&nbsp;agree:",
            "We<br/>agree",
            "<p class=\"x\">We agree</p>",
            "&#87;e agree",
        ] {
            assert_eq!(bare(text), "we agree", "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_or_a_tag_stays() {
        assert_eq!(bare("i.e. we agree"), "i.e. we agree");
        assert_eq!(bare("Note: we agree"), "note: we agree");
        assert_eq!(bare("staff < 10 & pupils > 5"), "staff < 10 & pupils > 5");
        assert_eq!(bare("?"), "?");
    }

    proptest! {
        #[test]
        fn every_stage_is_stable_and_no_text_breaks_it(text in "\\PC{0,40}|[<>&;#x0-9a-z .:()*?]{0,40}") {
            prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            let _ = bare(&text);
            prop_assert!(excerpt(&text).chars().count() <= 60);
        }
    }
}
