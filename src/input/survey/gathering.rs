//! Adds up tally files, and responses read along with them, into one survey.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::input::academies::AcademyList;
use crate::input::checksum::sha256;
use crate::input::columns::find_grouping;
use crate::input::duplicates::CountedResponses;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::PlannedColumn;
use crate::input::open::{Stored, whole};
use crate::input::rows::{BadCells, GroupNames};
use crate::input::survey::counted::{Counted, NameRead, NamesRead, WithoutTables};
use crate::input::survey::findings::{
    blank_findings, has_nobodys, invalid_finding, is_of_all, no_group_finding, spelling_findings,
};
use crate::input::survey::read_survey::{FileRead, Survey};
use crate::input::tally_file::{CountedFile, TallyFault, TallyFile, TallyGrouping};
use crate::input::text::{excerpt, name_key};
use crate::model::{Finding, Instrument, Level, MissingReason};
use crate::tally::{Merged, Responses, Tallies, Tally, Unmergeable};

/// Adds up tally files, and responses read along with them.
pub struct Gathering<'a> {
    instrument: &'a Instrument,
    /// The grouping wanted in addition to the academy.
    by: Option<&'a str>,
    sums: Vec<GroupingSum>,
    crossing: Vec<Vec<usize>>,
    files: Vec<FileRead>,
    findings: Vec<Finding>,
    counted: Vec<CountedFile>,
    /// Findings in the heads of the tally files, each once.
    counted_findings: Vec<Finding>,
    seen_findings: HashSet<Finding>,
    /// The responses that each file counts.
    seen: Vec<(String, CountedResponses)>,
    without_tables: Vec<WithoutTables>,
    with_tables: BTreeSet<usize>,
    /// True if responses may be counted more than once.
    keep_duplicates: bool,
    /// For each response file (by checksum), the file that brought its answers in.
    brought: HashMap<String, String>,
    list: Option<&'a AcademyList>,
}

/// The sum by one grouping.
struct GroupingSum {
    tally: Merged,
    read: GroupNames,
    groups: GroupNames,
    of_group: Vec<Vec<usize>>,
}

impl<'a> Gathering<'a> {
    /// Nothing yet. `by` is the grouping wanted in addition to the academy, `list` the list of academies.
    #[must_use]
    pub fn new(instrument: &'a Instrument, by: Option<&'a str>, list: Option<&'a AcademyList>) -> Self {
        Self {
            instrument,
            by,
            sums: Vec::new(),
            crossing: Vec::new(),
            files: Vec::new(),
            findings: Vec::new(),
            counted: Vec::new(),
            counted_findings: Vec::new(),
            seen_findings: HashSet::new(),
            seen: Vec::new(),
            without_tables: Vec::new(),
            with_tables: BTreeSet::new(),
            keep_duplicates: false,
            brought: HashMap::new(),
            list,
        }
    }

    /// Adds up tallies even if they count the same responses.
    #[must_use]
    pub fn keeping_duplicates(mut self) -> Self {
        self.keep_duplicates = true;
        self
    }

    /// Adds responses that were read from files, and counts them unless they were counted on reading.
    ///
    /// # Errors
    /// When there are more rows than can be counted.
    pub fn add_rows(&mut self, survey: Survey) -> Result<(), Unmergeable> {
        let Survey {
            responses,
            files,
            findings,
            spellings,
            counted,
            seen,
            ..
        } = survey;
        let tallies = counted.map_or_else(|| Tallies::of(self.instrument, &responses), |counted| counted.tallies);
        drop(responses);
        let grouping = |(tally, spellings): (&Tally, Vec<Vec<String>>)| TallyGrouping {
            column: tally.column().to_owned(),
            groups: tally.groups(),
            spellings,
            stands_for: Vec::new(),
        };
        let groupings: Vec<TallyGrouping> = tallies.by.iter().zip(spellings).map(grouping).collect();
        self.add(&tallies, &groupings)?;
        for file in &files {
            self.brought
                .entry(file.sha256.clone())
                .or_insert_with(|| file.name.clone());
            self.counted.push(CountedFile {
                path: file.name.clone(),
                sha256: file.sha256.clone(),
                rows: file.rows as u64,
                layout: file.layout.to_owned(),
            });
        }
        if let Some(file) = files.first() {
            self.seen.push((file.name.clone(), seen));
        }
        self.files.extend(files);
        self.findings
            .extend(findings.into_iter().filter(|finding| !is_of_all(&finding.code)));
        Ok(())
    }

