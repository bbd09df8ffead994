//! Which column holds which item: by hand, by id, by the text of the question, and never by likeness alone.

use std::fmt;

use crate::input::error::{MissingColumn, Problem, shell};
use crate::input::layouts::PlannedColumn;
use crate::input::options::ColumnChoice;
use crate::input::text::{bare, excerpt, fold, likeness, nearest, tidy};
use crate::model::{Instrument, Item};

/// One item that several columns match, or one column that several items match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnClash {
    /// Several columns.
    Columns {
        /// The item's id.
        item: String,
        /// The columns' headers and letters in a spreadsheet.
        columns: Vec<(String, String)>,
    },
    /// Several items.
    Items {
        /// The column's header.
        column: String,
        /// The items' ids.
        items: Vec<String>,
    },
}

impl fmt::Display for ColumnClash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns { item, columns } => {
                let named: Vec<String> = columns
                    .iter()
                    .map(|(header, letter)| format!("`{header}` (column {letter})"))
                    .collect();
                let shared = columns
                    .iter()
                    .any(|(header, _)| columns.iter().filter(|(other, _)| other == header).count() > 1);
                let flags: Vec<String> = columns
                    .iter()
                    .map(|(header, letter)| {
                        let column = if shared {
                            format!("\"#{letter}\"")
                        } else {
                            shell(header)
                        };
                        format!("--column {item}={column}")
                    })
                    .collect();
                write!(
                    f,
                    "{} columns match item `{item}`: {} — choose with {}",
                    columns.len(),
                    named.join(" and "),
                    flags.join(" or ")
                )
            }
            Self::Items { column, items } => {
                let named: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
                write!(
                    f,
                    "column `{column}` matches {} items, {} — map each with --column ITEM=HEADER",
                    items.len(),
                    named.join(" and ")
                )
            }
        }
    }
}

/// A column as a spreadsheet letters it: A, B, … Z, AA.
pub(crate) fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The column of a letter.
fn of_letter(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 4 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let number = letters.bytes().fold(0, |number, byte| {
        number * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    Some(number - 1)
}

/// What a header may be matched by, worked out once.
struct Names {
    ids: Vec<String>,
    folded: Vec<String>,
    bare: Vec<String>,
    /// The text in the final brackets.
    bracketed: Vec<String>,
    /// The text after the last ` - `.
    tail: Vec<String>,
    /// The text without a final number.
    numberless: Vec<String>,
}

impl Names {
    fn of(column: &PlannedColumn) -> Self {
        let texts: Vec<&str> = std::iter::once(&column.header)
            .chain(&column.aliases)
            .map(String::as_str)
            .collect();
        let bares: Vec<String> = texts.iter().map(|text| bare(text)).collect();
        Self {
            ids: texts.iter().map(|text| tidy(text).to_lowercase()).collect(),
            folded: texts.iter().map(|text| fold(text)).collect(),
            bracketed: texts
                .iter()
                .filter_map(|text| bracketed(&tidy(text)).map(bare))
                .collect(),
            tail: texts
                .iter()
                .filter_map(|text| fold(text).rsplit_once(" - ").map(|(_, tail)| bare(tail)))
                .collect(),
            numberless: bares.iter().filter_map(|text| numberless(text)).collect(),
            bare: bares,
        }
    }
}

impl Names {
    /// Whether an item's text is all that stands in one of the column's headers.
    fn is_called(&self, item: &ItemNames) -> bool {
        self.bare.iter().any(|text| item.is(text))
    }

    /// Whether one of the column's headers ends in an item's text, as one of a matrix does.
    fn ends_in(&self, item: &ItemNames) -> bool {
        self.bracketed.iter().chain(&self.tail).any(|text| item.is(text))
    }

    /// Whether there is a question beside the id, and it is not the item's.
    fn asks_other_than(&self, item: &ItemNames) -> bool {
        self.ids.iter().any(|text| *text != item.id) && !self.is_called(item) && !self.ends_in(item)
    }
}

/// The text inside the last balanced brackets that end a header; it may hold brackets itself.
fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['*', ' ']);
    let inner = text.strip_suffix(']')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inner[at + 1..]);
        }
    }
    None
}

