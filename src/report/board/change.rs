//! The change since the term before: the sections of the pages.

use crate::report::board::academies::Charted;
use crate::report::board::change_chart::{Named, Row, charted};
use crate::report::board::change_words::{reading, versions};
use crate::report::board::page::{Content, Section};
use crate::report::board::score::any_withheld;
use crate::report::board::since::{Compared, Own, Since, is_change, is_clear};
use crate::report::compare::words;
use crate::report::picked::WITHHELD;
use crate::report::{Point, Record};

/// Above so many groups a page shows only those that have clearly changed; the workbook has all.
const MOST: usize = 120;

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
        content.push(Content::Heading(scale.declared.name.clone()));
        let step = scale.declared.step(&since.terms.instrument.scoring);
        content.push(Content::Facts(words::facts(scale.node, step, min_group)));
        // Of very many, only those that have clearly changed.
        let all = academies.len();
        let shown: Vec<&Record> = academies.iter().filter(|node| all <= MOST || is_clear(node)).collect();
        if shown.len() < all {
            content.push(Content::Words(format!(
                "Of the {all} academies, this page shows those that have clearly changed. The workbook next to this page has all."
            )));
        }
        content.extend(chart(since, scale, &shown, None).map(Content::from));
        if let Some(column) = scale.node.text("by.column") {
            let groups: Vec<&Record> = scale.node.each("by.groups").iter().collect();
            content.extend(chart(since, scale, &groups, Some(column)).map(Content::from));
        }
    }
    content.push(Content::Words(format!(
        "{} Academies are listed in file order, not ranked.",
        words::NOT_LINKED
    )));
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

/// The changes of the academies on a scale, as `cte plot` draws them.
pub(super) fn plotted(since: Since<'_>, scale: Compared<'_>) -> Option<Charted> {
    chart(
        since,
        scale,
        &scale.node.each("academies").iter().collect::<Vec<_>>(),
        None,
    )
}

/// The changes of academies, or of the groups of another column, below the trust's; `None` if all are withheld.
fn chart(since: Since<'_>, scale: Compared<'_>, groups: &[&Record], column: Option<&str>) -> Option<Charted> {
    if groups.iter().all(|group| group.is_withheld()) {
        return None;
    }
    let trust = scale.node.open("trust");
    let trust = trust.map(|node| Row::new("The trust", node, Point::Hollow));
    let key = column.map_or("academy", |_| "group");
    let groups = groups
        .iter()
        .map(|node| Row::new(node.text(key).unwrap_or_default(), node, Point::Filled));
    let (suffix, what, heading, order) = match column {
        None => (
            "",
            "the academies and the trust",
            "Academy",
            " Academies are listed in file order, not ranked.",
        ),
        Some(column) => ("-by", column, column, ""),
    };
    let named = Named {
        id: format!("change-{}{suffix}", scale.place),
        title: format!("{}: change since {}, {what}", scale.declared.name, since.before()),
        heading,
        order,
    };
    Some(charted(
        since,
        &named,
        scale.declared,
        &trust.into_iter().chain(groups).collect::<Vec<_>>(),
    ))
}

/// An academy's own change on every scale, next to the trust's.
pub(super) fn academy_section(since: Since<'_>, own: &[Own<'_>]) -> Section {
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
