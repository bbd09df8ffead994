//! What every figure is, in plain words: definition, source, estimator, missing rule, denominator, and what other programs
//! would print for the same data.

mod agreement;
mod bounds;
mod change;
mod groups;
mod intervals;
mod items;
mod keys;
mod scale;
mod scores;
mod two_level;

use crate::report::{Block, Cell, Fact, Record, Report, Table};

pub use keys::nearest_key;

/// What is to be said of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The key that JSON and `--explain` use.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it says, in plain words.
    pub says: &'static str,
    /// Its formula.
    pub definition: &'static str,
    /// Where it was first published.
    pub source: &'static str,
    /// How it is estimated here, and its interval.
    pub estimator: &'static str,
    /// What is done with missing answers.
    pub missing: &'static str,
    /// What it is divided by, where programs differ.
    pub denominator: &'static str,
    /// What psych, JASP, jamovi and SPSS print for the same data, and why it may differ.
    pub elsewhere: &'static str,
}

/// Every figure that is explained, in the order in which they are shown.
pub const EXPLANATIONS: &[Explanation] = &JOINED;

const SUBJECTS: [&[Explanation]; 9] = [
    scale::EXPLAINED,
    bounds::EXPLAINED,
    intervals::EXPLAINED,
    items::EXPLAINED,
    scores::EXPLAINED,
    groups::EXPLAINED,
    agreement::EXPLAINED,
    two_level::EXPLAINED,
    change::EXPLAINED,
];

const COUNT: usize = {
    let (mut count, mut subject) = (0, 0);
    while subject < SUBJECTS.len() {
        count += SUBJECTS[subject].len();
        subject += 1;
    }
    count
};

const JOINED: [Explanation; COUNT] = {
    let mut joined = [SUBJECTS[0][0]; COUNT];
    let (mut place, mut subject) = (0, 0);
    while subject < SUBJECTS.len() {
        let mut one = 0;
        while one < SUBJECTS[subject].len() {
            joined[place] = SUBJECTS[subject][one];
            place += 1;
            one += 1;
        }
        subject += 1;
    }
    joined
};

/// The missing rule of what rests on covariances.
const LISTWISE: &str = "Only persons who answered every item of the scale (listwise). With --missing pairwise each covariance uses \
    everybody who answered both items; n is then the mean over the pairs of items, rounded down.";

/// The missing rule of what rests on scores.
const SCORED: &str = "Persons with a score: those who answered at least the declared share of the scale's items (80 % unless the \
    instrument says otherwise). Nothing is imputed.";

/// The explanation of one figure, or of all where `key` is empty; `None` for a key that there is not.
///
/// Case, hyphens, spaces and brackets do not matter, and a figure is found under its usual names too: `ICC(1)`, `λ2`,
/// `omega`.
#[must_use]
pub fn explain(key: &str) -> Option<Report> {
    let wanted = keys::resolve(key);
    let chosen: Vec<&Explanation> = EXPLANATIONS
        .iter()
        .filter(|explanation| key.is_empty() || wanted == Some(explanation.key))
        .collect();
    if chosen.is_empty() {
        return None;
    }
    let mut table = Table::tidy("explanations", &FIELDS);
    let mut blocks = Vec::new();
    for explanation in &chosen {
        let texts = fields(explanation);
        table.push(texts.iter().map(|text| Cell::text(*text)).collect());
        blocks.push(Block::Heading {
            text: explanation.name.to_owned(),
            aside: explanation.key.to_owned(),
        });
        let facts = LABELS.iter().zip(&texts[2..]).filter(|(_, text)| !text.is_empty());
        blocks.push(Block::Facts(
            facts
                .map(|(label, text)| Fact {
                    label: (*label).to_owned(),
                    text: (*text).to_owned(),
                })
                .collect(),
        ));
    }
    let record = |explanation: &&Explanation| {
        FIELDS
            .iter()
            .zip(fields(explanation))
            .fold(Record::object(), |record, (key, text)| record.with(key, text))
    };
    Some(Report {
        title: "What the figures are".to_owned(),
        marking: None,
        blocks,
        tables: vec![table],
        record: Record::object()
            .with("schema", "cte/explain/1")
            .with("explanations", Record::list(chosen.iter().map(record))),
    })
}

const FIELDS: [&str; 9] = [
    "key",
    "name",
    "says",
    "definition",
    "source",
    "estimator",
    "missing",
    "denominator",
    "elsewhere",
];

const LABELS: [&str; 7] = [
    "Says",
    "Definition",
    "Source",
    "Estimated",
    "Missing",
    "Divided by",
    "Elsewhere",
];

fn fields(explanation: &Explanation) -> [&'static str; 9] {
    [
        explanation.key,
        explanation.name,
        explanation.says,
        explanation.definition,
        explanation.source,
        explanation.estimator,
        explanation.missing,
        explanation.denominator,
        explanation.elsewhere,
    ]
}
