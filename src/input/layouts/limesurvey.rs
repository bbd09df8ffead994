//! LimeSurvey: all fields quoted; headings are codes (`Q1[SQ001]`), texts (`Question [Statement]`) or both
//! (`Q1[SQ001]. Question [Statement]`).

use crate::input::layouts::header::{after, filled, is_moment, name, names};
use crate::input::layouts::layout::{DropRule, Head, Layout, RowVerdict, TablePlan};
use crate::input::layouts::plain::plain;
use crate::input::text::{fold, tidy};

pub(crate) const LAYOUT: Layout = Layout {
    name: "limesurvey",
    about: "LimeSurvey, question codes or full texts, answer codes or full answers",
    known_by: "has columns such as `submitdate` and `lastpage`, or headings such as `Q1[SQ001]`",
    labels: Some("choose `Full answers` when you export"),
    recognise: |head| {
        let own = own_columns(head);
        own.iter().filter(|at| at.is_some()).count() >= 2
            || own_code(head).is_some()
            || begins_like_an_export(head)
            || names(head, 0).iter().any(|name| is_code(name))
    },
    plan: |head| {
        let known = own_columns(head).iter().any(Option::is_some)
            || begins_like_an_export(head)
            || names(head, 0).iter().any(|name| name.ends_with(']') || is_code(name));
        known.then(|| plan(head))
    },
};

/// The headings of the date of submission, the last page and the language: the code first, then the full texts.
const OWN: [&[&str]; 3] = [
    &[
        "submitdate",
        "date submitted",
        "completed",
        "datum abgeschickt",
        "abgeschickt am",
        "date de soumission",
        "fecha de envío",
        "data di invio",
        "verzenddatum",
        "dyddiad cyflwyno",
    ],
    &[
        "lastpage",
        "last page",
        "letzte seite",
        "dernière page",
        "última página",
        "ultima pagina",
        "laatste pagina",
        "tudalen olaf",
    ],
    &[
        "startlanguage",
        "start language",
        "start-sprache",
        "startsprache",
        "langue de départ",
        "lenguaje inicial",
        "idioma inicial",
        "lingua iniziale",
        "starttaal",
        "iaith cychwyn",
    ],
];

/// The columns of [`OWN`], by any of their headings.
fn own_columns(head: &Head) -> [Option<usize>; 3] {
    let headings = headings(head);
    OWN.map(|wanted| headings.iter().position(|heading| heading.is_called(wanted)))
}

/// The column whose code is `submitdate`, which no other tool writes.
fn own_code(head: &Head) -> Option<usize> {
    headings(head)
        .iter()
        .position(|heading| heading.is_called(&["submitdate"]))
}

/// Codes of the languages in which surveys are likely to be taken.
const LANGUAGES: [&str; 44] = [
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he",
    "hi", "hr", "hu", "is", "it", "ja", "ko", "lt", "lv", "mk", "nb", "nl", "nn", "pa", "pl", "pt", "ro", "ru", "sk",
    "sl", "sr", "sv", "tr", "uk", "zh",
];

/// True if the first columns contain what an export begins with in any language: a running number, the time of
/// submission or nothing, the last page, and the code of a language.
fn begins_like_an_export(head: &Head) -> bool {
    let whole = |text: &str| !text.is_empty() && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    let language = |text: &str| LANGUAGES.contains(&text.split_once('-').map_or(text, |(language, _)| language));
    let all = |field: usize, is: &dyn Fn(&str) -> bool| {
        let mut cells = filled(head, 1, field).peekable();
        cells.peek().is_some() && cells.all(is)
    };
    all(0, &whole) && all(1, &is_moment) && all(2, &whole) && all(3, &language)
}

/// A heading: the code of a question, its text, or both.
#[derive(Default)]
struct Heading {
    /// Folded, as [`name`] gives it.
    name: String,
    /// The code in lower case; empty if there is none.
    code: String,
    /// The text after the code, or the whole heading if it has no code.
    text: String,
}

