//! Subtracts a change between two terms and an output of one of the terms by another column, published in either order.

use std::cell::Cell;

use cte::disclosure::{
    CellStatus, Comparison, EarlierOutput, EarlierScale, NewOutput, OutputMembers, Published, PublishedChange,
    TermStudy, guard, guard_terms, publish, publish_change,
};
use cte::model::Instrument;
use cte::tally::Responses;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::pairs::{
    BANDS, Counts, Output, People, Shows, Told, Way, as_earlier, attack, first, members, responses, sums, survey, told,
    way,
};
use crate::terms::terms;
use crate::trust::{Trust, academy_name, role_name, thousand};

const SCALES: usize = 3;

/// One of two terms: its responses with the groups of both, and the places of its people among those of both.
struct Wave<'a> {
    trust: &'a Trust,
    responses: Responses,
    places: Vec<usize>,
}

/// The two terms, the people of the earlier first.
fn waves(trusts: &[Trust; 2], way: Way) -> [Wave<'_>; 2] {
    [0, 1].map(|term: usize| {
        let trust = &trusts[term];
        let (mut responses, own) = responses(trust, way);
        let names = match way.by {
            Some("band") => BANDS.map(str::to_owned).to_vec(),
            _ => (0..trust.roles).map(role_name).collect(),
        };
        let academies: Vec<String> = (0..trust.academies).map(academy_name).collect();
        for (grouping, names) in [academies, names].into_iter().enumerate() {
            let place = |name: &String| names.iter().position(|other| other == name).expect("a group");
            let places: Vec<usize> = responses.groupings()[grouping].names().iter().map(place).collect();
            responses.regroup(grouping, names, &places);
        }
        let above = if term == 0 { 0 } else { trusts[0].persons.len() };
        Wave {
            trust,
            responses,
            places: own.into_iter().map(|place| place + above).collect(),
        }
    })
}

fn everybody(trusts: &[Trust; 2]) -> usize {
    trusts.iter().map(|trust| trust.persons.len()).sum()
}

fn change(
    waves: &[Wave<'_>; 2],
    instrument: &Instrument,
    way: Way,
    rows: usize,
    earlier: &[EarlierOutput],
) -> Comparison {
    let term = |wave: &Wave<'_>| TermStudy {
        survey: survey(instrument, &wave.responses, way),
        own: (0..SCALES).collect(),
        order: Vec::new(),
    };
    let terms: Vec<TermStudy<'_>> = waves.iter().map(term).collect();
    let current = |wave: &Wave<'_>| NewOutput {
        members: members(instrument, &wave.responses, &wave.places, rows),
        shows: vec![true, true],
        left_out: None,
    };
    let currents: Vec<NewOutput> = waves.iter().map(current).collect();
    let names = ["Autumn", "Spring"].map(str::to_owned);
    let guarded = guard_terms(&terms, way.policy(), &currents, &names, earlier);
    let aware: Vec<TermStudy<'_>> = terms
        .into_iter()
        .zip(guarded.terms())
        .map(|(term, guarded)| TermStudy {
            survey: term.survey.guarded_by(Some(guarded)),
            ..term
        })
        .collect();
    publish_change(&aware[0], &aware[1], SCALES, way.policy())
}

/// The groups that the change shows, on a scale.
fn groups_of(published: &Comparison, scale: usize) -> Vec<&[PublishedChange]> {
    let scale = &published.scales[scale];
    let by = scale.by.as_ref().map(|(_, groups)| groups.as_slice());
    std::iter::once(scale.academies.as_slice()).chain(by).collect()
}

/// The sums about the later term's people that the change discloses.
fn told_of_later(published: &Comparison, wave: &Wave<'_>, way: Way) -> Told {
    let shown = |group: &PublishedChange| (group.name.clone(), group.figures.figures().is_some());
    let shows = Shows {
        total: published.scales[0].trust.figures().is_some(),
        groups: groups_of(published, 0)
            .into_iter()
            .map(|groups| groups.iter().map(shown).collect())
            .collect(),
    };
    let own: Vec<usize> = (0..wave.trust.persons.len()).collect();
    told(wave.trust, way, &own, &shows)
}

/// The change as an earlier output about each term.
fn change_as_earlier(
    published: &Comparison,
    instrument: &Instrument,
    waves: &[Wave<'_>; 2],
    rows: usize,
) -> Vec<EarlierOutput> {
    let fate = |group: &PublishedChange| match group.figures.rule() {
        None => CellStatus::Shown,
        Some(rule) => CellStatus::Withheld(rule),
    };
    let scale = |place: usize| EarlierScale {
        standardised: Vec::new(),
        id: instrument.scales()[place].id.clone(),
        total: published.scales[place].trust.figures().is_some(),
        groups: groups_of(published, place)
            .into_iter()
            .map(|groups| groups.iter().map(fate).collect())
            .collect(),
    };
    let of = |wave: &Wave<'_>| EarlierOutput {
        name: "change.json".to_owned(),
        min_group: published.policy.min_group,
        members: members(instrument, &wave.responses, &wave.places, rows),
        scales: (0..SCALES).map(scale).collect(),
    };
    waves.iter().map(of).collect()
}

