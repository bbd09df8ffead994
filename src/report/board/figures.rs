//! The figures of the reports and of `cte plot`, each with a table of the same values.

use crate::disclosure::{
    Aggregation, GroupAgreement, GroupEstimates, Interval, ItemDistribution, Published, PublishedScale, Shown,
    TrustEstimates,
};
use crate::model::{Instrument, Scale, ScoreKind};
use crate::report::context::{Context, group_name};
use crate::report::score::words;
use crate::report::{
    Axis, BarRow, Bars, Cell, Column, DotRow, Dots, Drawing, Figure, Kind, Mark, Point, Reference, Role, Sign, Table,
    fields, number,
};

/// A figure and a table of what it shows.
pub(crate) type Pictured = (Figure, Table);

/// The lowest and the highest possible score of a scale.
pub(crate) fn bounds(scale: &Scale, instrument: &Instrument) -> (f64, f64) {
    let unit = match instrument.scoring.score {
        ScoreKind::Mean => 1.0,
        ScoreKind::Sum => scale.items.len() as f64,
    };
    (f64::from(scale.range.min()) * unit, f64::from(scale.range.max()) * unit)
}

/// `95 % interval`
pub(crate) fn interval_heading(level: f64) -> String {
    format!("{} % interval", number::text(100.0 * level, Kind::Percent))
}

pub(crate) fn limits(interval: Interval) -> (f64, f64) {
    (interval.lower, interval.upper)
}

/// A group's score and interval as a mark and in words.
pub(crate) fn group_mark(found: &GroupEstimates) -> (Option<Mark>, String) {
    let Some(value) = found.mean else {
        return (None, "nobody answered enough".to_owned());
    };
    let interval = found.interval.as_ref().ok().map(|found| limits(found.interval));
    let mark = Mark {
        point: Point::Filled,
        value,
        limits: interval,
        widened: None,
        shrunken: found.shrunken.as_ref().ok().map(|shrunken| shrunken.mean),
    };
    let score = number::text(value, Kind::Score);
    let text = match &found.interval {
        Ok(_) => format!("{score} ({})", words::interval(&fields::group_score(found))),
        Err(_) => score,
    };
    (Some(mark), text)
}

/// The trust's, or the rest of the trust's, score and interval.
pub(crate) fn trust_mark(found: &TrustEstimates) -> Option<(Mark, String)> {
    let value = found.mean?;
    let score = number::text(value, Kind::Score);
    let (limits, text) = match &found.interval {
        Ok(interval) if interval.everyone => (None, format!("{score} (everyone answered)")),
        Ok(interval) => {
            let range = number::range(interval.interval.lower, interval.interval.upper, Kind::Score);
            (Some(limits(interval.interval)), format!("{score} ({range})"))
        }
        Err(_) => (None, score),
    };
    let mark = Mark {
        point: Point::Hollow,
        value,
        limits,
        widened: None,
        shrunken: None,
    };
    Some((mark, text))
}

/// The part of a score's range that figures need, out to whole steps, and its ticks.
pub(crate) fn score_axis(marks: impl Iterator<Item = Mark>, (least, most): (f64, f64), what: &str) -> Axis {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for mark in marks {
        let (lower, upper) = mark.limits.unwrap_or((mark.value, mark.value));
        let shrunken = mark.shrunken.unwrap_or(mark.value);
        low = low.min(lower).min(shrunken).min(mark.value);
        high = high.max(upper).max(shrunken).max(mark.value);
    }
    if low > high {
        (low, high) = (least, most);
    }
    let range = (most - least).max(f64::MIN_POSITIVE);
    // Less than a fifth of the range would make small differences look large.
    let spare = ((range / 5.0) - (high - low)).max(0.0) / 2.0;
    let (low, high) = ((low - spare).max(least), (high + spare).min(most));
    let step = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
        .into_iter()
        .find(|step| (high - low) / step <= 8.0)
        .unwrap_or(range);
    let from = ((low / step).floor() * step).max(least);
    let to = ((high / step).ceil() * step).min(most);
    let kind = if step < 1.0 { Kind::Statistic } else { Kind::Count };
    let mut ticks = Vec::new();
    let mut count = (from / step).ceil();
    while count * step <= to + step * 1e-6 && ticks.len() < 20 {
        ticks.push((count * step, number::text(count * step, kind)));
        count += 1.0;
    }
    let possible = number::range(least, most, Kind::Count);
    let label = if from > least || to < most {
        format!("{what}, on a scale from {possible}; the part that is used is drawn")
    } else {
        format!("{what}, on a scale from {possible}")
    };
    Axis {
        from,
        to: if to > from { to } else { from + step },
        ticks,
        label,
    }
}

