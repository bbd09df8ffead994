//! Reports for trustees and academy leaders: a page for the trust, one for each academy, one that leads to them, and a workbook.

mod academies;
mod academy;
mod axis;
mod change;
mod change_chart;
mod change_words;
mod differences;
mod factor_charts;
mod folder;
mod heat;
mod heat_table;
mod index;
mod items;
mod methods;
mod page;
mod plot;
mod response;
mod score;
mod sheet;
mod since;
mod trend_chart;
mod trust;
mod words;
mod workbook;

use std::collections::BTreeSet;

use crate::disclosure::{Reported, ReportedAcademy};
use crate::report::Report;
use crate::report::board::folder::Folder;
use crate::report::context::group_name;

pub use folder::{About, BoardContext};
pub use heat_table::{Heat, HeatCell, HeatRow, Standing};
pub use page::{Content, Link, Page, Section};
pub use plot::{Plot, change_chart, chart, structure_chart, trend_chart};

/// The file name of the workbook.
pub const WORKBOOK: &str = "scores.xlsx";

/// The pages to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// All pages.
    All,
    /// All pages, and the technical document.
    AllAndMethods,
    /// The technical document by itself.
    Methods,
    /// The page of an academy, by the name that the survey shows.
    Academy(&'a str),
}

/// The pages of a survey. There are none if the wanted academy does not exist.
#[must_use]
pub fn board(reported: &Reported, context: BoardContext<'_>, wanted: Wanted<'_>) -> Vec<Page> {
    pages(reported, context, wanted).collect()
}

/// The pages of a survey, as by [`board`]. Each page is made when it is needed, so that those of a large trust are not all in
/// memory at once.
#[must_use]
pub fn pages<'a>(
    reported: &'a Reported,
    context: BoardContext<'a>,
    wanted: Wanted<'_>,
) -> impl ExactSizeIterator<Item = Page> + use<'a> {
    let folder = Folder::new(reported, context);
    let names = file_names(&reported.academies);
    let named = reported.academies.iter().enumerate();
    let named = named.filter(|(_, academy)| !academy.name.is_empty());
    let whose: Vec<Whose> = match wanted {
        Wanted::Academy(name) => named
            .filter(|(_, academy)| academy.name == name)
            .map(|(place, _)| Whose::Academy(place))
            .collect(),
        Wanted::Methods => vec![Whose::Methods],
        Wanted::All | Wanted::AllAndMethods => {
            let academies = named.map(|(place, _)| Whose::Academy(place));
            let methods = (wanted == Wanted::AllAndMethods).then_some(Whose::Methods);
            let of_trust = [Whose::Everybody, Whose::Trust];
            of_trust.into_iter().chain(methods).chain(academies).collect()
        }
    };
    let technical = (wanted == Wanted::AllAndMethods).then_some(methods::NAME);
    whose.into_iter().map(move |whose| match whose {
        Whose::Everybody => index::page(&folder, &names, technical),
        Whose::Methods => methods::page(&folder),
        Whose::Trust => trust::page(&folder),
        Whose::Academy(place) => academy::page(&folder, place, &names[place]),
    })
}

/// The subject of a page: an academy by its place.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Everybody,
    Trust,
    Methods,
    Academy(usize),
}

/// The report as a workbook. Every figure in it is on a page too.
#[must_use]
pub fn board_workbook(reported: &Reported, context: BoardContext<'_>) -> Report {
    workbook::workbook(&Folder::new(reported, context))
}

/// The file name of each academy's page, in plain letters, with a number if two would be the same.
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

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(slug("St Mary's C of E Primary"), "st-marys-c-of-e-primary");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("学校"), "unnamed");
        assert!(slug(&"long ".repeat(40)).len() <= 60);
        // With `academy-` before it, none is the name of a device on Windows, and none ends with a dot or a space.
        for name in ["CON", "nul.", "AUX ", "com1"] {
            let page = slug(name);
            assert!(
                page.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
                "{page}"
            );
        }
    }
}
