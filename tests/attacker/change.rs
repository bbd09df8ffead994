//! Attacks a report of two terms together with each term's own output and the comparison.

use std::collections::BTreeSet;

use cte::disclosure::{
    AnswerFigures, GroupChange, GroupedStudy, ItemChange, PublishedItems, Reported, ReportedTerms, Shown, TermScore,
    TermStudy, Trend, publish, publish_change, publish_items,
};
use cte::model::Instrument;
use cte::tally::Responses;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::folder::body;
use crate::numbers::{Own, groups, numbers, own};
use crate::outputs::{About, Book, Output, folder_of_two, folder_rules, score};
use crate::terms::{
    SCALES, compare, context, hidden, hidden_in_trend, moved, over_terms, rules, shown_in, terms, trend_rules,
};
use crate::trust::{OPEN, POLICY, Trust, academy_name, config, survey};
use crate::twins::{MOVES, same, withheld_everywhere};

const LEAST: u64 = 10;

fn term<'a>(trust: &Trust, instrument: &'a Instrument, by_role: bool) -> TermStudy<'a> {
    let survey = survey(trust, instrument, &trust.responses(), by_role);
    let own = |groups: usize| (0..groups).collect();
    TermStudy {
        order: vec![
            own(survey.academies.tally.groups()),
            own(survey.by.as_ref().map_or(0, |by| by.tally.groups())),
        ],
        survey,
        own: (0..SCALES).collect(),
    }
}

fn report(trusts: &[Trust; 2], by_role: bool, book: Book) -> (Reported, Vec<Output>) {
    report_about(About::Change, trusts, by_role, book)
}

fn report_about(about: About, trusts: &[Trust; 2], by_role: bool, book: Book) -> (Reported, Vec<Output>) {
    let instrument = trusts[0].instrument();
    let [before, after] = [0, 1].map(|place: usize| term(&trusts[place], &instrument, by_role));
    let own = after.survey.clone();
    let terms = ReportedTerms {
        before,
        after,
        scales: SCALES,
    };
    folder_of_two(&own, &terms, &context(&instrument), about, book)
}

/// A whole folder is slow to make: one is made for every third trust.
fn looked_at(trusts: &[Trust; 2]) -> bool {
    (trusts[0].persons.len() + trusts[1].persons.len()).is_multiple_of(3)
}

/// A workbook is slower still.
fn book(trusts: &[Trust; 2]) -> Book {
    if trusts[0].persons.len().is_multiple_of(8) {
        Book::Made
    } else {
        Book::Left
    }
}

fn one_term(trust: &Trust, by_role: bool) -> (cte::disclosure::Published, Vec<Output>) {
    let instrument = trust.instrument();
    score(&survey(trust, &instrument, &trust.responses(), by_role), POLICY)
}

/// All suppression decisions of a folder and of the outputs published with it.
fn decided(trusts: &[Trust; 2], reported: &Reported, by_role: bool) -> Vec<String> {
    let of_change = match reported.change.as_ref().map(Shown::open) {
        Some(Ok(change)) => rules(&change.comparison),
        Some(Err(_)) => vec!["none".to_owned()],
        None => Vec::new(),
    };
    let before = crate::outputs::rules(&one_term(&trusts[0], by_role).0);
    let of_trend = reported.trend.as_ref().map_or_else(Vec::new, rules_of_trend);
    let own = folder_rules(reported).into_iter().chain(before).map(str::to_owned);
    own.chain(of_change).chain(of_trend).collect()
}

fn rules_of_trend(trend: &Shown<Trend>) -> Vec<String> {
    trend.figures().map_or_else(|| vec!["none".to_owned()], trend_rules)
}

