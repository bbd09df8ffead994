//! An academy's agreement next to chance, and its place among the others.

use crate::disclosure::{PublishedStanding, Standing};
use crate::report::context::group_name;
use crate::report::fields::agreement;
use crate::report::number::computed;
use crate::report::{Cell, Kind, Record};

/// An academy with its agreement and its place.
pub(crate) fn standing(academy: &PublishedStanding) -> Record {
    Record::object()
        .with("academy", group_name(&academy.name, "academy"))
        .and(Record::shown(&academy.figures, of_standing))
}

fn of_standing(found: &Standing) -> Record {
    let chance = found.chance.as_ref().map(|chance| {
        Record::defined(chance, |chance| {
            Record::object()
                .figure("rwg_j", chance.rwg_j)
                .figure("r_star_wg_j", chance.r_star_wg_j)
                .figure("ad_mean", chance.ad_mean)
                .figure("ad_median", chance.ad_median)
        })
    });
    let record = Record::object()
        .with_shown("agreement", &found.agreement, agreement)
        .with_some("by_chance_95", chance);
    let record = match &found.shrunken {
        Ok(shrunken) => record
            .figure("shrunken_mean", shrunken.mean)
            .figure("shrunken_se", shrunken.se)
            .figure("shrunken_se_plugin", shrunken.se_plugin),
        Err(reason) => record.with("shrunken_mean", Record::undefined(reason)),
    };
    match &found.ranks {
        Ok(ranks) => record
            .figure("above_trust_mean", ranks.above_trust_mean)
            .figure("expected_rank", ranks.expected_rank)
            .with_list("ranks", ranks.ranks.iter().map(|&p| Cell::number(p, Kind::Coefficient))),
        Err(reason) => record.with("ranks", Record::undefined(reason)),
    }
}

/// The agreement over all academies that are shown.
pub(crate) fn agreement_over_academies(academies: &[PublishedStanding]) -> Record {
    let mut values = Vec::new();
    let mut beyond = 0_usize;
    for standing in academies.iter().filter_map(|academy| academy.figures.figures()) {
        let agreement = standing.agreement.figures();
        if let Some(figures) = agreement.and_then(|found| found.figures.as_ref().ok()) {
            values.push(figures.r_star_wg_j);
            let chance = standing.chance.as_ref().and_then(|chance| chance.as_ref().ok());
            beyond += usize::from(chance.is_some_and(|chance| figures.r_star_wg_j > chance.r_star_wg_j));
        }
    }
    values.sort_by(f64::total_cmp);
    let (Some(&lowest), Some(&highest)) = (values.first(), values.last()) else {
        return Record::undefined("no academy has enough complete answers");
    };
    let upper = values[values.len() / 2];
    let median = if values.len().is_multiple_of(2) {
        f64::midpoint(values[values.len() / 2 - 1], upper)
    } else {
        upper
    };
    Record::object()
        .figure("median_r_star_wg_j", computed(median))
        .figure("lowest", lowest)
        .figure("highest", highest)
        .figure("beyond_chance", beyond)
        .count("academies", values.len() as u64)
}
