//! `cte` scores surveys of collective teacher efficacy: per academy and trust-wide, with the evidence for each score.
//!
//! **Tally once, estimate from the tally, withhold, then show.**
//!
//! ```text
//! argv → cli → input → Instrument + Responses → Tally → Estimates → Published → Report → bytes
//! ```

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod disclosure;
mod elementary;
pub mod export;
pub mod input;
pub mod model;
pub mod plot;
pub mod report;
pub mod stats;
pub mod tally;
mod threads;