/// The folder, the scores of both terms and the comparison, in every format. People move between academies that each term's own
/// output withholds.
fn everything(trusts: &[Trust; 2], by_role: bool) -> Result<usize, TestCaseError> {
    if !looked_at(trusts) {
        return Ok(0);
    }
    let all = |trusts: &[Trust; 2]| {
        let (reported, mut outputs) = report_about(About::AllTerms, trusts, by_role, book(trusts));
        outputs.extend(compare(trusts, by_role).1);
        outputs.extend(trusts.iter().flat_map(|trust| one_term(trust, by_role).1));
        (decided(trusts, &reported, by_role), outputs)
    };
    let withheld = [0, 1].map(|place: usize| withheld_everywhere(&one_term(&trusts[place], by_role).0, &trusts[place]));
    let (own, outputs) = all(trusts);
    against_twins(trusts, &withheld, &own, &outputs, all)
}

/// Compares the outputs with those of twins, in which people have moved between the academies that `withheld` names for each term.
/// `make` gives the decisions and the outputs. Returns how many twins had the same decisions, and so were compared.
fn against_twins<D: PartialEq>(
    trusts: &[Trust; 2],
    withheld: &[Vec<usize>; 2],
    own: &D,
    outputs: &[Output],
    make: impl Fn(&[Trust; 2]) -> (D, Vec<Output>),
) -> Result<usize, TestCaseError> {
    let mut compared = 0;
    for seed in 0..MOVES {
        let Some(twin) = moved(trusts, [&withheld[0], &withheld[1]], seed) else {
            continue;
        };
        let (other, twins) = make(&twin);
        if other == *own {
            same(outputs, &twins)?;
            compared += 1;
        }
    }
    Ok(compared)
}

#[test]
fn a_folder_of_two_terms_and_all_beside_it_do_not_tell_where_withheld_people_work() {
    over_terms(config(), 60, |trusts| everything(trusts, false));
}

#[test]
fn a_folder_of_two_terms_by_role_and_all_beside_it_do_not_tell_where_withheld_people_work() {
    over_terms(config(), 40, |trusts| everything(trusts, true));
}

/// How many changes of items are shown that both terms' own outputs show the parts of, or an error. Both means of every change, with
/// their numbers of answers, must stand there with the same digits; then the change discloses nothing that these do not.
fn items_of_own_outputs(trusts: &[Trust; 2]) -> Result<usize, TestCaseError> {
    let (found, _) = compare(trusts, false);
    let instrument = trusts[0].instrument();
    let own = trusts
        .iter()
        .map(|trust| publish_items(&survey(trust, &instrument, &trust.responses(), false), POLICY, true));
    let own: Vec<PublishedItems> = own.collect();
    let mut shown = 0;
    for item in &found.items {
        for (place, when) in own.iter().enumerate() {
            let of = |change: &ItemChange| if place == 0 { change.before } else { change.after };
            let stands_in = |score: TermScore, figures: Option<&AnswerFigures>| {
                let moments = figures.and_then(|figures| Some((figures.n, figures.moments.as_ref().ok()?)));
                let same = moments.is_some_and(|(n, moments)| {
                    let mean = score.mean.is_some_and(|mean| (mean - moments.mean).abs() < 1e-12);
                    mean && n == score.n && (moments.unit - score.unit).abs() < 1e-12
                });
                prop_assert!(same, "{score:?} is not in {figures:?}");
                Ok(())
            };
            if let Some(Some(change)) = item.trust.figures() {
                let mut of_scales = when.scales.iter().flatten();
                let trust = of_scales.find(|own| own.item == item.item);
                stands_in(of(change), trust.and_then(|own| own.distribution.figures()))?;
                shown += 1;
            }
            let groups = when.by.iter().flat_map(|(_, groups)| groups);
            for (group, change) in groups.zip(&item.academies) {
                if let Some(Some(change)) = change.figures() {
                    stands_in(of(change), group.items[item.item].figures())?;
                    shown += 1;
                }
            }
        }
    }
    Ok(shown)
}

#[test]
fn both_means_of_every_change_of_an_item_stand_in_the_terms_own_outputs() {
    over_terms(config(), 60, items_of_own_outputs);
}

