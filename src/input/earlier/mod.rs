//! A result given out earlier, read from its JSON: of which rows it was made, how, and which groups it shows.

mod at;
mod one_term;
mod several_terms;

use std::collections::BTreeSet;

use serde_json::Value;

use at::At;

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
    /// Whether a standardised score of it is shown, which tells of its roles.
    pub standardised: bool,
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

/// A term of a result: its rows, and what the result shows of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTerm {
    /// Its name, where the result is one of several terms.
    pub name: Option<String>,
    /// SHA-256 of the questionnaire.
    pub instrument_sha256: String,
    /// The response files: path and SHA-256.
    pub inputs: Vec<(String, String)>,
    /// The scales.
    pub scales: Vec<SeenScale>,
    /// The scales of a second result, where there is one: without flagged respondents or, of several terms, of those who
    /// answered in both.
    pub second: Option<Vec<SeenScale>>,
}

/// A result given out earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierResult {
    /// The schema, such as `cte/score/1`.
    pub schema: String,
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// The fewest respondents whose figures it shows.
    pub min_group: u64,
    /// The column of the second grouping.
    pub by: Option<String>,
    /// Its terms, the earliest first.
    pub terms: Vec<SeenTerm>,
    /// The response files behind the tallies that it was made from: path and SHA-256.
    pub counted: Vec<(String, String)>,
}

impl EarlierResult {
    /// The files of all terms and the response files behind them: path and SHA-256.
    pub fn inputs(&self) -> impl Iterator<Item = &(String, String)> {
        let read = self.terms.iter().flat_map(|term| &term.inputs);
        read.chain(&self.counted)
    }
}

/// What a file of results is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlierFile {
    /// A result that can be taken into account.
    Result(Box<EarlierResult>),
    /// A result of cte of another kind, by its schema.
    OtherKind(String),
}

/// What a result shows, with the column of its second grouping.
struct Shows {
    by: Option<String>,
    terms: Vec<SeenTerm>,
}

/// How a kind of result is read.
type Reader = fn(&At<'_>) -> Result<Shows, EarlierError>;

/// The kinds of results that are taken into account, by schema.
const READERS: [(&str, Reader); 5] = [
    ("cte/score/1", one_term::of_scores),
    ("cte/items/1", one_term::of_items),
    ("cte/reliability/1", one_term::of_scores),
    ("cte/compare/1", several_terms::of_change),
    ("cte/trend/1", several_terms::of_trend),
];

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
    let Some((_, read)) = READERS.iter().find(|(name, _)| *name == schema) else {
        return Ok(EarlierFile::OtherKind(schema.to_owned()));
    };
    let root = At::root(file, &value);
    let arguments = root.member("run")?.member("arguments")?.list()?;
    let Shows { by, terms } = read(&root)?;
    let mut counted = Vec::new();
    if let Some(files) = root.member("run")?.maybe("counted") {
        for file in files.list()? {
            counted.push((file.member("path")?.text()?, file.member("sha256")?.text()?));
        }
    }
    Ok(EarlierFile::Result(Box::new(EarlierResult {
        schema: schema.to_owned(),
        arguments: arguments.iter().map(At::text).collect::<Result<_, _>>()?,
        min_group: root.member("options")?.member("min_group")?.count()?,
        by,
        terms,
        counted,
    })))
}

/// The response files whose entries `of` takes.
fn inputs(
    root: &At<'_>,
    of: impl Fn(&At<'_>) -> Result<bool, EarlierError>,
) -> Result<Vec<(String, String)>, EarlierError> {
    let mut found = Vec::new();
    for file in root.member("input")?.list()? {
        if of(&file)? {
            found.push((file.member("path")?.text()?, file.member("sha256")?.text()?));
        }
    }
    Ok(found)
}

fn sha256_of(holder: &At<'_>) -> Result<String, EarlierError> {
    holder.member("instrument")?.member("sha256")?.text()
}

/// The groups of a list, each with `n` under the key of that name.
fn groups(list: &At<'_>, key: &str) -> Result<Vec<SeenGroup>, EarlierError> {
    let group = |group: At<'_>| {
        Ok(SeenGroup {
            name: group.member(key)?.text()?,
            withheld: group.rule()?,
            n: group.maybe("n").map(|n| n.count()).transpose()?,
            standardised: standardised(&group)?,
        })
    };
    list.list()?.into_iter().map(group).collect()
}

/// Whether a standardised score is shown beside the plain one.
fn standardised(shown: &At<'_>) -> Result<bool, EarlierError> {
    let found = shown.maybe("standardised").map(|found| found.rule()).transpose()?;
    Ok(found.is_some_and(|rule| rule.is_none()))
}

/// The scales of a second result, which do not list their items.
fn second(result: &At<'_>, first: &[SeenScale]) -> Result<Vec<SeenScale>, EarlierError> {
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
    result.member("scales")?.list()?.into_iter().map(scale).collect()
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
        let scale = &found.terms[0].scales[0];
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
        let found = read_earlier("r.json", br#"{"schema": "cte/check/1"}"#);
        assert_eq!(found, Ok(EarlierFile::OtherKind("cte/check/1".to_owned())));
    }
}
