//! Encoding of the counts over all persons, and their checks against the counts by group.

use serde::{Deserialize, Serialize};

use crate::tally::coded::{NoTally, unless, wanted};
use crate::tally::products::packed;
use crate::tally::{PairProducts, Products, Tally};

/// Counts over all persons. Triangles contain the pairs (1, 1), (1, 2) … (2, 2), (2, 3) …; x is a keyed place.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::tally::coded) struct Totals {
    /// Per pair of items: number of persons who answered both.
    pub(in crate::tally::coded) pair_persons: Vec<u64>,
    /// Σx of each item over those who also answered each item: (1, 1), (1, 2) … (2, 1) …
    pub(in crate::tally::coded) pair_sums: Vec<u64>,
    /// Σxy of each pair, over the persons who answered both.
    pub(in crate::tally::coded) pair_products: Vec<u64>,
    pub(in crate::tally::coded) scales: Vec<ScaleTotals>,
}

/// Counts over the persons who answered a whole scale. T = Σx over its items, Q = Σx².
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::tally::coded) struct ScaleTotals {
    /// Σxy of each pair of the scale's items.
    pub(in crate::tally::coded) products: Vec<u64>,
    /// ΣQT, ΣQT², ΣQ².
    pub(in crate::tally::coded) q: [u128; 3],
    /// `ΣxT²` of each item.
    pub(in crate::tally::coded) xt2: Vec<u128>,
    /// `ΣxQ` of each item.
    pub(in crate::tally::coded) xq: Vec<u128>,
}

pub(in crate::tally::coded) fn totals(tally: &Tally) -> Totals {
    let pairs = tally.pairs();
    let paired = |items: usize| if tally.shape.has_pairs() { items } else { 0 };
    let scale = |place: usize| {
        let (products, powers) = (tally.products(place), tally.powers(place));
        let wide = |sum: &i128| sum.unsigned_abs();
        ScaleTotals {
            products: triangle(paired(products.items()), |i, j| products.product(i, j)),
            q: [powers.q[1], powers.q[2], powers.q[3]].map(|sum| wide(&sum)),
            xt2: powers.xt.iter().map(|sums| wide(&sums[1])).collect(),
            xq: powers.xq.iter().map(wide).collect(),
        }
    };
    let n = paired(tally.shape.items());
    Totals {
        pair_persons: triangle(n, |i, j| pairs.persons(i, j)),
        pair_sums: (0..n).flat_map(|i| (0..n).map(move |j| pairs.sum(i, j))).collect(),
        pair_products: triangle(n, |i, j| pairs.product(i, j)),
        scales: (0..tally.shape.scales().len()).map(scale).collect(),
    }
}

fn triangle(k: usize, of: impl Fn(usize, usize) -> u64) -> Vec<u64> {
    (0..k)
        .flat_map(|i| (i..k).map(move |j| (i, j)))
        .map(|(i, j)| of(i, j))
        .collect()
}

/// Sets the totals of a tally. Sums that follow from the counts by group are computed from those, or compared with them.
pub(in crate::tally::coded) fn set_totals(tally: &mut Tally, totals: &Totals) -> Result<(), NoTally> {
    if !tally.shape.has_pairs() {
        return Err(NoTally::TooManyItems);
    }
    let n = tally.shape.items();
    wanted("pairs", totals.pair_persons.len(), n * (n + 1) / 2)?;
    wanted("pairs", totals.pair_products.len(), n * (n + 1) / 2)?;
    wanted("pairs", totals.pair_sums.len(), n * n)?;
    wanted("scales", totals.scales.len(), tally.shape.scales().len())?;
    let codes: Vec<Vec<u64>> = (0..n).map(|item| tally.codes_of(item)).collect();
    let (persons, sums) = (&totals.pair_persons, &totals.pair_sums);
    let mut pairs = PairProducts::new(n);
    for i in 0..n {
        let (answered, sum, squares) = moments(&codes[i]);
        let own = packed(i, i, n);
        let same = (persons[own], sums[i * n + i], totals.pair_products[own]) == (answered, sum, squares);
        unless(!same, "an item's answers are not those of the groups together")?;
        for j in i..n {
            let place = packed(i, j, n);
            let (both, of_i, of_j, product) = (
                persons[place],
                sums[i * n + j],
                sums[j * n + i],
                totals.pair_products[place],
            );
            let top = |item: usize| (codes[item].len() - 1) as u64;
            let possible = both <= moments(&codes[i]).0.min(moments(&codes[j]).0)
                && of_i <= both * top(i)
                && of_j <= both * top(j)
                && product <= (of_i * top(j)).min(of_j * top(i));
            unless(!possible, "a pair of items has more answers than its items")?;
            pairs.add_pair(i, j, both, of_i, of_j, product);
        }
    }
    tally.totals.pairs = pairs;
    for (place, totals) in totals.scales.iter().enumerate() {
        set_scale_totals(tally, place, totals)?;
    }
    Ok(())
}

