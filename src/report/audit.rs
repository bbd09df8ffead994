//! The audit of withheld figures: every cell with the reason, without values.

use crate::disclosure::{Options, Policy, Respondents, Rule, WithheldCell};
use crate::model::Instrument;
use crate::report::context::{Context, group_name, provenance};
use crate::report::{Record, Report, TermsContext, terms, tidy};

/// The report of `--audit` of one term's result.
#[must_use]
pub fn audit(cells: &[WithheldCell], context: &Context<'_>, policy: Policy, options: Options) -> Report {
    let head = provenance("cte/audit/1", context, options, policy);
    of(cells, head, &[], context.instrument, policy)
}

/// The report of `--audit` of a result of several terms.
#[must_use]
pub fn audit_of_terms(
    cells: &[WithheldCell],
    context: &TermsContext<'_>,
    respondents: &[Respondents],
    policy: Policy,
    options: Options,
) -> Report {
    let head = terms::provenance("cte/audit/1", context, respondents, options, policy);
    let names: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    of(cells, head, &names, context.instrument, policy)
}

fn of(cells: &[WithheldCell], head: Record, terms: &[&str], instrument: &Instrument, policy: Policy) -> Report {
    let by_term = cells.iter().any(|cell| cell.term.is_some());
    let mut records = Vec::with_capacity(cells.len());
    for cell in cells {
        let scale = instrument.scales()[cell.scale].id.as_str();
        let (grouping, group) = match &cell.group {
            None => ("trust".to_owned(), "the trust".to_owned()),
            Some((column, name)) => (column.clone(), group_name(name, column)),
        };
        let term = cell.term.and_then(|term| terms.get(term)).copied().unwrap_or_default();
        let kind = kind(cell.rule);
        let rule = rule(cell, policy);
        let record = Record::object().with("scale", scale);
        let record = if by_term { record.with("term", term) } else { record };
        records.push(
            record
                .with("grouping", grouping)
                .with("group", group)
                .with("withheld", cell.rule.name())
                .with("kind", kind)
                .with("rule", rule)
                .with_list("because_of", cell.because.iter().map(String::as_str)),
        );
    }
    let record = head.with_list("cells", records);
    Report {
        title: "What is withheld, and why".to_owned(),
        marking: None,
        summary: Vec::new(),
        blocks: Vec::new(),
        tables: tidy::views(&[tidy::AUDIT]),
        record,
    }
}

fn kind(rule: Rule) -> &'static str {
    match rule {
        Rule::Small => "primary",
        Rule::Complementary => "complementary",
    }
}

fn rule(cell: &WithheldCell, policy: Policy) -> String {
    let least = policy.min_group;
    match (cell.rule, cell.because.is_empty()) {
        (Rule::Small, _) => format!("fewer than {least} people are behind it"),
        (Rule::Complementary, true) => {
            format!("with other figures of this output it would disclose fewer than {least}")
        }
        (Rule::Complementary, false) => {
            format!("with earlier results it would disclose fewer than {least}")
        }
    }
}
