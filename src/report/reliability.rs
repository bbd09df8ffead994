//! The report of `cte reliability`: every coefficient, and the uses that the reliability allows.

use crate::disclosure::{PublishedReliability, PublishedScaleReliability};
use crate::model::Scale;
use crate::report::blocks::{declared_beside, finding_notes, scale_heading};
use crate::report::context::{Context, counted, findings, marking, provenance};
use crate::report::items::item_records;
use crate::report::picked::{Picked, of_part};
use crate::report::score::words;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Report, Role, Subject, Table, fields, number, tidy};

/// The report of a survey's reliability.
#[must_use]
pub fn reliability(published: &PublishedReliability, context: &Context<'_>) -> Report {
    let rows = counted(published.respondents.rows, "row", "rows");
    let scales = published.scales.iter();
    let scales = scales.map(|scale| of_scale(scale, published.policy.min_group, context));
    let record = provenance("cte/reliability/2", context, published.options, published.policy)
        .with_list("scales", scales)
        .with("findings", findings(context));
    Report {
        title: format!("Reliability of {} · {rows}", context.instrument.name),
        marking: marking(published.policy, &context.findings),
        summary: Vec::new(),
        blocks: blocks(&record, context),
        tables: tidy::views(&tidy::RELIABILITY_TABLES),
        record,
    }
}

fn of_scale(scale: &PublishedScaleReliability, min_group: u64, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let coefficients = Record::shown(&scale.coefficients, |found| {
        let all = found.iter();
        all.fold(Record::object(), |record, named| {
            record.with(named.key, fields::named_coefficient(named))
        })
    });
    let aggregation = Record::shown(&scale.aggregation, |found| fields::aggregation(found, scale.pooled));
    let allowed = |alpha: &Record| words::allows(alpha, Some(&aggregation));
    let reading = words::withheld(&coefficients, min_group).or_else(|| coefficients.at("alpha").map(allowed));
    Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with("coefficients", coefficients)
        .with_shown("two_level", &scale.two_level, fields::two_level)
        .with("reading", reading.map_or(Cell::Blank, Cell::Text))
        .with("aggregation", aggregation)
        .with("agreement", fields::agreement_over_academies(&scale.academies))
        .with_list("academies", scale.academies.iter().map(fields::standing))
        .with("items", Record::List(item_records(&scale.items, context.instrument)))
}

fn blocks(record: &Record, context: &Context<'_>) -> Vec<Block> {
    let scales = declared_beside(context.instrument, record.each("scales"));
    let mut blocks: Vec<Block> = scales
        .flat_map(|(declared, scale)| blocks_of_scale(declared, scale, context))
        .collect();
    blocks.push(Block::note(
        "By chance: what 95 of 100 such groups would stay below if their members did not agree. Above trust: the probability that the \
         academy's true score lies above the trust's. `cte reliability --explain` defines each figure and says why another \
         program may print a different one.",
    ));
    blocks.extend(finding_notes(record));
    blocks
}

fn blocks_of_scale(declared: &Scale, scale: &Record, context: &Context<'_>) -> Vec<Block> {
    let mut blocks = vec![scale_heading(declared, context.instrument), Block::Facts(facts(scale))];
    let coefficients = scale.members("coefficients");
    if !coefficients.is_empty() {
        blocks.push(Block::Table(coefficient_table(coefficients)));
    }
    let academies = scale.each("academies");
    if academies.iter().any(|academy| !academy.is_withheld()) {
        blocks.push(Block::Table(agreement_table(academies)));
    }
    blocks
}

fn facts(scale: &Record) -> Vec<Fact> {
    let reading = scale.text("reading").map(|text| Fact::new("Allows", text.to_owned()));
    let mut facts: Vec<Fact> = reading.into_iter().collect();
    let part = |name: &str| scale.open(name);
    if part("coefficients").is_none() {
        return facts;
    }
    for (key, coefficient) in scale.members("coefficients") {
        let warning = coefficient.text("warning");
        facts.extend(warning.map(|warning| Fact::new("Caution", format!("{key} is {warning}."))));
    }
    facts.extend(undefined(scale.members("coefficients")));
    facts.extend(part("aggregation").map(|aggregation| Fact::new("Compare", words::compared(aggregation))));
    let agreement = part("agreement").filter(|agreement| agreement.why_not("").is_none());
    facts.extend(agreement.map(|agreement| Fact::new("Agreement", over_academies(agreement))));
    facts.extend(part("two_level").map(|two_level| Fact::new("Levels", levels(two_level))));
    facts
}

/// The coefficients without a figure, by reason.
fn undefined(coefficients: &[(String, Record)]) -> Vec<Fact> {
    let mut by_reason: Vec<(String, Vec<&str>)> = Vec::new();
    for (key, coefficient) in coefficients {
        if let Cell::Undefined(reason) = coefficient.as_cell() {
            match by_reason.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, keys)) => keys.push(key),
                None => by_reason.push((reason, vec![key])),
            }
        }
    }
    let fact = |(reason, keys): (String, Vec<&str>)| Fact::new("No figure", format!("{}: {reason}.", keys.join(", ")));
    by_reason.into_iter().map(fact).collect()
}

