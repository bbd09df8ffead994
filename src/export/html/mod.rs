//! Pages as HTML: one file each, with all that it needs in it.

mod bars;

use std::borrow::Cow;
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::{Escaper, Html};

use crate::export::html::bars::bars;
use crate::export::{ExportError, Part};
use crate::plot::{self, Place};
use crate::report::{
    Cell, Chart, Column, Content, Dots, Drawing, HeatCell, Page, Role, Section, Standing, Table, clean,
};

/// Widths of charts for a page and for a telephone.
const WIDE: f64 = 760.0;
const SLIM: f64 = 300.0;
/// A chart with more rows is left out: it would be unreadable, and the page larger than a megabyte. Its table is shown.
const MOST_ROWS: usize = 120;
/// The most rows of all charts of a page together.
const MOST_ROWS_A_PAGE: usize = 840;
/// The most rows of a chart on a page that has too many: enough for items, but not for academies.
const FEW_ROWS: usize = 40;
/// Rows that fit on a sheet of paper. A longer chart is drawn in parts.
const SHEET_ROWS: usize = 30;
/// A table of fewer rows stays on one sheet of paper, and on a telephone its rows are separate blocks.
const SHORT: usize = 30;
/// Words of more letters are broken where there is no room for them.
const LONG: usize = 24;
/// The most characters in the footer of a sheet.
const RUNNING: usize = 110;
/// Bytes at the beginning of a page that contain its mark.
const HEAD: usize = 1024;

const STYLE: &str = include_str!("style.css");

/// Escapes text for HTML, and keeps characters out that could break a page or turn its writing round.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Clean;

impl Escaper for Clean {
    fn write_escaped_str<W: Write>(&self, dest: W, string: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &clean(string))
    }
}

/// Writes pages, each as one file.
#[derive(Debug)]
pub struct Pages {
    style: String,
}

impl Default for Pages {
    fn default() -> Self {
        Self::new()
    }
}

impl Pages {
    /// A writer of pages.
    #[must_use]
    pub fn new() -> Self {
        let lines = STYLE.lines().map(str::trim).filter(|line| !line.starts_with("/*"));
        let style: String = lines.chain([plot::style(".figure").as_str()]).collect();
        Self { style }
    }

    /// A page as a file of a folder, with a mark in it by which [`is_page`] knows it again.
    ///
    /// # Errors
    /// When the page cannot be written.
    pub fn file(&self, page: &Page) -> Result<Part, ExportError> {
        let most = most_rows(page);
        let stretch = |section| Stretch::of(section, most);
        let html = Document {
            mark: mark(&page.name),
            running: running(page),
            page,
            sheet: page.sheet.iter().map(stretch).collect(),
            sections: page.sections.iter().map(stretch).collect(),
            style: &self.style,
            version: env!("CARGO_PKG_VERSION"),
        };
        Ok(Part {
            name: format!("{}.html", page.name),
            bytes: html.render()?.into_bytes(),
        })
    }
}

/// The most rows of a picture on a page.
fn most_rows(page: &Page) -> usize {
    let parts = page.sections.iter().flat_map(|section| &section.content);
    let rows = parts.map(|part| match part {
        Content::Chart(_, table) => table.rows.len(),
        _ => 0,
    });
    if rows.sum::<usize>() > MOST_ROWS_A_PAGE {
        FEW_ROWS
    } else {
        MOST_ROWS
    }
}

fn mark(name: &str) -> String {
    format!("cte report {name}")
}

/// True if the beginning of a file is that of a page written under this name, without ending.
#[must_use]
pub fn is_page(bytes: &[u8], name: &str) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mark = format!("<meta name=\"generator\" content=\"{}\">", mark(name));
    head.windows(mark.len()).any(|found| found == mark.as_bytes())
}

/// The footer of every sheet of paper, as a CSS string. Every character except plain letters and digits is written as its number,
/// so that no text can end the string.
fn running(page: &Page) -> String {
    let parts = [Some(&page.title), Some(&page.subtitle), page.marking.as_ref()];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    let said = parts.map(|part| clean(part)).collect::<Vec<_>>().join(" · ");
    let mut out = String::from("\"");
    for c in said.chars().take(RUNNING) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
    out
}

#[derive(Template)]
#[template(path = "page.html")]
struct Document<'a> {
    mark: String,
    running: String,
    page: &'a Page,
    sheet: Vec<Stretch<'a>>,
    sections: Vec<Stretch<'a>>,
    style: &'a str,
    version: &'static str,
}

/// A section and its blocks.
struct Stretch<'a> {
    section: &'a Section,
    blocks: Vec<Block<'a>>,
}

impl<'a> Stretch<'a> {
    fn of(section: &'a Section, most: usize) -> Self {
        Self {
            section,
            blocks: blocks(&section.content, most),
        }
    }
}

/// The parts under one smaller heading.
struct Block<'a> {
    parts: &'a [Content],
    /// True for the parts before the first heading.
    leads: bool,
    /// A chart with more rows is left out, and its table shown in its place.
    most: usize,
}

