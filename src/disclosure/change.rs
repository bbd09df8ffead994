//! Decides what may be published about the change between two terms: `cte compare`.
//!
//! A group is withheld in both terms if either term by itself withholds it, by primary or secondary suppression. So every figure of
//! a term that is shown here is shown in that term's own output too, and a published change discloses nothing more. Figures that
//! depend on the grouping, such as the mixed model, are estimated with all withheld groups combined into one group, so that every
//! published figure is a function of the groups shown and of the totals of both terms. A group with answers in one term only has no
//! change: it is withheld, or shown as a group of that term.
//!
//! Signs of answers given under pressure are looked for among the academies whose change is shown, and only there. They are words
//! without figures, decided before rounding as other conclusions are.

use crate::analysis::{
    self, Change, ChangeSign, Conclusion, InvarianceDepth, MixedChanges, Options, OwnChange, StandardisedChange, Study,
    TermScore, TrustChange, Undefined,
};
use crate::disclosure::invariance::{PublishedInvariance, invariance_over_terms};
use crate::disclosure::item_change::{PublishedItemChange, publish_item_changes};
use crate::disclosure::joint_plan::{JointPlan, joint_plans};
use crate::disclosure::margins::{bases_of_scores, tables};
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::standardised::StandardisedPlan;
use crate::disclosure::suppression::withheld;
use crate::disclosure::survey_detail::{SurveyDetail, coarsest};
use crate::disclosure::term::{TermPlan, TermStudy, term_plans};
use crate::disclosure::{GroupedStudy, Margin, Policy, Respondents, Rule, Shown, StandardStaff};

/// One of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichTerm {
    /// The earlier term.
    Before,
    /// The later term.
    After,
}

impl WhichTerm {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// The figures of a group: a change, or the score in the only term in which it has answers.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupChange {
    /// Answers in both terms.
    Both {
        /// The change.
        change: Box<Change>,
        /// The academy's own change by the mixed model; `None` for other groups.
        own: Option<Result<OwnChange, Undefined>>,
    },
    /// Answers in one term only.
    Only {
        /// The term.
        when: WhichTerm,
        /// The score in that term.
        score: TermScore,
    },
}

impl AtPrecision for GroupChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        match self {
            Self::Both { change, own } => Self::Both {
                change: Box::new((*change).at_precision(precision)),
                own: own.map(|own| precision.unless_coarse(own)),
            },
            Self::Only { when, score } => Self::Only {
                when,
                score: score.at_precision(precision),
            },
        }
    }
}

/// The change of a group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedChange {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Its figures.
    pub figures: Shown<GroupChange>,
}

/// The figures of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleChange {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust, with the weights of academies held fixed.
    pub trust: Shown<TrustChange>,
    /// The trust, within academies.
    pub mixed: Shown<MixedChanges>,
    /// Number of withheld academies, which are combined into one group in the mixed model.
    pub pooled: usize,
    /// The academies.
    pub academies: Vec<PublishedChange>,
    /// The groups of another column, if one was asked for.
    pub by: Option<(String, Vec<PublishedChange>)>,
    /// Changes of scores standardised to the trust's staff by that column, if staff numbers are known.
    pub standardised: Option<StandardisedChanges>,
}

/// The changes of standardised scores on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedChanges {
    /// The trust.
    pub trust: Shown<StandardisedChange>,
    /// The academies, in order; `None` for an academy with answers in one term only.
    pub academies: Vec<Option<Shown<StandardisedChange>>>,
}

/// An academy with a sign, in its change, that its answers may have been given under pressure: a reason to ask, never a proof.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedAnswers {
    /// The academy.
    pub academy: String,
    /// The sign.
    pub sign: ChangeSign,
    /// The scales that show it, as places in the instrument.
    pub scales: Vec<usize>,
}

/// The published change between two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows in each term.
    pub respondents: [Respondents; 2],
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleChange>,
    /// The items of these scales, in the instrument's order.
    pub items: Vec<PublishedItemChange>,
    /// The staff that the scores of both terms are standardised to, if known.
    pub standard: Option<StandardStaff>,
    /// Signs of answers given under pressure, in the order of the academies.
    pub pressure: Vec<ChangedAnswers>,
    /// Whether the items worked alike in both terms; empty without rows.
    pub invariance: Vec<PublishedInvariance>,
    seal: Seal,
}

