//! A file read window by window, in chunks, says what it says when it is read as a whole, for any sizes and threads.

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use cte::input::{
    BadCellRule, GroupChoice, InputError, MemoryFile, ReadOptions, Stored, Survey, WindowSizes, count_stored, read,
    read_stored,
};
use cte::model::Instrument;
use cte::tally::Tallies;
use proptest::prelude::*;

use crate::input::fixtures::{demo, instrument_of, response, source};

/// A file that counts how often it is asked for as a whole.
struct Watched {
    source: MemoryFile,
    wholes: AtomicUsize,
}

impl Stored for Watched {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        self.source.open()
    }

    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        self.wholes.fetch_add(1, Ordering::Relaxed);
        self.source.whole()
    }
}

fn windowed(
    sources: &[MemoryFile],
    instrument: &Instrument,
    options: &ReadOptions,
    sizes: WindowSizes,
    threads: usize,
) -> (Result<Survey, InputError>, usize) {
    let watched: Vec<Watched> = sources
        .iter()
        .map(|source| Watched {
            source: source.clone(),
            wholes: AtomicUsize::new(0),
        })
        .collect();
    let files: Vec<&dyn Stored> = watched.iter().map(|file| file as &dyn Stored).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let survey = pool
        .expect("threads")
        .install(|| read_stored(&files, instrument, options, sizes));
    let wholes = watched.iter().map(|file| file.wholes.load(Ordering::Relaxed)).sum();
    (survey, wholes)
}

/// The same counted, and what the rows that are kept say if they are counted then.
fn counted(
    sources: &[MemoryFile],
    options: &ReadOptions,
    sizes: WindowSizes,
    threads: usize,
) -> [Result<(Survey, usize), InputError>; 2] {
    let files: Vec<&dyn Stored> = sources.iter().map(|source| source as &dyn Stored).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let counted = pool
        .expect("threads")
        .install(|| count_stored(&files, &demo(), options, sizes));
    let rows = |tallies: &Tallies| usize::try_from(tallies.by[0].all_rows()).expect("few");
    let tallies = |survey: &Survey| survey.counted.as_ref().expect("counts").tallies.clone();
    let kept = read(sources, &demo(), options);
    let counted = counted.map(|counted| {
        let rows = rows(&tallies(&counted));
        (counted, rows)
    });
    let expected = match (kept, &counted) {
        (Err(error), _) => Err(error),
        (Ok(survey), Ok((found, _))) => {
            assert_eq!(tallies(found), Tallies::of(&demo(), &survey.responses));
            assert_eq!(found.responses.rows(), 0);
            for (own, other) in found.responses.groupings().iter().zip(survey.responses.groupings()) {
                assert_eq!((&own.column, own.names()), (&other.column, other.names()));
            }
            let rows = survey.responses.rows();
            let survey = Survey {
                responses: found.responses.clone(),
                counted: found.counted.clone(),
                identities: Vec::new(),
                seen: found.seen.clone(),
                ..survey
            };
            Ok((survey, rows))
        }
        (Ok(_), Err(error)) => panic!("rows that can be kept can be counted: {error}"),
    };
    [counted, expected]
}

/// A header and as many sound rows as tell what the table is.
fn sound(end: &str) -> String {
    let row = |row: usize| format!("{row},Oak {},{},,x{end}", row % 3, row % 6 + 1);
    let head = format!("id,academy,q01,q02,role{end}");
    head + &(0..60).map(row).collect::<String>()
}

/// What is in a cell. In a wild file a quote may be left open and a row be too long, which only all of the file can tell of.
fn cell(wild: bool) -> impl Strategy<Value = String> {
    let mut cells = vec![
        "",
        "5",
        "1",
        "\"4\"",
        "\"\"",
        "Oak 1",
        "\"Oak 2\"",
        "oak 1",
        "Elm",
        "Strongly agree",
        "\"Slightly agree\"",
        "6 - Strongly agree",
        "Don't know",
        "N/A",
        "3.0",
        "9",
        " ",
        "  2 ",
        "6\" nails",
        "\"x\" y",
        "\"a \"\"b\"\" c\"",
        "\"a, b\"",
        "\"two\nlines\"",
        "\"two\r\nlines\"",
        "\"\r\"",
        "q01",
        "St Mary’s é",
        "\u{feff}",
        "\u{a0}",
        "\u{b}",
        "-",
    ];
    if wild {
        cells.push("\"1,2,3,4\n5,6,7,8,9\n");
    }
    prop_oneof![
        6 => (1_u8..=6).prop_map(|code| code.to_string()),
        4 => prop::sample::select(cells).prop_map(str::to_owned),
        1 => "[a-z ]{0,30}",
    ]
}

fn row(wild: bool) -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r", "\n\r"]);
    let width = prop_oneof![8 => Just(5_usize), 1 => 1_usize..if wild { 8 } else { 6 }];
    let cells = width.prop_flat_map(move |width| prop::collection::vec(cell(wild), width));
    (cells, end).prop_map(|(cells, end)| cells.join(",") + end)
}

