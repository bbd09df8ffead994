//! Sums over the columns of one block of rows, which are short enough for narrow numbers.

use crate::tally::PowerSums;
use crate::tally::count::BLOCK;

/// Adds the fourth-order sums of a block: the columns of a scale whose highest keyed place is `top`, and their totals.
pub(crate) fn add_powers(powers: &mut PowerSums, columns: &[&[i16]], totals: &[u32], top: usize) {
    let mut squares = vec![0_u32; totals.len()];
    for column in columns {
        for (square, &x) in squares.iter_mut().zip(*column) {
            *square += u32::from(x.unsigned_abs()) * u32::from(x.unsigned_abs());
        }
    }
    // Neither T² nor Q is above (k · top)².
    let highest = (columns.len() * top).saturating_pow(2);
    if i16::try_from(highest).is_ok() && highest * top * BLOCK < 1 << 31 {
        narrow_powers(powers, columns, totals, &squares);
    } else {
        wide_powers(powers, columns, totals, &squares);
    }
}

/// The sums of a scale whose T² and Q fit 16 bits and, times x and the rows of a block, 32.
fn narrow_powers(powers: &mut PowerSums, columns: &[&[i16]], totals: &[u32], squares: &[u32]) {
    let narrow = |value: u32| i16::try_from(value).unwrap_or(i16::MAX);
    let t: Vec<i16> = totals.iter().map(|&t| narrow(t)).collect();
    let t2: Vec<i16> = totals.iter().map(|&t| narrow(t * t)).collect();
    let q: Vec<i16> = squares.iter().map(|&q| narrow(q)).collect();
    let product = |one: &[i16], other: &[i16]| -> i128 {
        let products = one
            .iter()
            .zip(other)
            .map(|(&x, &y)| u64::from((i32::from(x) * i32::from(y)).unsigned_abs()));
        i128::from(products.sum::<u64>())
    };
    let sum = |column: &[i16]| i128::from(total(column));
    for (power, more) in powers
        .t
        .iter_mut()
        .zip([sum(&t), sum(&t2), product(&t, &t2), product(&t2, &t2)])
    {
        *power += more;
    }
    for (power, more) in powers
        .q
        .iter_mut()
        .zip([sum(&q), product(&q, &t), product(&q, &t2), product(&q, &q)])
    {
        *power += more;
    }
    for (item, column) in columns.iter().enumerate() {
        powers.xt[item][0] += i128::from(dot(column, &t));
        powers.xt[item][1] += i128::from(dot(column, &t2));
        powers.xq[item] += i128::from(dot(column, &q));
    }
}

/// The sums of any scale.
fn wide_powers(powers: &mut PowerSums, columns: &[&[i16]], totals: &[u32], squares: &[u32]) {
    // T < 2^8 × 2^16 and Q < 2^16 × 2^16 for as many items as an instrument can have.
    for (&t, &q) in totals.iter().zip(squares) {
        let (t, q) = (u64::from(t), u64::from(q));
        let (t2, wide) = (t * t, i128::from(t));
        powers.t[0] += wide;
        powers.t[1] += i128::from(t2);
        powers.t[2] += i128::from(t2) * wide;
        powers.t[3] += i128::from(t2) * i128::from(t2);
        powers.q[0] += i128::from(q);
        powers.q[1] += i128::from(q) * wide;
        powers.q[2] += i128::from(q) * i128::from(t2);
        powers.q[3] += i128::from(q) * i128::from(q);
    }
    let squared: Vec<u64> = totals.iter().map(|&t| u64::from(t) * u64::from(t)).collect();
    for (item, column) in columns.iter().enumerate() {
        // 255 · (255 k)² and 255 · 255² k, each times the rows of a block, stay inside 64 bits for k below 5,000.
        let (mut xt, mut xt2, mut xq) = (0_u64, 0_u64, 0_u64);
        for (((&x, &t), &t2), &q) in column.iter().zip(totals).zip(&squared).zip(squares) {
            let x = u64::from(x.unsigned_abs());
            xt += x * u64::from(t);
            xt2 += x * t2;
            xq += x * u64::from(q);
        }
        powers.xt[item][0] += i128::from(xt);
        powers.xt[item][1] += i128::from(xt2);
        powers.xq[item] += i128::from(xq);
    }
}

/// Σ x over a column of a block.
pub(crate) fn total(column: &[i16]) -> u64 {
    column.iter().map(|&x| u64::from(x.unsigned_abs())).sum()
}

/// Σ xy over two columns of a block.
pub(crate) fn dot(one: &[i16], other: &[i16]) -> u64 {
    let ((ones, one), (others, other)) = (one.as_chunks::<32>(), other.as_chunks::<32>());
    let chunks: i32 = ones.iter().zip(others).map(|(x, y)| dot_of_chunk(x, y)).sum();
    let rest: i32 = one.iter().zip(other).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum();
    u64::from((chunks + rest).unsigned_abs())
}

/// Σ xy by eights, for each of which the compiler has one instruction; a plain loop gets one for four.
#[inline]
fn dot_of_chunk(one: &[i16; 32], other: &[i16; 32]) -> i32 {
    let mut sum = 0;
    for (x, y) in one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0) {
        sum += x.iter().zip(y).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum::<i32>();
    }
    sum
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
            let by_hand: u64 = pairs.iter().map(|(x, y)| u64::from(x.unsigned_abs()) * u64::from(y.unsigned_abs())).sum();
            prop_assert_eq!(dot(&one, &other), by_hand);
        }
    }
}
