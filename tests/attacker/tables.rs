//! Two-way tables in tallies: what follows from them alone, and whether the structure of a tally tells more than that of its responses.

use cte::analysis::{ResponseRows, StructureDepth};
use cte::disclosure::{GroupedStudy, TablesRule, publish_structure, tables_to_leave_out};
use cte::export::{FORMATS, Style};
use cte::model::Instrument;
use cte::report::{self, StructureCompared};
use cte::tally::{CountingDepth, MISSING, Responses, Tally};
use serde_json::Value;

use crate::outputs::context;
use crate::trust::{Person, ROUNDED, Trust, mixed, part, survey};

/// Trusts that are tried.
const SEEDS: u32 = 1_000;
/// Items of each scale of the questionnaire.
const SCALES: [&[usize]; 3] = [&[0, 1, 2, 3], &[0, 1], &[4]];
const CODES: u8 = 5;

/// A trust of 60 to some thousand people in six academies of whom some skip an item, with answers that few or none choose.
fn trust(seed: u32) -> Trust {
    let draw = |person: usize, salt: u64, below: u64| mixed(seed, person, 3, salt) % below;
    let people = match draw(0, 90, 4) {
        0 => 60 + draw(0, 91, 90),
        1 => 150 + draw(0, 91, 350),
        _ => 500 + draw(0, 91, 3_000),
    };
    let (skipped, rare) = ([3, 10, 20, 50][place(draw(0, 92, 4))], 2 + draw(0, 93, 60));
    let person = |person: usize| {
        let leaning = draw(person, 2, 3);
        let answer = |item: usize| {
            let salt = 10 + item as u64;
            if draw(person, 40 + salt, 1_000) < skipped {
                return MISSING;
            }
            let code = leaning + draw(person, salt, 3);
            // The highest answer is rare.
            let code = if code == 4 && draw(person, 60 + salt, rare) > 0 {
                3
            } else {
                code
            };
            u8::try_from(code).expect("a code")
        };
        Person {
            academy: person % 6,
            role: 0,
            answers: std::array::from_fn(answer),
        }
    };
    Trust {
        academies: 6,
        roles: 1,
        persons: (0..place(people)).map(person).collect(),
        staff: None,
        aggregate: "persons",
        score: "mean",
    }
}

fn place(drawn: u64) -> usize {
    usize::try_from(drawn).expect("a place")
}

/// The survey as a tally has it.
fn tallied<'a>(trust: &Trust, instrument: &'a Instrument, responses: &Responses) -> GroupedStudy<'a> {
    let mut survey = survey(trust, instrument, responses, false);
    survey.academies.tally = Tally::to_depth(instrument, responses, 0, CountingDepth::Tables);
    for (scale, _) in tables_to_leave_out(&survey.academies, ROUNDED) {
        survey.academies.tally.drop_tables(scale);
    }
    survey
}

/// The people who answered all of these items.
fn answerers<'t>(trust: &'t Trust, items: &[usize]) -> Vec<&'t Person> {
    let all = |person: &&Person| items.iter().all(|&item| person.answers[item] != MISSING);
    trust.persons.iter().filter(all).collect()
}

/// True if it is nobody, or a hundred people of whom ten or more gave each answer that was given.
fn are_many(people: &[&Person], items: &[usize]) -> bool {
    let chose = |item: usize, code: u8| people.iter().filter(|person| person.answers[item] == code).count();
    let mut answers = items.iter().flat_map(|&item| (0..CODES).map(move |code| (item, code)));
    people.is_empty() || (people.len() >= 100 && answers.all(|(item, code)| !(1..10).contains(&chose(item, code))))
}

#[test]
fn no_tables_of_few_people_follow_from_those_of_a_tally() {
    let (mut held, mut rules) = ([0; 2], [0; 3]);
    for seed in 0..part(SEEDS) {
        let trust = trust(seed);
        let (instrument, responses) = (trust.instrument(), trust.responses());
        let mut all = survey(&trust, &instrument, &responses, false);
        all.academies.tally = Tally::to_depth(&instrument, &responses, 0, CountingDepth::Tables);
        for (_, rule) in tables_to_leave_out(&all.academies, ROUNDED) {
            rules[match rule {
                TablesRule::FewPeople => 0,
                TablesRule::RareAnswer => 1,
                TablesRule::FewBetween { .. } => 2,
            }] += 1;
        }
        let survey = tallied(&trust, &instrument, &responses);
        let has = |scale: usize| survey.academies.tally.tables(scale).is_some();
        for scale in [0, 1] {
            if has(scale) {
                held[scale] += 1;
                assert!(
                    are_many(&answerers(&trust, SCALES[scale]), SCALES[scale]),
                    "{seed}: scale {scale}"
                );
            }
        }
        if has(0) && has(1) {
            // The tables of the scale of two items, less those of the same items in the scale of four.
            let two = answerers(&trust, SCALES[1]);
            let lack: Vec<&Person> = two
                .into_iter()
                .filter(|person| SCALES[0].iter().any(|&item| person.answers[item] == MISSING))
                .collect();
            assert!(are_many(&lack, SCALES[1]), "{seed}: {} people", lack.len());
        }
    }
    assert!(held.iter().all(|&count| count >= 10), "{held:?}");
    assert!(rules.iter().all(|&count| count >= 10), "{rules:?}");
}

/// `cte structure --format json`.
fn structure(survey: &GroupedStudy<'_>, instrument: &Instrument) -> Value {
    let published = publish_structure(survey, ROUNDED, StructureDepth::Figures);
    let report = report::structure(&published, &StructureCompared::default(), &context(instrument));
    let format = FORMATS.iter().find(|format| format.name == "json").expect("JSON");
    let bytes = (format.write)(&report, &Style::default()).expect("an output");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// Numbers of the tally's output that the output of the responses does not have at the same place, and how many both have.
fn unlike(rows: &Value, counts: &Value, path: &str, found: &mut Vec<String>) -> usize {
    match (rows, counts) {
        (_, Value::Object(counts)) => counts
            .iter()
            .map(|(key, own)| unlike(&rows[key.as_str()], own, &format!("{path}/{key}"), found))
            .sum(),
        (_, Value::Array(counts)) => (counts.iter().enumerate())
            .map(|(at, own)| unlike(&rows[at], own, &format!("{path}/{at}"), found))
            .sum(),
        (rows, Value::Number(_)) if rows == counts => 1,
        (_, Value::Number(_)) => {
            found.push(format!("{path}: {counts}, not {rows}"));
            0
        }
        _ => 0,
    }
}

#[test]
fn the_structure_of_a_tally_tells_nothing_that_its_responses_do_not_tell() {
    let (mut numbers, mut with_tables) = (0, 0);
    for seed in 0..part(40) {
        let trust = trust(5_000 + seed);
        let (instrument, responses) = (trust.instrument(), trust.responses());
        let counts = tallied(&trust, &instrument, &responses);
        let mut rows = survey(&trust, &instrument, &responses, false);
        rows.academies.rows = Some(ResponseRows {
            responses: &responses,
            progress: &|_, _, _| (),
        });
        let (rows, counts) = (structure(&rows, &instrument), structure(&counts, &instrument));
        let mut found = Vec::new();
        numbers += unlike(&rows, &counts, "", &mut found);
        assert!(found.is_empty(), "{seed}: {}", found.join("\n"));
        with_tables += usize::from(counts["scales"][0]["polychoric"]["correlations"].is_array());
    }
    assert!(
        numbers > 1_000 && with_tables > 0,
        "{numbers} numbers, {with_tables} with tables"
    );
}
