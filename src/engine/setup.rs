//! The setup of a run: everything besides the responses that a result depends on.

use std::error::Error as StdError;

use crate::analysis::{Convention, ItemMetric, Progress, StructureDepth};
use crate::engine::{Error, Files, Questionnaire, Source, TrustFile};
use crate::input::{BadCellRule, ColumnChoice, GroupChoice, Layout};
use crate::model::MissingRule;
use crate::report::tidy::{
    BY_GROUP, CHECK_TABLES, COMPARE_TABLES, CUT_OFFS, ITEMS_TABLES, LINKED, NORMS, PLANNED, RELIABILITY_TABLES,
    SCORE_TABLES, STRUCTURE_TABLES, TREND_TABLES, View, WITHOUT_FLAGGED,
};
use crate::report::{ItemOrder, Report};

/// Everything besides the responses that a result depends on. The default is a run without a trust file, with the built-in
/// options.
#[derive(Clone)]
pub struct Setup<'f> {
    /// Finds the files that the trust file, a questionnaire and earlier results name.
    pub files: &'f dyn Files,
    /// The trust file.
    pub trust: Option<TrustFile>,
    /// The term of the trust file; the latest by default.
    pub term: Option<String>,
    /// The questionnaire; by default the trust file's, else the bundled one that the columns match.
    pub questionnaire: Option<Questionnaire>,
    /// The questionnaire of the earlier of two terms, if that was another version.
    pub questionnaire_before: Option<Questionnaire>,
    /// The trust's academies: a list, or an extract of the national register.
    pub academies: Option<Source>,
    /// The trust whose academies are taken from the list, by its code or name.
    pub trust_in_list: Option<String>,
    /// Headcounts of academies.
    pub headcounts: Option<Source>,
    /// Earlier published results.
    pub published: PublishedResults,
    /// Files that hold the responses behind earlier results, if these are no longer where they were.
    pub answers: Vec<Source>,
    /// How responses are read.
    pub reading: Reading,
    /// How figures are estimated.
    pub estimation: Estimation,
    /// Which small groups are withheld.
    pub withholding: Withholding,
    /// What is shown, where that is a choice.
    pub show: Show,
    /// The command and its arguments, as they are recorded in the result.
    pub arguments: Vec<String>,
    /// The arguments of results that are this run's own: they are remade and not compared with.
    pub own_runs: Vec<Vec<String>>,
    /// Reads the recorded arguments of an earlier result. Without it, earlier results about the same responses are refused.
    pub recorded: &'f dyn Fn(&[String]) -> Option<RecordedResult>,
    /// Receives the audit: every withheld cell with its reason.
    pub audit: Option<&'f dyn Fn(Report)>,
    /// Is called with the progress of long work.
    pub progress: Progress<'f>,
}

/// The setup that an earlier result's arguments ask for, or why it cannot be had.
pub type RecordedResult = Result<Recorded, Box<dyn StdError + Send + Sync>>;

/// What the arguments of an earlier result asked for.
#[derive(Clone)]
pub struct Recorded {
    /// The command.
    pub command: Command,
    /// The setup, without its trust file and earlier results.
    pub setup: Setup<'static>,
    /// True if the run was asked to ignore the trust file.
    pub without_trust_file: bool,
}

/// A command that makes a report which can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// [`score`](crate::engine::score)
    Score,
    /// [`check`](crate::engine::check)
    Check,
    /// [`reliability`](crate::engine::reliability)
    Reliability,
    /// [`structure`](crate::engine::structure)
    Structure,
    /// [`items`](crate::engine::items)
    Items,
    /// [`compare`](crate::engine::compare)
    Compare,
    /// [`trend`](crate::engine::trend)
    Trend,
}

/// A table of a command's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableName {
    /// Its name.
    pub name: &'static str,
    /// The option that adds it; `None` if it is always there.
    pub option: Option<&'static str>,
}

