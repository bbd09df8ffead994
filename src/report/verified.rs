//! The report of `cte verify`: whether an earlier result still holds.

use crate::report::{Block, Cell, Column, Fact, Record, Report, Role, Table};

/// How many differences people are shown.
const SHOWN: usize = 20;

/// How many characters of a value people are shown.
const EXCERPT: usize = 20;

/// What became of a file that a result was made from.
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

/// One place in which the result made again is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: keys and places in lists, counted from 1.
    pub place: String,
    /// What stood there.
    pub then: String,
    /// What stands there now.
    pub now: String,
}

/// What came of making a result again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The result's path.
    pub path: String,
    /// The version that made it.
    pub made_by: String,
    /// The files it was made from.
    pub files: Vec<(String, FileState)>,
    /// Where it is another now.
    pub differences: Vec<Difference>,
    /// Why it could not be made again.
    pub failure: Option<String>,
}

impl Verified {
    /// Whether the result is the same today.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failure.is_none() && self.differences.is_empty()
    }
}

/// The report of a result that was made again.
#[must_use]
pub fn verified(verified: &Verified) -> Report {
    let now = env!("CARGO_PKG_VERSION");
    let verdict = if verified.holds() { "holds" } else { "does not hold" };
    let mut facts = vec![Fact {
        label: if verified.holds() { "Holds" } else { "Fails" }.to_owned(),
        text: answer(verified),
    }];
    facts.push(Fact {
        label: "Version".to_owned(),
        text: if verified.made_by == now {
            format!("made by cte {now}, as now")
        } else {
            format!("made by cte {}, and made again by {now}", verified.made_by)
        },
    });
    facts.extend(verified.files.iter().map(|(path, state)| Fact {
        label: "File".to_owned(),
        text: format!("`{path}`: {}", state.name()),
    }));
    let table = differences(verified, str::to_owned);
    let mut blocks = vec![Block::Facts(facts)];
    if !table.rows.is_empty() {
        let mut short = differences(verified, excerpt);
        short.rows.truncate(SHOWN);
        blocks.push(Block::Table(short));
        if table.rows.len() > SHOWN {
            let more = table.rows.len() - SHOWN;
            blocks.push(Block::Note(format!(
                "and {more} more, all of them with --format json or csv"
            )));
        }
    }
    Report {
        title: format!("Verify · {} · {verdict}", verified.path),
        marking: None,
        blocks,
        record: record(verified),
        tables: vec![table],
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
        0 => "the files are the same, so the program or what it was told changed",
        _ => "the files changed",
    };
    let count = verified.differences.len();
    let places = if count == 1 { "place" } else { "places" };
    format!("made again, it differs in {count} {places}: {because}")
}

/// The beginning of a value: a checksum or a sentence would push the figures off the page.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn differences(verified: &Verified, value: fn(&str) -> String) -> Table {
    let mut table = Table::new(
        "differences",
        vec![
            Column::new("place", "Where", Role::Name),
            Column::new("then", "Then", Role::Words),
            Column::new("now", "Now", Role::Words),
        ],
    );
    for difference in &verified.differences {
        table.push(vec![
            Cell::text(&difference.place),
            Cell::Text(value(&difference.then)),
            Cell::Text(value(&difference.now)),
        ]);
    }
    table
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
    let record = Record::object()
        .with("schema", "cte/verify/1")
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("result", verified.path.as_str())
        .with("made_by", verified.made_by.as_str())
        .with("holds", verified.holds())
        .with("files", Record::list(verified.files.iter().map(file)))
        .with("differences", Record::list(verified.differences.iter().map(difference)));
    match &verified.failure {
        Some(why) => record.with("failure", why.as_str()),
        None => record,
    }
}
