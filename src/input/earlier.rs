//! A result given out earlier, read from its JSON: of which rows it was made, how, and which groups it shows.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::input::nearest::nearest;

/// The kinds of results that are taken into account, by schema.
const SCHEMAS: [&str; 3] = ["cte/score/1", "cte/items/1", "cte/reliability/1"];

/// Rules that an output withholds by.
const RULES: [&str; 2] = ["small", "complementary"];

/// Why a file is no result that can be taken into account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// No JSON.
    #[error("`{file}` is no JSON: {problem} — a result given out earlier is what --format json wrote")]
    NoJson {
        /// The file.
        file: String,
        /// What the reader found, with its line and column.
        problem: String,
    },
    /// JSON of something else.
    #[error("`{file}` is no result of cte: it has no `schema` that begins with `cte/` — take it out of there")]
    NoResult {
        /// The file.
        file: String,
    },
    /// Something in it is not as cte writes it.
    #[error(
        "in `{file}`, at `{place}`: found {found}, wanted {wanted} — give the file as cte wrote it, or make it again"
    )]
    Place {
        /// The file.
        file: String,
        /// The keys and places in lists, counted from 1.
        place: String,
        /// What stands there.
        found: String,
        /// What belongs there.
        wanted: &'static str,
    },
}

/// A group as a result shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenGroup {
    /// Its name as it stands there.
    pub name: String,
    /// The rule that withholds it, if it is withheld.
    pub withheld: Option<&'static str>,
    /// Respondents with a score, where the result says it.
    pub n: Option<u64>,
}

/// A scale as a result shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenScale {
    /// The scale's id.
    pub id: String,
    /// The ids of its items.
    pub items: BTreeSet<String>,
    /// Whether figures of the trust stand there.
    pub total: bool,
    /// By academy.
    pub academies: Vec<SeenGroup>,
    /// By the column that the result names, where it names one.
    pub by: Vec<SeenGroup>,
}

/// A result given out earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierResult {
    /// The schema, such as `cte/score/1`.
    pub schema: String,
    /// SHA-256 of the questionnaire.
    pub instrument_sha256: String,
    /// The response files: path and SHA-256.
    pub inputs: Vec<(String, String)>,
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// The fewest respondents whose figures it shows.
    pub min_group: u64,
    /// The column of the second grouping.
    pub by: Option<String>,
    /// The scales.
    pub scales: Vec<SeenScale>,
    /// The scales of the second result without flagged respondents, where there is one.
    pub without_flagged: Option<Vec<SeenScale>>,
}

/// What a file of results is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlierFile {
    /// A result that can be taken into account.
    Result(Box<EarlierResult>),
    /// A result of cte of another kind, by its schema.
    OtherKind(String),
}

/// Reads a result given out earlier.
///
/// # Errors
/// When it is no JSON, no result, or not as cte writes it, with the file and the place.
pub fn read_earlier(file: &str, bytes: &[u8]) -> Result<EarlierFile, EarlierError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| EarlierError::NoJson {
        file: file.to_owned(),
        problem: error.to_string(),
    })?;
    let schema = value.get("schema").and_then(Value::as_str).unwrap_or_default();
    if !schema.starts_with("cte/") {
        return Err(EarlierError::NoResult { file: file.to_owned() });
    }
    if !SCHEMAS.contains(&schema) {
        return Ok(EarlierFile::OtherKind(schema.to_owned()));
    }
    let root = At {
        file,
        place: String::new(),
        value: &value,
    };
    let items = schema == "cte/items/1";
    let options = root.member("options")?;
    let by = root.maybe("by");
    let mut by_column = by.as_ref().map(|by| by.member("column")?.text()).transpose()?;
    let mut scales = Vec::new();
    for scale in root.member("scales")?.list()? {
        let mut seen = scale_of(&scale, items)?;
        if let Some(by) = &by {
            seen.by = groups_of_items(by, &seen.items)?;
        }
        if let Some(by) = scale.maybe("by") {
            by_column = Some(by.member("column")?.text()?);
            seen.by = groups(&by.member("groups")?, "group")?;
        }
        scales.push(seen);
    }
    let without = root.maybe("without_flagged");
    let without_flagged = without.map(|without| second(&without, &scales)).transpose()?;
    let pair = |file: At<'_>| Ok((file.member("path")?.text()?, file.member("sha256")?.text()?));
    let arguments = root.member("run")?.member("arguments")?.list()?;
    Ok(EarlierFile::Result(Box::new(EarlierResult {
        schema: schema.to_owned(),
        instrument_sha256: root.member("instrument")?.member("sha256")?.text()?,
        inputs: root
            .member("input")?
            .list()?
            .into_iter()
            .map(pair)
            .collect::<Result<_, _>>()?,
        arguments: arguments.iter().map(At::text).collect::<Result<_, _>>()?,
        min_group: options.member("min_group")?.count()?,
        by: by_column,
        scales,
        without_flagged,
    })))
}

