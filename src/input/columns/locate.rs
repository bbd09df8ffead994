//! Finds the items in a file: the sheet, the header row and the columns.

use std::ops::Range;

use crate::input::columns::error::ColumnError;
use crate::input::columns::find::find;
use crate::input::columns::items::{MissingError, match_items, missing, missing_unnamed};
use crate::input::columns::letters::letter;
use crate::input::columns::shape::other_shape;
use crate::input::error::Problem;
use crate::input::layouts::{Head, Layout, LayoutError, READERS, TablePlan, cell, filled, planned};
use crate::input::open::{OpenError, RawTable};
use crate::input::options::{GroupChoice, ReadOptions};
use crate::input::text::excerpt;
use crate::model::Instrument;

/// The table of a file that contains the items, and how to read it.
pub(crate) struct ChosenTable<'a> {
    pub(crate) table: RawTable<'a>,
    pub(crate) located: LocatedItems,
    /// Other sheets that contain all items.
    pub(crate) others: Vec<String>,
}

/// The layout, header and item columns of a table.
pub(crate) struct LocatedItems {
    pub(crate) layout: &'static Layout,
    pub(crate) plan: TablePlan,
    pub(crate) header: Vec<Vec<String>>,
    /// The column of each item.
    pub(crate) items: Vec<usize>,
    /// The number of records above the header.
    pub(crate) above: usize,
}

/// The first table of a file with a column for every item. If there is none, returns the error of the table with most
/// items.
pub(crate) fn choose<'a>(
    tables: Vec<RawTable<'a>>,
    instrument: &Instrument,
    options: &ReadOptions,
) -> Result<ChosenTable<'a>, Problem> {
    let mut chosen: Option<ChosenTable<'a>> = None;
    let mut nearest: Option<(usize, Problem)> = None;
    let mut shapes: Vec<ColumnError> = Vec::new();
    for table in tables {
        let head = PlannedHead::new(Head { records: table.head() }, options);
        if head.records().is_empty() {
            continue;
        }
        match locate(&head, instrument, options) {
            Ok(located) => match &mut chosen {
                Some(chosen) => chosen.others.extend(table.sheet),
                None => {
                    chosen = Some(ChosenTable {
                        table,
                        located,
                        others: Vec::new(),
                    });
                }
            },
            Err(problem) => {
                let lacking = match &problem {
                    Problem::Columns(ColumnError::NoColumns { missing, .. }) => missing.len(),
                    _ => 0,
                };
                if lacking * 2 > instrument.items().len() {
                    shapes.extend(other_shape(&head.head, instrument));
                }
                if nearest.as_ref().is_none_or(|(least, _)| lacking < *least) {
                    nearest = Some((lacking, problem));
                }
            }
        }
    }
    chosen.ok_or_else(|| {
        let shape = shapes.into_iter().next().map(Problem::Columns);
        shape.unwrap_or_else(|| nearest.map_or(OpenError::Empty.into(), |(_, problem)| problem))
    })
}

/// Every visible table of a file with a column for every item, and the names of the sheets without any item.
///
/// # Errors
/// When no table has the items, or one has only some of them.
pub(crate) fn choose_all<'a>(
    tables: Vec<RawTable<'a>>,
    instrument: &Instrument,
    options: &ReadOptions,
) -> Result<(Vec<ChosenTable<'a>>, Vec<String>), Problem> {
    let (mut chosen, mut without) = (Vec::new(), Vec::new());
    let mut nothing: Option<Problem> = None;
    for table in tables.into_iter().filter(|table| !table.notes.hidden) {
        let head = PlannedHead::new(Head { records: table.head() }, options);
        if head.records().is_empty() {
            continue;
        }
        match locate(&head, instrument, options) {
            Ok(located) => chosen.push(ChosenTable {
                table,
                located,
                others: Vec::new(),
            }),
            Err(problem) if lacks_every_item(&problem) => {
                nothing = nothing.or(Some(problem));
                without.extend(table.sheet);
            }
            Err(problem) => {
                return Err(match (table.sheet, problem) {
                    (Some(sheet), Problem::Columns(error)) => Problem::InSheet {
                        sheet,
                        error: Box::new(error),
                    },
                    (_, problem) => problem,
                });
            }
        }
    }
    if chosen.is_empty() {
        return Err(nothing.unwrap_or_else(|| OpenError::Empty.into()));
    }
    Ok((chosen, without))
}

/// True if no item has a column.
fn lacks_every_item(problem: &Problem) -> bool {
    matches!(problem, Problem::Columns(ColumnError::NoColumns { missing, items, .. }) if missing.len() == *items)
}

