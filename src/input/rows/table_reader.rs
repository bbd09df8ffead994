//! Reads the rows of every layout: parses cells into codes, collects group names, and records each kind of problem with
//! the first row where it occurs.

use csv::ByteRecord;

use crate::input::columns::{DurationColumns, letter, milliseconds, milliseconds_between};
use crate::input::duplicates::{BatchMarks, LeftOutOfFile, RowMark, RowMarker};
use crate::input::layouts::{RowVerdict, TablePlan};
use crate::input::open::{RawTable, RawTableBody, Records, TextRecords};
use crate::input::rows::aside::{ASIDE, AsideRows, PERHAPS_ASIDE};
use crate::input::rows::bad_cells::BadCell;
use crate::input::rows::batch::{RowBatch, no_answers};
use crate::input::rows::batch_settings::BatchSettings;
use crate::input::rows::cell::ParsedAnswer;
use crate::input::rows::cell_problem::CellProblem;
use crate::input::rows::error::RowError;
use crate::input::rows::gathered::Gathered;
use crate::input::rows::record::{all_cells, cell, several, swallows};
use crate::input::rows::row_summary::RowSummary;
use crate::input::text::excerpt;
use crate::model::Instrument;
use crate::tally::Lanes;

/// Reads the rows of one table, whose columns have been matched.
pub(crate) struct TableReader<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) file: &'a str,
    pub(crate) table: &'a RawTable<'a>,
    pub(crate) plan: &'a TablePlan,
    /// The header records, unchanged.
    pub(crate) header: &'a [Vec<String>],
    /// The column of each item.
    pub(crate) items: &'a [usize],
    /// The column of each grouping; `None` if everybody belongs to one group.
    pub(crate) groupings: &'a [Option<usize>],
    /// The name of that one group.
    pub(crate) everybody: &'a str,
    /// The columns that give the time each respondent took.
    pub(crate) duration: Option<DurationColumns>,
    /// Marks rows, so that rows of one response are found.
    pub(crate) marker: RowMarker,
    /// The rows to leave out, because they are one response with others.
    pub(crate) leave_out: &'a LeftOutOfFile,
    /// The rows of averages, totals and notes.
    pub(crate) aside: &'a AsideRows,
}

const EMPTY_ROWS: &str = "empty row";
const HEADER_AGAIN: &str = "header repeated";

/// The end of the header: where the rows below it begin.
pub(crate) struct HeaderEnd {
    /// The number of records read, at most as many as the header has.
    records: usize,
    /// The row and the last field of the last record read.
    pub(crate) row: u32,
    last_field: usize,
    /// The row and field of a misplaced quote in the header.
    broken_quote: Option<(u32, usize)>,
}

/// A quote that opens in this field and runs over the following rows.
pub(crate) struct OpenQuoteAt {
    row: u32,
    field: usize,
}

/// Rows per batch.
const PART: usize = 1 << 13;

