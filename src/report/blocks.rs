//! Blocks that the views of several commands share.

use crate::model::{Instrument, Scale, ScoreKind};
use crate::report::context::counted;
use crate::report::{Block, Cell, Record, Table};

/// The heading of a scale: its name, its number of items and the range of its answers; for a sum score, that of the sum too.
pub(crate) fn scale_heading(declared: &Scale, instrument: &Instrument) -> Block {
    let items = counted(declared.designed() as u64, "item", "items");
    let items = match declared.not_asked.len() {
        0 => items,
        _ => format!("{} of {items}", declared.items.len()),
    };
    let range = match instrument.scoring.score {
        ScoreKind::Mean => format!("{items}, {}", declared.range),
        ScoreKind::Sum => {
            let [lowest, highest] = declared.score_range(&instrument.scoring);
            format!("sum of {items} of {}: {lowest}–{highest}", declared.range)
        }
    };
    Block::heading(&declared.name, range)
}

/// The scales of a record, each after the one that the questionnaire declares.
pub(crate) fn declared_beside<'r>(
    instrument: &'r Instrument,
    scales: &'r [Record],
) -> impl Iterator<Item = (&'r Scale, &'r Record)> {
    let declared = |scale: &'r Record| {
        let id = scale.text("id")?;
        let found = instrument.scales().iter().find(|declared| declared.id == id)?;
        Some((found, scale))
    };
    scales.iter().filter_map(declared)
}

/// `4 of 5 items` for a group that was not asked all items of a scale.
pub(crate) fn items_asked(group: &Record) -> Cell {
    let Some(asked) = group.value("items_asked") else {
        return Cell::Blank;
    };
    let designed = asked + group.each("not_asked").len() as f64;
    Cell::Text(format!("{asked} of {designed} items"))
}

/// The academies of all scales, and the groups of another column.
pub(crate) fn all_groups(record: &Record) -> Vec<&Record> {
    let scales = record.each("scales").iter();
    let groups = scales.flat_map(|scale| scale.each("academies").iter().chain(scale.each("by.groups")));
    groups.collect()
}

/// A table of a scale's academies, and one of the groups of another column, by their heading and key. A table of withheld
/// groups alone is left out.
pub(crate) fn group_tables(scale: &Record, table: impl Fn(&[Record], &str, &str) -> Table) -> Vec<Block> {
    let column = scale.text("by.column").unwrap_or_default();
    let parts = [("academies", "Academy", "academy"), ("by.groups", column, "group")];
    let shown = parts.into_iter().filter_map(|(path, heading, key)| {
        let groups = scale.each(path);
        let any = groups.iter().any(|group| !group.is_withheld());
        any.then(|| Block::Table(table(groups, heading, key)))
    });
    shown.collect()
}

/// The findings of a record as notes.
pub(crate) fn finding_notes(record: &Record) -> impl Iterator<Item = Block> {
    record.each("findings").iter().filter_map(|finding| {
        let (level, message) = (finding.text("level")?, finding.text("message")?);
        Some(Block::Note(format!("{level}: {message}")))
    })
}
