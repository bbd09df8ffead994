//! How long a respondent took, where the survey tool wrote it down.

use crate::input::PlannedColumn;
use crate::input::text::{bare, fold, tidy};

/// Headers of whole-survey durations, in the folded form of headers: Qualtrics, LimeSurvey, Jisc, and plain words.
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

/// The only column that is called like a duration and holds no item and no group.
pub(crate) fn column(columns: &[PlannedColumn], taken: impl Fn(usize) -> bool) -> Option<usize> {
    let named = |column: &PlannedColumn| {
        std::iter::once(&column.header)
            .chain(&column.aliases)
            .any(|name| HEADERS.contains(&bare(name).as_str()))
    };
    let mut found = (0..columns.len()).filter(|&at| !taken(at) && named(&columns[at]));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Milliseconds from `312`, `312.4`, `312 s`, `5:12` or `0:05:12`; what is none of these tells nothing.
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
    fn two_columns_called_so_are_none() {
        let column_called = |header: &str| PlannedColumn {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: vec![0],
        };
        let columns = ["ID", "Duration (in seconds)", "q01"].map(column_called);
        assert_eq!(column(&columns, |_| false), Some(1));
        assert_eq!(column(&columns, |at| at == 1), None);
        let columns = ["duration", "Total time"].map(column_called);
        assert_eq!(column(&columns, |_| false), None);
    }
}
