//! Reports for those who decide: a page for the trust, one for each academy, and one that leads to them.

mod academy;
mod figures;
mod page;
mod trust;
mod words;

use std::collections::BTreeSet;

use crate::disclosure::{ItemDistribution, Published, Reported, ReportedAcademy, Shown};
use crate::report::context::{Context, counted, group_name, marking};
use crate::report::{Figure, number};

pub use page::{Link, Page, Part, Section};

/// What the pages are called by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The trust's name, where it is known.
    pub trust: Option<String>,
    /// The term's name, where it is known.
    pub term: Option<String>,
}

/// Whose page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Everybody's, and the one that leads to them.
    All,
    /// One academy's, by the name that the survey is shown under.
    Academy(&'a str),
}

/// The pages of a survey; none where an academy is asked for that there is not.
#[must_use]
pub fn board(reported: &Reported, context: &Context<'_>, about: &About, wanted: Wanted<'_>) -> Vec<Page> {
    let names = file_names(&reported.academies);
    let academies = || {
        let all = reported.academies.iter().zip(&names);
        all.filter(|(academy, _)| !academy.name.is_empty())
    };
    let page = |(academy, name): (&ReportedAcademy, &String)| academy::page(academy, name, reported, context, about);
    match wanted {
        Wanted::Academy(name) => academies()
            .filter(|(academy, _)| academy.name == name)
            .map(page)
            .collect(),
        Wanted::All => {
            let mut pages = vec![
                index(reported, &names, context, about),
                trust::page(reported, context, about),
            ];
            pages.extend(academies().map(page));
            pages
        }
    }
}

/// What `cte plot` draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plot {
    /// The academies' scores beside the trust's.
    Scores,
    /// How the items were answered.
    Items,
    /// How far colleagues agree.
    Agreement,
}

impl Plot {
    /// Every plot.
    pub const ALL: [Self; 3] = [Self::Scores, Self::Items, Self::Agreement];

    /// The name that the command line uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Items => "items",
            Self::Agreement => "agreement",
        }
    }
}

/// A figure of one scale, by the scale's place in the instrument.
#[must_use]
pub fn figure(published: &Published, context: &Context<'_>, plot: Plot, scale: usize) -> Option<Figure> {
    let found = published.scales.iter().find(|found| found.scale == scale)?;
    let (figure, _) = match plot {
        Plot::Scores => figures::scores(found, published, context),
        Plot::Agreement => figures::agreement(found, context),
        Plot::Items => {
            let items = &context.instrument.scales()[scale].items;
            figures::items(scale, &[scale], items, &answers(&published.items), context.instrument)
        }
    };
    Some(match marking(published.policy) {
        Some(marking) => Figure {
            title: format!("{} · {marking}", figure.title),
            ..figure
        },
        None => figure,
    })
}

fn answers(items: &[Shown<ItemDistribution>]) -> Vec<Option<&ItemDistribution>> {
    items.iter().map(Shown::figures).collect()
}

/// `Fellside Learning Trust · Autumn 2026 · Trust Collective Efficacy Survey`
fn subtitle(context: &Context<'_>, about: &About, of_trust: bool) -> String {
    let trust = about.trust.iter().filter(|_| !of_trust);
    let parts = trust.chain(&about.term).map(String::as_str);
    let parts: Vec<&str> = parts.chain([context.instrument.name.as_str()]).collect();
    parts.join(" · ")
}

fn trust_name(about: &About) -> String {
    about.trust.clone().unwrap_or_else(|| "The trust".to_owned())
}

fn index(reported: &Reported, names: &[String], context: &Context<'_>, about: &About) -> Page {
    let shown = reported.academies.iter().filter(|academy| academy.is_shown()).count();
    let link = |(academy, name): (&ReportedAcademy, &String)| Link {
        name: name.clone(),
        text: academy.name.clone(),
        aside: if academy.is_shown() {
            String::new()
        } else {
            "no figures can be shown".to_owned()
        },
    };
    let academies = reported.academies.iter().zip(names);
    let links = academies
        .filter(|(academy, _)| !academy.name.is_empty())
        .map(link)
        .collect();
    let all = reported
        .academies
        .iter()
        .filter(|academy| !academy.name.is_empty())
        .count();
    Page {
        name: "index".to_owned(),
        title: trust_name(about),
        subtitle: subtitle(context, about, true),
        marking: marking(reported.trust.policy),
        answer: vec![
            format!(
                "This folder has one report for the trust and one for each of its {}.",
                counted(all as u64, "academy", "academies")
            ),
            format!(
                "{shown} of {all} can be shown figures of their own; where fewer than {} answered, or the figures would give \
                 such a group back, there are none.",
                reported.trust.policy.min_group
            ),
            "Each report is one file that can be sent on by itself; an academy's has no other academy's figures in it."
                .to_owned(),
        ],
        sections: vec![
            Section {
                id: "trust",
                heading: "The trust".to_owned(),
                parts: vec![Part::Links(vec![Link {
                    name: trust::NAME.to_owned(),
                    text: "The trust's report".to_owned(),
                    aside: "with every academy that can be shown: for trustees and the central team".to_owned(),
                }])],
            },
            Section {
                id: "academies",
                heading: "The academies".to_owned(),
                parts: vec![Part::Links(links)],
            },
        ],
    }
}

/// For each academy the name of its file: what people call it in plain letters, told apart where two would be the same.
fn file_names(academies: &[ReportedAcademy]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |academy: &ReportedAcademy| {
        let plain = slug(&group_name(&academy.name, "academy"));
        let mut name = format!("academy-{plain}");
        let mut next = 2_u32;
        while !taken.insert(name.clone()) {
            name = format!("academy-{plain}-{next}");
            next += 1;
        }
        name
    };
    academies.iter().map(name).collect()
}

/// Letters and digits of the Latin alphabet, the rest as hyphens, at most sixty.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c != '\'' && c != '’' && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_matches('-').to_owned();
    if out.is_empty() { "unnamed".to_owned() } else { out }
}

/// `495 staff, 69 % of all`
fn staff(n: u64, rate: Option<f64>) -> String {
    match rate {
        Some(rate) => format!("{n} staff, {} of all", number::percent(rate)),
        None => format!("{n} staff"),
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(slug("St Mary's C of E Primary"), "st-marys-c-of-e-primary");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("学校"), "unnamed");
        assert!(slug(&"long ".repeat(40)).len() <= 60);
    }
}
