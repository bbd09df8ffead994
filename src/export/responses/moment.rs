//! Made-up moments at which responses are begun and sent. They are of the year 2000 and after, one a minute.

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

/// A day before that of the first response, from which Excel counts: 30 December 1899.
#[cfg(feature = "cli")]
const EXCEL_BEGINS: DateTime = date(1899, 12, 30).at(0, 0, 0, 0);
/// The first response is begun.
const FIRST: DateTime = date(2000, 1, 3).at(9, 0, 0, 0);
const MINUTE: u64 = 60;

/// A moment, exact to the second.
pub(super) struct Moment(DateTime);

impl Moment {
    /// The moment at which a response is begun.
    pub(super) fn begun(number: u64) -> Self {
        Self::after(number.saturating_mul(MINUTE))
    }

    /// The moment at which it is sent, three to eight minutes later.
    pub(super) fn sent(number: u64) -> Self {
        Self::after(number.saturating_mul(MINUTE).saturating_add(seconds(number)))
    }

    fn after(seconds: u64) -> Self {
        let passed = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        Self(FIRST.checked_add(passed).unwrap_or(DateTime::MAX))
    }

    /// As databases write it.
    pub(super) fn iso(&self) -> String {
        format!("{} {}", self.0.date(), self.clock())
    }

    /// As XML writes it.
    pub(super) fn xml(&self) -> String {
        format!("{}T{}", self.0.date(), self.clock())
    }

    /// As British spreadsheets write it.
    pub(super) fn british(&self) -> String {
        format!(
            "{:02}/{:02}/{} {}",
            self.0.day(),
            self.0.month(),
            self.0.year(),
            self.clock()
        )
    }

    /// As American spreadsheets write it.
    pub(super) fn american(&self) -> String {
        let year = self.0.year() % 100;
        format!("{}/{}/{year:02} {}", self.0.month(), self.0.day(), self.clock())
    }

    fn clock(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.0.hour(), self.0.minute(), self.0.second())
    }

    /// Days since Excel's first day.
    #[cfg(feature = "cli")]
    pub(super) fn excel_days(&self) -> f64 {
        let passed = self.0.duration_since(EXCEL_BEGINS);
        passed.as_secs() as f64 / 86_400.0
    }
}

/// The seconds that the response with a number takes.
pub(super) fn seconds(number: u64) -> u64 {
    180 + number.wrapping_mul(0x9e37_79b9) % 300
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn moments_are_written_as_each_tool_does() {
        let moment = Moment::begun(1);
        assert_eq!(moment.iso(), "2000-01-03 09:01:00");
        assert_eq!(moment.xml(), "2000-01-03T09:01:00");
        assert_eq!(moment.british(), "03/01/2000 09:01:00");
        assert_eq!(moment.american(), "1/3/00 09:01:00");
        // 3 January 2000 is day 36,528 of Excel.
        assert!((moment.excel_days() - 36_528.0 - 541.0 / 1440.0).abs() < 1e-9);
        assert!(Moment::sent(1).excel_days() > moment.excel_days());
        assert_eq!(Moment::begun(u64::MAX).iso(), "9999-12-31 23:59:59");
    }
}
