//! Pages as HTML: one file each, with all that it needs in it.

use askama::Template;

use crate::export::{ExportError, Part as File};
use crate::plot::{self, Place};
use crate::report::{Cell, Fact, Figure, Link, Page, Part, Role, Table, clean, number};

/// How wide pictures are drawn for a page and for a telephone.
const WIDE: f64 = 800.0;
const SLIM: f64 = 340.0;
/// Above so many rows nobody takes a picture in, and the page would grow beyond a megabyte: the table stands alone.
const MOST_ROWS: usize = 120;
/// The same for all pictures of a page together.
const MOST_ROWS_A_PAGE: usize = 840;
/// What is drawn all the same on a page that has too many: the items, but not the academies.
const FEW_ROWS: usize = 40;

const STYLE: &str = include_str!("style.css");

/// Pages as the files of a folder.
///
/// # Errors
/// When a page cannot be written.
pub fn pages(pages: &[Page]) -> Result<Vec<File>, ExportError> {
    let style = format!("{STYLE}{}", plot::style(".figure"));
    pages.iter().map(|page| file(page, &style)).collect()
}

fn file(page: &Page, style: &str) -> Result<File, ExportError> {
    let parts = page.sections.iter().flat_map(|section| &section.parts);
    let rows = parts.map(|part| match part {
        Part::Figure(_, table) => table.rows.len(),
        _ => 0,
    });
    let most = if rows.sum::<usize>() > MOST_ROWS_A_PAGE {
        FEW_ROWS
    } else {
        MOST_ROWS
    };
    let sections = page.sections.iter().map(|section| Stretch {
        id: section.id,
        heading: clean(&section.heading),
        blocks: blocks(&section.parts, most),
    });
    let html = Document {
        title: clean(&page.title),
        subtitle: clean(&page.subtitle),
        marking: page.marking.as_deref(),
        answer: page.answer.iter().map(|sentence| clean(sentence)).collect(),
        sections: sections.collect(),
        style,
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(File {
        name: format!("{}.html", page.name),
        bytes: html.render()?.into_bytes(),
    })
}

#[derive(Template)]
#[template(path = "page.html")]
struct Document<'a> {
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
    /// What stands under one smaller heading belongs together on paper.
    blocks: Vec<Vec<Piece>>,
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

struct Field {
    text: String,
    number: bool,
}

struct Picture {
    id: String,
    title: String,
    summary: String,
    wide: String,
    slim: String,
    table: Grid,
}

fn blocks(parts: &[Part], most: usize) -> Vec<Vec<Piece>> {
    let mut blocks: Vec<Vec<Piece>> = vec![Vec::new()];
    for part in parts {
        if matches!(part, Part::Heading(_)) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(piece(part, most));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn piece(part: &Part, most: usize) -> Piece {
    match part {
        Part::Heading(text) => Piece::Heading(clean(text)),
        Part::Words(text) => Piece::Words(clean(text)),
        Part::List(points) => Piece::List(points.iter().map(|point| clean(point)).collect()),
        Part::Facts(facts) => Piece::Facts(
            facts
                .iter()
                .map(|fact| Fact {
                    label: clean(&fact.label),
                    text: clean(&fact.text),
                })
                .collect(),
        ),
        Part::Table(caption, table) => Piece::Table(grid(caption, table)),
        Part::Figure(figure, table) if table.rows.len() > most => Piece::Table(grid(&figure.title, table)),
        Part::Figure(figure, table) => Piece::Picture(picture(figure, table)),
        Part::Links(links) => Piece::Links(
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

fn picture(figure: &Figure, table: &Table) -> Picture {
    Picture {
        id: figure.id.clone(),
        title: clean(&figure.title),
        summary: clean(&figure.summary),
        wide: plot::svg(figure, WIDE, Place::InPage),
        slim: plot::svg(figure, SLIM, Place::InPage),
        table: grid(&figure.title, table),
    }
}

fn grid(caption: &str, table: &Table) -> Grid {
    let right = |role: Role| matches!(role, Role::Figure | Role::Extra(_));
    let roles = || table.columns.iter().map(|column| column.role);
    Grid {
        caption: clean(caption),
        heads: table
            .columns
            .iter()
            .map(|column| Field {
                text: clean(&column.heading),
                number: right(column.role),
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                let fields = row.iter().zip(roles()).map(|(cell, role)| Field {
                    text: words(cell),
                    number: right(role),
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
