//! Made-up respondents of a questionnaire, to rehearse a term: their answers as they would give them, drawn from a latent attitude.

use crate::model::{Instrument, Item};
use crate::stats::{
    AcademyPart, Draws, LatentItem, LatentSurvey, Undefined, draw_academy, draw_person, even_thresholds,
};

/// Keep the streams of random numbers apart: of an academy, of a person in all waves, and of a person in one wave.
const ACADEMY: u64 = 1;
const STABLE: u64 = 2;
const WAVE: u64 = 3;

/// How made-up people answer.
#[derive(Debug, Clone, PartialEq)]
pub struct RehearsalSettings {
    /// Seed of everything random.
    pub seed: u64,
    /// The wave, counted from 1. With one seed, all waves have the same people.
    pub wave: u64,
    /// For each scale, the share of the variance of attitudes that lies between academies, 0 to 1.
    pub icc: Vec<f64>,
    /// Standardised loading of each item, 0 to 1.
    pub loading: Vec<f64>,
    /// For each item, the distance of the answers from the middle of the scale to its favourable end, in standard deviations.
    pub lean: Vec<f64>,
    /// Correlation of the attitudes that two scales measure, 0 to 1.
    pub factor_correlation: f64,
    /// Correlation of a person's own attitude in two waves, 0 to 1.
    pub wave_correlation: f64,
    /// Share of answers that are skipped.
    pub missing: f64,
    /// Share of answers that are "Don't know".
    pub dont_know: f64,
    /// Share of answers that are "Not applicable".
    pub not_applicable: f64,
    /// Share of people who give one answer to everything.
    pub careless: f64,
    /// An item that one role understands differently, if any.
    pub dif: Option<Dif>,
    /// Place of a reversed item that the survey tool has reversed already, if any.
    pub unreversed: Option<usize>,
}

/// An item that one role finds easier or harder to agree with than people of the same attitude in other roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Dif {
    /// Place of the item.
    pub item: usize,
    /// Place of the role.
    pub role: usize,
    /// The shift, in standard deviations of the item's latent response.
    pub shift: f64,
}

/// An answer as it would be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeUpAnswer {
    /// The code at this place of the item's range.
    Code(usize),
    /// "Don't know".
    DontKnow,
    /// "Not applicable".
    NotApplicable,
    /// None.
    Skipped,
}

/// The streams of random numbers of a person.
#[derive(Debug, Clone)]
pub struct PersonDraws {
    /// The stream that all waves share: the role and a code follow from it.
    pub stable: Draws,
    /// The stream of this wave.
    pub wave: Draws,
}

/// The answers of a made-up person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeUpAnswers {
    /// One for each item, as they would be given.
    pub given: Vec<MadeUpAnswer>,
    /// True if the person gives one answer to everything.
    pub is_careless: bool,
    categories: Vec<usize>,
}

/// Made-up respondents of a questionnaire.
#[derive(Debug, Clone)]
pub struct Rehearsal<'i> {
    instrument: &'i Instrument,
    survey: LatentSurvey,
    /// The survey of the role that understands an item differently.
    of_role: Option<LatentSurvey>,
    settings: RehearsalSettings,
}

impl<'i> Rehearsal<'i> {
    /// Respondents of a questionnaire. An item measures the attitude of the shortest scale that contains it.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if a share or correlation is not between 0 and 1, or more answers than all would be missing.
    pub fn new(instrument: &'i Instrument, settings: RehearsalSettings) -> Result<Self, Undefined> {
        let missing = settings.missing + settings.dont_know + settings.not_applicable;
        let shares = [
            settings.missing,
            settings.dont_know,
            settings.not_applicable,
            missing,
            settings.careless,
        ];
        if !shares.iter().all(|share| (0.0..=1.0).contains(share)) {
            return Err(Undefined::OutOfRange {
                why: "the shares of missing answers, and their sum, must lie between 0 and 1",
            });
        }
        let of_role = settings
            .dif
            .as_ref()
            .map(|dif| latent(instrument, &settings, Some(dif)));
        Ok(Self {
            instrument,
            survey: latent(instrument, &settings, None)?,
            of_role: of_role.transpose()?,
            settings,
        })
    }

