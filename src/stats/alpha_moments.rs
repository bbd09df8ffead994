//! Distribution-free (ADF) standard error of alpha, from sums that can be merged.
//!
//! A person's answers minus the items' means are z, with t = Σz and q = Σz². S is the variance of the total score and
//! tr C the sum of the items' variances. Each person's influence on alpha is u = k/(k − 1) · (tr C/S² · t² − q/S), and
//! se = sd(u)/√n: Yuan, Guarnaccia & Hayslip (2003), Educational and Psychological Measurement 63(1), 5–23;
//! Maydeu-Olivares, Coffman & Hartmann (2007), Psychological Methods 12(2), 157–176.
//!
//! The variance of u needs no individual rows, only Σt⁴, Σt²q, Σq², Σt² and Σq. These follow from sums of powers of the
//! answers x, the totals T = Σx and the squares Q = Σx². The sums are whole numbers, so any split of the persons into
//! parts gives the same result. They are first shifted, still in whole numbers, to the integer nearest each item's
//! mean; only then are they converted to floating point and shifted by the remainder, which is at most ½ per item. The
//! floating point has twice the precision of a double: if almost everybody answers alike, Σu² is a small difference of
//! large sums.

use std::ops::{Add, Mul, Sub};

use nalgebra::DMatrix;

use crate::elementary::powi;
use crate::stats::Undefined;
use crate::stats::alpha_interval::Wald;
use crate::stats::double_double::DoubleDouble;
use crate::stats::figure::{check_items, check_persons, no_variance_if};

/// Sums of products of complete respondents' keyed answers, from which alpha and its distribution-free standard error
/// follow.
///
/// Exact while n · (255 k)⁴ < 2¹²⁷ for n persons and k items; with 1,000 items that is more persons than live on earth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlphaMoments {
    n: u64,
    sums: Sums<i128>,
}

impl AlphaMoments {
    /// Sums of no persons, for a scale of `items` items.
    #[must_use]
    pub fn new(items: usize) -> Self {
        let products = vec![0; items * (items + 1) / 2];
        Self::from_sums(0, [0; 4], [0; 4], vec![[0; 4]; items], products)
    }

    /// Builds the sums of `n` persons from precomputed parts: `totals` are ΣT, ΣT², ΣT³, ΣT⁴; `squares` are ΣQ, ΣQT,
    /// ΣQT², ΣQ²; `by_item` has `Σx`, `ΣxT`, `ΣxT²`, `ΣxQ` for each item; `products` has Σxᵢxⱼ for j ≤ i, row by row.
    ///
    /// # Panics
    /// If `products` does not have k(k + 1)/2 entries for k items.
    #[must_use]
    pub fn from_sums(
        n: u64,
        totals: [i128; 4],
        squares: [i128; 4],
        by_item: Vec<[i128; 4]>,
        products: Vec<u64>,
    ) -> Self {
        let items = by_item.len();
        assert_eq!(products.len(), items * (items + 1) / 2, "a product a pair of items");
        Self {
            n,
            sums: Sums {
                n: i128::from(n),
                t: totals,
                q: squares,
                by_item,
                products: products.into_iter().map(i128::from).collect(),
            },
        }
    }

    /// Adds a person who answered every item. `answers` has one keyed answer per item, as a code or as its place on the
    /// scale.
    ///
    /// # Panics
    /// If the number of answers differs from the number of items.
    pub fn add(&mut self, answers: &[u8]) {
        assert_eq!(answers.len(), self.sums.by_item.len(), "one answer an item");
        let total: i128 = answers.iter().map(|&x| i128::from(x)).sum();
        let square: i128 = answers.iter().map(|&x| i128::from(x) * i128::from(x)).sum();
        let squared = total * total;
        let sums = &mut self.sums;
        self.n += 1;
        sums.n += 1;
        add_to(&mut sums.t, [total, squared, squared * total, squared * squared]);
        add_to(&mut sums.q, [square, total * square, squared * square, square * square]);
        for (of_item, &x) in sums.by_item.iter_mut().zip(answers) {
            let x = i128::from(x);
            add_to(of_item, [x, x * total, x * squared, x * square]);
        }
        let pairs = answers
            .iter()
            .enumerate()
            .flat_map(|(i, x)| answers[..=i].iter().map(move |y| (x, y)));
        for (sum, (&x, &y)) in sums.products.iter_mut().zip(pairs) {
            *sum += i128::from(x) * i128::from(y);
        }
    }

