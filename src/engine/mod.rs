//! The one way from files to a report. It has no paths, no terminal and no threads of its own, so the command line, a web page
//! and other programs can all call it.
//!
//! A command takes response files as [`Source`]s and everything else as a [`Setup`], and returns a
//! [`Report`], which [`FORMATS`](crate::export::FORMATS) turn into bytes.

mod chosen_scales;
mod commands;
mod conditions;
mod earlier;
mod error;
mod files;
mod guarding;
mod known;
mod load;
mod planned;
mod questionnaire;
mod rehearsal;
mod remarks;
mod round;
mod setup;
mod source;
mod survey_form;
mod terms;
mod trust_file;
mod two_way;

pub use crate::analysis::{Convention, ItemMetric, StructureDepth};
#[cfg(feature = "cli")]
pub(crate) use crate::input::nearest;
pub use crate::input::{BadCellRule, ColumnChoice, GroupChoice, Layout, READERS, Stored, is_tally};
pub use crate::model::{AcademyFrom, MissingRule};
pub use crate::plot::{Place, svg};
pub use crate::report::{Chart, ItemOrder, Page, Plot, Report, WORKBOOK, Wanted};
pub use commands::{
    BoardReport, ChartOfResult, DraftNames, OwnRuns, PlanWishes, QuestionnaireFileDraft, RecordedRun, ResultRecord,
    TallyBytes, TrustFileDraft, Verification, board_report, change_chart, chart, check, check_questionnaire, compare,
    draft_questionnaire_file, draft_trust_file, explain, items, needs_attention, plan, questionnaires, reliability,
    result_record, score, simulate, structure, structure_chart, survey_form, tally, trend, trend_chart,
};
pub use conditions::{ConditionError, Conditions};
pub use error::Error;
pub use files::{Files, FolderResults};
pub use questionnaire::Questionnaire;
pub use rehearsal::{Named, ResponseFile, SimulationWishes};
pub use setup::{
    By, Command, Estimation, PublishedResults, Reading, Recorded, RecordedResult, Setup, Show, TableName, Withholding,
};
pub use source::{Source, is_large};
pub use terms::{ChangeSince, TermChoice};
pub use trust_file::TrustFile;
