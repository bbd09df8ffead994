//! Same input, same bytes: for any number of threads, any split of the rows, any way in.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, sized};

const SIZES: &[(&str, usize)] = &[("Oak", 31), ("Ash", 12), ("Elm", 4), ("Yew", 25), ("Lime", 17)];

fn scales(json: &str) -> Value {
    let record: Value = serde_json::from_str(json).expect("JSON");
    record["scales"].clone()
}

/// The scales of a record with their academies in the order of their names.
fn by_name(json: &str) -> Value {
    let mut scales = scales(json);
    for scale in scales.as_array_mut().expect("scales") {
        let academies = scale["academies"].as_array_mut().expect("academies");
        academies.sort_by_key(|academy| academy["academy"].to_string());
    }
    scales
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    // Enough rows that several threads do get work.
    let mut csv = "academy,q01,q02,q03\n".to_owned();
    for row in 0_u32..140_000 {
        let code = |salt: u32| 1 + (row.wrapping_mul(2_654_435_761).rotate_left(salt) >> 7) % 6;
        let academy = (row.wrapping_mul(40_503) >> 5) % 23;
        let _ = writeln!(csv, "Academy {academy},{},{},{}", code(3), code(11), code(19));
    }
    let folder = Folder::new().file("a.csv", csv);
    let one = folder.output("score a.csv -i trio.toml --format json --threads 1");
    for threads in [2, 8] {
        let other = folder.output(&format!("score a.csv -i trio.toml --format json --threads {threads}"));
        assert!(one == other, "{threads} threads give other bytes");
    }
}

#[test]
fn every_run_gives_the_same_bytes() {
    let folder = Folder::new().file("a.csv", sized(SIZES));
    for format in ["text", "json", "csv", "markdown"] {
        let arguments = format!("score a.csv -i trio.toml --format {format}");
        assert_eq!(folder.output(&arguments), folder.output(&arguments));
    }
}

#[test]
fn several_files_are_one_survey() {
    let whole = sized(SIZES);
    let (header, rows) = whole.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let part = |from: usize, to: usize| format!("{header}\n{}\n", rows[from..to].join("\n"));
    let folder = Folder::new()
        .file("whole.csv", &whole)
        .file("1.csv", part(0, 20))
        .file("2.csv", part(20, 21))
        .file("3.csv", part(21, rows.len()));
    let one = folder.output("score whole.csv -i trio.toml --format json");
    let several = folder.output("score 1.csv 2.csv 3.csv -i trio.toml --format json");
    assert_eq!(scales(&one), scales(&several));
    let input = |json: &str| serde_json::from_str::<Value>(json).expect("JSON")["input"].clone();
    assert_eq!(input(&one)[0]["rows"], rows.len());
    assert_eq!(
        input(&several)[1]["rows"],
        serde_json::json!({"withheld": "complementary"}),
        "a file may be one academy's"
    );
    let open = folder.output("score 1.csv 2.csv 3.csv -i trio.toml --format json --unsuppressed");
    assert_eq!(input(&open)[1]["rows"], 1);
}

#[test]
fn the_order_of_rows_changes_no_figure() {
    let whole = sized(SIZES);
    let (header, rows) = whole.split_once('\n').expect("a header");
    let mut turned: Vec<&str> = rows.lines().collect();
    turned.reverse();
    let folder = Folder::new()
        .file("a.csv", &whole)
        .file("b.csv", format!("{header}\n{}\n", turned.join("\n")));
    let sorted = |file: &str| by_name(&folder.output(&format!("score {file} -i trio.toml --format json")));
    let (one, other) = (sorted("a.csv"), sorted("b.csv"));
    assert_eq!(one, other);
}

#[test]
fn tallies_of_rows_dealt_out_give_the_figures_of_the_whole() {
    let whole = sized(SIZES);
    let (header, rows) = whole.split_once('\n').expect("a header");
    let mut parts = [header, header, header].map(|header| format!("{header}\n"));
    // The last rows first, so that academies appear in another order.
    for (place, row) in rows.lines().rev().enumerate() {
        let _ = writeln!(parts[place % 3], "{row}");
    }
    let mut folder = Folder::new().file("whole.csv", &whole);
    for (place, part) in parts.iter().enumerate() {
        folder = folder.file(&format!("{place}.csv"), part);
    }
    for place in 0..3 {
        folder.output(&format!(
            "tally {place}.csv -i trio.toml --unsuppressed -o {place}.tally"
        ));
    }
    let one = by_name(&folder.output("score whole.csv -i trio.toml --format json --unsuppressed"));
    let other = by_name(&folder.output("score 0.tally 1.tally 2.tally -i trio.toml --format json --unsuppressed"));
    assert_eq!(one, other);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let csv = sized(SIZES);
    let folder = Folder::new().file("a.csv", &csv);
    let from_file = folder.output("score a.csv -i trio.toml --format json");
    let piped = folder.run_with("score - -i trio.toml --format json", &csv);
    assert_eq!((piped.code, piped.stderr.as_str()), (0, ""));
    assert_eq!(scales(&from_file), scales(&piped.stdout));
}

#[test]
fn encodings_delimiters_and_line_ends_change_nothing() {
    let csv = sized(&[("Ōak", 14), ("Ash", 12)]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let folder = Folder::new()
        .file("plain.csv", &csv)
        .file("bom.csv", format!("\u{feff}{csv}"))
        .file("crlf.csv", csv.replace('\n', "\r\n"))
        .file("semicolons.csv", csv.replace(',', ";"))
        .file("tabs.csv", csv.replace(',', "\t"))
        .file("utf16.csv", utf16)
        .file("quoted.csv", csv.replace("Ash", "\"Ash\""));
    let plain = scales(&folder.output("score plain.csv -i trio.toml --format json"));
    for name in ["bom", "crlf", "semicolons", "tabs", "utf16", "quoted"] {
        let other = scales(&folder.output(&format!("score {name}.csv -i trio.toml --format json")));
        assert_eq!(plain, other, "{name}");
    }
}
