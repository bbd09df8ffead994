//! Verifies an earlier result: makes it again from its recorded arguments, and compares.

use serde_json::Value;

use crate::engine::{Error, Files, Source};
use crate::export::{JSON, Style};
use crate::report::{self, Difference, FileState, Report, Verified};

/// The relative difference that is ignored: another machine may add in another order.
const LAST_DIGITS: f64 = 1e-9;

/// An earlier result that says how it was made.
#[derive(Debug, Clone)]
pub struct RecordedRun {
    path: String,
    result: Value,
    /// The command and its arguments.
    pub arguments: Vec<String>,
    /// The names of the earlier results that it took into account.
    pub published: Vec<String>,
}

/// An earlier result compared with itself made again.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The report.
    pub report: Report,
    /// True if the result is the same today.
    pub holds: bool,
}

impl RecordedRun {
    /// Reads an earlier result in JSON.
    ///
    /// # Errors
    /// When it is no JSON, does not say how it was made, or was made from standard input.
    pub fn read(source: &Source) -> Result<Self, Error> {
        let path = source.name().to_owned();
        let text = source.bytes()?;
        let result: Value = match serde_json::from_slice(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text)) {
            Ok(result) => result,
            Err(error) => return Err(Error::ResultIsNotJson { path, error }),
        };
        let Some(arguments) = recorded_arguments(&result) else {
            return Err(Error::ResultWithoutArguments(path));
        };
        if recorded_files(&result).iter().any(|(file, _)| file == "-") {
            return Err(Error::ResultWasMadeFromStandardInput(path));
        }
        let published = listed(&result, "/run/published").filter_map(|file| file["path"].as_str());
        let published = published.map(str::to_owned).collect::<Vec<String>>();
        Ok(Self {
            path,
            result,
            arguments,
            published,
        })
    }

    /// Compares the result with itself made again, or with the reason why it could not be.
    ///
    /// # Errors
    /// When the new result cannot be written as JSON.
    pub fn compare(&self, remade: Result<Report, String>, files: &dyn Files) -> Result<Verification, Error> {
        let state = |(file, hash): (String, String)| {
            let state = match files.open(&file).map(|file| file.sha256()) {
                Ok(Ok(own)) if own == hash => FileState::Same,
                Ok(Ok(_)) => FileState::Changed,
                _ => FileState::Missing,
            };
            (file, state)
        };
        let mut differences = Vec::new();
        let failure = match remade {
            Ok(report) => {
                let bytes = (JSON.write)(&report, &Style::default())?;
                let now = serde_json::from_slice(&bytes).map_err(|error| Error::ResultIsNotJson {
                    path: self.path.clone(),
                    error,
                })?;
                compare("", &self.result, &now, &mut differences);
                None
            }
            Err(failure) => Some(failure),
        };
        let verified = Verified {
            path: self.path.clone(),
            made_by: self.result["cte"].as_str().unwrap_or("unknown").to_owned(),
            files: recorded_files(&self.result).into_iter().map(state).collect(),
            differences,
            failure,
        };
        Ok(Verification {
            report: report::verified(&verified),
            holds: verified.holds(),
        })
    }
}

/// The command and arguments that made a result.
fn recorded_arguments(result: &Value) -> Option<Vec<String>> {
    let arguments = result.pointer("/run/arguments")?.as_array()?;
    let text = |argument: &Value| argument.as_str().map(str::to_owned);
    arguments.iter().map(text).collect()
}

/// The files that a result was made from, with their checksums.
fn recorded_files(result: &Value) -> Vec<(String, String)> {
    let named = |file: &Value| Some((file["path"].as_str()?.to_owned(), file["sha256"].as_str()?.to_owned()));
    ["/input", "/run/also_read", "/run/published"]
        .into_iter()
        .flat_map(|list| listed(result, list))
        .filter_map(named)
        .collect()
}

fn listed<'r>(result: &'r Value, list: &str) -> impl Iterator<Item = &'r Value> + use<'r> {
    result.pointer(list).and_then(Value::as_array).into_iter().flatten()
}

/// Collects every place where two results differ, except the version of the program.
fn compare(place: &str, then: &Value, now: &Value, differences: &mut Vec<Difference>) {
    let inside = |key: &str| {
        if place.is_empty() {
            key.to_owned()
        } else {
            format!("{place}.{key}")
        }
    };
    match (then, now) {
        (Value::Object(before), Value::Object(after)) => {
            let fresh = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(fresh) {
                if place.is_empty() && key == "cte" {
                    continue;
                }
                let (before, after) = (before.get(key), after.get(key));
                compare(
                    &inside(key),
                    before.unwrap_or(&Value::Null),
                    after.unwrap_or(&Value::Null),
                    differences,
                );
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (before, after)) in before.iter().zip(after).enumerate() {
                compare(&inside(&(at + 1).to_string()), before, after, differences);
            }
        }
        _ if then == now || nearly(then, now) => {}
        _ => differences.push(Difference {
            place: place.to_owned(),
            then: shown(then),
            now: shown(now),
        }),
    }
}

fn nearly(then: &Value, now: &Value) -> bool {
    match (then.as_f64(), now.as_f64()) {
        (Some(then), Some(now)) => (then - now).abs() <= LAST_DIGITS * then.abs().max(now.abs()),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("a list of {}", list.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
