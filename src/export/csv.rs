//! A table as CSV: full precision, and no cell that a spreadsheet would run.

use csv::WriterBuilder;

use crate::export::{ExportError, Format, Part, Style};
use crate::report::{Cell, Report, Table, clean};

pub(crate) const FORMAT: Format = Format {
    name: "csv",
    endings: &["csv"],
    about: "one tidy table (choose it with --only), or a folder of them with -o FOLDER/",
    write,
    folder: Some(folder),
};

fn write(report: &Report, style: &Style) -> Result<Vec<u8>, ExportError> {
    let Some(table) = report.table(style.only.as_deref()) else {
        return Err(ExportError::NoSuchTable {
            found: style.only.clone().unwrap_or_default(),
            known: report.table_names().map(str::to_owned).collect(),
        });
    };
    one(&table, report.marking.as_deref())
}

fn folder(report: &Report) -> Result<Vec<Part>, ExportError> {
    let part = |table: Table| {
        Ok(Part {
            name: format!("{}.csv", table.name),
            bytes: one(&table, report.marking.as_deref())?,
        })
    };
    report.tables().map(part).collect()
}

/// A marked table says so in a last column, so that no row loses it when it is copied out.
fn one(table: &Table, marking: Option<&str>) -> Result<Vec<u8>, ExportError> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let heads = table.columns.iter().map(|column| column.key.as_str());
    writer.write_record(heads.chain(marking.map(|_| "marking")))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(field).chain(marking.map(str::to_owned)))?;
    }
    Ok(writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?)
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => inert(&clean(text)),
        Cell::Number(value, _) => value.to_string(),
        Cell::Bound(side, bound, _) => format!("{} {bound}", side.name()),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Span(_) | Cell::Shares(_) | Cell::Undefined(_) | Cell::Withheld(_) | Cell::Blank => String::new(),
    }
}

/// Text that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets hide.
fn inert(text: &str) -> String {
    let starts_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n', '|', '%']);
    if starts_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_start_a_formula() {
        for text in ["=1+1", "+44", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"] {
            assert!(inert(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(inert("Ashdown = Primary"), "Ashdown = Primary");
    }
}
