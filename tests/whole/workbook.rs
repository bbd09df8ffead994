//! `-o x.xlsx`: read back as a spreadsheet would.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::support::{Folder, sized};

fn folder() -> Folder {
    Folder::new().file(
        "a.csv",
        sized(&[
            ("Oak", 31),
            ("=1+1", 12),
            ("Elm", 4),
            ("+44", 25),
            ("@home", 17),
            ("-5", 11),
        ]),
    )
}

fn sheet(folder: &Folder, file: &str, name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = open_workbook(folder.path(file)).expect("a workbook");
    let range = workbook.worksheet_range(name).expect("a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn a_workbook_has_the_sheets_and_the_numbers_of_the_tables() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml -o x.xlsx");
    let workbook: Xlsx<_> = open_workbook(folder.path("x.xlsx")).expect("a workbook");
    assert_eq!(
        workbook.sheet_names(),
        [
            "Summary",
            "Read me",
            "Academies",
            "Agreement",
            "Reliability",
            "Aggregation",
            "Items",
            "Distribution",
            "Findings",
            "Provenance",
            "Charts"
        ]
    );
    let csv = folder.output("score a.csv -i trio.toml --format csv --only scores");
    let rows = sheet(&folder, "x.xlsx", "Academies");
    let mut numbers = 0;
    for (line, row) in csv.lines().zip(&rows).skip(1) {
        for (field, cell) in line.split(',').zip(row) {
            if let Data::Float(found) = cell {
                assert!(
                    (found - field.parse::<f64>().expect("a number")).abs() < 1e-12,
                    "{line}"
                );
                numbers += 1;
            }
        }
    }
    assert!(numbers > 30);
}

#[test]
fn text_never_becomes_a_formula() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml -o x.xlsx");
    let rows = sheet(&folder, "x.xlsx", "Academies");
    for name in ["=1+1", "+44", "@home", "-5"] {
        assert!(rows.iter().any(|row| row[2] == Data::String(name.to_owned())), "{name}");
    }
    let bytes = std::fs::read(folder.path("x.xlsx")).expect("the workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        assert!(!text.contains("<f>"), "file {place} has a formula");
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml -o x.xlsx");
    folder.output("score a.csv -i trio.toml -o y.xlsx");
    let read = |name: &str| std::fs::read(folder.path(name)).expect("the workbook");
    assert_eq!(read("x.xlsx"), read("y.xlsx"));
}

#[test]
fn every_report_can_be_a_workbook() {
    let folder = folder();
    for command in ["items a.csv", "reliability a.csv", "check a.csv", "items a.csv --by"] {
        let outcome = folder.run(&format!("{command} -i trio.toml -o x.xlsx"));
        assert!(outcome.code < 2, "{command}: {}", outcome.stderr);
        assert!(!sheet(&folder, "x.xlsx", "Summary").is_empty());
    }
}
