//! A value in a JSON file together with its place, so that an error can name the place.

use serde_json::Value;

use crate::input::earlier::EarlierError;
use crate::input::text::{did_you_mean, nearest};

/// The reasons for which an output withholds figures.
const RULES: [&str; 2] = ["small", "complementary"];

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct PlacedValue<'a> {
    file: &'a str,
    place: String,
    pub(super) value: &'a Value,
}

impl<'a> PlacedValue<'a> {
    /// The top-level value of a file.
    pub(super) fn root(file: &'a str, value: &'a Value) -> Self {
        Self {
            file,
            place: String::new(),
            value,
        }
    }

    fn inside(&self, key: &str, value: &'a Value) -> Self {
        let place = if self.place.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place)
        };
        Self {
            file: self.file,
            place,
            value,
        }
    }

    pub(super) fn maybe(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.inside(key, value))
    }

    pub(super) fn member(&self, key: &str) -> Result<Self, EarlierError> {
        self.maybe(key).ok_or_else(|| {
            let keys = self.value.as_object().into_iter().flat_map(|members| members.keys());
            let found = format!("no `{key}`{}", did_you_mean(nearest(key, keys.map(String::as_str))));
            self.wrong(&found, "what cte writes there")
        })
    }

    pub(super) fn list(&self) -> Result<Vec<Self>, EarlierError> {
        let list = self
            .value
            .as_array()
            .ok_or_else(|| self.wrong(&self.kind(), "a list"))?;
        let members = list.iter().enumerate();
        Ok(members
            .map(|(at, value)| self.inside(&(at + 1).to_string(), value))
            .collect())
    }

    pub(super) fn text(&self) -> Result<String, EarlierError> {
        let text = self.value.as_str().ok_or_else(|| self.wrong(&self.kind(), "text"))?;
        Ok(text.to_owned())
    }

    pub(super) fn count(&self) -> Result<u64, EarlierError> {
        self.value
            .as_u64()
            .ok_or_else(|| self.wrong(&self.kind(), "a whole number"))
    }

    /// The rule by which a value is withheld, if it is.
    pub(super) fn rule(&self) -> Result<Option<&'static str>, EarlierError> {
        if !self.value.is_object() {
            return Err(self.wrong(&self.kind(), "an object"));
        }
        let Some(withheld) = self.maybe("withheld") else {
            return Ok(None);
        };
        let found = withheld.text()?;
        let known = RULES.into_iter().find(|rule| *rule == found);
        known
            .map(Some)
            .ok_or_else(|| withheld.wrong(&format!("`{found}`"), "`small` or `complementary`"))
    }

    pub(super) fn kind(&self) -> String {
        match self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(flag) => format!("{flag}"),
            Value::Number(number) => format!("{number}"),
            Value::String(text) => format!("the text `{}`", text.chars().take(40).collect::<String>()),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        }
    }

    pub(super) fn wrong(&self, found: &str, wanted: &'static str) -> EarlierError {
        EarlierError::Place {
            file: self.file.to_owned(),
            place: if self.place.is_empty() {
                "the whole".to_owned()
            } else {
                self.place.clone()
            },
            found: found.to_owned(),
            wanted,
        }
    }
}
