//! Whether rows are equal by chance: as often as rows that cannot be one response.

use std::collections::{BTreeMap, HashMap};

use crate::input::duplicates::equal::{equal_rows, pairs};
use crate::input::duplicates::hash::mix;
use crate::input::duplicates::response::{KeyedRow, whole};

/// Equal rows with a time in seconds are one response if chance makes as many with less than this probability.
const BY_CHANCE: f64 = 0.01;

/// Equal rows with a number and a time in whole minutes are one response if chance makes as many with less than this
/// probability. Two forms that all count from 1 and are answered in one meeting are common.
const NUMBERED_BY_CHANCE: f64 = 1e-6;

/// The fewest certain pairs that show that two files are of one form.
const CERTAIN: usize = 3;

/// Equal content at equal and at different times.
///
/// If c of the C pairs of rows with different times have equal content, about w (c + 1)/(C + 1) of the w pairs with equal
/// times have it by chance.
pub(crate) struct Coincidences {
    within: bool,
    across: bool,
}

/// Numbers of pairs of rows, within files and across files.
#[derive(Default)]
struct PairCounts {
    within: f64,
    across: f64,
}

impl PairCounts {
    fn add(&mut self, files: impl Iterator<Item = usize>) {
        let mut of_files: BTreeMap<usize, usize> = BTreeMap::new();
        for file in files {
            *of_files.entry(file).or_default() += 1;
        }
        let within: f64 = of_files.values().map(|&rows| pairs(rows)).sum();
        self.within += within;
        self.across += pairs(of_files.values().sum()) - within;
    }

    fn all(&self) -> f64 {
        self.within + self.across
    }
}

impl Coincidences {
    /// Compares `rows`, of which those in a group of `equal` have equal cells.
    pub(crate) fn new<'m>(
        rows: impl Iterator<Item = KeyedRow<'m>> + Clone,
        count: usize,
        equal: &[Vec<KeyedRow<'m>>],
    ) -> Self {
        let files: HashMap<usize, usize> = rows.clone().map(|row| (row.row, row.file)).collect();
        let counted = |groups: Vec<Vec<usize>>| {
            let mut counts = PairCounts::default();
            for group in groups {
                counts.add(group.iter().filter_map(|row| files.get(row).copied()));
            }
            counts
        };
        let at_once = counted(equal_rows(rows.clone().map(|row| (row.row, row.keys.when)), count));
        let content = |row: &KeyedRow<'m>| mix(row.mark.answers, row.mark.others.wrapping_sub(row.keys.when));
        let alike = counted(equal_rows(rows.map(|row| (row.row, content(&row))), count));
        let mut same = PairCounts::default();
        for group in equal {
            same.add(group.iter().map(|row| row.file));
        }
        let others = (alike.all() - same.all()).max(0.0);
        let rate = (others + 1.0) / (pairs(files.len()) - at_once.all() + 1.0).max(1.0);
        // If no two people answered alike at different times, none did at the same time either.
        let explains = |found: f64, possible: f64| others > 0.0 && likely(found, possible * rate, BY_CHANCE);
        Self {
            within: explains(same.within, at_once.within),
            across: explains(same.across, at_once.across),
        }
    }

    /// True if chance explains the equal rows within files.
    pub(crate) fn explains_within(&self) -> bool {
        self.within
    }

    /// True if chance explains the equal rows across files.
    pub(crate) fn explains_across(&self) -> bool {
        self.across
    }
}

/// True if chance, which makes `expected` pairs on average, makes as many as were found with at least this probability. Uses
/// Chernoff's bound on the Poisson distribution, (e E/k)^k.
fn likely(found: f64, expected: f64, probability: f64) -> bool {
    if found <= expected {
        return true;
    }
    let ratio = std::f64::consts::E * expected / found;
    if ratio >= 1.0 {
        return true;
    }
    let (mut bound, mut left) = (1.0, found);
    while left >= 1.0 && bound >= probability {
        bound *= ratio;
        left -= 1.0;
    }
    bound >= probability
}

/// Whether two files, or two parts of a file, are downloads of one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OneForm {
    /// Yes: they have certain pairs.
    Certainly,
    /// Yes: they have more equal rows than chance explains.
    ByEqualRows,
    /// Nothing shows that they are.
    Unknown,
}

