//! What else must be withheld because of what was given out earlier of the same rows.
//!
//! [`plan()`] looks at one output. Two outputs of the same rows can be subtracted from each other: another
//! grouping, another minimum, or some respondents left out, and the difference is a few people. So over all figures of
//! the new output and of the earlier ones
//! - no set of fewer people than the minimum may be worked out, be it a withheld group, some of them together, a cell of two
//!   groupings or those whom one of the outputs leaves out (see [`super::audit`] for how that is found), and
//! - the number of nobody withheld may be bounded more tightly than one output's plan allows,
//!
//! unless the earlier outputs tell it by themselves. While that does not hold, a further group of the new output is withheld:
//! of those without which it would hold, or else of all that are shown, the smallest. Where that cannot help, all of the new output's
//! figures on these scales are.
//!
//! Sums are compared scale by scale, for those with a score and for those who gave any answer. An output of any kind
//! counts as if it told both of every group it shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::audit::{Range, Search, Space, narrow};
use crate::disclosure::plan::SPREAD;
use crate::disclosure::publish::{linked_scales, margins};
use crate::disclosure::{Margin, Plan, Policy, Rule, Survey, plan};

/// How many names a list of told groups has.
const NAMED: usize = 10;

/// A grouping over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The column's header.
    pub column: String,
    /// The groups' names; the empty name is the group of those who gave none.
    pub names: Vec<String>,
    /// For each row of all outputs the group's place; `None` where the output does not have the row.
    pub of_row: Vec<Option<usize>>,
}

/// Who stands behind a scale's figures, over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleMembers {
    /// The scale's id.
    pub id: String,
    /// Its items' ids.
    pub items: BTreeSet<String>,
    /// Who has a score.
    pub scored: Vec<bool>,
    /// Who answered anything.
    pub answering: Vec<bool>,
}

/// Who is in an output, over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// By academy, and by another column where there is one.
    pub groupings: Vec<Labels>,
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleMembers>,
}

/// What an earlier output says of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Unsaid,
    /// Its figures.
    Shown,
    /// That they are withheld.
    Withheld(Rule),
}

/// What an earlier output shows of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierScale {
    /// The scale's id.
    pub id: String,
    /// Whether figures of the trust stand there.
    pub total: bool,
    /// For each grouping and group, what is said of it.
    pub groups: Vec<Vec<Fate>>,
}

/// An output that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What it is called.
    pub name: String,
    /// The fewest respondents whose figures it shows.
    pub min_group: u64,
    /// Who is in it.
    pub members: Members,
    /// What it shows.
    pub scales: Vec<EarlierScale>,
}

/// The output to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Who is in it.
    pub members: Members,
    /// For each grouping, whether it shows figures by it.
    pub shows: Vec<bool>,
    /// Those whom a second result beside the first leaves out, where there is one.
    pub left_out: Option<Vec<bool>>,
}

/// What may be shown beside earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    sets: Vec<GuardedSet>,
}

/// The plan of scales that share items.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedSet {
    /// Places of the scales in the instrument.
    pub scales: Vec<usize>,
    /// What is withheld.
    pub plan: Plan,
    /// What would be withheld if nothing had been given out earlier.
    pub alone: Plan,
    /// The earlier outputs that made the difference necessary.
    pub because: Vec<String>,
    /// Of whom the earlier outputs alone tell, though they are fewer than the minimum.
    pub told: Vec<String>,
    least: u64,
    figures: Vec<Figure>,
}

impl Guarded {
    /// The linked scales and their plans.
    #[must_use]
    pub fn sets(&self) -> &[GuardedSet] {
        &self.sets
    }

    fn set(&self, scales: &[usize]) -> Option<&GuardedSet> {
        self.sets.iter().find(|set| set.scales == scales)
    }

    /// Whether the second result, as planned, can stand beside everything else.
    pub(in crate::disclosure) fn allows_second(&self, scales: &[usize], plan: &Plan) -> bool {
        let Some(set) = self.set(scales) else { return true };
        plan.total.is_some()
            || set.figures.iter().all(|figure| {
                let Some(second) = figure.system.second else {
                    return true;
                };
                let mut space = figure.space_with(&set.plan, &[true, true], None);
                figure.system.learn(&mut space, second, plan, &[true], None);
                space.small_set(&figure.system.people, set.least, &figure.old) == Search::Nothing
            })
    }
}

