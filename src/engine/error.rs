//! Errors of the engine. A message says what was found, what was wanted, and the cure.

use std::error::Error as StdError;
use std::io;

use crate::export::ExportError;
use crate::input::trust::NoSuchTerm;
use crate::input::{EarlierError, FaultyFile, InputError, PulledApart, all_quoted, did_you_mean, quoted};
use crate::tally::{MOST_PAIRED, Unmergeable};

/// Names listed in a message before the rest is counted.
const SHOWN: usize = 20;

/// The reason why a command could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Responses, headcounts or an academy list cannot be read as what they are.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A trust file or questionnaire file is faulty.
    #[error(transparent)]
    Faulty(#[from] FaultyFile),
    /// An earlier result is not as cte writes it.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    /// A trust file splits a group that a tally counts as one.
    #[error(transparent)]
    PulledApart(#[from] PulledApart),
    /// Counts cannot be added.
    #[error(transparent)]
    Unmergeable(#[from] Unmergeable),
    /// A report cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A file cannot be opened; the message names it.
    #[error("{0}")]
    File(io::Error),
    /// A file cannot be read.
    #[error("`{name}` cannot be read")]
    Unreadable {
        /// Its name.
        name: String,
        /// The reason.
        #[source]
        error: io::Error,
    },
    /// A file that the trust file lists cannot be opened.
    #[error("{error} — `{file}` lists it for the term `{term}`")]
    ListedFile {
        /// The reason, which names the file.
        error: io::Error,
        /// The trust file.
        file: String,
        /// The term.
        term: String,
    },
    /// The plan that the trust file lists for a term is none.
    #[error(
        "`{name}` is not a plan, and `{file}` lists it as the `plan` of the term `{term}` — write one before the term with: \
         cte plan -o plan.json"
    )]
    NoPlan {
        /// The file.
        name: String,
        /// The trust file.
        file: String,
        /// The term.
        term: String,
    },
    /// The questionnaire that the trust file names cannot be used.
    #[error("the questionnaire that `{file}` names")]
    ListedQuestionnaire {
        /// The trust file.
        file: String,
        /// The reason.
        #[source]
        error: Box<Error>,
    },
    /// One of several terms cannot be read.
    #[error("the term `{name}`")]
    Term {
        /// Its name.
        name: String,
        /// The reason.
        #[source]
        error: Box<Error>,
    },
    /// The term before that of a report cannot be read.
    #[error("the term `{name}`, with which the report compares (--no-change leaves the change out)")]
    TermBefore {
        /// Its name.
        name: String,
        /// The reason.
        #[source]
        error: Box<Error>,
    },
    /// The term of a report and the one before cannot be compared.
    #[error("the change cannot be shown (--no-change leaves it out)")]
    NoChange {
        /// The reason.
        #[source]
        error: Box<Error>,
    },
    /// No response file, and no trust file that lists any.
    #[error("no response file is named, and no trust file that lists any")]
    NoResponses,
    /// A term is named, and there is no trust file. Contains its name.
    #[error("the term `{0}` needs a trust file that lists it")]
    TermWithoutTrustFile(String),
    /// The trust file has no term of this name.
    #[error(transparent)]
    NoSuchTerm(NoSuchTerm),
    /// The trust file lists no terms. Contains the trust file.
    #[error("`{0}` lists no terms: name a response file, or add a `[[term]]` with its name, date and files")]
    NoTerms(String),
    /// A name is neither a file nor a term.
    #[error("`{name}` is neither a file nor a term")]
    NeitherFileNorTerm {
        /// The name.
        name: String,
        /// The nearest term and those that there are.
        #[source]
        error: Box<Error>,
    },
    /// A change of one term. Contains the term.
    #[error("`{0}` is one term, and a change needs two: write BEFORE and AFTER, or list the terms in a trust file")]
    OneTermOfChange(String),
    /// A change of more than two terms. Contains how many there are.
    #[error(
        "{0} files are named, and a change has two sides: write BEFORE and AFTER. Where a term has several files, list \
         them in a trust file; for several terms there is `cte trend`"
    )]
    TooManyTermsOfChange(usize),
    /// A trend of one term. Contains the term.
    #[error("`{0}` is one term, and a trend needs two or more: name the files of several terms, the earliest first")]
    OneTermOfTrend(String),
    /// Terms are needed, and none is named or listed.
    #[error(
        "no terms are named, and there is no trust file that lists any: name a file for each, the earliest first, or write a \
         trust file with `cte init FILE FILE`"
    )]
    NoTermsNamed,
    /// A change needs two terms, and the trust file lists one up to the one that is asked for.
    #[error(
        "`{file}` lists no term before `{term}`, and a change needs two: add the `[[term]]` before it, or name two files"
    )]
    NoTermBefore {
        /// The trust file.
        file: String,
        /// The term.
        term: String,
    },
    /// Terms are named twice over: by name, and up to a term.
    #[error("--term chooses among the trust file's terms, and here the terms are named already: leave one of them out")]
    TermsAreNamed,
    /// A term is named twice. Contains the term.
    #[error("`{0}` is named twice: a change is from one term to another")]
    TermTwice(String),
    /// The term before is part of the survey that is reported. Contains the file.
    #[error(
        "`{0}` is in the survey that is reported: a change is from one term to another — name the earlier term with --before"
    )]
    BeforeIsTheSame(String),
    /// Two terms are needed.
    #[error("a change needs two terms")]
    NotTwoTerms,
    /// The terms were asked with different questionnaires.
    #[error(
        "`{earlier}` was asked with the questionnaire `{earlier_id}` and `{later}` with `{later_id}`: only versions of one \
         questionnaire can be compared. If they are, give both files the same `id`, or say which it was with -i"
    )]
    DifferentQuestionnaires {
        /// A term.
        earlier: String,
        /// Its questionnaire.
        earlier_id: String,
        /// The next term.
        later: String,
        /// Its questionnaire.
        later_id: String,
    },
    /// The terms have no scale in common.
    #[error(
        "the terms' versions of the questionnaire share no scale that has an item of the same id, range and direction in each: \
         there is nothing to compare"
    )]
    NoCommonScale,
    /// A tally of a term has answers to items that were not asked in another term.
    #[error(
        "the terms were asked different items ({}), and the answers to them cannot be taken out of the tally of `{term}`: compare \
         the responses themselves", all_quoted(.items)
    )]
    TallyWithOtherItems {
        /// The term that was read from a tally.
        term: String,
        /// Ids of the items.
        items: Vec<String>,
    },
    /// A name is no bundled questionnaire and no file.
    #[error(
        "there is no bundled questionnaire `{name}`; there are {}. A file of your own is named with its ending, such as \
         `{name}.toml`", .known.join(", ")
    )]
    UnknownQuestionnaire {
        /// The name.
        name: String,
        /// The ids of the bundled ones.
        known: Vec<&'static str>,
    },
    /// No bundled questionnaire has all its items among the columns; this is what the nearest one lacks.
    #[error("{0}\n(that is the questionnaire which most columns fit; choose another with -i)")]
    NearestQuestionnaire(Box<InputError>),
    /// No bundled questionnaire is near to the columns.
    #[error(
        "in `{file}`: no bundled questionnaire has all its items among the columns; name yours with -i, as an id or a TOML file \
         of your own, or draft one from the file with `cte instrument new {file} -o our.toml`; there are:\n{}",
        questionnaire_lines(known)
    )]
    NoQuestionnaireFits {
        /// The file.
        file: String,
        /// The bundled ones: id and name.
        known: Vec<(String, String)>,
    },
    /// The columns fit several bundled questionnaires.
    #[error("in `{file}`: the columns fit several questionnaires, {}; choose one with -i", .ids.join(", "))]
    SeveralQuestionnairesFit {
        /// The file.
        file: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// Rows are needed, and a tally has none.
    #[error(
        "{what} needs every respondent's answers, and `{tally}` is a tally, which holds only how often they were given: name the \
         response files instead"
    )]
    TallyHasNoRows {
        /// The command or option that needs rows.
        what: &'static str,
        /// The tally.
        tally: String,
    },
    /// Codes are needed, and a tally has none.
    #[error(
        "--link {column} follows respondents by their codes, and `{tally}` is a tally, which holds counts and no codes: name the \
         response files of both terms"
    )]
    TallyHasNoCodes {
        /// The column of codes.
        column: String,
        /// The tally.
        tally: String,
    },
    /// An option says how responses are read, and there are only tallies.
    #[error(
        "{option} says how responses are read, and those of `{tally}` are counted already: leave it out here, and say it to \
         `cte tally` when they are counted"
    )]
    TallyIsRead {
        /// The option.
        option: &'static str,
        /// The tally.
        tally: String,
    },
    /// A second grouping needs to know who is in which group of both, which a tally does not tell.
    #[error(
        "--by {column} groups respondents by a second column, and small groups can only be protected if it is known who is in \
         which group of both columns, which `{tally}` does not contain: name the response files, or leave --by out (--by \"\" \
         where the trust file asks for it), or see everything with --unsuppressed, marked as not for circulation"
    )]
    TallyHasNoCrossing {
        /// The column.
        column: String,
        /// The tally.
        tally: String,
    },
    /// A tally counts a questionnaire that is not bundled, and none is named.
    #[error(
        "in `{file}`: it counts the answers to the questionnaire `{id}`, which is none of the bundled ones ({}): name its file \
         with -i, such as -i {id}.toml", .known.join(", ")
    )]
    TallyOfUnknownQuestionnaire {
        /// The tally.
        file: String,
        /// The questionnaire's id.
        id: String,
        /// The ids of the bundled ones.
        known: Vec<&'static str>,
    },
    /// No counts were made.
    #[error("nothing was counted")]
    NothingCounted,
    /// Counts of small groups would disclose too much.
    #[error("{}", refusal(*min_group, groups))]
    SmallGroupsCounted {
        /// The fewest people of a group that is counted by itself.
        min_group: u64,
        /// The small groups, in words.
        groups: Vec<String>,
    },
    /// The trust file names a folder of published results that does not exist.
    #[error(
        "`{file}` names `{folder}` as the folder of published results, and there is no such folder next to it: make it, or \
         correct `published`"
    )]
    NoPublishedFolder {
        /// The trust file.
        file: String,
        /// The folder.
        folder: String,
    },
    /// Answers behind an earlier result cannot be read as they were.
    #[error(
        "`{name}` was made from answers that are missing or have changed since: {}. Without them the two results cannot be \
         compared person by person, and their difference may be what one person answered. Name a file that has these answers \
         with --published-from; or withdraw `{name}`: tell those who have it, and delete it",
        all_quoted(files)
    )]
    EarlierAnswersGone {
        /// The earlier result.
        name: String,
        /// The files that have not the bytes that they had then.
        files: Vec<String>,
    },
    /// An earlier result that another one takes into account is missing.
    #[error(
        "`{name}` was made with the earlier result `{before}` taken into account, which is not there as it was then: put it back, \
         or name it with --published"
    )]
    ResultBeforeResult {
        /// The result.
        name: String,
        /// The result before it.
        before: String,
    },
    /// Counts cannot be compared person by person with those of an earlier result. Contains the earlier result.
    #[error(
        "`{0}` was made from other counts or answers than this run, and counts cannot be compared person by person: their \
         difference may be what one person answered. Name the response files in place of the tallies, or the same tallies as \
         then; or withdraw `{0}`: tell those who have it, and delete it"
    )]
    OtherCounts(String),
    /// Rows of earlier results cannot be matched with those of this run.
    #[error("the rows of the files cannot be told apart, so earlier results cannot be compared with them")]
    RowsCannotBeMatched,
    /// An earlier result of the same answers shows other groups, and there are only counts. Contains the earlier
    /// result.
    #[error(
        "`{0}` was made from the same answers and shows other groups or further answers: counts do not say what the two results \
         would disclose together; name the response files in place of the tallies, or ask for the groups that it shows (--by, \
         --min-group, the trust file)"
    )]
    OtherGroupsOfCounts(String),
    /// The command of an earlier result cannot be read. Contains the earlier result.
    #[error("`{0}` does not say with which command it was made: make it again with this version")]
    ResultWithoutCommand(String),
    /// The rows behind the figures of an earlier result cannot be found.
    #[error(
        "`{name}` was made from the same answers, but the rows behind its figures cannot be identified; was it made with another \
         trust file, questionnaire or version? Use the one it was made with, or make the result again"
    )]
    RowsBehindResult {
        /// The earlier result.
        name: String,
        /// The reason.
        #[source]
        error: Box<Error>,
    },
    /// The files that the arguments of an earlier result name cannot be opened.
    #[error(transparent)]
    RecordedArguments(Box<dyn StdError + Send + Sync>),
    /// An earlier result is of several terms where one is expected.
    #[error("it is not of one term")]
    ResultOfSeveralTerms,
    /// The questionnaire of an earlier result is another now.
    #[error("the questionnaire has changed since")]
    QuestionnaireChanged,
    /// A scale of an earlier result is not in the questionnaire. Contains the scale.
    #[error("the questionnaire has no scale `{0}`")]
    NoSuchScaleInQuestionnaire(String),
    /// A group of an earlier result is not in the responses.
    #[error("there is no group `{name}` in `{column}`")]
    NoSuchGroup {
        /// The group.
        name: String,
        /// The column.
        column: String,
    },
    /// A group of an earlier result had another number of respondents. Contains the group.
    #[error("`{0}` has another number of respondents today")]
    OtherNumberOfRespondents(String),
    /// Norms are asked for, and the questionnaire has none.
    #[error(
        "--norms: the questionnaire `{questionnaire}` has no norms ({} have); `cte trend` compares its scores with \
         the trust's own earlier terms, and a norm of your own is a [[scale.norm]] of the questionnaire file",
        all_quoted(others)
    )]
    NoNorms {
        /// The questionnaire.
        questionnaire: String,
        /// The bundled ones that have norms.
        others: Vec<String>,
    },
    /// The survey has no academy of this name.
    #[error("there is no academy `{name}` in the survey{}", nearest_academy(nearest.as_deref()))]
    NoSuchAcademy {
        /// The name.
        name: String,
        /// The nearest name in the survey.
        nearest: Option<String>,
    },
    /// There is no scale of this id.
    #[error("there is no scale `{id}`; there are {}", .known.join(", "))]
    NoSuchScale {
        /// The id.
        id: String,
        /// The ids that there are.
        known: Vec<String>,
    },
    /// No academies are known whose survey could be planned.
    #[error(
        "there are no academies to plan for: list them in the trust file with `[[academy]]`, or name a file of staff numbers with \
         --headcount"
    )]
    NothingToPlan,
    /// No questionnaire is named, and none can be guessed without responses.
    #[error("no questionnaire is named: name it with -i, or as `instrument` in the trust file")]
    NoQuestionnaireToPlan,
    /// The survey has nothing of a name.
    #[error("there is no {what} `{name}` in this survey{}", nearest_or_all(.nearest.as_deref(), .known))]
    NoneOfThisName {
        /// What was looked for: `item`, `scale`, `academy` or `role`.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// Impossible responses are asked for. Contains the reason.
    #[error("this cannot be simulated: {0}")]
    CannotSimulate(String),
    /// A questionnaire has summaries in place of the wording, which belongs to others.
    #[error(
        "`{id}` has summaries of its items only: the wording belongs to {owner}. If you hold the published form, copy the key with \
         `cte instrument show {id} --format toml`, add `wording_file = \"wording.toml\"` to it, and export that file"
    )]
    WordingOfOthers {
        /// The questionnaire's id.
        id: String,
        /// Who owns the wording.
        owner: String,
    },
    /// A form cannot be made of a questionnaire. Contains the reason.
    #[error("no form can be made: {0}")]
    CannotMakeForm(String),
    /// Something impossible is to be planned. Contains the reason.
    #[error("this cannot be planned: {0}")]
    CannotPlan(String),
    /// A tally counts every pair of questions.
    #[error(
        "a tally counts every pair of questions, at most {MOST_PAIRED} questions, and this questionnaire has {0}: score the \
         responses themselves"
    )]
    TooManyItemsToPair(usize),
    /// A figure has nothing to show. Contains the kind of figure.
    #[error("there is nothing to draw for `{0}`")]
    NothingToDraw(&'static str),
    /// There is no explanation of this key.
    #[error("there is no figure `{key}` to explain{}; there are {}", did_you_mean(nearest.as_deref()), .known.join(", "))]
    NoSuchFigure {
        /// The key.
        key: String,
        /// The nearest key.
        nearest: Option<String>,
        /// Every key.
        known: Vec<&'static str>,
    },
    /// A result to be verified is no JSON.
    #[error("`{path}` is no JSON: verify takes what --format json wrote")]
    ResultIsNotJson {
        /// The result.
        path: String,
        /// The reason.
        #[source]
        error: serde_json::Error,
    },
    /// A result to be verified does not record how it was made. Contains the result.
    #[error("`{0}` does not say how it was made: it is no result of cte, or of an older one")]
    ResultWithoutArguments(String),
    /// A result to be verified was made from standard input. Contains the result.
    #[error("`{0}` was made from standard input, which cannot be read again")]
    ResultWasMadeFromStandardInput(String),
}

