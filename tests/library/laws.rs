//! Properties that the figures of a scale have for any answers, tested from the answers through the tally to the
//! figures.

use std::collections::{BTreeMap, BTreeSet};

use cte::analysis::{
    Asked, GroupHeadcounts, GroupScores, ItemOfScale, Options, Study, aggregation, coefficients, group_agreement,
    group_changes, group_estimates, item_changes, trust_change, trust_item_changes,
};
use cte::model::{
    Aggregate, CodeRange, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring,
    Status, Wording,
};
use cte::tally::{MISSING, Merged, Responses, Tally};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

const POINTS: u8 = 6;
/// Tolerance for closed forms: sums of products are exact, and computing with them in another order changes only the
/// last digits.
const EXACT: f64 = 1e-9;
/// Tolerance for iterative estimates, which may end one step apart.
const ITERATIVE: f64 = 1e-5;

/// A questionnaire with one scale whose codes start at `lowest`.
fn instrument(reversed: &[bool], lowest: i32, score: ScoreKind) -> Instrument {
    let response = Response {
        range: CodeRange::new(lowest, lowest + i32::from(POINTS) - 1).expect("a range"),
        labels: BTreeMap::new(),
        synonyms: BTreeMap::new(),
        favourable: BTreeSet::from([lowest + 4, lowest + 5]),
        missing: BTreeMap::new(),
    };
    let id = |item: usize| format!("q{item}");
    Instrument::new(InstrumentParts {
        id: "laws".to_owned(),
        name: "Laws".to_owned(),
        version: "1".to_owned(),
        citation: None,
        licence: None,
        status: Status::Development,
        verified: true,
        wording: Wording::Full,
        source: None,
        scoring: Scoring {
            score,
            least: LeastAnswered::MinAnswered(0.8),
            aggregate: Aggregate::Persons,
        },
        items: reversed
            .iter()
            .enumerate()
            .map(|(item, &reversed)| Item {
                id: id(item),
                text: String::new(),
                reversed,
                response: response.clone(),
            })
            .collect(),
        scales: vec![ScaleParts {
            id: "all".to_owned(),
            name: "All".to_owned(),
            items: (0..reversed.len()).map(id).collect(),
            not_asked: Vec::new(),
            norms: Vec::new(),
            null: None,
        }],
        sha256: String::new(),
    })
    .expect("a questionnaire")
}

/// Persons: the academy and, for each item, the place of the code that was given.
type Persons = Vec<(usize, Vec<u8>)>;

fn responses(persons: &Persons) -> Responses {
    let items = persons.first().map_or(0, |(_, answers)| answers.len());
    let mut responses = Responses::new(items, &["academy"]);
    for ((academy, answers), row) in persons.iter().zip(2..) {
        responses.push(answers, &[&format!("School {academy}")], row);
    }
    responses
}

/// Persons of five academies who have a common level, so that every figure can be estimated.
fn persons() -> impl Strategy<Value = Persons> {
    let answers = prop::collection::vec((0_i16..3, 0_u8..40), 5);
    let person = (0_usize..5, 0_i16..4, answers).prop_map(|(academy, level, answers)| {
        let place = |&(wobble, missed): &(i16, u8)| match missed {
            0 => MISSING,
            _ => u8::try_from((level + wobble).clamp(0, i16::from(POINTS) - 1)).expect("a place"),
        };
        (academy, answers.iter().map(place).collect())
    });
    prop::collection::vec(person, 30..80)
}

/// All estimates by name. Figures of groups include the group's name, so that their order does not matter.
fn figures(instrument: &Instrument, tally: Tally) -> BTreeMap<String, f64> {
    let study = Study {
        instrument,
        headcounts: GroupHeadcounts::new(vec![None; tally.groups()]),
        tally,
        options: Options::default(),
        rows: None,
    };
    let mut figures = BTreeMap::new();
    let mut add = |name: String, value: f64| figures.insert(name, value);
    for named in coefficients(&study, &study, 0) {
        if let Ok(found) = named.estimated {
            add(named.key.to_owned(), found.value);
            if let Some(Ok(interval)) = found.interval {
                add(format!("{} lower", named.key), interval.lower);
                add(format!("{} upper", named.key), interval.upper);
            }
        }
    }
    let scores = GroupScores::of(&study, 0);
    let agreement = group_agreement(&study, 0);
    let aggregated = aggregation(&study, &scores, &agreement);
    for (name, found) in [("icc1", &aggregated.icc1), ("icc2", &aggregated.icc2)] {
        if let Ok(found) = found {
            add(name.to_owned(), found.value);
        }
    }
    for (estimates, agreement) in group_estimates(&study, &scores).into_iter().zip(agreement) {
        let of = |figure: &str| format!("{figure} of {}", estimates.name);
        if let Some(mean) = estimates.mean {
            add(of("mean"), mean);
        }
        if let Some(share) = estimates.percent_favourable {
            add(of("favourable"), share);
        }
        if let Ok(found) = agreement.figures {
            add(of("rwg"), found.rwg_j);
            add(of("r*wg"), found.r_star_wg_j);
            add(of("ad mean"), found.ad_mean);
            add(of("ad median"), found.ad_median);
        }
    }
    figures
}