/// The plan of a survey's scales, beside what was given out earlier where that is known.
pub(in crate::disclosure) fn plan_of(survey: &Survey<'_>, scales: &[usize], policy: Policy) -> Plan {
    match survey.guarded.and_then(|guarded| guarded.set(scales)) {
        Some(set) => set.plan.clone(),
        None => plan(&margins(survey, scales), policy),
    }
}

/// Decides what may be shown of a survey beside earlier outputs of the same rows.
#[must_use]
pub fn guard(survey: &Survey<'_>, policy: Policy, current: &Current, earlier: &[Earlier]) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let margins = margins(survey, &scales);
        let alone = plan(&margins, policy);
        let figures = if policy.unsuppressed {
            Vec::new()
        } else {
            figures(&scales, current, earlier)
        };
        let mut set = GuardedSet {
            scales,
            plan: alone.clone(),
            alone,
            because: Vec::new(),
            told: told(&figures, current, earlier, policy.min_group),
            least: policy.min_group,
            figures,
        };
        repair(&mut set, margins, current, earlier);
        set
    });
    Guarded { sets: sets.collect() }
}

/// A cell that is withheld; its value is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldCell {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The grouping's column and the group's name; none for the trust as a whole.
    pub group: Option<(String, String)>,
    /// The rule.
    pub rule: Rule,
    /// The earlier outputs that made it necessary, where the output alone would not.
    pub because: Vec<String>,
}

/// Every cell that the plans withhold of the groupings that are shown, in the instrument's and the groupings' order.
#[must_use]
pub fn withheld_cells(survey: &Survey<'_>, guarded: &Guarded, shows: &[bool]) -> Vec<WithheldCell> {
    let mut cells = Vec::new();
    for set in guarded.sets() {
        let cell = |scale: usize, group: Option<(String, String)>, now: Option<Rule>, alone: Option<Rule>| {
            Some(WithheldCell {
                scale,
                group,
                rule: now?,
                because: if alone.is_none() {
                    set.because.clone()
                } else {
                    Vec::new()
                },
            })
        };
        for &scale in &set.scales {
            cells.extend(cell(scale, None, set.plan.total, set.alone.total));
            let studies = std::iter::once(&survey.academies).chain(&survey.by);
            for (margin, study) in studies
                .enumerate()
                .filter(|(margin, _)| shows.get(*margin) == Some(&true))
            {
                for (group, name) in study.tally.names().iter().enumerate() {
                    let named = (study.tally.column().to_owned(), name.clone());
                    let (now, alone) = (set.plan.groups[margin][group], set.alone.groups[margin][group]);
                    cells.extend(cell(scale, Some(named), now, alone));
                }
            }
        }
    }
    cells.sort_by_key(|cell| cell.scale);
    cells
}

/// One kind of sum that outputs have in common.
#[derive(Debug, Clone, PartialEq)]
struct Figure {
    system: System,
    /// What the earlier outputs tell, each by itself and together.
    of_earlier: Vec<Vec<Vec<usize>>>,
    old: Space,
    /// The groups that earlier outputs withhold, and what their rules say of the number of people.
    hidden: Vec<(Vec<usize>, Range)>,
}

/// The atoms of one kind of sum.
#[derive(Debug, Clone, PartialEq)]
struct System {
    /// For each atom how many people, not rising.
    people: Vec<u64>,
    /// For each output everybody in it, and by grouping and group.
    outputs: Vec<OutputAtoms>,
    /// The place of the second result among the outputs; the new output's first one is at 0.
    second: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct OutputAtoms {
    everybody: Vec<usize>,
    groups: Vec<Vec<Vec<usize>>>,
}

/// An output as the atoms are made from it: who counts, and its groupings.
struct View<'a> {
    counts: Vec<bool>,
    groupings: &'a [Labels],
}

