//! Decides what a plan of the next survey may show: `cte plan`.
//!
//! A plan is made of headcounts, which say nothing about answers, and of figures that `cte score` publishes of the last term. It
//! takes no exact figure, none of a withheld academy, and no standard deviation of a single academy: the spread that it assumes is
//! the trust's within academies, to two decimals. An academy that was withheld is planned with the trust's response rate. So a
//! plan follows from the headcounts and the published result, and whoever has both learns nothing from it.
//!
//! Whether an academy would be withheld is decided by the engine that will decide it, for the expected numbers of answers.

use crate::analysis::{
    AskedOften, Assumption, Ends, GroupNeeds, GroupOutlook, GroupSize, Interval, Origin, PlanAims, PlanAssumptions,
    TrustNeeds, TrustOutlook, Undefined, answers_for_icc2, asked_often, group_needs, group_outlook, sd_interval,
    trust_needs, trust_outlook,
};
use crate::disclosure::seal::Seal;
use crate::disclosure::{GroupFigures, Margin, Policy, Prospect, PublishedScale, Rule, SuppressionPlan, plan};

/// Response rate that is assumed where none is known.
const USUAL_RATE: f64 = 0.7;

/// Response rates that a plan compares.
const RATES: [f64; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Numbers of groups of a question that a plan tries.
const QUESTION_GROUPS: [u64; 5] = [2, 3, 4, 5, 6];

/// An academy of the next survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextAcademy {
    /// Its name.
    pub name: String,
    /// Its number of staff, if known.
    pub headcount: Option<u64>,
    /// Its number of staff by role, in the order of [`PlanRequest::roles`], where known.
    pub by_role: Vec<Option<u64>>,
}

/// What was published of the last term on the scale that is planned for.
#[derive(Debug, Clone, Copy)]
pub struct LastTerm<'p> {
    /// Its name.
    pub name: &'p str,
    /// The published scale.
    pub scale: &'p PublishedScale,
}

/// A request for a plan.
#[derive(Debug, Clone)]
pub struct PlanRequest<'p> {
    /// The academies, in the order in which they are shown.
    pub academies: Vec<NextAcademy>,
    /// The roles in which staff are counted.
    pub roles: Vec<String>,
    /// What the survey is to show.
    pub aims: PlanAims,
    /// The assumptions where nothing is known.
    pub usual: PlanAssumptions,
    /// A standard deviation that was given to the run.
    pub sd: Option<f64>,
    /// An ICC(1) that was given to the run.
    pub icc1: Option<f64>,
    /// A response rate of every academy that was given to the run, above 0 and at most 1.
    pub rate: Option<f64>,
    /// The last term, if its results could be read.
    pub last: Option<LastTerm<'p>>,
    /// The values of ICC(2) below which academies are not compared, and from which they are.
    pub icc2: [f64; 2],
    /// The disclosure rule.
    pub policy: Policy,
}

/// The response rate that is expected of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedRate {
    /// The rate, 0 to 1.
    pub rate: f64,
    /// Where it comes from.
    pub origin: Origin,
}

/// The plan of an academy.
#[derive(Debug, Clone, PartialEq)]
pub struct AcademyPlan {
    /// Its name.
    pub name: String,
    /// Its number of staff, if known.
    pub headcount: Option<u64>,
    /// Answers that it needs.
    pub needs: GroupNeeds,
    /// Answers that it needs to be shown; `None` if fewer people work there.
    pub to_be_shown: Option<u64>,
    /// The response rate that is expected, if its headcount is known.
    pub rate: Option<ExpectedRate>,
    /// The answers that are expected.
    pub expected: Option<u64>,
    /// What these could show.
    pub outlook: Option<GroupOutlook>,
    /// Whether it would be shown.
    pub prospect: Option<Prospect>,
}

/// The plan of the trust at a response rate.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustPlan {
    /// Staff of all academies, if all are known.
    pub headcount: Option<u64>,
    /// Expected answers in all academies together.
    pub expected: u64,
    /// The response rate: the one that was given for all academies, else these answers as a share of all staff.
    pub rate: Option<f64>,
    /// What they could show.
    pub outlook: TrustOutlook,
    /// Academies that would be withheld, by their places.
    pub withheld: Vec<usize>,
    /// True if even the trust's figures would be withheld.
    pub all_withheld: bool,
}

