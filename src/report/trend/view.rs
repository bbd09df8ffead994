//! The view of `cte trend` for people.

use std::iter;

use crate::disclosure::{ScaleTrend, Trend};
use crate::report::blocks::{all_groups, finding_notes, scale_heading};
use crate::report::compare::words;
use crate::report::fields::EVERYONE;
use crate::report::picked::{Picked, WITHHELD};
use crate::report::{Block, Cell, Fact, Kind, Record, Role, Subject, TermInput, TermsContext, number, standardised};

pub(crate) fn blocks(record: &Record, published: &Trend, context: &TermsContext<'_>) -> Vec<Block> {
    let scales = record.each("scales");
    let mut blocks: Vec<Block> = scales
        .iter()
        .zip(&published.scales)
        .flat_map(|(node, scale)| of_scale(node, scale, context))
        .collect();
    let groups = all_groups(record).into_iter();
    let of_groups: Vec<&Record> = groups.flat_map(|group| group.each("terms")).collect();
    let of_trust: Vec<&Record> = scales.iter().flat_map(|scale| scale.each("trust")).collect();
    let mut note = |text: String| blocks.push(Block::Note(text));
    let latest_change = |group: &Record| latest(group)?.at("change").and_then(words::by_interval);
    let tested = |group: &&Record| latest_change(group).is_some();
    let compared = scales
        .iter()
        .map(|scale| scale.each("academies").iter().filter(tested).count());
    let compared = compared.max().unwrap_or(0);
    if compared > 0 {
        note(words::clearly(compared, published.options.level));
    }
    if of_groups.iter().any(|point| !point.is_withheld() && !is_absent(point)) {
        note(format!("{} {}", words::ORDER, words::NOT_LINKED));
    }
    let weighted = |point: &&Record| point.text("weights") == Some("headcounts") && point.text("change.says").is_some();
    if of_trust.iter().any(weighted) {
        note(format!("{} {}", WEIGHTED, words::TWO_QUESTIONS_OF_A_TREND));
    }
    if let Some(standard) = &published.standard {
        note(standardised::note(standard, published.policy.min_group));
    }
    if of_groups.iter().chain(&of_trust).any(|point| point.is_withheld()) {
        note(format!(
            "Withheld: fewer than {} answered there in that term, or the figures would disclose such a group.",
            published.policy.min_group
        ));
    }
    blocks.extend(finding_notes(record));
    blocks
}

/// The reason why the trust's change is not just the difference of its scores.
const WEIGHTED: &str = "The trust's scores are weighted by headcount; its change is that of all who answered.";

/// What is shown of a term in which a figure does not exist.
const NONE: &str = "–";

/// A group's latest term.
fn latest(group: &Record) -> Option<&Record> {
    group.each("terms").last()
}

fn is_absent(point: &Record) -> bool {
    point.member("absent").is_some()
}

fn of_scale(node: &Record, scale: &ScaleTrend, context: &TermsContext<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let mut blocks = vec![scale_heading(declared, context.instrument)];
    blocks.extend(Block::facts(facts(node, scale.standardised.is_some())));
    let trust = Record::object()
        .with("academy", "The trust")
        .with("terms", Record::List(node.each("trust").to_vec()));
    let academies = iter::once(&trust).chain(node.each("academies"));
    blocks.push(Block::Table(
        table(&context.terms, "Academy", "academy").table(academies),
    ));
    if let Some((column, _)) = &scale.by {
        let groups = table(&context.terms, column, "group");
        blocks.push(Block::Table(groups.table(node.each("by.groups"))));
    }
    blocks
}

fn facts(node: &Record, is_standardised: bool) -> Vec<Fact> {
    let trust = node.each("trust");
    let mut facts = Vec::new();
    if trust.iter().any(|point| point.value("response_rate").is_some()) {
        let rates = in_each(trust, |point| point.shown_number("response_rate"));
        facts.push(Fact::new("Answered", format!("{rates} of all staff")));
    }
    if is_standardised {
        facts.push(Fact::new(standardised::HEADING, standardised_trust(trust)));
    }
    let benchmarks = node.each("benchmarks");
    if benchmarks.iter().any(|point| point.value("academies_shown").is_some()) {
        let half = |point: &Record| {
            let limits = point.limits("lower_quartile", "upper_quartile");
            limits.map_or(String::new(), |[lower, upper]| number::range(lower, upper, Kind::Score))
        };
        let text = format!(
            "median {}; half of them are within {} (of the {} shown)",
            in_each(benchmarks, |point| point.shown_number("median_of_academies")),
            in_each(benchmarks, half),
            in_each(benchmarks, |point| point.shown_number("academies_shown")),
        );
        facts.push(Fact::new("Academies", text));
    }
    facts
}

