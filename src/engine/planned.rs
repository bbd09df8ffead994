//! The plan that was made for a term.

use serde_json::Value;

use crate::engine::round::files::ResponseFile;
use crate::engine::{Error, Setup, Source};
use crate::report::{PlannedAcademy, TermPlan};

/// The kind of result that a plan is, with any number behind it.
const KIND: &str = "cte/plan/";

/// A plan with the file that it is from.
pub(crate) struct PlanFile {
    pub(crate) source: Source,
    pub(crate) plan: TermPlan,
}

/// The plan that the trust file lists for a term.
///
/// # Errors
/// When the file cannot be read or is not a plan.
pub(crate) fn plan_of_term(setup: &Setup<'_>, term: Option<&str>) -> Result<Option<PlanFile>, Error> {
    let Some((trust, term)) = setup.trust.as_ref().zip(term) else {
        return Ok(None);
    };
    let term = trust.trust().terms().iter().find(|own| own.name == term);
    let Some((term, listed)) = term.and_then(|term| Some((term, term.plan.as_deref()?))) else {
        return Ok(None);
    };
    let file = ResponseFile::Listed(trust.beside(setup.files, listed));
    let source = file.open(setup, Some(term))?;
    let plan = read(&source)?.ok_or_else(|| Error::NoPlan {
        name: source.name().to_owned(),
        file: trust.name().to_owned(),
        term: term.name.clone(),
    })?;
    Ok(Some(PlanFile { source, plan }))
}

/// A plan as `cte plan --format json` writes it; `None` if the file is something else.
fn read(source: &Source) -> Result<Option<TermPlan>, Error> {
    let found = serde_json::from_slice(&source.bytes()?);
    Ok(found.ok().and_then(|found| term_plan(source.name(), &found)))
}

fn term_plan(file: &str, found: &Value) -> Option<TermPlan> {
    if !found["schema"].as_str()?.starts_with(KIND) {
        return None;
    }
    let academy = |academy: &Value| {
        Some(PlannedAcademy {
            name: academy["academy"].as_str()?.to_owned(),
            expected: academy["expected"].as_u64(),
            needed: academy["needed_for_width"]["value"].as_u64(),
        })
    };
    let academies = found["academies"]
        .as_array()?
        .iter()
        .map(academy)
        .collect::<Option<_>>()?;
    Some(TermPlan {
        file: file.to_owned(),
        scale: found["scale"]["id"].as_str()?.to_owned(),
        width: found["options"]["width"].as_f64()?,
        expected: found["trust"]["expected"].as_u64(),
        academies,
    })
}
