//! Figures of `cte::stats` against those of R in `tests/reference/`.

mod change;
mod groups;
mod reference_survey;
mod reliability;
mod standardised;
