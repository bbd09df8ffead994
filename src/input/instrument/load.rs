//! From the bytes of an instrument file to an [`Instrument`].

use std::collections::HashSet;

use crate::input::checksum::sha256;
use crate::input::instrument::fault::InstrumentFault;
use crate::input::instrument::form::{FORMS, HEAD, ITEM, RESPONSE, SCALE, SCORING};
use crate::input::instrument::item::{owned, put_wording, read_items, warn_of_unused};
use crate::input::instrument::response::read_response;
use crate::input::instrument::scale::read_scales;
use crate::input::toml_file::{Fault, Faults, FaultyFile, TomlSource, TomlTable, shown};
use crate::model::{Aggregate, Instrument, InstrumentParts, LeastAnswered, ScoreKind, Scoring, Status, Wording, is_id};

/// The default share of a scale's items that must be answered.
const MIN_ANSWERED: f64 = 0.8;

/// An instrument, and remarks for its owner.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedInstrument {
    /// The instrument.
    pub instrument: Instrument,
    /// Warnings: things that are allowed but may be mistakes, such as an item in no scale or two items with one text.
    pub warnings: Vec<Fault>,
    /// The wording file with the items' texts, if the instrument names one.
    pub wording_file: Option<WordingFile>,
}

/// A separate file of item texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingFile {
    /// Its path, as the instrument file gives it.
    pub path: String,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// Reads an instrument file without a separate wording file.
///
/// `file_name` is its name for messages. A `wording_file` is an error here; use [`load`] for such files.
///
/// # Errors
/// All faults of the file, each with its line, column and cure.
pub fn parse(text: &str, file_name: &str) -> Result<Instrument, FaultyFile> {
    let alone = |_: &str| Err("other files cannot be read here".to_owned());
    load(text.as_bytes(), file_name, alone).map(|loaded| loaded.instrument)
}

/// Reads an instrument file and its wording file, if it names one.
///
/// `other_file` receives the path as the file gives it (relative to the instrument file) and returns the text of that
/// file, or the reason why it cannot be read. The library itself opens no files.
///
/// # Errors
/// All faults of either file, each with its line, column and cure.
pub fn load(
    bytes: &[u8],
    file_name: &str,
    other_file: impl FnOnce(&str) -> Result<String, String>,
) -> Result<LoadedInstrument, FaultyFile> {
    let source = TomlSource::read(file_name, bytes)?;
    let document = source.document()?;
    let mut faults = Faults::new(source, FORMS);
    let head = TomlTable::open(&HEAD, document.get_ref(), 0..0, &mut faults);
    let (parts, wording_file) = read(&head, sha256(bytes), other_file, &mut faults);
    match parts {
        Some(parts) if faults.list.is_empty() => match Instrument::new(parts) {
            Ok(instrument) => Ok(LoadedInstrument {
                instrument,
                warnings: faults.warnings,
                wording_file,
            }),
            // The checks above report a line. The model's own check is a safeguard.
            Err(error) => {
                faults.add(&(0..0), InstrumentFault::Model(error));
                Err(FaultyFile::new(faults.list))
            }
        },
        _ => Err(FaultyFile::new(faults.list)),
    }
}

