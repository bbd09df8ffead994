//! The sentences of `cte score`.

use crate::disclosure::Rule;
pub(crate) use crate::report::fields::EVERYONE;
use crate::report::record::WITHHELD;
use crate::report::{Cell, Kind, Record, comparing, number};

/// Lower limits of alpha: from the first a scale is commonly averaged, below the second its items are read one by one.
const RELIABLE: f64 = 0.70;
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
    let reading = limits.map_or(UNRELIABLE, |[lower, _]| reading(lower));
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

/// What a scale with this lower limit of alpha is good for. What may be compared follows from the verdict on aggregation alone.
fn reading(lower: f64) -> &'static str {
    if lower >= RELIABLE {
        "The items measure one thing well enough to be averaged, but not to judge one person."
    } else if lower >= HANGS_TOGETHER {
        "The items measure one thing only roughly: read them beside the score, and never judge one person by it."
    } else {
        UNRELIABLE
    }
}

const UNRELIABLE: &str = "The items do not measure one thing reliably here: read them one by one, and never judge one person by \
                          the score.";

/// May academies be compared? The one sentence on it, with the two figures that people know.
pub(crate) fn compared(aggregation: &Record) -> String {
    let sentence = aggregation.text("comparison").unwrap_or(comparing::WITHHELD);
    if aggregation
        .why_not("icc1")
        .or_else(|| aggregation.why_not("icc2"))
        .is_some()
    {
        return sentence.to_owned();
    }
    format!(
        "{sentence} ICC(1) {}, ICC(2) {}.",
        aggregation.shown_number("icc1"),
        aggregation.shown_number("icc2")
    )
}

/// What the reliability of a scale allows, and whether academies may be compared on it.
pub(crate) fn allows(alpha: &Record, aggregation: Option<&Record>) -> String {
    let comparison = aggregation
        .and_then(|found| found.text("comparison"))
        .unwrap_or(comparing::WITHHELD);
    if let Cell::Undefined(reason) = alpha.as_cell() {
        return format!("Its reliability is unknown: {reason}. {comparison}");
    }
    let Some([lower, upper]) = alpha.limits("lower", "upper") else {
        return format!("The precision of alpha is unknown. {comparison}");
    };
    let range = number::range(lower, upper, Kind::Coefficient);
    let repeats = if lower > REDUNDANT {
        " Alpha this high suggests that some items repeat each other."
    } else {
        ""
    };
    format!("{} Alpha is {range}.{repeats} {comparison}", reading(lower))
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
