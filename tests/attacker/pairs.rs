//! Subtracts two outputs about the same answers from each other (differencing): by another column, with another threshold, or with
//! some people left out. Each is safe alone. A second output made without regard to the first often is not.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use cte::analysis::{GroupHeadcounts, Options, Study, answering_rows, scored_rows};
use cte::disclosure::{
    CellStatus, EarlierOutput, EarlierScale, GroupedStudy, NewOutput, OutputGrouping, OutputMembers, Policy, Published,
    PublishedGroup, PublishedScale, ScaleMembers, guard, publish,
};
use cte::model::Instrument;
use cte::tally::{MISSING, Responses, Tally};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::audit::rank;
use crate::standardised::{large_trusts, standard};
use crate::trust::{Trust, academy_name, config, mixed, trusts};

pub(crate) const LEAST: u64 = 10;
/// Number of trusts for each pair of outputs.
const PAIRS: u32 = 120;
/// Number of trusts for each pair of outputs, with large trusts.
const FEW: u32 = 40;
pub(crate) const BANDS: [&str; 3] = ["North", "South", "West"];

/// Settings of an output: the second column, the threshold, and the people left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) by: Option<&'static str>,
    min_group: u64,
    fewer: bool,
    /// True if scores are standardised to the groups of the other column.
    standardised: bool,
}

impl Way {
    pub(crate) fn policy(self) -> Policy {
        Policy::published(self.min_group).in_full()
    }

    pub(crate) fn label(self, trust: &Trust, person: usize) -> String {
        let found = &trust.persons[person];
        match self.by {
            // Like phases: all people of an academy are in one.
            Some("band") => BANDS[usize::try_from(mixed(7, found.academy, 0, 3)).expect("a band") % 3].to_owned(),
            _ => crate::trust::role_name(found.role),
        }
    }

    /// For each person: true if in the output.
    fn has(self, trust: &Trust, person: usize) -> bool {
        !self.fewer || !mixed(3, trust.persons[person].academy, person, 9).is_multiple_of(12)
    }
}

/// An output: the places of its rows among all people, and the figures shown.
pub(crate) struct Output {
    pub(crate) way: Way,
    pub(crate) responses: Responses,
    pub(crate) places: Vec<usize>,
    pub(crate) published: Published,
}

pub(crate) fn responses(trust: &Trust, way: Way) -> (Responses, Vec<usize>) {
    let columns: Vec<&str> = std::iter::once("academy").chain(way.by).collect();
    let mut responses = Responses::new(5, &columns);
    let mut places = Vec::new();
    for (place, person) in trust
        .persons
        .iter()
        .enumerate()
        .filter(|(place, _)| way.has(trust, *place))
    {
        let (academy, label) = (academy_name(person.academy), way.label(trust, place));
        let groups = [academy.as_str(), label.as_str()];
        responses.push(&person.answers, &groups[..columns.len()], 2);
        places.push(place);
    }
    (responses, places)
}

pub(crate) fn survey<'a>(instrument: &'a Instrument, responses: &Responses, way: Way) -> GroupedStudy<'a> {
    let study = |grouping: usize| Study {
        instrument,
        tally: Tally::of(instrument, responses, grouping),
        headcounts: GroupHeadcounts::default(),
        options: Options::default(),
        rows: None,
    };
    let academies = study(0);
    GroupedStudy {
        crossing: match way.by {
            Some(_) => responses.crossing(0, 1),
            None => vec![Vec::new(); academies.tally.groups()],
        },
        academies,
        by: way.by.map(|_| study(1)),
        guarded: None,
        standard: way.by.map(|_| {
            let roles = responses.groupings()[1].names().len();
            standard(
                instrument,
                responses,
                &vec![50; if way.standardised { roles } else { 0 }],
            )
        }),
    }
}

