//! Move people between the withheld academies: the outputs must not change by a byte.

use std::cell::Cell;

use cte::disclosure::{Published, publish};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use crate::outputs::{Output, folder, folder_rules, items, reliability, rules, score, workbook};
use crate::trust::{POLICY, Trust, academy_name, config, mixed, survey, trusts};

/// Ways of moving people that are tried for each trust.
pub(crate) const MOVES: u64 = 3;

/// The academies, as places, that every scale withholds.
pub(crate) fn withheld_everywhere(published: &Published, trust: &Trust) -> Vec<usize> {
    (0..trust.academies)
        .filter(|&academy| {
            published
                .scales
                .iter()
                .all(|scale| scale.academies[academy].scores.figures().is_none())
        })
        .collect()
}

/// Where everybody works after a move: within the withheld academies people change places, and now and then one academy
/// loses somebody to another.
pub(crate) fn moves(trust: &Trust, withheld: &[usize], seed: u64) -> Vec<usize> {
    let mut to: Vec<usize> = trust.persons.iter().map(|person| person.academy).collect();
    let movable: Vec<usize> = (0..to.len()).filter(|&person| withheld.contains(&to[person])).collect();
    let draw = |place: usize, salt: u64| {
        usize::try_from(mixed(u32::try_from(seed).expect("a seed"), place, movable.len(), salt)).expect("a place")
    };
    for (place, &person) in movable.iter().enumerate().rev() {
        let other = movable[draw(place, 1) % (place + 1)];
        to.swap(person, other);
    }
    if seed % 2 == 1 {
        let person = movable[draw(0, 2) % movable.len()];
        to[person] = withheld[draw(0, 3) % withheld.len()];
    }
    to
}

pub(crate) fn same(one: &[Output], other: &[Output]) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(other) {
        if one != other {
            let lines = one.text.lines().zip(other.text.lines());
            let differ: Vec<String> = lines
                .filter(|(a, b)| a != b)
                .take(5)
                .map(|(a, b)| format!("  {a}\n  {b}"))
                .collect();
            return Err(TestCaseError::fail(format!(
                "`{}` tells where withheld people work:\n{}",
                one.name,
                differ.join("\n")
            )));
        }
    }
    Ok(())
}

/// The suppression decisions of a run, and its output.
struct Run {
    rules: Vec<&'static str>,
    outputs: Vec<Output>,
}

/// Compares a trust with its twins; returns their number.
fn compare(trust: &Trust, withheld: &[usize], run: impl Fn(&Trust) -> Run) -> Result<usize, TestCaseError> {
    let people = trust
        .persons
        .iter()
        .filter(|person| withheld.contains(&person.academy))
        .count();
    if withheld.len() < 2 || people < 2 {
        return Ok(0);
    }
    let (own, mut compared) = (run(trust), 0);
    for seed in 0..MOVES {
        let twin = trust.moved(&moves(trust, withheld, seed));
        if twin.persons == trust.persons {
            continue;
        }
        let other = run(&twin);
        // If other academies would be withheld, or by another rule, the outputs differ, as they must.
        if other.rules == own.rules {
            same(&own.outputs, &other.outputs)?;
            compared += 1;
        }
    }
    Ok(compared)
}

