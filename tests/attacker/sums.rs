//! Adds and subtracts published figures: over one scale, over academies and roles, over commands.

use std::collections::BTreeSet;

use cte::disclosure::{Published, PublishedScale, publish};
use cte::tally::MISSING;
use nalgebra::DMatrix;
use proptest::prelude::*;

use crate::outputs::{items, reliability};
use crate::trust::{POLICY, Person, Trust, academy_name, config, set, survey, trusts};

const LEAST: usize = 10;

/// The items of each scale, and the number of answers that a person needs for a score.
const SCALES: [(&[usize], usize); 3] = [(&[0, 1, 2, 3], 3), (&[0, 1], 2), (&[4], 1)];

fn hidden(scale: &PublishedScale) -> BTreeSet<String> {
    let withheld = scale
        .academies
        .iter()
        .filter(|academy| academy.scores.figures().is_none());
    set(withheld.map(|academy| academy.name.clone()))
}

fn scored(trust: &Trust, academy: usize, scale: usize) -> usize {
    let (items, needed) = SCALES[scale];
    let has_score = |answers: &[u8]| items.iter().filter(|&&item| answers[item] != MISSING).count() >= needed;
    trust
        .persons
        .iter()
        .filter(|person| person.academy == academy && has_score(&person.answers))
        .count()
}

/// A sum that can be derived must be empty, or cover at least two academies and at least the threshold.
fn safe(numbers: &[usize], what: &str) -> Result<(), TestCaseError> {
    let peopled = numbers.iter().filter(|&&n| n > 0).count();
    let sum: usize = numbers.iter().sum();
    prop_assert!(peopled != 1, "{what}: the only withheld academy with people has {sum}");
    prop_assert!(
        sum == 0 || sum >= LEAST,
        "{what}: withheld academies have {sum} people together"
    );
    Ok(())
}

/// The sums behind the figures of some academies on a scale.
struct Sums {
    /// People with a score.
    people: f64,
    /// Sum of their scores, each from 0 to 1.
    score: f64,
    answers: f64,
    favourable: f64,
}

impl Sums {
    fn of(trust: &Trust, scale: usize, inside: impl Fn(usize) -> bool) -> Self {
        let (items, needed) = SCALES[scale];
        let mut sums = Self {
            people: 0.0,
            score: 0.0,
            answers: 0.0,
            favourable: 0.0,
        };
        // An academy in which nobody has a score has no figures.
        let counted = |person: &&Person| inside(person.academy) && scored(trust, person.academy, scale) > 0;
        for person in trust.persons.iter().filter(counted) {
            let answers = items.iter().map(|&item| (item, person.answers[item]));
            let keyed: Vec<f64> = answers
                .filter(|(_, code)| *code != MISSING)
                .map(|(item, code)| f64::from(if item == 1 { 4 - code } else { code }))
                .collect();
            sums.answers += keyed.len() as f64;
            sums.favourable += keyed.iter().filter(|&&code| code >= 3.0).count() as f64;
            if keyed.len() >= needed {
                sums.people += 1.0;
                sums.score += keyed.iter().sum::<f64>() / (4.0 * keyed.len() as f64);
            }
        }
        sums
    }
}

/// The width of the interval for the mean of `part` values from 0 to 1 among `whole` with this sum.
fn open(sum: f64, whole: f64, part: f64) -> f64 {
    (sum / part).min(1.0) - (1.0 - (whole - sum) / part).max(0.0)
}

