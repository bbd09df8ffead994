//! Linked respondents beside a comparison: `cte compare --link`.

use crate::disclosure::{LinkedChange, LinkedScale, PublishedLinked, Shown};
use crate::report::context::{counted, name_cell};
use crate::report::{Block, Cell, Column, Kind, Record, Report, Role, Table, TermsContext, number, tidy};

/// The figures of a linked change, by key.
const KEYS: [&str; 11] = [
    "n",
    "share_before",
    "share_after",
    "change",
    "se",
    "lower",
    "upper",
    "t",
    "df",
    "p",
    "d_z",
];

/// The report of a comparison with the change of linked respondents beside it.
#[must_use]
pub fn with_linked(mut report: Report, linked: &PublishedLinked, context: &TermsContext<'_>) -> Report {
    report.blocks.extend(blocks(linked, context));
    report.record = report.record.with("linked", record(linked, context));
    report.tables.push(tidy::LINKED.table(&report.record));
    report
}

fn blocks(linked: &PublishedLinked, context: &TermsContext<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        text: "The same people in both terms".to_owned(),
        aside: "linked by their codes".to_owned(),
    }];
    let level = number::text(100.0 * linked.options.level, Kind::Percent);
    for scale in &linked.scales {
        let declared = &context.instrument.scales()[scale.scale];
        let mut table = Table::new(
            "linked",
            vec![
                Column::new("group", &declared.name, Role::Name),
                Column::new("n", "Linked", Role::Figure),
                Column::new("share_before", "Of before", Role::Extra(1)),
                Column::new("share_after", "Of after", Role::Extra(2)),
                Column::new("change", "Change", Role::Figure),
                Column::new("interval", &format!("{level} % interval"), Role::Figure),
            ],
        );
        table.push(row(Cell::text("The trust"), &scale.trust));
        for (name, change) in &scale.academies {
            table.push(row(name_cell(name, "academy"), change));
        }
        blocks.push(Block::Table(table));
    }
    blocks.push(Block::Note(format!(
        "The change of those who answered in both terms, each against themselves: it says nothing of those who left or came. Those of \
         before who are not linked left, did not answer again or gave no code. An academy is withheld where fewer than {} are linked or answered in one term only, or where it would give such people's \
         answers back.",
        linked.policy.min_group
    )));
    if linked.kept_back {
        blocks.push(Block::Note(format!(
            "All of it is withheld, because beside what was given out earlier it would tell of fewer than {} people.",
            linked.policy.min_group
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

fn row(name: Cell, change: &Shown<LinkedChange>) -> Vec<Cell> {
    match change {
        Shown::Withheld(rule) => {
            let mut row = vec![name];
            row.resize(6, Cell::Withheld(rule.name().to_owned()));
            row
        }
        Shown::Figures(found) => {
            let share = |share: f64| Cell::Text(format!("{} %", number::text(100.0 * share, Kind::Percent)));
            let (change, interval) = match &found.change {
                Ok(paired) => (
                    Cell::Text(number::change(paired.change)),
                    Cell::Text(format!(
                        "{} to {}",
                        number::text(paired.interval.lower, Kind::Score),
                        number::text(paired.interval.upper, Kind::Score)
                    )),
                ),
                Err(reason) => match found.mean {
                    Some(mean) => (Cell::Text(number::change(mean)), Cell::Undefined(reason.to_string())),
                    None => (Cell::Undefined(reason.to_string()), Cell::Blank),
                },
            };
            vec![
                name,
                Cell::count(found.n),
                share(found.share_before),
                share(found.share_after),
                change,
                interval,
            ]
        }
    }
}

/// The cells of [`KEYS`].
fn cells(found: &LinkedChange) -> Vec<Cell> {
    let share = |share: f64| Cell::number(share, Kind::Coefficient);
    let mut cells = vec![
        Cell::count(found.n),
        share(found.share_before),
        share(found.share_after),
    ];
    match &found.change {
        Ok(paired) => cells.extend([
            Cell::number(paired.change, Kind::Score),
            Cell::number(paired.se, Kind::Score),
            Cell::number(paired.interval.lower, Kind::Score),
            Cell::number(paired.interval.upper, Kind::Score),
            Cell::number(paired.t, Kind::Statistic),
            Cell::number(paired.df as f64, Kind::Statistic),
            Cell::number(paired.p, Kind::PValue),
            Cell::number(paired.d_z, Kind::Statistic),
        ]),
        Err(reason) => {
            cells.extend(found.mean.map(|mean| Cell::number(mean, Kind::Score)));
            cells.resize(KEYS.len(), Cell::Undefined(reason.to_string()));
        }
    }
    cells
}

fn record(linked: &PublishedLinked, context: &TermsContext<'_>) -> Record {
    let rows = |rows: [usize; 2]| {
        Record::object()
            .count("before", rows[0] as u64)
            .count("after", rows[1] as u64)
    };
    let one = |record: Record, change: &Shown<LinkedChange>| match change {
        Shown::Withheld(rule) => record.and(Record::withheld(rule.name())),
        Shown::Figures(found) => KEYS
            .iter()
            .zip(cells(found))
            .fold(record, |record, (key, cell)| record.with(key, cell)),
    };
    let scale = |scale: &LinkedScale| {
        let academy = |(name, change): &(String, Shown<LinkedChange>)| {
            one(Record::object().with("academy", name_cell(name, "academy")), change)
        };
        Record::object()
            .with("id", context.instrument.scales()[scale.scale].id.as_str())
            .with("trust", one(Record::object(), &scale.trust))
            .with("academies", Record::list(scale.academies.iter().map(academy)))
    };
    Record::object()
        .with("rows_without_a_code", rows(linked.without))
        .with("rows_with_a_repeated_code", rows(linked.repeated))
        .with("scales", Record::list(linked.scales.iter().map(scale)))
}