/// The text without the number that a tool has put behind it to tell equal headers apart.
fn numberless(text: &str) -> Option<String> {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    // "Year 5" is not a second "Year".
    (stem.len() < text.len() && !stem.is_empty() && !stem.ends_with([' ', '_', '.'])).then(|| bare(stem))
}

/// The ways of matching, the surer first; the first that any column passes decides.
const STAGES: &[fn(&Names, &ItemNames) -> bool] = &[
    |column, item| column.ids.contains(&item.id),
    |column, item| item.has_text() && column.folded.contains(&item.folded),
    |column, item| item.has_text() && column.bare.contains(&item.bare),
    |column, item| column.bracketed.iter().any(|text| *text == item.id || item.is(text)),
    |column, item| column.tail.iter().any(|text| *text == item.id || item.is(text)),
    |column, item| column.numberless.iter().any(|text| item.is(text)),
];

struct ItemNames {
    id: String,
    folded: String,
    bare: String,
}

impl ItemNames {
    fn of(item: &Item) -> Self {
        Self {
            id: item.id.to_lowercase(),
            folded: fold(&item.text),
            bare: bare(&item.text),
        }
    }

    fn has_text(&self) -> bool {
        !self.folded.is_empty()
    }

    fn is(&self, text: &str) -> bool {
        self.has_text() && self.bare == text
    }
}

/// The column of every item, in the instrument's order, as places in `columns`; the column of `group` is none's unless it is chosen.
pub(crate) fn match_items(
    columns: &[PlannedColumn],
    instrument: &Instrument,
    choices: &[ColumnChoice],
    group: Option<usize>,
) -> Result<Vec<usize>, Problem> {
    let mut matched: Vec<Option<usize>> = vec![None; instrument.items().len()];
    for choice in choices {
        let place = chosen_item(instrument, choice)?;
        let column = find(columns, &choice.header, &format!("--column {}", choice.item))?;
        if let Some(earlier) = matched[place]
            && earlier != column
        {
            return Err(clash(&instrument.items()[place], columns, &[earlier, column]));
        }
        matched[place] = Some(column);
    }
    let taken: Vec<usize> = matched.iter().flatten().copied().chain(group).collect();
    let names: Vec<Option<Names>> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| (!taken.contains(&at)).then(|| Names::of(column)))
        .collect();
    for (place, item) in instrument.items().iter().enumerate() {
        if matched[place].is_none() {
            matched[place] = by_name(item, instrument, columns, &names)?;
        }
    }
    let found: Vec<usize> = matched.iter().flatten().copied().collect();
    if found.len() < matched.len() {
        return Err(missing(columns, instrument, &matched));
    }
    for (place, &column) in found.iter().enumerate() {
        if let Some(names) = &names[column] {
            check_text(place, &columns[column], names, instrument)?;
        }
        let items: Vec<String> = instrument
            .items()
            .iter()
            .zip(&found)
            .filter(|&(_, &other)| other == column)
            .map(|(item, _)| item.id.clone())
            .collect();
        if items.len() > 1 {
            let column = excerpt(&columns[column].header);
            return Err(Problem::Clash(ColumnClash::Items { column, items }));
        }
    }
    Ok(found)
}

/// Stops at a column that is called by one item's id and asks another's question.
fn check_text(place: usize, column: &PlannedColumn, names: &Names, instrument: &Instrument) -> Result<(), Problem> {
    let items = instrument.items();
    let asks = |item: &Item| {
        let wanted = ItemNames::of(item);
        wanted.has_text() && names.bare.contains(&wanted.bare)
    };
    if !names.ids.contains(&items[place].id.to_lowercase()) || asks(&items[place]) {
        return Ok(());
    }
    match items.iter().find(|item| asks(item)) {
        None => Ok(()),
        Some(other) => Err(Problem::Clash(ColumnClash::Items {
            column: excerpt(&column.header),
            items: vec![items[place].id.clone(), other.id.clone()],
        })),
    }
}

