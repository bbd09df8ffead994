//! Reads dates and times of day as survey tools and spreadsheets write them.
//!
//! Whether the day or the month comes first is often unknown, and a file saved again may have them the other way round.
//! So a moment is compared without their order.

/// A date, with the time of day if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    year: u32,
    /// Day and month in the order in which they are written; after a leading year, month and day.
    parts: [u32; 2],
    year_first: bool,
    /// Seconds since midnight.
    time: Option<u32>,
}

/// The order of day and month in a column whose dates do not begin with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

impl Moment {
    /// Reads `2026-10-05 09:04:11`, `2026-10-05T09:04:11.5Z`, `10/5/26 9:04`, `05/10/2026 9:04:11 AM` and the like.
    pub(crate) fn read(cell: &[u8]) -> Option<Self> {
        let mut cursor = Cursor(cell.trim_ascii());
        let first = cursor.number()?;
        let mark = cursor.any_of(b"-/.")?;
        let second = cursor.number()?;
        cursor.any_of(&[mark])?;
        let third = cursor.number()?;
        let year_first = first >= 1000;
        let (year, parts) = if year_first {
            (first, [second, third])
        } else {
            (if third < 100 { third + 2000 } else { third }, [first, second])
        };
        let day = parts[0].max(parts[1]);
        // The year has two or four digits.
        let sound = (year_first || third >= 10)
            && (1900..3000).contains(&year)
            && (1..=31).contains(&day)
            && (1..=12).contains(&parts[0].min(parts[1]));
        if !sound {
            return None;
        }
        let time = match cursor.time()? {
            Time::Absent => None,
            Time::Seconds(seconds) => Some(seconds),
        };
        Some(Self {
            year,
            parts,
            year_first,
            time,
        })
    }

    /// True if the moment has a time of day.
    pub(crate) fn has_time(&self) -> bool {
        self.time.is_some()
    }

    /// True if the seconds are not zero, as they are where a tool writes whole minutes or days only.
    pub(crate) fn has_seconds(&self) -> bool {
        self.time.is_some_and(|time| time % 60 != 0)
    }

    /// True if the moment is the one that LimeSurvey writes for a time that was not recorded.
    pub(crate) fn is_dummy(&self) -> bool {
        self.year == 1980 && self.parts == [1, 1] && self.time.unwrap_or(0) == 0
    }

    /// A number that is equal for equal moments, whichever of day and month is written first.
    pub(crate) fn number(&self) -> u64 {
        let [one, other] = self.parts;
        self.packed(one.min(other), one.max(other))
    }

    /// A number that is greater for later moments.
    pub(crate) fn place(&self, order: DateOrder) -> u64 {
        let [one, other] = self.parts;
        let month_first = self.year_first || other > 12 || (one <= 12 && order == DateOrder::MonthFirst);
        let (month, day) = if month_first { (one, other) } else { (other, one) };
        self.packed(month, day)
    }

    /// The order of day and month, if this moment shows it.
    pub(crate) fn shows_order(&self) -> Option<DateOrder> {
        match self.parts {
            _ if self.year_first => None,
            [one, _] if one > 12 => Some(DateOrder::DayFirst),
            [_, other] if other > 12 => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// One above the number of seconds, so that a missing time comes before midnight.
    fn packed(&self, month: u32, day: u32) -> u64 {
        let seconds = self.time.map_or(0, |time| time + 1);
        (u64::from(self.year) << 40) | (u64::from(month) << 32) | (u64::from(day) << 24) | u64::from(seconds)
    }
}

/// The time of day that follows a date.
enum Time {
    /// There is none.
    Absent,
    /// Seconds since midnight.
    Seconds(u32),
}

/// The bytes of a cell that are not read yet.
struct Cursor<'c>(&'c [u8]);

impl Cursor<'_> {
    /// A number of one to four digits.
    fn number(&mut self) -> Option<u32> {
        let digits = self.0.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some(
            number
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
        )
    }