fn over_academies(agreement: &Record) -> String {
    let count = agreement.value("academies").unwrap_or(0.0);
    format!(
        "median r*wg(j) {} ({} to {}); in {} of {} {} colleagues agree more than by chance",
        agreement.shown_number("median_r_star_wg_j"),
        agreement.shown_number("lowest"),
        agreement.shown_number("highest"),
        agreement.shown_number("beyond_chance"),
        agreement.shown_number("academies"),
        if count > 1.0 { "academies" } else { "academy" },
    )
}

fn levels(two_level: &Record) -> String {
    if let Some(reason) = two_level.why_not("") {
        return format!("alpha within and between academies is unknown: {reason}.");
    }
    let figure = |key: &str| match two_level.why_not(key) {
        Some(reason) => format!("none ({reason})"),
        None => two_level.shown_number(key),
    };
    let warning = two_level.text("warning").map(|warning| format!(" Caution: {warning}."));
    format!(
        "alpha within academies {}, between academies {}, of academies' observed means {}; both levels {}.{}",
        figure("alpha_within"),
        figure("alpha_between"),
        figure("alpha_between_observed"),
        figure("alpha_two_level"),
        warning.unwrap_or_default()
    )
}

/// Every coefficient, with a further row for each of its other intervals.
fn coefficient_table(coefficients: &[(String, Record)]) -> Table {
    let columns = vec![
        Column::narrow(Subject::Coefficient, "coefficient", Role::Name),
        Column::narrow(Subject::Coefficient, "value", Role::Figure),
        Column::narrow(Subject::Coefficient, "interval", Role::Figure),
        Column::new("method", "by", Role::Extra(0)),
        Column::narrow(Subject::Coefficient, "n", Role::Extra(2)),
        Column::narrow(Subject::Coefficient, "estimator", Role::Extra(3)),
    ];
    let mut table = Table::new("coefficients", columns);
    for (key, coefficient) in coefficients {
        let named = Cell::text(key.as_str());
        if let Cell::Undefined(reason) = coefficient.as_cell() {
            table.push(vec![named, Cell::Undefined(reason), Cell::text("–")]);
            continue;
        }
        let used = coefficient.text("interval").unwrap_or_default();
        let others = coefficient.members("intervals");
        let own = others.iter().find(|(_, other)| other.text("method") == Some(used));
        let own = own.map_or(used, |(key, _)| key);
        let without = coefficient.cell("lower") == Cell::Blank;
        table.push(vec![
            named,
            coefficient.as_cell(),
            limits(coefficient),
            if without { Cell::Blank } else { Cell::text(own) },
            coefficient.cell("n"),
            coefficient.cell("estimator"),
        ]);
        for (key, other) in others.iter().filter(|(key, _)| key != own) {
            table.push(vec![Cell::Blank, Cell::Blank, limits(other), Cell::text(key.as_str())]);
        }
    }
    table
}

/// The limits of an interval, or the reason why it has none.
pub(crate) fn limits(interval: &Record) -> Cell {
    match interval.limits("lower", "upper") {
        Some([lower, upper]) => Cell::Text(number::range(lower, upper, Kind::Coefficient)),
        None => match interval.as_cell() {
            Cell::Undefined(reason) => Cell::Undefined(reason),
            _ => interval.cell("lower"),
        },
    }
}

fn agreement_table(academies: &[Record]) -> Table {
    Picked::new("agreement", Subject::Agreement)
        .names("Academy", "academy")
        .made("n", "Complete", Role::Figure, |academy| {
            of_part(academy, "agreement", "n")
        })
        .figure("agreement.rwg_j", Role::Extra(4))
        .figure("agreement.r_star_wg_j", Role::Figure)
        .keyed("chance_r_star_wg_j", "by_chance_95.r_star_wg_j", Role::Figure)
        .figure("agreement.ad_mean", Role::Extra(2))
        .figure("agreement.ad_median", Role::Extra(6))
        .figure("agreement.a_wg", Role::Extra(5))
        .figure("shrunken_mean", Role::Extra(1))
        .made("above_trust_mean", "Above trust", Role::Extra(0), above_trust)
        .made("ranks", "Rank, likely", Role::Extra(3), likely_ranks)
        .table(academies)
}

fn above_trust(academy: &Record) -> Cell {
    match academy.value("above_trust_mean") {
        // A share of so many draws is never certain.
        Some(share) => Cell::number(share.clamp(0.0001, 0.9999), Kind::Share),
        None => academy.cell("ranks"),
    }
}

/// The shortest run of ranks that has the true one with probability 0.9 or more, cut from both ends.
fn likely_ranks(academy: &Record) -> Cell {
    let ranks = academy.each("ranks").iter();
    let probabilities: Vec<f64> = ranks.filter_map(|rank| rank.value("")).collect();
    if probabilities.is_empty() {
        return academy.cell("ranks");
    }
    let (mut from, mut to, mut inside) = (0, probabilities.len(), 1.0);
    while to - from > 1 {
        let (first, last) = (probabilities[from], probabilities[to - 1]);
        let loss = first.min(last);
        if inside - loss < 0.9 {
            break;
        }
        inside -= loss;
        if first <= last {
            from += 1;
        } else {
            to -= 1;
        }
    }
    Cell::Text(if to - from == 1 {
        format!("{}", from + 1)
    } else {
        format!("{} to {}", from + 1, to)
    })
}
