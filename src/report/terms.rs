//! Parts shared by reports of several terms: the source of the figures, and how versions of a questionnaire differ.

use std::iter;

use crate::disclosure::{Options, Policy, Respondents};
use crate::model::{Finding, Instrument, Level, VersionDifference};
use crate::report::context::{counted, input_record, run, short_version};
use crate::report::{Context, Input, Kind, Record, Run, fields, number};

/// One term.
#[derive(Debug, Clone)]
pub struct TermInput<'a> {
    /// Its name.
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
    /// Command line and inputs of the run.
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
    let term = |(term, rows): (&TermInput<'_>, &Respondents)| {
        Record::object()
            .with("name", term.name.as_str())
            .with("instrument", fields::version(term.instrument))
            .with("respondents", fields::respondents(*rows))
    };
    let input = context.terms.iter().flat_map(|term| {
        // If every academy sends its own file, the rows of a file may be the people of a withheld academy.
        let rows_are_safe = policy.unsuppressed || term.inputs.len() < 2;
        let of_term = || Record::object().with("term", term.name.as_str());
        term.inputs
            .iter()
            .map(move |input| input_record(of_term(), input, rows_are_safe))
    });
    Record::object()
        .with("schema", schema)
        .with("cte", env!("CARGO_PKG_VERSION"))
        .with("result", policy.result())
        .with("instrument", fields::version(context.instrument))
        .with_list("terms", context.terms.iter().zip(respondents).map(term))
        .with_list("input", input)
        .with("run", run(&context.run))
        .with(
            "options",
            Record::object()
                .number("level", options.level, Kind::Statistic)
                .count("min_group", policy.min_group)
                .with("unsuppressed", policy.unsuppressed)
                .figure("response_rate_drop", context.response_rate_drop),
        )
}

/// The first line of a view for people.
pub(crate) fn title(context: &TermsContext<'_>, academies: usize) -> String {
    let mut versions: Vec<&str> = context
        .terms
        .iter()
        .map(|term| short_version(term.instrument))
        .collect();
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

/// The warnings of response rates that fell from a term to the next by more than the declared amount: of the trust, and of
/// academies. `rates` gives an academy's rate in each term.
pub(crate) fn response_drops(
    trust: Vec<Option<f64>>,
    academies: &[Record],
    rates: impl Fn(&Record) -> Vec<Option<f64>>,
    context: &TermsContext<'_>,
) -> Vec<Finding> {
    let named = |academy: &Record| {
        let name = academy.text("academy").unwrap_or_default();
        (format!("`{name}`"), rates(academy))
    };
    let mut found = Vec::new();
    for (who, rates) in iter::once(("the trust".to_owned(), trust)).chain(academies.iter().map(named)) {
        for (rates, terms) in rates.windows(2).zip(context.terms.windows(2)) {
            if let (&[Some(before), Some(after)], [earlier, later]) = (rates, terms)
                // A drop of just the amount is not more than it, whatever the last digit of a share says.
                && context.response_rate_drop.is_some_and(|most| before - after > most + 1e-9)
            {
                let message = format!(
                    "of {who} {} answered in `{}` and {} in `{}`: fewer answers can look like a change of mind",
                    number::percent(before),
                    earlier.name,
                    number::percent(after),
                    later.name
                );
                found.push(Finding::new(Level::Warning, "response-rate-drop", message));
            }
        }
    }
    found
}

/// How the versions differ, as one warning.
fn version_remark(differences: &[VersionDifference]) -> Option<Finding> {
    // Groups by what differs, in this order, each with the ids of the items or scales.
    let mut parts = [
        ("not asked in every term: items", Vec::new()),
        ("on another range of answers: items", Vec::new()),
        ("reversed in some terms only: items", Vec::new()),
        ("worded differently, and compared all the same: items", Vec::new()),
        ("not in every term: scales", Vec::new()),
        ("scored by the latest version's rule throughout", Vec::new()),
    ];
    for difference in differences {
        let (place, id) = match difference {
            VersionDifference::Item { id } => (0, format!(" `{id}`")),
            VersionDifference::Range { id } => (1, format!(" `{id}`")),
            VersionDifference::Direction { id } => (2, format!(" `{id}`")),
            VersionDifference::Wording { id } => (3, format!(" `{id}`")),
            VersionDifference::Scale { id } => (4, format!(" `{id}`")),
            VersionDifference::Scoring => (5, String::new()),
        };
        parts[place].1.push(id);
    }
    let parts = parts.into_iter().filter(|(_, ids)| !ids.is_empty());
    let parts: Vec<String> = parts.map(|(what, ids)| format!("{what}{}", ids.join(","))).collect();
    (!differences.is_empty()).then(|| {
        let message = format!(
            "the terms were asked with different versions of the questionnaire, and scales are compared only on the items that \
             they share ({})",
            parts.join("; ")
        );
        Finding::new(Level::Warning, "versions", message)
    })
}
