//! Earlier published results, read from their JSON: the rows they were made from, the options, and the groups they
//! show.

mod at;
mod one_term;
mod several_terms;
mod strict;

use std::collections::BTreeSet;

use serde_json::Value;

use at::PlacedValue;
use strict::strict_json;

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
    #[error(
        "`{0}` is not a result of cte: it has no `schema` that begins with `cte/` — leave it out, or move it out of the folder \
         of published results"
    )]
    NoResult(String),
    /// It is a result of a kind or a version that cannot be compared with others.
    #[error(
        "`{file}` is of the kind `{schema}`, which cannot be compared with other results: what it and a new result tell together \
         is unknown; those that can be compared are {} — if it was never given out, leave it out or move it out of the folder of \
         published results; otherwise use the version of cte that wrote it", .known.join(", ")
    )]
    UnknownKind {
        /// The file.
        file: String,
        /// Its schema.
        schema: String,
        /// The schemas that can be compared.
        known: Vec<&'static str>,
    },
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

/// What a term of an earlier result was made from, so that it can be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenResponses {
    /// The term's name in the trust file.
    pub term: Option<String>,
    /// A checksum of the answers, whatever file they are in. Results on few questions have none.
    pub answers: Option<String>,
    /// A checksum of what the questionnaire asks and how it is scored.
    pub items: String,
}

/// An earlier published result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierResult {
    /// The schema, such as `cte/score/2`.
    pub schema: String,
    /// The version of cte that made it.
    pub version: String,
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
    /// What each term was made from, in the order of the terms.
    pub responses: Vec<SeenResponses>,
    /// Other files that were read, such as the trust file: path and SHA-256.
    pub also_read: Vec<(String, String)>,
    /// The earlier results that it takes into account: path and SHA-256.
    pub published: Vec<(String, String)>,
}

impl EarlierResult {
    /// The files of all terms, and the response files behind tallies: path and SHA-256.
    pub fn inputs(&self) -> impl Iterator<Item = &(String, String)> {
        let read = self.terms.iter().flat_map(|term| &term.inputs);
        read.chain(&self.counted)
    }
}

/// The content of a result, and the column of its second grouping.
struct Shows {
    by: Option<String>,
    terms: Vec<SeenTerm>,
}

