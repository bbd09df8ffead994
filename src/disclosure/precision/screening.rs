//! The screening of respondents at published precision.

use crate::analysis::{Distance, Screened, Screening};
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for Screening {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            respondents,
            complete,
            timed,
            equal_pairs,
            expected_pairs,
            following_rows,
            expected_following,
            criteria,
        } = self;
        Self {
            respondents: respondents.at_precision(precision),
            complete: complete.map_err(|reason| precision.reason(reason)),
            timed,
            equal_pairs,
            expected_pairs: expected_pairs.map(|pairs| precision.statistic(pairs)),
            following_rows,
            expected_following: expected_following.map(|rows| precision.statistic(rows)),
            criteria,
        }
    }
}

impl AtPrecision for Screened {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            answered,
            longest_run,
            intra_individual_sd,
            mahalanobis,
            both_directions,
            seconds_an_answer,
            duplicate_of,
            flags,
        } = self;
        Self {
            answered,
            longest_run,
            intra_individual_sd: intra_individual_sd.map(|sd| precision.statistic(sd)),
            mahalanobis: mahalanobis.at_precision(precision),
            both_directions,
            seconds_an_answer: seconds_an_answer.map(|seconds| precision.statistic(seconds)),
            duplicate_of,
            flags,
        }
    }
}

impl AtPrecision for Distance {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { d2, p } = self;
        Self {
            d2: precision.statistic(d2),
            p: precision.p(p),
        }
    }
}
