//! Subtracts two results about one survey, the second from a later download of it: with late answers, answers that were removed
//! or changed, rows and columns in another order, other line ends.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cte::engine::{
    By, Command, PublishedResults, Questionnaire, Reading, Recorded, Report, Setup, Source, Withholding, score,
};
use cte::export::{FORMATS, Style};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::trust::{mixed, part, thousand};

const LEAST: usize = 10;
const ITEMS: usize = 8;

/// A person: academy, role, and a number from which the answers follow.
type Person = (usize, usize, usize);

/// How a result is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Academies,
    Roles,
    Phases,
}

/// A survey, and a later download of it.
#[derive(Debug, Clone)]
struct Survey {
    then: Vec<Person>,
    now: Vec<Person>,
    shape: u8,
    ways: (Way, Way),
    min_group: u64,
}

fn surveys() -> impl Strategy<Value = Survey> {
    let few = || prop_oneof![5 => Just(0_usize), 1 => Just(1), 1 => 2_usize..10, 1 => 10_usize..16];
    let academy = (prop_oneof![1 => 2_usize..10, 3 => 10_usize..30], few(), few(), few());
    let way = || prop_oneof![2 => Just(Way::Academies), 1 => Just(Way::Roles), 1 => Just(Way::Phases)];
    let settings = (0_u8..8, (way(), way()), prop_oneof![3 => Just(10_u64), 1 => Just(5)]);
    (prop::collection::vec(academy, 2..7), settings, any::<u16>()).prop_map(
        |(academies, (shape, ways, min_group), seed)| {
            let (mut then, mut now, mut next) = (Vec::new(), Vec::new(), usize::from(seed));
            let mut person = |academy: usize| {
                next += 1;
                (academy, usize::from(mixed(5, academy, next, 1).is_multiple_of(2)), next)
            };
            for (academy, (size, late, removed, changed)) in academies.into_iter().enumerate() {
                let persons: Vec<Person> = (0..size).map(|_| person(academy)).collect();
                let kept = persons.iter().skip(removed.min(size / 2)).copied();
                now.extend(
                    kept.enumerate()
                        .map(|(at, one)| if at < changed / 2 { person(academy) } else { one }),
                );
                now.extend((0..late).map(|_| person(academy)));
                then.extend(persons);
            }
            Survey {
                then,
                now,
                shape,
                ways,
                min_group,
            }
        },
    )
}

fn answer_of(number: usize, item: usize) -> u8 {
    u8::try_from(mixed(11, number, item, 3) % 6 + 1).expect("a code")
}

fn phase(academy: usize) -> usize {
    academy % 2
}

/// The answers as a file: the shape decides the order of rows and columns, and the line ends.
fn file(persons: &[Person], shape: u8) -> Vec<u8> {
    let mut order: Vec<&Person> = persons.iter().collect();
    if shape & 1 == 1 {
        order.reverse();
    }
    let cells = |person: Option<&Person>| -> String {
        let mut cells: Vec<String> = match person {
            None => ["academy", "phase", "role"].map(str::to_owned).to_vec(),
            Some(&(academy, role, _)) => vec![
                format!("A{academy}"),
                format!("phase {}", phase(academy)),
                format!("role {role}"),
            ],
        };
        let answer = |item: usize| match person {
            None => format!("q{item}"),
            Some(&(_, _, number)) => answer_of(number, item).to_string(),
        };
        cells.extend((0..ITEMS).map(answer));
        if shape & 2 == 2 {
            cells.rotate_left(5);
        }
        cells.join(",")
    };
    let end = if shape & 4 == 4 { "\r\n" } else { "\n" };
    let rows = std::iter::once(None).chain(order.into_iter().map(Some));
    let text = rows.fold(String::new(), |mut text, person| {
        let _ = write!(text, "{}{end}", cells(person));
        text
    });
    text.into_bytes()
}

fn questionnaire() -> Questionnaire {
    let mut text = "id = \"q\"\nname = \"Q\"\nversion = \"1\"\n[response]\nmin = 1\nmax = 6\n".to_owned();
    for item in 0..ITEMS {
        let _ = write!(text, "[[item]]\nid = \"q{item}\"\ntext = \"Question {item}\"\n");
    }
    let ids: Vec<String> = (0..ITEMS).map(|item| format!("\"q{item}\"")).collect();
    let _ = write!(
        text,
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]\n",
        ids.join(", ")
    );
    Questionnaire::File(Source::new("q.toml", text))
}

fn setup(way: Way, min_group: u64) -> Setup<'static> {
    Setup {
        questionnaire: Some(questionnaire()),
        reading: Reading {
            group: Some(if way == Way::Phases { "phase" } else { "academy" }.to_owned()),
            by: if way == Way::Roles {
                By::Column("role".to_owned())
            } else {
                By::Nothing
            },
            ..Reading::default()
        },
        withholding: Withholding {
            min_group: Some(min_group),
            unsuppressed: false,
        },
        arguments: vec!["score".to_owned()],
        ..Setup::default()
    }
}

