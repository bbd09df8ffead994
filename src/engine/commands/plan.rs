//! The plan of the next survey: how many must answer, what could be seen, and who would be withheld.

use crate::analysis::{Assumption, PlanAims, PlanAssumptions};
use crate::disclosure::{LastTerm, NextAcademy, PlanRequest, Published, publish, publish_plan};
use crate::engine::chosen_scales::place;
use crate::engine::load::load;
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::next_term::NextTerm;
use crate::engine::round::read::{Need, checksums, named_questionnaire};
use crate::engine::round::settings::Settings;
use crate::engine::{Error, Setup, TrustFile};
use crate::model::{Finding, Instrument, Level, MADE_UP, Scale};
use crate::report::{self, PlanContext, Report, Run};

/// What a plan is asked for; `None` means the last term's figure or the usual one.
#[derive(Debug, Clone, Default)]
pub struct PlanWishes {
    /// The scale's id; the questionnaire's first by default.
    pub scale: Option<String>,
    /// Half-width that the interval of a score may have, in score units.
    pub width: Option<f64>,
    /// Change that is to be seen, in score units.
    pub change: Option<f64>,
    /// Response rate of every academy, above 0 and at most 1.
    pub rate: Option<f64>,
    /// Standard deviation of the scores of an academy's staff.
    pub sd: Option<f64>,
    /// ICC(1), 0 to 1.
    pub icc1: Option<f64>,
    /// Correlation of a person's scores in two terms, 0 to 1.
    pub correlation: Option<f64>,
    /// Take no figures from an earlier term.
    pub without_results: bool,
}

/// The plan of the next survey of a trust, from headcounts and what is published of the last term.
///
/// # Errors
/// When a file cannot be read or understood, there are no academies to plan for, or something impossible is asked for.
pub fn plan(setup: &Setup<'_>, wishes: &PlanWishes) -> Result<Report, Error> {
    let mut findings = Vec::new();
    let last = if wishes.without_results {
        None
    } else {
        last_results(setup, &mut findings)?
    };
    let nothing = RoundFiles {
        files: Vec::new(),
        term: None,
        questionnaire: None,
    };
    let files = last.as_ref().map_or(&nothing, |last| &last.round.files);
    let instrument = match &last {
        Some(last) => last.round.instrument.clone(),
        None => questionnaire(setup, files)?,
    };
    let scale = wishes
        .scale
        .as_deref()
        .map_or(Ok(0), |id| place(instrument.scales(), id))?;
    let declared = &instrument.scales()[scale];
    let mut next = NextTerm::of(setup, files)?;
    let published = last.as_ref().and_then(|last| Some((last, last.of_scale(scale)?)));
    if next.academies.is_empty() {
        let academies = published.iter().flat_map(|(_, last)| last.scale.academies.iter());
        next.academies = academies.map(|academy| without_staff(&academy.name)).collect();
    }
    if next.academies.is_empty() {
        return Err(Error::NothingToPlan);
    }
    findings.append(&mut next.findings);
    let of_last = last.iter().flat_map(|last| last.round.findings());
    findings.extend(of_last.filter(|finding| finding.code == MADE_UP));
    let settings = Settings::of(setup, None, files);
    let request = PlanRequest {
        academies: next.academies,
        roles: next.roles,
        aims: aims(declared, &instrument, wishes, settings.options.level),
        usual: usual(declared, &instrument, wishes),
        sd: wishes.sd,
        icc1: wishes.icc1,
        rate: wishes.rate,
        last: published.map(|(_, last)| last),
        icc2: [settings.options.icc2.no(), settings.options.icc2.yes()],
        policy: settings.policy,
    };
    let plan = publish_plan(&request).map_err(|reason| Error::CannotPlan(reason.to_string()))?;
    let read = setup.trust.iter().map(TrustFile::source).chain(&next.headcount_file);
    let context = PlanContext {
        instrument: &instrument,
        scale: declared,
        trust: setup.trust.as_ref().map(|trust| trust.trust().name.as_str()),
        inputs: last.as_ref().map_or_else(Vec::new, |last| last.round.inputs()),
        findings,
        run: Run {
            arguments: setup.arguments.clone(),
            trust: setup.trust.as_ref().map(|trust| trust.trust().name.clone()),
            also_read: checksums(read)?,
            ..Run::default()
        },
    };
    Ok(report::stamped(report::plan(&plan, &context)))
}

/// The published results of the last term.
struct LastResults {
    name: String,
    round: Round,
    published: Published,
}

impl LastResults {
    /// Reads a term and publishes it as `cte score` does.
    fn read(setup: &Setup<'_>, name: &str) -> Result<Self, Error> {
        let setup = Setup {
            term: Some(name.to_owned()),
            ..setup.clone()
        };
        let mut round = load(&[], &setup, setup.by(), Need::Counts)?;
        let guarded = round.guarded(&setup, &[true, true], None)?;
        let published = publish(&round.survey().guarded_by(guarded.as_ref()), round.policy);
        Ok(Self {
            name: name.to_owned(),
            round,
            published,
        })
    }

    fn of_scale(&self, scale: usize) -> Option<LastTerm<'_>> {
        let scale = self
            .published
            .scales
            .iter()
            .find(|published| published.scale == scale)?;
        Some(LastTerm {
            name: &self.name,
            scale,
        })
    }
}

/// The results of the term that is named, else of the latest whose results can be read. What stands in the way of reading a later
/// one is noted.
///
/// # Errors
/// When the term that is named cannot be read.
fn last_results(setup: &Setup<'_>, findings: &mut Vec<Finding>) -> Result<Option<LastResults>, Error> {
    let Some(trust) = &setup.trust else {
        return Ok(None);
    };
    if let Some(name) = &setup.term {
        return LastResults::read(setup, &trust.term(name)?.name).map(Some);
    }
    for term in trust.trust().terms().iter().rev() {
        match LastResults::read(setup, &term.name) {
            Ok(last) => return Ok(Some(last)),
            Err(error) => {
                let message = format!("no figures are taken from {}: {error}", term.name);
                findings.push(Finding::new(Level::Note, "no-results", message));
            }
        }
    }
    Ok(None)
}

/// The questionnaire that the run or the trust file names.
fn questionnaire(setup: &Setup<'_>, files: &RoundFiles) -> Result<Instrument, Error> {
    let named = named_questionnaire(setup, files)?.ok_or(Error::NoQuestionnaireToPlan)?;
    named.read(setup.files)
}

fn without_staff(name: &str) -> NextAcademy {
    NextAcademy {
        name: name.to_owned(),
        headcount: None,
        by_role: Vec::new(),
    }
}

/// The length of the range of a scale's scores.
fn length(scale: &Scale, instrument: &Instrument) -> f64 {
    let [lowest, highest] = scale.score_range(&instrument.scoring);
    (highest - lowest) as f64
}

fn aims(scale: &Scale, instrument: &Instrument, wishes: &PlanWishes, level: f64) -> PlanAims {
    let usual = PlanAims::usual(length(scale, instrument), level);
    PlanAims {
        width: wishes.width.unwrap_or(usual.width),
        change: wishes.change.unwrap_or(usual.change),
        ..usual
    }
}

fn usual(scale: &Scale, instrument: &Instrument, wishes: &PlanWishes) -> PlanAssumptions {
    let usual = PlanAssumptions::usual(length(scale, instrument));
    PlanAssumptions {
        correlation: wishes.correlation.map_or(usual.correlation, Assumption::given),
        ..usual
    }
}
