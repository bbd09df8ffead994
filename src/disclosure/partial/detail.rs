//! In which detail figures about a group, or the trust, are published on linked scales.

use std::collections::BTreeMap;

use crate::analysis::{MissingRule, Study};
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::{Policy, Rule};

/// How much is published of answers to single items, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemDetail {
    /// The number of answers at every code.
    Counts,
    /// The percentage of every code, the mean and the standard deviation.
    Codes,
    /// The percentages of unfavourable, middle and favourable answers, and the mean to one decimal.
    BandsAndMean,
    /// The percentages of unfavourable, middle and favourable answers.
    Bands,
    /// Nothing.
    Withheld,
}

impl ItemDetail {
    /// Every level, from most to least.
    pub const ALL: [Self; 5] = [
        Self::Counts,
        Self::Codes,
        Self::BandsAndMean,
        Self::Bands,
        Self::Withheld,
    ];

    fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| *detail > self)
    }
}

/// The rules that withhold a group's figures on linked scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::disclosure) struct GroupRules {
    /// The rule for its scores.
    pub(in crate::disclosure) scores: Option<Rule>,
    /// The rule for its items.
    pub(in crate::disclosure) items: Option<Rule>,
}

impl GroupRules {
    /// Those of a group whose figures are all withheld.
    pub(super) const HIDDEN: Self = Self {
        scores: Some(Rule::Small),
        items: Some(Rule::Small),
    };
}

/// The most decimals by which a mean is coarsened.
const MOST_FEWER: u8 = 2;

/// The detail of the figures about a group, or the trust, on linked scales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Detail {
    /// The detail of answers to items.
    pub(in crate::disclosure) items: ItemDetail,
    /// True if few people skipped some of the questions. Then coefficients, which leave these people out, have one decimal less.
    few_skipped: bool,
    /// The rule that withholds its items already.
    rule: Option<Rule>,
    /// For each scale: the number of decimals by which its mean is coarsened; `None` if the mean is withheld.
    means: BTreeMap<usize, Option<u8>>,
}

impl Detail {
    /// Items in some detail and means at their usual precision, unless rules withhold them already.
    pub(super) fn new(items: ItemDetail, scales: &[usize], rules: GroupRules) -> Self {
        let mean = rules.scores.map_or(Some(0), |_| None);
        Self {
            items: rules.items.map_or(items, |_| ItemDetail::Withheld),
            few_skipped: false,
            rule: rules.items,
            means: scales.iter().map(|&scale| (scale, mean)).collect(),
        }
    }

    /// The detail of items of no scale.
    pub(in crate::disclosure) fn of_no_scale() -> Self {
        Self::new(ItemDetail::Counts, &[], GroupRules::default())
    }

    /// The same detail where few people skipped some of the questions.
    pub(super) fn beside_few(self) -> Self {
        Self {
            few_skipped: true,
            ..self
        }
    }

    /// The rule that withholds coefficients. Those from pairs of items count people whom others leave out: together they would
    /// say how these few answered.
    pub(in crate::disclosure) fn coefficients_rule(&self, study: &Study<'_>) -> Option<Rule> {
        let from_pairs = study.options.missing == MissingRule::Pairwise;
        (self.few_skipped && from_pairs).then_some(Rule::Complementary)
    }

    /// The number of decimals by which the mean of a scale is coarsened; `None` if the mean is withheld.
    pub(in crate::disclosure) fn fewer_decimals(&self, scale: usize) -> Option<u8> {
        self.means.get(&scale).copied().flatten()
    }

    /// The rule that withholds the items.
    pub(in crate::disclosure) fn items_rule(&self) -> Option<Rule> {
        let withheld = self.items == ItemDetail::Withheld;
        self.rule.or(withheld.then_some(Rule::Complementary))
    }

    /// The precision of figures about the group, or the trust, on a scale.
    pub(in crate::disclosure) fn precision(
        &self,
        study: &Study<'_>,
        scale: usize,
        about: About,
        policy: Policy,
    ) -> Precision {
        let fewer = self.fewer_decimals(scale).unwrap_or_default();
        let precision = Precision::of_scale(study, scale, about, policy).with_fewer_decimals(fewer);
        if self.few_skipped {
            precision.with_coarse_coefficients()
        } else {
            precision
        }
    }

    /// Coarsens what says how people answered who are the difference between a scale and its items. False if there is nothing left.
    pub(super) fn coarsen_items(&mut self, scale: usize) -> bool {
        let last = self.items >= ItemDetail::Bands;
        if last && self.fewer_decimals(scale) == Some(0) {
            return self.coarsen_mean(scale);
        }
        match self.items.next() {
            Some(next) => {
                self.items = next;
                true
            }
            None => self.coarsen_mean(scale),
        }
    }

    /// Publishes the mean of a scale with one decimal less. False if that cannot be.
    pub(super) fn coarsen_mean(&mut self, scale: usize) -> bool {
        match self.means.get_mut(&scale) {
            Some(Some(fewer)) if *fewer < MOST_FEWER => {
                *fewer += 1;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Detail, GroupRules, ItemDetail};

    #[test]
    fn items_in_bands_go_before_decimals_of_the_mean() {
        let mut detail = Detail::new(ItemDetail::Codes, &[3], GroupRules::default());
        let mut found = Vec::new();
        while detail.coarsen_items(3) {
            found.push((detail.items, detail.fewer_decimals(3)));
        }
        let expected = [
            (ItemDetail::BandsAndMean, Some(0)),
            (ItemDetail::Bands, Some(0)),
            (ItemDetail::Bands, Some(1)),
            (ItemDetail::Withheld, Some(1)),
            (ItemDetail::Withheld, Some(2)),
        ];
        assert_eq!(found, expected);
    }
}
