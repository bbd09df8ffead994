//! What the command line takes.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand};

use crate::analysis::{Convention, MissingRule};
use crate::cli::conditions::Conditions;
use crate::export::FORMATS;
use crate::input::READERS;
use crate::report::{ItemOrder, Plot};

/// Scores of collective teacher efficacy, with the evidence for each.
#[derive(Debug, Parser)]
#[command(name = "cte", version, about, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done; 1 done, and something asked about was found; 2 could not.\n\
    Nothing is ever sent anywhere: cte works on files alone."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score responses: per academy and trust-wide, with reliability and agreement
    Score(Box<ScoreArgs>),
    /// Is this file fit to be scored? Columns, answers, key, careless answering, response; exit 1 where to look first
    Check(Box<CheckArgs>),
    /// Every coefficient of reliability and agreement, with its identity
    Reliability(Box<ReliabilityArgs>),
    /// Item analysis: distribution, missing, relation to the scale
    Items(Box<ItemsArgs>),
    /// What changed from one term to another: per academy and for the trust, said honestly
    #[command(
        override_usage = "cte compare [OPTIONS] [BEFORE AFTER]",
        after_help = "Examples:\n  \
        cte compare autumn.csv spring.csv                 two files, the earlier first\n  \
        cte compare                                       the trust file's latest two terms\n  \
        cte compare --term \"Spring 2027\"                  that term and the one before it\n  \
        cte compare \"Autumn 2025\" \"Autumn 2026\"           any two terms of the trust file\n  \
        cte compare --explain clearly                     what a figure or a word means"
    )]
    Compare(Box<CompareArgs>),
    /// Every term's scores in a row, what changed from each to the next, and the trust's own benchmarks
    #[command(after_help = "Examples:\n  \
        cte trend                                         all terms of the trust file\n  \
        cte trend autumn.csv spring.csv summer.csv        a file a term, the earliest first\n  \
        cte trend --term \"Spring 2027\" -o trend.csv       up to that term, as a table")]
    Trend(Box<TrendArgs>),
    /// Count responses exactly, without keeping any: `cte score` takes such tallies, added up, in place of the responses
    #[command(
        override_usage = "cte tally [OPTIONS] [FILE]... -o FILE.tally",
        after_help = "Examples:\n  \
        cte tally oak.csv -o oak.tally                    an academy keeps its answers and sends their counts\n  \
        cte score *.tally                                 the centre scores them as if it had the answers\n  \
        cte tally *.tally -o autumn.tally                 many tallies as one\n  \
        cte tally part.csv --unsuppressed > part.tally    a part of the rows, on one machine of many\n\n\
        A tally holds no row and no text of a respondent, and groups of fewer than 10 people are refused. It is for those who \
        score, not for publication: where one person alone left a question out, the counts tell what that person answered to the \
        others."
    )]
    Tally(Box<TallyArgs>),
    /// Make an earlier JSON result again, and say whether it still holds; exit 1 where it does not
    Verify(VerifyArgs),
    /// Reports for the board and for each academy: a folder of web pages, each complete in itself, and a workbook
    #[command(after_help = "Examples:\n  \
        cte report -o board/                              the trust file's latest term, and what changed since the one before\n  \
        cte report spring.csv --before autumn.csv -o board/\n  \
        cte report --academy \"Oak Primary\" -o oak.html    only this academy's page")]
    Report(Box<ReportArgs>),
    /// A picture of the scores, the items, the agreement or the change between two terms, as SVG or PNG
    #[command(after_help = "Examples:\n  \
        cte plot scores responses.csv -o scores.svg       every academy's score and its interval\n  \
        cte plot change autumn.csv spring.csv             what changed, the earlier term first\n  \
        cte plot change -o change.png                     from the trust file's latest two terms")]
    Plot(Box<PlotArgs>),
    /// Write a first trust file from response files: academies, terms, defaults
    Init(InitArgs),
    /// Look at, show and check questionnaires
    Instrument(InstrumentArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Also score by another column, such as role: its header, or a word that only its header has. Where the trust file counts
    /// staff by its groups (`headcount_by_role`), scores standardised to them stand beside: as if each role had answered in its
    /// share of all staff
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Also show scores beside the questionnaire's published norms, each with its source and status: where others stood, not a
    /// target, and none is of the United Kingdom unless its source says so
    #[arg(long)]
    pub(crate) norms: bool,
    /// Also score without the respondents that `cte check` flags, and show both results
    #[arg(long)]
    pub(crate) exclude_flagged: bool,
    /// Which table CSV writes: scores, agreement, reliability, aggregation, items, distribution, findings, with
    /// --norms norms, and with --exclude-flagged `without_flagged`
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
#[command(mut_arg("headcount", |arg| arg.hide(true)))]
#[command(mut_arg("missing", |arg| arg.hide(true)))]
#[command(mut_arg("level", |arg| arg.hide(true)))]
#[command(mut_arg("seed", |arg| arg.hide(true)))]
#[command(mut_arg("published", |arg| arg.hide(true)))]
#[command(mut_arg("audit", |arg| arg.hide(true)))]
#[command(mut_arg("fail_on", |arg| arg.hide(true)))]
#[command(mut_arg("files", |arg| arg.help(
    "Response files, as `cte score` takes them; `-` is standard input. Tallies are added to them")))]
