//! What a report must say of where its figures come from.

use crate::disclosure::{Options, Policy, Published, PublishedScale, Rule};
use crate::model::{Finding, Instrument};
use crate::report::{Block, Kind, Record, fields};

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

/// How the run was asked for, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The command and its arguments, without those that say only where the result goes and in which form.
    pub arguments: Vec<String>,
    /// Files that were read beside the responses, such as the trust file: path and SHA-256, hexadecimal.
    pub also_read: Vec<(String, String)>,
    /// Results given out earlier that were read: path and SHA-256, hexadecimal.
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
    /// How the run was asked for.
    pub run: Run,
}

/// What stands on every output that holds unsuppressed figures.
pub const NOT_FOR_CIRCULATION: &str =
    "Not for circulation: small groups are shown, and with them what single people answered.";

/// The marking of an output made under a policy.
pub(crate) fn marking(policy: Policy) -> Option<String> {
    policy.unsuppressed.then(|| NOT_FOR_CIRCULATION.to_owned())
}

/// The head of a record: schema, program, instrument, input, options.
pub(crate) fn provenance(schema: &str, context: &Context<'_>, options: Options, policy: Policy) -> Record {
    // Where every academy sends a file of its own, a file's rows would count the people of a withheld one.
    let rows_are_safe = policy.unsuppressed || context.inputs.len() < 2;
    Record::object()
        .with("schema", schema)
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("instrument", fields::version(context.instrument))
        .with(
            "input",
            Record::list(
                context
                    .inputs
                    .iter()
                    .map(|input| input_record(Record::object(), input, rows_are_safe)),
            ),
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

/// A file behind what a record says of it already; its number of rows only where that tells of nobody.
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

/// How a run was asked for, as a record.
pub(crate) fn run(run: &Run) -> Record {
    let file = |(path, sha256): &(String, String)| {
        Record::object()
            .with("path", path.as_str())
            .with("sha256", sha256.as_str())
    };
    let record = Record::object()
        .with("arguments", Record::list(run.arguments.iter().map(String::as_str)))
        .with("also_read", Record::list(run.also_read.iter().map(file)));
    let lists = [("published", &run.published), ("counted", &run.counted)];
    let there = lists.into_iter().filter(|(_, files)| !files.is_empty());
    there.fold(record, |record, (key, files)| {
        record.with(key, Record::list(files.iter().map(file)))
    })
}

/// The findings as a record.
pub(crate) fn findings(context: &Context<'_>) -> Record {
    let found = context.findings.iter();
    Record::list(found.map(|finding| fields::finding(finding, &finding.sentence())))
}

/// The findings as notes for people.
pub(crate) fn finding_notes(findings: &[Finding]) -> impl Iterator<Item = Block> {
    findings.iter().map(|finding| Block::Note(leveled(finding)))
}

/// A finding as a sentence that begins with its level.
pub(crate) fn leveled(finding: &Finding) -> String {
    format!("{}: {}", finding.level.name(), finding.sentence())
}

/// The first line of a view for people.
pub(crate) fn title(context: &Context<'_>, published: &Published) -> String {
    let instrument = context.instrument;
    let version = instrument.version.strip_suffix(".0").unwrap_or(&instrument.version);
    let files = match context.inputs.as_slice() {
        [one] => file_name(&one.path).to_owned(),
        many => format!("{} files", many.len()),
    };
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

pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
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
