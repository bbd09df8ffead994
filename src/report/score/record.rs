//! What a script reads: `cte/score/1`.

use crate::disclosure::{
    Aggregation, Breakdown, GroupAgreement, GroupEstimates, MeanInterval, Population, Published, PublishedGroup,
    PublishedScale, Rule, ScaleReliability, Shown, StandardisedScale, StratifiedMean, TrustEstimates, Undefined,
    Weights,
};
use crate::report::coefficient;
use crate::report::context::{Context, findings, group_name, provenance};
use crate::report::score::words;
use crate::report::standardised::{shown_record, standard_record};
use crate::report::{Cell, Kind, Record};

pub(crate) fn record(published: &Published, context: &Context<'_>) -> Record {
    let respondents = Record::object()
        .count("rows", published.respondents.rows)
        .count("blank", published.respondents.blank);
    let head = provenance("cte/score/1", context, published.options, published.policy).with("respondents", respondents);
    let head = match &published.standard {
        Some(standard) => head.with("standard", standard_record(standard)),
        None => head,
    };
    head.with(
        "scales",
        Record::list(published.scales.iter().map(|scale| of_scale(scale, context))),
    )
    .with("findings", findings(context))
}

fn of_scale(scale: &PublishedScale, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let items = declared
        .items
        .iter()
        .map(|&item| context.instrument.items()[item].id.as_str());
    let range = [declared.range.min(), declared.range.max()].map(|code| Cell::Number(f64::from(code), Kind::Count));
    let record = Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with("items", Record::list(items))
        .with("range", Record::list(range))
        .with(
            "trust",
            match &scale.standardised {
                Some(standardised) if scale.trust.figures().is_some() => {
                    shown(&scale.trust, trust_record).with("standardised", shown_record(&standardised.trust))
                }
                _ => shown(&scale.trust, trust_record),
            },
        )
        .with("reliability", shown(&scale.reliability, reliability))
        .with(
            "aggregation",
            shown(&scale.aggregation, |found| aggregation_record(found, scale.pooled)),
        )
        .with(
            "academies",
            groups(&scale.academies, "academy", "academy", scale.standardised.as_ref()),
        );
    match &scale.by {
        None => record,
        Some(Breakdown { column, groups: by }) => record.with(
            "by",
            Record::object()
                .with("column", column.as_str())
                .with("groups", groups(by, "group", column, None)),
        ),
    }
}

fn shown<T>(figures: &Shown<T>, record: impl Fn(&T) -> Record) -> Record {
    match figures {
        Shown::Figures(figures) => record(figures),
        Shown::Withheld(rule) => Record::withheld(rule.name()),
    }
}

fn groups(groups: &[PublishedGroup], key: &str, column: &str, standardised: Option<&StandardisedScale>) -> Record {
    Record::list(groups.iter().enumerate().map(|(place, group)| {
        let named = Record::object().with(key, group_name(&group.name, column));
        match &group.scores {
            Shown::Withheld(rule) => named.and(Record::withheld(Rule::name(*rule))),
            Shown::Figures(scores) => {
                let record = named
                    .and(group_record(scores))
                    .with("agreement", shown(&group.agreement, agreement_record));
                match standardised.and_then(|standardised| standardised.academies.get(place)) {
                    Some(standardised) => record.with("standardised", shown_record(standardised)),
                    None => record,
                }
            }
        }
    }))
}

/// The trust's score.
pub(crate) fn trust_record(found: &TrustEstimates) -> Record {
    let limit = |which: fn(&StratifiedMean) -> f64| figure(found.interval.as_ref().map(which));
    let record = Record::object()
        .count("n", found.n)
        .with("mean", known(found.mean, Kind::Score, found.n, 1))
        .with("sd", known(found.sd, Kind::Score, found.n, 2))
        .with("se", limit(|interval| interval.se))
        .with("lower", limit(|interval| interval.interval.lower))
        .with("upper", limit(|interval| interval.interval.upper))
        .maybe("mean_of_academies", found.mean_of_academies, Kind::Score)
        .with("pomp", known(found.pomp, Kind::Percent, found.n, 1))
        .maybe("percent_favourable", found.percent_favourable, Kind::Percent)
        .with("headcount", found.headcount.map_or(Cell::Blank, Cell::count))
        .maybe("response_rate", found.response_rate, Kind::Coefficient)
        .maybe("mean_of_persons", found.mean_of_persons, Kind::Score)
        .with(
            "weights",
            match found.weights {
                Weights::Respondents => "respondents",
                Weights::Headcounts => "headcounts",
            },
        );
    match &found.interval {
        Ok(interval) => record.count("df", interval.df),
        Err(_) => record,
    }
}

/// A figure that needs so many persons.
fn known(value: Option<f64>, kind: Kind, found: u64, needed: u64) -> Cell {
    match value {
        Some(value) => Cell::number(value, kind),
        None => Cell::Undefined(Undefined::TooFewPersons { found, needed }.to_string()),
    }
}

