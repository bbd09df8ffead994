//! The workbook of a report: the same figures for people who work with numbers, one sheet for each subject.

use crate::disclosure::WhichTerm;
use crate::report::board::change_words::reading;
use crate::report::board::folder::Folder;
use crate::report::board::items::{categories, share};
use crate::report::board::page::Content;
use crate::report::board::score::{any_withheld, part};
use crate::report::board::since::Since;
use crate::report::board::trust;
use crate::report::board::words::not_concluded;
use crate::report::picked::Picked;
use crate::report::score::words;
use crate::report::sheets::stamp;
use crate::report::tidy::{
    BOARD_CHANGES, BOARD_ITEM_CHANGES, BOARD_ITEMS, BOARD_RELIABILITY, BOARD_SCORES, BOARD_TREND, Tidy, View,
};
use crate::report::{Block, Cell, Column, Fact, Record, Report, Role, SUMMARY, Subject, Table, comparing};

/// The report as a workbook. Every figure is on the trust's page too.
pub(super) fn workbook(folder: &Folder<'_>) -> Report {
    let mut tables = vec![
        BOARD_SCORES.table(&folder.score),
        items(folder),
        BOARD_RELIABILITY.table(&folder.score),
    ];
    if let Some(since) = folder.since() {
        tables.extend([&BOARD_CHANGES, &BOARD_ITEM_CHANGES].map(|view| changes(since, view)));
    }
    tables.extend(folder.trend().map(|trend| BOARD_TREND.table(trend.record)));
    for table in &mut tables {
        stamp(table, folder.about.trust.as_deref(), folder.about.term.as_deref());
        without_blank_columns(table);
    }
    Report {
        title: format!("{} · {}", folder.trust_name(), folder.subtitle(true)),
        marking: folder.marking(),
        summary: Vec::new(),
        blocks: summary(folder),
        tables: tables.into_iter().map(Tidy::Made).collect(),
        record: method(folder),
    }
}

/// Leaves out columns that say nothing, such as headcounts that were not given, or that no item is reversed.
fn without_blank_columns(table: &mut Table) {
    for place in (0..table.columns.len()).rev() {
        if table
            .rows
            .iter()
            .all(|row| matches!(row[place], Cell::Blank | Cell::Flag(false)))
        {
            table.columns.remove(place);
            for row in &mut table.rows {
                row.remove(place);
            }
        }
    }
}

/// The answer, the trust's scores, and how to read the rest.
fn summary(folder: &Folder<'_>) -> Vec<Block> {
    let labels = ["Where we are", "How sure we are", "What has changed"];
    let answer = trust::answer(folder).into_iter().zip(labels);
    let answer = answer.map(|(text, label)| Fact::new(label, text));
    let mut notes = vec![Fact::new("Order", comparing::ORDER_NOTE_OF_PAGES)];
    notes.extend(folder.since().map(|since| Fact::new("Change", reading(since))));
    if any_withheld(folder.scales().flat_map(|(_, node)| node.each("academies"))) {
        notes.push(Fact::new("Withheld", words::withheld_note(folder.min_group())));
    }
    let points = not_concluded(folder.since().is_some()).content.into_iter();
    let points = points.flat_map(|content| match content {
        Content::List(points) => points,
        _ => Vec::new(),
    });
    let labels = std::iter::once("Not to be concluded").chain(std::iter::repeat(""));
    notes.extend(labels.zip(points).map(|(label, point)| Fact::new(label, point)));
    vec![
        Block::Facts(answer.collect()),
        Block::Table(scales(folder)),
        Block::Facts(notes),
    ]
}

/// The trust on every scale.
fn scales(folder: &Folder<'_>) -> Table {
    let since = folder.since();
    let rows = folder.scales().map(|(scale, node)| {
        let declared = folder.declared(scale);
        let change = since.and_then(|since| since.on(&declared.id)?.node.at("trust").cloned());
        part(node, "trust", "scale", declared.name.as_str()).with_some("change", change)
    });
    Picked::wide(SUMMARY, Subject::Any)
        .names("Scale", "scale")
        .figures("n mean lower upper pomp percent_favourable response_rate")
        .figure("change.difference", Role::Figure)
        .if_any()
        .figure("change.says", Role::Figure)
        .if_any()
        .table(&rows.collect::<Vec<_>>())
}

/// The answers to every item over the trust, with the share of each category if all items have the same categories.
fn items(folder: &Folder<'_>) -> Table {
    let instrument = folder.context.instrument;
    let nodes = folder.score.each("items");
    let with_scales = nodes.iter().enumerate().map(|(place, item)| {
        let scales = instrument.scales().iter().filter(|scale| scale.items.contains(&place));
        let scales = Record::list(scales.map(|scale| scale.name.as_str()));
        item.clone().with("scales", scales)
    });
    let mut table = BOARD_ITEMS.table(&Record::object().with_list("items", with_scales));
    let range = |item: &usize| instrument.items()[*item].response.range;
    let all: Vec<usize> = (0..instrument.items().len()).collect();
    if all.windows(2).any(|pair| range(&pair[0]) != range(&pair[1])) {
        return table;
    }
    let names = categories(&all, instrument);
    // The last column is the rule that withholds an item.
    let at = table.columns.len() - 1;
    let column =
        |(place, name): (usize, &String)| Column::new(&format!("share_{place}"), &format!("{name} %"), Role::Figure);
    table.columns.splice(at..at, names.iter().enumerate().map(column));
    for (row, item) in table.rows.iter_mut().zip(nodes) {
        row.splice(at..at, (0..names.len()).map(|place| share(item, place)));
    }
    table
}

/// A view of the change, with the names of the terms.
fn changes(since: Since<'_>, view: &View) -> Table {
    let mut table = view.table(since.record);
    for column in &mut table.columns {
        column.heading = since.heading(&column.heading);
    }
    for cell in table.rows.iter_mut().flatten() {
        for when in [WhichTerm::Before, WhichTerm::After] {
            if *cell == Cell::text(when.name()) {
                *cell = Cell::Text(format!("only in {}", since.term(when)));
            }
        }
    }
    table
}

/// Method, definitions and sources, as on the trust's page.
fn method(folder: &Folder<'_>) -> Record {
    let content = trust::method_and_findings(folder).content.into_iter();
    let facts = content.flat_map(|content| match content {
        Content::Facts(facts) => facts,
        Content::List(points) => points.into_iter().map(|point| Fact::new("Noticed", point)).collect(),
        _ => Vec::new(),
    });
    Record::Object(facts.map(|fact| (fact.label, fact.text.into())).collect())
}
