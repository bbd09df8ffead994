//! What spreadsheets read: one tidy table a subject, in full precision.

use crate::disclosure::{Change, RestComparison, Shown, StandardisedPoint, Trend, TrendPoint};
use crate::report::compare::{change_fields, findings_table};
use crate::report::context::{Context, name_cell};
use crate::report::standardised::{MEAN_KEYS, difference_cells, mean_cells};
use crate::report::trend::record::CHANGE_KEYS;
use crate::report::{Cell, Kind, Table, TermsContext};

pub(crate) fn tables(published: &Trend, context: &TermsContext<'_>, plain: &Context<'_>) -> Vec<Table> {
    vec![
        scores(published, context),
        benchmarks(published, context),
        findings_table(plain),
    ]
}

const SCORE_KEYS: [&str; 9] = [
    "n",
    "mean",
    "sd",
    "se",
    "lower",
    "upper",
    "pomp",
    "headcount",
    "response_rate",
];
const REST_KEYS: [&str; 4] = ["rest_of_trust", "rest_difference", "rest_lower", "rest_upper"];

fn scores(published: &Trend, context: &TermsContext<'_>) -> Table {
    let change_keys = CHANGE_KEYS.map(|key| match key {
        "lower" | "upper" => format!("difference_{key}"),
        other => other.to_owned(),
    });
    let mut keys = vec!["scale", "term", "grouping", "group"];
    keys.extend(SCORE_KEYS);
    keys.extend(change_keys.iter().map(String::as_str));
    keys.extend(REST_KEYS);
    keys.extend(["absent", "withheld"]);
    let width = keys.len();
    if published.standard.is_some() {
        keys.extend(MEAN_KEYS);
        keys.extend(STANDARDISED_CHANGE_KEYS);
    }
    let mut table = Table::tidy("trend", &keys);
    let figures = SCORE_KEYS.len() + CHANGE_KEYS.len() + REST_KEYS.len();
    for scale in &published.scales {
        for (place, term) in context.terms.iter().enumerate() {
            let head = |grouping: &str, group: Cell| {
                vec![
                    Cell::text(context.instrument.scales()[scale.scale].id.as_str()),
                    Cell::text(term.name.as_str()),
                    Cell::text(grouping),
                    group,
                ]
            };
            let mut row = head("trust", Cell::text("the trust"));
            match scale.trust.get(place) {
                Some(Shown::Figures(point)) => {
                    let interval = point.score.interval.as_ref().ok();
                    row.extend([
                        Cell::count(point.score.n),
                        Cell::maybe(point.score.mean, Kind::Score),
                        Cell::maybe(point.score.sd, Kind::Score),
                        Cell::maybe(interval.map(|found| found.se), Kind::Score),
                        Cell::maybe(interval.map(|found| found.interval.lower), Kind::Score),
                        Cell::maybe(interval.map(|found| found.interval.upper), Kind::Score),
                        Cell::maybe(point.score.pomp, Kind::Percent),
                        point.score.headcount.map_or(Cell::Blank, Cell::count),
                        Cell::maybe(point.score.response_rate, Kind::Coefficient),
                    ]);
                    row.extend(change_cells(point.change.as_ref()));
                }
                Some(Shown::Withheld(rule)) => row.extend(withheld(figures, rule.name())),
                None => {}
            }
            let beside = |mut row: Vec<Cell>, shown: Option<&Shown<StandardisedPoint>>| {
                row.resize(width, Cell::Blank);
                row.extend(shown.map(standardised_cells).into_iter().flatten());
                row
            };
            let standardised = scale.standardised.as_ref();
            let open = scale.trust.get(place).is_some_and(|trust| trust.figures().is_some());
            let trust = standardised.and_then(|found| found.trust.get(place)).filter(|_| open);
            table.push(beside(row, trust));
            let by = scale.by.iter().map(|(column, groups)| (column.as_str(), groups, None));
            for (grouping, groups, standardised) in
                std::iter::once(("academy", &scale.academies, standardised)).chain(by)
            {
                for (own, group) in groups.iter().enumerate() {
                    let mut row = head(grouping, name_cell(&group.name, grouping));
                    row.extend(
                        group
                            .points
                            .get(place)
                            .map_or(Vec::new(), |point| of_point(point, figures)),
                    );
                    let shown = matches!(group.points.get(place), Some(TrendPoint::Shown(_)));
                    let found = standardised.filter(|_| shown);
                    table.push(beside(row, found.map(|found| &found.academies[own][place])));
                }
            }
        }
    }
    table
}

