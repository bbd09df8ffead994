//! Searches for something small that follows from what is shown.

use crate::disclosure::audit::{Search, Space};
use crate::disclosure::suppression::bounds::tight_bounds;
use crate::disclosure::suppression::problem::{Base, Figures, Problem, Protected};

/// The least part of a scale's range that must stay open for where the mean of a small withheld group lies.
const OPEN: f64 = 0.2;

/// Shares nearer to 0 or 1 than this are published as a bound only.
const BOUND: f64 = 0.05;

/// Sums over sets of atoms, each with a coefficient. Together they follow from the published figures.
pub(super) type Sums = Vec<(Vec<usize>, i64)>;

/// A disclosure that must be prevented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Exposure {
    /// The place of the base.
    pub(in crate::disclosure) base: usize,
    /// What must not follow. Empty if there were too many combinations to find it.
    pub(in crate::disclosure) sums: Sums,
}

/// A set that is withheld, and the place of its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Withheld<'p> {
    pub(super) unit: usize,
    pub(super) set: &'p Protected,
}

/// The first disclosure on any base.
pub(in crate::disclosure) fn first_exposure(problem: &Problem) -> Option<Exposure> {
    let mut bases = problem.bases.iter().enumerate();
    bases.find_map(|(place, base)| exposed_sums(problem, base).map(|sums| Exposure { base: place, sums }))
}

fn exposed_sums(problem: &Problem, base: &Base) -> Option<Sums> {
    let withheld = withheld_on(problem, base);
    let few = base.people.iter().any(|&n| n < problem.least);
    if withheld.is_empty() && !few {
        return None;
    }
    let space = problem.space_of_shown(base);
    match space.small_set(&base.people, problem.least, &base.earlier) {
        Search::Nothing => {}
        Search::Found(atoms) => return Some(vec![(atoms, 1)]),
        Search::TooMany => return Some(Vec::new()),
    }
    exposed_component(problem, base, &space, &withheld).or_else(|| tight_bounds(problem, base, &space, &withheld))
}

/// The sets on a base that are withheld and have people, in the order of their tables.
fn withheld_on<'p>(problem: &'p Problem, base: &'p Base) -> Vec<Withheld<'p>> {
    let units = problem.units.iter().zip(&base.members).enumerate();
    let hidden = units.filter(|(_, (unit, _))| unit.rule.is_some());
    let sets = hidden.flat_map(|(unit, (_, member))| member.protects.iter().map(move |set| Withheld { unit, set }));
    let mut withheld: Vec<Withheld<'p>> = sets.filter(|withheld| withheld.set.people > 0).collect();
    withheld.sort_by_key(|of| (problem.units[of.unit].table, problem.units[of.unit].order.place));
    withheld
}

/// A component that is too small, or whose figures say too much about a small group in it.
fn exposed_component(problem: &Problem, base: &Base, space: &Space, withheld: &[Withheld<'_>]) -> Option<Sums> {
    let mut tables: Vec<usize> = withheld.iter().map(|of| problem.units[of.unit].table).collect();
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().find_map(|table| {
        let own: Vec<&Protected> = withheld
            .iter()
            .filter(|of| problem.units[of.unit].table == table)
            .map(|of| of.set)
            .collect();
        let atoms: Vec<Vec<usize>> = own.iter().map(|set| set.atoms.clone()).collect();
        let trust = Trust::of(problem, base, table);
        space.equations(&atoms).into_iter().find_map(|equation| {
            let sums: Sums = equation
                .iter()
                .map(|&(set, factor)| (atoms[set].clone(), factor))
                .collect();
            let members: Vec<&Protected> = equation.iter().map(|&(set, _)| own[set]).collect();
            let is_union = equation.iter().all(|&(_, factor)| factor == 1);
            let exposed = is_union && is_exposed(&members, problem.least, base, trust) && !base.earlier.follows(&sums);
            exposed.then_some(sums)
        })
    })
}

/// True if the sum over some sets discloses one of them.
fn is_exposed(members: &[&Protected], least: u64, base: &Base, trust: Trust) -> bool {
    let people: u64 = members.iter().map(|set| set.people).sum();
    // With earlier outputs, the sum over a large group that is withheld for the sake of others may follow.
    let alone = members.len() < 2 && base.earlier.is_empty();
    alone || people < least || is_one_sided(members, least, trust)
}

/// True if the scores in some sets are all equal, or if their sum leaves less than [`OPEN`] of the range for the mean of a small one.
///
/// A group of n people in a sum over N people with mean M, on a scale from `min` to `max`, has a mean of at least
/// max − (max − M)·N/n and at most min + (M − min)·N/n. The same is true of the percentage of favourable answers.
fn is_one_sided(members: &[&Protected], least: u64, trust: Trust) -> bool {
    let known: Option<Vec<Figures>> = members.iter().map(|set| set.figures).collect();
    let Some(known) = known.filter(|known| !known.is_empty()) else {
        return false;
    };
    let lowest = known.iter().map(|of| of.lowest).fold(f64::INFINITY, f64::min);
    let highest = known.iter().map(|of| of.highest).fold(f64::NEG_INFINITY, f64::max);
    if lowest >= highest {
        return true;
    }
    let total = |of: &dyn Fn(&Figures) -> f64| known.iter().map(of).sum::<f64>();
    let people: u64 = members.iter().map(|set| set.people).sum();
    let answers: u64 = known.iter().map(|of| of.answers).sum();
    let favourable: u64 = known.iter().map(|of| of.favourable).sum();
    let small = members.iter().zip(&known).filter(|(set, _)| set.people < least);
    let mut small = small.filter(|(_, of)| of.range > 0.0);
    // Sums over the range, so that every score lies between 0 and 1.
    let sum = total(&|of| of.sum / of.range);
    small.any(|(set, of)| {
        let score = Portion {
            sum,
            whole: people as f64,
            size: set.people as f64,
        };
        let share = Portion {
            sum: favourable as f64,
            whole: answers as f64,
            size: of.answers as f64,
        };
        score.is_narrow() || (trust.shows_share() && share.is_narrow())
    })
}

/// The answers of everybody in a table.
#[derive(Debug, Clone, Copy, Default)]
struct Trust {
    answers: u64,
    favourable: u64,
}

impl Trust {
    fn of(problem: &Problem, base: &Base, table: usize) -> Self {
        let own = problem
            .units
            .iter()
            .zip(&base.members)
            .filter(|(unit, _)| unit.table == table);
        let figures = own
            .flat_map(|(_, member)| &member.protects)
            .filter_map(|set| set.figures);
        figures.fold(Self::default(), |sum, of| Self {
            answers: sum.answers + of.answers,
            favourable: sum.favourable + of.favourable,
        })
    }

    /// True if the trust's share of favourable answers is published. Near 0 or 100 % only a bound is, and then no share of any group says
    /// more about it than about everybody.
    fn shows_share(self) -> bool {
        let share = self.favourable as f64 / self.answers.max(1) as f64;
        (BOUND..=1.0 - BOUND).contains(&share)
    }
}

/// A group of people or answers with values from 0 to 1, as part of a whole.
struct Portion {
    /// Sum of the values in the whole.
    sum: f64,
    whole: f64,
    size: f64,
}

impl Portion {
    /// True if the interval for the mean of the part is narrower than [`OPEN`]. The order of summation does not matter.
    fn is_narrow(&self) -> bool {
        let lower = 1.0 - (self.whole - self.sum) / self.size;
        let upper = self.sum / self.size;
        upper.min(1.0) - lower.max(0.0) < OPEN - 1e-9
    }
}