/// Pairs of rows with equal running numbers, by their files.
///
/// If c of the C pairs of rows with different numbers are equal in all else, about w (c + 1)/(C + 1) of the w pairs with
/// equal numbers are so by chance.
pub(crate) struct NumberedPairs {
    /// How many rows of each number each file has.
    numbers: Vec<HashMap<u64, usize>>,
    /// Pairs with equal cells, by their files.
    equal: BTreeMap<[usize; 2], f64>,
    /// Pairs that are certainly one response, by their files.
    certain: BTreeMap<[usize; 2], usize>,
    rate: f64,
}

impl NumberedPairs {
    /// Compares `rows`. `certain` has the files of each pair that is certainly one response.
    pub(crate) fn new<'m>(
        rows: impl Iterator<Item = KeyedRow<'m>> + Clone,
        count: usize,
        certain: impl Iterator<Item = [usize; 2]>,
    ) -> Self {
        let mut of_files: BTreeMap<[usize; 2], usize> = BTreeMap::new();
        for [one, other] in certain {
            *of_files.entry([one.min(other), one.max(other)]).or_default() += 1;
        }
        let certain = of_files;
        let files: HashMap<usize, usize> = rows.clone().map(|row| (row.row, row.file)).collect();
        let mut numbers: Vec<HashMap<u64, usize>> = Vec::new();
        let mut all: HashMap<u64, usize> = HashMap::new();
        for row in rows.clone() {
            if numbers.len() <= row.file {
                numbers.resize_with(row.file + 1, HashMap::new);
            }
            *numbers[row.file].entry(row.keys.number).or_default() += 1;
            *all.entry(row.keys.number).or_default() += 1;
        }
        let of_number: f64 = all.values().map(|&rows| pairs(rows)).sum();
        let mut equal: BTreeMap<[usize; 2], f64> = BTreeMap::new();
        let mut same = 0.0;
        for group in equal_rows(rows.clone().map(|row| (row.row, whole(&row.mark))), count) {
            same += pairs(group.len());
            let mut of_files: BTreeMap<usize, usize> = BTreeMap::new();
            for file in group.iter().filter_map(|row| files.get(row)) {
                *of_files.entry(*file).or_default() += 1;
            }
            for (&one, &rows) in &of_files {
                *equal.entry([one, one]).or_default() += pairs(rows);
                for (&other, &more) in of_files.range(one + 1..) {
                    *equal.entry([one, other]).or_default() += (rows * more) as f64;
                }
            }
        }
        let content = |row: &KeyedRow<'m>| mix(row.mark.answers, row.mark.others.wrapping_sub(row.keys.number));
        let alike = equal_rows(rows.map(|row| (row.row, content(&row))), count);
        let alike: f64 = alike.iter().map(|group| pairs(group.len())).sum();
        let rate = ((alike - same).max(0.0) + 1.0) / (pairs(files.len()) - of_number + 1.0).max(1.0);
        Self {
            numbers,
            equal,
            certain,
            rate,
        }
    }

    /// Why rows of equal number and time in two files are of one form.
    pub(crate) fn form(&self, one: usize, other: usize) -> OneForm {
        let files = [one.min(other), one.max(other)];
        if self.certain.get(&files).is_some_and(|&pairs| pairs >= CERTAIN) {
            return OneForm::Certainly;
        }
        let found = self.equal.get(&files).copied().unwrap_or(0.0);
        if found > 0.0 && !likely(found, self.possible(files) * self.rate, NUMBERED_BY_CHANCE) {
            OneForm::ByEqualRows
        } else {
            OneForm::Unknown
        }
    }

    /// The number of pairs of rows with equal numbers in two files.
    fn possible(&self, [one, other]: [usize; 2]) -> f64 {
        let (Some(rows), Some(more)) = (self.numbers.get(one), self.numbers.get(other)) else {
            return 0.0;
        };
        if one == other {
            return rows.values().map(|&rows| pairs(rows)).sum();
        }
        let of_number = |(number, rows): (&u64, &usize)| (rows * more.get(number).copied().unwrap_or(0)) as f64;
        rows.iter().map(of_number).sum()
    }
}
