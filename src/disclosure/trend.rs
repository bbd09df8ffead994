//! Decides what may be published about several terms in a row: `cte trend`.
//!
//! Each term is published by itself, as by `cte score`; respondents are not linked over terms. A group's change since the term before
//! is shown only if the group is shown in both terms, and is a function of the figures shown there. Benchmarks are made from groups
//! that are shown, or from the total and one group that is shown.

use crate::analysis::{
    self, AggregationVerdict, Change, ChangeInMeans, GroupScores, InvarianceDepth, Options, RestComparison, Standard,
    StandardisedMean, TrustChange, Undefined,
};
use crate::disclosure::invariance::{PublishedInvariance, invariance_over_terms};
use crate::disclosure::joint_plan::{JointPlan, joint_plans};
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::publish::{PlannedScales, publish_planned};
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::withheld;
use crate::disclosure::term::{TermPlan, TermStudy, term_plans};
use crate::disclosure::{
    GroupFigures, GroupedStudy, Policy, Published, PublishedGroup, Respondents, Rule, Shown, StandardStaff,
    TrustFigures,
};

/// The fewest academies with quartiles.
const FEWEST_FOR_QUARTILES: usize = 4;

/// The figures of a group in one term.
#[derive(Debug, Clone, PartialEq)]
pub enum TrendPoint {
    /// They are shown.
    Shown(Box<GroupPoint>),
    /// They are withheld.
    Withheld(Rule),
    /// The group has no answers in this term.
    Absent,
}

/// The figures of a group that is shown in one term.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPoint {
    /// Its score.
    pub score: GroupFigures,
    /// The change since the term before, if the group is shown in that term too.
    pub change: Option<Change>,
    /// Comparison with the rest of the trust; only for academies.
    pub rest: Option<RestInTerm>,
}

/// The rest of the trust in one term, beside an academy.
#[derive(Debug, Clone, PartialEq)]
pub struct RestInTerm {
    /// Its score.
    pub mean: f64,
    /// The academy compared with it.
    pub comparison: RestComparison,
}

impl AtPrecision for GroupPoint {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { score, change, rest } = self;
        let beside = |RestInTerm {
                          mean: exact,
                          comparison,
                      }: RestInTerm| {
            let mean = precision.mean(exact);
            RestInTerm {
                mean,
                // As in a report: the difference between the two means that are published.
                comparison: precision.comparison(comparison, score.mean.map(|own| own - mean)),
            }
        };
        Self {
            rest: rest.map(beside),
            change: change.at_precision(precision),
            score,
        }
    }
}

/// A group over all terms.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTrend {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Its figures in each term.
    pub points: Vec<TrendPoint>,
}

/// The figures of the trust in one term.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustPoint {
    /// Its score.
    pub score: TrustFigures,
    /// The change since the term before, with the weights of academies held fixed.
    pub change: Option<TrustChange>,
}

impl AtPrecision for TrustPoint {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { score, change } = self;
        Self {
            score,
            change: change.at_precision(precision),
        }
    }
}

/// Quartiles of the scores of the academies shown in one term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// Number of academies shown.
    pub academies: usize,
    /// Lower quartile.
    pub lower: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub upper: f64,
}

impl AtPrecision for Quartiles {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            academies,
            lower,
            median,
            upper,
        } = self;
        Self {
            academies,
            lower: precision.score(lower),
            median: precision.score(median),
            upper: precision.score(upper),
        }
    }
}

/// The figures of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleTrend {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust in each term.
    pub trust: Vec<Shown<TrustPoint>>,
    /// Quartiles of the academies in each term; `None` with fewer than four academies shown.
    pub quartiles: Vec<Option<Quartiles>>,
    /// The academies.
    pub academies: Vec<GroupTrend>,
    /// The groups of another column, if one was asked for.
    pub by: Option<(String, Vec<GroupTrend>)>,
    /// Scores standardised to the trust's staff by that column, if staff numbers are known.
    pub standardised: Option<StandardisedTrend>,
}

/// The standardised scores on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedTrend {
    /// The trust in each term.
    pub trust: Vec<Shown<StandardisedPoint>>,
    /// The academies, in order, each in every term.
    pub academies: Vec<Vec<Shown<StandardisedPoint>>>,
}

