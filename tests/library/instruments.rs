//! The bundled questionnaires against what is known of them, and what a faulty instrument file is told.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cte::input::instrument::{BUNDLED, InstrumentFault, bundled, lint, load, parse, to_toml};
use cte::input::{FaultKind, FaultyFile};
use cte::model::{Aggregate, Instrument, InstrumentParts, MissingReason, NULL_NAMES, Scale, Status, Wording};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

fn the(id: &str) -> Instrument {
    bundled(id).unwrap_or_else(|| panic!("`{id}` is not bundled"))
}

fn without_checksum(instrument: &Instrument) -> Instrument {
    let parts = InstrumentParts {
        sha256: String::new(),
        ..InstrumentParts::clone(instrument)
    };
    Instrument::new(parts).expect("a sound questionnaire")
}

fn scale<'i>(instrument: &'i Instrument, id: &str) -> &'i Scale {
    let found = instrument.scales().iter().find(|scale| scale.id == id);
    found.unwrap_or_else(|| panic!("no scale `{id}`"))
}

/// The numbers in the ids of a scale's items: `ces07` is 7.
fn numbers(instrument: &Instrument, scale_id: &str) -> Vec<u32> {
    let items = scale(instrument, scale_id).items.iter();
    items.map(|&place| number(&instrument.items()[place].id)).collect()
}

fn number(id: &str) -> u32 {
    let digits = id.trim_start_matches(char::is_alphabetic);
    digits.parse().unwrap_or_else(|_| panic!("`{id}` ends in no number"))
}

fn reversed(instrument: &Instrument) -> Vec<u32> {
    let items = instrument.items().iter();
    items
        .filter(|item| item.reversed)
        .map(|item| number(&item.id))
        .collect()
}

#[test]
fn every_bundled_questionnaire_loads_under_its_own_id() {
    for entry in BUNDLED {
        match load(entry.text.as_bytes(), &entry.file_name(), |_| Err(String::new())) {
            Ok(loaded) => {
                assert_eq!(loaded.instrument.id, entry.id);
                assert_eq!(loaded.warnings, []);
                assert_eq!(loaded.wording_file, None);
                assert_eq!(loaded.instrument.sha256.len(), 64);
            }
            Err(error) => panic!("{error}"),
        }
        assert_eq!(to_toml(&the(entry.id)), entry.text);
    }
    assert!(bundled("no-such").is_none());
}

#[test]
fn no_item_id_is_used_by_two_questionnaires_so_a_file_can_be_recognised() {
    let mut seen = BTreeSet::new();
    for entry in BUNDLED {
        for item in the(entry.id).items() {
            assert!(seen.insert(item.id.clone()), "`{}` is used twice", item.id);
        }
    }
    assert_eq!(seen.len(), 18 + 21 + 12 + 12 + 12 + 24 + 12);
}

