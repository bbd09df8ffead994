//! Made-up responses of a trust, to rehearse a term. They cannot pass for real ones: a column says what they are, and so does every
//! result that is made from them.

use crate::analysis::{Dif, Rehearsal, RehearsalSettings};
use crate::engine::rehearsal::{People, ResponseFile, SimulationWishes, Staff, form, place_named};
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::named_questionnaire;
use crate::engine::{Error, Setup, TrustFile};
use crate::export::responses::CsvResponses;
#[cfg(feature = "cli")]
use crate::export::responses::WorkbookResponses;
use crate::model::{Defaults, Instrument};

/// Made-up responses in the layout of a survey tool: one row for each person who answers.
///
/// # Errors
/// When a file cannot be read or understood, something is named that is not in the survey, or something impossible is asked for.
pub fn simulate(setup: &Setup<'_>, wishes: &SimulationWishes) -> Result<Vec<u8>, Error> {
    let nothing = RoundFiles {
        files: Vec::new(),
        term: None,
        questionnaire: None,
    };
    let named = named_questionnaire(setup, &nothing)?.ok_or(Error::NoQuestionnaireToPlan)?;
    let instrument = named.read(setup.files)?;
    let staff = Staff::of(setup, &nothing, wishes)?;
    let settings = settings(&instrument, &staff, wishes)?;
    let academies = || staff.academies.iter().map(|academy| academy.name.as_str());
    let people = People {
        rehearsal: Rehearsal::new(&instrument, settings).map_err(|why| Error::CannotSimulate(why.to_string()))?,
        instrument: &instrument,
        wishes,
        rates: wishes.rate.for_each(academies(), "academy")?,
        changes: wishes.change.for_each(academies(), "academy")?,
    };
    let usual = Defaults::default();
    let form = form(
        &instrument,
        &staff,
        setup.trust.as_ref().map_or(&usual, TrustFile::defaults),
        wishes,
    );
    match wishes.file {
        ResponseFile::Csv => {
            let mut file = CsvResponses::new(wishes.layout, &form)?;
            people.answer(&staff, |answers| Ok(file.add(answers)?))?;
            Ok(file.finish()?)
        }
        #[cfg(feature = "cli")]
        ResponseFile::Workbook => {
            let mut file = WorkbookResponses::new(wishes.layout, &form)?;
            people.answer(&staff, |answers| Ok(file.add(answers)?))?;
            Ok(file.finish()?)
        }
    }
}

/// The settings, with names found in the questionnaire and among the staff.
fn settings(instrument: &Instrument, staff: &Staff, wishes: &SimulationWishes) -> Result<RehearsalSettings, Error> {
    let items = || instrument.items().iter().map(|item| item.id.as_str());
    let scales = instrument.scales().iter().map(|scale| scale.id.as_str());
    let dif = wishes.dif.as_ref().map(|(item, role, shift)| {
        Ok::<_, Error>(Dif {
            item: place_named(items(), item, "item")?,
            role: staff.role(role)?,
            shift: *shift,
        })
    });
    let unreversed = wishes.unreversed.as_ref().map(|item| {
        let place = place_named(items(), item, "item")?;
        if instrument.items()[place].reversed {
            Ok(place)
        } else {
            Err(Error::CannotSimulate(format!("`{item}` is not a reversed item")))
        }
    });
    Ok(RehearsalSettings {
        seed: wishes.seed,
        wave: wishes.wave,
        icc: wishes.icc.for_each(scales, "scale")?,
        loading: wishes.loading.for_each(items(), "item")?,
        lean: wishes.lean.for_each(items(), "item")?,
        factor_correlation: wishes.factor_correlation,
        wave_correlation: wishes.wave_correlation,
        missing: wishes.missing,
        dont_know: wishes.dont_know,
        not_applicable: wishes.not_applicable,
        careless: wishes.careless,
        dif: dif.transpose()?,
        unreversed: unreversed.transpose()?,
    })
}
