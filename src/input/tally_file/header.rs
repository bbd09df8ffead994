//! The head of a tally file: the origin of the counts and the questions they belong to.

use serde::{Deserialize, Serialize};

use crate::input::tally_file::{TallyFault, TallyFile};
use crate::model::{Finding, Instrument};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyHead {
    /// The confidentiality marking, if the file counts groups of few people.
    pub marking: Option<String>,
    /// The number of groups smaller than `min_group`.
    pub small_groups: usize,
    /// The smallest group size that is not small.
    pub min_group: u64,
    /// SHA-256 of the questionnaire's file, in hexadecimal.
    pub instrument_sha256: String,
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// Other files that were read: path and SHA-256 in hexadecimal.
    pub also_read: Vec<(String, String)>,
    /// The response files.
    pub input: Vec<CountedFile>,
    /// Findings made when they were counted, each as one sentence.
    pub findings: Vec<Finding>,
    /// The academy, and the second grouping if there is one.
    pub groupings: Vec<TallyGrouping>,
}

/// The head in the form in which it is written.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::input::tally_file) struct Header {
    cte: String,
    marking: Option<String>,
    small_groups: usize,
    min_group: u64,
    pub(in crate::input::tally_file) instrument: CountedInstrument,
    run: HeadRun,
    input: Vec<CountedFile>,
    findings: Vec<Finding>,
    groupings: Vec<TallyGrouping>,
    pub(in crate::input::tally_file) counts: Counts,
}

/// The questions that were counted.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::input::tally_file) struct CountedInstrument {
    pub(in crate::input::tally_file) id: String,
    version: String,
    pub(in crate::input::tally_file) sha256: String,
    items: Vec<CountedItem>,
    scales: Vec<CountedScale>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CountedItem {
    id: String,
    min: i32,
    max: i32,
    reversed: bool,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CountedScale {
    id: String,
    items: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeadRun {
    arguments: Vec<String>,
    also_read: Vec<ReadFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ReadFile {
    path: String,
    sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::input::tally_file) struct Counts {
    pub(in crate::input::tally_file) bytes: usize,
}

impl Header {
    pub(in crate::input::tally_file) fn of(file: &TallyFile, instrument: &Instrument, bytes: usize) -> Self {
        let head = &file.head;
        let read = |(path, sha256): &(String, String)| ReadFile {
            path: path.clone(),
            sha256: sha256.clone(),
        };
        Self {
            cte: format!("cte {}", env!("CARGO_PKG_VERSION")),
            marking: head.marking.clone(),
            small_groups: head.small_groups,
            min_group: head.min_group,
            instrument: CountedInstrument::of(instrument),
            run: HeadRun {
                arguments: head.arguments.clone(),
                also_read: head.also_read.iter().map(read).collect(),
            },
            input: head.input.clone(),
            findings: head.findings.clone(),
            groupings: head.groupings.clone(),
            counts: Counts { bytes },
        }
    }

    /// The head as one line of JSON; line breaks in texts are escaped.
    pub(in crate::input::tally_file) fn to_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(in crate::input::tally_file) fn from_line(line: &[u8]) -> Result<Self, TallyFault> {
        serde_json::from_slice(line).map_err(|error| TallyFault::Head { why: error.to_string() })
    }

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

    pub(in crate::input::tally_file) fn into_head(self) -> TallyHead {
        TallyHead {
            marking: self.marking,
            small_groups: self.small_groups,
            min_group: self.min_group,
            instrument_sha256: self.instrument.sha256,
            arguments: self.run.arguments,
            also_read: self
                .run
                .also_read
                .into_iter()
                .map(|file| (file.path, file.sha256))
                .collect(),
            input: self.input,
            findings: self.findings,
            groupings: self.groupings,
        }
    }
}

impl CountedInstrument {
    fn of(instrument: &Instrument) -> Self {
        let items = instrument.items();
        let item = |item: &crate::model::Item| CountedItem {
            id: item.id.clone(),
            min: item.response.range.min(),
            max: item.response.range.max(),
            reversed: item.reversed,
        };
        let scale = |scale: &crate::model::Scale| CountedScale {
            id: scale.id.clone(),
            items: scale.items.iter().map(|&place| items[place].id.clone()).collect(),
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
            format!("`{}` on {} to {}, {direction}", item.id, item.min, item.max)
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
        Some([before, after].map(|scale| format!("the scale `{}` is of {}", scale.id, scale.items.join(", "))))
    }
}