/// A function that reads one kind of result.
type Reader = fn(&PlacedValue<'_>) -> Result<Shows, EarlierError>;

/// The kinds of results that are taken into account, by schema.
const READERS: [(&str, Reader); 6] = [
    ("cte/score/2", one_term::of_scores),
    ("cte/items/2", one_term::of_items),
    ("cte/reliability/2", one_term::of_scores),
    ("cte/structure/1", one_term::of_structure),
    ("cte/compare/2", several_terms::of_change),
    ("cte/trend/2", several_terms::of_trend),
];

/// Reads an earlier published result.
///
/// # Errors
/// When it is not JSON, not a result that can be compared, or not in the form that cte writes; the error names the file and the
/// place.
pub fn read_earlier(file: &str, bytes: &[u8]) -> Result<EarlierResult, EarlierError> {
    let value = strict_json(bytes).map_err(|problem| EarlierError::NoJson {
        file: file.to_owned(),
        problem: problem.to_string(),
    })?;
    let schema = value.get("schema").and_then(Value::as_str).unwrap_or_default();
    if !schema.starts_with("cte/") {
        return Err(EarlierError::NoResult(file.to_owned()));
    }
    let Some((_, read)) = READERS.iter().find(|(name, _)| *name == schema) else {
        return Err(EarlierError::UnknownKind {
            file: file.to_owned(),
            schema: schema.to_owned(),
            known: READERS.map(|(name, _)| name).to_vec(),
        });
    };
    let root = PlacedValue::root(file, &value);
    let run = root.member("run")?;
    let arguments = run.member("arguments")?.list()?;
    let Shows { by, terms } = read(&root)?;
    let responses = run.member("responses")?;
    let seen = responses
        .list()?
        .iter()
        .map(seen_responses)
        .collect::<Result<Vec<_>, _>>()?;
    if seen.len() != terms.len() {
        return Err(responses.wrong(&format!("{} entries", seen.len()), "one for each term"));
    }
    Ok(EarlierResult {
        schema: schema.to_owned(),
        version: root.member("cte")?.text()?,
        arguments: arguments.iter().map(PlacedValue::text).collect::<Result<_, _>>()?,
        min_group: root.member("options")?.member("min_group")?.count()?,
        by,
        terms,
        counted: files(&run, "counted")?,
        responses: seen,
        also_read: files(&run, "also_read")?,
        published: files(&run, "published")?,
    })
}

fn seen_responses(seen: &PlacedValue<'_>) -> Result<SeenResponses, EarlierError> {
    Ok(SeenResponses {
        term: seen.maybe("term").map(|term| term.text()).transpose()?,
        answers: seen.maybe("answers").map(|answers| answers.text()).transpose()?,
        items: seen.member("items")?.text()?,
    })
}

/// A list of files: path and SHA-256; empty if there is none.
fn files(holder: &PlacedValue<'_>, key: &str) -> Result<Vec<(String, String)>, EarlierError> {
    let Some(files) = holder.maybe(key) else {
        return Ok(Vec::new());
    };
    let file = |file: PlacedValue<'_>| Ok((file.member("path")?.text()?, file.member("sha256")?.text()?));
    files.list()?.into_iter().map(file).collect()
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
        "sha256": "f"}], "cte": "0.1.0", "run": {"arguments": ["score", "a.csv"], "responses": [{"answers": "a", "items": "b"}]},
        "options": {"min_group": 10}, "scales": [
        {"id": "all", "items": ["q1", "q2"], "trust": {"n": 30}, "academies": [{"academy": "Oak", "n": 20},
        {"academy": "Ash", "withheld": "small"}], "by": {"column": "role", "groups": [{"group": "Head", "n": 12}]}}]}"#;

    fn error(text: &str) -> String {
        read_earlier("r.json", text.as_bytes())
            .expect_err("an error")
            .to_string()
    }

    #[test]
    fn a_score_says_who_is_shown_and_who_is_not() {
        let found = read_earlier("r.json", RESULT.as_bytes()).expect("a result");
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
        insta::assert_snapshot!(error("{\"a\": 1}"), @"`r.json` is not a result of cte: it has no `schema` that begins with `cte/` — leave it out, or move it out of the folder of published results");
        assert!(error("{\"a\": ").contains("line 1 column"));
    }

    #[test]
    fn a_result_of_another_kind_or_version_is_refused() {
        insta::assert_snapshot!(error(r#"{"schema": "cte/check/2"}"#), @"`r.json` is of the kind `cte/check/2`, which cannot be compared with other results: what it and a new result tell together is unknown; those that can be compared are cte/score/2, cte/items/2, cte/reliability/2, cte/structure/1, cte/compare/2, cte/trend/2 — if it was never given out, leave it out or move it out of the folder of published results; otherwise use the version of cte that wrote it");
        assert!(error(&RESULT.replace("cte/score/2", "cte/score/99")).contains("`cte/score/99`"));
    }

    #[test]
    fn a_truncated_result_or_one_with_a_key_twice_is_refused() {
        for end in 1..RESULT.len() {
            assert!(read_earlier("r.json", &RESULT.as_bytes()[..end]).is_err(), "{end}");
        }
        let twice = RESULT.replace("\"trust\": {", "\"trust\": {\"withheld\": \"small\"}, \"trust\": {");
        insta::assert_snapshot!(error(&twice), @"`r.json` is not JSON: the key `trust` is there twice at line 4 column 95 — give an earlier result as --format json wrote it");
    }
}
