//! Reports for those who decide: a page for the trust, one for each academy, and one that leads to them.

mod academy;
mod change;
mod change_figure;
mod figures;
mod page;
mod response;
mod trust;
mod words;
mod workbook;

use std::collections::BTreeSet;

use crate::disclosure::{
    Comparison, ItemDistribution, Published, Reported, ReportedAcademy, ReportedChange, Shown, WhichTerm,
};
use crate::report::board::change::Since;
use crate::report::context::{Context, counted, group_name, marking};
use crate::report::{Figure, Report, TermsContext, number};

pub use page::{Link, Page, Part, Section};

/// What the pages are called by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The trust's name, where it is known.
    pub trust: Option<String>,
    /// The term's name, where it is known.
    pub term: Option<String>,
}

/// The name of the workbook beside the pages.
pub const WORKBOOK: &str = "scores.xlsx";

/// Whose page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Everybody's, and the one that leads to them.
    All,
    /// One academy's, by the name that the survey is shown under.
    Academy(&'a str),
}

/// Everything that the pages are made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Folder<'a> {
    reported: &'a Reported,
    context: &'a Context<'a>,
    about: &'a About,
    /// Both terms, where the report is about two.
    terms: Option<&'a TermsContext<'a>>,
}

impl<'a> Folder<'a> {
    fn change(&self) -> Option<&'a ReportedChange> {
        self.reported.change.as_ref()?.figures()
    }

    /// What changed, where it may be said.
    fn since(&self) -> Option<Since<'a>> {
        Some(Since {
            comparison: &self.change()?.comparison,
            terms: self.terms?,
        })
    }

    /// The sentence that stands in the place of a change.
    fn no_change(&self) -> String {
        match self.reported.change {
            Some(_) => change::WITHHELD,
            None => change::ONE_TERM,
        }
        .to_owned()
    }

    /// `Fellside Learning Trust · Spring 2027, compared with Autumn 2026 · Trust Collective Efficacy Survey`
    fn subtitle(&self, of_trust: bool) -> String {
        let trust = self.about.trust.iter().filter(|_| !of_trust).cloned();
        let term = match (self.since(), &self.about.term) {
            (Some(since), _) => Some(format!(
                "{}, compared with {}",
                since.term(WhichTerm::After),
                since.term(WhichTerm::Before)
            )),
            (None, term) => term.clone(),
        };
        let parts: Vec<String> = trust
            .chain(term)
            .chain([self.context.instrument.name.clone()])
            .collect();
        parts.join(" · ")
    }
}

/// The pages of a survey; none where an academy is asked for that there is not. `terms` says where the figures of both terms
/// come from, where the report has a change.
#[must_use]
pub fn board(
    reported: &Reported,
    context: &Context<'_>,
    about: &About,
    terms: Option<&TermsContext<'_>>,
    wanted: Wanted<'_>,
) -> Vec<Page> {
    pages(reported, context, about, terms, wanted).collect()
}

/// The same, each page made only when it is its turn, so that those of a large trust need not all be held at once.
#[must_use]
pub fn pages<'a>(
    reported: &'a Reported,
    context: &'a Context<'a>,
    about: &'a About,
    terms: Option<&'a TermsContext<'a>>,
    wanted: Wanted<'_>,
) -> impl ExactSizeIterator<Item = Page> + use<'a> {
    let folder = Folder {
        reported,
        context,
        about,
        terms,
    };
    let names = file_names(&reported.academies);
    let named = reported.academies.iter().enumerate();
    let named = named.filter(|(_, academy)| !academy.name.is_empty());
    let whose: Vec<Whose> = match wanted {
        Wanted::Academy(name) => named
            .filter(|(_, academy)| academy.name == name)
            .map(|(place, _)| Whose::Academy(place))
            .collect(),
        Wanted::All => {
            let academies = named.map(|(place, _)| Whose::Academy(place));
            [Whose::Everybody, Whose::Trust].into_iter().chain(academies).collect()
        }
    };
    whose.into_iter().map(move |whose| match whose {
        Whose::Everybody => index(&folder, &names),
        Whose::Trust => trust::page(&folder),
        Whose::Academy(place) => academy::page(&folder, place, &names[place]),
    })
}

/// Whose page it is; an academy's by its place.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Everybody,
    Trust,
    Academy(usize),
}

/// The trust's report as a workbook: every figure stands in its page too. `terms` as for [`board`].
#[must_use]
pub fn board_workbook(
    reported: &Reported,
    context: &Context<'_>,
    about: &About,
    terms: Option<&TermsContext<'_>>,
) -> Report {
    workbook::workbook(&Folder {
        reported,
        context,
        about,
        terms,
    })
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
    /// What changed from one term to another.
    Change,
}

impl Plot {
    /// Every plot.
    pub const ALL: [Self; 4] = [Self::Scores, Self::Items, Self::Agreement, Self::Change];

    /// The name that the command line uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Items => "items",
            Self::Agreement => "agreement",
            Self::Change => "change",
        }
    }
}

/// A figure of one scale, by the scale's place in the instrument; none of a change, which needs two terms.
#[must_use]
pub fn figure(published: &Published, context: &Context<'_>, plot: Plot, scale: usize) -> Option<Figure> {
    let found = published.scales.iter().find(|found| found.scale == scale)?;
    let (figure, _) = match plot {
        Plot::Scores => figures::scores(found, published, context),
        Plot::Agreement => figures::agreement(found, context),
        Plot::Change => return None,
        Plot::Items => {
            let items = &context.instrument.scales()[scale].items;
            figures::items(scale, &[scale], items, &answers(&published.items), context.instrument)
        }
    };
    Some(marked(figure, marking(published.policy)))
}

/// The figure of what changed on a scale, by the scale's place among the terms' common ones; `None` where there is no such scale
/// or nothing of it can be shown.
#[must_use]
pub fn change_figure(comparison: &Comparison, terms: &TermsContext<'_>, scale: usize) -> Option<Figure> {
    let found = comparison.scales.iter().find(|found| found.scale == scale)?;
    let (figure, _) = change::figure(Since { comparison, terms }, found)?;
    Some(marked(figure, marking(comparison.policy)))
}

fn marked(figure: Figure, marking: Option<String>) -> Figure {
    match marking {
        Some(marking) => Figure {
            title: format!("{} · {marking}", figure.title),
            ..figure
        },
        None => figure,
    }
}

fn answers(items: &[Shown<ItemDistribution>]) -> Vec<Option<&ItemDistribution>> {
    items.iter().map(Shown::figures).collect()
}

fn trust_name(about: &About) -> String {
    about.trust.clone().unwrap_or_else(|| "The trust".to_owned())
}

fn index(folder: &Folder<'_>, names: &[String]) -> Page {
    let Folder { reported, about, .. } = folder;
    let shown = reported.academies.iter().filter(|academy| academy.is_shown()).count();
    let link = |(academy, name): (&ReportedAcademy, &String)| Link {
        file: format!("{name}.html"),
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
        subtitle: folder.subtitle(true),
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
                parts: vec![Part::Links(vec![
                    Link {
                        file: format!("{}.html", trust::NAME),
                        text: "The trust's report".to_owned(),
                        aside: "with every academy that can be shown: for trustees and the central team".to_owned(),
                    },
                    Link {
                        file: WORKBOOK.to_owned(),
                        text: "The same figures as a workbook".to_owned(),
                        aside: "for those who work with the numbers; not for sending to an academy".to_owned(),
                    },
                ])],
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
