//! Matches columns to items: by the user's choice, by id, or by the text of the question. Similarity alone never
//! decides.

use std::collections::BTreeMap;

use crate::input::columns::error::{ColumnError, MissingColumn};
use crate::input::columns::find::{find, letter_of, shown_headers, texts};
use crate::input::columns::header_forms::{HeaderForms, ItemNames};
use crate::input::layouts::PlannedColumn;
use crate::input::options::ColumnChoice;
use crate::input::text::{Candidates, bare, excerpt, likeness, nearest, shell, tidy};
use crate::model::{Instrument, Item};

/// The ways of matching, surest first. The first way in which any column matches decides.
const STAGES: &[fn(&HeaderForms, &ItemNames) -> bool] = &[
    |column, item| column.ids.contains(&item.id),
    |column, item| item.has_text() && column.folded.contains(&item.folded),
    |column, item| item.has_text() && column.bare.contains(&item.bare),
    |column, item| column.bracketed.iter().any(|text| *text == item.id || item.is(text)),
    |column, item| column.tail.iter().any(|text| *text == item.id || item.is(text)),
    |column, item| column.has_part(item),
    |column, item| column.numberless.iter().any(|text| item.is(text)),
];

/// The error for items without a column. The columns that were found are in the instrument's order.
pub(crate) type MissingError = fn(&[PlannedColumn], &Instrument, &[Option<usize>]) -> ColumnError;

/// The column of every item, in the instrument's order, as indices into `columns`. The column `group` matches no item
/// unless the user chose it.
pub(crate) fn match_items(
    columns: &[PlannedColumn],
    instrument: &Instrument,
    choices: &[ColumnChoice],
    group: Option<usize>,
    missing: MissingError,
) -> Result<Vec<usize>, ColumnError> {
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
    let names: Vec<Option<HeaderForms>> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| (!taken.contains(&at)).then(|| HeaderForms::of(column)))
        .collect();
    // Computed once: a questionnaire may have thousands of items.
    let wanted: Vec<ItemNames> = instrument.items().iter().map(ItemNames::of).collect();
    for (place, item) in instrument.items().iter().enumerate() {
        if matched[place].is_none() {
            matched[place] = by_name(place, item, &wanted, columns, &names)?;
        }
    }
    let found: Vec<usize> = matched.iter().flatten().copied().collect();
    let mut items_of: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for (item, &column) in instrument.items().iter().zip(&found) {
        items_of.entry(column).or_default().push(item);
    }
    if found.len() < matched.len() {
        return Err(missing(columns, instrument, &matched));
    }
    for (place, &column) in found.iter().enumerate() {
        if let Some(names) = &names[column] {
            check_text(place, &columns[column], names, instrument, &wanted)?;
        }
        let items = items_of.get(&column).into_iter().flatten();
        let items: Vec<String> = items.map(|item| item.id.clone()).collect();
        if items.len() > 1 {
            let column = excerpt(&columns[column].header);
            return Err(ColumnError::SeveralItems { column, items });
        }
    }
    Ok(found)
}

/// Returns an error if a column has the id of one item and the question of another.
fn check_text(
    place: usize,
    column: &PlannedColumn,
    names: &HeaderForms,
    instrument: &Instrument,
    wanted: &[ItemNames],
) -> Result<(), ColumnError> {
    let items = instrument.items();
    let asks = |item: &ItemNames| item.has_text() && names.bare.contains(&item.bare);
    if !names.ids.contains(&wanted[place].id) || asks(&wanted[place]) {
        return Ok(());
    }
    match items.iter().zip(wanted).find(|(_, item)| asks(item)) {
        None => Ok(()),
        Some((other, _)) => Err(ColumnError::SeveralItems {
            column: excerpt(&column.header),
            items: vec![items[place].id.clone(), other.id.clone()],
        }),
    }
}

fn chosen_item(instrument: &Instrument, choice: &ColumnChoice) -> Result<usize, ColumnError> {
    let wanted = choice.item.trim();
    let items = instrument.items();
    let exact = items.iter().position(|item| item.id == wanted);
    let place = exact.or_else(|| items.iter().position(|item| item.id.eq_ignore_ascii_case(wanted)));
    place.ok_or_else(|| ColumnError::NoSuchItem {
        item: choice.item.clone(),
        header: shell(&choice.header),
        instrument: instrument.id.clone(),
        nearest: nearest(wanted, items.iter().map(|item| item.id.as_str())).map(str::to_owned),
    })
}