/// Number of answers, Σx and Σx², from the number of answers by keyed place.
fn moments(counts: &[u64]) -> (u64, u64, u64) {
    (0_u64..).zip(counts).fold((0, 0, 0), |(n, sum, squares), (x, &count)| {
        (n + count, sum + x * count, squares + x * x * count)
    })
}

fn set_scale_totals(tally: &mut Tally, place: usize, totals: &ScaleTotals) -> Result<(), NoTally> {
    const WRONG: &str = "the sums over those who answered all of a scale are not those of the groups together";
    let scale = tally.shape.scales()[place].clone();
    let (k, top) = (scale.items.len(), scale.points - 1);
    wanted("pairs of a scale", totals.products.len(), k * (k + 1) / 2)?;
    wanted("items of a scale", totals.xt2.len(), k)?;
    wanted("items of a scale", totals.xq.len(), k)?;
    let by_item: Vec<(u64, u64, u64)> = (0..k)
        .map(|item| moments(&tally.complete_codes_of(place, item)))
        .collect();
    let persons = by_item.first().map_or(0, |found| found.0);
    let product = |i: usize, j: usize| totals.products[packed(i.min(j), i.max(j), k)];
    let highest = (top * top) as u64 * persons;
    for (item, (_, _, squares)) in by_item.iter().enumerate() {
        unless(product(item, item) != *squares, WRONG)?;
        unless((0..k).any(|other| product(item, other) > highest), WRONG)?;
    }
    let mut powers = tally.totals.powers[place].clone();
    for scores in &tally.scores[place] {
        for cell in scores.cells().filter(|cell| cell.answered == k) {
            let (t, n) = (cell.sum as i128, i128::from(cell.persons));
            for (power, sum) in (1..).zip(&mut powers.t) {
                *sum += n * t.pow(power);
            }
        }
    }
    let all = |values: &[u128]| values.iter().fold(0_u128, |sum, value| sum.saturating_add(*value));
    let total_of_products: i128 = (0..k)
        .flat_map(|i| (0..k).map(move |j| i128::from(product(i, j))))
        .sum();
    let total_of_squares: i128 = by_item.iter().map(|(_, _, squares)| i128::from(*squares)).sum();
    let (most_t, most_q) = ((k * top) as u128, (k * top * top) as u128);
    let same = powers.t[0] == by_item.iter().map(|(_, sum, _)| i128::from(*sum)).sum::<i128>()
        && powers.t[1] == total_of_products
        && all(&totals.xt2) == powers.t[2].unsigned_abs()
        && all(&totals.xq) == totals.q[0]
        && totals.q[0] <= u128::from(persons) * most_q * most_t
        && totals.q[1] <= u128::from(persons) * most_q * most_t * most_t
        && totals.q[2] <= u128::from(persons) * most_q * most_q;
    unless(!same, WRONG)?;
    let signed = |sum: u128| i128::try_from(sum).map_err(|_| NoTally::Contradiction(WRONG));
    powers.q[0] = total_of_squares;
    for (power, &sum) in powers.q[1..].iter_mut().zip(&totals.q) {
        *power = signed(sum)?;
    }
    for item in 0..k {
        powers.xt[item] = [
            (0..k).map(|j| i128::from(product(item, j))).sum(),
            signed(totals.xt2[item])?,
        ];
        powers.xq[item] = signed(totals.xq[item])?;
    }
    let sums: Vec<u64> = by_item.iter().map(|(_, sum, _)| *sum).collect();
    let mut products = Products::new(k);
    products.add_block(persons, &sums, &totals.products);
    tally.totals.products[place] = products;
    tally.totals.powers[place] = powers;
    Ok(())
}

impl Tally {
    /// Frequency of each keyed code of an item over all groups.
    fn codes_of(&self, item: usize) -> Vec<u64> {
        summed(
            (0..self.groups()).map(|group| self.counts(group, item)),
            self.shape.points(item),
        )
    }

    /// Frequency of each keyed code of a scale's item, over the persons who answered the whole scale.
    pub(in crate::tally::coded) fn complete_codes_of(&self, scale: usize, item: usize) -> Vec<u64> {
        let of_groups = (0..self.groups()).map(|group| self.complete_counts(scale, group, item));
        summed(of_groups, self.shape.scales()[scale].points)
    }
}

/// Sums several rows of `points` counts.
fn summed<'c>(rows: impl Iterator<Item = &'c [u32]>, points: usize) -> Vec<u64> {
    let mut sums = vec![0; points];
    for row in rows {
        for (sum, &count) in sums.iter_mut().zip(row) {
            *sum += u64::from(count);
        }
    }
    sums
}
