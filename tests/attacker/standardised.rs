//! Attacks standardised scores together with plain ones: the attacker knows the weights and the number of people in every cell of
//! academy and role, and solves for the scores of a few of them.

use std::cell::Cell;

use cte::analysis::{GroupHeadcounts, Options, Study};
use cte::disclosure::{
    GroupedStudy, Published, Rule, Shown, Standard, StandardRole, StandardisedScale, TermStudy, publish,
    publish_change, publish_trend,
};
use cte::model::Instrument;
use cte::tally::{MISSING, Responses, Tally};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::trust::{POLICY, Person, Trust, config, mixed, part, role_name, survey, thousand};

const LEAST: u64 = 10;

/// The items of each scale, and the number of answers that a person needs for a score.
const SCALES: [(&[usize], usize); 3] = [(&[0, 1, 2, 3], 3), (&[0, 1], 2), (&[4], 1)];

/// A trust whose cells of academy and role are as often large as small, and its staff by role.
pub(crate) fn large_trusts() -> impl Strategy<Value = (Trust, Vec<u64>)> {
    let cell = prop_oneof![1 => Just(0_usize), 1 => 1_usize..10, 1 => 9_usize..12, 5 => 10_usize..26];
    let staff = prop_oneof![1 => Just(0_u64), 8 => 20_u64..300];
    (
        2_usize..7,
        1_usize..4,
        prop::collection::vec(cell, 18),
        prop::collection::vec(staff, 3),
        any::<u32>(),
        prop_oneof![4 => Just(0_u64), 1 => Just(60)],
    )
        .prop_map(|(academies, roles, cells, mut staff, seed, skips)| {
            staff.truncate(roles);
            let trust = made(academies, roles, &cells, seed, skips);
            (trust, staff)
        })
        .prop_filter("somebody answers, and somebody is staff", |(trust, staff)| {
            !trust.persons.is_empty() && staff.iter().any(|&staff| staff > 0)
        })
}

/// A trust with these numbers of people in each cell; `skips` in a thousand answers are missing.
fn made(academies: usize, roles: usize, cells: &[usize], seed: u32, skips: u64) -> Trust {
    let mut persons = Vec::new();
    for academy in 0..academies {
        for role in 0..roles {
            for place in 0..cells[academy * roles + role] {
                let answer = |item: usize| {
                    let drawn = mixed(seed, academy * 8 + role, place * 8 + item, 5);
                    if drawn % 1000 < skips {
                        MISSING
                    } else {
                        u8::try_from(drawn % 5).expect("a code")
                    }
                };
                persons.push(Person {
                    academy,
                    role,
                    answers: [0, 1, 2, 3, 4].map(answer),
                });
            }
        }
    }
    Trust {
        academies,
        roles,
        persons,
        staff: None,
        aggregate: "persons",
        score: "mean",
    }
}

pub(crate) fn standard<'a>(instrument: &'a Instrument, responses: &Responses, staff: &[u64]) -> Standard<'a> {
    let (cells, places) = responses.cells(0, 1);
    let roles = staff.iter().enumerate().filter(|(_, staff)| **staff > 0);
    Standard {
        cells: Study {
            instrument,
            tally: Tally::of(instrument, &cells, 0),
            headcounts: GroupHeadcounts::default(),
            options: Options::default(),
            rows: None,
        },
        places,
        roles: roles
            .map(|(role, &staff)| StandardRole {
                name: role_name(role),
                group: Some(role),
                staff,
            })
            .collect(),
    }
}

fn standardised<'a>(trust: &Trust, instrument: &'a Instrument, staff: &[u64]) -> GroupedStudy<'a> {
    let responses = trust.responses();
    survey(trust, instrument, &responses, true).standardised(Some(standard(instrument, &responses, staff)))
}

fn published(trust: &Trust, staff: &[u64]) -> Published {
    let instrument = trust.instrument();
    publish(&standardised(trust, &instrument, staff), POLICY)
}

