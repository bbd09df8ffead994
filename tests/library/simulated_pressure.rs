//! How often inflated answers are pointed out, and how often clean ones are: a fifth of the staff of one academy answer the top code
//! throughout. A plain run tries a small fixed sample of the usual survey; `CTE_ATTACK_FULL=1` tries 500 inflations of it, and prints
//! what other surveys give (docs/statistics.md has that table).

use std::collections::BTreeSet;

use cte::analysis::{ChangeSign, answer_styles, change_signs, group_changes, style_signs};
use cte::model::Instrument;
use cte::tally::{MISSING, Responses};
use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;

use crate::simulated_surveys::{counted, instrument};

/// The most items of a survey.
const ITEMS: usize = 12;
const TOP: u8 = 5;
/// Staff who answer, by academy.
const SIZES: [usize; 15] = [20, 22, 25, 28, 30, 32, 35, 38, 40, 42, 45, 48, 52, 56, 60];
/// Share of the variance of attitudes between academies.
const ICC: f64 = 0.09;
/// Share of answers that are missing.
const LEFT_OUT: f64 = 0.01;

type Person = [u8; ITEMS];

/// What kind of survey is simulated.
#[derive(Clone, Copy)]
struct Design {
    name: &'static str,
    /// Staff who answer, by academy.
    sizes: &'static [usize],
    items: usize,
    /// Where the middle of the answers is, in standard deviations above the middle of the scale.
    level: f64,
    /// Share of staff who give one answer throughout, whatever it is.
    straight: f64,
}

const USUAL: Design = Design {
    name: "15 academies of 20 to 60, 12 items",
    sizes: &SIZES,
    items: 12,
    level: 0.7,
    straight: 0.02,
};

const OTHERS: [Design; 7] = [
    Design {
        name: "the same, 6 items",
        items: 6,
        ..USUAL
    },
    Design {
        name: "the same, a mean of about 4.0",
        level: 0.4,
        ..USUAL
    },
    Design {
        name: "the same, a mean of about 4.9",
        level: 1.2,
        ..USUAL
    },
    Design {
        name: "the same, a mean of about 5.4",
        level: 1.8,
        ..USUAL
    },
    Design {
        name: "the same, 5 % give one answer throughout",
        straight: 0.05,
        ..USUAL
    },
    Design {
        name: "15 academies of 12",
        sizes: &[12; 15],
        ..USUAL
    },
    Design {
        name: "4 academies of 30",
        sizes: &[30; 4],
        ..USUAL
    },
];

struct Draws {
    random: Pcg64,
    design: Design,
}

impl Draws {
    fn unit(&mut self) -> f64 {
        (self.random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.unit(), self.unit());
        (-2.0 * libm::log(u)).sqrt() * libm::cos(std::f64::consts::TAU * v)
    }

    fn person(&mut self, level: f64) -> Person {
        let attitude = level + (1.0 - ICC).sqrt() * self.normal();
        let mut answers: Person = std::array::from_fn(|_| {
            let y = 0.7 * attitude + 0.51_f64.sqrt() * self.normal() + self.design.level;
            let passed = [-1.6, -0.8, 0.0, 0.8, 1.6].iter().filter(|&&cut| y > cut).count();
            u8::try_from(passed).expect("a code")
        });
        if self.unit() < self.design.straight {
            answers = [answers[0]; ITEMS];
        }
        for answer in &mut answers {
            if self.unit() < LEFT_OUT {
                *answer = MISSING;
            }
        }
        answers
    }

    fn term(&mut self, levels: &[f64]) -> Vec<Vec<Person>> {
        let academies = levels.iter().zip(self.design.sizes);
        academies
            .map(|(&level, &size)| (0..size).map(|_| self.person(level)).collect())
            .collect()
    }
}

fn responses(items: usize, term: &[Vec<Person>]) -> Responses {
    let mut responses = Responses::new(items, &["academy"]);
    let rows = term
        .iter()
        .enumerate()
        .flat_map(|(place, persons)| persons.iter().map(move |person| (place, person)));
    for ((place, person), number) in rows.zip(2..) {
        responses.push(&person[..items], &[&format!("School {place}")], number);
    }
    responses
}

