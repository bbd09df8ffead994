//! Sums over the columns of one block of rows. Blocks are so short that 16 and 32 bits suffice.

use wide::{i16x8, i32x4};

use crate::tally::PowerSums;
use crate::tally::row_counter::BLOCK;

/// Adds the sums that do not follow from the sums of products: ΣT⁴, ΣQT², ΣQ², `ΣxT²` and `ΣxQ` over the columns of a scale whose
/// highest keyed place is `top`.
pub(crate) fn add_powers(powers: &mut PowerSums, columns: &[&[i16]], top: usize) {
    let rows = columns.first().map_or(0, |column| column.len());
    // Neither T² nor Q is above (k · top)².
    let highest = (columns.len() * top).saturating_pow(2);
    let mut totals = vec![0_u32; rows];
    let mut squares = vec![0_u32; rows];
    if i16::try_from(highest).is_ok() && highest * top * BLOCK < 1 << 31 {
        let (mut narrow_totals, mut narrow_squares) = (vec![0_i16; rows], vec![0_i16; rows]);
        for column in columns {
            for ((total, square), &x) in narrow_totals.iter_mut().zip(&mut narrow_squares).zip(*column) {
                *total += x;
                *square += x * x;
            }
        }
        for (wide, narrow) in [(&mut totals, narrow_totals), (&mut squares, narrow_squares)] {
            for (wide, narrow) in wide.iter_mut().zip(narrow) {
                *wide = u32::from(narrow.unsigned_abs());
            }
        }
        narrow_powers(powers, columns, &totals, &squares);
    } else {
        for column in columns {
            for ((total, square), &x) in totals.iter_mut().zip(&mut squares).zip(*column) {
                let x = u32::from(x.unsigned_abs());
                *total += x;
                *square += x * x;
            }
        }
        wide_powers(powers, columns, &totals, &squares);
    }
}

/// Sums for a scale whose T² and Q fit 16 bits, and whose xT² and xQ, summed over a block, fit 32.
fn narrow_powers(powers: &mut PowerSums, columns: &[&[i16]], totals: &[u32], squares: &[u32]) {
    let narrow = |value: u32| i16::try_from(value).unwrap_or(i16::MAX);
    let t2: Vec<i16> = totals.iter().map(|&t| narrow(t * t)).collect();
    let q: Vec<i16> = squares.iter().map(|&q| narrow(q)).collect();
    let product = |one: &[i16], other: &[i16]| -> i128 {
        let products = one
            .iter()
            .zip(other)
            .map(|(&x, &y)| u64::from((i32::from(x) * i32::from(y)).unsigned_abs()));
        i128::from(products.sum::<u64>())
    };
    powers.t[3] += product(&t2, &t2);
    powers.q[2] += product(&q, &t2);
    powers.q[3] += product(&q, &q);
    for (item, column) in columns.iter().enumerate() {
        let [xt2, xq] = dots(column, [&t2, &q]);
        powers.xt[item][1] += i128::from(xt2);
        powers.xq[item] += i128::from(xq);
    }
}

/// Sums for a scale of any size.
fn wide_powers(powers: &mut PowerSums, columns: &[&[i16]], totals: &[u32], squares: &[u32]) {
    // T < 2^8 × 2^16 and Q < 2^16 × 2^16 for as many items as an instrument can have.
    for (&t, &q) in totals.iter().zip(squares) {
        let (t, q) = (u64::from(t), u64::from(q));
        let t2 = t * t;
        powers.t[3] += i128::from(t2) * i128::from(t2);
        powers.q[2] += i128::from(q) * i128::from(t2);
        powers.q[3] += i128::from(q) * i128::from(q);
    }
    let squared: Vec<u64> = totals.iter().map(|&t| u64::from(t) * u64::from(t)).collect();
    for (item, column) in columns.iter().enumerate() {
        // 255 · (255 k)² and 255 · 255² k, each times the rows of a block, stay inside 64 bits for k below 5,000.
        let (mut xt2, mut xq) = (0_u64, 0_u64);
        for ((&x, &t2), &q) in column.iter().zip(&squared).zip(squares) {
            let x = u64::from(x.unsigned_abs());
            xt2 += x * t2;
            xq += x * u64::from(q);
        }
        powers.xt[item][1] += i128::from(xt2);
        powers.xq[item] += i128::from(xq);
    }
}

/// Rows multiplied per step.
pub(crate) const STEP: usize = 8;

/// Σ x over a column of a block.
pub(crate) fn total(column: &[i16]) -> u64 {
    let [total] = dots(column, [&[1; BLOCK][..column.len()]]);
    total
}

/// Σ xy of one column of a block with each of several others.
pub(crate) fn dots<const N: usize>(one: &[i16], others: [&[i16]; N]) -> [u64; N] {
    let rows = one.len();
    let (ones, rest) = one.as_chunks::<STEP>();
    let others = others.map(|other| other[..rows].as_chunks::<STEP>());
    let mut sums = [i32x4::ZERO; N];
    for (place, x) in ones.iter().enumerate() {
        let x = i16x8::new(*x);
        for (sum, (other, _)) in sums.iter_mut().zip(&others) {
            *sum += x.dot(i16x8::new(other[place]));
        }
    }
    std::array::from_fn(|place| {
        let eights: i32 = sums[place].to_array().iter().sum();
        let pairs = rest.iter().zip(others[place].1);
        let rest: i32 = pairs.map(|(&x, &y)| i32::from(x) * i32::from(y)).sum();
        u64::from((eights + rest).unsigned_abs())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn narrow_sums_are_the_wide_ones(rows in prop::collection::vec([0_i16..6, 0_i16..6, 0_i16..6], 0..80)) {
            let columns: Vec<Vec<i16>> = (0..3).map(|item| rows.iter().map(|row| row[item]).collect()).collect();
            let columns: Vec<&[i16]> = columns.iter().map(Vec::as_slice).collect();
            let sum = |power: u32| -> Vec<u32> {
                rows.iter().map(|row| row.iter().map(|x| u32::from(x.unsigned_abs()).pow(power)).sum()).collect()
            };
            let (mut narrow, mut wide) = (PowerSums::new(3), PowerSums::new(3));
            narrow_powers(&mut narrow, &columns, &sum(1), &sum(2));
            wide_powers(&mut wide, &columns, &sum(1), &sum(2));
            prop_assert_eq!(narrow, wide);
        }

        #[test]
        fn products_by_eights_are_products(pairs in prop::collection::vec((0_i16..255, 0_i16..255), 0..100)) {
            let (one, other): (Vec<i16>, Vec<i16>) = pairs.iter().copied().unzip();
            let product = |x: i16, y: i16| u64::from(x.unsigned_abs()) * u64::from(y.unsigned_abs());
            let by_hand: u64 = pairs.iter().map(|&(x, y)| product(x, y)).sum();
            let square: u64 = one.iter().map(|&x| product(x, x)).sum();
            prop_assert_eq!(dots(&one, [&other, &one]), [by_hand, square]);
            prop_assert_eq!(total(&one), one.iter().map(|&x| product(x, 1)).sum::<u64>());
        }
    }
}