    /// Adds a tally file.
    ///
    /// # Errors
    /// When it is not a tally, was changed, counts something else, or contains too many rows to add.
    pub fn add_file(&mut self, file: &dyn Stored) -> Result<(), InputError> {
        let name = file.name();
        self.add_tally(name, file)
            .map_err(|problem| InputError::of(name, problem))
    }

    fn add_tally(&mut self, name: &str, file: &dyn Stored) -> Result<(), Problem> {
        let bytes = whole(file)?;
        let TallyFile {
            head,
            mut tallies,
            version,
        } = TallyFile::read(&bytes, self.instrument)?;
        let same_file = head
            .input
            .iter()
            .find_map(|file| self.brought.get(&file.sha256))
            .cloned();
        let overlap = self.overlap(&head.responses);
        if let (Some(other), false) = (same_file.as_ref().or(overlap.as_ref()), self.keep_duplicates) {
            return Err(TallyFault::Overlap { other: other.clone() }.into());
        }
        self.seen.push((name.to_owned(), head.responses));
        let mut groupings = head.groupings;
        keep_grouping(self.by, &mut tallies, &mut groupings)?;
        self.add(&tallies, &groupings)?;
        let rows = tallies.by[0].all_rows();
        let scales: Vec<usize> = (0..self.instrument.scales().len())
            .filter(|&scale| tallies.by[0].lacks_tables(scale))
            .collect();
        if !scales.is_empty() {
            self.without_tables.push(WithoutTables {
                file: name.to_owned(),
                version,
                scales,
            });
        }
        let mut say = |level, code, message| self.findings.push(Finding::new(level, code, message).in_file(name));
        let twice: Vec<(&str, &str)> = head
            .input
            .iter()
            .filter_map(|file| Some((file.path.as_str(), self.brought.get(&file.sha256)?.as_str())))
            .collect();
        if let [(path, earlier), others @ ..] = twice.as_slice() {
            let more = match others.len() {
                0 => String::new(),
                1 => " and 1 other file".to_owned(),
                more => format!(" and {more} other files"),
            };
            let message = format!(
                "it counts `{path}`{more}, whose bytes `{earlier}` counts already: every answer in them is counted twice"
            );
            say(Level::Warning, "same-file", message);
        }
        if let (Some(other), None) = (overlap, same_file) {
            let message = format!(
                "some of its responses are in `{other}` too: these people are counted more than once, as --keep-duplicates asks"
            );
            say(Level::Warning, "duplicates-kept", message);
        }
        if head.small_groups > 0 {
            let groups = if head.small_groups == 1 { "a group" } else { "groups" };
            let message = format!(
                "it holds the counts of {groups} of fewer than {} people and is not for circulation; what is shown here is withheld \
                 as ever",
                head.min_group
            );
            say(Level::Note, "small-groups-counted", message);
        }
        if head.instrument.sha256 != self.instrument.sha256 {
            let message = format!(
                "its answers were read with another file of the questionnaire `{}`, with the same items, ranges, directions and \
                 scales: were its labels and wordings the same?",
                self.instrument.id
            );
            say(Level::Warning, "other-questionnaire-file", message);
        }
        for counted in &head.input {
            self.brought
                .entry(counted.sha256.clone())
                .or_insert_with(|| name.to_owned());
        }
        self.counted.extend(head.input);
        for finding in head.findings {
            if !is_of_all(&finding.code) && self.seen_findings.insert(finding.clone()) {
                self.counted_findings.push(finding);
            }
        }
        self.files.push(FileRead {
            name: name.to_owned(),
            sha256: sha256(&bytes),
            rows: usize::try_from(rows).unwrap_or(usize::MAX),
            layout: "tally",
            sheet: None,
            encoding: None,
            delimiter: None,
            header_rows: 0,
            columns: Vec::new(),
            academy: groupings.first().map(|grouping| grouping.column.clone()),
            duration: None,
            identified_by: Vec::new(),
            unused: Vec::new(),
            dropped: Vec::new(),
        });
        Ok(())
    }

