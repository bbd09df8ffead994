//! What spreadsheets read: one tidy table a subject, in full precision.

use crate::disclosure::{
    Aggregation, Coefficient, GroupEstimates, MeanInterval, Published, PublishedGroup, Shown, TrustEstimates,
};
use crate::report::closer::{moments, push_counts};
use crate::report::coefficient;
use crate::report::context::{Context, name_cell};
use crate::report::score::words;
use crate::report::standardised::{MEAN_KEYS, mean_cells};
use crate::report::{Cell, Kind, Table};

pub(crate) fn tables(published: &Published, context: &Context<'_>) -> Vec<Table> {
    vec![
        scores(published, context),
        agreement(published, context),
        reliability(published, context),
        aggregation(published, context),
        items(published, context),
        distribution(published, context),
        findings(context),
    ]
}

fn id(context: &Context<'_>, scale: usize) -> Cell {
    Cell::text(context.instrument.scales()[scale].id.as_str())
}

/// The columns of scores.
const SCORES: [&str; 17] = [
    "scale",
    "grouping",
    "group",
    "n",
    "mean",
    "sd",
    "se",
    "lower",
    "upper",
    "pomp",
    "percent_favourable",
    "headcount",
    "response_rate",
    "mean_of_academies",
    "shrunken_mean",
    "shrunken_se",
    "withheld",
];

fn scores(published: &Published, context: &Context<'_>) -> Table {
    let mut keys = SCORES.to_vec();
    if published.standard.is_some() {
        keys.extend(MEAN_KEYS);
    }
    let mut table = Table::tidy("scores", &keys);
    let width = SCORES.len();
    for scale in &published.scales {
        let withheld = |rule: &'static str| {
            let mut cells = vec![Cell::Blank; width - 4];
            cells.push(Cell::text(rule));
            cells
        };
        let mut row = vec![id(context, scale.scale), Cell::text("trust"), Cell::text("the trust")];
        row.extend(match &scale.trust {
            Shown::Figures(trust) => of_trust(trust),
            Shown::Withheld(rule) => withheld(rule.name()),
        });
        let beside = |mut row: Vec<Cell>, shown: Option<Vec<Cell>>| {
            row.resize(width, Cell::Blank);
            row.extend(shown.into_iter().flatten());
            row
        };
        let standardised = scale.standardised.as_ref();
        let trust = standardised.filter(|_| scale.trust.figures().is_some());
        let row = beside(row, trust.map(|found| mean_cells(&found.trust)));
        table.push(row);
        let academies = ("academy", &scale.academies, standardised);
        let by = scale.by.iter().map(|by| (by.column.as_str(), &by.groups, None));
        for (column, groups, standardised) in std::iter::once(academies).chain(by) {
            for (place, group) in groups.iter().enumerate() {
                let mut row = vec![
                    id(context, scale.scale),
                    Cell::text(column),
                    name_cell(&group.name, column),
                ];
                row.extend(match &group.scores {
                    Shown::Figures(found) => of_group(found),
                    Shown::Withheld(rule) => withheld(rule.name()),
                });
                let shown = standardised.filter(|_| group.scores.figures().is_some());
                table.push(beside(row, shown.map(|found| mean_cells(&found.academies[place]))));
            }
        }
    }
    table
}

fn of_trust(found: &TrustEstimates) -> Vec<Cell> {
    let interval = found.interval.as_ref().ok();
    vec![
        Cell::count(found.n),
        Cell::maybe(found.mean, Kind::Score),
        Cell::maybe(found.sd, Kind::Score),
        Cell::maybe(interval.map(|interval| interval.se), Kind::Score),
        Cell::maybe(interval.map(|interval| interval.interval.lower), Kind::Score),
        Cell::maybe(interval.map(|interval| interval.interval.upper), Kind::Score),
        Cell::maybe(found.pomp, Kind::Percent),
        Cell::maybe(found.percent_favourable, Kind::Percent),
        found.headcount.map_or(Cell::Blank, Cell::count),
        Cell::maybe(found.response_rate, Kind::Coefficient),
        Cell::maybe(found.mean_of_academies, Kind::Score),
    ]
}

