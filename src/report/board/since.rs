//! The change since the term before, as the pages read it.

use crate::disclosure::{Comparison, Conclusion, WhichTerm};
use crate::model::{Finding, Scale};
use crate::report::compare::words::{concludes, said};
use crate::report::{Record, TermsContext, compare};

/// A published change with its record, as `cte compare` gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) terms: &'a TermsContext<'a>,
    pub(super) record: &'a Record,
}

/// A scale that both terms have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared<'a> {
    /// Its place among the terms' scales.
    pub(super) place: usize,
    pub(super) declared: &'a Scale,
    pub(super) node: &'a Record,
}

/// The change of an academy on a scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<'a> {
    /// The name of the scale in the report.
    pub(super) name: &'a str,
    pub(super) scale: Compared<'a>,
    pub(super) node: &'a Record,
    /// The trust's change; `None` if it would disclose the only other academy.
    pub(super) trust: Option<&'a Record>,
}

impl<'a> Since<'a> {
    /// The name of a term.
    pub(super) fn term(self, when: WhichTerm) -> &'a str {
        let place = match when {
            WhichTerm::Before => 0,
            WhichTerm::After => 1,
        };
        self.terms.terms.get(place).map_or("", |term| term.name.as_str())
    }

    pub(super) fn before(self) -> &'a str {
        self.term(WhichTerm::Before)
    }

    /// A heading for a term: `Staff before` becomes `Staff, Autumn 2026`.
    pub(super) fn heading(self, heading: &str) -> String {
        let of = |suffix, when| Some(format!("{}, {}", heading.strip_suffix(suffix)?, self.term(when)));
        of(" before", WhichTerm::Before)
            .or_else(|| of(" after", WhichTerm::After))
            .unwrap_or_else(|| heading.to_owned())
    }

    /// The scales that both terms have.
    pub(super) fn scales(self) -> impl Iterator<Item = Compared<'a>> {
        let scales = self.comparison.scales.iter().zip(self.record.each("scales"));
        scales.map(move |(scale, node)| Compared {
            place: scale.scale,
            declared: &self.terms.instrument.scales()[scale.scale],
            node,
        })
    }

    /// The scale of an id.
    pub(super) fn on(self, id: &str) -> Option<Compared<'a>> {
        self.scales().find(|scale| scale.declared.id == id)
    }

    /// The item of an id, if both terms have it.
    fn item(self, id: &str) -> Option<&'a Record> {
        self.record
            .each("items")
            .iter()
            .find(|item| item.text("id") == Some(id))
    }

    /// The trust's change on an item.
    pub(super) fn item_of_trust(self, id: &str) -> Option<&'a Record> {
        self.item(id)?.at("trust")
    }

    /// An academy's change on an item.
    pub(super) fn item_of_academy(self, id: &str, academy: &str) -> Option<&'a Record> {
        let mut academies = self.item(id)?.each("academies").iter();
        academies.find(|own| own.text("academy") == Some(academy))
    }

    pub(super) fn level(self) -> f64 {
        self.comparison.options.level
    }

    /// `only in Autumn 2026`, for a group that answered in one term.
    pub(super) fn only(self, node: &Record) -> Option<String> {
        let only = node.text("only")?;
        let terms = [WhichTerm::Before, WhichTerm::After];
        let when = terms.into_iter().find(|when| when.name() == only)?;
        Some(format!("only in {}", self.term(when)))
    }
}

/// True if a group is shown in both terms.
pub(super) fn is_change(node: &Record) -> bool {
    node.text("says").is_some()
}

pub(super) fn is_clear(node: &Record) -> bool {
    concludes(node, Conclusion::Higher) || concludes(node, Conclusion::Lower)
}

/// The conclusion in words, with an arrow if the change is clear.
pub(super) fn conclusion(node: &Record) -> String {
    let words = said(node).unwrap_or_default();
    let arrow = if concludes(node, Conclusion::Higher) {
        // A space that keeps the arrow with its word.
        "▲\u{a0}"
    } else if concludes(node, Conclusion::Lower) {
        "▼\u{a0}"
    } else {
        ""
    };
    format!("{arrow}{words}")
}

/// The findings where response rates fell by more than the declared amount.
pub(super) fn drops(since: Since<'_>) -> Vec<Finding> {
    compare::drops(since.record.each("scales"), since.terms)
}

/// The findings of both terms, and of the two together.
pub(super) fn findings(since: Since<'_>) -> Vec<Finding> {
    since.terms.plain(drops(since)).findings
}
