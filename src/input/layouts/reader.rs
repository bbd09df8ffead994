//! The layouts that survey tools write, as a registry: a layout is one file and one line in [`READERS`].
//!
//! A layout looks at the first records of a table and plans: how many of them are header, what the columns are called,
//! and which rows are not responses. It reads no answer itself; the body is one loop for all.

use std::ops::Range;

use crate::input::error::Problem;
use crate::input::layouts::{
    google_forms, jisc, kobotoolbox, limesurvey, microsoft_forms, multi_row, qualtrics, redcap, surveymonkey, typeform,
};
use crate::input::open::MOST_FIELDS;
use crate::input::options::ReadOptions;

/// The first records of a table, as text, the header among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Up to 50 records, fields as they stand.
    pub records: Vec<Vec<String>>,
}

/// A column of the survey: what it may be called, and the fields of a record that hold its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedColumn {
    /// The header as messages show it.
    pub header: String,
    /// Further texts an item may be matched to, such as a second header row's.
    pub aliases: Vec<String>,
    /// The fields that hold the answer: one, or one for each option when a tool spreads them (at most one is filled).
    pub fields: Vec<usize>,
}

impl PlannedColumn {
    /// A column of one field that is called by its header alone.
    #[must_use]
    pub fn of(field: usize, header: &str) -> Self {
        Self {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: vec![field],
        }
    }
}

/// What a cell says about its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The row is a response.
    Response,
    /// It is one, but somebody should look, for this reason.
    Doubtful(&'static str),
    /// It is none, for this reason.
    NoResponse(&'static str),
    /// It is none, for this reason, unless it answers an item all the same: then somebody should look.
    Elsewhere(&'static str),
}

/// Rows that are not responses, such as a survey tool's previews.
#[derive(Debug, Clone)]
pub struct DropRule {
    /// The field that tells.
    pub field: usize,
    /// The fields it tells of, such as those of one form among several; `None` for all.
    pub covers: Option<Range<usize>>,
    /// Whether it leaves out responses that were begun and never sent, which `--keep-incomplete` keeps.
    pub incomplete: bool,
    /// What the text in the field says.
    pub verdict: fn(&str) -> Verdict,
}

/// How a table is to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many records are header.
    pub header_records: usize,
    /// How many fields a full record has.
    pub width: usize,
    /// The columns, in the file's order; fields that can hold no answer and no group may be left out.
    pub columns: Vec<PlannedColumn>,
    /// Which rows are left out.
    pub drop: Vec<DropRule>,
}

/// A layout of some survey tool.
pub struct Layout {
    /// Its name, as JSON shows it and `--layout` takes it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// What it is known by, as messages say it after "a table of this layout".
    pub known_by: &'static str,
    /// Where the tool writes answers as numbers of its own, how to have it write their labels.
    pub labels: Option<&'static str>,
    /// Whether a table has this layout for certain.
    pub recognise: fn(&Head) -> bool,
    /// How to read a table of this layout; `None` when it cannot be of this layout.
    pub plan: fn(&Head) -> Option<Plan>,
}

/// Every layout, the particular before the general; the last takes anything.
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

const PLAIN: Layout = Layout {
    name: "plain",
    about: "one header row, one row a respondent, one column an item",
    known_by: "has one header row",
    labels: None,
    recognise: |_| true,
    plan: |head| Some(plain(head)),
};

impl Layout {
    /// Whether it is some tool's own and not one of the general ones.
    pub(crate) fn is_a_tools(&self) -> bool {
        ![multi_row::LAYOUT.name, PLAIN.name].contains(&self.name)
    }
}

/// The layout of a table and the plan it makes: the one asked for, else the first that recognises it.
pub(crate) fn planned(head: &Head, options: &ReadOptions) -> Result<(&'static Layout, Plan), Problem> {
    if head.records.iter().any(|record| record.len() > MOST_FIELDS) {
        return Err(Problem::TooManyColumns { most: MOST_FIELDS });
    }
    let last = &READERS[READERS.len() - 1];
    let recognised = || READERS.iter().find(|layout| (layout.recognise)(head)).unwrap_or(last);
    let (layout, plan) = match (&options.layout, options.header_rows) {
        (asked, Some(rows)) => {
            let general = if rows == 1 { PLAIN.name } else { multi_row::LAYOUT.name };
            let asked = asked.as_deref().unwrap_or(general);
            let layout = named(asked)?;
            if layout.is_a_tools() {
                return Err(Problem::HeaderRowsOfTool { layout: layout.name });
            }
            if rows == 0 || rows > head.records.len() {
                let found = head.records.len();
                return Err(Problem::TooFewHeaderRows { wanted: rows, found });
            }
            (layout, Some(multi_row::plan_of(head, rows)))
        }
        (Some(asked), None) => {
            let layout = named(asked)?;
            (layout, (layout.plan)(head))
        }
        (None, None) => {
            let layout = recognised();
            (layout, (layout.plan)(head))
        }
    };
    let Some(mut plan) = plan else {
        return Err(Problem::OtherLayout {
            asked: layout.name,
            known_by: layout.known_by,
            looks_like: recognised().name,
        });
    };
    if options.keep_incomplete {
        plan.drop.retain(|rule| !rule.incomplete);
    }
    Ok((layout, plan))
}

fn named(name: &str) -> Result<&'static Layout, Problem> {
    let layout = READERS.iter().find(|layout| layout.name.eq_ignore_ascii_case(name));
    layout.ok_or_else(|| Problem::NoSuchLayout {
        name: name.to_owned(),
        layouts: READERS.iter().map(|layout| layout.name.to_owned()).collect(),
    })
}

/// One header row, and every field a column.
pub(crate) fn plain(head: &Head) -> Plan {
    let header = head.records.first().map_or(&[][..], Vec::as_slice);
    Plan {
        header_records: 1,
        width: header.len(),
        columns: header
            .iter()
            .enumerate()
            .map(|(field, header)| PlannedColumn::of(field, header))
            .collect(),
        drop: Vec::new(),
    }
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
