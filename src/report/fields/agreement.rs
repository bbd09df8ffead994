//! The agreement of a group.

use crate::disclosure::GroupAgreement;
use crate::report::Record;

/// The agreement of a group's persons who answered every item.
pub(crate) fn agreement(found: &GroupAgreement) -> Record {
    let record = Record::object().figure("n", found.n);
    match &found.figures {
        Ok(figures) => record
            .figure("rwg_j", figures.rwg_j)
            .figure("r_star_wg_j", figures.r_star_wg_j)
            .figure("ad_mean", figures.ad_mean)
            .figure("ad_median", figures.ad_median)
            .figure("a_wg", &figures.a_wg),
        Err(reason) => record.all_undefined(&["rwg_j", "r_star_wg_j", "ad_mean", "ad_median", "a_wg"], reason),
    }
}
