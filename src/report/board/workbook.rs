//! The workbook of a report: the same figures for those who work with numbers, a sheet a subject.

use crate::disclosure::{
    Change, Estimated, GroupChange, GroupEstimates, Interval, ItemDistribution, MeanInterval, PublishedGroup, Shown,
    TermScore, TrustEstimates, WhichTerm,
};
use crate::report::board::change::{self, Since, said};
use crate::report::board::figures::categories;
use crate::report::board::page::Part;
use crate::report::board::{Folder, trust, trust_name, words as board_words};
use crate::report::context::{group_name, marking};
use crate::report::score::words;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Report, Role, SUMMARY, Table};

/// What the first column of groups says of the trust and of its academies.
const TRUST: &str = "the trust";
const ACADEMY: &str = "academy";

/// The report as a workbook has it. Every figure stands in the trust's page too.
pub(crate) fn workbook(folder: &Folder<'_>) -> Report {
    let since = folder.since();
    let mut tables = vec![academies(folder), items(folder), reliability(folder)];
    tables.extend(since.map(changes));
    for table in &mut tables {
        without_blank_columns(table);
    }
    Report {
        title: format!("{} · {}", trust_name(folder.about), folder.subtitle(true)),
        marking: marking(folder.reported.trust.policy),
        blocks: summary(folder),
        tables,
        record: method(folder),
    }
}

/// A column in which nothing stands, such as headcounts that nobody gave, is left out.
fn without_blank_columns(table: &mut Table) {
    let stands = |place: usize| table.rows.iter().any(|row| row[place] != Cell::Blank);
    let kept: Vec<bool> = (0..table.columns.len()).map(stands).collect();
    let mut keep = kept.iter();
    table.columns.retain(|_| keep.next().is_some_and(|keep| *keep));
    for row in &mut table.rows {
        let mut keep = kept.iter();
        row.retain(|_| keep.next().is_some_and(|keep| *keep));
    }
}

fn column(key: &str, heading: &str) -> Column {
    Column::new(key, heading, Role::Figure)
}

/// The answer, the trust's scores, and how to read the rest.
fn summary(folder: &Folder<'_>) -> Vec<Block> {
    let labels = ["Where we are", "How sure we are", "What has changed"];
    let answer = trust::answer(folder).into_iter().zip(labels);
    let facts = answer.map(|(text, label)| Fact {
        label: label.to_owned(),
        text,
    });
    let mut blocks = vec![Block::Facts(facts.collect()), Block::Table(scales(folder))];
    let mut read = Vec::new();
    let mut note = |label: &str, text: String| {
        read.push(Fact {
            label: label.to_owned(),
            text,
        });
    };
    note("Order", words::ORDER_NOTE.to_owned());
    if let Some(since) = folder.since() {
        note("Change", change::reading(since.comparison));
    }
    let published = &folder.reported.trust;
    let withheld = published
        .scales
        .iter()
        .flat_map(|scale| &scale.academies)
        .any(|academy| academy.scores.figures().is_none());
    if withheld {
        note("Withheld", words::withheld_note(published.policy.min_group));
    }
    for part in board_words::not_concluded(folder.since().is_some()).parts {
        if let Part::List(points) = part {
            for (place, point) in points.into_iter().enumerate() {
                note(if place == 0 { "Not to be concluded" } else { "" }, point);
            }
        }
    }
    blocks.push(Block::Facts(read));
    blocks
}

/// The trust on every scale.
fn scales(folder: &Folder<'_>) -> Table {
    let (published, instrument) = (&folder.reported.trust, folder.context.instrument);
    let since = folder.since();
    let mut columns = vec![
        column("scale", "Scale"),
        column("n", "Staff"),
        column("mean", "Score"),
        column("lower", "Lower limit"),
        column("upper", "Upper limit"),
        column("pomp", "Of 100"),
        column("percent_favourable", "Favourable %"),
        column("response_rate", "Response rate"),
    ];
    if since.is_some() {
        columns.extend([column("difference", "Change"), column("says", "What it says")]);
    }
    let mut table = Table::new(SUMMARY, columns);
    for scale in &published.scales {
        let declared = &instrument.scales()[scale.scale];
        let mut row = vec![Cell::text(declared.name.as_str())];
        match &scale.trust {
            Shown::Withheld(_) => row.push(Cell::text("withheld")),
            Shown::Figures(found) => {
                row.push(Cell::count(found.n));
                row.extend(score(
                    found.mean,
                    trust_limits(found),
                    found.pomp,
                    found.percent_favourable,
                ));
                row.push(Cell::maybe(found.response_rate, Kind::Coefficient));
                let change = since.and_then(|since| since.on(&declared.id)?.trust.figures());
                row.extend(change.map(difference).into_iter().flatten());
            }
        }
        table.push(row);
    }
    table
}