/// The non-empty cells with their number of people on one base: a score on the scale, or any answer to its items.
fn cells(trust: &Trust, items: &[usize], needed: usize) -> Vec<(usize, usize, u64)> {
    let mut counts = vec![vec![0; trust.roles]; trust.academies];
    for person in &trust.persons {
        let answered = items.iter().filter(|&&item| person.answers[item] != MISSING).count();
        counts[person.academy][person.role] += u64::from(answered >= needed);
    }
    let places = (0..trust.academies).flat_map(|academy| (0..trust.roles).map(move |role| (academy, role)));
    places
        .map(|(academy, role)| (academy, role, counts[academy][role]))
        .filter(|cell| cell.2 > 0)
        .collect()
}

/// All sets of small cells with fewer people than the threshold in total.
fn small_sets(cells: &[(usize, usize, u64)]) -> Vec<Vec<usize>> {
    let small: Vec<usize> = (0..cells.len()).filter(|&cell| cells[cell].2 < LEAST).collect();
    let mut sets = Vec::new();
    for mask in 1_u32..(1 << small.len()) {
        let set: Vec<usize> = (0..small.len())
            .filter(|bit| mask & (1 << bit) != 0)
            .map(|bit| small[bit])
            .collect();
        if set.iter().map(|&cell| cells[cell].2).sum::<u64>() < LEAST {
            sets.push(set);
        }
    }
    sets
}

/// The sums of scores in cells that a scale's output discloses; `combined` has those that a standardised score discloses.
fn known(
    published: &Published,
    scale: usize,
    cells: &[(usize, usize, u64)],
    combined: &dyn Fn(usize) -> Vec<Vec<f64>>,
) -> Vec<Vec<f64>> {
    let found = &published.scales[scale];
    let row = |inside: &dyn Fn(&(usize, usize, u64)) -> bool| -> Vec<f64> {
        cells.iter().map(|cell| f64::from(u8::from(inside(cell)))).collect()
    };
    let mut rows = Vec::new();
    if found.trust.figures().is_some() {
        rows.push(row(&|_| true));
    }
    for (academy, group) in found.academies.iter().enumerate() {
        if group.scores.figures().is_some() {
            rows.push(row(&|cell| cell.0 == academy));
        }
    }
    let by = found.by.as_ref().expect("roles");
    for (role, group) in by.groups.iter().enumerate() {
        if group.scores.figures().is_some() {
            rows.push(row(&|cell| cell.1 == role));
        }
    }
    let standardised = found.standardised.iter().flat_map(|found| &found.academies);
    for (academy, shown) in standardised.enumerate() {
        if shown.figures().is_some() {
            rows.extend(combined(academy));
        }
    }
    rows
}

/// The known sums in reduced form: each row begins with a 1 in a column that no other row has.
struct Solved {
    rows: Vec<(usize, Vec<f64>)>,
}

impl Solved {
    fn of(known: Vec<Vec<f64>>) -> Self {
        let mut solved = Self { rows: Vec::new() };
        for row in known {
            let row = solved.reduced(row);
            let largest = (0..row.len()).max_by(|&one, &other| row[one].abs().total_cmp(&row[other].abs()));
            let Some(pivot) = largest.filter(|&pivot| row[pivot].abs() > NOTHING) else {
                continue;
            };
            let row: Vec<f64> = row.iter().map(|value| value / row[pivot]).collect();
            for (_, other) in &mut solved.rows {
                *other = less(other, other[pivot], &row);
            }
            solved.rows.push((pivot, row));
        }
        solved
    }

    fn reduced(&self, row: Vec<f64>) -> Vec<f64> {
        self.rows
            .iter()
            .fold(row, |row, (pivot, known)| less(&row, row[*pivot], known))
    }

    /// True if the sum over some cells can be derived.
    fn determines(&self, set: &[usize], cells: usize) -> bool {
        let row = (0..cells)
            .map(|cell| f64::from(u8::from(set.contains(&cell))))
            .collect();
        self.reduced(row).iter().all(|value| value.abs() < NOTHING)
    }
}

/// Largest rounding error of a zero.
const NOTHING: f64 = 1e-9;

/// `row - factor * other`.
fn less(row: &[f64], factor: f64, other: &[f64]) -> Vec<f64> {
    row.iter()
        .zip(other)
        .map(|(value, other)| value - factor * other)
        .collect()
}

fn anything_shown(found: &StandardisedScale) -> bool {
    found.academies.iter().any(|shown| shown.figures().is_some())
}