#[command(mut_arg("min_group", |arg| arg.help("The fewest people of a group that is counted by itself (3 or more) [default: 10]")))]
#[command(mut_arg("unsuppressed", |arg| arg.help("Count small groups too; marks the file as not for circulation")))]
pub(crate) struct TallyArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    /// Also count by another column, such as role
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Also say who answered by another column, such as role: its header, or a word that only its header has
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Which table CSV writes: findings, `key_audit`, screening, missing, response, columns
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ReliabilityArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Say what a figure is, and why another program may print something else; without KEY, of every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "")]
    pub(crate) explain: Option<String>,
    /// Follow another program's conventions for alpha and omega
    #[arg(long, value_name = "PROGRAM", value_parser = PossibleValuesParser::new(Convention::ALL.map(Convention::name)))]
    pub(crate) like: Option<String>,
    /// Add bootstrap intervals of alpha and omega, from so many draws (2,000 is usual)
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub(crate) bootstrap: Option<u32>,
    /// Take split halves and Guttman's bounds of items brought to equal variances, as psych does
    #[arg(long)]
    pub(crate) standardized: bool,
    /// Which table CSV writes: coefficients, intervals, items, agreement
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ItemsArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Also by group: by academy, or by the column named
    #[arg(long, value_name = "COLUMN", num_args = 0..=1, default_missing_value = "")]
    pub(crate) by: Option<String>,
    /// What comes first
    #[arg(long, value_name = "ORDER", default_value = "instrument",
        value_parser = PossibleValuesParser::new(ItemOrder::ALL.map(ItemOrder::name)))]
    pub(crate) sort: String,
    /// Which table CSV writes: items, distribution, `by_group`
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
#[command(mut_arg("files", |arg| arg.value_name("BEFORE AFTER").help(
    "The two terms: response files or, with a trust file, names of its terms [default: its latest two]")))]
#[command(mut_arg("term", |arg| arg.help("The later term, of the trust file; the earlier is the one before it")))]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Also compare by another column, such as role: its header, or a word that only its header has
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// The column with a code that each respondent gave in both terms: also shows the change of the same people. No code is
    /// ever written anywhere
    #[arg(long, value_name = "COLUMN")]
    pub(crate) link: Option<String>,
    /// The questionnaire of the earlier term, where it was another version: scales are compared on the items of both
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) instrument_before: Option<String>,
    /// Say what a figure is and how it is defined; without KEY, of every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "")]
    pub(crate) explain: Option<String>,
    /// Which table CSV writes: changes, mixed, findings
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
#[command(mut_arg("files", |arg| arg.help(
    "The terms, the earliest first: response files or, with a trust file, names of its terms [default: all of them]")))]
#[command(mut_arg("term", |arg| arg.help("The last term to show, of the trust file")))]
pub(crate) struct TrendArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Also follow the groups of another column, such as role
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Say what a figure is and how it is defined; without KEY, of every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "")]
    pub(crate) explain: Option<String>,
    /// Which table CSV writes: trend, benchmarks, findings
    #[arg(long, value_name = "TABLE")]
    pub(crate) only: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    /// The folder that the pages and the workbook are written to; with --academy it may be one file, such as `oak.html`
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Only this academy's page
    #[arg(long, value_name = "NAME")]
    pub(crate) academy: Option<String>,
    /// In the trust's report also by another column, such as role: its header, or a word that only its header has
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// The term before, to say what has changed since: its response file or, with a trust file, its name (repeatable, for a
    /// term of several files) [default: the one before it in the trust file, where there is one]
    #[arg(long, value_name = "FILE|TERM", conflicts_with = "no_change")]
    pub(crate) before: Vec<PathBuf>,
    /// Say nothing of what has changed since the term before
    #[arg(long)]
    pub(crate) no_change: bool,
    /// The questionnaire of the term before, where it was another version: scales are compared on the items of both
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) instrument_before: Option<String>,
}