fn difference(change: &Change) -> [Cell; 2] {
    let found = change.welch.as_ref().ok().map(|found| found.difference);
    [Cell::maybe(found, Kind::Score), words_of(change)]
}

/// The words, with a space that a filter's search finds.
fn words_of(change: &Change) -> Cell {
    Cell::Text(said(change.conclusion).replace('\u{a0}', " "))
}

fn score(mean: Option<f64>, limits: Option<Interval>, pomp: Option<f64>, favourable: Option<f64>) -> [Cell; 5] {
    [
        Cell::maybe(mean, Kind::Score),
        Cell::maybe(limits.map(|found| found.lower), Kind::Score),
        Cell::maybe(limits.map(|found| found.upper), Kind::Score),
        Cell::maybe(pomp, Kind::Percent),
        Cell::maybe(favourable, Kind::Percent),
    ]
}

fn trust_limits(found: &TrustEstimates) -> Option<Interval> {
    found.interval.as_ref().ok().map(|interval| interval.interval)
}

fn group_limits(found: &GroupEstimates) -> Option<Interval> {
    let limits = |interval: &MeanInterval| interval.interval;
    found.interval.as_ref().ok().map(limits)
}

/// The trust, the academies and the groups of another column, on every scale.
fn academies(folder: &Folder<'_>) -> Table {
    let (published, instrument) = (&folder.reported.trust, folder.context.instrument);
    let columns = vec![
        column("scale", "Scale"),
        column("grouping", "Grouping"),
        column("group", "Group"),
        column("n", "Staff"),
        column("mean", "Score"),
        column("lower", "Lower limit"),
        column("upper", "Upper limit"),
        column("pomp", "Of 100"),
        column("percent_favourable", "Favourable %"),
        column("shrunken_mean", "Shrunken score"),
        column("headcount", "Headcount"),
        column("response_rate", "Response rate"),
        column("rwg_j", "rwg(j)"),
        column("r_star_wg_j", "r*wg(j)"),
        column("ad_mean", "AD (mean)"),
        column("withheld", "Withheld"),
    ];
    let mut table = Table::new("scores", columns);
    for scale in &published.scales {
        let name = instrument.scales()[scale.scale].name.as_str();
        push(&mut table, name, (TRUST, TRUST), &scale.trust, of_trust);
        let by = scale.by.iter().map(|by| (by.column.as_str(), &by.groups));
        for (grouping, groups) in std::iter::once((ACADEMY, &scale.academies)).chain(by) {
            for group in groups {
                let named = (grouping, &*group_name(&group.name, grouping));
                push(&mut table, name, named, &group.scores, |row, found| {
                    of_group(row, found, group)
                });
            }
        }
    }
    table
}

/// Adds the row of the trust, or of a group of a grouping, on a scale: its figures, or the rule that withholds them.
fn push<F>(
    table: &mut Table,
    scale: &str,
    (grouping, group): (&str, &str),
    shown: &Shown<F>,
    with_figures: impl FnOnce(Vec<Cell>, &F) -> Vec<Cell>,
) {
    let mut row = vec![Cell::text(scale), Cell::text(grouping), Cell::text(group)];
    match shown {
        Shown::Figures(found) => row = with_figures(row, found),
        Shown::Withheld(rule) => {
            row.resize(table.columns.len() - 1, Cell::Blank);
            row.push(Cell::text(rule.name()));
        }
    }
    table.push(row);
}

fn of_trust(mut row: Vec<Cell>, found: &TrustEstimates) -> Vec<Cell> {
    row.push(Cell::count(found.n));
    row.extend(score(
        found.mean,
        trust_limits(found),
        found.pomp,
        found.percent_favourable,
    ));
    row.extend([
        Cell::Blank,
        found.headcount.map_or(Cell::Blank, Cell::count),
        Cell::maybe(found.response_rate, Kind::Coefficient),
    ]);
    row
}

fn of_group(mut row: Vec<Cell>, found: &GroupEstimates, group: &PublishedGroup) -> Vec<Cell> {
    row.push(Cell::count(found.n));
    row.extend(score(
        found.mean,
        group_limits(found),
        found.pomp,
        found.percent_favourable,
    ));
    row.extend([
        Cell::maybe(found.shrunken.as_ref().ok().map(|shrunken| shrunken.mean), Kind::Score),
        found.headcount.map_or(Cell::Blank, Cell::count),
        Cell::maybe(found.response_rate, Kind::Coefficient),
    ]);
    let agreement = group.agreement.figures().and_then(|found| found.figures.as_ref().ok());
    row.extend([
        Cell::maybe(agreement.map(|found| found.rwg_j), Kind::Coefficient),
        Cell::maybe(agreement.map(|found| found.r_star_wg_j), Kind::Coefficient),
        Cell::maybe(agreement.map(|found| found.ad_mean), Kind::Score),
    ]);
    row
}

