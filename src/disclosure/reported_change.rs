//! Decides what a folder of reports may say about the change since the term before.
//!
//! It may say what `publish_change` shows of the two terms, as in `cte compare`, and nothing else. An academy's page has its own
//! change and the trust's, both from that comparison. So readers of the whole folder learn no more about the change than from
//! `cte compare`. There is no change of the rest of the trust, which would be a further sum over the withheld academies. And the page
//! of an academy does not show the trust's change if there is a single other academy in a term, whose score would follow.
//!
//! A group that the report of the later term withholds must be withheld in the change too. That is so if both are made from the same
//! answers by the same rule. If it is not, for example because earlier outputs make the report withhold more, nothing of the change
//! is shown.

use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::order_of;
use crate::disclosure::{
    Breakdown, Comparison, GroupChange, GroupedStudy, Policy, Published, PublishedChange, PublishedGroup,
    PublishedScale, Rule, ScaleChange, Shown, TermStudy, TrustChange, WhichTerm, publish_change,
};

/// The reported term and the term before it.
#[derive(Debug, Clone)]
pub struct ReportedTerms<'a> {
    /// The term before.
    pub before: TermStudy<'a>,
    /// The reported term, with the groups and scales of both terms. Its order maps each group of the report by itself to a group
    /// here.
    pub after: TermStudy<'a>,
    /// Number of scales that the terms have in common. These come first.
    pub scales: usize,
}

/// The published change of a folder of reports.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedChange {
    /// The change of the trust and of each academy that is shown in both terms.
    pub comparison: Comparison,
    places: Vec<usize>,
    seal: Seal,
}

/// It is made of a comparison that is published already.
impl AtPrecision for ReportedChange {
    type Published = Self;

    fn at_precision(self, _: &Precision) -> Self {
        self
    }
}

/// The change on one scale, for an academy's page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AcademyChange<'a> {
    /// The scale.
    pub scale: &'a ScaleChange,
    /// The academy's own change.
    pub own: &'a PublishedChange,
    /// The trust's change; `None` if it would disclose the only other academy.
    pub trust: Option<&'a TrustChange>,
}

impl ReportedChange {
    /// The change of an academy, by its place in the report, on each scale. Empty if the comparison does not have the academy.
    pub fn of_academy(&self, academy: usize) -> impl Iterator<Item = AcademyChange<'_>> {
        let place = self.places.get(academy).copied();
        let scales = self.comparison.scales.iter();
        scales.filter_map(move |scale| {
            let place = place?;
            Some(AcademyChange {
                scale,
                own: scale.academies.get(place)?,
                trust: scale
                    .trust
                    .figures()
                    .filter(|trust| has_several_others(scale, trust, place)),
            })
        })
    }
}

/// True if an academy is shown in both terms and each term has at least two other academies. The withheld academies count as one,
/// because an academy withheld for the sake of the other term may be alone in this one.
fn has_several_others(scale: &ScaleChange, trust: &TrustChange, own: usize) -> bool {
    let shown_in_both = scale.academies.get(own).and_then(|own| own.figures.figures());
    if !matches!(shown_in_both, Some(GroupChange::Both { .. })) {
        return false;
    }
    [WhichTerm::Before, WhichTerm::After].into_iter().all(|when| {
        let persons: Vec<u64> = scale
            .academies
            .iter()
            .map(|academy| persons_in(academy, when))
            .collect();
        let all = match when {
            WhichTerm::Before => trust.change.before.n,
            WhichTerm::After => trust.change.after.n,
        };
        let withheld = all.saturating_sub(persons.iter().sum());
        let shown = persons.iter().enumerate().filter(|&(place, &n)| place != own && n > 0);
        shown.count() + usize::from(withheld > 0) >= 2
    })
}

/// The number of people behind a group's figures in one term; 0 if they are withheld.
fn persons_in(group: &PublishedChange, when: WhichTerm) -> u64 {
    match group.figures.figures() {
        Some(GroupChange::Both { change, .. }) => match when {
            WhichTerm::Before => change.before.n,
            WhichTerm::After => change.after.n,
        },
        Some(GroupChange::Only { when: own, score }) if *own == when => score.n,
        Some(GroupChange::Only { .. }) | None => 0,
    }
}

/// Decides what the reports of a survey may say about the change since the term before. `survey` is the later term by itself, on its
/// own groups and scales; `published` is its report for the trust.
pub(in crate::disclosure) fn reported_change(
    survey: &GroupedStudy<'_>,
    published: &Published,
    terms: &ReportedTerms<'_>,
    policy: Policy,
) -> Shown<ReportedChange> {
    let comparison = publish_change(&terms.before, &terms.after, terms.scales, policy);
    let places = [order_of(&terms.after.order, 0), order_of(&terms.after.order, 1)];
    let hides = hides_what_the_report_hides(survey, published, &comparison, places, terms);
    let rule = (!hides).then_some(Rule::Complementary);
    Shown::unless(rule, &Precision::of_counts(About::Trust, policy), || ReportedChange {
        places: places[0].to_vec(),
        comparison,
        seal: Seal,
    })
}

/// True if the comparison shows no group or total of the later term that the report withholds.
fn hides_what_the_report_hides(
    survey: &GroupedStudy<'_>,
    published: &Published,
    comparison: &Comparison,
    places: [&[usize]; 2],
    terms: &ReportedTerms<'_>,
) -> bool {
    let id = |place: usize| &terms.after.survey.academies.instrument.scales()[place].id;
    comparison.scales.iter().all(|change| {
        let Some(own) = scale_of_report(survey, published, id(change.scale)) else {
            return true;
        };
        let by = match (&own.by, &change.by) {
            (Some(Breakdown { groups, .. }), Some((_, changes))) => {
                hides(groups, places[1], |place| has_figures(changes.get(place)))
            }
            _ => true,
        };
        (own.trust.figures().is_some() || change.trust.figures().is_none())
            && hides(&own.academies, places[0], |place| {
                has_figures(change.academies.get(place))
            })
            && by
    })
}

/// The report's scale of an id. The report withholds nothing on a scale that it does not have.
pub(in crate::disclosure) fn scale_of_report<'p>(
    survey: &GroupedStudy<'_>,
    published: &'p Published,
    id: &str,
) -> Option<&'p PublishedScale> {
    let scales = survey.academies.instrument.scales();
    published.scales.iter().find(|own| scales[own.scale].id == id)
}

/// True if no group that the report withholds has figures elsewhere. `places` has the place of each group there.
pub(in crate::disclosure) fn hides(
    own: &[PublishedGroup],
    places: &[usize],
    has_figures: impl Fn(usize) -> bool,
) -> bool {
    let mut groups = own.iter().zip(places);
    own.len() == places.len() && groups.all(|(group, &place)| group.scores.figures().is_some() || !has_figures(place))
}

/// True if a change has figures of the later term.
fn has_figures(change: Option<&PublishedChange>) -> bool {
    match change.and_then(|change| change.figures.figures()) {
        None
        | Some(GroupChange::Only {
            when: WhichTerm::Before,
            ..
        }) => false,
        // An empty group has no figures.
        Some(GroupChange::Both { change, .. }) => change.after.n > 0,
        Some(GroupChange::Only { .. }) => true,
    }
}