/// A text of every term, with a dash where there is none.
fn in_each(points: &[Record], text: impl Fn(&Record) -> String) -> String {
    let texts = points.iter().map(text);
    let texts = texts.map(|text| if text.is_empty() { NONE.to_owned() } else { text });
    texts.collect::<Vec<_>>().join(" → ")
}

/// The trust's standardised scores, and the latest change.
fn standardised_trust(points: &[Record]) -> String {
    let mean = |point: &Record| match point.at("standardised") {
        Some(part) if !part.is_withheld() => part.shown_number("mean"),
        _ => WITHHELD.to_owned(),
    };
    let change = points.last().and_then(|point| point.at("standardised.change"));
    let change = change.filter(|change| **change != Cell::Blank.into());
    let change = change.map(|change| format!(", latest change {}", standardised::with_interval(change, "difference")));
    format!("the trust {}{}", in_each(points, mean), change.unwrap_or_default())
}

fn standardised_change(point: &Record) -> Cell {
    match point.at("standardised") {
        None => Cell::Blank,
        Some(part) if part.is_withheld() => Cell::text(WITHHELD),
        Some(part) => match part.at("change") {
            Some(change @ Record::Object(_)) => standardised::cell(change, "difference"),
            _ => Cell::Blank,
        },
    }
}

/// A table of scores in every term, with the latest change.
fn table<'a>(terms: &'a [TermInput<'_>], heading: &str, key: &'a str) -> Picked<'a> {
    let table = Picked::new("trend", Subject::Any).names(heading, key);
    let table = terms.iter().enumerate().fold(table, |table, (place, term)| {
        table.made("mean", &term.name, Role::Figure, move |group| {
            group.each("terms").get(place).map_or(Cell::Blank, score)
        })
    });
    let change = |group: &Record| {
        latest(group)
            .and_then(|point| point.at("change"))
            .map_or(Cell::Blank, latest_change)
    };
    let since = |term: Option<&TermInput<'_>>| term.map_or(String::new(), |term| format!("Since {}", term.name));
    let (before, first) = (terms.iter().rev().nth(1), terms.first().filter(|_| terms.len() > 2));
    table
        .made("difference", &since(before), Role::Extra(1), change)
        .made("since_first", &since(first), Role::Extra(2), move |group| {
            first.map_or(Cell::Blank, |_| since_first(group))
        })
        .if_any()
        .made("standardised", standardised::HEADING, Role::Extra(2), |group| {
            latest(group).map_or(Cell::Blank, standardised_change)
        })
        .if_any()
        .made("says", "What it says", Role::Figure, |group| {
            let change = latest(group).and_then(|point| point.at("change"));
            change.and_then(words::said).map_or(Cell::Blank, Cell::text)
        })
}

fn latest_change(change: &Record) -> Cell {
    match words::changed(change, "difference", "lower", "upper") {
        Some(text) => Cell::Text(text),
        None => change.cell("lower"),
    }
}

/// The difference between the scores of the last term and the first.
fn since_first(group: &Record) -> Cell {
    let terms = group.each("terms");
    let mean = |term: Option<&Record>| {
        term.filter(|term| !term.is_withheld())
            .and_then(|term| term.value("mean"))
    };
    match (mean(terms.first()), mean(terms.last())) {
        (Some(first), Some(last)) => Cell::number(number::computed(last - first), Kind::Change),
        _ => Cell::Blank,
    }
}

/// A score in a term, with its interval unless everybody answered.
fn score(point: &Record) -> Cell {
    if point.is_withheld() {
        return Cell::text(WITHHELD);
    }
    match (point.value("mean"), point.limits("lower", "upper")) {
        (None, _) => Cell::text(NONE),
        (Some(_), Some([lower, upper])) if point.text("population") != Some(EVERYONE) => {
            let range = number::range(lower, upper, Kind::Score);
            Cell::Text(format!("{} ({range})", point.shown_number("mean")))
        }
        (Some(_), _) => point.cell("mean"),
    }
}
