//! One round of the survey: its files, read and arranged, ready to be estimated from.

mod arrange;
mod asked;
pub(crate) mod files;
pub(crate) mod next_term;
mod planned;
pub(crate) mod read;
pub(crate) mod recognition;
pub(crate) mod row_ids;
pub(crate) mod settings;
mod study;
pub(crate) mod tallies;

use crate::analysis::Options;
use crate::disclosure::Policy;
use crate::engine::known::KnownResults;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::row_ids::RowId;
use crate::engine::{Error, Questionnaire};
use crate::input::trust::RoleStandard;
use crate::input::{FileRead, Survey};
use crate::model::{Academy, Finding, Instrument};
use crate::report::{About, Context, Input, Run};
use crate::tally::Grouping;

/// A round of the survey that was read, with everything found on the way.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    /// The files that it was read from.
    pub(crate) files: RoundFiles,
    pub(crate) instrument: Instrument,
    /// The questionnaire as it was named; `None` if it was guessed.
    pub(crate) named: Option<Questionnaire>,
    pub(crate) survey: Survey,
    /// What identifies each row of `survey`; `None` if there are counts instead, or the rows cannot be told apart.
    pub(crate) rows: Option<Vec<RowId>>,
    /// The rows of the files behind earlier results, as this run reads them.
    pub(crate) also_rows: Vec<Vec<RowId>>,
    /// The codes that link respondents, if a column of them was named.
    pub(crate) codes: Option<Grouping>,
    /// Per grouping, the headcounts of its groups where they are known.
    pub(crate) staff: Vec<Vec<Option<u64>>>,
    pub(crate) options: Options,
    pub(crate) policy: Policy,
    /// The names of the trust and the term, from the trust file.
    pub(crate) about: About,
    /// The academies that the trust file lists.
    pub(crate) declared: Vec<Academy>,
    /// The command and the files of the run.
    pub(crate) run: Run,
    /// Earlier results about the same rows.
    pub(crate) known: KnownResults,
    /// The trust's staff by the groups of the second grouping, if the trust file counts them.
    pub(crate) standard: Option<RoleStandard>,
}

impl Round {
    /// The origin of the figures, for the report.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            instrument: &self.instrument,
            inputs: self.inputs(),
            findings: self.findings(),
            run: self.run.clone(),
        }
    }

    /// The files, for the report.
    pub(crate) fn inputs(&self) -> Vec<Input> {
        let input = |file: &FileRead| Input {
            path: file.name.clone(),
            sha256: file.sha256.clone(),
            rows: file.rows as u64,
            layout: file.layout.to_owned(),
        };
        self.survey.files.iter().map(input).collect()
    }

    /// Findings of reading, those of counted files first.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let counted = self.survey.counted.iter().flat_map(|counted| &counted.findings);
        counted.chain(&self.survey.findings).cloned().collect()
    }

    /// Checks that the survey has rows, which `what` needs.
    ///
    /// # Errors
    /// When it was read from tallies, with what they lack and the cure.
    pub(crate) fn needs_rows(&self, what: &'static str) -> Result<(), Error> {
        if self.survey.counted.is_none() {
            return Ok(());
        }
        let tally = self.survey.files.iter().find(|file| file.layout == "tally");
        Err(Error::TallyHasNoRows {
            what,
            tally: tally.map_or("-", |file| file.name.as_str()).to_owned(),
        })
    }
}
