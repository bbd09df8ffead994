//! What a script reads: `cte/compare/1`.

use crate::disclosure::{
    Change, ChangeInMeans, Comparison, GroupChange, Interval, MixedChange, MixedChanges, OwnChange, PublishedChange,
    RandomSlope, ScaleChange, Shown, StandardisedChanges, TermScore, Undefined, WhichTerm,
};
use crate::model::{Finding, Level};
use crate::report::context::{findings, group_name};
use crate::report::terms::provenance;
use crate::report::{Cell, Context, Kind, Record, TermsContext, fields, number};

pub(crate) fn record(published: &Comparison, context: &TermsContext<'_>, plain: &Context<'_>) -> Record {
    let head = provenance(
        "cte/compare/1",
        context,
        &published.respondents,
        published.options,
        published.policy,
    );
    let scales = published.scales.iter().map(|scale| of_scale(scale, plain));
    let head = match &published.standard {
        Some(standard) => head.with("standard", fields::standard_staff(standard)),
        None => head,
    };
    head.with("scales", Record::list(scales))
        .with("findings", findings(plain))
}

fn of_scale(scale: &ScaleChange, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let record = fields::scale(declared, context.instrument)
        .with(
            "trust",
            match &scale.trust {
                Shown::Figures(change) => {
                    let record = object(change_fields(change, None));
                    match &scale.standardised {
                        Some(found) => {
                            record.with("standardised", Record::shown(&found.trust, fields::standardised_change))
                        }
                        None => record,
                    }
                }
                Shown::Withheld(rule) => Record::withheld(rule.name()),
            },
        )
        .with(
            "academies",
            groups(&scale.academies, "academy", "academy", scale.standardised.as_ref()),
        )
        .with(
            "mixed",
            match &scale.mixed {
                Shown::Figures(mixed) => of_mixed(mixed, scale.pooled),
                Shown::Withheld(rule) => Record::withheld(rule.name()),
            },
        );
    match &scale.by {
        None => record,
        Some((column, by)) => record.with(
            "by",
            Record::object()
                .with("column", column.as_str())
                .with("groups", groups(by, "group", column, None)),
        ),
    }
}

fn groups(groups: &[PublishedChange], key: &str, column: &str, standardised: Option<&StandardisedChanges>) -> Record {
    Record::list(groups.iter().enumerate().map(|(place, group)| {
        let named = Record::object().with(key, group_name(&group.name, column));
        match &group.figures {
            Shown::Withheld(rule) => named.and(Record::withheld(rule.name())),
            Shown::Figures(GroupChange::Both { change, own }) => {
                let record = named.and(object(change_fields(change, own.as_ref())));
                match standardised.and_then(|found| found.academies.get(place)?.as_ref()) {
                    Some(found) => record.with("standardised", Record::shown(found, fields::standardised_change)),
                    None => record,
                }
            }
            Shown::Figures(GroupChange::Only { when, score }) => {
                let (n, mean) = only_keys(*when);
                named
                    .with("only", when.name())
                    .count(n, score.n)
                    .maybe(mean, score.mean, Kind::Score)
            }
        }
    }))
}

/// Under which keys the only term of a group stands.
pub(crate) fn only_keys(when: WhichTerm) -> (&'static str, &'static str) {
    match when {
        WhichTerm::Before => ("n_before", "mean_before"),
        WhichTerm::After => ("n_after", "mean_after"),
    }
}

