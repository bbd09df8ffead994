//! Decides what may be published in a folder of reports: `cte report`, with a report for the trust and one for each academy,
//! compared with the rest of the trust.
//!
//! The reports are assumed to be read together, and together with `cte score` and `cte items --by`. So an academy's scores are shown
//! if `publish` shows them, and its items if `publish_items` shows them. Nothing else is decided here: the rest of the trust is the
//! published total minus the academy's own published figures, with the withheld academies combined, and readers of the folder could
//! subtract them anyway. For the same reason a withheld academy has no rest of the trust, which would disclose its figures, and
//! neither has an academy with a single other academy, which the rest would be.

use crate::analysis::{
    self, AggregationVerdict, Beside, GroupAgreement, GroupEstimates, GroupScores, ItemDistribution, RestComparison,
    Study, TrustEstimates, Undefined,
};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::partial::Detail;
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::reported_change::reported_change;
use crate::disclosure::rest::PublishedMeans;
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::withheld;
use crate::disclosure::survey_detail::{SurveyDetail, items_of_scales};
use crate::disclosure::{
    AnswerFigures, GroupFigures, GroupedStudy, ItemDetail, PeerScores, Policy, Published, PublishedScale,
    ReportedChange, ReportedTerms, Rule, Shown, SuppressionPlan, Trend, TrustFigures, publish,
};

/// Figures of the rest of the trust, if it is more than one academy.
#[derive(Debug, Clone, PartialEq)]
pub enum RestOfTrust<T> {
    /// The figures of the other academies.
    Others(T),
    /// The rest is a single academy or none; or, for an item, it would say more about the academy than is published.
    TooFew,
}

/// The rest of the trust on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct RestScores {
    /// Its scores.
    pub rest: TrustFigures,
    /// The academy's score compared with that of the rest, in score units.
    pub comparison: RestComparison,
}

/// The rest of the trust on an item.
#[derive(Debug, Clone, PartialEq)]
pub struct RestAnswers {
    /// Its answers.
    pub rest: AnswerFigures,
    /// The academy's mean compared with theirs, in keyed codes.
    pub comparison: RestComparison,
}

/// The figures of an academy on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct AcademyScale {
    /// Its scores.
    pub own: GroupFigures,
    /// Its agreement.
    pub agreement: Shown<GroupAgreement>,
    /// The rest of the trust.
    pub rest: RestOfTrust<RestScores>,
}

/// The figures of an academy on an item.
#[derive(Debug, Clone, PartialEq)]
pub struct AcademyItem {
    /// Its answers.
    pub own: AnswerFigures,
    /// The answers of the rest of the trust, and the academy's mean compared with theirs, in keyed codes.
    pub rest: RestOfTrust<RestAnswers>,
}

/// The estimates behind an academy's figures on a scale, with every digit.
struct ScaleEstimates {
    own: GroupEstimates,
    agreement: Shown<GroupAgreement>,
    rest: RestOfTrust<Compared<TrustEstimates>>,
}

/// The estimates behind an academy's figures on an item, with every digit.
struct ItemEstimates {
    own: ItemDistribution,
    rest: RestOfTrust<Compared<ItemDistribution>>,
}

/// The rest of the trust with every digit, and the academy compared with it.
struct Compared<T> {
    rest: T,
    comparison: RestComparison,
    of_published: Option<f64>,
}

/// The rest of the trust with every digit, before it is known how many comparisons are made together.
struct Uncompared<T> {
    rest: T,
    beside: Result<Beside, Undefined>,
    /// How far the academy's published mean lies above that of the rest, if the rest's follows from published means.
    of_published: Option<f64>,
}

impl<T> RestOfTrust<Uncompared<T>> {
    fn is_compared(&self) -> bool {
        matches!(self, Self::Others(others) if others.beside.is_ok())
    }

