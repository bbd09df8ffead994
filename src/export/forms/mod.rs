//! Survey forms in the formats that survey tools import.
//!
//! A [`SurveyForm`] is plain texts: what respondents read, what is asked, and the options of each question. Each [`FormTool`] writes
//! it in a format of its own.

mod codes;
#[cfg(feature = "cli")]
mod entry;
mod form;
mod google;
#[cfg(feature = "cli")]
mod kobo;
mod limesurvey;
mod markup;
mod microsoft;
#[cfg(feature = "cli")]
mod paper;
mod qualtrics;
mod redcap;
mod tool;
mod tools;

pub use form::{AnswerCode, AnswerOption, Block, FormChoice, FormText, Statement, SurveyForm};
pub use tool::{FormFile, FormKind, FormTool};
pub use tools::{FORM_TOOLS, form_tool};
