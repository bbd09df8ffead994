//! Tally files among the files of a run: which questionnaire they count, what cannot be asked of them, and their sum.

use anyhow::{Context as _, bail};

use crate::cli::args::SurveyArgs;
use crate::cli::files::{ResponseFile, count_files};
use crate::cli::load::{Loaded, Need};
use crate::cli::settings::Settings;
use crate::input::instrument::{BUNDLED, bundled};
use crate::input::{Counted, Gathering, InputError, ReadOptions, Survey, tally_instrument};
use crate::model::Instrument;

/// Reads tallies, and responses beside them, as one survey of counts.
///
/// # Errors
/// When one of them cannot be read, or something is asked that counts cannot say.
pub(crate) fn read_counted(
    tallies: &[&ResponseFile],
    responses: &[&ResponseFile],
    instrument: &Instrument,
    options: &ReadOptions,
    (args, need): (&SurveyArgs, Need),
) -> anyhow::Result<Survey> {
    let name = tallies.first().map_or("-", |file| file.stored().name());
    if let Some(what) = args.rows_for {
        bail!("{}", lacking_rows(what, name));
    }
    if let Some(column) = &args.link {
        bail!(
            "--link {column} follows respondents by their codes, and `{name}` is a tally, which holds counts and no codes: name \
             the response files of both terms"
        );
    }
    if responses.is_empty()
        && let Some(option) = reading(args)
    {
        bail!(
            "{option} says how responses are read, and those of `{name}` are counted already: leave it out here, and say it to \
             `cte tally` when they are counted"
        );
    }
    let by = options.by.first().map(String::as_str);
    if let Some(column) = by
        && !args.unsuppressed
        && need != Need::CountsAlone
    {
        bail!(
            "--by {column} shows figures by two columns, and what these tell together of a few people follows from who is in which \
             group of both, which `{name}` does not say: name the response files, or leave it out (--by \"\" where the trust file \
             says it), or see all with --unsuppressed, marked as not for circulation"
        );
    }
    let mut gathering = Gathering::new(instrument, by, options.academies.as_ref());
    if !responses.is_empty() {
        gathering.add_rows(count_files(responses, instrument, options)?)?;
    }
    for tally in tallies {
        gathering.add_file(tally.stored())?;
        tally.unchanged()?;
    }
    Ok(gathering.finish()?)
}

fn lacking_rows(what: &str, tally: &str) -> String {
    format!(
        "{what} needs every respondent's answers, and `{tally}` is a tally, which holds only how often they were given: name the \
         response files instead"
    )
}

/// An option of the command line that says how responses are read.
fn reading(args: &SurveyArgs) -> Option<&'static str> {
    let said = [
        ("-g", args.group.is_some()),
        ("--column", !args.columns.is_empty()),
        ("--sheet", args.sheet.is_some()),
        ("--layout", args.layout.is_some()),
        ("--header-rows", args.header_rows.is_some()),
        ("--keep-incomplete", args.keep_incomplete),
        ("--skip-bad", args.skip_bad.is_some()),
    ];
    said.into_iter().find(|(_, said)| *said).map(|(option, _)| option)
}

/// The questionnaire that a tally counts, where it is a bundled one.
///
/// # Errors
/// When the file is no tally, or counts another questionnaire than a bundled one.
pub(crate) fn instrument_of(tally: &ResponseFile) -> anyhow::Result<Instrument> {
    let file = tally.stored();
    let unreadable = || format!("`{}` cannot be read", file.name());
    let bytes = file.whole().with_context(unreadable)?;
    let (id, _) = tally_instrument(&bytes).map_err(|fault| InputError::of_tally(file.name(), fault))?;
    bundled(&id).with_context(|| {
        let known: Vec<&str> = BUNDLED.iter().map(|bundled| bundled.id).collect();
        format!(
            "in `{}`: it counts the answers to the questionnaire `{id}`, which is none of the bundled ones ({}): name its file with \
             -i, such as -i {id}.toml",
            file.name(),
            known.join(", ")
        )
    })
}

impl Loaded {
    /// Whether the survey has rows, which `what` needs.
    ///
    /// # Errors
    /// When it was read from tallies: with what they lack and the cure.
    pub(crate) fn needs_rows(&self, what: &str) -> anyhow::Result<()> {
        if self.survey.counted.is_none() {
            return Ok(());
        }
        let tally = self.survey.files.iter().find(|file| file.layout == "tally");
        let name = tally.map_or("-", |file| file.name.as_str());
        bail!("{}", lacking_rows(what, name))
    }

    /// The response files behind the counts: path and SHA-256.
    pub(crate) fn counted_files(counted: Option<&Counted>) -> Vec<(String, String)> {
        let files = counted.into_iter().flat_map(|counted| &counted.files);
        files.map(|file| (file.path.clone(), file.sha256.clone())).collect()
    }
}

/// The files of a run that are tallies, and those that are responses.
pub(crate) fn parted(files: &[ResponseFile]) -> (Vec<&ResponseFile>, Vec<&ResponseFile>) {
    files.iter().partition(|file| file.is_tally())
}

/// The questionnaire where none is named: the tallies' own, else the one that the responses' columns match.
///
/// # Errors
/// When there is none.
pub(crate) fn guess(
    tallies: &[&ResponseFile],
    responses: &[&ResponseFile],
    settings: &Settings,
) -> anyhow::Result<Instrument> {
    match tallies {
        [tally, ..] => instrument_of(tally),
        [] => crate::cli::load::guess_instrument(responses.first().map(|file| file.stored()), &settings.read),
    }
}
