//! Two terms: the change, together with each term's own output, must not disclose a withheld group.

use std::cell::Cell;

use cte::disclosure::{
    Comparison, GroupChange, ItemChange, PublishedChange, Rule, Shown, TermStudy, Trend, TrendPoint, publish,
};
use cte::disclosure::{publish_change, publish_trend};
use cte::model::{Common, Instrument, InstrumentParts, ScaleParts};
use cte::plot::{Place, svg};
use cte::report::{self, Run, TermInput, TermsContext};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::outputs::{Output, formats};
use crate::trust::{POLICY, Trust, academy_name, part, survey, thousand, trusts};
use crate::twins::{MOVES, moves, same};

pub(crate) const SCALES: usize = 3;

/// Two terms of one trust: the same academies and roles, some of which are empty in a term.
pub(crate) fn terms() -> impl Strategy<Value = [Trust; 2]> {
    (trusts(), trusts(), any::<bool>()).prop_map(|(before, mut after, alike)| {
        if alike {
            // Mostly the same numbers again, one more or fewer here and there, as terms are.
            after.persons.clone_from(&before.persons);
            after.persons.rotate_left(before.persons.len() / 3);
            after.persons.truncate(before.persons.len().saturating_sub(2).max(1));
        }
        let (academies, roles) = (before.academies.max(after.academies), before.roles.max(after.roles));
        after.score = before.score;
        after.aggregate = before.aggregate;
        [before, after].map(|mut term| {
            if alike {
                term.staff = None;
            }
            if let Some(staff) = &mut term.staff {
                staff.resize(academies, 0);
            }
            term.academies = academies;
            term.roles = roles;
            term
        })
    })
}

fn term<'a>(trust: &Trust, instrument: &'a Instrument, by_role: bool) -> TermStudy<'a> {
    TermStudy {
        survey: survey(trust, instrument, &trust.responses(), by_role),
        own: (0..SCALES).collect(),
        order: Vec::new(),
    }
}

pub(crate) fn context(instrument: &Instrument) -> TermsContext<'_> {
    let term = |name: &str| TermInput {
        name: name.to_owned(),
        instrument,
        inputs: Vec::new(),
    };
    TermsContext {
        instrument,
        terms: vec![term("Autumn"), term("Spring")],
        findings: Vec::new(),
        run: Run::default(),
        differences: &[],
        response_rate_drop: Some(0.1),
    }
}

pub(crate) fn compare(trusts: &[Trust; 2], by_role: bool) -> (Comparison, Vec<Output>) {
    let instrument = trusts[0].instrument();
    let [before, after] = [0, 1].map(|place: usize| term(&trusts[place], &instrument, by_role));
    let published = publish_change(&before, &after, SCALES, POLICY);
    let outputs = formats("compare", &report::compare(&published, &context(&instrument)));
    (published, outputs)
}

fn trend(trusts: &[Trust; 2]) -> (Trend, Vec<Output>) {
    let instrument = trusts[0].instrument();
    let terms = [0, 1].map(|place: usize| term(&trusts[place], &instrument, false));
    let published = publish_trend(&terms, SCALES, POLICY);
    let mut outputs = formats("trend", &report::trend(&published, &context(&instrument)));
    for scale in (0..SCALES).map(Some).chain([None]) {
        let figure = report::trend_chart(&published, &context(&instrument), scale).expect("a figure");
        outputs.push(Output {
            name: format!("trend of scale {scale:?}"),
            text: svg(&figure, 800.0, Place::Alone),
        });
    }
    (published, outputs)
}

fn rule(rule: Rule) -> String {
    rule.name().to_owned()
}

