//! The change since the term before: the sections of the pages.

use crate::model::Item;
use crate::report::board::academies::Charted;
use crate::report::board::change_chart::{Named, Row, charted};
use crate::report::board::change_words::{reading, versions};
use crate::report::board::heat;
use crate::report::board::heat_table::Heat;
use crate::report::board::page::{Content, Section};
use crate::report::board::score::any_withheld;
use crate::report::board::since::{Compared, Own, Since, conclusion, is_change, is_clear};
use crate::report::compare::words;
use crate::report::context::wording;
use crate::report::picked::WITHHELD;
use crate::report::score::words::interval_heading;
use crate::report::{Point, Record, invariance};

/// The change of the trust and of every academy that can be shown, on every scale.
pub(super) fn trust_section(since: Since<'_>) -> Section {
    let mut content = vec![Content::Words(reading(since))];
    content.extend(versions(since));
    let min_group = since.comparison.policy.min_group;
    let (mut counted, mut withheld) = (false, false);
    for scale in since.scales() {
        let academies = scale.node.each("academies");
        let groups = || academies.iter().chain(scale.node.each("by.groups"));
        counted |= scale
            .node
            .at("trust")
            .into_iter()
            .chain(academies)
            .any(words::counts_staff);
        withheld |= any_withheld(groups());
        let step = scale.declared.step(&since.terms.instrument.scoring);
        let mut facts = words::facts(scale.node, step, min_group);
        if let Some(first) = facts.first_mut() {
            first.label.clone_from(&scale.declared.name);
        }
        content.push(Content::Facts(facts));
    }
    let interval = interval_heading(since.level());
    let caption = |what: &str, heat: &Heat| {
        format!(
            "Change of {what} since {}, with its {interval}. {}",
            since.before(),
            heat.since_before()
        )
    };
    let mut academies = heat::changes(since, "Academy", "academies", "academy");
    academies.caption = format!(
        "{} Academies are listed in file order, not ranked.",
        caption("each academy", &academies)
    );
    content.push(Content::Heat(academies));
    if let Some(column) = since.scales().find_map(|scale| scale.node.text("by.column")) {
        let mut groups = heat::changes(since, column, "by.groups", "group");
        groups.caption = caption(&format!("each group of {column}"), &groups);
        if !groups.is_withheld() {
            content.push(Content::Heat(groups));
        }
    }
    content.extend(
        invariance::lines(since.scales().map(|scale| scale.node))
            .into_iter()
            .map(Content::Words),
    );
    content.push(Content::words(words::NOT_LINKED));
    if counted {
        content.push(Content::words(words::TWO_QUESTIONS));
    }
    if withheld {
        content.push(Content::Words(words::withheld_note(min_group)));
    }
    section(since, content)
}

fn section(since: Since<'_>, content: Vec<Content>) -> Section {
    Section::new("change", format!("What has changed since {}", since.before()), content)
}

/// The changes of the academies on a scale below the trust's, as `cte plot` draws them; `None` if all are withheld.
pub(super) fn plotted(since: Since<'_>, scale: Compared<'_>) -> Option<Charted> {
    let academies = scale.node.each("academies");
    if academies.iter().all(Record::is_withheld) {
        return None;
    }
    let trust = scale.node.open("trust");
    let trust = trust.map(|node| Row::new("The trust", node, Point::Hollow));
    let academies = academies
        .iter()
        .map(|node| Row::new(node.text("academy").unwrap_or_default(), node, Point::Filled));
    let named = Named {
        id: format!("change-{}", scale.place),
        title: format!(
            "{}: change since {}, the academies and the trust",
            scale.declared.name,
            since.before()
        ),
        heading: "Academy",
        order: " Academies are listed in file order, not ranked.",
    };
    Some(charted(
        since,
        &named,
        scale.declared,
        &trust.into_iter().chain(academies).collect::<Vec<_>>(),
    ))
}

/// The most questions that are named.
const MOST_NAMED: usize = 5;

/// The questions that changed clearly, of items with their change; nothing if none did.
fn questions(since: Since<'_>, declared: &[Item], answers: &[Record]) -> Vec<Content> {
    let clear = |(declared, item): (&Item, &Record)| {
        let change = item.open("change")?;
        let says = is_clear(change).then(|| conclusion(change))?;
        Some(format!(
            "{says}, {}: {}",
            change.shown_number("difference"),
            wording(declared)
        ))
    };
    let mut found: Vec<String> = declared.iter().zip(answers).filter_map(clear).collect();
    let more = found.len().saturating_sub(MOST_NAMED);
    found.truncate(MOST_NAMED);
    if more > 0 {
        found.push(format!("and {more} more, in the table of answers below"));
    }
    if found.is_empty() {
        return Vec::new();
    }
    let heading = format!("Questions that changed clearly since {}", since.before());
    vec![Content::Heading(heading), Content::List(found)]
}

/// An academy's own change on every scale, next to the trust's, and the questions that changed clearly. `answers` has its
/// answers to the `declared` items, with their changes.
pub(super) fn academy_section(since: Since<'_>, own: &[Own<'_>], declared: &[Item], answers: &[Record]) -> Section {
    let Some(first) = own.first() else {
        let words = "Nothing of this academy can be compared with the term before.";
        return section(since, vec![Content::words(words)]);
    };
    let mut rows = Vec::new();
    for on in own {
        rows.push(Row::new(
            &format!("{}: here", on.scale.declared.name),
            on.node,
            Point::Filled,
        ));
        let trust = on.trust.filter(|_| is_change(on.node));
        rows.extend(trust.map(|trust| Row::new("The trust", trust, Point::Hollow)));
    }
    let (place, trust) = if rows.len() > own.len() {
        (
            "here and in the trust",
            "The trust's change is that of all its staff, including this academy's. ",
        )
    } else {
        ("here", "")
    };
    let named = Named {
        id: "change-own".to_owned(),
        title: format!("Change {place} since {}", since.before()),
        heading: "Scale",
        order: "",
    };
    let mut content = vec![Content::Words(reading(since))];
    content.extend(versions(since));
    content.push(charted(since, &named, first.scale.declared, &rows).into());
    content.push(Content::Words(format!("{trust}{}", words::NOT_LINKED)));
    content.extend(questions(since, declared, answers));
    if own.iter().any(|on| words::counts_staff(on.node)) {
        content.push(Content::words(words::TWO_QUESTIONS));
    }
    if any_withheld(own.iter().map(|on| on.node)) {
        content.push(Content::Words(format!(
            "Where a change is {WITHHELD}, fewer than {} answered in one of the terms, or the figures would disclose such a group.",
            since.comparison.policy.min_group
        )));
    }
    section(since, content)
}
