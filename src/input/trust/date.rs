//! Reads dates, written as TOML dates or as text with the year first.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeValue;
use toml::value::Datetime;

use crate::input::toml_file::{Faults, Spot, TomlTable, shown, wrong};
use crate::input::trust::fault::TrustFault;

/// An example of a date, for messages that have no better one.
const EXAMPLE: &str = "2026-10-05";

/// The date of a key, and its position.
pub(crate) fn date(table: &TomlTable<'_>, key: &'static str, faults: &mut Faults) -> Option<Spanned<Date>> {
    let value = table.value(key)?;
    let (day, meant) = match value.get_ref() {
        DeValue::Datetime(datetime) => (
            of_toml(datetime),
            of_toml(&Datetime {
                time: None,
                ..*datetime
            }),
        ),
        DeValue::String(text) => (of_text(text), day_first(text)),
        _ => {
            let spot = Spot::key(key);
            let example = spot.example(EXAMPLE);
            wrong(&spot, value, "a date", example, faults);
            return None;
        }
    };
    if day.is_none() {
        let found = match value.get_ref() {
            DeValue::String(text) => shown(text),
            _ => faults.written(value),
        };
        let example = meant.map_or(EXAMPLE.to_owned(), |date| date.to_string());
        let example = Spot::key(key).example(&example);
        faults.add(&value.span(), TrustFault::NotADate { found, example });
    }
    Some(Spanned::new(value.span(), day?))
}

fn of_toml(datetime: &Datetime) -> Option<Date> {
    let date = datetime.date.filter(|_| datetime.time.is_none())?;
    day(u32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn of_text(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    match *parts.as_slice() {
        [year, month, of_month] if [year.len(), month.len(), of_month.len()] == [4, 2, 2] => {
            day(number(year)?, number(month)?, number(of_month)?)
        }
        _ => None,
    }
}

/// A date written day first, as British schools would mean it.
fn day_first(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-', ' ']).collect();
    match *parts.as_slice() {
        [of_month, month, year] if year.len() == 4 => day(number(year)?, number(month)?, number(of_month)?),
        [year, month, of_month] if year.len() == 4 => day(number(year)?, number(month)?, number(of_month)?),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

fn day(year: u32, month: u32, of_month: u32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, of_month.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_with_the_year_first_are_dates() {
        assert_eq!(of_text("2026-10-05"), Some(jiff::civil::date(2026, 10, 5)));
        for text in [
            "2026-02-30",
            "05/10/2026",
            "2026-1-5",
            "+026-10-05",
            "2026-10-05T09:00",
            "",
            "2026-13-01",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
        assert_eq!(day_first("5/10/2026"), Some(jiff::civil::date(2026, 10, 5)));
        assert_eq!(day_first("2026/10/05"), Some(jiff::civil::date(2026, 10, 5)));
        assert_eq!(day_first("31/02/2026"), None);
    }
}
