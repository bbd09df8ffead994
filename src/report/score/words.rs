//! The sentences of `cte score`.

use crate::disclosure::{
    Aggregation, AggregationVerdict, Allowed, Coefficient, Estimated, GroupEstimates, Interval, Population, Rule,
    ScaleReliability, TrustEstimates, Weights,
};
use crate::report::{Kind, number};

/// Alpha's lower limit from which group averages are commonly compared, and below which items say more than their score.
const COMPARE: f64 = 0.70;
const HANGS_TOGETHER: f64 = 0.50;
/// Above it, items suggest that they repeat each other.
const REDUNDANT: f64 = 0.95;

fn coefficient(value: f64) -> String {
    number::text(value, Kind::Coefficient)
}

fn limits(interval: Interval, kind: Kind) -> String {
    number::range(interval.lower, interval.upper, kind)
}

/// `4.24 (4.18 to 4.31) · 65 of 100 · 508 staff, 69 % of all`
pub(crate) fn trust(found: &TrustEstimates) -> String {
    let Some(mean) = found.mean else {
        return "nobody answered enough of the items to have a score".to_owned();
    };
    let mut score = number::text(mean, Kind::Score);
    match &found.interval {
        Ok(interval) if interval.everyone => score.push_str(" (everyone answered)"),
        Ok(interval) => score = format!("{score} ({})", limits(interval.interval, Kind::Score)),
        Err(_) => {}
    }
    let mut parts = vec![score];
    parts.extend(
        found
            .pomp
            .map(|pomp| format!("{} of 100", number::text(pomp, Kind::Percent))),
    );
    parts.push(match found.response_rate {
        Some(rate) => format!("{} staff, {} of all", found.n, number::percent(rate)),
        None => format!("{} staff", found.n),
    });
    if found.weights == Weights::Headcounts {
        parts.push("weighted by headcount".to_owned());
    }
    parts.join(" · ")
}

/// Said where the trust's interval needs it.
pub(crate) const POOLED_NOTE: &str = "For the trust's interval an academy with one person is taken together with the one nearest in \
                                      size, since one score does not vary.";

/// Alpha and omega, and what they allow.
pub(crate) fn reliable(found: &ScaleReliability) -> String {
    let alpha = match &found.alpha {
        Err(reason) => return format!("cannot be said: {reason}."),
        Ok(alpha) => alpha,
    };
    let interval = interval_of(alpha);
    let range = interval.map_or(String::new(), |interval| {
        format!(" ({})", limits(interval, Kind::Coefficient))
    });
    let omega = match &found.omega_total {
        Ok(omega) => match omega.warning {
            Some(warning) => format!("omega {} ({warning})", coefficient(omega.value)),
            None => format!("omega {}", coefficient(omega.value)),
        },
        Err(reason) => format!("no omega ({reason})"),
    };
    let lower = interval.map_or(f64::NEG_INFINITY, |interval| interval.lower);
    let reading = match lower {
        lower if lower >= COMPARE => "Good enough to compare academies; not to judge one person.",
        lower if lower >= HANGS_TOGETHER => {
            "Enough for the trust's average; compare academies with care, and never judge one person."
        }
        _ => "The items do not clearly hang together here: read them one by one, and build nothing on the score.",
    };
    format!("alpha {}{range}, {omega}. {reading}", coefficient(alpha.value))
}

fn interval_of(coefficient: &Coefficient) -> Option<Interval> {
    coefficient
        .interval
        .as_ref()
        .and_then(|interval| interval.as_ref().ok())
        .copied()
}

