//! The view for people, as Markdown.

use std::fmt::Write;

use crate::export::{ExportError, Format, Style};
use crate::report::{Block, Cell, Report, Role, Table, clean};

pub(crate) const FORMAT: Format = Format {
    name: "markdown",
    endings: &["md", "markdown"],
    about: "the view for people, to paste into a document",
    write,
    folder: None,
};

#[expect(clippy::unnecessary_wraps, reason = "every format has this signature")]
fn write(report: &Report, _: &Style) -> Result<Vec<u8>, ExportError> {
    let mut out = String::new();
    line(&mut out, &format!("# {}\n", escaped(&report.title)));
    if let Some(marking) = &report.marking {
        line(&mut out, &format!("**{}**\n", escaped(marking)));
    }
    for block in report.all_blocks() {
        match block {
            Block::Heading { text, aside } if aside.is_empty() => line(&mut out, &format!("## {}\n", escaped(text))),
            Block::Heading { text, aside } => {
                line(&mut out, &format!("## {}\n\n{}\n", escaped(text), escaped(aside)));
            }
            Block::Facts(facts) => {
                for fact in facts {
                    line(
                        &mut out,
                        &format!("- **{}**: {}", escaped(&fact.label), escaped(&fact.text)),
                    );
                }
                line(&mut out, "");
            }
            Block::Table(table) => rows(&mut out, table),
            Block::Note(text) => line(&mut out, &format!("{}\n", escaped(text))),
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    Ok(out.into_bytes())
}

fn rows(out: &mut String, table: &Table) {
    let shown: Vec<usize> = (0..table.columns.len())
        .filter(|&place| table.columns[place].role != Role::Picture)
        .collect();
    let heads: Vec<String> = shown
        .iter()
        .map(|&place| escaped(&table.columns[place].heading))
        .collect();
    line(out, &format!("| {} |", heads.join(" | ")));
    let rule = |&place: &usize| match table.columns[place].role {
        Role::Name | Role::Words => ":---",
        _ => "---:",
    };
    line(
        out,
        &format!("| {} |", shown.iter().map(rule).collect::<Vec<_>>().join(" | ")),
    );
    for row in &table.rows {
        let cells: Vec<String> = shown.iter().map(|&place| cell(&row[place])).collect();
        line(out, &format!("| {} |", cells.join(" | ")));
    }
    line(out, "");
}

/// A number has `<` or `>` of its own, which are no markup.
fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escaped(text),
        other => other.words(),
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

/// Text from a survey stays text: no markup, no links, no table bars, no line breaks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
