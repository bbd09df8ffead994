//! Velicer's minimum average partial (MAP): the number of components after which the items share least.
//!
//! For m components, mean squared partial correlation of the items given the first m principal components: (Σ r*² − k)/
//! (k(k − 1)). The smallest value marks the number of components. Velicer (1976), *Psychometrika* 41, 321–327.

use nalgebra::{DMatrix, SymmetricEigen};

use crate::stats::Undefined;
use crate::stats::figure::check_items;

/// Eigenvalues of a correlation matrix in descending order.
///
/// # Errors
/// [`Undefined::NoConvergence`] if the search does not converge.
pub fn eigenvalues(correlations: &DMatrix<f64>) -> Result<Vec<f64>, Undefined> {
    Ok(Decomposition::of(correlations)?.values)
}

/// Mean squared partial correlation after 1, 2, … k − 1 components; the last ones are left out where nothing of an item is
/// left.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than three items, and [`Undefined::NoConvergence`] if the search for eigenvalues
/// does not converge.
pub fn minimum_average_partial(correlations: &DMatrix<f64>) -> Result<Vec<f64>, Undefined> {
    let k = correlations.nrows();
    check_items(k, 3)?;
    let Decomposition { values, vectors } = Decomposition::of(correlations)?;
    let mut rest = correlations.clone();
    let mut found = Vec::with_capacity(k - 1);
    for (vector, &value) in vectors.column_iter().zip(&values).take(k - 1) {
        rest -= vector * vector.transpose() * value;
        if rest.diagonal().iter().any(|&variance| variance < 1e-10) {
            break;
        }
        let scaled = |i: usize, j: usize| rest[(i, j)] * rest[(i, j)] / (rest[(i, i)] * rest[(j, j)]);
        let sum: f64 = (0..k).flat_map(|i| (0..i).map(move |j| 2.0 * scaled(i, j))).sum();
        found.push(sum / (k * (k - 1)) as f64);
    }
    Ok(found)
}

/// Eigenvalues in descending order, with their eigenvectors as columns.
pub(crate) struct Decomposition {
    pub(crate) values: Vec<f64>,
    pub(crate) vectors: DMatrix<f64>,
}

impl Decomposition {
    pub(crate) fn of(matrix: &DMatrix<f64>) -> Result<Self, Undefined> {
        let found = SymmetricEigen::try_new(matrix.clone(), 1e-15, 10_000)
            .ok_or(Undefined::NoConvergence { iterations: 10_000 })?;
        let mut order: Vec<usize> = (0..matrix.nrows()).collect();
        order.sort_by(|&a, &b| found.eigenvalues[b].total_cmp(&found.eigenvalues[a]));
        Ok(Self {
            values: order.iter().map(|&place| found.eigenvalues[place]).collect(),
            vectors: found.eigenvectors.select_columns(&order),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    /// Two groups of three items that are unrelated to each other.
    fn two_groups() -> DMatrix<f64> {
        DMatrix::from_fn(6, 6, |i, j| match (i == j, i / 3 == j / 3) {
            (true, _) => 1.0,
            (false, true) => 0.5,
            (false, false) => 0.05,
        })
    }

    #[test]
    fn eigenvalues_add_up_to_the_number_of_items() {
        let found = eigenvalues(&two_groups()).unwrap();
        assert_relative_eq!(found.iter().sum::<f64>(), 6.0, max_relative = 1e-12);
        assert!(found.is_sorted_by(|a, b| a >= b));
        assert_relative_eq!(found[0], 2.0 + 0.15, max_relative = 1e-12);
    }

    #[test]
    fn two_groups_of_items_have_their_minimum_at_two() {
        let found = minimum_average_partial(&two_groups()).unwrap();
        let least = (0..found.len()).min_by(|&a, &b| found[a].total_cmp(&found[b])).unwrap();
        assert_eq!(least + 1, 2);
    }
}
