//! The sums that follow from published sums, by linear algebra. This module knows no disclosure rule and no survey.
//!
//! The respondents fall into *atoms*, the cells of all groupings and populations crossed: two people are in one atom if
//! every known sum has both or neither. A known sum (a number of people and the sum of their scores) is a row of ones and zeros
//! over the atoms, and the sums that can be derived are the combinations of these rows. So a set of atoms whose number and mean
//! follow by adding and subtracting is one whose row is in the span of the known rows.
//!
//! Elimination is done modulo the prime 2^61 - 1, which is exact and does not grow. A row in the span over the rationals is
//! in it modulo the prime too, unless the prime divides a denominator, which is a minor of a matrix of ones and zeros: no
//! smaller than the prime only from about 30 independent rows on, and then a multiple of it once in 10^18.
//!
//! Atoms are numbered from the largest. Then each row of the reduced form begins with its largest atom, and the rows that
//! begin with a small atom span exactly the combinations of small atoms alone. Usually there is no such row, and no small set can be
//! derived. If there are some, all their sums of ones and zeros are tried.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The prime 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

/// The number of partial sums of atoms that are tried before the search gives up and calls everything exposed.
const TRIES: usize = 200_000;

/// The largest coefficient of an equation that bounds are drawn from.
const COEFFICIENT: u64 = 64;

/// From so many rows on, a row is reduced by all of them at once.
const MANY_ROWS: usize = 32;

/// A row: columns in rising order, each with its value, which is never 0.
type Row = Vec<(usize, u64)>;

fn times(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

fn plus(one: u64, other: u64) -> u64 {
    (one + other) % PRIME
}

fn minus(number: u64) -> u64 {
    (PRIME - number) % PRIME
}

/// The number modulo the prime.
fn residue(number: i64) -> u64 {
    let size = number.unsigned_abs() % PRIME;
    if number < 0 { minus(size) } else { size }
}

/// By Fermat: the power of `PRIME - 2`.
fn inverse(number: u64) -> u64 {
    let (mut result, mut power, mut left) = (1, number, PRIME - 2);
    while left > 0 {
        if left & 1 == 1 {
            result = times(result, power);
        }
        power = times(power, power);
        left >>= 1;
    }
    result
}

/// `row + factor * other`.
fn combined(row: &[(usize, u64)], factor: u64, other: &[(usize, u64)]) -> Row {
    let mut sum = Row::with_capacity(row.len() + other.len());
    let (mut left, mut right) = (row.iter().peekable(), other.iter().peekable());
    loop {
        let (column, value) = match (left.peek(), right.peek()) {
            (None, None) => return sum,
            (Some(&&(a, x)), Some(&&(b, y))) if a == b => {
                left.next();
                right.next();
                (a, plus(x, times(factor, y)))
            }
            (Some(&&(a, x)), other) if other.is_none_or(|&&(b, _)| a < b) => {
                left.next();
                (a, x)
            }
            (_, Some(&&(b, y))) => {
                right.next();
                (b, times(factor, y))
            }
            (Some(&&entry), None) => {
                left.next();
                entry
            }
        };
        if value != 0 {
            sum.push((column, value));
        }
    }
}

/// The span of some rows, stored in reduced row echelon form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Space {
    /// Rows by their first column, which no other row has.
    rows: BTreeMap<usize, Row>,
}

/// The result of a search for small sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// No small set can be derived.
    Nothing,
    /// The atoms of a small set that can be derived.
    Found(Vec<usize>),
    /// Too many combinations to try them all.
    TooMany,
}

impl Space {
    /// Adds the sum over some atoms. Returns true if it did not already follow.
    pub fn add(&mut self, atoms: &[usize]) -> bool {
        self.insert(indicator(atoms))
    }

    /// True if no sum is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// True if the sum over some atoms can be derived.
    #[must_use]
    pub fn determines(&self, atoms: &[usize]) -> bool {
        self.reduced(indicator(atoms)).is_empty()
    }

    /// True if a sum over several sets of atoms, each with a coefficient, can be derived.
    #[must_use]
    pub fn follows(&self, sums: &[(Vec<usize>, i64)]) -> bool {
        // In one pass: an equation may have as many sums as there are groups.
        let mut row: BTreeMap<usize, u64> = BTreeMap::new();
        for (atoms, coefficient) in sums {
            let coefficient = residue(*coefficient);
            for (atom, value) in indicator(atoms) {
                let entry = row.entry(atom).or_default();
                *entry = plus(*entry, times(coefficient, value));
            }
        }
        let row: Row = row.into_iter().filter(|(_, value)| *value != 0).collect();
        self.reduced(row).is_empty()
    }

    fn insert(&mut self, row: Row) -> bool {
        let mut row = self.reduced(row);
        let Some(&(pivot, leading)) = row.first() else {
            return false;
        };
        let scale = inverse(leading);
        for (_, value) in &mut row {
            *value = times(*value, scale);
        }
        // A row that has the column begins before it.
        for (_, known) in self.rows.range_mut(..pivot) {
            if let Ok(place) = known.binary_search_by_key(&pivot, |&(column, _)| column) {
                *known = combined(known, minus(known[place].1), &row);
            }
        }
        self.rows.insert(pivot, row);
        true
    }

