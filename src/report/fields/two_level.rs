//! Reliability within and between academies.

use crate::disclosure::{BetweenSupport, TwoLevel, Undefined};
use crate::report::Record;

/// Alpha of both levels, or the reason why there is none.
pub(crate) fn two_level(found: &Result<TwoLevel, Undefined>) -> Record {
    Record::defined(found, |found| {
        let warning = match found.support {
            BetweenSupport::Enough => None,
            BetweenSupport::FewGroups => Some("fewer than 20 academies: the figures between them are rough"),
            BetweenSupport::FewerGroupsThanItems => {
                Some("fewer academies than items: the figures between them are hardly more than a guess")
            }
        };
        Record::object()
            .figure("alpha_within", &found.alpha_within)
            .figure("alpha_between", &found.alpha_between)
            .figure("alpha_between_observed", &found.alpha_between_observed)
            .figure("alpha_two_level", &found.alpha_two_level)
            .count("groups", found.groups as u64)
            .figure("harmonic_size", found.harmonic_size)
            .figure("iterations", found.iterations)
            .with("converged", true)
            .with("estimator", "saturated two-level model, maximum likelihood by EM")
            .with("missing", "listwise")
            .with("warning", warning)
    })
}
