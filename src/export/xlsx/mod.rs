//! A report as a workbook: a summary in words, a sheet a table with real numbers, charts, and where the figures come from.
//!
//! Every text is written as a string, so none can start a formula, whatever it begins with. The document's date is fixed:
//! the same report gives the same bytes.

mod charts;

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format as Look,
    FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::export::{ExportError, Format, Style};
use crate::report::{Block, Cell, Column, Emphasis, Kind, Record, Report, STAMPS, SUMMARY, Table, Tone, clean, number};

use charts::charts;

pub(crate) const FORMAT: Format = Format {
    name: "xlsx",
    endings: &["xlsx"],
    about: "a workbook: a sheet a table, with charts; write it with -o FILE.xlsx",
    write,
    folder: None,
};

/// The most characters that a cell can hold, with some to spare.
const MOST_TEXT: usize = 32_000;
/// Columns are no wider than this, in characters.
const MOST_WIDE: usize = 60;
/// A sheet that is wider than this, in characters, is printed on several pages next to each other.
const MOST_ACROSS: usize = 240;
/// Keys of the first columns that say what a row is of.
const NAMES: [&str; 8] = [
    "scale",
    "item",
    "grouping",
    "group",
    "academy",
    "model",
    "estimator",
    "coefficient",
];
/// Width of a column of sentences.
const WORDS: usize = 100;

/// Quiet colours. They differ in grey too, and no meaning depends on colour alone.
const HEAD: Color = Color::RGB(0x1F_5F_8B);
const AMBER: Color = Color::RGB(0xFF_E3_B0);
const GREEN: Color = Color::RGB(0xCF_EB_E3);
const GREY: Color = Color::RGB(0xE6_E9_ED);
const BAR: Color = Color::RGB(0x9F_C3_DC);

fn write(report: &Report, _: &Style) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let title = clean(&report.title);
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&title).set_author("cte");
    workbook.set_properties(&properties.set_creation_datetime(&day));
    summary(workbook.add_worksheet(), report)?;
    let sheets = report.sheets();
    let tables: Vec<&Table> = sheets.iter().collect();
    read_me(workbook.add_worksheet(), report, &tables)?;
    for table in &tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(table))?;
        grid(sheet, table)?;
    }
    charts(&mut workbook, &tables)?;
    Ok(workbook.save_to_buffer()?)
}

/// The view for people, without the tables, which have their own sheets.
fn summary(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("Summary")?;
    // A table of numbers shares its columns with the words, which then lie across them.
    let numbers = report.all_blocks().find_map(|block| match block {
        Block::Table(table) if table.name == SUMMARY => u16::try_from(table.columns.len()).ok(),
        _ => None,
    });
    let last = numbers.map_or(1, |columns| columns.saturating_sub(1).max(1));
    sheet.set_column_width(0, if last > 1 { 36.0 } else { 20.0 })?;
    for column in 1..=last {
        // The last has the words that say what the numbers mean.
        let spare = if last > 1 && column == last { 8.0 } else { 0.0 };
        sheet.set_column_width(column, WORDS as f64 / f64::from(last) + spare)?;
    }
    let strong = Look::new().set_bold().set_align(FormatAlign::Top);
    let mut row = 0;
    let large = Look::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(row, 0, short(&report.title), &large)?;
    row += 1;
    if let Some(marking) = &report.marking {
        let warning = Look::new().set_bold().set_font_color(Color::RGB(0x8C_1D_18));
        sheet.write_string_with_format(row, 0, short(marking), &warning)?;
        row += 1;
    }
    for block in report.all_blocks() {
        match block {
            Block::Heading { text, aside } => {
                let heading = Look::new().set_bold().set_font_size(12);
                row += 1;
                sheet.write_string_with_format(row, 0, short(&format!("{text} · {aside}")), &heading)?;
                row += 1;
            }
            Block::Facts(facts) => {
                for fact in facts {
                    sheet.write_string_with_format(row, 0, short(&fact.label), &strong)?;
                    paragraph(sheet, row, last, &fact.text)?;
                    row += 1;
                }
            }
            Block::Note(text) => {
                paragraph(sheet, row, last, text)?;
                row += 1;
            }
            // The others have sheets of their own.
            Block::Table(table) if table.name == SUMMARY => row = small(sheet, row + 1, table)? + 1,
            Block::Table(_) => {}
        }
    }
    set_page(sheet);
    Ok(())
}

