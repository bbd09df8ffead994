//! Linked respondents next to a comparison: `cte compare --link`.

use crate::disclosure::{LinkedScale, PublishedLinked};
use crate::report::context::{counted, group_name};
use crate::report::picked::Picked;
use crate::report::{Block, Cell, Kind, Record, Report, Role, Subject, Table, TermsContext, fields, number, tidy};

/// Adds the change of linked respondents to the report of a comparison.
#[must_use]
pub fn with_linked(mut report: Report, linked: &PublishedLinked, context: &TermsContext<'_>) -> Report {
    let rows = |[before, after]: [usize; 2]| Record::object().figure("before", before).figure("after", after);
    let scales = linked.scales.iter().map(|scale| of_scale(scale, context));
    let record = Record::object()
        .with("rows_without_a_code", rows(linked.without))
        .with("rows_with_a_repeated_code", rows(linked.repeated))
        .with("scales", Record::list(scales));
    report.blocks.extend(blocks(&record, linked, context));
    report.record = report.record.with("linked", record);
    report.tables.push(tidy::LINKED.table(&report.record));
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
        .with("trust", Record::shown(&scale.trust, fields::linked_change))
        .with("academies", Record::list(academies))
}

fn blocks(record: &Record, linked: &PublishedLinked, context: &TermsContext<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        text: "The same people in both terms".to_owned(),
        aside: "linked by their codes".to_owned(),
    }];
    let min_group = linked.policy.min_group;
    let scales = record.each("scales").iter().zip(&linked.scales);
    blocks.extend(scales.map(|(node, scale)| {
        let declared = &context.instrument.scales()[scale.scale];
        Block::Table(table(node, &declared.name, linked.options.level))
    }));
    blocks.push(Block::Note(format!(
        "The change of those who answered in both terms, each against themselves: it says nothing of those who left or came. Those of \
         before who are not linked left, did not answer again or gave no code. An academy is withheld where fewer than {min_group} are \
         linked or answered in one term only, or where it would give such people's answers back."
    )));
    if linked.kept_back {
        blocks.push(Block::Note(format!(
            "All of it is withheld, because beside what was given out earlier it would tell of fewer than {min_group} people."
        )));
    }
    for (when, repeated, without) in [
        ("before", linked.repeated[0], linked.without[0]),
        ("after", linked.repeated[1], linked.without[1]),
    ] {
        if repeated + without > 0 {
            blocks.push(Block::Note(format!(
                "In the term {when}, {} no code and {} one that another row has too: they are linked to nobody.",
                counted(without as u64, "row has", "rows have"),
                counted(repeated as u64, "row has", "rows have"),
            )));
        }
    }
    blocks
}

fn table(scale: &Record, name: &str, level: f64) -> Table {
    let interval = format!("{} % interval", number::text(100.0 * level, Kind::Percent));
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
