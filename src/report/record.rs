//! The record: what a script reads, as a tree of cells.

use crate::report::{Cell, Kind};

/// A tree of cells in a fixed order.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A leaf.
    Cell(Cell),
    /// A list.
    List(Vec<Record>),
    /// Named members, in order.
    Object(Vec<(String, Record)>),
}

impl Record {
    /// An object without members yet.
    #[must_use]
    pub fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The object with one more member.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((key.to_owned(), value.into()));
        }
        self
    }

    /// The object with all members of another behind its own.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if let (Self::Object(members), Self::Object(more)) = (&mut self, other) {
            members.extend(more);
        }
        self
    }

    /// The object with a number behind its members.
    #[must_use]
    pub fn number(self, key: &str, value: f64, kind: Kind) -> Self {
        self.with(key, Cell::number(value, kind))
    }

    /// The object with a number, or `null`, behind its members.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<f64>, kind: Kind) -> Self {
        self.with(key, Cell::maybe(value, kind))
    }

    /// The object with a whole number behind its members.
    #[must_use]
    pub fn count(self, key: &str, value: u64) -> Self {
        self.with(key, Cell::count(value))
    }

    /// A member of an object.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The words that a member of an object is.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.member(name) {
            Some(Self::Cell(Cell::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// A list.
    #[must_use]
    pub fn list<T: Into<Self>>(members: impl IntoIterator<Item = T>) -> Self {
        Self::List(members.into_iter().map(Into::into).collect())
    }

    /// What is withheld, with no number near it.
    #[must_use]
    pub fn withheld(rule: &'static str) -> Self {
        Self::object().with("withheld", rule)
    }
}

impl From<Cell> for Record {
    fn from(cell: Cell) -> Self {
        Self::Cell(cell)
    }
}

impl From<&str> for Record {
    fn from(text: &str) -> Self {
        Self::Cell(Cell::text(text))
    }
}

impl From<String> for Record {
    fn from(text: String) -> Self {
        Self::Cell(Cell::Text(text))
    }
}

impl From<bool> for Record {
    fn from(flag: bool) -> Self {
        Self::Cell(Cell::Flag(flag))
    }
}