    /// The row reduced by the known rows.
    fn reduced(&self, row: Row) -> Row {
        // No known row has another's first column, so one pass is enough.
        let pivots: Vec<(usize, u64)> = row
            .iter()
            .copied()
            .filter(|(column, _)| self.rows.contains_key(column))
            .collect();
        if pivots.len() < MANY_ROWS {
            return pivots.into_iter().fold(row, |row, (pivot, value)| {
                self.rows
                    .get(&pivot)
                    .map_or(row.clone(), |known| combined(&row, minus(value), known))
            });
        }
        let mut sum: BTreeMap<usize, u64> = row.into_iter().collect();
        for (pivot, value) in pivots {
            let known = self.rows.get(&pivot).into_iter().flatten();
            for &(column, coefficient) in known {
                let entry = sum.entry(column).or_default();
                *entry = plus(*entry, times(minus(value), coefficient));
            }
        }
        sum.into_iter().filter(|(_, value)| *value != 0).collect()
    }

    /// Searches for a set of atoms with fewer than `least` people that can be derived, and not from `known` alone. Atom `a` has
    /// `people[a]` people, at least one; the atoms are in order of size, largest first.
    #[must_use]
    pub fn small_set(&self, people: &[u64], least: u64, known: &Self) -> Search {
        let small = self.rows.iter().filter(|(pivot, _)| people[**pivot] < least);
        let mut too_many = false;
        for rows in connected(small.map(|(_, row)| row).collect()) {
            match search(&rows, people, least, known) {
                Search::Nothing => {}
                found @ Search::Found(_) => return found,
                Search::TooMany => too_many = true,
            }
        }
        if too_many { Search::TooMany } else { Search::Nothing }
    }

    /// The equations between the sums over sets of atoms. Each equation lists its sets with coefficients other than 0. Equations with
    /// large coefficients give no tight bounds and are left out.
    #[must_use]
    pub fn equations(&self, sets: &[Vec<usize>]) -> Vec<Vec<(usize, i64)>> {
        let beyond = sets.iter().flatten().map(|&atom| atom + 1);
        let beyond = beyond.chain(self.rows.values().flatten().map(|&(column, _)| column + 1));
        let tags = beyond.max().unwrap_or(0);
        let mut residuals = Self::default();
        // The result is the same in any order. From the last atom on, few rows have each other's first column.
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|&place| Reverse(sets[place].iter().min()));
        for place in order {
            let atoms = &sets[place];
            let mut row = self.reduced(indicator(atoms));
            row.push((tags + place, 1));
            residuals.insert(row);
        }
        let of_tags = residuals.rows.range(tags..).map(|(_, row)| row);
        // A row begins with 1; times a small number its fractions become whole.
        let lifted = |row: &Row| {
            (1..=COEFFICIENT).find_map(|scale| {
                let entry =
                    |&(column, value): &(usize, u64)| Some((column - tags, small_integer(times(value, scale))?));
                row.iter().map(entry).collect::<Option<Vec<_>>>()
            })
        };
        of_tags.filter_map(lifted).collect()
    }
}

fn indicator(atoms: &[usize]) -> Row {
    let atoms: BTreeSet<usize> = atoms.iter().copied().collect();
    atoms.into_iter().map(|atom| (atom, 1)).collect()
}

fn small_integer(value: u64) -> Option<i64> {
    let negative = minus(value);
    if value <= COEFFICIENT {
        i64::try_from(value).ok()
    } else if negative <= COEFFICIENT {
        i64::try_from(negative).ok().map(|number| -number)
    } else {
        None
    }
}

/// Splits rows into parts that share columns, directly or through other rows. No set needs rows of two parts.
fn connected(rows: Vec<&Row>) -> Vec<Vec<&Row>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<&Row>)> = Vec::new();
    for row in rows {
        let mut part = (
            row.iter().map(|&(column, _)| column).collect::<BTreeSet<_>>(),
            vec![row],
        );
        let (touching, apart): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .partition(|(columns, _)| !columns.is_disjoint(&part.0));
        for (columns, rows) in touching {
            part.0.extend(columns);
            part.1.extend(rows);
        }
        parts = apart;
        parts.push(part);
    }
    parts.into_iter().map(|(_, rows)| rows).collect()
}

/// A partial sum of rows.
#[derive(Debug, Clone, Default)]
struct Partial {
    /// Number of rows already taken or left.
    decided: usize,
    /// Values of columns that later rows may still change.
    open: BTreeMap<usize, u64>,
    atoms: Vec<usize>,
    people: u64,
}