fn chosen_item(instrument: &Instrument, choice: &ColumnChoice) -> Result<usize, Problem> {
    let wanted = choice.item.trim();
    let items = instrument.items();
    let exact = items.iter().position(|item| item.id == wanted);
    let place = exact.or_else(|| items.iter().position(|item| item.id.eq_ignore_ascii_case(wanted)));
    place.ok_or_else(|| Problem::NoSuchItem {
        item: choice.item.clone(),
        header: shell(&choice.header),
        instrument: instrument.id.clone(),
        nearest: nearest(wanted, items.iter().map(|item| item.id.as_str())).map(str::to_owned),
    })
}

fn by_name(
    item: &Item,
    instrument: &Instrument,
    columns: &[PlannedColumn],
    names: &[Option<Names>],
) -> Result<Option<usize>, Problem> {
    let wanted = ItemNames::of(item);
    for (stage, passes) in STAGES.iter().enumerate() {
        let passing = |passes: fn(&Names, &ItemNames) -> bool| -> Vec<usize> {
            names
                .iter()
                .enumerate()
                .filter(|(_, names)| names.as_ref().is_some_and(|names| passes(names, &wanted)))
                .map(|(at, _)| at)
                .collect()
        };
        let mut found = passing(*passes);
        if found.is_empty() {
            continue;
        }
        if stage > 0 {
            // `Statement` beside `Statement2`: the tool has told two equal questions apart, so the first is no surer. An id
            // is sure, though.
            if let Some(numbered) = STAGES.last() {
                found.extend(passing(*numbered));
            }
        } else if !found
            .iter()
            .any(|&at| asks_another_item(item, instrument, names[at].as_ref()))
        {
            // Unless the question stands elsewhere: a tool calls its first question `Q1`, whatever it asks.
            let asks_another = |at: &usize| names[*at].as_ref().is_some_and(|names| names.asks_other_than(&wanted));
            found.extend(passing(Names::is_called));
            if found.iter().any(asks_another) {
                found.extend(passing(Names::ends_in));
            }
        }
        found.sort_unstable();
        found.dedup();
        return match found.as_slice() {
            [column] => Ok(Some(*column)),
            several => Err(clash(item, columns, several)),
        };
    }
    Ok(None)
}

/// Whether a column asks another item's question, which [`check_text`] stops at.
fn asks_another_item(item: &Item, instrument: &Instrument, names: Option<&Names>) -> bool {
    let others = instrument.items().iter().filter(|other| other.id != item.id);
    let mut others = others.map(ItemNames::of);
    names.is_some_and(|names| others.any(|other| names.is_called(&other) || names.ends_in(&other)))
}

fn clash(item: &Item, columns: &[PlannedColumn], several: &[usize]) -> Problem {
    let named = |&at: &usize| {
        let field = columns[at].fields.first().copied().unwrap_or(at);
        (tidy(&columns[at].header), letter(field))
    };
    Problem::Clash(ColumnClash::Columns {
        item: item.id.clone(),
        columns: several.iter().map(named).collect(),
    })
}

fn missing(columns: &[PlannedColumn], instrument: &Instrument, matched: &[Option<usize>]) -> Problem {
    let free: Vec<(String, Vec<String>)> = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !matched.contains(&Some(*at)))
        .map(|(_, column)| {
            let texts = std::iter::once(&column.header).chain(&column.aliases);
            (tidy(&column.header), texts.map(|text| bare(text)).collect())
        })
        .collect();
    let without = instrument
        .items()
        .iter()
        .zip(matched)
        .filter(|(_, column)| column.is_none());
    let missing = without.map(|(item, _)| {
        let (id, text) = (item.id.to_lowercase(), bare(&item.text));
        let alike = free
            .iter()
            .flat_map(|(header, texts)| texts.iter().map(move |bare| (header, bare)))
            .map(|(header, bare)| (header, likeness(&id, bare).max(likeness(&text, bare))));
        let best = alike
            .filter(|(_, alike)| *alike >= 0.5)
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        MissingColumn {
            item: item.id.clone(),
            text: excerpt(&item.text),
            nearest: best.map(|(header, _)| header.clone()),
        }
    });
    Problem::NoColumns {
        instrument: instrument.id.clone(),
        items: instrument.items().len(),
        missing: missing.collect(),
        columns: shown_headers(columns),
    }
}

