//! What may be seen of scores that are standardised to the trust's staff by role.
//!
//! An academy's standardised mean is `Σ Wᵣ x̄ᵣ` over its roles, with weights that anybody may know. Beside its plain mean that is
//! a second sum over the same cells, and where a cell's number is known too a third. So a standardised mean counts as telling,
//! for its academy, the number and the scores of *every* cell of academy and role, also of those who named no role, and it is
//! shown only where
//! - each of these cells has the minimum or more on every linked scale, and
//! - over everything that is shown with it (the total, the groups shown by academy and by role, the cells so told) no set of
//!   fewer people than the minimum can be worked out, and no smaller number is bounded more tightly than a plan allows.
//!
//! While that does not hold, the standardised mean of a further academy is withheld: of those without which it would hold, or
//! else of all, the smallest. Never is a group withheld for its sake, so what is shown otherwise is what would be shown
//! without standardising. All that are withheld by an academy that is itself shown have one rule, *complementary*: which one of
//! its own cells is small and which would tell another's is not said.
//!
//! The trust's standardised mean is made from the groups by role as they are shown, and is shown where all of them are.

use crate::analysis::{Standard, StandardisedMean, Undefined, standardised_academy, standardised_trust};
use crate::disclosure::crossed::{CellSystem, exposed, systems};
use crate::disclosure::exposed::{Exposed, people_in};
use crate::disclosure::margins::{margin, margins};
use crate::disclosure::plan::place_in;
use crate::disclosure::{GroupedStudy, Margin, Policy, Rule, Shown, SuppressionPlan};

/// The staff that scores are standardised to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardStaff {
    /// The header of the column of roles.
    pub column: String,
    /// The roles, each with its staff over the whole trust.
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
    /// The academies, in their order.
    pub academies: Vec<Shown<Result<StandardisedMean, Undefined>>>,
}

/// Which standardised scores are withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct StandardisedPlan {
    /// The trust's.
    pub(in crate::disclosure) trust: Option<Rule>,
    /// The academies'.
    pub(in crate::disclosure) academies: Vec<Option<Rule>>,
}

impl StandardisedPlan {
    /// What is withheld where both must allow it.
    pub(in crate::disclosure) fn and(mut self, other: &Self) -> Self {
        self.trust = self.trust.or(other.trust);
        for (rule, other) in self.academies.iter_mut().zip(&other.academies) {
            *rule = rule.or(*other);
        }
        self
    }
}

/// The standardised scores of a survey on one scale, but for those that are withheld.
pub(in crate::disclosure) fn standardised_scale(
    standard: &Standard<'_>,
    scale: usize,
    told: &StandardisedPlan,
) -> StandardisedScale {
    let academies = told.academies.iter().enumerate();
    StandardisedScale {
        trust: Shown::unless(told.trust, || standardised_trust(standard, scale)),
        academies: academies
            .map(|(academy, rule)| Shown::unless(*rule, || standardised_academy(standard, scale, academy)))
            .collect(),
    }
}

/// Decides which standardised scores may stand beside what a plan shows on linked scales; nothing where there is nothing to
/// standardise to. `order` is that of the groups in the survey's own output, as [`super::TermStudy::order`] has it.
pub(in crate::disclosure) fn told(
    survey: &GroupedStudy<'_>,
    scales: &[usize],
    plan: &SuppressionPlan,
    order: &[Vec<usize>],
    policy: Policy,
) -> Option<StandardisedPlan> {
    let standard = survey.standard.as_ref().filter(|standard| !standard.roles.is_empty())?;
    let roles = plan.groups.get(1)?;
    let of_role = |group: Option<usize>| group.and_then(|group| roles[group]);
    let mut told = StandardisedPlan {
        trust: plan
            .total
            .or_else(|| standard.roles.iter().find_map(|role| of_role(role.group))),
        academies: plan.groups[0].clone(),
    };
    if policy.unsuppressed {
        return Some(told);
    }
    let cells = margin(&standard.cells, scales);
    for (academy, rule) in told.academies.iter_mut().enumerate() {
        let large = || has_large_cells(standard, &cells, academy, policy.min_group);
        if rule.is_none() && (plan.total.is_some() || !large()) {
            *rule = Some(Rule::Complementary);
        }
    }
    let systems = systems(standard, scales, order);
    let margins = margins(survey, scales);
    while let Some((system, found)) = exposed(&systems, plan, &margins, &told.academies, policy.min_group) {
        let Some(academy) = next(system, &found, plan, &told.academies) else {
            break;
        };
        told.academies[academy] = Some(Rule::Complementary);
    }
    let mut open = by_size(&systems, &told.academies);
    // Beside earlier outputs of the same rows too.
    while survey
        .guarded
        .is_some_and(|guarded| !guarded.allows_cells(scales, &margins, &open))
    {
        told.academies[open.remove(0)] = Some(Rule::Complementary);
    }
    Some(told)
}

/// The academies whose standardised scores are not withheld, the smallest first.
fn by_size(systems: &[CellSystem], told: &[Option<Rule>]) -> Vec<usize> {
    let mut open: Vec<usize> = (0..told.len()).filter(|&academy| told[academy].is_none()).collect();
    open.sort_by_key(|&academy| {
        let people = systems
            .iter()
            .map(|system| people_in(&system.people, &system.group(0, academy)));
        let order = systems.first().map_or(&[][..], |system| &system.academies);
        (people.min(), place_in(order, academy))
    });
    open
}

/// Whether an academy has the minimum in each role that the trust has staff in, and in each other cell that has anybody.
fn has_large_cells(standard: &Standard<'_>, cells: &Margin, academy: usize, least: u64) -> bool {
    let few = |cell: usize| cells.persons[cell].iter().any(|&n| n < least);
    let anybody = |cell: &usize| cells.persons[*cell].iter().any(|&n| n > 0);
    let missing = |group: Option<usize>| {
        let cell = group.and_then(|group| standard.cell(academy, group));
        cell.is_none_or(few)
    };
    !standard.roles.iter().any(|role| missing(role.group)) && !standard.cells_of(academy).filter(anybody).any(few)
}

/// The academy whose standardised mean is withheld next: the smallest of those without which it would not be given away, else of
/// all.
fn next(system: &CellSystem, found: &Exposed, plan: &SuppressionPlan, told: &[Option<Rule>]) -> Option<usize> {
    let open = by_size(std::slice::from_ref(system), told);
    let helps = |&academy: &usize| {
        let Exposed::Set(atoms) = found else { return false };
        let mut without = told.to_vec();
        without[academy] = Some(Rule::Complementary);
        !system.space(plan, &without).tells(atoms)
    };
    let helping = open.iter().copied().find(helps);
    helping.or_else(|| open.first().copied())
}
