//! The reasons why a cell cannot be read.

use crate::model::CodeRange;

/// Why a cell cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellProblem {
    /// A number that is not one of the codes.
    #[error("is not on the scale {range}")]
    OffScale {
        /// The declared range.
        range: CodeRange,
    },
    /// Neither a code nor a label.
    #[error("is neither a code of the scale {range} nor a label of it{}", offered(nearest.as_ref()))]
    Unknown {
        /// The declared range.
        range: CodeRange,
        /// The most similar label and its code.
        nearest: Option<(String, i32)>,
    },
    /// A number and a label that do not belong together.
    #[error("contradicts the instrument, which has {}", declared(*code, label, *number, own_label.as_deref()))]
    Disagrees {
        /// The number in the cell.
        number: i64,
        /// The words in the cell.
        label: String,
        /// The code of these words, if they are a label.
        code: Option<i32>,
        /// The instrument's label for the number, if it has one.
        own_label: Option<String>,
    },
    /// Several options of one question were chosen.
    #[error("is more than one answer")]
    Several,
    /// A text that the instrument declares twice, with different meanings.
    #[error("could mean {first} or {second}: the instrument declares it twice")]
    Ambiguous {
        /// One meaning.
        first: String,
        /// The other meaning.
        second: String,
    },
}

fn offered(nearest: Option<&(String, i32)>) -> String {
    nearest.map_or_else(String::new, |(label, code)| format!("; nearest: `{label}` ({code})"))
}

fn declared(code: Option<i32>, label: &str, number: i64, own_label: Option<&str>) -> String {
    match (code, own_label) {
        (Some(code), _) => format!("{code} = {label}"),
        (None, Some(own)) => format!("{number} = {own}"),
        (None, None) => format!("no {number} = {label}"),
    }
}
