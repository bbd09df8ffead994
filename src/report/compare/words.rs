//! The sentences of `cte compare`.

use crate::disclosure::{Change, Conclusion, Interval, MixedChanges};
use crate::report::{Kind, number};

/// `+0.32 (0.00 to 0.64)`
pub(crate) fn with_interval(difference: f64, interval: Interval) -> String {
    let range = number::change_range(interval.lower, interval.upper);
    if interval.upper > interval.lower {
        format!("{} ({range})", number::change(difference))
    } else {
        format!("{}, exactly: everyone answered both times", number::change(difference))
    }
}

/// What may be said, with the change that could have been seen.
pub(crate) fn says(change: &Change) -> String {
    match (change.conclusion, &change.smallest_clear) {
        (Conclusion::NoClearChange, Ok(seen)) => {
            format!("{} ({})", change.conclusion.words(), number::text(*seen, Kind::Score))
        }
        (says, _) => says.words().to_owned(),
    }
}

/// The trust over all persons.
pub(crate) fn trust(change: &Change) -> String {
    let (Some(before), Some(after)) = (change.before.mean, change.after.mean) else {
        return "nobody answered enough of the items in one of the terms".to_owned();
    };
    let means = format!(
        "{} → {}",
        number::text(before, Kind::Score),
        number::text(after, Kind::Score)
    );
    let staff = format!("{} → {} staff", change.before.n, change.after.n);
    let rates = match (change.before.response_rate, change.after.response_rate) {
        (Some(before), Some(after)) => format!(", {} → {} of all", number::percent(before), number::percent(after)),
        _ => String::new(),
    };
    let found = match &change.welch {
        Err(reason) => return format!("{means} · {staff}{rates} · too few to say: {reason}"),
        Ok(found) => with_interval(found.difference, found.interval),
    };
    let says = match (change.conclusion, &change.smallest_clear) {
        (Conclusion::NoClearChange, Ok(seen)) => format!(
            "{} (this survey could have seen a change of {})",
            change.conclusion.words(),
            number::text(*seen, Kind::Score)
        ),
        (says, _) => says.words().to_owned(),
    };
    format!("{means}, {found} · {says} · {staff}{rates}")
}

/// The change of just these staff.
pub(crate) fn these_staff(change: &Change) -> Option<String> {
    let found = change.these_staff.as_ref()?.as_ref().ok()?;
    Some(format!(
        "{}, the change of just the staff whom the headcounts count, weighted by them",
        with_interval(found.difference, found.interval)
    ))
}

/// The mixed model, in a sentence.
pub(crate) fn within(mixed: &MixedChanges) -> String {
    let intercept = match &mixed.intercept {
        Err(reason) => return format!("cannot be said: {reason}"),
        Ok(found) => found,
    };
    let found = with_interval(intercept.change, intercept.interval);
    let differ = match &mixed.slope {
        Err(reason) => format!("whether academies differ in their change cannot be said: {reason}"),
        Ok(slope) if slope.var_change.sqrt() < 0.005 => {
            "the academies' changes do not differ beyond chance (a singular fit)".to_owned()
        }
        Ok(slope) => {
            let spread = number::text(slope.var_change.sqrt(), Kind::Score);
            let singular = if slope.singular {
                ", a singular fit: read it as a hint"
            } else {
                ""
            };
            // The random intercept speaks of these academies, the random slope of academies that change as differently.
            let beyond = with_interval(slope.change, slope.interval);
            format!(
                "true changes of academies differ by about {spread} (SD{singular}); with that, for academies such as these it \
                 is {beyond}"
            )
        }
    };
    format!("{found}, each academy against itself (mixed model); {differ}")
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
