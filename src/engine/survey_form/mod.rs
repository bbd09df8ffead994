//! The form of a questionnaire and a trust, which every survey tool's format is made from.

mod about_you;
mod grids;
mod privacy;
mod text;

use crate::engine::survey_form::about_you::{academy, role};
use crate::engine::survey_form::grids::grids;
use crate::engine::survey_form::privacy::{PrivacyRules, privacy};
use crate::engine::survey_form::text::one_line;
use crate::engine::{Error, Setup, TrustFile};
use crate::export::forms::{FormText, SurveyForm};
use crate::model::{Instrument, Pooled, Trust, Wording};

/// The form: the questionnaire's items, the trust's academies and roles, and a privacy notice by the rules that results will follow.
///
/// # Errors
/// When the questionnaire has summaries in place of the wording, or texts by which answers could not be told apart.
pub(crate) fn form(instrument: &Instrument, setup: &Setup<'_>, min_group: u64) -> Result<SurveyForm, Error> {
    if instrument.wording == Wording::Gist {
        return Err(Error::WordingOfOthers {
            id: instrument.id.clone(),
            owner: owner(instrument),
        });
    }
    let trust = setup.trust.as_ref().map(TrustFile::trust);
    let (academy, role) = (academy(trust), trust.and_then(role));
    let comment = FormText {
        name: "comment",
        text: "Is there anything you would like to add?".to_owned(),
        help: "Please write nothing by which you or others could be recognised.".to_owned(),
    };
    let pools = |of: Pooled| trust.into_iter().flat_map(move |trust| trust.pools(of));
    let rules = PrivacyRules {
        trust: trust.map(|trust| trust.name.as_str()),
        min_group,
        asks_role: role.is_some(),
        academies_together: pools(Pooled::Academies).collect(),
        roles_together: pools(Pooled::Roles).collect(),
    };
    Ok(SurveyForm {
        id: instrument.id.clone(),
        version: instrument.version.clone(),
        title: one_line(&instrument.name),
        introduction: introduction(trust, instrument),
        privacy: privacy(&rules),
        academy,
        role,
        blocks: grids(instrument)?,
        comment,
        thanks: "Thank you. Your answers were sent.".to_owned(),
    })
}

/// Who owns the wording of a published questionnaire, as far as the file says it.
fn owner(instrument: &Instrument) -> String {
    match &instrument.citation {
        Some(citation) => format!("the authors of {}", citation.trim_end_matches('.')),
        None => "its owners".to_owned(),
    }
}

fn introduction(trust: Option<&Trust>, instrument: &Instrument) -> Vec<String> {
    let of = trust.map_or_else(String::new, |trust| format!(" of {}", one_line(&trust.name)));
    let statements = match instrument.items().len() {
        1 => "one statement".to_owned(),
        several => format!("{several} statements"),
    };
    vec![format!(
        "This survey asks the staff{of} about their work together. It has {statements}. There are no right or wrong answers: \
         please say how you see it."
    )]
}
