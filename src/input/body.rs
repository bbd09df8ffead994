//! The one loop over the rows of any layout: cells to codes, groups to names, everything odd counted with its first row.

use std::collections::BTreeMap;

use csv::ByteRecord;

use crate::input::cell::{Answer, CellKey};
use crate::input::columns::letter;
use crate::input::duration;
use crate::input::group_names::GroupNames;
use crate::input::table::{Table, TableBody};
use crate::input::text::excerpt;
use crate::input::wordings::Wordings;
use crate::input::{BadCell, BadCells, CellProblem, Plan, PlannedColumn, Problem, Verdict};
use crate::model::{Instrument, MissingReason};
use crate::tally::{MISSING, Responses};

/// Rows of one kind: the first, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) first: u32,
    pub(crate) count: usize,
}

impl Rows {
    fn add(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }
}

/// What was met on the way through one table.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) rows: usize,
    pub(crate) short: Rows,
    /// Cells beside the table of a workbook.
    pub(crate) beside: Rows,
    pub(crate) dropped: BTreeMap<&'static str, usize>,
    /// Rows that were kept although something in them is odd.
    pub(crate) doubtful: BTreeMap<&'static str, Rows>,
    /// The declared texts that answers were given with.
    pub(crate) wordings: Wordings,
}

/// Rows of another width than the header's.
#[derive(Debug, Default)]
struct Widths {
    uneven: usize,
    /// Rows with filled cells under no header, and how many cells the first has.
    long: Rows,
    found: usize,
    /// The row and field of a quote in the header where none belongs.
    broken_header: Option<(u32, usize)>,
}

/// The key of every item; items of one response definition share it.
pub(crate) struct Keys {
    keys: Vec<CellKey>,
    of_item: Vec<usize>,
}

impl Keys {
    pub(crate) fn new(instrument: &Instrument) -> Self {
        let items = instrument.items();
        let mut keys = Vec::new();
        let mut firsts: Vec<usize> = Vec::new();
        let mut of_item = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let known = firsts.iter().position(|&first| items[first].response == item.response);
            of_item.push(known.unwrap_or_else(|| {
                firsts.push(place);
                keys.push(CellKey::new(&item.response));
                keys.len() - 1
            }));
        }
        Self { keys, of_item }
    }

    /// The key of an item.
    pub(crate) fn of(&self, item: usize) -> &CellKey {
        &self.keys[self.of_item[item]]
    }
}

/// Everything that grows over the files.
pub(crate) struct Gathered<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) keys: Keys,
    pub(crate) groups: Vec<GroupNames>,
    pub(crate) responses: Responses,
    pub(crate) bad: BadCells,
}

/// One table and where things stand in it.
pub(crate) struct Body<'a> {
    pub(crate) file: &'a str,
    pub(crate) table: &'a Table<'a>,
    pub(crate) plan: &'a Plan,
    /// The header records as they stand.
    pub(crate) header: &'a [Vec<String>],
    /// The column of each item.
    pub(crate) items: &'a [usize],
    /// The column of each grouping; `None` where everybody is in one group.
    pub(crate) groupings: &'a [Option<usize>],
    /// The one group of those.
    pub(crate) everybody: &'a str,
}

const EMPTY_ROWS: &str = "empty row";
const HEADER_AGAIN: &str = "header repeated";

