//! Reads `[[item]]`, and the texts in a separate wording file.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::input::instrument::fault::InstrumentFault;
use crate::input::instrument::form::{FORMS, ITEM_RESPONSE};
use crate::input::instrument::response::read_response;
use crate::input::instrument::scale::{OWN_ID, check_id, unknown_item};
use crate::input::toml_file::{Declarations, Fault, Faults, Spot, TomlSource, TomlTable, in_file_order, text_of};
use crate::model::{CodeRange, Item, Response, is_item_id};

/// The most items. The index of an item is stored in two bytes.
const MOST_ITEMS: usize = u16::MAX as usize;

/// The items of a file.
#[derive(Debug, Default)]
pub(crate) struct Items<'t> {
    /// The items without faults, in file order.
    pub(crate) list: Vec<Item>,
    /// The position of each item's id.
    pub(crate) spans: Vec<Range<usize>>,
    /// The range of every item that has an id; `None` if the range is faulty.
    pub(crate) ranges: BTreeMap<&'t str, Option<CodeRange>>,
    /// True if every item has a valid id.
    pub(crate) complete: bool,
}

impl Items<'_> {
    /// The ids, sorted.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.ranges.keys().copied()
    }
}

/// Reads the items, with `[response]` as their default. `has_response` distinguishes a faulty `[response]` from none.
pub(crate) fn read_items<'t>(
    tables: &[TomlTable<'t>],
    base: Option<&Response>,
    has_response: bool,
    faults: &mut Faults,
) -> Items<'t> {
    let mut items = Items {
        complete: true,
        ..Items::default()
    };
    let mut reported = false;
    let mut ids = Declarations::new("the id of an item", OWN_ID);
    let mut first_texts: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for table in tables {
        let id = table.required_text("id", "id = \"te01\"", faults);
        let text = table.required_text("text", "text = \"In our academy, we …\"", faults);
        let reversed = table.flag("reversed", faults).unwrap_or(false);
        let response = match table.table("response", &ITEM_RESPONSE, faults) {
            // If `[response]` is faulty, an item's own table cannot be faulted for what it leaves out.
            Some(_) if base.is_none() && has_response => None,
            Some(own) => read_response(&own, base, faults),
            None => {
                // Report this once, because the cure is one table for all items.
                if !has_response && !reported && !table.has("response") {
                    reported = true;
                    table.must_have("response", "[response]", faults);
                }
                base.cloned()
            }
        };
        let Some(id) = id else {
            items.complete = false;
            continue;
        };
        items.complete &= check_id("an item", is_item_id, &id, &mut ids, faults);
        items
            .ranges
            .insert(id.get_ref(), response.as_ref().map(|response| response.range));
        let (Some(text), Some(response)) = (text, response) else {
            continue;
        };
        let folded = text.get_ref().to_lowercase();
        if let Some(&(first, first_line)) = first_texts.get(&folded) {
            let (first, second) = (first.to_owned(), owned(&id));
            let shared = InstrumentFault::SharedText {
                first,
                first_line,
                second,
            };
            faults.warn(&text.span(), shared);
        } else {
            first_texts.insert(folded, (id.get_ref(), faults.line(&text.span())));
        }
        items.spans.push(id.span());
        items.list.push(Item {
            id: (*id.get_ref()).to_owned(),
            text: (*text.get_ref()).to_owned(),
            reversed,
            response,
        });
    }
    if let Some(table) = tables.get(MOST_ITEMS) {
        let (found, most) = (tables.len(), MOST_ITEMS);
        faults.add(&table.span, InstrumentFault::TooManyItems { found, most });
    }
    items
}

/// Replaces the items' texts by those of a wording file, a table of item id and text. Returns the number of texts
/// replaced.
///
/// Every id must belong to an item. Faults are reported with their position in the wording file.
pub(crate) fn put_wording(text: &str, file_name: &str, items: &mut [Item], list: &mut Vec<Fault>) -> usize {
    let source = TomlSource { name: file_name, text };
    let table = match source.document() {
        Ok(table) => table,
        Err(error) => {
            list.extend(error.into_faults());
            return 0;
        }
    };
    let mut faults = Faults::new(source, FORMS);
    let mut given = 0;
    let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    for (key, value) in in_file_order(table.get_ref()) {
        let id = *key.get_ref();
        let Some(item) = items.iter_mut().find(|item| item.id == id) else {
            let kind = unknown_item("the wording file".to_owned(), id, ids.iter().map(String::as_str));
            faults.add(&key.span(), kind);
            continue;
        };
        let Some(wording) = text_of(&Spot::key(id), value, &mut faults) else {
            continue;
        };
        if faults.is_blank(&format!("the wording of `{id}`"), wording, &value.span()) {
            continue;
        }
        wording.clone_into(&mut item.text);
        given += 1;
    }
    list.append(&mut faults.list);
    given
}

/// Warns of items that are in no scale.
pub(crate) fn warn_of_unused(items: &Items<'_>, used: &dyn Fn(&str) -> bool, faults: &mut Faults) {
    for (item, span) in items.list.iter().zip(&items.spans) {
        if !used(&item.id) {
            let item = item.id.clone();
            faults.warn(span, InstrumentFault::UnusedItem(item));
        }
    }
}

/// The owned value of a text.
pub(crate) fn owned(text: &Spanned<&str>) -> String {
    (*text.get_ref()).to_owned()
}
