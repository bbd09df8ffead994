//! Answers in columns: one byte per answer, as given (not yet reversed).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::MissingReason;

/// Byte for "no answer". Any other byte is the place of the code in the item's declared range.
pub const MISSING: u8 = u8::MAX;

/// A missing answer with a reason other than "skipped".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingNote {
    /// Row number, from 0.
    pub row: u32,
    /// Place of the item in the questionnaire.
    pub item: u16,
    /// Reason why the answer is missing.
    pub reason: MissingReason,
}

impl MissingNote {
    /// The note for the last of `rows` rows. "Skipped" is the default and has none.
    pub(crate) fn of_last(rows: usize, item: usize, reason: MissingReason) -> Option<Self> {
        Some(Self {
            row: u32::try_from(rows.saturating_sub(1)).ok()?,
            item: u16::try_from(item).ok()?,
            reason: Some(reason).filter(|reason| *reason != MissingReason::Skipped)?,
        })
    }
}

/// Groups of respondents by one column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// Header of the column.
    pub column: String,
    names: Vec<String>,
    ids: Vec<u32>,
    known: HashMap<String, u32>,
}

impl Grouping {
    /// Starts a grouping without rows.
    #[must_use]
    pub fn new(column: &str) -> Self {
        Self {
            column: column.to_owned(),
            names: Vec::new(),
            ids: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Names of the groups in order of first appearance. Respondents who named no group have the empty name.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Group of each row, as a place in [`Self::names`].
    #[must_use]
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    fn place(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.known.get(name) {
            id
        } else {
            // More groups than a u32 can count would need more rows than a u32 can number.
            let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            self.names.push(name.to_owned());
            self.known.insert(name.to_owned(), id);
            id
        }
    }
}

/// Answers of the respondents of a survey: a column of bytes per item, and the groups of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responses {
    columns: Vec<Vec<u8>>,
    notes: Vec<MissingNote>,
    groupings: Vec<Grouping>,
    row_numbers: Vec<u32>,
    /// Milliseconds per row, up to the last row with a duration.
    durations: Vec<Option<u32>>,
}

impl Responses {
    /// Starts without rows, with `items` items and one grouping per column (the academy first).
    #[must_use]
    pub fn new(items: usize, grouping_columns: &[&str]) -> Self {
        Self {
            columns: vec![Vec::new(); items],
            notes: Vec::new(),
            groupings: grouping_columns.iter().map(|column| Grouping::new(column)).collect(),
            row_numbers: Vec::new(),
            durations: Vec::new(),
        }
    }

    /// Adds a respondent: one byte per item (the place of the code, or [`MISSING`]), one group name per grouping (empty if none was
    /// given), and the row number as a spreadsheet shows it.
    ///
    /// # Panics
    /// If the number of answers or groups differs from the number of columns.
    pub fn push(&mut self, answers: &[u8], groups: &[&str], row_number: u32) {
        assert_eq!(answers.len(), self.columns.len(), "one answer an item");
        assert_eq!(groups.len(), self.groupings.len(), "one group a grouping");
        for (grouping, name) in self.groupings.iter_mut().zip(groups) {
            let place = grouping.place(name);
            grouping.ids.push(place);
        }
        self.push_row(answers, row_number);
    }

    /// Returns the place of a group in a grouping, for a following [`Self::append`]. Adds the group if it is new.
    pub(crate) fn place(&mut self, grouping: usize, name: &str) -> u32 {
        self.groupings[grouping].place(name)
    }

    fn push_row(&mut self, answers: &[u8], row_number: u32) {
        for (column, &answer) in self.columns.iter_mut().zip(answers) {
            column.push(answer);
        }
        self.row_numbers.push(row_number);
    }

    /// Starts without rows and groupings, with room for `rows` rows of `items` answers.
    pub(crate) fn with_room(items: usize, rows: usize) -> Self {
        Self {
            columns: (0..items).map(|_| Vec::with_capacity(rows)).collect(),
            row_numbers: Vec::with_capacity(rows),
            ..Self::new(0, &[])
        }
    }

