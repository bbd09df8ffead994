//! What a run goes by: the command line, else the trust file, else what is built in.

use std::path::PathBuf;

use crate::analysis::{MissingRule, Options};
use crate::cli::args::SurveyArgs;
use crate::cli::config::{Config, Wave};
use crate::disclosure::Policy;
use crate::input::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions};
use crate::model::Defaults;

/// The fewest respondents whose figures are shown, unless somebody says.
const MIN_GROUP: u64 = 10;

/// Everything that was said about how to read and estimate.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) read: ReadOptions,
    pub(crate) options: Options,
    pub(crate) policy: Policy,
    pub(crate) headcount: Option<PathBuf>,
    pub(crate) threads: Option<u16>,
    pub(crate) format: Option<String>,
}

impl Settings {
    /// What the arguments say, and where they are silent the trust file.
    pub(crate) fn of(args: &SurveyArgs, by: Option<&str>, config: Option<&Config>, wave: &Wave) -> Self {
        let none = Defaults::default();
        let usual = config.map_or(&none, |config| &config.trust.defaults);
        let built_in = Options::default();
        let missing = args.missing.as_ref().or(usual.missing.as_ref());
        let missing = missing.and_then(|name| MissingRule::ALL.into_iter().find(|rule| rule.name() == name));
        let term_headcount = wave.term.as_ref().and_then(|term| term.headcount.as_ref());
        let beside = |path: &String| config.map(|config| config.beside(path));
        Self {
            read: ReadOptions {
                group: args
                    .group
                    .as_ref()
                    .or(usual.group.as_ref())
                    .map_or(GroupChoice::Guess, |header| GroupChoice::Column(header.clone())),
                by: by.map(str::to_owned).into_iter().collect(),
                // The codes come last, and are taken out again once read.
                link: args.link.clone(),
                columns: columns(args, usual),
                bad_cells: if args.skip_bad.or(usual.skip_bad).unwrap_or(false) {
                    BadCellRule::SetAside
                } else {
                    BadCellRule::Stop
                },
                sheet: args.sheet.clone().or_else(|| usual.sheet.clone()),
                layout: args.layout.clone(),
                header_rows: args.header_rows.map(usize::from),
                keep_incomplete: args.keep_incomplete,
                ..ReadOptions::default()
            },
            options: Options {
                level: args.level.or(usual.level).unwrap_or(built_in.level),
                missing: missing.unwrap_or(built_in.missing),
                seed: args.seed.or(usual.seed).unwrap_or(built_in.seed),
                icc2: config.map_or(built_in.icc2, |config| config.trust.limits),
                ..built_in
            },
            policy: Policy {
                min_group: args.min_group.or(usual.min_group).unwrap_or(MIN_GROUP),
                unsuppressed: args.unsuppressed,
            },
            headcount: args
                .headcount
                .clone()
                .or_else(|| term_headcount.or(usual.headcount.as_ref()).and_then(beside)),
            threads: args.threads.or(usual.threads),
            format: usual.format.clone(),
        }
    }
}

/// The columns matched by hand: those of the command line, and of the trust file for the other items.
fn columns(args: &SurveyArgs, usual: &Defaults) -> Vec<ColumnChoice> {
    let said = |item: &str| args.columns.iter().any(|(other, _)| other.eq_ignore_ascii_case(item));
    let others = usual.columns.iter().filter(|(item, _)| !said(item.trim()));
    let choice = |(item, header): &(String, String)| ColumnChoice {
        item: item.clone(),
        header: header.clone(),
    };
    args.columns.iter().chain(others).map(choice).collect()
}