/// The most rows above the header, such as a title.
const MOST_ABOVE: usize = 10;

/// The first records of a table, and what does not depend on the questionnaire, worked out once for all that are tried.
pub(crate) struct PlannedHead {
    head: Head,
    /// The plan if the header is the first record.
    plan: Result<(&'static Layout, TablePlan), LayoutError>,
    /// True if a survey tool wrote it.
    of_a_tool: bool,
}

impl PlannedHead {
    pub(crate) fn new(head: Head, options: &ReadOptions) -> Self {
        let of_a_tool = |layout: &Layout| layout.is_a_tools() && (layout.recognise)(&head);
        Self {
            plan: planned(&head, options),
            of_a_tool: READERS.iter().any(of_a_tool),
            head,
        }
    }

    pub(crate) fn records(&self) -> &[Vec<String>] {
        &self.head.records
    }

    /// The reason why it cannot be read as the table of a survey.
    pub(crate) fn refused(&self) -> Option<&LayoutError> {
        self.plan.as_ref().err()
    }
}

/// Finds the header and the columns of the items. The header is the first record, or the first record below it that has
/// all items.
pub(crate) fn locate(
    head: &PlannedHead,
    instrument: &Instrument,
    options: &ReadOptions,
) -> Result<LocatedItems, Problem> {
    locate_or(head, instrument, options, missing)
}

/// True if every item has a column.
pub(crate) fn fits(head: &PlannedHead, instrument: &Instrument, options: &ReadOptions) -> bool {
    locate_or(head, instrument, options, missing_unnamed).is_ok()
}

fn locate_or(
    PlannedHead { head, plan, of_a_tool }: &PlannedHead,
    instrument: &Instrument,
    options: &ReadOptions,
    missing: MissingError,
) -> Result<LocatedItems, Problem> {
    let under = |above: usize| {
        let below = Head {
            records: head.records[above..].to_vec(),
        };
        let (layout, mut plan) = match above {
            0 => plan.clone()?,
            _ => planned(&below, options)?,
        };
        let group = match &options.group {
            GroupChoice::Column(header) => find(&plan.columns, header, "-g").ok(),
            GroupChoice::Guess | GroupChoice::Everybody(_) | GroupChoice::OfFile | GroupChoice::OfSheet => None,
        };
        let items = match_items(&plan.columns, instrument, &options.columns, group, missing)?;
        nameless_beside(&below, &plan, &items)?;
        let held: Vec<usize> = items
            .iter()
            .flat_map(|&item| plan.columns[item].fields.clone())
            .collect();
        plan.drop.retain(|rule| {
            let tells_of = |covers: &Range<usize>| held.iter().any(|field| covers.contains(field));
            rule.covers.as_ref().is_none_or(tells_of)
        });
        let mut header = below.records;
        header.truncate(plan.header_records);
        plan.header_records += above;
        Ok(LocatedItems {
            layout,
            plan,
            header,
            items,
            above,
        })
    };
    let first = under(0);
    // Survey tools write nothing above their header.
    let known = *of_a_tool || options.header_rows.is_some();
    if known
        || !matches!(
            first,
            Err(Problem::Columns(
                ColumnError::NoColumns { .. } | ColumnError::NoSuchColumn { .. }
            ))
        )
    {
        return first;
    }
    let filled = |record: &Vec<String>| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    (1..head.records.len().min(MOST_ABOVE + 1))
        // Titles and remarks fill one or two cells. Rows as full as the header are answers under another header.
        .filter(|&above| {
            head.records[..above]
                .iter()
                .all(|record| filled(record) * 2 < filled(&head.records[above]))
        })
        .find_map(|above| under(above).ok())
        .map_or(first, Ok)
}

/// Returns an error if the column after an item's column is filled but has no header. Then the answers may be spread
/// over both, one option each.
fn nameless_beside(head: &Head, plan: &TablePlan, items: &[usize]) -> Result<(), ColumnError> {
    for column in items.iter().map(|&item| &plan.columns[item]) {
        let Some(beside) = column.fields.last().map(|field| field + 1) else {
            continue;
        };
        let nameless = (0..plan.header_records).all(|record| cell(head, record, beside).trim().is_empty());
        if nameless && beside < plan.width && filled(head, plan.header_records, beside).next().is_some() {
            return Err(ColumnError::NamelessColumn {
                column: excerpt(&column.header),
                letter: letter(beside),
            });
        }
    }
    Ok(())
}