/// Writes a small table of numbers between the texts, and returns the row after it.
fn small(sheet: &mut Worksheet, top: u32, table: &Table) -> Result<u32, XlsxError> {
    let head = Look::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Thin);
    let mut row = top;
    for (column, (place, declared)) in (0_u16..).zip(table.columns.iter().enumerate()) {
        let head = aligned(head.clone(), table, place);
        sheet.write_string_with_format(row, column, short(&declared.heading), &head)?;
    }
    sheet.set_row_height(row, 32.0)?;
    for cells in &table.rows {
        row += 1;
        for (column, value) in (0_u16..).zip(cells) {
            cell(sheet, row, column, value)?;
        }
    }
    Ok(row + 1)
}

/// Words from the second column to the last, in a row as high as they take.
fn paragraph(sheet: &mut Worksheet, row: u32, last: u16, text: &str) -> Result<(), XlsxError> {
    let text = short(text);
    let lines = text.width().div_ceil(WORDS - 8).max(1);
    let wrapped = Look::new().set_text_wrap().set_align(FormatAlign::Top);
    if last > 1 {
        // The text of merged cells is written separately, as a string, so that it cannot be taken for a formula.
        sheet.merge_range(row, 1, row, last, "", &wrapped)?;
    }
    sheet.write_string_with_format(row, 1, text, &wrapped)?;
    sheet.set_row_height(row, 15.0 * lines as f64)?;
    Ok(())
}

/// A tidy table with a frozen, filtered head.
fn grid(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Look::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(HEAD)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let mut tallest = 2;
    let columns: u16 = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    let mut across = 0;
    for (column, (place, declared)) in (0_u16..).zip(table.columns.iter().enumerate()) {
        let heading = &declared.heading;
        sheet.write_string_with_format(0, column, short(heading), &aligned(head.clone(), table, place))?;
        let mut widest = heading.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0) + 3;
        for (row, cells) in (1_u32..).zip(&table.rows) {
            widest = widest.max(cell(sheet, row, column, &cells[place])? + 1);
        }
        let width = widest.clamp(8, MOST_WIDE);
        sheet.set_column_width(column, width as f64)?;
        across += if is_stamp(declared) { 0 } else { width };
        tallest = tallest.max(lines(heading, width.saturating_sub(2)));
        emphasise(sheet, declared, column, (columns, last_row))?;
    }
    sheet.set_row_height(0, 15.0 * tallest as f64 + 2.0)?;
    for (row, cells) in (1_u32..).zip(&table.rows) {
        let wide = |cell: &Cell| match cell {
            Cell::Text(text) => short(text).width(),
            _ => 0,
        };
        let lines = cells.iter().map(wide).max().unwrap_or(0).div_ceil(MOST_WIDE - 6);
        if lines > 1 {
            sheet.set_row_height(row, 15.0 * lines as f64)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, columns.saturating_sub(1))?;
    sheet.set_repeat_rows(0, 0)?;
    set_page(sheet);
    if let Some(first) = table.columns.iter().position(is_stamp) {
        // What every row repeats is printed once a page.
        let once: Vec<String> = (first..table.columns.len())
            .filter_map(|place| table.rows.first().map(|row| row[place].words()))
            .collect();
        sheet.set_header(format!("&L{}", once.join(" · ").replace('&', "&&")));
        let last = u16::try_from(first).unwrap_or(u16::MAX).saturating_sub(1);
        sheet.set_print_area(0, 0, last_row, last)?;
    }
    if across > MOST_ACROSS {
        // All on one page would be too small to be read: the names are on every page instead.
        let names = table
            .columns
            .iter()
            .take_while(|column| NAMES.contains(&column.key.as_str()));
        sheet.set_print_scale(60).set_page_order(false);
        if let Some(last) = u16::try_from(names.count()).ok().and_then(|names| names.checked_sub(1)) {
            sheet.set_repeat_columns(0, last)?;
        }
    }
    Ok(())
}