pub(crate) fn members(instrument: &Instrument, responses: &Responses, places: &[usize], rows: usize) -> OutputMembers {
    let spread = |flags: Vec<bool>| {
        let mut all = vec![false; rows];
        for (flag, &place) in flags.into_iter().zip(places) {
            all[place] = flag;
        }
        all
    };
    let labels = |grouping: &cte::tally::Grouping| {
        let mut of_row = vec![None; rows];
        for (&id, &place) in grouping.ids().iter().zip(places) {
            of_row[place] = Some(id as usize);
        }
        OutputGrouping {
            column: grouping.column.clone(),
            names: grouping.names().to_vec(),
            of_row,
        }
    };
    let scales = instrument
        .scales()
        .iter()
        .enumerate()
        .map(|(place, scale)| ScaleMembers {
            id: scale.id.clone(),
            items: scale
                .items
                .iter()
                .map(|&item| instrument.items()[item].id.clone())
                .collect(),
            scored: spread(scored_rows(instrument, responses, place)),
            answering: spread(answering_rows(instrument, responses, place)),
        });
    OutputMembers {
        groupings: responses.groupings().iter().map(labels).collect(),
        scales: scales.collect(),
    }
}

pub(crate) fn first(trust: &Trust, instrument: &Instrument, way: Way) -> Output {
    let (responses, places) = responses(trust, way);
    let published = publish(&survey(instrument, &responses, way), way.policy());
    Output {
        way,
        responses,
        places,
        published,
    }
}

fn groups_of(published: &Published, scale: usize) -> Vec<&[PublishedGroup]> {
    let scale = &published.scales[scale];
    let by = scale.by.as_ref().map(|by| by.groups.as_slice());
    std::iter::once(scale.academies.as_slice()).chain(by).collect()
}

/// The academies whose standardised scores are shown.
fn standardised_of(scale: &PublishedScale) -> Vec<usize> {
    let standardised = scale.standardised.iter().flat_map(|found| &found.academies).enumerate();
    standardised
        .filter(|(_, shown)| shown.figures().is_some())
        .map(|(academy, _)| academy)
        .collect()
}

pub(crate) fn as_earlier(instrument: &Instrument, output: &Output, rows: usize) -> EarlierOutput {
    let fate = |group: &PublishedGroup| match group.scores.rule() {
        None => CellStatus::Shown,
        Some(rule) => CellStatus::Withheld(rule),
    };
    let scale = |place: usize| EarlierScale {
        id: instrument.scales()[place].id.clone(),
        total: output.published.scales[place].trust.figures().is_some(),
        groups: groups_of(&output.published, place)
            .into_iter()
            .map(|groups| groups.iter().map(fate).collect())
            .collect(),
        standardised: standardised_of(&output.published.scales[place]),
    };
    EarlierOutput {
        name: "earlier.json".to_owned(),
        min_group: output.way.min_group,
        members: members(instrument, &output.responses, &output.places, rows),
        scales: (0..instrument.scales().len()).map(scale).collect(),
    }
}

fn second(trust: &Trust, instrument: &Instrument, way: Way, earlier: &[EarlierOutput]) -> Output {
    let (responses, places) = responses(trust, way);
    let current = NewOutput {
        members: members(instrument, &responses, &places, trust.persons.len()),
        shows: vec![true, true],
        left_out: None,
    };
    let plain = survey(instrument, &responses, way);
    let guarded = guard(&plain, way.policy(), &current, earlier);
    let published = publish(&plain.guarded_by(Some(&guarded)), way.policy());
    Output {
        way,
        responses,
        places,
        published,
    }
}

/// Sets of people with a score on the first scale.
pub(crate) type People = BTreeSet<usize>;

fn scored(trust: &Trust, person: usize) -> bool {
    trust.persons[person].answers[..4]
        .iter()
        .filter(|&&code| code != MISSING)
        .count()
        >= 3
}

/// The people of an output by academy and other column crossed.
fn cells(trust: &Trust, output: &Output, all: &People) -> BTreeMap<(String, String), People> {
    let mut cells: BTreeMap<(String, String), People> = BTreeMap::new();
    for &person in all {
        let place = (
            academy_name(trust.persons[person].academy),
            output.way.label(trust, person),
        );
        cells.entry(place).or_default().insert(person);
    }
    cells
}

