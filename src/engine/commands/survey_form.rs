//! The form that a survey tool is to ask.

use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::named_questionnaire;
use crate::engine::round::settings::Settings;
use crate::engine::survey_form::form;
use crate::engine::{Error, Setup};
use crate::export::forms::SurveyForm;

/// The form of the questionnaire that the setup or its trust file names, with the trust's academies and roles, and a privacy notice
/// by the threshold that results will follow. A [`FormTool`](crate::export::forms::FormTool) writes it.
///
/// # Errors
/// When a file cannot be read or understood, the questionnaire has no wording of its own, or answers could not be told apart.
pub fn survey_form(setup: &Setup<'_>) -> Result<SurveyForm, Error> {
    let nothing = RoundFiles {
        files: Vec::new(),
        term: None,
        questionnaire: None,
    };
    let named = named_questionnaire(setup, &nothing)?.ok_or_else(|| {
        let why = "no questionnaire is named: give its id or its file, or set `instrument` in the trust file";
        Error::CannotMakeForm(why.to_owned())
    })?;
    let policy = Settings::of(setup, None, &nothing).policy;
    form(&named.read(setup.files)?, setup, policy.min_group)
}
