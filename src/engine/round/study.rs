//! A round as `disclosure` takes it: counts by academy and by the second grouping, with headcounts and options.

use crate::analysis::{GroupHeadcounts, Progress, ResponseRows, Study};
use crate::disclosure::{self, Standard};
use crate::engine::round::Round;
use crate::input::trust::RoleStaff;
use crate::tally::{Responses, Tallies, Tally};

impl Round {
    /// The survey by academy and, with `--by`, by that column.
    pub(crate) fn survey(&self) -> disclosure::GroupedStudy<'_> {
        match &self.survey.counted {
            Some(counted) => self.survey_of_tallies(counted.tallies.clone()),
            None => self.survey_of(&self.survey.responses),
        }
    }

    /// The rows of the survey; `None` if it was read from tallies.
    pub(crate) fn response_rows<'r>(&'r self, progress: Progress<'r>) -> Option<ResponseRows<'r>> {
        self.survey.counted.is_none().then_some(ResponseRows {
            responses: &self.survey.responses,
            progress,
        })
    }

    /// The survey of other responses with the same groupings, such as those of some respondents.
    pub(crate) fn survey_of(&self, responses: &Responses) -> disclosure::GroupedStudy<'_> {
        disclosure::GroupedStudy {
            standard: self.crossed(responses),
            ..self.survey_of_tallies(Tallies::of(&self.instrument, responses))
        }
    }

    /// Moves the counts out of a survey that has counts instead of rows. They may be of many groups, so they are not copied.
    pub(crate) fn take_tallies(&mut self) -> Option<Tallies> {
        let none = Tallies {
            by: Vec::new(),
            crossing: Vec::new(),
        };
        let counted = self.survey.counted.as_mut()?;
        Some(std::mem::replace(&mut counted.tallies, none))
    }

    /// The survey of these counts.
    pub(crate) fn survey_of_tallies(&self, tallies: Tallies) -> disclosure::GroupedStudy<'_> {
        let Tallies { by, crossing } = tallies;
        let study = |(grouping, tally): (usize, Tally)| Study {
            instrument: &self.instrument,
            tally,
            headcounts: GroupHeadcounts::new(self.staff.get(grouping).cloned().unwrap_or_default()),
            options: self.options,
            rows: None,
        };
        let mut studies = by.into_iter().enumerate().map(study);
        let nobody = || Responses::new(self.instrument.items().len(), &["academy"]);
        disclosure::GroupedStudy {
            academies: studies
                .next()
                .unwrap_or_else(|| study((0, Tally::of(&self.instrument, &nobody(), 0)))),
            by: studies.next(),
            crossing,
            guarded: None,
            standard: None,
        }
    }

    /// The respondents by academy and second grouping together, and the staff that scores are standardised to. `None` without a
    /// second grouping.
    fn crossed(&self, responses: &Responses) -> Option<Standard<'_>> {
        if responses.groupings().len() < 2 {
            return None;
        }
        let (cells, places) = responses.cells(0, 1);
        let role = |role: &RoleStaff| disclosure::StandardRole {
            name: role.role.clone(),
            group: role.place,
            staff: role.staff,
        };
        let roles = self.standard.iter().flat_map(|standard| &standard.roles);
        Some(Standard {
            cells: Study {
                instrument: &self.instrument,
                tally: Tally::of(&self.instrument, &cells, 0),
                headcounts: GroupHeadcounts::default(),
                options: self.options,
                rows: None,
            },
            places,
            roles: roles.map(role).collect(),
        })
    }
}
