//! The sentences about changes, of `cte compare` and of every other report that shows one.

use crate::disclosure::{Conclusion, Interval};
use crate::report::score::words::{interval_heading, withheld};
use crate::report::{Cell, Fact, Kind, Record, number, standardised};

/// A change with its interval, by the keys of both: `+0.32 (0.00 to 0.64)`
pub(crate) fn changed(node: &Record, key: &str, lower: &str, upper: &str) -> Option<String> {
    let [lower, upper] = node.limits(lower, upper)?;
    node.value(key)?;
    let difference = node.shown_number(key);
    Some(if upper > lower {
        format!("{difference} ({})", number::change_range(lower, upper))
    } else {
        format!("{difference}, exactly: everyone answered both times")
    })
}

/// The conclusion that the interval of a difference gives by itself; `None` without an interval.
pub(crate) fn by_interval(node: &Record) -> Option<Conclusion> {
    let [lower, upper] = node.limits("lower", "upper")?;
    Some(Conclusion::of(&Interval::new(lower, upper)))
}

/// The conclusion about a change; `None` if there is no change.
pub(crate) fn conclusion(change: &Record) -> Option<Conclusion> {
    let (name, because) = (change.text("says")?, change.text("because"));
    Conclusion::ALL
        .into_iter()
        .find(|conclusion| conclusion.name() == name && conclusion.because() == because)
}

/// The conclusion about a change in words.
pub(crate) fn said(change: &Record) -> Option<&'static str> {
    conclusion(change).map(Conclusion::words)
}

/// True if a change has this conclusion.
pub(crate) fn concludes(change: &Record, wanted: Conclusion) -> bool {
    conclusion(change) == Some(wanted)
}

/// The smallest change that the survey could detect, if it found no clear one.
pub(crate) fn detectable(change: &Record) -> Option<String> {
    let unclear = concludes(change, Conclusion::NoClearChange);
    (unclear && change.value("smallest_clear_change").is_some()).then(|| change.shown_number("smallest_clear_change"))
}

/// True if the interval excludes 0 and the interval widened for all groups does not.
pub(crate) fn is_one_of_many(change: &Record) -> bool {
    let clear_by_itself = by_interval(change).is_some_and(|own| own != Conclusion::NoClearChange);
    concludes(change, Conclusion::NoClearChange) && clear_by_itself
}

/// The most academies that are compared at once on one of these scales.
pub(crate) fn compared<'r>(scales: impl IntoIterator<Item = &'r Record>) -> usize {
    let tested = |academy: &&Record| conclusion(academy).is_some_and(|found| found.because().is_none());
    let counts = scales.into_iter();
    let counts = counts.map(|scale| scale.each("academies").iter().filter(tested).count());
    counts.max().unwrap_or(0)
}

/// True if a change has a second interval, of just the staff whom the headcounts count.
pub(crate) fn counts_staff(change: &Record) -> bool {
    change.text("says").is_some() && change.cell("these_staff_lower") != Cell::Blank
}

/// Two numbers, before and after; the only one if there is only one.
pub(crate) fn before_and_after(node: &Record, key: &str) -> String {
    let [before, after] = ["before", "after"].map(|when| node.shown_number(&format!("{key}_{when}")));
    match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{before} → {after}"),
        _ => before + &after,
    }
}

/// The change of the trust on a scale, what of it comes of who answered, and the change of standardised scores.
pub(crate) fn facts(scale: &Record, step: f64, min_group: u64) -> Vec<Fact> {
    let mut facts = Vec::new();
    let rule = scale.at("trust").and_then(|trust| withheld(trust, min_group));
    facts.extend(rule.map(|text| Fact::new("The trust", text)));
    if let Some(change) = scale.open("trust") {
        facts.push(Fact::new("The trust", trust(change, step)));
        facts.extend(mix(change).map(|text| Fact::new("The mix", text)));
        let found = change.at("standardised");
        facts.extend(found.map(|found| Fact::new(standardised::HEADING, standardised(found, min_group))));
    }
    facts
}

fn trust(change: &Record, step: f64) -> String {
    if change.limits("mean_before", "mean_after").is_none() {
        return "nobody answered enough of the items in one of the terms".to_owned();
    }
    let means = before_and_after(change, "mean");
    let rates = match change.limits("response_rate_before", "response_rate_after") {
        Some(_) => format!(", {} of all", before_and_after(change, "response_rate")),
        None => String::new(),
    };
    let staff = format!("{} staff{rates}", before_and_after(change, "n"));
    let says = said(change).unwrap_or_default();
    let Some(found) = changed(change, "difference", "lower", "upper") else {
        let reason = change.why_not("lower").unwrap_or_default();
        return match change.value("difference") {
            Some(value) => format!(
                "{means}, {} (no interval: {reason}) · {says} · {staff}",
                number::change(value)
            ),
            None => format!("{means} · {says}: {reason} · {staff}"),
        };
    };
    let seen = detectable(change).map(|seen| format!(" (this survey could detect a change of {seen})"));
    let people = change
        .value("difference")
        .and_then(|difference| in_people(difference, step));
    let people = people.map(|people| format!(" · {people}"));
    format!(
        "{means}, {found} · {says}{}{} · {staff}",
        seen.unwrap_or_default(),
        people.unwrap_or_default()
    )
}