fn by_name(
    place: usize,
    item: &Item,
    all: &[ItemNames],
    columns: &[PlannedColumn],
    names: &[Option<HeaderForms>],
) -> Result<Option<usize>, ColumnError> {
    let wanted = &all[place];
    for (stage, passes) in STAGES.iter().enumerate() {
        let passing = |passes: fn(&HeaderForms, &ItemNames) -> bool| -> Vec<usize> {
            names
                .iter()
                .enumerate()
                .filter(|(_, names)| names.as_ref().is_some_and(|names| passes(names, wanted)))
                .map(|(at, _)| at)
                .collect()
        };
        let mut found = passing(*passes);
        if found.is_empty() {
            continue;
        }
        if stage > 0 {
            // `Statement` and `Statement2` are two equal questions that the tool told apart, so neither is the surer
            // match. An id is sure, though.
            if let Some(numbered) = STAGES.last() {
                found.extend(passing(*numbered));
            }
        } else if !found
            .iter()
            .any(|&at| asks_another_item(place, all, names[at].as_ref()))
        {
            // The question may be in another column, since a tool calls its first question `Q1` whatever it asks.
            let asks_another = |at: &usize| names[*at].as_ref().is_some_and(|names| names.asks_other_than(wanted));
            found.extend(passing(HeaderForms::is_called));
            if found.iter().any(asks_another) {
                found.extend(passing(HeaderForms::ends_in));
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

/// True if a column asks another item's question, which [`check_text`] reports.
fn asks_another_item(place: usize, all: &[ItemNames], names: Option<&HeaderForms>) -> bool {
    let mut others = all.iter().enumerate().filter(|(other, _)| *other != place);
    names.is_some_and(|names| others.any(|(_, other)| names.is_called(other) || names.ends_in(other)))
}

fn clash(item: &Item, columns: &[PlannedColumn], several: &[usize]) -> ColumnError {
    let named = |&at: &usize| (tidy(&columns[at].header), letter_of(columns, at));
    ColumnError::SeveralColumns {
        item: item.id.clone(),
        columns: several.iter().map(named).collect(),
    }
}

/// The similarity of an item's text and a header of which one contains the other.
fn containment(text: &str, header: &str) -> f64 {
    let is_long = |text: &str| text.split_whitespace().count() >= 3;
    let begun = header.trim_end_matches('.').trim_end();
    if (header.contains(text) && is_long(text)) || (text.starts_with(begun) && is_long(begun)) {
        0.9
    } else {
        0.0
    }
}

/// The most pairs of item and header that are looked through for one containing the other.
const MOST_PAIRS: usize = 200_000;

/// The bare error, where nobody reads it: naming the nearest column of every item takes longer than matching.
pub(crate) fn missing_unnamed(_: &[PlannedColumn], instrument: &Instrument, _: &[Option<usize>]) -> ColumnError {
    ColumnError::NoColumns {
        instrument: instrument.id.clone(),
        items: instrument.items().len(),
        missing: Vec::new(),
        columns: Vec::new(),
    }
}

/// The error with the nearest column of every item.
pub(crate) fn missing(columns: &[PlannedColumn], instrument: &Instrument, matched: &[Option<usize>]) -> ColumnError {
    let free: Vec<(String, Vec<String>)> = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !matched.contains(&Some(*at)))
        .map(|(_, column)| (tidy(&column.header), texts(column).map(bare).collect()))
        .collect();
    let without = instrument
        .items()
        .iter()
        .zip(matched)
        .filter(|(_, column)| column.is_none());
    let texts: Vec<(&String, &String)> = free
        .iter()
        .flat_map(|(header, texts)| texts.iter().map(move |bare| (header, bare)))
        .collect();
    let wanted = matched.iter().filter(|column| column.is_none()).count();
    let candidates = Candidates::of(texts.iter().map(|(_, bare)| bare.as_str()), wanted);
    let missing = without.map(|(item, _)| {
        let (id, text) = (item.id.to_lowercase(), bare(&item.text));
        // A header may contain the whole text among other words, or its beginning.
        let looked_through = if texts.len().saturating_mul(wanted) > MOST_PAIRS {
            0
        } else {
            texts.len()
        };
        let contained = texts[..looked_through]
            .iter()
            .map(|&(header, other)| (header, containment(&text, other)));
        let alike = candidates
            .near(&[&id, &text])
            .into_iter()
            .map(|at| texts[at])
            .map(|(header, bare)| (header, likeness(&id, bare).max(likeness(&text, bare))))
            .chain(contained);
        let best = alike
            .filter(|(_, alike)| *alike >= 0.5)
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        MissingColumn {
            item: item.id.clone(),
            text: excerpt(&item.text),
            nearest: best.map(|(header, _)| header.clone()),
        }
    });
    ColumnError::NoColumns {
        instrument: instrument.id.clone(),
        items: instrument.items().len(),
        missing: missing.collect(),
        columns: shown_headers(columns),
    }
}
