//! What may be seen of a survey's check: `cte check`.
//!
//! A check is about rows, for the person who holds the file; it says of a row its number and what is odd about it, and
//! nothing of whose it is. What it says of groups is how many answered, and that is withheld as figures are: a count that
//! `cte score` withholds must not be read off here. So a group is shown only if every plan of the scales shows it, and one
//! more plan, in which having answered anything counts as a scale too. Withholding more groups than a plan asks for only
//! lengthens the sums that remain to be guessed at.
//!
//! The figures of the key audit are about the whole trust, and withheld where fewer than the minimum stand behind them.

use crate::analysis::{Check, HomeAudit, ItemKey, ItemMissing, Options, Screening, Study};
use crate::disclosure::crossed::plan_of;
use crate::disclosure::grouped_study::respondents;
use crate::disclosure::margins::{linked_scales, margins};
use crate::disclosure::seal::Seal;
use crate::disclosure::{GroupedStudy, Margin, Policy, Respondents, Rule, Shown, plan};

/// How many of a group answered.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseRate {
    /// Rows with at least one answer.
    pub answered: u64,
    /// Staff, where known.
    pub staff: Option<u64>,
    /// Answered over staff, 0 to 1 and, with a stale headcount, above.
    pub rate: Option<f64>,
}

/// What will become of a group's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    /// They can be shown.
    Shown,
    /// Nobody answered: there is nothing to show.
    Nobody,
    /// Fewer than the minimum answered.
    TooFewAnswered,
    /// They would give a smaller group back.
    Complementary,
    /// Fewer than the minimum work there: they can never be shown, however many answer.
    TooFewStaff,
}

impl Prospect {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shown => "can be shown",
            Self::Nobody => "nobody answered",
            Self::TooFewAnswered => "withheld at this response",
            Self::Complementary => "withheld to protect a smaller one",
            Self::TooFewStaff => "too small ever to be shown",
        }
    }
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupResponse {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// How many answered.
    pub response: Shown<ResponseRate>,
    /// What will become of its figures.
    pub prospect: Prospect,
}

/// Everything of a check that may be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCheck {
    /// The rule that was followed.
    pub policy: Policy,
    /// How it was estimated.
    pub options: Options,
    /// How many rows there were.
    pub respondents: Respondents,
    /// The trust as a whole.
    pub trust: ResponseRate,
    /// The academies.
    pub academies: Vec<GroupResponse>,
    /// Another grouping, where one was asked for: its column and its groups.
    pub by: Option<(String, Vec<GroupResponse>)>,
    /// The items' missing answers.
    pub missing: Vec<ItemMissing>,
    /// Rows that answer no item, counted from 0.
    pub blank: Vec<usize>,
    /// Every row's screening.
    pub screening: Screening,
    /// The audited scales.
    pub homes: Vec<Shown<HomeAudit>>,
    /// The audited items.
    pub items: Vec<ItemKey>,
    seal: Seal,
}

/// Decides what of a check may be seen.
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
    let groups = 0..study.tally.groups();
    let staff = groups.map(|group| study.headcounts.of(group)).sum::<Option<u64>>();
    PublishedCheck {
        policy,
        options: study.options,
        respondents: everybody,
        trust: counted(everybody.rows - everybody.blank, staff.filter(|&staff| staff > 0)),
        academies: response(study, 0),
        by: survey
            .by
            .as_ref()
            .map(|by| (by.tally.column().to_owned(), response(by, 1))),
        missing: check.missing,
        blank: check.blank,
        screening: check.screening,
        homes: check
            .key_audit
            .homes
            .into_iter()
            .map(|home| {
                let n = home.items.as_ref().map_or(u64::MAX, |items| items.n);
                Shown::unless(policy.threshold(n), || home)
            })
            .collect(),
        items: check.key_audit.items,
        seal: Seal,
    }
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
        Some(_) if answered(study, group) == 0 => Prospect::Nobody,
        None => Prospect::Shown,
        Some(_) if staff.is_some_and(|staff| staff < policy.min_group) => Prospect::TooFewStaff,
        Some(Rule::Small) => Prospect::TooFewAnswered,
        Some(Rule::Complementary) => Prospect::Complementary,
    };
    GroupResponse {
        name: study.tally.names()[group].clone(),
        response: Shown::unless(rule, || counted(answered(study, group), staff)),
        prospect,
    }
}

fn answered(study: &Study<'_>, group: usize) -> u64 {
    study.tally.rows(group) - study.tally.blank(group)
}

/// For each grouping and group the first rule that withholds it on anything.
fn rules(survey: &GroupedStudy<'_>, policy: Policy) -> Vec<Vec<Option<Rule>>> {
    let linked = linked_scales(&survey.academies);
    let mut plans: Vec<_> = linked.iter().map(|scales| plan_of(survey, scales, policy)).collect();
    let all: Vec<usize> = (0..survey.academies.instrument.scales().len()).collect();
    let mut counts = margins(survey, &all);
    count_answered(&mut counts[0], &survey.academies);
    if let (Some(by), Some(margin)) = (&survey.by, counts.get_mut(1)) {
        count_answered(margin, by);
    }
    plans.push(plan(&counts, policy));
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

/// Adds having answered anything to what a margin counts; it is not a score, so it is never alike for everybody.
fn count_answered(margin: &mut Margin, study: &Study<'_>) {
    for group in 0..study.tally.groups() {
        let n = answered(study, group);
        margin.persons[group].push(n);
        margin.extremes[group].push((n > 0).then_some((0.0, 1.0)));
    }
}
