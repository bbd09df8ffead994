//! Reads `[response]` and `[item.response]`: the range, its labels, and other texts that a cell may contain.
//!
//! The table of an item overrides `[response]` key by key. Labels, synonyms and favourable codes belong to a range, so
//! an item with another range does not inherit them; it does inherit words for missing answers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use crate::input::instrument::fault::InstrumentFault;
use crate::input::text::nearest_word;
use crate::input::toml_file::{Declarations, Faults, Spot, TomlTable, shown, text_of, whole_of};
use crate::model::{CodeRange, MissingReason, ModelError, Response};

/// The reasons for missing answers that have names.
const REASONS: &[&str] = &["skipped", "not applicable", "don't know", "declined", "invalid"];

/// Reads the table. For an item's own table, `base` is the content of `[response]`.
pub(crate) fn read_response(table: &TomlTable<'_>, base: Option<&Response>, faults: &mut Faults) -> Option<Response> {
    if base.is_none() {
        table.must_have("min", "min = 1", faults);
        table.must_have("max", "max = 6", faults);
    }
    let range = read_range(table, base, faults);
    let inherited = base.filter(|base| Some(base.range) == range);
    let mut meanings = Meanings::default();

    let labels = match read_labels(table, range, &mut meanings, faults) {
        Some(labels) => labels,
        None => inherited.map_or_else(BTreeMap::new, |base| {
            let codes = base.labels.iter().map(|(&code, label)| (label, Meaning::Code(code)));
            meanings.inherit(codes);
            base.labels.clone()
        }),
    };
    let synonyms = match read_synonyms(table, range, &mut meanings, faults) {
        Some(synonyms) => synonyms,
        None => inherited.map_or_else(BTreeMap::new, |base| {
            let codes = base.synonyms.iter().map(|(text, &code)| (text, Meaning::Code(code)));
            meanings.inherit(codes);
            base.synonyms.clone()
        }),
    };
    let missing = match read_missing(table, &mut meanings, faults) {
        Some(missing) => missing,
        None => base.map_or_else(BTreeMap::new, |base| {
            let reasons = base.missing.iter();
            meanings.inherit(reasons.map(|(text, reason)| (text, Meaning::Missing(reason.clone()))));
            base.missing.clone()
        }),
    };
    let favourable = read_favourable(table, range, faults);
    meanings.check(table, range, inherited.is_some(), faults);

    let range = range?;
    Some(Response {
        range,
        labels,
        synonyms,
        favourable: favourable
            .or_else(|| inherited.map(|base| base.favourable.clone()))
            .unwrap_or_else(|| Response::default_favourable(range)),
        missing,
    })
}

fn read_range(table: &TomlTable<'_>, base: Option<&Response>, faults: &mut Faults) -> Option<CodeRange> {
    let mut limit = |key: &'static str, inherited: Option<i32>| {
        if table.has(key) {
            table.whole(key, faults)
        } else {
            inherited
        }
    };
    let min = limit("min", base.map(|base| base.range.min()))?;
    let max = limit("max", base.map(|base| base.range.max()))?;
    let kind = match CodeRange::new(min, max) {
        Ok(range) => return Some(range),
        Err(ModelError::TooManyCodes { min, max, points }) => InstrumentFault::TooManyCodes { min, max, points },
        Err(_) => InstrumentFault::EmptyRange { min, max },
    };
    let key = if table.has("max") { "max" } else { "min" };
    faults.add(&table.span_of(key), kind);
    None
}

fn read_labels(
    table: &TomlTable<'_>,
    range: Option<CodeRange>,
    meanings: &mut Meanings,
    faults: &mut Faults,
) -> Option<BTreeMap<i32, String>> {
    let mut labels = BTreeMap::new();
    for (key, value) in table.free("labels", faults)? {
        let written = *key.get_ref();
        // "01" and "+1" would be other spellings of a code that may already be declared.
        let code = written.parse::<i32>().ok().filter(|code| code.to_string() == written);
        let Some(code) = code else {
            let example = written
                .trim()
                .parse()
                .unwrap_or_else(|_| range.map_or(1, CodeRange::min));
            let found = shown(written);
            faults.add(&key.span(), InstrumentFault::NotACode { key: found, example });
            continue;
        };
        on_range("the label of code", code, range, &key.span(), faults);
        let Some(label) = text_of(&Spot::label(code), value, faults) else {
            continue;
        };
        if faults.is_blank(&format!("the label of code {code}"), label, &value.span()) {
            continue;
        }
        meanings.add(label, Meaning::Code(code), Some(value.span()));
        labels.insert(code, label.to_owned());
    }
    Some(labels)
}

fn read_synonyms(
    table: &TomlTable<'_>,
    range: Option<CodeRange>,
    meanings: &mut Meanings,
    faults: &mut Faults,
) -> Option<BTreeMap<String, i32>> {
    let mut synonyms = BTreeMap::new();
    for (key, value) in table.free("synonyms", faults)? {
        let text = *key.get_ref();
        if faults.is_blank("a synonym", text, &key.span()) {
            continue;
        }
        let Some(code) = whole_of(&Spot::key(text), value, faults) else {
            continue;
        };
        let what = format!("the synonym `{}` of code", shown(text));
        on_range(&what, code, range, &value.span(), faults);
        meanings.add(text, Meaning::Code(code), Some(key.span()));
        synonyms.insert(text.to_owned(), code);
    }
    Some(synonyms)
}

