//! The tables of a trust file and their keys.

use crate::input::toml_file::TableForm;

/// The part of the file above the first `[…]`, and the tables themselves.
pub(crate) const HEAD: TableForm = TableForm {
    name: "the head of the file",
    keys: &[
        "name",
        "instrument",
        "response_rate_drop",
        "published",
        "academy",
        "term",
        "pool",
        "defaults",
        "limits",
    ],
    refused: &[],
};

/// An academy.
pub(crate) const ACADEMY: TableForm = TableForm {
    name: "`[[academy]]`",
    keys: &[
        "name",
        "aliases",
        "urn",
        "phase",
        "headcount",
        "headcount_by_role",
        "joined",
        "left",
    ],
    refused: &[],
};

/// A term.
pub(crate) const TERM: TableForm = TableForm {
    name: "`[[term]]`",
    keys: &["name", "date", "files", "headcount", "instrument"],
    refused: &[],
};

/// A pool.
pub(crate) const POOL: TableForm = TableForm {
    name: "`[[pool]]`",
    keys: &["name", "of", "members"],
    refused: &[],
};

/// What the command line need not say.
pub(crate) const DEFAULTS: TableForm = TableForm {
    name: "`[defaults]`",
    keys: &[
        "group",
        "columns",
        "by",
        "sheet",
        "headcount",
        "skip_bad",
        "min_group",
        "missing",
        "level",
        "seed",
        "threads",
        "format",
    ],
    refused: &[
        (
            "unsuppressed",
            "what shows small groups is asked for each time, with --unsuppressed",
        ),
        ("output", "where a result goes is said each time, with -o"),
        ("term", "without --term it is the last one listed"),
    ],
};

/// The verdict's limits.
pub(crate) const LIMITS: TableForm = TableForm {
    name: "`[limits]`",
    keys: &["icc2_no", "icc2_yes"],
    refused: &[],
};

/// Every form: a key that several have is at home in the first.
pub(crate) const FORMS: &[&TableForm] = &[&ACADEMY, &TERM, &POOL, &DEFAULTS, &LIMITS, &HEAD];