fn of_group(found: &GroupEstimates) -> Vec<Cell> {
    let limit = |which: fn(&MeanInterval) -> f64| Cell::maybe(found.interval.as_ref().ok().map(which), Kind::Score);
    vec![
        Cell::count(found.n),
        Cell::maybe(found.mean, Kind::Score),
        Cell::maybe(found.sd, Kind::Score),
        limit(|interval| interval.se),
        limit(|interval| interval.interval.lower),
        limit(|interval| interval.interval.upper),
        Cell::maybe(found.pomp, Kind::Percent),
        Cell::maybe(found.percent_favourable, Kind::Percent),
        found.headcount.map_or(Cell::Blank, Cell::count),
        Cell::maybe(found.response_rate, Kind::Coefficient),
        Cell::Blank,
        Cell::maybe(found.shrunken.as_ref().ok().map(|shrunken| shrunken.mean), Kind::Score),
        Cell::maybe(found.shrunken.as_ref().ok().map(|shrunken| shrunken.se), Kind::Score),
    ]
}

fn agreement(published: &Published, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "grouping",
        "group",
        "n",
        "rwg_j",
        "r_star_wg_j",
        "ad_mean",
        "ad_median",
        "a_wg",
        "withheld",
        "undefined",
    ];
    let mut table = Table::tidy("agreement", &keys);
    for scale in &published.scales {
        let mut push = |grouping: &str, column: &str, group: &PublishedGroup| {
            let mut row = vec![
                id(context, scale.scale),
                Cell::text(grouping),
                name_cell(&group.name, column),
            ];
            match &group.agreement {
                Shown::Withheld(rule) => {
                    row.extend(vec![Cell::Blank; 6]);
                    row.push(Cell::text(rule.name()));
                }
                Shown::Figures(found) => {
                    row.push(Cell::count(found.n));
                    match &found.figures {
                        Ok(figures) => row.extend([
                            Cell::number(figures.rwg_j, Kind::Coefficient),
                            Cell::number(figures.r_star_wg_j, Kind::Coefficient),
                            Cell::number(figures.ad_mean, Kind::Score),
                            Cell::number(figures.ad_median, Kind::Score),
                            Cell::figure(&figures.a_wg, Kind::Coefficient),
                        ]),
                        Err(reason) => {
                            row.extend(vec![Cell::Blank; 6]);
                            row.push(Cell::Text(reason.to_string()));
                        }
                    }
                }
            }
            table.push(row);
        };
        scale
            .academies
            .iter()
            .for_each(|group| push("academy", "academy", group));
        if let Some(by) = &scale.by {
            by.groups.iter().for_each(|group| push(&by.column, &by.column, group));
        }
    }
    table
}

fn reliability(published: &Published, context: &Context<'_>) -> Table {
    let mut keys = vec!["scale", "coefficient"];
    keys.extend(coefficient::COLUMNS);
    keys.push("withheld");
    let mut table = Table::tidy("reliability", &keys);
    for scale in &published.scales {
        match &scale.reliability {
            Shown::Withheld(rule) => {
                let mut row = vec![id(context, scale.scale)];
                row.extend(vec![Cell::Blank; keys.len() - 2]);
                row.push(Cell::text(rule.name()));
                table.push(row);
            }
            Shown::Figures(found) => {
                let named = [
                    ("alpha", &found.alpha),
                    ("omega_total", &found.omega_total),
                    ("mean_interitem_r", &found.mean_interitem_r),
                ];
                for (name, estimated) in named {
                    let mut row = vec![id(context, scale.scale), Cell::text(name)];
                    row.extend(coefficient::row(estimated));
                    table.push(row);
                }
            }
        }
    }
    table
}