/// An output of the later term alone, whose people come after those of the earlier term.
fn moved(earlier: EarlierOutput, trusts: &[Trust; 2]) -> EarlierOutput {
    let above = trusts[0].persons.len();
    let flags = |flags: Vec<bool>| std::iter::repeat_n(false, above).chain(flags).collect();
    EarlierOutput {
        members: OutputMembers {
            groupings: earlier
                .members
                .groupings
                .into_iter()
                .map(|labels| cte::disclosure::OutputGrouping {
                    of_row: std::iter::repeat_n(None, above).chain(labels.of_row).collect(),
                    ..labels
                })
                .collect(),
            scales: earlier
                .members
                .scales
                .into_iter()
                .map(|scale| cte::disclosure::ScaleMembers {
                    scored: flags(scale.scored),
                    answering: flags(scale.answering),
                    ..scale
                })
                .collect(),
        },
        ..earlier
    }
}

fn over_terms(test: impl Fn(&[Trust; 2], &mut Counts) -> Result<(), TestCaseError>) -> Counts {
    let counts = Cell::new(Counts::default());
    let outcome = TestRunner::new(thousand()).run(&terms(), |trusts| {
        let mut so_far = counts.get();
        test(&trusts, &mut so_far)?;
        counts.set(so_far);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    counts.get()
}

/// Attacks an output made in view of the earlier ones, which must disclose nothing, and one made without regard to them.
fn aware_and_unaware<P: PartialEq>(
    attack: impl Fn(&[EarlierOutput]) -> (Vec<People>, P),
    earlier: &[EarlierOutput],
    shows_the_trust: impl Fn(&P) -> bool,
    counts: &mut Counts,
) -> Result<(), TestCaseError> {
    let (told, aware) = attack(earlier);
    prop_assert!(told.is_empty(), "{told:?} can be worked out");
    let (told, unaware) = attack(&[]);
    if told.is_empty() {
        counts.unharmed += usize::from(aware == unaware);
    } else {
        counts.exposed += 1;
        counts.saved += usize::from(shows_the_trust(&aware));
    }
    Ok(())
}

/// The attack succeeds on outputs made without regard to each other, and guarding withholds no more than necessary.
fn enough(counts: Counts) {
    assert!(
        counts.exposed >= 10 && counts.saved >= 5 && counts.unharmed >= 5,
        "{counts:?}"
    );
}

#[test]
fn a_change_beside_a_score_of_its_later_term() {
    let (one, other) = (way("role", 6), way("band", 10));
    let counts = over_terms(|trusts, counts| {
        let instrument = trusts[0].instrument();
        let later = &trusts[1];
        let score: Output = first(later, &instrument, one);
        let earlier = [moved(as_earlier(&instrument, &score, later.persons.len()), trusts)];
        let waves = waves(trusts, other);
        let rows = everybody(trusts);
        let before = sums(later, &score);
        let attack = |earlier: &[EarlierOutput]| {
            let published = change(&waves, &instrument, other, rows, earlier);
            let told = told_of_later(&published, &waves[1], other);
            (attack(later, &before, &told), published)
        };
        let shows = |published: &Comparison| published.scales[0].trust.figures().is_some();
        aware_and_unaware(attack, &earlier, shows, counts)
    });
    enough(counts);
}

#[test]
fn a_score_of_the_later_term_beside_the_change() {
    let (one, other) = (way("band", 10), way("role", 10));
    let counts = over_terms(|trusts, counts| {
        let instrument = trusts[0].instrument();
        let (later, rows) = (&trusts[1], everybody(trusts));
        let of_change = waves(trusts, one);
        let published = change(&of_change, &instrument, one, rows, &[]);
        let earlier = change_as_earlier(&published, &instrument, &of_change, rows);
        let before = told_of_later(&published, &of_change[1], one);
        let [_, own] = waves(trusts, other);
        let current = NewOutput {
            members: members(&instrument, &own.responses, &own.places, rows),
            shows: vec![true, true],
            left_out: None,
        };
        let attack = |earlier: &[EarlierOutput]| {
            let plain = survey(&instrument, &own.responses, other);
            let guarded = guard(&plain, other.policy(), &current, earlier);
            let published = publish(&plain.guarded_by(Some(&guarded)), other.policy());
            let score = Output {
                way: other,
                responses: own.responses.clone(),
                places: (0..later.persons.len()).collect(),
                published,
            };
            (attack(later, &before, &sums(later, &score)), score.published)
        };
        let shows = |published: &Published| published.scales[0].trust.figures().is_some();
        aware_and_unaware(attack, &earlier, shows, counts)
    });
    enough(counts);
}
