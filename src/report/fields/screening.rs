//! The screening of respondents.

use crate::disclosure::{Flag, Screened, Screening};
use crate::report::cell::IntoCell;
use crate::report::{Cell, Record, figures};

/// The row of a response in its file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileRow<'a> {
    /// The file.
    pub(crate) file: &'a str,
    /// The row, as a spreadsheet numbers it.
    pub(crate) number: u32,
}

/// The screening: criteria, counts, the flagged, and a list for each figure with a cell for every row. `place` gives the row in
/// its file of a row of the survey.
pub(crate) fn screening<'a>(found: &Screening, place: impl Fn(usize) -> FileRow<'a>) -> Record {
    let number = |row: usize| u64::from(place(row).number);
    let reasons = |one: &Screened| Record::list(one.flags.iter().map(|flag| flag.name()));
    let rows = || found.respondents.iter().enumerate();
    let flagged = rows().filter(|(_, one)| !one.flags.is_empty()).map(|(row, one)| {
        Record::object()
            .with("file", place(row).file)
            .figure("row", number(row))
            .with("reasons", reasons(one))
    });
    let with = |flag: &Flag| rows().filter(|(_, one)| one.flags.contains(flag)).count();
    let counts = Flag::ALL.iter();
    let counts = counts.fold(Record::object(), |all, flag| all.count(flag.name(), with(flag) as u64));
    let column = |key: &str, cell: &dyn Fn(&Screened) -> Record| {
        (key.to_owned(), Record::list(rows().map(|(_, one)| cell(one))))
    };
    let figure = |key: &str, value: &dyn Fn(&Screened) -> Option<f64>| {
        let kind = figures::kind(key);
        column(key, &|one| value(one).into_cell(kind).into())
    };
    let mut columns = vec![
        ("file".to_owned(), Record::list(rows().map(|(row, _)| place(row).file))),
        (
            "row".to_owned(),
            Record::list(rows().map(|(row, _)| Cell::count(number(row)))),
        ),
        column("flags", &reasons),
        figure("answered", &|one| Some(one.answered as f64)),
        figure("duplicate_of_row", &|one| {
            one.duplicate_of.map(|first| f64::from(place(first).number))
        }),
        figure("longest_run_as_answered", &|one| Some(one.longest_run as f64)),
        figure("intra_individual_sd_as_answered", &|one| one.intra_individual_sd),
        figure("mahalanobis_d2_complete", &|one| Some(one.mahalanobis?.d2)),
        figure("mahalanobis_p", &|one| Some(one.mahalanobis?.p)),
    ];
    if found.timed > 0 {
        columns.push(figure("seconds_an_answer", &|one| one.seconds_an_answer));
    }
    let criteria = Record::object()
        .figure("straight_line", found.criteria.straight_line)
        .figure("both_directions", found.criteria.both_directions)
        .figure("mahalanobis_p", found.criteria.mahalanobis_p)
        .figure("seconds_an_answer", found.criteria.seconds_an_answer)
        .figure("chance_of_duplicates", found.criteria.chance_of_duplicates);
    Record::object()
        .with("criteria", criteria)
        .figure("flagged_count", found.count())
        .with("flagged_by_reason", counts)
        .with_list("flagged", flagged)
        .figure("equal_pairs_within_academies", found.equal_pairs)
        .figure("equal_pairs_by_chance", found.expected_pairs)
        .figure("equal_rows_that_follow_each_other", found.following_rows)
        .figure("equal_rows_that_follow_by_chance", found.expected_following)
        .figure("mahalanobis_n", found.complete.as_ref().copied())
        .figure("timed", found.timed)
        .and(Record::Object(columns))
}