impl Body<'_> {
    /// Reads every row of the table into what is gathered.
    pub(crate) fn read(&self, gathered: &mut Gathered<'_>) -> Result<Met, Problem> {
        let mut met = Met::default();
        let mut widths = Widths::default();
        let mut records = self.table.records();
        let mut record = ByteRecord::new();
        let mut answers = vec![MISSING; self.items.len()];
        let mut reasons: Vec<(usize, MissingReason)> = Vec::new();
        let mut places = vec![0; self.groupings.len()];
        let mut placed = vec![0; self.groupings.len()];
        // From a group's place among the spellings to its place among the responses' groups.
        let mut known: Vec<Vec<Option<u32>>> = vec![Vec::new(); self.groupings.len()];
        let (mut at, mut last_field) = (0, 0);
        let duration = self.duration();
        while let Some(row) = records.next(&mut record) {
            self.check_quotes(&record, row)?;
            last_field = record.len().saturating_sub(1);
            at += 1;
            if at <= self.plan.header_records {
                widths.broken_header = widths.broken_header.or_else(|| Some((row, records.broken_quote()?)));
                continue;
            }
            if record.as_slice().trim_ascii().is_empty() {
                *met.dropped.entry(EMPTY_ROWS).or_default() += 1;
                continue;
            }
            let judged = self.judged(&record);
            if let Verdict::NoResponse(reason) = judged {
                *met.dropped.entry(reason).or_default() += 1;
                continue;
            }
            if record.len() != self.plan.width && !self.fits(&record, row, &mut widths, &mut met) {
                continue;
            }
            let bad = self.answers(&record, gathered, &mut answers, &mut reasons, &mut met.wordings);
            if bad && self.is_header(&record) {
                *met.dropped.entry(HEADER_AGAIN).or_default() += 1;
                continue;
            }
            if let Verdict::Doubtful(reason) | Verdict::Elsewhere(reason) = judged {
                met.doubtful.entry(reason).or_default().add(row);
            }
            if bad {
                self.note_bad(&record, row, gathered);
            }
            for ((place, column), names) in places.iter_mut().zip(self.groupings).zip(&mut gathered.groups) {
                let cell = column.map_or(self.everybody.as_bytes(), |column| {
                    cell(&record, &self.plan.columns[column])
                });
                *place = names.place(cell);
            }
            for (grouping, (&place, placed)) in places.iter().zip(&mut placed).enumerate() {
                let known = &mut known[grouping];
                if known.len() <= place {
                    known.resize(place + 1, None);
                }
                let name = gathered.groups[grouping].name(place);
                *placed = *known[place].get_or_insert_with(|| gathered.responses.place(grouping, name));
            }
            gathered.responses.push_placed(&answers, &placed, row);
            let took = duration.map(|at| duration::milliseconds(cell(&record, &self.plan.columns[at])));
            if let Some(milliseconds) = took.flatten() {
                gathered.responses.took(milliseconds);
            }
            for (item, reason) in reasons.drain(..) {
                gathered.responses.note(item, reason);
            }
            met.rows += 1;
        }
        if let Some(row) = records.open_quote() {
            return Err(self.open_quote(row, last_field));
        }
        self.check_widths(&widths, &met)?;
        Ok(met)
    }

    /// Whether a row of another width than the header's holds answers that can be read; notes how it is wrong.
    fn fits(&self, record: &ByteRecord, row: u32, widths: &mut Widths, met: &mut Met) -> bool {
        let blank = |mut cells: csv::ByteRecordIter<'_>| cells.all(|cell| cell.trim_ascii().is_empty());
        widths.uneven += 1;
        let mut beside = record.iter();
        beside.by_ref().take(self.plan.width).for_each(drop);
        let filled = !blank(beside);
        if record.len() < self.plan.width && self.shifts() {
            met.short.add(row);
        } else if filled && self.shifts() {
            if widths.long.count == 0 {
                widths.found = record.len();
            }
            widths.long.add(row);
            return false;
        } else if filled {
            met.beside.add(row);
            return record
                .iter()
                .take(self.plan.width)
                .any(|cell| !cell.trim_ascii().is_empty());
        }
        true
    }

    /// Stops where answers may stand under the wrong header.
    fn check_widths(&self, widths: &Widths, met: &Met) -> Result<(), Problem> {
        let width = self.plan.width;
        let out_of_step = met.rows > 1 && widths.uneven >= met.rows;
        if widths.long.count > 0 {
            return Err(Problem::LongRows {
                row: widths.long.first,
                found: widths.found,
                width,
                count: widths.long.count,
            });
        }
        if let (Some((row, field)), true) = (widths.broken_header, out_of_step) {
            let column = letter(field);
            return Err(Problem::BrokenHeader { row, column, width });
        }
        if out_of_step && met.short.count == met.rows {
            let row = met.short.first;
            return Err(Problem::AllRowsShort { row, width });
        }
        Ok(())
    }

    /// The column that says how long a respondent took.
    pub(crate) fn duration(&self) -> Option<usize> {
        let taken = |at: usize| self.items.contains(&at) || self.groupings.contains(&Some(at));
        duration::column(&self.plan.columns, taken)
    }

    /// Whether a cell too many or too few may have shifted the others: in text it may, in a sheet cells stand where they
    /// stand.
    fn shifts(&self) -> bool {
        matches!(self.table.body, TableBody::Text { .. })
    }

    /// What the layout's rules say of a row: the first that says it is no response, else the first doubt.
    fn judged(&self, record: &ByteRecord) -> Verdict {
        let mut judged = Verdict::Response;
        for rule in &self.plan.drop {
            let cell = String::from_utf8_lossy(record.get(rule.field).unwrap_or_default());
            match (rule.verdict)(&cell) {
                Verdict::Response => {}
                Verdict::Elsewhere(reason) if !self.answers_an_item(record) => return Verdict::NoResponse(reason),
                verdict @ Verdict::NoResponse(_) => return verdict,
                doubt => {
                    if judged == Verdict::Response {
                        judged = doubt;
                    }
                }
            }
        }
        judged
    }

    fn answers_an_item(&self, record: &ByteRecord) -> bool {
        let mut columns = self.items.iter().map(|&column| &self.plan.columns[column]);
        columns.any(|column| !cell(record, column).trim_ascii().is_empty())
    }

    fn is_header(&self, record: &ByteRecord) -> bool {
        let same = |header: &Vec<String>| header.iter().map(String::as_bytes).eq(record.iter());
        self.header.iter().any(same)
    }

    /// Reads a row's answers; says whether any cell was bad.
    fn answers(
        &self,
        record: &ByteRecord,
        gathered: &mut Gathered<'_>,
        answers: &mut [u8],
        reasons: &mut Vec<(usize, MissingReason)>,
        wordings: &mut Wordings,
    ) -> bool {
        let Keys { keys, of_item } = &mut gathered.keys;
        let mut bad = false;
        reasons.clear();
        for (item, (&column, answer)) in self.items.iter().zip(answers).enumerate() {
            let key = &mut keys[of_item[item]];
            let column = &self.plan.columns[column];
            let (read, wording) = match column.fields.as_slice() {
                &[field] => key.read(record.get(field).unwrap_or_default()),
                _ if several(record, column) => (Answer::Bad, None),
                _ => key.read(cell(record, column)),
            };
            if let Some(wording) = wording {
                wordings.note(item, wording);
            }
            *answer = MISSING;
            match read {
                Answer::Code(place) => *answer = place,
                Answer::Missing(0) => {}
                Answer::Missing(reason) => reasons.push((item, key.reason(reason).clone())),
                Answer::Bad => {
                    bad = true;
                    reasons.push((item, MissingReason::Invalid));
                }
            }
        }
        bad
    }

    /// Keeps what a message needs of a row's bad cells.
    fn note_bad(&self, record: &ByteRecord, row: u32, gathered: &mut Gathered<'_>) {
        for (place, (item, &column)) in gathered.instrument.items().iter().zip(self.items).enumerate() {
            let key = &mut gathered.keys.keys[gathered.keys.of_item[place]];
            let column = &self.plan.columns[column];
            let several = several(record, column);
            if !several && key.answer(cell(record, column)) != Answer::Bad {
                continue;
            }
            gathered.bad.add(|| {
                let text = if several {
                    all_cells(record, column)
                } else {
                    String::from_utf8_lossy(cell(record, column)).into_owned()
                };
                let problem = if several {
                    Err(CellProblem::Several)
                } else {
                    key.resolve(&text)
                };
                BadCell {
                    file: self.file.to_owned(),
                    row,
                    column: excerpt(&column.header),
                    item: item.id.clone(),
                    text: excerpt(&text),
                    // The same text was bad a moment ago.
                    problem: problem.err().unwrap_or(CellProblem::Several),
                }
            });
        }
    }

    fn open_quote(&self, row: u32, field: usize) -> Problem {
        let header = self.plan.columns.iter().find(|column| column.fields.contains(&field));
        Problem::OpenQuote {
            row,
            column: header.map_or_else(|| letter(field), |column| excerpt(&column.header)),
        }
    }

    /// A field with line breaks whose lines are rows of the table: its quote was never meant to go so far.
    fn check_quotes(&self, record: &ByteRecord, row: u32) -> Result<(), Problem> {
        let TableBody::Text { delimiter, .. } = self.table.body else {
            return Ok(());
        };
        if !record.as_slice().contains(&b'\n') {
            return Ok(());
        }
        match record
            .iter()
            .enumerate()
            .find(|(field, cell)| swallows(cell, *field, self.plan.width, delimiter))
        {
            Some((field, _)) => Err(self.open_quote(row, field)),
            None => Ok(()),
        }
    }
}