fn scale_of(scale: &At<'_>, items_only: bool) -> Result<SeenScale, EarlierError> {
    let items = scale.member("items")?.list()?;
    let id = |item: &At<'_>| match item.value {
        Value::String(id) => Ok(id.clone()),
        _ => item.member("id")?.text(),
    };
    // The trust's figures of a scale: its own, its coefficients, or those of its items.
    let total = match (scale.maybe("trust"), scale.maybe("coefficients")) {
        (Some(figures), _) | (None, Some(figures)) => figures.rule()?.is_none(),
        (None, None) if items_only => {
            let rules = items.iter().map(At::rule).collect::<Result<Vec<_>, _>>()?;
            rules.iter().any(Option::is_none)
        }
        (None, None) => return Err(scale.wrong("neither `trust` nor `coefficients`", "the trust's figures")),
    };
    // Items tell of a scale what its coefficients may not.
    let of_items = items.iter().filter(|item| item.value.is_object());
    let of_items = of_items.map(At::rule).collect::<Result<Vec<_>, _>>()?;
    Ok(SeenScale {
        id: scale.member("id")?.text()?,
        items: items.iter().map(id).collect::<Result<_, _>>()?,
        total: total || of_items.iter().any(Option::is_none),
        academies: match scale.maybe("academies") {
            Some(academies) => groups(&academies, "academy")?,
            None if items_only => Vec::new(),
            None => return Err(scale.wrong("no `academies`", "the list of academies")),
        },
        by: Vec::new(),
    })
}

fn groups(list: &At<'_>, key: &str) -> Result<Vec<SeenGroup>, EarlierError> {
    let group = |group: At<'_>| {
        Ok(SeenGroup {
            name: group.member(key)?.text()?,
            withheld: group.rule()?,
            n: group.maybe("n").map(|n| n.count()).transpose()?,
        })
    };
    list.list()?.into_iter().map(group).collect()
}

/// The groups of `cte items --by`: shown on a scale where any of its items is.
fn groups_of_items(by: &At<'_>, of_scale: &BTreeSet<String>) -> Result<Vec<SeenGroup>, EarlierError> {
    let group = |group: At<'_>| {
        let mut rules = Vec::new();
        for item in group.member("items")?.list()? {
            if of_scale.contains(&item.member("id")?.text()?) {
                rules.push(item.rule()?);
            }
        }
        Ok(SeenGroup {
            name: group.member("group")?.text()?,
            withheld: if rules.iter().any(Option::is_none) {
                None
            } else {
                rules.into_iter().flatten().next()
            },
            n: None,
        })
    };
    by.member("groups")?.list()?.into_iter().map(group).collect()
}

/// The scales without flagged respondents, which do not list their items.
fn second(without: &At<'_>, first: &[SeenScale]) -> Result<Vec<SeenScale>, EarlierError> {
    let scale = |scale: At<'_>| {
        let id = scale.member("id")?.text()?;
        let items = first.iter().find(|first| first.id == id);
        Ok(SeenScale {
            items: items.map(|first| first.items.clone()).unwrap_or_default(),
            id,
            total: scale.member("trust")?.rule()?.is_none(),
            academies: groups(&scale.member("academies")?, "academy")?,
            by: Vec::new(),
        })
    };
    without.member("scales")?.list()?.into_iter().map(scale).collect()
}

/// A value and where it stands.
#[derive(Debug, Clone)]
struct At<'a> {
    file: &'a str,
    place: String,
    value: &'a Value,
}

impl<'a> At<'a> {
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