    /// The attitudes of the academy at a place.
    #[must_use]
    pub fn academy(&self, academy: u64) -> AcademyPart {
        draw_academy(&self.survey, &mut Draws::of(self.settings.seed, &[ACADEMY, academy]))
    }

    /// The streams of a person.
    #[must_use]
    pub fn person(&self, academy: u64, person: u64) -> PersonDraws {
        let of = |of: &[u64]| Draws::of(self.settings.seed, of);
        PersonDraws {
            stable: of(&[STABLE, academy, person]),
            wave: of(&[WAVE, academy, person, self.settings.wave]),
        }
    }

    /// Draws the answers of a person of this role, one for each item, into `answers`. `shift` moves the person's attitudes, in
    /// standard deviations.
    pub fn answer(
        &self,
        academy: &AcademyPart,
        role: usize,
        shift: f64,
        person: &mut PersonDraws,
        answers: &mut MadeUpAnswers,
    ) {
        let settings = &self.settings;
        let has_own = settings.dif.as_ref().is_some_and(|dif| dif.role == role);
        let survey = self.of_role.as_ref().filter(|_| has_own).unwrap_or(&self.survey);
        let wave = &mut person.wave;
        draw_person(
            survey,
            academy,
            &mut person.stable,
            wave,
            shift,
            &mut answers.categories,
        );
        answers.is_careless = wave.uniform() < settings.careless;
        let only = wave.uniform();
        let skipped = settings.missing;
        let unsure = skipped + settings.dont_know;
        let unfit = unsure + settings.not_applicable;
        answers.given.clear();
        for (place, (item, &steps)) in self.instrument.items().iter().zip(&answers.categories).enumerate() {
            let points = item.response.range.points();
            let code = if answers.is_careless {
                part(only, points)
            } else if item.reversed && settings.unreversed != Some(place) {
                points - 1 - steps
            } else {
                steps
            };
            let chance = wave.uniform();
            answers.given.push(match chance {
                _ if chance < skipped => MadeUpAnswer::Skipped,
                _ if chance < unsure => MadeUpAnswer::DontKnow,
                _ if chance < unfit => MadeUpAnswer::NotApplicable,
                _ => MadeUpAnswer::Code(code),
            });
        }
    }
}

/// The latent survey of a questionnaire, for people who understand every item alike or for the role of `dif`.
fn latent(instrument: &Instrument, settings: &RehearsalSettings, dif: Option<&Dif>) -> Result<LatentSurvey, Undefined> {
    let of_items: Vec<usize> = (0..instrument.items().len())
        .map(|item| home(instrument, item))
        .collect();
    let mut scales = of_items.clone();
    scales.sort_unstable();
    scales.dedup();
    let item = |(place, item): (usize, &Item)| {
        let own = dif.filter(|dif| dif.item == place).map_or(0.0, |dif| dif.shift);
        LatentItem {
            factor: scales.partition_point(|scale| *scale < of_items[place]),
            loading: settings.loading[place],
            thresholds: even_thresholds(item.response.range.points(), settings.lean[place] + own),
        }
    };
    let items = instrument.items().iter().enumerate().map(item).collect();
    let icc = scales.iter().map(|scale| settings.icc[*scale]).collect();
    LatentSurvey::new(items, icc, settings.factor_correlation, settings.wave_correlation)
}

/// The place of the shortest scale that contains an item; an item of no scale measures the first.
fn home(instrument: &Instrument, item: usize) -> usize {
    let scales = instrument.scales().iter().enumerate();
    let with_item = scales.filter(|(_, scale)| scale.items.contains(&item));
    with_item
        .min_by_key(|(_, scale)| scale.items.len())
        .map_or(0, |(place, _)| place)
}

/// The place among `parts` equal parts for a uniform draw.
fn part(draw: f64, parts: usize) -> usize {
    let ends = (1..parts).map(|end| end as f64 / parts as f64);
    ends.filter(|end| *end <= draw).count()
}

#[cfg(test)]
mod tests {
    use super::{MadeUpAnswer, MadeUpAnswers, Rehearsal, RehearsalSettings, home, part};
    use crate::tally::made_up::instrument;

