//! What was planned for a term, next to what came.

use crate::report::context::some_names;
use crate::report::picked::Picked;
use crate::report::tidy::{self, Tidy};
use crate::report::{Block, Cell, Kind, Record, Report, Role, Subject, Table};

/// The plan of a term.
#[derive(Debug, Clone, PartialEq)]
pub struct TermPlan {
    /// Its file.
    pub file: String,
    /// The scale that it is for, by id.
    pub scale: String,
    /// Points to each side that the interval of a score was to have.
    pub width: f64,
    /// Staff of the trust who were expected to answer.
    pub expected: Option<u64>,
    /// The academies.
    pub academies: Vec<PlannedAcademy>,
}

/// An academy in the plan of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAcademy {
    /// Its name.
    pub name: String,
    /// Staff who were expected to answer.
    pub expected: Option<u64>,
    /// Answers for the width; `None` if more than work there.
    pub needed: Option<u64>,
}

/// Adds the plan of the term to a report of scores. It has no figure of an academy that the scores do not have.
#[must_use]
pub fn with_plan(mut report: Report, plan: &TermPlan) -> Report {
    let scales = report.record.each("scales");
    // With --scale another may be shown alone.
    let Some(scale) = scales.iter().find(|scale| scale.text("id") == Some(&plan.scale)) else {
        return report;
    };
    let name = scale.text("name").unwrap_or(&plan.scale).to_owned();
    let academies: Vec<Record> = plan.academies.iter().map(|academy| came(academy, scale)).collect();
    let trust = scale.at("trust").filter(|trust| !trust.is_withheld());
    let record = Record::object()
        .with("path", plan.file.as_str())
        .with("scale", plan.scale.as_str())
        .number("width", plan.width, Kind::Score)
        .with("trust", answers(plan.expected, trust))
        .with_list("academies", academies);
    report.blocks.push(Block::heading("Planned and came", &name));
    report.blocks.push(Block::Note(sentence(&record)));
    report.blocks.push(Block::Table(table(&record)));
    report.record = report.record.with("planned", record);
    report.tables.push(Tidy::View(&tidy::PLANNED));
    report
}

/// Answers that were expected, and that came.
fn answers(expected: Option<u64>, scored: Option<&Record>) -> Record {
    Record::object()
        .with_some("expected", expected.map(Cell::count))
        .with_some("n", scored.map(|scored| scored.cell("n")))
}

/// An academy of the plan next to its scores; withheld where these are.
fn came(planned: &PlannedAcademy, scale: &Record) -> Record {
    let all = scale.each("academies");
    let scored = all
        .iter()
        .find(|academy| academy.text("academy") == Some(&planned.name));
    if let Some(rule) = scored.and_then(|academy| academy.text("withheld")) {
        return Record::object()
            .with("academy", planned.name.as_str())
            .with("withheld", rule);
    }
    let needed = planned.needed.map(Cell::count);
    let reached = scored.and_then(|scored| scored.value("n")).map(|n| {
        let needed = planned.needed.map(|needed| needed as f64);
        needed.is_some_and(|needed| n >= needed)
    });
    Record::object()
        .with("academy", planned.name.as_str())
        .and(answers(planned.expected, scored))
        .with_some("needed_for_width", needed)
        .with_some("reached", reached)
}

/// How many came, and in which academies too few for the width.
fn sentence(record: &Record) -> String {
    let academies = record.each("academies");
    let answered: Vec<&Record> = academies
        .iter()
        .filter(|academy| academy.at("reached").is_some())
        .collect();
    let is_short = |academy: &&&Record| academy.cell("reached") == Cell::Flag(false);
    let short: Vec<&str> = answered
        .iter()
        .filter(is_short)
        .filter_map(|one| one.text("academy"))
        .collect();
    let trust = match [record.cell("trust.expected"), record.cell("trust.n")] {
        [Cell::Number(expected, _), Cell::Number(came, _)] => {
            format!("{expected} staff of the trust were expected to answer, and {came} have a score. ")
        }
        _ => String::new(),
    };
    let width = record.shown_number("width");
    let most = match answered.len() - short.len() {
        0 => format!("None of the {} academies shown has", answered.len()),
        all if short.is_empty() => format!("All {all} academies shown have"),
        some => format!("{some} of the {} academies shown have", answered.len()),
    };
    let short = if short.is_empty() {
        ".".to_owned()
    } else {
        format!("; not {}.", some_names(&short, MOST_NAMES))
    };
    if answered.is_empty() {
        return trust.trim_end().to_owned();
    }
    format!("{trust}{most} the answers that ± {width} takes{short}")
}

/// More academies than this are not named in a sentence.
const MOST_NAMES: usize = 5;

fn table(record: &Record) -> Table {
    let enough = |node: &Record| match node.cell("reached") {
        Cell::Flag(true) => Cell::text("enough"),
        Cell::Flag(false) => Cell::text("too few"),
        _ => Cell::Blank,
    };
    Picked::new("planned", Subject::Any)
        .names("Academy", "academy")
        .figure("n", Role::Figure)
        .figure("expected", Role::Figure)
        .headed("Wanted", "needed_for_width", Role::Extra(1))
        .made("reached", "", Role::Words, enough)
        .table(record.each("academies"))
}
