//! The sentences about changes, of `cte compare` and of every other report that shows one.

use crate::disclosure::{Conclusion, Interval};
use crate::report::score::words::{interval_heading, withheld};
use crate::report::{Cell, Fact, Kind, Record, number, standardised};

/// A change with its interval, by the keys of both: `+0.32 (0.00 to 0.64)`
pub(crate) fn changed(node: &Record, key: &str, lower: &str, upper: &str) -> Option<String> {
    let [lower, upper] = node.limits(lower, upper)?;
    let difference = number::change(node.value(key)?);
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

/// True if a change has this conclusion.
pub(crate) fn concludes(change: &Record, conclusion: Conclusion) -> bool {
    change.text("says") == Some(conclusion.words())
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
    let tested = |academy: &&Record| by_interval(academy).is_some();
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

/// The change on a scale: of the trust over all who answered, of just these staff, standardised, and within academies.
pub(crate) fn facts(scale: &Record, min_group: u64) -> Vec<Fact> {
    let mut facts = Vec::new();
    let rule = scale.at("trust").and_then(|trust| withheld(trust, min_group));
    facts.extend(rule.map(|text| Fact::new("The trust", text)));
    if let Some(change) = scale.open("trust") {
        facts.push(Fact::new("The trust", trust(change)));
        facts.extend(these_staff(change).map(|text| Fact::new("These staff", text)));
        let found = change.at("standardised");
        facts.extend(found.map(|found| Fact::new(standardised::HEADING, standardised(found, min_group))));
    }
    facts.extend(scale.open("mixed").map(|mixed| Fact::new("Within", within(mixed))));
    facts
}

fn trust(change: &Record) -> String {
    if change.limits("mean_before", "mean_after").is_none() {
        return "nobody answered enough of the items in one of the terms".to_owned();
    }
    let means = before_and_after(change, "mean");
    let rates = match change.limits("response_rate_before", "response_rate_after") {
        Some(_) => format!(", {} of all", before_and_after(change, "response_rate")),
        None => String::new(),
    };
    let staff = format!("{} staff{rates}", before_and_after(change, "n"));
    let Some(found) = changed(change, "difference", "lower", "upper") else {
        let reason = change.why_not("lower").unwrap_or_default();
        return format!("{means} · {staff} · too few to say: {reason}");
    };
    let says = change.text("says").unwrap_or_default();
    let seen = detectable(change).map(|seen| format!(" (this survey could detect a change of {seen})"));
    format!("{means}, {found} · {says}{} · {staff}", seen.unwrap_or_default())
}

fn these_staff(change: &Record) -> Option<String> {
    let keys = ["difference", "lower", "upper"].map(|key| format!("these_staff_{key}"));
    let found = changed(change, &keys[0], &keys[1], &keys[2])?;
    Some(format!(
        "{found}, of just the staff in the headcounts, each academy weighted by its headcount"
    ))
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

fn within(mixed: &Record) -> String {
    let Some(found) = changed(mixed, "change", "lower", "upper") else {
        return format!("unknown: {}", mixed.why_not("change").unwrap_or_default());
    };
    format!(
        "{found}, each academy compared with itself (mixed model); {}",
        differ(mixed)
    )
}

/// How much academies differ in their change.
fn differ(mixed: &Record) -> String {
    if let Some(reason) = mixed.why_not("random_slope") {
        return format!("whether academies differ in their change is unknown: {reason}");
    }
    let sd = mixed.value("random_slope.var_change").unwrap_or_default().sqrt();
    if sd < 0.005 {
        return "the academies' changes do not differ beyond chance (a singular fit)".to_owned();
    }
    let spread = number::text(sd, Kind::Score);
    let singular = if mixed.cell("random_slope.singular") == Cell::Flag(true) {
        ", only a hint because the fit is singular"
    } else {
        ""
    };
    // The random intercept is about these academies, the random slope about academies that change as differently.
    let slope = mixed.at("random_slope");
    let beyond = slope.and_then(|slope| changed(slope, "change", "lower", "upper"));
    format!(
        "true changes of academies differ by about {spread} (SD{singular}); taking that into account, the change of academies \
         like these is {}",
        beyond.unwrap_or_default()
    )
}

/// The rule by which a change is called clear if `compared` academies are compared at once.
pub(crate) fn clearly(compared: usize, level: f64) -> String {
    let widened = match compared {
        1 => String::new(),
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
pub(crate) const ROSE: &str = "Rose: the probability, by the mixed model, that the academy's true score rose.";

/// The question that each of two intervals answers.
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