    /// The earlier file that counts some of these responses too.
    fn overlap(&self, responses: &CountedResponses) -> Option<String> {
        let mut earlier = self.seen.iter();
        let found = earlier.find(|(_, seen)| seen.overlaps(responses));
        found.map(|(name, _)| name.clone())
    }

    /// Notes files that do not show whether they count the same responses as others.
    fn unknown_overlap(&self) -> Option<Finding> {
        let unmarked = self.seen.iter().filter(|(_, seen)| seen.marked() == 0);
        let names: Vec<String> = unmarked.map(|(name, _)| format!("`{name}`")).collect();
        let has = match names.len() {
            0 => return None,
            _ if self.seen.len() < 2 => return None,
            1 => "has",
            _ => "have",
        };
        let message = format!(
            "{} {has} no id or time of responses, so it is not known whether people are counted in other files as well",
            names.join(", ")
        );
        Some(Finding::new(Level::Note, "overlap-unknown", message))
    }

    /// Adds tallies, whose groups may differ from those so far.
    fn add(&mut self, tallies: &Tallies, groupings: &[TallyGrouping]) -> Result<(), Unmergeable> {
        let shape = tallies.by[0].shape();
        let scales = 0..shape.scales().len();
        self.with_tables
            .extend(scales.filter(|&scale| tallies.by[0].tables(scale).is_some()));
        let first = self.sums.is_empty();
        let mut places = Vec::new();
        for (place, (tally, grouping)) in tallies.by.iter().zip(groupings).enumerate() {
            if first {
                let list = self.list.filter(|_| place == 0);
                self.sums.push(GroupingSum::new(
                    Tally::empty(shape.clone(), tally.column(), Vec::new()),
                    list,
                ));
            }
            places.push(self.sums[place].add(tally, grouping)?);
        }
        let groups = self.sums[0].of_group.len();
        self.crossing.resize(groups, Vec::new());
        for (&place, classes) in places[0].iter().zip(&tallies.crossing) {
            let crossed = &mut self.crossing[place];
            for &class in classes {
                let class = places[1][class];
                if let Err(at) = crossed.binary_search(&class) {
                    crossed.insert(at, class);
                }
            }
        }
        Ok(())
    }

    /// The survey of everything that was added.
    ///
    /// # Errors
    /// When nothing was added.
    pub fn finish(self) -> Result<Survey, InputError> {
        let mut findings = self.findings.clone();
        findings.extend(self.unknown_overlap());
        let mut seen = CountedResponses::default();
        for (_, responses) in &self.seen {
            seen.merge(responses);
        }
        let (mut by, mut names, mut spellings, mut unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for sum in self.sums {
            spellings.push(sum.read.merged().map(<[String]>::to_vec).collect::<Vec<_>>());
            unknown.extend(sum.read.unknown_findings());
            names.push(NamesRead {
                read: sum
                    .read
                    .all()
                    .map(|spellings| NameRead {
                        name: spellings[0].clone(),
                        others: spellings[1..].to_vec(),
                    })
                    .collect(),
                of_group: sum.of_group,
            });
            by.push(sum.tally.into_tally());
        }
        let Some(academies) = by.first() else {
            return Err(InputError::NoFile);
        };
        let columns: Vec<&str> = by.iter().map(Tally::column).collect();
        findings.extend(invalid(academies));
        findings.extend(unknown);
        for (spellings, column) in spellings.iter().zip(&columns) {
            findings.extend(spelling_findings(spellings, column));
        }
        for (grouping, tally) in by.iter().enumerate().filter(|(_, tally)| has_nobodys(tally)) {
            findings.push(no_group_finding(grouping, tally.column()));
        }
        findings.extend(unanswered(academies, self.instrument));
        Ok(Survey {
            responses: Responses::new(self.instrument.items().len(), &columns),
            identities: Vec::new(),
            seen,
            files: self.files,
            findings,
            set_aside: BadCells::default(),
            spellings,
            counted: Some(Counted {
                tallies: Tallies {
                    by,
                    crossing: self.crossing,
                },
                files: self.counted,
                findings: self.counted_findings,
                without_tables: self.without_tables,
                with_tables: self.with_tables,
                names,
            }),
        })
    }
}

impl GroupingSum {
    fn new(tally: Tally, list: Option<&AcademyList>) -> Self {
        Self {
            tally: Merged::new(tally),
            read: GroupNames::of(list),
            groups: GroupNames::default(),
            of_group: Vec::new(),
        }
    }

