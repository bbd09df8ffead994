//! The report for the board and each academy: pages and a workbook.

use std::iter;

use crate::disclosure::{
    GroupedStudy, GuardedTerms, Policy, Reported, ReportedTerms, Shown, publish_report, publish_report_with_change,
    with_peers, with_trend,
};
use crate::engine::load::load_apart;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::Round;
use crate::engine::round::read::Need;
use crate::engine::terms::{ChangeSince, Terms, beside, load_terms, term_before, terms_until};
use crate::engine::{Error, Setup, Source};
use crate::model::{Finding, Level};
use crate::report::{self, BoardContext, Context, Page, Report, TermsContext, Wanted};

/// A report for the board and each academy, whose pages are made one by one.
pub struct BoardReport {
    round: Round,
    terms: Option<Terms>,
    /// All terms up to this one, if there are more than two.
    all_terms: Option<Terms>,
    reported: Reported,
}

/// The arguments of commands that make the results that a report shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnRuns {
    /// Those of the scores.
    pub score: Vec<String>,
    /// Those of the change.
    pub compare: Vec<String>,
    /// Those of all terms.
    pub trend: Vec<String>,
}

/// The report for the board and each academy, with the change since an earlier term.
///
/// # Errors
/// When a file cannot be read or understood, or the two terms cannot be compared.
pub fn board_report(responses: &[Source], since: &ChangeSince, setup: &Setup<'_>) -> Result<BoardReport, Error> {
    let loaded = load_apart(responses, setup, setup.by(), Need::Rows)?;
    // The change has its own findings about earlier results.
    let mut terms = term_before(&loaded.round, since, setup)?;
    let mut round = loaded.with_known();
    let mut all_terms = None;
    match terms_until(&round, since, setup).map(|named| load_terms(setup, named)) {
        None => {}
        Some(Ok(terms)) => all_terms = Some(terms),
        // An earlier term that cannot be read is no reason to have no report.
        Some(Err(error)) => {
            let reasons = iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            let reasons: Vec<String> = reasons.map(ToString::to_string).collect();
            let message = format!("no trend over all terms: {}", reasons.join(": "));
            findings_shown(&mut round, terms.as_mut()).push(Finding::new(Level::Warning, "no-trend", message));
        }
    }
    let guarded = round.guarded(setup, &[true, true], None)?;
    // Earlier results guard the report's own term. If that withholds more than the two terms by themselves do, nothing of the
    // change is shown.
    let mut survey = round.survey().guarded_by(guarded.as_ref());
    survey.academies.rows = round.response_rows(setup.progress).filter(|_| survey.by.is_some());
    let guarded = terms.as_mut().and_then(Terms::guarded);
    let mut reported = reported(&survey, terms.as_ref(), guarded.as_ref(), round.policy);
    if let Some(all_terms) = &mut all_terms {
        let guarded = all_terms.guarded();
        let surveys = beside(all_terms.terms_with_rows(), guarded.as_ref());
        reported = with_trend(reported, &survey, &surveys, all_terms.scales, round.policy);
    }
    if let Some(trust) = &setup.trust {
        let names = survey.academies.tally.names().iter();
        let phases: Vec<Option<String>> = names
            .map(|name| trust.trust().phase_of(name).map(str::to_owned))
            .collect();
        reported = with_peers(reported, &survey, &phases, round.policy);
    }
    let remarks = withholding_findings(&survey, round.policy);
    drop(survey);
    round.survey.findings.extend(remarks);
    if reported.trend.as_ref().is_some_and(|trend| trend.rule().is_some()) {
        let findings = findings_shown(&mut round, terms.as_mut());
        findings.push(Finding::new(Level::Note, "no-trend", TREND_WITHHELD.to_owned()));
    }
    Ok(BoardReport {
        round,
        terms,
        all_terms,
        reported,
    })
}

/// Said where nothing of all terms is shown.
const TREND_WITHHELD: &str = "no trend over all terms: earlier results make this report withhold more than the terms by themselves \
     would, and the trend would show some of it";

