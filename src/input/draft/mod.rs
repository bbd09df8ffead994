//! Drafts a questionnaire from a file of responses.

mod answers;
mod groups;
mod questionnaire;
mod wording;

pub use questionnaire::{QuestionnaireDraft, draft_questionnaire};