impl TableReader<'_> {
    /// Reads every row of the table and adds it to `gathered`.
    pub(crate) fn read(&self, gathered: &mut Gathered) -> Result<RowSummary, RowError> {
        let mut records = self.table.records();
        let mut record = ByteRecord::new();
        let below = self.header(&mut records, &mut record)?;
        let (mut row, mut last_field) = (below.row, below.last_field);
        let mut summary = RowSummary::default();
        let mut open = below.records == self.plan.header_records;
        let mut part = 0;
        while open {
            let shape = gathered.kept.shape();
            let mut batch = self.batch(gathered.frame(shape.as_deref()), part, 0);
            part += 1;
            while let Some(next) = (batch.summary.rows < PART).then(|| records.next(&mut record)).flatten() {
                (row, last_field) = (next, record.len().saturating_sub(1));
                self.take(&record, row, &mut batch)
                    .map_err(|quote| self.swallowed(&quote))?;
            }
            open = batch.summary.rows == PART;
            gathered.append(batch.finish(), &mut summary, 0);
        }
        if records.text().and_then(TextRecords::open_quote).is_some() {
            return Err(self.swallowed(&OpenQuoteAt { row, field: last_field }));
        }
        self.check_widths(&below, &summary)?;
        Ok(summary)
    }

    /// Skips the header. Returns `None` if the header is incomplete or broken.
    pub(crate) fn below_header(&self) -> Option<(HeaderEnd, usize)> {
        let mut records = self.table.records();
        let below = self.header(&mut records, &mut ByteRecord::new()).ok()?;
        let whole = below.records == self.plan.header_records && !self.table.ran_out();
        whole.then(|| (below, records.text().map_or(0, TextRecords::position)))
    }

    /// Skips the header.
    fn header(&self, records: &mut Records<'_>, record: &mut ByteRecord) -> Result<HeaderEnd, RowError> {
        let mut below = HeaderEnd {
            records: 0,
            row: 0,
            last_field: 0,
            broken_quote: None,
        };
        while below.records < self.plan.header_records
            && let Some(row) = records.next(record)
        {
            self.check_quotes(record, row).map_err(|quote| self.swallowed(&quote))?;
            below.broken_quote = below
                .broken_quote
                .or_else(|| Some((row, records.text()?.broken_quote()?)));
            (below.row, below.last_field) = (row, record.len().saturating_sub(1));
            below.records += 1;
        }
        Ok(below)
    }

    /// A batch without rows yet, with room for about `rows`. `part` names it within its file.
    pub(crate) fn batch<'k>(&'k self, frame: BatchSettings<'k>, part: u64, rows: usize) -> RowBatch<'k> {
        let marks = BatchMarks::new(&self.marker, self.leave_out, part, rows);
        RowBatch::new(frame, marks, self.items.len(), rows)
    }

    /// Reads one row into a batch.
    pub(crate) fn take(&self, record: &ByteRecord, row: u32, batch: &mut RowBatch<'_>) -> Result<(), OpenQuoteAt> {
        self.check_quotes(record, row)?;
        if record.as_slice().trim_ascii().is_empty() {
            *batch.summary.dropped.entry(EMPTY_ROWS).or_default() += 1;
            return Ok(());
        }
        if self.aside.leaves_out(row) {
            *batch.summary.dropped.entry(ASIDE).or_default() += 1;
            return Ok(());
        }
        let judged = self.judged(record);
        if let RowVerdict::NoResponse(reason) = judged {
            *batch.summary.dropped.entry(reason).or_default() += 1;
            return Ok(());
        }
        if record.len() != self.plan.width && !self.fits(record, row, &mut batch.summary) {
            return Ok(());
        }
        let (answers, reasons) = self.answers(record, batch);
        let bad = reasons.iter().any(|(_, answer)| *answer == ParsedAnswer::Bad);
        if bad && self.is_header(record) {
            *batch.summary.dropped.entry(HEADER_AGAIN).or_default() += 1;
            return Ok(());
        }
        if batch.skips_next() {
            return Ok(());
        }
        if let RowVerdict::Doubtful(reason) | RowVerdict::Elsewhere(reason) = judged {
            batch.summary.doubtful.entry(reason).or_default().add(row);
        }
        if self.aside.doubts(row) {
            batch.summary.doubtful.entry(PERHAPS_ASIDE).or_default().add(row);
        }
        if bad {
            self.note_bad(record, row, batch);
        }
        batch.push(&answers, row, &self.mark(record));
        for (grouping, column) in self.groupings.iter().enumerate() {
            let everybody = self.everybody.as_bytes();
            batch.group(
                grouping,
                column.map_or(everybody, |column| cell(record, &self.plan.columns[column])),
            );
        }
        let of = |at: usize| cell(record, &self.plan.columns[at]);
        let duration = self.duration.and_then(|duration| match duration {
            DurationColumns::Column(at) => milliseconds(of(at)),
            DurationColumns::Between(start, end) => milliseconds_between(of(start), of(end)),
        });
        if let Some(milliseconds) = duration {
            batch.set_duration(milliseconds);
        }
        for (item, answer) in reasons {
            batch.note(item, batch.reason(item, answer));
        }
        Ok(())
    }

    /// The mark of a row.
    fn mark(&self, record: &ByteRecord) -> RowMark {
        let mut mark = RowMark::default();
        for (field, cell) in record.iter().enumerate() {
            self.marker.add(field, cell, &mut mark);
        }
        mark
    }

    /// Checks a row whose width differs from the header's and records the kind of difference. Returns false if its
    /// answers cannot be used.
    fn fits(&self, record: &ByteRecord, row: u32, summary: &mut RowSummary) -> bool {
        let blank = |mut cells: csv::ByteRecordIter<'_>| cells.all(|cell| cell.trim_ascii().is_empty());
        summary.uneven += 1;
        let mut beside = record.iter();
        beside.by_ref().take(self.plan.width).for_each(drop);
        let filled = !blank(beside);
        if record.len() < self.plan.width && self.shifts() {
            summary.short.add(row);
        } else if filled && self.shifts() {
            if summary.long.count == 0 {
                summary.found = record.len();
            }
            summary.long.add(row);
            return false;
        } else if filled {
            summary.beside.add(row);
            return record
                .iter()
                .take(self.plan.width)
                .any(|cell| !cell.trim_ascii().is_empty());
        }
        true
    }

    /// Returns an error if answers may be under the wrong headers.
    pub(crate) fn check_widths(&self, below: &HeaderEnd, summary: &RowSummary) -> Result<(), RowError> {
        let width = self.plan.width;
        let out_of_step = summary.rows > 1 && summary.uneven >= summary.rows;
        if summary.long.count > 0 {
            return Err(RowError::LongRows {
                row: summary.long.first,
                found: summary.found,
                width,
                count: summary.long.count,
            });
        }
        if let (Some((row, field)), true) = (below.broken_quote, out_of_step) {
            let column = letter(field);
            return Err(RowError::BrokenHeader { row, column, width });
        }
        if out_of_step && summary.short.count == summary.rows {
            let row = summary.short.first;
            return Err(RowError::AllRowsShort { row, width });
        }
        Ok(())
    }

    /// True if a missing or extra cell may have shifted the others. That can happen in delimited text but not in a
    /// sheet, where every cell has an address.
    fn shifts(&self) -> bool {
        matches!(self.table.body, RawTableBody::Text { .. })
    }

    /// Applies the layout's rules to a row. A rule that rejects the row wins; otherwise the first doubt is kept.
    fn judged(&self, record: &ByteRecord) -> RowVerdict {
        let mut judged = RowVerdict::Response;
        for rule in &self.plan.drop {
            let cell = String::from_utf8_lossy(record.get(rule.field).unwrap_or_default());
            match (rule.verdict)(&cell) {
                RowVerdict::Response => {}
                RowVerdict::Elsewhere(reason) if !self.answers_an_item(record) => {
                    return RowVerdict::NoResponse(reason);
                }
                verdict @ RowVerdict::NoResponse(_) => return verdict,
                doubt => {
                    if judged == RowVerdict::Response {
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

    /// Parses the answers of a row. Also returns the items whose answer is bad or missing for a stated reason.
    fn answers(&self, record: &ByteRecord, batch: &mut RowBatch<'_>) -> (Vec<Lanes>, Vec<(usize, ParsedAnswer)>) {
        let mut answers = no_answers(self.items.len());
        let mut reasons = Vec::new();
        for (item, (&column, answer)) in self.items.iter().zip(answers.as_flattened_mut()).enumerate() {
            let column = &self.plan.columns[column];
            if several(record, column) {
                reasons.push((item, ParsedAnswer::Bad));
                continue;
            }
            let read = batch.read(item, cell(record, column));
            if let Some(wording) = read.wording {
                batch.summary.wordings.note(item, wording);
            }
            match read.answer {
                ParsedAnswer::Code(place) => *answer = place,
                ParsedAnswer::Missing(0) => {}
                other => reasons.push((item, other)),
            }
        }
        (answers, reasons)
    }

    /// Records the bad cells of a row for the error message.
    fn note_bad(&self, record: &ByteRecord, row: u32, batch: &mut RowBatch<'_>) {
        for (item, &column) in self.items.iter().enumerate() {
            let key = batch.keys().of(item);
            let column = &self.plan.columns[column];
            let several = several(record, column);
            if !several && batch.read(item, cell(record, column)).answer != ParsedAnswer::Bad {
                continue;
            }
            batch.bad.add(|| {
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
                    item: self.instrument.items()[item].id.clone(),
                    text: excerpt(&text),
                    // The text was found to be bad above, so it has a problem.
                    problem: problem.err().unwrap_or(CellProblem::Several),
                }
            });
        }
    }

    fn swallowed(&self, quote: &OpenQuoteAt) -> RowError {
        let &OpenQuoteAt { row, field } = quote;
        let header = self.plan.columns.iter().find(|column| column.fields.contains(&field));
        RowError::OpenQuote {
            row,
            column: header.map_or_else(|| letter(field), |column| excerpt(&column.header)),
        }
    }

    /// Finds a field whose line breaks separate what look like rows of the table: its quote should have been closed
    /// earlier.
    fn check_quotes(&self, record: &ByteRecord, row: u32) -> Result<(), OpenQuoteAt> {
        let RawTableBody::Text { delimiter, .. } = self.table.body else {
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
            Some((field, _)) => Err(OpenQuoteAt { row, field }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::*;
    use crate::input::duplicates::SurveyMarks;
    use crate::input::layouts::{DropRule, PlannedColumn};
    use crate::input::open::{Encoding, SheetNotes};
    use crate::input::rows::bad_cells::BadCells;
    use crate::input::rows::gathered::Kept;
    use crate::input::rows::group_names::GroupNames;
    use crate::input::rows::keys::Keys;
    use crate::model::{
        Aggregate, CodeRange, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring, Status,
        Wording,
    };
    use crate::tally::{MISSING, Responses};

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
                least: LeastAnswered::MinAnswered(1.0),
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
                not_asked: Vec::new(),
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
        let table = RawTable {
            sheet: None,
            notes: SheetNotes::default(),
            body: RawTableBody::Text {
                text: Cow::Borrowed(text),
                start: 0,
                delimiter: b',',
                encoding: Encoding::Utf8,
                ran_out: None,
            },
        };
        let column = |header: &str, fields: &[usize]| PlannedColumn {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: fields.to_vec(),
        };
        let plan = TablePlan {
            header_records: 2,
            width: 5,
            columns: vec![column("academy", &[1]), column("q", &[2, 3])],
            drop: vec![DropRule {
                field: 0,
                covers: None,
                incomplete: false,
                test: false,
                verdict: |status| match status {
                    "preview" => RowVerdict::NoResponse("preview"),
                    _ => RowVerdict::Response,
                },
            }],
        };
        let instrument = instrument();
        let mut gathered = Gathered {
            keys: Arc::new(Keys::new(&instrument)),
            groups: vec![GroupNames::default()],
            kept: Kept {
                responses: Responses::new(1, &["academy"]),
                counting: None,
                bad: BadCells::default(),
                marks: SurveyMarks::default(),
            },
        };
        let (marker, leave_out) = (RowMarker::default(), LeftOutOfFile::new());
        let aside = AsideRows::default();
        let body = TableReader {
            instrument: &instrument,
            file: "a.csv",
            table: &table,
            plan: &plan,
            header: &[],
            items: &[1],
            groupings: &[Some(0)],
            everybody: "",
            duration: None,
            marker,
            leave_out: &leave_out,
            aside: &aside,
        };
        let summary = body.read(&mut gathered).unwrap();
        assert_eq!(summary.dropped, BTreeMap::from([("preview", 1)]));
        assert_eq!(gathered.kept.responses.column(0), [0, 1, MISSING]);
        assert_eq!(gathered.kept.responses.row_numbers(), [3, 5, 6]);
        assert_eq!(
            gathered.kept.bad.cells[0].to_string(),
            "in `a.csv`, row 6, column `q`: `No + Yes` is more than one answer"
        );
    }
}
