//! Linked scales: a scale and its two halves. n·M·k of the whole less those of the halves is a weighted sum of the answers of people who
//! have not answered everything: everybody else cancels.

use cte::tally::MISSING;

use crate::intervals::{Known, Sums};
use crate::partial::{NARROWEST_SAFE, Partial, scored_sums};
use crate::sketch::{RATES, Sketch, answered};
use crate::trust::{ROUNDED, academy_name, part};

/// The unknown sum of somebody's answers to one half.
#[derive(Debug, Clone, Copy)]
struct Unknown {
    /// Its weight in what is known.
    weight: f64,
    /// Its weight in the mean that is looked for.
    share: f64,
    most: f64,
}

/// What somebody is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    /// A score on one of the halves.
    AHalf,
    /// Some items, but no score.
    Items,
}

/// Somebody whose answers do not cancel.
struct Person {
    lacks: Lacks,
    /// Answers given.
    given: f64,
    /// For each half: the weight of its answers, and the highest sum.
    halves: [(f64, f64); 2],
    /// The weighted sum of the answers.
    truth: f64,
}

fn person(sketch: &Sketch, answers: &[u8]) -> Option<Person> {
    let of = |scale: usize| {
        let (k, a) = (sketch.scales[scale].len(), answered(answers, &sketch.scales[scale]));
        let weight = if a >= sketch.needed(scale) {
            k as f64 / a as f64
        } else {
            0.0
        };
        (a, weight)
    };
    let [(a, whole), (of_one, one), (of_other, other)] = [of(0), of(1), of(2)];
    let halves = [
        (whole - one, of_one as f64 * sketch.range()),
        (whole - other, of_other as f64 * sketch.range()),
    ];
    let lacks = if whole > 0.0 && (one == 0.0 || other == 0.0) {
        Lacks::AHalf
    } else {
        Lacks::Items
    };
    let sum = |scale: usize| -> f64 {
        let codes = sketch.scales[scale]
            .iter()
            .map(|&item| answers[item])
            .filter(|&code| code != MISSING);
        codes.map(f64::from).sum()
    };
    let cancels = halves.iter().all(|(weight, most)| weight.abs() * most < 1e-9);
    (!cancels).then_some(Person {
        lacks,
        given: a as f64,
        truth: halves[0].0 * sum(1) + halves[1].0 * sum(2),
        halves,
    })
}

/// The mean answer of the people in a set, from what is known of the weighted sum.
fn mean_of(people: &[&Person], lacks: Lacks, known: Known) -> Known {
    let set = people.iter().filter(|person| person.lacks == lacks).count() as f64;
    let (mut inside, mut noise) = (Vec::new(), Known::ZERO);
    for person in people {
        for &(weight, most) in &person.halves {
            if person.lacks == lacks {
                inside.push(Unknown {
                    weight,
                    share: 1.0 / (person.given * set),
                    most,
                });
            } else {
                let (one, other) = (0.0_f64.min(weight * most), 0.0_f64.max(weight * most));
                noise = noise.plus(Known::between(one, other));
            }
        }
    }
    let within = known.minus(noise);
    let turned: Vec<Unknown> = inside
        .iter()
        .map(|unknown| Unknown {
            weight: -unknown.weight,
            ..*unknown
        })
        .collect();
    let all: f64 = inside.iter().map(|unknown| unknown.weight * unknown.most).sum();
    let top: f64 = inside.iter().map(|unknown| unknown.share * unknown.most).sum();
    // From above: how much each sum is below its highest value.
    let below = Known::between(all, all).minus(within);
    Known::between(
        least(&inside, within),
        top - least(&turned, Known::between(-below.high, -below.low)),
    )
}

/// The least weighted mean of unknown sums, if their weighted sum lies in an interval: fractional knapsack.
fn least(unknowns: &[Unknown], within: Known) -> f64 {
    let (sign, mut wanted) = if within.low > 0.0 {
        (1.0, within.low)
    } else {
        (-1.0, (-within.high).max(0.0))
    };
    let mut useful: Vec<&Unknown> = unknowns.iter().filter(|unknown| sign * unknown.weight > 0.0).collect();
    useful.sort_by(|one, other| (one.share / one.weight.abs()).total_cmp(&(other.share / other.weight.abs())));
    let mut sum = 0.0;
    for unknown in useful {
        let taken = (wanted / unknown.weight.abs()).min(unknown.most);
        wanted -= taken * unknown.weight.abs();
        sum += taken * unknown.share;
    }
    sum
}

