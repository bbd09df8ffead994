//! Partial credit model (Masters 1982, *Psychometrika* 47, 149–174) by conditional maximum likelihood.
//!
//! P(x = c | θ) ∝ exp(cθ − ηᵢ꜀) with ηᵢ꜀ = τᵢ₁ + … + τᵢ꜀, where τ are an item's thresholds and its location is their mean. Given a
//! person's sum r, the probability of the answers has no θ in it: ln L = −Σ nᵢ꜀ηᵢ꜀ − Σ nᵣ ln γᵣ, with nᵢ꜀ people who gave code c, nᵣ
//! people with the sum r, and γ the elementary symmetric functions of e^(−η): the coefficients of the product of the items' polynomials
//! (Andersen 1972, *JRSS B* 34, 42–54). So counts are enough, and people at an end of every item add nothing.
//!
//! The origin of θ is free. It is where Σηᵢ꜀ = 0 over all items and codes but 0, as in R's eRm. So locations do not add up to 0, nor do
//! thresholds; only differences between items have a meaning. With two codes each, τ add up to 0.

mod counts;
mod fit;
mod likelihood;
mod polynomials;

pub use counts::{CODE_WITHOUT_ANSWERS, PartialCreditCounts};
pub use fit::{PartialCredit, PartialCreditItem, partial_credit};
