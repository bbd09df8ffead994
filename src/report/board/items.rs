//! Charts of the answers to items, each with a table of the same figures.

use crate::model::{Instrument, Scale};
use crate::report::board::academies::Charted;
use crate::report::board::since::Since;
use crate::report::compare::words::conclusion;
use crate::report::context::wording;
use crate::report::picked::{Picked, WITHHELD};
use crate::report::{
    BarRow, Bars, Cell, Chart, Drawing, Kind, Record, Role, Side, Subject, answer_shares, glance, number,
};

/// A chart for each scale. An item of several scales is in the first one's chart. A scale whose items are all in one chart is
/// summed up there. `answers` has a record for each item of the questionnaire, with its change if there is one, and `favourable`
/// gives the published percentage of favourable answers on a scale.
pub(super) fn of_scales(
    answers: &[Record],
    favourable: &dyn Fn(usize) -> Cell,
    instrument: &Instrument,
    since: Option<Since<'_>>,
) -> Vec<Charted> {
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
        drawn.then(|| of_scale(scale, &wholes, &fresh[scale], answers, favourable, instrument, since))
    });
    charts.collect()
}

/// A chart of some items of a scale, one by one, below the sums of whole scales.
pub(super) fn of_scale(
    scale: usize,
    wholes: &[usize],
    items: &[usize],
    answers: &[Record],
    favourable: &dyn Fn(usize) -> Cell,
    instrument: &Instrument,
    since: Option<Since<'_>>,
) -> Charted {
    let declared = &instrument.scales()[scale];
    let in_bands = |&&item: &&usize| answers[item].at("percentages").is_some() && answers[item].at("codes").is_none();
    let categories = match declared.items.iter().find(in_bands) {
        Some(&item) => {
            let labels = answers[item].each("labels").iter();
            labels.filter_map(|label| label.text("")).map(str::to_owned).collect()
        }
        None => categories(&declared.items, instrument),
    };
    let wholes = wholes.iter().map(|&whole| (whole, &instrument.scales()[whole]));
    let wholes = wholes.filter(|(_, whole)| whole.items.len() > 1);
    let sum = |(place, whole)| sum(whole, answers, favourable(place));
    let items = items.iter().map(|&item| {
        let about = &instrument.items()[item];
        Record::object()
            .with("label", wording(about))
            .and(answers[item].clone())
    });
    let nodes: Vec<Record> = wholes.filter_map(sum).chain(items).collect();
    let table = Picked::wide("items", Subject::Item)
        .names("Item", "label")
        .figure("n", Role::Figure);
    let table = categories.iter().enumerate().fold(table, |table, (place, name)| {
        table.made(name, &format!("{name} %"), Role::Figure, move |node| share(node, place))
    });
    let table = table.figures("percent_favourable mean");
    let table = match since {
        Some(since) => table
            .made("change", &format!("Since {}", since.before()), Role::Figure, change)
            .if_any(),
        None => table,
    };
    let table = table.table(&nodes);
    let rows: Vec<BarRow> = nodes.iter().map(bar).collect();
    let chart = Chart {
        id: format!("items-{scale}"),
        title: format!("{}: how the items were answered", declared.name),
        summary: "Each bar is all answers to an item; disagreement is to the left of the line, agreement to the \
                  right. Figures in the bars are per cent."
            .to_owned(),
        source: String::new(),
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
fn sum(scale: &Scale, answers: &[Record], favourable: Cell) -> Option<Record> {
    let mut sums = Vec::new();
    let mut n = 0.0;
    for item in scale.items.iter().map(|&item| &answers[item]) {
        let own = item.value("n")?;
        sums.resize(sums.len().max(item.each("percentages").len()), 0.0);
        for (sum, part) in sums.iter_mut().zip(answer_shares(item)) {
            *sum += own * part.share;
        }
        n += own;
    }
    let percentages = sums.into_iter().enumerate().map(|(place, sum)| {
        let percentage = if n > 0.0 { 100.0 * sum / n } else { 0.0 };
        let mut parts = scale.items.iter().map(|&item| share(&answers[item], place));
        // Where items show a bound in place of a share, so does their sum beyond it.
        let bound = parts.find(|part| match part {
            Cell::Bound(Side::Under, bound, _) => percentage < *bound,
            Cell::Bound(Side::Over, bound, _) => percentage > *bound,
            _ => false,
        });
        bound.unwrap_or(Cell::Number(percentage, Kind::Percent))
    });
    Some(
        Record::object()
            .with("label", format!("{}: all {} items", scale.name, scale.items.len()))
            .with("whole", true)
            .figure("n", n)
            .with("percent_favourable", if n > 0.0 { favourable } else { Cell::Blank })
            .with_list("percentages", percentages),
    )
}

/// The change of an item, with the mark of what is clear.
fn change(item: &Record) -> Cell {
    match item.open("change") {
        Some(change) if change.value("difference").is_some() => {
            glance::marked(change.shown_number("difference"), conclusion(change))
        }
        _ => Cell::Blank,
    }
}

/// The percentage of a category among the answers to an item.
pub(super) fn share(item: &Record, place: usize) -> Cell {
    item.each("percentages").get(place).map_or(Cell::Blank, Record::as_cell)
}

fn bar(node: &Record) -> BarRow {
    let answered = node.value("n").is_some_and(|n| n > 0.0);
    BarRow {
        label: node.text("label").unwrap_or_default().to_owned(),
        shares: answered.then(|| answer_shares(node)),
        text: match node.cell("percent_favourable") {
            _ if node.is_withheld() => WITHHELD.to_owned(),
            Cell::Number(favourable, _) => number::percent(favourable / 100.0),
            Cell::Bound(side, bound, kind) => format!("{} %", number::bound(side, bound, kind)),
            _ => "no answers".to_owned(),
        },
        whole: node.at("whole").is_some(),
    }
}
