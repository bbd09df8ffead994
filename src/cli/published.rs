//! What was given out earlier of the same rows: found, read, made again as far as who is in which group, and kept in mind.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use clap::Parser;

use crate::analysis::{Criteria, answering_rows, scored_rows, screening};
use crate::cli::args::{Cli, Command, SurveyArgs};
use crate::cli::config::{Config, Wave};
use crate::cli::files::bytes;
use crate::cli::load::{Loaded, load_term};
use crate::cli::output::replace;
use crate::disclosure::{
    Current, Earlier, EarlierScale, Fate, Guarded, Labels, Members, Rule, ScaleMembers, Survey, guard, withheld_cells,
};
use crate::export::{Style, format_of_ending};
use crate::input::instrument::{bundled, sha256};
use crate::input::{EarlierFile, EarlierResult, Finding, Level, SeenGroup, SeenScale, read_earlier};
use crate::report::{self, group_name};

/// The folder beside the trust file that holds what was given out.
const FOLDER: &str = "published";

/// What earlier results tell, over the rows of all of them and of this one, whose rows come first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    rows: usize,
    earlier: Vec<Earlier>,
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
        Command::Init(_) | Command::Instrument(_) | Command::Verify(_) => None,
    }
}

/// Reads the results given out earlier, and says which of them tell of the same rows.
///
/// # Errors
/// When one of them is no result, or cannot be made again from the files as they are.
pub(crate) fn known(
    loaded: &mut Loaded,
    args: &SurveyArgs,
    config: Option<&Config>,
    wave: &Wave,
) -> anyhow::Result<Known> {
    let paths = paths(args, config)?;
    let (mut read, mut apart, mut same) = (Vec::new(), Vec::new(), Vec::new());
    let mut hashes = BTreeSet::new();
    for path in paths {
        let (name, bytes) = (
            path.display().to_string(),
            bytes(&path).context("a result given out earlier")?,
        );
        let hash = sha256(&bytes);
        if !hashes.insert(hash.clone()) {
            continue;
        }
        read.push((name.clone(), hash));
        let result = match read_earlier(&name, &bytes)? {
            EarlierFile::Result(result) => *result,
            EarlierFile::OtherKind(schema) => {
                let message = format!(
                    "`{name}` was given out, and is of the kind {schema}, whose figures are not compared: nothing here guards \
                     against subtracting them"
                );
                say(loaded, Level::Warning, "published-other-kind", message);
                continue;
            }
        };
        let own = |hash: &String| loaded.survey.files.iter().any(|file| file.sha256 == *hash);
        if result.inputs.iter().any(|(_, hash)| own(hash)) {
            same.push((path, name, result));
            continue;
        }
        if let Some(changed) = changed(&result, &path, wave, config) {
            let message = format!(
                "`{name}` was made from `{changed}` when that had other bytes: its figures and these differ by the rows that \
                 have changed, and nothing guards against subtracting them — give out only one of the two"
            );
            say(loaded, Level::Warning, "published-other-version", message);
        }
        apart.push(name);
    }
    loaded.run.published = read;
    if !apart.is_empty() {
        let message = format!(
            "given out earlier, of other files than these, so nothing to subtract: {}",
            listed(&apart)
        );
        say(loaded, Level::Note, "published-apart", message);
    }
    if same.is_empty() {
        return Ok(Known::default());
    }
    let names: Vec<String> = same.iter().map(|(_, name, _)| name.clone()).collect();
    let message = format!(
        "given out earlier, of the same answers, and taken into account: {}",
        listed(&names)
    );
    say(loaded, Level::Note, "published", message);
    let mut places = Places::default();
    places.of(loaded)?;
    let mut again = Vec::new();
    for (path, name, result) in &same {
        let made = Again::of(result, name, path, args, config, wave, loaded)?;
        let rows = places.of(&made.loaded)?;
        again.push((name, result, made, rows));
    }
    let rows = places.rows.len();
    let mut earlier = Vec::new();
    for (name, result, made, places) in again {
        earlier.extend(earlier_of(name, result, &made, &places, rows));
    }
    Ok(Known { rows, earlier })
}

fn say(loaded: &mut Loaded, level: Level, code: &'static str, message: String) {
    loaded.survey.findings.push(Finding::new(level, code, message));
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The results named, and those in the folder beside the trust file, by name.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn paths(args: &SurveyArgs, config: Option<&Config>) -> anyhow::Result<Vec<PathBuf>> {
    if let Some(then) = &args.published_then {
        return Ok(then.clone());
    }
    let mut paths = args.published.clone();
    let folder = config
        .map(|config| config.beside(FOLDER))
        .filter(|folder| folder.is_dir());
    let Some(folder) = folder else {
        return Ok(paths);
    };
    let unreadable = || format!("the folder `{}` cannot be read", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            found.push(path);
        }
    }
    found.sort();
    paths.extend(found);
    Ok(paths)
}