/// The suppression decisions, and the groups with answers in one term only. They must be the same in a twin.
pub(crate) fn rules(published: &Comparison) -> Vec<String> {
    let group = |group: &PublishedChange| match group.figures.open() {
        Err(own) => rule(own),
        Ok(GroupChange::Both { .. }) => "both".to_owned(),
        Ok(GroupChange::Only { when, .. }) => when.name().to_owned(),
    };
    let scales = published.scales.iter().flat_map(|scale| {
        let total = scale.trust.rule().map_or_else(|| "shown".to_owned(), rule);
        let by = scale.by.iter().flat_map(|(_, groups)| groups);
        std::iter::once(total)
            .chain(scale.academies.iter().chain(by).map(group))
            .collect::<Vec<_>>()
    });
    let item = |shown: &Shown<Option<ItemChange>>| match shown.open() {
        Err(own) => rule(own),
        Ok(None) => "none".to_owned(),
        // Bands and a mean have no interval.
        Ok(Some(change)) => change.test.is_ok().to_string(),
    };
    let items = published.items.iter();
    let items = items.flat_map(|of| std::iter::once(&of.trust).chain(&of.academies).map(item));
    scales.chain(items).collect()
}

pub(crate) fn trend_rules(published: &Trend) -> Vec<String> {
    let point = |point: &TrendPoint| match point {
        TrendPoint::Shown(_) => "shown".to_owned(),
        TrendPoint::Withheld(own) => rule(*own),
        TrendPoint::Absent => "absent".to_owned(),
    };
    let scales = published.scales.iter().flat_map(|scale| {
        let totals = scale.trust.iter().map(|total| total.figures().is_some().to_string());
        totals
            .chain(
                scale
                    .academies
                    .iter()
                    .flat_map(|academy| academy.points.iter().map(point)),
            )
            .collect::<Vec<_>>()
    });
    scales.collect()
}

/// The academies, as places, that the change withholds on every scale.
pub(crate) fn hidden(published: &Comparison, academies: usize) -> Vec<usize> {
    let withheld = |&academy: &usize| {
        published
            .scales
            .iter()
            .all(|scale| scale.academies[academy].figures.figures().is_none())
    };
    (0..academies).filter(withheld).collect()
}

/// The academies, as places, that the trend withholds in a term on every scale.
pub(crate) fn hidden_in_trend(published: &Trend, term: usize, academies: usize) -> Vec<usize> {
    let withheld = |&academy: &usize| {
        let mut points = published
            .scales
            .iter()
            .map(|scale| &scale.academies[academy].points[term]);
        points.all(|point| matches!(point, TrendPoint::Withheld(_)))
    };
    (0..academies).filter(withheld).collect()
}

/// The two terms with people moved between the academies that `withheld` names for each.
pub(crate) fn moved(trusts: &[Trust; 2], withheld: [&[usize]; 2], seed: u64) -> Option<[Trust; 2]> {
    let twin = [0, 1].map(|place: usize| {
        let people = trusts[place]
            .persons
            .iter()
            .filter(|person| withheld[place].contains(&person.academy))
            .count();
        if withheld[place].len() < 2 || people < 2 {
            return trusts[place].clone();
        }
        trusts[place].moved(&moves(&trusts[place], withheld[place], seed))
    });
    let changed = (0..2).any(|place| twin[place].persons != trusts[place].persons);
    changed.then_some(twin)
}

