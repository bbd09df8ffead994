//! Takes stems, numbers and closing marks off the headers of a group of columns.

use crate::input::layouts::PlannedColumn;
use crate::input::text::{fold, tidy};

/// The words of a column: the question that people read, and a code if the tool wrote one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnWords {
    pub(crate) text: String,
    pub(crate) code: Option<String>,
}

/// The words of columns, each with the stem that it shares with its neighbours taken off; and the stem of each.
pub(crate) fn words(columns: &[&PlannedColumn]) -> Vec<(ColumnWords, String)> {
    let texts: Vec<String> = columns.iter().map(|column| question(column)).collect();
    let split: Vec<Vec<(String, String)>> = texts.iter().map(|text| stems(text)).collect();
    let words = columns.iter().zip(&texts).zip(&split).map(|((column, text), splits)| {
        // The longest stem that another column has too.
        let shared = splits.iter().rev().find(|(stem, _)| {
            let having = split
                .iter()
                .filter(|splits| splits.iter().any(|(other, _)| other == stem))
                .count();
            having > 1
        });
        let (stem, rest) = shared.map_or((String::new(), text.clone()), |(stem, rest)| {
            (stem.clone(), rest.clone())
        });
        let text = plain(&rest);
        let text = if text.is_empty() { tidy(&column.header) } else { text };
        let words = ColumnWords {
            text,
            code: code(column),
        };
        (words, plain(&stem))
    });
    words.collect()
}

/// The longest text of a column, which is the question. HTML is left out.
fn question(column: &PlannedColumn) -> String {
    // `CE[SQ001]. How far …` is a code and the text, which is an alias.
    let is_text_alone = |alias: &&String| {
        let code = column.header.strip_suffix(alias.as_str());
        code.is_some_and(|code| code.trim_end().ends_with(['.', ':']) && !code.trim_end().contains(' '))
    };
    if let Some(text) = column.aliases.iter().find(is_text_alone) {
        return untagged(text);
    }
    let texts = column.aliases.iter().chain([&column.header]).map(|text| untagged(text));
    let mut best = String::new();
    for text in texts {
        if text.split_whitespace().count() > best.split_whitespace().count() || best.is_empty() {
            best = text;
        }
    }
    best
}

fn untagged(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..]
            .find('>')
            .filter(|_| rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
        else {
            break;
        };
        plain.push_str(&rest[..at]);
        plain.push(' ');
        rest = &rest[at + end + 1..];
    }
    plain.push_str(rest);
    tidy(&plain.replace("&nbsp;", " ").replace("&amp;", "&").replace(" ]", "]"))
}

/// The ways to split a header into a stem and a statement, shortest stem first.
fn stems(text: &str) -> Vec<(String, String)> {
    let mut stems = Vec::new();
    for mark in [" [", "[", ": ", " - ", " – ", " — ", " > ", " | ", "? ", "/"] {
        for (at, _) in text.match_indices(mark) {
            let (stem, rest) = (text[..at].trim(), &text[at + mark.len()..]);
            let closes = mark.ends_with('[');
            let rest = if closes {
                match rest.trim_end_matches(['*', ' ']).strip_suffix(']') {
                    Some(inner) => inner,
                    None => continue,
                }
            } else if rest.trim_start().starts_with(['[', '|', '>', '–', '—', '-', ':']) {
                // That mark parts the two, whatever stands before it.
                continue;
            } else {
                rest
            };
            if !stem.is_empty() && !rest.trim().is_empty() {
                let mark = if mark == "? " { "?" } else { "" };
                stems.push((format!("{stem}{mark}"), rest.trim().to_owned()));
            }
        }
    }
    stems.sort_by_key(|(stem, _)| stem.len());
    stems
}

/// A text without a leading number and closing marks.
fn plain(text: &str) -> String {
    let mut rest = text.trim();
    for _ in 0..2 {
        let Some((first, after)) = rest.split_once(' ') else {
            break;
        };
        let core = first.trim_end_matches(['.', ':', ')']).trim_start_matches('(');
        let numbered = core.len() <= 8
            && core.bytes().any(|byte| byte.is_ascii_digit())
            && core
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'));
        let lettered = core.len() == 1 && first.len() > 1 && core.bytes().all(|byte| byte.is_ascii_lowercase());
        if !numbered && !lettered {
            break;
        }
        rest = after.trim_start();
    }
    let rest = rest.trim_start_matches(['*', ' ', '|', '>', '–', '-']);
    let mut rest = rest.trim_end_matches(['*', ' ', ':']);
    // "(1 = never, 5 = always)" tells how to answer.
    if let Some(at) = rest.rfind(" (")
        && rest.ends_with(')')
        && (rest[at..].contains('=') || fold(&rest[at..]).contains("required"))
    {
        rest = rest[..at].trim_end();
    }
    rest.to_owned()
}

/// The code of a question, if a header is one.
fn code(column: &PlannedColumn) -> Option<String> {
    let is_code = |text: &&String| {
        !text.is_empty()
            && text.len() <= 24
            && !text.contains(char::is_whitespace)
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    Some(&column.header).filter(is_code).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(headers: &[&str]) -> Vec<(String, String)> {
        let columns: Vec<PlannedColumn> = headers.iter().map(|header| PlannedColumn::of(0, header)).collect();
        let words = words(&columns.iter().collect::<Vec<_>>());
        words.into_iter().map(|(words, stem)| (words.text, stem)).collect()
    }

    #[test]
    fn a_shared_stem_a_number_and_marks_are_taken_off() {
        for headers in [
            ["How far do you agree? [We plan]", "How far do you agree? [We teach]"],
            ["How far do you agree?: We plan", "How far do you agree?: We teach"],
            ["How far do you agree? - We plan *", "How far do you agree? - We teach"],
            [
                "How far do you agree? | 2. We plan",
                "How far do you agree? | 3. We teach",
            ],
        ] {
            let found = texts(&headers);
            assert_eq!(found[0].0, "We plan", "{headers:?}");
            assert_eq!(found[1].0, "We teach", "{headers:?}");
            assert!(found[0].1.starts_with("How far do you agree"), "{found:?}");
        }
        assert_eq!(
            texts(&["2 We plan: as a team", "Q3_1 We teach"])[0].0,
            "We plan: as a team"
        );
        assert_eq!(texts(&["We plan (1 = never, 5 = always)", "x"])[0].0, "We plan");
    }
}
