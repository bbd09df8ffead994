//! The source of a report's figures: files, run and options.

use crate::disclosure::{Options, Policy, Published, PublishedScale, Rule};
use crate::model::{Finding, Instrument, Item, MADE_UP, PLANNED_MISSING, Scale};
use crate::report::{Kind, Record, fields};

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its path as it was given.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Respondents in it.
    pub rows: u64,
    /// The layout it was read as.
    pub layout: String,
}

/// What the figures of a term were made from, so that a later run recognises the same answers in another file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunResponses {
    /// The term's name in the trust file.
    pub term: Option<String>,
    /// A checksum of the answers, if it could not confirm a guess at what some of them are.
    pub answers: Option<String>,
    /// A checksum of what the questionnaire asks and how it is scored.
    pub items: String,
}

/// Command line and inputs of the run; `cte verify` repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The command and its arguments, without those that say only where the result goes and in which form.
    pub arguments: Vec<String>,
    /// The name of the trust, of its file.
    pub trust: Option<String>,
    /// What each term was made from.
    pub responses: Vec<RunResponses>,
    /// Files read in addition to the responses, such as the trust file: path and SHA-256, hexadecimal.
    pub also_read: Vec<(String, String)>,
    /// Earlier published results that were read: path and SHA-256, hexadecimal.
    pub published: Vec<(String, String)>,
    /// The response files behind tallies: path where they were counted and SHA-256, hexadecimal.
    pub counted: Vec<(String, String)>,
}

/// Where the figures come from.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The questionnaire.
    pub instrument: &'a Instrument,
    /// The files, in the order they were read.
    pub inputs: Vec<Input>,
    /// What was found while reading.
    pub findings: Vec<Finding>,
    /// Command line and inputs of the run.
    pub run: Run,
}

impl Context<'_> {
    /// True if the items of a scale were given to parts of the staff (planned missing).
    pub(crate) fn is_given_in_parts(&self, scale: &Scale) -> bool {
        let of_scale = |id: &String| scale.items.iter().any(|&item| self.instrument.items()[item].id == *id);
        let mut planned = self.findings.iter().filter(|finding| finding.code == PLANNED_MISSING);
        planned.any(|finding| finding.item.as_ref().is_some_and(of_scale))
    }
}

/// The marking of every output with unsuppressed figures.
pub const NOT_FOR_CIRCULATION: &str =
    "Not for circulation: figures of small groups are shown, and they disclose what single people answered.";

/// The marking of every output that is made from made-up responses.
const MADE_UP_RESULTS: &str = "Made-up results for a rehearsal: nobody gave these answers.";

/// The marking of an output made under a policy. The findings say if responses are made up.
pub(crate) fn marking(policy: Policy, findings: &[Finding]) -> Option<String> {
    let made_up = made_up_marking(findings);
    let for_few = policy.unsuppressed.then_some(NOT_FOR_CIRCULATION);
    let markings: Vec<&str> = made_up.into_iter().chain(for_few).collect();
    (!markings.is_empty()).then(|| markings.join(" "))
}

/// The marking of an output if responses are made up.
#[must_use]
pub fn made_up_marking(findings: &[Finding]) -> Option<&'static str> {
    let is_made_up = findings.iter().any(|finding| finding.code == MADE_UP);
    is_made_up.then_some(MADE_UP_RESULTS)
}

/// The head of a record: schema, program, instrument, input, options.
pub(crate) fn provenance(schema: &str, context: &Context<'_>, options: Options, policy: Policy) -> Record {
    // If every academy sends its own file, the rows of a file may be the people of a withheld academy.
    let rows_are_safe = policy.unsuppressed || context.inputs.len() < 2;
    Record::object()
        .with("schema", schema)
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("result", policy.result())
        .with("instrument", fields::version(context.instrument))
        .with_list(
            "input",
            context
                .inputs
                .iter()
                .map(|input| input_record(Record::object(), input, rows_are_safe)),
        )
        .with("run", run(&context.run))
        .with(
            "options",
            Record::object()
                .number("level", options.level, Kind::Statistic)
                .with("missing", options.missing.name())
                .count("min_group", policy.min_group)
                .with("unsuppressed", policy.unsuppressed)
                .number("icc2_no", options.icc2.no(), Kind::Statistic)
                .number("icc2_yes", options.icc2.yes(), Kind::Statistic)
                .count("seed", options.seed)
                .with("like", options.like.name())
                .count("bootstrap", options.bootstrap as u64),
        )
}

