//! The files of one round of the survey, before they are read.

use crate::engine::{Error, Questionnaire, Setup, Source, TrustFile};
use crate::model::Term;

/// A response file.
#[derive(Debug, Clone)]
pub(crate) enum ResponseFile {
    /// Given to the run.
    Given(Source),
    /// Listed by the trust file, under this name.
    Listed(String),
}

impl ResponseFile {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Given(source) => source.name(),
            Self::Listed(name) => name,
        }
    }

    /// Opens the file; `term` is the round's term.
    pub(crate) fn open(&self, setup: &Setup<'_>, term: Option<&Term>) -> Result<Source, Error> {
        match self {
            Self::Given(source) => Ok(source.clone()),
            Self::Listed(name) => setup.files.open(name).map_err(|error| Error::ListedFile {
                error,
                file: setup.trust.as_ref().map_or("", TrustFile::name).to_owned(),
                term: term.map_or(String::new(), |term| term.name.clone()),
            }),
        }
    }
}

/// The files of one round of the survey.
#[derive(Debug, Clone)]
pub(crate) struct RoundFiles {
    /// The response files, at least one.
    pub(crate) files: Vec<ResponseFile>,
    /// The term, if the trust file has it.
    pub(crate) term: Option<Term>,
    /// The questionnaire, if this round has one of its own.
    pub(crate) questionnaire: Option<Questionnaire>,
}

impl RoundFiles {
    /// Files that were given, with the term of the trust file that they belong to.
    pub(crate) fn given(sources: &[Source], setup: &Setup<'_>) -> Self {
        let names: Vec<&str> = sources.iter().map(Source::name).collect();
        let trust = setup.trust.as_ref();
        Self {
            files: sources.iter().cloned().map(ResponseFile::Given).collect(),
            term: trust.and_then(|trust| trust.term_of(setup.files, &names)).cloned(),
            questionnaire: None,
        }
    }

    /// The files that the trust file lists for a term.
    pub(crate) fn of_term(term: &Term, trust: &TrustFile, setup: &Setup<'_>) -> Self {
        let listed = |file: &String| ResponseFile::Listed(trust.beside(setup.files, file));
        Self {
            files: term.files.iter().map(listed).collect(),
            term: Some(term.clone()),
            questionnaire: None,
        }
    }

    /// The files of the run: those given, else those of the term that the setup names, else of the latest.
    ///
    /// # Errors
    /// When there is nothing to read, or no such term.
    pub(crate) fn of_run(responses: &[Source], setup: &Setup<'_>) -> Result<Self, Error> {
        let Some(trust) = &setup.trust else {
            return match &setup.term {
                Some(term) => Err(Error::TermWithoutTrustFile(term.clone())),
                None if responses.is_empty() => Err(Error::NoResponses),
                None => Ok(Self::given(responses, setup)),
            };
        };
        let named = setup.term.as_deref().map(|name| trust.term(name)).transpose()?;
        if responses.is_empty() {
            let term = named.map_or_else(|| trust.latest(), Ok)?;
            return Ok(Self::of_term(term, trust, setup));
        }
        let mut files = Self::given(responses, setup);
        if let Some(term) = named {
            files.term = Some(term.clone());
        }
        Ok(files)
    }
}
