//! The table a questionnaire's owner needs.

use crate::disclosure::{
    Direction, GroupItems, ItemAnalysis, ItemDistribution, PublishedItem, PublishedItems, Rule, Shown, Undefined,
};
use crate::model::{Instrument, Item};
use crate::report::coefficient;
use crate::report::context::{Context, counted, finding_notes, findings, group_name, marking, name_cell, provenance};
use crate::report::{Block, Cell, Column, Kind, Record, Report, Role, Table, number};

/// What the items are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemOrder {
    /// The instrument's order.
    Instrument,
    /// Lowest mean first.
    Mean,
    /// Least favourable first.
    Favourable,
    /// Most missing first.
    Missing,
    /// Weakest relation to the rest of the scale first.
    ItemRest,
    /// The item whose loss would raise alpha most first.
    IfDropped,
}

impl ItemOrder {
    /// Every order, the default first.
    pub const ALL: [Self; 6] = [
        Self::Instrument,
        Self::Mean,
        Self::Favourable,
        Self::Missing,
        Self::ItemRest,
        Self::IfDropped,
    ];

    /// The name that `--sort` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Mean => "mean",
            Self::Favourable => "favourable",
            Self::Missing => "missing",
            Self::ItemRest => "item-rest",
            Self::IfDropped => "if-dropped",
        }
    }

    /// Ascending; what has no figure comes last.
    fn key(self, item: &PublishedItem) -> f64 {
        let distribution = item.distribution.figures();
        let analysis = item.analysis.figures();
        let found = match self {
            Self::Instrument => None,
            Self::Mean => distribution.and_then(|found| Some(found.descriptives.as_ref().ok()?.mean)),
            Self::Favourable => distribution.and_then(|found| found.percent_favourable),
            Self::Missing => distribution.map(|found| -(found.missing.values().sum::<u64>() as f64)),
            Self::ItemRest => analysis.and_then(|found| Some(found.item_rest_r.as_ref().ok()?.value)),
            Self::IfDropped => analysis.and_then(|found| Some(-found.alpha_if_dropped.as_ref().ok()?.value)),
        };
        found.unwrap_or(f64::INFINITY)
    }
}

/// The report of a survey's items.
#[must_use]
pub fn items(published: &PublishedItems, context: &Context<'_>, order: ItemOrder) -> Report {
    let mut sorted = published.scales.clone();
    for scale in &mut sorted {
        scale.sort_by(|one, other| order.key(one).total_cmp(&order.key(other)));
    }
    Report {
        title: format!(
            "Items of {} · {}",
            context.instrument.name,
            counted(published.respondents.rows, "row", "rows")
        ),
        marking: marking(published.policy),
        blocks: blocks(published, &sorted, context),
        tables: tables(published, &sorted, context),
        record: record(published, &sorted, context),
    }
}

fn blocks(published: &PublishedItems, scales: &[Vec<PublishedItem>], context: &Context<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (declared, items) in context.instrument.scales().iter().zip(scales) {
        let aside = format!("{}, {}", counted(items.len() as u64, "item", "items"), declared.range);
        blocks.push(Block::Heading {
            text: declared.name.clone(),
            aside,
        });
        blocks.push(Block::Table(view(items, context.instrument)));
    }
    if let Some((column, groups)) = &published.by {
        blocks.push(Block::Heading {
            text: format!("Means by {column}"),
            aside: String::new(),
        });
        blocks.push(Block::Table(means(column, groups, context.instrument)));
        if groups
            .iter()
            .flat_map(|group| &group.items)
            .any(|item| item.figures().is_none())
        {
            blocks.push(Block::Note(format!(
                "··· withheld: fewer than {} answered there, or the figures would give such a group back.",
                published.policy.min_group
            )));
        }
    }
    blocks.push(Block::Note(
        "Answers are keyed: high is favourable. Rest is the correlation with the scale's other items; if dropped, alpha \
         without the item. Bars run from the lowest code to the highest."
            .to_owned(),
    ));
    let against: Vec<&str> = scales
        .iter()
        .flatten()
        .filter(|item| {
            item.analysis
                .figures()
                .is_some_and(|found| found.direction() == Direction::Against)
        })
        .map(|item| context.instrument.items()[item.item].id.as_str())
        .collect();
    if !against.is_empty() {
        blocks.push(Block::Note(format!(
            "Against the key: {}. As keyed, these fall as the others rise: was an item reversed that should not be, or the \
             other way round? `cte check` looks closer.",
            against.join(", ")
        )));
    }
    blocks.extend(finding_notes(&context.findings));
    blocks
}