impl Command {
    /// The tables of the command's report.
    #[must_use]
    pub fn tables(self) -> Vec<TableName> {
        let (always, with_option): (&[View], &[(View, &'static str)]) = match self {
            Self::Score => (
                &SCORE_TABLES,
                &[
                    (NORMS, "--norms"),
                    (WITHOUT_FLAGGED, "--exclude-flagged"),
                    (PLANNED, "the term's plan"),
                ],
            ),
            Self::Check => (&CHECK_TABLES, &[]),
            Self::Reliability => (&RELIABILITY_TABLES, &[]),
            Self::Structure => (&STRUCTURE_TABLES, &[(CUT_OFFS, "--cut-offs")]),
            Self::Items => (&ITEMS_TABLES, &[(BY_GROUP, "--by")]),
            Self::Compare => (&COMPARE_TABLES, &[(LINKED, "--link")]),
            Self::Trend => (&TREND_TABLES, &[]),
        };
        let table = |view: &View, option| TableName {
            name: view.name,
            option,
        };
        let with_option = with_option.iter().map(|(view, option)| table(view, Some(*option)));
        always.iter().map(|view| table(view, None)).chain(with_option).collect()
    }
}

/// Earlier published results that a run takes into account.
#[derive(Debug, Clone)]
pub enum PublishedResults {
    /// These, and those in the trust file's folder of published results.
    WithFolder(Vec<Source>),
    /// Only these.
    Only(Vec<Source>),
}

/// How responses are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The column that names the academy; by default the only one that looks like it.
    pub group: Option<String>,
    /// The academy, if no column names it: it comes before [`Reading::group`].
    pub academy: Option<GroupChoice>,
    /// The second grouping.
    pub by: By,
    /// The column of codes that link the respondents of two terms.
    pub link: Option<String>,
    /// The column that identifies a response; by default the trust file's, else the survey tool's own id.
    pub id: Option<String>,
    /// Count every row, even if several are one response.
    pub keep_duplicates: bool,
    /// Columns matched to items by hand.
    pub columns: Vec<ColumnChoice>,
    /// The rule for answers that are not on the scale; by default the trust file's, else to stop.
    pub bad_cells: Option<BadCellRule>,
    /// The worksheet.
    pub sheet: Option<String>,
    /// The layout, one of [`READERS`](crate::input::READERS).
    pub layout: Option<&'static Layout>,
    /// How many header rows the files have.
    pub header_rows: Option<usize>,
    /// Keep responses that were begun and never sent.
    pub keep_incomplete: bool,
    /// Keep previews and tests of the survey.
    pub keep_tests: bool,
}

impl Reading {
    /// Where the academy is, if the run says so.
    pub(crate) fn academy_choice(&self) -> Option<GroupChoice> {
        let column = || self.group.clone().map(GroupChoice::Column);
        self.academy.clone().or_else(column)
    }
}

/// The second grouping of respondents, besides their academy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum By {
    /// The one that the trust file names, for the commands that show it.
    #[default]
    Usual,
    /// None.
    Nothing,
    /// The column with this header.
    Column(String),
}

impl By {
    /// The column, if it was named.
    pub(crate) fn column(&self) -> Option<&str> {
        match self {
            Self::Column(name) => Some(name),
            Self::Usual | Self::Nothing => None,
        }
    }
}

/// How figures are estimated; `None` means the trust file's choice, else the built-in one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Estimation {
    /// Missing answers in figures about items.
    pub missing: Option<MissingRule>,
    /// Level of every interval, above 0 and below 1.
    pub level: Option<f64>,
    /// Seed of everything random.
    pub seed: Option<u64>,
    /// The program whose conventions alpha and omega follow.
    pub like: Option<Convention>,
    /// Draws for bootstrap intervals; 0 for none.
    pub bootstrap: usize,
    /// The metric of items in split halves and Guttman's bounds.
    pub metric: ItemMetric,
}

/// Which small groups are withheld.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withholding {
    /// The fewest respondents whose figures are shown, 3 or more; by default the trust file's, else 10.
    pub min_group: Option<u64>,
    /// Show small groups too, and mark the result as not for circulation.
    pub unsuppressed: bool,
}

/// What is shown, where that is a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Show {
    /// The ids of the scales to show; empty for all.
    pub scales: Vec<String>,
    /// `score`: the questionnaire's published norms.
    pub norms: bool,
    /// `score`: the result without respondents whom screening flags.
    pub without_flagged: bool,
    /// `structure`: whether the fit of models is judged by simulated surveys.
    pub structure: StructureDepth,
    /// `items`: figures by academy.
    pub items_by_academy: bool,
    /// `items`: the order.
    pub item_order: ItemOrder,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        const NO_FILES: [Source; 0] = [];
        Self {
            files: &NO_FILES,
            trust: None,
            term: None,
            questionnaire: None,
            questionnaire_before: None,
            academies: None,
            trust_in_list: None,
            headcounts: None,
            published: PublishedResults::WithFolder(Vec::new()),
            answers: Vec::new(),
            reading: Reading::default(),
            estimation: Estimation::default(),
            withholding: Withholding::default(),
            show: Show::default(),
            arguments: Vec::new(),
            own_runs: Vec::new(),
            recorded: &|_| None,
            audit: None,
            progress: &|_, _, _| (),
        }
    }
}

impl Setup<'_> {
    /// The column of the second grouping for commands that use the trust file's by default.
    pub(crate) fn by(&self) -> Option<&str> {
        let usual = self.trust.as_ref().and_then(|trust| trust.defaults().by.as_deref());
        match &self.reading.by {
            By::Usual => usual.filter(|column| !column.is_empty()),
            By::Nothing => None,
            By::Column(name) => Some(name),
        }
    }

    /// Opens a file that another file names.
    pub(crate) fn open(&self, name: &str) -> Result<Source, Error> {
        self.files.open(name).map_err(Error::File)
    }
}
