//! Figures that the program prints against those of R in `tests/reference/`.

mod coefficients;
mod compare;
mod score;
mod screening;