/// Attacks one output; returns the number of academies whose standardised scores it shows.
fn attacked(trust: &Trust, staff: &[u64]) -> Result<usize, TestCaseError> {
    let published = published(trust, staff);
    let total: u64 = staff.iter().sum();
    let mut shown = 0;
    for (scale, found) in published.scales.iter().enumerate() {
        let standardised = found.standardised.as_ref().expect("standardised scores");
        if !anything_shown(standardised) {
            continue;
        }
        shown += standardised
            .academies
            .iter()
            .filter(|shown| shown.figures().is_some())
            .count();
        // The first two scales share items: people with a score on one and not on the other are a base too.
        let ways: &[(&[usize], usize)] = match scale {
            0 | 1 => &[SCALES[0], SCALES[1], (&[0, 1, 2, 3], 1)],
            _ => &[SCALES[2]],
        };
        for &(items, needed) in ways {
            let cells = cells(trust, items, needed);
            for (academy, one) in standardised.academies.iter().enumerate() {
                let own = cells.iter().filter(|cell| cell.0 == academy);
                prop_assert!(
                    one.figures().is_none() || own.clone().all(|cell| cell.2 >= LEAST),
                    "academy {academy} is standardised over {cells:?}"
                );
            }
            // With the true weights, and as if every cell of the academy were disclosed.
            let weighted = |academy: usize| -> Vec<Vec<f64>> {
                let weight = |cell: &(usize, usize, u64)| {
                    if cell.0 == academy {
                        10.0 * staff[cell.1] as f64 / total as f64 / cell.2 as f64
                    } else {
                        0.0
                    }
                };
                vec![cells.iter().map(weight).collect()]
            };
            let told = |academy: usize| -> Vec<Vec<f64>> {
                let own = (0..cells.len()).filter(|&cell| cells[cell].0 == academy);
                let unit = |one: usize| (0..cells.len()).map(|cell| f64::from(u8::from(cell == one))).collect();
                own.map(unit).collect()
            };
            for combined in [&weighted as &dyn Fn(usize) -> Vec<Vec<f64>>, &told] {
                let solved = Solved::of(known(&published, scale, &cells, combined));
                for set in small_sets(&cells) {
                    prop_assert!(
                        !solved.determines(&set, cells.len()),
                        "scale {scale}: {set:?} of {cells:?}"
                    );
                }
            }
        }
    }
    Ok(shown)
}

