//! What only an instrument can have wrong: what was found, what was wanted, the nearest right thing, the cure.

use crate::model::{CodeRange, ModelError};

/// What is wrong with an instrument, beyond what any TOML file can have wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InstrumentFault {
    /// An id with characters that a column or a key cannot have.
    #[error("`{id}` cannot be the id of {what} — use letters, digits, `_`, `-` and `.`")]
    BadId {
        /// Instrument, item or scale.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A scale or a wording file names an item that is not there.
    #[error("{by} names the item `{item}`, which is not among the {count} items{}", item_cure(nearest.as_deref()))]
    UnknownItem {
        /// Who names it.
        by: String,
        /// The item's id.
        item: String,
        /// How many items there are.
        count: usize,
        /// The item id most like it.
        nearest: Option<String>,
    },
    /// No items or no scales.
    #[error("the file has no {what} — add `{example}`")]
    Nothing {
        /// Items or scales.
        what: &'static str,
        /// A line to begin with.
        example: &'static str,
    },
    /// A scale without items.
    #[error("the scale `{scale}` has no items — list the ids of its items, or remove the scale")]
    EmptyScale {
        /// The scale's id.
        scale: String,
    },
    /// The lowest code is not below the highest.
    #[error("`min` is {min} and `max` is {max}: `min` must be below `max`{}", if min > max { " — swap them" } else { "" })]
    EmptyRange {
        /// Declared lowest code.
        min: i32,
        /// Declared highest code.
        max: i32,
    },
    /// More codes than a byte can tell apart.
    #[error("{min} to {max} makes {points} codes, and at most 255 are possible — was `max` mistyped?")]
    TooManyCodes {
        /// Declared lowest code.
        min: i32,
        /// Declared highest code.
        max: i32,
        /// How many codes that makes.
        points: i64,
    },
    /// A code outside the declared range.
    #[error("{what} {code} is outside the range {range} — change the code, or `min` and `max`")]
    OffRange {
        /// What names the code.
        what: String,
        /// The code.
        code: i64,
        /// The declared range.
        range: CodeRange,
    },
    /// The key of a label that is no code.
    #[error("`{key}` is not a code: labels are written as `{example} = \"…\"`, with the code as a plain whole number")]
    NotACode {
        /// What was found.
        key: String,
        /// How a code is written.
        example: i32,
    },
    /// A cell's text that would mean two things.
    #[error("`{text}` would mean both {first}{} and {second} — give each its own text", line_note(*first_line))]
    TwoMeanings {
        /// The text.
        text: String,
        /// The meaning that stands first.
        first: String,
        /// The line of the first, if it stands in the file as such.
        first_line: Option<usize>,
        /// The other meaning.
        second: String,
    },
    /// A list of favourable codes that says nothing.
    #[error("`favourable` names no code — remove it, and the highest third of the codes counts as favourable")]
    NoFavourable,
    /// A scale whose items are answered on different ranges.
    #[error(
        "the scale `{scale}` mixes ranges: `{first}` is on {first_range} and `{other}` on {other_range} — \
         give each range a scale of its own"
    )]
    MixedRanges {
        /// The scale's id.
        scale: String,
        /// Its first item.
        first: String,
        /// That item's range.
        first_range: CodeRange,
        /// The item that differs.
        other: String,
        /// Its range.
        other_range: CodeRange,
    },
    /// `min_answered` is not a share.
    #[error("`min_answered` is {found}: it is the share of a scale's items, above 0 and at most 1{}", share_cure(*found))]
    BadShare {
        /// What was declared.
        found: f64,
    },
    /// A figure of a norm that cannot be.
    #[error("`{key}` is {found}: {wanted} is wanted")]
    BadFigure {
        /// The key.
        key: &'static str,
        /// What was found.
        found: f64,
        /// What was wanted.
        wanted: &'static str,
    },
    /// A null distribution that is none.
    #[error("as the null distribution of the scale `{scale}`, this {why}")]
    BadNull {
        /// The scale's id.
        scale: String,
        /// What is wrong with it.
        why: String,
    },
    /// The wording file could not be read.
    #[error("the wording file `{path}` cannot be read: {why}")]
    Wording {
        /// The file, as it was named.
        path: String,
        /// Why not.
        why: String,
    },
    /// More items than can be told apart.
    #[error("there are {found} items, and at most {most} are possible")]
    TooManyItems {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Warning: an item that nothing scores.
    #[error("the item `{item}` is in no scale, so its answers are not scored")]
    UnusedItem {
        /// The item's id.
        item: String,
    },
    /// Warning: two items that a column header cannot tell apart.
    #[error(
        "the items `{first}` (line {first_line}) and `{second}` have the same text, so a column can only be told by its id"
    )]
    SharedText {
        /// The first item's id.
        first: String,
        /// Where its text stands.
        first_line: usize,
        /// The other item's id.
        second: String,
    },
    /// Warning: a reason that looks like a slip for a known one.
    #[error("the reason `{found}` is kept as a reason of its own; nearest: `{nearest}`")]
    OddReason {
        /// What was found.
        found: String,
        /// The known reason most like it.
        nearest: &'static str,
    },
    /// What only the model found.
    #[error(transparent)]
    Model(#[from] ModelError),
}

fn item_cure(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || " — add the item, or take its id out".to_owned(),
        |nearest| format!("; nearest: `{nearest}`"),
    )
}

fn line_note(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(" (line {line})"))
}

fn share_cure(found: f64) -> String {
    // A share of a whole number of per cent has a short form.
    if (1.0..=100.0).contains(&found) && found.fract().abs() < f64::EPSILON {
        format!(" — for {found} %, write {}", found / 100.0)
    } else {
        String::new()
    }
}
