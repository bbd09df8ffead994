//! An academy next to the rest of the trust.

use crate::disclosure::{AcademyItem, AcademyScale, Conclusion, PeerScores, RestComparison, RestOfTrust, Shown};
use crate::model::Item;
use crate::report::fields::{agreement, distribution, group_score, trust_score};
use crate::report::{Kind, Record};

/// The score of an academy on a scale, its agreement, and the rest of the trust.
pub(crate) fn academy_scale(found: &AcademyScale) -> Record {
    let rest = match &found.rest {
        RestOfTrust::TooFew => None,
        RestOfTrust::Others(others) => {
            let unit = found.own.unit.max(others.rest.unit);
            Some(trust_score(&others.rest).with("from_rest", comparison(&others.comparison, unit)))
        }
    };
    group_score(&found.own)
        .with_shown("agreement", &found.agreement, agreement)
        .with_some("rest", rest)
}

/// The other academies of the same phase.
pub(crate) fn peers(found: &PeerScores) -> Record {
    Record::object()
        .with("phase", found.phase.as_str())
        .count("academies", found.academies as u64)
        .figure_to("mean", found.mean, found.unit)
}

/// The answers to an item in an academy, and in the rest of the trust.
pub(crate) fn academy_item(item: &Item, shown: &Shown<AcademyItem>) -> Record {
    let figures = |found: &AcademyItem| {
        let rest = match &found.rest {
            RestOfTrust::TooFew => None,
            RestOfTrust::Others(others) => {
                let unit = [&found.own, &others.rest]
                    .into_iter()
                    .filter_map(|of| Some(of.moments.as_ref().ok()?.unit));
                let unit = unit.fold(0.0, f64::max);
                Some(
                    distribution(item, &others.rest)
                        .only(&["mean"])
                        .with("from_rest", comparison(&others.comparison, unit)),
                )
            }
        };
        distribution(item, &found.own).with_some("rest", rest)
    };
    Record::object()
        .with("text", item.text.as_str())
        .and(Record::shown(shown, figures))
}

/// The academy's mean less that of the rest of the trust. The coarser of the two means is rounded to `unit`.
pub(crate) fn comparison(found: &RestComparison, unit: f64) -> Record {
    let (test, wide) = (found.test.as_ref(), found.simultaneous.as_ref());
    Record::object()
        .figure_to("difference", test.map(|found| found.difference), unit)
        .interval(test.map(|found| found.interval), Kind::Score)
        .figure("lower_simultaneous", wide.map(|found| found.lower))
        .figure("upper_simultaneous", wide.map(|found| found.upper))
        .and(conclusion(found.conclusion))
}

/// A conclusion, and why there is none.
pub(crate) fn conclusion(found: Conclusion) -> Record {
    Record::object()
        .with("says", found.name())
        .with_some("because", found.because())
}