fn object(fields: Vec<(&'static str, Cell)>) -> Record {
    fields
        .into_iter()
        .fold(Record::object(), |record, (key, cell)| record.with(key, cell))
}

/// Every figure of a change under its key, in one order; `own` is the mixed model's.
pub(crate) fn change_fields(change: &Change, own: Option<&Result<OwnChange, Undefined>>) -> Vec<(&'static str, Cell)> {
    let welch = change.welch.as_ref();
    let effect = change.effect.as_ref();
    let test = |pick: fn(&crate::disclosure::Welch) -> f64, kind| figure(welch.map(pick), kind);
    let size = |pick: fn(&crate::disclosure::EffectSize) -> f64| figure(effect.map(pick), Kind::Coefficient);
    let wide = |pick: fn(&Interval) -> f64| figure(change.simultaneous.as_ref().map(pick), Kind::Score);
    let these = |pick: fn(&ChangeInMeans) -> f64| match &change.these_staff {
        None => Cell::Blank,
        Some(found) => figure(found.as_ref().map(pick), Kind::Score),
    };
    let own = |pick: fn(&OwnChange) -> f64, kind| match own {
        None => Cell::Blank,
        Some(found) => figure(found.as_ref().map(pick), kind),
    };
    let (before, after) = (&change.before, &change.after);
    // Without a test there is a difference all the same.
    let difference = before.mean.zip(after.mean).map(|(before, after)| after - before);
    let difference = match &change.welch {
        Ok(found) => Cell::number(found.difference, Kind::Score),
        Err(_) => Cell::maybe(difference, Kind::Score),
    };
    let count = |value: Option<u64>| value.map_or(Cell::Blank, Cell::count);
    vec![
        ("n_before", Cell::count(before.n)),
        ("n_after", Cell::count(after.n)),
        ("mean_before", Cell::maybe(before.mean, Kind::Score)),
        ("mean_after", Cell::maybe(after.mean, Kind::Score)),
        ("difference", difference),
        ("lower", test(|found| found.interval.lower, Kind::Score)),
        ("upper", test(|found| found.interval.upper, Kind::Score)),
        ("t", test(|found| found.t, Kind::Statistic)),
        ("df", test(|found| found.df, Kind::Statistic)),
        ("p", test(|found| found.p, Kind::PValue)),
        ("p_holm", Cell::maybe(change.p_holm, Kind::PValue)),
        ("p_bh", Cell::maybe(change.p_bh, Kind::PValue)),
        ("cohen_d", size(|found| found.cohen_d)),
        ("hedges_g", size(|found| found.hedges_g)),
        ("d_lower", size(|found| found.interval.lower)),
        ("d_upper", size(|found| found.interval.upper)),
        ("cliffs_delta", Cell::figure(&change.cliffs_delta, Kind::Coefficient)),
        (
            "smallest_visible_change",
            Cell::figure(&change.smallest_visible, Kind::Score),
        ),
        ("se", test(|found| found.se, Kind::Score)),
        ("lower_simultaneous", wide(|found| found.lower)),
        ("upper_simultaneous", wide(|found| found.upper)),
        (
            "smallest_clear_change",
            Cell::figure(&change.smallest_clear, Kind::Score),
        ),
        ("says", Cell::text(change.conclusion.words())),
        ("these_staff_difference", these(|found| found.difference)),
        ("these_staff_se", these(|found| found.se)),
        ("these_staff_lower", these(|found| found.interval.lower)),
        ("these_staff_upper", these(|found| found.interval.upper)),
        ("own_change", own(|found| found.change, Kind::Score)),
        ("own_change_se", own(|found| found.se, Kind::Score)),
        (
            "probability_rose",
            own(|found| found.probability_rose, Kind::Coefficient),
        ),
        ("headcount_before", count(before.headcount)),
        ("headcount_after", count(after.headcount)),
        (
            "response_rate_before",
            Cell::maybe(before.response_rate, Kind::Coefficient),
        ),
        (
            "response_rate_after",
            Cell::maybe(after.response_rate, Kind::Coefficient),
        ),
    ]
}

fn figure(value: Result<f64, &Undefined>, kind: Kind) -> Cell {
    match value {
        Ok(value) => Cell::number(value, kind),
        Err(reason) => Cell::Undefined(reason.to_string()),
    }
}

fn of_mixed(mixed: &MixedChanges, pooled: usize) -> Record {
    let intercept = |pick: fn(&MixedChange) -> f64, kind| figure(mixed.intercept.as_ref().map(pick), kind);
    let record = Record::object()
        .with("change", intercept(|found| found.change, Kind::Score))
        .with("se", intercept(|found| found.se, Kind::Score))
        .with("lower", intercept(|found| found.interval.lower, Kind::Score))
        .with("upper", intercept(|found| found.interval.upper, Kind::Score))
        .with("p", intercept(|found| found.p, Kind::PValue))
        .with("var_academy", intercept(|found| found.var_academy, Kind::Score))
        .with("var_residual", intercept(|found| found.var_residual, Kind::Score));
    let record = match &mixed.intercept {
        Ok(found) => record.count("df", found.df).with("at_boundary", found.at_boundary),
        Err(_) => record,
    };
    record
        .count("withheld_as_one", pooled as u64)
        .with("random_slope", slope(&mixed.slope))
}

fn slope(found: &Result<RandomSlope, Undefined>) -> Record {
    match found {
        Err(reason) => Record::object().with("undefined", reason.to_string()),
        Ok(found) => Record::object()
            .number("change", found.change, Kind::Score)
            .number("se", found.se, Kind::Score)
            .number("lower", found.interval.lower, Kind::Score)
            .number("upper", found.interval.upper, Kind::Score)
            .count("df", found.df)
            .number("var_academy", found.var_academy, Kind::Score)
            .number("var_change", found.var_change, Kind::Score)
            .number("covariance", found.covariance, Kind::Score)
            .number("var_residual", found.var_residual, Kind::Score)
            .with("singular", found.singular),
    }
}

/// The warnings of response rates that fell, on the first scale.
pub(crate) fn drops(published: &Comparison, context: &TermsContext<'_>) -> Vec<Finding> {
    let Some(scale) = published.scales.first() else {
        return Vec::new();
    };
    let trust = scale.trust.figures().map(|change| ("the trust".to_owned(), change));
    let academies = scale
        .academies
        .iter()
        .filter_map(|academy| match academy.figures.figures()? {
            GroupChange::Both { change, .. } => {
                Some((format!("`{}`", group_name(&academy.name, "academy")), change.as_ref()))
            }
            GroupChange::Only { .. } => None,
        });
    let terms: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    let [before, after] = terms.as_slice() else {
        return Vec::new();
    };
    trust
        .into_iter()
        .chain(academies)
        .filter_map(|(who, change)| {
            response_drops(
                &who,
                [before, after],
                [&change.before, &change.after],
                context.response_rate_drop,
            )
        })
        .collect()
}

/// The warning of a response rate that fell by more than the declared amount.
pub(crate) fn response_drops(
    who: &str,
    terms: [&str; 2],
    scores: [&TermScore; 2],
    most: Option<f64>,
) -> Option<Finding> {
    let (before, after) = (scores[0].response_rate?, scores[1].response_rate?);
    // A drop of just the amount is not more than it, whatever the last digit of a share says.
    (before - after > most? + 1e-9).then(|| {
        let message = format!(
            "of {who} {} answered in `{}` and {} in `{}`: who no longer answers can look like a change of mind",
            number::percent(before),
            terms[0],
            number::percent(after),
            terms[1]
        );
        Finding::new(Level::Warning, "response-rate-drop", message)
    })
}
