//! The report of `cte verify`: repeats an earlier result and compares.

use crate::report::picked::Picked;
use crate::report::{Block, Cell, Fact, Record, Report, Role, Subject, tidy};

/// How many differences people are shown.
const SHOWN: usize = 20;

/// How many characters of a value people are shown.
const EXCERPT: usize = 20;

/// The state of a file that a result was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It has the same bytes.
    Same,
    /// It has other bytes.
    Changed,
    /// It cannot be read.
    Missing,
}

impl FileState {
    fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Missing => "missing",
        }
    }
}

/// A place in which the result made again differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The path: keys and places in lists, counted from 1.
    pub place: String,
    /// The earlier value.
    pub then: String,
    /// The value now.
    pub now: String,
}

/// An earlier result that was made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The result's path.
    pub path: String,
    /// The version that made it.
    pub made_by: String,
    /// The files it was made from.
    pub files: Vec<(String, FileState)>,
    /// The places in which it differs now.
    pub differences: Vec<Difference>,
    /// The reason why it could not be made again.
    pub failure: Option<String>,
}

impl Verified {
    /// True if the result is the same today.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failure.is_none() && self.differences.is_empty()
    }
}

/// The report of a result that was made again.
#[must_use]
pub fn verified(verified: &Verified) -> Report {
    let now = env!("CARGO_PKG_VERSION");
    let (verdict, label) = if verified.holds() {
        ("holds", "Holds")
    } else {
        ("does not hold", "Fails")
    };
    let version = match verified.made_by.as_str() {
        by if by == now => format!("made by cte {now}, as now"),
        by => format!("made by cte {by}, and made again by {now}"),
    };
    let mut facts = vec![Fact::new(label, answer(verified)), Fact::new("Version", version)];
    let files = verified.files.iter();
    facts.extend(files.map(|(path, state)| Fact::new("File", format!("`{path}`: {}", state.name()))));
    let record = record(verified);
    let differences = record.each("differences");
    let mut blocks = vec![Block::Facts(facts)];
    if !differences.is_empty() {
        let table = Picked::new("differences", Subject::Any)
            .names("Where", "place")
            .made("then", "Then", Role::Words, |difference| excerpt(difference, "then"))
            .made("now", "Now", Role::Words, |difference| excerpt(difference, "now"));
        blocks.push(Block::Table(table.table(differences.iter().take(SHOWN))));
        if differences.len() > SHOWN {
            let more = differences.len() - SHOWN;
            blocks.push(Block::Note(format!(
                "and {more} more, all of them with --format json or csv"
            )));
        }
    }
    Report {
        title: format!("Verify · {} · {verdict}", verified.path),
        marking: None,
        summary: Vec::new(),
        blocks,
        tables: tidy::views(&[tidy::DIFFERENCES]),
        record,
    }
}

fn answer(verified: &Verified) -> String {
    if let Some(why) = &verified.failure {
        return format!("it cannot be made again: {why}");
    }
    if verified.holds() {
        return "made again from the same files, every figure is the same".to_owned();
    }
    let moved = verified
        .files
        .iter()
        .filter(|(_, state)| *state != FileState::Same)
        .count();
    let because = match moved {
        0 => "the files are the same, so the program or its options changed",
        _ => "the files changed",
    };
    let count = verified.differences.len();
    let places = if count == 1 { "place" } else { "places" };
    format!("made again, it differs in {count} {places}: {because}")
}

/// The beginning of a value: a checksum or a sentence would push the figures off the page.
fn excerpt(difference: &Record, key: &str) -> Cell {
    let text = difference.text(key).unwrap_or_default();
    Cell::Text(match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    })
}

fn record(verified: &Verified) -> Record {
    let file =
        |(path, state): &(String, FileState)| Record::object().with("path", path.as_str()).with("state", state.name());
    let difference = |difference: &Difference| {
        Record::object()
            .with("place", difference.place.as_str())
            .with("then", difference.then.as_str())
            .with("now", difference.now.as_str())
    };
    Record::object()
        .with("schema", "cte/verify/1")
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("result", verified.path.as_str())
        .with("made_by", verified.made_by.as_str())
        .with("holds", verified.holds())
        .with_list("files", verified.files.iter().map(file))
        .with_list("differences", verified.differences.iter().map(difference))
        .with_some("failure", verified.failure.as_deref())
}
