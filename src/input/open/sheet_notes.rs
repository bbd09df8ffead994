//! What a worksheet says besides its cells: hidden rows, merged cells, and formulas without a stored value.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The most hidden rows and formulas to remember.
const MOST: usize = 1_000_000;

/// A rectangle of merged cells: rows as a spreadsheet numbers them, columns counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MergedCells {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

/// What a worksheet says besides its cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SheetNotes {
    /// True if the sheet itself is hidden.
    pub(crate) hidden: bool,
    /// The numbers of hidden rows.
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) merged: Vec<MergedCells>,
    /// Formulas without a stored value: the row as a spreadsheet numbers it, and the column counted from 0.
    pub(crate) unstored: Vec<(u32, u32)>,
}

/// What the XML of a worksheet says about its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RowMarks {
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) has_formulas: bool,
}

/// The marks of every worksheet of a workbook, by the sheet's name. Sheets that cannot be found have none.
pub(crate) fn row_marks(bytes: &[u8]) -> BTreeMap<String, RowMarks> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return BTreeMap::new();
    };
    let (Some(book), Some(links)) = (
        text_of(&mut archive, "xl/workbook.xml"),
        text_of(&mut archive, "xl/_rels/workbook.xml.rels"),
    ) else {
        return BTreeMap::new();
    };
    let targets: BTreeMap<&str, &str> = tags(&links, "Relationship")
        .filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?)))
        .collect();
    let mut marks = BTreeMap::new();
    for tag in tags(&book, "sheet") {
        let (Some(name), Some(target)) = (
            attribute(tag, "name"),
            attribute(tag, "r:id").and_then(|id| targets.get(id)),
        ) else {
            continue;
        };
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        if let Ok(part) = archive.by_name(&path) {
            marks.insert(unescaped(name), scan(part));
        }
    }
    marks
}

fn text_of(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(path).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The start tags of this name, without `<` and `>`.
fn tags<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    let tags = text.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    tags.filter(move |tag| {
        let local = tag.split([' ', '/', '\t', '\n', '\r']).next().unwrap_or_default();
        local.rsplit(':').next() == Some(name)
    })
}

/// The value of an attribute.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {name}=\""))?;
    tag[at + name.len() + 3..].split('"').next()
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}

/// Reads the rows' tags from the XML of a worksheet, piece by piece.
fn scan(mut part: impl Read) -> RowMarks {
    let mut marks = RowMarks::default();
    let mut buffer = vec![0; 1 << 16];
    // The tag that the end of a piece cut.
    let mut tag: Option<Vec<u8>> = None;
    let mut number = 0_u32;
    while let Ok(read @ 1..) = part.read(&mut buffer) {
        for &byte in &buffer[..read] {
            match (&mut tag, byte) {
                (_, b'<') => tag = Some(Vec::new()),
                (Some(text), b'>') => {
                    take_tag(&String::from_utf8_lossy(text), &mut number, &mut marks);
                    tag = None;
                }
                // Tags of rows and formulas are short; others need not be complete.
                (Some(text), byte) if text.len() < 400 => text.push(byte),
                _ => {}
            }
        }
    }
    marks
}

fn take_tag(tag: &str, number: &mut u32, marks: &mut RowMarks) {
    let name = tag.split([' ', '/']).next().unwrap_or_default();
    match name.rsplit(':').next() {
        Some("f") if !tag.starts_with('/') => marks.has_formulas = true,
        Some("row") if !tag.starts_with('/') => {
            let given = attribute(tag, "r").and_then(|row| row.parse().ok());
            *number = given.unwrap_or(number.saturating_add(1));
            let is_hidden = attribute(tag, "hidden").is_some_and(|value| ["1", "true"].contains(&value));
            if is_hidden && marks.hidden_rows.len() < MOST {
                marks.hidden_rows.push(*number);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_formulas_are_seen_in_any_pieces() {
        let xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"/></row><row r=\"2\" hidden=\"1\"><c r=\"A2\"><f>B1</f></c></row>\
                   <x:row hidden=\"true\" r=\"7\"/><row/></sheetData></worksheet>";
        let marks = scan(xml.as_bytes());
        assert_eq!(marks.hidden_rows, [2, 7]);
        assert!(marks.has_formulas);
        assert_eq!(
            scan("<row r=\"3\"><c><v>1</v></c></row>".as_bytes()),
            RowMarks::default()
        );
    }
}