fn publish_trust(trust: &Trust, by_role: bool) -> Published {
    let instrument = trust.instrument();
    publish(&survey(trust, &instrument, &trust.responses(), by_role), POLICY)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_total_less_the_academies_shown_gives_no_one_back(trust in trusts(), by_role in any::<bool>()) {
        let published = publish_trust(&trust, by_role);
        for (place, scale) in published.scales.iter().enumerate() {
            let Some(total) = scale.trust.figures() else { continue };
            let withheld = hidden(scale);
            let numbers: Vec<usize> = (0..trust.academies)
                .filter(|&academy| withheld.contains(&academy_name(academy)))
                .map(|academy| scored(&trust, academy, place))
                .collect();
            safe(&numbers, "scores")?;
            let shown: u64 = scale.academies.iter().filter_map(|academy| academy.scores.figures()).map(|a| a.n).sum();
            prop_assert_eq!(total.n - shown, numbers.iter().sum::<usize>() as u64, "the attacker's sum is right");
            // Percentages of given answers are shown too, and include people without a score.
            let answerers: Vec<usize> = (0..trust.academies)
                .filter(|&academy| withheld.contains(&academy_name(academy)))
                .map(|academy| trust.answerers(academy, SCALES[place].0))
                .collect();
            prop_assert!(
                answerers.iter().filter(|&&n| n > 0).count() != 1,
                "the only withheld academy with answers to scale {place}: {answerers:?}"
            );
        }
    }

    #[test]
    fn those_who_answered_everything_are_not_told_by_subtraction(trust in trusts()) {
        let published = publish_trust(&trust, false);
        for (place, scale) in published.scales.iter().enumerate() {
            let Some(reliability) = scale.reliability.figures() else { continue };
            let Ok(alpha) = &reliability.alpha else { continue };
            let shown: u64 = scale.academies.iter().filter_map(|academy| academy.agreement.figures()).map(|a| a.n).sum();
            let complete = |academy: usize| {
                let all = |answers: &[u8]| SCALES[place].0.iter().all(|&item| answers[item] != MISSING);
                trust.persons.iter().filter(|person| person.academy == academy && all(&person.answers)).count()
            };
            let numbers: Vec<usize> = (0..trust.academies)
                .filter(|&academy| scale.academies[academy].agreement.figures().is_none())
                .map(complete)
                .collect();
            prop_assert_eq!(alpha.n - shown, numbers.iter().sum::<usize>() as u64, "the attacker's sum is right");
            let peopled = numbers.iter().filter(|&&n| n > 0).count();
            // Where a few people skipped a question, the agreement of many is withheld, and that they are many is no secret.
            let many = numbers.iter().sum::<usize>() >= LEAST;
            prop_assert!(peopled != 1 || many, "scale {place}: the only withheld agreement is of {numbers:?}");
        }
    }

    #[test]
    fn academies_and_roles_together_give_no_one_back(trust in trusts()) {
        let published = publish_trust(&trust, true);
        for (place, scale) in published.scales.iter().enumerate() {
            if scale.trust.figures().is_none() {
                continue;
            }
            let Some(by) = &scale.by else { continue };
            let mut cells = vec![vec![0_usize; trust.roles]; trust.academies];
            let (items, needed) = SCALES[place];
            for person in &trust.persons {
                if items.iter().filter(|&&item| person.answers[item] != MISSING).count() >= needed {
                    cells[person.academy][person.role] += 1;
                }
            }
            let places: Vec<(usize, usize)> = (0..trust.academies)
                .flat_map(|academy| (0..trust.roles).map(move |role| (academy, role)))
                .filter(|&(academy, role)| cells[academy][role] > 0)
                .collect();
            let row = |inside: &dyn Fn(usize, usize) -> bool| -> Vec<f64> {
                places.iter().map(|&(academy, role)| f64::from(u8::from(inside(academy, role)))).collect()
            };
            let mut known = vec![row(&|_, _| true)];
            for academy in 0..trust.academies {
                if scale.academies[academy].scores.figures().is_some() {
                    known.push(row(&|a, _| a == academy));
                }
            }
            for role in 0..trust.roles {
                if by.groups[role].scores.figures().is_some() {
                    known.push(row(&|_, r| r == role));
                }
            }
            let academies: Vec<usize> = (0..trust.academies)
                .filter(|&academy| scale.academies[academy].scores.figures().is_none())
                .filter(|&academy| cells[academy].iter().sum::<usize>() > 0)
                .collect();
            let roles: Vec<usize> = (0..trust.roles)
                .filter(|&role| by.groups[role].scores.figures().is_none())
                .filter(|&role| cells.iter().map(|of| of[role]).sum::<usize>() > 0)
                .collect();
            for &academy in &academies {
                let target = row(&|a, _| a == academy);
                prop_assert!(!determined(&known, &target), "academy {academy} of {cells:?}");
            }
            for &role in &roles {
                let target = row(&|_, r| r == role);
                prop_assert!(!determined(&known, &target), "role {role} of {cells:?}");
            }
        }
    }

    #[test]
    fn the_withheld_together_leave_open_where_on_the_scale_a_small_academy_lies(trust in trusts()) {
        let published = publish_trust(&trust, false);
        for (place, scale) in published.scales.iter().enumerate() {
            if scale.trust.figures().is_none() {
                continue;
            }
            let withheld = hidden(scale);
            let of = |academy: usize| Sums::of(&trust, place, |other| other == academy);
            let all = Sums::of(&trust, place, |academy| withheld.contains(&academy_name(academy)));
            let everybody = Sums::of(&trust, place, |_| true);
            let share = everybody.favourable / everybody.answers;
            let people: Vec<usize> =
                (0..trust.academies).filter(|&academy| withheld.contains(&academy_name(academy))).collect();
            for academy in people {
                let own = of(academy);
                if own.people < 1.0 || own.people >= LEAST as f64 {
                    continue;
                }
                let score = open(all.score, all.people, own.people);
                prop_assert!(score >= 0.2 - 1e-9, "scale {place}: {score} for the score of academy {academy}");
                // Near 0 and 100 % the trust's own percentage is published as a bound only.
                if (0.05..=0.95).contains(&share) {
                    let favourable = open(all.favourable, all.answers, own.answers);
                    prop_assert!(favourable >= 0.2 - 1e-9, "scale {place}: {favourable} for the favourable answers of {academy}");
                }
            }
        }
    }

    #[test]
    fn the_commands_together_give_no_one_back(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let published = publish(&survey, POLICY);
        let (closely, _) = reliability(&survey, POLICY);
        let by_item = items(&survey, POLICY).withheld;
        for (place, scale) in published.scales.iter().enumerate() {
            if scale.trust.figures().is_none() {
                continue;
            }
            let scores = hidden(scale);
            prop_assert!(place > 0 || scores.is_subset(&closely), "reliability shows what score withholds");
            // An academy whose items are shown has its score shown, because it follows from the item means.
            for &item in SCALES[place].0 {
                let both: Vec<usize> = (0..trust.academies)
                    .filter(|&academy| {
                        let name = academy_name(academy);
                        scores.contains(&name) && by_item[item].contains(&name)
                    })
                    .map(|academy| scored(&trust, academy, place))
                    .collect();
                safe(&both, &format!("scores and item {item}"))?;
            }
        }
    }
}

