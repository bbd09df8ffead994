//! Explanations of figures in plain words: definition, source, estimator, missing rule, denominator, and what other programs
//! print for the same data.

mod agreement;
mod bounds;
mod change;
mod groups;
mod intervals;
mod items;
mod scale;
mod scores;
mod two_level;

use crate::report::{Block, Fact, Record, Report, figures, tidy};

/// The explanation of one figure.
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

/// The report that explains one figure, or all where `key` is empty; `None` for a key that does not exist.
///
/// Case, hyphens, spaces and brackets do not matter, and a figure is found under its usual names too: `ICC(1)`, `λ2`,
/// `omega`.
#[must_use]
pub fn explain(key: &str) -> Option<Report> {
    let wanted = figures::resolve(key);
    let chosen: Vec<&Explanation> = EXPLANATIONS
        .iter()
        .filter(|explanation| key.is_empty() || wanted == Some(explanation.key))
        .collect();
    if chosen.is_empty() {
        return None;
    }
    let blocks = chosen.iter().flat_map(|explanation| {
        let facts = texts(explanation).into_iter().skip(2);
        let facts = facts
            .filter(|(_, _, text)| !text.is_empty())
            .map(|(_, label, text)| Fact {
                label: label.to_owned(),
                text: text.to_owned(),
            });
        let heading = Block::Heading {
            text: explanation.name.to_owned(),
            aside: explanation.key.to_owned(),
        };
        [heading, Block::Facts(facts.collect())]
    });
    let fields = |explanation: &&Explanation| {
        let texts = texts(explanation).into_iter();
        texts.fold(Record::object(), |record, (key, _, text)| record.with(key, text))
    };
    let record = Record::object()
        .with("schema", "cte/explain/1")
        .with("explanations", Record::list(chosen.iter().map(fields)));
    Some(Report {
        title: "What the figures are".to_owned(),
        marking: None,
        blocks: blocks.collect(),
        tables: tidy::tables(&[tidy::EXPLANATIONS], &record),
        record,
    })
}

/// The texts of an explanation: key, label for people, text.
fn texts(explanation: &Explanation) -> [(&'static str, &'static str, &'static str); 9] {
    [
        ("key", "Key", explanation.key),
        ("name", "Name", explanation.name),
        ("says", "Says", explanation.says),
        ("definition", "Definition", explanation.definition),
        ("source", "Source", explanation.source),
        ("estimator", "Estimated", explanation.estimator),
        ("missing", "Missing", explanation.missing),
        ("denominator", "Divided by", explanation.denominator),
        ("elsewhere", "Elsewhere", explanation.elsewhere),
    ]
}
