//! The survey's nouns: instrument, item, scale, answer, trust, term. A value that exists is valid. This layer does not know files or
//! statistics.

mod academy_from;
mod band;
mod code_range;
mod common;
mod defaults;
mod finding;
mod instrument;
mod limits;
mod missing;
mod missing_rule;
mod null;
mod trust;

pub use academy_from::AcademyFrom;
pub use band::Band;
pub use code_range::CodeRange;
pub use common::{Common, VersionDifference};
pub use defaults::Defaults;
pub use finding::{Finding, Level, MADE_UP, MADE_UP_COLUMN, PLANNED_MISSING};
pub use instrument::{
    Aggregate, Instrument, InstrumentParts, Item, LeastAnswered, ModelError, Norm, Response, Scale, ScaleParts,
    ScoreKind, Scoring, Status, Wording, id_cure, is_id, is_item_id,
};
pub use limits::Icc2Limits;
pub use missing::{MISSING_WORDS, MissingReason};
pub use missing_rule::MissingRule;
pub use null::{NULL_NAMES, NullDistribution};
pub use trust::{Academy, Pool, Pooled, Term, Trust, TrustError, TrustParts};