/// The part of the difference between the trust's two scores that comes of who answered, if there is any.
pub(crate) fn mix(change: &Record) -> Option<String> {
    let mix = change.value("mix")?;
    let [before, after] = change.limits("mean_before", "mean_after")?;
    let shown = number::change(mix);
    (!number::is_nought(mix)).then(|| {
        format!(
            "the two scores differ by {}; {shown} of that is not a change of mind: other people answered, or joined or left",
            number::change(after - before)
        )
    })
}

/// What a change of a score means in people: `about as if one in nine staff had moved one step up`. A step is from one answer to
/// the next on every item, so many score units. `None` if the change is too small to say.
pub(crate) fn in_people(difference: f64, step: f64) -> Option<String> {
    const SMALLEST: f64 = 0.005;
    const NEARLY_ALL: f64 = 0.95;
    const FEWER_THAN_HALF: f64 = 0.4;
    let share = (difference / step).abs();
    let way = if difference > 0.0 { "up" } else { "down" };
    if share < SMALLEST {
        return None;
    }
    if share >= NEARLY_ALL {
        let steps = number::text(share, Kind::Statistic);
        return Some(if (share - 1.0).abs() < 1.0 - NEARLY_ALL {
            format!("about as if all staff had moved one step {way}")
        } else {
            format!("about as if all staff had moved {steps} steps {way}")
        });
    }
    let who = if share > FEWER_THAN_HALF {
        format!("{} in ten staff", number::in_words(10.0 * share))
    } else {
        format!("one in {} staff", number::in_words(1.0 / share))
    };
    Some(format!("about as if {who} had moved one step {way}"))
}

fn standardised(change: &Record, min_group: u64) -> String {
    if change.is_withheld() {
        return standardised::withheld_text(min_group);
    }
    let mean = |key: &str| match change.value(key) {
        Some(_) => change.shown_number(key),
        None => "–".to_owned(),
    };
    let difference = standardised::with_interval(change, "difference");
    format!("{} → {}, {difference}", mean("mean_before"), mean("mean_after"))
}

/// The rule by which a change is called clear if `compared` academies are compared at once.
pub(crate) fn clearly(compared: usize, level: f64) -> String {
    let widened = match compared {
        0 | 1 => String::new(),
        _ => format!(", even when widened for the {compared} compared at once (Bonferroni)"),
    };
    format!(
        "Clearly higher or lower: the {} excludes 0{widened}. If nothing had changed, {} of 100 surveys would show no clear \
         change on a scale.",
        interval_heading(level),
        number::text(100.0 * level, Kind::Percent)
    )
}

/// The number in brackets behind a conclusion.
pub(crate) const BRACKETS: &str =
    "In brackets: the smallest change that a survey of this size would detect in 80 of 100 cases.";

/// Added if an interval excludes 0 by itself, but not when it is widened.
pub(crate) const ONE_OF_MANY: &str = "If an interval excludes 0 by itself but not when widened, that may be chance: among many \
     academies, some intervals do.";

/// The meaning of the column of probabilities.
pub(crate) const ROSE: &str = "Rose (where the table has room for it): the probability, by the mixed model, that the academy's true \
     score rose.";

/// Where the other estimates of a change stand.
pub(crate) const OTHER_ESTIMATES: &str = "Other estimates answer other questions: the change of just the staff in the headcounts, \
     all who answered taken together, and the mixed model. They are in the JSON and the workbook; `cte compare --explain` says which \
     question each answers.";

/// The question that each of two intervals in a table answers.
pub(crate) const TWO_QUESTIONS: &str = "Two intervals answer two questions. The first asks whether staff like these feel \
     differently, beyond who happened to work here and to answer. The one of these staff asks only whether the people counted in \
     the headcounts do, so it narrows as more of them answer.";

/// The question that each interval answers if scores and changes are in one table.
pub(crate) const TWO_QUESTIONS_OF_A_TREND: &str = "Intervals of scores are about these staff in these terms; those of changes, and \
     the conclusions, are about staff like these.";

/// The limit of a comparison of anonymous terms.
pub(crate) const NOT_LINKED: &str = "People are not linked between terms: if other people answer, a change of staff can look like \
     a change of mind.";

/// The order of the groups.
pub(crate) const ORDER: &str = "Groups are listed in the order of the trust file or of the responses, not ranked.";

/// The reason why some groups are not shown.
pub(crate) fn withheld_note(min_group: u64) -> String {
    format!(
        "Withheld: fewer than {min_group} answered there in one of the terms, or the figures would disclose such a group. The \
         mixed model combines the withheld academies into one group."
    )
}

#[cfg(test)]
mod tests {
    use super::in_people;

    #[test]
    fn a_change_is_told_as_a_share_of_staff_who_moved_one_step() {
        let told = |difference: f64, step: f64| in_people(difference, step).unwrap_or_default();
        assert_eq!(told(0.11, 1.0), "about as if one in nine staff had moved one step up");
        assert_eq!(told(-0.04, 1.0), "about as if one in 25 staff had moved one step down");
        assert_eq!(told(6.0, 10.0), "about as if six in ten staff had moved one step up");
        assert_eq!(told(-1.0, 1.0), "about as if all staff had moved one step down");
        assert_eq!(told(2.5, 1.0), "about as if all staff had moved 2.5 steps up");
        assert_eq!(told(0.004, 1.0), "");
    }
}