/// A question that would divide the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionPlan {
    /// The question: the roles of the trust file, or none for any question with groups of one size.
    pub is_role: bool,
    /// Number of its groups.
    pub groups: u64,
    /// Number of academies in which a group would be smaller than the minimum.
    pub academies_with_small_groups: u64,
    /// Academies for which that is known.
    pub academies: u64,
    /// Groups that would be smaller than the minimum in the whole trust, by name; of a question in general, none.
    pub small_in_trust: Vec<String>,
}

/// Answers of each academy for an ICC(2).
#[derive(Debug, Clone, PartialEq)]
pub struct Icc2Needs {
    /// The ICC(2).
    pub icc2: f64,
    /// The answers, at both ends of ICC(1); `None` where academies would not differ.
    pub answers: Ends<Option<u64>>,
}

/// A plan that may be given out.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedPlan {
    /// The disclosure rule.
    pub policy: Policy,
    /// What the survey is to show.
    pub aims: PlanAims,
    /// What is assumed.
    pub assumptions: PlanAssumptions,
    /// The response rate where an academy has none of its own.
    pub rate: ExpectedRate,
    /// The trust.
    pub trust: TrustPlan,
    /// The response that the trust needs at the lower end, the value and the upper end of the standard deviation; `None` without
    /// all headcounts.
    pub trust_needs: Option<Ends<TrustNeeds>>,
    /// Answers of each academy for averages that are dependable.
    pub icc2: Vec<Icc2Needs>,
    /// The academies.
    pub academies: Vec<AcademyPlan>,
    /// The trust at other response rates; none without all headcounts.
    pub rates: Vec<TrustPlan>,
    /// Asking once a year or every term, of an academy of middling size.
    pub often: Option<AskedOften>,
    /// Questions that would divide the staff.
    pub questions: Vec<QuestionPlan>,
    seal: Seal,
}

/// Makes a plan.
///
/// # Errors
/// [`Undefined`] if an aim or assumption is impossible.
pub fn publish_plan(request: &PlanRequest<'_>) -> Result<PublishedPlan, Undefined> {
    request.aims.check()?;
    let assumptions = assumptions(request);
    let rate = trust_rate(request);
    let academies = request
        .academies
        .iter()
        .map(|academy| of_academy(academy, request, &assumptions, &rate))
        .collect::<Result<Vec<AcademyPlan>, Undefined>>()?;
    let expected: Vec<u64> = academies.iter().map(|academy| academy.expected.unwrap_or(0)).collect();
    let trust = of_trust(request, &assumptions, &expected, request.rate);
    let headcounts: Option<Vec<u64>> = request.academies.iter().map(|academy| academy.headcount).collect();
    let headcounts = headcounts.filter(|headcounts| !headcounts.is_empty());
    let rates = headcounts.iter().flat_map(|headcounts| {
        RATES.map(|rate| {
            let expected: Vec<u64> = headcounts.iter().map(|&headcount| answers(headcount, rate)).collect();
            of_trust(request, &assumptions, &expected, Some(rate))
        })
    });
    let icc2 = request.icc2.iter().map(|&icc2| icc2_needs(icc2, &assumptions));
    let suppression = suppression(request, &expected);
    Ok(PublishedPlan {
        policy: request.policy,
        aims: request.aims,
        rate,
        trust_needs: headcounts.as_ref().map(|headcounts| {
            assumptions
                .sd
                .ends
                .each(|sd| trust_needs(&request.aims, sd, headcounts))
        }),
        icc2: icc2.collect::<Result<_, _>>()?,
        rates: rates.collect(),
        often: middling(&expected).map(|n| asked_often(&request.aims, &assumptions, n)),
        questions: questions(request, &academies),
        academies: with_prospects(academies, of_academies(&suppression), request.policy),
        assumptions,
        trust,
        seal: Seal,
    })
}

/// The assumptions: as given, else as published of the last term, else the usual ones.
fn assumptions(request: &PlanRequest<'_>) -> PlanAssumptions {
    let usual = request.usual.clone();
    let level = request.aims.detection.level;
    let of_last = request.last.and_then(|last| last.sd(level));
    let sd = request.sd.map(Assumption::given).or(of_last).unwrap_or(usual.sd);
    let of_last = request.last.and_then(|last| last.icc1());
    let icc1 = request.icc1.map(Assumption::given).or(of_last).unwrap_or(usual.icc1);
    PlanAssumptions { sd, icc1, ..usual }
}