    fn compare(self, level: f64, compared: usize, verdict: Option<&AggregationVerdict>) -> RestOfTrust<Compared<T>> {
        match self {
            Self::TooFew => RestOfTrust::TooFew,
            Self::Others(Uncompared {
                rest,
                beside,
                of_published,
            }) => RestOfTrust::Others(Compared {
                rest,
                of_published,
                comparison: RestComparison::of(&beside, level, compared, verdict),
            }),
        }
    }
}

impl AtPrecision for ScaleEstimates {
    type Published = AcademyScale;

    fn at_precision(self, precision: &Precision) -> AcademyScale {
        let Self { own, agreement, rest } = self;
        AcademyScale {
            own: own.at_precision(precision),
            agreement,
            rest: match rest {
                RestOfTrust::TooFew => RestOfTrust::TooFew,
                RestOfTrust::Others(others) => RestOfTrust::Others(RestScores {
                    rest: others.rest.at_precision(precision),
                    comparison: precision.comparison(others.comparison, others.of_published),
                }),
            },
        }
    }
}

impl AtPrecision for ItemEstimates {
    type Published = AcademyItem;

    fn at_precision(self, precision: &Precision) -> AcademyItem {
        let Self { own, rest } = self;
        AcademyItem {
            own: own.at_precision(precision),
            rest: match rest {
                RestOfTrust::TooFew => RestOfTrust::TooFew,
                RestOfTrust::Others(others) => RestOfTrust::Others(RestAnswers {
                    rest: others.rest.at_precision(precision),
                    comparison: others.comparison.at_precision(precision),
                }),
            },
        }
    }
}

/// The report of an academy.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedAcademy {
    /// Its name; empty for people who gave none.
    pub name: String,
    /// The scales, in the instrument's order.
    pub scales: Vec<Shown<AcademyScale>>,
    /// The other academies of the same phase on each scale; empty if no phases are known, `None` if they are too few.
    pub peers: Vec<Option<PeerScores>>,
    /// The items, in the instrument's order. Items of no scale are withheld.
    pub items: Vec<Shown<AcademyItem>>,
}

impl ReportedAcademy {
    /// True if it is shown on any scale.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.scales.iter().any(|scale| scale.figures().is_some())
    }
}

/// The published figures of a folder of reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// The report of the trust.
    pub trust: Published,
    /// The reports of the academies, in file order.
    pub academies: Vec<ReportedAcademy>,
    /// The change since the term before, if there is one.
    pub change: Option<Shown<ReportedChange>>,
    /// All terms up to this one, if there are several.
    pub trend: Option<Shown<Trend>>,
    seal: Seal,
}

