//! Pages as HTML: one file each, with all that it needs in it.

use std::borrow::Cow;
use std::fmt::Write as _;

use askama::Template;

use crate::export::{ExportError, Part};
use crate::plot::{self, Place};
use crate::report::{Cell, Chart, Content, Dots, Drawing, Fact, Link, Page, Role, Table, clean, number};

/// How wide pictures are drawn for a page and for a telephone.
const WIDE: f64 = 760.0;
const SLIM: f64 = 300.0;
/// Above so many rows nobody takes a picture in, and the page would grow beyond a megabyte: the table stands alone.
const MOST_ROWS: usize = 120;
/// The same for all pictures of a page together.
const MOST_ROWS_A_PAGE: usize = 840;
/// What is drawn all the same on a page that has too many: the items, but not the academies.
const FEW_ROWS: usize = 40;
/// So many rows have room on a sheet of paper: a longer picture is drawn in several.
const SHEET_ROWS: usize = 30;
/// A table of fewer rows stays on one sheet of paper, and on a telephone its rows stand by themselves.
const SHORT: usize = 30;
/// Words of more letters are broken where there is no room for them.
const LONG: usize = 24;
/// The most characters of what stands at the foot of a sheet.
const RUNNING: usize = 110;
/// How far into a page its mark stands at most, in bytes.
const HEAD: usize = 1024;

const STYLE: &str = include_str!("style.css");

/// Pages as the files of a folder.
///
/// # Errors
/// When a page cannot be written.
pub fn pages(pages: &[Page]) -> Result<Vec<Part>, ExportError> {
    let writer = Pages::new();
    pages.iter().map(|page| writer.file(page)).collect()
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
        let sections = page.sections.iter().map(|section| Stretch {
            id: section.id,
            heading: clean(&section.heading),
            blocks: blocks(&section.content, most),
        });
        let (title, subtitle) = (clean(&page.title), clean(&page.subtitle));
        let html = Document {
            mark: mark(&page.name),
            running: running(&[
                title.as_str(),
                subtitle.as_str(),
                page.marking.as_deref().unwrap_or_default(),
            ]),
            title,
            subtitle,
            marking: page.marking.as_deref(),
            answer: page.answer.iter().map(|sentence| clean(sentence)).collect(),
            sections: sections.collect(),
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

/// Whether the beginning of a file is that of a page which was written under this name, without ending.
#[must_use]
pub fn is_page(bytes: &[u8], name: &str) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mark = format!("<meta name=\"generator\" content=\"{}\">", mark(name));
    head.windows(mark.len()).any(|found| found == mark.as_bytes())
}

/// What every sheet of paper says at its foot, as a string of CSS that nothing can break out of: all but plain letters and digits is
/// written as the number of its character.
fn running(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    let mut out = String::from("\"");
    for c in said.join(" · ").chars().take(RUNNING) {
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
    title: String,
    subtitle: String,
    marking: Option<&'a str>,
    answer: Vec<String>,
    sections: Vec<Stretch<'a>>,
    style: &'a str,
    version: &'static str,
}

/// A section as the template takes it.
struct Stretch<'a> {
    id: &'a str,
    heading: String,
    blocks: Vec<Block>,
}

/// What stands under one smaller heading.
#[derive(Default)]
struct Block {
    pieces: Vec<Piece>,
    /// Whether it only leads to the next one.
    leads: bool,
}

impl Block {
    /// How it breaks on paper: a picture or a short table stays with what is said of it, and what leads to a block with that block.
    fn class(&self) -> &'static str {
        let large = |piece: &&Piece| !matches!(piece, Piece::Heading(_) | Piece::Words(_));
        let mut larger = self.pieces.iter().filter(large);
        match (larger.next(), larger.next()) {
            (None, _) if self.leads => " class=\"intro\"",
            (Some(Piece::Picture(picture)), None) if picture.drawings.len() == 1 => " class=\"together\"",
            (Some(Piece::Table(table)), None) if table.is_short() => " class=\"together\"",
            _ => "",
        }
    }
}