impl Error {
    /// The error as one about a term.
    pub(crate) fn of_term(self, name: &str) -> Self {
        Self::Term {
            name: name.to_owned(),
            error: Box::new(self),
        }
    }

    /// The error as one about the questionnaire that the trust file names.
    pub(crate) fn of_listed_questionnaire(self, file: &str) -> Self {
        Self::ListedQuestionnaire {
            file: file.to_owned(),
            error: Box::new(self),
        }
    }
}

fn questionnaire_lines(known: &[(String, String)]) -> String {
    let lines: Vec<String> = known.iter().map(|(id, name)| format!("  {id}  {name}")).collect();
    lines.join("\n")
}

fn nearest_academy(nearest: Option<&str>) -> String {
    match nearest {
        None => ", which names none".to_owned(),
        nearest => did_you_mean(nearest),
    }
}

/// Says why small groups are not counted, and what can be done.
fn refusal(min_group: u64, groups: &[String]) -> String {
    let mut lines: Vec<String> = groups.iter().take(SHOWN).map(|group| format!("\n  {group}")).collect();
    if groups.len() > SHOWN {
        lines.push(format!("\n  and {} more", groups.len() - SHOWN));
    }
    let (which, list) = (if groups.len() == 1 { "a group" } else { "groups" }, lines.concat());
    format!(
        "counts of {which} of fewer than {min_group} people would almost reveal what each of them answered, so they are not \
         written:{list}\nCount small groups together as a [[pool]] of the trust file; or give their response files to those who \
         may read them, who can score them together with the tallies; or write all with --unsuppressed, which marks the file as not for \
         circulation"
    )
}

/// The nearest name, or else the names that there are.
fn nearest_or_all(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        None => format!("; there are {}", quoted(known)),
        nearest => did_you_mean(nearest),
    }
}