#[derive(Debug, Args)]
#[command(mut_arg("files", |arg| arg.help(
    "Response files, or BEFORE and AFTER for a change: files or, with a trust file, names of its terms [default: the trust file's \
     latest term; for a change its latest two]")))]
pub(crate) struct PlotArgs {
    /// What to draw
    #[arg(value_name = "WHAT", value_parser = PossibleValuesParser::new(Plot::ALL.map(Plot::name)))]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) survey: SurveyArgs,
    /// Write to this file, as its ending says: `.svg` or `.png` [default: SVG to standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The questionnaire of the earlier term of a change, where it was another version
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) instrument_before: Option<String>,
    /// The scale's id [default: the questionnaire's first]
    #[arg(long, value_name = "ID")]
    pub(crate) scale: Option<String>,
    /// How wide the picture is; below 480 labels stand above their rows
    #[arg(long, value_name = "UNITS", default_value_t = 800, value_parser = clap::value_parser!(u16).range(280..=4000))]
    pub(crate) width: u16,
}

/// Which responses, and how to read and estimate: the same for every command that takes responses.
#[derive(Debug, Clone, Args)]
pub(crate) struct SurveyArgs {
    /// Response files: CSV in any common encoding and delimiter, XLSX, ODS, or a ZIP of one; `-` is standard input; or tallies of
    /// them, made by `cte tally` [default: those of the trust file's latest term]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The trust file [default: `cte.toml` in the working directory or the nearest above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Look for no trust file
    #[arg(long)]
    pub(crate) no_config: bool,
    /// The term of the trust file [default: the latest]
    #[arg(long, value_name = "NAME")]
    pub(crate) term: Option<String>,
    /// The questionnaire: the id of a bundled one, or a TOML file [default: the trust file's, else the bundled
    /// one whose items the columns match]
    #[arg(short, long, value_name = "ID|FILE")]
    pub(crate) instrument: Option<String>,
    /// The column that names the academy [default: the only one that looks like it]
    #[arg(short, long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    /// The column that answers an item, where its header is not the item's id or text (repeatable)
    #[arg(long = "column", value_name = "ITEM=HEADER", value_parser = column)]
    pub(crate) columns: Vec<(String, String)>,
    /// The worksheet to read [default: the first that has the items]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// The layout of the files [default: the one that recognises each]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(READERS.iter().map(|layout| PossibleValue::new(layout.name).help(layout.about))))]
    pub(crate) layout: Option<String>,
    /// How many header rows the files have [default: found by looking]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10))]
    pub(crate) header_rows: Option<u16>,
    /// Keep responses that were begun and never sent
    #[arg(long)]
    pub(crate) keep_incomplete: bool,
    /// The trust's academies: a file with the columns academy, aliases, URN and staff, or an extract of the national register
    #[arg(long, value_name = "FILE")]
    pub(crate) academies: Option<PathBuf>,
    /// The trust whose academies are taken from --academies
    #[arg(long, value_name = "CODE|NAME", requires = "academies")]
    pub(crate) trust: Option<String>,
    /// How many staff each academy has: a file with the columns academy and staff, or the school workforce census
    /// [default: what --academies or the trust file says]
    #[arg(long, value_name = "FILE")]
    pub(crate) headcount: Option<PathBuf>,
    /// Treat answers that are not on the scale as missing instead of stopping
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true",
        hide_possible_values = true)]
    pub(crate) skip_bad: Option<bool>,
    /// The fewest respondents whose figures are shown (3 or more) [default: 10]
    #[arg(long, value_name = "N", value_parser = min_group)]
    pub(crate) min_group: Option<u64>,
    /// Show small groups too; marks every output as not for circulation
    #[arg(long)]
    pub(crate) unsuppressed: bool,
    /// Results given out earlier, in JSON: nothing is shown that could be subtracted from them [default: those in the folder
    /// `published` beside the trust file, which are always read] (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) published: Vec<PathBuf>,
    /// The only ones that are read, where an earlier run is made again.
    #[arg(skip)]
    pub(crate) published_then: Option<Vec<PathBuf>>,
    /// Write every withheld cell and why, without its value, to this file (.csv or .json)
    #[arg(long, value_name = "FILE")]
    pub(crate) audit: Option<PathBuf>,
    /// Missing answers in figures about items [default: listwise]
    #[arg(long, value_name = "RULE",
        value_parser = PossibleValuesParser::new(MissingRule::ALL.map(MissingRule::name)))]
    pub(crate) missing: Option<String>,
    /// Level of every interval [default: 0.95]
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub(crate) level: Option<f64>,
    /// Seed of everything that is drawn [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to work on [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Exit with 1 where one of these holds, and say which: a figure of the JSON output against a number, or `findings`
    /// for any warning; for example `alpha<.7,response_rate<.5,findings`
    #[arg(long, value_name = "CONDITIONS", value_parser = Conditions::parse)]
    pub(crate) fail_on: Option<Conditions>,
    /// The command and its arguments, as they are written into the result.
    #[arg(skip)]
    pub(crate) arguments: Vec<String>,
    /// The column of codes by which respondents of several terms are linked.
    #[arg(skip)]
    pub(crate) link: Option<String>,
    /// What cannot be had from counts and so needs the rows, where that is known before anything is read.
    #[arg(skip)]
    pub(crate) rows_for: Option<&'static str>,
}

