//! Decides which scores standardised to the trust's staff by role may be published.
//!
//! An academy's standardised mean is `Σ Wᵣ x̄ᵣ` over its roles, with weights that are public. Next to its plain mean that is a
//! second sum over the same cells and, if a cell's number of people is known too, a third. So a standardised mean is treated as if
//! it disclosed the number and the scores of *every* cell of academy and role in its academy, including the people who named no
//! role. It is shown only if
//! - each of these cells has at least the threshold on every linked scale, and
//! - from everything that is shown with it (the total, the groups by academy and by role, the cells disclosed in this way) no set
//!   of fewer people than the threshold can be derived, and no smaller number is bounded more tightly than a plan allows.
//!
//! While that is not true, the standardised mean of a further academy is withheld: the smallest of those whose suppression helps, or
//! else the smallest of all. A group is never withheld for the sake of a standardised mean, so everything else is the same as
//! without standardising. All standardised means withheld for an academy that is itself shown have one rule, *complementary*, so
//! that readers cannot see whether a cell of its own is small or another's would follow.
//!
//! The trust's standardised mean is made from the groups by role, and is shown if all of them are.

use crate::analysis::{Standard, StandardisedMean, Undefined, standardised_academy, standardised_trust};
use crate::disclosure::margins::{bases_of_scores, margin, tables};
use crate::disclosure::precision::Precision;
use crate::disclosure::suppression::{
    Choice, Limits, Member, Output, Problem, Protected, Unit, cells_of, decide, problem_of_tables,
};
use crate::disclosure::{GroupedStudy, Margin, Policy, Rule, Shown, SuppressionPlan};

/// The staff that scores are standardised to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardStaff {
    /// Header of the column of roles.
    pub column: String,
    /// The roles, each with the trust's number of staff.
    pub roles: Vec<(String, u64)>,
}

impl StandardStaff {
    /// The staff that a survey is standardised to.
    pub(in crate::disclosure) fn of(survey: &GroupedStudy<'_>) -> Option<Self> {
        let (standard, by) = survey.standard.as_ref().zip(survey.by.as_ref())?;
        if standard.roles.is_empty() {
            return None;
        }
        let roles = standard.roles.iter().map(|role| (role.name.clone(), role.staff));
        Some(Self {
            column: by.tally.column().to_owned(),
            roles: roles.collect(),
        })
    }
}

/// The standardised scores on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedScale {
    /// The trust.
    pub trust: Shown<Result<StandardisedMean, Undefined>>,
    /// The academies, in order.
    pub academies: Vec<Shown<Result<StandardisedMean, Undefined>>>,
}

/// The rules that withhold standardised scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct StandardisedPlan {
    /// The rule for the trust.
    pub(in crate::disclosure) trust: Option<Rule>,
    /// The rule for each academy.
    pub(in crate::disclosure) academies: Vec<Option<Rule>>,
}

impl StandardisedPlan {
    /// The plan that withholds whatever either plan withholds.
    pub(in crate::disclosure) fn and(mut self, other: &Self) -> Self {
        self.trust = self.trust.or(other.trust);
        for (rule, other) in self.academies.iter_mut().zip(&other.academies) {
            *rule = rule.or(*other);
        }
        self
    }
}

/// Estimates the standardised scores on one scale, except those that the plan withholds.
pub(in crate::disclosure) fn standardised_scale(
    standard: &Standard<'_>,
    scale: usize,
    plan: &StandardisedPlan,
    of_trust: &Precision,
    of_academies: &[Precision],
) -> StandardisedScale {
    let academies = plan.academies.iter().zip(of_academies).enumerate();
    StandardisedScale {
        trust: Shown::unless(plan.trust, of_trust, || standardised_trust(standard, scale)),
        academies: academies
            .map(|(academy, (rule, precision))| {
                Shown::unless(*rule, precision, || standardised_academy(standard, scale, academy))
            })
            .collect(),
    }
}

