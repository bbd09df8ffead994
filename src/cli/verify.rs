//! `cte verify`: makes an earlier result again from what it says of itself, and says whether it still holds.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Parser;
use serde_json::Value;

use crate::cli::args::{Cli, VerifyArgs};
use crate::cli::done::Done;
use crate::cli::files::bytes;
use crate::cli::made;
use crate::cli::published::survey_args;
use crate::export::{Style, format_named};
use crate::input::instrument::sha256;
use crate::report::{self, Difference, FileState, Verified};

/// What may differ by the last digits of a double, relative: another machine may add in another order.
const LAST_DIGITS: f64 = 1e-9;

pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let path = args.result.display().to_string();
    let text = bytes(&args.result)?;
    let then: Value = serde_json::from_slice(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text))
        .with_context(|| format!("`{path}` is no JSON: verify takes what --format json wrote"))?;
    let arguments = arguments(&then).with_context(|| {
        format!("`{path}` does not say how it was made: it is no result of cte, or of an older one")
    })?;
    let files = files(&then);
    let unread = files.iter().find(|(file, _)| file == "-");
    if unread.is_some() {
        bail!("`{path}` was made from standard input, which cannot be read again");
    }
    let files: Vec<(String, FileState)> = files
        .into_iter()
        .map(|(file, hash)| {
            let state = state(&file, &hash);
            (file, state)
        })
        .collect();
    let mut differences = Vec::new();
    let mut failure = None;
    let remade = Cli::try_parse_from(&arguments)
        .map_err(anyhow::Error::from)
        .and_then(|mut cli| {
            // What was given out after it was made did not bear on it.
            if let Some(survey) = survey_args(&mut cli.command) {
                survey.published_then = Some(files_at(&then, "/run/published"));
            }
            made(cli.command, &arguments)
        })
        .and_then(|done| json(&done));
    match remade {
        Ok(now) => compare("", &then, &now, &mut differences),
        Err(error) => failure = Some(format!("{error:#}")),
    }
    let verified = Verified {
        path,
        made_by: then["cte"].as_str().unwrap_or("unknown").to_owned(),
        files,
        differences,
        failure,
    };
    let mut done = Done::of(report::verified(&verified), &args.output, None);
    done.look = !verified.holds();
    done.finish()
}

/// The command line that made a result, with the program's name.
fn arguments(result: &Value) -> Option<Vec<OsString>> {
    let arguments = result.pointer("/run/arguments")?.as_array()?;
    let written = arguments.iter().map(|argument| argument.as_str().map(OsString::from));
    std::iter::once(Some(OsString::from("cte"))).chain(written).collect()
}

/// The files that a result says it was made from, and their checksums.
fn files(result: &Value) -> Vec<(String, String)> {
    let lists = ["/input", "/run/also_read", "/run/published"];
    let listed = lists
        .iter()
        .filter_map(|list| result.pointer(list)?.as_array())
        .flatten();
    let named = |file: &Value| Some((file["path"].as_str()?.to_owned(), file["sha256"].as_str()?.to_owned()));
    listed.filter_map(named).collect()
}

/// The paths of one list of files.
fn files_at(result: &Value, list: &str) -> Vec<PathBuf> {
    let listed = result.pointer(list).and_then(Value::as_array).into_iter().flatten();
    listed
        .filter_map(|file| file["path"].as_str())
        .map(PathBuf::from)
        .collect()
}

fn state(path: &str, hash: &str) -> FileState {
    match bytes(Path::new(path)) {
        Ok(bytes) if sha256(&bytes) == hash => FileState::Same,
        Ok(_) => FileState::Changed,
        Err(_) => FileState::Missing,
    }
}

/// The record of a result as a script reads it.
fn json(done: &Done) -> anyhow::Result<Value> {
    let format = format_named("json").context("there is no format `json`")?;
    Ok(serde_json::from_slice(&(format.write)(
        &done.report,
        &Style::default(),
    )?)?)
}

/// Every place in which two results differ; the version of the program is said by itself.
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
