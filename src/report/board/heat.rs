//! The tables of academies in which only differences that hold have colour.

use crate::disclosure::{PublishedScale, ReportedAcademy, RestOfTrust};
use crate::model::Item;
use crate::report::board::folder::Folder;
use crate::report::board::heat_table::{Heat, HeatCell, HeatRow, Standing};
use crate::report::board::since::{Compared, Since};
use crate::report::compare::words::{conclusion, said};
use crate::report::context::group_name;
use crate::report::picked::WITHHELD;
use crate::report::score::words::{self, interval_heading};
use crate::report::{Kind, Record, fields, number};

impl HeatCell {
    pub(super) fn withheld() -> Self {
        Self {
            text: WITHHELD.to_owned(),
            ..Self::default()
        }
    }

    /// The score of a group.
    pub(super) fn score(node: &Record, standing: Option<Standing>) -> Self {
        if node.is_withheld() {
            return Self::withheld();
        }
        let interval = node.limits("lower", "upper");
        Self {
            text: match node.value("mean") {
                Some(_) => node.shown_number("mean"),
                None => "–".to_owned(),
            },
            aside: interval.map_or(String::new(), |[lower, upper]| number::range(lower, upper, Kind::Score)),
            standing,
        }
    }

    /// The change of a group.
    fn change(node: &Record, since: Since<'_>) -> Self {
        if node.is_withheld() {
            return Self::withheld();
        }
        let (Some(_), Some([lower, upper])) = (node.value("difference"), node.limits("lower", "upper")) else {
            let words = since.only(node).or_else(|| said(node).map(str::to_owned));
            return Self {
                text: words.unwrap_or_else(|| "–".to_owned()),
                ..Self::default()
            };
        };
        Self {
            text: node.shown_number("difference"),
            aside: number::change_range(lower, upper),
            standing: conclusion(node).and_then(Standing::of),
        }
    }

    fn without_aside(self) -> Self {
        Self {
            aside: String::new(),
            ..self
        }
    }
}

/// Where an academy's score on a scale stands: clearly above or below the rest of the trust.
fn standing(academy: &ReportedAcademy, place: usize) -> Option<Standing> {
    match &academy.scales.get(place)?.figures()?.rest {
        RestOfTrust::TooFew => None,
        RestOfTrust::Others(others) => Standing::of(others.comparison.conclusion),
    }
}

/// The detail of the cells of a heat table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// The score alone.
    Scores,
    /// The score and its interval.
    Intervals,
}

/// The academies on every scale; the trust is the first row. `file` names the page of an academy by its place.
pub(super) fn scores(folder: &Folder<'_>, cells: Cells, file: &dyn Fn(usize) -> Option<String>) -> Heat {
    let detailed = |cell: HeatCell| match cells {
        Cells::Scores => cell.without_aside(),
        Cells::Intervals => cell,
    };
    let trust = |node: &Record| {
        detailed(
            node.at("trust")
                .map_or_else(HeatCell::withheld, |own| HeatCell::score(own, None)),
        )
    };
    let academy = |scale: usize, place: usize, own: &Record| {
        let standing = folder
            .reported
            .academies
            .get(place)
            .and_then(|academy| standing(academy, scale));
        detailed(HeatCell::score(own, standing))
    };
    table(folder, "The trust", &trust, &academy, file)
}

/// The agreement of colleagues on every scale; the first row is what chance alone would give.
pub(super) fn agreement(folder: &Folder<'_>) -> Heat {
    let plain = |text: String| HeatCell {
        text,
        ..HeatCell::default()
    };
    let chances: Vec<HeatCell> = folder
        .scales()
        .map(|(scale, _)| {
            let found = scale.aggregation.figures().and_then(|found| found.verdict.agreement);
            plain(found.map_or("–".to_owned(), |found| number::text(found.chance, Kind::Coefficient)))
        })
        .collect();
    let academy = |_: usize, _: usize, own: &Record| match own.at("agreement") {
        _ if own.is_withheld() => HeatCell::withheld(),
        Some(found) if found.is_withheld() => HeatCell::withheld(),
        Some(found) if found.value("r_star_wg_j").is_some() => plain(found.shown_number("r_star_wg_j")),
        _ => plain("–".to_owned()),
    };
    let mut heat = table(folder, "By chance", &|_| HeatCell::default(), &academy, &|_| None);
    if let Some(first) = heat.rows.first_mut() {
        first.cells = chances;
    }
    heat
}

/// The most earlier terms in a table of academies.
const MOST_TERMS: usize = 5;