/// Everything that a dot plot shows, in words.
pub(crate) fn told(rows: &[DotRow], reference: Option<&Reference>) -> String {
    let reference = reference.map_or(String::new(), |reference| format!("{}. ", reference.label));
    let rows: Vec<String> = rows.iter().map(|row| format!("{}: {}", row.label, row.text)).collect();
    format!("{reference}{}.", rows.join("; "))
}

/// The academies' scores on a scale, in the order of the file, against the trust's.
pub(crate) fn scores(scale: &PublishedScale, published: &Published, context: &Context<'_>) -> Pictured {
    let declared = &context.instrument.scales()[scale.scale];
    let interval = interval_heading(published.options.level);
    let mut rows = Vec::new();
    let mut table = Table::new(
        "scores",
        vec![
            Column::new("academy", "Academy", Role::Name),
            Column::new("n", "Staff", Role::Figure),
            Column::new("mean", "Score", Role::Figure),
            Column::new("interval", &interval, Role::Figure),
            Column::new("shrunken", "Shrunken", Role::Figure),
            Column::new("percent_favourable", "Favourable %", Role::Figure),
        ],
    );
    for academy in &scale.academies {
        let label = group_name(&academy.name, "academy");
        let name = Cell::text(label.as_str());
        let Shown::Figures(found) = &academy.scores else {
            table.push(vec![name, Cell::Blank, Cell::text("withheld")]);
            rows.push(DotRow {
                label,
                mark: None,
                text: "withheld".to_owned(),
            });
            continue;
        };
        let (mark, text) = group_mark(found);
        table.push(vec![
            name,
            Cell::count(found.n),
            Cell::maybe(found.mean, Kind::Score),
            Cell::Text(words::interval(&fields::group_score(found))),
            Cell::maybe(mark.and_then(|mark| mark.shrunken), Kind::Score),
            Cell::maybe(found.percent_favourable, Kind::Percent),
        ]);
        rows.push(DotRow { label, mark, text });
    }
    let reference = scale
        .trust
        .figures()
        .and_then(trust_mark)
        .map(|(mark, text)| Reference {
            value: mark.value,
            limits: mark.limits,
            label: format!("The trust {text}"),
        });
    let marks = rows.iter().filter_map(|row| row.mark);
    let trust = reference.iter().map(|reference| Mark {
        point: Point::Hollow,
        value: reference.value,
        limits: reference.limits,
        widened: None,
        shrunken: None,
    });
    let axis = score_axis(marks.chain(trust), bounds(declared, context.instrument), "Score");
    let mut legend = vec![(Sign::Interval, format!("score and its {interval}"))];
    if rows
        .iter()
        .any(|row| row.mark.is_some_and(|mark| mark.shrunken.is_some()))
    {
        legend.push((
            Sign::Shrunken,
            "shrunken score: drawn towards the trust's where answers are few".to_owned(),
        ));
    }
    if reference.is_some() {
        legend.push((Sign::Reference, "the trust and its interval".to_owned()));
    }
    let figure = Figure {
        id: format!("scores-{}", scale.scale),
        title: format!("{}: the academies beside the trust", declared.name),
        summary: "Academies stand in the order of the file, not ranked; intervals that overlap do not tell academies \
                  apart."
            .to_owned(),
        detail: told(&rows, reference.as_ref()),
        drawing: Drawing::Dots(Dots {
            axis,
            reference,
            rows,
            heading: format!("Score ({interval})"),
            legend,
        }),
    };
    (figure, table)
}