#[test]
fn ours_has_its_full_wording_two_referents_and_no_claim_of_validity() {
    let ours = the("trust-cte");
    assert_eq!(BUNDLED[0].id, "trust-cte");
    assert_eq!((ours.status, ours.wording), (Status::Development, Wording::Full));
    assert_eq!(ours.licence.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(ours.items().len(), 18);
    assert!(reversed(&ours).is_empty());
    let sizes: Vec<(&str, usize)> = ours.scales().iter().map(|s| (s.id.as_str(), s.items.len())).collect();
    assert_eq!(
        sizes,
        [("academy", 12), ("teaching", 6), ("engagement", 6), ("trust", 6)]
    );
    assert_eq!(numbers(&ours, "academy"), (1..=12).collect::<Vec<_>>());
    assert_eq!(numbers(&ours, "trust"), (13..=18).collect::<Vec<_>>());
    for item in ours.items() {
        let start = if number(&item.id) <= 12 {
            "In our academy, we can "
        } else {
            "Across our trust, we can "
        };
        assert!(item.text.starts_with(start), "{}", item.text);
        assert!(!item.text.contains(" and "), "two ideas: {}", item.text);
        assert_eq!((item.response.range.min(), item.response.range.max()), (1, 6));
        assert_eq!(item.response.favourable, BTreeSet::from([5, 6]));
        assert_eq!(item.response.labels[&4], "Slightly agree");
        assert_eq!(item.response.synonyms["Somewhat agree"], 4);
        assert_eq!(item.response.missing["Don't know"], MissingReason::DontKnow);
        assert_eq!(item.response.missing["Not applicable"], MissingReason::NotApplicable);
    }
    assert_eq!(lint(&ours), Vec::<String>::new());
}

#[test]
fn goddard_hoy_and_woolfolk_hoy_2000() {
    let long = the("ce-scale");
    assert_eq!(long.items().len(), 21);
    assert_eq!(
        (long.status, long.wording, long.verified),
        (Status::Published, Wording::Gist, false)
    );
    assert_eq!(long.scoring.aggregate, Aggregate::Items);
    assert_eq!(reversed(&long), [3, 4, 8, 10, 11, 12, 16, 18, 19, 20]);
    assert_eq!(
        numbers(&long, "group-competence"),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 20, 21]
    );
    assert_eq!(numbers(&long, "task-analysis"), [10, 13, 14, 15, 16, 17, 18, 19]);
    let norm = &scale(&long, "collective-efficacy").norms[0];
    assert_eq!(
        (norm.mean.to_string(), norm.sd.to_string()),
        ("4.1201".to_owned(), "0.6392".to_owned())
    );
    assert_eq!(norm.status.as_deref(), Some("unverified"));
    assert_eq!(norm.display.as_deref(), Some("standard-500"));
}

#[test]
fn goddard_2002() {
    let short = the("ce-scale-short");
    assert_eq!(short.items().len(), 12);
    assert!(short.verified);
    assert_eq!(reversed(&short), [3, 4, 8, 9, 11, 12]);
    assert_eq!(numbers(&short, "group-competence"), [1, 2, 3, 4, 5, 9]);
    assert_eq!(numbers(&short, "task-analysis"), [6, 7, 8, 10, 11, 12]);
    assert_eq!(numbers(&short, "negative"), reversed(&short));
    assert_eq!(numbers(&short, "positive"), [1, 2, 5, 6, 7, 10]);
    assert_eq!(short.scales()[0].id, "collective-efficacy");
}

#[test]
fn tschannen_moran_and_barr_2004() {
    let beliefs = the("ctbs");
    assert_eq!((beliefs.items().len(), beliefs.verified), (12, false));
    assert!(reversed(&beliefs).is_empty());
    assert_eq!(numbers(&beliefs, "instruction"), [1, 2, 5, 6, 9, 11]);
    assert_eq!(numbers(&beliefs, "discipline"), [3, 4, 7, 8, 10, 12]);
    let labelled: Vec<i32> = beliefs.items()[0].response.labels.keys().copied().collect();
    assert_eq!(labelled, [1, 3, 5, 7, 9]);
    assert_eq!(beliefs.items()[0].response.labels[&5], "Some degree");
}

#[test]
fn schwarzer_and_schmitz_1999() {
    let staff = the("ctse");
    assert_eq!(
        (staff.items().len(), staff.scales().len(), staff.verified),
        (12, 1, true)
    );
    assert!(reversed(&staff).is_empty());
    assert_eq!((staff.scales()[0].range.min(), staff.scales()[0].range.max()), (1, 4));
    assert_eq!(staff.items()[0].response.labels[&2], "Barely true");
}

