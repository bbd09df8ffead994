//! The sentences about the change since the term before.

use crate::disclosure::Conclusion;
use crate::model::Scale;
use crate::report::board::page::Content;
use crate::report::board::since::{Own, Since, is_change, is_clear};
use crate::report::compare::words;
use crate::report::score::words::interval_heading;
use crate::report::{Record, number};

/// The sentence in place of a change that is withheld.
pub(super) const NOT_SHOWN: &str = "The change is not shown: together with earlier results, the figures would disclose a small \
                                    group.";

/// The sentence in place of a change if there is no term before.
pub(super) const ONE_TERM: &str = "This report is about one term only: it cannot say what has changed.";

/// The sentence about the trust's change on a scale of the report.
pub(super) fn of_trust(since: Since<'_>, scale: &Scale) -> String {
    let before = since.before();
    let Some(found) = since.on(&scale.id) else {
        return format!("The change since {before} is not known: this scale was not asked then.");
    };
    let Some(trust) = found.node.open("trust") else {
        return format!("The change since {before} cannot be shown: too few answered in one of the terms.");
    };
    let academies = counts(found.node.each("academies"));
    let academies = academies.map_or(String::new(), |academies| format!("; {academies}"));
    format!("{}{academies}.", sentence(trust, since, found.declared, scale))
}

/// The sentence about an academy's change on a scale of its report.
pub(super) fn of_academy(since: Since<'_>, own: &[Own<'_>], scale: &Scale) -> String {
    let before = since.before();
    let Some(on) = own.iter().find(|on| on.scale.declared.id == scale.id) else {
        return format!("The change here since {before} is not known: this scale was not asked then.");
    };
    if on.node.is_withheld() {
        return format!(
            "The change here since {before} cannot be shown: too few answered in one of the terms, or the figures would \
             disclose a small group."
        );
    }
    if !is_change(on.node) {
        return format!("The change here is not known: no one from this academy answered in {before}.");
    }
    format!("{}.", sentence(on.node, since, on.scale.declared, scale))
}

/// `Since Autumn 2026 the score is clearly higher, by 0.12 (95 % interval: 0.05 to 0.19)`. Names the compared scale if it
/// differs from the scale of the report.
fn sentence(node: &Record, since: Since<'_>, found: &Scale, scale: &Scale) -> String {
    let before = since.before();
    let score = if found.name == scale.name {
        "the score".to_owned()
    } else {
        format!("“{}”", found.name)
    };
    let (Some(_), Some([lower, upper])) = (node.value("difference"), node.limits("lower", "upper")) else {
        return format!("Whether {score} has changed since {before} is not known: too few answered");
    };
    let range = if upper > lower {
        let range = number::change_range(lower, upper)
            .replace("> 0.00", "just above 0")
            .replace("< 0.00", "just below 0");
        format!(" ({}: {range})", interval_heading(since.level()))
    } else {
        String::new()
    };
    if is_clear(node) {
        let shown = node.shown_number("difference");
        let by = shown.trim_start_matches(['+', '−']);
        let says = words::said(node).unwrap_or_default();
        return format!("Since {before} {score} is {says}, by {by}{range}");
    }
    let seen = words::detectable(node);
    let seen = seen.map_or(String::new(), |seen| {
        format!(", and this survey could detect a change of {seen}")
    });
    format!(
        "Since {before} {score} shows no clear change: {}{range}{seen}",
        node.shown_number("difference")
    )
}

/// How many academies are clearly higher and clearly lower; `None` if none is compared.
fn counts(academies: &[Record]) -> Option<String> {
    let count = |is: &dyn Fn(&Record) -> bool| academies.iter().filter(|academy| is(academy)).count();
    let higher = count(&|academy| words::concludes(academy, Conclusion::Higher));
    let lower = count(&|academy| words::concludes(academy, Conclusion::Lower));
    let among = match count(&is_change) {
        0 => return None,
        1 => "of one academy compared".to_owned(),
        all => format!("of {all} academies compared"),
    };
    let number = |count: usize| match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let are = if higher > 1 { "are" } else { "is" };
    Some(format!(
        "{among}, {} {are} clearly higher and {} clearly lower",
        number(higher),
        number(lower)
    ))
}

/// How the conclusions are reached.
pub(super) fn reading(since: Since<'_>) -> String {
    let compared = words::compared(since.scales().map(|scale| scale.node));
    let mut academies = since.scales().flat_map(|scale| scale.node.each("academies"));
    let of_many = if academies.any(words::is_one_of_many) {
        format!(" {}", words::ONE_OF_MANY)
    } else {
        String::new()
    };
    format!(
        "{}{of_many} Where there is no clear change, the table gives the smallest change that a survey of this size would detect \
         in 80 of 100 cases. No clear change does not mean that nothing changed.",
        words::clearly(compared, since.level())
    )
}

/// A warning if the terms were asked with different versions of the questionnaire.
pub(super) fn versions(since: Since<'_>) -> Option<Content> {
    let [before, after] = since.terms.terms.as_slice() else {
        return None;
    };
    (!since.terms.differences.is_empty()).then(|| {
        Content::Words(format!(
            "The two terms were asked with different versions of the questionnaire ({} and {}). Scales are compared on the items \
             that both have. The name of a scale says so if those are not all; its score then differs from the one in the rest \
             of this report.",
            before.instrument.version, after.instrument.version
        ))
    })
}
