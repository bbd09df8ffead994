//! What to do when more people answered than a headcount allows.

use crate::model::{Finding, Level};

/// A warning about a group of which more people answered than its headcount says. `known` are the findings so far: if rows
/// of one response were among the files, people may still be counted twice, and the headcount may be right.
pub(crate) fn more_than_headcount(message: &str, known: &[Finding]) -> Finding {
    let has = |codes: &[&str]| known.iter().any(|finding| codes.contains(&finding.code.as_ref()));
    let (code, cure) = if has(&["duplicates-kept"]) {
        (
            "counted-twice",
            "people are counted more than once, as --keep-duplicates asks: leave that out before you correct the headcount",
        )
    } else if has(&["duplicates-left-out", "same-file"]) {
        (
            "counted-twice",
            "some responses are in these files more than once, and others may be as well: look for people who are counted \
             twice before you correct the headcount",
        )
    } else {
        ("stale-headcount", "correct the headcount")
    };
    Finding::new(Level::Warning, code, format!("{message}: {cure}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_rows_were_one_response_the_headcount_may_be_right() {
        let known = |code: &'static str| [Finding::new(Level::Warning, code, String::new())];
        let code = |known: &[Finding]| more_than_headcount("`Oak`: 12 of 11", known).code;
        assert_eq!(code(&[]), "stale-headcount");
        assert_eq!(code(&known("short-rows")), "stale-headcount");
        for duplicates in ["duplicates-kept", "duplicates-left-out", "same-file"] {
            assert_eq!(code(&known(duplicates)), "counted-twice");
        }
    }
}
