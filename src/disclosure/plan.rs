//! Which groups are withheld, so that no published total minus what is shown gives a small group back.
//!
//! A group is *small* when fewer than the minimum stand behind any of its linked figures. Further groups are withheld
//! with it (*complementary*), the smallest first, until for every sum of withheld groups that can be worked out
//! from what is published
//! - at least two groups with respondents are in it,
//! - they number the minimum or more together,
//! - the bounds that this rule, the groups shown and the headcounts put on each of their numbers lie 2 or more apart
//!   (whoever tries out which numbers would have led here may narrow them further, those of small groups never to one),
//! - and their scores are not all the same, for then each group's mean would be known.
//!
//! With one grouping the only such sum is the total minus all groups shown. With a second grouping of the same
//! respondents (academies and roles) a sum of withheld groups can also be worked out from part of the other grouping:
//! all primary academies but one, where phases are shown too. Which sums these are follows from linear algebra on the
//! table of both groupings: give the published sums of the other grouping coefficients b, one a class. A shown group
//! is cancelled when all its classes have the same b, and all withheld classes share one b. So classes fall into blocks
//! (joined by shown groups, and by being withheld), and withheld groups whose blocks overlap cannot be told apart:
//! the connected components of withheld groups are exactly the smallest sums that can be worked out.

/// How many further values a withheld number must be able to take, at the least.
pub(in crate::disclosure) const SPREAD: u64 = 2;

/// The rule that a run follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The fewest respondents whose figures may be shown.
    pub min_group: u64,
    /// Whether everything is shown all the same, marked as not for circulation.
    pub unsuppressed: bool,
}

/// Why something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Fewer than the minimum stand behind it.
    Small,
    /// It would give a small one back.
    Complementary,
}

impl Rule {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Complementary => "complementary",
        }
    }
}

/// One way of grouping the respondents, as the plan sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// For each group and each linked scale, how many respondents stand behind its figures.
    pub persons: Vec<Vec<u64>>,
    /// For each group and each linked scale, the lowest and the highest score; `None` without respondents.
    pub extremes: Vec<Vec<Option<(f64, f64)>>>,
    /// For each group the number that could have answered, where it is known.
    pub headcounts: Vec<Option<u64>>,
    /// For each group the groups of the other margin that its respondents are in, if there is another.
    pub classes: Vec<Vec<usize>>,
    /// For each group the rule that withholds it already, by what is published elsewhere of the same respondents.
    pub withheld: Vec<Option<Rule>>,
}

/// What is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whether even the total must be withheld.
    pub total: Option<Rule>,
    /// For each margin and group, the rule that withholds it, or `None` where it is shown.
    pub groups: Vec<Vec<Option<Rule>>>,
}

/// Decides what is withheld on scales whose figures could be compared with each other, for one margin or two of the same
/// respondents.
#[must_use]
pub fn plan(margins: &[Margin], policy: Policy) -> Plan {
    let everything = |rule: Option<Rule>| Plan {
        total: rule,
        groups: margins.iter().map(|margin| vec![rule; margin.persons.len()]).collect(),
    };
    if policy.unsuppressed || margins.is_empty() {
        return everything(None);
    }
    let scales = margins[0].persons.first().map_or(0, Vec::len);
    let total = |scale: usize| margins[0].persons.iter().map(|persons| persons[scale]).sum::<u64>();
    if scales == 0 || (0..scales).any(|scale| total(scale) < policy.min_group) {
        return everything(Some(Rule::Small));
    }
    let small = |persons: &Vec<u64>| persons.iter().any(|&n| n < policy.min_group).then_some(Rule::Small);
    let mut groups: Vec<Vec<Option<Rule>>> = margins
        .iter()
        .map(|margin| {
            let groups = margin.persons.iter().zip(&margin.withheld);
            groups.map(|(persons, withheld)| small(persons).or(*withheld)).collect()
        })
        .collect();
    while let Some((margin, component)) = first_exposed(margins, &groups, policy) {
        let own = smallest_shown(&margins[margin], &groups[margin], &[]);
        let other = (margins.len() == 2).then(|| {
            let classes: Vec<usize> = component
                .iter()
                .flat_map(|&group| margins[margin].classes[group].iter().copied())
                .collect();
            smallest_shown(&margins[1 - margin], &groups[1 - margin], &classes)
        });
        if let Some(group) = own {
            groups[margin][group] = Some(Rule::Complementary);
        } else if let Some(group) = other.flatten() {
            groups[1 - margin][group] = Some(Rule::Complementary);
        } else {
            return Plan {
                total: Some(Rule::Complementary),
                groups: all_withheld(groups),
            };
        }
    }
    Plan { total: None, groups }
}

