//! The arguments that every command of surveys shares, and the setup that they ask for.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use clap::builder::{NonEmptyStringValueParser, PossibleValue};

use crate::cli::disk::{Disk, open, result};
use crate::cli::options::{academy_from, column, is_file, level, min_group, one_of};
use crate::engine::{
    AcademyFrom, BadCellRule, By, ChangeSince, ColumnChoice, Conditions, Estimation, GroupChoice, Layout, MissingRule,
    Questionnaire, READERS, Reading, Setup, Source, TermChoice, TrustFile, Withholding,
};

/// The name of a trust file.
pub(crate) const TRUST_FILE: &str = "cte.toml";

/// The arguments that every command of surveys shares.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Clone, Args)]
pub(crate) struct SurveyArgs {
    /// Response files: CSV, XLSX, ODS, ZIP or tallies; `-` is standard input [default: the trust file's latest term]
    #[arg(value_name = "FILE", help_heading = "Input")]
    pub(crate) files: Vec<PathBuf>,
    /// The questionnaire: a bundled one's id, or a TOML file
    ///
    /// [default: the trust file's, else the bundled one whose items the columns match]
    #[arg(short, long, value_name = "ID|FILE", help_heading = "Input")]
    pub(crate) instrument: Option<String>,
    /// The column that names the academy [default: found by its header]
    ///
    /// By default it is the only column that looks like it, such as `academy`, `school` or "Which school do you work in?".
    #[arg(short, long, value_name = "COLUMN", help_heading = "Input")]
    pub(crate) group: Option<String>,
    /// The academy of all the files
    ///
    /// In place of a column. In `cte report`, where --academy chooses a page, only --academy-name has this meaning.
    #[arg(long = "academy", visible_alias = "academy-name", value_name = "NAME",
        conflicts_with_all = ["group", "academy_from"], value_parser = NonEmptyStringValueParser::new(),
        help_heading = "Input")]
    pub(crate) academy_name: Option<String>,
    /// Each file, or each sheet, is an academy
    ///
    /// The academy is named after the file or the sheet. With sheet, all sheets of a workbook are read.
    #[arg(
        long,
        value_name = "file|sheet",
        conflicts_with = "group",
        value_parser = academy_from(),
        hide_possible_values = true,
        help_heading = "Input"
    )]
    pub(crate) academy_from: Option<AcademyFrom>,
    /// The column that answers an item (repeatable)
    ///
    /// Needed if its header is not the item's id or text. Write it as --column q07="Q7. We can …".
    #[arg(long = "column", value_name = "ITEM=HEADER", value_parser = column, help_heading = "Input")]
    pub(crate) columns: Vec<ColumnChoice>,
    /// Staff of each academy: a file with the columns academy and staff
    ///
    /// Or the school workforce census. With it, response rates and intervals for all staff are shown
    /// [default: as --academies or the trust file says]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) headcount: Option<PathBuf>,
    /// The term of the trust file [default: the latest]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) term: Option<String>,
    /// The trust file [default: `cte.toml` in the working directory or the nearest above it]
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        hide_short_help = true,
        help_heading = "Input"
    )]
    pub(crate) config: Option<PathBuf>,
    /// Ignore `cte.toml`
    #[arg(long, hide_short_help = true, help_heading = "Input")]
    pub(crate) no_config: bool,
    /// The trust's academies: a file with the columns academy, aliases, URN and staff, or an extract of the national register
    #[arg(long, value_name = "FILE", hide_short_help = true, help_heading = "Input")]
    pub(crate) academies: Option<PathBuf>,
    /// The trust whose academies are taken from --academies
    #[arg(
        long,
        value_name = "CODE|NAME",
        requires = "academies",
        hide_short_help = true,
        help_heading = "Input"
    )]
    pub(crate) trust: Option<String>,
    /// The worksheet to read [default: the first that has the items]
    #[arg(long, value_name = "NAME", hide_short_help = true, help_heading = "Input")]
    pub(crate) sheet: Option<String>,
    /// The layout of the files [default: recognised for each file]
    #[arg(long, value_name = "NAME", hide_short_help = true, help_heading = "Input",
        value_parser = one_of(READERS, |layout| PossibleValue::new(layout.name).help(layout.about)))]
    pub(crate) layout: Option<&'static Layout>,
    /// How many header rows the files have [default: found by looking]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10), hide_short_help = true,
        help_heading = "Input")]
    pub(crate) header_rows: Option<u16>,
    /// Treat answers off the scale as missing [default: stop with an error]
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true",
        hide_possible_values = true, help_heading = "Who is counted")]
    pub(crate) skip_bad: Option<bool>,
    /// Keep responses that were begun and never sent
    #[arg(long, help_heading = "Who is counted")]
    pub(crate) keep_incomplete: bool,
    /// Keep previews and tests of the survey
    #[arg(long, hide_short_help = true, help_heading = "Who is counted")]
    pub(crate) keep_tests: bool,
    /// Count every row, even if several are one response
    #[arg(long, help_heading = "Who is counted")]
    pub(crate) keep_duplicates: bool,
    /// The column that identifies a response, so that each counts once [default: the survey tool's own id]
    #[arg(long, value_name = "COLUMN", hide_short_help = true, help_heading = "Who is counted")]
    pub(crate) id: Option<String>,
    /// Missing answers in figures about items [default: listwise]
    #[arg(long, value_name = "RULE", hide_short_help = true, help_heading = "Who is counted",
        value_parser = one_of(MissingRule::ALL, |rule| PossibleValue::new(rule.name())))]
    pub(crate) missing: Option<MissingRule>,
    /// The fewest respondents whose figures are shown (3 or more) [default: 10]
    #[arg(long, value_name = "N", value_parser = min_group, help_heading = "What is shown")]
    pub(crate) min_group: Option<u64>,
    /// Make a working result, not for circulation
    ///
    /// Shows small groups too, and every digit; marks every output as not for circulation.
    #[arg(long, help_heading = "What is shown")]
    pub(crate) unsuppressed: bool,
    /// Earlier published results that this one must not undo (repeatable)
    ///
    /// Withholds anything that could be worked out by comparing with them [default: those in the folder `published` next to
    /// the trust file, which are always read]
    #[arg(long, value_name = "FILE", help_heading = "What is shown")]
    pub(crate) published: Vec<PathBuf>,
    /// Response files that earlier results were made from, if they are no longer where they were (repeatable)
    #[arg(long, value_name = "FILE", hide_short_help = true, help_heading = "What is shown")]
    pub(crate) published_from: Vec<PathBuf>,
    /// Level of every interval [default: 0.95]
    #[arg(long, value_name = "LEVEL", value_parser = level, hide_short_help = true, help_heading = "What is shown")]
    pub(crate) level: Option<f64>,
    /// Write what is withheld and why, without values, to this file
    ///
    /// Every withheld cell and the reason, as .csv or .json.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) audit: Option<PathBuf>,
    /// Exit with 1 if a condition is met, such as `alpha<.7,findings`
    ///
    /// Says which: a figure of the JSON output compared with a number, or `findings` for any warning; for example
    /// `alpha<.7,response_rate<.5,findings`
    #[arg(long, value_name = "CONDITIONS", value_parser = Conditions::parse, help_heading = "Output")]
    pub(crate) fail_on: Option<Conditions>,
    /// Do not record the result in the folder `published` next to the trust file
    ///
    /// Without a record, later results are not compared with this one.
    #[arg(long, hide_short_help = true, help_heading = "Output")]
    pub(crate) no_record: bool,
    /// Seed of everything random [default: 1]
    #[arg(long, value_name = "N", hide_short_help = true, help_heading = "Reproducibility")]
    pub(crate) seed: Option<u64>,
    /// Threads to work on, at most 16 or four for each processor [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), hide_short_help = true,
        help_heading = "Reproducibility")]
    pub(crate) threads: Option<u16>,
}

