//! What made-up responses are to be like.

use crate::engine::Error;
use crate::export::responses::ResponseLayout;
use crate::input::nearest;

/// A number for all, and others for some by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The number for all that have none of their own.
    pub all: f64,
    /// Names with numbers of their own; of two for one name, the later is taken.
    pub own: Vec<(String, f64)>,
}

/// The file that made-up responses are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseFile {
    /// Text.
    Csv,
    /// A workbook.
    #[cfg(feature = "cli")]
    Workbook,
}

/// What made-up responses are to be like. Shares and correlations are between 0 and 1; shifts are in standard deviations.
#[derive(Clone)]
pub struct SimulationWishes {
    /// Seed of everything random.
    pub seed: u64,
    /// The wave, counted from 1. With one seed, all waves ask the same people.
    pub wave: u64,
    /// Staff of all academies together, if not the headcounts.
    pub people: Option<u64>,
    /// Share of staff who answer, by academy.
    pub rate: Named,
    /// Change of attitudes from each wave to the next, by academy.
    pub change: Named,
    /// Share of the variance of attitudes that lies between academies, by scale.
    pub icc: Named,
    /// Standardised loading, by item.
    pub loading: Named,
    /// Distance of the answers from the middle of the scale to its favourable end, by item.
    pub lean: Named,
    /// Correlation of the attitudes that two scales measure.
    pub factor_correlation: f64,
    /// Correlation of a person's own attitude in two waves.
    pub wave_correlation: f64,
    /// Share of answers that are skipped.
    pub missing: f64,
    /// Share of answers that are "Don't know".
    pub dont_know: f64,
    /// Share of answers that are "Not applicable".
    pub not_applicable: f64,
    /// Share of people who give one answer to everything.
    pub careless: f64,
    /// Share of people who write a comment.
    pub comments: f64,
    /// Add a column of codes that link a person's answers in all waves.
    pub codes: bool,
    /// Id of an item, name of a role, and the shift of that item for that role.
    pub dif: Option<(String, String, f64)>,
    /// Id of a reversed item that the survey tool has reversed already.
    pub unreversed: Option<String>,
    /// How the survey tool writes responses.
    pub layout: &'static ResponseLayout,
    /// The file.
    pub file: ResponseFile,
}

impl Named {
    /// The number of each of these names, in their order.
    ///
    /// # Errors
    /// When a number is for none of them.
    pub(crate) fn for_each<'n>(
        &self,
        names: impl Iterator<Item = &'n str> + Clone,
        what: &'static str,
    ) -> Result<Vec<f64>, Error> {
        for (name, _) in &self.own {
            place_named(names.clone(), name, what)?;
        }
        let of = |name: &str| {
            let own = self.own.iter().rev().find(|(own, _)| own == name);
            own.map_or(self.all, |(_, number)| *number)
        };
        Ok(names.map(of).collect())
    }
}

/// The place of a name.
///
/// # Errors
/// When there is none; the error has the nearest.
pub(crate) fn place_named<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    name: &str,
    what: &'static str,
) -> Result<usize, Error> {
    let found = names.clone().position(|own| own == name);
    found.ok_or_else(|| Error::NoneOfThisName {
        what,
        name: name.to_owned(),
        nearest: nearest(name, names.clone()).map(str::to_owned),
        known: names.map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn some_have_numbers_of_their_own() {
        let named = Named {
            all: 0.1,
            own: vec![("b".to_owned(), 0.5), ("b".to_owned(), 0.2)],
        };
        let numbers = named.for_each(["a", "b"].into_iter(), "scale").expect("numbers");
        assert_eq!(numbers, [0.1, 0.2]);
        let error = named.for_each(["a", "bb"].into_iter(), "scale").expect_err("no `b`");
        assert!(error.to_string().contains("no scale `b`"), "{error}");
        let error = named
            .for_each(["Teacher", "Head"].into_iter(), "role")
            .expect_err("no `b`");
        assert!(error.to_string().ends_with("there are `Teacher`, `Head`"), "{error}");
    }
}