fn read_missing(
    table: &TomlTable<'_>,
    meanings: &mut Meanings,
    faults: &mut Faults,
) -> Option<BTreeMap<String, MissingReason>> {
    let mut missing = BTreeMap::new();
    for (key, value) in table.free("missing", faults)? {
        let text = *key.get_ref();
        if faults.is_blank("a word for a missing answer", text, &key.span()) {
            continue;
        }
        let Some(reason) = text_of(&Spot::key(text), value, faults) else {
            continue;
        };
        if faults.is_blank("the reason", reason, &value.span()) {
            continue;
        }
        let reason = MissingReason::from_name(&folded(reason));
        if let MissingReason::Declared(name) = &reason
            && let Some(nearest) = nearest_word(name, REASONS.iter().copied())
        {
            let found = shown(name);
            faults.warn(&value.span(), InstrumentFault::OddReason { found, nearest });
        }
        meanings.add(text, Meaning::Missing(reason.clone()), Some(key.span()));
        missing.insert(text.to_owned(), reason);
    }
    Some(missing)
}

fn read_favourable(table: &TomlTable<'_>, range: Option<CodeRange>, faults: &mut Faults) -> Option<BTreeSet<i32>> {
    let list = table.list("favourable", "favourable = [5, 6]", faults)?;
    if list.is_empty() {
        faults.add(&table.span_of("favourable"), InstrumentFault::NoFavourable);
        return None;
    }
    let mut declared = Declarations::new("the favourable code", "take one out");
    let mut codes = BTreeSet::new();
    for value in list {
        let Some(code) = whole_of(&Spot::member("favourable"), value, faults) else {
            continue;
        };
        on_range("the favourable code", code, range, &value.span(), faults);
        let written = code.to_string();
        declared.add(written.as_str(), &Spanned::new(value.span(), written.as_str()), faults);
        codes.insert(code);
    }
    Some(codes)
}

fn on_range(what: &str, code: i32, range: Option<CodeRange>, span: &Range<usize>, faults: &mut Faults) {
    if let Some(range) = range
        && range.index(i64::from(code)).is_none()
    {
        let (what, code) = (what.to_owned(), i64::from(code));
        faults.add(span, InstrumentFault::OffRange { what, code, range });
    }
}

/// The meaning of a text in a cell.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    Code(i32),
    Missing(MissingReason),
}

impl Meaning {
    fn words(&self) -> String {
        match self {
            Self::Code(code) => format!("code {code}"),
            Self::Missing(reason) => format!("the missing answer `{}`", reason.name()),
        }
    }
}

/// All texts that a cell may contain, to find those with two meanings.
#[derive(Debug, Default)]
struct Meanings {
    list: Vec<(String, Meaning, Option<Range<usize>>)>,
}

impl Meanings {
    fn add(&mut self, text: &str, meaning: Meaning, span: Option<Range<usize>>) {
        self.list.push((text.to_owned(), meaning, span));
    }

    fn inherit<'t>(&mut self, texts: impl Iterator<Item = (&'t String, Meaning)>) {
        self.list
            .extend(texts.map(|(text, meaning)| (text.clone(), meaning, None)));
    }

    /// Reports texts with two meanings. Two texts inherited on the same range were reported where they are declared.
    fn check(self, table: &TomlTable<'_>, range: Option<CodeRange>, inherited: bool, faults: &mut Faults) {
        let mut first: BTreeMap<String, (Meaning, Option<Range<usize>>)> = BTreeMap::new();
        for (text, meaning, span) in self.list {
            let folded = folded(&text);
            // A bare number on the range is that code, whatever its label.
            let as_code = folded
                .parse::<i32>()
                .ok()
                .filter(|&code| range.is_some_and(|range| range.index(i64::from(code)).is_some()));
            let earlier = match as_code {
                Some(code) => Some((Meaning::Code(code), None)),
                None => first.get(&folded).cloned(),
            };
            let Some((other, other_span)) = earlier else {
                first.insert(folded, (meaning, span));
                continue;
            };
            if other == meaning || (inherited && span.is_none() && other_span.is_none()) {
                continue;
            }
            // Put the caret under what this table declares.
            let (at, first_line, first, second) = match (span, other_span) {
                (Some(span), other_span) => {
                    let line = other_span.map(|other_span| faults.line(&other_span));
                    (span, line, other, meaning)
                }
                (None, Some(other_span)) => (other_span, None, meaning, other),
                (None, None) => (table.span.clone(), None, other, meaning),
            };
            faults.add(
                &at,
                InstrumentFault::TwoMeanings {
                    text: shown(&text),
                    first: first.words(),
                    first_line,
                    second: second.words(),
                },
            );
        }
    }
}

/// The form in which texts are compared: lower case, straight apostrophes, single spaces.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}', '\u{2bc}'], "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
