//! Finds a term by its name.

use crate::input::text::{all_quoted, did_you_mean, name_key, nearest};
use crate::model::{Term, Trust};

/// The error that no term has the name asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("in `{file}`: there is no term `{name}`{}{}", did_you_mean(nearest.as_deref()), listed(terms))]
pub struct NoSuchTerm {
    file: String,
    /// The name asked for.
    pub name: String,
    /// The most similar term.
    pub nearest: Option<String>,
    /// The names of all terms.
    pub terms: Vec<String>,
}

impl NoSuchTerm {
    /// Adds the name of the trust file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

fn listed(terms: &[String]) -> String {
    if terms.is_empty() {
        return "; it lists no terms".to_owned();
    }
    format!(" — it lists {}", all_quoted(terms))
}

/// The term most like the name, or else the last term that begins with it.
fn near_term<'t>(trust: &'t Trust, name: &str) -> Option<&'t str> {
    let names = trust.terms().iter().map(|term| term.name.as_str());
    let wanted = name_key(name);
    let begins = |name: &&str| !wanted.is_empty() && name_key(name).starts_with(&wanted);
    nearest(name, names.clone()).or_else(|| names.rev().find(begins))
}

/// Finds a term by name, ignoring case, spaces and punctuation.
///
/// # Errors
/// When there is no such term; the error lists the most similar one and all names.
pub fn term_named<'t>(trust: &'t Trust, name: &str) -> Result<&'t Term, NoSuchTerm> {
    let wanted = name_key(name);
    let found = trust.terms().iter().find(|term| name_key(&term.name) == wanted);
    found.ok_or_else(|| NoSuchTerm {
        file: String::new(),
        name: name.to_owned(),
        nearest: near_term(trust, name).map(str::to_owned),
        terms: trust.terms().iter().map(|term| term.name.clone()).collect(),
    })
}
