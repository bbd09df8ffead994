//! Figures of `cte::stats` compared with R's figures in `tests/reference/`.

mod change;
mod cluster_bias;
mod groups;
mod reference_survey;
mod reliability;
mod standardised;
mod structure;

/// Relative tolerance for closed forms.
const CLOSED: f64 = 1e-9;
/// Relative tolerance for iterative estimates: lme4 and lavaan stop there.
const ITERATIVE: f64 = 1e-5;