fn aggregation(published: &Published, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "icc1",
        "icc1_lower",
        "icc1_upper",
        "icc1_mean_size",
        "icc2",
        "icc2_lower",
        "icc2_upper",
        "icc2_mean",
        "f",
        "df1",
        "df2",
        "p",
        "k0",
        "verdict",
        "because",
        "withheld",
    ];
    let mut table = Table::tidy("aggregation", &keys);
    for scale in &published.scales {
        let mut row = vec![id(context, scale.scale)];
        match &scale.aggregation {
            Shown::Figures(found) => row.extend(of_aggregation(found)),
            Shown::Withheld(rule) => {
                row.extend(vec![Cell::Blank; keys.len() - 2]);
                row.push(Cell::text(rule.name()));
            }
        }
        table.push(row);
    }
    table
}

fn of_aggregation(found: &Aggregation) -> Vec<Cell> {
    let limits = |estimated: Option<&Coefficient>| {
        let interval = estimated
            .and_then(|found| found.interval.as_ref())
            .and_then(|interval| interval.as_ref().ok());
        [
            interval.map(|interval| interval.lower),
            interval.map(|interval| interval.upper),
        ]
        .map(|limit| Cell::maybe(limit, Kind::Coefficient))
    };
    let value = |estimated: Option<&Coefficient>| Cell::maybe(estimated.map(|found| found.value), Kind::Coefficient);
    let (icc1, icc2) = (found.icc1.as_ref().ok(), found.icc2.as_ref().ok());
    let anova = found.anova.as_ref().ok();
    let test = anova.and_then(|anova| anova.test.as_ref().ok());
    let mut cells = vec![value(icc1)];
    cells.extend(limits(icc1));
    cells.push(value(found.icc1_mean_size.as_ref().ok()));
    cells.push(value(icc2));
    cells.extend(limits(icc2));
    cells.extend([
        Cell::maybe(found.icc2_mean.as_ref().ok().copied(), Kind::Coefficient),
        Cell::maybe(test.map(|test| test.f), Kind::Statistic),
        anova.map_or(Cell::Blank, |anova| Cell::count(anova.df_between)),
        anova.map_or(Cell::Blank, |anova| Cell::count(anova.df_within)),
        Cell::maybe(test.map(|test| test.p), Kind::PValue),
        Cell::maybe(anova.map(|anova| anova.k0), Kind::Statistic),
        Cell::text(found.verdict.name()),
        Cell::Text(words::because(&found.verdict)),
    ]);
    cells
}

fn items(published: &Published, context: &Context<'_>) -> Table {
    let keys = [
        "item",
        "text",
        "reversed",
        "n",
        "missing",
        "mean",
        "sd",
        "median",
        "skewness",
        "kurtosis",
        "floor",
        "ceiling",
        "percent_favourable",
        "withheld",
    ];
    let mut table = Table::tidy("items", &keys);
    for (item, shown) in context.instrument.items().iter().zip(&published.items) {
        let mut row = vec![
            Cell::text(item.id.as_str()),
            Cell::text(item.text.as_str()),
            Cell::Flag(item.reversed),
        ];
        match shown {
            Shown::Figures(found) => row.extend(moments(found)),
            Shown::Withheld(rule) => {
                row.extend(vec![Cell::Blank; keys.len() - 4]);
                row.push(Cell::text(rule.name()));
            }
        }
        table.push(row);
    }
    table
}

fn distribution(published: &Published, context: &Context<'_>) -> Table {
    let mut table = Table::tidy("distribution", &["item", "keyed_code", "label", "count", "withheld"]);
    for (item, shown) in context.instrument.items().iter().zip(&published.items) {
        push_counts(&mut table, &[], item, shown);
    }
    table
}

fn findings(context: &Context<'_>) -> Table {
    let mut table = Table::tidy("findings", &["level", "code", "message"]);
    for finding in &context.findings {
        table.push(vec![
            Cell::text(finding.level.name()),
            Cell::text(&*finding.code),
            Cell::text(finding.sentence()),
        ]);
    }
    table
}
