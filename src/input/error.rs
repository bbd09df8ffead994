//! Why files cannot be read as responses: fields are data, and every message says where, what was found, what was wanted
//! and the cure.

use std::fmt::{self, Write as _};

use crate::input::columns::ColumnClash;
use crate::input::open::Container;
use crate::input::rows::CellProblem;
use crate::input::tally_file::TallyFault;
use crate::model::{Finding, Level};
use crate::tally::Unmergeable;

/// How many of a list a message shows before it counts the rest.
const SHOWN: usize = 20;

/// Why responses, headcounts or headers could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// No file was given.
    #[error("no file was given")]
    NoFile,
    /// A file as a whole cannot be read.
    #[error("in `{file}`{}{problem}", if problem.begins_with_a_row() { ", " } else { ": " })]
    File {
        /// The file, as it was named.
        file: String,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// Cells cannot be read; all of them, of all files.
    #[error("{0}")]
    BadCells(BadCells),
    /// Every file holds only a header.
    #[error("{}: a header but no responses below it{}", files.join(", "), all_left_out(left_out))]
    NoRows {
        /// The files in backticks.
        files: Vec<String>,
        /// Rows that are no responses: why, and how many.
        left_out: Vec<(&'static str, usize)>,
    },
    /// A column asked for with `--by` holds what persons wrote and no groups: that is not to stand in any output.
    #[error(
        "--by {column}: {texts} different texts in {rows} rows are what each person wrote, and no groups: choose a column that \
         sorts people, such as role"
    )]
    NoGroups {
        /// The column's header.
        column: String,
        /// How many texts it has.
        texts: usize,
        /// In how many rows.
        rows: u64,
    },
    /// More rows than can be counted.
    #[error("more than {most} rows, which are more than can be counted exactly: score the files one by one")]
    TooManyRows {
        /// The most there may be.
        most: u64,
    },
}

impl InputError {
    /// What is wrong with a tally file.
    #[must_use]
    pub fn of_tally(file: &str, fault: TallyFault) -> Self {
        Self::of(file, fault.into())
    }

    pub(crate) fn of(file: &str, problem: Problem) -> Self {
        Self::File {
            file: file.to_owned(),
            problem: Box::new(problem),
        }
    }
}

