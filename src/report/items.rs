//! The report of `cte items`: the answers to each item, and how it relates to its scale.

use std::collections::BTreeSet;

use crate::disclosure::{GroupItems, PublishedItem, PublishedItems};
use crate::model::Instrument;
use crate::report::blocks::{declared_beside, finding_notes, scale_heading};
use crate::report::context::{Context, counted, findings, group_name, marking, provenance, wording};
use crate::report::picked::Picked;
use crate::report::tidy::Tidy;
use crate::report::{Block, Cell, Fact, Record, Report, Role, Subject, Table, answer_shares, fields, tidy};

/// The order of the items of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemOrder {
    /// The instrument's order.
    #[default]
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

    /// The name that `--sort` takes, the key of the figure to sort by, and its sign: items are sorted in ascending order.
    fn declared(self) -> (&'static str, &'static str, f64) {
        match self {
            Self::Instrument => ("instrument", "", 1.0),
            Self::Mean => ("mean", "mean", 1.0),
            Self::Favourable => ("favourable", "percent_favourable", 1.0),
            Self::Missing => ("missing", "missing_count", -1.0),
            Self::ItemRest => ("item-rest", "item_rest_r", 1.0),
            Self::IfDropped => ("if-dropped", "alpha_if_dropped", -1.0),
        }
    }

    /// The name that `--sort` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.declared().0
    }

    /// The number to sort by, ascending; items without the figure come last.
    fn rank(self, item: &Record) -> f64 {
        let (_, key, sign) = self.declared();
        let value = item.about(key);
        value.map_or(f64::INFINITY, |value| sign * value)
    }
}

/// Said where answers of a group are published in bands.
const IN_BANDS: &str = "Where few people of a group skipped a question, its answers are given in three bands and its means to one \
                        decimal, so that nobody can work out how these few answered.";

/// The report of a survey's items.
#[must_use]
pub fn items(published: &PublishedItems, context: &Context<'_>, order: ItemOrder) -> Report {
    let record = record(published, context, order);
    let mut tables = tidy::views(&tidy::ITEMS_TABLES);
    if published.by.is_some() {
        tables.push(Tidy::View(&tidy::BY_GROUP));
    }
    Report {
        title: format!(
            "Items of {} · {}",
            context.instrument.name,
            counted(published.respondents.rows, "row", "rows")
        ),
        marking: marking(published.policy, &context.findings),
        summary: Vec::new(),
        blocks: blocks(&record, published.policy.min_group, context),
        tables,
        record,
    }
}

fn record(published: &PublishedItems, context: &Context<'_>, order: ItemOrder) -> Record {
    let instrument = context.instrument;
    let scales = instrument.scales().iter().zip(&published.scales);
    // Of a scale that is not to be shown there are no items.
    let scales = scales.filter(|(_, items)| !items.is_empty());
    let scales = scales.map(|(declared, items)| {
        let mut items = item_records(items, instrument);
        items.sort_by(|one, other| order.rank(one).total_cmp(&order.rank(other)));
        Record::object()
            .with("id", declared.id.as_str())
            .with("name", declared.name.as_str())
            .with("items", Record::List(items))
    });
    let by = |(column, groups): &(String, Vec<GroupItems>)| {
        fields::by(column, groups.iter().map(|group| of_group(group, column, instrument)))
    };
    provenance("cte/items/2", context, published.options, published.policy)
        .with_list("scales", scales)
        .with_some("by", published.by.as_ref().map(by))
        .with("findings", findings(context))
}

fn of_group(group: &GroupItems, column: &str, instrument: &Instrument) -> Record {
    let items = instrument.items().iter().zip(&group.items).map(|(item, shown)| {
        Record::object()
            .with("id", item.id.as_str())
            .and(Record::shown(shown, |found| fields::distribution(item, found)))
    });
    Record::object()
        .with("group", group_name(&group.name, column))
        .with_list("items", items)
}

/// The items of a scale, as `cte items` and `cte reliability` give them.
pub(crate) fn item_records(items: &[PublishedItem], instrument: &Instrument) -> Vec<Record> {
    let items = items.iter();
    items
        .map(|item| fields::item_in_scale(&instrument.items()[item.item], item))
        .collect()
}

