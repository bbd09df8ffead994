//! The sentences of `cte score`.

use crate::disclosure::{AggregationVerdict, Interval, Rule};
pub(crate) use crate::report::fields::EVERYONE;
use crate::report::record::WITHHELD;
use crate::report::{Cell, Kind, Record, number};

/// Lower limit of alpha from which group averages are commonly compared, and below which items are read one by one.
const COMPARE: f64 = 0.70;
const HANGS_TOGETHER: f64 = 0.50;
/// Above this lower limit of alpha, items suggest that they repeat each other.
const REDUNDANT: f64 = 0.95;

/// `4.24 (4.18 to 4.31) · 65 of 100 · 508 staff, 69 % of all`
pub(crate) fn trust(score: &Record) -> String {
    if score.value("mean").is_none() {
        return "no one answered enough items to have a score".to_owned();
    }
    let mut mean = score.shown_number("mean");
    if score.text("population") == Some(EVERYONE) {
        mean.push_str(" (everyone answered)");
    } else if let Some([lower, upper]) = score.limits("lower", "upper") {
        mean = format!("{mean} ({})", number::range(lower, upper, Kind::Score));
    }
    let mut parts = vec![mean];
    if score.value("pomp").is_some() {
        parts.push(format!("{} of 100", score.shown_number("pomp")));
    }
    parts.push(staff(score));
    if score.text("weights") == Some("headcounts") {
        parts.push("weighted by headcount".to_owned());
    }
    parts.join(" · ")
}

/// `508 staff, 69 % of all`
pub(crate) fn staff(score: &Record) -> String {
    let staff = format!("{} staff", score.shown_number("n"));
    match score.value("response_rate") {
        Some(_) => format!("{staff}, {} of all", score.shown_number("response_rate")),
        None => staff,
    }
}

/// The heading of intervals: `95 % interval`
pub(crate) fn interval_heading(level: f64) -> String {
    format!("{} % interval", number::text(100.0 * level, Kind::Percent))
}

/// The note where a stratum of one person is pooled.
pub(crate) const POOLED_NOTE: &str = "For the trust's interval, an academy with one person is combined with the academy nearest in \
                                      size, because a single score has no variance.";

/// Alpha and omega, and the comparisons that they allow.
pub(crate) fn reliable(reliability: &Record) -> String {
    if let Some(reason) = reliability.why_not("alpha") {
        return format!("unknown: {reason}.");
    }
    let limits = reliability.limits("alpha.lower", "alpha.upper");
    let shown = |limits: Option<[f64; 2]>| {
        limits.map_or(String::new(), |[lower, upper]| {
            format!(" ({})", number::range(lower, upper, Kind::Coefficient))
        })
    };
    let range = shown(limits);
    let omega = match reliability.why_not("omega_total") {
        Some(reason) => format!("no omega ({reason})"),
        None => format!(
            "omega {}{}",
            reliability.shown_number("omega_total"),
            shown(
                reliability
                    .limits("omega_total.lower", "omega_total.upper")
                    .filter(|[lower, upper]| {
                        // An improper omega may be beyond its range.
                        let value = reliability.value("omega_total").unwrap_or(f64::NAN);
                        (*lower..=*upper).contains(&value)
                    })
            )
        ),
    };
    let warnings = ["alpha.warning", "omega_total.warning"].map(|path| reliability.text(path));
    let warning = match warnings {
        [Some(of_alpha), Some(of_omega)] if of_alpha != of_omega => format!(" ({of_alpha}; {of_omega})"),
        [Some(warning), _] | [None, Some(warning)] => format!(" ({warning})"),
        [None, None] => String::new(),
    };
    let reading = match limits.map_or(f64::NEG_INFINITY, |[lower, _]| lower) {
        lower if lower >= COMPARE => "Good enough to compare academies; not to judge one person.",
        lower if lower >= HANGS_TOGETHER => {
            "Enough for the trust's average; compare academies with care, and never judge one person."
        }
        _ => "The items do not measure one thing reliably here. Look at them one by one; do not use the total score.",
    };
    format!(
        "alpha {}{range}, {omega}{warning}, {}. {reading}",
        reliability.shown_number("alpha"),
        rests_on(reliability)
    )
}