#[test]
fn tschannen_moran_and_woolfolk_hoy_2001() {
    let long = the("tses-long");
    assert_eq!(numbers(&long, "engagement"), [1, 2, 4, 6, 9, 12, 14, 22]);
    assert_eq!(numbers(&long, "instruction"), [7, 10, 11, 17, 18, 20, 23, 24]);
    assert_eq!(numbers(&long, "management"), [3, 5, 8, 13, 15, 16, 19, 21]);
    let short = the("tses-short");
    assert_eq!(numbers(&short, "engagement"), [2, 4, 7, 11]);
    assert_eq!(numbers(&short, "instruction"), [5, 9, 10, 12]);
    assert_eq!(numbers(&short, "management"), [1, 3, 6, 8]);
    let figures = |instrument: &Instrument| -> Vec<String> {
        let norms = instrument.scales().iter().flat_map(|scale| &scale.norms);
        norms.map(|norm| format!("{} {}", norm.mean, norm.sd)).collect()
    };
    assert_eq!(figures(&long), ["7.1 0.94", "7.3 1.1", "7.3 1.1", "6.7 1.1"]);
    assert_eq!(figures(&short), ["7.1 0.98", "7.2 1.2", "7.3 1.2", "6.7 1.2"]);
}

#[test]
fn every_set_of_scales_covers_its_items() {
    for entry in BUNDLED {
        let instrument = the(entry.id);
        let scored: BTreeSet<usize> = instrument.scales().iter().flat_map(|s| s.items.clone()).collect();
        assert_eq!(scored.len(), instrument.items().len(), "{}", entry.id);
        // The first scale is the whole of what the form measures in one place; ours has a second referent.
        let first = instrument.scales()[0].items.len();
        assert!(first == instrument.items().len() || entry.id == "trust-cte");
    }
}

#[test]
fn the_example_terms_hold_our_statements_our_labels_and_no_more_answers_than_staff() {
    let ours = the("trust-cte");
    let file = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(name);
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let rows = |name: &str| -> Vec<csv::StringRecord> { file(name).records().map(Result::unwrap).collect() };
    let staff: std::collections::BTreeMap<String, usize> = rows("headcount.csv")
        .iter()
        .map(|row| (row[0].to_owned(), row[1].parse().unwrap()))
        .collect();
    assert_eq!(staff.len(), 15);

    for (name, under_ten) in [("autumn-2026.csv", 2), ("spring-2027.csv", 1)] {
        let header = file(name).headers().unwrap().clone();
        let texts: Vec<&str> = ours.items().iter().map(|item| item.text.as_str()).collect();
        assert_eq!(header.iter().skip(3).take(18).collect::<Vec<_>>(), texts);
        let mut answered = std::collections::BTreeMap::new();
        let mut words = BTreeSet::new();
        for row in rows(name) {
            let cells: Vec<&str> = row.iter().skip(3).take(18).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                *answered.entry(row[1].to_owned()).or_insert(0) += 1;
            }
            words.extend(cells.into_iter().map(str::to_owned));
        }
        let response = &ours.items()[0].response;
        let known = response.labels.values().chain(response.missing.keys()).cloned();
        let expected: BTreeSet<String> = known.chain([String::new()]).collect();
        assert_eq!(words, expected, "{name}");
        assert_eq!(answered.keys().collect::<Vec<_>>(), staff.keys().collect::<Vec<_>>());
        assert!(answered.iter().all(|(academy, count)| *count <= staff[academy]));
        assert_eq!(
            answered.values().filter(|count| **count < 10).count(),
            under_ten,
            "{name}"
        );
    }
}

/// A small file without fault; the cases below each change one place of it.
const SOUND: &str = r#"id = "mine"
name = "My survey"
version = "1"
status = "published"
verified = true
wording = "full"

[response]
min = 1
max = 5
favourable = [4, 5]
[response.labels]
1 = "Disagree"
5 = "Agree"
[response.synonyms]
"Totally agree" = 5
[response.missing]
"Don't know" = "don't know"

[scoring]
score = "mean"
min_answered = 0.8
aggregate = "persons"
null = "uniform"

[[item]]
id = "we01"
text = "We can plan"

[[item]]
id = "we02"
text = "We can teach"
reversed = false

[[item]]
id = "we03"
text = "We can care"
[item.response]
labels = { 1 = "No", 5 = "Yes" }