impl Heading {
    fn of(header: &str) -> Self {
        let mut tidied = tidy(header);
        // An option of the export writes underscores for spaces.
        if !tidied.contains(' ') && tidied.contains("._") {
            tidied = tidied.replace('_', " ");
        }
        let spaced = name(&tidied);
        let spaced = if spaced.contains(' ') {
            spaced
        } else {
            spaced.replace('_', " ")
        };
        match code_and_text(&tidied) {
            Some((code, text)) => Self {
                name: name(text),
                code: code.to_lowercase(),
                text: text.to_owned(),
            },
            _ if is_code(&tidied) => Self {
                name: spaced,
                code: tidied.to_lowercase(),
                text: String::new(),
            },
            _ => Self {
                name: spaced,
                code: String::new(),
                text: tidied,
            },
        }
    }

    fn is_called(&self, wanted: &[&str]) -> bool {
        wanted.contains(&self.name.as_str()) || wanted.contains(&self.code.as_str())
    }
}

fn headings(head: &Head) -> Vec<Heading> {
    let record = head.records.first().map_or(&[][..], Vec::as_slice);
    record.iter().map(|text| Heading::of(text)).collect()
}

/// Splits `CE[SQ001]. How far …` into code and text. A number alone is no code.
fn code_and_text(heading: &str) -> Option<(&str, &str)> {
    let ends = heading.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '[' | ']')))?;
    let (code, rest) = heading.split_at(ends);
    let text = rest.strip_prefix(['.', ':'])?.strip_prefix(' ')?.trim();
    let is_word = code.starts_with(char::is_alphabetic) && (!code.contains(['[', ']']) || is_code(code));
    (is_word && !text.is_empty()).then_some((code, text))
}

/// True if a heading is the code of a question and its part, such as `ce[sq001]`, alone or before its text.
fn is_code(name: &str) -> bool {
    let code = code_and_text(name).map_or(name, |(code, _)| code);
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let inner = code.strip_suffix(']').and_then(|code| code.split_once('['));
    // A question with two scales has a second number, as in `ce[sq001][1]`.
    inner.is_some_and(|(question, part)| word(question) && part.split("][").all(word))
}

fn plan(head: &Head) -> TablePlan {
    let names = names(head, 0);
    let mut plan = plain(head);
    let others: Vec<Option<usize>> = names.iter().map(|name| other_of(&names, name)).collect();
    for column in &mut plan.columns {
        column.aliases = aliases(&column.header);
    }
    // The text of "Other" is in a column of its own, and the question's column has `-oth-`.
    for (field, question) in others.iter().enumerate() {
        if let Some(question) = *question {
            plan.columns[question].fields.push(field);
        }
    }
    let mut questions = others.iter();
    plan.columns.retain(|_| questions.next().is_none_or(Option::is_none));
    let submitted = own_columns(head)[0].or_else(|| begins_like_an_export(head).then_some(1));
    let rule = |field| DropRule::of_unfinished(field, is_submitted);
    plan.drop.extend(submitted.map(rule));
    plan
}

fn is_submitted(text: &str) -> RowVerdict {
    match fold(text).as_str() {
        "" | "n/a" | "n" | "no" | "nein" | "non" | "nee" => RowVerdict::NoResponse("incomplete"),
        _ => RowVerdict::Response,
    }
}

/// The question to which a column with the text of "Other" belongs, by its heading: `acad[other]` or `question [other]`.
fn other_of(names: &[String], name: &str) -> Option<usize> {
    let code = code_and_text(name).map(|(code, _)| code);
    let question = code.unwrap_or(name).strip_suffix("[other]")?.trim_end();
    let ends: &[char] = &['?', ' '];
    names.iter().position(|name| {
        let same = |text: &str| text.trim_end_matches(ends) == question.trim_end_matches(ends);
        same(name) || code_and_text(name).is_some_and(|(code, _)| same(code))
    })
}

