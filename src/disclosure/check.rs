//! Decides what may be published about the check of a survey: `cte check`.
//!
//! A check is for the person who has the file. It reports the numbers and problems of single rows, but not the people or groups that
//! they belong to. It also reports the number of people who answered in each group, and withholds it as `cte score` withholds
//! figures, so that a withheld count cannot be read here. So a group is shown only if every plan of the scales shows it, and one
//! more plan in which "answered anything" is treated as a further scale. Withholding more groups than a plan requires is safe: it
//! only makes the sums that can be derived larger.
//!
//! The figures of the key audit are about the whole trust. The threshold rule applies to them.
//!
//! Signs of answers given under pressure are looked for among the academies that are shown, and only there: the others count neither
//! as an academy nor among the rest.

use crate::analysis::{
    AnswerStyle, Check, HomeAudit, ItemKey, ItemMissing, Options, Screening, Study, StyleSigns, TopShare, style_signs,
};
use crate::disclosure::chasing::{Chased, chased};
use crate::disclosure::margins::{Counted, bases_of_scores, linked_scales, tables};
use crate::disclosure::precision::{About, AtPrecision, Precision, Proportion};
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::plan_of_tables;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupedStudy, Policy, Respondents, Rule, Shown};

/// Response rate of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseRate {
    /// Rows with at least one answer.
    pub answered: u64,
    /// Number of staff, if known.
    pub staff: Option<u64>,
    /// Rows with an answer, divided by staff: 0 to 1, or above 1 if the headcount is out of date.
    pub rate: Option<f64>,
}

impl AtPrecision for ResponseRate {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { answered, staff, rate } = self;
        Self {
            answered,
            staff,
            rate: rate.map(|rate| precision.rate(rate)),
        }
    }
}

/// Prospect of a group's figures in the published results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    /// They can be shown.
    Shown,
    /// Nobody answered.
    NoAnswers,
    /// Withheld: fewer people than the threshold answered (primary suppression).
    TooFewAnswered,
    /// Withheld to protect a smaller group (secondary suppression).
    Complementary,
    /// Fewer people than the threshold work there, so they can never be shown.
    TooFewStaff,
}

impl Prospect {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shown => "can be shown",
            Self::NoAnswers => "nobody answered",
            Self::TooFewAnswered => "withheld at this response",
            Self::Complementary => "withheld to protect a smaller one",
            Self::TooFewStaff => "too small ever to be shown",
        }
    }
}

/// The response of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupResponse {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Its response rate.
    pub response: Shown<ResponseRate>,
    /// Prospect of its figures.
    pub prospect: Prospect,
}

/// How many of an academy gave the top answer to every question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopProportion {
    /// Of the academy.
    pub share: Proportion,
    /// Of the other academies that are shown, together.
    pub elsewhere: Proportion,
}

/// Signs that the answers of an academy may have been given under pressure. They are reasons to ask, never proofs.
#[derive(Debug, Clone, PartialEq)]
pub struct PressureSigns {
    /// The academy.
    pub academy: String,
    /// More people than expected gave the top answer to every question.
    pub top: Option<TopProportion>,
    /// More people than expected took the same time.
    pub equal_times: bool,
}

/// The published part of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCheck {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows.
    pub respondents: Respondents,
    /// The trust as a whole.
    pub trust: ResponseRate,
    /// The academies.
    pub academies: Vec<GroupResponse>,
    /// The academies with a headcount, first those that miss the most answers.
    pub chased: Vec<Chased>,
    /// Column and groups of another grouping, if one was asked for.
    pub by: Option<(String, Vec<GroupResponse>)>,
    /// Given and missing answers of the items.
    pub missing: Vec<ItemMissing>,
    /// Rows without any answer, counted from 0.
    pub blank: Vec<usize>,
    /// Screening of every row.
    pub screening: Screening,
    /// The audited scales.
    pub homes: Vec<Shown<HomeAudit>>,
    /// The audited items.
    pub items: Vec<ItemKey>,
    /// Academies that are shown and have signs of answers given under pressure.
    pub pressure: Vec<PressureSigns>,
    seal: Seal,
}