/// A standardised score in one term.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedPoint {
    /// The score.
    pub mean: Result<StandardisedMean, Undefined>,
    /// Its change since the term before, if it is shown in that term too.
    pub change: Option<Result<ChangeInMeans, Undefined>>,
}

impl AtPrecision for StandardisedPoint {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { mean, change } = self;
        Self {
            mean: mean.at_precision(precision),
            change: change.at_precision(precision),
        }
    }
}

/// The published figures of several terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows in each term.
    pub respondents: Vec<Respondents>,
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleTrend>,
    /// The staff that the scores of every term are standardised to, if known.
    pub standard: Option<StandardStaff>,
    /// Whether the items worked alike in all terms; empty without rows.
    pub invariance: Vec<PublishedInvariance>,
    seal: Seal,
}

/// It is made of figures that are published already.
impl AtPrecision for Trend {
    type Published = Self;

    fn at_precision(self, _: &Precision) -> Self {
        self
    }
}

/// Decides what may be published about several terms, earliest first, and estimates only that. All surveys must have the same groups
/// and the same first `scales` scales.
#[must_use]
pub fn publish_trend(terms: &[TermStudy<'_>], scales: usize, policy: Policy) -> Trend {
    let plans: Vec<Vec<TermPlan>> = terms.iter().map(|term| term_plans(term, policy)).collect();
    let publish = |(term, plans): (&TermStudy<'_>, &Vec<TermPlan>)| {
        let plans = plans.iter().cloned().map(|own| PlannedScales {
            scales: own.scales,
            plan: own.plan,
            standardised: own.standardised,
        });
        publish_planned(&term.survey, &plans.collect::<Vec<_>>(), policy)
    };
    let published: Vec<Published> = terms.iter().zip(&plans).map(publish).collect();
    // What each term but the first withholds together with the term before.
    let since = terms.windows(2).zip(plans.windows(2));
    let since: Vec<Vec<JointPlan<'_>>> = since
        .map(|(terms, plans)| joint_plans([&terms[0], &terms[1]], [&plans[0], &plans[1]], scales))
        .collect();
    let all: Vec<&TermStudy<'_>> = terms.iter().collect();
    let terms: Vec<&GroupedStudy<'_>> = terms.iter().map(|term| &term.survey).collect();
    Trend {
        invariance: invariance_over_terms(&all, &plans, scales, policy, InvarianceDepth::Items),
        policy,
        options: terms
            .last()
            .map_or_else(Options::default, |term| term.academies.options),
        respondents: published.iter().map(|term| term.respondents).collect(),
        scales: (0..scales)
            .map(|scale| one_scale(&terms, &published, &since, scale, policy))
            .collect(),
        standard: terms.last().and_then(|last| StandardStaff::of(last)),
        seal: Seal,
    }
}

fn one_scale(
    terms: &[&GroupedStudy<'_>],
    published: &[Published],
    since: &[Vec<JointPlan<'_>>],
    scale: usize,
    policy: Policy,
) -> ScaleTrend {
    let academies: Vec<&[PublishedGroup]> = published
        .iter()
        .map(|term| term.scales[scale].academies.as_slice())
        .collect();
    let studies = terms.iter().map(|term| &term.academies).collect::<Vec<_>>();
    let aggregations = published.iter().map(|term| term.scales[scale].aggregation.figures());
    let verdicts: Vec<Option<&AggregationVerdict>> = aggregations.map(|found| Some(&found?.verdict)).collect();
    let by = terms.iter().map(|term| term.by.as_ref()).collect::<Option<Vec<_>>>();
    let by = by.and_then(|studies| {
        let groups: Option<Vec<&[PublishedGroup]>> = published
            .iter()
            .map(|term| Some(term.scales[scale].by.as_ref()?.groups.as_slice()))
            .collect();
        let column = studies.last()?.tally.column().to_owned();
        Some((
            column,
            trends(&studies, &groups?, &verdicts, scale, policy, GroupingKind::Other),
        ))
    });
    ScaleTrend {
        scale,
        trust: (0..terms.len())
            .map(|term| trust_point(terms, published, since, scale, term, policy))
            .collect(),
        quartiles: academies
            .iter()
            .zip(&studies)
            .map(|(groups, study)| {
                quartiles(groups).at_precision(&Precision::of_scale(study, scale, About::Trust, policy))
            })
            .collect(),
        academies: trends(&studies, &academies, &verdicts, scale, policy, GroupingKind::Academies),
        by,
        standardised: standardised(terms, published, scale, policy),
    }
}

/// The standardised scores of every term, if every term has staff numbers to standardise to.
fn standardised(
    terms: &[&GroupedStudy<'_>],
    published: &[Published],
    scale: usize,
    policy: Policy,
) -> Option<StandardisedTrend> {
    let found: Vec<_> = published
        .iter()
        .map(|term| term.scales[scale].standardised.as_ref())
        .collect::<Option<_>>()?;
    let standards: Vec<&Standard<'_>> = terms.iter().map(|term| term.standard.as_ref()).collect::<Option<_>>()?;
    let level = terms.last()?.academies.options.level;
    // `rules` has the rule of each term, and `mean` estimates the mean of a term with every digit.
    let row = |rules: Vec<Option<Rule>>, about: About, mean: &dyn Fn(&Standard<'_>) -> StandardisedEstimate| {
        let point = |term: usize| {
            let precision = Precision::of_scale(&standards[term].cells, scale, about, policy);
            Shown::unless(rules[term], &precision, || {
                let earlier = term.checked_sub(1).filter(|&earlier| rules[earlier].is_none());
                let change = |earlier: usize| {
                    analysis::standardised_change(mean(standards[earlier]), mean(standards[term]), level).difference
                };
                StandardisedPoint {
                    mean: mean(standards[term]),
                    change: earlier.map(change),
                }
            })
        };
        (0..standards.len()).map(point).collect()
    };
    let academies = 0..found.first()?.academies.len();
    let of_academy = |academy: usize| {
        let rules = found.iter().map(|term| term.academies[academy].rule()).collect();
        row(rules, About::Group, &|standard| {
            analysis::standardised_academy(standard, scale, academy)
        })
    };
    Some(StandardisedTrend {
        trust: row(
            found.iter().map(|term| term.trust.rule()).collect(),
            About::Trust,
            &|standard| analysis::standardised_trust(standard, scale),
        ),
        academies: academies.map(of_academy).collect(),
    })
}

/// A standardised mean with every digit, or the reason why there is none.
type StandardisedEstimate = Result<StandardisedMean, Undefined>;

fn trust_point(
    terms: &[&GroupedStudy<'_>],
    published: &[Published],
    since: &[Vec<JointPlan<'_>>],
    scale: usize,
    term: usize,
    policy: Policy,
) -> Shown<TrustPoint> {
    let precision = Precision::of_scale(&terms[term].academies, scale, About::Trust, policy);
    match published[term].scales[scale].trust.open() {
        Err(rule) => Shown::withheld(rule),
        Ok(score) => {
            let earlier = term.checked_sub(1);
            let joint = earlier.and_then(|earlier| {
                let joint = since[earlier].iter().find(|joint| joint.scales.contains(&scale))?;
                Some((earlier, joint)).filter(|_| joint.plan.total.is_none())
            });
            let studies = |earlier: usize| [&terms[earlier].academies, &terms[term].academies];
            let before = earlier.and_then(|earlier| published[earlier].scales[scale].trust.figures());
            let precision = precision.no_finer_than(score.unit.max(before.map_or(0.0, |before| before.unit)));
            Shown::unless(None, &precision, || TrustPoint {
                score: score.clone(),
                change: joint.map(|(earlier, joint)| joint.trust_change(studies(earlier), scale, policy)),
            })
        }
    }
}

/// The groups that are withheld.
fn hidden(groups: &[PublishedGroup]) -> Vec<usize> {
    let rules: Vec<Option<Rule>> = groups.iter().map(|group| group.scores.rule()).collect();
    withheld(&rules)
}

/// The kind of a grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GroupingKind {
    Academies,
    Other,
}

fn trends(
    studies: &[&analysis::Study<'_>],
    published: &[&[PublishedGroup]],
    verdicts: &[Option<&AggregationVerdict>],
    scale: usize,
    policy: Policy,
    kin: GroupingKind,
) -> Vec<GroupTrend> {
    let Some(last) = published.last() else {
        return Vec::new();
    };
    let mut trends: Vec<GroupTrend> = last
        .iter()
        .map(|group| GroupTrend {
            name: group.name.clone(),
            points: Vec::with_capacity(published.len()),
        })
        .collect();
    for (term, groups) in published.iter().enumerate() {
        let usual = Precision::of_scale(studies[term], scale, About::Group, policy);
        let answered = |group: usize| {
            let tally = &studies[term].tally;
            tally.rows(group) > tally.blank(group)
        };
        let shown = |term: usize, group: usize| published[term][group].scores.figures().is_some();
        let earlier = term.checked_sub(1);
        let changed: Vec<usize> = (0..groups.len())
            .filter(|&group| {
                let before = |earlier: usize| {
                    let tally = &studies[earlier].tally;
                    shown(earlier, group) && tally.rows(group) > tally.blank(group)
                };
                shown(term, group) && answered(group) && earlier.is_some_and(before)
            })
            .collect();
        let changes = earlier.map_or(Vec::new(), |earlier| {
            analysis::group_changes(studies[earlier], studies[term], scale, &changed, policy.min_group)
        });
        let mut changes = changed.into_iter().zip(changes).peekable();
        // Withheld groups are combined, so that not even a last digit depends on how their people are distributed.
        let pooled = studies[term].pooled(&hidden(groups));
        let open = groups.iter().filter(|group| group.scores.figures().is_some()).count();
        let mut rests = match kin {
            GroupingKind::Academies => rests(&pooled, scale, open, verdicts[term]),
            GroupingKind::Other => vec![None; open],
        }
        .into_iter();
        for (group, trend) in trends.iter_mut().enumerate() {
            let point = match groups[group].scores.open() {
                Err(_) if !answered(group) => TrendPoint::Absent,
                Ok(_) if !answered(group) => {
                    rests.next();
                    TrendPoint::Absent
                }
                Err(rule) => TrendPoint::Withheld(rule),
                Ok(score) => {
                    let point = GroupPoint {
                        score: score.clone(),
                        change: changes.next_if(|(own, _)| *own == group).map(|(_, change)| change),
                        rest: rests.next().flatten(),
                    };
                    let unit = |groups: &[PublishedGroup]| groups[group].scores.figures().map_or(0.0, |own| own.unit);
                    let before = earlier.map_or(0.0, |earlier| unit(published[earlier]));
                    let precision = usual.no_finer_than(score.unit.max(before));
                    TrendPoint::Shown(Box::new(point.at_precision(&precision)))
                }
            };
            trend.points.push(point);
        }
    }
    trends
}

/// The rest of the trust beside each of the first `open` groups; `None` beside a group that is alone.
fn rests(
    pooled: &analysis::Study<'_>,
    scale: usize,
    open: usize,
    verdict: Option<&AggregationVerdict>,
) -> Vec<Option<RestInTerm>> {
    let scores = GroupScores::of(pooled, scale);
    let of = |group: usize| {
        let others = (0..pooled.tally.groups()).filter(|&other| other != group && scores.comparable[other]);
        let others: Vec<usize> = others.collect();
        analysis::mean_over(pooled, scale, &[group])?;
        let mean = analysis::mean_over(pooled, scale, &others)?;
        Some((mean, analysis::scores_beside(pooled, &scores, group, &others)))
    };
    let found: Vec<_> = (0..open).map(of).collect();
    let compared = found.iter().flatten().filter(|(_, beside)| beside.is_ok()).count();
    let level = pooled.options.level;
    let rests = found.into_iter().map(|found| {
        let (mean, beside) = found?;
        Some(RestInTerm {
            mean,
            comparison: RestComparison::of(&beside, level, compared, verdict),
        })
    });
    rests.collect()
}

/// The quartiles of the scores of the academies shown, by type 7 of Hyndman & Fan (1996), the default of R and spreadsheets.
fn quartiles(groups: &[PublishedGroup]) -> Option<Quartiles> {
    let mut means: Vec<f64> = groups.iter().filter_map(|group| group.scores.figures()?.mean).collect();
    means.sort_by(f64::total_cmp);
    if means.len() < FEWEST_FOR_QUARTILES {
        return None;
    }
    // At (k/4)(n − 1), in whole quarters so that there is no rounding.
    let at = |quarter: usize| {
        let place = quarter * (means.len() - 1);
        let (low, part) = (means[place / 4], (place % 4) as f64 / 4.0);
        let high = means[(place / 4 + 1).min(means.len() - 1)];
        low + part * (high - low)
    };
    Some(Quartiles {
        academies: means.len(),
        lower: at(1),
        median: at(2),
        upper: at(3),
    })
}
