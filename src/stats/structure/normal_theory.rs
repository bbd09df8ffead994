//! Normal-theory weights of covariances, and derivatives of a factor model's covariances.

use nalgebra::{DMatrix, DVector};

use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::polychoric_influence::Pair;

/// All entries of the lower triangle with the diagonal, column by column.
pub(crate) fn entries_of(items: usize) -> Vec<Pair> {
    let below = |column: usize| (column..items).map(move |row| Pair { row, column });
    (0..items).flat_map(below).collect()
}

/// The lower triangle of a matrix as a vector, in the order of `entries`.
pub(crate) fn stacked(matrix: &DMatrix<f64>, entries: &[Pair]) -> DVector<f64> {
    DVector::from_iterator(entries.len(), entries.iter().map(|at| matrix[(at.row, at.column)]))
}

/// The symmetric matrix whose lower triangle is a stacked vector.
pub(crate) fn unstacked(values: &DVector<f64>, entries: &[Pair], items: usize) -> DMatrix<f64> {
    let mut matrix = DMatrix::zeros(items, items);
    for (at, &value) in entries.iter().zip(values.iter()) {
        matrix[(at.row, at.column)] = value;
        matrix[(at.column, at.row)] = value;
    }
    matrix
}

/// The information of one person about covariances: W with entries ½ tr(A E A E′), where A is the inverse of the covariance matrix
/// and E and E′ are the derivatives of that matrix by two of its entries.
pub(crate) fn normal_weight(inverse: &DMatrix<f64>, entries: &[Pair]) -> DMatrix<f64> {
    let a = |i: usize, j: usize| inverse[(i, j)];
    DMatrix::from_fn(entries.len(), entries.len(), |p, q| {
        let (Pair { row: i, column: j }, Pair { row: k, column: l }) = (entries[p], entries[q]);
        let both = a(i, k) * a(j, l) + a(i, l) * a(j, k);
        match (i == j, k == l) {
            (false, false) => both,
            (true, true) => 0.25 * both,
            _ => 0.5 * both,
        }
    })
}

/// Derivatives of the stacked covariances by loadings, factor correlations and uniquenesses.
pub(crate) fn slopes(model: &FactorModel, parameters: &DVector<f64>, entries: &[Pair]) -> DMatrix<f64> {
    let common = model.derivatives(parameters, entries);
    let (k, first) = (model.items(), model.parameters());
    let mut found = common.resize_horizontally(first + k, 0.0);
    for (place, at) in entries.iter().enumerate().filter(|(_, at)| at.row == at.column) {
        found[(place, first + at.row)] = 1.0;
    }
    found
}

/// The covariance matrix that loadings, factor correlations and uniquenesses imply.
pub(crate) fn implied(model: &FactorModel, parameters: &DVector<f64>) -> DMatrix<f64> {
    let mut sigma = model.common(parameters);
    for i in 0..model.items() {
        sigma[(i, i)] += parameters[model.parameters() + i];
    }
    sigma
}

/// The symmetric matrix of second derivatives of a function, from its exact gradient by central differences.
pub(crate) fn curvature(
    at: &DVector<f64>,
    scale: &DVector<f64>,
    gradient: impl Fn(&DVector<f64>) -> Option<DVector<f64>>,
) -> Option<DMatrix<f64>> {
    let q = at.len();
    let mut found = DMatrix::zeros(q, q);
    for place in 0..q {
        let step = 1e-5 * scale[place];
        let beside = |step: f64| {
            let mut moved = at.clone();
            moved[place] += step;
            gradient(&moved)
        };
        // Four points leave an error of the fourth power of the step.
        let [far_below, below, above, far_above] =
            [beside(-2.0 * step)?, beside(-step)?, beside(step)?, beside(2.0 * step)?];
        found.set_column(
            place,
            &(((above - below) * 8.0 - (far_above - far_below)) / (12.0 * step)),
        );
    }
    Some((&found + found.transpose()) * 0.5)
}
