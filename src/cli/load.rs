//! From paths to a survey that is ready to be estimated from.

use std::fs;
use std::path::Path;
#[cfg(feature = "parallel")]
use std::sync::Once;

use anyhow::{Context, anyhow, bail};

use crate::analysis::{GroupHeadcounts, Options, Study};
use crate::cli::args::{OutputArgs, SurveyArgs};
use crate::cli::arrange::arrange;
use crate::cli::config::{Config, Wave, config, wave};
use crate::cli::done::Done;
use crate::cli::files::{ResponseFile, bytes, check_refused, count_files, read_files, source};
use crate::cli::published::{Known, Now, known, paths};
use crate::cli::settings::Settings;
use crate::cli::sources;
use crate::cli::tallies::{guess, parted, read_counted};
use crate::disclosure::{self, Policy, Standard};
use crate::input::instrument::{self, BUNDLED, bundled, sha256};
use crate::input::trust::{RoleStandard, role_standard};
use crate::input::{
    AcademyList, Counted, ReadOptions, Stored, Survey, candidates, nearest_miss, read_academies, read_headcounts,
};
use crate::model::{Academy, Finding, Instrument, Level};
use crate::report::{self, About, Input, Report, Run};
use crate::tally::{Grouping, Responses, Tallies, Tally};

/// A survey as read, with everything that was said on the way.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) instrument: Instrument,
    /// How -i would name the questionnaire from here; none where it was guessed.
    pub(crate) instrument_from: Option<String>,
    pub(crate) survey: Survey,
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
    /// The trust's staff by the groups of the second grouping, where it counts them.
    pub(crate) standard: Option<RoleStandard>,
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
    /// The same, to be passed on: groups stay as they were read, and nobody asks for staff.
    CountsAlone,
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
    // What was given out earlier is compared row by row, and so are respondents who are linked; what two groupings tell together is
    // worked out from who is in which group of both.
    let alone = by.is_none() && args.audit.is_none() && args.link.is_none() && paths(args, config)?.is_empty();
    let need = if alone { need } else { Need::Rows };
    let mut loaded = load_round(args, by, config, &wave, need)?;
    let now = Now {
        loaded: &loaded,
        wave: &wave,
    };
    let found = known(args, config, &[now])?;
    loaded.known = found.known;
    loaded.run.published = found.read;
    loaded.survey.findings.extend(found.findings);
    Ok(loaded)
}

/// What must be said of headcounts that nobody in the trust counted.
const CENSUS: &str = "headcounts are those of the school workforce census, which is a year old at best and has no auxiliary \
                      staff: give your own with --headcount for a response rate to rely on";

/// Why counts have no standardised scores.
const NEEDS_RESPONSES: &str = "scores standardised to the trust's staff by role are made from responses: a tally does not say who \
                               is in which role of which academy";

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

/// Counts one round of the survey, of which no row is kept.
///
/// # Errors
/// As [`load_term`].
pub(crate) fn count_term(
    args: &SurveyArgs,
    by: Option<&str>,
    config: Option<&Config>,
    wave: &Wave,
) -> anyhow::Result<Loaded> {
    load_round(args, by, config, wave, Need::CountsAlone)
}

fn load_round(
    args: &SurveyArgs,
    by: Option<&str>,
    config: Option<&Config>,
    wave: &Wave,
    need: Need,
) -> anyhow::Result<Loaded> {
    let alone = need == Need::CountsAlone;
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
    let (tallies, responses) = parted(&files);
    let of_term = wave.term.as_ref().and_then(|term| term.instrument.as_ref());
    let named = config.and_then(|config| Some((config, of_term.or(config.trust.instrument.as_ref())?)));
    let (instrument, instrument_from) = match (wave.instrument.as_ref().or(args.instrument.as_ref()), named) {
        (Some(name), _) => (find_instrument(name)?, Some(name.clone())),
        (None, Some((config, name))) => (config.instrument(name)?, Some(config.instrument_from(name))),
        (None, None) => {
            let guessed = guess(&tallies, &responses, &settings).or_else(|error| {
                check_refused(&responses)?;
                Err(error)
            });
            (guessed?, None)
        }
    };
    let mut read_as = settings.read;
    if let Some(path) = &args.academies {
        read_as.academies = Some(read_academies(&source(path)?, args.trust.as_deref())?);
    }
    let headcounts = match &settings.headcount {
        _ if alone => None,
        // The trust's own counts come before those of the census.
        None if config.is_some_and(Config::counts_staff) => None,
        None => read_as.academies.as_ref().and_then(AcademyList::headcounts),
        Some(path) => Some(headcounts_of(path, read_as.academies.as_ref(), config)?),
    };
    let mut survey = match need {
        _ if !tallies.is_empty() => read_counted(&tallies, &responses, &instrument, &read_as, (args, need))?,
        Need::Rows => read_files(&responses, &instrument, &read_as)?,
        Need::Counts | Need::CountsAlone => count_files(&responses, &instrument, &read_as)?,
    };
    let codes = args.link.as_ref().and_then(|_| survey.responses.take_grouping());
    if headcounts.as_ref().is_some_and(crate::input::Headcounts::of_census) {
        survey
            .findings
            .push(Finding::new(Level::Note, "census-headcounts", CENSUS.to_owned()));
    }
    let counted = Loaded::counted_files(survey.counted.as_ref());
    let staff = if alone {
        (0..survey.groupings())
            .map(|grouping| vec![None; survey.groups(grouping).len()])
            .collect()
    } else {
        arrange(&mut survey, config, wave.term.as_ref(), headcounts.as_ref())?
    };
    let mut standard = standard(config, wave, &survey).filter(|_| !alone);
    let of_tallies = survey.counted.as_ref().is_some_and(Counted::is_of_files);
    if of_tallies && standard.take().is_some() {
        survey.findings.push(Finding::new(
            Level::Note,
            "standardised-needs-responses",
            NEEDS_RESPONSES.to_owned(),
        ));
    }
    Ok(Loaded {
        instrument,
        instrument_from,
        survey,
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
            also_read: also_read(args, config, settings.headcount.as_deref().filter(|_| !alone))?,
            published: Vec::new(),
            counted,
        },
        known: Known::default(),
        standard,
        format: settings.format,
    })
}