    /// Covariance matrix of the items (k × k, divisor n − 1). Each entry is computed exactly and rounded once, at the
    /// end.
    ///
    /// # Errors
    /// [`Undefined::TooFewPersons`] for fewer than two persons.
    pub fn covariance(&self) -> Result<DMatrix<f64>, Undefined> {
        check_persons(self.n, 2)?;
        let Sums {
            n, by_item, products, ..
        } = &self.sums;
        let divisor = self.n as f64 * (self.n as f64 - 1.0);
        Ok(DMatrix::from_fn(by_item.len(), by_item.len(), |i, j| {
            let exact = n * products[place(i, j)] - by_item[i][0] * by_item[j][0];
            exact as f64 / divisor
        }))
    }

    /// Distribution-free standard error of alpha, and the interval alpha ± z · se at confidence `level` (between 0 and
    /// 1, both excluded).
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than three persons,
    /// [`Undefined::NoVariance`] if all totals are equal, and [`Undefined::OutOfRange`] if `level` is not between 0 and
    /// 1.
    pub fn alpha_adf(&self, level: f64) -> Result<Wald, Undefined> {
        check_persons(self.n, 3)?;
        check_items(self.sums.by_item.len(), 2)?;
        let (k, n) = (self.sums.by_item.len() as f64, self.n as f64);
        // In whole numbers the difference is exactly 0 if everybody has the same total.
        let whole = &self.sums;
        no_variance_if(whole.n * whole.t[1] == whole.t[0] * whole.t[0], "the total score")?;
        let centred = whole.centred();
        let [_, t2, _, t4] = centred.t;
        let [q, _, t2q, q2] = centred.q;
        let total = t2.rounded() / (n - 1.0);
        // With r = tr C/S: S²Σu² = r²Σt⁴ − 2rΣt²q + Σq², and Σu = 0.
        let r = q.over(t2);
        let alpha = k / (k - 1.0) * (1.0 - r.rounded());
        let sum = (r * r * t4 - DoubleDouble::from(2) * r * t2q + q2).rounded() / (total * total);
        let variance = powi(k / (k - 1.0), 2) * sum.max(0.0) / (n - 1.0);
        Wald::new(alpha, (variance / n).sqrt(), level)
    }
}

/// Index of Σxᵢxⱼ in `products`.
fn place(i: usize, j: usize) -> usize {
    let (high, low) = if i >= j { (i, j) } else { (j, i) };
    high * (high + 1) / 2 + low
}

fn add_to(sums: &mut [i128; 4], more: [i128; 4]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// The sums of [`AlphaMoments`] after subtracting a constant from each item's answers; N is a whole or a floating-point
/// number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sums<N> {
    n: N,
    /// ΣT, ΣT², ΣT³, ΣT⁴.
    t: [N; 4],
    /// ΣQ, ΣQT, ΣQT², ΣQ².
    q: [N; 4],
    /// For each item `Σx`, `ΣxT`, `ΣxT²`, `ΣxQ`.
    by_item: Vec<[N; 4]>,
    /// Σxᵢxⱼ for j ≤ i, row by row.
    products: Vec<N>,
}

impl Sums<i128> {
    /// The sums after subtracting each item's mean.
    fn centred(&self) -> Sums<DoubleDouble> {
        let nearest = |sums: &[i128; 4]| (2 * sums[0] + self.n).div_euclid(2 * self.n);
        let near = self.less(&self.by_item.iter().map(nearest).collect::<Vec<_>>());
        let number = DoubleDouble::from;
        let rounded = Sums {
            n: number(near.n),
            t: near.t.map(number),
            q: near.q.map(number),
            by_item: near.by_item.iter().map(|sums| sums.map(number)).collect(),
            products: near.products.iter().map(|&sum| number(sum)).collect(),
        };
        let mean = |sums: &[DoubleDouble; 4]| sums[0].over(rounded.n);
        rounded.less(&rounded.by_item.iter().map(mean).collect::<Vec<_>>())
    }
}