impl Block<'_> {
    /// The attribute for page breaks: a chart or a short table stays with its text, and an introduction with the next block.
    fn class(&self) -> &'static str {
        let large = |part: &&Content| !matches!(part, Content::Heading(_) | Content::Words(_));
        let mut larger = self.parts.iter().filter(large);
        match (larger.next(), larger.next()) {
            (None, _) if self.leads => " class=\"intro\"",
            (Some(Content::Chart(chart, table)), None) if self.is_drawn(table) && sheets(chart).len() == 1 => {
                " class=\"together\""
            }
            (Some(Content::Table(_, table)), None) if is_short(table) => " class=\"together\"",
            _ => "",
        }
    }

    fn is_drawn(&self, table: &Table) -> bool {
        table.rows.len() <= self.most
    }
}

fn blocks(content: &[Content], most: usize) -> Vec<Block<'_>> {
    let blocks: Vec<&[Content]> = content
        .chunk_by(|_, next| !matches!(next, Content::Heading(_)))
        .collect();
    let several = blocks.len() > 1;
    let blocks = blocks.into_iter().enumerate();
    let blocks = blocks.map(|(place, parts)| Block {
        parts,
        leads: several && place == 0,
        most,
    });
    blocks.collect()
}

fn is_short(table: &Table) -> bool {
    table.rows.len() < SHORT
}

/// The attribute of a cell with this text in a column.
fn class(text: &str, column: &Column) -> &'static str {
    match column.role {
        _ if has_long_word(text) => " class=\"long\"",
        Role::Figure | Role::Extra(_) => " class=\"number\"",
        Role::Words if text.chars().count() <= LONG => " class=\"reading\"",
        _ => "",
    }
}

/// The attribute of a name at the head of a row or a column.
fn name_class(name: &str) -> &'static str {
    if has_long_word(name) { " class=\"long\"" } else { "" }
}

fn has_long_word(text: &str) -> bool {
    text.split_whitespace().any(|word| word.chars().count() > LONG)
}

/// The attribute of a cell of a heat table.
fn heat_class(cell: &HeatCell) -> &'static str {
    match cell.standing {
        Some(Standing::Above) => " class=\"above\"",
        Some(Standing::Below) => " class=\"below\"",
        None => "",
    }
}

/// A picture, or a part of a long one, for a page and for a telephone.
struct Drawn {
    wide: String,
    slim: String,
}

fn drawings(chart: &Chart) -> Vec<Drawn> {
    let drawn = |chart: &Cow<'_, Chart>| Drawn {
        wide: plot::svg(chart, WIDE, Place::InPage),
        slim: plot::svg(chart, SLIM, Place::InPage),
    };
    sheets(chart).iter().map(drawn).collect()
}

/// A chart in parts of equal length, each short enough for a printed page.
fn sheets(chart: &Chart) -> Vec<Cow<'_, Chart>> {
    let Drawing::Dots(dots) = &chart.drawing else {
        return vec![Cow::Borrowed(chart)];
    };
    let parts = dots.rows.len().div_ceil(SHEET_ROWS);
    if parts < 2 {
        return vec![Cow::Borrowed(chart)];
    }
    let rows = dots.rows.chunks(dots.rows.len().div_ceil(parts));
    rows.enumerate()
        .map(|(part, rows)| {
            Cow::Owned(Chart {
                title: format!("{} ({} of {parts})", chart.title, part + 1),
                drawing: Drawing::Dots(Dots {
                    rows: rows.to_vec(),
                    ..dots.clone()
                }),
                ..chart.clone()
            })
        })
        .collect()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Undefined(why) => format!("– ({why})"),
        Cell::Withheld(_) => "withheld".to_owned(),
        other => other.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Heat, HeatRow};

    #[test]
    fn colour_is_never_without_a_mark() {
        let cell = |text: &str, standing| HeatCell {
            text: text.to_owned(),
            aside: String::new(),
            standing,
        };
        let cells = vec![
            cell("4.8", Some(Standing::Above)),
            cell("4.1", Some(Standing::Below)),
            cell("4.4", None),
        ];
        let heat = Heat {
            caption: "Scores".to_owned(),
            heading: "Academy".to_owned(),
            columns: ["One", "Two", "Three"].map(str::to_owned).to_vec(),
            whole: 0,
            rows: vec![HeatRow {
                name: "Oak".to_owned(),
                file: None,
                cells,
            }],
        };
        let page = Page {
            name: "index".to_owned(),
            title: "The trust".to_owned(),
            subtitle: "Trio".to_owned(),
            marking: None,
            answer: Vec::new(),
            sheet: vec![Section {
                id: "academies",
                heading: "The academies".to_owned(),
                content: vec![Content::Heat(heat)],
            }],
            sections: Vec::new(),
        };
        let bytes = Pages::new().file(&page).expect("a page").bytes;
        let html = String::from_utf8(bytes).expect("text");
        let row = "<td class=\"above\"><i>▲</i> 4.8</td><td class=\"below\"><i>▼</i> 4.1</td><td>4.4</td>";
        assert!(html.contains(row), "{html}");
    }
}
