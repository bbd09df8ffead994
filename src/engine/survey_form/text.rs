//! Texts of a form.

use crate::report::clean;

/// The text on one line: white space in single spaces, without control characters.
pub(super) fn one_line(text: &str) -> String {
    let text = clean(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn tabs_and_line_breaks_become_spaces() {
        assert_eq!(one_line(" We\treach\r\nevery\u{7} pupil "), "We reach every pupil");
        assert_eq!(one_line("נבטח 😀 ŵ"), "נבטח 😀 ŵ");
    }
}