/// The sums that an output discloses on the first scale, and the groups that it withholds.
pub(crate) struct Told {
    known: Vec<People>,
    hidden: Vec<People>,
}

/// The figures shown on a scale: true for the total if it is shown, and for each grouping and group by name.
pub(crate) struct Shows {
    pub(crate) total: bool,
    pub(crate) groups: Vec<Vec<(String, bool)>>,
}

/// The sums disclosed by an output with these people and these figures shown.
pub(crate) fn told(trust: &Trust, way: Way, places: &[usize], shows: &Shows) -> Told {
    let all: People = places.iter().copied().filter(|&person| scored(trust, person)).collect();
    let (mut known, mut hidden) = (Vec::new(), Vec::new());
    if shows.total {
        known.push(all.clone());
    }
    for (grouping, groups) in shows.groups.iter().enumerate() {
        for (group, shown) in groups {
            let inside = |person: &&usize| {
                let name = match grouping {
                    0 => academy_name(trust.persons[**person].academy),
                    _ => way.label(trust, **person),
                };
                name == *group
            };
            let people: People = all.iter().filter(inside).copied().collect();
            if *shown { &mut known } else { &mut hidden }.push(people);
        }
    }
    Told { known, hidden }
}

pub(crate) fn sums(trust: &Trust, output: &Output) -> Told {
    let shown = |group: &PublishedGroup| (group.name.clone(), group.scores.figures().is_some());
    let shows = Shows {
        total: output.published.scales[0].trust.figures().is_some(),
        groups: groups_of(&output.published, 0)
            .into_iter()
            .map(|groups| groups.iter().map(shown).collect())
            .collect(),
    };
    let mut told = told(trust, output.way, &output.places, &shows);
    if !output.way.standardised {
        return told;
    }
    let all: People = output
        .places
        .iter()
        .copied()
        .filter(|&person| scored(trust, person))
        .collect();
    let academies = standardised_of(&output.published.scales[0]);
    let names: Vec<&String> = academies
        .into_iter()
        .map(|academy| &output.published.scales[0].academies[academy].name)
        .collect();
    for ((academy, _), people) in cells(trust, output, &all) {
        if names.contains(&&academy) {
            told.known.push(people.clone());
        }
        // Every cell is queried.
        told.hidden.push(people);
    }
    told
}

/// True if the sum over `target` is a combination of the known sums.
fn determined(known: &[People], target: &People, everybody: &[usize]) -> bool {
    let row = |set: &People| {
        everybody
            .iter()
            .map(|person| f64::from(u8::from(set.contains(person))))
            .collect()
    };
    let mut rows: Vec<Vec<f64>> = known.iter().map(row).collect();
    let before = rank(&rows);
    rows.push(row(target));
    rank(&rows) == before
}

/// The small groups and small differences that both outputs disclose together and the first does not disclose alone.
pub(crate) fn attack(trust: &Trust, one: &Told, other: &Told) -> Vec<People> {
    // One person of each kind represents all of that kind.
    let mut kinds: Vec<usize> = (0..trust.persons.len())
        .filter(|&person| scored(trust, person))
        .collect();
    let all: Vec<&People> = [&one.known, &one.hidden, &other.known, &other.hidden]
        .into_iter()
        .flatten()
        .collect();
    let mut met = BTreeSet::new();
    kinds.retain(|person| met.insert(all.iter().map(|set| set.contains(person)).collect::<Vec<bool>>()));
    let mut targets: Vec<People> = one.hidden.iter().chain(&other.hidden).cloned().collect();
    for (first, second) in one
        .known
        .iter()
        .flat_map(|first| other.known.iter().map(move |second| (first, second)))
    {
        targets.push(first.difference(second).copied().collect());
    }
    let known: Vec<People> = one.known.iter().chain(&other.known).cloned().collect();
    targets.retain(|people| {
        let n = people.len() as u64;
        n > 0 && n < LEAST && determined(&known, people, &kinds) && !determined(&one.known, people, &kinds)
    });
    targets
}

