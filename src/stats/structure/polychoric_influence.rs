//! Sampling variances and covariances of polychoric correlations.
//!
//! Two-step estimation (Muthén 1984, *Psychometrika* 49, 115–132): a person's influence on ρᵢⱼ is the person's score of ρᵢⱼ,
//! less what follows from the person's scores of the thresholds of i and j, divided by the sum of squared scores. It depends
//! only on the person's two codes. The matrix Γ = n Σ influence · influence′ is the asymptotic covariance of √n times the
//! correlations, as `NACOV` of lavaan.

use nalgebra::{DMatrix, DVector};

use crate::elementary::exp;
use crate::stats::Undefined;
use crate::stats::normal::normal_below;
use crate::stats::structure::ordinal::{OrdinalAnswers, TwoWayTable};
use crate::stats::structure::ordinal_tables::OrdinalTables;
use crate::stats::structure::polychoric::CellProbabilities;
use crate::stats::structure::thresholds::Thresholds;

/// Influence of every person on every polychoric correlation, by the person's codes.
pub(crate) struct PolychoricInfluence {
    pairs: Vec<PairInfluence>,
}

/// Influence on one correlation, by the codes of the two items.
struct PairInfluence {
    row: usize,
    column: usize,
    columns: usize,
    by_cell: Vec<f64>,
    /// n Σ influence².
    variance: f64,
}

impl PolychoricInfluence {
    /// The influences at the estimated `correlations`, in the order of [`pairs_of`].
    ///
    /// # Errors
    /// [`Undefined::NoVariance`] if an item does not vary, and [`Undefined::NotPositiveDefinite`] if the thresholds of an item
    /// have no information.
    pub(crate) fn of(tables: &OrdinalTables, correlations: &DMatrix<f64>) -> Result<Self, Undefined> {
        let tables = tables.used_codes();
        let margins: Vec<Margin> = (0..tables.items())
            .map(|item| Margin::of(tables.counts(item)))
            .collect::<Result<_, _>>()?;
        let pairs = pairs_of(tables.items()).into_iter().map(|Pair { row, column }| {
            let table = tables.table(row, column);
            let by_cell = influence(table, &margins[row], &margins[column], correlations[(row, column)]);
            let squares = table
                .counts
                .iter()
                .zip(&by_cell)
                .map(|(&count, own)| count as f64 * own * own);
            PairInfluence {
                row,
                column,
                columns: table.columns,
                variance: tables.persons() as f64 * squares.sum::<f64>(),
                by_cell,
            }
        });
        Ok(Self { pairs: pairs.collect() })
    }

    /// Diagonal of Γ.
    pub(crate) fn variances(&self) -> DVector<f64> {
        DVector::from_iterator(self.pairs.len(), self.pairs.iter().map(|pair| pair.variance))
    }

    /// Γ, from the answers behind the tables.
    pub(crate) fn covariances(&self, answers: &OrdinalAnswers) -> DMatrix<f64> {
        let answers = answers.used_codes();
        let n = answers.persons();
        let own = DMatrix::from_fn(n, self.pairs.len(), |person, pair| {
            let pair = &self.pairs[pair];
            let code = |item: usize| usize::from(answers.column(item)[person]);
            pair.by_cell[code(pair.row) * pair.columns + code(pair.column)]
        });
        own.tr_mul(&own) * n as f64
    }
}

/// A pair of items, the later one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// All pairs of items, column by column of the lower triangle.
pub(crate) fn pairs_of(items: usize) -> Vec<Pair> {
    let below = |column: usize| (column + 1..items).map(move |row| Pair { row, column });
    (0..items).flat_map(below).collect()
}

/// Thresholds of an item, and for each code the scores of the thresholds, times the inverse of their sums of products.
struct Margin {
    thresholds: Thresholds,
    /// Codes × thresholds.
    scores: DMatrix<f64>,
    /// Inverse of Σ score score′.
    inverse: DMatrix<f64>,
}

