//! Reads one round of the survey: its questionnaire, responses or tallies, and headcounts.

use crate::analysis::Asked;
use crate::engine::known::KnownResults;
use crate::engine::questionnaire::guess;
use crate::engine::round::Round;
use crate::engine::round::arrange::arrange;
use crate::engine::round::asked::asked;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::recognition::{answers_checksum, items_checksum};
use crate::engine::round::row_ids::row_ids;
use crate::engine::round::settings::Settings;
use crate::engine::round::tallies::{counted_files, instrument_of, read_counted};
use crate::engine::{Error, Questionnaire, Setup, Source, TrustFile};
use crate::input::trust::{RoleStandard, role_standard};
use crate::input::{
    AcademyList, Counted, Headcounts, InputError, ReadOptions, Stored, Survey, WindowSizes, count_stored,
    read_academies, read_headcounts, read_stored,
};
use crate::model::{Finding, Instrument, Level, Term};
use crate::report::{About, Run, RunResponses};
use crate::tally::{CountingDepth, Grouping, Tally};

/// What a command needs of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The rows themselves.
    Rows,
    /// The rows themselves; tallies are refused in the name of this command.
    RowsFor(&'static str),
    /// Counts, so that the memory does not grow with the rows.
    Counts,
    /// Counts to be written to a tally: groups stay as they were read, without headcounts.
    CountsAlone,
}

impl Need {
    /// How much of the items is counted together where rows are not kept. The structure of scales is analysed by tables then.
    fn counting(self) -> CountingDepth {
        match self {
            Self::Rows | Self::CountsAlone => CountingDepth::Tables,
            Self::Counts | Self::RowsFor(_) => CountingDepth::Sums,
        }
    }
}

/// Added when headcounts come from the school workforce census.
const CENSUS: &str = "headcounts are those of the school workforce census, which is a year old at best and has no auxiliary \
                      staff: give your own with --headcount for a response rate to rely on";

/// The reason why counts have no standardised scores.
const NEEDS_RESPONSES: &str = "scores standardised to the trust's staff by role are made from responses: a tally does not say who \
                               is in which role of which academy";

/// Reads one round of the survey, with the column `by` as second grouping.
///
/// # Errors
/// When a file cannot be read or understood, with its name and the cure.
pub(crate) fn read_round(setup: &Setup<'_>, by: Option<&str>, files: &RoundFiles, need: Need) -> Result<Round, Error> {
    let alone = need == Need::CountsAlone;
    let settings = Settings::of(setup, by, files);
    let (trust, term) = (setup.trust.as_ref(), files.term.as_ref());
    let opened = files.files.iter().map(|file| file.open(setup, term));
    let opened = opened.collect::<Result<Vec<Source>, Error>>()?;
    let (tallies, responses): (Vec<&Source>, Vec<&Source>) = opened.iter().partition(|file| file.is_tally());
    let named = named_questionnaire(setup, files)?;
    let instrument = match (&named, tallies.first()) {
        (Some(named), _) => read_named(named, setup, files)?,
        (None, Some(tally)) => instrument_of(tally)?,
        (None, None) => guess_or_check(&responses, &settings.read)?,
    };
    let mut read_as = settings.read;
    read_as.counting = need.counting();
    if let Some(list) = &setup.academies {
        let wanted = setup.trust_in_list.as_deref();
        read_as.academies = Some(checked(&[list], |stored, _| read_academies(stored[0], wanted))?);
    }
    let headcount_file = if alone {
        None
    } else {
        headcount_file(setup, settings.listed_headcounts.as_deref())?
    };
    let headcounts = if alone {
        None
    } else {
        headcounts(headcount_file.as_ref(), read_as.academies.as_ref(), trust)?
    };
    let mut survey = match need {
        _ if !tallies.is_empty() => read_counted(&tallies, &responses, &instrument, &read_as, (setup, need))?,
        Need::Rows | Need::RowsFor(_) => read_files(&responses, &instrument, &read_as)?,
        Need::Counts | Need::CountsAlone => count_files(&responses, &instrument, &read_as)?,
    };
    let codes = linking_codes(setup, &mut survey);
    drop_academies_as_second_grouping(&mut survey);
    if headcounts.as_ref().is_some_and(Headcounts::of_census) {
        let finding = Finding::new(Level::Note, "census-headcounts", CENSUS.to_owned());
        survey.findings.push(finding);
    }
    let rows = match need {
        Need::Rows | Need::RowsFor(_) if survey.counted.is_none() => row_ids(&instrument, &survey),
        _ => None,
    };
    let counted = counted_files(survey.counted.as_ref());
    let staff = if alone {
        nobody_counted(&survey)
    } else {
        arrange(&mut survey, trust, term, headcounts.as_ref())?
    };
    let asked = if alone {
        Asked::default()
    } else {
        asked(&instrument, &survey)
    };
    if need == Need::Counts && tallies.is_empty() && !asked.is_everything() {
        // Which answers are strays, and who answered every item that was asked, shows in rows only.
        return read_round(setup, by, files, Need::Rows);
    }
    let standard = if alone {
        None
    } else {
        standard_of_responses(trust, files, &mut survey)
    };
    let also_read = [
        trust.map(TrustFile::source),
        setup.academies.as_ref(),
        headcount_file.as_ref(),
    ];
    let responses = run_responses(term, &instrument, &survey);
    let mut round = Round {
        files: files.clone(),
        instrument,
        named,
        survey,
        rows,
        also_rows: Vec::new(),
        codes,
        staff,
        options: settings.options,
        policy: settings.policy,
        about: About {
            trust: trust.map(|trust| trust.trust().name.clone()),
            term: term.map(|term| term.name.clone()),
        },
        declared: trust.map_or(Vec::new(), |trust| trust.trust().academies().to_vec()),
        run: Run {
            arguments: setup.arguments.clone(),
            trust: trust.map(|trust| trust.trust().name.clone()),
            responses: vec![responses],
            also_read: checksums(also_read.into_iter().flatten())?,
            published: Vec::new(),
            counted,
        },
        known: KnownResults::default(),
        standard,
    };
    if !alone {
        round.settle_items_asked(&asked);
    }
    Ok(round)
}

