//! The rows of several results as one list, and the rows behind each figure.

use std::collections::HashMap;

use crate::analysis::{Links, answering_rows, scored_rows};
use crate::disclosure::{OutputGrouping, OutputMembers, ScaleMembers};
use crate::engine::Error;
use crate::engine::round::Round;
use crate::tally::Grouping;

/// A row's file (its checksum, its sheet, how often it was read before) and its number there.
type RowKey = (String, Option<String>, usize, u32);

/// The rows of all results, each identified by its file and its number in it.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) rows: HashMap<RowKey, usize>,
}

impl Places {
    /// The place of each row of a round among all rows.
    pub(super) fn of(&mut self, round: &Round) -> Result<Vec<usize>, Error> {
        let numbers = round.survey.responses.row_numbers();
        let mut left = numbers.iter();
        let mut places = Vec::with_capacity(numbers.len());
        for (at, file) in round.survey.files.iter().enumerate() {
            let before = &round.survey.files[..at];
            let again = before.iter().filter(|other| other.sha256 == file.sha256).count();
            for &row in left.by_ref().take(file.rows) {
                let next = self.rows.len();
                let key = (file.sha256.clone(), file.sheet.clone(), again, row);
                places.push(*self.rows.entry(key).or_insert(next));
            }
        }
        if places.len() != numbers.len() || left.next().is_some() {
            return Err(Error::RowsCannotBeMatched);
        }
        Ok(places)
    }
}

/// The members of a round's groups and scales, over `rows` rows. `places` are those of the round's own rows.
pub(crate) fn members(round: &Round, places: &[usize], rows: usize, left_out: Option<&[bool]>) -> OutputMembers {
    let responses = &round.survey.responses;
    let out = |row: usize| left_out.is_some_and(|left_out| left_out.get(row).copied().unwrap_or_default());
    let spread = |flags: Vec<bool>| {
        let flags = flags.into_iter().enumerate().map(|(row, flag)| flag && !out(row));
        spread(flags, places, rows)
    };
    OutputMembers {
        groupings: responses
            .groupings()
            .iter()
            .map(|grouping| labels(grouping, places, rows))
            .collect(),
        scales: scales(round, |scale| {
            let scored = spread(scored_rows(&round.instrument, responses, scale));
            (scored, spread(answering_rows(&round.instrument, responses, scale)))
        }),
    }
}

/// Two terms and the respondents who answered in both.
pub(crate) struct Linking<'a> {
    /// The terms.
    pub(crate) terms: [&'a Round; 2],
    /// How many scales they have in common, which come first.
    pub(crate) scales: usize,
    /// The pairs of rows of one respondent.
    pub(crate) links: &'a Links,
}

impl Linking<'_> {
    /// Respondents with a score in both terms, by academy; those who moved between academies are the last group. Each is a member
    /// with two rows, one of either term: a change is a sum over both rows, with the earlier one subtracted. `places` are the
    /// places of each term's rows among all rows.
    pub(crate) fn members(&self, places: [&[usize]; 2], rows: usize) -> OutputMembers {
        let academies = self.terms.map(|term| &term.survey.responses.groupings()[0]);
        let later = academies[1];
        let mut labels = OutputGrouping {
            column: later.column.clone(),
            names: later.names().to_vec(),
            of_row: vec![None; rows],
        };
        let movers = labels.names.len();
        labels.names.push("those who moved".to_owned());
        for &(before, after) in &self.links.pairs {
            let [then, now] = [academies[0].ids()[before], academies[1].ids()[after]];
            let group = if then == now { then as usize } else { movers };
            labels.of_row[places[0][before]] = Some(group);
            labels.of_row[places[1][after]] = Some(group);
        }
        let scored = |scale: usize| {
            let mut both = vec![false; rows];
            if scale < self.scales {
                let of = |term: &Round| scored_rows(&term.instrument, &term.survey.responses, scale);
                let [earlier, later] = self.terms.map(of);
                for &(before, after) in &self.links.pairs {
                    let scored = earlier[before] && later[after];
                    both[places[0][before]] = scored;
                    both[places[1][after]] = scored;
                }
            }
            // A change says nothing about respondents without a score.
            (both, vec![false; rows])
        };
        OutputMembers {
            groupings: vec![labels],
            scales: scales(self.terms[1], scored),
        }
    }
}

fn scales(round: &Round, who: impl Fn(usize) -> (Vec<bool>, Vec<bool>)) -> Vec<ScaleMembers> {
    let declared = round.instrument.scales().iter().enumerate();
    let of_scale = |(place, scale): (usize, &crate::model::Scale)| {
        let (scored, answering) = who(place);
        let items = scale
            .items
            .iter()
            .map(|&item| round.instrument.items()[item].id.clone());
        ScaleMembers {
            id: scale.id.clone(),
            items: items.collect(),
            scored,
            answering,
        }
    };
    declared.map(of_scale).collect()
}

fn labels(grouping: &Grouping, places: &[usize], rows: usize) -> OutputGrouping {
    let mut of_row = vec![None; rows];
    for (row, &id) in grouping.ids().iter().enumerate() {
        of_row[places[row]] = Some(id as usize);
    }
    OutputGrouping {
        column: grouping.column.clone(),
        names: grouping.names().to_vec(),
        of_row,
    }
}

/// Flags of a survey's own rows at their places among all rows.
fn spread(flags: impl Iterator<Item = bool>, places: &[usize], rows: usize) -> Vec<bool> {
    let mut all = vec![false; rows];
    for (flag, &place) in flags.zip(places) {
        all[place] = flag;
    }
    all
}