/// A number to two decimals.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

impl LastTerm<'_> {
    /// The published spread within academies, with its interval.
    fn sd(&self, level: f64) -> Option<Assumption> {
        let aggregation = self.scale.aggregation.figures()?;
        let variance = aggregation.random_effects.as_ref().ok()?.var_within;
        let df = aggregation.anova.as_ref().ok()?.df_within;
        let sd = hundredths(variance.sqrt());
        let limits = sd_interval(sd, df, level).ok().filter(|_| sd > 0.0)?;
        let limits = Interval::new(hundredths(limits.lower), hundredths(limits.upper));
        Some(Assumption::of_term(sd, limits, self.name))
    }

    /// The published ICC(1) with its interval, of which only what is not negative can be planned with.
    fn icc1(&self) -> Option<Assumption> {
        let aggregation = self.scale.aggregation.figures()?;
        let icc1 = aggregation.icc1.as_ref().ok()?;
        let limits = icc1.interval.as_ref()?.as_ref().ok()?.within(0.0, 1.0);
        let limits = Interval::new(hundredths(limits.lower), hundredths(limits.upper));
        Some(Assumption::of_term(
            hundredths(icc1.value.clamp(0.0, 1.0)),
            limits,
            self.name,
        ))
    }

    /// The published response rate of the trust.
    fn rate(&self) -> Option<f64> {
        usable(self.scale.trust.figures()?.response_rate)
    }

    /// The published figures of an academy; `None` if it was withheld.
    fn of_academy(&self, name: &str) -> Option<&GroupFigures> {
        let named = self.scale.academies.iter().find(|academy| academy.name == name)?;
        named.scores.figures()
    }
}

/// A rate that a plan can use: of an outdated headcount, at most all staff.
fn usable(rate: Option<f64>) -> Option<f64> {
    rate.filter(|rate| *rate > 0.0).map(|rate| rate.min(1.0))
}

/// The response rate where an academy has none of its own.
fn trust_rate(request: &PlanRequest<'_>) -> ExpectedRate {
    if let Some(rate) = request.rate {
        return ExpectedRate {
            rate,
            origin: Origin::Given,
        };
    }
    let of_last = request.last.and_then(|last| Some((last.name, last.rate()?)));
    match of_last {
        Some((term, rate)) => ExpectedRate {
            rate,
            origin: Origin::LastTerm(term.to_owned()),
        },
        None => ExpectedRate {
            rate: USUAL_RATE,
            origin: Origin::Assumed,
        },
    }
}

/// Expected answers of a headcount.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a headcount, not negative"
)]
fn answers(headcount: u64, rate: f64) -> u64 {
    ((headcount as f64 * rate).round() as u64).min(headcount)
}

fn of_academy(
    academy: &NextAcademy,
    request: &PlanRequest<'_>,
    assumptions: &PlanAssumptions,
    trust: &ExpectedRate,
) -> Result<AcademyPlan, Undefined> {
    let headcount = academy.headcount;
    let last = request.last.as_ref().filter(|_| request.rate.is_none());
    let own = last.and_then(|last| last.of_academy(&academy.name));
    let own_rate = own.and_then(|own| usable(own.response_rate)).zip(last);
    let rate = headcount.map(|_| match own_rate {
        Some((rate, last)) => ExpectedRate {
            rate,
            origin: Origin::LastTerm(last.name.to_owned()),
        },
        None => trust.clone(),
    });
    let expected = match (headcount, &rate) {
        (Some(headcount), Some(rate)) => Some(answers(headcount, rate.rate)),
        _ => own.map(|own| own.n),
    };
    let least = request.policy.min_group;
    Ok(AcademyPlan {
        name: academy.name.clone(),
        headcount,
        needs: group_needs(&request.aims, assumptions, headcount)?,
        to_be_shown: headcount.is_none_or(|headcount| headcount >= least).then_some(least),
        rate,
        expected,
        outlook: expected.map(|n| group_outlook(&request.aims, assumptions, n, headcount)),
        prospect: None,
    })
}

/// The plan of suppression for these numbers of answers.
fn suppression(request: &PlanRequest<'_>, expected: &[u64]) -> SuppressionPlan {
    let headcounts: Vec<Option<u64>> = request.academies.iter().map(|academy| academy.headcount).collect();
    plan(Margin::of_sizes(expected, &headcounts), request.policy)
}