/// The attack that needs two commands: one academy is small, the next has too few answers to one item, and a third is
/// withheld among the scores only. The sum of two, from the scores, less the third, from the items, would be the first.
#[test]
fn items_withhold_whatever_the_scores_withhold() {
    let person = |academy: usize, place: usize, first: u8| Person {
        academy,
        role: 0,
        answers: [first, 1 + u8::try_from(place % 3).expect("a code"), 2, 3, 2],
    };
    let sizes = [(4, 0), (12, 0), (13, 5), (30, 0)];
    let persons = sizes.iter().enumerate().flat_map(|(academy, &(size, skips))| {
        (0..size).map(move |place| person(academy, place, if place < skips { MISSING } else { 3 }))
    });
    let trust = Trust {
        academies: sizes.len(),
        roles: 1,
        persons: persons.collect(),
        staff: None,
        aggregate: "persons",
        score: "mean",
    };
    let instrument = trust.instrument();
    let survey = survey(&trust, &instrument, &trust.responses(), false);
    let scores = hidden(&publish(&survey, POLICY).scales[0]);
    assert_eq!(scores.len(), 2);
    for item in 0..4 {
        let by_item = &items(&survey, POLICY).withheld[item];
        assert!(
            scores.is_subset(by_item),
            "item {item} shows one of {scores:?}: {by_item:?}"
        );
    }
}

/// True if the sum over `target` is a combination of the known sums.
fn determined(known: &[Vec<f64>], target: &[f64]) -> bool {
    let rank =
        |rows: &[Vec<f64>]| DMatrix::from_fn(rows.len(), target.len(), |row, column| rows[row][column]).rank(1e-9);
    let mut with = known.to_vec();
    with.push(target.to_vec());
    rank(known) == rank(&with)
}