/// How every item was answered over the trust.
fn items(folder: &Folder<'_>) -> Table {
    let (published, instrument) = (&folder.reported.trust, folder.context.instrument);
    let forward = |item: &usize| !instrument.items()[*item].reversed;
    let all: Vec<usize> = (0..instrument.items().len()).collect();
    let mut named: Vec<usize> = all.iter().copied().filter(forward).collect();
    if named.is_empty() {
        named.clone_from(&all);
    }
    let range = |item: &usize| instrument.items()[*item].response.range;
    let alike = all.windows(2).all(|pair| range(&pair[0]) == range(&pair[1]));
    // Where items have ranges of their own, their categories do not stand in one column.
    let names = if alike {
        categories(&named, instrument)
    } else {
        Vec::new()
    };
    let mut columns = vec![
        column("item", "Item"),
        column("text", "Wording"),
        column("reversed", "Reversed"),
        column("scales", "Scales"),
        column("n", "Answers"),
        column("mean", "Mean"),
        column("sd", "SD"),
        column("percent_favourable", "Favourable %"),
    ];
    let share = |(place, name): (usize, &String)| column(&format!("share_{place}"), &format!("{name} %"));
    columns.extend(names.iter().enumerate().map(share));
    columns.push(column("withheld", "Withheld"));
    let width = columns.len();
    let mut table = Table::new("items", columns);
    for (place, (item, shown)) in instrument.items().iter().zip(&published.items).enumerate() {
        let scales = instrument.scales().iter().filter(|scale| scale.items.contains(&place));
        let scales: Vec<&str> = scales.map(|scale| scale.name.as_str()).collect();
        let mut row = vec![
            Cell::text(item.id.as_str()),
            Cell::text(item.text.as_str()),
            if item.reversed { Cell::text("yes") } else { Cell::Blank },
            Cell::Text(scales.join("; ")),
        ];
        match shown {
            Shown::Withheld(rule) => {
                row.resize(width - 1, Cell::Blank);
                row.push(Cell::text(rule.name()));
            }
            Shown::Figures(found) => row.extend(of_item(found, names.len())),
        }
        table.push(row);
    }
    table
}

fn of_item(found: &ItemDistribution, categories: usize) -> Vec<Cell> {
    let moments = found.descriptives.as_ref().ok();
    let mut cells = vec![
        Cell::count(found.n),
        Cell::maybe(moments.map(|found| found.mean), Kind::Score),
        Cell::maybe(moments.and_then(|found| found.sd.as_ref().ok().copied()), Kind::Score),
        Cell::maybe(found.percent_favourable, Kind::Percent),
    ];
    let share = |&count: &u64| Cell::number(100.0 * count as f64 / found.n.max(1) as f64, Kind::Percent);
    cells.extend(found.counts.iter().take(categories).map(share));
    cells
}

/// How far each scale can be relied on, and whether averages may be compared.
fn reliability(folder: &Folder<'_>) -> Table {
    let (published, instrument) = (&folder.reported.trust, folder.context.instrument);
    let mut table = Table::new(
        "reliability",
        vec![
            column("scale", "Scale"),
            column("n", "Answered all items"),
            column("alpha", "Alpha"),
            column("alpha_lower", "Lower limit"),
            column("alpha_upper", "Upper limit"),
            column("omega_total", "Omega"),
            column("mean_interitem_r", "Mean item correlation"),
            column("icc1", "ICC(1)"),
            column("icc2", "ICC(2)"),
            column("verdict", "May answers be averaged?"),
            column("because", "Because"),
        ],
    );
    let value = |found: &Estimated| {
        let found = found.as_ref().map(|found| found.value).map_err(Clone::clone);
        Cell::figure(&found, Kind::Coefficient)
    };
    for scale in &published.scales {
        let mut row = vec![Cell::text(instrument.scales()[scale.scale].name.as_str())];
        match &scale.reliability {
            Shown::Withheld(_) => {
                row.push(Cell::text("withheld"));
                row.resize(7, Cell::Blank);
            }
            Shown::Figures(found) => {
                let alpha = found.alpha.as_ref().ok();
                let limits = alpha.and_then(|alpha| alpha.interval.as_ref()?.as_ref().ok());
                row.extend([
                    alpha.map_or(Cell::Blank, |alpha| Cell::count(alpha.n)),
                    value(&found.alpha),
                    Cell::maybe(limits.map(|found| found.lower), Kind::Coefficient),
                    Cell::maybe(limits.map(|found| found.upper), Kind::Coefficient),
                    value(&found.omega_total),
                    value(&found.mean_interitem_r),
                ]);
            }
        }
        if let Shown::Figures(found) = &scale.aggregation {
            row.extend([
                value(&found.icc1),
                value(&found.icc2),
                Cell::text(found.verdict.name()),
                Cell::Text(words::because(&found.verdict)),
            ]);
        }
        table.push(row);
    }
    table
}

