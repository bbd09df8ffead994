//! The input of the engine: outputs, the groups in their tables, and the people behind them on each base.

use crate::disclosure::Rule;
use crate::disclosure::audit::{Range, Space};
use crate::disclosure::suppression::decision::SuppressionPlan;

/// Outputs about the same people, and what is shown in them so far.
#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Problem {
    /// The threshold.
    pub(in crate::disclosure) least: u64,
    pub(in crate::disclosure) outputs: Vec<Output>,
    pub(in crate::disclosure) units: Vec<Unit>,
    pub(in crate::disclosure) bases: Vec<Base>,
}

/// True if the engine may withhold more of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) enum Choice {
    /// It may be withheld.
    Open,
    /// It is as it is.
    Fixed,
}

/// An output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) struct Output {
    /// The rule that withholds its total and with it everything else.
    pub(in crate::disclosure) total: Option<Rule>,
    pub(in crate::disclosure) choice: Choice,
}

/// A group in a table of an output. The groups of a table have no people in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) struct Unit {
    pub(in crate::disclosure) output: usize,
    pub(in crate::disclosure) table: usize,
    /// The rule that withholds it, or `None` if it is shown.
    pub(in crate::disclosure) rule: Option<Rule>,
    pub(in crate::disclosure) order: Order,
    pub(in crate::disclosure) choice: Choice,
    pub(in crate::disclosure) limits: Limits,
}

/// The order in which units are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::disclosure) struct Order {
    /// Fewest people on any base.
    pub(in crate::disclosure) people: u64,
    pub(in crate::disclosure) table: usize,
    /// Place in the order of the table.
    pub(in crate::disclosure) place: usize,
}

/// What readers know about the number of people in a unit that is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclosure) enum Limits {
    /// What follows from the rule, the groups shown and the headcount.
    Rule,
    /// Only that there is somebody.
    Somebody,
}

/// Who is counted: one base, and every sum over it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::disclosure) struct Base {
    /// For each atom: number of people, largest first.
    pub(in crate::disclosure) people: Vec<u64>,
    /// For each output: the atoms of its total. Empty if it has none.
    pub(in crate::disclosure) totals: Vec<Vec<usize>>,
    /// For each unit: its people.
    pub(in crate::disclosure) members: Vec<Member>,
    /// Everything that follows from earlier outputs.
    pub(in crate::disclosure) earlier: Space,
    /// Groups that earlier outputs withhold.
    pub(in crate::disclosure) hidden: Vec<Hidden>,
}

/// A unit on one base.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::disclosure) struct Member {
    /// The sums that are published if the unit is shown.
    pub(in crate::disclosure) shows: Vec<Vec<usize>>,
    /// The sets of people that are protected if it is withheld.
    pub(in crate::disclosure) protects: Vec<Protected>,
}

/// A set of people that is protected.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::disclosure) struct Protected {
    pub(in crate::disclosure) atoms: Vec<usize>,
    pub(in crate::disclosure) people: u64,
    /// Number of people who could be counted, if readers know it.
    pub(in crate::disclosure) headcount: Option<u64>,
    /// Its figures, if some are published on this base.
    pub(in crate::disclosure) figures: Option<Figures>,
}

/// The sums behind the figures of some people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::disclosure) struct Figures {
    /// Lowest score.
    pub(in crate::disclosure) lowest: f64,
    /// Highest score.
    pub(in crate::disclosure) highest: f64,
    /// Sum of the scores, each less the lowest possible score.
    pub(in crate::disclosure) sum: f64,
    /// Highest possible score less the lowest possible one; 0 if there are no such limits.
    pub(in crate::disclosure) range: f64,
    /// Number of favourable answers.
    pub(in crate::disclosure) favourable: u64,
    /// Number of answers.
    pub(in crate::disclosure) answers: u64,
}

/// A group that an earlier output withholds, with the bounds on its number of people that follow from the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Hidden {
    pub(in crate::disclosure) atoms: Vec<usize>,
    pub(in crate::disclosure) range: Range,
}