/// A part as the template takes it.
enum Piece {
    Heading(String),
    Words(String),
    List(Vec<String>),
    Facts(Vec<Fact>),
    Table(Grid),
    Picture(Picture),
    Links(Vec<Link>),
}

struct Grid {
    caption: String,
    heads: Vec<Field>,
    rows: Vec<Vec<Field>>,
}

impl Grid {
    fn is_short(&self) -> bool {
        self.rows.len() < SHORT
    }
}

struct Field {
    text: String,
    role: Role,
}

impl Field {
    /// How it stands in its column.
    fn class(&self) -> &'static str {
        let long = self.text.split_whitespace().any(|word| word.chars().count() > LONG);
        match self.role {
            _ if long => " class=\"long\"",
            Role::Figure | Role::Extra(_) => " class=\"number\"",
            Role::Words if self.text.chars().count() <= LONG => " class=\"reading\"",
            _ => "",
        }
    }
}

struct Picture {
    id: String,
    title: String,
    summary: String,
    drawings: Vec<Drawn>,
    table: Grid,
}

/// A picture, or a part of a long one, for a page and for a telephone.
struct Drawn {
    wide: String,
    slim: String,
}

fn blocks(content: &[Content], most: usize) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for part in content {
        if matches!(part, Content::Heading(_)) {
            blocks.push(Block::default());
        }
        if let Some(block) = blocks.last_mut() {
            block.pieces.push(piece(part, most));
        }
    }
    blocks.retain(|block| !block.pieces.is_empty());
    if blocks.len() > 1 {
        blocks[0].leads = true;
    }
    blocks
}

fn piece(part: &Content, most: usize) -> Piece {
    match part {
        Content::Heading(text) => Piece::Heading(clean(text)),
        Content::Words(text) => Piece::Words(clean(text)),
        Content::List(points) => Piece::List(points.iter().map(|point| clean(point)).collect()),
        Content::Facts(facts) => Piece::Facts(
            facts
                .iter()
                .map(|fact| Fact {
                    label: clean(&fact.label),
                    text: clean(&fact.text),
                })
                .collect(),
        ),
        Content::Table(caption, table) => Piece::Table(grid(caption, table)),
        Content::Chart(chart, table) if table.rows.len() > most => Piece::Table(grid(&chart.title, table)),
        Content::Chart(chart, table) => Piece::Picture(picture(chart, table)),
        Content::Links(links) => Piece::Links(
            links
                .iter()
                .map(|link| Link {
                    text: clean(&link.text),
                    ..link.clone()
                })
                .collect(),
        ),
    }
}

fn picture(chart: &Chart, table: &Table) -> Picture {
    let stretches = stretches(chart);
    let drawings = stretches.iter().map(|chart| Drawn {
        wide: plot::svg(chart, WIDE, Place::InPage),
        slim: plot::svg(chart, SLIM, Place::InPage),
    });
    Picture {
        id: chart.id.clone(),
        title: clean(&chart.title),
        summary: clean(&chart.summary),
        drawings: drawings.collect(),
        table: grid(&chart.title, table),
    }
}

/// A chart in parts of equal length, each short enough for a printed page.
fn stretches(chart: &Chart) -> Vec<Cow<'_, Chart>> {
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

fn grid(caption: &str, table: &Table) -> Grid {
    let roles = || table.columns.iter().map(|column| column.role);
    Grid {
        caption: clean(caption),
        heads: table
            .columns
            .iter()
            .map(|column| Field {
                text: clean(&column.heading),
                role: column.role,
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                let fields = row.iter().zip(roles()).map(|(cell, role)| Field {
                    text: words(cell),
                    role,
                });
                fields.collect()
            })
            .collect(),
    }
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text),
        Cell::Number(value, kind) => number::text(*value, *kind),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::Undefined(why) => format!("– ({why})"),
        Cell::Withheld(_) => "withheld".to_owned(),
        Cell::Span(_) | Cell::Shares(_) | Cell::Blank => String::new(),
    }
}