/// Decides what may be published about the change from one term to another, and estimates only that. Both surveys must have the same
/// groups and the same first `scales` scales.
#[must_use]
pub fn publish_change(before: &TermStudy<'_>, after: &TermStudy<'_>, scales: usize, policy: Policy) -> Comparison {
    let terms = [before, after];
    let surveys = terms.map(|term| &term.survey);
    let plans = terms.map(|term| term_plans(term, policy));
    let of_term = |(term, plans): (&TermStudy<'_>, &Vec<TermPlan>)| -> Vec<SurveyDetail> {
        let of_plan = |own: &TermPlan| SurveyDetail::of(&term.survey, &own.scales, &own.plan, policy);
        plans.iter().map(of_plan).collect()
    };
    let details: Vec<SurveyDetail> = terms.into_iter().zip(&plans).flat_map(of_term).collect();
    let joint_plans = joint_plans(terms, [&plans[0], &plans[1]], scales);
    let mut published = Vec::new();
    for joint in &joint_plans {
        let standardised_plan = standardised_plan_of_terms(joint);
        let presence = presence(&surveys, &joint.scales);
        let of_scale = |&scale: &usize| ScaleChange {
            standardised: standardised_plan
                .as_ref()
                .and_then(|plan| standardised(&surveys, scale, &presence[0], plan, &details, policy)),
            ..one_scale(&surveys, scale, &presence, joint, &details, policy)
        };
        published.extend(joint.scales.iter().map(of_scale));
    }
    published.sort_by_key(|scale| scale.scale);
    Comparison {
        policy,
        options: after.survey.academies.options,
        respondents: surveys.map(|survey| respondents(&survey.academies)),
        pressure: pressure(surveys.map(|survey| &survey.academies), &published),
        scales: published,
        items: publish_item_changes(
            surveys.map(|survey| &survey.academies),
            &joint_plans,
            &plans.iter().flatten().collect::<Vec<_>>(),
            &details,
            policy,
        ),
        standard: StandardStaff::of(&after.survey),
        invariance: invariance_over_terms(&terms, &plans, scales, policy, InvarianceDepth::Items),
        seal: Seal,
    }
}

