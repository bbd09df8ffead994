//! The program from outside: what it prints, what it refuses and in which words, what it writes.
//!
//! Output that people read is held by snapshots in `tests/whole/snapshots/`; `INSTA_UPDATE=always cargo test --test whole`
//! rewrites them, and the version control's diff shows what changed.

mod asked;
mod check;
mod conclusions;
mod delivery;
mod earlier;
// The commands of the pages and the scripts are written for a POSIX shell.
#[cfg(unix)]
mod docs;
mod duplicates;
mod edges;
mod exclusion;
mod explain;
mod failures;
mod figures;
mod forms;
mod help;
mod hostile;
mod in_short;
mod key_audit;
#[cfg(target_os = "linux")]
mod limits;
mod linked;
mod norms;
mod oracle;
mod pictures;
mod planning;
mod pressure;
mod published;
mod published_terms;
mod reading;
mod record;
mod rehearsal;
mod report;
mod report_change;
mod report_folder;
mod report_trend;
mod sameness;
#[cfg(unix)]
mod scaling;
mod simulated;
mod standardised;
mod structure;
mod support;
mod tallies;
// Devices, pipes and signals are those of Linux.
#[cfg(target_os = "linux")]
mod targets;
mod terms;
mod trust_file;
mod verify;
mod withholding;
mod workbook;
