//! Partial respondents among the people who answered between two results.
//!
//! Ten people or more answer late, so the later result counts them. What one result says of each sum less what the other says is about
//! them alone. Few of them skipped something.

use std::collections::BTreeSet;

use cte::analysis::CountedAnswers;
use cte::disclosure::{EarlierAnswers, EarlierGrouping, NewOutput, OutputMembers, guard};
use cte::model::Instrument;
use cte::tally::Tally;

use crate::partial::{Cell, Partial, all_item_sums, cells, hidden, over_sketches, scored_sums};
use crate::sketch::{Given, Sketch, grouped};
use crate::trust::{ROUNDED, mixed};

/// Who answers late.
#[derive(Debug, Clone, Copy)]
enum Late {
    /// The last academy.
    Academy,
    /// Ten people or more of every academy that has twenty.
    Parts,
}

/// The survey before the late answers came, and the late answers; `None` if nobody can be late.
fn split(sketch: &Sketch, late: Late) -> Option<(Sketch, Vec<Vec<Vec<u8>>>)> {
    let mut then = sketch.clone();
    let mut came = vec![Vec::new(); sketch.academies.len()];
    match late {
        Late::Academy => came[sketch.academies.len() - 1] = then.academies.pop()?,
        Late::Parts => {
            for (academy, persons) in then.academies.iter_mut().enumerate() {
                let more = usize::try_from(mixed(3, academy, persons.len(), 5) % 4).expect("a draw");
                if persons.len() >= 20 + more {
                    came[academy] = persons.split_off(persons.len() - 10 - more);
                }
            }
        }
    }
    let enough = |persons: &Vec<Vec<u8>>| persons.is_empty() || persons.len() >= 10;
    (came.iter().all(enough) && came.iter().any(|persons| !persons.is_empty())).then_some((then, came))
}

/// The answers behind the earlier result, in the academies of the later one.
fn answers(sketch: &Sketch, instrument: &Instrument, then: &Given, came: &[Vec<Vec<u8>>]) -> EarlierAnswers {
    let responses = sketch.responses();
    let persons = sketch.academies.iter().zip(came);
    let is_late = persons.flat_map(|(all, came)| (0..all.len()).map(move |place| place >= all.len() - came.len()));
    let is_late: Vec<bool> = is_late.collect();
    let in_time: Vec<bool> = is_late.iter().map(|late| !late).collect();
    let tally = |left_out: &[bool]| CountedAnswers::new(Tally::of(instrument, &responses.without(left_out), 0));
    let is_shown = |group: usize| {
        let mut scales = 0..sketch.scales.len();
        scales.any(|scale| {
            let own = then.groups(scale).get(group);
            own.is_some_and(|group| group.scores.figures().is_some())
        })
    };
    EarlierAnswers {
        has_item: vec![true; sketch.items],
        total: then.scores.scales.iter().any(|scale| scale.trust.figures().is_some()),
        groupings: vec![EarlierGrouping {
            shown: (0..sketch.academies.len()).map(is_shown).collect(),
            then: tally(&is_late),
            added: tally(&in_time),
            removed: tally(&vec![true; is_late.len()]),
        }],
    }
}

fn nobody(sketch: &Sketch) -> NewOutput {
    let scale = |place: usize| cte::disclosure::ScaleMembers {
        id: format!("s{place}"),
        items: BTreeSet::new(),
        scored: Vec::new(),
        answering: Vec::new(),
    };
    NewOutput {
        members: OutputMembers {
            groupings: Vec::new(),
            scales: (0..sketch.scales.len()).map(scale).collect(),
        },
        shows: vec![true],
        left_out: None,
    }
}

fn attack(sketch: &Sketch, late: Late) -> Vec<Cell> {
    let Some((before, came)) = split(sketch, late) else {
        return Vec::new();
    };
    let instrument = sketch.instrument();
    let then = before.given(&instrument, ROUNDED);
    let answers = answers(sketch, &instrument, &then, &came);
    let responses = sketch.responses();
    let survey = grouped(&instrument, &responses);
    let guarded = guard(&survey, ROUNDED, &nobody(sketch), &[]).beside(vec![answers]);
    let now = Given::of(&survey.guarded_by(Some(&guarded)), ROUNDED);
    let items = |given: &Given, of: &Sketch| all_item_sums(sketch, &instrument, &of.academies, given);
    let earlier = items(&then, &before);
    let items: Vec<_> = items(&now, sketch)
        .iter()
        .zip(&earlier)
        .map(|(now, then)| now.minus(then))
        .collect();
    let scored = |scale: usize, _: &[Partial]| {
        let of = |given: &Given, of: &Sketch| {
            let partial: Vec<Partial> = of
                .academies
                .iter()
                .map(|persons| Partial::of(of, scale, persons))
                .collect();
            let mut sums = scored_sums(of, given, scale, &partial)?;
            sums.settle();
            Some(sums)
        };
        Some(of(&now, sketch)?.minus(&of(&then, &before)?))
    };
    cells(sketch, &came, &items, &scored, &|scale| hidden(&now, scale))
}

#[test]
fn partial_respondents_of_a_late_academy_do_not_follow_from_two_results() {
    over_sketches(&|sketch| attack(sketch, Late::Academy));
}

#[test]
fn partial_respondents_among_late_answers_do_not_follow_from_two_results() {
    over_sketches(&|sketch| attack(sketch, Late::Parts));
}
