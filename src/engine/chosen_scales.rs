//! The scales that a run is asked to show. All are computed, so that protection does not depend on the choice.

use crate::engine::{Error, Setup};
use crate::model::{Instrument, Scale};

/// The places of the scales to show; `None` for all.
pub(crate) struct ChosenScales(Option<Vec<usize>>);

impl ChosenScales {
    /// The scales that the setup names by their ids.
    ///
    /// # Errors
    /// [`Error::NoSuchScale`] for an id that the questionnaire does not have.
    pub(crate) fn of(setup: &Setup<'_>, instrument: &Instrument) -> Result<Self, Error> {
        let wanted = &setup.show.scales;
        if wanted.is_empty() {
            return Ok(Self(None));
        }
        let places = wanted.iter().map(|id| place(instrument.scales(), id));
        Ok(Self(Some(places.collect::<Result<_, _>>()?)))
    }

    /// True if the scale at this place is shown.
    pub(crate) fn has(&self, place: usize) -> bool {
        self.0.as_ref().is_none_or(|places| places.contains(&place))
    }
}

/// The place of the scale of an id.
///
/// # Errors
/// [`Error::NoSuchScale`] if there is none.
pub(crate) fn place(scales: &[Scale], id: &str) -> Result<usize, Error> {
    let found = scales.iter().position(|scale| scale.id == id);
    found.ok_or_else(|| Error::NoSuchScale {
        id: id.to_owned(),
        known: scales.iter().map(|scale| scale.id.clone()).collect(),
    })
}