fn system(views: &[View<'_>], second: Option<usize>) -> System {
    let rows = views.first().map_or(0, |view| view.counts.len());
    let mut atoms: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    for row in 0..rows {
        let mark = |view: &View<'_>| -> Vec<usize> {
            let place = |labels: &Labels| match labels.of_row[row] {
                Some(group) if view.counts[row] => group + 1,
                _ => 0,
            };
            view.groupings.iter().map(place).collect()
        };
        let marks: Vec<usize> = views.iter().flat_map(mark).collect();
        if marks.iter().any(|&mark| mark > 0) {
            *atoms.entry(marks).or_default() += 1;
        }
    }
    let mut atoms: Vec<(Vec<usize>, u64)> = atoms.into_iter().collect();
    atoms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut outputs = Vec::with_capacity(views.len());
    let mut from = 0;
    for view in views {
        let with = |place: usize, wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let marked = atoms.iter().enumerate().filter(|(_, (marks, _))| wanted(marks[place]));
            marked.map(|(atom, _)| atom).collect()
        };
        let groups = view.groupings.iter().enumerate().map(|(grouping, labels)| {
            let groups = 0..labels.names.len();
            groups
                .map(|group| with(from + grouping, &|mark| mark == group + 1))
                .collect()
        });
        let groups = groups.collect();
        let everybody = if view.groupings.is_empty() {
            Vec::new()
        } else {
            with(from, &|mark| mark > 0)
        };
        outputs.push(OutputAtoms { everybody, groups });
        from += view.groupings.len();
    }
    System {
        people: atoms.into_iter().map(|(_, people)| people).collect(),
        outputs,
        second,
    }
}

impl System {
    fn people_in(&self, atoms: &[usize]) -> u64 {
        atoms.iter().map(|&atom| self.people[atom]).sum()
    }

    /// Adds what an output tells that shows what a plan lets it, but for one group.
    fn learn(&self, space: &mut Space, output: usize, plan: &Plan, shows: &[bool], but: Option<(usize, usize)>) {
        if plan.total.is_some() {
            return;
        }
        let atoms = &self.outputs[output];
        space.learn(&atoms.everybody);
        for (margin, rules) in plan.groups.iter().enumerate() {
            if !shows.get(margin).copied().unwrap_or_default() {
                continue;
            }
            for (group, rule) in rules.iter().enumerate() {
                if rule.is_none() && but != Some((margin, group)) {
                    space.learn(&atoms.groups[margin][group]);
                }
            }
        }
    }
}

impl Figure {
    /// What the earlier outputs and the new one tell.
    fn space_with(&self, plan: &Plan, shows: &[bool], but: Option<(usize, usize)>) -> Space {
        let mut space = self.old.clone();
        self.system.learn(&mut space, 0, plan, shows, but);
        space
    }

    /// What the new output tells with all earlier ones but one.
    fn space_without(&self, earlier: usize, plan: &Plan, shows: &[bool]) -> Space {
        let mut space = Space::default();
        let others = self
            .of_earlier
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != earlier);
        for atoms in others.flat_map(|(_, sums)| sums) {
            space.learn(atoms);
        }
        self.system.learn(&mut space, 0, plan, shows, None);
        space
    }
}

/// The scale of an output that is this one: by id, or made of the same items.
fn same_scale<'a>(members: &'a Members, scale: &ScaleMembers) -> Option<&'a ScaleMembers> {
    let same_id = members.scales.iter().find(|other| other.id == scale.id);
    same_id.or_else(|| members.scales.iter().find(|other| other.items == scale.items))
}

/// The kinds of sums that linked scales have in common with earlier outputs.
fn figures(scales: &[usize], current: &Current, earlier: &[Earlier]) -> Vec<Figure> {
    let own: Vec<&ScaleMembers> = scales.iter().map(|&scale| &current.members.scales[scale]).collect();
    let mut figures: Vec<Figure> = own
        .iter()
        .filter_map(|&scale| {
            let of = |members: &Members| {
                same_scale(members, scale).map(|found| (found.scored.clone(), vec![found.id.clone()]))
            };
            figure(current, earlier, scale.scored.clone(), &of)
        })
        .collect();
    let items: BTreeSet<&String> = own.iter().flat_map(|scale| &scale.items).collect();
    let any = |scales: &[&ScaleMembers]| -> Option<Counted> {
        let rows = scales.first()?.answering.len();
        let answers = |row: usize| scales.iter().any(|scale| scale.answering[row]);
        let ids = scales.iter().map(|scale| scale.id.clone()).collect();
        Some(((0..rows).map(answers).collect(), ids))
    };
    let of = |members: &Members| {
        let shares = |scale: &&ScaleMembers| scale.items.iter().any(|item| items.contains(item));
        any(&members.scales.iter().filter(shares).collect::<Vec<_>>())
    };
    if let Some((answering, _)) = any(&own) {
        figures.extend(figure(current, earlier, answering, &of));
    }
    figures
}