    fn any_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        wanted.contains(&first).then_some(first)
    }

    /// The time of day. Returns `None` if something else follows the date.
    fn time(&mut self) -> Option<Time> {
        let skipped = self.0.iter().take_while(|byte| b" ,T\t".contains(byte)).count();
        self.0 = &self.0[skipped..];
        // A space that is not ASCII, or was lost when the file was saved.
        let odd = self.0.iter().take_while(|byte| !byte.is_ascii()).count();
        self.0 = &self.0[odd..];
        if self.0.is_empty() {
            return Some(Time::Absent);
        }
        if skipped + odd == 0 {
            return None;
        }
        let hours = self.number().filter(|&hours| hours < 24)?;
        self.any_of(b":")?;
        let minutes = self.number().filter(|&minutes| minutes < 60)?;
        let mut seconds = 0;
        if self.0.first() == Some(&b':') {
            self.0 = &self.0[1..];
            seconds = self.number().filter(|&seconds| seconds < 60)?;
        }
        if self.0.first() == Some(&b'.') {
            let digits = self.0[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.0 = &self.0[1 + digits..];
        }
        let half = self.0.trim_ascii_start();
        let is = |word: &str| {
            half.get(..2)
                .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        };
        let hours = match hours {
            12 if is("am") => 0,
            hours if hours < 12 && is("pm") => hours + 12,
            hours => hours,
        };
        Some(Time::Seconds(hours * 3600 + minutes * 60 + seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<u64> {
        Moment::read(text.as_bytes()).map(|moment| moment.number())
    }

    #[test]
    fn one_moment_in_the_forms_of_several_programs_is_one_number() {
        let same = [
            "2026-10-05 09:04:11",
            "2026-10-05T09:04:11Z",
            "2026-10-05T09:04:11.250+01:00",
            "10/5/26 9:04:11",
            "05/10/2026 09:04:11",
            "05.10.2026 9:04:11",
            "2026/10/05 9:04:11 AM GMT+1",
            "10/05/2026 09:04:11 am",
        ];
        for text in same {
            assert_eq!(number(text), number(same[0]), "{text}");
            assert!(number(text).is_some());
        }
        assert_ne!(number("2026/10/05 9:04:11 PM GMT+1"), number(same[0]));
        assert_ne!(number("2026-10-05"), number("2026-10-05 00:00:00"));
    }

    #[test]
    fn other_cells_are_no_moments() {
        for text in [
            "",
            "5",
            "1.5",
            "3/4",
            "1.2.3",
            "10-12-2026x",
            "2026-13-32",
            "4 - Agree",
            "01/02/03/04",
            "a/b/c",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_in_order_of_time() {
        let place = |text: &str, order| Moment::read(text.as_bytes()).unwrap().place(order);
        assert!(place("1/12/2026 9:00", DateOrder::DayFirst) > place("30/11/2026 9:00", DateOrder::DayFirst));
        assert!(place("1/12/26 9:00", DateOrder::MonthFirst) < place("2/1/26 9:00", DateOrder::MonthFirst));
        assert!(
            place("2026-10-05 12:10:00 AM", DateOrder::DayFirst) < place("2026-10-05 01:00:00", DateOrder::DayFirst)
        );
        let shown = |text: &str| Moment::read(text.as_bytes()).unwrap().shows_order();
        assert_eq!(shown("30/11/2026"), Some(DateOrder::DayFirst));
        assert_eq!(shown("11/30/2026"), Some(DateOrder::MonthFirst));
        assert_eq!(shown("2026-11-30"), None);
    }

    #[test]
    fn seconds_and_the_dummy_of_limesurvey_are_noticed() {
        let moment = |text: &str| Moment::read(text.as_bytes()).unwrap();
        assert!(moment("2026-10-05 09:04:11").has_seconds());
        assert!(!moment("2026-10-05 09:04:00").has_seconds());
        assert!(!moment("05/10/2026").has_time());
        assert!(moment("1980-01-01 00:00:00").is_dummy());
    }
}