    /// Reserves room for `rows` more rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        for column in &mut self.columns {
            column.reserve(rows);
        }
        for grouping in &mut self.groupings {
            grouping.ids.reserve(rows);
        }
        self.row_numbers.reserve(rows);
    }

    /// Adds respondents without groups. `answers` has `width` answers per item, item by item; the first ones of an item are used.
    pub(crate) fn push_block(&mut self, answers: &[u8], width: usize, row_numbers: &[u32]) {
        assert_eq!(answers.len(), self.columns.len() * width, "one column an item");
        for (column, answers) in self.columns.iter_mut().zip(answers.chunks_exact(width)) {
            column.extend_from_slice(&answers[..row_numbers.len()]);
        }
        self.row_numbers.extend_from_slice(row_numbers);
    }

    /// Appends the rows of `more`, which has no groupings. `places` has the group of each row, per grouping; `above` is added to the
    /// row numbers.
    pub(crate) fn append(&mut self, more: Self, places: &[Vec<u32>], above: u32) {
        assert_eq!(more.columns.len(), self.columns.len(), "one answer an item");
        assert_eq!(places.len(), self.groupings.len(), "one group a grouping");
        let rows = self.rows();
        for (column, more) in self.columns.iter_mut().zip(&more.columns) {
            column.extend_from_slice(more);
        }
        for (grouping, places) in self.groupings.iter_mut().zip(places) {
            assert_eq!(places.len(), more.row_numbers.len(), "one group a row");
            grouping.ids.extend_from_slice(places);
        }
        let numbers = more.row_numbers.iter().map(|number| number.saturating_add(above));
        self.row_numbers.extend(numbers);
        if !more.durations.is_empty() {
            self.durations.resize(rows, None);
            self.durations.extend(more.durations);
        }
        // More rows than a u32 can number have no notes.
        if let Ok(rows) = u32::try_from(rows) {
            let moved = |note: MissingNote| {
                Some(MissingNote {
                    row: note.row.checked_add(rows)?,
                    ..note
                })
            };
            self.notes.extend(more.notes.into_iter().filter_map(moved));
        }
    }

    /// Notes the reason why the last row has no answer to `item`. "Skipped" is the default and needs no note.
    pub fn note(&mut self, item: usize, reason: MissingReason) {
        self.notes.extend(MissingNote::of_last(self.rows(), item, reason));
    }

    /// Notes how long the last respondent took, in milliseconds.
    pub fn note_duration(&mut self, milliseconds: u32) {
        let rows = self.rows();
        if rows > 0 {
            self.durations.resize(rows - 1, None);
            self.durations.push(Some(milliseconds));
        }
    }

    /// Duration of a response in milliseconds, if the file has it.
    #[must_use]
    pub fn duration(&self, row: usize) -> Option<u32> {
        self.durations.get(row).copied().flatten()
    }

    /// True if a row has no answer at all.
    #[must_use]
    pub fn is_blank(&self, row: usize) -> bool {
        self.columns.iter().all(|column| column[row] == MISSING)
    }

    /// Returns the survey without the rows marked in `leave_out`. Groups stay, even if they become empty.
    ///
    /// # Panics
    /// If `leave_out` does not have one flag per row.
    #[must_use]
    pub fn without(&self, leave_out: &[bool]) -> Self {
        assert_eq!(leave_out.len(), self.rows(), "one flag a row");
        let mut place = 0;
        let places: Vec<Option<u32>> = leave_out
            .iter()
            .map(|out| {
                place += u32::from(!out);
                (!out).then(|| place - 1)
            })
            .collect();
        let note = |note: &MissingNote| {
            Some(MissingNote {
                row: places[note.row as usize]?,
                ..note.clone()
            })
        };
        Self {
            columns: self.columns.iter().map(|column| unmarked(column, leave_out)).collect(),
            notes: self.notes.iter().filter_map(note).collect(),
            groupings: self
                .groupings
                .iter()
                .map(|grouping| Grouping {
                    ids: unmarked(&grouping.ids, leave_out),
                    ..grouping.clone()
                })
                .collect(),
            row_numbers: unmarked(&self.row_numbers, leave_out),
            durations: unmarked(&self.durations, leave_out),
        }
    }

    /// Notes that items were not asked of groups of the first grouping: `items` has, for each group, their places. Answers that
    /// were given all the same are set aside.
    pub fn mark_not_asked(&mut self, items: &[Vec<usize>]) {
        let Some(grouping) = self.groupings.first() else { return };
        let of_row = |row: usize| items.get(grouping.ids[row] as usize).map_or(&[][..], Vec::as_slice);
        let marked = |note: &MissingNote| of_row(note.row as usize).contains(&usize::from(note.item));
        let mut notes: Vec<MissingNote> = self.notes.iter().filter(|note| !marked(note)).cloned().collect();
        for row in 0..self.row_numbers.len() {
            for &item in of_row(row) {
                self.columns[item][row] = MISSING;
                notes.extend(MissingNote::of_last(row + 1, item, MissingReason::NotAsked));
            }
        }
        notes.sort_by_key(|note| note.row);
        self.notes = notes;
    }

    /// For each row: number of these items that the person was not asked.
    #[must_use]
    pub fn not_asked(&self, items: &[usize]) -> Vec<usize> {
        let mut found = vec![0; self.rows()];
        for note in &self.notes {
            if note.reason == MissingReason::NotAsked && items.contains(&usize::from(note.item)) {
                found[note.row as usize] += 1;
            }
        }
        found
    }

    /// Number of respondents, including blank rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.row_numbers.len()
    }

    /// Number of items of the questionnaire.
    #[must_use]
    pub fn items(&self) -> usize {
        self.columns.len()
    }

    /// Answers to one item as given, one byte per row.
    #[must_use]
    pub fn column(&self, item: usize) -> &[u8] {
        &self.columns[item]
    }

    /// Missing answers with a reason other than "skipped", by row.
    #[must_use]
    pub fn notes(&self) -> &[MissingNote] {
        &self.notes
    }

    /// Renames and reorders the groups of one grouping: group `g` becomes the group at `places[g]` of `names`. Groups with the same
    /// place are merged. A name without a group becomes an empty group.
    ///
    /// # Panics
    /// If `places` does not have one valid place in `names` per group.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        let grouping = &mut self.groupings[grouping];
        assert_eq!(places.len(), grouping.names.len(), "one place a group");
        assert!(
            places.iter().all(|&place| place < names.len()),
            "a name for every place"
        );
        let id = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        for of_row in &mut grouping.ids {
            *of_row = id(places[*of_row as usize]);
        }
        grouping.known = names
            .iter()
            .enumerate()
            .map(|(place, name)| (name.clone(), id(place)))
            .collect();
        grouping.names = names;
    }

    /// Removes the last grouping and returns it.
    pub fn take_grouping(&mut self) -> Option<Grouping> {
        self.groupings.pop()
    }

    /// All groupings, the academy first.
    #[must_use]
    pub fn groupings(&self) -> &[Grouping] {
        &self.groupings
    }

    /// Per group of one grouping: the groups of another grouping with which it shares a respondent who answered, in ascending order.
    #[must_use]
    pub fn crossing(&self, one: usize, other: usize) -> Vec<Vec<usize>> {
        let (one, other) = (&self.groupings[one], &self.groupings[other]);
        let mut crossing = vec![Vec::new(); one.names.len()];
        for row in 0..self.rows() {
            if self.is_blank(row) {
                continue;
            }
            insert_class(&mut crossing[one.ids[row] as usize], other.ids[row]);
        }
        crossing
    }

    /// Returns the respondents grouped by the cells of two crossed groupings, and the two groups of each cell. Empty cells are left
    /// out; cells are in the order of the first grouping, then of the other.
    #[must_use]
    pub fn cells(&self, one: usize, other: usize) -> (Self, Vec<(usize, usize)>) {
        let (one, other) = (&self.groupings[one], &self.groupings[other]);
        let pairs = || one.ids.iter().zip(&other.ids);
        let found: BTreeSet<(u32, u32)> = pairs().map(|(&one, &other)| (one, other)).collect();
        let ids: BTreeMap<(u32, u32), u32> = found.iter().copied().zip(0..).collect();
        let name = |group: u32| -> &str { &one.names[group as usize] };
        let cells = Grouping {
            column: one.column.clone(),
            names: found.iter().map(|&(group, _)| name(group).to_owned()).collect(),
            ids: pairs().map(|(&one, &other)| ids[&(one, other)]).collect(),
            known: HashMap::new(),
        };
        let places = found.into_iter().map(|(one, other)| (one as usize, other as usize));
        let responses = Self {
            groupings: vec![cells],
            ..self.clone()
        };
        (responses, places.collect())
    }

    /// Number of each row in its file, as a spreadsheet shows it.
    #[must_use]
    pub fn row_numbers(&self) -> &[u32] {
        &self.row_numbers
    }
}

