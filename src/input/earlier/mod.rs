//! Earlier published results, read from their JSON: the rows they were made from, the options, and the groups they
//! show.

mod at;
mod one_term;
mod several_terms;

use std::collections::BTreeSet;

use serde_json::Value;

use at::PlacedValue;

/// A reason why a file cannot be used as an earlier result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// It is not JSON.
    #[error("`{file}` is not JSON: {problem} — give an earlier result as --format json wrote it")]
    NoJson {
        /// The file.
        file: String,
        /// The message of the JSON reader, with line and column.
        problem: String,
    },
    /// It is JSON, but not a result of cte. Contains the file.
    #[error("`{0}` is not a result of cte: it has no `schema` that begins with `cte/` — leave it out")]
    NoResult(String),
    /// It is not in the form that cte writes.
    #[error(
        "in `{file}`, at `{place}`: found {found}, wanted {wanted} — give the file as cte wrote it, or make it again"
    )]
    Place {
        /// The file.
        file: String,
        /// The keys and list positions that lead to the place, counted from 1.
        place: String,
        /// The value found.
        found: String,
        /// The value expected.
        wanted: &'static str,
    },
}

/// A group in an earlier result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenGroup {
    /// Its name.
    pub name: String,
    /// The rule that withholds it, if it is withheld.
    pub withheld: Option<&'static str>,
    /// The number of respondents with a score, if the result shows it.
    pub n: Option<u64>,
    /// True if a standardised score is shown, which discloses something about the group's roles.
    pub standardised: bool,
}

/// A scale in an earlier result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenScale {
    /// The scale's id.
    pub id: String,
    /// The ids of its items.
    pub items: BTreeSet<String>,
    /// True if figures of the trust are shown.
    pub total: bool,
    /// The academies.
    pub academies: Vec<SeenGroup>,
    /// The groups of the second grouping, if there is one.
    pub by: Vec<SeenGroup>,
}

/// A term of an earlier result: its rows, and what is shown about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTerm {
    /// Its name, if the result covers several terms.
    pub name: Option<String>,
    /// SHA-256 of the questionnaire.
    pub instrument_sha256: String,
    /// The response files: path and SHA-256.
    pub inputs: Vec<(String, String)>,
    /// The scales.
    pub scales: Vec<SeenScale>,
    /// The scales of a second result, if there is one: without flagged respondents or, for several terms, of those who
    /// answered in both.
    pub second: Option<Vec<SeenScale>>,
}

/// An earlier published result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierResult {
    /// The schema, such as `cte/score/2`.
    pub schema: String,
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// The smallest number of respondents whose figures it shows.
    pub min_group: u64,
    /// The column of the second grouping.
    pub by: Option<String>,
    /// Its terms, earliest first.
    pub terms: Vec<SeenTerm>,
    /// The response files behind the tallies it was made from: path and SHA-256.
    pub counted: Vec<(String, String)>,
}

impl EarlierResult {
    /// The files of all terms, and the response files behind tallies: path and SHA-256.
    pub fn inputs(&self) -> impl Iterator<Item = &(String, String)> {
        let read = self.terms.iter().flat_map(|term| &term.inputs);
        read.chain(&self.counted)
    }
}

/// The kind of a file of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlierFile {
    /// A result that can be taken into account.
    Result(Box<EarlierResult>),
    /// Another kind of cte result, named by its schema.
    OtherKind(String),
}

/// The content of a result, and the column of its second grouping.
struct Shows {
    by: Option<String>,
    terms: Vec<SeenTerm>,
}