fn of_persons(instrument: &Instrument, persons: &Persons) -> BTreeMap<String, f64> {
    figures(instrument, Tally::of(instrument, &responses(persons), 0))
}

/// Checks that both maps have the same figures. `wanted` converts a figure of the first map to its expected value in
/// the second.
fn same(
    one: &BTreeMap<String, f64>,
    other: &BTreeMap<String, f64>,
    wanted: impl Fn(&str, f64) -> f64,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, &value) in one {
        let (found, wanted) = (other[name], wanted(name, value));
        let tolerance = if name.starts_with("omega") || name.starts_with("icc") {
            ITERATIVE
        } else {
            EXACT
        };
        prop_assert!(
            (found - wanted).abs() <= tolerance * wanted.abs().max(1.0),
            "{name}: {found}, not {wanted}"
        );
    }
    Ok(())
}

fn is_mean(name: &str) -> bool {
    name.starts_with("mean of")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shifting_the_codes_shifts_only_the_means(persons in persons(), by in -3_i32..20) {
        let (one, other) = (instrument(&[false; 5], 1, ScoreKind::Mean), instrument(&[false; 5], 1 + by, ScoreKind::Mean));
        same(&of_persons(&one, &persons), &of_persons(&other, &persons), |name, value| {
            if is_mean(name) { value + f64::from(by) } else { value }
        })?;
    }

    #[test]
    fn sum_scores_rescale_only_figures_in_score_units(mut persons in persons()) {
        // A sum adds up the given answers, so persons with missing answers are left out.
        persons.retain(|(_, answers)| !answers.contains(&MISSING));
        let (one, other) = (instrument(&[false; 5], 1, ScoreKind::Mean), instrument(&[false; 5], 1, ScoreKind::Sum));
        same(&of_persons(&one, &persons), &of_persons(&other, &persons), |name, value| {
            if is_mean(name) || name.starts_with("sem") { value * 5.0 } else { value }
        })?;
    }

    #[test]
    fn an_item_reversed_in_the_file_and_in_the_key_is_the_same_item(persons in persons(), reversed in prop::array::uniform5(any::<bool>())) {
        let turned = persons.iter().map(|(academy, answers)| {
            let turn = |(&place, &reversed): (&u8, &bool)| if reversed && place != MISSING { POINTS - 1 - place } else { place };
            (*academy, answers.iter().zip(&reversed).map(turn).collect())
        });
        let (one, other) = (instrument(&[false; 5], 1, ScoreKind::Mean), instrument(&reversed, 1, ScoreKind::Mean));
        same(&of_persons(&one, &persons), &of_persons(&other, &turned.collect()), |_, value| value)?;
    }

    #[test]
    fn neither_the_order_of_persons_nor_of_items_matters(persons in persons(), order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(), at in any::<Index>()) {
        let one = instrument(&[false; 5], 1, ScoreKind::Mean);
        let mut moved: Persons = persons
            .iter()
            .map(|(academy, answers)| (*academy, order.iter().map(|&item| answers[item]).collect()))
            .collect();
        let middle = at.index(moved.len());
        moved.rotate_left(middle);
        moved.reverse();
        same(&of_persons(&one, &persons), &of_persons(&one, &moved), |_, value| value)?;
    }

    #[test]
    fn the_order_of_persons_changes_no_bit((persons, shuffled) in persons().prop_flat_map(|persons| (Just(persons.clone()), Just(persons).prop_shuffle()))) {
        let one = instrument(&[false; 5], 1, ScoreKind::Mean);
        prop_assert_eq!(of_persons(&one, &persons), of_persons(&one, &shuffled));
    }

    #[test]
    fn parts_of_the_rows_add_up_to_the_whole(persons in persons(), cuts in prop::collection::vec(any::<Index>(), 0..4)) {
        let one = instrument(&[false; 5], 1, ScoreKind::Mean);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(persons.len())).collect();
        cuts.extend([0, persons.len()]);
        cuts.sort_unstable();
        let parts = cuts.windows(2).filter(|cut| cut[0] < cut[1]);
        let mut tallies = parts.map(|cut| Tally::of(&one, &responses(&persons[cut[0]..cut[1]].to_vec()), 0));
        let mut merged = Merged::new(tallies.next().expect("a part"));
        tallies.for_each(|part| merged.add(&part).expect("parts of one survey"));
        let merged = merged.into_tally();
        let whole = Tally::of(&one, &responses(&persons), 0);
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(figures(&one, merged), figures(&one, whole));
    }

    #[test]
    fn counting_everybody_twice_keeps_reliability_and_means(persons in persons()) {
        let one = instrument(&[false; 5], 1, ScoreKind::Mean);
        let twice: Persons = persons.iter().chain(&persons).cloned().collect();
        // Excludes intervals and figures with the divisor n − 1, which depend on the number of persons.
        let stays = |name: &str| {
            let coefficient = ["alpha", "omega", "lambda", "split", "mean_", "median_"];
            let interval = name.ends_with("lower") || name.ends_with("upper");
            !interval && (coefficient.iter().any(|start| name.starts_with(start)) || name.starts_with("mean of") || name.starts_with("ad ") || name.starts_with("favourable"))
        };
        let kept = |mut figures: BTreeMap<String, f64>| {
            figures.retain(|name, _| stays(name));
            figures
        };
        let before = kept(of_persons(&one, &persons));
        prop_assert!(before.len() > 10);
        let mut after = kept(of_persons(&one, &twice));
        // A group of one person has no agreement until that person counts twice.
        after.retain(|name, _| before.contains_key(name) || !name.starts_with("ad "));
        same(&before, &after, |_, value| value)?;
    }

    /// A scale of one item has that item's change.
    #[test]
    fn an_item_changes_as_a_scale_of_that_item_does(
        before in persons(),
        after in persons(),
        staff in prop::option::of(100_u64..200)
    ) {
        let instrument = instrument(&[true], 2, ScoreKind::Mean);
        let of = |persons: &Persons| -> Study<'_> {
            // A person without answers in every academy, so that both terms have the same ones.
            let blank = (0..5).map(|academy| (academy, vec![MISSING]));
            let first = persons.iter().map(|(academy, answers)| (*academy, answers[..1].to_vec()));
            let responses = responses(&blank.chain(first).collect());
            Study {
                instrument: &instrument,
                tally: Tally::of(&instrument, &responses, 0),
                headcounts: GroupHeadcounts::new(vec![staff; 5]),
                options: Options::default(),
                rows: None,
            }
        };
        let terms = [&of(&before), &of(&after)];
        let item = ItemOfScale { item: 0, scale: 0 };
        let asked = terms.map(|study| Asked::of(&instrument, &study.tally, &[]));
        prop_assume!(asked.iter().all(Asked::is_everything));
        let groups: Vec<usize> = (0..5).collect();
        let pairs: Vec<(ItemOfScale, usize)> = groups.iter().map(|&group| (item, group)).collect();
        let scales = group_changes(terms[0], terms[1], 0, &groups, 10);
        for (scale, found) in scales.iter().zip(item_changes(terms, &pairs, 10)) {
            prop_assert_eq!(found.is_some(), scale.difference.is_some());
            if let Some(found) = found {
                prop_assert_eq!(found.conclusion, scale.conclusion);
                prop_assert_eq!((found.before.n, found.after.n), (scale.before.n, scale.after.n));
                near(found.difference, scale.difference)?;
                near(found.simultaneous.ok().map(|found| found.lower), scale.simultaneous.as_ref().ok().map(|found| found.lower))?;
            }
        }
        let scale = trust_change(terms[0], terms[1], 0, 10).change;
        let found = trust_item_changes(&[(terms, &[item])], 10).remove(0).expect("answers in both terms");
        prop_assert_eq!(found.conclusion, scale.conclusion);
        near(found.difference, scale.difference)?;
        near(found.simultaneous.ok().map(|found| found.upper), scale.simultaneous.ok().map(|found| found.upper))?;
    }
}

/// Checks that both figures are there and agree, or that neither is there.
fn near(one: Option<f64>, other: Option<f64>) -> Result<(), TestCaseError> {
    let alike = match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < EXACT,
        (one, other) => one.is_none() && other.is_none(),
    };
    prop_assert!(alike, "{one:?} and {other:?}");
    Ok(())
}
