//! The rest of the trust on a scale, without one academy.
//!
//! In a published result its mean is computed from the published means of the trust and of the academy, so it says nothing more than these.
//! Each rounded by itself, the means of all rests would be many roundings of nearly the same sum, and together almost the exact one.

use crate::analysis::{Study, TrustEstimates, Weighting};
use crate::disclosure::policy::Digits;
use crate::disclosure::{GroupFigures, Policy, TrustFigures};
use crate::model::Aggregate;

/// The published means of the trust and of an academy.
#[derive(Debug, Clone, Copy)]
pub(in crate::disclosure) struct PublishedMeans<'a> {
    pub(in crate::disclosure) trust: &'a TrustFigures,
    pub(in crate::disclosure) own: &'a GroupFigures,
}

impl PublishedMeans<'_> {
    /// Gives the rest the means that follow from the published ones, and returns how far the academy's lies above it. None in full
    /// precision, or if scores are made from the means of items.
    pub(in crate::disclosure) fn settle(
        self,
        study: &Study<'_>,
        rest: &mut TrustEstimates,
        policy: Policy,
    ) -> Option<f64> {
        if study.instrument.scoring.aggregate != Aggregate::Persons || policy.digits != Digits::Published {
            return None;
        }
        rest.mean_of_persons = self.mean_of_persons();
        rest.mean_of_academies = self.mean_of_academies();
        let mean = self.mean(rest)?;
        if let (Ok(stratified), Some(exact)) = (&mut rest.interval, rest.mean) {
            stratified.interval.shift(mean - exact);
            stratified.mean = mean;
        }
        rest.mean = Some(mean);
        self.own.mean.map(|own| own - mean)
    }

    /// The mean of the rest, if the trust and the rest are weighted alike.
    fn mean(self, rest: &TrustEstimates) -> Option<f64> {
        match (self.trust.weights, rest.weights) {
            (Weighting::Respondents, Weighting::Respondents) => self.mean_of_persons(),
            (Weighting::Headcounts, Weighting::Headcounts) => {
                let staff = self.own.headcount?.max(self.own.n) as f64;
                without(self.trust.mean?, self.trust.headcount? as f64, self.own.mean?, staff)
            }
            (Weighting::Respondents, Weighting::Headcounts) | (Weighting::Headcounts, Weighting::Respondents) => None,
        }
    }

    fn mean_of_persons(self) -> Option<f64> {
        let (all, own) = (self.trust.n as f64, self.own.n as f64);
        without(self.trust.mean_of_persons?, all, self.own.mean?, own)
    }

    fn mean_of_academies(self) -> Option<f64> {
        without(
            self.trust.mean_of_academies?,
            self.trust.academies as f64,
            self.own.mean?,
            1.0,
        )
    }
}

/// The mean of a whole without one of its parts. Both have a weight.
fn without(whole: f64, of_whole: f64, part: f64, of_part: f64) -> Option<f64> {
    let left = of_whole - of_part;
    (left > 0.0).then(|| (whole * of_whole - part * of_part) / left)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn the_rest_is_the_whole_without_the_part() {
        assert_eq!(without(4.0, 30.0, 5.0, 10.0), Some(3.5));
        assert_eq!(without(4.0, 10.0, 4.0, 10.0), None);
    }
}