/// A function that reads one kind of result.
type Reader = fn(&PlacedValue<'_>) -> Result<Shows, EarlierError>;

/// The kinds of results that are taken into account, by schema.
const READERS: [(&str, Reader); 5] = [
    ("cte/score/2", one_term::of_scores),
    ("cte/items/2", one_term::of_items),
    ("cte/reliability/2", one_term::of_scores),
    ("cte/compare/2", several_terms::of_change),
    ("cte/trend/2", several_terms::of_trend),
];

/// Reads an earlier published result.
///
/// # Errors
/// When it is not JSON, not a result, or not in the form that cte writes; the error names the file and the place.
pub fn read_earlier(file: &str, bytes: &[u8]) -> Result<EarlierFile, EarlierError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| EarlierError::NoJson {
        file: file.to_owned(),
        problem: error.to_string(),
    })?;
    let schema = value.get("schema").and_then(Value::as_str).unwrap_or_default();
    if !schema.starts_with("cte/") {
        return Err(EarlierError::NoResult(file.to_owned()));
    }
    let Some((_, read)) = READERS.iter().find(|(name, _)| *name == schema) else {
        return Ok(EarlierFile::OtherKind(schema.to_owned()));
    };
    let root = PlacedValue::root(file, &value);
    let arguments = root.member("run")?.member("arguments")?.list()?;
    let Shows { by, terms } = read(&root)?;
    let mut counted = Vec::new();
    if let Some(files) = root.member("run")?.maybe("counted") {
        for file in files.list()? {
            counted.push(read_file(&file)?);
        }
    }
    Ok(EarlierFile::Result(Box::new(EarlierResult {
        schema: schema.to_owned(),
        arguments: arguments.iter().map(PlacedValue::text).collect::<Result<_, _>>()?,
        min_group: root.member("options")?.member("min_group")?.count()?,
        by,
        terms,
        counted,
    })))
}

/// The path and checksum of a file.
fn read_file(file: &PlacedValue<'_>) -> Result<(String, String), EarlierError> {
    Ok((file.member("path")?.text()?, file.member("sha256")?.text()?))
}

/// The response files whose entries satisfy `of`.
fn inputs(
    root: &PlacedValue<'_>,
    of: impl Fn(&PlacedValue<'_>) -> Result<bool, EarlierError>,
) -> Result<Vec<(String, String)>, EarlierError> {
    let mut found = Vec::new();
    for file in root.member("input")?.list()? {
        if of(&file)? {
            found.push(read_file(&file)?);
        }
    }
    Ok(found)
}

fn sha256_of(holder: &PlacedValue<'_>) -> Result<String, EarlierError> {
    holder.member("instrument")?.member("sha256")?.text()
}

/// The groups in a list, each with its `n` under the given key.
fn groups(list: &PlacedValue<'_>, key: &str) -> Result<Vec<SeenGroup>, EarlierError> {
    let group = |group: PlacedValue<'_>| {
        Ok(SeenGroup {
            name: group.member(key)?.text()?,
            withheld: group.rule()?,
            n: group.maybe("n").map(|n| n.count()).transpose()?,
            standardised: standardised(&group)?,
        })
    };
    list.list()?.into_iter().map(group).collect()
}

/// True if a standardised score is shown next to the plain one.
fn standardised(shown: &PlacedValue<'_>) -> Result<bool, EarlierError> {
    let found = shown.maybe("standardised").map(|found| found.rule()).transpose()?;
    Ok(found.is_some_and(|rule| rule.is_none()))
}

/// The scales of a second result, which do not list their items.
fn second(result: &PlacedValue<'_>, first: &[SeenScale]) -> Result<Vec<SeenScale>, EarlierError> {
    let scale = |scale: PlacedValue<'_>| {
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

    const RESULT: &str = r#"{"schema": "cte/score/2", "instrument": {"sha256": "i"}, "input": [{"path": "a.csv",
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
        insta::assert_snapshot!(error("{\"a\": 1}"), @"`r.json` is not a result of cte: it has no `schema` that begins with `cte/` — leave it out");
        assert!(error("{\"a\": ").contains("line 1 column"));
    }

    #[test]
    fn a_result_of_another_kind_is_said_to_be_one() {
        let found = read_earlier("r.json", br#"{"schema": "cte/check/2"}"#);
        assert_eq!(found, Ok(EarlierFile::OtherKind("cte/check/2".to_owned())));
    }
}