/// Decides what the reports of a survey may say, and estimates only that.
#[must_use]
pub fn publish_report(survey: &GroupedStudy<'_>, policy: Policy) -> Reported {
    let study = &survey.academies;
    let trust = publish(survey, policy);
    let mut academies: Vec<ReportedAcademy> = study
        .tally
        .names()
        .iter()
        .map(|name| ReportedAcademy {
            name: name.clone(),
            scales: Vec::new(),
            peers: Vec::new(),
            items: Vec::new(),
        })
        .collect();
    // For each academy: its figures on each scale, by place of the scale.
    let mut of_scales: Vec<Vec<(usize, Shown<AcademyScale>)>> = academies.iter().map(|_| Vec::new()).collect();
    // For each item: the detail of each academy.
    let mut details: Vec<Vec<ItemDetail>> = vec![Vec::new(); study.instrument.items().len()];
    let withheld_items = || (0..study.instrument.items().len()).map(|_| Err(Rule::Small)).collect();
    // The verdict on the scale that each item is shown with.
    let mut verdicts: Vec<Option<&AggregationVerdict>> = vec![None; study.instrument.items().len()];
    let mut items: Vec<Vec<Result<UncomparedItem, Rule>>> = academies.iter().map(|_| withheld_items()).collect();
    for members in linked_scales(study) {
        // Scales that are linked withhold the same academies.
        let Some(scale) = trust.scales.iter().find(|scale| members.contains(&scale.scale)) else {
            continue;
        };
        let plan = SuppressionPlan {
            total: scale.trust.rule(),
            groups: vec![rules(scale)],
        };
        let mut detail = SurveyDetail::of(survey, &members, &plan, policy);
        let of_members = detail.groups.remove(0);
        let rules: Vec<Option<Rule>> = of_members.iter().map(Detail::items_rule).collect();
        for scale in trust.scales.iter().filter(|scale| members.contains(&scale.scale)) {
            let found = academies_on_scale(study, scale, &of_members, policy);
            for (scales, shown) in of_scales.iter_mut().zip(found) {
                scales.push((scale.scale, shown));
            }
        }
        let pooled = study.pooled(&withheld(&rules));
        for item in items_of_scales(study, &members) {
            let home = members
                .iter()
                .find(|&&scale| study.instrument.scales()[scale].items.contains(&item));
            let home = home.and_then(|home| trust.scales.iter().find(|scale| scale.scale == *home));
            verdicts[item] = home.and_then(verdict);
            let found = academies_on_item(&pooled, item, &rules).into_iter().zip(&of_members);
            for (academy, (mut found, own)) in items.iter_mut().zip(found) {
                // The rest is the trust's answers less the academy's own, which say more than bands.
                let says_more = detail.trust.items > ItemDetail::Counts || own.items > ItemDetail::Codes;
                if let (true, Ok(found)) = (says_more, &mut found) {
                    found.rest = RestOfTrust::TooFew;
                }
                academy[item] = found;
            }
            details[item] = of_members.iter().map(|detail| detail.items).collect();
        }
    }
    for (academy, mut scales) in academies.iter_mut().zip(of_scales) {
        scales.sort_by_key(|(scale, _)| *scale);
        academy.scales = scales.into_iter().map(|(_, shown)| shown).collect();
    }
    let compared = items
        .iter()
        .flatten()
        .flatten()
        .filter(|found| found.rest.is_compared())
        .count();
    for (place, (academy, items)) in academies.iter_mut().zip(items).enumerate() {
        let precision = |item: usize| {
            let detail = details[item].get(place).copied().unwrap_or(ItemDetail::Codes);
            Precision::of_item(study, item, About::Group, policy).in_detail(detail)
        };
        let shown = items.into_iter().enumerate().map(|(item, found)| match found {
            Err(rule) => Shown::withheld(rule),
            Ok(UncomparedItem { own, rest }) => Shown::unless(None, &precision(item), || ItemEstimates {
                own,
                rest: rest.compare(study.options.level, compared, verdicts[item]),
            }),
        });
        academy.items = shown.collect();
    }
    Reported {
        trust,
        academies,
        change: None,
        trend: None,
        seal: Seal,
    }
}

/// Decides what the reports of a survey may say, with the change since the term before. `survey` is the later of the two terms by itself,
/// on its own groups and scales.
#[must_use]
pub fn publish_report_with_change(survey: &GroupedStudy<'_>, terms: &ReportedTerms<'_>, policy: Policy) -> Reported {
    let reported = publish_report(survey, policy);
    Reported {
        change: Some(reported_change(survey, &reported.trust, terms, policy)),
        ..reported
    }
}

/// The verdict on aggregation of a scale, if it is shown.
fn verdict(scale: &PublishedScale) -> Option<&AggregationVerdict> {
    scale.aggregation.figures().map(|found| &found.verdict)
}

/// The rules that withhold the academies on a scale.
fn rules(scale: &PublishedScale) -> Vec<Option<Rule>> {
    scale.academies.iter().map(|academy| academy.scores.rule()).collect()
}

