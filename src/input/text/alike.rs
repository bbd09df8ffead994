//! Names of academies that differ by a slip of the finger: two spellings of one academy would make two small groups.

use crate::input::text::normal::fold;

/// Two names that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Place of the first name.
    pub one: usize,
    /// Place of the second.
    pub other: usize,
    /// Letters added, dropped, changed or swapped between them, case apart.
    pub slips: usize,
}

/// The pairs of long enough names that one or two slips tell apart; names with different digits are different names.
#[must_use]
pub fn alike(names: &[String]) -> Vec<Alike> {
    // Comparing all pairs of more names than a trust has academies tells nothing: then the column is no academy.
    const NAMES: usize = 500;
    // "Oak" and "Ash" are two slips apart and two schools.
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
