//! Suppression against earlier results, for the rounds of a run.

use crate::disclosure::{Guarded, NewOutput, guard, withheld_cells};
use crate::engine::earlier::rows::{Linking, members};
use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::{Error, Setup};
use crate::input::all_quoted;
use crate::model::{Finding, Level};
use crate::report::audit;

impl KnownResults {
    /// A round of this run as an output to be guarded. `shows` is true for each grouping by which the output shows figures;
    /// `left_out` for each row that a second result leaves out.
    pub(crate) fn current(&self, term: usize, round: &Round, shows: &[bool], left_out: Option<&[bool]>) -> NewOutput {
        let own = round.survey.responses.rows();
        let (rows, places) = match self.places.get(term) {
            Some(places) => (self.rows, places.clone()),
            None => (own, (0..own).collect()),
        };
        NewOutput {
            members: members(round, &places, rows, None),
            shows: shows.to_vec(),
            left_out: left_out.map(|left_out| {
                let mut all = left_out.to_vec();
                all.resize(rows, false);
                all
            }),
        }
    }

    /// One of several terms as an output to be guarded.
    pub(crate) fn current_term(&self, term: usize, round: &Round) -> NewOutput {
        self.current(term, round, &[true, true], None)
    }

    /// The linked respondents of two terms as an output to be guarded; `None` without earlier results.
    pub(crate) fn current_linked(&self, linking: &Linking<'_>) -> Option<NewOutput> {
        let [then, now] = self.places.as_slice() else {
            return None;
        };
        Some(NewOutput {
            members: linking.members([then, now], self.rows),
            shows: vec![true],
            left_out: None,
        })
    }
}

impl Round {
    /// Withholds what could be worked out by comparing with earlier results, and sends the audit if one is asked for; `None` if
    /// there are neither. `shows` is true for each grouping by which the output shows figures.
    ///
    /// # Errors
    /// When an audit is asked for, which needs rows, and there are only counts.
    pub(crate) fn guarded(
        &mut self,
        setup: &Setup<'_>,
        shows: &[bool],
        left_out: Option<&[bool]>,
    ) -> Result<Option<Guarded>, Error> {
        if setup.audit.is_some() {
            self.needs_rows("--audit")?;
        }
        if self.known.earlier.is_empty() && setup.audit.is_none() {
            return Ok(None);
        }
        let current = self.known.current(0, self, shows, left_out);
        let survey = self.survey();
        let answers = self.known.answers.first().cloned().unwrap_or_default();
        let guarded = guard(&survey, self.policy, &current, &self.known.earlier).beside(answers);
        if let Some(send) = setup.audit {
            let cells = withheld_cells(&survey, &guarded, shows);
            send(audit(&cells, &self.context(), self.policy, self.options));
        }
        drop(survey);
        let findings = self.guard_findings(&guarded);
        self.survey.findings.extend(findings);
        Ok(Some(guarded))
    }

    /// Findings about secondary suppression against earlier results, and about what those already disclose.
    pub(crate) fn guard_findings(&self, guarded: &Guarded) -> Vec<Finding> {
        let mut findings = Vec::new();
        for set in guarded.sets() {
            let names = set.scales.iter().map(|&scale| &self.instrument.scales()[scale].name);
            let scales = names.map(String::as_str).collect::<Vec<_>>().join(", ");
            let least = self.policy.min_group;
            if !set.disclosed_earlier.is_empty() {
                let message = format!(
                    "{scales}: what was given out earlier already tells of fewer than {least} people ({}); nothing can take it back",
                    set.disclosed_earlier.join(", ")
                );
                findings.push(Finding::new(Level::Warning, "already-published", message));
            }
            if !set.because.is_empty() {
                let what = if set.plan.total.is_some() {
                    "everything is"
                } else {
                    "more is"
                };
                let message = format!(
                    "{scales}: {what} withheld, because beside {} it would tell of fewer than {least} people",
                    all_quoted(&set.because),
                );
                findings.push(Finding::new(Level::Note, "published-withheld", message));
            }
        }
        findings
    }
}