/// Who counts, over the rows of all outputs, and the ids of the scales on which.
type Counted = (Vec<bool>, Vec<String>);

/// One kind of sum, where any earlier output has it: `of` says who counts in an output, and on which of its scales.
fn figure(
    current: &Current,
    earlier: &[Earlier],
    counts: Vec<bool>,
    of: &dyn Fn(&Members) -> Option<Counted>,
) -> Option<Figure> {
    let found: Vec<Option<Counted>> = earlier.iter().map(|one| of(&one.members)).collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    let kept = current.left_out.as_ref().map(|out| {
        let kept = counts.iter().zip(out);
        kept.map(|(&counts, &out)| counts && !out).collect::<Vec<bool>>()
    });
    let second = kept.as_ref().map(|_| 1);
    let groupings = current.members.groupings.as_slice();
    let mut views = vec![View { counts, groupings }];
    views.extend(kept.map(|counts| View {
        counts,
        groupings: &groupings[..1],
    }));
    let first_earlier = views.len();
    for (one, found) in earlier.iter().zip(&found) {
        let rows = views[0].counts.len();
        let counts = found.as_ref().map_or(vec![false; rows], |(counts, _)| counts.clone());
        let groupings = one.members.groupings.as_slice();
        views.push(View { counts, groupings });
    }
    let system = system(&views, second);
    let mut old = Space::default();
    let (mut of_earlier, mut hidden) = (Vec::new(), Vec::new());
    for (place, (one, found)) in earlier.iter().zip(&found).enumerate() {
        let ids = found.as_ref().map_or(&[][..], |(_, ids)| ids);
        let atoms = &system.outputs[first_earlier + place];
        let sums = known_sums(one, ids, atoms);
        for sum in &sums {
            old.learn(sum);
        }
        of_earlier.push(sums);
        hidden.extend(hidden_sums(one, ids, atoms, &system));
    }
    Some(Figure {
        system,
        of_earlier,
        old,
        hidden,
    })
}

/// The sums that an earlier output tells on some of its scales.
fn known_sums(earlier: &Earlier, ids: &[String], atoms: &OutputAtoms) -> Vec<Vec<usize>> {
    let mut sums = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        if scale.total {
            sums.push(atoms.everybody.clone());
        }
        for (grouping, fates) in scale.groups.iter().enumerate() {
            let shown = fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::Shown);
            sums.extend(shown.map(|(group, _)| atoms.groups[grouping][group].clone()));
        }
    }
    sums
}

/// The groups that an earlier output says it withholds, with what its rule says of them.
fn hidden_sums(earlier: &Earlier, ids: &[String], atoms: &OutputAtoms, system: &System) -> Vec<(Vec<usize>, Range)> {
    let mut hidden = Vec::new();
    for scale in earlier.scales.iter().filter(|scale| ids.contains(&scale.id)) {
        for (grouping, fates) in scale.groups.iter().enumerate() {
            for (group, fate) in fates.iter().enumerate() {
                let (Fate::Withheld(rule), atoms) = (fate, &atoms.groups[grouping][group]) else {
                    continue;
                };
                let people = system.people_in(atoms);
                if people > 0 {
                    hidden.push((atoms.clone(), ruled(*rule, people, earlier.min_group, u64::MAX)));
                }
            }
        }
    }
    hidden
}

/// What a rule says of a withheld group's number, which is `people`.
fn ruled(rule: Rule, people: u64, least: u64, most: u64) -> Range {
    match rule {
        Rule::Small => (1, people.max(least.saturating_sub(1))),
        Rule::Complementary => (least.min(people), most.max(people)),
    }
}

