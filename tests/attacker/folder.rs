//! Attacks a folder of reports: the contents of each page, and everything that follows from all pages together.

use cte::disclosure::{AnswerFigures, RestOfTrust, publish_report};
use proptest::prelude::*;

use crate::outputs::folder;
use crate::trust::{POLICY, academy_name, config, survey, trusts};

const LEAST: u64 = 10;

fn page<'a>(outputs: &'a [crate::outputs::Output], academy: &str) -> &'a str {
    let name = format!("academy-{}.html", academy.to_lowercase().replace(' ', "-"));
    &outputs.iter().find(|output| output.name == name).expect("a page").text
}

/// All but the head, which has the academy's name in other letters too: the file's name and the foot of a printed sheet.
pub(crate) fn body(page: &str) -> &str {
    page.split_once("<body>").expect("a body").1
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_academys_page_names_no_other_academy(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let (_, outputs) = folder(&survey, POLICY);
        for own in 0..trust.academies {
            let page = page(&outputs, &academy_name(own));
            for other in (0..trust.academies).filter(|&other| other != own) {
                prop_assert!(!page.contains(&academy_name(other)));
            }
        }
    }

    #[test]
    fn the_page_of_a_withheld_academy_is_the_same_for_all_of_them(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let (reported, outputs) = folder(&survey, POLICY);
        let withheld: Vec<String> = reported
            .academies
            .iter()
            .filter(|academy| !academy.is_shown())
            .map(|academy| body(page(&outputs, &academy.name)).replace(&academy.name, "NAME"))
            .collect();
        prop_assert!(withheld.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn the_rest_is_the_published_total_less_the_academys_own_figures(trust in trusts(), by_role in any::<bool>()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), by_role);
        let reported = publish_report(&survey, POLICY);
        for academy in &reported.academies {
            for (shown, scale) in academy.scales.iter().zip(&reported.trust.scales) {
                let Some(found) = shown.figures() else { continue };
                let total = scale.trust.figures().expect("a total beside a shown academy");
                let RestOfTrust::Others(beside) = &found.rest else { continue };
                prop_assert!(found.own.n >= LEAST && beside.rest.n >= LEAST);
                prop_assert_eq!(beside.rest.n + found.own.n, total.n);
                // If scores are made item by item, people's means do not add up to them.
                if trust.aggregate == "persons"
                    && let (Some(own), Some(rest), Some(all)) =
                        (found.own.mean, beside.rest.mean_of_persons, total.mean_of_persons)
                {
                    let sum = own * found.own.n as f64 + rest * beside.rest.n as f64;
                    prop_assert!((sum / total.n as f64 - all).abs() < 1e-9);
                }
            }
            for (item, shown) in academy.items.iter().enumerate() {
                let Some(found) = shown.figures() else { continue };
                prop_assert!(found.own.n >= LEAST);
                let RestOfTrust::Others(others) = &found.rest else { continue };
                let rest = &others.rest;
                let total = reported.trust.items[item].figures().expect("a total beside a shown academy");
                prop_assert!(rest.n >= LEAST);
                let counts = |found: &AnswerFigures| found.answers.counts().expect("counts in full precision").to_vec();
                let sums: Vec<u64> = counts(&found.own).iter().zip(counts(rest)).map(|(a, b)| a + b).collect();
                prop_assert_eq!(sums, counts(total));
            }
        }
    }

    #[test]
    fn the_items_of_the_folder_give_no_withheld_academy_back(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let reported = publish_report(&survey, POLICY);
        for item in 0..instrument.items().len() {
            let hidden: Vec<u64> = (0..trust.academies)
                .filter(|&academy| reported.academies[academy].items[item].figures().is_none())
                .map(|academy| trust.answerers(academy, &[item]) as u64)
                .filter(|&answers| answers > 0)
                .collect();
            let any = reported.academies.iter().any(|academy| academy.items[item].figures().is_some());
            if any && !hidden.is_empty() {
                prop_assert!(hidden.len() > 1 && hidden.iter().sum::<u64>() >= LEAST, "item {item}: {hidden:?}");
            }
        }
    }

    #[test]
    fn nothing_is_set_beside_a_single_other_academy(trust in trusts()) {
        let instrument = trust.instrument();
        let survey = survey(&trust, &instrument, &trust.responses(), false);
        let reported = publish_report(&survey, POLICY);
        for (own, academy) in reported.academies.iter().enumerate() {
            for (scale, shown) in academy.scales.iter().enumerate() {
                let Some(found) = shown.figures() else { continue };
                let others = (0..trust.academies).filter(|&other| other != own);
                let items = &instrument.scales()[scale].items;
                let peopled = others.filter(|&other| trust.answerers(other, items) > 0).count();
                prop_assert!(peopled > 1 || found.rest == RestOfTrust::TooFew);
            }
        }
    }
}