    fn settings() -> RehearsalSettings {
        RehearsalSettings {
            seed: 3,
            wave: 1,
            icc: vec![0.1; 2],
            loading: vec![0.75; 3],
            lean: vec![0.6; 3],
            factor_correlation: 0.8,
            wave_correlation: 0.8,
            missing: 0.03,
            dont_know: 0.05,
            not_applicable: 0.01,
            careless: 0.02,
            dif: None,
            unreversed: None,
        }
    }

    #[test]
    fn shares_of_missing_answers_and_of_careless_people_come_back_at_200_000_people() {
        let instrument = instrument();
        let rehearsal = Rehearsal::new(&instrument, settings()).unwrap();
        let (people, mut careless) = (200_000_u64, 0_u64);
        let mut missing = [0_u64; 3];
        let mut answers = MadeUpAnswers::default();
        let academy = rehearsal.academy(0);
        for number in 0..people {
            rehearsal.answer(&academy, 0, 0.0, &mut rehearsal.person(0, number), &mut answers);
            careless += u64::from(answers.is_careless);
            let kinds = [
                MadeUpAnswer::Skipped,
                MadeUpAnswer::DontKnow,
                MadeUpAnswer::NotApplicable,
            ];
            for (count, kind) in missing.iter_mut().zip(kinds) {
                *count += u64::from(answers.given[1] == kind);
            }
        }
        let found = [
            (careless, 0.02),
            (missing[0], 0.03),
            (missing[1], 0.05),
            (missing[2], 0.01),
        ];
        for (found, wanted) in found {
            let share = found as f64 / people as f64;
            let se = (wanted * (1.0 - wanted) / people as f64).sqrt();
            assert!((share - wanted).abs() <= 3.0 * se, "{share}, not {wanted}");
        }
    }

    #[test]
    fn an_item_measures_its_shortest_scale() {
        let instrument = instrument();
        assert_eq!([0, 1, 2].map(|item| home(&instrument, item)), [1, 1, 0]);
    }

    #[test]
    fn an_item_is_understood_differently_by_its_role_alone_and_a_reversed_one_is_mirrored() {
        let instrument = instrument();
        let answers = |settings: RehearsalSettings, role: usize| {
            let settings = RehearsalSettings {
                missing: 0.0,
                dont_know: 0.0,
                not_applicable: 0.0,
                careless: 0.0,
                ..settings
            };
            let rehearsal = Rehearsal::new(&instrument, settings).unwrap();
            let mut answers = MadeUpAnswers::default();
            let academy = rehearsal.academy(0);
            let mut codes = |person: u64| {
                rehearsal.answer(&academy, role, 0.0, &mut rehearsal.person(0, person), &mut answers);
                answers.given.clone()
            };
            (0..200).map(&mut codes).collect::<Vec<_>>()
        };
        let code = |answer: MadeUpAnswer| match answer {
            MadeUpAnswer::Code(code) => code,
            _ => panic!("an answer"),
        };
        let usual = answers(settings(), 0);
        let dif = Some(super::Dif {
            item: 2,
            role: 1,
            shift: 1.0,
        });
        assert_eq!(
            answers(
                RehearsalSettings {
                    dif: dif.clone(),
                    ..settings()
                },
                0
            ),
            usual
        );
        let other = answers(RehearsalSettings { dif, ..settings() }, 1);
        assert!(other.iter().zip(&usual).all(|(other, usual)| other[..2] == usual[..2]));
        assert!(
            other
                .iter()
                .zip(&usual)
                .all(|(other, usual)| code(other[2]) >= code(usual[2]))
        );
        assert_ne!(other, usual);
        let unreversed = answers(
            RehearsalSettings {
                unreversed: Some(1),
                ..settings()
            },
            0,
        );
        assert!(
            unreversed
                .iter()
                .zip(&usual)
                .all(|(own, usual)| code(own[1]) + code(usual[1]) == 3)
        );
    }

    #[test]
    fn more_answers_than_all_cannot_be_missing() {
        let instrument = instrument();
        let settings = RehearsalSettings {
            missing: 0.6,
            dont_know: 0.6,
            ..settings()
        };
        assert!(Rehearsal::new(&instrument, settings).is_err());
        assert_eq!([0.0, 0.24, 0.25, 0.99].map(|draw| part(draw, 4)), [0, 0, 1, 3]);
    }
}
