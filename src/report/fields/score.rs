//! The score of a group, and the score of the trust.

use crate::disclosure::{
    GroupFigures, Interval, ItemsAsked, Population, Proportion, TrustFigures, TrustScore, Undefined, Weighting,
};
use crate::report::{Cell, Kind, Record};

/// The score of a group.
pub(crate) fn group_score(found: &GroupFigures) -> Record {
    let interval = found.interval.as_ref();
    let shrunken = found.shrunken.as_ref();
    let pomp = found.pomp_limits.as_ref();
    let population = interval.ok().map(|interval| match interval.population {
        Population::Unknown => "unknown",
        Population::Finite { .. } => "finite",
        Population::Everyone => EVERYONE,
        Population::Stale { .. } => "stale headcount",
    });
    mean(found.n, found.mean, found.unit, &found.sd)
        .and(precision(interval.map(|interval| (interval.se, interval.interval))))
        .figure("pomp", &defined(found.pomp, found.n))
        .figure("pomp_lower", pomp.map(|limits| limits.lower))
        .figure("pomp_upper", pomp.map(|limits| limits.upper))
        .and(favourable(found.percent_favourable, &found.favourable_limits))
        .figure("headcount", found.headcount)
        .figure("response_rate", found.response_rate)
        .figure("shrunken_mean", shrunken.map(|shrunken| shrunken.mean))
        .figure("shrunken_se", shrunken.map(|shrunken| shrunken.se))
        .figure("shrunken_se_plugin", shrunken.map(|shrunken| shrunken.se_plugin))
        .with_some("population", population)
        .and(items_asked(&found.items))
}

/// The number of items that a group was asked, and the ids of the others; nothing if it was asked all items.
fn items_asked(found: &ItemsAsked) -> Record {
    if found.not_asked.is_empty() {
        return Record::object();
    }
    Record::object()
        .figure("items_asked", found.asked as u64)
        .with_list("not_asked", found.not_asked.iter().map(String::as_str))
}

/// The percentage of favourable answers with its limits.
fn favourable(percent: Option<Proportion>, limits: &Result<Interval, Undefined>) -> Record {
    let limits = limits.as_ref();
    Record::object()
        .figure("percent_favourable", percent)
        .figure("favourable_lower", limits.map(|limits| limits.lower))
        .figure("favourable_upper", limits.map(|limits| limits.upper))
}

/// The score of the trust, or of several academies together.
pub(crate) fn trust_score(found: &TrustFigures) -> Record {
    let interval = found.interval.as_ref();
    let everyone = interval.is_ok_and(|interval| interval.everyone);
    mean(found.n, found.mean, found.unit, &found.sd)
        .and(precision(interval.map(|interval| (interval.se, interval.interval))))
        .figure_to("mean_of_academies", found.mean_of_academies, found.unit)
        .figure("pomp", &defined(found.pomp, found.n))
        .and(favourable(found.percent_favourable, &found.favourable_limits))
        .figure("headcount", found.headcount)
        .figure("response_rate", found.response_rate)
        .figure_to("mean_of_persons", found.mean_of_persons, found.unit)
        .with("weights", weights(found.weights))
        .with_some("df", interval.ok().map(|interval| Cell::count(interval.df)))
        .with_some("population", everyone.then_some(EVERYONE))
}

/// The weights of academies.
pub(crate) fn weights(found: Weighting) -> &'static str {
    match found {
        Weighting::Respondents => "respondents",
        Weighting::Headcounts => "headcounts",
    }
}

/// The score of the trust without some respondents, of which less is shown.
pub(crate) fn trust_score_without(found: &TrustScore) -> Record {
    Record::object()
        .figure("n", found.n)
        .figure("mean_of_persons", found.mean)
        .figure("sd", &found.sd)
}

/// The `population` of a score whose interval has no width, because everybody answered.
pub(crate) const EVERYONE: &str = "everyone answered";

fn mean(n: u64, mean: Option<f64>, unit: f64, sd: &Result<f64, Undefined>) -> Record {
    Record::object()
        .figure("n", n)
        .figure_to("mean", &defined(mean, n), unit)
        .figure("sd", sd)
}

fn precision(found: Result<(f64, Interval), &Undefined>) -> Record {
    Record::object()
        .number("se", found.map(|(se, _)| se), Kind::Score)
        .interval(found.map(|(_, interval)| interval), Kind::Score)
}

/// A figure that needs a person, or the reason why it is undefined.
fn defined(value: Option<f64>, found: u64) -> Result<f64, Undefined> {
    value.ok_or(Undefined::TooFewPersons { found, needed: 1 })
}
