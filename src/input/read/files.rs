//! Reads response files into one survey: opens each file, matches its columns, reads its rows and reports what is odd
//! about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::input::academies::AcademyList;
use crate::input::checksum::hexadecimal;
use crate::input::columns::{
    ChosenTable, LocatedItems, choose, choose_academy, find_duration, find_grouping, letter, shown_headers,
};
use crate::input::error::{InputError, Problem};
use crate::input::layouts::TablePlan;
use crate::input::open::{
    MARK, OpenedFile, RawTableBody, Source, Stored, WindowSizes, line_start, open, open_head, whole,
};
use crate::input::options::{BadCellRule, GroupChoice, ReadOptions};
use crate::input::quick::PlainRowReader;
use crate::input::read::chunk::ChunkReader;
use crate::input::read::stream::StreamedRows;
use crate::input::rows::{
    BadCells, Gathered, GroupNames, Kept, Keys, RowSummary, TableReader, every_option, question_findings,
    scale_findings,
};
use crate::input::survey::{
    Counted, Dropped, FileRead, MatchedColumn, Survey, blank_findings, has_nobodys, invalid_finding, no_group_finding,
    spelling_findings,
};
use crate::input::text::excerpt;
use crate::model::{Finding, Instrument, Item, Level};
use crate::tally::{Counting, Grouping, MISSING, MOST_ROWS, Responses, Shape};
use crate::threads::at_once;

/// Reads responses to `instrument` from files. Columns are matched for each file separately; rows are appended in the
/// order of the files.
///
/// # Errors
/// Returns the first file that cannot be read as responses. If all can be read, returns all unreadable and off-scale
/// answers, unless the options set them aside.
pub fn read(sources: &[Source], instrument: &Instrument, options: &ReadOptions) -> Result<Survey, InputError> {
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
/// As [`read_stored`], and when there are more than [`MOST_ROWS`] rows.
pub fn count_stored(
    files: &[&dyn Stored],
    instrument: &Instrument,
    options: &ReadOptions,
    sizes: WindowSizes,
) -> Result<Survey, InputError> {
    gather(files, instrument, options, sizes, RowKeeping::Counted)?.finish(instrument)
}

/// Whether rows are kept or only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKeeping {
    Kept,
    Counted,
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
    'again: loop {
        let mut reading = SurveyReader {
            options,
            sizes,
            rows,
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
        return Ok(reading);
    }
}
struct SurveyReader<'a> {
    options: &'a ReadOptions,
    sizes: WindowSizes,
    rows: RowKeeping,
    gathered: Option<Gathered>,
    files: Vec<FileRead>,
    findings: Vec<Finding>,
}

