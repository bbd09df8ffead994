//! Reads response files into one survey: opens each file, matches its columns, reads its rows and reports what is odd
//! about it.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::input::academies::AcademyList;
use crate::input::checksum::hexadecimal;
use crate::input::columns::{
    ChosenTable, LocatedItems, choose, choose_academy, choose_all, find_duration, find_grouping, shown_headers,
};
use crate::input::duplicates::{LeftOutOfFile, RowMarker, SameResponses, SurveyMarks, same_responses};
use crate::input::error::{InputError, Problem};
use crate::input::layouts::TablePlan;
use crate::input::open::{
    MARK, MemoryFile, OpenedFile, RawTableBody, Stored, WindowSizes, line_start, open, open_head, whole,
};
use crate::input::options::{GroupChoice, ReadOptions};
use crate::input::quick::PlainRowReader;
use crate::input::read::chunk::ChunkReader;
use crate::input::read::marking::marker;
use crate::input::read::sheet_findings::unread_academy_finding;
use crate::input::read::stream::StreamedRows;
use crate::input::read::survey_reader::{FileBody, RowKeeping, SurveyReader};
use crate::input::rows::{
    AsideRows, BadCells, Gathered, GroupNames, Kept, Keys, TableReader, every_option, may_be_aside,
};
use crate::input::survey::Survey;
use crate::input::text::all_quoted;
use crate::model::{Finding, Instrument, Level};
use crate::tally::{Counting, CountingDepth, Responses, Shape};
use crate::threads::at_once;

/// Reads responses to `instrument` from files. Columns are matched for each file separately; rows are appended in the
/// order of the files.
///
/// # Errors
/// Returns the first file that cannot be read as responses. If all can be read, returns all unreadable and off-scale
/// answers, unless the options set them aside.
pub fn read(sources: &[MemoryFile], instrument: &Instrument, options: &ReadOptions) -> Result<Survey, InputError> {
    let stored: Vec<&dyn Stored> = sources.iter().map(|source| source as &dyn Stored).collect();
    read_stored(&stored, instrument, options, WindowSizes::default())
}

/// Reads responses from files that are opened when needed. The sizes affect speed and memory, not the result.
///
/// # Errors
/// As [`read`], and when a file cannot be opened.
pub fn read_stored(
    files: &[&dyn Stored],
    instrument: &Instrument,
    options: &ReadOptions,
    sizes: WindowSizes,
) -> Result<Survey, InputError> {
    gather(files, instrument, options, sizes, RowKeeping::Kept)?.finish(instrument)
}

/// Counts responses without keeping their rows, so that memory does not grow with their number.
///
/// # Errors
/// As [`read_stored`], and when there are more than [`MOST_ROWS`](crate::tally::MOST_ROWS) rows.
pub fn count_stored(
    files: &[&dyn Stored],
    instrument: &Instrument,
    options: &ReadOptions,
    sizes: WindowSizes,
) -> Result<Survey, InputError> {
    gather(files, instrument, options, sizes, RowKeeping::Counted)?.finish(instrument)
}

/// Reads all files.
fn gather<'a>(
    files: &[&dyn Stored],
    instrument: &Instrument,
    options: &'a ReadOptions,
    sizes: WindowSizes,
    rows: RowKeeping,
) -> Result<SurveyReader<'a>, InputError> {
    if files.is_empty() {
        return Err(InputError::NoFile);
    }
    // If a file turns out to be unusual, start again and read it as a whole.
    let mut streams = vec![true; files.len()];
    let mut left_out: Option<SameResponses> = None;
    'again: loop {
        let leave_out = left_out
            .as_ref()
            .map_or_else(Arc::default, |found| Arc::clone(&found.leave_out));
        let mut reading = SurveyReader {
            options,
            sizes,
            rows,
            leave_out,
            gathered: None,
            files: Vec::new(),
            findings: Vec::new(),
        };
        for (file, streams) in files.iter().zip(&mut streams) {
            if *streams && let Some(begun) = sizes.begin(*file) {
                if reading.stream(file.name(), begun, instrument).is_none() {
                    *streams = false;
                    continue 'again;
                }
            } else {
                reading
                    .add(*file, instrument)
                    .map_err(|problem| InputError::of(file.name(), problem))?;
            }
        }
        let Some(gathered) = &reading.gathered else {
            return Err(InputError::NoFile);
        };
        if let Some(found) = left_out.take() {
            reading.findings.extend(found.findings);
            return Ok(reading);
        }
        let found = same_responses(&gathered.kept.marks, options)?;
        if !found.leave_out.is_empty() {
            left_out = Some(found);
            continue;
        }
        reading.findings.extend(found.findings);
        return Ok(reading);
    }
}

