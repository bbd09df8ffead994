//! A second result without flagged respondents: `cte score --exclude-flagged`.

use crate::disclosure::{ExclusionScale, Published, PublishedExclusion};
use crate::report::context::{Context, counted, group_name};
use crate::report::picked::WITHHELD;
use crate::report::tidy::Tidy;
use crate::report::{Block, Cell, Column, Record, Report, Role, Table, fields, tidy};

/// Adds the second result to the report of the first.
#[must_use]
pub fn with_exclusion(
    mut report: Report,
    published: &Published,
    without: &PublishedExclusion,
    context: &Context<'_>,
) -> Report {
    let scales = without.scales.iter().map(|scale| of_scale(scale, context));
    report.record = report
        .record
        .count("flagged", without.left_out)
        .with("without_flagged", Record::object().with_list("scales", scales));
    let added = blocks(&report.record, without.left_out, published.policy.min_group);
    report.blocks.extend(added);
    report.tables.push(Tidy::View(&tidy::WITHOUT_FLAGGED));
    report
}

/// The figures of a group that are shown of a second result.
const SHOWN: [&str; 7] = ["n", "mean", "sd", "se", "lower", "upper", "pomp"];

fn of_scale(scale: &ExclusionScale, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let academies = scale.academies.iter().map(|(name, shown)| {
        Record::object()
            .with("academy", group_name(name, "academy"))
            .and(Record::shown(shown, |found| fields::group_score(found).only(&SHOWN)))
    });
    Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with_shown("trust", &scale.trust, fields::trust_score_without)
        .with(
            "reliability",
            Record::object().with_shown("alpha", &scale.alpha, fields::coefficient),
        )
        .with_list("academies", academies)
}

fn blocks(record: &Record, left_out: u64, min_group: u64) -> Vec<Block> {
    let flagged = counted(left_out, "flagged respondent", "flagged respondents");
    let heading = format!("With and without {flagged}");
    let mut blocks = vec![Block::heading(heading, "`cte check` lists them with reasons")];
    if left_out == 0 {
        blocks.push(Block::note("Screening flags no one: both results are the same."));
        return blocks;
    }
    let mut any = false;
    let scales = record.each("scales").iter().zip(record.each("without_flagged.scales"));
    for (first, second) in scales {
        let name = second.text("name").unwrap_or_default();
        if second.at("trust").is_none_or(Record::is_withheld) {
            blocks.push(Block::Note(format!(
                "{name}: the second result is withheld: it differs from the first by fewer than {min_group} people or by those of \
                 one academy, so the difference would disclose their answers."
            )));
        } else {
            any = true;
            blocks.push(Block::Table(table(name, first, second)));
        }
    }
    if any {
        blocks.push(Block::Note(format!(
            "A second figure is withheld if fewer than {min_group} of an academy are flagged, or if it would disclose such an \
             academy. If no one is flagged, both figures are the same."
        )));
    }
    blocks
}

fn table(name: &str, first: &Record, second: &Record) -> Table {
    let columns = vec![
        Column::new("group", name, Role::Name),
        Column::new("n", "All", Role::Figure),
        Column::new("mean", "Score", Role::Figure),
        Column::new("n_without", "Without", Role::Figure),
        Column::new("mean_without", "Score", Role::Figure),
    ];
    let mut table = Table::new("without_flagged", columns);
    let mut push = |name: Cell, nodes: [Option<&Record>; 2], mean: &str| {
        let mut row = vec![name];
        row.extend(nodes.into_iter().flat_map(|node| match node {
            Some(node) if node.is_withheld() => [Cell::Blank, Cell::text(WITHHELD)],
            Some(node) => [node.cell("n"), node.cell(mean)],
            None => [Cell::Blank, Cell::Blank],
        }));
        table.push(row);
    };
    let trust = [first.at("trust"), second.at("trust")];
    push(Cell::text("The trust, mean over all persons"), trust, "mean_of_persons");
    for (first, second) in first.each("academies").iter().zip(second.each("academies")) {
        push(second.cell("academy"), [Some(first), Some(second)], "mean");
    }
    table
}
