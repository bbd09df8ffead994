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
use crate::disclosure::crossed::{CellSystem, exposed, systems};
use crate::disclosure::exposed::{Exposed, people_in};
use crate::disclosure::margins::{margin, margins};
use crate::disclosure::plan::place_in;
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
) -> StandardisedScale {
    let academies = plan.academies.iter().enumerate();
    StandardisedScale {
        trust: Shown::unless(plan.trust, || standardised_trust(standard, scale)),
        academies: academies
            .map(|(academy, rule)| Shown::unless(*rule, || standardised_academy(standard, scale, academy)))
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
    let cells = margin(&standard.cells, scales);
    for (academy, rule) in standardised.academies.iter_mut().enumerate() {
        let large = || has_large_cells(standard, &cells, academy, policy.min_group);
        if rule.is_none() && (plan.total.is_some() || !large()) {
            *rule = Some(Rule::Complementary);
        }
    }
    let systems = systems(standard, scales, order);
    let margins = margins(survey, scales);
    while let Some((system, found)) = exposed(&systems, plan, &margins, &standardised.academies, policy.min_group) {
        let Some(academy) = next(system, &found, plan, &standardised.academies) else {
            break;
        };
        standardised.academies[academy] = Some(Rule::Complementary);
    }
    let mut open = by_size(&systems, &standardised.academies);
    // The same must be true together with earlier outputs about the same people.
    while survey
        .guarded
        .is_some_and(|guarded| !guarded.allows_cells(scales, &margins, &open))
    {
        standardised.academies[open.remove(0)] = Some(Rule::Complementary);
    }
    Some(standardised)
}

/// The academies whose standardised scores are not withheld, the smallest first.
fn by_size(systems: &[CellSystem], rules: &[Option<Rule>]) -> Vec<usize> {
    let mut open: Vec<usize> = (0..rules.len()).filter(|&academy| rules[academy].is_none()).collect();
    open.sort_by_key(|&academy| {
        let people = systems
            .iter()
            .map(|system| people_in(&system.people, &system.group(0, academy)));
        let order = systems.first().map_or(&[][..], |system| &system.academies);
        (people.min(), place_in(order, academy))
    });
    open
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

/// The academy whose standardised mean is withheld next: the smallest of those whose suppression prevents the disclosure, or else the
/// smallest of all.
fn next(system: &CellSystem, found: &Exposed, plan: &SuppressionPlan, rules: &[Option<Rule>]) -> Option<usize> {
    let open = by_size(std::slice::from_ref(system), rules);
    let helps = |&academy: &usize| {
        let Exposed::Set(atoms) = found else { return false };
        let mut without = rules.to_vec();
        without[academy] = Some(Rule::Complementary);
        !system.space(plan, &without).determines(atoms)
    };
    let helping = open.iter().copied().find(helps);
    helping.or_else(|| open.first().copied())
}
