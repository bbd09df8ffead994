//! Estimates the width of text without a font file, accurately enough to keep labels apart.

use unicode_width::UnicodeWidthChar;

use crate::report::lines;

/// Widths of the printable ASCII characters in Helvetica and similar fonts, in thousandths of the font size.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Factor for wider fonts that may replace Helvetica.
const ALLOWANCE: f64 = 1.12;

/// Width of `text` at font size `size`, in the same unit.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(thousandths).sum::<f64>() / 1000.0 * size * ALLOWANCE
}

fn thousandths(c: char) -> f64 {
    let ascii = (c as usize).checked_sub(32).and_then(|place| ASCII.get(place));
    match ascii {
        Some(&width) => f64::from(width),
        None => c.width().map_or(0.0, |columns| 560.0 * columns as f64 + 40.0),
    }
}

/// Breaks text into at most `most` lines of width `room`. A line that does not fit ends in an ellipsis.
pub(crate) fn lines(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size) <= room;
    let wrapped = lines::wrap(text, most, fits);
    wrapped.iter().map(|line| lines::cut(line, fits)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{lines, width};

    #[test]
    fn long_words_and_long_names_are_cut() {
        assert_eq!(lines("Oak Academy", 10.0, 500.0, 2), ["Oak Academy"]);
        let found = lines(
            "The Academy of Saint Nowhere in the Marsh and its Sixth Form",
            13.0,
            120.0,
            2,
        );
        assert_eq!(found.len(), 2);
        assert!(found[1].ends_with('…'), "{found:?}");
        assert_eq!(lines("Oak", 10.0, 0.0, 1), ["…"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room(text in "\\PC{0,80}", room in 40.0..300.0_f64, most in 1_usize..4) {
            for line in lines(&text, 13.0, room, most) {
                prop_assert!(width(&line, 13.0) <= room, "`{line}`");
            }
        }
    }
}
