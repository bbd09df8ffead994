//! The questionnaire of a run: a bundled one or a file.

use crate::engine::{Error, Files, Source, TrustFile};
use crate::input::instrument::{self, BUNDLED, Bundled, bundled};
use crate::input::{ReadOptions, candidates, nearest_miss};
use crate::model::Instrument;

/// A questionnaire to be used.
#[derive(Debug, Clone)]
pub enum Questionnaire {
    /// A bundled questionnaire, by its id.
    Bundled(&'static str),
    /// A questionnaire file in TOML.
    File(Source),
}

impl Questionnaire {
    /// The questionnaire that a person names: the id of a bundled one, or a file.
    ///
    /// # Errors
    /// When it is neither, with the ids that there are, or the file cannot be opened.
    pub fn named(name: &str, files: &dyn Files) -> Result<Self, Error> {
        if let Some(bundled) = Self::bundled(name) {
            return Ok(bundled);
        }
        let is_file = name.contains(['.', '/', '\\']) || files.identity(name).is_some();
        if is_file {
            return files.open(name).map(Self::File).map_err(Error::File);
        }
        Err(Error::UnknownQuestionnaire {
            name: name.to_owned(),
            known: ids(),
        })
    }

    fn bundled(id: &str) -> Option<Self> {
        let found = BUNDLED.iter().find(|entry| entry.id == id);
        found.map(|entry| Self::Bundled(entry.id))
    }

    /// The questionnaire that the trust file names.
    pub(crate) fn listed(name: &str, trust: &TrustFile, files: &dyn Files) -> Result<Self, Error> {
        if let Some(bundled) = Self::bundled(name) {
            return Ok(bundled);
        }
        let file = files.open(&trust.beside(files, name)).map_err(Error::File);
        file.map(Self::File)
            .map_err(|error| error.of_listed_questionnaire(trust.name()))
    }

    /// Reads the questionnaire, and the wording file that it may name.
    ///
    /// # Errors
    /// When a file cannot be read or is faulty, with line and column.
    pub(crate) fn read(&self, files: &dyn Files) -> Result<Instrument, Error> {
        match self {
            Self::Bundled(id) => bundled(id).ok_or_else(|| Error::UnknownQuestionnaire {
                name: (*id).to_owned(),
                known: ids(),
            }),
            Self::File(source) => Ok(read_file(source, files)?.instrument),
        }
    }
}

/// Reads a questionnaire file with what was noticed about it.
pub(crate) fn read_file(source: &Source, files: &dyn Files) -> Result<instrument::LoadedInstrument, Error> {
    let wording = |name: &str| {
        let file = files.open(&files.beside(source.name(), name));
        let file = file.map_err(|error| error.to_string())?;
        let bytes = file.bytes().map_err(|error| error.to_string())?;
        String::from_utf8(bytes.into_owned()).map_err(|error| error.to_string())
    };
    Ok(instrument::load(&source.bytes()?, source.name(), wording)?)
}

/// The only bundled questionnaire whose items the columns of the first file match.
pub(crate) fn guess(first: Option<&Source>, options: &ReadOptions) -> Result<Instrument, Error> {
    let all: Vec<Instrument> = BUNDLED.iter().filter_map(Bundled::instrument).collect();
    let first = first.ok_or(Error::NoResponses)?;
    let found = candidates(first.as_stored(), &all, options)?;
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(match nearest_miss(first.as_stored(), &all, options)? {
            Some(miss) => Error::NearestQuestionnaire(Box::new(miss)),
            None => Error::NoQuestionnaireFits {
                file: first.name().to_owned(),
                known: all.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
            },
        }),
        several => Err(Error::SeveralQuestionnairesFit {
            file: first.name().to_owned(),
            ids: several.iter().map(|one| one.id.clone()).collect(),
        }),
    }
}

/// The ids of the bundled questionnaires.
pub(crate) fn ids() -> Vec<&'static str> {
    BUNDLED.iter().map(|entry| entry.id).collect()
}