fn all_withheld(mut groups: Vec<Vec<Option<Rule>>>) -> Vec<Vec<Option<Rule>>> {
    for rule in groups.iter_mut().flatten() {
        rule.get_or_insert(Rule::Complementary);
    }
    groups
}

/// The shown group with the fewest respondents (on any linked scale), the first of equals; among `among` if that names
/// any.
fn smallest_shown(margin: &Margin, rules: &[Option<Rule>], among: &[usize]) -> Option<usize> {
    let mut named = vec![among.is_empty(); rules.len()];
    for &group in among {
        named[group] = true;
    }
    (0..rules.len())
        .filter(|&group| rules[group].is_none() && named[group])
        .min_by_key(|&group| margin.persons[group].iter().copied().min())
}

/// The first sum of withheld groups that gives too much away: its margin and its groups.
fn first_exposed(margins: &[Margin], rules: &[Vec<Option<Rule>>], policy: Policy) -> Option<(usize, Vec<usize>)> {
    for (place, margin) in margins.iter().enumerate() {
        let other = (margins.len() == 2).then(|| rules[1 - place].as_slice());
        let scales = margin.persons.first().map_or(0, Vec::len);
        let most: Vec<Vec<Option<u64>>> = (0..scales)
            .map(|scale| most_behind_shown(margin, &rules[place], scale))
            .collect();
        for component in components(margin, &rules[place], other) {
            let exposed = |scale: usize| {
                let withheld = Withheld {
                    margin,
                    rules: &rules[place],
                    most: &most[scale],
                    scale,
                };
                withheld.is_exposed(&component, policy)
            };
            if (0..scales).any(exposed) {
                return Some((place, component));
            }
        }
    }
    None
}

/// What is withheld of a margin, on one scale.
struct Withheld<'a> {
    margin: &'a Margin,
    rules: &'a [Option<Rule>],
    /// For each group what [`most_behind_shown`] says.
    most: &'a [Option<u64>],
    scale: usize,
}

/// For each group, were it withheld, the most respondents it may have for all that the groups shown tell; `None` where none is
/// shown.
fn most_behind_shown(margin: &Margin, rules: &[Option<Rule>], scale: usize) -> Vec<Option<u64>> {
    let least = |one: Option<u64>, other: Option<u64>| one.into_iter().chain(other).min();
    let shown = |group: usize| rules[group].is_none().then(|| margin.persons[group][scale]);
    let mut most = vec![None; rules.len()];
    let mut so_far = None;
    for (group, most) in most.iter_mut().enumerate().rev() {
        so_far = least(so_far, shown(group));
        *most = so_far;
    }
    so_far = None;
    for (group, most) in most.iter_mut().enumerate() {
        // Of equals the first is taken, so one that stands behind a shown group has fewer than that.
        *most = least(*most, so_far);
        so_far = least(so_far, shown(group).map(|persons| persons.saturating_sub(1)));
    }
    most
}

impl Withheld<'_> {
    fn is_exposed(&self, members: &[usize], policy: Policy) -> bool {
        let persons = |group: usize| self.margin.persons[group][self.scale];
        let peopled: Vec<usize> = members.iter().copied().filter(|&group| persons(group) > 0).collect();
        if peopled.is_empty() {
            return false;
        }
        let sum: u64 = peopled.iter().map(|&group| persons(group)).sum();
        if peopled.len() < 2 || sum < policy.min_group {
            return true;
        }
        let bounds: Vec<(u64, u64)> = peopled.iter().map(|&group| self.bounds(group, policy)).collect();
        let lowest: u64 = bounds.iter().map(|(low, _)| low).sum();
        let highest = bounds.iter().fold(0_u64, |sum, (_, high)| sum.saturating_add(*high));
        let told = bounds.iter().any(|&(low, high)| {
            let others_high = if high == u64::MAX {
                u64::MAX
            } else {
                highest.saturating_sub(high)
            };
            let from = if highest == u64::MAX && others_high != 0 {
                low
            } else {
                low.max(sum.saturating_sub(others_high))
            };
            let to = high.min(sum.saturating_sub(lowest - low));
            to.saturating_sub(from) < SPREAD
        });
        told || all_alike(self.margin, &peopled, self.scale)
    }

    /// What anybody knows of a withheld group's number of respondents, from the rule alone.
    fn bounds(&self, group: usize, policy: Policy) -> (u64, u64) {
        let persons = self.margin.persons[group][self.scale];
        let (low, high) = match self.rules[group] {
            // On one of several linked scales a small group may have the minimum and more.
            Some(Rule::Small) | None => (1, persons.max(policy.min_group - 1)),
            Some(Rule::Complementary) => (
                policy.min_group.min(persons),
                self.most[group].unwrap_or(u64::MAX).max(persons),
            ),
        };
        match self.margin.headcounts[group] {
            Some(headcount) if headcount >= persons => (low, high.min(headcount)),
            _ => (low, high),
        }
    }
}

