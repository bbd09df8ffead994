//! The term that a name means.

use crate::input::text::{name_key, nearest};
use crate::model::{Term, Trust};

/// There is no term of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("in `{file}`: there is no term `{name}`{}{}", near(nearest.as_deref()), listed(terms))]
pub struct NoSuchTerm {
    file: String,
    /// What was asked for.
    pub name: String,
    /// The term most like it.
    pub nearest: Option<String>,
    /// The terms there are.
    pub terms: Vec<String>,
}

impl NoSuchTerm {
    /// The same, of the trust file of this name.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

fn near(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |nearest| format!("; nearest: `{nearest}`"))
}

fn listed(terms: &[String]) -> String {
    let quoted: Vec<String> = terms.iter().map(|term| format!("`{term}`")).collect();
    if quoted.is_empty() {
        "; it lists no terms".to_owned()
    } else {
        format!(" — it lists {}", quoted.join(", "))
    }
}

/// The term most like a name, else the last that begins as it does.
fn near_term<'t>(trust: &'t Trust, name: &str) -> Option<&'t str> {
    let names = trust.terms().iter().map(|term| term.name.as_str());
    let wanted = name_key(name);
    let begins = |name: &&str| !wanted.is_empty() && name_key(name).starts_with(&wanted);
    nearest(name, names.clone()).or_else(|| names.rev().find(begins))
}

/// The term of a name, which may be spelt with other case, spaces and punctuation.
///
/// # Errors
/// When there is none, with the nearest and the names that there are.
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