/// The intervals for the mean answers of one to nine people who are not in all three scales alike.
fn attack(sketch: &Sketch) -> Vec<(String, Known)> {
    let instrument = sketch.instrument();
    let given = sketch.given(&instrument, ROUNDED);
    let mut sums = Vec::new();
    for scale in 0..3 {
        let partial: Vec<Partial> = sketch
            .academies
            .iter()
            .map(|persons| Partial::of(sketch, scale, persons))
            .collect();
        let Some(mut scored) = scored_sums(sketch, &given, scale, &partial) else {
            return Vec::new();
        };
        scored.settle();
        sums.push(scored);
    }
    let less = |of: &dyn Fn(&Sums) -> Known| of(&sums[0]).minus(of(&sums[1])).minus(of(&sums[2]));
    let groups = 0..sketch.academies.len();
    let mut differences = Sums {
        trust: less(&|sums| sums.trust),
        groups: groups.clone().map(|group| less(&|sums| sums.groups[group])).collect(),
        rests: groups.clone().map(|group| less(&|sums| sums.rests[group])).collect(),
    };
    differences.settle();
    let people: Vec<Vec<Person>> = sketch
        .academies
        .iter()
        .map(|persons| persons.iter().filter_map(|answers| person(sketch, answers)).collect())
        .collect();
    let mut cells = Vec::new();
    for set in groups.clone().map(|group| vec![group]).chain([groups.collect()]) {
        let all: Vec<&Person> = set.iter().flat_map(|&group| &people[group]).collect();
        let truth: f64 = all.iter().map(|person| person.truth).sum();
        assert!(
            differences.of(&set).holds(truth),
            "{truth} is not in {:?}",
            differences.of(&set)
        );
        for lacks in [Lacks::AHalf, Lacks::Items] {
            let few = all.iter().filter(|person| person.lacks == lacks).count();
            if (1..10).contains(&few) {
                let names: Vec<String> = set.iter().map(|&group| academy_name(group)).collect();
                cells.push((
                    format!("{few} people of {} lack {lacks:?}", names.join(", ")),
                    mean_of(&all, lacks, differences.of(&set)),
                ));
            }
        }
    }
    cells
}

/// Attacks many surveys; fails if anything is solved.
fn over_sketches(sketches: impl Iterator<Item = (String, Sketch)>) {
    let (mut attacked, mut solved) = (0, Vec::new());
    for (name, sketch) in sketches.filter(|(_, sketch)| sketch.scales.len() == 3) {
        for (what, mean) in attack(&sketch) {
            attacked += 1;
            if mean.width() < NARROWEST_SAFE * sketch.range() - 1e-6 {
                let sizes: Vec<usize> = sketch.academies.iter().map(Vec::len).collect();
                solved.push(format!(
                    "{name}, {} of {} items, {sizes:?}: {what}: {:.2}..{:.2} of {}",
                    sketch.score,
                    sketch.items,
                    mean.low,
                    mean.high,
                    sketch.range()
                ));
            }
        }
    }
    assert!(attacked > 100, "only {attacked} cells");
    assert!(
        solved.is_empty(),
        "{} of {attacked} cells are solved:\n{}",
        solved.len(),
        solved.join("\n")
    );
}

#[test]
fn people_in_one_of_two_scales_do_not_follow_from_the_scales_that_hold_both() {
    let seeds = 0..part(1000) / 4;
    over_sketches(RATES.into_iter().flat_map(|rate| {
        seeds
            .clone()
            .map(move |seed| (format!("seed {seed}, rate {rate}"), Sketch::of(seed, rate)))
    }));
}

#[test]
fn somebody_who_stopped_half_way_does_not_follow_from_the_scales_that_hold_both_halves() {
    over_sketches((0..part(1000)).map(|seed| (format!("seed {seed}"), Sketch::stopped(seed))));
}
