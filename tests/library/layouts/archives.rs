//! ZIP archives: the one table in them is read, anything else is refused, and nothing fills the memory.

use std::io::{Cursor, Write};

use cte::input::ReadOptions;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::layouts::files::{SAMPLES, bytes, expected, read_bytes, rows};

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("to write");
        writer.write_all(bytes).expect("to write");
    }
    writer.finish().expect("to write").into_inner()
}

fn message(bytes: Vec<u8>) -> String {
    let survey = read_bytes("a.zip", bytes, &ReadOptions::default());
    survey.expect_err("an archive that cannot be read").to_string()
}

#[test]
fn the_only_table_is_read_and_named_whatever_stands_beside_it() {
    for (name, layout) in [
        ("qualtrics-utf16.tsv", "qualtrics"),
        ("microsoft-forms.xlsx", "microsoft-forms"),
    ] {
        let table = bytes(name);
        let zipped = archive(&[
            ("export/", b""),
            ("__MACOSX/export/._data.csv", b"junk"),
            ("export/.hidden.csv", b"junk"),
            ("export/read me.pdf", b"%PDF"),
            (&format!("export/{name}"), &table),
        ]);
        let survey = read_bytes("a.zip", zipped, &ReadOptions::default()).expect("readable");
        assert_eq!(rows(&survey, &SAMPLES[0]), expected());
        assert_eq!(survey.files[0].layout, layout);
        let said = &survey.findings[0];
        assert_eq!(
            said.message,
            format!("read `export/{name}`, the only table in the ZIP archive")
        );
    }
}

#[test]
fn archives_of_no_table_or_several_are_refused_with_their_members() {
    let plain = bytes("plain.csv");
    assert_eq!(
        message(archive(&[("a.csv", &plain), ("b.csv", &plain)])),
        "in `a.zip`: 2 files in the ZIP archive may be the responses, `a.csv`, `b.csv`: unpack it and give the right one"
    );
    assert_eq!(
        message(archive(&[("survey.qsf", b"{}")])),
        "in `a.zip`: no file in the ZIP archive is a table of responses; it holds `survey.qsf`"
    );
    let inner = archive(&[("a.csv", &plain)]);
    assert_eq!(
        message(archive(&[("a.csv", &inner)])),
        "in `a.zip`: it is a ZIP archive, not a table of responses: unpack it and give the file inside"
    );
    assert!(message(b"PK\x03\x04 and no more".to_vec()).starts_with("in `a.zip`: the ZIP archive cannot be read ("));
}

#[test]
fn what_was_found_inside_is_said_of_the_archive() {
    let said = message(archive(&[("a.csv", b"academy,ce1\nOak,5\n")]));
    assert!(
        said.starts_with("in `a.zip`: 3 of the 4 items of `layouts` have no column"),
        "{said}"
    );
}
