//! Planning: how many answers a survey needs, and what a survey of a given size can show.
//!
//! The statistics invert those that a survey is scored with: the interval of a mean, the comparison of two waves, and ICC(2).

#[cfg(test)]
mod confirmed;
mod dependable;
mod fewest;
mod half_width;
mod repeated;
mod sd_interval;
mod visible;

pub use dependable::{answers_for_icc2, expected_icc2};
pub use half_width::{answers_for_width, half_width};
pub use repeated::averaged_sd;
pub use sd_interval::sd_interval;
pub use visible::{Detection, Waves, answers_for_change, smallest_change};
