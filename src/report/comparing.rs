//! What may be compared, in words that are the same in every output.

use crate::disclosure::{Aggregation, AggregationVerdict, Allowed, Interval, PublishedScale, Undefined};
use crate::report::{Kind, number};

/// The note on tables of academies.
pub(crate) const ORDER_NOTE: &str = "Groups are listed in file order, not ranked. Whether intervals overlap does not decide whether \
                                     groups differ: `cte report` says who clearly differs from the rest of the trust.";

/// The same in a report, whose pages say it.
pub(crate) const ORDER_NOTE_OF_PAGES: &str = "Academies are listed in file order, not ranked. Whether intervals overlap does not decide \
                                              whether academies differ: each academy's page says whether it clearly differs from \
                                              the rest of the trust.";

/// The sentence where the figures that decide are withheld.
pub(crate) const WITHHELD: &str = "Do not compare academies: the figures that would allow it are withheld.";

/// The sentence where nobody else could be compared with.
const ALONE: &str = "There is one academy, so there is nothing to compare.";

/// The sentence where every academy is withheld.
const ALL_WITHHELD: &str = "Do not compare academies: none can be shown.";

/// May academies be compared? One sentence, from the verdict on aggregation. `pooled` withheld ones are combined into one group.
pub(crate) fn sentence(found: &Aggregation, pooled: usize) -> String {
    let verdict = &found.verdict;
    match verdict.allowed {
        Allowed::Unknown if is_one_group(found) && pooled > 1 => ALL_WITHHELD.to_owned(),
        Allowed::Unknown if is_one_group(found) => ALONE.to_owned(),
        Allowed::Yes => "Academies may be compared: they differ, and their averages are dependable.".to_owned(),
        Allowed::WithCare => format!("Compare academies with care: they differ, but {}.", doubt(verdict)),
        Allowed::No => format!(
            "Do not compare academies; report the trust's score: {}.",
            objection(verdict)
        ),
        Allowed::Unknown => format!(
            "Do not compare academies: whether they differ is unknown ({}).",
            why_not(verdict)
        ),
    }
}

/// The sentence on comparing academies on a scale.
pub(crate) fn of_scale(scale: &PublishedScale) -> String {
    let found = scale.aggregation.figures();
    found.map_or_else(|| WITHHELD.to_owned(), |found| sentence(found, scale.pooled))
}

/// True if all who have a score are in one group.
fn is_one_group(found: &Aggregation) -> bool {
    matches!(found.anova, Err(Undefined::TooFewGroups { found: 1, .. }))
}

/// The reason why academies may be compared with care only.
fn doubt(verdict: &AggregationVerdict) -> &'static str {
    match (verdict.figures, verdict.agreement) {
        (Some((.., icc2)), _) if icc2 < verdict.limits.yes() => "their averages are only fairly dependable",
        (_, None) => "it is unknown whether colleagues see things alike",
        _ => "colleagues agree no more than by chance",
    }
}

/// The reason why academies may not be compared.
fn objection(verdict: &AggregationVerdict) -> &'static str {
    match verdict.figures {
        Some((_, interval, _)) if interval.lower <= 0.0 => "the academies may not differ at all",
        _ => "the academies' averages are not dependable enough",
    }
}

fn why_not(verdict: &AggregationVerdict) -> &str {
    verdict.why_not.as_deref().unwrap_or("there are no figures")
}

/// The figures that decided the verdict, in words.
pub(crate) fn because(found: &Aggregation) -> String {
    let verdict = &found.verdict;
    if is_one_group(found) {
        return "there is one group of respondents, and differences need at least two".to_owned();
    }
    let Some((icc1, interval, icc2)) = verdict.figures else {
        return format!("it is unknown whether academies differ: {}", why_not(verdict));
    };
    let differ = if interval.lower > 0.0 {
        format!("academies differ: ICC(1) {} ({})", coefficient(icc1), limits(interval))
    } else if interval.upper < 0.0 {
        format!(
            "academies do not differ: ICC(1) {} ({}), less than chance alone gives",
            coefficient(icc1),
            limits(interval)
        )
    } else {
        format!(
            "academies may not differ at all: the interval of ICC(1), {}, includes 0",
            limits(interval)
        )
    };
    let dependable = if icc2 >= verdict.limits.yes() {
        format!("their averages are dependable: ICC(2) {}", coefficient(icc2))
    } else {
        format!(
            "their averages are not dependable enough: ICC(2) {} is below {}",
            coefficient(icc2),
            coefficient(verdict.limits.yes())
        )
    };
    let agreement = match verdict.agreement {
        Some(answer) if answer.median_r_star > answer.chance => format!(
            "colleagues agree more than chance: median r*wg(j) {} against {}",
            coefficient(answer.median_r_star),
            coefficient(answer.chance)
        ),
        Some(answer) => format!(
            "colleagues do not agree more than chance: median r*wg(j) {} against {}",
            coefficient(answer.median_r_star),
            coefficient(answer.chance)
        ),
        None => "no academy has enough answers to say whether colleagues agree".to_owned(),
    };
    format!("{differ}; {dependable}; {agreement}")
}

fn coefficient(value: f64) -> String {
    number::text(value, Kind::Coefficient)
}

fn limits(interval: Interval) -> String {
    number::range(interval.lower, interval.upper, Kind::Coefficient)
}
