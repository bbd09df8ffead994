//! What a folder of reports may say of the change from the term before.
//!
//! That is `publish_change` of the two terms, as `cte compare` has it, and nothing else. An academy's page says its own change
//! and the trust's, both out of that one comparison: so whoever reads all of the folder learns of the change what `cte compare`
//! shows. There is no change of the rest of the trust, which would be a further sum over the withheld academies. Nor does the
//! trust's change stand on the page of an academy beside which there is a single other one in a term, whose score it would give.
//!
//! What the report of the later term withholds is withheld in the change too. The comparison sees to that by itself where both
//! are made of the same answers by the same rule. Where it does not hold all the same, as where results given out earlier make
//! the report withhold more, nothing of the change is shown.

use crate::disclosure::plan::order_of;
use crate::disclosure::seal::Seal;
use crate::disclosure::{
    Breakdown, Change, Comparison, GroupChange, GroupedStudy, Policy, Published, PublishedChange, PublishedGroup, Rule,
    ScaleChange, Shown, TermStudy, WhichTerm, publish_change,
};

/// Two terms of which the later is reported.
#[derive(Debug, Clone)]
pub struct ReportedTerms<'a> {
    /// The term before.
    pub before: TermStudy<'a>,
    /// The term that is reported, with the groups and scales of both. Its order says for each group of the report by itself
    /// which group here it is.
    pub after: TermStudy<'a>,
    /// How many scales they have in common, which come first.
    pub scales: usize,
}

/// What is said of the change.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedChange {
    /// For the trust, and for each academy that is shown in both terms.
    pub comparison: Comparison,
    places: Vec<usize>,
    seal: Seal,
}

/// What an academy's page may say of a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AcademyChange<'a> {
    /// The scale.
    pub scale: &'a ScaleChange,
    /// The academy's own change.
    pub own: &'a PublishedChange,
    /// The trust's, where it tells of no other academy.
    pub trust: Option<&'a Change>,
}

impl ReportedChange {
    /// An academy's own change on each scale, by its place in the report; none where it is not among the comparison's.
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

/// Whether beside an academy that is shown in both terms there are two others or more in each. The withheld ones count as one:
/// whoever is withheld for the other term's sake may be alone in this one.
fn has_several_others(scale: &ScaleChange, trust: &Change, own: usize) -> bool {
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
            WhichTerm::Before => trust.before.n,
            WhichTerm::After => trust.after.n,
        };
        let withheld = all.saturating_sub(persons.iter().sum());
        let shown = persons.iter().enumerate().filter(|&(place, &n)| place != own && n > 0);
        shown.count() + usize::from(withheld > 0) >= 2
    })
}

/// How many a term's figures of a group are shown of.
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
    if hides_what_the_report_hides(survey, published, &comparison, places, terms) {
        Shown::Figures(ReportedChange {
            comparison,
            places: places[0].to_vec(),
            seal: Seal,
        })
    } else {
        Shown::Withheld(Rule::Complementary)
    }
}

/// Whether the comparison shows nothing of the later term that the report withholds.
fn hides_what_the_report_hides(
    survey: &GroupedStudy<'_>,
    published: &Published,
    comparison: &Comparison,
    places: [&[usize]; 2],
    terms: &ReportedTerms<'_>,
) -> bool {
    let id = |place: usize| &terms.after.survey.academies.instrument.scales()[place].id;
    comparison.scales.iter().all(|change| {
        // Of a scale that the report does not have, nothing is withheld there.
        let own = published.scales.iter().find(|own| {
            let scale = &survey.academies.instrument.scales()[own.scale];
            scale.id == *id(change.scale)
        });
        let Some(own) = own else { return true };
        let by = match (&own.by, &change.by) {
            (Some(Breakdown { groups, .. }), Some((_, changes))) => hides(groups, changes, places[1]),
            _ => true,
        };
        (own.trust.figures().is_some() || change.trust.figures().is_none())
            && hides(&own.academies, &change.academies, places[0])
            && by
    })
}

fn hides(own: &[PublishedGroup], changes: &[PublishedChange], places: &[usize]) -> bool {
    own.len() == places.len()
        && own.iter().zip(places).all(|(group, &place)| {
            let change = changes.get(place).and_then(|change| change.figures.figures());
            let tells = match change {
                None
                | Some(GroupChange::Only {
                    when: WhichTerm::Before,
                    ..
                }) => false,
                // Of nobody in either term there is nothing to tell.
                Some(GroupChange::Both { change, .. }) => change.after.n > 0,
                Some(GroupChange::Only { .. }) => true,
            };
            group.scores.figures().is_some() || !tells
        })
}
