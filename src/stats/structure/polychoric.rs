//! Polychoric correlation: the correlation of the two normal variables behind two ordinal items.
//!
//! Two steps (Olsson 1979, *Psychometrika* 44, 443–460): thresholds from each item's own counts, then the ρ that
//! maximises Σ nᵢⱼ ln πᵢⱼ(ρ) over the two-way table, where πᵢⱼ is the probability of the rectangle between the
//! thresholds. Counts are used as they are, without a correction for empty cells (`psych::polychoric(correct = 0)`).
//! The maximum is found by Newton's method on the score; the curvature is the expected information Σ n π′²/π.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;
use crate::stats::structure::bivariate_normal::{bivariate_below, bivariate_density};
use crate::stats::structure::ordinal::{OrdinalAnswers, TwoWayTable};
use crate::stats::structure::ordinal_tables::OrdinalTables;
use crate::stats::structure::thresholds::Thresholds;

/// Largest absolute correlation that is estimated; a maximum beyond it lies at the bound.
const BOUND: f64 = 0.999;
/// Smallest probability of a cell.
const LEAST: f64 = 1e-300;
/// Most steps.
const STEPS: usize = 60;

/// Reason for a correlation at its bound.
pub const AT_BOUND: Undefined = Undefined::OutOfRange {
    why: "a polychoric correlation is at its bound: the answers to two items are in nearly perfect order",
};

/// Polychoric correlations of several items, with their thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Polychoric {
    /// The correlations, k × k, with 1 on the diagonal.
    pub correlations: DMatrix<f64>,
    /// Thresholds of each item.
    pub thresholds: Vec<Thresholds>,
    /// Number of pairs of items whose table of used codes has an empty cell.
    pub pairs_with_empty_cells: usize,
    /// Smallest eigenvalue of the correlations. At or below 0 the matrix is not positive definite.
    pub smallest_eigenvalue: f64,
}

/// Polychoric correlations of all pairs of items.
///
/// # Errors
/// [`Undefined::NoVariance`] if everybody gave an item the same answer, and [`AT_BOUND`] if a correlation has no maximum
/// inside ±.999.
pub fn polychoric(answers: &OrdinalAnswers) -> Result<Polychoric, Undefined> {
    polychoric_of_tables(&OrdinalTables::of(answers))
}

/// Polychoric correlations of all pairs of items from their two-way tables.
///
/// # Errors
/// As [`polychoric`].
pub fn polychoric_of_tables(tables: &OrdinalTables) -> Result<Polychoric, Undefined> {
    let k = tables.items();
    let thresholds: Vec<Thresholds> = (0..k)
        .map(|item| Thresholds::of_counts(tables.counts(item)))
        .collect::<Result<_, _>>()?;
    let used: Vec<usize> = (0..k)
        .map(|item| tables.counts(item).iter().filter(|&&count| count > 0).count())
        .collect();
    let mut correlations = DMatrix::identity(k, k);
    let mut pairs_with_empty_cells = 0;
    for i in 0..k {
        for j in 0..i {
            let table = tables.table(i, j);
            pairs_with_empty_cells += usize::from(table.filled().count() < used[i] * used[j]);
            let rho = polychoric_of_table(table, &thresholds[i], &thresholds[j])?;
            correlations[(i, j)] = rho;
            correlations[(j, i)] = rho;
        }
    }
    let smallest_eigenvalue = correlations.symmetric_eigenvalues().min();
    Ok(Polychoric {
        correlations,
        thresholds,
        pairs_with_empty_cells,
        smallest_eigenvalue,
    })
}

/// Polychoric correlation of one two-way table, given the thresholds of its rows and columns.
///
/// # Errors
/// [`AT_BOUND`] if there is no maximum inside ±.999, and [`Undefined::NoConvergence`] if the search does not converge.
pub fn polychoric_of_table(table: &TwoWayTable, rows: &Thresholds, columns: &Thresholds) -> Result<f64, Undefined> {
    let n: f64 = table.filled().map(|cell| cell.count).sum();
    let (mut low, mut high) = (-BOUND, BOUND);
    out_of_range_if(n <= 0.0, "nobody answered both items")?;
    let mut rho = 0.0;
    for _ in 0..STEPS {
        let slope = slope(table, rows, columns, rho);
        if slope.score > 0.0 {
            low = rho;
        } else {
            high = rho;
        }
        if high - low < 1e-13 {
            break;
        }
        let step = slope.score / (n * slope.information);
        let next = rho + step;
        // A step out of the bracket is replaced by its middle.
        let next = if next > low && next < high && next.is_finite() {
            next
        } else {
            f64::midpoint(low, high)
        };
        let moved = (next - rho).abs();
        rho = next;
        if moved < 1e-12 {
            break;
        }
    }
    if rho.abs() > BOUND - 1e-6 {
        Err(AT_BOUND)
    } else {
        Ok(rho)
    }
}

/// First derivative of the log-likelihood by ρ, and the expected information of one person.
struct Slope {
    score: f64,
    information: f64,
}

fn slope(table: &TwoWayTable, rows: &Thresholds, columns: &Thresholds, rho: f64) -> Slope {
    let cells = CellProbabilities::new(rows, columns, table, rho);
    let mut found = Slope {
        score: 0.0,
        information: 0.0,
    };
    for (place, &count) in table.counts.iter().enumerate() {
        let (row, column) = (place / table.columns, place % table.columns);
        let (p, d) = (cells.probability(row, column), cells.by_rho(row, column));
        if count > 0 {
            found.score += count as f64 * d / p;
        }
        // Unused codes have neither probability nor slope.
        if p > 1e-12 {
            found.information += d * d / p;
        }
    }
    found
}