/// What the outputs give away.
enum Exposed {
    /// The number and the scores of so few people.
    Set(Vec<usize>),
    /// A number, nearly; or nobody could say.
    Number,
}

/// The first thing given away that the earlier outputs do not tell alone.
fn exposed(figures: &[Figure], set: &GuardedSet, margins: &[Margin], shows: &[bool]) -> Option<(usize, Exposed)> {
    for (place, figure) in figures.iter().enumerate() {
        let space = figure.space_with(&set.plan, shows, None);
        match space.small_set(&figure.system.people, set.least, &figure.old) {
            Search::Found(atoms) => return Some((place, Exposed::Set(atoms))),
            Search::TooMany => return Some((place, Exposed::Number)),
            Search::Nothing => {}
        }
        if tightly_bounded(figure, &space, set, margins) {
            return Some((place, Exposed::Number));
        }
    }
    None
}

/// Whether the number of a withheld group of fewer than the minimum can be told nearly, and not from earlier outputs alone.
fn tightly_bounded(figure: &Figure, space: &Space, set: &GuardedSet, margins: &[Margin]) -> bool {
    let mut sets = figure.hidden.clone();
    let before = ranges(figure, &figure.old, &sets);
    let system = &figure.system;
    for (margin, rules) in set.plan.groups.iter().enumerate() {
        let shown = (0..rules.len()).filter(|&group| rules[group].is_none());
        let smallest = shown
            .map(|group| system.people_in(&system.outputs[0].groups[margin][group]))
            .min();
        for (group, rule) in rules.iter().enumerate() {
            let atoms = &system.outputs[0].groups[margin][group];
            let people = system.people_in(atoms);
            let Some(rule) = rule.filter(|_| people > 0) else {
                continue;
            };
            let (low, high) = ruled(rule, people, set.least, smallest.unwrap_or(u64::MAX));
            let staff = margins[margin].headcounts[group].filter(|&staff| staff >= people);
            sets.push((atoms.clone(), (low, high.min(staff.unwrap_or(u64::MAX)))));
        }
    }
    let after = ranges(figure, space, &sets);
    let tight = |(low, high): Range| high.saturating_sub(low) < SPREAD;
    let told = |place: usize| {
        let atoms = &sets[place].0;
        let earlier = figure.hidden.iter().zip(&before);
        figure.old.tells(atoms)
            || earlier
                .into_iter()
                .any(|((other, _), range)| other == atoms && tight(*range))
    };
    (0..sets.len()).any(|place| {
        let people = system.people_in(&sets[place].0);
        people > 0 && people < set.least && tight(after[place]) && !told(place)
    })
}

/// What is known of the numbers of sets of atoms.
fn ranges(figure: &Figure, space: &Space, sets: &[(Vec<usize>, Range)]) -> Vec<Range> {
    let atoms: Vec<Vec<usize>> = sets.iter().map(|(atoms, _)| atoms.clone()).collect();
    let people: Vec<u64> = atoms.iter().map(|atoms| figure.system.people_in(atoms)).collect();
    let mut ranges: Vec<Range> = sets.iter().map(|(_, range)| *range).collect();
    narrow(&mut ranges, &people, &space.equations(&atoms));
    ranges
}

/// Withholds further groups until nothing is given away.
fn repair(set: &mut GuardedSet, mut margins: Vec<Margin>, current: &Current, earlier: &[Earlier]) {
    let policy = Policy {
        min_group: set.least,
        unsuppressed: false,
    };
    let figures = std::mem::take(&mut set.figures);
    let mut because: BTreeSet<usize> = BTreeSet::new();
    while set.plan.total.is_none() {
        let Some((place, found)) = exposed(&figures, set, &margins, &current.shows) else {
            break;
        };
        because.extend(causes(&figures[place], &found, set, &current.shows));
        if let Some((margin, group)) = next_group(&figures[place], &found, set, &margins, &current.shows) {
            margins[margin].withheld[group] = Some(Rule::Complementary);
            set.plan = plan(&margins, policy);
        } else {
            let rule = Some(Rule::Complementary);
            set.plan.total = rule;
            for of_group in set.plan.groups.iter_mut().flatten() {
                *of_group = of_group.or(rule);
            }
        }
    }
    set.figures = figures;
    let mut names: Vec<String> = because.into_iter().map(|place| earlier[place].name.clone()).collect();
    names.dedup();
    set.because = names;
}