/// What identifies the responses of a run.
fn run_responses(term: Option<&Term>, instrument: &Instrument, survey: &Survey) -> RunResponses {
    RunResponses {
        term: term.map(|term| term.name.clone()),
        answers: answers(instrument, survey),
        items: items_checksum(instrument),
    }
}

/// The codes by which people are linked, if the user named their column: the last grouping.
fn linking_codes(setup: &Setup<'_>, survey: &mut Survey) -> Option<Grouping> {
    setup
        .reading
        .link
        .as_ref()
        .and_then(|_| survey.responses.take_grouping())
}

/// Unknown staff numbers of every group of every grouping.
fn nobody_counted(survey: &Survey) -> Vec<Vec<Option<u64>>> {
    let groups = (0..survey.groupings()).map(|grouping| survey.groups(grouping).len());
    groups.map(|groups| vec![None; groups]).collect()
}

/// The bundled questionnaire that the responses fit. If none fits, a fault of a file comes before that.
fn guess_or_check(responses: &[&Source], options: &ReadOptions) -> Result<Instrument, Error> {
    guess(responses.first().copied(), options).or_else(|error| {
        responses.iter().try_for_each(|file| file.check())?;
        Err(error)
    })
}

/// The headcounts of a file, or those of the census unless the trust file counts staff.
pub(crate) fn headcounts(
    file: Option<&Source>,
    academies: Option<&AcademyList>,
    trust: Option<&TrustFile>,
) -> Result<Option<Headcounts>, Error> {
    match file {
        Some(file) => Ok(Some(read_headcount_file(file, academies, trust)?)),
        None if trust.is_some_and(TrustFile::counts_staff) => Ok(None),
        None => Ok(academies.and_then(AcademyList::headcounts)),
    }
}

/// Drops a second grouping that is by the column of the academies, which are shown anyway.
fn drop_academies_as_second_grouping(survey: &mut Survey) {
    if let [academies, by] = survey.responses.groupings()
        && academies.column == by.column
    {
        let message = format!(
            "--by `{}` is the column of the academies, which are shown anyway",
            by.column
        );
        survey.findings.push(Finding::new(Level::Note, "by-academy", message));
        survey.responses.take_grouping();
    }
}

/// The checksum of the answers of a survey, if it has one.
fn answers(instrument: &Instrument, survey: &Survey) -> Option<String> {
    match &survey.counted {
        Some(counted) => answers_checksum(instrument, counted.tallies.by.first()?),
        None if survey.responses.groupings().is_empty() => None,
        None => answers_checksum(instrument, &Tally::of(instrument, &survey.responses, 0)),
    }
}