/// Where a path of a result may be found today: as it was given, beside the trust file, beside the result.
fn today(path: &str, result: &Path, config: Option<&Config>) -> Vec<PathBuf> {
    let beside_trust = config.map(|config| config.beside(path));
    let beside_result = result.parent().map(|folder| folder.join(path));
    let named = Path::new(path).file_name();
    let by_name = result.parent().zip(named).map(|(folder, name)| folder.join(name));
    let places = [Some(PathBuf::from(path)), beside_trust, beside_result, by_name];
    places.into_iter().flatten().collect()
}

/// The response file of this run that a result was made from when it had other bytes.
fn changed(result: &EarlierResult, path: &Path, wave: &Wave, config: Option<&Config>) -> Option<String> {
    let own: Vec<PathBuf> = wave
        .files
        .iter()
        .filter_map(|file| fs::canonicalize(file).ok())
        .collect();
    let inputs = result.inputs.iter().map(|(input, _)| input);
    let mut found = inputs.filter(|input| {
        let places = today(input, path, config)
            .into_iter()
            .filter_map(|place| fs::canonicalize(place).ok());
        places.into_iter().any(|place| own.contains(&place))
    });
    found.next().cloned()
}

/// A row's file (its checksum, its sheet, how often it was read before) and its number there.
type RowKey = (String, Option<String>, usize, u32);

/// The rows of all results, each known by the file and the number it has there.
#[derive(Debug, Default)]
struct Places {
    rows: HashMap<RowKey, usize>,
}

impl Places {
    /// For each row of a survey its place among all rows.
    fn of(&mut self, loaded: &Loaded) -> anyhow::Result<Vec<usize>> {
        let numbers = loaded.survey.responses.row_numbers();
        let mut left = numbers.iter();
        let mut places = Vec::with_capacity(numbers.len());
        for (at, file) in loaded.survey.files.iter().enumerate() {
            let before = &loaded.survey.files[..at];
            let again = before.iter().filter(|other| other.sha256 == file.sha256).count();
            for &row in left.by_ref().take(file.rows) {
                let next = self.rows.len();
                let key = (file.sha256.clone(), file.sheet.clone(), again, row);
                places.push(*self.rows.entry(key).or_insert(next));
            }
        }
        if places.len() != numbers.len() || left.next().is_some() {
            bail!("the rows of the files cannot be told apart, so nothing given out earlier can be compared with them");
        }
        Ok(places)
    }
}

/// An earlier result's survey, read again.
struct Again {
    loaded: Loaded,
    /// The rows that its second result leaves out.
    flagged: Option<Vec<bool>>,
}

impl Again {
    /// Reads the survey of a result again, as its arguments say, from the files as they are called today; with the trust file
    /// or without, whichever gives the groups that the result shows.
    fn of(
        result: &EarlierResult,
        name: &str,
        path: &Path,
        args: &SurveyArgs,
        config: Option<&Config>,
        wave: &Wave,
        current: &Loaded,
    ) -> anyhow::Result<Self> {
        let arguments = std::iter::once("cte").chain(result.arguments.iter().map(String::as_str));
        let mut cli = Cli::try_parse_from(arguments).map_err(|_| {
            anyhow!("`{name}` does not say with which command it was made: make it again with this version")
        })?;
        let by = match &cli.command {
            Command::Score(_) => result.by.clone(),
            Command::Items(items) => items.by.clone().filter(|column| !column.is_empty()),
            _ => None,
        };
        let Some(survey) = survey_args(&mut cli.command) else {
            bail!("`{name}` was made with a command that takes no responses");
        };
        survey.files = files(result, name, path, wave, config, current)?;
        survey.headcount = None;
        survey.threads = None;
        if result.instrument_sha256 == current.instrument.sha256 {
            survey.instrument = instrument_name(args, config);
        }
        let alone = [None, config];
        let together = [config, None];
        let ways = if survey.no_config { alone } else { together };
        let mut failure = None;
        for way in ways {
            let wave = Wave {
                files: survey.files.clone(),
                term: match (&survey.term, way) {
                    (Some(term), Some(config)) => config.term(term).ok().cloned(),
                    (None, Some(config)) => config.term_of(&survey.files).cloned(),
                    (_, None) => None,
                },
                instrument: None,
            };
            let found = load_term(survey, by.as_deref(), way, &wave).and_then(|loaded| {
                same_groups(result, &loaded)?;
                Ok(loaded)
            });
            match found {
                Ok(loaded) => {
                    let flagged = result.without_flagged.as_ref().map(|_| {
                        screening(&loaded.instrument, &loaded.survey.responses, Criteria::default()).flagged()
                    });
                    return Ok(Self { loaded, flagged });
                }
                Err(error) => {
                    failure.get_or_insert(error);
                }
            }
        }
        let failure = failure.unwrap_or_else(|| anyhow!("its files cannot be read"));
        Err(failure.context(format!(
            "`{name}` was given out of the same answers, but which of them stand behind its figures cannot be made out; was it \
             made with another trust file, questionnaire or version? Give back the one it was made with, or make the result \
             again"
        )))
    }
}