fn view(items: &[PublishedItem], instrument: &Instrument) -> Table {
    let columns = vec![
        Column::new("item", "Item", Role::Name),
        Column::new("n", "Answers", Role::Figure),
        Column::new("missing", "Missing", Role::Extra(3)),
        Column::new("mean", "Mean", Role::Figure),
        Column::new("sd", "SD", Role::Extra(4)),
        Column::new("distribution", "Bars", Role::Extra(0)),
        Column::new("favourable", "Fav. %", Role::Extra(2)),
        Column::new("floor", "Floor", Role::Extra(6)),
        Column::new("ceiling", "Ceiling", Role::Extra(5)),
        Column::new("item_rest_r", "Rest", Role::Figure),
        Column::new("alpha_if_dropped", "If dropped", Role::Extra(1)),
        Column::new("direction", "Key", Role::Extra(7)),
        Column::new("text", "Text", Role::Extra(8)),
    ];
    let mut table = Table::new("items", columns);
    for item in items {
        let declared = &instrument.items()[item.item];
        let mut row = vec![Cell::text(declared.id.as_str())];
        match &item.distribution {
            Shown::Withheld(_) => {
                row.push(Cell::text("withheld"));
                table.push(row);
                continue;
            }
            Shown::Figures(found) => row.extend(spread(found)),
        }
        match item.analysis.figures() {
            None => row.extend([Cell::Blank, Cell::Blank, Cell::Blank]),
            Some(found) => {
                let value = |estimated: &crate::disclosure::Estimated| match estimated {
                    Ok(found) => Cell::number(found.value, Kind::Coefficient),
                    Err(reason) => Cell::Undefined(reason.to_string()),
                };
                row.extend([
                    value(&found.item_rest_r),
                    value(&found.alpha_if_dropped),
                    Cell::text(found.direction().name()),
                ]);
            }
        }
        row.push(Cell::text(declared.text.as_str()));
        table.push(row);
    }
    table
}

fn spread(found: &ItemDistribution) -> Vec<Cell> {
    let all = found.n.max(1) as f64;
    let share = |share: f64| Cell::Text(number::percent(share));
    let mut cells = vec![Cell::count(found.n), Cell::count(found.missing.values().sum())];
    let shares = Cell::Shares(found.counts.iter().map(|&count| count as f64 / all).collect());
    match &found.descriptives {
        Ok(moments) => cells.extend([
            Cell::number(moments.mean, Kind::Score),
            Cell::figure(&moments.sd, Kind::Score),
            shares,
            Cell::maybe(found.percent_favourable, Kind::Percent),
            share(moments.floor),
            share(moments.ceiling),
        ]),
        Err(reason) => cells.extend(vec![Cell::Undefined(reason.to_string()); 6]),
    }
    cells
}

/// Item means, a row a group and a column an item.
fn means(column: &str, groups: &[GroupItems], instrument: &Instrument) -> Table {
    let mut columns = vec![Column::new("group", column, Role::Name)];
    columns.extend(
        instrument
            .items()
            .iter()
            .map(|item| Column::new(&item.id, &item.id, Role::Figure)),
    );
    let mut table = Table::new("means", columns);
    for group in groups {
        let mut row = vec![name_cell(&group.name, column)];
        row.extend(group.items.iter().map(|item| match item {
            Shown::Withheld(rule) => Cell::Withheld(rule.name()),
            Shown::Figures(found) => mean(found),
        }));
        table.push(row);
    }
    table
}

fn mean(found: &ItemDistribution) -> Cell {
    match &found.descriptives {
        Ok(moments) => Cell::number(moments.mean, Kind::Score),
        Err(reason) => Cell::Undefined(reason.to_string()),
    }
}

fn tables(published: &PublishedItems, scales: &[Vec<PublishedItem>], context: &Context<'_>) -> Vec<Table> {
    let mut tables = vec![
        item_table(scales, context.instrument),
        distribution(published, context.instrument),
    ];
    if let Some((column, groups)) = &published.by {
        tables.push(by_group(column, groups, context.instrument));
    }
    tables
}