/// The other texts that an item may be matched to: the code in all its spellings, the text, and the part in brackets.
fn aliases(header: &str) -> Vec<String> {
    let heading = Heading::of(header);
    let mut aliases = Vec::new();
    if let Some(inner) = heading.text.trim_end_matches(['*', ' ']).strip_suffix(']') {
        aliases.extend(after(inner, "["));
    }
    let words = tidy(header);
    let code = match heading.code.as_str() {
        "" if !words.contains(' ') => words.as_str(),
        code => code,
    };
    if let Some((question, part)) = code.strip_suffix(']').and_then(|code| code.split_once('[')) {
        aliases.extend([part.to_owned(), format!("{question}_{part}")]);
    } else {
        // `Q1_SQ001` for `Q1[SQ001]`.
        aliases.extend(after(code, "_"));
        let split = |(at, _): (usize, &str)| format!("{}[{}]", &code[..at], &code[at + 1..]);
        aliases.extend(code.match_indices('_').map(split));
    }
    if !heading.code.is_empty() && !heading.text.is_empty() {
        aliases.push(heading.text);
        aliases.push(heading.code);
    }
    if !words.contains(' ') && words.matches('_').count() > 1 {
        let spaced = |text: &str| text.replace('_', " ");
        let more: Vec<String> = aliases.iter().map(|alias| spaced(alias)).collect();
        aliases.extend(more);
        aliases.push(spaced(&words));
    }
    aliases.retain(|alias| !alias.trim().is_empty());
    aliases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(rows: &[&[&str]]) -> Head {
        let row = |cells: &&[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Head {
            records: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn headings_are_split_into_code_and_text() {
        for (heading, code, text) in [
            ("CE[SQ001]. How far? [We help]", "ce[sq001]", "How far? [We help]"),
            ("submitdate. Date submitted", "submitdate", "Date submitted"),
            ("submitdate._Date_submitted", "submitdate", "Date submitted"),
            ("q1: We can help", "q1", "We can help"),
            ("CE[SQ001]", "ce[sq001]", ""),
            ("How far? [We help]", "", "How far? [We help]"),
            ("7. We help", "", "7. We help"),
        ] {
            let found = Heading::of(heading);
            assert_eq!((found.code.as_str(), found.text.as_str()), (code, text), "{heading}");
        }
    }

    #[test]
    fn the_date_of_submission_is_known_by_code_by_text_and_by_its_place() {
        let rows: &[&str] = &["7", "2026-10-05 09:00:00", "2", "cy", "4"];
        let unsent: &[&str] = &["8", "", "1", "cy", "4"];
        for header in [
            ["id", "submitdate", "lastpage", "startlanguage", "q1"],
            [
                "id. Response ID",
                "submitdate. Date submitted",
                "lastpage. Last page",
                "a. b",
                "q1. We",
            ],
            [
                "Antwort ID",
                "Datum Abgeschickt",
                "Letzte Seite",
                "Start-Sprache",
                "Frage [Wir]",
            ],
            ["Vastaus", "Lähetetty", "Viimeinen sivu", "Kieli", "Kysymys"],
        ] {
            let head = head(&[&header, rows, unsent]);
            assert!((LAYOUT.recognise)(&head), "{header:?}");
            let plan = (LAYOUT.plan)(&head).expect("a plan");
            let rule = plan.drop.first().expect("a rule for unsent responses");
            assert_eq!(rule.field, 1, "{header:?}");
            assert_eq!((rule.verdict)(""), RowVerdict::NoResponse("incomplete"));
        }
    }

    #[test]
    fn a_code_may_be_written_with_brackets_or_with_an_underscore() {
        for (heading, wanted) in [
            ("CE[SQ001]. How far? [We help]", ["ce[sq001]", "ce_sq001", "sq001"]),
            ("CE_SQ001", ["SQ001", "CE[SQ001]", "SQ001"]),
        ] {
            let found = aliases(heading);
            assert!(
                wanted.iter().all(|wanted| found.iter().any(|alias| alias == wanted)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn an_ordinary_table_is_not_one_of_limesurvey() {
        for header in [
            ["academy", "q1", "q2", "q3"],
            ["Note: read first", "Q1. We plan", "Q2. We teach", "Date submitted"],
            ["ID", "Start time", "Completion time", "Email"],
        ] {
            let head = head(&[&header, &["1", "4", "5", "6"]]);
            assert!(!(LAYOUT.recognise)(&head), "{header:?}");
        }
    }
}