pub(crate) fn over_terms(trusts: Config, least: usize, test: impl Fn(&[Trust; 2]) -> Result<usize, TestCaseError>) {
    let compared = Cell::new(0);
    let outcome = TestRunner::new(trusts).run(&terms(), |trusts| {
        compared.set(compared.get() + test(&trusts)?);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(compared.get() >= least, "only {} twins were compared", compared.get());
}

fn compare_twins(trusts: &[Trust; 2], by_role: bool) -> Result<usize, TestCaseError> {
    let (own, outputs) = compare(trusts, by_role);
    let withheld = hidden(&own, trusts[0].academies);
    let mut compared = 0;
    for seed in 0..MOVES {
        let Some(twin) = moved(trusts, [&withheld, &withheld], seed) else {
            continue;
        };
        let (other, twins) = compare(&twin, by_role);
        // If other academies would be withheld, or are in one term only, the outputs differ, as they must.
        if rules(&other) == rules(&own) {
            same(&outputs, &twins)?;
            compared += 1;
        }
    }
    Ok(compared)
}

#[test]
fn changes_do_not_tell_where_withheld_people_work() {
    over_terms(thousand(), part(700) as usize, |trusts| compare_twins(trusts, false));
}

#[test]
fn changes_by_role_do_not_tell_where_withheld_people_work() {
    over_terms(thousand(), part(500) as usize, |trusts| compare_twins(trusts, true));
}

#[test]
fn trends_do_not_tell_where_withheld_people_work() {
    over_terms(thousand(), part(700) as usize, |trusts| {
        let (own, outputs) = trend(trusts);
        let withheld = [0, 1].map(|term: usize| -> Vec<usize> {
            let everywhere = |&academy: &usize| {
                own.scales
                    .iter()
                    .all(|scale| !matches!(scale.academies[academy].points[term], TrendPoint::Shown(_)))
            };
            (0..trusts[0].academies).filter(everywhere).collect()
        });
        let mut compared = 0;
        for seed in 0..MOVES {
            let Some(twin) = moved(trusts, [&withheld[0], &withheld[1]], seed) else {
                continue;
            };
            let (other, twins) = trend(&twin);
            if trend_rules(&other) == trend_rules(&own) {
                same(&outputs, &twins)?;
                compared += 1;
            }
        }
        Ok(compared)
    });
}

/// The questionnaire without one item of its first scale.
fn shortened(instrument: &Instrument) -> Instrument {
    let id = |item: &usize| instrument.items()[*item].id.clone();
    let scales = instrument.scales().iter().enumerate().map(|(place, scale)| ScaleParts {
        id: scale.id.clone(),
        name: scale.name.clone(),
        items: scale
            .items
            .iter()
            .filter(|item| place > 0 || **item != 3)
            .map(id)
            .collect(),
        not_asked: Vec::new(),
        norms: Vec::new(),
        null: None,
    });
    Instrument::new(InstrumentParts {
        id: instrument.id.clone(),
        name: instrument.name.clone(),
        version: "2".to_owned(),
        citation: None,
        licence: None,
        status: instrument.status,
        verified: instrument.verified,
        wording: instrument.wording,
        source: None,
        scoring: instrument.scoring.clone(),
        items: instrument.items().to_vec(),
        scales: scales.collect(),
        sha256: String::new(),
    })
    .expect("an instrument")
}

/// A group's number in a term, as the change shows it.
pub(crate) fn shown_in(group: &PublishedChange, term: usize) -> Option<u64> {
    match group.figures.figures()? {
        GroupChange::Both { change, .. } => Some([change.before.n, change.after.n][term]),
        GroupChange::Only { when, score } => Some(if (when.name() == "before") == (term == 0) {
            score.n
        } else {
            0
        }),
    }
}

proptest! {
    #![proptest_config(thousand())]

    #[test]
    fn in_neither_term_the_total_less_what_is_shown_gives_a_small_group_back(trusts in terms(), by_role in any::<bool>()) {
        let (published, _) = compare(&trusts, by_role);
        let instrument = trusts[0].instrument();
        for (place, trust) in trusts.iter().enumerate() {
            let alone = publish(&term(trust, &instrument, by_role).survey, POLICY);
            for (scale, own) in published.scales.iter().zip(&alone.scales) {
                let Some(total) = scale.trust.figures() else { continue };
                let total = [total.change.before.n, total.change.after.n][place];
                let shown: u64 = scale.academies.iter().filter_map(|academy| shown_in(academy, place)).sum();
                let rest = total - shown;
                prop_assert!(rest == 0 || rest >= 10, "{rest} people are left in term {place}");
                for (change, score) in scale.academies.iter().zip(&own.academies) {
                    let n = shown_in(change, place);
                    prop_assert!(n.is_none_or(|n| n == 0 || n >= 10), "{} is small in term {place}", change.name);
                    // A group with answers that the term withholds by itself has no change shown.
                    prop_assert!(
                        score.scores.figures().is_some() || n.is_none_or(|n| n == 0),
                        "{} is withheld in term {place} and shown in the change",
                        change.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_trend_shows_of_each_term_what_the_term_shows_by_itself(trusts in terms()) {
        let (published, _) = trend(&trusts);
        let instrument = trusts[0].instrument();
        for (place, trust) in trusts.iter().enumerate() {
            let alone = publish(&term(trust, &instrument, false).survey, POLICY);
            for (scale, own) in published.scales.iter().zip(&alone.scales) {
                for (trend, score) in scale.academies.iter().zip(&own.academies) {
                    match (&trend.points[place], score.scores.open()) {
                        (TrendPoint::Shown(point), Ok(score)) => prop_assert_eq!(&point.score, score),
                        (TrendPoint::Shown(_), _) => prop_assert!(false, "{} is withheld in its term", trend.name),
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_but_names_stands_beside_what_is_withheld(trusts in terms()) {
        let outputs = [compare(&trusts, false).1, trend(&trusts).1].concat();
        for output in outputs.iter().filter(|output| output.name.ends_with("json")) {
            let record: serde_json::Value = serde_json::from_str(&output.text).expect("JSON");
            let mut left = vec![&record];
            while let Some(value) = left.pop() {
                if let Some(members) = value.as_object() {
                    if members.contains_key("withheld") {
                        let known = ["academy", "group", "term", "withheld"];
                        prop_assert!(members.keys().all(|key| known.contains(&key.as_str())), "{value}");
                    }
                    left.extend(members.values());
                } else if let Some(members) = value.as_array() {
                    left.extend(members);
                }
            }
        }
        // There is no digit on the line of an academy that is withheld on every scale, except in the id of an item.
        let (published, outputs) = compare(&trusts, false);
        let instrument = trusts[0].instrument();
        let is_id = |word: &str| instrument.items().iter().any(|item| item.id == word);
        for academy in hidden(&published, trusts[0].academies) {
            let name = academy_name(academy);
            for output in &outputs {
                for line in output.text.lines().filter(|line| line.contains(&name)) {
                    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_id(word));
                    let digit = words.any(|word| word.contains(|c: char| c.is_ascii_digit()));
                    prop_assert!(!digit, "{}: {line}", output.name);
                }
            }
        }
    }

    /// Where a scale is cut down to common items, its whole stands in the term's own output: who is withheld there is withheld
    /// in the change and in the trend too.
    #[test]
    fn another_version_shows_nobody_whom_a_term_withholds_by_itself(trusts in terms(), later in any::<bool>()) {
        let first = trusts[0].instrument();
        let second = shortened(&first);
        let versions = if later { [&first, &second] } else { [&second, &first] };
        let common = Common::of(&versions).expect("common scales");
        prop_assert_eq!(common.scales, SCALES);
        let term = |place: usize| TermStudy {
            survey: survey(&trusts[place], &common.instruments[place], &trusts[place].responses(), false),
            own: common.own[place].clone(),
            order: Vec::new(),
        };
        let (before, after) = (term(0), term(1));
        let change = publish_change(&before, &after, SCALES, POLICY);
        let trend = publish_trend(&[before, after], SCALES, POLICY);
        for (place, trust) in trusts.iter().enumerate() {
            let alone = publish(&survey(trust, versions[place], &trust.responses(), false), POLICY);
            for scale in 0..SCALES {
                let id = |instrument: &Instrument, place: usize| instrument.scales()[place].id.clone();
                prop_assert_eq!(id(&common.instruments[place], scale), id(versions[place], scale));
                for (academy, own) in alone.scales[scale].academies.iter().enumerate() {
                    if own.scores.figures().is_some() {
                        continue;
                    }
                    let shown = shown_in(&change.scales[scale].academies[academy], place);
                    prop_assert!(shown.is_none_or(|n| n == 0), "{} in term {place}", own.name);
                    let point = &trend.scales[scale].academies[academy].points[place];
                    prop_assert!(!matches!(point, TrendPoint::Shown(_)), "{} in term {place}", own.name);
                }
            }
        }
    }
}
