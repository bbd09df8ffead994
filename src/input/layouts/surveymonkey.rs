//! SurveyMonkey: the question in the first row, and the statement, option or `Response` in the second.
//!
//! Condensed exports have one column per statement, expanded ones one column per option.

use crate::input::layouts::header::{cell, count, names, width};
use crate::input::layouts::layout::{Head, Layout, TablePlan};
use crate::input::layouts::stacked;

pub(crate) const LAYOUT: Layout = Layout {
    name: "surveymonkey",
    about: "SurveyMonkey, condensed or expanded, CSV or XLSX",
    known_by: "has the columns `Respondent ID` and `Collector ID`, or a second header row that says `Response`",
    labels: Some("choose `Actual answer text` and not numerical values when you export"),
    recognise,
    plan,
};

/// Columns about the respondent, in old and new exports.
const OWN: &[&str] = &["respondent id", "collector id", "respondentid", "collectorid"];

fn recognise(head: &Head) -> bool {
    count(&names(head, 0), OWN) >= 2 || says_response(head)
}

/// True if the second row says `Response` under a question and is blank in the first column, which is about the
/// respondent.
fn says_response(head: &Head) -> bool {
    let second = names(head, 1);
    second.first().is_some_and(String::is_empty)
        && count(&second, &["response", "open-ended response"]) > 0
        && !cell(head, 0, 0).trim().is_empty()
}

fn plan(head: &Head) -> Option<TablePlan> {
    let first = names(head, 0);
    let own: Vec<usize> = (0..first.len())
        .filter(|&at| OWN.contains(&first[at].as_str()))
        .collect();
    if own.is_empty() && !says_response(head) {
        return None;
    }
    // The second header row is blank for columns about the respondent. If it is not, the row is a response.
    let second_is_header = own.iter().all(|&field| cell(head, 1, field).trim().is_empty());
    let header_records = if second_is_header { 2 } else { 1 }.min(head.records.len());
    Some(TablePlan {
        header_records,
        width: width(head, header_records),
        columns: stacked::columns(head, header_records),
        drop: Vec::new(),
    })
}
