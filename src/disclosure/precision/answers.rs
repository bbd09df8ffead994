//! The answers to an item at published precision.

use std::collections::BTreeMap;

use crate::analysis::{Descriptives, ItemAnalysis, ItemDistribution, Undefined};
use crate::disclosure::ItemDetail;
use crate::disclosure::precision::{About, AtPrecision, PARTIAL, Precision, Proportion};
use crate::disclosure::seal::Seal;
use crate::model::{Band, MissingReason};

/// How finely the answers to an item are given, lowest keyed code first, including codes that nobody chose.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerDetail {
    /// The number of answers in each code, and their percentages.
    Counts {
        /// Numbers of answers.
        counts: Vec<u64>,
        /// Percentages of the answers given.
        percentages: Vec<Proportion>,
    },
    /// The percentage of answers in each code.
    Percentages(Vec<Proportion>),
    /// The percentage of answers in each band that has codes.
    Bands {
        /// The bands.
        bands: Vec<Band>,
        /// Percentages of the answers given.
        percentages: Vec<Proportion>,
    },
}

impl AnswerDetail {
    /// The number of answers in each code, if they are published.
    #[must_use]
    pub fn counts(&self) -> Option<&[u64]> {
        match self {
            Self::Counts { counts, .. } => Some(counts),
            Self::Percentages(_) | Self::Bands { .. } => None,
        }
    }

    /// The bands, if answers are given by band.
    #[must_use]
    pub fn bands(&self) -> Option<&[Band]> {
        match self {
            Self::Bands { bands, .. } => Some(bands),
            Self::Counts { .. } | Self::Percentages(_) => None,
        }
    }

    /// The percentage of answers in each code, or in each band.
    #[must_use]
    pub fn percentages(&self) -> &[Proportion] {
        match self {
            Self::Counts { percentages, .. } | Self::Percentages(percentages) | Self::Bands { percentages, .. } => {
                percentages
            }
        }
    }
}

/// The published answers to one item.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerFigures {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Answers given.
    pub n: u64,
    /// The answers in each code.
    pub answers: AnswerDetail,
    /// Missing answers by reason; `None` for a number that is not published.
    pub missing: BTreeMap<MissingReason, Option<u64>>,
    /// All missing answers, if their number is published.
    pub missing_count: Option<u64>,
    /// Moments of the keyed codes.
    pub moments: Result<Moments, Undefined>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<Proportion>,
    seal: Seal,
}

/// The published moments of the answers to an item, in keyed codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// The unit to which `mean` is rounded; 0 in full precision.
    pub unit: f64,
    /// Standard deviation (n − 1).
    pub sd: Result<f64, Undefined>,
    /// Median.
    pub median: Result<f64, Undefined>,
    /// Skewness G1.
    pub skewness: Result<f64, Undefined>,
    /// Excess kurtosis G2.
    pub kurtosis: Result<f64, Undefined>,
    /// Share of the answers at the lowest code, 0 to 1.
    pub floor: Result<Proportion, Undefined>,
    /// Share of the answers at the highest code, 0 to 1.
    pub ceiling: Result<Proportion, Undefined>,
}

impl AtPrecision for ItemDistribution {
    type Published = AnswerFigures;

    fn at_precision(self, precision: &Precision) -> AnswerFigures {
        let Self {
            item,
            n,
            counts,
            bands,
            missing,
            descriptives,
            percent_favourable,
        } = self;
        let all: u64 = missing.values().sum();
        let reasons = precision.published_reasons(missing);
        AnswerFigures {
            item,
            n,
            answers: precision.detail(counts, &bands, n),
            missing_count: (reasons.values().all(Option::is_some) || precision.is_enough(all)).then_some(all),
            missing: reasons,
            moments: precision.moments(descriptives),
            percent_favourable: percent_favourable.map(|share| precision.percent(share)),
            seal: Seal,
        }
    }
}

impl AtPrecision for Descriptives {
    type Published = Moments;

