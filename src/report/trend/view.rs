//! What people read.

use crate::disclosure::{
    Change, GroupTrend, Population, Quartiles, ScaleTrend, Shown, StandardisedPoint, Trend, TrendPoint, TrustPoint,
    Weights,
};
use crate::report::compare::words;
use crate::report::context::{Context, counted, finding_notes, name_cell};
use crate::report::standardised;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Role, Table, TermsContext, fields, number};

pub(crate) fn blocks(published: &Trend, context: &TermsContext<'_>, plain: &Context<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = published
        .scales
        .iter()
        .flat_map(|scale| of_scale(scale, context))
        .collect();
    let points = || {
        let by = |scale: &'_ ScaleTrend| {
            scale
                .by
                .iter()
                .flat_map(|(_, groups)| groups.clone())
                .collect::<Vec<_>>()
        };
        let groups = published
            .scales
            .iter()
            .flat_map(move |scale| scale.academies.iter().cloned().chain(by(scale)));
        groups.flat_map(|group| group.points)
    };
    let mut note = |text: String| blocks.push(Block::Note(text));
    let compared = published
        .scales
        .iter()
        .map(|scale| latest(&scale.academies).count())
        .max()
        .unwrap_or(0);
    if compared > 0 {
        note(words::clearly(compared, published.options.level));
    }
    if points().any(|point| matches!(point, TrendPoint::Shown(_))) {
        note(format!("{} {}", words::ORDER, words::NOT_LINKED));
    }
    let weighted = |point: &Shown<TrustPoint>| {
        point
            .figures()
            .is_some_and(|point| point.score.weights == Weights::Headcounts && point.change.is_some())
    };
    if published.scales.iter().flat_map(|scale| &scale.trust).any(weighted) {
        note(format!("{} {}", WEIGHTED, words::TWO_QUESTIONS_OF_A_TREND));
    }
    if let Some(standard) = &published.standard {
        note(standardised::note(standard, published.policy.min_group));
    }
    let total = |point: &Shown<TrustPoint>| point.figures().is_none();
    if points().any(|point| matches!(point, TrendPoint::Withheld(_)))
        || published.scales.iter().flat_map(|scale| &scale.trust).any(total)
    {
        note(format!(
            "Withheld: fewer than {} answered there in that term, or the figures would give such a group back.",
            published.policy.min_group
        ));
    }
    blocks.extend(finding_notes(&plain.findings));
    blocks
}

/// Why the trust's change is not just the difference of its scores.
const WEIGHTED: &str = "The trust's scores are weighted by headcount; its change is that of all who answered.";

/// The changes to the latest term.
fn latest(groups: &[GroupTrend]) -> impl Iterator<Item = &Change> {
    groups
        .iter()
        .filter_map(|group| change_of(group.points.last()?))
        .filter(|change| change.welch.is_ok())
}

fn change_of(point: &TrendPoint) -> Option<&Change> {
    match point {
        TrendPoint::Shown(point) => point.change.as_ref(),
        TrendPoint::Withheld(_) | TrendPoint::Absent => None,
    }
}

fn of_scale(scale: &ScaleTrend, context: &TermsContext<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let items = counted(declared.items.len() as u64, "item", "items");
    let mut blocks = vec![Block::Heading {
        text: declared.name.clone(),
        aside: format!("{items}, {}", declared.range),
    }];
    let facts = facts(scale);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.push(Block::Table(table(
        Some(scale),
        &scale.academies,
        "Academy",
        "academy",
        context,
    )));
    if let Some((column, groups)) = &scale.by {
        blocks.push(Block::Table(table(None, groups, column, column, context)));
    }
    blocks
}

fn facts(scale: &ScaleTrend) -> Vec<Fact> {
    let mut facts = Vec::new();
    let rates: Vec<String> = scale
        .trust
        .iter()
        .map(|point| {
            let rate = point.figures().and_then(|point| point.score.response_rate);
            rate.map_or_else(|| "–".to_owned(), number::percent)
        })
        .collect();
    if rates.iter().any(|rate| rate != "–") {
        facts.push(Fact {
            label: "Answered".to_owned(),
            text: format!("{} of all staff", rates.join(" → ")),
        });
    }
    let of = |pick: fn(&Quartiles) -> String| -> String {
        let each = scale
            .quartiles
            .iter()
            .map(|found| found.as_ref().map_or_else(|| "–".to_owned(), pick));
        each.collect::<Vec<_>>().join(" → ")
    };
    if let Some(found) = &scale.standardised {
        facts.push(Fact {
            label: standardised::HEADING.to_owned(),
            text: standardised(&found.trust),
        });
    }
    if scale.quartiles.iter().any(Option::is_some) {
        facts.push(Fact {
            label: "Academies".to_owned(),
            text: format!(
                "median {}; half of them lie within {} (of the {} that are shown)",
                of(|found| number::text(found.median, Kind::Score)),
                of(|found| number::range(found.lower, found.upper, Kind::Score)),
                of(|found| found.academies.to_string())
            ),
        });
    }
    facts
}