/// Counts of outcomes.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    /// Trusts in which the second output, made without regard to the first, discloses something together with it.
    pub(crate) exposed: usize,
    /// Of the other trusts, those in which nothing more is withheld because of the first output.
    pub(crate) unharmed: usize,
    /// Of the exposed, those in which the second output still shows its total.
    pub(crate) saved: usize,
    /// Standardised scores that the second output shows.
    pub(crate) standardised: usize,
}

/// Runs the second way after the first over many trusts: an output made in view of the first must disclose nothing.
fn over_trusts(one: Way, other: Way) -> Counts {
    over(PAIRS, trusts(), one, other)
}

fn over(cases: u32, trusts: impl Strategy<Value = Trust>, one: Way, other: Way) -> Counts {
    let counts = Cell::new(Counts::default());
    let few = Config { cases, ..config() };
    let outcome = TestRunner::new(few).run(&trusts, |trust| {
        let instrument = trust.instrument();
        let earlier = first(&trust, &instrument, one);
        let unaware = second(&trust, &instrument, other, &[]);
        let known = [as_earlier(&instrument, &earlier, trust.persons.len())];
        let aware = second(&trust, &instrument, other, &known);
        let attack = |second: &Output| attack(&trust, &sums(&trust, &earlier), &sums(&trust, second));
        let told = attack(&aware);
        prop_assert!(told.is_empty(), "{told:?} can be worked out");
        let mut so_far = counts.get();
        so_far.standardised += standardised_of(&aware.published.scales[0]).len();
        if attack(&unaware).is_empty() {
            so_far.unharmed += usize::from(aware.published == unaware.published);
        } else {
            so_far.exposed += 1;
            so_far.saved += usize::from(aware.published.scales[0].trust.figures().is_some());
        }
        counts.set(so_far);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    counts.get()
}

pub(crate) fn way(by: &'static str, min_group: u64) -> Way {
    Way {
        by: Some(by),
        min_group,
        fewer: false,
        standardised: false,
    }
}

#[test]
fn another_column_beside_the_first() {
    let counts = over_trusts(way("role", LEAST), way("band", LEAST));
    assert!(
        counts.exposed >= 10 && counts.saved >= 5 && counts.unharmed >= 10,
        "{counts:?}"
    );
}

#[test]
fn another_minimum_beside_the_first() {
    let counts = over_trusts(way("role", 6), way("band", LEAST));
    assert!(
        counts.exposed >= 10 && counts.saved >= 5 && counts.unharmed >= 10,
        "{counts:?}"
    );
}

#[test]
fn some_people_left_out_of_the_second() {
    let fewer = Way {
        by: None,
        min_group: LEAST,
        fewer: true,
        standardised: false,
    };
    let counts = over_trusts(Way { fewer: false, ..fewer }, fewer);
    assert!(counts.exposed >= 10 && counts.unharmed >= 1, "{counts:?}");
}

#[test]
fn the_same_output_again_is_the_same() {
    let counts = over_trusts(way("role", LEAST), way("role", LEAST));
    assert_eq!((counts.exposed, counts.unharmed), (0, PAIRS as usize));
}

#[test]
fn standardised_scores_beside_an_output_by_another_column_and_after_one() {
    let standardised = Way {
        standardised: true,
        ..way("role", LEAST)
    };
    let large = || large_trusts().prop_map(|(trust, _)| trust);
    let beside = over(FEW, large(), way("band", LEAST), standardised);
    assert!(beside.exposed >= 1 && beside.standardised >= 10, "{beside:?}");
    let after = over(FEW, large(), standardised, way("band", LEAST));
    assert!(after.exposed >= 1 && after.unharmed >= 3, "{after:?}");
    let fewer = Way {
        fewer: true,
        ..standardised
    };
    let again = over(FEW, large(), standardised, fewer);
    assert!(again.exposed >= 1, "{again:?}");
    let same = over(FEW, large(), standardised, standardised);
    assert_eq!((same.exposed, same.unharmed), (0, FEW as usize));
}
