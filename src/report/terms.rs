//! What the reports of several terms have in common: where the figures come from, and how versions of a questionnaire differ.

use std::iter;

use crate::disclosure::{Options, Policy, Respondents};
use crate::model::{Finding, Instrument, Level, VersionDifference};
use crate::report::context::{counted, input_record, run};
use crate::report::{Context, Input, Kind, Record, Run, fields, number};

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
    let term = |(term, rows): (&TermInput<'_>, &Respondents)| {
        Record::object()
            .with("name", term.name.as_str())
            .with("instrument", fields::version(term.instrument))
            .with("respondents", fields::respondents(*rows))
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
        .with("instrument", fields::version(context.instrument))
        .with("terms", Record::list(context.terms.iter().zip(respondents).map(term)))
        .with("input", Record::list(input))
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
                    "of {who} {} answered in `{}` and {} in `{}`: who no longer answers can look like a change of mind",
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
    let listed = |what: &str, pick: fn(&VersionDifference) -> Option<&String>| {
        let ids = differences.iter().filter_map(pick).map(|id| format!("`{id}`"));
        let ids: Vec<String> = ids.collect();
        (!ids.is_empty()).then(|| format!("{what} {}", ids.join(", ")))
    };
    let scoring = differences.contains(&VersionDifference::Scoring);
    let parts = [
        listed("not asked in every term: items", |difference| match difference {
            VersionDifference::Item { id } => Some(id),
            _ => None,
        }),
        listed("on another range of answers: items", |difference| match difference {
            VersionDifference::Range { id } => Some(id),
            _ => None,
        }),
        listed("reversed in some terms only: items", |difference| match difference {
            VersionDifference::Direction { id } => Some(id),
            _ => None,
        }),
        listed(
            "worded differently, and compared all the same: items",
            |difference| match difference {
                VersionDifference::Wording { id } => Some(id),
                _ => None,
            },
        ),
        listed("not in every term: scales", |difference| match difference {
            VersionDifference::Scale { id } => Some(id),
            _ => None,
        }),
        scoring.then(|| "scored by the latest version's rule throughout".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!differences.is_empty()).then(|| {
        let message = format!(
            "the terms were asked with different versions of the questionnaire, and scales are compared only on the items that \
             they share ({})",
            parts.join("; ")
        );
        Finding::new(Level::Warning, "versions", message)
    })
}