/// The folder by itself: it shows nothing of the term before except the change, so people may move between all academies that the
/// change withholds.
#[test]
fn a_folder_of_two_terms_does_not_tell_where_anybody_withheld_worked_before() {
    over_terms(config(), 60, |trusts| {
        if !looked_at(trusts) {
            return Ok(0);
        }
        let all = |trusts: &[Trust; 2]| {
            let (reported, outputs) = report(trusts, false, book(trusts));
            let (comparison, _) = compare(trusts, false);
            let decided = [folder_rules(&reported).concat(), rules(&comparison).concat()];
            (reported, comparison, decided, outputs)
        };
        let (reported, comparison, own, outputs) = all(trusts);
        let withheld = [
            hidden(&comparison, trusts[0].academies),
            withheld_everywhere(&reported.trust, &trusts[1]),
        ];
        against_twins(trusts, &withheld, &own, &outputs, |twin| {
            let (_, _, decided, outputs) = all(twin);
            (decided, outputs)
        })
    });
}

/// The folder by itself where it shows all terms: people may move between the academies that neither the change nor the term before,
/// as the trend shows it, has figures of.
#[test]
fn a_folder_of_all_terms_does_not_tell_where_anybody_withheld_worked_before() {
    over_terms(config(), 60, |trusts| {
        if !looked_at(trusts) {
            return Ok(0);
        }
        let all = |trusts: &[Trust; 2]| {
            let (reported, outputs) = report_about(About::AllTerms, trusts, false, book(trusts));
            let (comparison, _) = compare(trusts, false);
            let of_trend = rules_of_trend(reported.trend.as_ref().expect("a trend"));
            let decided = [
                folder_rules(&reported).concat(),
                rules(&comparison).concat(),
                of_trend.concat(),
            ];
            (reported, comparison, decided, outputs)
        };
        let (reported, comparison, own, outputs) = all(trusts);
        let Some(trend) = reported.trend.as_ref().and_then(Shown::figures) else {
            return Ok(0);
        };
        let mut before = hidden(&comparison, trusts[0].academies);
        let hidden_there = hidden_in_trend(trend, 0, trusts[0].academies);
        before.retain(|academy| hidden_there.contains(academy));
        let withheld = [before, withheld_everywhere(&reported.trust, &trusts[1])];
        against_twins(trusts, &withheld, &own, &outputs, |twin| {
            let (_, _, decided, outputs) = all(twin);
            (decided, outputs)
        })
    });
}

fn page<'a>(outputs: &'a [Output], academy: &str) -> &'a str {
    let name = format!("academy-{}.html", academy.to_lowercase().replace(' ', "-"));
    &outputs.iter().find(|output| output.name == name).expect("a page").text
}