/// The trust file at a path.
///
/// # Errors
/// When it is a folder, cannot be read, or is no trust file.
pub(crate) fn read_trust_file(path: &Path) -> anyhow::Result<TrustFile> {
    if path.is_dir() {
        let (folder, file) = (path.display(), path.join(TRUST_FILE));
        bail!(
            "`{folder}` is a folder: name the trust file in it, such as `{}`",
            file.display()
        );
    }
    let source = open(path).context("the trust file")?;
    Ok(TrustFile::read(&source)?)
}

impl SurveyArgs {
    /// The setup that the arguments ask for, without trust file and earlier results.
    pub(crate) fn setup(&self) -> anyhow::Result<Setup<'static>> {
        let file = |path: &Option<PathBuf>| path.as_deref().map(open).transpose();
        let questionnaire = self.instrument.as_deref().map(|name| Questionnaire::named(name, &Disk));
        let set_aside = |yes: bool| if yes { BadCellRule::SetAside } else { BadCellRule::Stop };
        Ok(Setup {
            files: &Disk,
            term: self.term.clone(),
            questionnaire: questionnaire.transpose()?,
            academies: file(&self.academies)?,
            trust_in_list: self.trust.clone(),
            answers: sources(&self.published_from)?,
            headcounts: file(&self.headcount)?,
            reading: Reading {
                group: self.group.clone(),
                academy: self.academy_choice(),
                columns: self.columns.clone(),
                bad_cells: self.skip_bad.map(set_aside),
                sheet: self.sheet.clone(),
                layout: self.layout,
                header_rows: self.header_rows.map(usize::from),
                keep_incomplete: self.keep_incomplete,
                keep_tests: self.keep_tests,
                id: self.id.clone(),
                keep_duplicates: self.keep_duplicates,
                ..Reading::default()
            },
            estimation: Estimation {
                missing: self.missing,
                level: self.level,
                seed: self.seed,
                ..Estimation::default()
            },
            withholding: Withholding {
                min_group: self.min_group,
                unsuppressed: self.unsuppressed,
            },
            ..Setup::default()
        })
    }

    /// Where the academy is, if no column names it.
    fn academy_choice(&self) -> Option<GroupChoice> {
        let from = self.academy_from.map(GroupChoice::from);
        self.academy_name.clone().map(GroupChoice::Everybody).or(from)
    }

    /// The earlier results that are named.
    pub(crate) fn published(&self) -> anyhow::Result<Vec<Source>> {
        Ok(self
            .published
            .iter()
            .map(|path| result(path))
            .collect::<Result<_, _>>()?)
    }

    /// The trust file that is named, else the nearest at or above the working directory.
    pub(crate) fn trust_file(&self) -> anyhow::Result<Option<TrustFile>> {
        if self.no_config {
            return Ok(None);
        }
        let path = self.config.clone().or_else(nearest_above);
        path.as_deref().map(read_trust_file).transpose()
    }

    /// The response files that are named; none if the trust file lists them.
    pub(crate) fn responses(&self, setup: &Setup<'_>) -> anyhow::Result<Vec<Source>> {
        if setup.trust.is_none() {
            let none = if self.no_config {
                "none is looked for with --no-config".to_owned()
            } else {
                format!("there is no `{TRUST_FILE}` here or above")
            };
            if let Some(term) = &self.term {
                bail!("--term \"{term}\" needs a trust file, and {none}: name one with --config");
            }
            if self.files.is_empty() {
                bail!(
                    "no response file is named, and of trust files, which list them, {none}: name a file, or write a trust \
                     file with `cte init FILE`"
                );
            }
        }
        sources(&self.files)
    }

    /// The terms that are named: files or, with a trust file, terms of it.
    pub(crate) fn terms(&self, setup: &Setup<'_>) -> anyhow::Result<Vec<TermChoice>> {
        self.files.iter().map(|path| term(path, setup)).collect()
    }
}

