//! Whether a model fits this survey, judged by simulated surveys: sentences and a table.

use crate::report::{Cell, Column, Kind, Record, Role, Subject, Table, number};

/// The indices, in the order of the table.
const INDICES: [&str; 4] = ["cfi", "tli", "rmsea", "srmr"];
/// Their habitual limits.
const HABITS: [f64; 4] = [0.95, 0.95, 0.06, 0.08];

/// One sentence per model.
pub(super) fn sentences(scale: &Record) -> Vec<String> {
    scale.each("cut_offs").iter().filter_map(sentence).collect()
}

fn model(found: &Record) -> &'static str {
    match found.text("model") {
        Some("one_factor") => "one factor",
        _ => "the declared scales",
    }
}

fn sentence(found: &Record) -> Option<String> {
    let model = model(found);
    if let Some(reason) = found.text("undefined") {
        return Some(format!("{model}: no cut-offs for this survey: {reason}."));
    }
    let limits = format!(
        "CFI {}, RMSEA {}, SRMR {}",
        found.shown_number("if_true.cfi"),
        found.shown_number("if_true.rmsea"),
        found.shown_number("if_true.srmr")
    );
    let misfit = format!("({} of {})", found.text("misfit")?, found.shown_number("misfit_size"));
    let noticed = number::text(100.0 * found.value("noticed")?, Kind::Percent);
    Some(match found.text("verdict")? {
        "fits" => format!(
            "{model}: as good as if the model were true. 95 of 100 such surveys of a true model are within {limits}; {noticed} of \
             100 with a stated misfit {misfit} are not."
        ),
        "smaller misfit" => format!(
            "{model}: not as good as if the model were true, when 95 of 100 such surveys are within {limits}; but better than 95 of \
             100 surveys with a stated misfit {misfit}."
        ),
        _ => format!(
            "{model}: not as good as if the model were true, when 95 of 100 such surveys are within {limits}; as bad as with a stated \
             misfit {misfit}, or worse."
        ),
    })
}

/// The indices of this survey, those of simulated ones, and the habits.
pub(super) fn table(scale: &Record) -> Option<Table> {
    let all = scale.each("cut_offs");
    let mut columns = vec![Column::new("surveys", "Fit", Role::Name)];
    columns.extend(INDICES.map(|key| Column::narrow(Subject::Any, key, Role::Figure)));
    let mut table = Table::new("cut_offs", columns);
    for found in all.iter().filter(|found| found.at("if_true").is_some()) {
        for (path, name) in [
            ("observed", "this survey"),
            ("if_true", "95 % if the model is true"),
            ("with_misfit", "95 % with the misfit are worse"),
        ] {
            let mut row = vec![Cell::Text(format!("{}: {name}", model(found)))];
            row.extend(INDICES.map(|key| found.cell(&format!("{path}.{key}"))));
            table.push(row);
        }
    }
    if table.rows.is_empty() {
        return None;
    }
    let mut row = vec![Cell::Text("habits".to_owned())];
    row.extend(HABITS.map(|limit| Cell::number(limit, Kind::Coefficient)));
    table.push(row);
    Some(table)
}
