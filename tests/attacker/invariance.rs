//! Whether roles and terms read questions alike: the people of withheld roles, or of withheld academies, change places, and not a byte
//! may change.

use cte::analysis::{InvarianceDepth, ResponseRows, StructureDepth};
use cte::disclosure::{
    GroupedStudy, TermStudy, publish, publish_invariance, publish_invariance_over_terms, publish_structure,
};
use cte::model::Instrument;
use cte::plot::{Place, svg};
use cte::report::{self, Plot, StructureCompared};
use cte::tally::Responses;

use crate::outputs::{Output, context, formats, rules};
use crate::trust::{Person, ROUNDED, Trust, mixed, part, survey};
use crate::twins::same;

/// Trusts that are tried.
const SEEDS: u32 = 40;
/// Academies; the last two are small.
const ACADEMIES: usize = 6;
const SMALL: std::ops::Range<usize> = 4..6;

/// A trust of two large roles and two of fewer than ten people, in large academies and two small ones.
fn trust(seed: u32) -> Trust {
    let mut persons = Vec::new();
    let mut add = |role: usize, people: usize, academies: std::ops::Range<usize>| {
        for place in 0..people {
            let draw = |salt: u64| mixed(seed, role, place, salt);
            let academy = academies.start + usize::try_from(draw(1)).expect("a place") % academies.len();
            let leaning = draw(2) % 3;
            let answers = std::array::from_fn(|item| {
                let code = leaning + draw(10 + item as u64) % 2 + draw(30 + item as u64) % 2;
                u8::try_from(code).expect("a code")
            });
            persons.push(Person { academy, role, answers });
        }
    };
    add(0, 130, 0..4);
    add(1, 120, 0..4);
    add(0, 12, SMALL);
    add(
        2,
        4 + usize::try_from(mixed(seed, 0, 0, 5)).expect("a number") % 5,
        0..4,
    );
    add(
        3,
        4 + usize::try_from(mixed(seed, 0, 0, 6)).expect("a number") % 5,
        0..4,
    );
    Trust {
        academies: ACADEMIES,
        roles: 4,
        persons,
        staff: None,
        aggregate: "persons",
        score: "mean",
    }
}

/// The trust in which the people of some roles, or of some academies, have changed places.
fn moved(trust: &Trust, seed: u64, among: fn(&Person) -> bool, exchange: fn(&mut Person, &mut Person)) -> Trust {
    let mut twin = trust.clone();
    let places: Vec<usize> = (0..twin.persons.len())
        .filter(|&place| among(&twin.persons[place]))
        .collect();
    for at in (1..places.len()).rev() {
        let draw = mixed(u32::try_from(seed).expect("a seed"), at, places.len(), 9);
        let other = usize::try_from(draw).expect("a place") % (at + 1);
        if other < at {
            let (left, right) = twin.persons.split_at_mut(places[at]);
            exchange(&mut left[places[other]], &mut right[0]);
        }
    }
    twin
}

/// The trust's survey with its rows.
fn with_rows<'a>(
    trust: &Trust,
    instrument: &'a Instrument,
    responses: &'a Responses,
    by_role: bool,
) -> GroupedStudy<'a> {
    let mut survey = survey(trust, instrument, responses, by_role);
    survey.academies.rows = Some(ResponseRows {
        responses,
        progress: &|_, _, _| (),
    });
    survey
}

/// `cte structure --by role` in every format, and the rules of its scores.
fn structure(trust: &Trust) -> (Vec<&'static str>, Vec<Output>, usize) {
    let (instrument, responses) = (trust.instrument(), trust.responses());
    let survey = with_rows(trust, &instrument, &responses, true);
    let scores = publish(&survey, ROUNDED);
    let found = rules(&scores);
    let groups = publish_invariance(&survey, ROUNDED, InvarianceDepth::Ladder);
    let compared = groups.iter().filter(|found| found.figures.figures().is_some()).count();
    let beside = StructureCompared {
        groups,
        scores: Some(scores),
        terms: None,
    };
    let context = context(&instrument);
    let report = report::structure(
        &publish_structure(&survey, ROUNDED, StructureDepth::Figures),
        &beside,
        &context,
    );
    let mut outputs = formats("structure", &report);
    for plot in [Plot::Scree, Plot::Loadings] {
        for scale in 0..instrument.scales().len() {
            let chart = report::structure_chart(&report, &context, plot, scale);
            outputs.extend(chart.map(|chart| Output {
                name: format!("{} of scale {scale}", plot.name()),
                text: svg(&chart, 800.0, Place::Alone),
            }));
        }
    }
    (found, outputs, compared)
}

#[test]
fn people_of_withheld_roles_do_not_show_in_what_roles_read_alike() {
    let mut twins = 0;
    for seed in 0..part(SEEDS) {
        let own = trust(seed);
        let (rules, outputs, compared) = structure(&own);
        for way in 0..2 {
            let small = |person: &Person| person.role >= 2;
            let twin = moved(&own, way, small, |one, other| {
                std::mem::swap(&mut one.role, &mut other.role);
            });
            let other = structure(&twin);
            if other.0 == rules && twin.persons != own.persons {
                same(&outputs, &other.1).expect("the same bytes");
                twins += compared;
            }
        }
    }
    assert!(twins >= 10, "only {twins} comparisons");
}

#[test]
fn people_of_withheld_academies_do_not_show_in_how_terms_compare() {
    let mut twins = 0;
    for seed in 0..part(SEEDS) {
        let terms = [trust(2 * seed), trust(2 * seed + 1)];
        let compared = |terms: &[Trust; 2]| {
            let instrument = terms[0].instrument();
            let responses = [terms[0].responses(), terms[1].responses()];
            let term = |place: usize| TermStudy {
                survey: with_rows(&terms[place], &instrument, &responses[place], false),
                own: (0..3).collect(),
                order: Vec::new(),
            };
            let both = [term(0), term(1)];
            publish_invariance_over_terms(&[&both[0], &both[1]], 3, ROUNDED, InvarianceDepth::Ladder)
        };
        let own = compared(&terms);
        let small = |person: &Person| SMALL.contains(&person.academy);
        let twin = [0, 1].map(|place| {
            moved(&terms[place], 1, small, |one, other| {
                std::mem::swap(&mut one.academy, &mut other.academy);
            })
        });
        assert_eq!(own, compared(&twin));
        twins += own.iter().filter(|found| found.figures.figures().is_some()).count();
    }
    assert!(twins >= 10, "only {twins} comparisons");
}
