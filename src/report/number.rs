//! The only place where a number is rounded for people.

use crate::report::{Kind, Side};

/// A number as people read it.
#[must_use]
pub fn text(value: f64, kind: Kind) -> String {
    match kind {
        Kind::Count | Kind::Percent => signed(format!("{value:.0}")),
        Kind::Score => signed(format!("{value:.2}")),
        Kind::CoarseScore(decimals) => signed(format!("{value:.0$}", usize::from(decimals))),
        Kind::Change => change(value),
        Kind::CoarseChange(decimals) => plus(text(value, Kind::CoarseScore(decimals))),
        Kind::Share => percent(value),
        Kind::Coefficient => coefficient(value),
        Kind::PValue if value < 0.001 => "< .001".to_owned(),
        Kind::PValue => without_zero(&format!("{value:.3}")),
        Kind::Statistic => signed(format!("{value:.1}")),
    }
}

/// A bound as people read it: `under 5 %`, or `under 5` in a column of percentages.
#[must_use]
pub fn bound(side: Side, bound: f64, kind: Kind) -> String {
    format!("{} {}", side.name(), text(bound, kind))
}

/// A number computed from published ones, without the residue of binary arithmetic: −1.02 rather than −1.0199999999999996.
#[must_use]
pub fn computed(value: f64) -> f64 {
    const BEYOND: f64 = 1e9;
    let whole = (value * BEYOND).round();
    // Large numbers have no such digits.
    if whole.abs() < 9.0e15 { whole / BEYOND } else { value }
}

/// A range as people read it: `4.14 to 4.56`.
#[must_use]
pub fn range(lower: f64, upper: f64, kind: Kind) -> String {
    format!("{} to {}", text(lower, kind), text(upper, kind))
}

/// True for a change that is shown as 0.00.
#[must_use]
pub fn is_nought(change: f64) -> bool {
    text(change, Kind::Score).chars().all(|c| matches!(c, '0' | '.'))
}

/// A number, rounded to a whole one: in words up to twelve, as in running text, and in digits beyond.
#[must_use]
pub fn in_words(number: f64) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let digits = text(number, Kind::Count);
    let word = digits.parse().ok().and_then(|place: usize| WORDS.get(place));
    word.map_or(digits, |word| (*word).to_owned())
}

/// A change in score units, always with its sign: `+0.32`, `−0.29`, `0.00`.
#[must_use]
pub fn change(value: f64) -> String {
    plus(text(value, Kind::Score))
}

/// A plus sign before what is neither negative nor 0.
fn plus(text: String) -> String {
    let nought = text.chars().all(|c| matches!(c, '0' | '.'));
    if nought || text.starts_with('−') {
        text
    } else {
        format!("+{text}")
    }
}

/// The interval of a change. A limit that rounds to 0 is shown with its side, because readers look if the interval excludes 0:
/// `> 0.00 to 0.17`.
#[must_use]
pub fn change_range(lower: f64, upper: f64) -> String {
    let limit = |value: f64| {
        let text = text(value, Kind::Score);
        let nought = text.chars().all(|c| matches!(c, '0' | '.'));
        match value {
            value if nought && value > 0.0 => format!("> {text}"),
            value if nought && value < 0.0 => format!("< {text}"),
            _ => text,
        }
    };
    format!("{} to {}", limit(lower), limit(upper))
}

/// A share as a percentage of whole points, never 0 or 100 for what is neither.
#[must_use]
pub fn percent(share: f64) -> String {
    let points = 100.0 * share;
    match points {
        p if p > 0.0 && p < 0.5 => "< 1 %".to_owned(),
        p if (99.5..100.0).contains(&p) => "> 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// A place in a drawing, to a tenth of its unit.
#[must_use]
pub fn place(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A part of a colour, 0 to 255, as two hexadecimal digits.
#[must_use]
pub fn hex(part: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte"
    )]
    let byte = part.round().clamp(0.0, 255.0) as u8;
    format!("{byte:02x}")
}

fn coefficient(value: f64) -> String {
    // A reliability of .9987 is not 1: never round up to perfection.
    if (0.995..1.0).contains(&value) {
        return "> .99".to_owned();
    }
    without_zero(&format!("{value:.2}"))
}

/// The field writes figures that cannot exceed 1 without the zero: .91, −.05.
fn without_zero(text: &str) -> String {
    let text = signed(text.to_owned());
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => match text.strip_prefix("−0.") {
            Some(rest) => format!("−.{rest}"),
            None => text,
        },
    }
}

/// A true minus sign, and no minus before a zero.
fn signed(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_the_field_writes_them() {
        let cases = [
            (0.908_6, Kind::Coefficient, ".91"),
            (-0.052, Kind::Coefficient, "−.05"),
            (-0.001, Kind::Coefficient, ".00"),
            (0.9987, Kind::Coefficient, "> .99"),
            (1.0, Kind::Coefficient, "1.00"),
            (-1.25, Kind::Coefficient, "−1.25"),
            (4.244_5, Kind::Score, "4.24"),
            (-0.3, Kind::Score, "−0.30"),
            (508.0, Kind::Count, "508"),
            (64.9, Kind::Percent, "65"),
            (0.000_02, Kind::PValue, "< .001"),
            (0.043_4, Kind::PValue, ".043"),
        ];
        for (value, kind, wanted) in cases {
            assert_eq!(text(value, kind), wanted);
        }
        let coarse = [0.1, -0.4, 0.0].map(|value| text(value, Kind::Change.to_unit(0.1)));
        assert_eq!(coarse, ["+0.1", "−0.4", "0.0"]);
        assert_eq!(
            [
                text(4.4, Kind::Score.to_unit(0.1)),
                text(23.0, Kind::Score.to_unit(1.0))
            ],
            ["4.4", "23"]
        );
        assert_eq!([0.321, -0.29, -0.001].map(change), ["+0.32", "−0.29", "0.00"]);
        assert_eq!(
            [computed(3.46 - 4.54), computed(398.000_000_000_000_06)].map(|value| value.to_string()),
            ["-1.08", "398"]
        );
        assert_eq!(change_range(0.004, 0.17), "> 0.00 to 0.17");
        assert_eq!(change_range(-0.17, -0.004), "−0.17 to < 0.00");
        assert_eq!(change_range(-0.2, 0.0), "−0.20 to 0.00");
        assert_eq!([place(12.04), place(-0.04), place(3.25)], ["12", "0", "3.2"]);
        assert_eq!(percent(0.999), "> 99 %");
        assert_eq!(percent(0.001), "< 1 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(0.7), "70 %");
    }
}
