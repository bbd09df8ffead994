//! The crate as other programs call it: questionnaires, trust files, response files, statistics.
//!
//! Tests of one survey tool's export live in `layouts`, comparisons with R in `oracle`, properties that hold for any answers in `laws`.

mod coverage;
mod drafts;
mod embed;
#[cfg(feature = "cli")]
mod forms;
mod input;
mod instruments;
mod laws;
#[cfg(feature = "cli")]
mod layouts;
mod oracle;
mod simulated_clusters;
mod simulated_invariance;
mod simulated_pressure;
mod simulated_surveys;
mod trust;
mod widths;