/// The academies' agreement on a scale beside what chance would show.
pub(crate) fn agreement(scale: &PublishedScale, context: &Context<'_>) -> Pictured {
    let declared = &context.instrument.scales()[scale.scale];
    let mut table = Table::new(
        "agreement",
        vec![
            Column::new("academy", "Academy", Role::Name),
            Column::new("n", "Answered all items", Role::Figure),
            Column::new("r_star_wg_j", "r*wg(j)", Role::Figure),
            Column::new("rwg_j", "rwg(j)", Role::Figure),
            Column::new("ad_mean", "AD", Role::Figure),
        ],
    );
    let mut rows = Vec::new();
    for academy in &scale.academies {
        let label = group_name(&academy.name, "academy");
        let name = Cell::text(label.as_str());
        let (mark, text) = match &academy.agreement {
            Shown::Withheld(_) => {
                table.push(vec![name, Cell::Blank, Cell::text("withheld")]);
                (None, "withheld".to_owned())
            }
            Shown::Figures(found) => {
                table.push(agreement_row(name, found));
                match &found.figures {
                    Ok(figures) => (
                        Some(Mark {
                            point: Point::Filled,
                            value: figures.r_star_wg_j,
                            limits: None,
                            widened: None,
                            shrunken: None,
                        }),
                        number::text(figures.r_star_wg_j, Kind::Coefficient),
                    ),
                    Err(_) => (None, "–".to_owned()),
                }
            }
        };
        rows.push(DotRow { label, mark, text });
    }
    let chance = scale.aggregation.figures().and_then(|found| found.verdict.agreement);
    let reference = chance.map(|answer| Reference {
        value: answer.chance,
        limits: None,
        label: format!("Chance {}", number::text(answer.chance, Kind::Coefficient)),
    });
    let lowest = rows
        .iter()
        .filter_map(|row| row.mark)
        .map(|mark| mark.value)
        .fold(0.0, f64::min);
    let from = (lowest * 5.0).floor() / 5.0;
    let mut legend = vec![(Sign::Dot, "agreement, r*wg(j)".to_owned())];
    if let Some(answer) = chance {
        let text = format!(
            "what chance alone exceeds in 5 of 100 groups of {}, where nobody agrees",
            answer.size
        );
        legend.push((Sign::Reference, text));
    }
    let ticks = (-20..=5)
        .map(|fifth| f64::from(fifth) / 5.0)
        .filter(|tick| *tick >= from - 1e-9)
        .map(|tick| (tick, number::text(tick, Kind::Coefficient)))
        .collect();
    let figure = Figure {
        id: format!("agreement-{}", scale.scale),
        title: format!("{}: how far colleagues agree", declared.name),
        summary: "1 means that everybody in the academy answers alike, 0 that they agree no more than by answering at \
                  random. Academies stand in the order of the file."
            .to_owned(),
        detail: told(&rows, reference.as_ref()),
        drawing: Drawing::Dots(Dots {
            axis: Axis {
                from,
                to: 1.0,
                ticks,
                label: "Agreement within the academy, r*wg(j)".to_owned(),
            },
            reference,
            rows,
            heading: "r*wg(j)".to_owned(),
            legend,
        }),
    };
    (figure, table)
}

fn agreement_row(name: Cell, found: &GroupAgreement) -> Vec<Cell> {
    let mut row = vec![name, Cell::count(found.n)];
    match &found.figures {
        Ok(figures) => row.extend([
            Cell::number(figures.r_star_wg_j, Kind::Coefficient),
            Cell::number(figures.rwg_j, Kind::Coefficient),
            Cell::number(figures.ad_mean, Kind::Score),
        ]),
        Err(reason) => row.extend(vec![Cell::Undefined(reason.to_string()); 3]),
    }
    row
}

/// The declared categories of some items, least favourable first.
pub(crate) fn categories(items: &[usize], instrument: &Instrument) -> Vec<String> {
    let response = |item: usize| &instrument.items()[item].response;
    let Some(&first) = items.first() else {
        return Vec::new();
    };
    let own = response(first);
    let alike = items.iter().all(|&item| response(item).labels == own.labels);
    let reversed = instrument.items()[first].reversed;
    let range = own.range;
    let name = |code: i32| {
        let given = if reversed {
            range.min() + range.max() - code
        } else {
            code
        };
        match own.labels.get(&given) {
            Some(label) if alike => format!("{code} {label}"),
            _ => code.to_string(),
        }
    };
    range.codes().map(name).collect()
}