/// The headers as messages show them.
pub(crate) fn shown_headers(columns: &[PlannedColumn]) -> Vec<String> {
    columns.iter().map(|column| excerpt(&column.header)).collect()
}

/// The column that a person has named for a grouping: as [`find`] does, else the only one beside the items whose header has the name
/// as whole words, as "What is your role?" has "role".
pub(crate) fn find_grouping(
    columns: &[PlannedColumn],
    items: &[usize],
    name: &str,
    wanted_for: &str,
) -> Result<usize, Problem> {
    let missed = match find(columns, name, wanted_for) {
        Err(missed @ Problem::NoSuchColumn { .. }) => missed,
        found => return found,
    };
    let asked = words(name);
    let has = |text: &str| words(text).windows(asked.len().max(1)).any(|some| some == asked);
    let mut likely = (0..columns.len()).filter(|at| !items.contains(at) && texts(&columns[*at]).any(has));
    match (likely.next(), likely.next()) {
        (Some(column), None) => Ok(column),
        _ => Err(missed),
    }
}

/// The texts that a column may be known by.
pub(crate) fn texts(column: &PlannedColumn) -> impl Iterator<Item = &str> {
    std::iter::once(&column.header)
        .chain(&column.aliases)
        .map(String::as_str)
}

/// The words of a header, in lower case.
pub(crate) fn words(header: &str) -> Vec<String> {
    bare(header)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The column that a person has named: its header exactly, else its normalised text, else `#` and its letter.
pub(crate) fn find(columns: &[PlannedColumn], header: &str, wanted_for: &str) -> Result<usize, Problem> {
    let stages: [&dyn Fn(&str) -> bool; 3] = [
        &|text| text == header || tidy(text) == tidy(header),
        &|text| fold(text) == fold(header),
        &|text| bare(text) == bare(header),
    ];
    for same in stages {
        let found: Vec<usize> = (0..columns.len())
            .filter(|&at| {
                std::iter::once(&columns[at].header)
                    .chain(&columns[at].aliases)
                    .any(|text| same(text))
            })
            .collect();
        match found.as_slice() {
            [] => {}
            [column] => return Ok(*column),
            several => {
                return Err(Problem::SharedHeader {
                    header: excerpt(header),
                    wanted_for: wanted_for.to_owned(),
                    letters: several
                        .iter()
                        .map(|&at| letter(columns[at].fields.first().copied().unwrap_or(at)))
                        .collect(),
                });
            }
        }
    }
    let lettered = header.strip_prefix('#').and_then(of_letter);
    if let Some(column) = lettered.and_then(|field| columns.iter().position(|column| column.fields.contains(&field))) {
        return Ok(column);
    }
    let all = shown_headers(columns);
    Err(Problem::NoSuchColumn {
        header: excerpt(header),
        wanted_for: wanted_for.to_owned(),
        nearest: nearest_header(header, &all).map(str::to_owned),
        columns: all,
    })
}

/// The header that is most like the one named, else the shortest with the word that is: a question is named by what it is about,
/// and statements that mention it say more.
fn nearest_header<'a>(named: &str, headers: &'a [String]) -> Option<&'a str> {
    let whole = || headers.iter().map(String::as_str);
    nearest(named, whole()).or_else(|| {
        let of_headers: Vec<String> = whole().flat_map(words).collect();
        let word = nearest(named, of_headers.iter().map(String::as_str))?;
        let mut with_it = whole().filter(|header| words(header).iter().any(|of_header| of_header == word));
        let first = with_it.next()?;
        Some(with_it.fold(
            first,
            |best, header| if header.len() < best.len() { header } else { best },
        ))
    })
}
