//! Withheld academies: what the trust less the academies shown leaves of a small one among them, also to a member of another one.
//!
//! N withheld people whose values, each from 0 to 1, add up to S leave for the mean of n among them the interval from
//! (S − (N − n)) / n to S / n. The small academy is found out if that is narrower than a fifth.

use cte::disclosure::{Policy, publish, publish_items};
use cte::tally::MISSING;

use crate::sketch::{Sketch, grouped};
use crate::trust::{POLICY, academy_name, part};

/// The narrowest interval that protects.
const NARROWEST_SAFE: f64 = 0.2;

/// A figure of which the trust's is shown.
struct Figure {
    what: String,
    /// The academies whose figure is withheld.
    hidden: Vec<usize>,
    /// For each academy: the values of its people, each from 0 to 1.
    values: Vec<Vec<f64>>,
}

fn figures(sketch: &Sketch, policy: Policy) -> Vec<Figure> {
    let instrument = sketch.instrument();
    let survey = grouped(&instrument, &sketch.responses());
    let (scores, items) = (publish(&survey, policy), publish_items(&survey, policy, true));
    let groups = 0..sketch.academies.len();
    let values = |value: &dyn Fn(&Vec<u8>) -> Option<f64>| -> Vec<Vec<f64>> {
        let of = |persons: &Vec<Vec<u8>>| persons.iter().filter_map(value).collect();
        sketch.academies.iter().map(of).collect()
    };
    let mut figures = Vec::new();
    for scale in scores.scales.iter().filter(|scale| scale.trust.figures().is_some()) {
        let items = &sketch.scales[scale.scale];
        let most = sketch.range() * items.len() as f64;
        let shown = |group: &usize| scale.academies[*group].scores.figures().is_some();
        figures.push(Figure {
            what: format!("the mean on scale {}", scale.scale),
            hidden: groups.clone().filter(|group| !shown(group)).collect(),
            values: values(&|person| Some(items.iter().map(|&item| f64::from(person[item])).sum::<f64>() / most)),
        });
    }
    let (_, by) = items.by.expect("items by academy");
    let of_trust = items.scales.iter().flatten();
    let mut shown: Vec<usize> = of_trust
        .filter(|of| of.distribution.figures().is_some())
        .map(|of| of.item)
        .collect();
    shown.sort_unstable();
    shown.dedup();
    for item in shown {
        let response = &instrument.items()[item].response;
        let codes: Vec<i32> = response.range.codes().collect();
        let hidden: Vec<usize> = groups
            .clone()
            .filter(|&group| by[group].items[item].figures().is_none())
            .collect();
        let given = |person: &Vec<u8>| Some(person[item]).filter(|&code| code != MISSING);
        let is_favourable = |code: u8| response.favourable.contains(&codes[usize::from(code)]);
        figures.push(Figure {
            what: format!("the mean of item {item}"),
            hidden: hidden.clone(),
            values: values(&|person| given(person).map(|code| f64::from(code) / sketch.range())),
        });
        figures.push(Figure {
            what: format!("the favourable answers to item {item}"),
            hidden,
            values: values(&|person| given(person).map(|code| f64::from(u8::from(is_favourable(code))))),
        });
    }
    figures
}

impl Figure {
    /// True if the trust itself is at one end of the scale: that is said of everybody, not of the few.
    fn is_of_everybody(&self) -> bool {
        let all: Vec<f64> = self.values.concat();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        !(0.05..=0.95).contains(&mean)
    }

    /// Number of people whose figure is withheld.
    fn people(&self) -> usize {
        self.hidden.iter().map(|&group| self.values[group].len()).sum()
    }

    /// The withheld academies of fewer people than `least`.
    fn small(&self, least: usize) -> impl Iterator<Item = usize> {
        let small = self.hidden.iter().copied();
        small.filter(move |&group| (1..least).contains(&self.values[group].len()))
    }

    /// The width of the interval for the mean of a withheld academy.
    fn width(&self, group: usize) -> f64 {
        let sum: f64 = self.hidden.iter().flat_map(|&group| &self.values[group]).sum();
        let n = self.values[group].len() as f64;
        let others = self.people() as f64 - n;
        (sum / n).min(1.0) - ((sum - others) / n).max(0.0)
    }
}

/// The withheld academies that are found out in one survey, by a test on the number of people or the interval.
fn over_sketches(least: usize, is_solved: impl Fn(&Figure, usize) -> bool) {
    let policy = Policy {
        min_group: least as u64,
        ..POLICY
    };
    let (mut attacked, mut solved) = (0, Vec::new());
    for seed in 0..part(1000) {
        let sketch = Sketch::one_sided(seed, least);
        for figure in figures(&sketch, policy) {
            for group in figure.small(least) {
                attacked += 1;
                if is_solved(&figure, group) {
                    let sizes: Vec<usize> = sketch.academies.iter().map(Vec::len).collect();
                    solved.push(format!(
                        "seed {seed}: {} of {}; {:?} of {sizes:?} are withheld",
                        figure.what,
                        academy_name(group),
                        figure.hidden
                    ));
                }
            }
        }
    }
    assert!(attacked > 1000, "only {attacked} cells");
    assert!(
        solved.is_empty(),
        "{} of {attacked} cells are solved:\n{}",
        solved.len(),
        solved.join("\n")
    );
}

fn is_narrow(figure: &Figure, group: usize) -> bool {
    !figure.is_of_everybody() && figure.width(group) < NARROWEST_SAFE - 1e-9
}

#[test]
fn the_trust_less_the_academies_shown_leaves_a_small_one_open() {
    over_sketches(10, is_narrow);
}

#[test]
fn with_a_minimum_of_three_the_trust_less_the_academies_shown_leaves_a_small_one_open() {
    over_sketches(3, is_narrow);
}

/// Of nine and one, the one would know the sum of the nine: all but her own answers.
#[test]
fn a_member_of_a_withheld_academy_does_not_know_all_but_another() {
    over_sketches(10, |figure, group| {
        let n = figure.values[group].len();
        let mut others = figure
            .hidden
            .iter()
            .filter(|&&other| other != group && !figure.values[other].is_empty());
        others.any(|_| figure.people() - 1 <= n)
    });
}