fn blocks(record: &Record, min_group: u64, context: &Context<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let scales = record.each("scales");
    for (declared, scale) in declared_beside(context.instrument, scales) {
        blocks.push(scale_heading(declared, context.instrument));
        blocks.push(Block::Table(view(scale.each("items"))));
    }
    let shown = scales.iter().flat_map(|scale| scale.each("items"));
    blocks.extend(wordings(shown, context.instrument));
    if let Some(column) = record.text("by.column") {
        let means = means(column, record.each("by.groups"), context.instrument);
        blocks.extend([Block::heading(format!("Means by {column}"), ""), Block::Table(means)]);
    }
    let of_scales = scales.iter().flat_map(|scale| scale.each("items"));
    let of_groups = record.each("by.groups").iter().flat_map(|group| group.each("items"));
    let in_bands = |item: &Record| item.at("percentages").is_some() && item.at("codes").is_none();
    if of_groups.clone().any(in_bands) {
        blocks.push(Block::note(IN_BANDS));
    }
    let withheld = |item: &Record| matches!(item.cell("item_rest_r"), Cell::Withheld(_));
    if of_scales.clone().any(withheld) || of_groups.into_iter().any(Record::is_withheld) {
        blocks.push(Block::Note(format!(
            "··· withheld: fewer than {min_group} answered there, or such a group could be worked out from the figures."
        )));
    }
    blocks.push(Block::note(
        "Answers are keyed: high is favourable. Rest is the correlation with the scale's other items; if dropped, alpha \
         without the item. Bars run from the lowest code to the highest.",
    ));
    let against: Vec<&str> = of_scales
        .filter(|item| item.text("direction") == Some("against"))
        .filter_map(|item| item.text("id"))
        .collect();
    if !against.is_empty() {
        blocks.push(Block::Note(format!(
            "Against the key: {}. As keyed, these fall as the others rise: was an item reversed that should not be, or the \
             other way round? `cte check` looks closer.",
            against.join(", ")
        )));
    }
    blocks.extend(finding_notes(record));
    blocks
}

/// The wording of every item of the records, once, under its id.
pub(crate) fn wordings<'r>(items: impl Iterator<Item = &'r Record>, instrument: &Instrument) -> Vec<Block> {
    let shown: BTreeSet<&str> = items.filter_map(|item| item.text("id")).collect();
    let items = instrument
        .items()
        .iter()
        .filter(|item| shown.contains(item.id.as_str()));
    let facts: Vec<Fact> = items.map(|item| Fact::new(&item.id, wording(item))).collect();
    let heading = || Block::heading("The wordings", "");
    Block::facts(facts).map_or_else(Vec::new, |facts| vec![heading(), facts])
}

fn view(items: &[Record]) -> Table {
    Picked::new("items", Subject::Item)
        .names("Item", "id")
        .figure("n", Role::Figure)
        .keyed("missing", "missing_count", Role::Extra(3))
        .figure("mean", Role::Figure)
        .figure("sd", Role::Extra(4))
        .made("distribution", "Bars", Role::Extra(0), bars)
        .figure("percent_favourable", Role::Extra(2))
        .figure("floor", Role::Extra(6))
        .figure("ceiling", Role::Extra(5))
        .figure("item_rest_r", Role::Figure)
        .figure("alpha_if_dropped", Role::Extra(1))
        .figure("direction", Role::Extra(7))
        .table(items)
}

/// The share of each code among the answers to an item.
fn bars(item: &Record) -> Cell {
    if let Some(reason) = item.why_not("mean") {
        return Cell::Undefined(reason);
    }
    Cell::Shares(answer_shares(item).into_iter().map(|part| part.share).collect())
}

/// Item means: a row for each group and a column for each item.
fn means(column: &str, groups: &[Record], instrument: &Instrument) -> Table {
    let table = Picked::new("means", Subject::Item).names(column, "group");
    let items = instrument.items().iter().enumerate();
    let table = items.fold(table, |table, (place, item)| {
        table.made(&item.id, &item.id, Role::Figure, move |group| {
            let item = group.each("items").get(place);
            item.map_or(Cell::Blank, |item| match item.as_cell() {
                withheld @ Cell::Withheld(_) => withheld,
                _ => item.cell("mean"),
            })
        })
    });
    table.table(groups)
}