[[scale]]
id = "all"
name = "All"
items = ["we01", "we02", "we03"]
null = [0.1, 0.2, 0.4, 0.2, 0.1]

[[scale.norm]]
name = "Last year"
mean = 3.9
sd = 0.6
display = "standard-500"
status = "unverified"

[[scale]]
id = "part"
name = "Part"
items = ["we01", "we02"]
"#;

fn faults(text: &str) -> FaultyFile {
    match parse(text, "mine.toml") {
        Ok(_) => panic!("no fault in:\n{text}"),
        Err(error) => error,
    }
}

#[test]
fn a_null_distribution_may_be_named_and_its_variance_is_the_published_one() {
    let variance = |name: &str| {
        let sound = parse(
            &SOUND.replace("null = \"uniform\"", &format!("null = \"{name}\"")),
            "mine.toml",
        )
        .unwrap();
        let null = &sound.scales()[1].null;
        assert_eq!(null.name, name);
        null.variance()
    };
    let found = NULL_NAMES.iter().map(|name| variance(name));
    for (found, published) in found.zip([2.0, 1.34, 0.90, 0.44, 1.32, 1.04]) {
        assert!((found - published).abs() < 1e-9, "{found} is not {published}");
    }
}

#[test]
fn the_sound_file_is_sound() {
    let sound = parse(SOUND, "mine.toml").unwrap();
    assert_eq!(sound.items()[2].response.labels[&1], "No");
    assert_eq!(sound.items()[2].response.synonyms["Totally agree"], 5);
    assert_eq!(sound.items()[2].response.missing["Don't know"], MissingReason::DontKnow);
    assert_eq!(sound.scales()[0].null.name, "declared");
    assert_eq!(sound.scales()[1].null.name, "uniform");
}