impl SurveyReader<'_> {
    /// Reads a file into memory as a whole: one of its tables, or every sheet if each is an academy.
    fn add(&mut self, file: &dyn Stored, instrument: &Instrument) -> Result<(), Problem> {
        let bytes = whole(file)?;
        let (tables, findings) = open(file.name(), &bytes, self.options)?;
        self.findings.extend(findings);
        if self.options.group != GroupChoice::OfSheet {
            let chosen = choose(tables, instrument, self.options)?;
            return self.add_table((file.name(), &bytes), &chosen, instrument);
        }
        let (chosen, without) = choose_all(tables, instrument, self.options)?;
        if !without.is_empty() {
            let message = format!("no item is in the sheets {}, which were not read", all_quoted(&without));
            self.findings
                .push(Finding::new(Level::Note, "sheets-left-out", message).in_file(file.name()));
        }
        chosen
            .iter()
            .try_for_each(|chosen| self.add_table((file.name(), &bytes), chosen, instrument))
    }

    /// Reads a table of a file that is in memory.
    fn add_table(
        &mut self,
        (file, bytes): (&str, &[u8]),
        chosen: &ChosenTable<'_>,
        instrument: &Instrument,
    ) -> Result<(), Problem> {
        let groupings = self.groupings(chosen)?;
        self.findings
            .extend(unread_academy_finding(self.options, chosen).map(|finding| finding.in_file(file)));
        let (leave_out, marker) = (Arc::clone(&self.leave_out), marker(chosen, &groupings, self.options)?);
        let left_out = leave_out.of_file(self.files.len());
        let LocatedItems { plan, items, .. } = &chosen.located;
        let aside = AsideRows::of(&chosen.table, plan, instrument, items, groupings[0]);
        let shown = match (&self.options.group, &chosen.table.sheet) {
            (GroupChoice::OfSheet, Some(sheet)) => format!("{file}, sheet {sheet}"),
            _ => file.to_owned(),
        };
        let everybody = everybody(&self.options.group, file, chosen);
        let body = body(
            (&shown, &everybody),
            instrument,
            chosen,
            &groupings,
            (marker, left_out, &aside),
        );
        let gathered = self.gathered(instrument, chosen, &groupings)?;
        gathered.kept.marks.begin(&shown, &body.marker);
        let bad_before = gathered.kept.bad.count;
        let (summary, sha256) = at_once(|| body.read(gathered), || Sha256::digest(bytes));
        let read = FileBody {
            file,
            chosen,
            body: &body,
            summary: summary?,
            sha256: hexadecimal(&sha256),
            bad_before,
        };
        self.describe(instrument, &read);
        Ok(())
    }

    /// Reads a file window by window. Returns `None` if it must be read as a whole; then all that was read so far is
    /// discarded.
    fn stream(&mut self, name: &str, begun: OpenedFile<'_>, instrument: &Instrument) -> Option<()> {
        let (table, findings) = open_head(name, &begun.head, self.options)?;
        let RawTableBody::Text { start, delimiter, .. } = &table.body else {
            return None;
        };
        let mark = begun.head.strip_prefix(MARK).map_or(0, |_| MARK.len());
        let (start, delimiter) = (mark + start, *delimiter);
        let chosen = choose(vec![table], instrument, self.options).ok()?;
        let groupings = self.groupings(&chosen).ok()?;
        groupings[0]?;
        let (leave_out, marker) = (
            Arc::clone(&self.leave_out),
            marker(&chosen, &groupings, self.options).ok()?,
        );
        let left_out = leave_out.of_file(self.files.len());
        let aside = AsideRows::default();
        let body = body((name, ""), instrument, &chosen, &groupings, (marker, left_out, &aside));
        let (below, position) = body.below_header()?;
        let sizes = self.sizes;
        let gathered = self.gathered(instrument, &chosen, &groupings).ok()?;
        gathered.kept.marks.begin(name, &body.marker);
        let bad_before = gathered.kept.bad.count;
        let quick = PlainRowReader::of(&body, &gathered.keys, delimiter);
        let reader = ChunkReader {
            body: &body,
            delimiter,
            quick,
        };
        let at = line_start(&begun.head, start + position);
        let StreamedRows { summary, sha256 } = sizes.stream(begun, (at, below.row), &reader, gathered)?;
        body.check_widths(&below, &summary).ok()?;
        // Rows of averages and totals are found by looking through the whole table.
        if gathered.groups[0]
            .all()
            .flatten()
            .any(|name| name.is_empty() || may_be_aside(name))
        {
            return None;
        }
        let read = FileBody {
            file: name,
            chosen: &chosen,
            body: &body,
            summary,
            sha256: hexadecimal(&sha256),
            bad_before,
        };
        self.findings.extend(findings);
        self.describe(instrument, &read);
        Some(())
    }

    /// The column of each grouping.
    fn groupings(&self, chosen: &ChosenTable<'_>) -> Result<Vec<Option<usize>>, Problem> {
        let LocatedItems { plan, items, .. } = &chosen.located;
        let mut groupings = vec![choose_academy(
            &self.options.group,
            plan,
            items,
            &chosen.table,
            self.options.academies.as_ref(),
        )?];
        let by = self.options.by.iter().map(|header| ("--by", header));
        let link = self.options.link.iter().map(|header| ("--link", header));
        for (option, header) in by.chain(link) {
            groupings.push(Some(find_grouping(
                &plan.columns,
                items,
                header,
                &format!("{option} {header}"),
            )?));
        }
        Ok(groupings)
    }

    /// The result so far, which is empty for the first file.
    fn gathered(
        &mut self,
        instrument: &Instrument,
        chosen: &ChosenTable<'_>,
        groupings: &[Option<usize>],
    ) -> Result<&mut Gathered, Problem> {
        let academies = self.options.academies.as_ref();
        let rows = self.rows;
        let counting = match rows {
            RowKeeping::Kept => None,
            RowKeeping::Counted => Some(self.options.counting),
        };
        let begin = || start(instrument, &chosen.located.plan, groupings, academies, counting);
        let gathered = self.gathered.get_or_insert_with(begin);
        every_option(instrument, &gathered.keys, &chosen.located)?;
        Ok(gathered)
    }
}

