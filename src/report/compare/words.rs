//! The sentences of `cte compare`.

use crate::disclosure::{Conclusion, Interval};
use crate::report::{Cell, Kind, Record, number, standardised};

/// `+0.32 (0.00 to 0.64)`
pub(crate) fn with_interval(difference: f64, interval: Interval) -> String {
    let range = number::change_range(interval.lower, interval.upper);
    if interval.upper > interval.lower {
        format!("{} ({range})", number::change(difference))
    } else {
        format!("{}, exactly: everyone answered both times", number::change(difference))
    }
}

/// A change with its interval, by the key of the change.
pub(crate) fn changed(node: &Record, key: &str, lower: &str, upper: &str) -> Option<String> {
    let [lower, upper] = node.limits(lower, upper)?;
    Some(with_interval(node.value(key)?, Interval { lower, upper }))
}

/// True for a change that has a test.
pub(crate) fn is_tested(change: &Record) -> bool {
    change.value("lower").is_some()
}

/// The change that the survey could have seen, where none is clear.
pub(crate) fn could_have_seen(change: &Record) -> Option<String> {
    let unclear = change.text("says") == Some(Conclusion::NoClearChange.words());
    (unclear && change.value("smallest_clear_change").is_some()).then(|| change.shown_number("smallest_clear_change"))
}

/// True if the interval leaves out 0 and the interval widened for all groups does not.
pub(crate) fn is_one_of_many(change: &Record) -> bool {
    let unclear = change.text("says") == Some(Conclusion::NoClearChange.words());
    let own = change.limits("lower", "upper");
    let own = own.map(|[lower, upper]| Conclusion::of(&Interval { lower, upper }));
    unclear && own.is_some_and(|own| own != Conclusion::NoClearChange)
}

/// The conclusion, with the change that could have been seen.
pub(crate) fn says(change: &Record) -> String {
    if let Some(term) = change.text("only") {
        return format!("only {term}");
    }
    let says = change.text("says").unwrap_or_default();
    match could_have_seen(change) {
        Some(seen) => format!("{says} ({seen})"),
        None => says.to_owned(),
    }
}

/// The change of the trust over all persons.
pub(crate) fn trust(change: &Record) -> String {
    if change.limits("mean_before", "mean_after").is_none() {
        return "nobody answered enough of the items in one of the terms".to_owned();
    }
    let from_to =
        |before: &str, after: &str| format!("{} → {}", change.shown_number(before), change.shown_number(after));
    let means = from_to("mean_before", "mean_after");
    let staff = format!("{} staff", from_to("n_before", "n_after"));
    let rates = match change.limits("response_rate_before", "response_rate_after") {
        Some(_) => format!(", {} of all", from_to("response_rate_before", "response_rate_after")),
        None => String::new(),
    };
    let Some(found) = changed(change, "difference", "lower", "upper") else {
        let reason = change.why_not("lower").unwrap_or_default();
        return format!("{means} · {staff}{rates} · too few to say: {reason}");
    };
    let says = change.text("says").unwrap_or_default();
    let seen = could_have_seen(change).map(|seen| format!(" (this survey could have seen a change of {seen})"));
    format!("{means}, {found} · {says}{} · {staff}{rates}", seen.unwrap_or_default())
}

/// The change of just these staff.
pub(crate) fn these_staff(change: &Record) -> Option<String> {
    let found = changed(
        change,
        "these_staff_difference",
        "these_staff_lower",
        "these_staff_upper",
    )?;
    Some(format!(
        "{found}, the change of just the staff whom the headcounts count, weighted by them"
    ))
}

/// The trust's standardised change.
pub(crate) fn standardised(change: &Record, min_group: u64) -> String {
    if change.is_withheld() {
        return standardised::withheld_text(min_group);
    }
    let mean = |key: &str| match change.value(key) {
        Some(_) => change.shown_number(key),
        None => "–".to_owned(),
    };
    format!(
        "{} → {}, {}",
        mean("mean_before"),
        mean("mean_after"),
        standardised::difference_text(change)
    )
}

/// The mixed model, in a sentence.
pub(crate) fn within(mixed: &Record) -> String {
    let Some(found) = changed(mixed, "change", "lower", "upper") else {
        return format!("cannot be said: {}", mixed.why_not("change").unwrap_or_default());
    };
    format!("{found}, each academy against itself (mixed model); {}", differ(mixed))
}

/// How much academies differ in their change.
fn differ(mixed: &Record) -> String {
    if let Some(reason) = mixed.why_not("random_slope") {
        return format!("whether academies differ in their change cannot be said: {reason}");
    }
    let sd = mixed.value("random_slope.var_change").unwrap_or_default().sqrt();
    if sd < 0.005 {
        return "the academies' changes do not differ beyond chance (a singular fit)".to_owned();
    }
    let spread = number::text(sd, Kind::Score);
    let singular = if mixed.cell("random_slope.singular") == Cell::Flag(true) {
        ", a singular fit: read it as a hint"
    } else {
        ""
    };
    // The random intercept speaks of these academies, the random slope of academies that change as differently.
    let beyond = mixed
        .at("random_slope")
        .and_then(|slope| changed(slope, "change", "lower", "upper"));
    format!(
        "true changes of academies differ by about {spread} (SD{singular}); with that, for academies such as these it is {}",
        beyond.unwrap_or_default()
    )
}

/// How the words come about, where `compared` groups are compared at once.
pub(crate) fn clearly(compared: usize, level: f64) -> String {
    let level = number::text(100.0 * level, Kind::Percent);
    let among = if compared == 1 {
        "the interval stays on one side of 0".to_owned()
    } else {
        format!(
            "the interval stays on one side of 0 even when widened for the {compared} compared at once (Bonferroni)"
        )
    };
    format!(
        "Clearly higher or lower: {among}, so that on each scale chance alone would call none so in {level} of 100 surveys."
    )
}

/// What stands in brackets behind the words.
pub(crate) const BRACKETS: &str = "In brackets: the change that the survey could have seen, which is the true change that would \
     have been called clear in 80 of 100.";

/// Said where an interval leaves out 0 and the words do not follow it.
pub(crate) const ONE_OF_MANY: &str = "An interval that leaves out 0 by itself and not when widened is what chance brings where \
     many are looked at.";

/// What the column of probabilities is.
pub(crate) const ROSE: &str =
    "Rose, where there is room for it: how probable it is, by the mixed model, that the academy's true score rose.";

/// Which question each interval answers.
pub(crate) const TWO_QUESTIONS: &str = "Two intervals, two questions: the one shown asks whether staff such as these feel \
     differently, beyond who happened to be there and to answer; the one of these staff asks only whether the people counted \
     in the headcounts do, so that it narrows as more of them answer.";

/// The same where scores stand beside changes.
pub(crate) const TWO_QUESTIONS_OF_A_TREND: &str = "Intervals of scores are of these staff, in these terms; those of changes, and \
     the words, ask whether staff such as these feel differently.";

/// What anonymous terms cannot say.
pub(crate) const NOT_LINKED: &str = "Nobody is linked between terms here: where other people answer, a changed staff can \
     look like a change of mind.";

/// What the order of the groups means.
pub(crate) const ORDER: &str = "Groups stand in the order of the trust file, or of the responses, not ranked.";

/// Why some groups are not shown.
pub(crate) fn withheld(min_group: u64) -> String {
    format!(
        "Withheld: fewer than {min_group} answered there in one of the terms, or the figures would give such a group back in one \
         of them. In the mixed model the withheld ones count as one."
    )
}
