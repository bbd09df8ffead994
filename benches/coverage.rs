//! How often intervals are right, over simulated surveys: `cargo bench --bench coverage [-- SURVEYS]`.
//!
//! Each row of the two tables is one kind of survey, simulated with the seeds 1 to SURVEYS (500 unless given), so the tables are the same on every
//! machine. `docs/statistics.md` contains them.

#[path = "../tests/library/simulated_surveys.rs"]
mod simulated_surveys;

use std::io::Write;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use simulated_surveys::{INTERVALS, Measure, WORDS, designs, shares};

fn main() -> std::io::Result<()> {
    let surveys = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(500);
    let mut out = std::io::stdout().lock();
    table(&mut out, INTERVALS, surveys)?;
    writeln!(out)?;
    table(&mut out, WORDS, surveys)
}

/// Writes one table: a row a kind of survey, a column a measure.
fn table(out: &mut dyn Write, measures: &[Measure], surveys: u64) -> std::io::Result<()> {
    let measures: Vec<&Measure> = measures.iter().collect();
    let names = measures.iter().map(|measure| measure.name.to_owned());
    row(out, ["Survey", "ICC"], names)?;
    row(out, ["---", "---"], measures.iter().map(|_| "---".to_owned()))?;
    row(out, ["aim", ""], measures.iter().map(|measure| measure.aim.to_owned()))?;
    let designs = designs();
    let found: Vec<Vec<Option<f64>>> = (0..designs.len())
        .into_par_iter()
        .map(|place| shares(&designs[place], surveys, &measures))
        .collect();
    let share = |share: f64| format!("{share:.3}").trim_start_matches('0').to_owned();
    for (design, shares) in designs.iter().zip(&found) {
        let cells = shares.iter().map(|found| found.map_or("–".to_owned(), share));
        row(out, [&design.name, &share(design.icc)], cells)?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, begin: [&str; 2], cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    let cells: Vec<String> = begin.iter().map(|&cell| cell.to_owned()).chain(cells).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}