/// The rule that would withhold each academy.
fn of_academies(plan: &SuppressionPlan) -> &[Option<Rule>] {
    plan.groups.first().map_or(&[], Vec::as_slice)
}

fn with_prospects(mut academies: Vec<AcademyPlan>, rules: &[Option<Rule>], policy: Policy) -> Vec<AcademyPlan> {
    for (academy, rule) in academies.iter_mut().zip(rules) {
        let small = academy.headcount.is_some_and(|headcount| headcount < policy.min_group);
        academy.prospect = academy.expected.map(|expected| match rule {
            _ if expected == 0 => Prospect::NoAnswers,
            None => Prospect::Shown,
            Some(_) if small => Prospect::TooFewStaff,
            Some(Rule::Small) => Prospect::TooFewAnswered,
            Some(Rule::Complementary) => Prospect::Complementary,
        });
    }
    academies
}

fn of_trust(
    request: &PlanRequest<'_>,
    assumptions: &PlanAssumptions,
    expected: &[u64],
    rate: Option<f64>,
) -> TrustPlan {
    let suppression = suppression(request, expected);
    let rules = of_academies(&suppression);
    let headcount: Option<u64> = request.academies.iter().map(|academy| academy.headcount).sum();
    let headcount = headcount.filter(|headcount| *headcount > 0);
    let all: u64 = expected.iter().sum();
    let sizes = request.academies.iter().zip(expected);
    let size = |(academy, &n): (&NextAcademy, &u64)| GroupSize {
        n,
        headcount: academy.headcount,
    };
    let sizes: Vec<GroupSize> = sizes.map(size).collect();
    TrustPlan {
        headcount,
        expected: all,
        rate: headcount.map(|headcount| rate.unwrap_or(hundredths(all as f64 / headcount as f64))),
        outlook: trust_outlook(&request.aims, assumptions, &sizes),
        withheld: (0..rules.len()).filter(|&place| rules[place].is_some()).collect(),
        all_withheld: suppression.total.is_some(),
    }
}

fn icc2_needs(icc2: f64, assumptions: &PlanAssumptions) -> Result<Icc2Needs, Undefined> {
    let ends = assumptions.icc1.ends;
    Ok(Icc2Needs {
        icc2,
        answers: Ends {
            value: answers_for_icc2(ends.value, icc2)?,
            lower: answers_for_icc2(ends.upper, icc2)?,
            upper: answers_for_icc2(ends.lower, icc2)?,
        },
    })
}

/// The middle of the expected numbers of answers that allow a comparison.
fn middling(expected: &[u64]) -> Option<u64> {
    let mut sizes: Vec<u64> = expected.iter().copied().filter(|n| *n > 1).collect();
    sizes.sort_unstable();
    sizes.get(sizes.len() / 2).copied()
}

/// Questions on role or service that would divide the staff of an academy into groups.
fn questions(request: &PlanRequest<'_>, academies: &[AcademyPlan]) -> Vec<QuestionPlan> {
    let least = request.policy.min_group;
    let expected: Vec<u64> = academies
        .iter()
        .filter_map(|academy| academy.expected)
        .filter(|n| *n > 0)
        .collect();
    let alike = QUESTION_GROUPS.map(|groups| QuestionPlan {
        is_role: false,
        groups,
        academies_with_small_groups: expected.iter().filter(|&&n| n / groups < least).count() as u64,
        academies: expected.len() as u64,
        small_in_trust: Vec::new(),
    });
    of_roles(request, academies).into_iter().chain(alike).collect()
}

