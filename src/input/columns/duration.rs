//! Finds and reads the time that each respondent elapsed.

use crate::input::columns::find::texts;
use crate::input::layouts::PlannedColumn;
use crate::input::text::{bare, fold, tidy};

/// Headers of durations, in folded form: Qualtrics, LimeSurvey, Jisc, and plain words.
const HEADERS: &[&str] = &[
    "duration (in seconds)",
    "duration (seconds)",
    "duration in seconds",
    "duration",
    "interviewtime",
    "total time",
    "time taken",
    "time taken (seconds)",
    "response time (seconds)",
];

/// Headers of the start time: Microsoft Forms (English, German, French), SurveyMonkey, Typeform, Qualtrics, LimeSurvey,
/// `KoboToolbox`, `SmartSurvey`.
const STARTS: &[&str] = &[
    "start time",
    "startzeit",
    "heure de début",
    "start date",
    "startdate",
    "start date (utc)",
    "date started",
    "start",
    "started",
];

/// Headers of the end time.
const ENDS: &[&str] = &[
    "completion time",
    "fertigstellungszeit",
    "heure de fin",
    "end date",
    "enddate",
    "submit date (utc)",
    "submitdate",
    "date submitted",
    "end",
    "ended",
];

/// The columns that give the time a respondent elapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DurationColumns {
    /// A column of durations.
    Column(usize),
    /// Columns of start and end times.
    Between(usize, usize),
}

impl DurationColumns {
    /// The columns.
    pub(crate) fn columns(self) -> impl Iterator<Item = usize> {
        let (one, other) = match self {
            Self::Column(column) => (column, None),
            Self::Between(start, end) => (start, Some(end)),
        };
        std::iter::once(one).chain(other)
    }
}

/// The only column with a header of durations, or else the only two with headers of a start and an end time. Columns
/// for which `taken` is true are passed over.
pub(crate) fn find_duration(columns: &[PlannedColumn], taken: impl Fn(usize) -> bool) -> Option<DurationColumns> {
    let only = |headers: &[&str]| {
        let named = |column: &PlannedColumn| texts(column).any(|name| headers.contains(&bare(name).as_str()));
        let mut found = (0..columns.len()).filter(|&at| !taken(at) && named(&columns[at]));
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    };
    let between = || Some(DurationColumns::Between(only(STARTS)?, only(ENDS)?));
    only(HEADERS).map(DurationColumns::Column).or_else(between)
}

/// Milliseconds between two times of the same day, given to the second in the same form. Returns `None` for zero, which
/// means that the time was not measured. Day and month may be in any order, because the days only have to be equal.
pub(crate) fn milliseconds_between(start: &[u8], end: &[u8]) -> Option<u32> {
    let (start, end) = (moment(start)?, moment(end)?);
    let elapsed = end.1.checked_sub(start.1)?;
    (start.0 == end.0 && elapsed > 0).then_some(elapsed)
}

/// The day as written, and the milliseconds since midnight.
fn moment(cell: &[u8]) -> Option<(String, u32)> {
    let text = fold(&tidy(&String::from_utf8_lossy(cell)));
    let colon = text.find(':')?;
    let before = text[..colon].char_indices().rev().find(|(_, c)| !c.is_ascii_digit())?;
    let begins = before.0 + before.1.len_utf8();
    let (day, rest) = (text[..begins].trim_end_matches([' ', 't', ',']), &text[begins..]);
    let ends = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(ends);
    let parts: Vec<&str> = time.split(':').collect();
    let &[hours, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let hours: u32 = hours.parse().ok().filter(|&hours| hours < 24)?;
    let hours = match zone.trim() {
        "am" | "a.m." if hours == 12 => 0,
        "pm" | "p.m." if hours < 12 => hours + 12,
        _ => hours,
    };
    let within = milliseconds(format!("{minutes}:{seconds}").as_bytes())?;
    Some((day.to_owned(), hours * 3_600_000 + within)).filter(|_| !day.is_empty())
}

/// Milliseconds from `312`, `312.4`, `312 s`, `5:12` or `0:05:12`; `None` for other texts.
pub(crate) fn milliseconds(cell: &[u8]) -> Option<u32> {
    let text = fold(&tidy(&String::from_utf8_lossy(cell)));
    let text = ["seconds", "secs", "sec", "s"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text)
        .trim();
    let mut seconds = 0.0;
    for part in text.split(':') {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value: f64 = part.parse().ok().filter(|_| digits)?;
        seconds = seconds * 60.0 + value;
    }
    let rounded = (seconds * 1000.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a u32"
    )]
    (0.0..=f64::from(u32::MAX)).contains(&rounded).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_clock_times_are_understood_and_dates_are_not() {
        assert_eq!(milliseconds(b"312"), Some(312_000));
        assert_eq!(milliseconds(b" 312.45 s"), Some(312_450));
        assert_eq!(milliseconds(b"00:05:12"), Some(312_000));
        assert_eq!(milliseconds(b"5:12"), Some(312_000));
        for other in ["", "n/a", "-5", "05/10/2026 07:02:54", "1e9", "inf", "99999999999"] {
            assert_eq!(milliseconds(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn two_moments_of_a_day_are_a_duration() {
        for (start, end, elapsed) in [
            ("10/5/26 11:00:02", "10/5/26 11:05:12", Some(310_000)),
            ("10/05/2026 09:15:00 AM", "10/05/2026 12:15:30 PM", Some(10_830_000)),
            ("10/05/2026 12:15:00 AM", "10/05/2026 01:15:00 AM", Some(3_600_000)),
            (
                "2026-10-05T09:10:00.250+01:00",
                "2026-10-05T09:10:41+01:00",
                Some(40_750),
            ),
            ("2026-10-05 09:02:14", "2026-10-05 09:02:14", None),
            ("2026-10-05 23:59:50", "2026-10-06 00:03:00", None),
            ("2026-10-05 09:02:14", "2026-10-05 09:01:00", None),
            ("05/10/2026 09:00", "05/10/2026 09:04", None),
            ("1980-01-01 00:00:00", "2026-10-05 09:02:14", None),
            ("09:00:00", "09:05:00", None),
            ("10/05/2026\u{fffd}09:15:00", "10/05/2026\u{fffd}09:15:02", Some(2_000)),
            ("yesterday", "", None),
        ] {
            assert_eq!(
                milliseconds_between(start.as_bytes(), end.as_bytes()),
                elapsed,
                "{start} to {end}"
            );
        }
    }

    #[test]
    fn two_columns_called_so_are_none() {
        let column_called = |header: &str| PlannedColumn {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: vec![0],
        };
        let columns = ["ID", "Duration (in seconds)", "q01"].map(column_called);
        assert_eq!(find_duration(&columns, |_| false), Some(DurationColumns::Column(1)));
        assert_eq!(find_duration(&columns, |at| at == 1), None);
        let columns = ["duration", "Total time"].map(column_called);
        assert_eq!(find_duration(&columns, |_| false), None);
        let columns = ["Start time", "Completion time", "q01"].map(column_called);
        assert_eq!(find_duration(&columns, |_| false), Some(DurationColumns::Between(0, 1)));
        assert_eq!(find_duration(&columns, |at| at == 1), None);
    }
}