impl SurveyReader<'_> {
    /// Reads a file into memory as a whole.
    fn add(&mut self, file: &dyn Stored, instrument: &Instrument) -> Result<(), Problem> {
        let bytes = whole(file)?;
        let (tables, findings) = open(file.name(), &bytes, self.options)?;
        let chosen = choose(tables, instrument, self.options)?;
        let groupings = self.groupings(&chosen)?;
        let body = body(file.name(), instrument, &chosen, &groupings, self.options);
        let gathered = self.gathered(instrument, &chosen, &groupings)?;
        let bad_before = gathered.kept.bad.count;
        let (summary, sha256) = at_once(|| body.read(gathered), || Sha256::digest(&*bytes));
        let read = FileBody {
            chosen: &chosen,
            body: &body,
            summary: summary?,
            sha256: hexadecimal(&sha256),
            bad_before,
        };
        self.findings.extend(findings);
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
        let body = body(name, instrument, &chosen, &groupings, self.options);
        let (below, position) = body.below_header()?;
        let sizes = self.sizes;
        let gathered = self.gathered(instrument, &chosen, &groupings).ok()?;
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
        let read = FileBody {
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
        let begin = || start(instrument, &chosen.located.plan, groupings, academies, rows);
        let gathered = self.gathered.get_or_insert_with(begin);
        every_option(instrument, &gathered.keys, &chosen.located)?;
        Ok(gathered)
    }

    /// Records a file's description and findings.
    fn describe(&mut self, instrument: &Instrument, read: &FileBody<'_>) {
        let FileBody {
            chosen, body, summary, ..
        } = read;
        let (located, tool) = (&chosen.located, chosen.located.layout);
        let Some(gathered) = &mut self.gathered else {
            return;
        };
        if let (Some(labels), true) = (tool.labels, gathered.kept.bad.count > read.bad_before) {
            gathered.kept.bad.cure(format!(
                "in `{}`, if {} wrote numbers of its own: {labels}",
                body.file, tool.name
            ));
        }
        let mut form = question_findings(instrument, located);
        form.extend(scale_findings(summary, instrument, &gathered.keys, located));
        let file = describe(instrument, read);
        self.say(&file, chosen, summary);
        self.findings
            .extend(form.into_iter().map(|finding| finding.in_file(body.file)));
        self.files.push(file);
    }

    /// Turns the summary of a file's rows into findings.
    fn say(&mut self, file: &FileRead, chosen: &ChosenTable<'_>, summary: &RowSummary) {
        let mut say = |level, code, row, message| {
            let finding = Finding::new(level, code, message).in_file(&file.name);
            self.findings.push(match row {
                Some(row) => finding.at_row(row),
                None => finding,
            });
        };
        if summary.rows > 0
            && let Some(twin) = self.files.iter().find(|earlier| earlier.sha256 == file.sha256)
        {
            let message = format!("the same bytes as `{}`: every answer in it is counted twice", twin.name);
            say(Level::Warning, "same-file", None, message);
        }
        if summary.rows == 0 {
            say(
                Level::Warning,
                "no-rows",
                None,
                "a header but no responses below it".to_owned(),
            );
        }
        if chosen.located.above > 0 {
            let message = format!(
                "{} above the header left out",
                plural(chosen.located.above, "row", "rows")
            );
            say(Level::Note, "rows-above", None, message);
        }
        let header_rows = file.header_rows;
        if !chosen.located.layout.is_a_tools() && header_rows > 1 {
            let message = format!(
                "{header_rows} header rows, read as questions and their parts; say another number with --header-rows"
            );
            say(Level::Note, "header-rows", None, message);
        }
        if summary.short.count > 0 {
            let message = format!(
                "{} fewer cells than the {} headers; the missing cells are treated as skipped",
                plural(summary.short.count, "row has", "rows have"),
                chosen.located.plan.width
            );
            say(Level::Warning, "short-rows", Some(summary.short.first), message);
        }
        if summary.beside.count > 0 {
            let message = format!(
                "{} cells to the right of the table, which are ignored",
                plural(summary.beside.count, "row has", "rows have")
            );
            say(Level::Warning, "cells-beside", Some(summary.beside.first), message);
        }
        for (reason, doubtful) in &summary.doubtful {
            let message = format!(
                "{} kept, but look at them: {reason}",
                plural(doubtful.count, "row is", "rows are")
            );
            say(Level::Warning, "doubtful-rows", Some(doubtful.first), message);
        }
        for (reason, count) in &summary.dropped {
            let message = format!("{} left out: {reason}", plural(*count, "row", "rows"));
            say(Level::Note, "rows-left-out", None, message);
        }
        if let (Some(sheet), false) = (&chosen.table.sheet, chosen.others.is_empty()) {
            let others: Vec<String> = chosen.others.iter().map(|other| format!("`{other}`")).collect();
            let hold = if others.len() == 1 { "holds" } else { "hold" };
            let message = format!(
                "read the sheet `{sheet}`; {} {hold} the items too: choose with --sheet",
                others.join(", ")
            );
            say(Level::Warning, "several-sheets", None, message);
        }
    }

    fn finish(mut self, instrument: &Instrument) -> Result<Survey, InputError> {
        let Some(Gathered { groups, kept, .. }) = self.gathered else {
            return Err(InputError::NoFile);
        };
        let rows = kept.rows();
        let Kept {
            responses,
            counting,
            bad,
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
            return Err(InputError::TooManyRows { most: MOST_ROWS });
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
            Some(tally) => tally.pairs().persons(item, item) == 0,
            None => responses.column(item).iter().all(|&answer| answer == MISSING),
        };
        self.findings.extend(unanswered(nobody, instrument));
        Ok(Survey {
            responses,
            files: self.files,
            findings: self.findings,
            set_aside: bad,
            counted: tallies.map(|tallies| Counted::of_rows(tallies, &spellings)),
            spellings,
        })
    }
}

