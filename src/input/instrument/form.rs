//! The tables of an instrument file and their keys.

use crate::input::toml_file::TableForm;

/// The part of the file above the first `[…]`, including the names of the tables.
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

/// The response range of every item that has none of its own.
pub(crate) const RESPONSE: TableForm = TableForm {
    name: "`[response]`",
    keys: &["min", "max", "favourable", "labels", "synonyms", "missing"],
    refused: &[],
};

/// The response range of one item.
pub(crate) const ITEM_RESPONSE: TableForm = TableForm {
    name: "`[item.response]`",
    keys: RESPONSE.keys,
    refused: &[],
};

/// The rules of scoring.
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

/// A norm to compare with.
pub(crate) const NORM: TableForm = TableForm {
    name: "`[[scale.norm]]`",
    keys: &["name", "mean", "sd", "display", "source", "status"],
    refused: &[],
};

/// All tables, the head of the file last. If several have a key, the first is suggested for it.
pub(crate) const FORMS: &[&TableForm] = &[&SCORING, &RESPONSE, &ITEM, &SCALE, &NORM, &HEAD];
