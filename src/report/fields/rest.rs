//! An academy next to the rest of the trust.

use crate::disclosure::{AcademyItem, AcademyScale, MeanDifference, RestOfTrust, Shown, Undefined};
use crate::model::Item;
use crate::report::fields::{agreement, distribution, group_score, trust_score};
use crate::report::{Kind, Record};

/// The score of an academy on a scale, its agreement, and the rest of the trust.
pub(crate) fn academy_scale(found: &AcademyScale) -> Record {
    let rest = match &found.rest {
        RestOfTrust::TooFew => None,
        RestOfTrust::Others(others) => {
            Some(trust_score(&others.rest).with("from_rest", difference(&others.difference)))
        }
    };
    group_score(&found.own)
        .with_shown("agreement", &found.agreement, agreement)
        .with_some("rest", rest)
}

/// The answers to an item in an academy, and in the rest of the trust.
pub(crate) fn academy_item(item: &Item, shown: &Shown<AcademyItem>) -> Record {
    let figures = |found: &AcademyItem| {
        let rest = match &found.rest {
            RestOfTrust::TooFew => None,
            RestOfTrust::Others((answers, from_rest)) => Some(
                distribution(item, answers)
                    .only(&["mean"])
                    .with("from_rest", difference(from_rest)),
            ),
        };
        distribution(item, &found.own)
            .with_some("rest", rest)
            .figure("p_holm", found.p_holm)
    };
    Record::object()
        .with("text", item.text.as_str())
        .and(Record::shown(shown, figures))
}

/// The academy's mean less that of the rest of the trust.
fn difference(found: &Result<MeanDifference, Undefined>) -> Record {
    let found = found.as_ref();
    Record::object()
        .figure("difference", found.map(|found| found.difference))
        .interval(found.map(|found| found.interval), Kind::Score)
}