fn all_alike(margin: &Margin, members: &[usize], scale: usize) -> bool {
    let extremes = members.iter().filter_map(|&group| margin.extremes[group][scale]);
    let all = extremes.fold(None, |all: Option<(f64, f64)>, (low, high)| {
        Some(all.map_or((low, high), |(lowest, highest)| (lowest.min(low), highest.max(high))))
    });
    all.is_some_and(|(lowest, highest)| lowest >= highest)
}

/// The smallest sums of withheld groups that can be worked out, as lists of groups.
fn components(margin: &Margin, rules: &[Option<Rule>], other: Option<&[Option<Rule>]>) -> Vec<Vec<usize>> {
    let withheld: Vec<usize> = (0..rules.len()).filter(|&group| rules[group].is_some()).collect();
    let Some(other) = other else {
        return if withheld.is_empty() {
            Vec::new()
        } else {
            vec![withheld]
        };
    };
    // Nodes: the other margin's classes, then this margin's groups.
    let classes = other.len();
    let mut blocks = Blocks::new(classes + rules.len());
    let mut withheld_class = None;
    for (class, rule) in other.iter().enumerate() {
        if rule.is_some() {
            blocks.join(class, *withheld_class.get_or_insert(class));
        }
    }
    for (group, of_group) in margin.classes.iter().enumerate() {
        for &class in of_group {
            // A shown group ties its classes together; a withheld one is tied to each of its classes' blocks, which says
            // the same of it and of its neighbours.
            blocks.join(class, classes + group);
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut places = vec![None; classes + rules.len()];
    for &group in &withheld {
        let place = *places[blocks.root(classes + group)].get_or_insert_with(|| {
            found.push(Vec::new());
            found.len() - 1
        });
        found[place].push(group);
    }
    found
}

/// Disjoint sets.
struct Blocks {
    parent: Vec<usize>,
}

impl Blocks {
    fn new(nodes: usize) -> Self {
        Self {
            parent: (0..nodes).collect(),
        }
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn margin(persons: &[u64]) -> Margin {
        Margin {
            persons: persons.iter().map(|&n| vec![n]).collect(),
            extremes: persons.iter().map(|&n| vec![(n > 0).then_some((1.0, 6.0))]).collect(),
            headcounts: vec![None; persons.len()],
            classes: vec![Vec::new(); persons.len()],
            withheld: vec![None; persons.len()],
        }
    }

    fn withheld(persons: &[u64]) -> String {
        let plan = plan(&[margin(persons)], POLICY);
        assert_eq!(plan.total, None);
        plan.groups[0]
            .iter()
            .map(|rule| match rule {
                None => '.',
                Some(Rule::Small) => 's',
                Some(Rule::Complementary) => 'c',
            })
            .collect()
    }

    #[test]
    fn enough_further_groups_are_withheld_the_smallest_first() {
        assert_eq!(withheld(&[42, 38, 51, 33]), "....");
        assert_eq!(withheld(&[42, 9, 51, 4]), ".s.s");
        assert_eq!(withheld(&[42, 9, 51, 33]), ".s.c");
        assert_eq!(withheld(&[42, 2, 51, 3, 33]), ".s.sc");
        assert_eq!(withheld(&[30, 4]), "cs");
        assert_eq!(withheld(&[42, 0, 51, 9, 33]), ".s.sc", "a group of nobody hides nobody");
    }

    #[test]
    fn a_number_that_the_rule_itself_would_tell_is_hidden_by_a_further_group() {
        // 10 is the smallest shown, so the complementary one has 10 too, and the small one the rest.
        assert_eq!(withheld(&[9, 10, 10, 10, 40]), "sccc.");
        // 11 together: 10 or more in the one leave 1 in the other.
        assert_eq!(withheld(&[1, 10, 40, 50]), "scc.");
    }

    #[test]
    fn headcounts_that_leave_no_doubt_withhold_more() {
        let mut full = margin(&[9, 4, 20, 30]);
        full.headcounts = vec![Some(9), Some(4), Some(25), Some(40)];
        let plan = plan(&[full], POLICY);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), Some(Rule::Small), Some(Rule::Complementary), None]
        );
    }

    #[test]
    fn the_total_is_withheld_when_it_is_small_itself() {
        let plan = plan(&[margin(&[4, 3])], POLICY);
        assert_eq!(plan.total, Some(Rule::Small));
        assert!(plan.groups[0].iter().all(Option::is_some));
    }

    #[test]
    fn groups_that_all_answered_alike_need_others_beside_them() {
        let mut alike = margin(&[9, 4, 20, 30]);
        alike.extremes[0][0] = Some((6.0, 6.0));
        alike.extremes[1][0] = Some((6.0, 6.0));
        let plan = plan(&[alike], POLICY);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), Some(Rule::Small), Some(Rule::Complementary), None]
        );
    }

    #[test]
    fn phases_do_not_give_an_academy_back() {
        // Two small academies, each the only small one of its phase: each phase minus its shown academies is one academy.
        let cells = vec![
            vec![40, 0],
            vec![5, 0],
            vec![30, 0],
            vec![0, 50],
            vec![0, 8],
            vec![0, 20],
        ];
        let margins = crossed(&cells);
        let plan = plan(&margins, POLICY);
        let academies: Vec<bool> = plan.groups[0].iter().map(Option::is_some).collect();
        assert_eq!(academies, [false, true, true, false, true, true]);
    }

    fn crossed(cells: &[Vec<u64>]) -> [Margin; 2] {
        let (rows, columns) = (cells.len(), cells[0].len());
        let of_row = |row: usize| cells[row].iter().sum::<u64>();
        let of_column = |column: usize| cells.iter().map(|row| row[column]).sum::<u64>();
        let mut one = margin(&(0..rows).map(of_row).collect::<Vec<_>>());
        let mut other = margin(&(0..columns).map(of_column).collect::<Vec<_>>());
        for (row, of_row) in cells.iter().enumerate() {
            for (column, &n) in of_row.iter().enumerate() {
                if n > 0 {
                    one.classes[row].push(column);
                    other.classes[column].push(row);
                }
            }
        }
        [one, other]
    }

    /// Whether the sum over `target` cells is a combination of the published sums.
    fn determined(published: &[Vec<f64>], target: &[f64]) -> bool {
        let rank =
            |rows: &[Vec<f64>]| DMatrix::from_fn(rows.len(), target.len(), |row, column| rows[row][column]).rank(1e-9);
        let mut with = published.to_vec();
        with.push(target.to_vec());
        rank(published) == rank(&with)
    }

    proptest! {
        #[test]
        fn no_union_of_withheld_groups_below_the_minimum_can_be_worked_out(
            cells in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0_u64), 0_u64..9, 0_u64..40], 3), 1..7)
        ) {
            let margins = crossed(&cells);
            let plan = plan(&margins, POLICY);
            if plan.total.is_some() {
                return Ok(());
            }
            let places: Vec<(usize, usize)> =
                (0..cells.len()).flat_map(|row| (0..3).map(move |column| (row, column)))
                    .filter(|&(row, column)| cells[row][column] > 0).collect();
            let indicator = |inside: &dyn Fn(usize, usize) -> bool| -> Vec<f64> {
                places.iter().map(|&(row, column)| f64::from(u8::from(inside(row, column)))).collect()
            };
            let mut published = vec![indicator(&|_, _| true)];
            for (row, rule) in plan.groups[0].iter().enumerate() {
                if rule.is_none() { published.push(indicator(&|r, _| r == row)); }
            }
            for (column, rule) in plan.groups[1].iter().enumerate() {
                if rule.is_none() { published.push(indicator(&|_, c| c == column)); }
            }
            for (place, margin) in margins.iter().enumerate() {
                let hidden: Vec<usize> = (0..margin.persons.len())
                    .filter(|&group| plan.groups[place][group].is_some() && margin.persons[group][0] > 0).collect();
                for mask in 1_u32..(1 << hidden.len()) {
                    let chosen: Vec<usize> = hidden.iter().enumerate()
                        .filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, &group)| group).collect();
                    let n: u64 = chosen.iter().map(|&group| margin.persons[group][0]).sum();
                    if chosen.len() > 1 && n >= POLICY.min_group { continue; }
                    let target = indicator(&|r, c| chosen.contains(if place == 0 { &r } else { &c }));
                    prop_assert!(!determined(&published, &target), "{chosen:?} of margin {place} in {cells:?}");
                }
            }
        }

        #[test]
        fn every_small_group_is_withheld(persons in prop::collection::vec(0_u64..30, 1..12)) {
            let plan = plan(&[margin(&persons)], POLICY);
            for (n, rule) in persons.iter().zip(&plan.groups[0]) {
                prop_assert!(*n >= 10 || rule.is_some());
            }
        }
    }
}
