//! Finds an academy of the trust by its name, an alias or its URN, ignoring case, spacing and punctuation.

use std::collections::HashMap;

use crate::input::text::{name_key, nearest};
use crate::model::Trust;

/// The academies of a trust by all of their names.
#[derive(Debug)]
pub(crate) struct AcademyNames<'t> {
    trust: &'t Trust,
    by_key: HashMap<String, usize>,
}

impl<'t> AcademyNames<'t> {
    pub(crate) fn of(trust: &'t Trust) -> Self {
        let called = |(place, academy): (usize, &'t crate::model::Academy)| {
            let names = std::iter::once(&academy.name)
                .chain(&academy.aliases)
                .chain(&academy.urn);
            names.map(move |name| (name_key(name), place))
        };
        let by_key = trust.academies().iter().enumerate().flat_map(called).collect();
        Self { trust, by_key }
    }

    /// True if the trust file lists no academies.
    pub(crate) fn is_empty(&self) -> bool {
        self.trust.academies().is_empty()
    }

    /// The index of the academy with this name.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.by_key.get(&name_key(name)).copied()
    }

    /// The name or alias most like an unknown name, and the academy it belongs to.
    pub(crate) fn nearest(&self, name: &str) -> Option<(&'t str, &'t str)> {
        let academies = self.trust.academies().iter();
        let called = academies.flat_map(|academy| {
            let names = std::iter::once(&academy.name).chain(&academy.aliases);
            names.map(|name| (name.as_str(), academy.name.as_str()))
        });
        let called: Vec<(&str, &str)> = called.collect();
        let like = nearest(name, called.iter().map(|(name, _)| *name))?;
        called.into_iter().find(|(name, _)| *name == like)
    }
}
