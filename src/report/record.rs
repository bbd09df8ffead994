//! The record: everything that a command found, as a tree of cells. JSON is this tree, and every table is a view of it.

use crate::disclosure::{Interval, Rule, Shown, Undefined};
use crate::report::cell::IntoCell;
use crate::report::{Cell, Kind, Side, figures, number};

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

/// The member that marks a record as withheld and names the rule.
pub(crate) const WITHHELD: &str = "withheld";
/// The member that says why a figure is undefined.
pub(crate) const UNDEFINED: &str = "undefined";

/// Building a record.
impl Record {
    /// An object without members yet.
    #[must_use]
    pub fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((key.to_owned(), value.into()));
        }
        self
    }

    /// Adds a member if there is one.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<impl Into<Self>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a list.
    #[must_use]
    pub fn with_list<T: Into<Self>>(self, key: &str, members: impl IntoIterator<Item = T>) -> Self {
        self.with(key, Self::list(members))
    }

    /// Adds the fields of a thing, or the rule that withholds it.
    pub(crate) fn with_shown<T>(self, key: &str, shown: &Shown<T>, fields: impl FnOnce(&T) -> Self) -> Self {
        self.with(key, Self::shown(shown, fields))
    }

    /// Adds the fields of a thing that is published next to others, or the rule that withholds it; nothing if there is none.
    pub(crate) fn with_some_shown<T>(
        self,
        key: &str,
        shown: Option<&Shown<T>>,
        fields: impl FnOnce(&T) -> Self,
    ) -> Self {
        self.with_some(key, shown.map(|shown| Self::shown(shown, fields)))
    }

    /// Adds the lower and the upper limit of an interval.
    pub(crate) fn interval(self, interval: Result<Interval, &Undefined>, kind: Kind) -> Self {
        self.number("lower", interval.map(|limits| limits.lower), kind)
            .number("upper", interval.map(|limits| limits.upper), kind)
            .with_some("cut", interval.is_ok_and(|limits| limits.cut).then_some(true))
    }

    /// Adds all members of another object.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if let (Self::Object(members), Self::Object(more)) = (&mut self, other) {
            members.extend(more);
        }
        self
    }

    /// Adds a figure whose kind the registry knows by its key.
    #[must_use]
    pub fn figure(self, key: &str, value: impl IntoCell) -> Self {
        self.number(key, value, figures::kind(key))
    }

    /// Adds a figure that is published to a unit, 0 for full precision.
    #[must_use]
    pub(crate) fn figure_to(self, key: &str, value: impl IntoCell, unit: f64) -> Self {
        self.number(key, value, figures::kind(key).to_unit(unit))
    }

    /// Adds a number whose kind depends on the figure it belongs to, such as a limit.
    #[must_use]
    pub fn number(self, key: &str, value: impl IntoCell, kind: Kind) -> Self {
        self.with(key, value.into_cell(kind))
    }

    /// Adds a whole number.
    #[must_use]
    pub fn count(self, key: &str, value: u64) -> Self {
        self.with(key, Cell::count(value))
    }

    /// Adds the same reason for every figure that is undefined by it.
    #[must_use]
    pub fn all_undefined(self, keys: &[&str], reason: &Undefined) -> Self {
        keys.iter().fold(self, |record, key| {
            record.with(key, Cell::Undefined(reason.to_string()))
        })
    }

    /// A list.
    #[must_use]
    pub fn list<T: Into<Self>>(members: impl IntoIterator<Item = T>) -> Self {
        Self::List(members.into_iter().map(Into::into).collect())
    }

    /// A withheld thing: the rule, and no number near it.
    #[must_use]
    pub fn withheld(rule: &'static str) -> Self {
        Self::object().with(WITHHELD, rule)
    }

    /// An undefined thing: the reason, and no number near it.
    #[must_use]
    pub fn undefined(reason: &(impl ToString + ?Sized)) -> Self {
        Self::object().with(UNDEFINED, reason.to_string())
    }

    /// The fields of a thing, or the reason why it is undefined.
    pub(crate) fn defined<T>(found: &Result<T, Undefined>, fields: impl FnOnce(&T) -> Self) -> Self {
        match found {
            Ok(found) => fields(found),
            Err(reason) => Self::undefined(reason),
        }
    }

    /// The fields of what is shown, or the rule that withholds it.
    pub(crate) fn shown<T>(shown: &Shown<T>, fields: impl FnOnce(&T) -> Self) -> Self {
        match shown.open() {
            Ok(figures) => fields(figures),
            Err(rule) => Self::withheld(Rule::name(rule)),
        }
    }

    /// The members with these keys, in the object's order.
    #[must_use]
    pub(crate) fn only(self, keys: &[&str]) -> Self {
        match self {
            Self::Object(mut members) => {
                members.retain(|(key, _)| keys.contains(&key.as_str()));
                Self::Object(members)
            }
            other => other,
        }
    }
}