/// Decides what may be published about a check.
#[must_use]
pub fn publish_check(survey: &GroupedStudy<'_>, check: Check, policy: Policy) -> PublishedCheck {
    let study = &survey.academies;
    let rules = rules(survey, policy);
    let response = |study: &Study<'_>, place: usize| {
        (0..study.tally.groups())
            .map(|group| of_group(study, group, rules[place][group], policy))
            .collect()
    };
    let everybody = respondents(study);
    let precision = Precision::of_counts(About::Trust, policy);
    let groups = 0..study.tally.groups();
    let academies: Vec<GroupResponse> = response(study, 0);
    let staff = groups.map(|group| study.headcounts.of(group)).sum::<Option<u64>>();
    PublishedCheck {
        policy,
        options: study.options,
        respondents: everybody,
        trust: counted(everybody.rows - everybody.blank, staff.filter(|&staff| staff > 0)).at_precision(&precision),
        chased: chased(study, &academies, policy),
        pressure: pressure(&check.styles, &academies, policy),
        academies,
        by: survey
            .by
            .as_ref()
            .map(|by| (by.tally.column().to_owned(), response(by, 1))),
        missing: check.missing,
        blank: check.blank,
        screening: check.screening.at_precision(&precision),
        homes: check
            .key_audit
            .homes
            .into_iter()
            .map(|home| {
                let n = home.items.as_ref().map_or(u64::MAX, |items| items.n);
                Shown::unless(policy.threshold(n), &precision, || home)
            })
            .collect(),
        items: check.key_audit.items.at_precision(&precision),
        seal: Seal,
    }
}

/// The signs in the academies that are shown, each compared with the others that are shown.
fn pressure(styles: &[AnswerStyle], academies: &[GroupResponse], policy: Policy) -> Vec<PressureSigns> {
    let shown = styles.iter().zip(academies);
    let shown = shown.filter(|(_, academy)| academy.prospect == Prospect::Shown && !academy.name.is_empty());
    let (styles, academies): (Vec<AnswerStyle>, Vec<&GroupResponse>) =
        shown.map(|(style, academy)| (style.clone(), academy)).unzip();
    let precision = Precision::of_counts(About::Group, policy);
    let signs = style_signs(&styles).into_iter().zip(academies);
    signs
        .filter(|(signs, _)| *signs != StyleSigns::default())
        .map(|(StyleSigns { top, equal_times }, academy)| PressureSigns {
            academy: academy.name.clone(),
            top: top.map(|TopShare { share, elsewhere }| TopProportion {
                share: precision.share(share),
                elsewhere: precision.share(elsewhere),
            }),
            equal_times,
        })
        .collect()
}

fn counted(answered: u64, staff: Option<u64>) -> ResponseRate {
    ResponseRate {
        answered,
        staff,
        rate: staff
            .filter(|&staff| staff > 0)
            .map(|staff| answered as f64 / staff as f64),
    }
}

fn of_group(study: &Study<'_>, group: usize, rule: Option<Rule>, policy: Policy) -> GroupResponse {
    let staff = study.headcounts.of(group);
    let prospect = match rule {
        Some(_) if answered(study, group) == 0 => Prospect::NoAnswers,
        None => Prospect::Shown,
        Some(_) if staff.is_some_and(|staff| staff < policy.min_group) => Prospect::TooFewStaff,
        Some(Rule::Small) => Prospect::TooFewAnswered,
        Some(Rule::Complementary) => Prospect::Complementary,
    };
    GroupResponse {
        name: study.tally.names()[group].clone(),
        response: Shown::unless(rule, &Precision::of_counts(About::Group, policy), || {
            counted(answered(study, group), staff)
        }),
        prospect,
    }
}

fn answered(study: &Study<'_>, group: usize) -> u64 {
    study.tally.rows(group) - study.tally.blank(group)
}

/// For each grouping and group: the rule that withholds it on any scale, primary suppression first.
fn rules(survey: &GroupedStudy<'_>, policy: Policy) -> Vec<Vec<Option<Rule>>> {
    let linked = linked_scales(&survey.academies);
    let mut plans: Vec<_> = linked.iter().map(|scales| plan_of(survey, scales, policy)).collect();
    let all: Vec<usize> = (0..survey.academies.instrument.scales().len()).collect();
    let mut bases = bases_of_scores(&all);
    bases.push(Counted::Anything);
    plans.push(plan_of_tables(&tables(survey, &bases), &[], policy));
    let studies = std::iter::once(&survey.academies).chain(&survey.by);
    studies
        .enumerate()
        .map(|(place, study)| {
            let rule = |group: usize| {
                let found: Vec<Rule> = plans.iter().filter_map(|plan| plan.groups[place][group]).collect();
                let small = found.contains(&Rule::Small).then_some(Rule::Small);
                small.or(found.first().copied())
            };
            (0..study.tally.groups()).map(rule).collect()
        })
        .collect()
}
