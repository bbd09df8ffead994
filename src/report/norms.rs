//! Scores next to published norms, on request: `cte score --norms`.
//!
//! A norm is a mean and a standard deviation that somebody found elsewhere. Everything here is a function of the scores that
//! are shown.

use crate::disclosure::Published;
use crate::model::{Instrument, Norm};
use crate::report::context::Context;
use crate::report::picked::Picked;
use crate::report::score::words::interval_heading;
use crate::report::tidy::Tidy;
use crate::report::{Block, Cell, Kind, Record, Report, Role, Subject, Table, fields, number, tidy};

/// Adds the norms of the scales to a report of scores.
#[must_use]
pub fn with_norms(mut report: Report, published: &Published, context: &Context<'_>) -> Report {
    let scales = report.record.each("scales");
    let norms: Vec<Record> = scales
        .iter()
        .zip(&published.scales)
        .flat_map(|(node, scale)| {
            let declared = &context.instrument.scales()[scale.scale];
            declared.norms.iter().map(move |norm| scale_next_to_norm(norm, node))
        })
        .collect();
    report.blocks.extend(blocks(&norms, published, context.instrument));
    report.record = report.record.with("norms", Record::List(norms));
    report.tables.push(Tidy::View(&tidy::NORMS));
    report
}

fn scale_next_to_norm(norm: &Norm, scale: &Record) -> Record {
    let academies = scale.each("academies").iter().map(|academy| {
        Record::object()
            .with("academy", academy.cell("academy"))
            .and(fields::next_to_norm(norm, academy))
    });
    let trust = scale.at("trust").map(|trust| fields::next_to_norm(norm, trust));
    Record::object()
        .with("scale", scale.cell("id"))
        .and(fields::norm(norm))
        .with("status_in_words", status(norm))
        .with_some("trust", trust)
        .with_list("academies", academies)
}

/// How sure a norm is, in words.
fn status(norm: &Norm) -> String {
    match norm.status.as_deref() {
        Some("verified") => "verified: seen in its source".to_owned(),
        Some("unverified") => "unverified: from secondary sources".to_owned(),
        Some(other) => other.to_owned(),
        None => "of unknown status: the questionnaire file gives none".to_owned(),
    }
}

/// A norm in a sentence: what it is, and how sure.
pub(crate) fn described(norm: &Norm) -> String {
    let source = norm
        .source
        .as_ref()
        .map_or_else(|| "No source is given.".to_owned(), |source| source.trim().to_owned());
    let (mean, sd) = (number::text(norm.mean, Kind::Score), number::text(norm.sd, Kind::Score));
    format!("{}: mean {mean}, SD {sd}; {}. {source}", norm.name, status(norm))
}

fn blocks(norms: &[Record], published: &Published, instrument: &Instrument) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut nodes = norms.iter();
    let scales = published.scales.iter().map(|scale| &instrument.scales()[scale.scale]);
    for (declared, norm) in scales.flat_map(|declared| declared.norms.iter().map(move |norm| (declared, norm))) {
        let Some(node) = nodes.next() else { break };
        blocks.push(Block::heading(
            format!("{}: compared with a norm", declared.name),
            &norm.name,
        ));
        blocks.push(Block::Note(described(norm)));
        blocks.push(match node.at("trust") {
            Some(trust) if !trust.is_withheld() => Block::Table(table(norm, node, trust, published.options.level)),
            _ => Block::note("Withheld, as the scores are."),
        });
    }
    if !blocks.is_empty() {
        blocks.push(Block::note(
            "A norm describes the scores of other people at another time. It is not a target, and the distance from it does not explain itself.",
        ));
    }
    blocks
}

fn table(norm: &Norm, node: &Record, trust: &Record, level: f64) -> Table {
    let interval = interval_heading(level);
    let name = |node: &Record| Cell::text(node.text("academy").unwrap_or("The trust"));
    let standard = |node: &Record| {
        node.value("standard_score")
            .map_or(Cell::Blank, |score| Cell::number(score, Kind::Count))
    };
    let limits = |node: &Record| match node.limits("lower", "upper") {
        Some([lower, upper]) => Cell::Text(number::range(lower, upper, Kind::Score)),
        None => Cell::Blank,
    };
    let mut table = Picked::new("norms", Subject::Any)
        .made("group", "Academy", Role::Name, name)
        .figure("mean", Role::Figure);
    if norm.standard_score(norm.mean).is_some() {
        table = table.made("standard_score", "Standard score", Role::Figure, standard);
    }
    table
        .made("distance", "SDs from its mean", Role::Figure, |node| {
            node.cell("distance")
        })
        .made("interval", &interval, Role::Figure, limits)
        .table(std::iter::once(trust).chain(node.each("academies")))
}