fn bytes(report: &Report) -> Vec<u8> {
    let json = FORMATS.iter().find(|format| format.name == "json").expect("JSON");
    (json.write)(report, &Style::default()).expect("bytes")
}

fn json(report: &Report) -> Value {
    serde_json::from_slice(&bytes(report)).expect("JSON")
}

/// The two results.
fn results(survey: &Survey) -> (Value, Value) {
    let then = Source::new("then.csv", file(&survey.then, 0));
    let first = score(std::slice::from_ref(&then), &setup(survey.ways.0, 10)).expect("a result");
    let first_bytes = bytes(&first);
    let recorded = |_: &[String]| {
        Some(Ok(Recorded {
            command: Command::Score,
            setup: setup(survey.ways.0, 10),
            without_trust_file: true,
        }))
    };
    let files = [then];
    let now = Source::new("now.csv", file(&survey.now, survey.shape));
    let second = score(
        &[now],
        &Setup {
            files: &files,
            published: PublishedResults::WithFolder(vec![Source::new("first.json", first_bytes)]),
            recorded: &recorded,
            ..setup(survey.ways.1, survey.min_group)
        },
    )
    .expect("a result");
    (json(&first), json(&second))
}

fn group(person: &Person, way: Way) -> String {
    match way {
        Way::Phases => format!("phase {}", phase(person.0)),
        Way::Academies | Way::Roles => format!("A{}", person.0),
    }
}

/// Number and sum of scores, as shown.
fn shown(node: &Value) -> Option<(usize, f64)> {
    let n = node["n"].as_u64()?;
    Some((usize::try_from(n).expect("a number"), n as f64 * node["mean"].as_f64()?))
}

fn truth<'p>(persons: impl Iterator<Item = &'p Person>) -> (usize, f64) {
    let score = |&(_, _, number): &Person| {
        let answers = (0..ITEMS).map(|item| f64::from(answer_of(number, item)));
        answers.sum::<f64>() / ITEMS as f64
    };
    persons.fold((0, 0.0), |(n, sum), person| (n + 1, sum + score(person)))
}

fn equal(one: (usize, f64), other: (usize, f64)) -> bool {
    // Means may be rounded when they are published.
    one.0 == other.0 && (one.1 - other.1).abs() <= 0.006 * one.0 as f64
}

/// How many people of a group were added, removed or changed.
fn changed(survey: &Survey, name: &str) -> usize {
    let way = survey.ways.1;
    let of = |persons: &[Person]| -> BTreeSet<Person> {
        persons
            .iter()
            .filter(|person| group(person, way) == name)
            .copied()
            .collect()
    };
    let (then, now) = (of(&survey.then), of(&survey.now));
    then.difference(&now).count().max(now.difference(&then).count())
}

/// A sum that follows from one result.
#[derive(Debug)]
struct Sum {
    of: String,
    persons: BTreeSet<Person>,
}

/// How many people a difference of two sums is about. Of two sums over one group it is about those who came or those who went,
/// because somebody who changed an answer is both.
fn people_between(one: &Sum, other: &Sum) -> usize {
    let gone = one.persons.difference(&other.persons).count();
    let come = other.persons.difference(&one.persons).count();
    if one.of == other.of {
        gone.max(come)
    } else {
        gone + come
    }
}

/// Every sum that a result shows, and the rest that it leaves.
fn sums(result: &Value, persons: &[Person], way: Way) -> Vec<Sum> {
    let scale = &result["scales"][0];
    let total = shown(&scale["trust"]).is_some();
    let mut sums = Vec::new();
    let mut add = |of: &str, persons: BTreeSet<Person>| {
        if !persons.is_empty() {
            sums.push(Sum {
                of: of.to_owned(),
                persons,
            });
        }
    };
    if total {
        add("trust", persons.iter().copied().collect());
    }
    let mut groupings = vec![(&scale["academies"], "academy")];
    groupings.extend(
        scale["by"]["groups"]
            .is_array()
            .then_some((&scale["by"]["groups"], "group")),
    );
    for (groups, key) in groupings {
        let mut rest: BTreeSet<Person> = persons.iter().copied().collect();
        for node in groups
            .as_array()
            .expect("groups")
            .iter()
            .filter(|node| shown(node).is_some())
        {
            let name = node[key].as_str().expect("a name");
            let is = |person: &&Person| match key {
                "group" => format!("role {}", person.1) == name,
                _ => group(person, way) == name,
            };
            let own: BTreeSet<Person> = persons.iter().filter(is).copied().collect();
            rest.retain(|person| !own.contains(person));
            add(name, own);
        }
        if total {
            add(&format!("the rest by {key}"), rest);
        }
    }
    sums
}