fn read(
    head: &TomlTable<'_>,
    sha256_of_file: String,
    other_file: impl FnOnce(&str) -> Result<String, String>,
    faults: &mut Faults,
) -> (Option<InstrumentParts>, Option<WordingFile>) {
    let id = head.required_text("id", "id = \"our-survey\"", faults);
    if let Some(id) = id.as_ref().filter(|id| !is_id(id.get_ref())) {
        let (what, found) = ("the instrument", shown(id.get_ref()));
        faults.add(&id.span(), InstrumentFault::BadId { what, id: found });
    }
    let name = head.required_text("name", "name = \"Our staff survey\"", faults);
    let version = head.required_text("version", "version = \"1.0.0\"", faults);
    let citation = head.string("citation", faults);
    let licence = head.string("licence", faults);
    let source = head.string("source", faults);
    let status = head
        .word(
            "status",
            &[("development", Status::Development), ("published", Status::Published)],
            faults,
        )
        .unwrap_or(Status::Development);
    // A published scoring key is somebody else's work, so the file must say whether it was checked against a primary
    // source.
    if status == Status::Published {
        head.must_have("verified", "verified = false", faults);
    }
    let verified = head.flag("verified", faults).unwrap_or(true);
    let wording = head
        .word("wording", &[("full", Wording::Full), ("gist", Wording::Gist)], faults)
        .unwrap_or(Wording::Full);

    let response_table = head.table("response", &RESPONSE, faults);
    let response = response_table
        .as_ref()
        .and_then(|table| read_response(table, None, faults));
    let item_tables = head.tables("item", &ITEM, faults);
    let mut items = read_items(&item_tables, response.as_ref(), head.has("response"), faults);
    let scoring_table = head.table("scoring", &SCORING, faults);
    let scoring = read_scoring(scoring_table.as_ref(), faults);
    let scale_tables = head.tables("scale", &SCALE, faults);
    let scales = read_scales(&scale_tables, &items, scoring_table.as_ref(), faults);
    for (what, key, example) in [("items", "item", "[[item]]"), ("scales", "scale", "[[scale]]")] {
        if !head.has(key) {
            faults.add(&head.span, InstrumentFault::Nothing { what, example });
        }
    }
    let members: HashSet<&str> = scales
        .iter()
        .flat_map(|scale| &scale.items)
        .map(String::as_str)
        .collect();
    let used = |id: &str| members.contains(id);
    warn_of_unused(&items, &used, faults);

    let named = head.text("wording_file", faults);
    let mut wording_file = None;
    let mut worded = 0;
    if let Some(named) = &named {
        let path = owned(named);
        match other_file(&path) {
            Ok(text) => {
                // An item that was left out because of a fault must not be reported as unknown too.
                if faults.list.is_empty() {
                    worded = put_wording(&text, &path, &mut items.list, &mut faults.list);
                }
                let sha256 = sha256(text.as_bytes());
                wording_file = Some(WordingFile { path, sha256 });
            }
            Err(why) => faults.add(&named.span(), InstrumentFault::Wording { path, why }),
        }
    }
    let all_worded = worded > 0 && worded == items.list.len();

    let parts = id.zip(name).zip(version).map(|((id, name), version)| InstrumentParts {
        id: owned(&id),
        name: owned(&name),
        version: owned(&version),
        citation,
        licence,
        status,
        verified,
        wording: if all_worded { Wording::Full } else { wording },
        source,
        scoring,
        items: items.list,
        scales,
        sha256: sha256_of_file,
    });
    (parts, wording_file)
}

fn read_scoring(table: Option<&TomlTable<'_>>, faults: &mut Faults) -> Scoring {
    let mut scoring = Scoring {
        score: ScoreKind::Mean,
        least: LeastAnswered::MinAnswered(MIN_ANSWERED),
        aggregate: Aggregate::Persons,
    };
    let Some(table) = table else {
        return scoring;
    };
    let score = table.word("score", &[("mean", ScoreKind::Mean), ("sum", ScoreKind::Sum)], faults);
    let aggregate = table.word(
        "aggregate",
        &[("persons", Aggregate::Persons), ("items", Aggregate::Items)],
        faults,
    );
    scoring.score = score.unwrap_or(scoring.score);
    scoring.aggregate = aggregate.unwrap_or(scoring.aggregate);
    if let Some(found) = table.number("min_answered", faults) {
        if found > 0.0 && found <= 1.0 {
            scoring.least = LeastAnswered::MinAnswered(found);
        } else {
            faults.add(&table.span_of("min_answered"), InstrumentFault::BadShare(found));
        }
    }
    let most = table.count("max_missing", 0, u64::from(u32::MAX), faults);
    if let Some(most) = most.and_then(|most| u32::try_from(most).ok()) {
        scoring.least = LeastAnswered::MaxMissing(most);
        if table.has("min_answered") {
            faults.add(&table.span_of("max_missing"), InstrumentFault::TwoRules);
        }
    }
    scoring
}
