//! What was given out earlier of the same rows: found, read, made again as far as who is in which group, and kept in mind.

mod again;
mod counts;
mod find;
mod rows;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::args::{Command, SurveyArgs};
use crate::cli::config::{Config, Wave};
use crate::cli::files::bytes;
use crate::cli::load::Loaded;
use crate::cli::output::replace;
use crate::cli::published::again::Again;
use crate::cli::published::find::changed;
use crate::cli::published::rows::{Places, members};
use crate::cli::sources;
use crate::disclosure::{EarlierOutput, Guarded, NewOutput, guard, withheld_cells};
use crate::export::{Style, format_of_ending};
use crate::input::instrument::sha256;
use crate::input::{EarlierFile, EarlierResult, read_earlier};
use crate::model::{Finding, Level};
use crate::report::{Report, audit};

pub(crate) use find::paths;
pub(crate) use rows::Linking;

/// A term of this run, and what was read for it.
#[derive(Clone, Copy)]
pub(crate) struct Now<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) wave: &'a Wave,
}

/// What earlier results tell, over the rows of all of them and of this run's terms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    rows: usize,
    /// For each term of this run the places of its rows.
    places: Vec<Vec<usize>>,
    earlier: Vec<EarlierOutput>,
}

/// What was found of earlier results.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) known: Known,
    /// What is to be said of them.
    pub(crate) findings: Vec<Finding>,
    /// Every one that was read, with its SHA-256.
    pub(crate) read: Vec<(String, String)>,
}

/// A result that was read.
struct Read<'p> {
    path: &'p Path,
    name: String,
    result: EarlierResult,
    /// Whether it tells of rows of this run, by itself or together with others.
    same: bool,
}

/// The survey arguments of a command that takes responses.
pub(crate) fn survey_args(command: &mut Command) -> Option<&mut SurveyArgs> {
    match command {
        Command::Score(args) => Some(&mut args.survey),
        Command::Check(args) => Some(&mut args.survey),
        Command::Reliability(args) => Some(&mut args.survey),
        Command::Items(args) => Some(&mut args.survey),
        Command::Compare(args) => Some(&mut args.survey),
        Command::Trend(args) => Some(&mut args.survey),
        Command::Report(args) => Some(&mut args.survey),
        Command::Plot(args) => Some(&mut args.survey),
        Command::Tally(args) => Some(&mut args.survey),
        Command::Init(_) | Command::Instrument(_) | Command::Verify(_) => None,
    }
}

/// Reads the results given out earlier, and says which of them tell of the same rows.
///
/// # Errors
/// When one of them is no result, or cannot be made again from the files as they are.
pub(crate) fn known(args: &SurveyArgs, config: Option<&Config>, now: &[Now<'_>]) -> anyhow::Result<Found> {
    let mut found = Found::default();
    let paths = paths(args, config)?;
    let mut results = read(&paths, &mut found)?;
    mark_same(&mut results, now);
    let (same, apart): (Vec<_>, Vec<_>) = results.into_iter().partition(|result| result.same);
    for other in &apart {
        if let Some(changed) = changed(&other.result, other.path, now, config) {
            let message = format!(
                "`{}` was made from `{changed}` when that had other bytes: its figures and these differ by the rows that have \
                 changed, and nothing guards against subtracting them — give out only one of the two",
                other.name
            );
            found.say(Level::Warning, "published-other-version", message);
        }
    }
    if !apart.is_empty() {
        let message = format!(
            "given out earlier, of other files than these, so nothing to subtract: {}",
            listed(apart.iter().map(|other| other.name.as_str()))
        );
        found.say(Level::Note, "published-apart", message);
    }
    if same.is_empty() {
        return Ok(found);
    }
    if counts::are_among(&same, now) {
        counts::nothing_to_subtract(&same, now)?;
        let message = format!(
            "given out earlier, of the same answers, with nothing to subtract: {}",
            listed(same.iter().map(|same| same.name.as_str()))
        );
        found.say(Level::Note, "published", message);
        return Ok(found);
    }
    let message = format!(
        "given out earlier, of the same answers, and taken into account: {}",
        listed(same.iter().map(|same| same.name.as_str()))
    );
    found.say(Level::Note, "published", message);
    let mut all = Places::default();
    let known = &mut found.known;
    for term in now {
        known.places.push(all.of(term.loaded)?);
    }
    let mut again = Vec::with_capacity(same.len());
    for one in &same {
        let made = Again::of(&one.result, (&one.name, one.path), config, now)?;
        let places = made.loaded.iter().map(|loaded| all.of(loaded));
        let places = places.collect::<anyhow::Result<Vec<_>>>()?;
        again.push((one, made, places));
    }
    known.rows = all.rows.len();
    for (one, made, places) in again {
        known
            .earlier
            .extend(made.earlier(&one.name, &one.result, &places, known.rows));
    }
    Ok(found)
}

/// Reads every result once.
fn read<'p>(paths: &'p [PathBuf], found: &mut Found) -> anyhow::Result<Vec<Read<'p>>> {
    let mut results = Vec::new();
    let mut hashes = BTreeSet::new();
    for path in paths {
        let (name, bytes) = (
            path.display().to_string(),
            bytes(path).context("a result given out earlier")?,
        );
        let hash = sha256(&bytes);
        if !hashes.insert(hash.clone()) {
            continue;
        }
        found.read.push((name.clone(), hash));
        match read_earlier(&name, &bytes)? {
            EarlierFile::Result(result) => results.push(Read {
                path,
                name,
                result: *result,
                same: false,
            }),
            EarlierFile::OtherKind(schema) => {
                let message = format!(
                    "`{name}` was given out, and is of the kind {schema}, whose figures are not compared: nothing here guards \
                     against subtracting them"
                );
                found.say(Level::Warning, "published-other-kind", message);
            }
        }
    }
    Ok(results)
}