/// What changed, for the trust, the academies and the groups of another column.
fn changes(since: Since<'_>) -> Table {
    let (before, after) = (since.term(WhichTerm::Before), since.term(WhichTerm::After));
    let columns = vec![
        column("scale", "Scale"),
        column("grouping", "Grouping"),
        column("group", "Group"),
        column("n_before", &format!("Staff, {before}")),
        column("n_after", &format!("Staff, {after}")),
        column("mean_before", &format!("Score, {before}")),
        column("mean_after", &format!("Score, {after}")),
        column("difference", "Change"),
        column("lower", "Lower limit"),
        column("upper", "Upper limit"),
        column("lower_simultaneous", "Lower limit, widened"),
        column("upper_simultaneous", "Upper limit, widened"),
        column("says", "What it says"),
        column("smallest_clear_change", "Could have seen"),
        column("these_staff_lower", "These staff: lower limit"),
        column("these_staff_upper", "These staff: upper limit"),
        column("response_rate_before", &format!("Response rate, {before}")),
        column("response_rate_after", &format!("Response rate, {after}")),
        column("withheld", "Withheld"),
    ];
    let mut table = Table::new("changes", columns);
    for scale in &since.comparison.scales {
        let name = since.declared(scale).name.as_str();
        push(&mut table, name, (TRUST, TRUST), &scale.trust, of_change);
        let by = scale.by.iter().map(|(column, groups)| (column.as_str(), groups));
        for (grouping, groups) in std::iter::once((ACADEMY, &scale.academies)).chain(by) {
            for group in groups {
                let named = (grouping, &*group_name(&group.name, grouping));
                push(&mut table, name, named, &group.figures, |row, change| {
                    of_group_change(row, change, since)
                });
            }
        }
    }
    table
}

fn of_group_change(mut row: Vec<Cell>, change: &GroupChange, since: Since<'_>) -> Vec<Cell> {
    match change {
        GroupChange::Both { change, .. } => of_change(row, change),
        GroupChange::Only { when, score } => {
            let side = |own: WhichTerm| if own == *when { Some(score) } else { None };
            row.extend(terms([side(WhichTerm::Before), side(WhichTerm::After)]));
            row.extend(vec![Cell::Blank; 5]);
            row.push(Cell::Text(format!("only in {}", since.term(*when))));
            row
        }
    }
}

/// Staff and scores of both terms.
fn terms(scores: [Option<&TermScore>; 2]) -> [Cell; 4] {
    let [before, after] = scores;
    let n = |score: Option<&TermScore>| score.map_or(Cell::Blank, |score| Cell::count(score.n));
    let mean = |score: Option<&TermScore>| Cell::maybe(score.and_then(|score| score.mean), Kind::Score);
    [n(before), n(after), mean(before), mean(after)]
}

fn of_change(mut row: Vec<Cell>, change: &Change) -> Vec<Cell> {
    let welch = change.welch.as_ref().ok();
    let wide = change.simultaneous.as_ref().ok();
    let these = change.these_staff.as_ref().and_then(|found| found.as_ref().ok());
    row.extend(terms([Some(&change.before), Some(&change.after)]));
    row.extend([
        Cell::maybe(welch.map(|found| found.difference), Kind::Score),
        Cell::maybe(welch.map(|found| found.interval.lower), Kind::Score),
        Cell::maybe(welch.map(|found| found.interval.upper), Kind::Score),
        Cell::maybe(wide.map(|found| found.lower), Kind::Score),
        Cell::maybe(wide.map(|found| found.upper), Kind::Score),
        words_of(change),
        Cell::maybe(change.smallest_clear.as_ref().ok().copied(), Kind::Score),
        Cell::maybe(these.map(|found| found.interval.lower), Kind::Score),
        Cell::maybe(these.map(|found| found.interval.upper), Kind::Score),
        Cell::maybe(change.before.response_rate, Kind::Coefficient),
        Cell::maybe(change.after.response_rate, Kind::Coefficient),
    ]);
    row
}

/// Method, definitions and sources, as the page has them.
fn method(folder: &Folder<'_>) -> Record {
    let mut members = Vec::new();
    for part in trust::method(folder).parts {
        match part {
            Part::Facts(facts) => {
                members.extend(
                    facts
                        .into_iter()
                        .map(|fact| (fact.label, Record::from(Cell::Text(fact.text)))),
                );
            }
            Part::List(points) => {
                members.extend(
                    points
                        .into_iter()
                        .map(|point| ("Noticed".to_owned(), Record::from(Cell::Text(point)))),
                );
            }
            _ => {}
        }
    }
    Record::Object(members)
}
