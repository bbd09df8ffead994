//! The keyed answers of the people who answered every item of a scale.

use crate::analysis::Study;
use crate::model::CodeRange;
use crate::stats::{IncompleteAnswers, OrdinalAnswers, Undefined};
use crate::tally::{MISSING, Responses};

/// Most items of a scale: the work grows with the third power of their number.
const MOST_ITEMS: usize = 60;

/// Returns a reason if a scale has too many items.
pub(super) fn check_size(items: usize) -> Result<(), Undefined> {
    if items <= MOST_ITEMS {
        return Ok(());
    }
    Err(Undefined::OutOfRange {
        why: "the scale has more than 60 items",
    })
}

/// The people who answered all of a scale's items.
pub(super) struct Complete<'a> {
    /// All rows.
    pub(super) responses: &'a Responses,
    /// The rows of the people who answered every item.
    pub(super) rows: Vec<usize>,
}

impl<'a> Complete<'a> {
    /// Finds them; `None` without rows.
    pub(super) fn of(study: &'a Study<'_>, scale: usize) -> Option<Self> {
        let responses = study.rows.as_ref()?.responses;
        let items = &study.instrument.scales()[scale].items;
        let complete = |&row: &usize| items.iter().all(|&item| responses.column(item)[row] != MISSING);
        Some(Self {
            responses,
            rows: (0..responses.rows()).filter(complete).collect(),
        })
    }

    /// Number of people who answered any of the items.
    pub(super) fn any(&self, study: &Study<'_>, scale: usize) -> u64 {
        let items = &study.instrument.scales()[scale].items;
        let any = |&row: &usize| items.iter().any(|&item| self.responses.column(item)[row] != MISSING);
        (0..self.responses.rows()).filter(any).count() as u64
    }

    /// The keyed answers of everybody, with gaps.
    pub(super) fn incomplete(&self, study: &Study<'_>, scale: usize) -> Result<IncompleteAnswers, Undefined> {
        let column = |&item: &usize| {
            let declared = &study.instrument.items()[item];
            let key = |&code: &u8| match (code == MISSING, declared.reversed) {
                (true, _) => None,
                (false, true) => Some(declared.response.range.mirrored(code)),
                (false, false) => Some(code),
            };
            self.responses.column(item).iter().map(key).collect()
        };
        let items = &study.instrument.scales()[scale].items;
        IncompleteAnswers::new(&items.iter().map(column).collect::<Vec<Vec<Option<u8>>>>())
    }

    /// Their keyed answers.
    pub(super) fn keyed(&self, study: &Study<'_>, scale: usize) -> Result<OrdinalAnswers, Undefined> {
        let items = &study.instrument.scales()[scale].items;
        check_size(items.len())?;
        let range = |item: usize| study.instrument.items()[item].response.range;
        let column = |&item: &usize| {
            let (column, reversed) = (self.responses.column(item), study.instrument.items()[item].reversed);
            let key = |&row: &usize| {
                if reversed {
                    range(item).mirrored(column[row])
                } else {
                    column[row]
                }
            };
            self.rows.iter().map(key).collect()
        };
        let points = items.iter().map(|&item| CodeRange::points(range(item)));
        OrdinalAnswers::new(items.iter().map(column).collect(), points.collect())
    }
}
