//! A key that is equal for all spellings of a name.

use crate::input::text::normal::fold;

/// The key of a name: letters, digits and symbols in lower case, words separated by single spaces.
pub(crate) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in fold(name).chars() {
        match c {
            // St Mary's and St Marys are one name, but 1.1 and 11 are two.
            '\'' | '"' => {}
            '&' => key.push_str(" and "),
            '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '_' | '/' | '\\' => {
                key.push(' ');
            }
            c => key.push(c),
        }
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_letters_digits_or_symbols_stay_apart() {
        for (a, b) in [
            ("Oak 1.1", "Oak 11"),
            ("Oak", "Oaks"),
            ("Oak A", "Oak A+"),
            ("École", "Ecole"),
        ] {
            assert_ne!(name_key(a), name_key(b));
        }
        assert_eq!(name_key("Oak & Ash"), name_key("Oak and Ash"));
        assert_eq!(name_key("Cafe\u{301}"), name_key("CAFÉ"));
    }
}
