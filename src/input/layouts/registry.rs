//! The registry of layouts. Adding a layout takes one file and one line in [`READERS`].
//!
//! A layout looks at the first records of a table and makes a plan: how many records are header, what the columns are
//! called, and which rows are not responses. It does not read answers; one row loop serves all layouts.

use crate::input::layouts::error::LayoutError;
use crate::input::layouts::layout::{DropRule, Head, Layout, TablePlan};
use crate::input::layouts::plain::PLAIN;
use crate::input::layouts::{
    google_forms, jisc, kobotoolbox, limesurvey, microsoft_forms, multi_row, qualtrics, redcap, surveymonkey, typeform,
};
use crate::input::open::MOST_FIELDS;
use crate::input::options::ReadOptions;

/// All layouts, specific ones before general ones. The last accepts any table.
pub const READERS: &[Layout] = &[
    qualtrics::LAYOUT,
    surveymonkey::LAYOUT,
    redcap::LAYOUT,
    kobotoolbox::LAYOUT,
    typeform::LAYOUT,
    jisc::LAYOUT,
    microsoft_forms::LAYOUT,
    google_forms::LAYOUT,
    limesurvey::LAYOUT,
    multi_row::LAYOUT,
    PLAIN,
];

impl Layout {
    /// The layout of this name, ignoring case.
    ///
    /// # Errors
    /// When there is none; the error lists all names.
    pub fn named(name: &str) -> Result<&'static Self, LayoutError> {
        let layout = READERS.iter().find(|layout| layout.name.eq_ignore_ascii_case(name));
        layout.ok_or_else(|| LayoutError::NoSuchLayout {
            name: name.to_owned(),
            layouts: READERS.iter().map(|layout| layout.name.to_owned()).collect(),
        })
    }

    /// True if the layout belongs to a survey tool.
    pub(crate) fn is_a_tools(&self) -> bool {
        ![multi_row::LAYOUT.name, PLAIN.name].contains(&self.name)
    }
}

/// The layout of a table and its plan: the layout asked for, or the first that recognises the table.
pub(crate) fn planned(head: &Head, options: &ReadOptions) -> Result<(&'static Layout, TablePlan), LayoutError> {
    if head.records.iter().any(|record| record.len() > MOST_FIELDS) {
        return Err(LayoutError::TooManyColumns(MOST_FIELDS));
    }
    let last = &READERS[READERS.len() - 1];
    let recognised = || READERS.iter().find(|layout| (layout.recognise)(head)).unwrap_or(last);
    let (layout, plan) = match (options.layout, options.header_rows) {
        (asked, Some(rows)) => {
            let layout = asked.unwrap_or(if rows == 1 { &PLAIN } else { &multi_row::LAYOUT });
            if layout.is_a_tools() {
                return Err(LayoutError::HeaderRowsOfTool(layout.name));
            }
            if rows == 0 || rows > head.records.len() {
                let found = head.records.len();
                return Err(LayoutError::TooFewHeaderRows { wanted: rows, found });
            }
            (layout, Some(multi_row::plan_of(head, rows)))
        }
        (asked, None) => {
            let layout = asked.unwrap_or_else(recognised);
            (layout, (layout.plan)(head))
        }
    };
    let Some(mut plan) = plan else {
        if options.layout.is_none() {
            let (looks_like, known_by) = (layout.name, layout.known_by);
            return Err(LayoutError::PartOfLayout { looks_like, known_by });
        }
        return Err(LayoutError::OtherLayout {
            asked: layout.name,
            known_by: layout.known_by,
            looks_like: recognised().name,
        });
    };
    let kept = |rule: &DropRule| options.keep_incomplete && rule.incomplete || options.keep_tests && rule.test;
    plan.drop.retain(|rule| !kept(rule));
    Ok((layout, plan))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_layout_takes_anything() {
        let head = Head { records: Vec::new() };
        let (layout, plan) = planned(&head, &ReadOptions::default()).expect("a plan");
        assert_eq!((layout.name, plan.width), ("plain", 0));
        assert!(READERS.last().is_some_and(|layout| (layout.recognise)(&head)));
    }

    #[test]
    fn no_layout_breaks_on_a_table_without_records_or_cells() {
        for records in [vec![], vec![vec![]], vec![vec![]; 3], vec![vec![String::new()]; 4]] {
            let head = Head { records };
            for layout in READERS {
                let _ = (layout.recognise)(&head);
                let _ = (layout.plan)(&head);
            }
        }
    }
}
