//! From paths to a survey that is ready to be estimated from.

use std::fs;
use std::path::Path;
#[cfg(feature = "parallel")]
use std::sync::Once;

use anyhow::{Context, anyhow, bail};

use crate::analysis::{Headcounts, Options, Study};
use crate::cli::args::{OutputArgs, SurveyArgs};
use crate::cli::arrange::arrange;
use crate::cli::config::{Config, Wave, config, wave};
use crate::cli::done::Done;
use crate::cli::files::{ResponseFile, bytes, check_refused, count_files, read_files, source, stored};
use crate::cli::published::{Known, known, paths};
use crate::cli::settings::Settings;
use crate::disclosure::{self, Policy};
use crate::input::instrument::{self, BUNDLED, bundled, sha256};
use crate::input::{
    AcademyList, Finding, Level, ReadOptions, Stored, Survey, candidates, read_academies, read_headcounts,
};
use crate::model::{Academy, Instrument};
use crate::report::{self, About, Input, Remark, Report, Run};
use crate::tally::{Counts, Grouping, Responses, Tally};

/// A survey as read, with everything that was said on the way.
pub(crate) struct Loaded {
    pub(crate) instrument: Instrument,
    pub(crate) survey: Survey,
    /// The rows counted, where they are not kept; then the survey has none.
    counts: Option<Counts>,
    /// The codes by which respondents are linked, where a column of them was named.
    pub(crate) codes: Option<Grouping>,
    /// For each grouping of the responses, the staff of its groups, where it is known.
    pub(crate) staff: Vec<Vec<Option<u64>>>,
    pub(crate) options: Options,
    pub(crate) policy: Policy,
    /// What the trust file calls the trust and the term.
    pub(crate) about: About,
    /// The academies that the trust file lists.
    pub(crate) declared: Vec<Academy>,
    /// How the run was asked for.
    pub(crate) run: Run,
    /// What was given out earlier of the same rows.
    pub(crate) known: Known,
    /// The format that the trust file wants.
    format: Option<String>,
}

/// What a command needs of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The rows themselves.
    Rows,
    /// How many there are of each kind: then the memory does not grow with them.
    Counts,
}

/// Reads what the arguments name, or the trust file where they name nothing.
///
/// # Errors
/// When a file cannot be read or understood, with its path and the cure.
pub(crate) fn load(args: &SurveyArgs, by: Option<&str>) -> anyhow::Result<Loaded> {
    let config = config(args)?;
    load_beside(args, by, config.as_ref(), Need::Rows)
}

/// The same, by another column too: the one named, else the one that the trust file names; an empty name asks for none.
///
/// # Errors
/// When a file cannot be read or understood, with its path and the cure.
pub(crate) fn load_by(args: &SurveyArgs, by: Option<&str>) -> anyhow::Result<Loaded> {
    load_for(args, by, Need::Rows)
}

/// The same for a command that needs no more of the rows than it says.
///
/// # Errors
/// When a file cannot be read or understood, with its path and the cure.
pub(crate) fn load_for(args: &SurveyArgs, by: Option<&str>, need: Need) -> anyhow::Result<Loaded> {
    let config = config(args)?;
    let usual = config.as_ref().and_then(|config| config.trust.defaults.by.as_deref());
    let by = by.or(usual).filter(|column| !column.is_empty());
    load_beside(args, by, config.as_ref(), need)
}

/// Reads one round of the survey and what was given out of it earlier.
fn load_beside(args: &SurveyArgs, by: Option<&str>, config: Option<&Config>, need: Need) -> anyhow::Result<Loaded> {
    let wave = wave(args, config)?;
    // What was given out earlier is compared row by row, and so are respondents who are linked.
    let alone = args.audit.is_none() && args.link.is_none() && paths(args, config)?.is_empty();
    let need = if alone { need } else { Need::Rows };
    let mut loaded = load_round(args, by, config, &wave, need)?;
    loaded.known = known(&mut loaded, args, config, &wave)?;
    Ok(loaded)
}

