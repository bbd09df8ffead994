//! The tables of an instrument file and their keys.

use crate::input::toml_file::TableForm;

/// The part of the file above the first `[…]`, and the tables themselves.
pub(crate) const HEAD: TableForm = TableForm {
    name: "the head of the file",
    keys: &[
        "id",
        "name",
        "version",
        "citation",
        "licence",
        "status",
        "verified",
        "wording",
        "wording_file",
        "source",
        "response",
        "scoring",
        "item",
        "scale",
    ],
    refused: &[],
};

/// The range every item has unless it says otherwise.
pub(crate) const RESPONSE: TableForm = TableForm {
    name: "`[response]`",
    keys: &["min", "max", "favourable", "labels", "synonyms", "missing"],
    refused: &[],
};

/// What one item says otherwise.
pub(crate) const ITEM_RESPONSE: TableForm = TableForm {
    name: "`[item.response]`",
    keys: RESPONSE.keys,
    refused: &[],
};

/// How answers become scores.
pub(crate) const SCORING: TableForm = TableForm {
    name: "`[scoring]`",
    keys: &["score", "min_answered", "aggregate", "null"],
    refused: &[],
};

/// An item.
pub(crate) const ITEM: TableForm = TableForm {
    name: "`[[item]]`",
    keys: &["id", "text", "reversed", "response"],
    refused: &[],
};

/// A scale.
pub(crate) const SCALE: TableForm = TableForm {
    name: "`[[scale]]`",
    keys: &["id", "name", "items", "null", "norm"],
    refused: &[],
};

/// A comparison figure.
pub(crate) const NORM: TableForm = TableForm {
    name: "`[[scale.norm]]`",
    keys: &["name", "mean", "sd", "display", "source", "status"],
    refused: &[],
};

/// Every form, that of the file's head last: a key that several have is at home in the first.
pub(crate) const FORMS: &[&TableForm] = &[&SCORING, &RESPONSE, &ITEM, &SCALE, &NORM, &HEAD];