/// What is wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Its bytes cannot be had.
    #[error("it cannot be read: {why}")]
    Unreadable {
        /// What the system says.
        why: String,
    },
    /// No bytes, or nothing but white space.
    #[error("the file is empty: it should have a header row and one row a respondent")]
    Empty,
    /// Not a table.
    #[error("it is {container}, not a table of responses: {}", container.cure())]
    NotATable {
        /// What it is.
        container: Container,
    },
    /// Not text at all.
    #[error("it is neither a workbook nor text ({nuls} NUL characters): export the responses as CSV or XLSX")]
    Binary {
        /// How many NUL characters there are.
        nuls: usize,
    },
    /// A workbook in a program built without workbooks.
    #[error("it is {container}, which this build cannot read: save it as CSV")]
    NoWorkbooks {
        /// What it is.
        container: Container,
    },
    /// A workbook that cannot be read.
    #[error("the workbook cannot be read ({why}): open it in a spreadsheet and save it again, or save it as CSV")]
    BrokenWorkbook {
        /// What the reader said.
        why: String,
    },
    /// A workbook that would fill the memory.
    #[error("the workbook holds more than {limit}: save the sheet with the responses as CSV")]
    HugeWorkbook {
        /// The limit in words.
        limit: String,
    },
    /// A line that no table has.
    #[error(
        "line {line} is longer than {limit}: it is no table of responses, or its line breaks are lost; export it again"
    )]
    LongLine {
        /// The line, counted from 1.
        line: usize,
        /// The limit in words.
        limit: String,
    },
    /// More columns than a sheet can have.
    #[error(
        "a row has more than {most} cells, more than any sheet: is it the right file, and is it the right way round?"
    )]
    TooManyColumns {
        /// The limit.
        most: usize,
    },
    /// An archive that cannot be read.
    #[error("the ZIP archive cannot be read ({why}): unpack it and give the file inside")]
    BrokenArchive {
        /// What the reader said.
        why: String,
    },
    /// An archive that holds no table.
    #[error("no file in the ZIP archive is a table of responses; it holds {}", quoted(members))]
    NothingInArchive {
        /// Its members.
        members: Vec<String>,
    },
    /// An archive that holds several tables.
    #[error("{} files in the ZIP archive may be the responses, {}: unpack it and give the right one", members.len(), quoted(members))]
    SeveralInArchive {
        /// The members that may be tables.
        members: Vec<String>,
    },
    /// An archive that would fill the memory.
    #[error("`{member}` in the ZIP archive is larger than {limit} when unpacked: unpack it and look what it is")]
    HugeArchive {
        /// The member.
        member: String,
        /// The limit in words.
        limit: String,
    },
    /// A sheet was asked for by name and is not there.
    #[error("no sheet `{wanted}`; it has {}{}", quoted(sheets), did_you_mean(nearest.as_deref()))]
    NoSheet {
        /// The name asked for.
        wanted: String,
        /// The sheets there are.
        sheets: Vec<String>,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A sheet was asked for in a file that has none.
    #[error("it is {container} and has no sheets: leave out --sheet {wanted}")]
    SheetOfText {
        /// The name asked for.
        wanted: String,
        /// What it is.
        container: Container,
    },
    /// Items without a column.
    #[error("{}", missing_columns(instrument, missing, *items, columns))]
    NoColumns {
        /// The instrument's id.
        instrument: String,
        /// How many items it has.
        items: usize,
        /// The items without a column.
        missing: Vec<MissingColumn>,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// One item, several columns; or one column, several items.
    #[error("{0}")]
    Clash(ColumnClash),
    /// `--column` names an item that the instrument does not have.
    #[error("--column {item}={header}: `{instrument}` has no item `{item}`{}", did_you_mean(nearest.as_deref()))]
    NoSuchItem {
        /// The item named.
        item: String,
        /// The header named.
        header: String,
        /// The instrument's id.
        instrument: String,
        /// The most similar item.
        nearest: Option<String>,
    },
    /// An option names a column that is not there.
    #[error("no column `{header}` for {wanted_for}{}; the columns are {}", did_you_mean(nearest.as_deref()), quoted(columns))]
    NoSuchColumn {
        /// The header named.
        header: String,
        /// What it was wanted for, such as the option.
        wanted_for: String,
        /// The most similar header.
        nearest: Option<String>,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// An option names a header that several columns have.
    #[error("{} columns are called `{header}`: choose one for {wanted_for} by its letter, {}", letters.len(), by_letter(letters))]
    SharedHeader {
        /// The header.
        header: String,
        /// What it was wanted for.
        wanted_for: String,
        /// The columns' letters in a spreadsheet.
        letters: Vec<String>,
    },
    /// No column looks like the academy.
    #[error("no column looks like the academy: name it with -g COLUMN; {}", hints(columns))]
    NoAcademy {
        /// The columns that are not items, the likelier first.
        columns: Vec<ColumnHint>,
    },
    /// Several columns look like the academy.
    #[error("{} columns look like the academy, {}: choose one with -g {}", columns.len(), quoted(columns), flagged(columns))]
    SeveralAcademies {
        /// Their headers.
        columns: Vec<String>,
    },
    /// Rows with more cells than the header has columns, so that answers may stand in the wrong column.
    #[error(
        "row {row}: {found} cells under {width} headers{}; a stray delimiter or quote shifts answers into wrong columns: \
         correct the row in the file", and_others(*count)
    )]
    LongRows {
        /// The first such row.
        row: u32,
        /// How many cells it has.
        found: usize,
        /// How many headers there are.
        width: usize,
        /// How many such rows there are.
        count: usize,
    },
    /// A header whose quoting is broken so that it has a name too many or too few for every row below it.
    #[error(
        "row {row}: in column {column} a quote stands where none belongs, and no row below has as many cells as there are \
         headers ({width}), so answers may stand under the wrong header: correct the header in the file"
    )]
    BrokenHeader {
        /// The header's row.
        row: u32,
        /// The letter of the cell's column.
        column: String,
        /// How many headers were read.
        width: usize,
    },
    /// No row reaches the last header, so that one header too many may have shifted all of them.
    #[error(
        "row {row} and every row below it have fewer cells than there are headers ({width}): a delimiter too many in the \
         header puts every answer under the wrong one; if it is only that nobody answered the last columns, open the file \
         in a spreadsheet and save it again"
    )]
    AllRowsShort {
        /// The first row.
        row: u32,
        /// How many headers were read.
        width: usize,
    },
    /// A quote that is never closed, or only rows later.
    #[error("row {row}: a quote opens in column `{column}` and swallows the rows after it: close or remove the quote")]
    OpenQuote {
        /// The row in which the quote opens.
        row: u32,
        /// The column's header.
        column: String,
    },
    /// A cell of a headcount file that is no count.
    #[error("row {row}, column `{column}`: `{text}` is not a number of staff: give a whole number, 0 or more")]
    NotACount {
        /// The row.
        row: u32,
        /// The column's header.
        column: String,
        /// What stands there.
        text: String,
    },
    /// An academy that stands twice in a headcount file.
    #[error("row {second}: `{academy}` stands already in row {first}: keep one of them")]
    AcademyTwice {
        /// The academy.
        academy: String,
        /// Its first row.
        first: u32,
        /// Its second.
        second: u32,
    },
    /// A headcount file without one of its columns.
    #[error("no column says {wanted}: call one `{example}`; the columns are {}", quoted(columns))]
    NoHeadcountColumn {
        /// What is wanted.
        wanted: &'static str,
        /// A header that is understood.
        example: &'static str,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// Answers spread over a column an option, without a column for one of the labels.
    #[error(
        "the answers to item `{item}` are spread over a column an option, and none is `{label}`: is a column lost, or has the \
         form another scale than the instrument?"
    )]
    OptionLacking {
        /// The item's id.
        item: String,
        /// The label that no column has.
        label: String,
    },
    /// A filled column without a header beside an item's.
    #[error(
        "column {letter}, beside `{column}`, has cells but no header: are they options of that question? Say so with \
         --header-rows if a second row names them, else give the column a header of its own"
    )]
    NamelessColumn {
        /// The item's column.
        column: String,
        /// The letter of the column beside it.
        letter: String,
    },
    /// A layout of this name was asked for and there is none.
    #[error("--layout {name}: no such layout; there are {}", quoted(layouts))]
    NoSuchLayout {
        /// The name asked for.
        name: String,
        /// The layouts there are.
        layouts: Vec<String>,
    },
    /// A layout was asked for, and the table cannot have it.
    #[error(
        "--layout {asked}: a table of this layout {known_by}, and this one does not; it looks like `{looks_like}`: \
         leave out --layout, or choose another"
    )]
    OtherLayout {
        /// The layout asked for.
        asked: &'static str,
        /// What that is known by.
        known_by: &'static str,
        /// The layout that recognises the table.
        looks_like: &'static str,
    },
    /// A number of header rows was asked for with a tool's layout, which knows its own.
    #[error("--header-rows goes with no tool's layout: leave out --layout {layout} or --header-rows")]
    HeaderRowsOfTool {
        /// The layout asked for.
        layout: &'static str,
    },
    /// More header rows were asked for than the table has records.
    #[error("--header-rows {wanted}: give from 1 up to the number of rows, of which there are {found}")]
    TooFewHeaderRows {
        /// The number asked for.
        wanted: usize,
        /// How many records there are, as far as was looked.
        found: usize,
    },
    /// A list of the academies of several trusts.
    #[error(
        "it lists the academies of several trusts, such as {}: choose one with --trust, by its code or name",
        quoted(trusts)
    )]
    SeveralTrusts {
        /// Two of them.
        trusts: Vec<String>,
    },
    /// A trust was asked for and the list has no open academy of it.
    #[error("it has no open academy of a trust `{trust}`{}: give --trust the trust's code or its whole name", did_you_mean(nearest.as_deref()))]
    NoSuchTrust {
        /// The code or name asked for.
        trust: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A header but nothing below it.
    #[error("a header but no rows below it")]
    OnlyHeader,
    /// A tally where responses are wanted.
    #[error("it is a tally, which counts responses and holds none: name the response files")]
    NotResponses,
    /// A tally that cannot be read.
    #[error("{0}")]
    Tally(#[from] TallyFault),
    /// Counts that cannot be added to the others.
    #[error("its counts cannot be added to those of the files before it: {0}")]
    Unmergeable(#[from] Unmergeable),
}

impl Problem {
    fn begins_with_a_row(&self) -> bool {
        matches!(
            self,
            Self::LongRows { .. }
                | Self::AllRowsShort { .. }
                | Self::BrokenHeader { .. }
                | Self::OpenQuote { .. }
                | Self::NotACount { .. }
                | Self::AcademyTwice { .. }
        )
    }
}

/// An item that no column was matched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumn {
    /// The item's id.
    pub item: String,
    /// The beginning of its text.
    pub text: String,
    /// The most similar header, if any is similar.
    pub nearest: Option<String>,
}

impl fmt::Display for MissingColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no column for item `{}`", self.item)?;
        if !self.text.is_empty() && self.text != self.item {
            write!(f, " (\"{}\")", self.text)?;
        }
        match &self.nearest {
            Some(nearest) => write!(
                f,
                "; nearest: `{nearest}` — map it with --column {}={}",
                self.item,
                shell(nearest)
            ),
            None => write!(f, " — map it with --column {}=HEADER", self.item),
        }
    }
}