/// Puts the interval of the trust's score below its row, its change, and its scores in earlier terms.
pub(super) fn with_trust(mut heat: Heat, folder: &Folder<'_>) -> Heat {
    let interval = |node: &Record| HeatCell {
        text: node.open("trust").map_or_else(String::new, words::interval),
        ..HeatCell::default()
    };
    let scales = || folder.scales();
    let row = |name: String, cells: Vec<HeatCell>| HeatRow {
        name,
        file: None,
        cells,
    };
    let mut rows = vec![row(
        interval_heading(folder.level()),
        scales().map(|(_, node)| interval(node)).collect(),
    )];
    rows.extend(folder.since().map(|since| {
        let change = |scale: &PublishedScale| {
            let found = since.on(&folder.declared(scale).id)?;
            Some(HeatCell::change(found.node.at("trust")?, since).without_aside())
        };
        let cells = scales().map(|(scale, _)| change(scale).unwrap_or_default());
        row(format!("Since {}", since.before()), cells.collect())
    }));
    if let Some(trend) = folder.trend() {
        let earlier: Vec<_> = scales()
            .map(|(scale, _)| trend.earlier(&folder.declared(scale).id))
            .collect();
        let terms = earlier.iter().find(|points| !points.is_empty());
        let terms = terms.into_iter().flatten().take(MOST_TERMS).enumerate();
        rows.extend(terms.map(|(place, (term, _))| {
            let score = |points: &Vec<(_, &Record)>| {
                let own = points.get(place);
                own.map_or_else(HeatCell::default, |(_, point)| {
                    HeatCell::score(point, None).without_aside()
                })
            };
            row(format!("In {term}"), earlier.iter().map(score).collect())
        }));
    }
    heat.whole += rows.len();
    heat.rows.splice(1..1, rows);
    heat
}

/// A row for the whole and one for each academy, with a cell for each scale. `academy` takes the places of the scale and of the
/// academy, and the academy's score.
fn table(
    folder: &Folder<'_>,
    first: &str,
    whole: &dyn Fn(&Record) -> HeatCell,
    academy: &dyn Fn(usize, usize, &Record) -> HeatCell,
    file: &dyn Fn(usize) -> Option<String>,
) -> Heat {
    let nodes: Vec<&Record> = folder.scales().map(|(_, node)| node).collect();
    let whole = HeatRow {
        name: first.to_owned(),
        file: None,
        cells: nodes.iter().map(|node| whole(node)).collect(),
    };
    let names = nodes.first().map_or(&[][..], |node| node.each("academies"));
    let academies = names.iter().enumerate().map(|(place, named)| {
        let cell = |(scale, node): (usize, &&Record)| {
            let own = node.each("academies").get(place);
            own.map_or_else(HeatCell::withheld, |own| academy(scale, place, own))
        };
        HeatRow {
            name: named.text("academy").unwrap_or_default().to_owned(),
            file: file(place),
            cells: nodes.iter().enumerate().map(cell).collect(),
        }
    });
    Heat {
        caption: String::new(),
        heading: "Academy".to_owned(),
        columns: names_of_scales(folder),
        whole: 1,
        rows: std::iter::once(whole).chain(academies).collect(),
    }
}

fn names_of_scales(folder: &Folder<'_>) -> Vec<String> {
    folder
        .scales()
        .map(|(scale, _)| folder.declared(scale).name.clone())
        .collect()
}

/// The changes on every scale that both terms have: of the trust, and of the groups in the list at a path, which have their names
/// under a key.
pub(super) fn changes(since: Since<'_>, heading: &str, path: &str, key: &str) -> Heat {
    let scales: Vec<Compared<'_>> = since.scales().collect();
    let cell = |node: &Record| HeatCell::change(node, since);
    let whole = HeatRow {
        name: "The trust".to_owned(),
        file: None,
        cells: scales
            .iter()
            .map(|scale| scale.node.at("trust").map_or_else(HeatCell::default, cell))
            .collect(),
    };
    let groups = scales.first().map_or(&[][..], |scale| scale.node.each(path));
    let groups = groups.iter().map(|group| {
        let name = group.text(key).unwrap_or_default();
        let own = |scale: &Compared<'_>| {
            let mut groups = scale.node.each(path).iter();
            let found = groups.find(|other| other.text(key) == Some(name));
            found.map_or_else(HeatCell::default, cell)
        };
        HeatRow {
            name: name.to_owned(),
            file: None,
            cells: scales.iter().map(own).collect(),
        }
    });
    Heat {
        caption: String::new(),
        heading: heading.to_owned(),
        columns: scales.iter().map(|scale| scale.declared.name.clone()).collect(),
        whole: 1,
        rows: std::iter::once(whole).chain(groups).collect(),
    }
}