/// Where the result goes, and how.
#[derive(Debug, Clone, Args)]
pub(crate) struct OutputArgs {
    /// How to write the result [default: what the ending of -o means, else text]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub(crate) format: Option<String>,
    /// Write to this file, whole or not at all; a folder (`DIR/`) takes one CSV a table
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// A result in JSON. Run this where the result was made: its paths are as they were given
    #[arg(value_name = "OUTPUT.json")]
    pub(crate) result: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Response files; terms are guessed from names such as `autumn-2026.csv`
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The questionnaire: the id of a bundled one, or a TOML file [default: the bundled one whose items the columns match]
    #[arg(short, long, value_name = "ID|FILE")]
    pub(crate) instrument: Option<String>,
    /// The column that names the academy [default: the only one that looks like it]
    #[arg(short, long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    /// The column that answers an item, where its header is not the item's id or text (repeatable)
    #[arg(long = "column", value_name = "ITEM=HEADER", value_parser = column)]
    pub(crate) columns: Vec<(String, String)>,
    /// Write to this file, and replace it if it exists [default: a new `cte.toml` here]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct InstrumentArgs {
    #[command(subcommand)]
    pub(crate) command: InstrumentCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InstrumentCommand {
    /// List the bundled questionnaires
    List {
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Show a questionnaire: items, direction, scales, scoring, sources
    Show {
        /// The id of a bundled questionnaire, or a TOML file
        #[arg(value_name = "ID|FILE")]
        instrument: String,
        /// How to show it
        #[arg(long, value_name = "FORMAT", default_value = "text",
            value_parser = PossibleValuesParser::new(["text", "json", "markdown", "csv", "toml"]))]
        format: String,
    },
    /// Check a questionnaire file, and say of every fault where it is and how to mend it
    Check {
        /// The TOML file
        file: PathBuf,
    },
}

fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((item, header)) if !item.trim().is_empty() && !header.trim().is_empty() => {
            Ok((item.trim().to_owned(), header.to_owned()))
        }
        _ => Err("write it as ITEM=HEADER, such as --column q07=\"Q7.\"".to_owned()),
    }
}

fn min_group(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(persons) if persons >= 3 => Ok(persons),
        Ok(_) => Err("write 3 or more: of two people, each could work out the other's answers".to_owned()),
        Err(_) => Err("write a whole number, such as 10".to_owned()),
    }
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        Ok(level) if level > 1.0 && level < 100.0 => {
            Err(format!("a level is a share: write {} for {level} %", level / 100.0))
        }
        _ => Err("a level lies between 0 and 1, such as 0.95".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_level_in_per_cent_gets_the_cure() {
        assert_eq!(level("95"), Err("a level is a share: write 0.95 for 95 %".to_owned()));
        assert!(level("nan").is_err());
    }
}