/// A column that might say where respondents work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnHint {
    /// Its header.
    pub header: String,
    /// How many different texts it holds.
    pub distinct: usize,
}

/// A cell that is not on the scale or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// The file, as it was named.
    pub file: String,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The column's header.
    pub column: String,
    /// The item's id.
    pub item: String,
    /// What stands in the cell.
    pub text: String,
    /// Why it cannot be read.
    pub problem: CellProblem,
}

impl BadCell {
    fn place(&self) -> String {
        let same = self.column.trim().eq_ignore_ascii_case(&self.item);
        let item = if same {
            String::new()
        } else {
            format!(" (item `{}`)", self.item)
        };
        format!("row {}, column `{}`{item}", self.row, self.column)
    }
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "in `{}`, {}: `{}` {}",
            self.file,
            self.place(),
            self.text,
            self.problem
        )
    }
}

/// Every unreadable cell of the files that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BadCells {
    /// The cells, in the files' order; a file of nothing but such cells is cut at 1,000,000.
    pub cells: Vec<BadCell>,
    /// How many there are in all.
    pub count: usize,
    /// What may cure them all at once, a file each.
    pub cures: Vec<String>,
}

impl BadCells {
    const KEPT: usize = 1_000_000;

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a cell; `describe` is called only while cells are kept.
    pub(crate) fn add(&mut self, describe: impl FnOnce() -> BadCell) {
        self.count += 1;
        if self.cells.len() < Self::KEPT {
            self.cells.push(describe());
        }
    }

