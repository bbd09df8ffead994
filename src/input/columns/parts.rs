//! The parts of a header that may be an item: headers often have a stem, a number or a note around the question.
//!
//! A header is cut only where a writer separates texts: after a colon, `>`, `|`, a dash, a question mark, a full stop,
//! an opening bracket or a number, and before a bracket, `|`, `>`, `*` or a note in parentheses. An item matches a part
//! as a whole, so "We plan together" is not found in "We plan together with parents".

use std::collections::BTreeSet;

use crate::input::text::bare;

/// The longest header to cut, in bytes. Longer ones are pages of text.
const LONGEST: usize = 2000;

/// The most places at which to cut the start, and the end, of a header.
const MOST_CUTS: usize = 16;

/// The parts of a header without markup, in the form that [`bare`] gives.
pub(crate) fn parts(text: &str) -> BTreeSet<String> {
    if text.len() > LONGEST {
        return BTreeSet::new();
    }
    let mut parts = BTreeSet::new();
    let ends = ends(text);
    for start in starts(text) {
        for &end in ends.iter().filter(|&&end| end > start) {
            let part = bare(text[start..end].trim_matches(|c: char| c.is_whitespace() || c == '*'));
            if part.chars().any(char::is_alphabetic) {
                parts.insert(part);
            }
        }
    }
    parts
}

/// The places where a part may start.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    // `Q2_1 We plan`: a first word with a digit counts the questions.
    if let Some((word, _)) = text.split_once(' ')
        && word.len() <= 12
        && word.bytes().any(|byte| byte.is_ascii_digit())
    {
        starts.push(word.len() + 1);
    }
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let is_cut = match c {
            '>' | '|' | '[' | '*' => true,
            ':' | '?' | '.' | '!' | ')' => after == Some(' '),
            '-' => before == Some(' ') && after == Some(' '),
            // A number glued to the text, as in `Teaching6.4We plan`, or before a space.
            '0'..='9' => after.is_some_and(|after| after == ' ' || after.is_alphabetic()),
            _ => false,
        };
        if is_cut {
            starts.push(at + c.len_utf8());
        }
        before = Some(c);
    }
    starts.truncate(MOST_CUTS);
    starts
}

/// The places where a part may end.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = vec![text.len()];
    let cuts = text.char_indices().filter(|&(at, c)| match c {
        '[' | ']' | '|' | '>' | '*' => true,
        '(' => text[at..].find(')').is_none_or(|close| is_note(&text[at..=at + close])),
        _ => false,
    });
    ends.extend(cuts.map(|(at, _)| at).take(MOST_CUTS));
    ends
}

/// True if a text in parentheses tells how to answer, as `(1 = never, 5 = always)` and `(required)` do.
fn is_note(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "required",
        "optional",
        "mandatory",
        "select",
        "choose",
        "tick",
        "please",
        "pflichtfeld",
        "erforderlich",
        "obligatoire",
    ];
    text.contains('=') || text.bytes().any(|byte| byte.is_ascii_digit()) || WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::input::text::in_lines;

    #[test]
    fn an_item_is_found_among_the_other_words_of_a_header() {
        for header in [
            "To what extent do you agree: We plan together.",
            "Part A > We plan together",
            "Part A | We plan together",
            "We plan together | Part A",
            "How far do you agree? We plan together",
            "We plan together [How far do you agree?]",
            "We plan together (1 = strongly disagree, 5 = strongly agree)",
            "We plan together (required)",
            "2 We plan together",
            "6.4 We plan together",
            "Q2_1 We plan together",
            "Q2_1: We plan together *",
            "Section B: Teaching 6.4 We plan together.",
            "Teaching6.4We plan together",
            "We plan together *required",
            "* We plan together",
            "<b>Teaching</b><br>We plan together",
            "Teaching\nWe plan together",
            "Teaching: <i>We plan together</i> (please select one)",
        ] {
            assert!(
                parts(&in_lines(header)).contains("we plan together"),
                "{header}: {:?}",
                parts(&in_lines(header))
            );
        }
    }

    #[test]
    fn a_question_that_only_begins_or_ends_alike_is_another() {
        for header in [
            "We plan together with parents",
            "In this school we plan together",
            "We plan together (but not often)",
            "We plan together - in departments",
            "We plan together, as a rule",
        ] {
            assert!(
                !parts(&in_lines(header)).contains("we plan together"),
                "{header}: {:?}",
                parts(&in_lines(header))
            );
        }
    }

    proptest! {
        #[test]
        fn no_header_breaks_it(text in "[a-z0-9 .:?>|()\\[\\]*é–\n-]{0,60}") {
            for part in parts(&in_lines(&text)) {
                prop_assert!(!part.is_empty());
            }
        }
    }
}