fn start(
    instrument: &Instrument,
    plan: &TablePlan,
    groupings: &[Option<usize>],
    academies: Option<&AcademyList>,
    counting: Option<CountingDepth>,
) -> Gathered {
    let names = shown_headers(&plan.columns);
    let columns: Vec<&str> = groupings
        .iter()
        .map(|column| column.map_or("academy", |at| names[at].as_str()))
        .collect();
    Gathered {
        keys: Arc::new(Keys::new(instrument)),
        // Academies come first. Only they have a list.
        groups: (0..groupings.len())
            .map(|place| GroupNames::of(academies.filter(|_| place == 0)))
            .collect(),
        kept: Kept {
            responses: Responses::new(instrument.items().len(), &columns),
            counting: counting.map(|depth| Counting::new(Shape::of(instrument), &columns, depth)),
            bad: BadCells::default(),
            marks: SurveyMarks::default(),
        },
    }
}

/// The academy of everybody in a table, if no column names it.
fn everybody(group: &GroupChoice, file: &str, chosen: &ChosenTable<'_>) -> String {
    match group {
        GroupChoice::Everybody(name) => name.clone(),
        GroupChoice::OfSheet if chosen.table.sheet.is_some() => chosen.table.sheet.clone().unwrap_or_default(),
        GroupChoice::OfFile | GroupChoice::OfSheet => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        }
        GroupChoice::Guess | GroupChoice::Column(_) => String::new(),
    }
}

fn body<'a>(
    (file, everybody): (&'a str, &'a str),
    instrument: &'a Instrument,
    chosen: &'a ChosenTable<'_>,
    groupings: &'a [Option<usize>],
    (marker, leave_out, aside): (RowMarker, &'a LeftOutOfFile, &'a AsideRows),
) -> TableReader<'a> {
    let LocatedItems {
        plan, items, header, ..
    } = &chosen.located;
    let taken = |at: usize| items.contains(&at) || groupings.contains(&Some(at));
    TableReader {
        instrument,
        file,
        table: &chosen.table,
        plan,
        header,
        items,
        groupings,
        everybody,
        duration: find_duration(&plan.columns, taken),
        marker,
        leave_out,
        aside,
    }
}