/// Reading a record. Nothing but words can be read from a withheld object.
impl Record {
    /// A member of an object by its name, or an element of a list by its place, counted from 0.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::List(members) => members.get(name.parse::<usize>().ok()?),
            Self::Cell(_) => None,
        }
    }

    /// True for an object that is withheld.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.member(WITHHELD).is_some()
    }

    /// A member, unless the object is withheld and the member is more than words.
    pub(crate) fn open_member(&self, name: &str) -> Option<&Self> {
        let found = self.member(name)?;
        (!self.is_withheld() || found.is_words()).then_some(found)
    }

    /// True for words, yes or no, and lists of them.
    fn is_words(&self) -> bool {
        match self {
            Self::Cell(cell) => matches!(cell, Cell::Text(_) | Cell::Flag(_)),
            Self::List(members) => members.iter().all(Self::is_words),
            Self::Object(_) => false,
        }
    }

    /// The record at a path of members, such as `reliability.alpha`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Self> {
        if path.is_empty() {
            return Some(self);
        }
        path.split('.').try_fold(self, Self::open_member)
    }

    /// The record at a path, unless it is withheld.
    pub(crate) fn open(&self, path: &str) -> Option<&Self> {
        self.at(path).filter(|part| !part.is_withheld())
    }

    /// The cell at a path; blank where there is none.
    #[must_use]
    pub fn cell(&self, path: &str) -> Cell {
        match self.at(path) {
            Some(found) => found.as_cell(),
            None => self.reason(path).unwrap_or(Cell::Blank),
        }
    }

    /// The reason at a path that ends in `undefined`, if a cell contains it.
    fn reason(&self, path: &str) -> Option<Cell> {
        let holder = path.strip_suffix(UNDEFINED)?.trim_end_matches('.');
        match self.at(holder)? {
            Self::Cell(Cell::Undefined(why)) => Some(Cell::text(why.as_str())),
            _ => None,
        }
    }

    /// The record as one cell: a leaf, the value of a coefficient, the reason or rule of an object without figures, or the
    /// words of a list.
    pub(crate) fn as_cell(&self) -> Cell {
        match self {
            Self::Cell(cell) => cell.clone(),
            Self::List(members) => {
                let words = members.iter().filter_map(|member| match member {
                    Self::Cell(Cell::Text(text)) => Some(text.as_str()),
                    _ => None,
                });
                Cell::Text(words.collect::<Vec<_>>().join("; "))
            }
            Self::Object(_) => match (self.text(WITHHELD), self.text(UNDEFINED)) {
                (Some(rule), _) => Cell::Withheld(rule.to_owned()),
                (None, Some(why)) => Cell::Undefined(why.to_owned()),
                (None, None) => self.member("value").map_or(Cell::Blank, Self::as_cell),
            },
        }
    }

    /// The number at a path.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<f64> {
        match self.cell(path) {
            Cell::Number(value, _) => Some(value),
            _ => None,
        }
    }

    /// A number to sort or draw by: the number at a path, or the middle of what its bound leaves of a share.
    pub(crate) fn about(&self, path: &str) -> Option<f64> {
        let whole = |kind: Kind| if kind == Kind::Share { 1.0 } else { 100.0 };
        match self.cell(path) {
            Cell::Number(value, _) => Some(value),
            Cell::Bound(Side::Under, bound, _) => Some(bound / 2.0),
            Cell::Bound(Side::Over, bound, kind) => Some(f64::midpoint(bound, whole(kind))),
            _ => None,
        }
    }

    /// The numbers at the paths of a lower and an upper limit.
    pub(crate) fn limits(&self, lower: &str, upper: &str) -> Option<[f64; 2]> {
        Some([self.value(lower)?, self.value(upper)?])
    }

    /// The number at a path as people read it; empty where there is none.
    pub(crate) fn shown_number(&self, path: &str) -> String {
        match self.cell(path) {
            Cell::Number(value, kind) => number::text(value, kind),
            Cell::Bound(side, bound, kind) => number::bound(side, bound, kind),
            _ => String::new(),
        }
    }

    /// The words of a member.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.at(name)? {
            Self::Cell(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The reason why the figure at a path is undefined.
    pub(crate) fn why_not(&self, path: &str) -> Option<String> {
        match self.cell(path) {
            Cell::Undefined(why) => Some(why),
            _ => None,
        }
    }

    /// The members of the list at a path; none where there is no list.
    pub(crate) fn each(&self, path: &str) -> &[Self] {
        match self.at(path) {
            Some(Self::List(members)) => members,
            _ => &[],
        }
    }

    /// The named members of the object at a path; none where it is withheld.
    pub(crate) fn members(&self, path: &str) -> &[(String, Self)] {
        match self.at(path) {
            Some(found) if found.is_withheld() => &[],
            Some(Self::Object(members)) => members,
            _ => &[],
        }
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

/// Words, or blank for `None`.
impl From<Option<&str>> for Record {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Cell(Cell::Blank), Self::from)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> Record {
        Record::object()
            .with("academy", "Oak")
            .count("n", 3)
            .with("rwg_j", Cell::Undefined("one person".to_owned()))
            .with("alpha", Record::undefined("no variance"))
    }

    #[test]
    fn figures_are_read_by_path() {
        let record = Record::object().with("inner", group());
        assert_eq!(record.value("inner.n"), Some(3.0));
        assert_eq!(record.cell("inner.rwg_j.undefined"), Cell::text("one person"));
        assert_eq!(record.cell("inner.alpha"), Cell::Undefined("no variance".to_owned()));
        assert_eq!(record.cell("inner.nothing.here"), Cell::Blank);
    }

    #[test]
    fn only_words_can_be_read_from_what_is_withheld() {
        let record = Record::object().with("inner", group().with("withheld", "small"));
        assert_eq!(record.cell("inner.academy"), Cell::text("Oak"));
        assert_eq!(record.cell("inner"), Cell::Withheld("small".to_owned()));
        for path in ["inner.n", "inner.rwg_j", "inner.alpha", "inner.alpha.undefined"] {
            assert_eq!(record.cell(path), Cell::Blank, "{path}");
        }
        assert_eq!((record.value("inner.n"), record.members("inner").len()), (None, 0));
    }
}