/// True for a column that says the same in every row, for sheets that are put below each other.
fn is_stamp(column: &Column) -> bool {
    STAMPS.contains(&column.key.as_str())
}

/// Emphasises cells of a column, in a table of so many columns and rows.
fn emphasise(
    sheet: &mut Worksheet,
    declared: &Column,
    column: u16,
    (columns, last_row): (u16, u32),
) -> Result<(), XlsxError> {
    let letter = rust_xlsxwriter::utility::column_number_to_name(column);
    let look = |tone: Tone| {
        let colour = match tone {
            Tone::Look => AMBER,
            Tone::Good => GREEN,
        };
        Look::new().set_bold().set_background_color(colour)
    };
    let is = |word: &&str| format!("{letter}2=\"{word}\"");
    let rules: Vec<(String, Look)> = match declared.emphasis {
        Emphasis::Plain => Vec::new(),
        Emphasis::Bar => {
            let bar = ConditionalFormatDataBar::new().set_fill_color(BAR).set_solid_fill(true);
            if last_row > 0 {
                sheet.add_conditional_format(1, column, last_row, column, &bar)?;
            }
            Vec::new()
        }
        Emphasis::Words(words) => {
            let any: Vec<String> = words.iter().map(is).collect();
            vec![(format!("=OR({})", any.join(",")), look(Tone::Look))]
        }
        Emphasis::Phrases(phrases) => phrases
            .iter()
            .map(|(phrase, tone)| (format!("=ISNUMBER(SEARCH(\"{phrase}\",{letter}2))"), look(*tone)))
            .collect(),
        Emphasis::Below(limit) => {
            let rule = format!("=AND(ISNUMBER({letter}2),{letter}2<{limit})");
            vec![(rule, look(Tone::Look))]
        }
        Emphasis::Row => {
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("=${letter}2<>\"\"").as_str())
                .set_format(Look::new().set_italic().set_background_color(GREY));
            sheet.add_conditional_format(1, 0, last_row, columns.saturating_sub(1), &rule)?;
            Vec::new()
        }
    };
    for (rule, look) in rules {
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look);
        sheet.add_conditional_format(1, column, last_row, column, &rule)?;
    }
    Ok(())
}

/// The name of a table's sheet.
fn sheet_name(table: &Table) -> String {
    table.title.chars().take(31).collect()
}

/// The format of a spreadsheet for numbers of a kind.
fn number_format(kind: Kind, value: f64) -> &'static str {
    match kind {
        Kind::Count | Kind::CoarseScore(0) => "0",
        Kind::Score | Kind::Coefficient => "0.00",
        Kind::CoarseChange(0) => "+0;-0;0",
        Kind::CoarseChange(_) => "+0.0;-0.0;0.0",
        Kind::Change => "+0.00;-0.00;0.00",
        Kind::Share => "0%",
        // Published percentages are whole; those of a working result are not.
        Kind::Percent if value.fract() == 0.0 => "0\"%\"",
        Kind::Percent => "0.0\"%\"",
        Kind::CoarseScore(_) => "0.0",
        // A level of 0.95 is not 1.0.
        Kind::Statistic => "0.0##",
        Kind::PValue => "0.000",
    }
}

/// Aligns a heading as the cells below it: to the right above numbers.
fn aligned(head: Look, table: &Table, place: usize) -> Look {
    let numbers = table
        .rows
        .iter()
        .any(|row| matches!(row.get(place), Some(Cell::Number(..))));
    match place {
        _ if numbers => head.set_align(FormatAlign::Right),
        0 => head,
        _ => head.set_align(FormatAlign::Left).set_indent(1),
    }
}

/// Lines that words take at a width.
fn lines(text: &str, width: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ').map(UnicodeWidthStr::width) {
        if used > 0 && used + 1 + word > width {
            lines += 1;
            used = word;
        } else {
            used += word + usize::from(used > 0);
        }
    }
    lines
}

