//! Compares the form that people filled in with the instrument: the same questions, the same scale?

use crate::input::columns::{ColumnError, LocatedItems};
use crate::input::rows::cell::ParsedAnswer;
use crate::input::rows::keys::Keys;
use crate::input::rows::row_summary::RowSummary;
use crate::input::text::{bare, excerpt, likeness};
use crate::model::{Finding, Instrument, Item, Level, Wording};

/// Returns an error if an item's answers are spread over one column per option and an option has no column.
pub(crate) fn every_option(instrument: &Instrument, keys: &Keys, located: &LocatedItems) -> Result<(), ColumnError> {
    for (place, (item, &column)) in instrument.items().iter().zip(&located.items).enumerate() {
        let fields = &located.plan.columns[column].fields;
        let Some(lowest) = located.header.last().filter(|_| fields.len() > 1) else {
            continue;
        };
        let key = keys.of(place);
        let meant = |field: &usize| {
            let text = lowest.get(*field).map_or("", String::as_str);
            let whole = key.resolve(text).ok();
            whole.or_else(|| key.resolve(text.rsplit_once(" - ")?.1).ok())
        };
        let offered: Vec<ParsedAnswer> = fields.iter().filter_map(meant).collect();
        let lacking = item.response.labels.iter().find(|(code, _)| {
            let place = item.response.range.index(i64::from(**code));
            place.is_some_and(|place| !offered.contains(&ParsedAnswer::Code(place)))
        });
        if let Some((_, label)) = lacking {
            return Err(ColumnError::OptionLacking {
                item: item.id.clone(),
                label: label.clone(),
            });
        }
    }
    Ok(())
}

/// Warns of columns that have an item's id but another question. Needs an instrument with full wordings.
pub(crate) fn question_findings(instrument: &Instrument, located: &LocatedItems) -> Vec<Finding> {
    if instrument.wording != Wording::Full {
        return Vec::new();
    }
    let finding = |(item, &column): (&Item, &usize)| {
        let column = &located.plan.columns[column];
        let wanted = bare(&item.text);
        let texts: Vec<&String> = column.aliases.iter().chain([&column.header]).collect();
        let alike = |text: &&String| likeness(&bare(text), &wanted) >= 0.5;
        let named = texts.iter().any(|text| text.trim().eq_ignore_ascii_case(&item.id));
        if !named || texts.iter().any(alike) {
            return None;
        }
        let question = texts.iter().find(|text| text.split_whitespace().count() >= 3)?;
        let message = format!(
            "column `{}` was matched to item `{}` by its name, but it asks \"{}\": if it is another question, map the item with \
             --column {}=HEADER",
            excerpt(&column.header),
            item.id,
            excerpt(question),
            item.id
        );
        let mut finding = Finding::new(Level::Warning, "other-question", message);
        finding.item = Some(item.id.clone());
        Some(finding)
    };
    instrument
        .items()
        .iter()
        .zip(&located.items)
        .filter_map(finding)
        .collect()
}

/// Warns if the answers suggest that the form used another scale than the instrument.
pub(crate) fn scale_findings(
    summary: &RowSummary,
    instrument: &Instrument,
    keys: &Keys,
    located: &LocatedItems,
) -> Vec<Finding> {
    let items = instrument.items();
    let header = |item: usize| excerpt(&located.plan.columns[located.items[item]].header);
    let shared = summary.wordings.shared(|item| keys.of(item).wordings());
    let another = shared.into_iter().map(|shared| {
        let texts: Vec<String> = shared.texts.iter().map(|text| format!("`{text}`")).collect();
        let first = shared.items.first().copied().unwrap_or_default();
        let more = match shared.items.len() - 1 {
            0 => String::new(),
            1 => " and 1 other".to_owned(),
            more => format!(" and {more} others"),
        };
        let message = format!(
            "column `{}`{more}: {} all mean {}, so the form used another scale than the instrument: compare its \
             options, and declare the form's own scale in a questionnaire file",
            header(first),
            texts.join(" and "),
            shared.code,
        );
        let mut finding = Finding::new(Level::Warning, "other-scale", message);
        finding.column = Some(header(first));
        finding.item = Some(items[first].id.clone());
        finding
    });
    let mut findings: Vec<Finding> = another.collect();
    let response = items.first().map(|item| &item.response);
    if let (Some(labels), Some(response), false, true) = (
        located.layout.labels,
        response,
        summary.wordings.any(),
        summary.rows > 0,
    ) {
        let label = |code: i32| response.labels.get(&code).map(|label| format!("{code} as `{label}`"));
        let ends: Vec<String> = [response.range.min(), response.range.max()]
            .into_iter()
            .filter_map(label)
            .collect();
        if !ends.is_empty() {
            let message = format!(
                "the answers are numbers, read as the instrument numbers them, {}; {} may number its options another way: \
                 {labels}, or compare one person's answers",
                ends.join(" and "),
                located.layout.name
            );
            findings.push(Finding::new(Level::Warning, "numbers-only", message));
        }
    }
    findings
}