/// The group to withhold next: of those without which nothing would be given away, else of all shown, the one with the fewest
/// respondents on any scale; never one that earlier outputs tell, which it would not hide. None where the total itself gives something away, or nothing is left to withhold.
fn next_group(
    figure: &Figure,
    found: &Exposed,
    set: &GuardedSet,
    margins: &[Margin],
    shows: &[bool],
) -> Option<(usize, usize)> {
    let shown = |margin: usize| {
        let rules = &set.plan.groups[margin];
        (0..rules.len())
            .filter(move |&group| rules[group].is_none())
            .map(move |group| (margin, group))
    };
    let all: Vec<(usize, usize)> = (0..margins.len())
        .filter(|&margin| shows[margin])
        .flat_map(shown)
        .filter(|(margin, group)| !figure.old.tells(&figure.system.outputs[0].groups[*margin][*group]))
        .collect();
    let smallest = |among: &[(usize, usize)]| {
        let people = |&(margin, group): &(usize, usize)| margins[margin].persons[group].iter().copied().min();
        among.iter().copied().min_by_key(people)
    };
    let Exposed::Set(atoms) = found else {
        return smallest(&all);
    };
    if figure.space_with(&set.plan, &[], None).tells(atoms) {
        return None;
    }
    let helps = |&at: &(usize, usize)| !figure.space_with(&set.plan, shows, Some(at)).tells(atoms);
    let helping: Vec<(usize, usize)> = all.iter().copied().filter(helps).collect();
    if helping.is_empty() {
        smallest(&all)
    } else {
        smallest(&helping)
    }
}

/// The earlier outputs without which this would not be given away; all that tell anything, where each could be missed.
fn causes(figure: &Figure, found: &Exposed, set: &GuardedSet, shows: &[bool]) -> Vec<usize> {
    let telling: Vec<usize> = (0..figure.of_earlier.len())
        .filter(|&place| !figure.of_earlier[place].is_empty())
        .collect();
    let Exposed::Set(atoms) = found else { return telling };
    let needed = |&place: &usize| !figure.space_without(place, &set.plan, shows).tells(atoms);
    let found: Vec<usize> = telling.iter().copied().filter(needed).collect();
    if found.is_empty() { telling } else { found }
}

/// Of whom earlier outputs alone tell: groups by name, else the academies that the few people work in.
fn told(figures: &[Figure], current: &Current, earlier: &[Earlier], least: u64) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for figure in figures {
        let atoms = match figure.old.small_set(&figure.system.people, least, &Space::default()) {
            Search::Nothing | Search::TooMany => continue,
            Search::Found(atoms) => atoms,
        };
        let first = figure.system.outputs.len() - earlier.len();
        let all = std::iter::once(&current.members).chain(earlier.iter().map(|one| &one.members));
        let places = std::iter::once(0).chain(first..figure.system.outputs.len());
        let before = names.len();
        for (members, place) in all.zip(places) {
            for (labels, groups) in members.groupings.iter().zip(&figure.system.outputs[place].groups) {
                for (name, atoms) in labels.names.iter().zip(groups) {
                    let people = figure.system.people_in(atoms);
                    if people > 0 && people < least && figure.old.tells(atoms) {
                        names.insert(called(name, &labels.column));
                    }
                }
            }
        }
        if names.len() == before {
            let academies = figure.system.outputs[0].groups.first().into_iter().flatten();
            let labels = &current.members.groupings[0];
            let mut named = false;
            for (name, group) in labels.names.iter().zip(academies) {
                if group.iter().any(|atom| atoms.contains(atom)) {
                    names.insert(format!("some of {}", called(name, &labels.column)));
                    named = true;
                }
            }
            if !named {
                names.insert("people who are not in this result".to_owned());
            }
        }
    }
    names.into_iter().take(NAMED).collect()
}

fn called(name: &str, column: &str) -> String {
    if name.is_empty() {
        format!("those who gave no {column}")
    } else {
        format!("`{name}`")
    }
}