/// Writes a cell and returns its width in characters.
fn cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<usize, XlsxError> {
    let quiet = Look::new().set_font_color(Color::RGB(0x4A_55_63)).set_italic();
    let shown = match cell {
        Cell::Text(text) => {
            let text = short(text);
            let wide = text.width();
            let mut look = Look::new().set_align(FormatAlign::Top);
            if wide > MOST_WIDE {
                look = look.set_text_wrap();
            }
            // An indent separates words from the numbers before them.
            if column > 0 {
                look = look.set_align(FormatAlign::Left).set_indent(1);
            }
            sheet.write_string_with_format(row, column, text, &look)?;
            return Ok((wide + 2).min(MOST_WIDE));
        }
        Cell::Number(value, kind) => {
            let look = Look::new()
                .set_num_format(number_format(*kind, *value))
                .set_align(FormatAlign::Top);
            sheet.write_number_with_format(row, column, *value, &look)?;
            number::text(*value, *kind)
        }
        Cell::Bound(side, bound, kind) => {
            let text = number::bound(*side, *bound, *kind);
            sheet.write_string_with_format(row, column, &text, &quiet)?;
            text
        }
        Cell::Flag(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, &Look::new().set_align(FormatAlign::Top))?;
            "FALSE".to_owned()
        }
        Cell::Undefined(why) => {
            // A reason among numbers does not widen their column: it is read where the cell is chosen.
            sheet.write_string_with_format(row, column, short(why), &quiet)?;
            String::new()
        }
        Cell::Withheld(_) => {
            sheet.write_string_with_format(row, column, "withheld", &quiet)?;
            "withheld".to_owned()
        }
        Cell::Span(_) | Cell::Shares(_) | Cell::Blank => String::new(),
    };
    Ok(shown.width())
}

/// What each sheet has, the source of the figures, from the head of the record, and the meaning of the columns.
fn read_me(sheet: &mut Worksheet, report: &Report, tables: &[&Table]) -> Result<(), XlsxError> {
    sheet.set_name("Read me")?;
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, WORDS as f64)?;
    let strong = Look::new().set_bold().set_align(FormatAlign::Top);
    let sheets = tables.iter().filter(|table| !table.meaning.is_empty());
    let mut rows: Vec<(String, String)> = sheets
        .map(|table| (format!("Sheet {}", sheet_name(table)), table.meaning.to_owned()))
        .collect();
    rows.push((String::new(), String::new()));
    if let Record::Object(members) = &report.record {
        for (key, value) in members.iter().take_while(|(key, _)| key != "scales") {
            flat(key, value, &mut rows);
        }
    }
    rows.push((String::new(), String::new()));
    let mut explained: Vec<(&str, &str)> = Vec::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        let meaning = (column.key.as_str(), column.meaning);
        if !column.meaning.is_empty() && !explained.contains(&meaning) {
            explained.push(meaning);
            rows.push((column.heading.clone(), column.meaning.to_owned()));
        }
    }
    for (row, (key, value)) in (0_u32..).zip(rows) {
        sheet.write_string_with_format(row, 0, short(&key), &strong)?;
        paragraph(sheet, row, 1, &value)?;
    }
    set_page(sheet);
    Ok(())
}

fn flat(key: &str, record: &Record, rows: &mut Vec<(String, String)>) {
    match record {
        Record::Cell(cell) => {
            let text = match cell {
                Cell::Span(_) | Cell::Shares(_) | Cell::Blank => return,
                Cell::Number(value, _) => value.to_string(),
                Cell::Undefined(why) => why.clone(),
                Cell::Withheld(_) => "withheld".to_owned(),
                other => other.words(),
            };
            rows.push((key.to_owned(), text));
        }
        Record::List(members) => members.iter().for_each(|member| flat(key, member, rows)),
        Record::Object(members) => {
            for (name, member) in members {
                flat(&format!("{key} {name}"), member, rows);
            }
        }
    }
}

fn set_page(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
}

/// Text as a cell takes it.
fn short(text: &str) -> String {
    clean(text).chars().take(MOST_TEXT).collect()
}