/// Adds a class to a list of distinct classes in ascending order.
pub(crate) fn insert_class(classes: &mut Vec<usize>, class: u32) {
    let class = class as usize;
    if let Err(place) = classes.binary_search(&class) {
        classes.insert(place, class);
    }
}

fn unmarked<T: Clone>(values: &[T], leave_out: &[bool]) -> Vec<T> {
    let pairs = values.iter().zip(leave_out);
    pairs
        .filter(|(_, out)| !**out)
        .map(|(value, _)| value.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_keep_the_order_of_first_appearance() {
        let mut responses = Responses::new(1, &["academy"]);
        for name in ["Oak", "Ash", "Oak", ""] {
            responses.push(&[0], &[name], 2);
        }
        assert_eq!(responses.groupings()[0].names(), ["Oak", "Ash", ""]);
        assert_eq!(responses.groupings()[0].ids(), [0, 1, 0, 2]);
    }

    #[test]
    fn groups_can_be_renamed_merged_and_put_in_order() {
        let mut responses = Responses::new(1, &["academy"]);
        for name in ["Oak", "Ash", "Oak", "Elm"] {
            responses.push(&[0], &[name], 2);
        }
        let names = ["Silent", "Trees", "Elm"].map(str::to_owned).to_vec();
        responses.regroup(0, names.clone(), &[1, 1, 2]);
        responses.push(&[0], &["Elm"], 6);
        assert_eq!(responses.groupings()[0].names(), names);
        assert_eq!(responses.groupings()[0].ids(), [1, 1, 1, 2, 2]);
    }

    #[test]
    fn skipped_answers_need_no_note() {
        let mut responses = Responses::new(2, &[]);
        responses.push(&[MISSING, MISSING], &[], 2);
        responses.note(0, MissingReason::Skipped);
        responses.note(1, MissingReason::DontKnow);
        assert_eq!(
            responses.notes(),
            [MissingNote {
                row: 0,
                item: 1,
                reason: MissingReason::DontKnow
            }]
        );
    }

    #[test]
    fn cells_are_those_that_a_row_is_in() {
        let mut responses = Responses::new(1, &["academy", "role"]);
        for (academy, role) in [("Oak", "Head"), ("Ash", "Head"), ("Ash", "Cook"), ("Oak", "Head")] {
            responses.push(&[0], &[academy, role], 2);
        }
        let (cells, places) = responses.cells(0, 1);
        assert_eq!(places, [(0, 0), (1, 0), (1, 1)]);
        assert_eq!(cells.groupings().len(), 1);
        assert_eq!(cells.groupings()[0].ids(), [0, 1, 2, 0]);
        assert_eq!(cells.rows(), 4);
    }

    #[test]
    fn rows_left_out_take_their_notes_and_durations_with_them() {
        let mut responses = Responses::new(1, &["academy"]);
        for (answer, name) in [(0, "Oak"), (MISSING, "Ash"), (MISSING, "Oak"), (2, "Ash")] {
            responses.push(&[answer], &[name], 2);
            if answer == MISSING {
                responses.note(0, MissingReason::DontKnow);
            }
            if name == "Oak" {
                responses.note_duration(1500);
            }
        }
        let without = responses.without(&[true, true, false, false]);
        assert_eq!(without.column(0), [MISSING, 2]);
        assert_eq!(without.notes()[0].row, 0);
        assert_eq!(without.notes().len(), 1);
        assert_eq!(without.groupings()[0].names(), ["Oak", "Ash"]);
        assert_eq!((without.duration(0), without.duration(1)), (Some(1500), None));
        assert_eq!(responses.without(&[false; 4]), responses);
    }
}
