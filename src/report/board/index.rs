//! The page that leads to all others.

use crate::disclosure::ReportedAcademy;
use crate::report::board::folder::Folder;
use crate::report::board::page::{Content, Link, Page, Section};
use crate::report::board::{WORKBOOK, trust};
use crate::report::context::counted;

pub(super) fn page(folder: &Folder<'_>, names: &[String]) -> Page {
    let academies = folder.reported.academies.iter().zip(names);
    let named: Vec<(&ReportedAcademy, &String)> = academies.filter(|(academy, _)| !academy.name.is_empty()).collect();
    let all = named.len();
    let shown = named.iter().filter(|(academy, _)| academy.is_shown()).count();
    let link = |file: String, text: &str, aside: &str| Link {
        file,
        text: text.to_owned(),
        aside: aside.to_owned(),
    };
    let of_academy = |(academy, name): (&ReportedAcademy, &String)| {
        let aside = if academy.is_shown() {
            ""
        } else {
            "no figures can be shown"
        };
        link(format!("{name}.html"), &academy.name, aside)
    };
    let of_trust = vec![
        link(
            format!("{}.html", trust::NAME),
            "The trust's report",
            "with every academy that can be shown: for trustees and the central team",
        ),
        link(
            WORKBOOK.to_owned(),
            "The same figures as a workbook",
            "for people who work with the numbers; not for sending to an academy",
        ),
    ];
    Page {
        name: "index".to_owned(),
        title: folder.trust_name(),
        subtitle: folder.subtitle(true),
        marking: folder.marking(),
        answer: vec![
            format!(
                "This folder has one report for the trust and one for each of its {}.",
                counted(all as u64, "academy", "academies")
            ),
            format!(
                "{shown} of {all} can be shown figures of their own. There are none where fewer than {} answered, or where the \
                 figures would disclose such a group.",
                folder.min_group()
            ),
            "Each report is one file that can be sent on by itself. An academy's report has no figures of another academy."
                .to_owned(),
        ],
        sections: vec![
            Section::new("trust", "The trust", vec![Content::Links(of_trust)]),
            Section::new(
                "academies",
                "The academies",
                vec![Content::Links(named.into_iter().map(of_academy).collect())],
            ),
        ],
    }
}