/// What must be said of headcounts that nobody in the trust counted.
const CENSUS: &str = "headcounts are those of the school workforce census, which is a year old at best and has no auxiliary \
                      staff: give your own with --headcount for a response rate to rely on";

/// Reads one round of the survey.
///
/// # Errors
/// When a file cannot be read or understood, with its path and the cure.
pub(crate) fn load_term(
    args: &SurveyArgs,
    by: Option<&str>,
    config: Option<&Config>,
    wave: &Wave,
) -> anyhow::Result<Loaded> {
    load_round(args, by, config, wave, Need::Rows)
}

fn load_round(
    args: &SurveyArgs,
    by: Option<&str>,
    config: Option<&Config>,
    wave: &Wave,
    need: Need,
) -> anyhow::Result<Loaded> {
    let settings = Settings::of(args, by, config, wave);
    threads(settings.threads)?;
    let files = wave.files.iter().map(|path| ResponseFile::at(path));
    let files = files
        .collect::<anyhow::Result<Vec<_>>>()
        .map_err(|error| match (config, &wave.term) {
            (Some(config), Some(term)) if args.files.is_empty() => {
                let (file, term) = (config.path.display(), &term.name);
                anyhow!("{error} — `{file}` lists it for the term `{term}`")
            }
            _ => error,
        })?;
    let of_term = wave.term.as_ref().and_then(|term| term.instrument.as_ref());
    let named = config.and_then(|config| Some((config, of_term.or(config.trust.instrument.as_ref())?)));
    let instrument = match (wave.instrument.as_ref().or(args.instrument.as_ref()), named) {
        (Some(name), _) => find_instrument(name)?,
        (None, Some((config, name))) => config.instrument(name)?,
        (None, None) => guess_instrument(&stored(&files), &settings.read).or_else(|error| {
            check_refused(&files)?;
            Err(error)
        })?,
    };
    let mut read_as = settings.read;
    if let Some(path) = &args.academies {
        read_as.academies = Some(read_academies(&source(path)?, args.trust.as_deref())?);
    }
    let headcounts = match &settings.headcount {
        // The trust's own counts come before those of the census.
        None if config.is_some_and(Config::counts_staff) => None,
        None => read_as.academies.as_ref().and_then(AcademyList::headcounts),
        Some(path) => Some(headcounts_of(path, read_as.academies.as_ref(), config)?),
    };
    let (mut survey, mut counts) = match need {
        Need::Rows => (read_files(&files, &instrument, &read_as)?, None),
        Need::Counts => {
            let counted = count_files(&files, &instrument, &read_as)?;
            (counted.survey, Some(counted.counts))
        }
    };
    let codes = args.link.as_ref().and_then(|_| survey.responses.take_grouping());
    if headcounts.as_ref().is_some_and(crate::input::Headcounts::of_census) {
        survey
            .findings
            .push(Finding::new(Level::Note, "census-headcounts", CENSUS.to_owned()));
    }
    let staff = arrange(
        &mut survey,
        counts.as_mut(),
        config,
        wave.term.as_ref(),
        headcounts.as_ref(),
    );
    Ok(Loaded {
        instrument,
        survey,
        counts,
        codes,
        staff,
        options: settings.options,
        policy: settings.policy,
        about: About {
            trust: config.map(|config| config.trust.name.clone()),
            term: wave.term.as_ref().map(|term| term.name.clone()),
        },
        declared: config.map_or(Vec::new(), |config| config.trust.academies().to_vec()),
        run: Run {
            arguments: args.arguments.clone(),
            also_read: also_read(args, config, settings.headcount.as_deref())?,
            published: Vec::new(),
        },
        known: Known::default(),
        format: settings.format,
    })
}

/// The files beside the responses that figures or words may depend on, each with its SHA-256.
fn also_read(
    args: &SurveyArgs,
    config: Option<&Config>,
    headcount: Option<&Path>,
) -> anyhow::Result<Vec<(String, String)>> {
    let files = [
        config.map(|config| config.path.as_path()),
        args.academies.as_deref(),
        headcount,
    ];
    let named = |path: &Path| Ok((path.display().to_string(), sha256(&bytes(path)?)));
    // Standard input is read once, and cannot be read again to be compared.
    files
        .into_iter()
        .flatten()
        .filter(|path| path.as_os_str() != "-")
        .map(named)
        .collect()
}

