//! A table of short figures in which only differences that hold have colour, each with a mark.

use crate::disclosure::Conclusion;
use crate::report::picked::WITHHELD;

/// A table of short figures, a row for each academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// Its subject, and how to read it.
    pub caption: String,
    /// The heading of the rows' names.
    pub heading: String,
    /// The headings of the other columns.
    pub columns: Vec<String>,
    /// How many rows are about the whole; they come first.
    pub whole: usize,
    /// The rows.
    pub rows: Vec<HeatRow>,
}

impl Heat {
    /// The meaning of the marks in the table; a sentence that nothing is marked if there are none. `above` and `below` are the
    /// words of the two sides.
    fn legend(&self, above: &str, below: &str, nothing: &str) -> String {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let sides = [(Standing::Above, above), (Standing::Below, below)];
        let marked = sides.into_iter();
        let marked = marked.filter(|(side, _)| cells().any(|cell| cell.standing == Some(*side)));
        let words: Vec<String> = marked.map(|(side, words)| format!("{} {words}", side.mark())).collect();
        if words.is_empty() {
            nothing.to_owned()
        } else {
            format!("{}.", words.join("; "))
        }
    }

    /// The meaning of the marks in a table of scores or answers.
    pub(super) fn against_the_rest(&self) -> String {
        self.legend(
            "clearly above the rest of the trust",
            "clearly below the rest of the trust",
            "No difference from the rest of the trust is clear.",
        )
    }

    /// The meaning of the marks in a table of changes.
    pub(super) fn since_before(&self) -> String {
        self.legend("clearly higher", "clearly lower", "No change is clear.")
    }

    /// True if any cell has a digit.
    pub(super) fn has_figures(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.any(|cell| cell.text.contains(|letter: char| letter.is_ascii_digit()))
    }

    /// True if every row that is not about the whole is withheld.
    pub(super) fn is_withheld(&self) -> bool {
        let mut cells = self.rows.iter().skip(self.whole).flat_map(|row| &row.cells);
        cells.all(|cell| cell.text == WITHHELD)
    }
}

/// A row of a heat table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Its name.
    pub name: String,
    /// The file of the folder that is about it.
    pub file: Option<String>,
    /// Its cells.
    pub cells: Vec<HeatCell>,
}

/// A cell of a heat table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeatCell {
    /// Its figure, or a word.
    pub text: String,
    /// A smaller remark next to it, such as its interval.
    pub aside: String,
    /// The side on which it clearly differs.
    pub standing: Option<Standing>,
}

/// The side on which a figure clearly differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Clearly above, or clearly higher than before.
    Above,
    /// Clearly below, or clearly lower than before.
    Below,
}

impl Standing {
    /// The standing that a conclusion gives; `None` if nothing is clear.
    pub(super) fn of(conclusion: Conclusion) -> Option<Self> {
        match conclusion {
            Conclusion::Higher => Some(Self::Above),
            Conclusion::Lower => Some(Self::Below),
            Conclusion::NoClearChange | Conclusion::NotComparable(_) => None,
        }
    }

    /// The mark next to the figure, so that colour never stands alone.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Above => "▲",
            Self::Below => "▼",
        }
    }
}
