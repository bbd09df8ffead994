//! The bundled questionnaires, and questionnaire files.

use crate::engine::questionnaire::read_file;
use crate::engine::{Error, Files, Questionnaire, Source};
use crate::input::instrument::{BUNDLED, Bundled, lint, to_toml};
use crate::model::Instrument;
use crate::report::{self, Report};

/// The list of the bundled questionnaires.
#[must_use]
pub fn questionnaires() -> Report {
    let all: Vec<Instrument> = BUNDLED.iter().filter_map(Bundled::instrument).collect();
    report::instruments(&all)
}

impl Questionnaire {
    /// The questionnaire as a report: items, direction, scales, scoring and sources.
    ///
    /// # Errors
    /// When a file cannot be read or is faulty, with line and column.
    pub fn report(&self, files: &dyn Files) -> Result<Report, Error> {
        Ok(report::instrument(&self.read(files)?))
    }

    /// The questionnaire as a questionnaire file.
    ///
    /// # Errors
    /// When a file cannot be read or is faulty, with line and column.
    pub fn to_toml(&self, files: &dyn Files) -> Result<String, Error> {
        Ok(to_toml(&self.read(files)?))
    }
}

/// A questionnaire file that can be used, with everything that may be a mistake in it; one sentence per line.
///
/// # Errors
/// When a file cannot be read or is faulty, with every fault's line and column.
pub fn check_questionnaire(source: &Source, files: &dyn Files) -> Result<String, Error> {
    let loaded = read_file(source, files)?;
    let mut lines = vec![format!(
        "`{}` is a questionnaire that cte can score: {}, {} items, {} scales",
        source.name(),
        loaded.instrument.name,
        loaded.instrument.items().len(),
        loaded.instrument.scales().len()
    )];
    lines.extend(loaded.warnings.iter().map(|warning| format!("warning: {warning}")));
    lines.extend(lint(&loaded.instrument).iter().map(|remark| format!("note: {remark}")));
    Ok(lines.join("\n") + "\n")
}
