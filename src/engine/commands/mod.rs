//! The commands, one file each: from sources and a setup to a report.

mod board;
mod check;
mod compare;
mod draft;
mod explain;
mod items;
mod new_questionnaire;
mod plan;
mod plot;
mod questionnaires;
mod record;
mod reliability;
mod score;
mod simulate;
mod structure;
mod tally;
mod trend;
mod verify;

pub use board::{BoardReport, OwnRuns, board_report};
pub use check::{check, needs_attention};
pub use compare::compare;
pub use draft::{DraftNames, TrustFileDraft, draft_trust_file};
pub use explain::explain;
pub use items::items;
pub use new_questionnaire::{QuestionnaireFileDraft, draft_questionnaire_file};
pub use plan::{PlanWishes, plan};
pub use plot::{ChartOfResult, change_chart, chart, trend_chart};
pub use questionnaires::{check_questionnaire, questionnaires};
pub use record::{ResultRecord, result_record};
pub use reliability::reliability;
pub use score::score;
pub use simulate::simulate;
pub use structure::structure;
pub use tally::{TallyBytes, tally};
pub use trend::trend;
pub use verify::{RecordedRun, Verification};
