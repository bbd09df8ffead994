//! The tables of an instrument file and their keys.

use crate::input::toml_file::TableForm;

/// The part of the file above the first `[…]`, including the names of the tables.
pub(crate) const HEAD: TableForm = TableForm::new(
    "the head of the file",
    &[
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
);

/// The response range of every item that has none of its own.
pub(crate) const RESPONSE: TableForm = TableForm::new(
    "`[response]`",
    &["min", "max", "favourable", "labels", "synonyms", "missing"],
);

/// The response range of one item.
pub(crate) const ITEM_RESPONSE: TableForm = TableForm::new("`[item.response]`", RESPONSE.keys);

/// The rules of scoring.
pub(crate) const SCORING: TableForm = TableForm::new(
    "`[scoring]`",
    &["score", "min_answered", "max_missing", "aggregate", "null"],
);

/// An item.
pub(crate) const ITEM: TableForm = TableForm::new("`[[item]]`", &["id", "text", "reversed", "response"]);

/// A scale.
pub(crate) const SCALE: TableForm = TableForm::new("`[[scale]]`", &["id", "name", "items", "null", "norm"]);

/// A norm to compare with.
pub(crate) const NORM: TableForm = TableForm::new(
    "`[[scale.norm]]`",
    &["name", "mean", "sd", "display", "source", "status"],
);

/// All tables, the head of the file last. If several have a key, the first is suggested for it.
pub(crate) const FORMS: &[&TableForm] = &[&SCORING, &RESPONSE, &ITEM, &SCALE, &NORM, &HEAD];