/// A term that an argument names: a file or, with a trust file, a term of it.
pub(crate) fn term(argument: &Path, setup: &Setup<'_>) -> anyhow::Result<TermChoice> {
    if setup.trust.is_some() && !is_file(argument.as_os_str()) {
        return Ok(TermChoice::Named(argument.to_string_lossy().into_owned()));
    }
    Ok(TermChoice::Files(vec![open(argument)?]))
}

/// The files at these paths.
pub(crate) fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    Ok(paths.iter().map(|path| open(path)).collect::<Result<_, _>>()?)
}

/// The second grouping that `--by` asks for; an empty name asks for none.
pub(crate) fn by(column: Option<&str>) -> By {
    match column {
        None => By::Usual,
        Some("") => By::Nothing,
        Some(name) => By::Column(name.to_owned()),
    }
}

/// The term before: those named, none if `without`, else the one before in the trust file.
pub(crate) fn since(before: &[PathBuf], without: bool, setup: &Setup<'_>) -> anyhow::Result<ChangeSince> {
    Ok(match before {
        _ if without => ChangeSince::Nothing,
        [] => ChangeSince::TermBefore,
        [one] => ChangeSince::Term(term(one, setup)?),
        several => ChangeSince::Term(TermChoice::Files(sources(several)?)),
    })
}

/// The questionnaire of the earlier term.
pub(crate) fn questionnaire_before(name: Option<&str>) -> anyhow::Result<Option<Questionnaire>> {
    Ok(name.map(|name| Questionnaire::named(name, &Disk)).transpose()?)
}

/// The nearest trust file at or above the working directory, as a relative path.
pub(crate) fn nearest_above() -> Option<PathBuf> {
    let depth = env::current_dir().ok()?.ancestors().count();
    let mut path = PathBuf::from(TRUST_FILE);
    for _ in 0..depth {
        if path.is_file() {
            return Some(path);
        }
        path = Path::new("..").join(path);
    }
    None
}