/// Whether academies differ, how dependable their averages are, and the verdict.
pub(crate) fn shared(found: &Aggregation) -> String {
    let (icc1, icc2) = match (&found.icc1, &found.icc2) {
        (Ok(icc1), Ok(icc2)) => (icc1.value, icc2.value),
        (Err(reason), _) | (_, Err(reason)) => return format!("cannot be said: {reason}."),
    };
    let figures = format!("ICC(1) {}, ICC(2) {}", coefficient(icc1), coefficient(icc2));
    match found.verdict.allowed {
        Allowed::Yes => format!(
            "academies differ, and their averages are dependable: {figures}. Averaging staff answers to an academy score \
             is justified."
        ),
        Allowed::WithCare => format!(
            "academies differ somewhat: {figures}. Averaging staff answers to an academy score is justified only with \
             care: {}.",
            because(&found.verdict)
        ),
        Allowed::No | Allowed::Unknown => format!(
            "differences between academies are not dependable here: {figures}. Report the trust's score; do not compare \
             academies."
        ),
    }
}

/// The figures that decided the verdict, in plain words.
pub(crate) fn because(verdict: &AggregationVerdict) -> String {
    let Some((icc1, interval, icc2)) = verdict.figures else {
        return format!(
            "whether academies differ cannot be said: {}",
            verdict.why_not.as_deref().unwrap_or("there are no figures")
        );
    };
    let differ = if interval.lower > 0.0 {
        format!(
            "academies differ: ICC(1) {} ({})",
            coefficient(icc1),
            limits(interval, Kind::Coefficient)
        )
    } else if interval.upper < 0.0 {
        format!(
            "academies do not differ: ICC(1) {} ({}), less than chance alone gives",
            coefficient(icc1),
            limits(interval, Kind::Coefficient)
        )
    } else {
        format!(
            "academies may not differ at all: the interval of ICC(1), {}, includes 0",
            limits(interval, Kind::Coefficient)
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

/// What the reliability of a scale allows: comparing academies, following one over time; never judging one person.
pub(crate) fn allows(alpha: &Estimated, aggregation: Option<&Aggregation>) -> String {
    let alpha = match alpha {
        Err(reason) => return format!("nothing can be said of the scale: {reason}."),
        Ok(alpha) => alpha,
    };
    let Some(interval) = interval_of(alpha) else {
        return "how sure alpha is cannot be said, so build nothing on the score alone.".to_owned();
    };
    let range = limits(interval, Kind::Coefficient);
    if interval.lower < HANGS_TOGETHER {
        return format!(
            "read the items one by one: with alpha {range} they may not measure one thing here. Compare nothing and \
             judge nobody by the score."
        );
    }
    let academies = match aggregation.map(|found| found.verdict.allowed) {
        Some(Allowed::Yes) => {
            "comparing academies, and following one over time as long as its interval is read with it"
        }
        Some(Allowed::WithCare) => {
            "following the trust over time, and comparing academies with care: only where intervals lie clearly apart"
        }
        _ => "following the trust over time; not comparing its academies, whose differences are not dependable here",
    };
    let redundant = if interval.lower > REDUNDANT {
        " Alpha this high suggests that some items repeat each other."
    } else {
        ""
    };
    let persons = "; never judging one person";
    format!("{academies}{persons} (alpha {range}).{redundant}")
}

/// Why nothing is shown of a whole scale.
pub(crate) fn withheld(rule: Rule, min_group: u64) -> String {
    match rule {
        Rule::Small => format!("withheld: fewer than {min_group} answered"),
        Rule::Complementary => "withheld: it would give a small group back".to_owned(),
    }
}

/// A group's interval as people read it.
pub(crate) fn interval(found: &GroupEstimates) -> String {
    match &found.interval {
        Ok(interval) if interval.population == Population::Everyone => "everyone answered".to_owned(),
        Ok(interval) => limits(interval.interval, Kind::Score),
        Err(_) => "–".to_owned(),
    }
}

/// Why some groups are not shown.
pub(crate) fn withheld_note(min_group: u64) -> String {
    format!(
        "Withheld: fewer than {min_group} answered there, or the figures would give such a group back. In the figures on \
         how academies differ, the withheld ones count as one."
    )
}

/// What the order of the groups means.
pub(crate) const ORDER_NOTE: &str = "Groups stand in the order of the file, not ranked: intervals that overlap do not tell \
     them apart. Agreement is rwg(j), 1 where everybody answers alike.";