/// The response files of a result under today's names.
fn files(
    result: &EarlierResult,
    name: &str,
    path: &Path,
    wave: &Wave,
    config: Option<&Config>,
    current: &Loaded,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::with_capacity(result.inputs.len());
    for (input, hash) in &result.inputs {
        let own = current.survey.files.iter().position(|file| file.sha256 == *hash);
        let own = own.and_then(|place| wave.files.get(place));
        let same = |path: &PathBuf| bytes(path).is_ok_and(|bytes| sha256(&bytes) == *hash);
        match own {
            Some(file) if file.as_os_str() == "-" => {
                bail!("`{name}` was made of the answers on standard input, which is read once: save them as a file, and name it")
            }
            Some(file) => files.push(file.clone()),
            None => files.push(today(input, path, config).into_iter().find(same).with_context(|| {
                format!(
                    "`{name}` was given out of these answers together with those of `{input}`, which is not there with the \
                     same bytes: put it back, so that the two can be compared"
                )
            })?),
        }
    }
    Ok(files)
}

/// The questionnaire of this run, as -i would name it from here; none where it is guessed.
fn instrument_name(args: &SurveyArgs, config: Option<&Config>) -> Option<String> {
    let named = config.and_then(|config| Some((config, config.trust.instrument.as_ref()?)));
    args.instrument.clone().or_else(|| {
        let (config, name) = named?;
        Some(match bundled(name) {
            Some(_) => name.clone(),
            None => config.beside(name).display().to_string(),
        })
    })
}

/// Whether the survey has the groups that a result shows, with as many respondents as it says.
fn same_groups(result: &EarlierResult, loaded: &Loaded) -> anyhow::Result<()> {
    if loaded.instrument.sha256 != result.instrument_sha256 {
        bail!("the questionnaire has changed since");
    }
    let responses = &loaded.survey.responses;
    for seen in &result.scales {
        let place = loaded.instrument.scales().iter().position(|scale| scale.id == seen.id);
        let place = place.with_context(|| format!("the questionnaire has no scale `{}`", seen.id))?;
        let scored = scored_rows(&loaded.instrument, responses, place);
        for (grouping, groups) in groupings_of(seen, responses.groupings().len()) {
            let labels = &responses.groupings()[grouping];
            for group in groups.iter().filter(|group| group.withheld.is_none()) {
                let found = place_of(labels.names(), &labels.column, grouping, &group.name);
                let found =
                    found.with_context(|| format!("there is no group `{}` in `{}`", group.name, labels.column))?;
                let ids = labels.ids().iter().zip(&scored);
                let n = ids.filter(|(id, scored)| **scored && **id as usize == found).count() as u64;
                if group.n.is_some_and(|seen| seen != n) {
                    bail!("`{}` has another number of respondents today", group.name);
                }
            }
        }
    }
    Ok(())
}

/// The groups of a scale by the grouping they belong to: the column of `--by` is the academy's where there is no other.
fn groupings_of(seen: &SeenScale, groupings: usize) -> Vec<(usize, &[SeenGroup])> {
    vec![(0, &seen.academies), (usize::from(groupings > 1), &seen.by)]
}

/// The place of a group by the name that outputs give it.
fn place_of(names: &[String], column: &str, grouping: usize, called: &str) -> Option<usize> {
    let column = if grouping == 0 { "academy" } else { column };
    let of_column = |name: &String| group_name(name, column) == called;
    names.iter().position(of_column)
}

