//! `cte` scores surveys of collective teacher efficacy: per academy and trust-wide, with the evidence for each score.
//!
//! [`engine`] is the one way from files to a report. It takes files by name and a [`Setup`](engine::Setup), and returns a
//! [`Report`](report::Report); [`export::FORMATS`] turn that into bytes. It opens no files and starts no threads, so a program can
//! embed it anywhere.
//!
//! ```
//! use cte::engine::{Setup, Source, score};
//! use cte::export::{Style, format_named};
//!
//! let items: Vec<String> = (1..=12).map(|item| format!("cess{item:02}")).collect();
//! let mut csv = format!("academy,{}\n", items.join(","));
//! for person in 0..24 {
//!     let academy = ["Ash Primary", "Oak Primary"][person % 2];
//!     let answers: Vec<String> = (0..12).map(|item| (1 + (person + item) % 6).to_string()).collect();
//!     csv += &format!("{academy},{}\n", answers.join(","));
//! }
//!
//! let report = score(&[Source::new("autumn.csv", csv)], &Setup::default())?;
//! let csv = format_named("csv").expect("a format");
//! let table = String::from_utf8((csv.write)(&report, &Style::default())?)?;
//! assert!(table.contains("Oak Primary"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Layers
//!
//! **Tally once, estimate from the tally, withhold, then show.**
//!
//! ```text
//! argv → cli → engine → input → Instrument + Responses → Tally → Estimates → Published → Record → views → bytes
//! ```
//!
//! [`model`] has the survey's nouns. [`engine`], [`model`], [`report`] and [`export`] are the public face; the other layers are
//! public for the project's own tests, and may change at any time. `tests/layers` fails if a layer names one that it may not.

#[doc(hidden)]
pub mod analysis;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod disclosure;
mod elementary;
pub mod engine;
pub mod export;
#[doc(hidden)]
pub mod input;
pub mod model;
mod plain;
#[doc(hidden)]
pub mod plot;
pub mod report;
#[doc(hidden)]
pub mod stats;
#[doc(hidden)]
pub mod tally;
mod threads;