/// The keys of the change of a standardised score.
const STANDARDISED_CHANGE_KEYS: [&str; 4] = [
    "standardised_difference",
    "standardised_difference_se",
    "standardised_difference_lower",
    "standardised_difference_upper",
];

fn standardised_cells(shown: &Shown<StandardisedPoint>) -> Vec<Cell> {
    match shown {
        Shown::Withheld(rule) => mean_cells(&Shown::Withheld(*rule)),
        Shown::Figures(point) => {
            let mut cells = mean_cells(&Shown::Figures(point.mean.clone()));
            cells.extend(difference_cells(point.change.as_ref()));
            cells
        }
    }
}

fn withheld(figures: usize, rule: &str) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; figures + 1];
    cells.push(Cell::text(rule));
    cells
}

fn of_point(point: &TrendPoint, figures: usize) -> Vec<Cell> {
    let point = match point {
        TrendPoint::Absent => {
            let mut cells = vec![Cell::Blank; figures];
            cells.push(Cell::Flag(true));
            return cells;
        }
        TrendPoint::Withheld(rule) => return withheld(figures, rule.name()),
        TrendPoint::Shown(point) => point,
    };
    let interval = point.score.interval.as_ref().ok();
    let mut cells = vec![
        Cell::count(point.score.n),
        Cell::maybe(point.score.mean, Kind::Score),
        Cell::maybe(point.score.sd, Kind::Score),
        Cell::maybe(interval.map(|found| found.se), Kind::Score),
        Cell::maybe(interval.map(|found| found.interval.lower), Kind::Score),
        Cell::maybe(interval.map(|found| found.interval.upper), Kind::Score),
        Cell::maybe(point.score.pomp, Kind::Percent),
        point.score.headcount.map_or(Cell::Blank, Cell::count),
        Cell::maybe(point.score.response_rate, Kind::Coefficient),
    ];
    cells.extend(change_cells(point.change.as_ref()));
    cells.extend(rest_cells(point.rest.as_ref()));
    cells
}

fn change_cells(change: Option<&Change>) -> Vec<Cell> {
    let Some(change) = change else {
        return vec![Cell::Blank; CHANGE_KEYS.len()];
    };
    let fields = change_fields(change, None).into_iter();
    fields
        .filter(|(key, _)| CHANGE_KEYS.contains(key))
        .map(|(_, cell)| cell)
        .collect()
}

fn rest_cells(rest: Option<&RestComparison>) -> Vec<Cell> {
    let welch = rest.and_then(|rest| rest.welch.as_ref().ok());
    vec![
        Cell::maybe(rest.map(|rest| rest.mean), Kind::Score),
        Cell::maybe(welch.map(|found| found.difference), Kind::Score),
        Cell::maybe(welch.map(|found| found.interval.lower), Kind::Score),
        Cell::maybe(welch.map(|found| found.interval.upper), Kind::Score),
    ]
}

fn benchmarks(published: &Trend, context: &TermsContext<'_>) -> Table {
    let keys = [
        "scale",
        "term",
        "academies_shown",
        "lower_quartile",
        "median_of_academies",
        "upper_quartile",
    ];
    let mut table = Table::tidy("benchmarks", &keys);
    for scale in &published.scales {
        for (term, quartiles) in context.terms.iter().zip(&scale.quartiles) {
            let mut row = vec![
                Cell::text(context.instrument.scales()[scale.scale].id.as_str()),
                Cell::text(term.name.as_str()),
            ];
            row.extend(quartiles.iter().flat_map(|found| {
                [
                    Cell::count(found.academies as u64),
                    Cell::number(found.lower, Kind::Score),
                    Cell::number(found.median, Kind::Score),
                    Cell::number(found.upper, Kind::Score),
                ]
            }));
            table.push(row);
        }
    }
    table
}