/// The academies that one term by itself points out.
fn in_one_term(instrument: &Instrument, term: &[Vec<Person>]) -> BTreeSet<usize> {
    let responses = responses(instrument.items().len(), term);
    let signs = style_signs(&answer_styles(&counted(instrument, &responses), &responses));
    let named = signs
        .iter()
        .enumerate()
        .filter(|(_, signs)| signs.top.is_some() || signs.equal_times);
    named.map(|(place, _)| place).collect()
}

/// The academies that the change between two terms points out.
fn in_two_terms(instrument: &Instrument, before: &[Vec<Person>], after: &[Vec<Person>]) -> BTreeSet<usize> {
    let [before, after] = [before, after].map(|term| counted(instrument, &responses(instrument.items().len(), term)));
    let groups: Vec<usize> = (0..before.tally.groups()).collect();
    let changes = group_changes(&before, &after, 0, &groups, 10);
    let conclusions: Vec<_> = changes.iter().map(|change| change.conclusion).collect();
    let signs: Vec<Vec<ChangeSign>> = change_signs([&before, &after], 0, &groups, &conclusions);
    let named = signs.iter().enumerate().filter(|(_, signs)| !signs.is_empty());
    named.map(|(place, _)| place).collect()
}

/// In how many surveys each command points out the inflated academy, and any academy of a clean survey.
#[derive(Debug, Default)]
struct Found {
    inflated: [u32; 2],
    clean: [u32; 2],
    /// An academy other than the inflated one.
    others: [u32; 2],
}

fn simulate(design: Design, surveys: u32) -> Found {
    let instrument = instrument(design.items);
    let mut found = Found::default();
    for seed in 0..surveys {
        let mut draws = Draws {
            random: Pcg64::seed_from_u64(u64::from(seed)),
            design,
        };
        let levels: Vec<f64> = design.sizes.iter().map(|_| ICC.sqrt() * draws.normal()).collect();
        let before = draws.term(&levels);
        let mut after = draws.term(&levels);
        let named = |after: &[Vec<Person>]| {
            [
                in_one_term(&instrument, after),
                in_two_terms(&instrument, &before, after),
            ]
        };
        let clean = named(&after);
        let chosen = seed as usize % design.sizes.len();
        let many = design.sizes[chosen].div_ceil(5);
        after[chosen][..many].fill([TOP; ITEMS]);
        let inflated = named(&after);
        for command in 0..2 {
            found.clean[command] += u32::from(!clean[command].is_empty());
            found.inflated[command] += u32::from(inflated[command].contains(&chosen));
            found.others[command] += u32::from(inflated[command].iter().any(|&place| place != chosen));
        }
    }
    found
}

/// The designs as rows of a table: in `check`, then in `compare`, what is pointed out of inflated and of clean surveys.
fn row(design: Design, found: &Found, surveys: u32) -> String {
    let share = |count: u32| format!("{:.3}", f64::from(count) / f64::from(surveys));
    let cells = [
        share(found.inflated[0]),
        share(found.clean[0]),
        share(found.inflated[1]),
        share(found.clean[1]),
    ];
    format!("| {} | {} |", design.name, cells.join(" | "))
}

#[test]
#[expect(clippy::print_stderr, reason = "a full run is for its table")]
fn inflated_answers_are_pointed_out_and_clean_ones_are_not() {
    let is_full = std::env::var_os("CTE_ATTACK_FULL").is_some();
    let surveys = if is_full { 500 } else { 60 };
    let found = simulate(USUAL, surveys);
    eprintln!("{}", row(USUAL, &found, surveys));
    let share = |count: u32| f64::from(count) / f64::from(surveys);
    for command in 0..2 {
        assert!(share(found.inflated[command]) >= 0.80, "{found:?}");
        assert!(share(found.clean[command]) <= 0.02, "{found:?}");
        assert!(share(found.others[command]) <= 0.02, "{found:?}");
    }
    for design in OTHERS.into_iter().filter(|_| is_full) {
        eprintln!("{}", row(design, &simulate(design, surveys), surveys));
    }
}