/// Runs over many trusts and insists that enough of them had twins.
fn over_trusts(least: usize, test: impl Fn(&Trust) -> Result<usize, TestCaseError>) {
    let compared = Cell::new(0);
    let outcome = TestRunner::new(config()).run(&trusts(), |trust| {
        compared.set(compared.get() + test(&trust)?);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(compared.get() >= least, "only {} twins were compared", compared.get());
}

fn score_run(trust: &Trust, by_role: bool) -> (Published, Run) {
    let instrument = trust.instrument();
    let (published, outputs) = score(&survey(trust, &instrument, &trust.responses(), by_role), POLICY);
    let rules = rules(&published);
    (published, Run { rules, outputs })
}

#[test]
fn scores_do_not_tell_where_withheld_people_work() {
    over_trusts(200, |trust| {
        let withheld = withheld_everywhere(&score_run(trust, false).0, trust);
        compare(trust, &withheld, |trust| score_run(trust, false).1)
    });
}

#[test]
fn scores_by_role_do_not_tell_where_withheld_people_work() {
    over_trusts(150, |trust| {
        let withheld = withheld_everywhere(&score_run(trust, true).0, trust);
        compare(trust, &withheld, |trust| score_run(trust, true).1)
    });
}

#[test]
fn reliability_does_not_tell_where_withheld_people_work() {
    over_trusts(150, |trust| {
        let instrument = trust.instrument();
        let published = |trust: &Trust| publish(&survey(trust, &instrument, &trust.responses(), false), POLICY);
        let withheld = withheld_everywhere(&published(trust), trust);
        compare(trust, &withheld, |trust| Run {
            rules: rules(&published(trust)),
            outputs: reliability(&survey(trust, &instrument, &trust.responses(), false), POLICY).1,
        })
    });
}

#[test]
fn items_by_academy_do_not_tell_where_withheld_people_work() {
    over_trusts(150, |trust| {
        let instrument = trust.instrument();
        let of = |trust: &Trust| items(&survey(trust, &instrument, &trust.responses(), false), POLICY);
        let everywhere = |academy: &usize| {
            let name = academy_name(*academy);
            of(trust).withheld.iter().all(|withheld| withheld.contains(&name))
        };
        let withheld: Vec<usize> = (0..trust.academies).filter(everywhere).collect();
        let totals = |trust: &Trust| {
            let instrument = trust.instrument();
            rules(&publish(&survey(trust, &instrument, &trust.responses(), false), POLICY))
        };
        compare(trust, &withheld, |trust| {
            let found = of(trust);
            Run {
                rules: [found.rules, totals(trust)].concat(),
                outputs: found.outputs,
            }
        })
    });
}

#[test]
fn a_folder_of_reports_does_not_tell_where_withheld_people_work() {
    over_trusts(150, |trust| {
        let instrument = trust.instrument();
        let of = |trust: &Trust| folder(&survey(trust, &instrument, &trust.responses(), false), POLICY);
        let (reported, _) = of(trust);
        // The items withhold every academy that the scores withhold. Academies that only the items withhold keep their people.
        let withheld = withheld_everywhere(&reported.trust, trust);
        compare(trust, &withheld, |trust| {
            let (reported, outputs) = of(trust);
            Run {
                rules: folder_rules(&reported),
                outputs,
            }
        })
    });
}

#[test]
fn a_folder_by_role_does_not_tell_where_withheld_people_work() {
    over_trusts(100, |trust| {
        let instrument = trust.instrument();
        let of = |trust: &Trust| folder(&survey(trust, &instrument, &trust.responses(), true), POLICY);
        let withheld = withheld_everywhere(&of(trust).0.trust, trust);
        compare(trust, &withheld, |trust| {
            let (reported, outputs) = of(trust);
            Run {
                rules: folder_rules(&reported),
                outputs,
            }
        })
    });
}

#[test]
fn a_workbook_does_not_tell_where_withheld_people_work() {
    over_trusts(30, |trust| {
        // A workbook is slow to make: one is made for every fourth trust.
        if trust.persons.len() % 4 > 0 {
            return Ok(0);
        }
        let instrument = trust.instrument();
        let of = |trust: &Trust| workbook(&survey(trust, &instrument, &trust.responses(), false), POLICY);
        let (published, output) = of(trust);
        let withheld = withheld_everywhere(&published, trust);
        for academy in withheld.iter().map(|&academy| academy_name(academy)) {
            for line in output.text.lines().filter(|line| line.contains(&academy)) {
                prop_assert!(!line.contains(|c: char| c.is_ascii_digit()), "{line}");
            }
        }
        compare(trust, &withheld, |trust| {
            let (published, output) = of(trust);
            Run {
                rules: rules(&published),
                outputs: vec![output],
            }
        })
    });
}
