//! The audit of what is withheld: every cell and why, and no value.

use crate::disclosure::{Options, Policy, Rule, WithheldCell};
use crate::report::context::{Context, group_name, provenance};
use crate::report::{Cell, Record, Report, Table};

/// The report of `--audit`.
#[must_use]
pub fn audit(cells: &[WithheldCell], context: &Context<'_>, policy: Policy, options: Options) -> Report {
    let keys = ["scale", "grouping", "group", "withheld", "kind", "rule", "because_of"];
    let mut table = Table::tidy("audit", &keys);
    let mut records = Vec::with_capacity(cells.len());
    for cell in cells {
        let scale = context.instrument.scales()[cell.scale].id.as_str();
        let (grouping, group) = match &cell.group {
            None => ("trust".to_owned(), "the trust".to_owned()),
            Some((column, name)) => (column.clone(), group_name(name, column)),
        };
        let kind = kind(cell.rule);
        let rule = rule(cell, policy);
        table.push(vec![
            Cell::text(scale),
            Cell::Text(grouping.clone()),
            Cell::Text(group.clone()),
            Cell::text(cell.rule.name()),
            Cell::text(kind),
            Cell::Text(rule.clone()),
            Cell::Text(cell.because.join("; ")),
        ]);
        records.push(
            Record::object()
                .with("scale", scale)
                .with("grouping", grouping)
                .with("group", group)
                .with("withheld", cell.rule.name())
                .with("kind", kind)
                .with("rule", rule)
                .with("because_of", Record::list(cell.because.iter().map(String::as_str))),
        );
    }
    Report {
        title: "What is withheld, and why".to_owned(),
        marking: None,
        blocks: Vec::new(),
        tables: vec![table],
        record: provenance("cte/audit/1", context, options, policy).with("cells", Record::list(records)),
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
        (Rule::Small, _) => format!("fewer than {least} stand behind it"),
        (Rule::Complementary, true) => format!("with the others of this output it would give fewer than {least} back"),
        (Rule::Complementary, false) => {
            format!("with what was given out earlier it would give fewer than {least} back")
        }
    }
}