/// The most columns of a map of items.
const MOST_ITEMS: usize = 20;
/// The most columns of a map of changes, whose figures have a sign.
const MOST_CHANGES: usize = 18;
/// In place of a withheld figure in a map, which has no room for a word.
const DOT: &str = "·";

/// The mean answer of the trust and of every academy to every item, in tables of neighbouring items. Columns have the numbers of
/// the items, from 1.
pub(super) fn items(folder: &Folder<'_>) -> Vec<Heat> {
    let declared = folder.context.instrument.items();
    let mean = |node: &Record| HeatCell {
        text: figure_or_dot(node, "mean"),
        standing: node.at("rest.from_rest").and_then(conclusion).and_then(Standing::of),
        ..HeatCell::default()
    };
    let mut map = ItemMap::of(folder.score.each("items").iter().map(mean).collect());
    for academy in &folder.reported.academies {
        let items = declared.iter().zip(&academy.items);
        let cells = items.map(|(item, shown)| mean(&fields::academy_item(item, shown)));
        map.push(group_name(&academy.name, "academy"), cells.collect());
    }
    let numbers: Vec<usize> = (1..=declared.len()).collect();
    map.tables(&numbers, MOST_ITEMS, |heat, first, last| {
        format!(
            "Mean answer to questions {first} to {last}; high is favourable. {} {DOT} withheld.",
            heat.against_the_rest()
        )
    })
}

/// The change of the answers of the trust and of every academy to every item that both terms have, in tables of neighbouring items.
pub(super) fn item_changes(since: Since<'_>, declared: &[Item]) -> Vec<Heat> {
    let items = since.record.each("items");
    let change = |node: &Record| HeatCell {
        text: figure_or_dot(node, "difference"),
        standing: conclusion(node).and_then(Standing::of),
        ..HeatCell::default()
    };
    let of_trust = |item: &Record| item.at("trust").map_or_else(HeatCell::default, change);
    let mut map = ItemMap::of(items.iter().map(of_trust).collect());
    let names = items.first().map_or(&[][..], |item| item.each("academies"));
    for (place, academy) in names.iter().enumerate() {
        let own = |item: &Record| item.each("academies").get(place).map_or_else(HeatCell::default, change);
        let name = academy.text("academy").unwrap_or_default();
        map.push(name.to_owned(), items.iter().map(own).collect());
    }
    let number = |item: &Record| {
        let id = item.text("id")?;
        Some(declared.iter().position(|item| item.id == id)? + 1)
    };
    let numbers: Vec<usize> = items.iter().map(|item| number(item).unwrap_or_default()).collect();
    map.tables(&numbers, MOST_CHANGES, |heat, first, last| {
        format!(
            "Change of the mean answer to questions {first} to {last} since {}. {} {DOT} withheld, or not asked in both terms.",
            since.before(),
            heat.since_before()
        )
    })
}

fn figure_or_dot(node: &Record, key: &str) -> String {
    match node.value(key) {
        Some(_) => node.shown_number(key),
        None => DOT.to_owned(),
    }
}

/// The trust and the academies on every item.
struct ItemMap {
    rows: Vec<(String, Vec<HeatCell>)>,
}

impl ItemMap {
    fn of(trust: Vec<HeatCell>) -> Self {
        Self {
            rows: vec![("The trust".to_owned(), trust)],
        }
    }

    fn push(&mut self, name: String, cells: Vec<HeatCell>) {
        self.rows.push((name, cells));
    }

    /// Tables of neighbouring items, headed by their numbers: as few as have at most `most` columns, and of like widths. `caption` takes
    /// a table with its first and its last number.
    fn tables(&self, numbers: &[usize], most: usize, caption: impl Fn(&Heat, usize, usize) -> String) -> Vec<Heat> {
        let columns = numbers.len().div_ceil(numbers.len().div_ceil(most).max(1)).max(1);
        let part = |(place, numbers): (usize, &[usize])| {
            let from = place * columns;
            let row = |(name, cells): &(String, Vec<HeatCell>)| HeatRow {
                name: name.clone(),
                file: None,
                cells: cells.iter().skip(from).take(numbers.len()).cloned().collect(),
            };
            let mut heat = Heat {
                caption: String::new(),
                heading: "Academy".to_owned(),
                columns: numbers.iter().map(ToString::to_string).collect(),
                whole: 1,
                rows: self.rows.iter().map(row).collect(),
            };
            let last = numbers.last().copied().unwrap_or_default();
            heat.caption = caption(&heat, numbers[0], last);
            heat
        };
        numbers.chunks(columns).enumerate().map(part).collect()
    }
}