/// Whether the lines inside a field look like rows: each has as many delimiters as a row, and the last as many as stand
/// before this field.
fn swallows(cell: &[u8], field: usize, width: usize, delimiter: u8) -> bool {
    let fields = |line: &[u8]| line.split(|&byte| byte == delimiter).count();
    let lines: Vec<usize> = cell.split(|&byte| byte == b'\n').skip(1).map(fields).collect();
    match lines.split_last() {
        Some((&last, inner)) => {
            let rows = inner.iter().all(|&fields| fields == width);
            rows && last == field + 1 && (field >= 2 || (field == 1 && inner.len() >= 2))
        }
        None => false,
    }
}

/// The filled cell of a column, or an empty one.
fn cell<'a>(record: &'a ByteRecord, column: &PlannedColumn) -> &'a [u8] {
    match column.fields.as_slice() {
        &[field] => record.get(field).unwrap_or_default(),
        fields => fields
            .iter()
            .filter_map(|&field| record.get(field))
            .find(|cell| answers(cell))
            .unwrap_or_default(),
    }
}

/// Whether a cell of several holds the answer: a blank does not, nor LimeSurvey's mark that it stands in another.
fn answers(cell: &[u8]) -> bool {
    !matches!(cell.trim_ascii(), b"" | b"-oth-")
}