/// Rows as they may be, and now and then a byte that belongs nowhere.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![Just(b'"'), any::<u8>()];
    let stray = prop::option::weighted(0.1, (any::<prop::sample::Index>(), byte));
    let rows = prop::bool::weighted(0.2).prop_flat_map(|wild| prop::collection::vec(row(wild), 0..60));
    (rows, stray, 0_usize..3).prop_map(|(rows, stray, cut)| {
        let mut bytes = rows.concat().into_bytes();
        if let Some((at, byte)) = stray {
            bytes.insert(at.index(bytes.len() + 1), byte);
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        bytes
    })
}

fn sizes(head: usize) -> impl Strategy<Value = WindowSizes> {
    (1_usize..600, 30_usize..300, 1_usize..150).prop_map(move |(window, cut, chunk)| WindowSizes {
        head,
        window,
        cut,
        chunk,
    })
}

fn options() -> impl Strategy<Value = ReadOptions> {
    let group = prop_oneof![
        Just(GroupChoice::Guess),
        Just(GroupChoice::Everybody("All".to_owned())),
        Just(GroupChoice::Column("id".to_owned())),
    ];
    let by = prop_oneof![
        Just(vec![]),
        Just(vec!["role".to_owned()]),
        Just(vec!["q01".to_owned()])
    ];
    let rule = prop_oneof![3 => Just(BadCellRule::SetAside), 1 => Just(BadCellRule::Stop)];
    (group, by, rule).prop_map(|(group, by, bad_cells)| ReadOptions {
        group,
        by,
        bad_cells,
        ..ReadOptions::default()
    })
}

/// The beginnings of this, of each length, are labels.
const LONGEST: &str = "Nobody-in-this-school-would-ever-say-so!";

/// Items of 40 codes, of which each label is the beginning of the next.
fn forty() -> Instrument {
    let labels: Vec<(i32, &str)> = (1..)
        .zip((1..=LONGEST.len()).map(|length| &LONGEST[..length]))
        .collect();
    let ids: Vec<String> = (1..=9).map(|number| format!("q{number:02}")).collect();
    let items: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    instrument_of(&items, &response(1, 40, &labels))
}

/// A header and as many rows of digits as tell what the table is; the last item may stand in the last column.
fn sound_forty(end: &str, role: bool) -> String {
    let (header, cell) = if role { (",role", ",x") } else { ("", "") };
    let items: Vec<String> = (1..=9).map(|number| format!("q{number:02}")).collect();
    let items = items.join(",");
    let row = |row: usize| format!("{row},Oak,{}{cell}{end}", ["4"; 9].join(","));
    format!("id,academy,{items}{header}{end}") + &(0..60).map(row).collect::<String>()
}

