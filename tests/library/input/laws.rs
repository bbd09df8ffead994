//! Laws of reading: nothing panics, and what was written is what is read.

use cte::input::{BadCellRule, ReadOptions, candidates, read, read_headcounts};
use cte::tally::MISSING;
use proptest::prelude::*;

use crate::input::fixtures::{academies, demo, source};

fn lenient() -> ReadOptions {
    ReadOptions {
        bad_cells: BadCellRule::SetAside,
        ..ReadOptions::default()
    }
}

/// Reads bytes in every way there is; whatever comes of it must show itself without a panic.
fn throw(name: &str, bytes: &[u8]) {
    let file = source(name, bytes);
    for options in [ReadOptions::default(), lenient()] {
        match read(std::slice::from_ref(&file), &demo(), &options) {
            Ok(survey) => assert!(survey.responses.rows() > 0),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    let _ = candidates(&file, &[demo()], &ReadOptions::default()).map_err(|error| error.to_string());
    let _ = read_headcounts(&file, &ReadOptions::default()).map_err(|error| error.to_string());
}

const SOUND: &str = "academy,comment,q01,q02\r\nOak,\"a, \"\"b\"\"\nc\",5,Strongly agree\r\nAsh,,\"6\",4 - Slightly agree\r\n\r\n,x,Don't know,1.0\r\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        throw("a.csv", &bytes);
    }

    #[test]
    fn no_table_like_text_makes_it_panic(text in "(academy|q01|q02|school|staff|[0-9]|[,;\t|\"\r\n \\[\\]()=-]|sep=|é|’){0,80}") {
        throw("a.csv", text.as_bytes());
    }

    #[test]
    fn no_damage_to_a_sound_file_makes_it_panic(
        changes in prop::collection::vec((0_usize..SOUND.len(), prop::option::of(any::<u8>())), 0..6),
        cut in 0_usize..=SOUND.len(),
    ) {
        let mut bytes = SOUND.as_bytes().to_vec();
        for (at, byte) in changes {
            match byte {
                Some(byte) if at < bytes.len() => bytes[at] = byte,
                _ if at < bytes.len() => { bytes.remove(at); }
                _ => {}
            }
        }
        bytes.truncate(cut.max(1));
        throw("a.csv", &bytes);
    }

    /// A code that is written is read, whatever the delimiter, quoting, encoding, order of columns and line ends.
    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec((0_usize..4, prop::option::of(0_u8..6), prop::option::of(0_u8..6)), 1..30),
        delimiter in prop::sample::select(b",;\t|".to_vec()),
        quoting in prop::sample::select(vec![csv::QuoteStyle::Always, csv::QuoteStyle::Necessary, csv::QuoteStyle::NonNumeric]),
        end in prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')]),
        encoding in 0..5,
        labelled: bool,
        swapped: bool,
    ) {
        let names = ["Oak", "St Mary’s; the \"Old\"", "Ash, Elm | Yew", ""];
        let labels = ["Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree"];
        let cell = |code: Option<u8>| code.map_or_else(String::new, |code| {
            if labelled { labels[usize::from(code)].to_owned() } else { (code + 1).to_string() }
        });
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(quoting).terminator(end).from_writer(Vec::new());
        let order = |first: String, second: String| if swapped { [second, first] } else { [first, second] };
        let header = order("q01".to_owned(), "q02".to_owned());
        writer.write_record(["respondent", "academy", &header[0], &header[1]]).expect("a header");
        for (number, (name, first, second)) in rows.iter().enumerate() {
            let cells = order(cell(*first), cell(*second));
            writer.write_record([&number.to_string(), names[*name], &cells[0], &cells[1]]).expect("a row");
        }
        let text = String::from_utf8(writer.into_inner().expect("bytes")).expect("text");
        let bytes = match encoding {
            0 => text.into_bytes(),
            1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            2 => [b"\xFF\xFE".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            3 => [b"\xFE\xFF".to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
            _ => text.chars().map(|c| if c == '’' { 0x92 } else { u8::try_from(c).expect("ASCII") }).collect(),
        };
        let survey = read(&[source("a.csv", bytes)], &demo(), &ReadOptions::default()).expect("readable");
        let places = |code: Option<u8>| code.unwrap_or(MISSING);
        let firsts: Vec<u8> = rows.iter().map(|row| places(row.1)).collect();
        let seconds: Vec<u8> = rows.iter().map(|row| places(row.2)).collect();
        prop_assert_eq!(survey.responses.column(0), firsts);
        prop_assert_eq!(survey.responses.column(1), seconds);
        let written: Vec<&str> = rows.iter().map(|row| names[row.0]).collect();
        prop_assert_eq!(academies(&survey), written);
    }

    /// Rows may be split over files anywhere.
    #[test]
    fn files_add_up(rows in prop::collection::vec((0_u8..3, 1_u8..7, 1_u8..7), 2..20), cut in 0_usize..20) {
        let lines: Vec<String> = rows.iter().map(|(academy, a, b)| format!("Academy {academy},{a},{b}\n")).collect();
        let file = |lines: &[String]| source("a.csv", format!("academy,q01,q02\n{}", lines.concat()));
        let (first, second) = lines.split_at(cut.min(lines.len()));
        let whole = read(&[file(&lines)], &demo(), &ReadOptions::default()).expect("readable").responses;
        let split = read(&[file(first), file(second)], &demo(), &ReadOptions::default()).expect("readable").responses;
        prop_assert_eq!(whole.column(0), split.column(0));
        prop_assert_eq!(whole.groupings()[0].ids(), split.groupings()[0].ids());
    }
}
