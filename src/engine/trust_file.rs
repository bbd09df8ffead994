//! The trust file: its academies, terms and defaults, and the files that a term has.

use crate::engine::{Error, Files, Source};
use crate::export::FORMATS;
use crate::input::trust::{load, term_named};
use crate::model::{Defaults, Term, Trust};

/// A trust file that was read.
#[derive(Debug, Clone)]
pub struct TrustFile {
    source: Source,
    trust: Trust,
}

impl TrustFile {
    /// Reads a trust file.
    ///
    /// # Errors
    /// When it cannot be read or is faulty, with every fault's line and column.
    pub fn read(source: &Source) -> Result<Self, Error> {
        let formats: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        Ok(Self {
            trust: load(&source.bytes()?, source.name(), &formats)?,
            source: source.clone(),
        })
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The options that the trust file sets for every run.
    #[must_use]
    pub fn defaults(&self) -> &Defaults {
        &self.trust.defaults
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    pub(crate) fn trust(&self) -> &Trust {
        &self.trust
    }

    /// True if the trust file gives a headcount for any academy.
    pub(crate) fn counts_staff(&self) -> bool {
        self.trust.academies().iter().any(|academy| academy.headcount.is_some())
    }

    /// The name of a file that the trust file lists.
    pub(crate) fn beside(&self, files: &dyn Files, name: &str) -> String {
        files.beside(self.name(), name)
    }

    /// The term of a name.
    ///
    /// # Errors
    /// When there is none, with the nearest and the names that there are.
    pub(crate) fn term(&self, name: &str) -> Result<&Term, Error> {
        term_named(&self.trust, name).map_err(|error| Error::NoSuchTerm(error.in_file(self.name())))
    }

    /// The latest term.
    ///
    /// # Errors
    /// When the file lists none.
    pub(crate) fn latest(&self) -> Result<&Term, Error> {
        let latest = self.trust.terms().last();
        latest.ok_or_else(|| Error::NoTerms(self.name().to_owned()))
    }

    /// The term that lists all these files.
    pub(crate) fn term_of(&self, files: &dyn Files, names: &[&str]) -> Option<&Term> {
        let own: Vec<String> = names.iter().map(|name| files.identity(name)).collect::<Option<_>>()?;
        self.trust.terms().iter().find(|term| {
            let listed = term.files.iter().map(|file| self.beside(files, file));
            let listed: Vec<String> = listed.filter_map(|name| files.identity(&name)).collect();
            own.iter().all(|file| listed.contains(file))
        })
    }
}