/// For each grouping, group and term: true if anybody answered any of the scales.
fn presence(surveys: &[&GroupedStudy<'_>; 2], scales: &[usize]) -> Vec<Vec<[bool; 2]>> {
    let [before, after] = surveys.map(|survey| tables(survey, &bases_of_scores(scales)).margins);
    let of = |(one, two): (&Margin, &Margin)| {
        let groups = 0..one.persons.len();
        groups
            .map(|group| [one.has_answers(group), two.has_answers(group)])
            .collect()
    };
    before.iter().zip(&after).map(of).collect()
}

/// The plan of standardised scores that a plan and both terms' own outputs allow.
fn standardised_plan_of_terms(joint: &JointPlan<'_>) -> Option<StandardisedPlan> {
    let own = StandardisedPlan {
        trust: joint.plan.total,
        academies: joint.plan.groups[0].clone(),
    };
    joint
        .of_terms
        .iter()
        .try_fold(own, |plan, term| Some(plan.and(term.standardised.as_ref()?)))
}

/// The changes of standardised scores, if both surveys have staff numbers to standardise to.
fn standardised(
    terms: &[&GroupedStudy<'_>; 2],
    scale: usize,
    presence: &[[bool; 2]],
    plan: &StandardisedPlan,
    details: &[SurveyDetail],
    policy: Policy,
) -> Option<StandardisedChanges> {
    let [before, after] = terms.map(|term| term.standard.as_ref());
    let (before, after) = before.zip(after)?;
    let level = after.cells.options.level;
    let precision = |about| Precision::of_scale(&after.cells, scale, about, policy);
    let academy = |(academy, rule): (usize, &Option<Rule>)| {
        let of = |standard| analysis::standardised_academy(standard, scale, academy);
        let change = || analysis::standardised_change(of(before), of(after), level);
        let precision = of_group(details, [0, academy], precision(About::Group), scale);
        (presence[academy][0] == presence[academy][1]).then(|| Shown::unless(*rule, &precision, change))
    };
    let of = |standard| analysis::standardised_trust(standard, scale);
    Some(StandardisedChanges {
        trust: Shown::unless(plan.trust, &of_trust(details, precision(About::Trust), scale), || {
            analysis::standardised_change(of(before), of(after), level)
        }),
        academies: plan.academies.iter().enumerate().map(academy).collect(),
    })
}

fn one_scale(
    terms: &[&GroupedStudy<'_>; 2],
    scale: usize,
    presence: &[Vec<[bool; 2]>],
    joint: &JointPlan<'_>,
    details: &[SurveyDetail],
    policy: Policy,
) -> ScaleChange {
    let plan = &joint.plan;
    let [before, after] = terms.map(|term| &term.academies);
    let hidden = withheld(&plan.groups[0]);
    let pooled = [before.pooled(&hidden), after.pooled(&hidden)];
    let of_trust = of_trust(details, Precision::of_scale(after, scale, About::Trust, policy), scale);
    let of_groups = |table: usize| -> Vec<Precision> {
        let usual = Precision::of_scale(after, scale, About::Group, policy);
        let groups = 0..plan.groups[table].len();
        groups
            .map(|group| of_group(details, [table, group], usual, scale))
            .collect()
    };
    let mixed = Shown::unless(plan.total, &of_trust, || {
        analysis::mixed_changes(&pooled[0], &pooled[1], scale)
    });
    let own = mixed.figures().map_or(&[][..], |mixed| mixed.own.as_slice());
    let by = terms[0].by.as_ref().zip(terms[1].by.as_ref()).map(|(one, two)| {
        let groups = groups(
            [one, two],
            scale,
            &plan.groups[1],
            &presence[1],
            None,
            &of_groups(1),
            policy,
        );
        (two.tally.column().to_owned(), groups)
    });
    ScaleChange {
        scale,
        trust: Shown::unless(plan.total, &of_trust, || {
            joint.trust_change([before, after], scale, policy)
        }),
        academies: groups(
            [before, after],
            scale,
            &plan.groups[0],
            &presence[0],
            Some(own),
            &of_groups(0),
            policy,
        ),
        mixed,
        pooled: hidden.len(),
        by,
        standardised: None,
    }
}

/// The signs in the changes that are shown. Other academies count neither as an academy nor among the rest.
fn pressure(terms: [&Study<'_>; 2], scales: &[ScaleChange]) -> Vec<ChangedAnswers> {
    let mut found: Vec<((usize, ChangeSign), Vec<usize>)> = Vec::new();
    for (place, scale) in scales.iter().enumerate() {
        let academies = scale.academies.iter().enumerate();
        let shown = academies.filter_map(|(group, academy)| match academy.figures.figures() {
            Some(GroupChange::Both { change, .. }) if !academy.name.is_empty() => Some((group, change)),
            _ => None,
        });
        let shown: Vec<(usize, &Box<Change>)> = shown.collect();
        let groups: Vec<usize> = shown.iter().map(|(group, _)| *group).collect();
        let conclusions: Vec<Conclusion> = shown.iter().map(|(_, change)| change.conclusion).collect();
        let signs = analysis::change_signs(terms, scale.scale, &groups, &conclusions);
        for (&group, signs) in groups.iter().zip(&signs) {
            for &sign in signs {
                match found.iter_mut().find(|(of, _)| *of == (group, sign)) {
                    Some((_, scales)) => scales.push(scale.scale),
                    None => found.push(((group, sign), vec![scale.scale])),
                }
            }
        }
        // Everybody who answers is asked once, however many scales there are.
        if place == 0 {
            let scores: Vec<[TermScore; 2]> = shown.iter().map(|(_, change)| [change.before, change.after]).collect();
            let only = analysis::only_rise_of_response(&scores).and_then(|place| groups.get(place));
            found.extend(only.map(|&group| ((group, ChangeSign::OnlyRiseOfResponse), Vec::new())));
        }
    }
    found.sort();
    let names = scales.first().map_or(&[][..], |scale| scale.academies.as_slice());
    let named = found.into_iter().filter_map(|((group, sign), scales)| {
        Some(ChangedAnswers {
            academy: names.get(group)?.name.clone(),
            sign,
            scales,
        })
    });
    named.collect()
}

/// The precision of the trust's figures that depend on all terms.
fn of_trust(details: &[SurveyDetail], usual: Precision, scale: usize) -> Precision {
    coarsest(details.iter().map(|of| &of.trust), usual, scale)
}

/// The precision of the figures of a group, by table and place, that depend on all terms.
fn of_group(details: &[SurveyDetail], [table, group]: [usize; 2], usual: Precision, scale: usize) -> Precision {
    let own = details.iter().filter_map(|of| of.groups.get(table)?.get(group));
    coarsest(own, usual, scale)
}

/// The groups in order. `own` has the mixed model's figures of the groups shown.
fn groups(
    [before, after]: [&Study<'_>; 2],
    scale: usize,
    rules: &[Option<Rule>],
    presence: &[[bool; 2]],
    own: Option<&[Result<OwnChange, Undefined>]>,
    precisions: &[Precision],
    policy: Policy,
) -> Vec<PublishedChange> {
    let compared: Vec<usize> = (0..rules.len())
        .filter(|&group| rules[group].is_none() && presence[group][0] == presence[group][1])
        .collect();
    let mut changes = analysis::group_changes(before, after, scale, &compared, policy.min_group).into_iter();
    let mut shown = 0;
    let one = |(group, rule): (usize, &Option<Rule>)| {
        let found = match (rule, presence[group]) {
            (Some(rule), _) => Err(*rule),
            (None, [true, false]) => Ok(GroupChange::Only {
                when: WhichTerm::Before,
                score: analysis::group_score(before, scale, group),
            }),
            (None, [false, true]) => Ok(GroupChange::Only {
                when: WhichTerm::After,
                score: analysis::group_score(after, scale, group),
            }),
            (None, _) => changes.next().ok_or(Rule::Small).map(|change| GroupChange::Both {
                change: Box::new(change),
                own: own.and_then(|own| own.get(shown).cloned()),
            }),
        };
        let figures = match found {
            Ok(found) => Shown::unless(None, &precisions[group], || found),
            Err(rule) => Shown::withheld(rule),
        };
        shown += usize::from(rule.is_none());
        PublishedChange {
            name: after.tally.names()[group].clone(),
            figures,
        }
    };
    rules.iter().enumerate().map(one).collect()
}