/// The questionnaire that the round, the run or the trust file names.
pub(crate) fn named_questionnaire(setup: &Setup<'_>, files: &RoundFiles) -> Result<Option<Questionnaire>, Error> {
    if let Some(named) = files.questionnaire.as_ref().or(setup.questionnaire.as_ref()) {
        return Ok(Some(named.clone()));
    }
    let Some(trust) = &setup.trust else {
        return Ok(None);
    };
    let of_term = files.term.as_ref().and_then(|term| term.instrument.as_ref());
    let Some(name) = of_term.or(trust.trust().instrument.as_ref()) else {
        return Ok(None);
    };
    Questionnaire::listed(name, trust, setup.files).map(Some)
}

/// The questionnaire; an error in one that the trust file names says so.
fn read_named(named: &Questionnaire, setup: &Setup<'_>, files: &RoundFiles) -> Result<Instrument, Error> {
    let given = files.questionnaire.is_some() || setup.questionnaire.is_some();
    named.read(setup.files).map_err(|error| match &setup.trust {
        Some(trust) if !given => error.of_listed_questionnaire(trust.name()),
        _ => error,
    })
}

/// The trust's staff by the groups of the second grouping, if the trust file counts them.
pub(crate) fn standard(trust: Option<&TrustFile>, files: &RoundFiles, survey: &Survey) -> Option<RoleStandard> {
    let day = files.term.as_ref().map(|term| term.date);
    let names = (survey.groupings() > 1).then(|| survey.groups(1))?;
    role_standard(trust?.trust(), day, names)
}

/// The trust's staff by the groups of the second grouping, unless the survey is made of tallies, which is then noted.
fn standard_of_responses(trust: Option<&TrustFile>, files: &RoundFiles, survey: &mut Survey) -> Option<RoleStandard> {
    let mut standard = standard(trust, files, survey);
    let of_tallies = survey.counted.as_ref().is_some_and(Counted::is_of_files);
    if of_tallies && standard.take().is_some() {
        let finding = Finding::new(Level::Note, "standardised-needs-responses", NEEDS_RESPONSES.to_owned());
        survey.findings.push(finding);
    }
    standard
}

/// Reads responses and keeps their rows.
///
/// # Errors
/// When a file cannot be read as responses, or changed meanwhile.
pub(crate) fn read_files(files: &[&Source], instrument: &Instrument, options: &ReadOptions) -> Result<Survey, Error> {
    checked(files, |stored, sizes| read_stored(stored, instrument, options, sizes))
}

/// Reads responses and keeps only counts.
///
/// # Errors
/// When a file cannot be read as responses, or changed meanwhile.
pub(crate) fn count_files(files: &[&Source], instrument: &Instrument, options: &ReadOptions) -> Result<Survey, Error> {
    checked(files, |stored, sizes| count_stored(stored, instrument, options, sizes))
}

/// The result of reading files that did not change meanwhile.
fn checked<T>(
    files: &[&Source],
    read: impl FnOnce(&[&dyn Stored], WindowSizes) -> Result<T, InputError>,
) -> Result<T, Error> {
    let stored: Vec<&dyn Stored> = files.iter().map(|file| file.as_stored()).collect();
    let found = read(&stored, WindowSizes::default());
    files.iter().try_for_each(|file| file.check())?;
    Ok(found?)
}

/// The file of headcounts: the one given, else the one that the trust file lists.
pub(crate) fn headcount_file(setup: &Setup<'_>, listed: Option<&str>) -> Result<Option<Source>, Error> {
    match &setup.headcounts {
        Some(given) => Ok(Some(given.clone())),
        None => listed.map(|name| setup.open(name)).transpose(),
    }
}

/// The headcounts of a file. The census has the whole country's: then those of the academy list, else of the trust file.
fn read_headcount_file(
    file: &Source,
    academies: Option<&AcademyList>,
    trust: Option<&TrustFile>,
) -> Result<Headcounts, Error> {
    let of = |academies: Option<AcademyList>| {
        let options = ReadOptions {
            academies,
            ..ReadOptions::default()
        };
        checked(&[file], |stored, _| read_headcounts(stored[0], &options))
    };
    let found = of(academies.cloned())?;
    match trust {
        Some(trust) if found.of_census() && academies.is_none() => of(Some(AcademyList::of_trust(trust.trust()))),
        _ => Ok(found),
    }
}

/// The names and checksums of files; standard input has no name to be read again by.
pub(crate) fn checksums<'s>(files: impl Iterator<Item = &'s Source>) -> Result<Vec<(String, String)>, Error> {
    files
        .filter(|file| file.name() != "-")
        .map(|file| Ok((file.name().to_owned(), file.sha256()?)))
        .collect()
}