/// How the items of a scale were answered; `wholes` are the scales to sum up first, `items` those to show one by one.
pub(crate) fn items(
    scale: usize,
    wholes: &[usize],
    items: &[usize],
    answers: &[Option<&ItemDistribution>],
    instrument: &Instrument,
) -> Pictured {
    let declared = &instrument.scales()[scale];
    // A key that turns an item turns its labels with it; those of a forward item name the categories, if there is one.
    let forward = |item: &&usize| !instrument.items()[**item].reversed;
    let mut named: Vec<usize> = declared.items.iter().filter(forward).copied().collect();
    if named.is_empty() {
        named.clone_from(&declared.items);
    }
    let categories = categories(&named, instrument);
    let mut columns = vec![
        Column::new("item", "Item", Role::Name),
        Column::new("n", "Answers", Role::Figure),
    ];
    columns.extend(
        categories
            .iter()
            .map(|name| Column::new(name, &format!("{name} %"), Role::Figure)),
    );
    columns.push(Column::new("percent_favourable", "Favourable %", Role::Figure));
    columns.push(Column::new("mean", "Mean", Role::Figure));
    let mut table = Table::new("items", columns);
    let mut rows = Vec::new();
    for whole in wholes.iter().map(|&whole| &instrument.scales()[whole]) {
        if let Some((counts, favourable)) = sum(&whole.items, answers, declared.range.points())
            && whole.items.len() > 1
        {
            let label = format!("{}: all {} items", whole.name, whole.items.len());
            rows.push(bar(&mut table, &label, &counts, favourable, None, true));
        }
    }
    for &item in items {
        let about = &instrument.items()[item];
        let label = if about.reversed {
            format!("{} (reversed: shown turned round)", about.text)
        } else {
            about.text.clone()
        };
        if let Some(found) = answers[item] {
            let mean = found.descriptives.as_ref().ok().map(|found| found.mean);
            rows.push(bar(
                &mut table,
                &label,
                &found.counts,
                found.percent_favourable,
                mean,
                false,
            ));
        } else {
            table.push(vec![Cell::text(label.as_str()), Cell::text("withheld")]);
            rows.push(BarRow {
                label,
                shares: None,
                text: "withheld".to_owned(),
                whole: false,
            });
        }
    }
    let detail: Vec<String> = rows.iter().map(|row| told_bar(row, &categories)).collect();
    let figure = Figure {
        id: format!("items-{scale}"),
        title: format!("{}: how the items were answered", declared.name),
        summary: "Each bar is all answers to an item; disagreement stands to the left of the line, agreement to the \
                  right. Figures in the bars are per cent."
            .to_owned(),
        detail: detail.join(" "),
        drawing: Drawing::Bars(Bars {
            categories,
            rows,
            heading: "Favourable".to_owned(),
        }),
    };
    (figure, table)
}

fn told_bar(row: &BarRow, categories: &[String]) -> String {
    let Some(shares) = &row.shares else {
        return format!("{}: {}.", row.label, row.text);
    };
    let parts = categories.iter().zip(shares);
    let parts: Vec<String> = parts
        .map(|(name, &share)| format!("{name} {}", number::percent(share)))
        .collect();
    format!("{}: {}.", row.label, parts.join(", "))
}

/// The answers to all of a scale's items together, and the favourable share in per cent; `None` where one is withheld.
fn sum(items: &[usize], answers: &[Option<&ItemDistribution>], points: usize) -> Option<(Vec<u64>, Option<f64>)> {
    let mut counts = vec![0; points];
    let mut favourable = 0.0;
    for &item in items {
        let found = answers[item]?;
        for (sum, count) in counts.iter_mut().zip(&found.counts) {
            *sum += count;
        }
        favourable += found.percent_favourable.unwrap_or(0.0) * found.n as f64;
    }
    let n: u64 = counts.iter().sum();
    Some((counts, (n > 0).then(|| favourable / n as f64)))
}

fn bar(
    table: &mut Table,
    label: &str,
    counts: &[u64],
    favourable: Option<f64>,
    mean: Option<f64>,
    whole: bool,
) -> BarRow {
    let n: u64 = counts.iter().sum();
    let shares: Vec<f64> = counts.iter().map(|&count| count as f64 / n.max(1) as f64).collect();
    let mut row = vec![Cell::text(label), Cell::count(n)];
    row.extend(shares.iter().map(|share| Cell::number(100.0 * share, Kind::Percent)));
    row.push(Cell::maybe(favourable, Kind::Percent));
    row.push(Cell::maybe(mean, Kind::Score));
    table.push(row);
    BarRow {
        label: label.to_owned(),
        shares: (n > 0).then_some(shares),
        text: favourable.map_or_else(|| "no answers".to_owned(), |share| number::percent(share / 100.0)),
        whole,
    }
}

/// Whether academies may be compared on a scale, for those who must know before they look.
pub(crate) fn comparison(found: &Aggregation) -> String {
    let shared = words::shared(&fields::aggregation(found, 0));
    let mut letters = shared.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => shared,
    }
}