/// Marks the results that share a file with this run, or with another result that does: two of them may tell of a third's rows.
fn mark_same(results: &mut [Read<'_>], now: &[Now<'_>]) {
    let mut reached: BTreeSet<String> = now.iter().flat_map(|term| counts::hashes(term.loaded)).collect();
    loop {
        let next = results
            .iter_mut()
            .find(|result| !result.same && result.result.inputs().any(|(_, hash)| reached.contains(hash)));
        let Some(next) = next else { return };
        next.same = true;
        reached.extend(next.result.inputs().map(|(_, hash)| hash.clone()));
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

impl Found {
    fn say(&mut self, level: Level, code: &'static str, message: String) {
        self.findings.push(Finding::new(level, code, message));
    }
}

impl Known {
    /// What the earlier results tell.
    pub(crate) fn earlier(&self) -> &[EarlierOutput] {
        &self.earlier
    }

    /// A term of this run as what is to be made; `shows` says for each grouping whether the output shows figures by it,
    /// `left_out` whom a second result leaves out.
    fn current(&self, term: usize, loaded: &Loaded, shows: &[bool], left_out: Option<&[bool]>) -> NewOutput {
        let own = loaded.survey.responses.rows();
        let (rows, places) = match self.places.get(term) {
            Some(places) => (self.rows, places.clone()),
            None => (own, (0..own).collect()),
        };
        NewOutput {
            members: members(loaded, &places, rows, None),
            shows: shows.to_vec(),
            left_out: left_out.map(|left_out| {
                let mut all = left_out.to_vec();
                all.resize(rows, false);
                all
            }),
        }
    }

    /// A term of several as what is to be made.
    pub(crate) fn current_term(&self, term: usize, loaded: &Loaded) -> NewOutput {
        self.current(term, loaded, &[true, true], None)
    }

    /// Those who answered in both of two terms as what is to be made; nothing where nothing was given out earlier.
    pub(crate) fn current_linked(&self, linking: &Linking<'_>) -> Option<NewOutput> {
        let [then, now] = self.places.as_slice() else {
            return None;
        };
        Some(NewOutput {
            members: linking.members([then, now], self.rows),
            shows: vec![true],
            left_out: None,
        })
    }
}

impl Loaded {
    /// Decides what may be shown beside what was given out earlier, and writes the audit where one is asked for; nothing where
    /// neither is. `shows` says for each grouping whether the output shows figures by it.
    ///
    /// # Errors
    /// When the audit cannot be written.
    pub(crate) fn guarded(
        &mut self,
        args: &SurveyArgs,
        shows: &[bool],
        left_out: Option<&[bool]>,
    ) -> anyhow::Result<Option<Guarded>> {
        if args.audit.is_some() {
            self.needs_rows("--audit")?;
        }
        if self.known.earlier.is_empty() && args.audit.is_none() {
            return Ok(None);
        }
        let current = self.known.current(0, self, shows, left_out);
        let survey = self.survey();
        let guarded = guard(&survey, self.policy, &current, &self.known.earlier);
        if let Some(path) = &args.audit {
            let cells = withheld_cells(&survey, &guarded, shows);
            write_audit(path, &audit(&cells, &self.context(), self.policy, self.options))?;
        }
        drop(survey);
        let findings = self.told_beside(&guarded);
        self.survey.findings.extend(findings);
        Ok(Some(guarded))
    }

    /// What the earlier results made necessary, and what nothing can take back.
    pub(crate) fn told_beside(&self, guarded: &Guarded) -> Vec<Finding> {
        let mut findings = Vec::new();
        for set in guarded.sets() {
            let names = set.scales.iter().map(|&scale| &self.instrument.scales()[scale].name);
            let scales = names.map(String::as_str).collect::<Vec<_>>().join(", ");
            let least = self.policy.min_group;
            if !set.disclosed_earlier.is_empty() {
                let message = format!(
                    "{scales}: what was given out earlier already tells of fewer than {least} people ({}); nothing can take it back",
                    set.disclosed_earlier.join(", ")
                );
                findings.push(Finding::new(Level::Warning, "already-published", message));
            }
            if !set.because.is_empty() {
                let what = if set.plan.total.is_some() {
                    "everything is"
                } else {
                    "more is"
                };
                let message = format!(
                    "{scales}: {what} withheld, because beside {} it would tell of fewer than {least} people",
                    listed(set.because.iter().map(String::as_str)),
                );
                findings.push(Finding::new(Level::Note, "published-withheld", message));
            }
        }
        findings
    }
}

/// Writes an audit whole, as its ending says.
///
/// # Errors
/// When it cannot be written, or no format of its ending is one for an audit.
pub(crate) fn write_audit(path: &Path, report: &Report) -> anyhow::Result<()> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let format = format_of_ending(ending).filter(|format| ["csv", "json"].contains(&format.name));
    let format = format.with_context(|| {
        format!(
            "`{}`: an audit is written as a table or a record: end its name in .csv or .json",
            path.display()
        )
    })?;
    replace(path, &(format.write)(report, &Style::default())?)?;
    sources::note(path);
    Ok(())
}
