//! Numbers in cells, alone or with words: `4`, `4.0`, `5 - Strongly agree`, `Strongly agree (5)`.

/// A folded cell read as a number and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mixed<'a> {
    pub(crate) number: i64,
    pub(crate) words: &'a str,
    /// True if a mark separates them, so that the number is a code even if the words are unknown: in `5 - Always`, but
    /// not in `5 years` and `5-year`.
    pub(crate) parted: bool,
}

/// Parses a text that is a whole number: `4`, `+4`, `-2`, `4.0`, `4,0`.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    let (number, rest) = leading_integer(text)?;
    let decimals = match rest.strip_prefix(['.', ',']) {
        Some(decimals) => decimals,
        None if rest.is_empty() => return Some(number),
        None => return None,
    };
    decimals.bytes().all(|digit| digit == b'0').then_some(number)
}

/// True if the text is a number, whole or not.
pub(crate) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// An integer at the start of a text, and the rest.
fn leading_integer(text: &str) -> Option<(i64, &str)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(text.len() - unsigned.len() + digits);
    Some((number.parse().ok()?, rest))
}

/// The ways to read a folded cell as a number and words, with the number first or last.
pub(crate) fn readings(text: &str) -> impl Iterator<Item = Mixed<'_>> {
    [number_first(text), number_last(text)].into_iter().flatten()
}

fn number_first(text: &str) -> Option<Mixed<'_>> {
    let open = text.strip_prefix(['(', '[']);
    let (number, mut rest) = leading_integer(open.unwrap_or(text))?;
    let mut parted = false;
    if open.is_some() {
        rest = rest.strip_prefix([')', ']'])?;
        parted = true;
    }
    let spaced = rest.starts_with(' ');
    rest = rest.trim_start();
    // `4 (Agree)`: the brackets part the number from its label.
    parted |= bracketed(rest).is_some();
    if let Some(after) = rest.strip_prefix(['-', '.', ':', ')', '=', '/', ',', ';', '|', '>']) {
        let hyphen = rest.starts_with(['-', '.', '/', ',']);
        // In "5-year" and "5.5 hours" the mark does not separate. A hyphen or a point needs a space next to it.
        parted |= !hyphen || spaced || after.is_empty() || after.starts_with(' ');
        rest = after;
    }
    Some(mixed(number, rest, parted))
}

fn number_last(text: &str) -> Option<Mixed<'_>> {
    let closed = text.strip_suffix([')', ']']);
    let inner = closed.unwrap_or(text);
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (mut before, number) = inner.split_at(inner.len() - digits);
    let mut number: i64 = number.parse().ok()?;
    if closed.is_some() {
        if let Some(signed) = before.strip_suffix('-') {
            before = signed;
            number = -number;
        }
        return Some(mixed(number, before.strip_suffix(['(', '['])?, true));
    }
    let words = before.trim_end();
    let words = words.strip_suffix(['-', '=', ':', ',', ';', '|', '>']).unwrap_or(words);
    // Words before a bare number must be its label, since "Year 5" is no answer.
    Some(mixed(number, words, false))
}

/// The text inside a pair of brackets that enclose the whole text.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')))?;
    (!inner.contains(['(', ')', '[', ']'])).then_some(inner)
}

fn mixed(number: i64, words: &str, parted: bool) -> Mixed<'_> {
    let words = words.trim();
    let words = bracketed(words).unwrap_or(words).trim();
    let words = words.trim_matches('"').trim().trim_end_matches('.').trim_end();
    let numeric = words.starts_with(|c: char| c.is_ascii_digit());
    Mixed {
        number,
        words,
        parted: parted && !numeric,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (text, number) in [
            ("4", 4),
            ("+4", 4),
            ("-2", -2),
            ("4.0", 4),
            ("4,00", 4),
            ("04", 4),
            ("4.", 4),
        ] {
            assert_eq!(whole_number(text), Some(number), "{text}");
        }
        for text in ["", "-", "4.5", "4 0", "4x", "four", ".0", "99999999999999999999", "1e1"] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_beside_words_is_parted_only_by_a_mark() {
        let table = [
            ("5 - strongly agree", 5, "strongly agree", true),
            ("5: strongly agree", 5, "strongly agree", true),
            ("5. strongly agree", 5, "strongly agree", true),
            ("5) strongly agree", 5, "strongly agree", true),
            ("5= strongly agree", 5, "strongly agree", true),
            ("5=strongly agree", 5, "strongly agree", true),
            ("(5) strongly agree", 5, "strongly agree", true),
            ("-2 - strongly disagree", -2, "strongly disagree", true),
            ("2 -", 2, "", true),
            ("5 strongly agree", 5, "strongly agree", false),
            ("5-strongly agree", 5, "strongly agree", false),
            ("5 years", 5, "years", false),
            ("5-year plan", 5, "year plan", false),
            ("1 - 2 times", 1, "2 times", false),
            ("4.5 hours", 4, "5 hours", false),
            ("strongly agree (5)", 5, "strongly agree", true),
            ("strongly agree [5]", 5, "strongly agree", true),
            ("strongly disagree (-2)", -2, "strongly disagree", true),
            ("strongly agree - 5", 5, "strongly agree", false),
            ("strongly agree=5", 5, "strongly agree", false),
            ("strongly agree 5", 5, "strongly agree", false),
            ("year 5", 5, "year", false),
        ];
        for (text, number, words, parted) in table {
            let expected = Mixed { number, words, parted };
            assert_eq!(readings(text).next(), Some(expected), "{text}");
        }
    }
}