/// What is changed in the sound file, and into what; where it stands more than once, the last.
const CASES: &[(&str, &str)] = &[
    ("name = \"My survey\"\n", "name = \"My survey\n"),
    ("name = \"My survey\"", "name = “My survey”"),
    ("status = \"published\"", "status = published"),
    ("max = 5\n", "max = 5\nmin = 0\n"),
    ("[response]\n", "[response\n"),
    ("id = \"mine\"\n", ""),
    ("verified = true\n", ""),
    ("id = \"we01\"\n", ""),
    ("items = [\"we01\", \"we02\"]\n", ""),
    ("max = 5\n", ""),
    ("version = \"1\"", "version = 1.0"),
    ("version = \"1\"", "version = \" \""),
    ("favourable", "favorable"),
    ("aggregate = ", "agregate = "),
    ("reversed = false", "colour = \"red\""),
    ("max = 5\n", "max = 5\nmin_answered = 0.5\n"),
    (
        "text = \"We can plan\"",
        "text = \"We can plan\"\nlabels = { 1 = \"No\" }",
    ),
    ("status = \"published\"", "status = \"publishd\""),
    ("wording = \"full\"", "wording = \"in full words\""),
    ("score = \"mean\"", "score = \"Mean\""),
    ("score = \"mean\"", "score = 1"),
    ("aggregate = \"persons\"", "aggregate = \"academies\""),
    ("null = \"uniform\"", "null = \"unifrom\""),
    ("null = \"uniform\"", "null = \"heavy-skw\""),
    ("null = \"uniform\"", "null = 3"),
    ("null = \"uniform\"", "null = [0.5, 0.5]"),
    ("[0.1, 0.2, 0.4, 0.2, 0.1]", "[0.1, 0.2, 0.4, 0.2, 0.2]"),
    ("[0.1, 0.2, 0.4, 0.2, 0.1]", "[0.1, 0.2, \"0.4\", 0.2, 0.1]"),
    ("[0.1, 0.2, 0.4, 0.2, 0.1]", "[0, 0, 1, 0, 0]"),
    ("[0.1, 0.2, 0.4, 0.2, 0.1]", "[nan, 0.2, 0.4, 0.2, 0.1]"),
    ("display = \"standard-500\"", "display = \"standard-100\""),
    ("sd = 0.6", "sd = 0"),
    ("mean = 3.9", "mean = inf"),
    ("min_answered = 0.8", "min_answered = 80"),
    ("min_answered = 0.8", "min_answered = 0"),
    ("min_answered = 0.8", "min_answered = nan"),
    ("min_answered = 0.8", "min_answered = \"0.8\""),
    ("min = 1\n", "min = 5\n"),
    ("min = 1\n", "min = 9\n"),
    ("max = 5\n", "max = 500\n"),
    ("max = 5\n", "max = 5.0\n"),
    ("max = 5\n", "max = \"5\"\n"),
    ("max = 5\n", "max = 99999999999\n"),
    ("max = 5\n", "max = 1979-05-27\n"),
    ("5 = \"Agree\"", "7 = \"Agree\""),
    ("5 = \"Agree\"", "five = \"Agree\""),
    ("5 = \"Agree\"", "05 = \"Agree\""),
    ("5 = \"Agree\"", "5 = \" disagree \""),
    ("5 = \"Agree\"", "5 = \"\""),
    ("5 = \"Agree\"", "5 = 5"),
    ("5 = \"Agree\"", "5 = \"1\""),
    ("\"Totally agree\" = 5", "\"Totally agree\" = 6"),
    ("\"Totally agree\" = 5", "\"Totally agree\" = \"5\""),
    ("\"Totally agree\" = 5", "\"Disagree\" = 4"),
    ("\"Totally agree\" = 5", "\"\" = 4"),
    ("\"Don't know\" = \"don't know\"", "\"agree\" = \"don't know\""),
    ("\"Don't know\" = \"don't know\"", "\"3\" = \"don't know\""),
    ("\"Don't know\" = \"don't know\"", "\"Don't know\" = \"\""),
    ("\"Don't know\" = \"don't know\"", "\"Yes\" = \"don't know\""),
    ("[4, 5]", "[4, 6]"),
    ("[4, 5]", "[5, 5]"),
    ("[4, 5]", "[]"),
    ("[4, 5]", "5"),
    ("id = \"mine\"", "id = \"my survey\""),
    ("id = \"we02\"", "id = \"we 02\""),
    ("id = \"we02\"", "id = \"we01\""),
    ("id = \"we02\"", "id = \"WE01\""),
    ("id = \"part\"", "id = \"all\""),
    ("[\"we01\", \"we02\"]", "[\"we01\", \"we2\"]"),
    ("[\"we01\", \"we02\"]", "[\"we01\", \"spelling\"]"),
    ("[\"we01\", \"we02\"]", "[\"we01\", \"we02\", \"we01\"]"),
    ("[\"we01\", \"we02\"]", "[]"),
    ("[\"we01\", \"we02\"]", "\"we01\""),
    ("[\"we01\", \"we02\"]", "[1, 2]"),
    ("labels = { 1 = \"No\", 5 = \"Yes\" }", "max = 7"),
    ("labels = { 1 = \"No\", 5 = \"Yes\" }", "max = 0"),
    (
        "labels = { 1 = \"No\", 5 = \"Yes\" }",
        "labels = { 2 = \"don’t KNOW\" }",
    ),
    ("labels = { 1 = \"No\", 5 = \"Yes\" }", "[labels]"),
    ("reversed = false", "reversed = \"no\""),
    ("reversed = false", "response = 6"),
    ("[[scale]]\nid = \"part\"", "[scale.part]\nid = \"part\""),
    ("verified = true", "verified = true\nwording_file = \"words.toml\""),
];

