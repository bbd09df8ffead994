//! The sentences about the change since the term before.

use crate::disclosure::{Conclusion, Interval};
use crate::model::Scale;
use crate::report::board::page::Content;
use crate::report::board::score::side;
use crate::report::board::since::{Compared, Own, Since, conclusion, could_have_seen, is_change, is_clear, says};
use crate::report::compare::words;
use crate::report::score::words::interval_heading;
use crate::report::{Fact, Kind, Record, number};

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
    let Some(trust) = found.node.at("trust").filter(|trust| !trust.is_withheld()) else {
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
        return format!("The change here is not known: nobody of this academy answered in {before}.");
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
    let (Some(difference), Some([lower, upper])) = (node.value("difference"), node.limits("lower", "upper")) else {
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
        let by = number::text(difference.abs(), Kind::Score);
        let says = node.text("says").unwrap_or_default();
        return format!("Since {before} {score} is {says}, by {by}{range}");
    }
    let seen = could_have_seen(node).map_or(String::new(), |seen| {
        format!(
            ", and this survey could have seen a change of {}",
            number::text(seen, Kind::Score)
        )
    });
    format!(
        "Since {before} {score} shows no clear change: {}{range}{seen}",
        number::change(difference)
    )
}

/// How many academies are clearly higher and clearly lower; `None` if none is compared.
fn counts(academies: &[Record]) -> Option<String> {
    let count = |is: &dyn Fn(&Record) -> bool| academies.iter().filter(|academy| is(academy)).count();
    let higher = count(&|academy| says(academy, Conclusion::Higher));
    let lower = count(&|academy| says(academy, Conclusion::Lower));
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

/// `+0.32 (0.00 to 0.64)`
fn with_interval(node: &Record, difference: &str, [lower, upper]: [&str; 2]) -> Option<String> {
    let [lower, upper] = node.limits(lower, upper)?;
    Some(words::with_interval(node.value(difference)?, Interval { lower, upper }))
}

/// How the conclusions are reached.
pub(super) fn reading(since: Since<'_>) -> String {
    let tested = |scale: Compared<'_>| {
        scale
            .node
            .each("academies")
            .iter()
            .filter(|node| side(node).is_some())
            .count()
    };
    let most = since.scales().map(tested).max().unwrap_or(0);
    let alone =
        |node: &Record| says(node, Conclusion::NoClearChange) && side(node).is_some_and(std::cmp::Ordering::is_ne);
    let mut academies = since.scales().flat_map(|scale| scale.node.each("academies"));
    let of_many = if academies.any(alone) {
        format!(" {}", words::ONE_OF_MANY)
    } else {
        String::new()
    };
    format!(
        "{}{of_many} Where there is no clear change, the table gives the change that the survey could have seen: the smallest \
         change that a survey of this size would detect in 80 of 100 cases. No clear change does not mean that nothing changed.",
        words::clearly(most, since.level())
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

/// The trust's change in words: over all who answered, of just these staff, and within academies.
pub(super) fn facts(scale: &Record) -> Vec<Fact> {
    let Some(trust) = scale.at("trust").filter(|trust| !trust.is_withheld()) else {
        return vec![Fact::new("The trust", "withheld: too few answered in one of the terms")];
    };
    let mut facts = vec![Fact::new("The trust", over_all(trust))];
    let these = with_interval(
        trust,
        "these_staff_difference",
        ["these_staff_lower", "these_staff_upper"],
    );
    facts.extend(these.map(|found| {
        Fact::new(
            "These staff",
            format!("{found}, each academy weighted by its headcount"),
        )
    }));
    let mixed = scale.at("mixed").filter(|mixed| !mixed.is_withheld());
    facts.extend(mixed.map(|mixed| {
        let text = match with_interval(mixed, "change", ["lower", "upper"]) {
            Some(found) => format!("{found}, each academy compared with itself"),
            None => format!("cannot be said: {}", mixed.why_not("change").unwrap_or_default()),
        };
        Fact::new("Within academies", text)
    }));
    facts
}

/// `+0.14 (0.07 to 0.21), ▲ clearly higher: from 4.31 to 4.45 over all who answered, 482 → 495 staff`
fn over_all(trust: &Record) -> String {
    if trust.value("mean_before").is_none() || trust.value("mean_after").is_none() {
        return "nobody answered enough of the items in one of the terms".to_owned();
    }
    let found = match with_interval(trust, "difference", ["lower", "upper"]) {
        None => format!("too few to say ({})", trust.why_not("lower").unwrap_or_default()),
        Some(found) => {
            let seen = could_have_seen(trust).map_or(String::new(), |seen| {
                let seen = number::text(seen, Kind::Score);
                format!(" (this survey could have seen a change of {seen})")
            });
            format!("{found}, {}{seen}", conclusion(trust))
        }
    };
    format!(
        "{found}: from {} to {} over all who answered, {} → {} staff",
        trust.shown_number("mean_before"),
        trust.shown_number("mean_after"),
        trust.shown_number("n_before"),
        trust.shown_number("n_after")
    )
}