/// The question on roles, if the trust file counts staff by role.
fn of_roles(request: &PlanRequest<'_>, academies: &[AcademyPlan]) -> Option<QuestionPlan> {
    let least = request.policy.min_group;
    let of_academy = |(academy, planned): (&NextAcademy, &AcademyPlan)| -> Option<Vec<u64>> {
        let rate = planned.rate.as_ref()?.rate;
        academy
            .by_role
            .iter()
            .map(|staff| staff.map(|staff| answers(staff, rate).max(staff.min(1))))
            .collect()
    };
    let known: Vec<Vec<u64>> = request.academies.iter().zip(academies).filter_map(of_academy).collect();
    if request.roles.is_empty() || known.is_empty() {
        return None;
    }
    let is_small = |n: u64| n > 0 && n < least;
    let in_trust = |role: usize| known.iter().map(|of_academy| of_academy[role]).sum::<u64>();
    let small = (0..request.roles.len()).filter(|&role| is_small(in_trust(role)));
    Some(QuestionPlan {
        is_role: true,
        groups: request.roles.len() as u64,
        academies_with_small_groups: known.iter().filter(|roles| roles.iter().any(|&n| is_small(n))).count() as u64,
        academies: known.len() as u64,
        small_in_trust: small.map(|role| request.roles[role].clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn academy(name: &str, headcount: u64) -> NextAcademy {
        NextAcademy {
            name: name.to_owned(),
            headcount: Some(headcount),
            by_role: Vec::new(),
        }
    }

    fn request(headcounts: &[u64]) -> PlanRequest<'static> {
        let names = headcounts.iter().enumerate();
        PlanRequest {
            academies: names
                .map(|(place, &headcount)| academy(&format!("A{place}"), headcount))
                .collect(),
            roles: Vec::new(),
            aims: PlanAims::usual(5.0, 0.95),
            usual: PlanAssumptions::usual(5.0),
            sd: None,
            icc1: None,
            rate: Some(0.7),
            last: None,
            icc2: [0.5, 0.7],
            policy: Policy::published(10),
        }
    }

    #[test]
    fn academies_are_withheld_as_the_survey_will_withhold_them() {
        // 70 % of 13 is 9; one small academy alone would follow from the total, so the next smallest is withheld with it.
        let found = publish_plan(&request(&[13, 31, 40, 90, 9])).unwrap();
        let prospects: Vec<Option<Prospect>> = found.academies.iter().map(|academy| academy.prospect).collect();
        assert_eq!(prospects[0], Some(Prospect::TooFewAnswered));
        assert_eq!(prospects[4], Some(Prospect::TooFewStaff));
        assert_eq!(found.academies[4].to_be_shown, None);
        let shown = prospects
            .iter()
            .filter(|prospect| **prospect == Some(Prospect::Shown))
            .count();
        assert_eq!(shown, 5 - found.trust.withheld.len());
        let all = publish_plan(&PlanRequest {
            rate: Some(1.0),
            ..request(&[13, 31, 40, 90])
        })
        .unwrap();
        assert!(all.trust.withheld.is_empty() && !all.trust.all_withheld);
    }

    #[test]
    fn both_ends_of_an_assumption_are_planned_for() {
        let found = publish_plan(&request(&[31, 40, 90])).unwrap();
        for academy in &found.academies {
            let Ends { value, lower, upper } = academy.needs.width;
            assert!(lower < value && value < upper, "{:?}", academy.needs);
            assert!(academy.needs.change_linked.value < academy.needs.change.value);
        }
        assert_eq!(
            found.icc2[1].answers,
            Ends {
                value: Some(21),
                lower: Some(10),
                upper: Some(45)
            }
        );
        let sure = publish_plan(&PlanRequest {
            sd: Some(0.6),
            ..request(&[31, 40, 90])
        })
        .unwrap();
        let width = sure.academies[0].needs.width;
        assert_eq!(
            width,
            Ends {
                value: Some(22),
                lower: Some(22),
                upper: Some(22)
            }
        );
    }

    #[test]
    fn a_question_with_more_groups_makes_more_of_them_small() {
        let found = publish_plan(&request(&[31, 40, 90])).unwrap();
        let small: Vec<u64> = found
            .questions
            .iter()
            .map(|question| question.academies_with_small_groups)
            .collect();
        assert!(small.is_sorted() && small[0] == 0, "{small:?}");
        let with_roles = PlanRequest {
            roles: vec!["Teacher".to_owned(), "Head".to_owned()],
            academies: vec![NextAcademy {
                by_role: vec![Some(30), Some(1)],
                ..academy("Oak", 31)
            }],
            ..request(&[])
        };
        let roles = publish_plan(&with_roles).unwrap().questions.remove(0);
        assert!(roles.is_role && roles.academies_with_small_groups == 1 && roles.small_in_trust == ["Head"]);
    }

    #[test]
    fn an_impossible_request_has_a_reason_and_an_empty_trust_a_plan() {
        let impossible = PlanRequest {
            sd: Some(0.0),
            ..request(&[31])
        };
        assert!(publish_plan(&impossible).is_err());
        let found = publish_plan(&request(&[])).unwrap();
        assert!(found.academies.is_empty() && found.rates.is_empty() && found.often.is_none());
    }
}
