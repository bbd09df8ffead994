//! Reads `[[scale]]`: which items are scored together.

use toml::Spanned;

use crate::input::instrument::fault::InstrumentFault;
use crate::input::instrument::form::NORM;
use crate::input::instrument::item::Items;
use crate::input::instrument::null::read_null;
use crate::input::text::nearest_word;
use crate::input::toml_file::{Declarations, Faults, Spot, TomlTable, shown, text_of};
use crate::model::{CodeRange, Norm, ScaleParts, is_id};

/// Reads the scales. `scoring` may contain a null distribution for all of them.
pub(crate) fn read_scales(
    tables: &[TomlTable<'_>],
    items: &Items<'_>,
    scoring: Option<&TomlTable<'_>>,
    faults: &mut Faults,
) -> Vec<ScaleParts> {
    let mut ids = Declarations::new("the id of a scale", OWN_ID);
    let mut scales = Vec::with_capacity(tables.len());
    for table in tables {
        let id = table.required_text("id", "id = \"academy\"", faults);
        let name = table.required_text("name", "name = \"Academy collective efficacy\"", faults);
        table.must_have("items", "items = [\"te01\", \"te02\"]", faults);
        let id_text = id.as_ref().map_or("", |id| *id.get_ref());
        if let Some(id) = &id {
            check_id("a scale", is_id, id, &mut ids, faults);
        }
        let (chosen, range) = read_members(table, id_text, items, faults);
        let null_table = if table.has("null") { Some(table) } else { scoring };
        let null = null_table
            .zip(range)
            .and_then(|(null_table, range)| read_null(null_table, id_text, range, faults));
        let norms = table
            .tables("norm", &NORM, faults)
            .iter()
            .filter_map(|norm| read_norm(norm, faults))
            .collect();
        if let (Some(id), Some(name)) = (id, name) {
            scales.push(ScaleParts {
                id: (*id.get_ref()).to_owned(),
                name: (*name.get_ref()).to_owned(),
                items: chosen,
                not_asked: Vec::new(),
                norms,
                null,
            });
        }
    }
    scales
}

/// Advice on an id that is declared twice.
pub(crate) const OWN_ID: &str = "give each an id of its own";

/// Checks an id. Reports an invalid or repeated one; ids that differ only in case cannot be told apart in a header.
pub(crate) fn check_id(
    what: &'static str,
    is_sound: fn(&str) -> bool,
    id: &Spanned<&str>,
    declared: &mut Declarations,
    faults: &mut Faults,
) -> bool {
    let text = *id.get_ref();
    if !is_sound(text) {
        let found = shown(text);
        faults.add(&id.span(), InstrumentFault::BadId { what, id: found });
    }
    declared.add(text.to_lowercase(), id, faults) && is_sound(text)
}

fn read_members(
    table: &TomlTable<'_>,
    scale: &str,
    items: &Items<'_>,
    faults: &mut Faults,
) -> (Vec<String>, Option<CodeRange>) {
    let list = table
        .list("items", "items = [\"te01\", \"te02\"]", faults)
        .unwrap_or_default();
    if list.is_empty() && table.value("items").is_some_and(|value| value.get_ref().is_array()) {
        let scale = shown(scale);
        faults.add(&table.span_of("items"), InstrumentFault::EmptyScale(scale));
    }
    let mut chosen: Vec<String> = Vec::with_capacity(list.len());
    let mut members = Declarations::new(format!("in the scale `{}`, the item", shown(scale)), "take one out");
    let mut shared: Option<(&str, CodeRange)> = None;
    for value in list {
        let Some(id) = text_of(&Spot::member("items"), value, faults) else {
            continue;
        };
        if !members.add(id, &Spanned::new(value.span(), id), faults) {
            continue;
        }
        let Some(range) = items.ranges.get(id) else {
            // An item with a faulty id was already reported.
            if items.complete {
                let by = format!("the scale `{}`", shown(scale));
                faults.add(&value.span(), unknown_item(by, id, items.ids()));
            }
            continue;
        };
        chosen.push(id.to_owned());
        match (*range, shared) {
            (Some(range), None) => shared = Some((id, range)),
            (Some(range), Some((first, first_range))) if range != first_range => faults.add(
                &value.span(),
                InstrumentFault::MixedRanges {
                    scale: shown(scale),
                    first: first.to_owned(),
                    first_range,
                    other: id.to_owned(),
                    other_range: range,
                },
            ),
            _ => {}
        }
    }
    (chosen, shared.map(|(_, range)| range))
}

/// The fault of naming an item that does not exist.
pub(crate) fn unknown_item<'i>(by: String, id: &str, ids: impl Iterator<Item = &'i str> + Clone) -> InstrumentFault {
    InstrumentFault::UnknownItem {
        by,
        item: shown(id),
        count: ids.clone().count(),
        nearest: nearest_word(id, ids).map(str::to_owned),
    }
}

/// The scales on which a standardised score can be displayed.
const DISPLAYS: &[&str] = &["standard-500"];

/// The quality of a norm's source.
const NORM_STATUS: &[&str] = &["verified", "unverified"];

fn read_norm(table: &TomlTable<'_>, faults: &mut Faults) -> Option<Norm> {
    let name = table.required_text("name", "name = \"Ohio, 2000\"", faults);
    table.must_have("mean", "mean = 4.1", faults);
    table.must_have("sd", "sd = 0.6", faults);
    let mean = table.number("mean", faults);
    let sd = table.number("sd", faults);
    let bad_mean = mean.filter(|mean| !mean.is_finite());
    let bad_sd = sd.filter(|sd| !(sd.is_finite() && *sd > 0.0));
    for (key, bad, wanted) in [
        ("mean", bad_mean, "a finite number"),
        ("sd", bad_sd, "a finite number above 0"),
    ] {
        if let Some(found) = bad {
            faults.add(&table.span_of(key), InstrumentFault::BadFigure { key, found, wanted });
        }
    }
    let display = table.one_of("display", DISPLAYS, faults).map(str::to_owned);
    let status = table.one_of("status", NORM_STATUS, faults).map(str::to_owned);
    let source = table.string("source", faults);
    Some(Norm {
        name: (*name?.get_ref()).to_owned(),
        mean: mean?,
        sd: sd?,
        display,
        source,
        status,
    })
}
