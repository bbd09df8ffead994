//! All scales at a glance: a line a scale for the trust, and a line an academy with all scales side by side.

use crate::disclosure::{Conclusion, Rule};
use crate::report::picked::WITHHELD;
use crate::report::record::WITHHELD as WITHHELD_BY;
use crate::report::{Cell, Column, Fact, Record, Role, SUMMARY, Table};

/// The mark of what is clearly higher. Marks stand beside colours, which not everybody sees.
pub(crate) const HIGHER: char = '▲';
/// The mark of what is clearly lower.
pub(crate) const LOWER: char = '▼';

/// The scales, a row each. `cells` are further columns: key, heading, role and the cell of a scale.
pub(crate) fn of_scales(scales: &[Record], columns: &[ScaleColumn<'_>]) -> Table {
    let mut all = vec![
        Column::new("scale", "Scale", Role::Name),
        Column::new("id", "Id", Role::Extra(1)),
    ];
    all.extend(columns.iter().map(|of| Column::new(of.key, of.heading, of.role)));
    let mut table = Table::new(SUMMARY, all);
    for scale in scales {
        let mut row = vec![scale.cell("name"), scale.cell("id")];
        row.extend(columns.iter().map(|of| (of.cell)(scale)));
        table.push(row);
    }
    table
}

/// A column of the table of scales.
pub(crate) struct ScaleColumn<'a> {
    key: &'a str,
    heading: &'a str,
    role: Role,
    cell: &'a dyn Fn(&Record) -> Cell,
}

impl<'a> ScaleColumn<'a> {
    pub(crate) fn new(key: &'a str, heading: &'a str, role: Role, cell: &'a dyn Fn(&Record) -> Cell) -> Self {
        Self {
            key,
            heading,
            role,
            cell,
        }
    }
}

/// The academies, a row each, with a column for each scale, headed by its id. `cell` makes the cell of an academy that is shown.
pub(crate) fn of_academies(scales: &[Record], cell: impl Fn(&Record) -> Cell) -> Table {
    let mut columns = vec![Column::new("academy", "Academy", Role::Name)];
    let id = |scale: &Record| scale.text("id").unwrap_or_default().to_owned();
    columns.extend(
        scales
            .iter()
            .map(|scale| Column::new(&id(scale), &id(scale), Role::Figure)),
    );
    let mut table = Table::new(SUMMARY, columns);
    let academies = scales.iter().map(|scale| scale.each("academies").len()).max();
    for place in 0..academies.unwrap_or_default() {
        let own: Vec<Option<&Record>> = scales.iter().map(|scale| scale.each("academies").get(place)).collect();
        let name = own
            .iter()
            .flatten()
            .next()
            .map_or(Cell::Blank, |academy| academy.cell("academy"));
        let mut cells: Vec<Cell> = own.iter().map(|own| of_academy(*own, &cell)).collect();
        if own.iter().flatten().all(|academy| academy.is_withheld()) {
            cells.fill(Cell::Blank);
            cells[0] = Cell::text(WITHHELD);
        }
        table.push([vec![name], cells].concat());
    }
    table
}

fn of_academy(own: Option<&Record>, cell: impl Fn(&Record) -> Cell) -> Cell {
    match own {
        None => Cell::Blank,
        Some(own) if own.is_withheld() => Cell::Withheld(own.text(WITHHELD_BY).unwrap_or_default().to_owned()),
        Some(own) => cell(own),
    }
}

/// A figure with the mark of a conclusion in front.
pub(crate) fn marked(figure: String, conclusion: Option<Conclusion>) -> Cell {
    Cell::Text(match conclusion {
        Some(Conclusion::Higher) => format!("{HIGHER} {figure}"),
        Some(Conclusion::Lower) => format!("{LOWER} {figure}"),
        _ => figure,
    })
}

/// True if a table has marks.
pub(crate) fn has_marks(table: &Table) -> bool {
    let mut cells = table.rows.iter().flatten();
    cells.any(|cell| matches!(cell, Cell::Text(text) if text.starts_with([HIGHER, LOWER])))
}

/// How many academies are withheld, and why; `None` if none is.
pub(crate) fn withheld(scales: &[Record], min_group: u64) -> Option<Fact> {
    let academies: Vec<&[Record]> = scales.iter().map(|scale| scale.each("academies")).collect();
    let all = academies.first().map_or(0, |own| own.len());
    let on_any = |place: &usize| {
        let mut own = academies.iter().filter_map(|own| own.get(*place));
        own.any(Record::is_withheld)
    };
    let by = |place: usize| {
        let own = academies
            .iter()
            .filter_map(move |own| own.get(place)?.text(WITHHELD_BY));
        own.collect::<Vec<_>>()
    };
    let hidden: Vec<usize> = (0..all).filter(on_any).collect();
    if hidden.is_empty() {
        return None;
    }
    let is_small = |place: &usize| by(*place).contains(&Rule::Small.name());
    let why = match hidden.iter().filter(|place| is_small(place)).count() {
        small if small == hidden.len() => format!("fewer than {min_group} answered there"),
        0 => "with the other figures it would disclose a small group".to_owned(),
        _ => format!("fewer than {min_group} answered there, or with the other figures it would disclose such a group"),
    };
    let everywhere = |place: &usize| {
        academies
            .iter()
            .all(|own| own.get(*place).is_some_and(Record::is_withheld))
    };
    let marked = if hidden.iter().all(everywhere) {
        ""
    } else {
        ", some on single scales (···)"
    };
    Some(Fact::new(
        "Withheld",
        format!("{} of {all} academies{marked}: {why}", hidden.len()),
    ))
}

/// The academies that are clearly higher, and those that are clearly lower, by name, each with its scales or items. `said` gives the
/// conclusion about an academy, `label` the words for one of `nodes`, by its id and the academy's record.
pub(crate) fn named(
    nodes: &[Record],
    said: impl Fn(&Record) -> Option<Conclusion>,
    label: impl Fn(&str, &Record) -> String,
) -> Vec<Fact> {
    let among = |wanted: Conclusion| {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for node in nodes {
            let id = node.text("id").unwrap_or_default();
            for academy in node
                .each("academies")
                .iter()
                .filter(|academy| said(academy) == Some(wanted))
            {
                let (name, label) = (academy.cell("academy").words(), label(id, academy));
                match found.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, labels)) => labels.push(label),
                    None => found.push((name, vec![label])),
                }
            }
        }
        let named = found
            .into_iter()
            .map(|(name, labels)| format!("{name} ({})", labels.join(", ")));
        named.collect::<Vec<_>>().join("; ")
    };
    let facts = [
        ("Higher", HIGHER, Conclusion::Higher),
        ("Lower", LOWER, Conclusion::Lower),
    ];
    let facts = facts.map(|(label, mark, wanted)| Fact::new(&format!("{mark} {label}"), among(wanted)));
    facts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
}