    fn at_precision(self, precision: &Precision) -> Moments {
        let Self {
            n: _,
            mean,
            sd,
            median,
            skewness,
            kurtosis,
            floor,
            ceiling,
        } = self;
        let sd = sd.map_err(|reason| precision.reason(reason));
        let sd = sd.and_then(|sd| precision.spread(sd));
        let shape = |found: Result<f64, Undefined>| match (&sd, found) {
            (Err(reason), Ok(_)) => Err(reason.clone()),
            (_, found) => precision.figure(found, Precision::statistic),
        };
        Moments {
            mean: precision.mean(mean),
            unit: precision.unit_of_means(),
            median: Ok(precision.score(median)),
            skewness: shape(skewness),
            kurtosis: shape(kurtosis),
            floor: Ok(precision.share(floor)),
            ceiling: Ok(precision.share(ceiling)),
            sd,
        }
    }
}

impl AtPrecision for ItemAnalysis {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            item_rest_r,
            item_total_r,
            item_r_corrected,
            alpha_if_dropped,
            omega_if_dropped,
        } = self;
        Self {
            item_rest_r: item_rest_r.at_precision(precision),
            item_total_r: item_total_r.at_precision(precision),
            item_r_corrected: item_r_corrected.at_precision(precision),
            alpha_if_dropped: alpha_if_dropped.at_precision(precision),
            omega_if_dropped: omega_if_dropped.at_precision(precision),
        }
    }
}

impl Precision {
    /// The answers to an item, in the detail of this precision.
    fn detail(&self, counts: Vec<u64>, bands: &[Band], n: u64) -> AnswerDetail {
        let percentage = |count: u64| self.percent(100.0 * count as f64 / n.max(1) as f64);
        let percentages = || counts.iter().map(|&count| percentage(count)).collect();
        match self.units.map_or(ItemDetail::Counts, |units| units.detail) {
            ItemDetail::Counts => AnswerDetail::Counts {
                percentages: percentages(),
                counts,
            },
            ItemDetail::Codes => AnswerDetail::Percentages(percentages()),
            ItemDetail::BandsAndMean | ItemDetail::Bands | ItemDetail::Withheld => {
                let in_band = |band: Band| -> u64 {
                    let codes = bands.iter().zip(&counts).filter(|(of, _)| **of == band);
                    codes.map(|(_, &count)| count).sum()
                };
                let bands: Vec<Band> = Band::ALL.into_iter().filter(|band| bands.contains(band)).collect();
                AnswerDetail::Bands {
                    percentages: bands.iter().map(|&band| percentage(in_band(band))).collect(),
                    bands,
                }
            }
        }
    }

    /// The moments of answers to an item, in the detail of this precision.
    fn moments(&self, found: Result<Descriptives, Undefined>) -> Result<Moments, Undefined> {
        match self.units.map_or(ItemDetail::Counts, |units| units.detail) {
            ItemDetail::Counts | ItemDetail::Codes => found.at_precision(self),
            ItemDetail::BandsAndMean => Ok(Moments {
                mean: self.mean(found?.mean),
                unit: self.unit_of_means(),
                sd: Err(PARTIAL),
                median: Err(PARTIAL),
                skewness: Err(PARTIAL),
                kurtosis: Err(PARTIAL),
                floor: Err(PARTIAL),
                ceiling: Err(PARTIAL),
            }),
            ItemDetail::Bands | ItemDetail::Withheld => Err(PARTIAL),
        }
    }

    /// True if so many missing answers are enough to publish their number. In a group they never are: the trust's number less those of
    /// the groups that show one would be the few of the others.
    fn is_enough(&self, people: u64) -> bool {
        self.units
            .is_none_or(|units| units.about == About::Trust && people >= units.least_count)
    }

    /// The numbers of missing answers by reason. Numbers of few people are not published, and neither are further ones, smallest
    /// first, while the numbers left out add up to few people: the total less the published numbers is their sum.
    fn published_reasons(&self, missing: BTreeMap<MissingReason, u64>) -> BTreeMap<MissingReason, Option<u64>> {
        let mut by_size: Vec<(&MissingReason, u64)> = missing.iter().map(|(reason, &count)| (reason, count)).collect();
        by_size.retain(|(_, count)| *count > 0);
        by_size.sort_by_key(|(_, count)| *count);
        let mut left_out: Vec<MissingReason> = Vec::new();
        let mut together = 0;
        for (reason, count) in by_size {
            if self.is_enough(count) && (left_out.is_empty() || self.is_enough(together)) {
                break;
            }
            left_out.push((*reason).clone());
            together += count;
        }
        let shown = |(reason, count)| {
            let shown = (!left_out.contains(&reason)).then_some(count);
            (reason, shown)
        };
        missing.into_iter().map(shown).collect()
    }
}