    /// Adds a tally. Returns the index that each of its groups has in the sum.
    fn add(&mut self, tally: &Tally, grouping: &TallyGrouping) -> Result<Vec<usize>, Unmergeable> {
        let stands_for: HashMap<&str, &[String]> = grouping
            .stands_for
            .iter()
            .map(|group| (group.group.as_str(), group.names.as_slice()))
            .collect();
        let spellings: HashMap<&str, &[String]> = grouping
            .spellings
            .iter()
            .filter_map(|spellings| Some((spellings.first()?.as_str(), spellings.as_slice())))
            .collect();
        let mut places = Vec::with_capacity(tally.groups());
        let mut fresh = Vec::new();
        for group in tally.names() {
            let own = std::slice::from_ref(group);
            let stands = stands_for
                .get(group.as_str())
                .copied()
                .filter(|names| !names.is_empty());
            let mut read = Vec::new();
            for name in stands.unwrap_or(own) {
                let place = self.read.place(name.as_bytes());
                for spelling in spellings.get(name.as_str()).copied().unwrap_or_default() {
                    if name_key(spelling) == name_key(name) {
                        self.read.place(spelling.as_bytes());
                    }
                }
                read.push(place);
            }
            let called = match (stands, read.first()) {
                (None, Some(&place)) => self.read.name(place).to_owned(),
                _ => group.clone(),
            };
            let place = self.groups.place(called.as_bytes());
            if place == self.of_group.len() {
                fresh.push(self.groups.name(place).to_owned());
                self.of_group.push(Vec::new());
            }
            for name in read {
                if !self.of_group[place].contains(&name) {
                    self.of_group[place].push(name);
                }
            }
            places.push(place);
        }
        self.tally.make_room(fresh);
        self.tally.add_at(tally, &places)?;
        Ok(places)
    }
}

/// Drops all groupings except the academy and the one asked for.
fn keep_grouping(
    by: Option<&str>,
    tallies: &mut Tallies,
    groupings: &mut Vec<TallyGrouping>,
) -> Result<(), TallyFault> {
    let Some(by) = by else {
        tallies.by.truncate(1);
        groupings.truncate(1);
        tallies.crossing.iter_mut().for_each(Vec::clear);
        return Ok(());
    };
    tallies.by.truncate(2);
    groupings.truncate(2);
    // `--by` may name a column of responses by its letter. A tally has no letters.
    let is_asked_for = |grouping: &TallyGrouping| {
        let column = [PlannedColumn::of(0, &grouping.column)];
        let found = find_grouping(&column, &[], by, "").is_ok();
        grouping.column == excerpt(by) || (found && !by.starts_with('#'))
    };
    if !groupings.get(1).is_some_and(is_asked_for) {
        let found: Vec<String> = groupings
            .iter()
            .map(|grouping| format!("`{}`", grouping.column))
            .collect();
        return Err(TallyFault::NoSuchGrouping {
            wanted: by.to_owned(),
            found: found.join(" and "),
        });
    }
    Ok(())
}

/// Warns of answers that were set aside because they could not be read.
fn invalid(tally: &Tally) -> Option<Finding> {
    let of_item = |group: usize, item: usize| {
        tally
            .missing(group, item)
            .get(&MissingReason::Invalid)
            .copied()
            .unwrap_or(0)
    };
    let groups = 0..tally.groups();
    let items = tally.shape().items();
    let count: u64 = groups
        .flat_map(|group| (0..items).map(move |item| (group, item)))
        .map(|(group, item)| of_item(group, item))
        .sum();
    (count > 0).then(|| invalid_finding(count))
}

/// Warns of items without any answer, and of a survey without any answer.
fn unanswered(tally: &Tally, instrument: &Instrument) -> Vec<Finding> {
    let blank =
        |&item: &usize| (0..tally.groups()).all(|group| tally.counts(group, item).iter().all(|&count| count == 0));
    let items: Vec<usize> = (0..instrument.items().len()).filter(blank).collect();
    blank_findings(&items, instrument)
}