impl Margin {
    fn of(counts: &[u64]) -> Result<Self, Undefined> {
        let thresholds = Thresholds::of_counts(counts)?;
        let n: u64 = counts.iter().sum();
        let density: Vec<f64> = (0..counts.len() - 1)
            .map(|code| {
                let limit = thresholds.upper(code);
                exp(-0.5 * limit * limit) / (2.0 * std::f64::consts::PI).sqrt()
            })
            .collect();
        let scores = DMatrix::from_fn(counts.len(), density.len(), |code, threshold| {
            let probability = counts[code] as f64 / n as f64;
            if threshold == code {
                density[threshold] / probability
            } else if threshold + 1 == code {
                -density[threshold] / probability
            } else {
                0.0
            }
        });
        let weights = DMatrix::from_diagonal(&DVector::from_iterator(counts.len(), counts.iter().map(|&c| c as f64)));
        let inverse = (scores.transpose() * weights * &scores)
            .cholesky()
            .ok_or(Undefined::NotPositiveDefinite {
                matrix: "thresholds' information",
            })?
            .inverse();
        Ok(Self {
            thresholds,
            scores,
            inverse,
        })
    }
}

/// Influence of a person with each pair of codes on the correlation of two items.
fn influence(table: &TwoWayTable, rows: &Margin, columns: &Margin, rho: f64) -> Vec<f64> {
    let cells = CellProbabilities::new(&rows.thresholds, &columns.thresholds, table, rho);
    let place = |cell: usize| (cell / table.columns, cell % table.columns);
    let score: Vec<f64> = (0..table.counts.len())
        .map(|cell| {
            let (i, j) = place(cell);
            cells.by_rho(i, j) / cells.probability(i, j)
        })
        .collect();
    let (mut information, mut with_rows, mut with_columns) = (
        0.0,
        DVector::zeros(rows.scores.ncols()),
        DVector::zeros(columns.scores.ncols()),
    );
    for (cell, &count) in table.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (i, j) = place(cell);
        let own = count as f64 * score[cell];
        information += own * score[cell];
        let p = cells.probability(i, j);
        let towards = |along: &Thresholds, across: &Thresholds, code: usize, other: usize| {
            conditional(along.upper(code), across.lower(other), across.upper(other), rho) / p
        };
        let (of_row, of_column) = (&rows.thresholds, &columns.thresholds);
        if i < with_rows.len() {
            with_rows[i] += own * towards(of_row, of_column, i, j);
        }
        if i > 0 {
            with_rows[i - 1] -= own * towards(of_row, of_column, i - 1, j);
        }
        if j < with_columns.len() {
            with_columns[j] += own * towards(of_column, of_row, j, i);
        }
        if j > 0 {
            with_columns[j - 1] -= own * towards(of_column, of_row, j - 1, i);
        }
    }
    let by_row = &rows.scores * (&rows.inverse * with_rows);
    let by_column = &columns.scores * (&columns.inverse * with_columns);
    (0..table.counts.len())
        .map(|cell| {
            let (i, j) = place(cell);
            (score[cell] - by_row[i] - by_column[j]) / information
        })
        .collect()
}

/// Derivative of P(X ≤ h, lower < Y ≤ upper) by h: φ(h) P(lower < Y ≤ upper | X = h).
fn conditional(h: f64, lower: f64, upper: f64, rho: f64) -> f64 {
    let rest = (1.0 - rho * rho).sqrt();
    let below = |limit: f64| normal_below((limit - rho * h) / rest);
    exp(-0.5 * h * h) / (2.0 * std::f64::consts::PI).sqrt() * (below(upper) - below(lower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn unrelated_halves_have_the_textbook_variance() {
        // ρ = 0, cut in the middle: var ρ̂ = (π/2)²/n.
        let columns = vec![[0, 0, 1, 1].repeat(25), [0, 1, 0, 1].repeat(25)];
        let answers = OrdinalAnswers::new(columns, vec![2, 2]).unwrap();
        let found = PolychoricInfluence::of(&OrdinalTables::of(&answers), &DMatrix::identity(2, 2)).unwrap();
        let wanted = (std::f64::consts::PI / 2.0) * (std::f64::consts::PI / 2.0);
        assert_relative_eq!(found.variances()[0], wanted, max_relative = 1e-10);
        assert_relative_eq!(found.covariances(&answers)[(0, 0)], wanted, max_relative = 1e-10);
    }
}