/// The trust's staff by the groups of the second grouping, where the trust file counts them.
pub(crate) fn standard(config: Option<&Config>, wave: &Wave, survey: &Survey) -> Option<RoleStandard> {
    let day = wave.term.as_ref().map(|term| term.date);
    let names = (survey.groupings() > 1).then(|| survey.groups(1))?;
    role_standard(&config?.trust, day, names)
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
    pub(crate) fn survey(&self) -> disclosure::GroupedStudy<'_> {
        match &self.survey.counted {
            Some(counted) => self.survey_of_tallies(counted.tallies.clone()),
            None => self.survey_of(&self.survey.responses),
        }
    }

    /// The same of other responses with the same groupings, such as those of some respondents.
    pub(crate) fn survey_of(&self, responses: &Responses) -> disclosure::GroupedStudy<'_> {
        disclosure::GroupedStudy {
            standard: self.crossed(responses),
            ..self.survey_of_tallies(Tallies::of(&self.instrument, responses))
        }
    }

    /// The counts of the survey, where it has counts in place of rows, and which it has no more: for who asks once, and may have
    /// many groups.
    pub(crate) fn take_tallies(&mut self) -> Option<Tallies> {
        let none = Tallies {
            by: Vec::new(),
            crossing: Vec::new(),
        };
        let counted = self.survey.counted.as_mut()?;
        Some(std::mem::replace(&mut counted.tallies, none))
    }

    /// The survey of respondents who are counted.
    pub(crate) fn survey_of_tallies(&self, tallies: Tallies) -> disclosure::GroupedStudy<'_> {
        let Tallies { by, crossing } = tallies;
        let study = |(grouping, tally): (usize, Tally)| Study {
            instrument: &self.instrument,
            tally,
            headcounts: GroupHeadcounts::new(self.staff.get(grouping).cloned().unwrap_or_default()),
            options: self.options,
            rows: None,
        };
        let mut studies = by.into_iter().enumerate().map(study);
        let nobody = || Responses::new(self.instrument.items().len(), &["academy"]);
        disclosure::GroupedStudy {
            academies: studies
                .next()
                .unwrap_or_else(|| study((0, Tally::of(&self.instrument, &nobody(), 0)))),
            by: studies.next(),
            crossing,
            guarded: None,
            standard: None,
        }
    }

    /// The respondents by academy and by the other column at once, and what scores are standardised to where the trust file says
    /// it; nothing without another column.
    fn crossed(&self, responses: &Responses) -> Option<Standard<'_>> {
        if responses.groupings().len() < 2 {
            return None;
        }
        let (cells, places) = responses.cells(0, 1);
        let role = |role: &crate::input::trust::RoleStaff| disclosure::StandardRole {
            name: role.role.clone(),
            group: role.place,
            staff: role.staff,
        };
        let roles = self.standard.iter().flat_map(|standard| &standard.roles);
        Some(Standard {
            cells: Study {
                instrument: &self.instrument,
                tally: Tally::of(&self.instrument, &cells, 0),
                headcounts: GroupHeadcounts::default(),
                options: self.options,
                rows: None,
            },
            places,
            roles: roles.map(role).collect(),
        })
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
            findings: self.findings(),
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

    /// Findings of reading, those of counted files first.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let counted = self.survey.counted.iter().flat_map(|counted| &counted.findings);
        counted.chain(&self.survey.findings).cloned().collect()
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

    /// How -i would name that questionnaire from here.
    fn instrument_from(&self, name: &str) -> String {
        match bundled(name) {
            Some(_) => name.to_owned(),
            None => self.beside(name).display().to_string(),
        }
    }
}

/// Reads a questionnaire file, and the wording file beside it that it may name.
///
/// # Errors
/// When one of them cannot be read or is faulty.
pub(crate) fn instrument_file(path: &Path) -> anyhow::Result<instrument::LoadedInstrument> {
    sources::note(path);
    let bytes = bytes(path)?;
    let beside = |other: &str| {
        let place = path.parent().unwrap_or(Path::new("")).join(other);
        sources::note(&place);
        fs::read_to_string(&place).map_err(|error| error.to_string())
    };
    Ok(instrument::load(&bytes, &path.display().to_string(), beside)?)
}

/// The only bundled instrument whose items the first file's columns match.
pub(crate) fn guess_instrument(first: Option<&dyn Stored>, options: &ReadOptions) -> anyhow::Result<Instrument> {
    let all: Vec<Instrument> = BUNDLED.iter().filter_map(|entry| bundled(entry.id)).collect();
    let Some(first) = first else { bail!("no file was given") };
    let found = candidates(first, &all, options)?;
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            if let Some(miss) = nearest_miss(first, &all, options)? {
                bail!("{miss}\n(that is the questionnaire which most columns fit; choose another with -i)");
            }
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
