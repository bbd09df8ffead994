//! Differences of items between academies at published precision: shares have two decimals, as loadings have.

use crate::analysis::{ClusterBias, ClusterBiasFigures, DifferentItem};
use crate::disclosure::precision::decimals::Decimals;
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for ClusterBiasFigures {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { items, different } = self;
        Self {
            items: items.at_precision(precision),
            different: different.at_precision(precision),
        }
    }
}

impl AtPrecision for ClusterBias {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { share, f, df1, df2, p } = self;
        let whole = |df: f64| precision.rounded(df, |_| Decimals::WHOLE, &[]);
        Self {
            share: precision.one_of_many(share),
            f: precision.statistic(f),
            df1: whole(df1),
            df2: whole(df2),
            p: precision.p(p),
        }
    }
}

impl AtPrecision for DifferentItem {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { item, change } = self;
        Self {
            item,
            change: change.map(|change| precision.mean(change)),
        }
    }
}
