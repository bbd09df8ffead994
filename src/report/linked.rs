//! Linked respondents next to a comparison: `cte compare --link`.

use crate::disclosure::{LinkedScale, PublishedLinked};
use crate::report::context::{counted, group_name};
use crate::report::picked::Picked;
use crate::report::score::words::interval_heading;
use crate::report::tidy::Tidy;
use crate::report::{Block, Cell, Kind, Record, Report, Role, Subject, Table, TermsContext, fields, number, tidy};

/// Adds the change of linked respondents to the report of a comparison.
#[must_use]
pub fn with_linked(mut report: Report, linked: &PublishedLinked, context: &TermsContext<'_>) -> Report {
    let rows = |[before, after]: [usize; 2]| Record::object().figure("before", before).figure("after", after);
    let scales = linked.scales.iter().map(|scale| of_scale(scale, context));
    let record = Record::object()
        .with("rows_without_a_code", rows(linked.without))
        .with("rows_with_a_repeated_code", rows(linked.repeated))
        .with_list("scales", scales);
    report.blocks.extend(blocks(&record, linked, context));
    report.record = report.record.with("linked", record);
    report.tables.push(Tidy::View(&tidy::LINKED));
    report
}

fn of_scale(scale: &LinkedScale, context: &TermsContext<'_>) -> Record {
    let academies = scale.academies.iter().map(|(name, change)| {
        Record::object()
            .with("academy", group_name(name, "academy"))
            .and(Record::shown(change, fields::linked_change))
    });
    Record::object()
        .with("id", context.instrument.scales()[scale.scale].id.as_str())
        .with_shown("trust", &scale.trust, fields::linked_change)
        .with_list("academies", academies)
}

fn blocks(record: &Record, linked: &PublishedLinked, context: &TermsContext<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::heading("The same people in both terms", "linked by their codes")];
    let min_group = linked.policy.min_group;
    let scales = record.each("scales").iter().zip(&linked.scales);
    blocks.extend(scales.map(|(node, scale)| {
        let declared = &context.instrument.scales()[scale.scale];
        Block::Table(table(node, &declared.name, linked.options.level))
    }));
    blocks.push(Block::Note(format!(
        "The change of those who answered in both terms, each compared with themselves. People who left or joined are not included: \
         whoever is not linked left, did not answer again or gave no code. An academy is withheld if fewer than {min_group} are linked \
         or answered in one term only, or if its figures would disclose such people's answers."
    )));
    if linked.kept_back {
        blocks.push(Block::Note(format!(
            "All figures are withheld, because together with earlier results they would disclose fewer than {min_group} people."
        )));
    }
    for (when, repeated, without) in [
        ("before", linked.repeated[0], linked.without[0]),
        ("after", linked.repeated[1], linked.without[1]),
    ] {
        if repeated + without > 0 {
            blocks.push(Block::Note(format!(
                "In the term {when}, {} no code and {} one that another row has too: they are not linked.",
                counted(without as u64, "row has", "rows have"),
                counted(repeated as u64, "row has", "rows have"),
            )));
        }
    }
    blocks
}

fn table(scale: &Record, name: &str, level: f64) -> Table {
    let interval = interval_heading(level);
    let trust = scale.at("trust").cloned().unwrap_or(Record::object());
    let trust = Record::object().with("academy", "The trust").and(trust);
    Picked::new("linked", Subject::Linked)
        .names(name, "academy")
        .figure("n", Role::Figure)
        .figure("share_before", Role::Extra(1))
        .figure("share_after", Role::Extra(2))
        .figure("change", Role::Figure)
        .made("interval", &interval, Role::Figure, |group| {
            match group.limits("lower", "upper") {
                Some([lower, upper]) => Cell::Text(number::range(lower, upper, Kind::Score)),
                None if group.value("change").is_none() => Cell::Blank,
                None => group.cell("lower"),
            }
        })
        .table(std::iter::once(&trust).chain(scale.each("academies")))
}