/// Rows of a few labels that come again and again, bare, in quotes, or nearly so, and empty cells among them.
fn label_rows(role: bool) -> impl Strategy<Value = Vec<u8>> {
    let label = |length: usize| &LONGEST[..length];
    let cell = move |lengths: &[usize], which: usize, how: u8| {
        let label = label(lengths[which % lengths.len()]);
        match how {
            0..30 => label.to_owned(),
            30..40 => format!("\"{label}\""),
            40..50 => String::new(),
            50 => "\"\"".to_owned(),
            51 => "4".to_owned(),
            52 => format!("{label}\r"),
            53 => format!("{label}\0"),
            54 => format!("\"{label}\r\""),
            55 => format!("\"{label}\n\""),
            56 => format!(" {label} "),
            57 => format!("\"{label},\""),
            58 => format!("\"{label}"),
            59 => format!("{label}\n"),
            60 => format!("{label}\""),
            61 => "N/A".to_owned(),
            _ => label.to_uppercase(),
        }
    };
    let end = prop::sample::select(vec!["\n", "\n", "\r\n", "\r", "\n\n", "\n\r"]);
    let width = prop_oneof![20 => Just(9_usize), 1 => 1_usize..12];
    // Now and then something is odd; most often a cell is a label.
    let how = prop_oneof![60 => 0_u8..51, 1 => 0_u8..64];
    let cells = width.prop_flat_map(move |width| prop::collection::vec((0_usize..5, how.clone()), width));
    let rows = prop::collection::vec((cells, end), 0..40);
    let lengths = prop::collection::vec(1..=LONGEST.len(), 1..5);
    let stray = prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<u8>()));
    (lengths, rows, stray, 0_usize..3).prop_map(move |(lengths, rows, stray, cut)| {
        let row = |(cells, end): &(Vec<(usize, u8)>, &str)| {
            let cells: Vec<String> = cells.iter().map(|(which, how)| cell(&lengths, *which, *how)).collect();
            format!("1,Elm,{}{}{end}", cells.join(","), if role { ",x" } else { "" })
        };
        let mut bytes = rows.iter().map(row).collect::<String>().into_bytes();
        if let Some((at, byte)) = stray {
            bytes.insert(at.index(bytes.len() + 1), byte);
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn labels_seen_at_a_glance_say_what_they_say_one_by_one(
        end in prop::sample::select(vec!["\n", "\r\n"]),
        (role, body) in any::<bool>().prop_flat_map(|role| (Just(role), label_rows(role))),
        (window, cut, chunk) in (1_usize..6000, 200_usize..2000, 1_usize..4000),
        threads in prop::sample::select(vec![1_usize, 2]),
    ) {
        let head = sound_forty(end, role);
        let sizes = WindowSizes { head: head.len(), window, cut, chunk };
        let options = ReadOptions { bad_cells: BadCellRule::SetAside, ..ReadOptions::default() };
        let files = [source("a.csv", [head.as_bytes(), &body].concat())];
        let (windows, _) = windowed(&files, &forty(), &options, sizes, threads);
        prop_assert_eq!(windows, read(&files, &forty(), &options));
    }

    #[test]
    fn windows_chunks_and_threads_change_nothing(
        end in prop::sample::select(vec!["\n", "\r\n"]),
        mark in any::<bool>(),
        body in body(),
        options in options(),
        sizes in sizes(0),
        threads in prop::sample::select(vec![1_usize, 2, 8]),
    ) {
        let head = [if mark { "\u{feff}" } else { "" }, &sound(end)].concat();
        let sizes = WindowSizes { head: head.len(), ..sizes };
        let files = [source("a.csv", [head.as_bytes(), &body].concat()), source("b.csv", [head.as_bytes(), b"7,Ash,5,,y\n"].concat())];
        let whole = read(&files, &demo(), &options);
        let (windows, _) = windowed(&files, &demo(), &options, sizes, threads);
        prop_assert_eq!(windows, whole);
    }

    #[test]
    fn rows_that_are_counted_as_they_are_read_count_as_those_that_are_kept(
        end in prop::sample::select(vec!["\n", "\r\n"]),
        body in body(),
        options in options(),
        sizes in sizes(0),
        threads in prop::sample::select(vec![1_usize, 2, 8]),
    ) {
        let head = sound(end);
        let sizes = WindowSizes { head: head.len(), ..sizes };
        let files = [source("a.csv", [head.as_bytes(), &body].concat()), source("b.csv", [head.as_bytes(), b"7,Ash,5,,y\n"].concat())];
        let [counted, expected] = counted(&files, &options, sizes, threads);
        prop_assert_eq!(counted, expected);
    }

    #[test]
    fn sound_rows_are_never_held_as_a_whole(
        end in prop::sample::select(vec!["\n", "\r\n"]),
        rows in prop::collection::vec((1_u8..=6, prop::sample::select(vec!["", "Agree", "\"2\"", "\"a\nb, \"\"c\"\"\""])), 1..200),
        sizes in sizes(0),
        threads in prop::sample::select(vec![1_usize, 2, 8]),
    ) {
        let head = sound(end);
        // A record and the longest line fit, as they do in files.
        let sizes = WindowSizes { head: head.len(), cut: 64, ..sizes };
        let row = |(code, other): &(u8, &str)| format!("1,Elm,{code},{other},x{end}");
        let rows: String = rows.iter().map(row).collect();
        let files = [source("a.csv", head + &rows)];
        let options = ReadOptions { bad_cells: BadCellRule::SetAside, ..ReadOptions::default() };
        let (windows, wholes) = windowed(&files, &demo(), &options, sizes, threads);
        prop_assert_eq!(windows, read(&files, &demo(), &options));
        prop_assert_eq!(wholes, 0);
    }
}

#[test]
fn how_long_it_took_is_read_in_windows_too() {
    let start = "2026-10-05 09:00:00";
    for (columns, took, unknown) in [
        ("duration", "0:12".to_owned(), String::new()),
        (
            "Start time,Completion time",
            format!("{start},\"2026-10-05 09:00:12\""),
            format!("{start},"),
        ),
    ] {
        let head = sound("\n").replace("role", columns);
        let row = |row: usize| format!("1,Elm,5,5,{}\n", if row.is_multiple_of(7) { &unknown } else { &took });
        let rows: String = (0..40).map(row).collect();
        let sizes = WindowSizes {
            head: head.len(),
            window: 100,
            cut: 50,
            chunk: 30,
        };
        let files = [source("a.csv", head + &rows)];
        let (windows, wholes) = windowed(&files, &demo(), &ReadOptions::default(), sizes, 2);
        let survey = windows.expect("readable");
        let last = survey.responses.rows() - 5;
        assert_eq!(
            (survey.responses.duration(last), survey.responses.duration(last + 1)),
            (None, Some(12_000)),
            "{columns}"
        );
        assert_eq!(Ok(survey), read(&files, &demo(), &ReadOptions::default()));
        assert_eq!(wholes, 0);
    }
}
