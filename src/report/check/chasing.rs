//! The table of academies and the answers that they still need.

use crate::report::picked::Picked;
use crate::report::{Record, Role, Subject, Table};

/// The academies with a headcount, first those that miss the most answers.
pub(crate) fn chasing(academies: &[Record]) -> Table {
    Picked::new("chasing", Subject::Any)
        .names("Academy", "academy")
        .figures("staff answered rate")
        .figure("needs", Role::Words)
        .table(academies)
}