fn start(
    instrument: &Instrument,
    plan: &TablePlan,
    groupings: &[Option<usize>],
    academies: Option<&AcademyList>,
    rows: RowKeeping,
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
            counting: (rows == RowKeeping::Counted).then(|| Counting::new(Shape::of(instrument), &columns)),
            bad: BadCells::default(),
        },
    }
}

/// One file after its rows have been read.
struct FileBody<'a> {
    chosen: &'a ChosenTable<'a>,
    body: &'a TableReader<'a>,
    summary: RowSummary,
    sha256: String,
    /// The number of bad cells in earlier files.
    bad_before: usize,
}

fn body<'a>(
    file: &'a str,
    instrument: &'a Instrument,
    chosen: &'a ChosenTable<'_>,
    groupings: &'a [Option<usize>],
    options: &'a ReadOptions,
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
        everybody: match &options.group {
            GroupChoice::Everybody(name) => name,
            _ => "",
        },
        duration: find_duration(&plan.columns, taken),
    }
}

fn describe(instrument: &Instrument, read: &FileBody<'_>) -> FileRead {
    let FileBody {
        chosen,
        body,
        summary,
        sha256,
        ..
    } = read;
    let (groupings, duration) = (body.groupings, body.duration);
    let columns = &chosen.located.plan.columns;
    let names = shown_headers(columns);
    let (encoding, delimiter) = match chosen.table.body {
        RawTableBody::Text {
            encoding, delimiter, ..
        } => (Some(encoding), Some(delimiter)),
        RawTableBody::RowKeeping(_) => (None, None),
    };
    let matched = |(item, &at): (&Item, &usize)| MatchedColumn {
        item: item.id.clone(),
        header: names[at].clone(),
        letter: letter(columns[at].fields.first().copied().unwrap_or(at)),
    };
    let used = |at: &usize| {
        chosen.located.items.contains(at)
            || groupings.contains(&Some(*at))
            || duration.is_some_and(|took| took.columns().any(|other| other == *at))
    };
    FileRead {
        name: body.file.to_owned(),
        sha256: sha256.clone(),
        rows: summary.rows,
        layout: chosen.located.layout.name,
        sheet: chosen.table.sheet.clone(),
        encoding,
        delimiter,
        header_rows: chosen.located.plan.header_records - chosen.located.above,
        columns: instrument
            .items()
            .iter()
            .zip(&chosen.located.items)
            .map(matched)
            .collect(),
        academy: groupings.first().copied().flatten().map(|at| names[at].clone()),
        duration: duration.map(|took| {
            took.columns()
                .map(|at| names[at].as_str())
                .collect::<Vec<_>>()
                .join(" to ")
        }),
        unused: (0..columns.len())
            .filter(|at| !used(at) && !names[*at].is_empty())
            .map(|at| names[at].clone())
            .collect(),
        dropped: summary
            .dropped
            .iter()
            .map(|(&reason, &rows)| Dropped { reason, rows })
            .collect(),
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

/// Warns of items without any answer, and of a survey without any answer.
fn unanswered(nobody: impl Fn(usize) -> bool, instrument: &Instrument) -> Vec<Finding> {
    let blank: Vec<usize> = (0..instrument.items().len()).filter(|&item| nobody(item)).collect();
    blank_findings(&blank, instrument)
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
