//! A small, fixed sample of the simulations of `benches/coverage.rs`: the shares stay in a band about what the full size reaches.

use crate::simulated_surveys::{Design, INTERVALS, Measure, WORDS, designs, shares};

fn design(name: &str, icc: f64) -> Design {
    let found = designs()
        .into_iter()
        .find(|design| design.name == name && (design.icc - icc).abs() < 1e-9);
    found.expect("a design")
}

/// Asserts that the share of right cases is in a range.
#[track_caller]
fn check(design: &Design, measure: &str, surveys: u64, wanted: std::ops::RangeInclusive<f64>) {
    let measure: &Measure = INTERVALS
        .iter()
        .chain(WORDS)
        .find(|one| one.name == measure)
        .expect("a measure");
    let found = shares(design, surveys, &[measure])[0].expect("cases");
    assert!(wanted.contains(&found), "{}: {found}, aim {}", design.name, measure.aim);
}

#[test]
fn the_interval_of_icc1_is_right_for_academies_of_very_different_sizes() {
    check(
        &design("12 academies of 12, 3 of 150", 0.24),
        "ICC(1), Wald",
        1_500,
        0.93..=0.97,
    );
}

#[test]
fn the_interval_of_alpha_holds_for_academies_that_differ() {
    check(
        &design("15 academies of 12 to 60", 0.24),
        "alpha, default",
        300,
        0.90..=1.0,
    );
}

#[test]
fn the_interval_of_omega_holds_for_academies_that_differ() {
    check(
        &design("15 academies of 12 to 60", 0.24),
        "omega, default",
        300,
        0.90..=1.0,
    );
}

#[test]
fn shrunken_means_are_as_near_the_truth_as_their_errors_say() {
    check(
        &design("15 academies of 12 to 60", 0.09),
        "shrunken mean",
        300,
        0.93..=0.97,
    );
}

#[test]
fn own_changes_are_as_near_the_truth_as_their_errors_say() {
    for name in ["15 academies of 12 to 60", "15 of 12 to 60, changes with SD .2"] {
        check(&design(name, 0.09), "own change", 40, 0.92..=1.0);
    }
}

#[test]
fn nothing_is_said_of_academies_that_neither_differ_nor_change() {
    let alike = design("15 academies of 12 to 60", 0.0);
    check(&alike, "no academy clearly above or below the rest", 300, 0.95..=1.0);
    check(&alike, "no item clearly above or below the rest", 300, 0.95..=1.0);
    check(&alike, "verdict no where academies do not differ", 300, 0.95..=1.0);
    let differ = design("15 academies of 12 to 60", 0.24);
    check(&differ, "no word on an unchanged trust", 300, 0.93..=1.0);
    check(&differ, "no word on any unchanged academy", 300, 0.94..=1.0);
}

#[test]
fn nothing_is_said_of_questions_whose_answers_have_not_changed() {
    for name in ["15 academies of 12 to 60", "15 of 12 to 60, mean 5.6 of 6"] {
        let survey = design(name, 0.09);
        check(
            &survey,
            "no word on any question of an unchanged trust",
            200,
            0.94..=1.0,
        );
        check(
            &survey,
            "no word on any question of any unchanged academy",
            200,
            0.94..=1.0,
        );
    }
}

#[test]
fn the_trusts_score_and_percent_favourable_are_as_precise_as_they_say() {
    let survey = design("15 academies of 12 to 60", 0.09);
    check(&survey, "trust's score", 600, 0.93..=0.97);
    check(&survey, "percent favourable of an academy", 100, 0.93..=0.97);
}

#[test]
fn questions_that_some_skip_are_not_called_not_asked() {
    check(
        &design("15 of 12 to 60, 10 % missing", 0.09),
        "no question called not asked",
        200,
        0.99..=1.0,
    );
}