/// Adds a file to a record. Its number of rows is withheld if it would disclose the size of a withheld academy.
pub(crate) fn input_record(record: Record, input: &Input, rows_are_safe: bool) -> Record {
    let record = record
        .with("path", input.path.as_str())
        .with("sha256", input.sha256.as_str());
    let record = if rows_are_safe {
        record.count("rows", input.rows)
    } else {
        record.with("rows", Record::withheld(Rule::Complementary.name()))
    };
    record.with("layout", input.layout.as_str())
}

/// A run as a record.
pub(crate) fn run(run: &Run) -> Record {
    let file = |(path, sha256): &(String, String)| {
        Record::object()
            .with("path", path.as_str())
            .with("sha256", sha256.as_str())
    };
    let responses = |responses: &RunResponses| {
        Record::object()
            .with_some("term", responses.term.as_deref())
            .with_some("answers", responses.answers.as_deref())
            .with("items", responses.items.as_str())
    };
    let record = Record::object()
        .with_list("arguments", run.arguments.iter().map(String::as_str))
        .with_some("trust", run.trust.as_deref())
        .with_list("responses", run.responses.iter().map(responses))
        .with_list("also_read", run.also_read.iter().map(file));
    let lists = [("published", &run.published), ("counted", &run.counted)];
    let there = lists.into_iter().filter(|(_, files)| !files.is_empty());
    there.fold(record, |record, (key, files)| {
        record.with_list(key, files.iter().map(file))
    })
}

/// The findings as a record.
pub(crate) fn findings(context: &Context<'_>) -> Record {
    let found = context.findings.iter();
    Record::list(found.map(|finding| fields::finding(finding, &finding.sentence())))
}

/// A finding as a sentence that begins with its level.
pub(crate) fn leveled(finding: &Finding) -> String {
    format!("{}: {}", finding.level.name(), finding.sentence())
}

/// The first line of a view for people.
pub(crate) fn title(context: &Context<'_>, published: &Published) -> String {
    let instrument = context.instrument;
    let version = short_version(instrument);
    let files = files(context.inputs.iter().map(|input| input.path.as_str()));
    let rows = counted(published.respondents.rows, "row", "rows");
    let first = published.scales.first();
    let scored = first
        .and_then(|scale| scale.trust.figures())
        .map_or_else(String::new, |trust| format!(", {} scored", trust.n));
    let named = |scale: &PublishedScale| {
        scale
            .academies
            .iter()
            .filter(|academy| !academy.name.is_empty())
            .count()
    };
    let academies = first.map_or(0, named);
    let academies = counted(academies as u64, "academy", "academies");
    format!("{} {version} · {files} · {rows}{scored} · {academies}", instrument.name)
}

/// The version of a questionnaire, without a last `.0`.
pub(crate) fn short_version(instrument: &Instrument) -> &str {
    instrument.version.strip_suffix(".0").unwrap_or(&instrument.version)
}

/// The name of the only file, or the number of files.
pub(crate) fn files<'p>(paths: impl ExactSizeIterator<Item = &'p str>) -> String {
    let count = paths.len();
    match (count, paths.last()) {
        (1, Some(path)) => file_name(path).to_owned(),
        _ => format!("{count} files"),
    }
}

pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Names in a sentence: at most so many, and how many there are besides.
pub(crate) fn some_names<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A number with its noun.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A group's name as people and scripts read it.
pub(crate) fn group_name(name: &str, column: &str) -> String {
    if name.is_empty() {
        format!("no {column} given")
    } else {
        name.to_owned()
    }
}

/// The wording of an item, saying that its answers are turned round if they are.
pub(crate) fn wording(item: &Item) -> String {
    let turned = if item.reversed {
        " (reversed: shown turned round)"
    } else {
        ""
    };
    format!("{}{turned}", item.text)
}
