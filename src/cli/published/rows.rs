//! The rows of several results as one list, and who of them stands behind whose figures.

use std::collections::HashMap;

use anyhow::bail;

use crate::analysis::{Links, answering_rows, scored_rows};
use crate::cli::load::Loaded;
use crate::disclosure::{OutputGrouping, OutputMembers, ScaleMembers};
use crate::tally::Grouping;

/// A row's file (its checksum, its sheet, how often it was read before) and its number there.
type RowKey = (String, Option<String>, usize, u32);

/// The rows of all results, each known by the file and the number it has there.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) rows: HashMap<RowKey, usize>,
}

impl Places {
    /// For each row of a survey its place among all rows.
    pub(super) fn of(&mut self, loaded: &Loaded) -> anyhow::Result<Vec<usize>> {
        let numbers = loaded.survey.responses.row_numbers();
        let mut left = numbers.iter();
        let mut places = Vec::with_capacity(numbers.len());
        for (at, file) in loaded.survey.files.iter().enumerate() {
            let before = &loaded.survey.files[..at];
            let again = before.iter().filter(|other| other.sha256 == file.sha256).count();
            for &row in left.by_ref().take(file.rows) {
                let next = self.rows.len();
                let key = (file.sha256.clone(), file.sheet.clone(), again, row);
                places.push(*self.rows.entry(key).or_insert(next));
            }
        }
        if places.len() != numbers.len() || left.next().is_some() {
            bail!("the rows of the files cannot be told apart, so nothing given out earlier can be compared with them");
        }
        Ok(places)
    }
}

/// Who is in a survey, over `rows` rows of which its own have these places.
pub(super) fn members(loaded: &Loaded, places: &[usize], rows: usize, left_out: Option<&[bool]>) -> OutputMembers {
    let responses = &loaded.survey.responses;
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
        scales: scales(loaded, |scale| {
            let scored = spread(scored_rows(&loaded.instrument, responses, scale));
            (scored, spread(answering_rows(&loaded.instrument, responses, scale)))
        }),
    }
}

/// Two terms and who answered in both.
pub(crate) struct Linking<'a> {
    /// The terms.
    pub(crate) terms: [&'a Loaded; 2],
    /// How many scales they have in common, which come first.
    pub(crate) scales: usize,
    /// Who is whom.
    pub(crate) links: &'a Links,
}

impl Linking<'_> {
    /// Who has a score in both terms, by academy; who moved between academies is in a group of their own, the last. Everybody
    /// is there twice, with the row of either term, whose places among all rows are `places`: a change is a sum over both rows,
    /// the earlier's with the other sign.
    pub(super) fn members(&self, places: [&[usize]; 2], rows: usize) -> OutputMembers {
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
                let of = |term: &Loaded| scored_rows(&term.instrument, &term.survey.responses, scale);
                let [earlier, later] = self.terms.map(of);
                for &(before, after) in &self.links.pairs {
                    let scored = earlier[before] && later[after];
                    both[places[0][before]] = scored;
                    both[places[1][after]] = scored;
                }
            }
            // Nothing is told of who answered anything.
            (both, vec![false; rows])
        };
        OutputMembers {
            groupings: vec![labels],
            scales: scales(self.terms[1], scored),
        }
    }
}

fn scales(loaded: &Loaded, who: impl Fn(usize) -> (Vec<bool>, Vec<bool>)) -> Vec<ScaleMembers> {
    let declared = loaded.instrument.scales().iter().enumerate();
    let of_scale = |(place, scale): (usize, &crate::model::Scale)| {
        let (scored, answering) = who(place);
        let items = scale
            .items
            .iter()
            .map(|&item| loaded.instrument.items()[item].id.clone());
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