    /// Adds the cells of rows that stand below; `above` is how many rows stand above the first of theirs.
    pub(crate) fn append(&mut self, below: Self, above: u32) {
        self.count += below.count;
        let room = Self::KEPT.saturating_sub(self.cells.len());
        let moved = |cell: BadCell| BadCell {
            row: cell.row.saturating_add(above),
            ..cell
        };
        self.cells.extend(below.cells.into_iter().take(room).map(moved));
    }

    /// Says what may cure all of a file's at once.
    pub(crate) fn cure(&mut self, cure: String) {
        self.cures.push(cure);
    }

    /// One finding a cell, for programs.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |cell: &BadCell| Finding {
            level: Level::Error,
            code: "bad-answer".into(),
            file: Some(cell.file.clone()),
            row: Some(cell.row),
            column: Some(cell.column.clone()),
            item: Some(cell.item.clone()),
            message: format!("`{}` {}", cell.text, cell.problem),
        };
        self.cells.iter().map(finding).collect()
    }
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([cell], 1) = (self.cells.as_slice(), self.count) {
            write!(f, "{cell} — correct it, or set it aside with --skip-bad")?;
            return self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"));
        }
        write!(f, "{} answers cannot be read:", self.count)?;
        for cell in self.cells.iter().take(SHOWN) {
            write!(f, "\n  {cell}")?;
        }
        if self.count > SHOWN {
            write!(f, "\n  and {} more", self.count - SHOWN)?;
        }
        f.write_str("\ncorrect them, or set them aside with --skip-bad")?;
        self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"))
    }
}

