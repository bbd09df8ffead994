//! Responses as a survey tool would export them, to rehearse a term: the writers to the readers of `input`.
//!
//! The form is plain texts: what is asked, and the options of each question. A [`ResponseLayout`] says how a tool puts them in a
//! table; it is written as CSV or as a workbook.

mod csv_file;
mod form;
mod heads;
mod layout;
mod layouts;
mod moment;
#[cfg(feature = "cli")]
mod workbook;

pub use csv_file::CsvResponses;
pub use form::{Form, FormAnswer, Kind as QuestionKind, Question};
pub use layout::ResponseLayout;
pub use layouts::RESPONSE_LAYOUTS;
#[cfg(feature = "cli")]
pub use workbook::WorkbookResponses;

/// The layout of this name, ignoring case.
#[must_use]
pub fn response_layout(name: &str) -> Option<&'static ResponseLayout> {
    RESPONSE_LAYOUTS
        .iter()
        .find(|layout| layout.name.eq_ignore_ascii_case(name))
}
