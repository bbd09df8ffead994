//! Longest run of identical answers ("longstring"), an indicator of careless responding.
//!
//! Uses the answers as given, in questionnaire order, before reverse scoring. Unanswered items are skipped: they
//! neither end nor lengthen a run. Johnson (2005), Journal of Research in Personality 39(1), 103–129.

/// Length of the longest run of equal consecutive `answers`; 0 without answers.
///
/// Johnson (2005), Journal of Research in Personality 39(1), 103–129.
pub fn longest_run<T: PartialEq>(answers: impl IntoIterator<Item = T>) -> usize {
    let mut longest = 0;
    let mut run: Option<(T, usize)> = None;
    for answer in answers {
        let length = match run {
            Some((last, length)) if last == answer => length + 1,
            _ => 1,
        };
        longest = longest.max(length);
        run = Some((answer, length));
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_is_found_at_any_position() {
        assert_eq!(longest_run([1, 1, 2, 2, 2, 1]), 3);
        assert_eq!(longest_run([5, 5, 5, 5]), 4);
        assert_eq!(longest_run([1, 2, 3]), 1);
        assert_eq!(longest_run::<u8>([]), 0);
    }
}