impl Protected {
    /// A set of atoms without headcount and figures.
    pub(in crate::disclosure) fn of(atoms: Vec<usize>, people: &[u64]) -> Self {
        Self {
            people: atoms.iter().map(|&atom| people[atom]).sum(),
            atoms,
            headcount: None,
            figures: None,
        }
    }
}

impl Problem {
    /// Everything that follows on a base from the earlier outputs and the units for which `shown` is true.
    pub(super) fn space(&self, base: &Base, shown: impl Fn(usize) -> bool) -> Space {
        let mut space = base.earlier.clone();
        // The few long rows first and the many short ones after them; in the other order many rows would grow long.
        for (place, (unit, member)) in self.units.iter().zip(&base.members).enumerate().rev() {
            if self.outputs[unit.output].total.is_none() && shown(place) {
                for atoms in &member.shows {
                    space.add(atoms);
                }
            }
        }
        for (output, atoms) in self.outputs.iter().zip(&base.totals) {
            if output.total.is_none() {
                space.add(atoms);
            }
        }
        space
    }

    /// Everything that follows on a base from what is shown so far.
    pub(in crate::disclosure) fn space_of_shown(&self, base: &Base) -> Space {
        self.space(base, |unit| self.is_shown(unit))
    }

    pub(super) fn is_shown(&self, unit: usize) -> bool {
        self.units[unit].rule.is_none()
    }

    /// True if everything that may be withheld is.
    pub(in crate::disclosure) fn is_withheld(&self) -> bool {
        let mut open = self.outputs.iter().filter(|output| output.choice == Choice::Open);
        open.all(|output| output.total.is_some())
    }

    /// Withholds every open output, with all its units.
    pub(in crate::disclosure) fn withhold_everything(&mut self, rule: Rule) {
        for output in self.outputs.iter_mut().filter(|output| output.choice == Choice::Open) {
            output.total.get_or_insert(rule);
        }
        for unit in &mut self.units {
            if let Some(rule) = self.outputs[unit.output].total {
                unit.rule.get_or_insert(rule);
            }
        }
    }

    /// The decisions about the first output, which has the first tables.
    pub(in crate::disclosure) fn output_plan(&self) -> SuppressionPlan {
        let mut groups: Vec<Vec<Option<Rule>>> = Vec::new();
        for unit in self.units.iter().filter(|unit| unit.output == 0) {
            groups.resize(groups.len().max(unit.table + 1), Vec::new());
            groups[unit.table].push(unit.rule);
        }
        SuppressionPlan {
            total: self.outputs[0].total,
            groups,
        }
    }

    /// For each table and group of the first output: true if anybody in it is counted on any base.
    pub(in crate::disclosure) fn peopled(&self) -> Vec<Vec<bool>> {
        let mut peopled: Vec<Vec<bool>> = Vec::new();
        for (place, unit) in self.units.iter().enumerate().filter(|(_, unit)| unit.output == 0) {
            let mut sets = self.bases.iter().flat_map(|base| &base.members[place].protects);
            peopled.resize(peopled.len().max(unit.table + 1), Vec::new());
            peopled[unit.table].push(sets.any(|set| set.people > 0));
        }
        peopled
    }

    /// The headcount of each unit.
    pub(in crate::disclosure) fn headcounts(&self) -> Vec<Option<u64>> {
        let members = self.bases.first().map_or(&[][..], |base| base.members.as_slice());
        let headcount = |member: &Member| member.protects.first().and_then(|set| set.headcount);
        members.iter().map(headcount).collect()
    }

    /// Makes the first output as it was planned, so that no more of it is withheld.
    pub(in crate::disclosure) fn fix(&mut self, plan: &SuppressionPlan) {
        let mut rules = plan.groups.iter().flatten();
        for unit in self.units.iter_mut().filter(|unit| unit.output == 0) {
            unit.rule = rules.next().copied().flatten();
            unit.choice = Choice::Fixed;
        }
        self.outputs[0] = Output {
            total: plan.total,
            choice: Choice::Fixed,
        };
    }
}
