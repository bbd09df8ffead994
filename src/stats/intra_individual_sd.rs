//! Intra-individual standard deviation: the variation of one person's answers across items.
//!
//! s = √(Σ(xᵢ − x̄)²/(m − 1)) over the m answers of one person, before reverse scoring. Dunn, Heggestad, Shanock &
//! Theilgard (2018), Journal of Business and Psychology 33, 105–121, call it intra-individual response variability
//! (IRV).

use crate::elementary::powi;
use crate::stats::Undefined;
use crate::stats::figure::check_items;

/// Standard deviation of one person's answers, in codes (divisor m − 1 for m answers).
///
/// Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105–121.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two answers.
pub fn intra_individual_sd(answers: &[f64]) -> Result<f64, Undefined> {
    let m = answers.len();
    check_items(m, 2)?;
    let mean = answers.iter().sum::<f64>() / m as f64;
    let squares: f64 = answers.iter().map(|x| powi(x - mean, 2)).sum();
    Ok((squares / (m as f64 - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn one_answer_gives_a_reason_and_equal_answers_give_nought() {
        assert_eq!(
            intra_individual_sd(&[4.0]),
            Err(Undefined::TooFewItems { found: 1, needed: 2 })
        );
        assert_relative_eq!(intra_individual_sd(&[4.0; 6]).unwrap(), 0.0);
        assert_relative_eq!(intra_individual_sd(&[1.0, 2.0, 3.0]).unwrap(), 1.0);
    }
}
