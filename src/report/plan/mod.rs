//! The report of `cte plan`: what the next survey needs, and what it could show.

mod view;
mod words;

use crate::disclosure::PublishedPlan;
use crate::model::{Finding, Instrument, Scale};
use crate::report::context::{self, Input, Run, counted, made_up_marking};
use crate::report::{Record, Report, fields, tidy};

/// Where a plan comes from.
#[derive(Debug, Clone)]
pub struct PlanContext<'a> {
    /// The questionnaire.
    pub instrument: &'a Instrument,
    /// The scale that is planned for.
    pub scale: &'a Scale,
    /// The trust's name, from the trust file.
    pub trust: Option<&'a str>,
    /// The response files of the last term.
    pub inputs: Vec<Input>,
    /// What was found while reading.
    pub findings: Vec<Finding>,
    /// Command line and inputs of the run.
    pub run: Run,
}

/// The report of a plan.
#[must_use]
pub fn plan(published: &PublishedPlan, context: &PlanContext<'_>) -> Report {
    let names: Vec<&str> = published
        .academies
        .iter()
        .map(|academy| academy.name.as_str())
        .collect();
    let trust = fields::trust_plan(&published.trust, &names).and(
        published
            .trust_needs
            .as_ref()
            .map_or_else(Record::object, fields::trust_needs),
    );
    let rows_are_safe = context.inputs.len() < 2;
    let inputs = context.inputs.iter();
    let found = context.findings.iter();
    let record = Record::object()
        .with("schema", "cte/plan/1")
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("result", published.policy.result())
        .with("instrument", fields::version(context.instrument))
        .with_list(
            "input",
            inputs.map(|input| context::input_record(Record::object(), input, rows_are_safe)),
        )
        .with("run", context::run(&context.run))
        .with(
            "options",
            fields::plan_aims(&published.aims).count("min_group", published.policy.min_group),
        )
        .with("scale", fields::scale_with_range(context.scale, context.instrument))
        .with(
            "assumptions",
            fields::plan_assumptions(&published.assumptions, &published.rate),
        )
        .with("trust", trust)
        .with_list("academies", published.academies.iter().map(fields::academy_plan))
        .with_list(
            "rates",
            published.rates.iter().map(|rate| fields::trust_plan(rate, &names)),
        )
        .with_list("icc2", published.icc2.iter().map(fields::icc2_needs))
        .with_some("often", published.often.as_ref().map(fields::asked_often))
        .with_list("questions", published.questions.iter().map(fields::question_plan));
    let facts = words::facts(&record, published);
    let record = record
        .with_list("sentences", facts.iter().map(|fact| fact.text.as_str()))
        .with_list(
            "findings",
            found.map(|finding| fields::finding(finding, &finding.sentence())),
        );
    let (summary, blocks) = view::blocks(&record, facts, published);
    let academies = counted(names.len() as u64, "academy", "academies");
    let staff = published
        .trust
        .headcount
        .map_or_else(String::new, |staff| format!(", {staff} staff"));
    let of = context.trust.map_or_else(String::new, |trust| format!("{trust} · "));
    Report {
        title: format!("Plan · {of}{} · {academies}{staff}", context.scale.name),
        marking: made_up_marking(&context.findings).map(str::to_owned),
        summary,
        blocks,
        tables: tidy::views(&tidy::PLAN_TABLES),
        record,
    }
}
