//! Settings of a round: the run's setup, else the trust file, else the built-in choice.

use crate::analysis::Options;
use crate::disclosure::Policy;
use crate::engine::round::files::RoundFiles;
use crate::engine::{Reading, Setup, TrustFile};
use crate::input::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions};
use crate::model::Defaults;

/// The built-in threshold: the fewest respondents whose figures are shown.
const MIN_GROUP: u64 = 10;

/// How a round is read, estimated and withheld.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) read: ReadOptions,
    pub(crate) options: Options,
    pub(crate) policy: Policy,
    /// The name of the headcount file that the trust file lists.
    pub(crate) listed_headcounts: Option<String>,
}

impl Settings {
    /// The settings of a round whose second grouping is by the column `by`.
    pub(crate) fn of(setup: &Setup<'_>, by: Option<&str>, round: &RoundFiles) -> Self {
        let none = Defaults::default();
        let trust = setup.trust.as_ref();
        let usual = trust.map_or(&none, TrustFile::defaults);
        let (reading, estimation) = (&setup.reading, &setup.estimation);
        let built_in = Options::default();
        let of_term = round.term.as_ref().and_then(|term| term.headcount.as_ref());
        let headcount = of_term.or(usual.headcount.as_ref());
        let set_aside = || usual.skip_bad.unwrap_or(false).then_some(BadCellRule::SetAside);
        Self {
            read: ReadOptions {
                group: group(reading, usual),
                by: by.map(str::to_owned).into_iter().collect(),
                // The codes are the last grouping, and are removed once read.
                link: reading.link.clone(),
                id: reading.id.clone().or_else(|| usual.id.clone()),
                keep_duplicates: reading.keep_duplicates,
                columns: columns(&reading.columns, usual),
                bad_cells: reading.bad_cells.or_else(set_aside).unwrap_or_default(),
                sheet: reading.sheet.clone().or_else(|| usual.sheet.clone()),
                layout: reading.layout,
                header_rows: reading.header_rows,
                keep_incomplete: reading.keep_incomplete,
                keep_tests: reading.keep_tests,
                ..ReadOptions::default()
            },
            options: Options {
                level: estimation.level.or(usual.level).unwrap_or(built_in.level),
                missing: estimation.missing.or(usual.missing).unwrap_or(built_in.missing),
                seed: estimation.seed.or(usual.seed).unwrap_or(built_in.seed),
                icc2: trust.map_or(built_in.icc2, |trust| trust.trust().limits),
                ..built_in
            },
            policy: {
                let min_group = setup.withholding.min_group.or(usual.min_group).unwrap_or(MIN_GROUP);
                if setup.withholding.unsuppressed {
                    Policy::working(min_group)
                } else {
                    Policy::published(min_group)
                }
            },
            listed_headcounts: trust
                .zip(headcount)
                .map(|(trust, name)| trust.beside(setup.files, name)),
        }
    }
}

/// Where the academy is: as the run says, else the trust file.
fn group(reading: &Reading, usual: &Defaults) -> GroupChoice {
    let of_trust = || usual.academy_from.map(GroupChoice::from);
    let column_of_trust = || usual.group.clone().map(GroupChoice::Column);
    reading
        .academy_choice()
        .or_else(of_trust)
        .or_else(column_of_trust)
        .unwrap_or_default()
}

/// The columns matched by hand in the setup, and those of the trust file for the other items.
fn columns(chosen: &[ColumnChoice], usual: &Defaults) -> Vec<ColumnChoice> {
    let is_chosen = |item: &str| chosen.iter().any(|other| other.item.eq_ignore_ascii_case(item));
    let others = usual.columns.iter().filter(|(item, _)| !is_chosen(item.trim()));
    let choice = |(item, header): &(String, String)| ColumnChoice {
        item: item.clone(),
        header: header.clone(),
    };
    chosen.iter().cloned().chain(others.map(choice)).collect()
}