/// The responses of a trust with its academies in reverse order, and the usual place of each academy.
fn turned(trust: &Trust) -> (Responses, Vec<usize>) {
    let mut responses = Responses::new(5, &["academy", "role"]);
    for academy in (0..trust.academies).rev() {
        responses.push(&[cte::tally::MISSING; 5], &[&academy_name(academy), "Teacher"], 2);
    }
    for person in &trust.persons {
        responses.push(&person.answers, &[&academy_name(person.academy), "Teacher"], 2);
    }
    (responses, (0..trust.academies).rev().collect())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_change_of_a_folder_is_that_of_the_comparison(trusts in terms(), by_role in any::<bool>()) {
        let (reported, _) = report(&trusts, by_role, Book::Left);
        let (comparison, _) = compare(&trusts, by_role);
        let change = reported.change.as_ref().and_then(Shown::figures);
        prop_assert_eq!(change.map(|change| &change.comparison), Some(&comparison));
        let instrument = trusts[0].instrument();
        for (place, academy) in reported.academies.iter().enumerate() {
            for on in change.expect("a change").of_academy(place) {
                prop_assert_eq!(&on.own.name, &academy.name);
                // The trust minus this academy must be more than one other academy.
                let items = &instrument.scales()[on.scale.scale].items;
                for trust in on.trust.map_or(&[][..], |_| &trusts) {
                    let others = (0..trust.academies).filter(|&other| other != place);
                    let peopled = others.filter(|&other| trust.answerers(other, items) > 0).count();
                    prop_assert!(peopled > 1, "the trust's change is that of {} and one other", academy.name);
                }
            }
        }
    }

    #[test]
    fn whom_either_term_withholds_has_no_change_and_what_is_left_is_of_many(trusts in terms(), by_role in any::<bool>()) {
        let (reported, _) = report(&trusts, by_role, Book::Left);
        let Some(change) = reported.change.as_ref().and_then(Shown::figures) else {
            return Err(TestCaseError::fail("a folder shows a change wherever the comparison does"));
        };
        let alone = [0, 1].map(|place: usize| one_term(&trusts[place], by_role).0);
        for (place, alone) in alone.iter().enumerate() {
            for (scale, own) in change.comparison.scales.iter().zip(&alone.scales) {
                let Some(total) = scale.trust.figures() else { continue };
                let total = [total.change.before.n, total.change.after.n][place];
                let shown: Vec<Option<u64>> = scale.academies.iter().map(|academy| shown_in(academy, place)).collect();
                // Together with the term's own output, which may show more than the change does.
                for (known, more) in [(true, false), (true, true)] {
                    let of = |(n, score): (&Option<u64>, &cte::disclosure::PublishedGroup)| {
                        let own = score.scores.figures().filter(|_| more).map(|found| found.n);
                        n.filter(|_| known).or(own).unwrap_or(0)
                    };
                    let rest = total - shown.iter().zip(&own.academies).map(of).sum::<u64>();
                    prop_assert!(rest == 0 || rest >= LEAST, "{} people are left in term {}", rest, place);
                }
                for (n, score) in shown.iter().zip(&own.academies) {
                    prop_assert!(n.is_none_or(|n| n == 0 || n >= LEAST));
                    prop_assert!(score.scores.figures().is_some() || n.is_none_or(|n| n == 0), "{}", score.name);
                }
            }
        }
    }

    #[test]
    fn an_academys_page_has_its_own_change_and_names_no_other_academy(trusts in terms()) {
        let (reported, outputs) = report(&trusts, false, Book::Left);
        let withheld: Vec<String> = reported
            .academies
            .iter()
            .filter(|academy| !academy.is_shown())
            .map(|academy| body(page(&outputs, &academy.name)).replace(&academy.name, "NAME"))
            .collect();
        prop_assert!(withheld.windows(2).all(|pair| pair[0] == pair[1]), "withheld academies' pages are alike");
        for own in 0..trusts[0].academies {
            let page = page(&outputs, &academy_name(own));
            for other in (0..trusts[0].academies).filter(|&other| other != own) {
                prop_assert!(!page.contains(&academy_name(other)));
            }
        }
    }

    #[test]
    fn no_figure_of_a_group_that_a_term_withholds_stands_in_the_folder(trusts in terms(), by_role in any::<bool>()) {
        // Only the workbook has numbers in full precision, and it is slow to make.
        if trusts[0].persons.len() % 6 > 0 {
            return Ok(());
        }
        let (reported, outputs) = report(&trusts, by_role, Book::Made);
        let change = reported.change.as_ref().and_then(Shown::figures).expect("a change");
        let book: Vec<&Output> = outputs.iter().filter(|output| output.name == "scores.xlsx").collect();
        let seen = numbers(book);
        let mut innocent: BTreeSet<u64> = BTreeSet::new();
        let mut shown = |figures: Own| innocent.extend(figures.plain.into_iter().chain(figures.telling).map(f64::to_bits));
        groups(&reported.trust).filter_map(|(_, group)| group.scores.figures()).for_each(|found| shown(own(found)));
        for scale in &change.comparison.scales {
            let by = scale.by.iter().flat_map(|(_, groups)| groups);
            for group in scale.academies.iter().chain(by) {
                let means = match group.figures.figures() {
                    Some(GroupChange::Both { change, .. }) => vec![change.before.mean, change.after.mean],
                    Some(GroupChange::Only { score, .. }) => vec![score.mean],
                    None => continue,
                };
                innocent.extend(means.into_iter().flatten().map(f64::to_bits));
            }
            let total = scale.trust.figures().map(|total| [total.change.before.mean, total.change.after.mean]);
            innocent.extend(total.into_iter().flatten().flatten().map(f64::to_bits));
        }
        let totals = reported.trust.scales.iter().filter_map(|scale| scale.trust.figures());
        innocent.extend(totals.flat_map(|total| [total.mean, total.mean_of_persons]).flatten().map(f64::to_bits));
        // The trust's items have few codes, so that their moments are those of many groups.
        let items = reported.trust.items.iter().filter_map(Shown::figures);
        let moments = items.filter_map(|item| item.moments.as_ref().ok());
        innocent.extend(moments.flat_map(|found| [Some(found.mean), found.sd.as_ref().ok().copied()]).flatten().map(f64::to_bits));
        let instrument = trusts[0].instrument();
        for (place, trust) in trusts.iter().enumerate() {
            let survey = survey(trust, &instrument, &trust.responses(), by_role);
            let (alone, open) = (publish(&survey, POLICY), publish(&survey, OPEN));
            for ((scale, alone), (_, truth)) in groups(&alone).zip(groups(&open)) {
                let (Err(_), Ok(truth)) = (alone.scores.open(), truth.scores.open()) else { continue };
                let Own { plain, telling } = own(truth);
                for figure in plain.into_iter().chain(telling) {
                    let bits = figure.to_bits();
                    prop_assert!(
                        innocent.contains(&bits) || !seen.contains(&bits),
                        "{} of `{}` on scale {} in term {} stands in the workbook", figure, alone.name, scale, place
                    );
                }
            }
        }
    }

    #[test]
    fn no_digit_stands_in_the_row_of_an_academy_that_both_terms_withhold(trusts in terms()) {
        let (reported, outputs) = report(&trusts, false, book(&trusts));
        let (comparison, _) = compare(&trusts, false);
        let everywhere = withheld_everywhere(&reported.trust, &trusts[1]);
        for academy in hidden(&comparison, trusts[0].academies) {
            if !everywhere.contains(&academy) {
                continue;
            }
            let name = academy_name(academy);
            for output in outputs.iter().filter(|output| output.name.starts_with("trust")) {
                // A row of a table is a line; its heading says which column is a number.
                for line in output.text.lines().filter(|line| line.starts_with("<tr>") && line.contains(&name)) {
                    prop_assert!(!line.contains(|c: char| c.is_ascii_digit()), "{}: {line}", output.name);
                }
            }
        }
    }

    /// The first of equal groups is withheld, so a comparison that lists another group first must withhold the same one.
    #[test]
    fn a_change_shows_nobody_whom_a_term_withholds_whose_academies_stand_in_another_order(trusts in terms()) {
        let instrument = trusts[0].instrument();
        let mut own = Vec::new();
        let made: Vec<TermStudy<'_>> = trusts
            .iter()
            .map(|trust| {
                let (mut responses, order) = turned(trust);
                own.push(survey(trust, &instrument, &responses, false));
                responses.regroup(0, (0..trust.academies).map(academy_name).collect(), &order);
                TermStudy {
                    survey: survey(trust, &instrument, &responses, false),
                    own: (0..SCALES).collect(),
                    order: vec![order],
                }
            })
            .collect();
        let staffless = |survey: &GroupedStudy<'_>| survey.academies.headcounts.of(0).is_none();
        // Headcounts are given by place, and the reversal does not reverse them.
        if !own.iter().all(staffless) {
            return Ok(());
        }
        let comparison = publish_change(&made[0], &made[1], SCALES, POLICY);
        for (place, survey) in own.iter().enumerate() {
            let alone = publish(survey, POLICY);
            for (scale, alone) in comparison.scales.iter().zip(&alone.scales) {
                for group in &alone.academies {
                    let change = scale.academies.iter().find(|change| change.name == group.name).expect("the academy");
                    let n = shown_in(change, place);
                    prop_assert!(
                        group.scores.figures().is_some() || n.is_none_or(|n| n == 0),
                        "{} is withheld in term {} and shown in the change", group.name, place
                    );
                }
            }
        }
    }
}