/// Probabilities of the cells of a two-way table, and their derivatives.
pub(crate) struct CellProbabilities {
    /// P(X ≤ limit of the row, Y ≤ limit of the column), with a first row and column of zeros.
    below: DMatrix<f64>,
    /// The density at these limits.
    density: DMatrix<f64>,
}

impl CellProbabilities {
    /// The probabilities at a correlation.
    pub(crate) fn new(rows: &Thresholds, columns: &Thresholds, table: &TwoWayTable, rho: f64) -> Self {
        let (a, b) = (table.counts.len() / table.columns, table.columns);
        let row = |i: usize| if i == 0 { f64::NEG_INFINITY } else { rows.upper(i - 1) };
        let column = |j: usize| {
            if j == 0 {
                f64::NEG_INFINITY
            } else {
                columns.upper(j - 1)
            }
        };
        Self {
            below: DMatrix::from_fn(a + 1, b + 1, |i, j| bivariate_below(row(i), column(j), rho)),
            density: DMatrix::from_fn(a + 1, b + 1, |i, j| bivariate_density(row(i), column(j), rho)),
        }
    }

    /// Probability of a cell.
    pub(crate) fn probability(&self, i: usize, j: usize) -> f64 {
        rectangle(&self.below, i, j).max(LEAST)
    }

    /// Its derivative by ρ: the density at the corners.
    pub(crate) fn by_rho(&self, i: usize, j: usize) -> f64 {
        rectangle(&self.density, i, j)
    }
}

fn rectangle(corners: &DMatrix<f64>, i: usize, j: usize) -> f64 {
    (corners[(i + 1, j + 1)] - corners[(i, j + 1)]) - (corners[(i + 1, j)] - corners[(i, j)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary::sin;
    use crate::stats::random::{seeded, unit};
    use approx::assert_abs_diff_eq;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};
    use std::f64::consts::PI;

    fn answers(seed: u64, items: usize, points: u8) -> OrdinalAnswers {
        let mut random = seeded(seed);
        let mut columns = vec![Vec::new(); items];
        for _ in 0..150 {
            let own = unit(&mut random);
            for column in &mut columns {
                let answer = f64::midpoint(own, unit(&mut random)) * f64::from(points);
                column.push((0..points).rfind(|&code| f64::from(code) <= answer).unwrap_or(0));
            }
        }
        OrdinalAnswers::new(columns, vec![usize::from(points); items]).unwrap()
    }

    #[test]
    fn equal_halves_give_the_tetrachoric_correlation() {
        // With both items cut in the middle, P(both low) = 1/4 + arcsin ρ/(2π).
        let table = TwoWayTable {
            columns: 2,
            counts: vec![35, 15, 15, 35],
        };
        let half = Thresholds::of_counts(&[50, 50]).unwrap();
        let rho = polychoric_of_table(&table, &half, &half).unwrap();
        assert_abs_diff_eq!(rho, sin(2.0 * PI * (0.35 - 0.25)), epsilon = 1e-10);
    }

    #[test]
    fn a_perfect_order_is_at_the_bound() {
        let same = OrdinalAnswers::new(vec![vec![0, 1, 2, 0, 1, 2]; 2], vec![3, 3]).unwrap();
        assert_eq!(polychoric(&same), Err(AT_BOUND));
    }

    #[test]
    fn an_unused_code_changes_nothing() {
        let narrow =
            OrdinalAnswers::new(vec![vec![0, 1, 1, 2, 2, 0, 1], vec![0, 0, 1, 1, 2, 1, 2]], vec![3, 3]).unwrap();
        let moved = |code: u8| if code == 2 { 4 } else { code + 1 };
        let wide: Vec<Vec<u8>> = (0..2)
            .map(|item| narrow.column(item).iter().map(|&code| moved(code)).collect())
            .collect();
        let wide = OrdinalAnswers::new(wide, vec![6, 5]).unwrap();
        let [one, other] = [&narrow, &wide].map(|answers| polychoric(answers).unwrap().correlations[(0, 1)]);
        assert_abs_diff_eq!(one, other, epsilon = 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn reversing_an_item_turns_its_correlations(seed in 0_u64..1_000) {
            let one = answers(seed, 3, 5);
            let turned: Vec<u8> = one.column(0).iter().map(|&code| 4 - code).collect();
            let other = OrdinalAnswers::new(vec![turned, one.column(1).to_vec(), one.column(2).to_vec()], vec![5; 3]).unwrap();
            let (one, other) = (polychoric(&one).unwrap().correlations, polychoric(&other).unwrap().correlations);
            prop_assert!((one[(0, 1)] + other[(0, 1)]).abs() < 1e-9);
            prop_assert!((one[(0, 2)] + other[(0, 2)]).abs() < 1e-9);
            prop_assert!((one[(1, 2)] - other[(1, 2)]).abs() < 1e-9);
        }

        #[test]
        fn the_order_of_the_items_changes_nothing(seed in 0_u64..1_000) {
            let one = answers(seed, 2, 4);
            let other = OrdinalAnswers::new(vec![one.column(1).to_vec(), one.column(0).to_vec()], vec![4; 2]).unwrap();
            let (one, other) = (polychoric(&one).unwrap(), polychoric(&other).unwrap());
            prop_assert!((one.correlations[(0, 1)] - other.correlations[(0, 1)]).abs() < 1e-9);
        }
    }
}