/// For each academy: its figures on a scale, compared with the rest of the trust.
fn academies_on_scale(
    study: &Study<'_>,
    published: &PublishedScale,
    details: &[Detail],
    policy: Policy,
) -> Vec<Shown<AcademyScale>> {
    let hidden = withheld(&rules(published));
    let pooled = study.pooled(&hidden);
    let scores = GroupScores::of(&pooled, published.scale);
    let estimates = analysis::group_estimates(&pooled, &scores);
    let shown = published
        .academies
        .iter()
        .filter_map(|academy| academy.scores.figures());
    let rests: Vec<RestOfTrust<Uncompared<TrustEstimates>>> = shown
        .enumerate()
        .map(|(place, own)| {
            let mut others = others(&pooled, place);
            let all = others.len();
            others.retain(|&other| scores.comparable[other]);
            let persons = |&group: &usize| analysis::score_extremes(&pooled, published.scale, group).is_some();
            if !several(&pooled, hidden.len(), &others, persons) {
                return RestOfTrust::TooFew;
            }
            let mut rest = analysis::estimates_over(&pooled, published.scale, &others);
            // The rest is the trust less the academy only if none is left out.
            let trust = published.trust.figures().filter(|_| others.len() == all);
            let of_published = trust.and_then(|trust| PublishedMeans { trust, own }.settle(study, &mut rest, policy));
            RestOfTrust::Others(Uncompared {
                rest,
                beside: analysis::scores_beside(&pooled, &scores, place, &others),
                of_published,
            })
        })
        .collect();
    let compared = rests.iter().filter(|rest| rest.is_compared()).count();
    let mut open = estimates.into_iter().zip(rests);
    let academies = published.academies.iter().zip(details).map(|(academy, detail)| {
        if let Err(rule) = academy.scores.open() {
            return Shown::withheld(rule);
        }
        let Some((own, rest)) = open.next() else {
            return Shown::withheld(Rule::Small);
        };
        let precision = detail.precision(study, published.scale, About::Group, policy);
        Shown::unless(None, &precision, || ScaleEstimates {
            own,
            agreement: academy.agreement.clone(),
            rest: rest.compare(study.options.level, compared, verdict(published)),
        })
    });
    academies.collect()
}

/// An academy's answers to an item with every digit, before it is known how many comparisons are made together.
struct UncomparedItem {
    own: ItemDistribution,
    rest: RestOfTrust<Uncompared<ItemDistribution>>,
}

/// For each academy: its answers to an item, compared with the rest of the trust, or the rule that withholds them.
fn academies_on_item(pooled: &Study<'_>, item: usize, rules: &[Option<Rule>]) -> Vec<Result<UncomparedItem, Rule>> {
    let hidden = withheld(rules).len();
    let mut place = 0..;
    let academies = rules.iter().map(|rule| {
        if let Some(rule) = rule {
            return Err(*rule);
        }
        let group = place.next().unwrap_or_default();
        let others = others(pooled, group);
        let own = analysis::item_distribution(pooled, item, &[group]);
        let persons = |&group: &usize| pooled.tally.counts(group, item).iter().any(|&count| count > 0);
        let rest = if several(pooled, hidden, &others, persons) {
            RestOfTrust::Others(Uncompared {
                rest: analysis::item_distribution(pooled, item, &others),
                beside: analysis::answers_beside(pooled, item, group, &others),
                of_published: None,
            })
        } else {
            RestOfTrust::TooFew
        };
        Ok(UncomparedItem { own, rest })
    });
    academies.collect()
}

fn others(study: &Study<'_>, group: usize) -> Vec<usize> {
    (0..study.tally.groups()).filter(|&other| other != group).collect()
}

/// True if the others are at least two academies. The withheld academies are combined into the last group. It counts as two: by the
/// plan it contains several academies if it is not empty, and with `--unsuppressed` nothing is withheld.
fn several(study: &Study<'_>, hidden: usize, others: &[usize], persons: impl Fn(&usize) -> bool) -> bool {
    let last = study.tally.groups() - 1;
    let weight = |&group: &usize| if hidden > 0 && group == last { 2 } else { 1 };
    others.iter().filter(|group| persons(group)).map(weight).sum::<usize>() >= 2
}
