//! Faults that only an instrument file can have.

use crate::input::text::did_you_mean;
use crate::model::{CodeRange, ModelError, id_cure};

/// A fault of an instrument file other than those of any TOML file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InstrumentFault {
    /// An id with characters that a column or key cannot have.
    #[error("`{id}` cannot be the id of {what} — {}", id_cure(what))]
    BadId {
        /// The kind: instrument, item or scale.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A scale or wording file names an item that does not exist.
    #[error("{by} names the item `{item}`, which is not among the {count} items{}", item_cure(nearest.as_deref()))]
    UnknownItem {
        /// The scale or file that names it.
        by: String,
        /// The item's id.
        item: String,
        /// The number of items.
        count: usize,
        /// The most similar item id.
        nearest: Option<String>,
    },
    /// There are no items or no scales.
    #[error("the file has no {what} — add `{example}`")]
    Nothing {
        /// The kind: items or scales.
        what: &'static str,
        /// An example to begin with.
        example: &'static str,
    },
    /// A scale without items. Contains the scale's id.
    #[error("the scale `{0}` has no items — list the ids of its items, or remove the scale")]
    EmptyScale(String),
    /// The lowest code is not below the highest.
    #[error("`min` is {min} and `max` is {max}: `min` must be below `max`{}", if min > max { " — swap them" } else { "" })]
    EmptyRange {
        /// The lowest code declared.
        min: i32,
        /// The highest code declared.
        max: i32,
    },
    /// More codes than a byte can represent.
    #[error("{min} to {max} makes {points} codes, and at most 255 are possible — was `max` mistyped?")]
    TooManyCodes {
        /// The lowest code declared.
        min: i32,
        /// The highest code declared.
        max: i32,
        /// The number of codes.
        points: i64,
    },
    /// A code outside the declared range.
    #[error("{what} {code} is outside the range {range} — change the code, or `min` and `max`")]
    OffRange {
        /// The key that names the code.
        what: String,
        /// The code.
        code: i64,
        /// The range declared.
        range: CodeRange,
    },
    /// The key of a label is not a code.
    #[error("`{key}` is not a code: labels are written as `{example} = \"…\"`, with the code as a plain whole number")]
    NotACode {
        /// The value found.
        key: String,
        /// The form in which a code is written.
        example: i32,
    },
    /// A text with two meanings.
    #[error("`{text}` would mean both {first}{} and {second} — give each its own text", line_note(*first_line))]
    TwoMeanings {
        /// The text.
        text: String,
        /// The first meaning.
        first: String,
        /// The line of the first meaning, if the file declares it.
        first_line: Option<usize>,
        /// The second meaning.
        second: String,
    },
    /// A list of favourable codes that is useless.
    #[error("`favourable` names no code — remove it, and the highest third of the codes counts as favourable")]
    NoFavourable,
    /// A scale whose items have different ranges.
    #[error(
        "the scale `{scale}` mixes ranges: `{first}` is on {first_range} and `{other}` on {other_range} — \
         give each range a scale of its own"
    )]
    MixedRanges {
        /// The scale's id.
        scale: String,
        /// Its first item.
        first: String,
        /// The range of the first item.
        first_range: CodeRange,
        /// The item that differs.
        other: String,
        /// The range of that item.
        other_range: CodeRange,
    },
    /// `min_answered` is not a share. Contains the value declared.
    #[error("`min_answered` is {0}: it is the share of a scale's items, above 0 and at most 1{cure}", cure = share_cure(*.0))]
    BadShare(f64),
    /// Two rules for the least number of answers.
    #[error("`min_answered` and `max_missing` both say how many answers a score needs: keep one of them")]
    TwoRules,
    /// An impossible figure of a norm.
    #[error("`{key}` is {found}: {wanted} is wanted")]
    BadFigure {
        /// The key.
        key: &'static str,
        /// The value found.
        found: f64,
        /// The value expected.
        wanted: &'static str,
    },
    /// A faulty null distribution.
    #[error("as the null distribution of the scale `{scale}`, this {why}")]
    BadNull {
        /// The scale's id.
        scale: String,
        /// The fault.
        why: String,
    },
    /// The wording file could not be read.
    #[error("the wording file `{path}` cannot be read: {why}")]
    Wording {
        /// The file, as it is named.
        path: String,
        /// The reason.
        why: String,
    },
    /// More items than are supported.
    #[error("there are {found} items, and at most {most} are possible")]
    TooManyItems {
        /// The number of items.
        found: usize,
        /// The most items supported.
        most: usize,
    },
    /// Warning: an item that is in no scale. Contains the item's id.
    #[error("the item `{0}` is in no scale, so its answers are not scored")]
    UnusedItem(String),
    /// Warning: two items that a column header cannot tell apart.
    #[error(
        "the items `{first}` (line {first_line}) and `{second}` have the same text, so a column can only be told by its id"
    )]
    SharedText {
        /// The first item's id.
        first: String,
        /// The line on which its text is.
        first_line: usize,
        /// The other item's id.
        second: String,
    },
    /// Warning: a reason that looks like a misspelling of a known one.
    #[error("the reason `{found}` is kept as a reason of its own; nearest: `{nearest}`")]
    OddReason {
        /// The value found.
        found: String,
        /// The most similar known reason.
        nearest: &'static str,
    },
    /// A fault that the model found.
    #[error(transparent)]
    Model(#[from] ModelError),
}

fn item_cure(nearest: Option<&str>) -> String {
    match nearest {
        None => " — add the item, or take its id out".to_owned(),
        nearest => did_you_mean(nearest),
    }
}

fn line_note(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(" (line {line})"))
}

fn share_cure(found: f64) -> String {
    // So few are a number of items rather than a percentage.
    if (2.0..20.0).contains(&found) && found.fract().abs() < f64::EPSILON {
        return format!(
            " — a number of items is written as `max_missing`, the most that a person may leave out: for {found} answers to a scale \
             of {} items, write max_missing = 1 in its place",
            found + 1.0
        );
    }
    // A whole percentage has a short form.
    if (1.0..=100.0).contains(&found) && found.fract().abs() < f64::EPSILON {
        format!(" — for {found} %, write {}", found / 100.0)
    } else {
        String::new()
    }
}
