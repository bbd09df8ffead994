//! The tables of a trust file and their keys.

use crate::input::toml_file::TableForm;

/// The part of the file above the first `[…]`, including the names of the tables.
pub(crate) const HEAD: TableForm = TableForm::new(
    "the head of the file",
    &[
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
);

/// An academy.
pub(crate) const ACADEMY: TableForm = TableForm::new(
    "`[[academy]]`",
    &[
        "name",
        "aliases",
        "urn",
        "phase",
        "headcount",
        "headcount_by_role",
        "joined",
        "left",
    ],
);

/// A term.
pub(crate) const TERM: TableForm = TableForm::new(
    "`[[term]]`",
    &["name", "date", "files", "headcount", "instrument", "plan"],
);

/// A pool.
pub(crate) const POOL: TableForm = TableForm::new("`[[pool]]`", &["name", "of", "members"]);

/// Replacements for command-line options.
pub(crate) const DEFAULTS: TableForm = TableForm {
    name: "`[defaults]`",
    keys: &[
        "group",
        "academy_from",
        "columns",
        "id",
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
        (
            "keep_duplicates",
            "what counts people more than once is asked for each time, with --keep-duplicates",
        ),
        ("output", "where a result goes is said each time, with -o"),
        ("term", "without --term it is the last one listed"),
    ],
};

/// The limits for the verdict.
pub(crate) const LIMITS: TableForm = TableForm::new("`[limits]`", &["icc2_no", "icc2_yes"]);

/// All tables. If several have a key, the first is suggested for it.
pub(crate) const FORMS: &[&TableForm] = &[&ACADEMY, &TERM, &POOL, &DEFAULTS, &LIMITS, &HEAD];
