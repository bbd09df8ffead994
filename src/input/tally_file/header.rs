//! The head of a tally file: the origin of the counts and the questions they belong to.

use serde::{Deserialize, Serialize};

use crate::input::duplicates::CountedResponses;
use crate::input::tally_file::TallyFault;
use crate::model::{Finding, Instrument, Item, Scale};

/// A response file whose answers were counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedFile {
    /// Its path, as it was given when it was counted.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The number of respondents.
    pub rows: u64,
    /// Its layout.
    pub layout: String,
}

/// A group that combines several names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandsFor {
    /// The group.
    pub group: String,
    /// The names that were read for it.
    pub names: Vec<String>,
}

/// A grouping of the respondents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyGrouping {
    /// The column with the groups' names.
    pub column: String,
    /// The number of groups.
    pub groups: usize,
    /// Names with several spellings: each a list that begins with the name in use.
    #[serde(default)]
    pub spellings: Vec<Vec<String>>,
    /// Groups that combine names or have another name than the one read.
    #[serde(default)]
    pub stands_for: Vec<StandsFor>,
}

/// The origin of the counts in a tally file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyHead {
    /// The confidentiality marking, if the file counts groups of few people.
    pub marking: Option<String>,
    /// The number of groups smaller than `min_group`.
    pub small_groups: usize,
    /// The smallest group size that is not small.
    pub min_group: u64,
    /// The questions that were counted.
    pub instrument: CountedInstrument,
    /// The command that counted.
    pub run: CountingRun,
    /// The response files.
    pub input: Vec<CountedFile>,
    /// Marks of the responses, by which other tallies of them are found.
    #[serde(default)]
    pub responses: CountedResponses,
    /// Findings made when they were counted, each as one sentence.
    pub findings: Vec<Finding>,
    /// The academy, and the second grouping if there is one.
    pub groupings: Vec<TallyGrouping>,
}

/// The questions that were counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedInstrument {
    /// The questionnaire's id.
    pub id: String,
    version: String,
    /// SHA-256 of the questionnaire's file, in hexadecimal.
    pub sha256: String,
    items: Vec<CountedItem>,
    scales: Vec<CountedScale>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CountedItem {
    id: String,
    min: i32,
    max: i32,
    reversed: bool,
    favourable: Vec<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CountedScale {
    id: String,
    items: Vec<String>,
    needed: usize,
}

/// The command that counted responses, and what it read besides them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingRun {
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// The other files that were read.
    pub also_read: Vec<ReadFile>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFile {
    /// Its path, as it was given.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The head as it is written: with the program's version and the size of the counts.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::input::tally_file) struct HeadLine<Head> {
    cte: String,
    #[serde(flatten)]
    pub(in crate::input::tally_file) head: Head,
    counts: CountsSize,
}

#[derive(Debug, Serialize, Deserialize)]
struct CountsSize {
    bytes: usize,
}

impl<Head> HeadLine<Head> {
    /// The line of a head that is followed by so many bytes of counts.
    pub(in crate::input::tally_file) fn new(head: Head, bytes: usize) -> Self {
        Self {
            cte: format!("cte {}", env!("CARGO_PKG_VERSION")),
            head,
            counts: CountsSize { bytes },
        }
    }

    /// The number of bytes of the counts before compression.
    pub(in crate::input::tally_file) fn bytes(&self) -> usize {
        self.counts.bytes
    }
}

impl TallyHead {
    /// The column of each grouping and its number of groups.
    pub(in crate::input::tally_file) fn columns(&self) -> Vec<(String, usize)> {
        let column = |grouping: &TallyGrouping| (grouping.column.clone(), grouping.groups);
        self.groupings.iter().map(column).collect()
    }

    /// Returns an error unless the counts belong to this questionnaire.
    pub(in crate::input::tally_file) fn check(&self, instrument: &Instrument) -> Result<(), TallyFault> {
        let (then, now) = (&self.instrument, CountedInstrument::of(instrument));
        if then.id != now.id {
            return Err(TallyFault::OtherInstrument {
                found: format!("{} {}", then.id, then.version),
                wanted: format!("{} {}", now.id, now.version),
            });
        }
        match then.differs(&now) {
            None => Ok(()),
            Some([before, after]) => Err(TallyFault::ChangedInstrument {
                instrument: format!("{} {}", then.id, then.version),
                then: before,
                now: after,
            }),
        }
    }
}

impl CountedInstrument {
    /// The questions of a questionnaire.
    pub(crate) fn of(instrument: &Instrument) -> Self {
        let items = instrument.items();
        let item = |item: &Item| CountedItem {
            id: item.id.clone(),
            min: item.response.range.min(),
            max: item.response.range.max(),
            reversed: item.reversed,
            favourable: item.response.favourable.iter().copied().collect(),
        };
        let scale = |scale: &Scale| CountedScale {
            id: scale.id.clone(),
            items: scale.items.iter().map(|&place| items[place].id.clone()).collect(),
            needed: scale.needed(&instrument.scoring),
        };
        Self {
            id: instrument.id.clone(),
            version: instrument.version.clone(),
            sha256: instrument.sha256.clone(),
            items: items.iter().map(item).collect(),
            scales: instrument.scales().iter().map(scale).collect(),
        }
    }

    /// The first difference that affects the counts: as it was, and as it is now.
    fn differs(&self, now: &Self) -> Option<[String; 2]> {
        let description = |item: &CountedItem| {
            let direction = if item.reversed { "reversed" } else { "not reversed" };
            let favourable: Vec<String> = item.favourable.iter().map(i32::to_string).collect();
            format!(
                "`{}` on {} to {}, {direction}, favourable {}",
                item.id,
                item.min,
                item.max,
                favourable.join(" ")
            )
        };
        if self.items.len() != now.items.len() {
            return Some([self, now].map(|one| format!("it has {} items", one.items.len())));
        }
        let mut pairs = self.items.iter().zip(&now.items).enumerate();
        if let Some((place, (before, after))) = pairs.find(|(_, (before, after))| before != after) {
            return Some([before, after].map(|item| format!("item {} is {}", place + 1, description(item))));
        }
        if self.scales.len() != now.scales.len() {
            return Some([self, now].map(|one| format!("it has {} scales", one.scales.len())));
        }
        let mut pairs = self.scales.iter().zip(&now.scales);
        let (before, after) = pairs.find(|(before, after)| before != after)?;
        Some([before, after].map(|scale| {
            format!(
                "the scale `{}` is of {}, and a score needs {} answers",
                scale.id,
                scale.items.join(", "),
                scale.needed
            )
        }))
    }
}
