//! What spreadsheets read: one tidy table a subject, in full precision.

use crate::disclosure::{Change, Comparison, GroupChange, PublishedChange, Shown};
use crate::report::compare::record::{change_fields, only_keys};
use crate::report::context::{Context, name_cell};
use crate::report::standardised::{CHANGE_KEYS, change_cells};
use crate::report::{Cell, Kind, Table};

pub(crate) fn tables(published: &Comparison, context: &Context<'_>) -> Vec<Table> {
    vec![
        changes(published, context),
        mixed(published, context),
        findings(context),
    ]
}

/// The figures of a change, in the record's order.
const KEYS: [&str; 34] = [
    "n_before",
    "n_after",
    "mean_before",
    "mean_after",
    "difference",
    "lower",
    "upper",
    "t",
    "df",
    "p",
    "p_holm",
    "p_bh",
    "cohen_d",
    "hedges_g",
    "d_lower",
    "d_upper",
    "cliffs_delta",
    "smallest_visible_change",
    "se",
    "lower_simultaneous",
    "upper_simultaneous",
    "smallest_clear_change",
    "says",
    "these_staff_difference",
    "these_staff_se",
    "these_staff_lower",
    "these_staff_upper",
    "own_change",
    "own_change_se",
    "probability_rose",
    "headcount_before",
    "headcount_after",
    "response_rate_before",
    "response_rate_after",
];

fn changes(published: &Comparison, context: &Context<'_>) -> Table {
    let mut keys = vec!["scale", "grouping", "group"];
    keys.extend(KEYS);
    keys.extend(["only", "withheld"]);
    let width = keys.len();
    if published.standard.is_some() {
        keys.extend(CHANGE_KEYS);
    }
    let mut table = Table::tidy("changes", &keys);
    for scale in &published.scales {
        let id = || Cell::text(context.instrument.scales()[scale.scale].id.as_str());
        let mut row = vec![id(), Cell::text("trust"), Cell::text("the trust")];
        row.extend(match &scale.trust {
            Shown::Figures(change) => figures(change),
            Shown::Withheld(rule) => rest(None, Some(rule.name())),
        });
        let beside = |mut row: Vec<Cell>, shown: Option<Vec<Cell>>| {
            row.resize(width, Cell::Blank);
            row.extend(shown.into_iter().flatten());
            row
        };
        let standardised = scale.standardised.as_ref();
        let trust = standardised.filter(|_| scale.trust.figures().is_some());
        table.push(beside(row, trust.map(|found| change_cells(&found.trust))));
        let academies = ("academy", &scale.academies, standardised);
        let by = scale.by.iter().map(|(column, groups)| (column.as_str(), groups, None));
        for (grouping, groups, standardised) in std::iter::once(academies).chain(by) {
            for (place, group) in groups.iter().enumerate() {
                let mut row = vec![id(), Cell::text(grouping), name_cell(&group.name, grouping)];
                row.extend(of_group(group));
                let shown = standardised.filter(|_| group.figures.figures().is_some());
                let shown = shown.and_then(|found| found.academies[place].as_ref());
                table.push(beside(row, shown.map(change_cells)));
            }
        }
    }
    table
}

fn figures(change: &Change) -> Vec<Cell> {
    change_fields(change, None).into_iter().map(|(_, cell)| cell).collect()
}

fn rest(only: Option<&'static str>, withheld: Option<&'static str>) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; KEYS.len()];
    cells.extend([only, withheld].map(|text| text.map_or(Cell::Blank, Cell::text)));
    cells
}

fn of_group(group: &PublishedChange) -> Vec<Cell> {
    match &group.figures {
        Shown::Withheld(rule) => rest(None, Some(rule.name())),
        Shown::Figures(GroupChange::Both { change, own }) => change_fields(change, own.as_ref())
            .into_iter()
            .map(|(_, cell)| cell)
            .collect(),
        Shown::Figures(GroupChange::Only { when, score }) => {
            let (n, mean) = only_keys(*when);
            let mut cells = rest(Some(when.name()), None);
            for (key, cell) in KEYS.iter().zip(&mut cells) {
                if *key == n {
                    *cell = Cell::count(score.n);
                } else if *key == mean {
                    *cell = Cell::maybe(score.mean, Kind::Score);
                }
            }
            cells
        }
    }
}

fn mixed(published: &Comparison, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "model",
        "change",
        "se",
        "lower",
        "upper",
        "df",
        "var_academy",
        "var_change",
        "covariance",
        "var_residual",
        "singular",
        "undefined",
        "withheld",
    ];
    let mut table = Table::tidy("mixed", &keys);
    let number = |value: f64| Cell::number(value, Kind::Score);
    for scale in &published.scales {
        let id = || Cell::text(context.instrument.scales()[scale.scale].id.as_str());
        let missing = |model: &str, undefined: Cell, withheld: Cell| {
            let mut row = vec![id(), Cell::text(model)];
            row.extend(vec![Cell::Blank; keys.len() - 4]);
            row.extend([undefined, withheld]);
            row
        };
        let found = match &scale.mixed {
            Shown::Figures(found) => found,
            Shown::Withheld(rule) => {
                for model in ["random intercept", "random slope"] {
                    table.push(missing(model, Cell::Blank, Cell::text(rule.name())));
                }
                continue;
            }
        };
        table.push(match &found.intercept {
            Err(reason) => missing("random intercept", Cell::text(reason.to_string()), Cell::Blank),
            Ok(found) => vec![
                id(),
                Cell::text("random intercept"),
                number(found.change),
                number(found.se),
                number(found.interval.lower),
                number(found.interval.upper),
                Cell::count(found.df),
                number(found.var_academy),
                Cell::Blank,
                Cell::Blank,
                number(found.var_residual),
                Cell::Flag(found.at_boundary),
            ],
        });
        table.push(match &found.slope {
            Err(reason) => missing("random slope", Cell::text(reason.to_string()), Cell::Blank),
            Ok(found) => vec![
                id(),
                Cell::text("random slope"),
                number(found.change),
                number(found.se),
                number(found.interval.lower),
                number(found.interval.upper),
                Cell::count(found.df),
                number(found.var_academy),
                number(found.var_change),
                number(found.covariance),
                number(found.var_residual),
                Cell::Flag(found.singular),
            ],
        });
    }
    table
}

/// What was found while reading.
pub(crate) fn findings(context: &Context<'_>) -> Table {
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

#[cfg(test)]
mod tests {
    use super::KEYS;
    use crate::disclosure::{Change, Conclusion, TermScore, Undefined};
    use crate::report::compare::record::change_fields;

    #[test]
    fn the_table_has_the_keys_of_the_record_in_their_order() {
        let none = TermScore {
            n: 0,
            mean: None,
            headcount: None,
            response_rate: None,
        };
        let why = || Undefined::TooFewPersons { found: 0, needed: 1 };
        let change = Change {
            before: none,
            after: none,
            welch: Err(why()),
            p_holm: None,
            p_bh: None,
            simultaneous: Err(why()),
            effect: Err(why()),
            cliffs_delta: Err(why()),
            smallest_visible: Err(why()),
            smallest_clear: Err(why()),
            these_staff: None,
            conclusion: Conclusion::TooFew,
        };
        let keys: Vec<&str> = change_fields(&change, None).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, KEYS);
    }
}
