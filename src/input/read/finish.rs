//! Completes a survey: checks its rows and reports what is odd about all files together.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::input::duplicates::{CountedResponses, identities};
use crate::input::error::InputError;
use crate::input::options::BadCellRule;
use crate::input::read::survey_reader::SurveyReader;
use crate::input::rows::{Gathered, Kept};
use crate::input::scales::falling_labels;
use crate::input::survey::{
    Counted, FileRead, Survey, blank_findings, has_nobodys, invalid_finding, no_group_finding, spelling_findings,
};
use crate::input::text::excerpt;
use crate::model::{Finding, Instrument, Level};
use crate::tally::{Counting, Grouping, MISSING, MOST_ROWS, Responses};

impl SurveyReader<'_> {
    /// Completes the survey.
    pub(in crate::input::read) fn finish(mut self, instrument: &Instrument) -> Result<Survey, InputError> {
        let Some(Gathered { groups, kept, .. }) = self.gathered else {
            return Err(InputError::NoFile);
        };
        let rows = kept.rows();
        let Kept {
            responses,
            counting,
            bad,
            marks,
        } = kept;
        if !bad.is_empty() && self.options.bad_cells == BadCellRule::Stop {
            return Err(InputError::BadCells(bad));
        }
        if rows == 0 {
            let files = self.files.iter().map(|file| format!("`{}`", file.name)).collect();
            let left_out = left_out(&self.files);
            return Err(InputError::NoRows { files, left_out });
        }
        if counting.is_some() && rows > MOST_ROWS {
            return Err(InputError::TooManyRows(MOST_ROWS));
        }
        let tallies = counting.map(Counting::finish);
        // Link codes identify people, not groups.
        let shown = responses.groupings().len() - usize::from(self.options.link.is_some());
        for (place, grouping) in responses.groupings()[..shown].iter().enumerate().skip(1) {
            let rows = match &tallies {
                Some(tallies) => {
                    let tally = &tallies.by[place];
                    let named = (0..tally.groups()).filter(|&group| !tally.names()[group].is_empty());
                    named.map(|group| tally.rows(group)).sum()
                }
                None => named_rows(grouping),
            };
            are_groups(grouping, rows)?;
        }
        if !bad.is_empty() {
            self.findings.push(invalid_finding(bad.count as u64));
        }
        for names in &groups {
            self.findings.extend(names.unknown_findings());
        }
        let spellings: Vec<Vec<Vec<String>>> = groups
            .iter()
            .map(|names| names.merged().map(<[String]>::to_vec).collect())
            .collect();
        for (spellings, grouping) in spellings.iter().zip(responses.groupings()) {
            self.findings.extend(spelling_findings(spellings, &grouping.column));
        }
        for (place, grouping) in responses.groupings()[..shown].iter().enumerate() {
            let lacking = match &tallies {
                Some(tallies) => has_nobodys(&tallies.by[place]),
                None => lacks_group(&responses, grouping),
            };
            if lacking {
                self.findings.push(no_group_finding(place, &grouping.column));
            }
        }
        let nobody = |item: usize| match tallies.as_ref().and_then(|tallies| tallies.by.first()) {
            Some(tally) => (0..tally.groups()).all(|group| tally.counts(group, item).iter().all(|&n| n == 0)),
            None => responses.column(item).iter().all(|&answer| answer == MISSING),
        };
        self.findings.extend(unanswered(nobody, instrument));
        let falling = falling_labels(instrument).into_iter();
        self.findings
            .extend(falling.map(|message| Finding::new(Level::Warning, "falling-labels", message)));
        if tallies.is_none() {
            self.findings.extend(copied_columns(&responses, instrument));
        }
        let identities = match &tallies {
            Some(_) => Vec::new(),
            None => identities(instrument, &responses, &marks),
        };
        Ok(Survey {
            responses,
            identities,
            seen: CountedResponses::of(&marks, groups.first().map_or(&[], |names| names.hashes())),
            files: self.files,
            findings: self.findings,
            set_aside: bad,
            counted: tallies.map(|tallies| Counted::of_rows(tallies, &spellings)),
            spellings,
        })
    }
}

/// The rows left out of all files, by reason.
fn left_out(files: &[FileRead]) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for dropped in files.iter().flat_map(|file| &file.dropped) {
        *counts.entry(dropped.reason).or_default() += dropped.rows;
    }
    counts.into_iter().collect()
}

/// The number of rows that name a group.
fn named_rows(grouping: &Grouping) -> u64 {
    let nobodys = grouping.names().iter().position(String::is_empty);
    let named = grouping.ids().iter().filter(|&&id| Some(id as usize) != nobodys);
    named.count() as u64
}

/// Returns an error if most rows of a column have a text of their own, as comments do.
fn are_groups(grouping: &Grouping, rows: u64) -> Result<(), InputError> {
    /// A column may have this many groups however small the survey is.
    const FEW: usize = 20;
    let texts = grouping.names().iter().filter(|name| !name.is_empty()).count();
    if texts > FEW && texts as u64 * 2 > rows {
        return Err(InputError::NoGroups {
            column: excerpt(&grouping.column),
            texts,
            rows,
        });
    }
    Ok(())
}

/// True if a row with answers names no group.
fn lacks_group(responses: &Responses, grouping: &Grouping) -> bool {
    let nobodys = grouping.names().iter().position(String::is_empty);
    let is_in = |id: u32| Some(id as usize) == nobodys;
    let mut rows = grouping.ids().iter().enumerate();
    nobodys.is_some() && rows.any(|(row, &id)| is_in(id) && !responses.is_blank(row))
}

/// Warns of items to which everybody gave the same answers, if there are enough of them and they vary.
fn copied_columns(responses: &Responses, instrument: &Instrument) -> Vec<Finding> {
    /// Fewer people, or fewer different answers, may agree by chance.
    const PEOPLE: usize = 20;
    const ANSWERS: usize = 3;
    let items = instrument.items();
    let mut first_of: HashMap<&[u8], usize> = HashMap::new();
    let mut findings = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let column = responses.column(place);
        let answered = column.iter().filter(|&&answer| answer != MISSING).count();
        let different: BTreeSet<u8> = column.iter().copied().filter(|&answer| answer != MISSING).collect();
        if answered < PEOPLE || different.len() < ANSWERS {
            continue;
        }
        match first_of.entry(column) {
            Entry::Vacant(vacant) => {
                vacant.insert(place);
            }
            Entry::Occupied(first) => {
                let message = format!(
                    "everybody gave it the same answer as item `{}`: was a column copied?",
                    items[*first.get()].id
                );
                findings.push(Finding::new(Level::Warning, "copied-column", message).of_item(&item.id));
            }
        }
    }
    findings
}

/// Warns of items without any answer, and of a survey without any answer.
fn unanswered(nobody: impl Fn(usize) -> bool, instrument: &Instrument) -> Vec<Finding> {
    let blank: Vec<usize> = (0..instrument.items().len()).filter(|&item| nobody(item)).collect();
    blank_findings(&blank, instrument)
}