/// Tries all sums of rows with coefficients 0 and 1. No other coefficients can give ones and zeros, since each row has a column of
/// its own.
fn search(rows: &[&Row], people: &[u64], least: u64, known: &Space) -> Search {
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        last.extend(row.iter().map(|&(column, _)| (column, place)));
    }
    let mut left = vec![Partial::default()];
    let mut tries = 0;
    while let Some(partial) = left.pop() {
        tries += 1;
        if tries > TRIES {
            return Search::TooMany;
        }
        let Some(row) = rows.get(partial.decided) else {
            if partial.people > 0 && !known.determines(&partial.atoms) {
                return Search::Found(partial.atoms);
            }
            continue;
        };
        let with = extended(&partial, row, 1, &last, people);
        let without = extended(&partial, row, 0, &last, people);
        left.extend(without.into_iter().chain(with).filter(|partial| partial.people < least));
    }
    Search::Nothing
}

/// The partial sum with one more row taken or left; `None` if a value can no longer become 0 or 1.
fn extended(
    partial: &Partial,
    row: &Row,
    taken: u64,
    last: &BTreeMap<usize, usize>,
    people: &[u64],
) -> Option<Partial> {
    let mut next = partial.clone();
    for &(column, value) in row {
        let sum = plus(next.open.get(&column).copied().unwrap_or_default(), times(taken, value));
        if last.get(&column) != Some(&partial.decided) {
            next.open.insert(column, sum);
            continue;
        }
        next.open.remove(&column);
        match sum {
            0 => {}
            1 => {
                next.atoms.push(column);
                next.people += people[column];
            }
            _ => return None,
        }
    }
    next.decided += 1;
    Some(next)
}

/// Bounds on a number: lowest and highest value.
pub type Range = (u64, u64);

/// Narrows the bounds on the sizes of sets by the equations between them, until nothing changes. `people` has the true sizes, which
/// give the right-hand sides of the equations.
pub fn narrow(ranges: &mut [Range], people: &[u64], equations: &[Vec<(usize, i64)>]) {
    // Each round narrows a range by one or more. Wide ranges may take more rounds; stopping early is safe for them.
    for _ in 0..ROUNDS {
        let before = ranges.to_vec();
        for equation in equations {
            let mut sum = Extent::default();
            let mut total = 0;
            for &(place, factor) in equation {
                total += i128::from(factor) * i128::from(people[place]);
                sum.add(ranges[place], factor);
            }
            for &(place, coefficient) in equation {
                sum.subtract(ranges[place], coefficient);
                if let Some(range) = implied(&sum, total, coefficient) {
                    let (low, high) = &mut ranges[place];
                    *low = (*low).max(range.0);
                    *high = (*high).min(range.1);
                }
                sum.add(ranges[place], coefficient);
            }
        }
        if *ranges == before {
            return;
        }
    }
}

/// The most rounds of narrowing.
const ROUNDS: usize = 200;

/// The lowest and highest value of a sum of numbers that lie in ranges.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// Sums over the ends that are known.
    low: i128,
    high: i128,
    /// Numbers of the ends that are not.
    open_low: usize,
    open_high: usize,
}

impl Extent {
    fn add(&mut self, range: Range, factor: i64) {
        let (low, high) = ends(range, factor);
        self.low += low.unwrap_or(0);
        self.high += high.unwrap_or(0);
        self.open_low += usize::from(low.is_none());
        self.open_high += usize::from(high.is_none());
    }

    fn subtract(&mut self, range: Range, factor: i64) {
        let (low, high) = ends(range, factor);
        self.low -= low.unwrap_or(0);
        self.high -= high.unwrap_or(0);
        self.open_low -= usize::from(low.is_none());
        self.open_high -= usize::from(high.is_none());
    }
}

/// The lowest and highest value of a multiple of a number that lies in a range.
fn ends((least, most): Range, factor: i64) -> (Option<i128>, Option<i128>) {
    let factor = i128::from(factor);
    let least = Some(factor * i128::from(least));
    let most = (most != u64::MAX).then(|| factor * i128::from(most));
    if factor > 0 { (least, most) } else { (most, least) }
}

/// The bounds on one member of an equation that follow from the sum of the others and the total.
fn implied(others: &Extent, total: i128, coefficient: i64) -> Option<Range> {
    let low = (others.open_low == 0).then_some(others.low);
    let high = (others.open_high == 0).then_some(others.high);
    // coefficient * x lies between total - high and total - low.
    let (from, to) = (high.map(|high| total - high), low.map(|low| total - low));
    let coefficient = i128::from(coefficient);
    let (from, to) = if coefficient > 0 {
        (from, to)
    } else {
        (to.map(|to| -to), from.map(|from| -from))
    };
    let size = coefficient.abs();
    if size == 0 {
        return None;
    }
    let up = |number: i128| number.div_euclid(size) + i128::from(number.rem_euclid(size) != 0);
    let bound = |number: i128| u64::try_from(number.max(0)).unwrap_or(u64::MAX);
    Some((
        from.map_or(0, |from| bound(up(from))),
        to.map_or(u64::MAX, |to| bound(to.div_euclid(size))),
    ))
}