/// A text as an argument that a shell takes as one word.
pub(crate) fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | ':' | '#' | '@' | '+');
    if !text.is_empty() && !text.starts_with('#') && text.chars().all(plain) && !text.ends_with('.') {
        return text.to_owned();
    }
    if text.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    format!("\"{text}\"")
}

fn quoted(texts: &[String]) -> String {
    let mut list = texts
        .iter()
        .take(SHOWN)
        .map(|text| format!("`{text}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if texts.len() > SHOWN {
        let _ = write!(list, " and {} more", texts.len() - SHOWN);
    }
    if texts.is_empty() { "none".to_owned() } else { list }
}

fn all_left_out(left_out: &[(&'static str, usize)]) -> String {
    // Blank rows are nothing to speak of.
    let told: Vec<String> = left_out
        .iter()
        .filter(|(reason, _)| *reason != "empty row")
        .map(|(reason, rows)| format!("{reason} {rows}"))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let cure = if left_out.iter().any(|(reason, _)| *reason == "incomplete") {
        "; keep incomplete ones with --keep-incomplete"
    } else {
        ""
    };
    format!(" but rows that were left out ({}){cure}", told.join(", "))
}

fn flagged(columns: &[String]) -> String {
    columns
        .iter()
        .map(|column| shell(column))
        .collect::<Vec<_>>()
        .join(" or -g ")
}

fn by_letter(letters: &[String]) -> String {
    letters
        .iter()
        .map(|letter| format!("`#{letter}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; nearest: `{nearest}`"))
}

fn and_others(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        2 => ", and 1 other such row".to_owned(),
        count => format!(", and {} other such rows", count - 1),
    }
}

fn hints(columns: &[ColumnHint]) -> String {
    if columns.is_empty() {
        return "the file has no column but the items".to_owned();
    }
    let hint = |column: &ColumnHint| match column.distinct {
        1 => format!("`{}` (1 text)", column.header),
        distinct => format!("`{}` ({distinct} different texts)", column.header),
    };
    let mut list = columns.iter().take(SHOWN).map(hint).collect::<Vec<_>>().join(", ");
    if columns.len() > SHOWN {
        let _ = write!(list, " and {} more", columns.len() - SHOWN);
    }
    format!("the columns are {list}")
}

fn missing_columns(instrument: &str, missing: &[MissingColumn], items: usize, columns: &[String]) -> String {
    match missing {
        [column] => column.to_string(),
        _ if missing.len() == items && missing.iter().all(|column| column.nearest.is_none()) => format!(
            "no column is an item of `{instrument}` (`{}`, …): is it the right instrument and the right file? \
             the columns are {}",
            missing.first().map_or("", |column| &column.item),
            quoted(columns)
        ),
        _ => {
            let mut text = format!(
                "{} of the {items} items of `{instrument}` have no column:",
                missing.len()
            );
            for column in missing.iter().take(SHOWN) {
                let _ = write!(text, "\n  {column}");
            }
            if missing.len() > SHOWN {
                let _ = write!(text, "\n  and {} more", missing.len() - SHOWN);
            }
            text
        }
    }
}
