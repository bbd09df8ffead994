//! Guesses the term from the name of a file: `autumn-2026.csv`, `Spring survey 2026-27.xlsx`, `cte_2026-10-05.csv`.

use jiff::civil::Date;

use crate::input::text::fold;

/// A term guessed from the name of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GuessedTerm {
    /// A day within it.
    pub date: Date,
    /// A name for it.
    pub name: String,
}

/// The terms of an English school year: name, a month within it, and its title.
const SEASONS: &[(&str, i8, &str)] = &[
    ("autumn", 10, "Autumn"),
    ("spring", 3, "Spring"),
    ("summer", 6, "Summer"),
];

/// Guesses the term from a file name without folder and ending. Returns `None` unless it has a year together with a
/// season, month or day.
#[must_use]
pub fn term_of_file_name(stem: &str) -> Option<GuessedTerm> {
    let stem = fold(stem);
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).flat_map(halves).collect();
    let number = |word: &&str| {
        word.parse::<i16>()
            .ok()
            .filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let year_at = words
        .iter()
        .position(|word| word.len() == 4 && number(word).is_some_and(|year| (2000..2100).contains(&year)))?;
    let year = number(&words[year_at])?;
    let two_digits = |at: usize| words.get(at).filter(|word| word.len() == 2).and_then(number);
    if let (Some(month), Some(day)) = (two_digits(year_at + 1), two_digits(year_at + 2))
        && let Ok(date) = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    {
        let season = match date.month() {
            1..=3 => "Spring",
            4..=8 => "Summer",
            _ => "Autumn",
        };
        let name = format!("{season} {year}");
        return Some(GuessedTerm { date, name });
    }
    if let Some((season, month, name)) = SEASONS.iter().find(|(season, ..)| words.contains(season)) {
        // The spring of the school year 2026-27 is in 2027.
        let next = words.get(year_at + 1).and_then(number);
        let school_year = next.is_some_and(|next| next == year + 1 || next == (year + 1) % 100);
        let year = if school_year && *season != "autumn" {
            year + 1
        } else {
            year
        };
        let date = Date::new(year, *month, 1).ok()?;
        let name = format!("{name} {year}");
        return Some(GuessedTerm { date, name });
    }
    (1..=12).find_map(|month| {
        let date = Date::new(year, month, 1).ok()?;
        let name = date.strftime("%B").to_string();
        let word = name.to_lowercase();
        let is_named = words.iter().any(|other| *other == word || *other == &word[..3]);
        let name = format!("{name} {year}");
        is_named.then_some(GuessedTerm { date, name })
    })
}

/// Splits `autumn2026` into two words.
fn halves(word: &str) -> impl Iterator<Item = &str> {
    let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let letters = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (one, other) = word.split_at(digits.max(letters));
    [one, other].into_iter().filter(|half| !half.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_may_tell_its_term() {
        let told = |stem: &str| term_of_file_name(stem).map(|term| format!("{} {}", term.name, term.date));
        for (stem, wanted) in [
            ("autumn-2026", "Autumn 2026 2026-10-01"),
            ("Autumn2026 export", "Autumn 2026 2026-10-01"),
            ("2027_Spring", "Spring 2027 2027-03-01"),
            ("Spring survey 2026-27", "Spring 2027 2027-03-01"),
            ("autumn 2026-2027", "Autumn 2026 2026-10-01"),
            ("Summer term (2027)", "Summer 2027 2027-06-01"),
            ("cte 2026-10-05", "Autumn 2026 2026-10-05"),
            ("survey Oct 2026", "October 2026 2026-10-01"),
            ("may_2027", "May 2027 2027-05-01"),
        ] {
            assert_eq!(told(stem).as_deref(), Some(wanted), "{stem}");
        }
        for stem in [
            "responses",
            "autumn",
            "2026",
            "responses (2)",
            "1999 spring",
            "9999-12-31",
            "é2026ü",
        ] {
            assert_eq!(told(stem), None, "{stem}");
        }
    }
}