/// The headcounts of a file. The census has the whole country's: of that, those of the list, else of the trust file.
fn headcounts_of(
    path: &Path,
    academies: Option<&AcademyList>,
    config: Option<&Config>,
) -> anyhow::Result<crate::input::Headcounts> {
    let file = source(path)?;
    let of = |academies: Option<AcademyList>| {
        let options = ReadOptions {
            academies,
            ..ReadOptions::default()
        };
        read_headcounts(&file, &options)
    };
    let found = of(academies.cloned())?;
    match config {
        Some(config) if found.of_census() && academies.is_none() => Ok(of(Some(AcademyList::of_trust(&config.trust)))?),
        _ => Ok(found),
    }
}

impl Loaded {
    /// The survey by academy and, with `--by`, by that column.
    pub(crate) fn survey(&self) -> disclosure::Survey<'_> {
        self.survey_of(&self.survey.responses)
    }

    /// The counts of the rows, where the rows themselves are not kept.
    pub(crate) fn take_counts(&mut self) -> Option<Counts> {
        self.counts.take()
    }

    /// The survey of rows that are counted already, or kept.
    pub(crate) fn survey_of_counts(&self, counts: Option<Counts>) -> disclosure::Survey<'_> {
        let Some(counts) = counts else { return self.survey() };
        let (tallies, mut crossing) = counts.into_parts();
        let mut studies = tallies
            .into_iter()
            .enumerate()
            .map(|(grouping, tally)| self.study(grouping, tally));
        let Some(academies) = studies.next() else {
            return self.survey();
        };
        let by = studies.next();
        if by.is_none() {
            crossing = vec![Vec::new(); academies.tally.groups()];
        }
        disclosure::Survey {
            academies,
            by,
            crossing,
            guarded: None,
        }
    }

    fn study(&self, grouping: usize, tally: Tally) -> Study<'_> {
        Study {
            instrument: &self.instrument,
            tally,
            headcounts: Headcounts::new(self.staff[grouping].clone()),
            options: self.options,
            rows: None,
        }
    }

    /// The same of other responses with the same groupings, such as those of some respondents.
    pub(crate) fn survey_of(&self, responses: &Responses) -> disclosure::Survey<'_> {
        let study = |grouping: usize| self.study(grouping, Tally::of(&self.instrument, responses, grouping));
        let academies = study(0);
        let by = (responses.groupings().len() > 1).then(|| study(1));
        let crossing = match by {
            Some(_) => responses.crossing(0, 1),
            None => vec![Vec::new(); academies.tally.groups()],
        };
        disclosure::Survey {
            academies,
            by,
            crossing,
            guarded: None,
        }
    }

    /// A report of the survey, ready to be delivered.
    pub(crate) fn done(&self, report: Report, args: &SurveyArgs, output: &OutputArgs, only: Option<&String>) -> Done {
        Done {
            fail_on: args.fail_on.clone(),
            ..Done::of(report::stamped(report), &self.output(output), only)
        }
    }

    /// Where the result goes, and how: the command line, else the trust file.
    pub(crate) fn output(&self, args: &OutputArgs) -> OutputArgs {
        let mut output = args.clone();
        if output.format.is_none() && output.output.is_none() {
            output.format.clone_from(&self.format);
        }
        output
    }

    /// Where the figures come from, as the report says it.
    pub(crate) fn context(&self) -> report::Context<'_> {
        report::Context {
            instrument: &self.instrument,
            inputs: self.inputs(),
            remarks: self.remarks(),
            run: self.run.clone(),
        }
    }

    /// The files, as the report names them.
    pub(crate) fn inputs(&self) -> Vec<Input> {
        let input = |file: &crate::input::FileRead| Input {
            path: file.name.clone(),
            sha256: file.sha256.clone(),
            rows: file.rows as u64,
            layout: file.layout.to_owned(),
        };
        self.survey.files.iter().map(input).collect()
    }

    /// What was found while reading, as the report says it.
    pub(crate) fn remarks(&self) -> Vec<Remark> {
        self.survey.findings.iter().map(remark).collect()
    }
}

