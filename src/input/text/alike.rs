//! Finds names of academies that may be misspellings of each other. Two spellings of one academy would make two small
//! groups.

use crate::input::text::normal::fold;

/// Two names that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The index of the first name.
    pub one: usize,
    /// The index of the second name.
    pub other: usize,
    /// The number of letters added, dropped, changed or swapped, ignoring case.
    pub slips: usize,
}

/// Pairs of names that differ by one or two slips and are long enough for that to be unlikely. Names with different
/// digits are different names.
#[must_use]
pub fn alike(names: &[String]) -> Vec<Alike> {
    // More names than a trust can have academies mean that the column is not the academy.
    const NAMES: usize = 500;
    // "Oak" and "Ash" differ by two slips and are two schools.
    const LETTERS_A_SLIP: usize = 6;
    if names.len() > NAMES {
        return Vec::new();
    }
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let digits = |name: &str| -> String { name.chars().filter(char::is_ascii_digit).collect() };
    let mut pairs = Vec::new();
    for (other, name) in folded.iter().enumerate() {
        for (one, earlier) in folded[..other].iter().enumerate() {
            let shorter = name.chars().count().min(earlier.chars().count());
            if digits(name) != digits(earlier) || name.len().abs_diff(earlier.len()) > 8 {
                continue;
            }
            let slips = strsim::damerau_levenshtein(earlier, name);
            if slips > 0 && slips <= 2 && shorter >= LETTERS_A_SLIP * slips {
                pairs.push(Alike { one, other, slips });
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen_and_different_schools_are_left_alone() {
        let names = |names: &[&str]| alike(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(
            names(&["Ashdown Primary", "Ashdown Primry", "Birchwood Academy"]),
            [Alike {
                one: 0,
                other: 1,
                slips: 1
            }]
        );
        assert_eq!(names(&["Oak", "Ash"]), []);
        assert_eq!(names(&["Academy 01", "Academy 02"]), []);
        assert_eq!(names(&["Oak Primary", "Elm Primary"]), []);
        assert_eq!(names(&["", "Oak"]), []);
    }
}
