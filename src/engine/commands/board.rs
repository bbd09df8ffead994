//! The report for the board and each academy: pages and a workbook.

use crate::disclosure::{
    GroupedStudy, GuardedTerms, Policy, Reported, ReportedTerms, Shown, publish_report, publish_report_with_change,
};
use crate::engine::load::load_apart;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::Round;
use crate::engine::round::read::Need;
use crate::engine::terms::{ChangeSince, Terms, beside, term_before};
use crate::engine::{Error, Setup, Source};
use crate::report::{self, Context, Page, Report, TermsContext, Wanted};

/// A report for the board and each academy, whose pages are made one by one.
pub struct BoardReport {
    round: Round,
    terms: Option<Terms>,
    reported: Reported,
}

/// The arguments of commands that make the results that a report shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnRuns {
    /// Those of the scores.
    pub score: Vec<String>,
    /// Those of the change.
    pub compare: Vec<String>,
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
    let guarded = round.guarded(setup, &[true, true], None)?;
    // Earlier results guard the report's own term. If that withholds more than the two terms by themselves do, nothing of the
    // change is shown.
    let survey = round.survey().guarded_by(guarded.as_ref());
    let guarded = terms.as_mut().and_then(Terms::guarded);
    let reported = reported(&survey, terms.as_ref(), guarded.as_ref(), round.policy);
    let remarks = withholding_findings(&survey, round.policy);
    drop(survey);
    round.survey.findings.extend(remarks);
    Ok(BoardReport { round, terms, reported })
}

/// The figures of the survey and, if there is a term before it, of the change.
fn reported(
    survey: &GroupedStudy<'_>,
    terms: Option<&Terms>,
    guarded: Option<&GuardedTerms>,
    policy: Policy,
) -> Reported {
    let surveys = terms.map_or(Vec::new(), |terms| beside(terms.terms(), guarded));
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
        let (context, terms) = self.contexts();
        let mut pages = report::pages(&self.reported, &context, &self.round.about, terms.as_ref(), wanted);
        let all = pages.len();
        pages.try_for_each(|page| write(page, all))
    }

    /// The results that the report shows: the scores, as [`score`](crate::engine::score) gives them, and the change if there is
    /// one, as [`compare`](crate::engine::compare) gives it. The arguments are those that would make them.
    #[must_use]
    pub fn results(&self, arguments: &OwnRuns) -> Vec<Report> {
        let (mut context, terms) = self.contexts();
        context.run.arguments.clone_from(&arguments.score);
        let mut results = vec![report::score(&self.reported.trust, &context)];
        let change = self.reported.change.as_ref().and_then(Shown::figures);
        if let Some((change, mut terms)) = change.zip(terms) {
            terms.run.arguments.clone_from(&arguments.compare);
            results.push(report::compare(&change.comparison, &terms));
        }
        results
    }

    /// The workbook of the whole report.
    #[must_use]
    pub fn workbook(&self) -> Report {
        let (context, terms) = self.contexts();
        report::board_workbook(&self.reported, &context, &self.round.about, terms.as_ref())
    }

    fn contexts(&self) -> (Context<'_>, Option<TermsContext<'_>>) {
        (self.round.context(), self.terms.as_ref().and_then(Terms::context))
    }
}