/// A finding as the report says it.
pub(crate) fn remark(finding: &Finding) -> Remark {
    Remark {
        level: finding.level.name().to_owned(),
        code: finding.code.to_owned(),
        message: match &finding.file {
            Some(file) => format!("in `{file}`: {}", finding.message),
            None => finding.message.clone(),
        },
    }
}

/// The instrument that `-i` names: a bundled one, or a file.
///
/// # Errors
/// When there is none, with the ids that there are; when the file is faulty, with line and column.
pub(crate) fn find_instrument(name: &str) -> anyhow::Result<Instrument> {
    if let Some(found) = bundled(name) {
        return Ok(found);
    }
    let path = Path::new(name);
    let is_path = path.extension().is_some() || path.components().count() > 1 || path.exists();
    if is_path {
        return Ok(instrument_file(path)?.instrument);
    }
    let known: Vec<&str> = BUNDLED.iter().map(|bundled| bundled.id).collect();
    bail!(
        "there is no bundled questionnaire `{name}`; there are {}. A file of your own is named with its ending, \
         such as `{name}.toml`",
        known.join(", ")
    )
}

impl Config {
    /// The questionnaire that the trust file names: a bundled one, or a file beside it.
    fn instrument(&self, name: &str) -> anyhow::Result<Instrument> {
        if let Some(found) = bundled(name) {
            return Ok(found);
        }
        let named = || format!("the questionnaire that `{}` names", self.path.display());
        let loaded = instrument_file(&self.beside(name)).with_context(named)?;
        Ok(loaded.instrument)
    }
}

/// Reads a questionnaire file, and the wording file beside it that it may name.
///
/// # Errors
/// When one of them cannot be read or is faulty.
pub(crate) fn instrument_file(path: &Path) -> anyhow::Result<instrument::Loaded> {
    let bytes = bytes(path)?;
    let beside = |other: &str| {
        let place = path.parent().unwrap_or(Path::new("")).join(other);
        fs::read_to_string(&place).map_err(|error| error.to_string())
    };
    Ok(instrument::load(&bytes, &path.display().to_string(), beside)?)
}

/// The only bundled instrument whose items the first file's columns match.
pub(crate) fn guess_instrument(files: &[&dyn Stored], options: &ReadOptions) -> anyhow::Result<Instrument> {
    let all: Vec<Instrument> = BUNDLED.iter().filter_map(|entry| bundled(entry.id)).collect();
    let Some(first) = files.first() else {
        bail!("no file was given")
    };
    let found = candidates(*first, &all, options)?;
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let known: Vec<String> = all.iter().map(|one| format!("  {}  {}", one.id, one.name)).collect();
            bail!(
                "in `{}`: no bundled questionnaire has all its items among the columns; name yours with -i, as an id or a \
                 TOML file of your own (see `cte instrument --help`):\n{}",
                first.name(),
                known.join("\n")
            )
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
            bail!(
                "in `{}`: the columns fit several questionnaires, {}; choose one with -i",
                first.name(),
                ids.join(", ")
            )
        }
    }
}

/// Starts the threads, once: who loads two terms asks twice.
#[cfg(feature = "parallel")]
fn threads(threads: Option<u16>) -> anyhow::Result<()> {
    static STARTED: Once = Once::new();
    let mut failed = None;
    if let Some(threads) = threads {
        STARTED.call_once(|| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
            failed = pool.build_global().err();
        });
    }
    failed.map_or(Ok(()), |error| Err(error).context("the threads cannot be started"))
}

#[cfg(not(feature = "parallel"))]
fn threads(_: Option<u16>) -> anyhow::Result<()> {
    Ok(())
}