#[test]
fn a_later_download_does_not_tell_what_few_people_answered() {
    let (held, updated, all_held) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(thousand());
    let outcome = runner.run(&surveys(), |survey| {
        // With fewer rows in common, and without a trust file, the two are different surveys.
        let shared = survey.then.iter().filter(|person| survey.now.contains(person)).count();
        prop_assume!(2 * shared >= survey.then.len().min(survey.now.len()));
        let (first, second) = results(&survey);
        let way = survey.ways.1;
        let least = LEAST;
        let few = |name: &str| (1..least).contains(&changed(&survey, name));
        let persons = |held: &dyn Fn(&str) -> bool| -> Vec<Person> {
            let then = survey.then.iter().filter(|person| held(&group(person, way)));
            let now = survey.now.iter().filter(|person| !held(&group(person, way)));
            then.chain(now).copied().collect()
        };
        // The rows that the second result rests on: held back where few have changed, or everywhere.
        let some = persons(&few);
        let all = persons(&|_| true);
        let fits = |persons: &[Person]| {
            let scale = &second["scales"][0];
            let groups = scale["academies"].as_array().expect("academies").iter();
            let mut found = groups.filter_map(|node| Some((node["academy"].as_str()?, shown(node)?)));
            let total = shown(&scale["trust"]).is_none_or(|total| equal(total, truth(persons.iter())));
            total
                && found
                    .all(|(name, seen)| equal(seen, truth(persons.iter().filter(|person| group(person, way) == name))))
        };
        let rests_on = if fits(&some) { some } else { all };
        prop_assert!(fits(&rests_on), "{survey:?}\n{}", second["scales"][0]);
        for one in sums(&first, &survey.then, survey.ways.0) {
            for other in sums(&second, &rests_on, way) {
                let differ = people_between(&one, &other);
                let least = usize::try_from(survey.min_group).expect("a number");
                prop_assert!(
                    differ == 0 || differ >= least,
                    "{survey:?}: {differ}\n{one:?}\n{other:?}"
                );
            }
        }
        let names: BTreeSet<String> = survey.now.iter().map(|person| group(person, way)).collect();
        let any_few = names.iter().any(|name| few(name));
        let any_many = names.iter().any(|name| changed(&survey, name) >= least);
        held.set(held.get() + u32::from(any_few));
        if any_many {
            let count = if rests_on == persons(&few) { &updated } else { &all_held };
            count.set(count.get() + 1);
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(held.get() > part(300), "{}", held.get());
    assert!(updated.get() > part(200), "{} {}", updated.get(), all_held.get());
}

/// The survey with other answers of people who are withheld in both results: dealt among those who are counted in the same ones, in
/// the same role. `None` if there is nobody to deal among.
fn dealt_again(survey: &Survey, results: &(Value, Value)) -> Option<Survey> {
    let withheld = |result: &Value, way: Way, person: &Person| {
        let academies = result["scales"][0]["academies"].as_array().expect("academies");
        let own = academies.iter().find(|node| node["academy"] == group(person, way));
        own.is_none_or(|node| shown(node).is_none())
    };
    let few = |person: &Person| (1..LEAST).contains(&changed(survey, &group(person, survey.ways.1)));
    let mut classes: BTreeMap<(bool, bool, usize, bool), BTreeSet<Person>> = BTreeMap::new();
    for person in survey.then.iter().chain(&survey.now) {
        if withheld(&results.0, survey.ways.0, person) && withheld(&results.1, survey.ways.1, person) {
            let (then, now) = (survey.then.contains(person), survey.now.contains(person));
            let class = (then, now, person.1, few(person));
            classes.entry(class).or_default().insert(*person);
        }
    }
    let mut dealt: BTreeMap<Person, usize> = BTreeMap::new();
    for class in classes.values() {
        let numbers = class.iter().map(|person| person.2).cycle().skip(class.len() / 2);
        dealt.extend(class.iter().copied().zip(numbers));
    }
    let again = |persons: &[Person]| -> Vec<Person> {
        let number = |person: &Person| dealt.get(person).copied().unwrap_or(person.2);
        let deal = |person: &Person| (person.0, person.1, number(person));
        persons.iter().map(deal).collect()
    };
    let moved = dealt.iter().any(|(person, number)| person.2 != *number);
    moved.then(|| Survey {
        then: again(&survey.then),
        now: again(&survey.now),
        ..survey.clone()
    })
}

/// A result without the checksums of files and answers.
fn without_checksums(mut result: Value) -> Value {
    for key in ["input", "run"] {
        result.as_object_mut().expect("an object").remove(key);
    }
    result
}

#[test]
fn no_byte_of_a_later_result_depends_on_who_of_the_withheld_answered_what() {
    let moved = Cell::new(0);
    let mut runner = TestRunner::new(thousand());
    let outcome = runner.run(&surveys(), |survey| {
        let of_survey = results(&survey);
        let Some(other) = dealt_again(&survey, &of_survey) else {
            return Ok(());
        };
        let of_other = results(&other);
        // Findings and the pattern of what is withheld are compared too.
        prop_assert_eq!(
            without_checksums(of_survey.0),
            without_checksums(of_other.0),
            "{:?}",
            &survey
        );
        prop_assert_eq!(
            without_checksums(of_survey.1),
            without_checksums(of_other.1),
            "{:?}",
            &survey
        );
        moved.set(moved.get() + 1);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(moved.get() > part(200), "{}", moved.get());
}