/// Makes the plan of standardised scores for a plan of linked scales; `None` without staff numbers to standardise to. `order` has the
/// order of the groups in the survey's own output: [`super::TermStudy::order`].
pub(in crate::disclosure) fn plan_standardised(
    survey: &GroupedStudy<'_>,
    scales: &[usize],
    plan: &SuppressionPlan,
    order: &[Vec<usize>],
    policy: Policy,
) -> Option<StandardisedPlan> {
    let standard = survey.standard.as_ref().filter(|standard| !standard.roles.is_empty())?;
    let roles = plan.groups.get(1)?;
    let of_role = |group: Option<usize>| group.and_then(|group| roles[group]);
    let mut standardised = StandardisedPlan {
        trust: plan
            .total
            .or_else(|| standard.roles.iter().find_map(|role| of_role(role.group))),
        academies: plan.groups[0].clone(),
    };
    if policy.unsuppressed {
        return Some(standardised);
    }
    let cells = margin(&standard.cells, &bases_of_scores(scales));
    let beside_terms = survey.guarded.is_some_and(|guarded| guarded.shared);
    for (academy, rule) in standardised.academies.iter_mut().enumerate() {
        let large = || has_large_cells(standard, &cells, academy, policy.min_group);
        if rule.is_none() && (plan.total.is_some() || beside_terms || !large()) {
            *rule = Some(Rule::Complementary);
        }
    }
    let mut problem = problem_of_tables(&tables(survey, &bases_of_scores(scales)), order, policy);
    // The same must be true together with earlier outputs about the same people.
    let shared = survey.guarded.map_or(&[][..], |guarded| guarded.bases(scales));
    let headcounts = problem.headcounts();
    problem
        .bases
        .extend(shared.iter().map(|base| base.base(&[true, true], Some(&headcounts))));
    problem.fix(plan);
    add_cells(&mut problem, &standardised.academies);
    decide(&mut problem);
    let cells = problem.units.iter().filter(|unit| unit.output == 1);
    standardised.academies = cells.map(|unit| unit.rule).collect();
    Some(standardised)
}

/// Adds the output of standardised scores: for each academy a unit that shows all its cells.
fn add_cells(problem: &mut Problem, rules: &[Option<Rule>]) {
    let of_table = |table: usize| {
        let units = problem
            .units
            .iter()
            .enumerate()
            .filter(move |(_, unit)| unit.table == table);
        units.map(|(unit, _)| unit).collect::<Vec<usize>>()
    };
    let (academies, others) = (of_table(0), of_table(1));
    for base in &mut problem.bases {
        let atoms = |unit: usize| {
            base.members[unit]
                .protects
                .iter()
                .flat_map(|set| set.atoms.iter().copied())
        };
        let others: Vec<Vec<usize>> = others.iter().map(|&unit| atoms(unit).collect()).collect();
        let member = |&academy: &usize| {
            let cells = cells_of(&atoms(academy).collect::<Vec<_>>(), &others);
            let protects = cells.iter().map(|cell| Protected::of(cell.clone(), &base.people));
            Member {
                // A large cell that is not shown has no upper bound of its own, so it does not bound the small ones.
                protects: protects.filter(|cell| cell.people < problem.least).collect(),
                shows: cells,
            }
        };
        let cells: Vec<Member> = academies.iter().map(member).collect();
        base.members.extend(cells);
        base.totals.push(Vec::new());
    }
    problem.outputs.push(Output {
        total: None,
        choice: Choice::Open,
    });
    let cells = academies.iter().zip(rules).map(|(&academy, &rule)| Unit {
        output: 1,
        table: 2,
        rule,
        choice: Choice::Open,
        limits: Limits::Somebody,
        ..problem.units[academy]
    });
    let cells: Vec<Unit> = cells.collect();
    problem.units.extend(cells);
}

/// True if an academy has at least the threshold in each role that the trust has staff in, and in every other non-empty cell.
fn has_large_cells(standard: &Standard<'_>, cells: &Margin, academy: usize, least: u64) -> bool {
    let few = |cell: usize| cells.persons[cell].iter().any(|&n| n < least);
    let anybody = |cell: &usize| cells.persons[*cell].iter().any(|&n| n > 0);
    let missing = |group: Option<usize>| {
        let cell = group.and_then(|group| standard.cell(academy, group));
        cell.is_none_or(few)
    };
    !standard.roles.iter().any(|role| missing(role.group)) && !standard.cells_of(academy).filter(anybody).any(few)
}