fn figure(value: Result<f64, &Undefined>) -> Cell {
    match value {
        Ok(value) => Cell::number(value, Kind::Score),
        Err(reason) => Cell::Undefined(reason.to_string()),
    }
}

fn reliability(found: &ScaleReliability) -> Record {
    Record::object()
        .with("alpha", coefficient::record(&found.alpha))
        .with("omega_total", coefficient::record(&found.omega_total))
        .with("mean_interitem_r", coefficient::record(&found.mean_interitem_r))
}

/// How academies differ, `pooled` withheld ones counted as one.
pub(crate) fn aggregation_record(found: &Aggregation, pooled: usize) -> Record {
    let record = Record::object()
        .with("icc1", coefficient::record(&found.icc1))
        .with("icc1_mean_size", coefficient::record(&found.icc1_mean_size))
        .with("icc2", coefficient::record(&found.icc2))
        .with("icc2_mean", Cell::figure(&found.icc2_mean, Kind::Coefficient));
    let undefined = |reason: &Undefined| Cell::Undefined(reason.to_string());
    let record = match &found.anova {
        Ok(anova) => {
            let test = anova.test.as_ref();
            record
                .with(
                    "f",
                    test.map_or_else(undefined, |test| Cell::number(test.f, Kind::Statistic)),
                )
                .count("df1", anova.df_between)
                .count("df2", anova.df_within)
                .with(
                    "p",
                    test.map_or_else(undefined, |test| Cell::number(test.p, Kind::PValue)),
                )
                .number("k0", anova.k0, Kind::Statistic)
                .number("mean_size", anova.mean_size, Kind::Statistic)
                .count("groups", anova.groups as u64)
        }
        Err(reason) => ["f", "df1", "df2", "p", "k0"]
            .into_iter()
            .fold(record, |record, key| record.with(key, undefined(reason))),
    };
    let record = match &found.random_effects {
        Ok(effects) => record.with(
            "reml",
            Record::object()
                .number("mean", effects.mean, Kind::Score)
                .number("mean_se", effects.mean_se, Kind::Score)
                .number("var_between", effects.var_between, Kind::Score)
                .maybe("var_between_se", effects.var_between_se, Kind::Score)
                .number("var_within", effects.var_within, Kind::Score)
                .number("var_within_se", effects.var_within_se, Kind::Score)
                .with("at_boundary", effects.at_boundary),
        ),
        Err(reason) => record.with("reml", coefficient::undefined(reason)),
    };
    record
        .count("withheld_as_one", pooled as u64)
        .with("verdict", found.verdict.name())
        .with("because", words::because(&found.verdict))
}

/// A group's score.
pub(crate) fn group_record(found: &GroupEstimates) -> Record {
    let limit = |which: fn(&MeanInterval) -> f64| figure(found.interval.as_ref().map(which));
    let record = Record::object()
        .count("n", found.n)
        .with("mean", known(found.mean, Kind::Score, found.n, 1))
        .with("sd", known(found.sd, Kind::Score, found.n, 2))
        .with("se", limit(|interval| interval.se))
        .with("lower", limit(|interval| interval.interval.lower))
        .with("upper", limit(|interval| interval.interval.upper))
        .with("pomp", known(found.pomp, Kind::Percent, found.n, 1))
        .maybe("percent_favourable", found.percent_favourable, Kind::Percent)
        .with("headcount", found.headcount.map_or(Cell::Blank, Cell::count))
        .maybe("response_rate", found.response_rate, Kind::Coefficient);
    let shrunken = found.shrunken.as_ref();
    let record = record
        .with("shrunken_mean", figure(shrunken.map(|shrunken| shrunken.mean)))
        .with("shrunken_se", figure(shrunken.map(|shrunken| shrunken.se)));
    match &found.interval {
        Ok(interval) => record.with(
            "population",
            match interval.population {
                Population::Unknown => "unknown",
                Population::Finite { .. } => "finite",
                Population::Everyone => "everyone answered",
                Population::Stale { .. } => "stale headcount",
            },
        ),
        Err(_) => record,
    }
}

/// The agreement of one group.
pub(crate) fn agreement_record(found: &GroupAgreement) -> Record {
    let record = Record::object().count("n", found.n);
    match &found.figures {
        Ok(figures) => record
            .number("rwg_j", figures.rwg_j, Kind::Coefficient)
            .number("r_star_wg_j", figures.r_star_wg_j, Kind::Coefficient)
            .number("ad_mean", figures.ad_mean, Kind::Score)
            .number("ad_median", figures.ad_median, Kind::Score)
            .with("a_wg", Cell::figure(&figures.a_wg, Kind::Coefficient)),
        Err(reason) => ["rwg_j", "r_star_wg_j", "ad_mean", "ad_median", "a_wg"]
            .into_iter()
            .fold(record, |record, key| {
                record.with(key, Cell::Undefined(reason.to_string()))
            }),
    }
}