/// One row an item of a scale, in full precision.
pub(crate) fn item_table(scales: &[Vec<PublishedItem>], instrument: &Instrument) -> Table {
    let keys = [
        "scale",
        "item",
        "text",
        "reversed",
        "n",
        "missing",
        "mean",
        "sd",
        "median",
        "skewness",
        "kurtosis",
        "floor",
        "ceiling",
        "percent_favourable",
        "item_rest_r",
        "item_rest_r_lower",
        "item_rest_r_upper",
        "item_total_r",
        "item_r_corrected",
        "alpha_if_dropped",
        "omega_if_dropped",
        "direction",
        "withheld",
    ];
    let mut table = Table::tidy("items", &keys);
    for (declared, items) in instrument.scales().iter().zip(scales) {
        for item in items {
            let about = &instrument.items()[item.item];
            let mut row = vec![
                Cell::text(declared.id.as_str()),
                Cell::text(about.id.as_str()),
                Cell::text(about.text.as_str()),
                Cell::Flag(about.reversed),
            ];
            match &item.distribution {
                Shown::Figures(found) => row.extend(moments(found)),
                Shown::Withheld(_) => row.extend(vec![Cell::Blank; 10]),
            }
            match &item.analysis {
                Shown::Figures(found) => row.extend(within(found)),
                Shown::Withheld(rule) => {
                    row.extend(vec![Cell::Blank; 8]);
                    row.push(Cell::text(Rule::name(*rule)));
                }
            }
            table.push(row);
        }
    }
    table
}

/// The cells from `n` to `percent_favourable`.
pub(crate) fn moments(found: &ItemDistribution) -> Vec<Cell> {
    let mut cells = vec![Cell::count(found.n), Cell::count(found.missing.values().sum())];
    match &found.descriptives {
        Ok(moments) => cells.extend([
            Cell::number(moments.mean, Kind::Score),
            Cell::figure(&moments.sd, Kind::Score),
            Cell::number(moments.median, Kind::Score),
            Cell::figure(&moments.skewness, Kind::Statistic),
            Cell::figure(&moments.kurtosis, Kind::Statistic),
            Cell::number(moments.floor, Kind::Coefficient),
            Cell::number(moments.ceiling, Kind::Coefficient),
        ]),
        Err(_) => cells.extend(vec![Cell::Blank; 7]),
    }
    cells.push(Cell::maybe(found.percent_favourable, Kind::Percent));
    cells
}

fn within(found: &ItemAnalysis) -> Vec<Cell> {
    let value = |estimated: &crate::disclosure::Estimated| {
        Cell::maybe(estimated.as_ref().ok().map(|found| found.value), Kind::Coefficient)
    };
    let interval = found
        .item_rest_r
        .as_ref()
        .ok()
        .and_then(|found| found.interval.as_ref())
        .and_then(|interval| interval.as_ref().ok());
    vec![
        value(&found.item_rest_r),
        Cell::maybe(interval.map(|interval| interval.lower), Kind::Coefficient),
        Cell::maybe(interval.map(|interval| interval.upper), Kind::Coefficient),
        value(&found.item_total_r),
        value(&found.item_r_corrected),
        value(&found.alpha_if_dropped),
        value(&found.omega_if_dropped),
        Cell::text(found.direction().name()),
    ]
}

fn distribution(published: &PublishedItems, instrument: &Instrument) -> Table {
    let mut table = Table::tidy("distribution", &["item", "keyed_code", "label", "count", "withheld"]);
    let mut seen = vec![false; instrument.items().len()];
    for item in published.scales.iter().flatten() {
        if !std::mem::replace(&mut seen[item.item], true) {
            push_counts(&mut table, &[], &instrument.items()[item.item], &item.distribution);
        }
    }
    table
}

fn by_group(column: &str, groups: &[GroupItems], instrument: &Instrument) -> Table {
    let mut table = Table::tidy(
        "by_group",
        &["group", "item", "keyed_code", "label", "count", "withheld"],
    );
    for group in groups {
        for (item, shown) in instrument.items().iter().zip(&group.items) {
            push_counts(&mut table, &[name_cell(&group.name, column)], item, shown);
        }
    }
    table
}

/// A row a code and a row a reason for a missing answer.
pub(crate) fn push_counts(table: &mut Table, before: &[Cell], item: &Item, shown: &Shown<ItemDistribution>) {
    let row = |cells: [Cell; 4]| {
        let mut row = before.to_vec();
        row.push(Cell::text(item.id.as_str()));
        row.extend(cells);
        row
    };
    match shown {
        Shown::Withheld(rule) => {
            table.push(row([Cell::Blank, Cell::Blank, Cell::Blank, Cell::text(rule.name())]));
        }
        Shown::Figures(found) => {
            let range = item.response.range;
            for (code, &count) in range.codes().zip(&found.counts) {
                // Where the item is reversed, a high keyed code is a low one as given: the label is the one they chose.
                let given = if item.reversed {
                    range.min() + range.max() - code
                } else {
                    code
                };
                let label = item
                    .response
                    .labels
                    .get(&given)
                    .map_or(Cell::Blank, |label| Cell::text(label.as_str()));
                table.push(row([
                    Cell::Number(f64::from(code), Kind::Count),
                    label,
                    Cell::count(count),
                    Cell::Blank,
                ]));
            }
            for (reason, &count) in &found.missing {
                table.push(row([
                    Cell::Blank,
                    Cell::text(reason.name()),
                    Cell::count(count),
                    Cell::Blank,
                ]));
            }
        }
    }
}

