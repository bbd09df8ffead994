//! The rows of several results as one list, and the rows behind each figure.

use std::collections::{HashMap, HashSet};

use crate::analysis::{Links, answering_rows, scored_rows};
use crate::disclosure::{OutputGrouping, OutputMembers, ScaleMembers};
use crate::engine::round::Round;
use crate::engine::round::recognition::item_identity;
use crate::engine::round::row_ids::{FileRow, RowId};
use crate::tally::{Grouping, MISSING, Responses};

/// The rows of all results. Two rows are one if they have the same place in the same file, or the same content; of several rows
/// with the same content, the first of one result is the first of another, and so on.
#[derive(Debug, Default)]
pub(super) struct Places {
    rows: usize,
    by_file: HashMap<FileRow, usize>,
    by_content: HashMap<(u128, u32), usize>,
}

impl Places {
    /// How many rows there are in all.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The place of each row of a round among all rows.
    pub(super) fn of(&mut self, ids: &[RowId]) -> Vec<usize> {
        self.of_all(&[ids]).remove(0)
    }

    /// The place of each row of the rounds of one result. Rows of two rounds are one only if they are one row of one file: equal
    /// answers in two terms are two answers, and would be counted as one if they were taken for the same.
    pub(super) fn of_all(&mut self, rounds: &[&[RowId]]) -> Vec<Vec<usize>> {
        let mut of_result: HashMap<FileRow, usize> = HashMap::new();
        let mut taken = HashSet::new();
        let mut earlier: HashMap<u128, u32> = HashMap::new();
        let mut all = Vec::with_capacity(rounds.len());
        for ids in rounds {
            let mut places = Vec::with_capacity(ids.len());
            for id in *ids {
                let place = match of_result.get(&id.file) {
                    Some(&place) => place,
                    None => self.place(id, &taken, earlier.entry(id.content).or_default()),
                };
                self.rows = self.rows.max(place + 1);
                taken.insert(place);
                of_result.insert(id.file, place);
                self.by_file.entry(id.file).or_insert(place);
                places.push(place);
            }
            all.push(places);
        }
        all
    }

    /// The place of a row that has none yet in its result. `next` is the first of the rows with its content that may be free.
    fn place(&mut self, id: &RowId, taken: &HashSet<usize>, next: &mut u32) -> usize {
        let of_file = self.by_file.get(&id.file).copied();
        let of_file = of_file.filter(|place| !taken.contains(place));
        loop {
            let entry = self.by_content.entry((id.content, *next));
            let found = *entry.or_insert(of_file.unwrap_or(self.rows));
            *next += 1;
            if !taken.contains(&found) && of_file.is_none_or(|place| place == found) {
                return found;
            }
        }
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
            .map(|&item| item_identity(&round.instrument.items()[item]));
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

/// Adds a row of a round to other responses, in these groups. `columns` has the place in the round of each of their items.
pub(super) fn add_row(
    responses: &mut Responses,
    round: &Round,
    row: usize,
    columns: &[Option<usize>],
    groups: &[&str],
) {
    let from = &round.survey.responses;
    let answer = |column: &Option<usize>| column.map_or(MISSING, |column| from.column(column)[row]);
    let answers: Vec<u8> = columns.iter().map(answer).collect();
    responses.push(&answers, groups, from.row_numbers()[row]);
    let start = from.notes().partition_point(|note| (note.row as usize) < row);
    for note in from.notes()[start..].iter().take_while(|note| note.row as usize == row) {
        let item = columns
            .iter()
            .position(|column| *column == Some(usize::from(note.item)));
        if let Some(item) = item {
            responses.note(item, note.reason.clone());
        }
    }
    if let Some(duration) = from.duration(row) {
        responses.note_duration(duration);
    }
}
