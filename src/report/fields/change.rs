//! The change of a group, or of the trust, from one term to another.

use crate::disclosure::{
    Change, ChangeInMeans, GroupChange, Interval, ItemChange, OwnChange, TermScore, TrustChange, Undefined, WhichTerm,
};
use crate::report::fields::score::weights;
use crate::report::{Kind, Record};

/// The figures of a change that a trend shows; `cte compare` shows all.
pub(crate) const CHANGE_IN_TREND: [&str; 12] = [
    "difference",
    "lower",
    "upper",
    "p_holm",
    "p_bh",
    "hedges_g",
    "lower_simultaneous",
    "upper_simultaneous",
    "smallest_clear_change",
    "says",
    "because",
    "mix",
];

/// The change of a group, or its score in the only term in which it has answers.
pub(crate) fn group_change(found: &GroupChange) -> Record {
    match found {
        GroupChange::Both { change: found, own } => change(found, own.as_ref()),
        GroupChange::Only { when, score } => score_in_one_term(*when, score),
    }
}

fn score_in_one_term(when: WhichTerm, score: &TermScore) -> Record {
    let (n, mean) = match when {
        WhichTerm::Before => ("n_before", "mean_before"),
        WhichTerm::After => ("n_after", "mean_after"),
    };
    Record::object()
        .with("only", when.name())
        .figure(n, score.n)
        .figure_to(mean, score.mean, score.unit)
}

/// The trust's change; the comparison of all respondents stands beside it.
pub(crate) fn trust_change(found: &TrustChange) -> Record {
    let pooled = &found.pooled;
    let (welch, effect) = (pooled.welch.as_ref(), pooled.effect.as_ref());
    let pooled = Record::object()
        .figure("difference", welch.map(|found| found.difference))
        .interval(welch.map(|found| found.interval), Kind::Score)
        .figure("t", welch.map(|found| found.t))
        .figure("df", welch.map(|found| found.df))
        .figure("p", welch.map(|found| found.p))
        .figure("cohen_d", effect.map(|found| found.cohen_d))
        .figure("hedges_g", effect.map(|found| found.hedges_g))
        .figure("d_lower", effect.map(|found| found.interval.lower))
        .figure("d_upper", effect.map(|found| found.interval.upper))
        .figure("cliffs_delta", &pooled.cliffs_delta);
    change(&found.change, None)
        .figure("mix", found.mix)
        .with("weights", weights(found.weighting))
        .with("pooled", pooled)
}

/// The change of the answers to an item; only the reason where it was not answered in both terms.
pub(crate) fn item_change(found: Option<&ItemChange>) -> Record {
    let Some(found) = found else {
        return Record::object().with("because", "nobody answered it in one of the terms, or it was not asked");
    };
    let (before, after) = (&found.before, &found.after);
    let test = found.test.as_ref();
    let wide = found.simultaneous.as_ref();
    both_terms(before, after, found.difference, test.map(|found| found.interval))
        .figure("p", test.map(|found| found.p))
        .figure("lower_simultaneous", wide.map(|found| found.lower))
        .figure("upper_simultaneous", wide.map(|found| found.upper))
        .with("says", found.conclusion.name())
        .with_some("because", found.conclusion.because())
}

/// Both terms' numbers and means, and their difference with its interval.
fn both_terms(
    before: &TermScore,
    after: &TermScore,
    difference: Option<f64>,
    interval: Result<Interval, &Undefined>,
) -> Record {
    Record::object()
        .figure("n_before", before.n)
        .figure("n_after", after.n)
        .figure_to("mean_before", before.mean, before.unit)
        .figure_to("mean_after", after.mean, after.unit)
        .figure_to("difference", difference, after.unit)
        .interval(interval, Kind::Score)
}

/// A change; `own` is the academy's own change by the mixed model.
pub(crate) fn change(found: &Change, own: Option<&Result<OwnChange, Undefined>>) -> Record {
    let (before, after) = (&found.before, &found.after);
    let test = found.test.as_ref();
    let effect = found.effect.as_ref();
    let wide = found.simultaneous.as_ref();
    let these = found.these_staff.as_ref().map(Result::as_ref);
    let of_these = |part: fn(&ChangeInMeans) -> f64| these.map(|these| these.map(part));
    let own = own.map(Result::as_ref);
    let of_own = |part: fn(&OwnChange) -> f64| own.map(|own| own.map(part));
    both_terms(before, after, found.difference, test.map(|found| found.interval))
        .figure("t", test.map(|found| found.t))
        .figure("df", test.map(|found| found.df))
        .figure("p", test.map(|found| found.p))
        .figure("p_holm", found.p_holm)
        .figure("p_bh", found.p_bh)
        .figure("cohen_d", effect.map(|found| found.cohen_d))
        .figure("hedges_g", effect.map(|found| found.hedges_g))
        .figure("d_lower", effect.map(|found| found.interval.lower))
        .figure("d_upper", effect.map(|found| found.interval.upper))
        .figure("cliffs_delta", &found.cliffs_delta)
        .figure("smallest_visible_change", &found.smallest_visible)
        .number("se", test.map(|found| found.se), Kind::Score)
        .figure("lower_simultaneous", wide.map(|found| found.lower))
        .figure("upper_simultaneous", wide.map(|found| found.upper))
        .figure("smallest_clear_change", &found.smallest_clear)
        .with("says", found.conclusion.name())
        .with_some("because", found.conclusion.because())
        .figure("these_staff_difference", of_these(|found| found.difference))
        .figure("these_staff_se", of_these(|found| found.se))
        .figure("these_staff_lower", of_these(|found| found.interval.lower))
        .figure("these_staff_upper", of_these(|found| found.interval.upper))
        .figure("own_change", of_own(|found| found.change))
        .figure("own_change_se", of_own(|found| found.se))
        .figure("probability_rose", of_own(|found| found.probability_rose))
        .figure("own_change_plugin", of_own(|found| found.change_plugin))
        .figure("own_change_se_plugin", of_own(|found| found.se_plugin))
        .figure("probability_rose_plugin", of_own(|found| found.probability_rose_plugin))
        .figure("headcount_before", before.headcount)
        .figure("headcount_after", after.headcount)
        .figure("response_rate_before", before.response_rate)
        .figure("response_rate_after", after.response_rate)
}
