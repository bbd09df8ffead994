//! The structure of a scale as people read it: sentences first, then tables.

use crate::model::Scale;
use crate::report::blocks::scale_heading;
use crate::report::context::Context;
use crate::report::picked::Picked;
use crate::report::structure::cluster_bias;
use crate::report::structure::cut_offs;
use crate::report::structure::models;
use crate::report::structure::partial_credit;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Role, Subject, Table, number};

/// Most eigenvalues in the table for people.
const EIGENVALUES: usize = 6;

/// The blocks of a scale.
pub(super) fn blocks_of_scale(
    declared: &Scale,
    scale: &Record,
    sentences: &[Fact],
    context: &Context<'_>,
) -> Vec<Block> {
    let mut facts = sentences.to_vec();
    facts.extend(adequacy(scale).map(|text| Fact::new("Adequacy", text)));
    facts.extend(omegas(scale).map(|text| Fact::new("Omega", text)));
    let mut blocks = vec![scale_heading(declared, context.instrument), Block::Facts(facts)];
    blocks.extend(eigenvalue_table(scale).map(Block::Table));
    blocks.extend(loading_table(scale).map(Block::Table));
    blocks.extend(model_table(scale).map(Block::Table));
    blocks.extend(cut_offs::table(scale).map(Block::Table));
    blocks.extend(cluster_bias::table(scale).map(Block::Table));
    blocks.extend(partial_credit::table(scale).map(Block::Table));
    blocks
}

fn adequacy(scale: &Record) -> Option<String> {
    scale.value("kmo.overall")?;
    Some(format!(
        "KMO {}, Bartlett's test χ² {} with {}, p {}",
        scale.shown_number("kmo.overall"),
        scale.shown_number("bartlett.chisq"),
        degrees(scale.value("bartlett.df").unwrap_or_default()),
        scale.shown_number("bartlett.p"),
    ))
}

fn degrees(df: f64) -> String {
    let unit = if df < 1.5 { "degree" } else { "degrees" };
    format!("{} {unit} of freedom", number::text(df, Kind::Count))
}

fn omegas(scale: &Record) -> Option<String> {
    let hierarchical = scale.value("omega_hierarchical.omega_h").map(|_| {
        format!(
            "hierarchical {}, total {}, explained common variance {} ({} group factors)",
            scale.shown_number("omega_hierarchical.omega_h"),
            scale.shown_number("omega_hierarchical.omega_t"),
            scale.shown_number("omega_hierarchical.ecv"),
            scale.shown_number("omega_hierarchical.factors"),
        )
    });
    let categorical = scale.value("omega_categorical.model_implied").map(|_| {
        format!(
            "categorical {} ({} over the polychoric total)",
            scale.shown_number("omega_categorical.model_implied"),
            scale.shown_number("omega_categorical.polychoric_total"),
        )
    });
    let parts: Vec<String> = categorical.into_iter().chain(hierarchical).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The first eigenvalues with those of unrelated items.
fn eigenvalue_table(scale: &Record) -> Option<Table> {
    let own = scale.each("eigenvalues");
    if own.is_empty() {
        return None;
    }
    let columns = vec![
        Column::narrow(Subject::Any, "factor", Role::Name),
        Column::narrow(Subject::Any, "eigenvalue", Role::Figure),
        Column::narrow(Subject::Any, "limit_pearson", Role::Figure),
        Column::narrow(Subject::Any, "map", Role::Extra(1)),
    ];
    let mut table = Table::new("eigenvalues", columns);
    let at = |path: &str, place: usize| scale.each(path).get(place).map_or(Cell::Blank, Record::as_cell);
    for (place, eigenvalue) in own.iter().enumerate().take(EIGENVALUES) {
        table.push(vec![
            Cell::text(number::text((place + 1) as f64, Kind::Count)),
            eigenvalue.as_cell(),
            at("parallel.pearson.limits", place),
            at("map", place),
        ]);
    }
    Some(table)
}

/// The loadings after oblique rotation of the least-squares solution.
fn loading_table(scale: &Record) -> Option<Table> {
    let solution = scale
        .each("efa")
        .iter()
        .find(|solution| solution.text("method") == Some("minres") && solution.text("rotation") == Some("oblimin"))?;
    let loadings = solution.members("loadings");
    let (_, first) = loadings.first()?;
    let factors = first.each("").len();
    let mut columns = vec![Column::narrow(Subject::Any, "item", Role::Name)];
    columns.extend((0..factors).map(|factor| {
        let heading = format!("Factor {}", factor + 1);
        Column::new(&format!("factor_{}", factor + 1), &heading, Role::Figure)
    }));
    columns.push(Column::narrow(Subject::Any, "communality", Role::Extra(0)));
    let mut table = Table::new("loadings", columns);
    for (id, own) in loadings {
        let mut row = vec![Cell::text(id.as_str())];
        row.extend(own.each("").iter().map(Record::as_cell));
        row.push(
            solution
                .at("communality")
                .and_then(|all| all.member(id))
                .map_or(Cell::Blank, Record::as_cell),
        );
        table.push(row);
    }
    Some(table)
}

/// The fit of every confirmatory model.
fn model_table(scale: &Record) -> Option<Table> {
    let all = scale.each("models");
    if all.is_empty() {
        return None;
    }
    let chisq = |model: &Record| match model.cell("fit.chisq") {
        Cell::Blank => model.as_cell(),
        cell => cell,
    };
    let table = Picked::new("models", Subject::Any)
        .made("model", "Model", Role::Name, |model| Cell::Text(models::name(model)))
        .made("chisq", "χ²", Role::Figure, chisq)
        .figure("fit.df", Role::Extra(3))
        .headed("Scaled χ²", "scaled.chisq", Role::Extra(2))
        .figure("fit.cfi", Role::Figure)
        .figure("fit.rmsea", Role::Figure)
        .figure("fit.srmr", Role::Figure)
        .headed("Robust CFI", "robust.cfi", Role::Extra(0))
        .headed("Robust RMSEA", "robust.rmsea", Role::Extra(1));
    Some(table.table(all))
}