#[test]
fn no_few_people_can_be_solved_for_beside_standardised_scores_of_many_trusts() {
    let shown = Cell::new(0);
    let outcome = TestRunner::new(thousand()).run(&large_trusts(), |(trust, staff)| {
        shown.set(shown.get() + attacked(&trust, &staff)?);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(
        shown.get() > part(500) as usize,
        "an attack on nothing proves nothing: {}",
        shown.get()
    );
}

#[test]
fn no_few_people_of_two_groupings_can_be_worked_out_of_many_trusts() {
    let repaired = Cell::new(0);
    let outcome = TestRunner::new(thousand()).run(&large_trusts(), |(trust, _)| {
        let instrument = trust.instrument();
        let responses = trust.responses();
        let plain = survey(&trust, &instrument, &responses, true);
        let aware = publish(&plain, POLICY);
        let unaware = publish(&plain.standardised(None), POLICY);
        repaired.set(repaired.get() + usize::from(aware != unaware));
        for (scale, (items, needed)) in SCALES.into_iter().enumerate() {
            let cells = cells(&trust, items, needed);
            let solved = Solved::of(known(&aware, scale, &cells, &|_| Vec::new()));
            for set in small_sets(&cells) {
                prop_assert!(
                    !solved.determines(&set, cells.len()),
                    "scale {scale}: {set:?} of {cells:?}"
                );
            }
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(
        repaired.get() > part(5) as usize,
        "without cells hardly anything is given away: {}",
        repaired.get()
    );
}

#[test]
fn a_role_less_an_academy_of_that_role_alone_is_nobody() {
    // All of the first academy are in the first role, which has three more people, of the second academy.
    let trust = made(3, 2, &[20, 0, 3, 17, 0, 15], 3, 0);
    let instrument = trust.instrument();
    let plain = survey(&trust, &instrument, &trust.responses(), true);
    let withheld = |published: &Published| {
        let academies = published.scales[0].academies.iter();
        academies.filter(|group| group.scores.figures().is_none()).count()
    };
    assert_eq!(withheld(&publish(&plain, POLICY)), 2);
    assert_eq!(withheld(&publish(&plain.standardised(None), POLICY)), 0);
}

/// Three academies and two roles; only the last has a small cell.
fn three(last: usize) -> Trust {
    made(3, 2, &[30, 20, 25, 24, 40, last], 3, 0)
}

fn rules(trust: &Trust, staff: &[u64]) -> Vec<Option<Rule>> {
    let published = published(trust, staff);
    let found = published.scales[0].standardised.as_ref().expect("standardised scores");
    found.academies.iter().map(Shown::rule).collect()
}

#[test]
fn a_small_cell_withholds_its_academy_and_as_many_as_would_tell_it() {
    assert_eq!(rules(&three(30), &[200, 100]), [None, None, None]);
    // The role's total minus the cells of the two others would be the four.
    let hidden = Some(Rule::Complementary);
    assert_eq!(rules(&three(4), &[200, 100]), [None, hidden, hidden]);
}

#[test]
fn the_trust_is_standardised_where_every_role_with_staff_is_shown() {
    let trust = |cells: &[usize], staff: &[u64]| {
        let published = published(&made(2, 3, cells, 3, 0), staff);
        published.scales[0]
            .standardised
            .as_ref()
            .expect("standardised scores")
            .trust
            .rule()
    };
    assert_eq!(trust(&[30, 20, 15, 25, 24, 14], &[9, 9, 9]), None);
    assert_eq!(trust(&[30, 20, 4, 25, 24, 0], &[9, 9, 9]), Some(Rule::Complementary));
    // The small role and the one withheld with it have no staff, so they have no weight.
    assert_eq!(trust(&[30, 12, 4, 25, 0, 0], &[9, 0, 0]), None);
}

proptest! {
    #![proptest_config(Config { cases: 60, ..config() })]

    #[test]
    fn a_term_shows_beside_others_only_what_it_shows_alone(
        (before, staff) in large_trusts(), (after, _) in large_trusts()
    ) {
        let mut terms = [before, after];
        let (academies, roles) =
            (terms[0].academies.max(terms[1].academies), terms[0].roles.max(terms[1].roles));
        for term in &mut terms {
            term.academies = academies;
            term.roles = roles;
        }
        let mut staff = staff;
        staff.resize(roles, 50);
        let instrument = terms[0].instrument();
        let alone = [0, 1].map(|place: usize| published(&terms[place], &staff));
        let [one, two] = [0, 1].map(|place: usize| TermStudy {
            survey: standardised(&terms[place], &instrument, &staff),
            own: (0..SCALES.len()).collect(),
            order: Vec::new(),
        });
        let changes = publish_change(&one, &two, SCALES.len(), POLICY);
        let trend = publish_trend(&[one, two], SCALES.len(), POLICY);
        for scale in 0..SCALES.len() {
            let own = [0, 1].map(|term: usize| alone[term].scales[scale].standardised.as_ref().expect("alone"));
            let change = changes.scales[scale].standardised.as_ref().expect("changes");
            let row = trend.scales[scale].standardised.as_ref().expect("a trend");
            prop_assert!(change.trust.figures().is_none() || own.iter().all(|own| own.trust.figures().is_some()));
            for academy in 0..academies {
                let shown = [0, 1].map(|term: usize| own[term].academies[academy].figures());
                if let Some(found) = change.academies.get(academy).and_then(|shown| shown.as_ref()?.figures()) {
                    prop_assert_eq!(shown[0], Some(&found.before));
                    prop_assert_eq!(shown[1], Some(&found.after));
                }
                for (term, own) in shown.iter().enumerate() {
                    let point = row.academies[academy][term].figures();
                    prop_assert_eq!(point.map(|point| &point.mean), *own);
                    let both = shown[0].is_some() && shown[1].is_some();
                    prop_assert_eq!(point.is_some_and(|point| point.change.is_some()), term == 1 && both);
                }
            }
        }
    }
}
