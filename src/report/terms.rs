//! What the reports of several terms have in common: where the figures come from, and how versions of a questionnaire differ.

use crate::disclosure::{Options, Policy, Respondents};
use crate::model::{Finding, Instrument, Level, VersionDifference};
use crate::report::context::{counted, input_record, run};
use crate::report::{Cell, Context, Input, Kind, Record, Run};

/// One term.
#[derive(Debug, Clone)]
pub struct TermInput<'a> {
    /// What it is called.
    pub name: String,
    /// The version of the questionnaire that was asked.
    pub instrument: &'a Instrument,
    /// Its files, in the order they were read.
    pub inputs: Vec<Input>,
}

/// Where the figures of several terms come from.
#[derive(Debug, Clone)]
pub struct TermsContext<'a> {
    /// The latest version of the questionnaire, whose first scales are those of every term.
    pub instrument: &'a Instrument,
    /// The terms, the earliest first.
    pub terms: Vec<TermInput<'a>>,
    /// What was found while reading.
    pub findings: Vec<Finding>,
    /// How the run was asked for.
    pub run: Run,
    /// How the versions of the questionnaire differ.
    pub differences: &'a [VersionDifference],
    /// The drop of the response rate between terms that is warned of, above 0 and at most 1.
    pub response_rate_drop: Option<f64>,
}

impl<'a> TermsContext<'a> {
    /// The context without its terms, with more findings.
    pub(crate) fn plain(&self, more: Vec<Finding>) -> Context<'a> {
        let versions = version_remark(self.differences).into_iter();
        Context {
            instrument: self.instrument,
            inputs: Vec::new(),
            findings: versions.chain(more).chain(self.findings.clone()).collect(),
            run: self.run.clone(),
        }
    }
}

/// The head of a record of several terms.
pub(crate) fn provenance(
    schema: &str,
    context: &TermsContext<'_>,
    respondents: &[Respondents],
    options: Options,
    policy: Policy,
) -> Record {
    let version = |instrument: &Instrument| {
        Record::object()
            .with("id", instrument.id.as_str())
            .with("version", instrument.version.as_str())
            .with("sha256", instrument.sha256.as_str())
    };
    let term = |(term, rows): (&TermInput<'_>, &Respondents)| {
        Record::object()
            .with("name", term.name.as_str())
            .with("instrument", version(term.instrument))
            .with(
                "respondents",
                Record::object().count("rows", rows.rows).count("blank", rows.blank),
            )
    };
    let input = context.terms.iter().flat_map(|term| {
        // Where every academy sends a file of its own, a file's rows would count the people of a withheld one.
        let rows_are_safe = policy.unsuppressed || term.inputs.len() < 2;
        let of_term = || Record::object().with("term", term.name.as_str());
        term.inputs
            .iter()
            .map(move |input| input_record(of_term(), input, rows_are_safe))
    });
    Record::object()
        .with("schema", schema)
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("instrument", version(context.instrument))
        .with("terms", Record::list(context.terms.iter().zip(respondents).map(term)))
        .with("input", Record::list(input))
        .with("run", run(&context.run))
        .with(
            "options",
            Record::object()
                .number("level", options.level, Kind::Statistic)
                .count("min_group", policy.min_group)
                .with("unsuppressed", policy.unsuppressed)
                .with(
                    "response_rate_drop",
                    Cell::maybe(context.response_rate_drop, Kind::Statistic),
                ),
        )
}

/// The first line of a view for people.
pub(crate) fn title(context: &TermsContext<'_>, academies: usize) -> String {
    let version = |instrument: &Instrument| {
        let version = &instrument.version;
        version.strip_suffix(".0").unwrap_or(version).to_owned()
    };
    let mut versions: Vec<String> = context.terms.iter().map(|term| version(term.instrument)).collect();
    versions.dedup();
    let terms: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    format!(
        "{} {} · {} · {}",
        context.instrument.name,
        versions.join(" → "),
        terms.join(" → "),
        counted(academies as u64, "academy", "academies")
    )
}

/// How the versions differ, as one warning.
fn version_remark(differences: &[VersionDifference]) -> Option<Finding> {
    if differences.is_empty() {
        return None;
    }
    let listed = |what: &str, pick: fn(&VersionDifference) -> Option<&String>| {
        let ids: Vec<String> = differences
            .iter()
            .filter_map(pick)
            .map(|id| format!("`{id}`"))
            .collect();
        (!ids.is_empty()).then(|| format!("{what} {}", ids.join(", ")))
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(listed(
        "not asked in every term: items",
        |difference| match difference {
            VersionDifference::Item { id } => Some(id),
            _ => None,
        },
    ));
    parts.extend(listed(
        "on another range of answers: items",
        |difference| match difference {
            VersionDifference::Range { id } => Some(id),
            _ => None,
        },
    ));
    parts.extend(listed(
        "reversed in some terms only: items",
        |difference| match difference {
            VersionDifference::Direction { id } => Some(id),
            _ => None,
        },
    ));
    parts.extend(listed(
        "worded differently, and compared all the same: items",
        |difference| match difference {
            VersionDifference::Wording { id } => Some(id),
            _ => None,
        },
    ));
    parts.extend(listed("not in every term: scales", |difference| match difference {
        VersionDifference::Scale { id } => Some(id),
        _ => None,
    }));
    if differences.contains(&VersionDifference::Scoring) {
        parts.push("scored by the latest version's rule throughout".to_owned());
    }
    Some(Finding::new(
        Level::Warning,
        "versions",
        format!(
            "the terms were asked with different versions of the questionnaire, and scales are compared only on the items that \
             they share ({})",
            parts.join("; ")
        ),
    ))
}