#[test]
fn every_fault_is_told_with_its_place_and_its_cure() {
    let mut told = String::new();
    for (from, to) in CASES {
        assert!(SOUND.contains(from), "the sound file has no {from}");
        let at = SOUND.rfind(from).unwrap();
        let mut text = SOUND.to_owned();
        text.replace_range(at..at + from.len(), to);
        let error = faults(&text);
        assert!(!error.faults().is_empty());
        write!(told, "{from:?} → {to:?}\n{error}\n\n").unwrap();
    }
    for (what, text) in [
        ("nothing", String::new()),
        ("only a name", "name = \"x\"".to_owned()),
        ("a table for a list", "[item]\nid = \"a\"".to_owned()),
        ("text for tables", "item = [\"a\"]\nscale = 1\nresponse = []".to_owned()),
        (
            "no [response]",
            SOUND[..SOUND.find("[response]").unwrap()].to_owned() + &SOUND[SOUND.find("[scoring]").unwrap()..],
        ),
    ] {
        write!(told, "{what}\n{}\n\n", faults(&text)).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn one_run_shows_every_fault_in_the_order_of_the_file() {
    let text = SOUND
        .replace("status = \"published\"", "status = \"done\"")
        .replace("max = 5", "max = \"five\"")
        .replace("\"we03\"]", "\"we04\"]");
    let lines: Vec<usize> = faults(&text).faults().iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [4, 10, 44]);
}

#[test]
fn bytes_that_are_not_text_are_told_by_line_and_column() {
    let mut bytes = SOUND.as_bytes().to_vec();
    let at = SOUND.find("survey").unwrap();
    bytes[at] = 0x96;
    let error = load(&bytes, "mine.toml", |_| Err(String::new())).unwrap_err();
    let fault = &error.faults()[0];
    assert_eq!((fault.line, fault.column), (2, 12));
    assert_eq!(fault.kind, FaultKind::NotUtf8(0x96));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    let loaded = parse(&windows, "mine.toml").unwrap();
    let sound = parse(SOUND, "mine.toml").unwrap();
    assert_eq!(without_checksum(&loaded), without_checksum(&sound));
    let fault = faults(&windows.replace("max = 5", "max = true")).faults()[0].clone();
    assert_eq!((fault.line, fault.column), (10, 7));
    assert!(fault.excerpt().ends_with("^^^^"), "{}", fault.excerpt());
}

#[test]
fn what_is_not_wrong_but_may_not_be_meant_is_a_warning() {
    let text = SOUND
        .replace("items = [\"we01\", \"we02\", \"we03\"]", "items = [\"we01\", \"we02\"]")
        .replace("We can teach", "we can PLAN")
        .replace("= \"don't know\"", "= \"dont know\"");
    let loaded = load(text.as_bytes(), "mine.toml", |_| Err(String::new())).unwrap();
    let kinds: Vec<String> = loaded.warnings.iter().map(|warning| warning.kind.to_string()).collect();
    assert_eq!(
        kinds,
        [
            "the reason `dont know` is kept as a reason of its own; nearest: `don't know`",
            "the items `we01` (line 28) and `we02` have the same text, so a column can only be told by its id",
            "the item `we03` is in no scale, so its answers are not scored",
        ]
    );
}

#[test]
fn a_wording_file_gives_the_items_their_words() {
    let text = SOUND.replace(
        "wording = \"full\"",
        "wording = \"gist\"\nwording_file = \"words.toml\"",
    );
    let with = |words: &str| {
        load(text.as_bytes(), "mine.toml", |path| {
            assert_eq!(path, "words.toml");
            Ok(words.to_owned())
        })
    };
    let all = with("we01 = \"One\"\nwe02 = \"Two\"\nwe03 = \"Three\"").unwrap();
    assert_eq!(all.instrument.items()[1].text, "Two");
    assert_eq!(all.instrument.wording, Wording::Full);
    assert_eq!(all.wording_file.unwrap().path, "words.toml");

    let some = with("we02 = \"Two\"").unwrap();
    assert_eq!(some.instrument.wording, Wording::Gist);
    assert_eq!(some.instrument.items()[0].text, "We can plan");

    let error = with("we01 = \"One\"\nwe20 = \"Two\"\nwe03 = 3\nwe02 = \"\"").unwrap_err();
    insta::assert_snapshot!(error);
    assert!(
        with("we01 = ")
            .unwrap_err()
            .to_string()
            .starts_with("in `words.toml`, line 1")
    );
    let absent = load(text.as_bytes(), "mine.toml", |_| Err("no such file".to_owned())).unwrap_err();
    assert_eq!(
        absent.faults()[0].kind.to_string(),
        "the wording file `words.toml` cannot be read: no such file"
    );
}

/// One careless edit of a file: a stretch is taken out, doubled, or overwritten.
#[derive(Debug, Clone)]
enum Edit {
    Cut(usize, usize),
    Double(usize, usize),
    Insert(usize, String),
}

fn edit() -> impl Strategy<Value = Edit> {
    let insert = prop_oneof![
        any::<char>().prop_map(String::from),
        "[\\[\\]{}=\",.0-9a-z\n#'-]{1,6}",
        Just("[[item]]\n".to_owned()),
        Just("[response]\n".to_owned()),
        Just("null = [0.5, nan, -1]\n".to_owned()),
        Just("\u{feff}\u{202e}\u{0}".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("-0x8000_0000_0000".to_owned()),
        Just("a.".repeat(300)),
        Just("[".repeat(300)),
    ];
    prop_oneof![
        (any::<usize>(), 1..80_usize).prop_map(|(at, length)| Edit::Cut(at, length)),
        (any::<usize>(), 1..200_usize).prop_map(|(at, length)| Edit::Double(at, length)),
        (any::<usize>(), insert).prop_map(|(at, text)| Edit::Insert(at, text)),
    ]
}

fn apply(text: &str, edit: &Edit) -> String {
    let characters: Vec<char> = text.chars().collect();
    let stretch = |at: usize, length: usize| {
        let start = at % (characters.len() + 1);
        (start, (start + length).min(characters.len()))
    };
    let (start, middle, rest): (usize, String, usize) = match edit {
        Edit::Cut(at, length) => {
            let (start, end) = stretch(*at, *length);
            (start, String::new(), end)
        }
        Edit::Double(at, length) => {
            let (start, end) = stretch(*at, *length);
            (start, characters[start..end].iter().collect(), start)
        }
        Edit::Insert(at, text) => {
            let (start, _) = stretch(*at, 0);
            (start, text.clone(), start)
        }
    };
    let before: String = characters[..start].iter().collect();
    let after: String = characters[rest..].iter().collect();
    before + &middle + &after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_carelessly_edited_file_is_read_or_told_what_is_wrong(edits in proptest::collection::vec(edit(), 1..6)) {
        let sound = the("trust-cte");
        let text = edits.iter().fold(BUNDLED[0].text.to_owned(), |text, edit| apply(&text, edit));
        match parse(&text, "edited.toml") {
            Ok(instrument) => {
                let again = parse(&to_toml(&instrument), "again.toml").map_err(|error| error.to_string()).unwrap();
                assert_eq!(without_checksum(&again), without_checksum(&instrument));
                let _ = lint(&instrument);
            }
            Err(error) => {
                assert!(!error.faults().is_empty());
                for fault in error.faults() {
                    assert!(fault.line >= 1 && fault.line <= text.matches('\n').count() + 1);
                    assert!(!matches!(fault.kind, FaultKind::Instrument(InstrumentFault::Model(_))), "only the model saw: {fault}");
                    let printed = fault.to_string();
                    assert_eq!(printed.lines().count(), 3, "{printed}");
                    assert!(!printed.contains(['\u{202e}', '\u{0}']));
                }
            }
        }
        assert_eq!(sound.items().len(), 18);
    }

    #[test]
    fn any_bytes_at_all_are_read_or_told_what_is_wrong(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = load(&bytes, "any.toml", |_| Err(String::new())) {
            assert!(!error.to_string().is_empty());
        }
    }
}