fn record(published: &PublishedItems, scales: &[Vec<PublishedItem>], context: &Context<'_>) -> Record {
    let scales = context.instrument.scales().iter().zip(scales).map(|(declared, items)| {
        Record::object()
            .with("id", declared.id.as_str())
            .with("name", declared.name.as_str())
            .with("items", item_records(items, context.instrument))
    });
    let record =
        provenance("cte/items/1", context, published.options, published.policy).with("scales", Record::list(scales));
    let record = match &published.by {
        None => record,
        Some((column, groups)) => record.with(
            "by",
            Record::object().with("column", column.as_str()).with(
                "groups",
                Record::list(
                    groups
                        .iter()
                        .map(|group| group_record(group, column, context.instrument)),
                ),
            ),
        ),
    };
    record.with("findings", findings(context))
}

fn group_record(group: &GroupItems, column: &str, instrument: &Instrument) -> Record {
    let items = instrument.items().iter().zip(&group.items).map(|(item, shown)| {
        let named = Record::object().with("id", item.id.as_str());
        match shown {
            Shown::Withheld(rule) => named.and(Record::withheld(rule.name())),
            Shown::Figures(found) => named.and(distribution_record(found)),
        }
    });
    Record::object()
        .with("group", group_name(&group.name, column))
        .with("items", Record::list(items))
}

/// The items of a scale, as `cte reliability` and `cte items` give them.
pub(crate) fn item_records(items: &[PublishedItem], instrument: &Instrument) -> Record {
    Record::list(items.iter().map(|item| {
        let about = &instrument.items()[item.item];
        let record = Record::object()
            .with("id", about.id.as_str())
            .with("text", about.text.as_str())
            .with("reversed", about.reversed);
        let record = match &item.distribution {
            Shown::Withheld(rule) => return record.and(Record::withheld(rule.name())),
            Shown::Figures(found) => record.and(distribution_record(found)),
        };
        match &item.analysis {
            Shown::Withheld(rule) => [
                "item_rest_r",
                "item_total_r",
                "item_r_corrected",
                "alpha_if_dropped",
                "omega_if_dropped",
            ]
            .into_iter()
            .fold(record, |record, key| record.with(key, Record::withheld(rule.name()))),
            Shown::Figures(found) => record
                .with("item_rest_r", coefficient::record(&found.item_rest_r))
                .with("item_total_r", coefficient::record(&found.item_total_r))
                .with("item_r_corrected", coefficient::record(&found.item_r_corrected))
                .with("alpha_if_dropped", coefficient::record(&found.alpha_if_dropped))
                .with("omega_if_dropped", coefficient::record(&found.omega_if_dropped))
                .with("direction", found.direction().name()),
        }
    }))
}

fn distribution_record(found: &ItemDistribution) -> Record {
    let missing = found.missing.iter().fold(Record::object(), |record, (reason, &count)| {
        record.count(&reason.name(), count)
    });
    let record = Record::object().count("n", found.n);
    let record = match &found.descriptives {
        Ok(moments) => record
            .number("mean", moments.mean, Kind::Score)
            .with("sd", Cell::figure(&moments.sd, Kind::Score))
            .number("median", moments.median, Kind::Score)
            .with("skewness", Cell::figure(&moments.skewness, Kind::Statistic))
            .with("kurtosis", Cell::figure(&moments.kurtosis, Kind::Statistic))
            .number("floor", moments.floor, Kind::Coefficient)
            .number("ceiling", moments.ceiling, Kind::Coefficient),
        Err(reason) => without_answers(record, reason),
    };
    record
        .maybe("percent_favourable", found.percent_favourable, Kind::Percent)
        .with(
            "counts",
            Record::list(found.counts.iter().map(|&count| Cell::count(count))),
        )
        .with("missing", missing)
}

fn without_answers(record: Record, reason: &Undefined) -> Record {
    ["mean", "sd", "median", "skewness", "kurtosis", "floor", "ceiling"]
        .into_iter()
        .fold(record, |record, key| {
            record.with(key, Cell::Undefined(reason.to_string()))
        })
}
