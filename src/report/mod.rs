//! Reports of published figures: records, tables, charts and pages. All rounding is in [`number`].

mod answer_shares;
mod audit;
mod blocks;
mod board;
mod cell;
mod check;
mod compare;
mod comparing;
mod context;
mod drawing;
mod fields;
mod figures;
mod glance;
mod headcount;
mod instrument;
mod invariance;
mod items;
pub(crate) mod lines;
mod linked;
mod norms;
pub mod number;
mod picked;
mod plan;
mod planned;
mod pressure;
mod provenance;
mod record;
mod reliability;
mod score;
mod sheets;
mod standardised;
mod structure;
mod table;
mod terms;
pub(crate) mod tidy;
mod trend;
mod verified;
mod without;

pub use crate::plain::clean;
pub use answer_shares::Part;
pub(crate) use answer_shares::answer_shares;
pub use audit::{audit, audit_of_terms};
pub use board::{
    About, BoardContext, Content, Heat, HeatCell, HeatRow, Link, Page, Plot, Section, Standing, WORKBOOK, Wanted,
    board, board_workbook, change_chart, chart, pages, structure_chart, trend_chart,
};
pub use cell::{Cell, Kind, Side, Span};
pub use check::{CheckContext, CheckedFile, FOR_THE_DATA_LEAD, check, check_findings};
pub use compare::compare;
pub use context::{Context, Input, NOT_FOR_CIRCULATION, Run, RunResponses, made_up_marking};
pub(crate) use context::{counted, group_name};
pub use drawing::{
    Axis, BarRow, Bars, Chart, DotRow, Dots, Drawing, Mark, Panel, PanelHeight, Panels, Point, Reference, Sign,
    TermPoint,
};
pub use figures::{
    ChartForm, Emphasis, Explanation, FIGURES, KeyEntry, Rates, SheetChart, SheetDots, Subject, Tone, explain,
    explanations, nearest_key, rates,
};
pub use instrument::{instrument, instruments};
pub use items::{ItemOrder, items};
pub use linked::with_linked;
pub use norms::with_norms;
pub use plan::{PlanContext, plan};
pub use planned::{PlannedAcademy, TermPlan, with_plan};
pub use provenance::stamped;
pub use record::Record;
pub use reliability::reliability;
pub use score::score;
#[cfg(feature = "cli")]
pub(crate) use sheets::STAMPS;
pub use structure::{StructureCompared, StructureOverTerms, structure};
pub use table::{Block, Column, Fact, Report, Role, SUMMARY, Table};
pub use terms::{TermInput, TermsContext};
pub use trend::trend;
pub use verified::{Difference, FileState, Verified, verified};
pub use without::with_exclusion;