/// The trust's standardised scores, and the latest change.
fn standardised(points: &[Shown<StandardisedPoint>]) -> String {
    let mean = |point: &Shown<StandardisedPoint>| {
        let node = Record::shown(point, |point| fields::standardised_mean(&point.mean));
        match node.value("mean") {
            Some(mean) => number::text(mean, Kind::Score),
            None if node.is_withheld() => "withheld".to_owned(),
            None => "–".to_owned(),
        }
    };
    let means: Vec<String> = points.iter().map(mean).collect();
    let latest = points.last().and_then(|point| point.figures()?.change.as_ref());
    let latest = latest.map_or(String::new(), |change| {
        let change = fields::standardised_difference(change);
        format!(", latest change {}", standardised::difference_text(&change))
    });
    format!("the trust {}{latest}", means.join(" → "))
}

fn standardised_cell(shown: Option<&Shown<StandardisedPoint>>) -> Cell {
    let change = |point: &StandardisedPoint| match &point.change {
        Some(change) => fields::standardised_difference(change),
        None => Cell::Blank.into(),
    };
    match shown.map(|shown| Record::shown(shown, change)) {
        None | Some(Record::Cell(_)) => Cell::Blank,
        Some(node) => standardised::difference_cell(&node),
    }
}

fn table(
    trust: Option<&ScaleTrend>,
    groups: &[GroupTrend],
    heading: &str,
    column: &str,
    context: &TermsContext<'_>,
) -> Table {
    let mut columns = vec![Column::new("group", heading, Role::Name)];
    for term in &context.terms {
        columns.push(Column::new("mean", &term.name, Role::Figure));
    }
    columns.push(Column::new("difference", "Latest change", Role::Extra(1)));
    let standardised = trust.and_then(|scale| scale.standardised.as_ref());
    if standardised.is_some() {
        columns.push(Column::new("standardised", standardised::HEADING, Role::Extra(2)));
    }
    columns.push(Column::new("says", "What it says", Role::Figure));
    let mut table = Table::new("trend", columns);
    if let Some(scale) = trust {
        let mut row = vec![Cell::text("The trust")];
        row.extend(scale.trust.iter().map(|point| match point {
            Shown::Withheld(_) => Cell::text("withheld"),
            Shown::Figures(TrustPoint { score, .. }) => match (score.mean, &score.interval) {
                (None, _) => Cell::text("–"),
                (Some(mean), Ok(found)) if !found.everyone => {
                    with_interval(mean, found.interval.lower, found.interval.upper)
                }
                (Some(mean), _) => Cell::number(mean, Kind::Score),
            },
        }));
        let change = scale.trust.last().and_then(|point| point.figures()?.change.as_ref());
        row.extend(change_cells(change));
        if let Some(found) = standardised {
            row.insert(row.len() - 1, standardised_cell(found.trust.last()));
        }
        table.push(row);
    }
    for (own, group) in groups.iter().enumerate() {
        let mut row = vec![name_cell(&group.name, column)];
        row.extend(group.points.iter().map(|point| match point {
            TrendPoint::Absent => Cell::text("–"),
            TrendPoint::Withheld(_) => Cell::text("withheld"),
            TrendPoint::Shown(point) => match (point.score.mean, &point.score.interval) {
                (None, _) => Cell::text("–"),
                (Some(mean), Ok(found)) if found.population != Population::Everyone => {
                    with_interval(mean, found.interval.lower, found.interval.upper)
                }
                (Some(mean), _) => Cell::number(mean, Kind::Score),
            },
        }));
        row.extend(change_cells(group.points.last().and_then(change_of)));
        if let Some(found) = standardised {
            let shown = matches!(group.points.last(), Some(TrendPoint::Shown(_)));
            let cell = standardised_cell(found.academies[own].last().filter(|_| shown));
            row.insert(row.len() - 1, cell);
        }
        table.push(row);
    }
    table
}

fn with_interval(mean: f64, lower: f64, upper: f64) -> Cell {
    let range = number::range(lower, upper, Kind::Score);
    Cell::Text(format!("{} ({range})", number::text(mean, Kind::Score)))
}

fn change_cells(change: Option<&Change>) -> [Cell; 2] {
    match change {
        None => [Cell::Blank, Cell::Blank],
        Some(change) => {
            let found = match &change.welch {
                Ok(found) => Cell::Text(words::with_interval(found.difference, found.interval)),
                Err(reason) => Cell::Undefined(reason.to_string()),
            };
            [found, Cell::text(change.conclusion.words())]
        }
    }
}