/// What an earlier result tells, its second result by itself.
fn earlier_of(name: &str, result: &EarlierResult, made: &Again, places: &[usize], rows: usize) -> Vec<Earlier> {
    let one = |scales: &[SeenScale], left_out: Option<&[bool]>| {
        let members = members(&made.loaded, places, rows, left_out);
        let of_scale = |seen: &SeenScale| {
            let mut groups: Vec<Vec<Fate>> = members
                .groupings
                .iter()
                .map(|labels| vec![Fate::Unsaid; labels.names.len()])
                .collect();
            for (grouping, seen) in groupings_of(seen, members.groupings.len()) {
                let labels = &members.groupings[grouping];
                for group in seen {
                    if let Some(place) = place_of(&labels.names, &labels.column, grouping, &group.name) {
                        groups[grouping][place] = fate(group);
                    }
                }
            }
            EarlierScale {
                id: seen.id.clone(),
                total: seen.total,
                groups,
            }
        };
        Earlier {
            name: name.to_owned(),
            min_group: result.min_group,
            scales: scales.iter().map(of_scale).collect(),
            members,
        }
    };
    let first = one(&result.scales, None);
    let second = result.without_flagged.as_ref().zip(made.flagged.as_ref());
    std::iter::once(first)
        .chain(second.map(|(scales, flagged)| one(scales, Some(flagged))))
        .collect()
}

fn fate(group: &SeenGroup) -> Fate {
    match group.withheld {
        None => Fate::Shown,
        Some(rule) if rule == Rule::Small.name() => Fate::Withheld(Rule::Small),
        Some(_) => Fate::Withheld(Rule::Complementary),
    }
}

/// Who is in a survey, over `rows` rows of which its own have these places.
fn members(loaded: &Loaded, places: &[usize], rows: usize, left_out: Option<&[bool]>) -> Members {
    let responses = &loaded.survey.responses;
    let out = |row: usize| left_out.is_some_and(|left_out| left_out.get(row).copied().unwrap_or_default());
    let spread = |flags: Vec<bool>| {
        let mut all = vec![false; rows];
        for (row, flag) in flags.into_iter().enumerate() {
            all[places[row]] = flag && !out(row);
        }
        all
    };
    let labels = |grouping: &crate::tally::Grouping| {
        let mut of_row = vec![None; rows];
        for (row, &id) in grouping.ids().iter().enumerate() {
            of_row[places[row]] = Some(id as usize);
        }
        Labels {
            column: grouping.column.clone(),
            names: grouping.names().to_vec(),
            of_row,
        }
    };
    let instrument = &loaded.instrument;
    let scales = instrument
        .scales()
        .iter()
        .enumerate()
        .map(|(place, scale)| ScaleMembers {
            id: scale.id.clone(),
            items: scale
                .items
                .iter()
                .map(|&item| instrument.items()[item].id.clone())
                .collect(),
            scored: spread(scored_rows(instrument, responses, place)),
            answering: spread(answering_rows(instrument, responses, place)),
        });
    Members {
        groupings: responses.groupings().iter().map(labels).collect(),
        scales: scales.collect(),
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
        if self.known.earlier.is_empty() && args.audit.is_none() {
            return Ok(None);
        }
        let own = self.survey.responses.rows();
        let rows = self.known.rows.max(own);
        let current = Current {
            members: members(self, &(0..own).collect::<Vec<_>>(), rows, None),
            shows: shows.to_vec(),
            left_out: left_out.map(|left_out| {
                let mut all = left_out.to_vec();
                all.resize(rows, false);
                all
            }),
        };
        let survey = self.survey();
        let guarded = guard(&survey, self.policy, &current, &self.known.earlier);
        if let Some(path) = &args.audit {
            self.write_audit(path, &survey, &guarded, shows)?;
        }
        drop(survey);
        self.tell(&guarded);
        Ok(Some(guarded))
    }

    fn write_audit(&self, path: &Path, survey: &Survey<'_>, guarded: &Guarded, shows: &[bool]) -> anyhow::Result<()> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format = format_of_ending(ending).filter(|format| ["csv", "json"].contains(&format.name));
        let format = format.with_context(|| {
            format!(
                "`{}`: an audit is written as a table or a record: end its name in .csv or .json",
                path.display()
            )
        })?;
        let cells = withheld_cells(survey, guarded, shows);
        let report = report::audit(&cells, &self.context(), self.policy, self.options);
        replace(path, &(format.write)(&report, &Style::default())?)
    }

    /// Says what the earlier results made necessary, and what nothing can take back.
    fn tell(&mut self, guarded: &Guarded) {
        let scales = |set: &crate::disclosure::GuardedSet| {
            let names = set
                .scales
                .iter()
                .map(|&scale| self.instrument.scales()[scale].name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        let mut findings = Vec::new();
        for set in guarded.sets() {
            if !set.told.is_empty() {
                let message = format!(
                    "{}: what was given out earlier already tells of fewer than {} people ({}); nothing can take it back",
                    scales(set),
                    self.policy.min_group,
                    set.told.join(", ")
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
                    "{}: {what} withheld, because beside {} it would tell of fewer than {} people",
                    scales(set),
                    listed(&set.because),
                    self.policy.min_group
                );
                findings.push(Finding::new(Level::Note, "published-withheld", message));
            }
        }
        self.survey.findings.extend(findings);
    }
}
