//! How often intervals are right, over simulated surveys: `cargo bench --bench coverage [-- SURVEYS]`.
//!
//! Each row is one kind of survey, simulated with the seeds 1 to SURVEYS (500 unless given), so the table is the same on every
//! machine. `docs/statistics.md` contains it.

#[path = "../tests/library/simulated_surveys.rs"]
mod simulated_surveys;

use std::io::Write;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use simulated_surveys::{MEASURES, Measure, designs, shares};

fn main() -> std::io::Result<()> {
    let surveys = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(500);
    let measures: Vec<&Measure> = MEASURES.iter().collect();
    let mut out = std::io::stdout().lock();
    let row = |out: &mut dyn Write, cells: Vec<String>| writeln!(out, "| {} |", cells.join(" | "));
    let heads = measures.iter().map(|measure| measure.name.to_owned());
    row(
        &mut out,
        ["Survey".to_owned(), "ICC".to_owned()]
            .into_iter()
            .chain(heads)
            .collect(),
    )?;
    row(&mut out, vec!["---".to_owned(); measures.len() + 2])?;
    let aims = measures.iter().map(|measure| measure.aim.to_owned());
    row(
        &mut out,
        ["aim".to_owned(), String::new()].into_iter().chain(aims).collect(),
    )?;
    let designs = designs();
    let found: Vec<Vec<Option<f64>>> = (0..designs.len())
        .into_par_iter()
        .map(|place| shares(&designs[place], surveys, &measures))
        .collect();
    let share = |share: f64| format!("{share:.3}").trim_start_matches('0').to_owned();
    for (design, shares) in designs.iter().zip(&found) {
        let cells = shares.iter().map(|found| found.map_or("–".to_owned(), share));
        let name = [design.name.clone(), share(design.icc)];
        row(&mut out, name.into_iter().chain(cells).collect())?;
    }
    Ok(())
}