/// The people that alpha rests on: `from 395 staff who answered all 12 items`
fn rests_on(reliability: &Record) -> String {
    let (n, k) = (reliability.shown_number("alpha.n"), reliability.shown_number("alpha.k"));
    match reliability.text("alpha.missing") {
        Some("pairwise") => format!("from about {n} staff for each two of {k} items"),
        _ if k == "2" => format!("from {n} staff who answered both items"),
        _ => format!("from {n} staff who answered all {k} items"),
    }
}

/// The verdict on averaging answers, with the two figures that people know.
pub(crate) fn shared(aggregation: &Record) -> String {
    let undefined = aggregation.why_not("icc1").or_else(|| aggregation.why_not("icc2"));
    if let Some(reason) = undefined {
        return format!("unknown: {reason}.");
    }
    let figures = format!(
        "ICC(1) {}, ICC(2) {}",
        aggregation.shown_number("icc1"),
        aggregation.shown_number("icc2")
    );
    match aggregation.text("verdict") {
        Some("yes") => format!(
            "academies differ, and their averages are dependable: {figures}. Averaging staff answers to an academy score \
             is justified."
        ),
        Some("with care") => format!(
            "academies differ somewhat: {figures}. Averaging staff answers to an academy score is justified only with \
             care: {}.",
            aggregation.text("because").unwrap_or_default()
        ),
        _ => format!(
            "differences between academies are not dependable here: {figures}. Report the trust's score; do not compare \
             academies."
        ),
    }
}

/// The figures that decided the verdict, in words.
pub(crate) fn because(verdict: &AggregationVerdict) -> String {
    let Some((icc1, interval, icc2)) = verdict.figures else {
        return format!(
            "it is unknown whether academies differ: {}",
            verdict.why_not.as_deref().unwrap_or("there are no figures")
        );
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

/// The uses that the reliability of a scale allows, from its alpha and aggregation.
pub(crate) fn allows(alpha: &Record, aggregation: Option<&Record>) -> String {
    if let Cell::Undefined(reason) = alpha.as_cell() {
        return format!("the uses of the scale are unknown: {reason}.");
    }
    let Some([lower, upper]) = alpha.limits("lower", "upper") else {
        return "the precision of alpha is unknown, so do not rely on the score alone.".to_owned();
    };
    let range = number::range(lower, upper, Kind::Coefficient);
    if lower < HANGS_TOGETHER {
        return format!(
            "read the items one by one: with alpha {range} they may not measure one thing here. Do not \
             compare or judge anyone by the score."
        );
    }
    let academies = match aggregation.and_then(|found| found.text("verdict")) {
        Some("yes") => "comparing academies, and following one over time as long as its interval is read with it",
        Some("with care") => {
            "following the trust over time, and comparing academies with care: only where intervals lie clearly apart"
        }
        _ => "following the trust over time; not comparing its academies, whose differences are not dependable here",
    };
    let redundant = if lower > REDUNDANT {
        " Alpha this high suggests that some items repeat each other."
    } else {
        ""
    };
    let persons = "; never judging one person";
    format!("{academies}{persons} (alpha {range}).{redundant}")
}

/// The reason why a part of a scale is withheld, if it is.
pub(crate) fn withheld(part: &Record, min_group: u64) -> Option<String> {
    let rule = part.text(WITHHELD)?;
    Some(if rule == Rule::Small.name() {
        format!("withheld: fewer than {min_group} answered")
    } else {
        "withheld: a small group could be worked out from it".to_owned()
    })
}

/// The interval of a group's score as people read it.
pub(crate) fn interval(score: &Record) -> String {
    match score.limits("lower", "upper") {
        Some(_) if score.text("population") == Some(EVERYONE) => EVERYONE.to_owned(),
        Some([lower, upper]) => number::range(lower, upper, Kind::Score),
        None => "–".to_owned(),
    }
}

/// The note on withheld groups.
pub(crate) fn withheld_note(min_group: u64) -> String {
    format!(
        "Withheld: fewer than {min_group} answered there, or such a group could be worked out from the figures. For ICC \
         and similar figures, the withheld academies are combined into one group."
    )
}

/// The note on the order of the groups.
pub(crate) const ORDER_NOTE: &str = "Groups are listed in file order, not ranked: where intervals overlap, the scores may not \
                                     differ. Agreement is rwg(j), 1 where everybody answers alike.";