/// The findings that the pages have: those of both terms, if there is a change.
fn findings_shown<'f>(round: &'f mut Round, terms: Option<&'f mut Terms>) -> &'f mut Vec<Finding> {
    terms.map_or(&mut round.survey.findings, |terms| &mut terms.findings)
}

/// The figures of the survey and, if there is a term before it, of the change.
fn reported(
    survey: &GroupedStudy<'_>,
    terms: Option<&Terms>,
    guarded: Option<&GuardedTerms>,
    policy: Policy,
) -> Reported {
    let surveys = terms.map_or(Vec::new(), |terms| beside(terms.terms_with_rows(), guarded));
    let scales = terms.map_or(0, |terms| terms.scales);
    match <[_; 2]>::try_from(surveys) {
        Ok([before, after]) => {
            let terms = ReportedTerms { before, after, scales };
            publish_report_with_change(survey, &terms, policy)
        }
        Err(_) => publish_report(survey, policy),
    }
}

impl BoardReport {
    /// The name under which the report shows an academy, regardless of case.
    ///
    /// # Errors
    /// When there is no such academy, with the nearest.
    pub fn academy(&self, name: &str) -> Result<&str, Error> {
        let names = || self.reported.academies.iter().map(|academy| academy.name.as_str());
        let wanted = name.trim().to_lowercase();
        if let Some(found) = names().find(|other| other.to_lowercase() == wanted) {
            return Ok(found);
        }
        let likeness = |other: &str| strsim::jaro_winkler(&other.to_lowercase(), &wanted);
        let nearest = names()
            .filter(|other| !other.is_empty())
            .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        Err(Error::NoSuchAcademy {
            name: name.to_owned(),
            nearest: nearest.map(str::to_owned),
        })
    }

    /// Passes the pages to `write`, one by one, with their number; each is made when it is its turn.
    ///
    /// # Errors
    /// The first error of `write`.
    pub fn pages<E>(&self, wanted: Wanted<'_>, mut write: impl FnMut(Page, usize) -> Result<(), E>) -> Result<(), E> {
        let (context, change, trend) = self.contexts();
        let mut pages = report::pages(
            &self.reported,
            self.context(&context, change.as_ref(), trend.as_ref()),
            wanted,
        );
        let all = pages.len();
        pages.try_for_each(|page| write(page, all))
    }

    /// The results that the report shows: the scores, as [`score`](crate::engine::score) gives them, the change if there is one, as
    /// [`compare`](crate::engine::compare) gives it, and all terms if there are several, as [`trend`](crate::engine::trend) gives them.
    /// The arguments are those that would make them.
    #[must_use]
    pub fn results(&self, arguments: &OwnRuns) -> Vec<Report> {
        let (mut context, terms, all_terms) = self.contexts();
        context.run.arguments.clone_from(&arguments.score);
        let mut results = vec![report::score(&self.reported.trust, &context)];
        let change = self.reported.change.as_ref().and_then(Shown::figures);
        if let Some((change, mut terms)) = change.zip(terms) {
            terms.run.arguments.clone_from(&arguments.compare);
            results.push(report::compare(&change.comparison, &terms));
        }
        let trend = self.reported.trend.as_ref().and_then(Shown::figures);
        if let Some((trend, mut terms)) = trend.zip(all_terms) {
            terms.run.arguments.clone_from(&arguments.trend);
            results.push(report::trend(trend, &terms));
        }
        results
    }

    /// The workbook of the whole report.
    #[must_use]
    pub fn workbook(&self) -> Report {
        let (context, change, trend) = self.contexts();
        report::board_workbook(&self.reported, self.context(&context, change.as_ref(), trend.as_ref()))
    }

    fn contexts(&self) -> (Context<'_>, Option<TermsContext<'_>>, Option<TermsContext<'_>>) {
        let [change, trend] = [&self.terms, &self.all_terms].map(|terms| terms.as_ref().and_then(Terms::context));
        (self.round.context(), change, trend)
    }

    fn context<'a>(
        &'a self,
        term: &'a Context<'a>,
        change: Option<&'a TermsContext<'a>>,
        trend: Option<&'a TermsContext<'a>>,
    ) -> BoardContext<'a> {
        BoardContext {
            term,
            about: &self.round.about,
            change,
            trend,
        }
    }
}