    fn maybe(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.inside(key, value))
    }

    fn member(&self, key: &str) -> Result<Self, EarlierError> {
        self.maybe(key).ok_or_else(|| {
            let keys = self.value.as_object().into_iter().flat_map(|members| members.keys());
            let near =
                nearest(key, keys.map(String::as_str)).map_or(String::new(), |near| format!("; nearest: `{near}`"));
            let found = format!("no `{key}`{near}");
            self.wrong(&found, "what cte writes there")
        })
    }

    fn list(&self) -> Result<Vec<Self>, EarlierError> {
        let list = self
            .value
            .as_array()
            .ok_or_else(|| self.wrong(&self.kind(), "a list"))?;
        let members = list.iter().enumerate();
        Ok(members
            .map(|(at, value)| self.inside(&(at + 1).to_string(), value))
            .collect())
    }

    fn text(&self) -> Result<String, EarlierError> {
        let text = self.value.as_str().ok_or_else(|| self.wrong(&self.kind(), "text"))?;
        Ok(text.to_owned())
    }

    fn count(&self) -> Result<u64, EarlierError> {
        self.value
            .as_u64()
            .ok_or_else(|| self.wrong(&self.kind(), "a whole number"))
    }

    /// The rule that withholds a value, if one does.
    fn rule(&self) -> Result<Option<&'static str>, EarlierError> {
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

    fn kind(&self) -> String {
        match self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(flag) => format!("{flag}"),
            Value::Number(number) => format!("{number}"),
            Value::String(text) => format!("the text `{}`", text.chars().take(40).collect::<String>()),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        }
    }

    fn wrong(&self, found: &str, wanted: &'static str) -> EarlierError {
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

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = r#"{"schema": "cte/score/1", "instrument": {"sha256": "i"}, "input": [{"path": "a.csv",
        "sha256": "f"}], "run": {"arguments": ["score", "a.csv"]}, "options": {"min_group": 10}, "scales": [
        {"id": "all", "items": ["q1", "q2"], "trust": {"n": 30}, "academies": [{"academy": "Oak", "n": 20},
        {"academy": "Ash", "withheld": "small"}], "by": {"column": "role", "groups": [{"group": "Head", "n": 12}]}}]}"#;

    fn error(text: &str) -> String {
        read_earlier("r.json", text.as_bytes())
            .expect_err("an error")
            .to_string()
    }

    #[test]
    fn a_score_says_who_is_shown_and_who_is_not() {
        let Ok(EarlierFile::Result(found)) = read_earlier("r.json", RESULT.as_bytes()) else {
            panic!("a result")
        };
        assert_eq!(found.by.as_deref(), Some("role"));
        let scale = &found.scales[0];
        assert!(scale.total);
        assert_eq!(scale.academies[0].n, Some(20));
        assert_eq!(scale.academies[1].withheld, Some("small"));
        assert_eq!(scale.by[0].name, "Head");
    }

    #[test]
    fn what_is_not_as_it_should_be_is_named_with_its_place() {
        let unruly = RESULT.replace("\"small\"", "\"tiny\"");
        insta::assert_snapshot!(error(&unruly), @"in `r.json`, at `scales.1.academies.2.withheld`: found `tiny`, wanted `small` or `complementary` — give the file as cte wrote it, or make it again");
        let cut = RESULT.replace("\"min_group\"", "\"min_grup\"");
        insta::assert_snapshot!(error(&cut), @"in `r.json`, at `options`: found no `min_group`; nearest: `min_grup`, wanted what cte writes there — give the file as cte wrote it, or make it again");
        let half = RESULT.replace("\"n\": 20", "\"n\": 20.5");
        insta::assert_snapshot!(error(&half), @"in `r.json`, at `scales.1.academies.1.n`: found 20.5, wanted a whole number — give the file as cte wrote it, or make it again");
        insta::assert_snapshot!(error("{\"a\": 1}"), @"`r.json` is no result of cte: it has no `schema` that begins with `cte/` — take it out of there");
        assert!(error("{\"a\": ").contains("line 1 column"));
    }

    #[test]
    fn a_result_of_another_kind_is_said_to_be_one() {
        let found = read_earlier("r.json", br#"{"schema": "cte/compare/1"}"#);
        assert_eq!(found, Ok(EarlierFile::OtherKind("cte/compare/1".to_owned())));
    }
}