/// Whether a column that is spread over several fields has two of them filled.
fn several(record: &ByteRecord, column: &PlannedColumn) -> bool {
    let fields = column.fields.as_slice();
    fields.len() > 1
        && fields
            .iter()
            .filter_map(|&field| record.get(field))
            .filter(|cell| answers(cell))
            .count()
            > 1
}

fn all_cells(record: &ByteRecord, column: &PlannedColumn) -> String {
    let cells = column
        .fields
        .iter()
        .filter_map(|&field| record.get(field))
        .filter(|cell| answers(cell));
    cells.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::input::{DropRule, Encoding};
    use crate::model::{
        Aggregate, CodeRange, InstrumentParts, Item, Response, ScaleParts, ScoreKind, Scoring, Status, Wording,
    };

    /// One item, `q`, on 1 = No and 2 = Yes.
    fn instrument() -> Instrument {
        let response = Response {
            range: CodeRange::new(1, 2).unwrap(),
            labels: BTreeMap::from([(1, "No".to_owned()), (2, "Yes".to_owned())]),
            synonyms: BTreeMap::new(),
            favourable: BTreeSet::new(),
            missing: BTreeMap::new(),
        };
        Instrument::new(InstrumentParts {
            id: "one".to_owned(),
            name: "One".to_owned(),
            version: "1".to_owned(),
            citation: None,
            licence: None,
            status: Status::Development,
            verified: true,
            wording: Wording::Full,
            source: None,
            scoring: Scoring {
                score: ScoreKind::Mean,
                min_answered: 1.0,
                aggregate: Aggregate::Persons,
            },
            items: vec![Item {
                id: "q".to_owned(),
                text: String::new(),
                reversed: false,
                response,
            }],
            scales: vec![ScaleParts {
                id: "s".to_owned(),
                name: "S".to_owned(),
                items: vec!["q".to_owned()],
                norms: Vec::new(),
                null: None,
            }],
            sha256: String::new(),
        })
        .unwrap()
    }

    #[test]
    fn a_layout_may_spread_answers_over_fields_have_two_header_rows_and_drop_rows() {
        let text =
            "status,academy,q,,\n,,No,Yes,\nlive,Oak,No,,\npreview,Oak,,Yes,\nlive,Ash,,Yes,\nlive,Elm,No,Yes,\n";
        let table = Table {
            sheet: None,
            body: TableBody::Text {
                text: Cow::Borrowed(text),
                start: 0,
                delimiter: b',',
                encoding: Encoding::Utf8,
            },
        };
        let column = |header: &str, fields: &[usize]| PlannedColumn {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: fields.to_vec(),
        };
        let plan = Plan {
            header_records: 2,
            width: 5,
            columns: vec![column("academy", &[1]), column("q", &[2, 3])],
            drop: vec![DropRule {
                field: 0,
                covers: None,
                incomplete: false,
                verdict: |status| match status {
                    "preview" => Verdict::NoResponse("preview"),
                    _ => Verdict::Response,
                },
            }],
        };
        let instrument = instrument();
        let mut gathered = Gathered {
            instrument: &instrument,
            keys: Keys::new(&instrument),
            groups: vec![GroupNames::default()],
            responses: Responses::new(1, &["academy"]),
            bad: BadCells::default(),
        };
        let body = Body {
            file: "a.csv",
            table: &table,
            plan: &plan,
            header: &[],
            items: &[1],
            groupings: &[Some(0)],
            everybody: "",
        };
        let met = body.read(&mut gathered).unwrap();
        assert_eq!(met.dropped, BTreeMap::from([("preview", 1)]));
        assert_eq!(gathered.responses.column(0), [0, 1, MISSING]);
        assert_eq!(gathered.responses.row_numbers(), [3, 5, 6]);
        assert_eq!(
            gathered.bad.cells[0].to_string(),
            "in `a.csv`, row 6, column `q`: `No + Yes` is more than one answer"
        );
    }
}