impl<N> Sums<N>
where
    N: Copy + From<i32> + Add<Output = N> + Sub<Output = N> + Mul<Output = N> + std::iter::Sum,
{
    /// The sums of x − c, with one c per item: T' = T − C with C = Σc, and Q' = Q − 2L + K with L = Σcx and K = Σc².
    fn less(&self, c: &[N]) -> Self {
        let number = N::from;
        let n = self.n;
        let shift: N = c.iter().copied().sum();
        let square: N = c.iter().map(|&ci| ci * ci).sum();
        // ΣL, ΣLT, ΣLT², ΣLQ; then ΣLx of each item, and ΣL².
        let l: [N; 4] =
            std::array::from_fn(|power| self.by_item.iter().zip(c).map(|(sums, &ci)| ci * sums[power]).sum());
        let lx: Vec<N> = (0..c.len())
            .map(|i| {
                c.iter()
                    .enumerate()
                    .map(|(j, &cj)| cj * self.products[place(i, j)])
                    .sum()
            })
            .collect();
        let ll: N = lx.iter().zip(c).map(|(&lx, &ci)| lx * ci).sum();

        let [t1, t2, t3, t4] = self.t;
        let [q1, qt, qt2, qq] = self.q;
        let shift2 = shift * shift;
        let t = [
            t1 - n * shift,
            t2 - number(2) * shift * t1 + n * shift2,
            t3 - number(3) * shift * t2 + number(3) * shift2 * t1 - n * shift2 * shift,
            t4 - number(4) * shift * t3 + number(6) * shift2 * t2 - number(4) * shift2 * shift * t1
                + n * shift2 * shift2,
        ];
        // ΣQ', ΣQ'T, ΣQ'T²; then with T' in place of T.
        let q_1 = q1 - number(2) * l[0] + square * n;
        let q_t = qt - number(2) * l[1] + square * t1;
        let q_t2 = qt2 - number(2) * l[2] + square * t2;
        let q = [
            q_1,
            q_t - shift * q_1,
            q_t2 - number(2) * shift * q_t + shift2 * q_1,
            qq + number(4) * ll + n * square * square - number(4) * l[3] + number(2) * square * q1
                - number(4) * square * l[0],
        ];
        let by_item = |i: usize| {
            let [x, xt, xt2, xq] = self.by_item[i];
            [
                x - n * c[i],
                xt - shift * x - c[i] * t[0],
                xt2 - number(2) * shift * xt + shift2 * x - c[i] * t[1],
                xq - number(2) * lx[i] + square * x - c[i] * q[0],
            ]
        };
        let x = |i: usize| self.by_item[i][0];
        let product = |i: usize, j: usize| self.products[place(i, j)] - c[i] * x(j) - c[j] * x(i) + n * c[i] * c[j];
        Self {
            n,
            t,
            q,
            by_item: (0..c.len()).map(by_item).collect(),
            products: (0..c.len())
                .flat_map(|i| (0..=i).map(move |j| (i, j)))
                .map(|(i, j)| product(i, j))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::alpha::alpha;
    use approx::assert_relative_eq;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

    fn moments(rows: &[Vec<u8>]) -> AlphaMoments {
        let mut moments = AlphaMoments::new(rows[0].len());
        for row in rows {
            moments.add(row);
        }
        moments
    }

    /// The standard error from individual rows, by the formula of the source.
    fn by_rows(rows: &[Vec<u8>]) -> f64 {
        let (n, k) = (rows.len() as f64, rows[0].len());
        let cov = moments(rows).covariance().unwrap();
        let (total, trace) = (cov.sum(), cov.trace());
        let means: Vec<f64> = (0..k)
            .map(|i| rows.iter().map(|row| f64::from(row[i])).sum::<f64>() / n)
            .collect();
        let u: Vec<f64> = (rows.iter())
            .map(|row| {
                let z: Vec<f64> = row.iter().zip(&means).map(|(&x, mean)| f64::from(x) - mean).collect();
                let (t, q) = (z.iter().sum::<f64>(), z.iter().map(|z| z * z).sum::<f64>());
                let k = k as f64;
                k / (k - 1.0) * (trace / (total * total) * t * t - q / total)
            })
            .collect();
        let mean = u.iter().sum::<f64>() / n;
        (u.iter().map(|u| powi(u - mean, 2)).sum::<f64>() / (n - 1.0) / n).sqrt()
    }

    /// Persons whose answers to `points` codes from `lowest` share a common level.
    fn persons(lowest: u8, points: u8) -> impl Strategy<Value = Vec<Vec<u8>>> {
        (2_usize..7, 4_usize..40).prop_flat_map(move |(k, n)| {
            let person = (0..points, proptest::collection::vec(0..points, k))
                .prop_map(move |(level, own)| own.iter().map(|x| lowest + x.midpoint(level)).collect::<Vec<u8>>());
            proptest::collection::vec(person, n)
        })
    }

    #[test]
    fn no_persons_or_equal_totals_give_a_reason() {
        let mut moments = AlphaMoments::new(2);
        assert_eq!(
            moments.alpha_adf(0.95),
            Err(Undefined::TooFewPersons { found: 0, needed: 3 })
        );
        for answers in [[1, 3], [2, 2], [3, 1]] {
            moments.add(&answers);
        }
        assert_eq!(
            moments.alpha_adf(0.95),
            Err(Undefined::NoVariance { of: "the total score" })
        );
        assert_eq!(
            AlphaMoments::new(0).covariance(),
            Err(Undefined::TooFewPersons { found: 0, needed: 2 })
        );
    }

    #[test]
    fn answers_far_from_nought_lose_no_digits() {
        let answer = |p: u32, i: u32| u8::try_from((p / 20 + (p * 7 + i * 5) % 3) % 4).unwrap();
        let near: Vec<Vec<u8>> = (0..60).map(|p| (0..9).map(|i| answer(p, i)).collect()).collect();
        let far: Vec<Vec<u8>> = near.iter().map(|row| row.iter().map(|x| x + 250).collect()).collect();
        let (near, far) = (
            moments(&near).alpha_adf(0.95).unwrap(),
            moments(&far).alpha_adf(0.95).unwrap(),
        );
        assert_relative_eq!(near.se, far.se, max_relative = 1e-13);
    }

    /// True if two standard errors are equal up to rounding of the variance, which is 0 if all answers rise and fall
    /// together.
    fn equal(one: f64, other: f64) -> bool {
        (one * one - other * other).abs() <= 2e-9 * other * other + 1e-24
    }

    #[test]
    fn nearly_equal_rows_have_no_error_by_cancellation() {
        let rows = [[1, 2, 3], [1, 2, 3], [2, 2, 0], [1, 2, 3]].map(|row| row.to_vec());
        for times in [1, 2, 1000] {
            // Both kinds of rows lie on one line, so every influence is 0.
            assert!(moments(&vec![&rows[..]; times].concat()).alpha_adf(0.95).unwrap().se < 1e-15);
        }
    }

    proptest! {
        #[test]
        fn sums_and_rows_give_the_same_standard_error(rows in persons(0, 6)) {
            if let Ok(adf) = moments(&rows).alpha_adf(0.95) {
                let expected = by_rows(&rows);
                prop_assert!(equal(adf.se, expected), "{} {}", adf.se, expected);
                let value = alpha(&moments(&rows).covariance().unwrap()).unwrap();
                prop_assert!((adf.interval.lower + adf.interval.upper - 2.0 * value).abs() < 1e-9 * value.abs().max(1.0));
            }
        }

        #[test]
        fn sums_and_rows_agree_for_high_codes_on_a_long_scale(rows in persons(200, 55)) {
            if let Ok(adf) = moments(&rows).alpha_adf(0.95) {
                let expected = by_rows(&rows);
                prop_assert!(equal(adf.se, expected), "{} {}", adf.se, expected);
            }
        }

        #[test]
        fn turning_every_item_round_changes_nothing(rows in persons(0, 6)) {
            let turned: Vec<Vec<u8>> = rows.iter().map(|row| row.iter().map(|x| 5 - x).collect()).collect();
            let (one, other) = (moments(&rows), moments(&turned));
            prop_assert_eq!(one.covariance(), other.covariance());
            if let (Ok(one), Ok(other)) = (one.alpha_adf(0.95), other.alpha_adf(0.95)) {
                prop_assert!(equal(one.se, other.se));
            }
        }

        #[test]
        fn counting_everybody_twice_leaves_alpha_and_shrinks_its_error(rows in persons(0, 6)) {
            let once = moments(&rows);
            let twice = moments(&[rows.clone(), rows.clone()].concat());
            if let (Ok(a), Ok(b)) = (alpha(&once.covariance().unwrap()), alpha(&twice.covariance().unwrap())) {
                prop_assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0));
            }
            if let (Ok(one), Ok(two)) = (once.alpha_adf(0.95), twice.alpha_adf(0.95)) {
                let n = rows.len() as f64;
                // 1/√2, corrected for the divisor n − 1 of the covariances and of the variance of u.
                let ratio = 0.5 * ((2.0 * n - 1.0) / (n - 1.0)).sqrt();
                prop_assert!(equal(two.se, one.se * ratio));
            }
        }
    }
}
