//! Charts of the answers to items, each with a table of the same figures.

use crate::model::{Instrument, Scale};
use crate::report::board::academies::Charted;
use crate::report::picked::{Picked, WITHHELD};
use crate::report::{BarRow, Bars, Cell, Chart, Drawing, Kind, Record, Role, Subject, number};

/// A chart for each scale. An item of several scales is in the first one's chart. A scale whose items are all in one chart is
/// summed up there. `answers` has a record for each item of the questionnaire.
pub(super) fn of_scales(answers: &[Record], instrument: &Instrument) -> Vec<Charted> {
    let scales = instrument.scales();
    let mut seen = vec![false; instrument.items().len()];
    let mut unseen = |scale: &Scale| -> Vec<usize> {
        let items = scale.items.iter().copied();
        items
            .filter(|&item| !std::mem::replace(&mut seen[item], true))
            .collect()
    };
    let fresh: Vec<Vec<usize>> = scales.iter().map(&mut unseen).collect();
    let home = |scale: usize| {
        let inside = |&other: &usize| scales[scale].items.iter().all(|item| fresh[other].contains(item));
        (0..scales.len()).find(inside).unwrap_or(scale)
    };
    let charts = (0..scales.len()).filter_map(|scale| {
        let wholes: Vec<usize> = (0..scales.len()).filter(|&other| home(other) == scale).collect();
        let drawn = !(wholes.is_empty() && fresh[scale].is_empty());
        drawn.then(|| of_scale(scale, &wholes, &fresh[scale], answers, instrument))
    });
    charts.collect()
}

/// A chart of some items of a scale, one by one, below the sums of whole scales.
pub(super) fn of_scale(
    scale: usize,
    wholes: &[usize],
    items: &[usize],
    answers: &[Record],
    instrument: &Instrument,
) -> Charted {
    let declared = &instrument.scales()[scale];
    let categories = categories(&declared.items, instrument);
    let wholes = wholes.iter().map(|&whole| &instrument.scales()[whole]);
    let wholes = wholes.filter(|whole| whole.items.len() > 1);
    let items = items.iter().map(|&item| {
        let about = &instrument.items()[item];
        let turned = if about.reversed {
            " (reversed: shown turned round)"
        } else {
            ""
        };
        Record::object()
            .with("label", format!("{}{turned}", about.text))
            .and(answers[item].clone())
    });
    let nodes: Vec<Record> = wholes.filter_map(|whole| sum(whole, answers)).chain(items).collect();
    let table = Picked::wide("items", Subject::Item)
        .names("Item", "label")
        .figure("n", Role::Figure);
    let table = categories.iter().enumerate().fold(table, |table, (place, name)| {
        table.made(name, &format!("{name} %"), Role::Figure, move |node| share(node, place))
    });
    let table = table.figures("percent_favourable mean").table(&nodes);
    let rows: Vec<BarRow> = nodes.iter().map(bar).collect();
    let chart = Chart {
        id: format!("items-{scale}"),
        title: format!("{}: how the items were answered", declared.name),
        summary: "Each bar is all answers to an item; disagreement is to the left of the line, agreement to the \
                  right. Figures in the bars are per cent."
            .to_owned(),
        drawing: Drawing::Bars(Bars {
            categories,
            rows,
            heading: "Favourable".to_owned(),
        }),
    };
    Charted { chart, table }
}

/// The declared categories of some items, least favourable first. The labels are those of the items that are not reversed, if
/// there are any.
pub(super) fn categories(items: &[usize], instrument: &Instrument) -> Vec<String> {
    let items = || items.iter().map(|&item| &instrument.items()[item]);
    let forward = || items().filter(|item| !item.reversed);
    let Some(first) = forward().next().or_else(|| items().next()) else {
        return Vec::new();
    };
    let (range, labels) = (first.response.range, &first.response.labels);
    let alike = items()
        .filter(|item| item.reversed == first.reversed)
        .all(|item| item.response.labels == *labels);
    let name = |code: i32| {
        let given = if first.reversed {
            range.min() + range.max() - code
        } else {
            code
        };
        match labels.get(&given) {
            Some(label) if alike => format!("{code} {label}"),
            _ => code.to_string(),
        }
    };
    range.codes().map(name).collect()
}

/// The answers to all items of a scale together; `None` if one of them is withheld.
fn sum(scale: &Scale, answers: &[Record]) -> Option<Record> {
    let mut counts = vec![0.0; scale.range.points()];
    let mut favourable = 0.0;
    for item in scale.items.iter().map(|&item| &answers[item]) {
        let n = item.value("n")?;
        for (sum, count) in counts.iter_mut().zip(self::counts(item)) {
            *sum += count;
        }
        favourable += item.value("percent_favourable").unwrap_or(0.0) * n;
    }
    let n: f64 = counts.iter().sum();
    Some(
        Record::object()
            .with("label", format!("{}: all {} items", scale.name, scale.items.len()))
            .with("whole", true)
            .figure("n", n)
            .figure("percent_favourable", (n > 0.0).then_some(favourable / n))
            .with_list(
                "counts",
                counts.into_iter().map(|count| Cell::number(count, Kind::Count)),
            ),
    )
}

fn counts(item: &Record) -> impl Iterator<Item = f64> {
    item.each("counts").iter().filter_map(|count| count.value(""))
}

/// The shares of the answers to an item, 0 to 1.
fn shares(item: &Record) -> Vec<f64> {
    let n = counts(item).sum::<f64>().max(1.0);
    counts(item).map(|count| count / n).collect()
}

/// The share of a category among the answers to an item, in per cent.
pub(super) fn share(item: &Record, place: usize) -> Cell {
    Cell::maybe(shares(item).get(place).map(|share| 100.0 * share), Kind::Percent)
}

fn bar(node: &Record) -> BarRow {
    let answered = node.value("n").is_some_and(|n| n > 0.0);
    BarRow {
        label: node.text("label").unwrap_or_default().to_owned(),
        shares: answered.then(|| shares(node)),
        text: match node.value("percent_favourable") {
            _ if node.is_withheld() => WITHHELD.to_owned(),
            None => "no answers".to_owned(),
            Some(favourable) => number::percent(favourable / 100.0),
        },
        whole: node.at("whole").is_some(),
    }
}
