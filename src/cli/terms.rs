//! Several terms of one trust, brought to the same groups and the same scales.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use crate::analysis::Links;
use crate::cli::args::SurveyArgs;
use crate::cli::config::{Config, Wave, config, wave};
use crate::cli::load::{Loaded, load_term, standard};
use crate::cli::published::{Known, Linking, Now, known};
use crate::disclosure::{self, GuardedTerms, NewOutput, guard_terms};
use crate::input::align_groups;
use crate::input::trust::term_of_file_name;
use crate::model::{Common, Finding, Level, VersionDifference};
use crate::report::{Run, TermInput, TermsContext};

/// The terms, ready to be estimated from.
pub(crate) struct Terms {
    names: Vec<String>,
    pub(crate) loaded: Vec<Loaded>,
    /// How many scales they have in common, which come first.
    pub(crate) scales: usize,
    /// For each term the places of the scales that it has itself.
    own: Vec<Vec<usize>>,
    /// For each term and grouping, the places of the groups that the term has by itself.
    order: Vec<Vec<Vec<usize>>>,
    differences: Vec<VersionDifference>,
    findings: Vec<Finding>,
    response_rate_drop: Option<f64>,
    /// What was given out earlier of the same rows.
    known: Known,
}

/// Which term a survey is set beside, where the trust file is not to say it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before<'a> {
    /// Its response files, or its name in the trust file; empty for the term before in the trust file.
    pub(crate) files: &'a [PathBuf],
    /// Its questionnaire, where that was another version.
    pub(crate) instrument: Option<&'a str>,
}

/// What is to be read, and what it is called.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) wave: Wave,
}

/// The two terms that are compared: those named, else the one of `--term` (the latest without it) and the one before it.
///
/// # Errors
/// When there are not two, or one cannot be read or understood.
pub(crate) fn two_terms(args: &SurveyArgs, by: Option<&str>, before: Option<&str>) -> anyhow::Result<Terms> {
    let config = config(args)?;
    let mut waves = match args.files.as_slice() {
        [] => last(listed(args, config.as_ref())?, config.as_ref())?,
        [before, after] => named(args, &[before, after], config.as_ref())?,
        [one] => bail!(
            "`{}` is one term, and a change needs two: write BEFORE and AFTER, or list the terms in a trust file",
            one.display()
        ),
        several => bail!(
            "{} files are named, and a change has two sides: write BEFORE and AFTER. Where a term has several files, list \
             them in a trust file; for several terms there is `cte trend`",
            several.len()
        ),
    };
    if let (Some(instrument), Some(first)) = (before, waves.first_mut()) {
        first.wave.instrument = Some(instrument.to_owned());
    }
    load_all(args, by, config.as_ref(), waves)
}

/// The terms of a trend: those named, else all of the trust file up to `--term`.
///
/// # Errors
/// When there are not two, or one cannot be read or understood.
pub(crate) fn all_terms(args: &SurveyArgs, by: Option<&str>) -> anyhow::Result<Terms> {
    let config = config(args)?;
    let waves = match args.files.as_slice() {
        [] => listed(args, config.as_ref())?,
        [one] => bail!(
            "`{}` is one term, and a trend needs two or more: name the files of several terms, the earliest first",
            one.display()
        ),
        several => named(args, &several.iter().collect::<Vec<_>>(), config.as_ref())?,
    };
    load_all(args, by, config.as_ref(), waves)
}

/// A survey that was read already and the term before it; `None` where none is named and the trust file lists none.
///
/// # Errors
/// When the term before cannot be read or understood, or cannot be compared.
pub(crate) fn with_the_term_before(
    args: &SurveyArgs,
    by: Option<&str>,
    later: &Loaded,
    before: Before<'_>,
) -> anyhow::Result<Option<Terms>> {
    let config = config(args)?;
    let now = wave(args, config.as_ref())?;
    let Some(mut earlier) = earlier(&now, before, config.as_ref())? else {
        return Ok(None);
    };
    if let Some(instrument) = before.instrument {
        earlier.wave.instrument = Some(instrument.to_owned());
    }
    let name = match (&now.term, now.files.first()) {
        (Some(term), _) => term.name.clone(),
        (None, Some(file)) => called(file),
        (None, None) => String::new(),
    };
    let later_named = Named { name, wave: now };
    let terms = [&earlier, &later_named].map(|named| named.name.clone());
    if terms[0] == terms[1] {
        earlier.name = format!("{} (before)", terms[0]);
    }
    let usual = config.as_ref().and_then(|config| config.trust.defaults.by.as_deref());
    let by = by.or(usual).filter(|column| !column.is_empty());
    let unreadable = || {
        format!(
            "the term `{}`, for what has changed since (--no-change leaves that out)",
            earlier.name
        )
    };
    let read = load_term(args, by, config.as_ref(), &earlier.wave).with_context(unreadable)?;
    let waves = [earlier, later_named];
    let order = out_of_order(&waves).map(order_finding);
    let (names, waves): (Vec<String>, Vec<Wave>) = waves.into_iter().map(|named| (named.name, named.wave)).unzip();
    let mut terms = together(names, vec![read, later.clone()], config.as_ref(), order)
        .context("what has changed cannot be said (--no-change leaves that out)")?;
    terms.know(args, config.as_ref(), &waves)?;
    Ok(Some(terms))
}

/// The term that a survey is set beside: the one named, else the one before it in the trust file.
fn earlier(now: &Wave, before: Before<'_>, config: Option<&Config>) -> anyhow::Result<Option<Named>> {
    let Some(first) = before.files.first() else {
        let (Some(config), Some(term)) = (config, &now.term) else {
            return Ok(None);
        };
        let terms = config.trust.terms();
        let place = terms.iter().position(|known| known.name == term.name);
        let earlier = place.and_then(|place| terms.get(place.checked_sub(1)?));
        return Ok(earlier.map(|term| Named {
            name: term.name.clone(),
            wave: config.wave(term),
        }));
    };
    let wave = match (before.files, config) {
        ([one], Some(config)) => config.wave_of(one)?,
        (files, config) => Wave {
            files: files.to_vec(),
            term: config.and_then(|config| config.term_of(files)).cloned(),
            instrument: None,
        },
    };
    for file in &wave.files {
        let canonical = fs::canonicalize(file).ok();
        let same = |own: &PathBuf| own == file || (canonical.is_some() && fs::canonicalize(own).ok() == canonical);
        if now.files.iter().any(same) {
            bail!(
                "`{}` is in the survey that is reported: a term changes from another, not from itself — name the earlier one \
                 with --before",
                file.display()
            );
        }
    }
    let name = wave
        .term
        .as_ref()
        .map_or_else(|| called(first), |term| term.name.clone());
    Ok(Some(Named { name, wave }))
}

/// What a term is called after its file, where nothing else says it.
fn called(file: &Path) -> String {
    term_of_file_name(&stem(file)).map_or_else(|| stem(file), |guessed| guessed.name)
}

/// The trust file's terms, up to the one that `--term` names.
fn listed(args: &SurveyArgs, config: Option<&Config>) -> anyhow::Result<Vec<Named>> {
    let Some(config) = config else {
        bail!(
            "no terms are named, and there is no trust file that lists any: name a file for each, the earliest first, or write a \
             trust file with `cte init FILE FILE`"
        );
    };
    let until = match &args.term {
        Some(name) => config.term(name)?,
        None => config.latest()?,
    };
    let terms = config.trust.terms();
    let count = terms
        .iter()
        .position(|term| term.name == until.name)
        .map_or(0, |place| place + 1);
    if count < 2 {
        bail!(
            "`{}` lists no term before `{}`, and a change needs two: add the `[[term]]` before it, or name two files",
            config.path.display(),
            until.name
        );
    }
    let named = |term: &crate::model::Term| Named {
        name: term.name.clone(),
        wave: config.wave(term),
    };
    Ok(terms[..count].iter().map(named).collect())
}

fn last(mut waves: Vec<Named>, config: Option<&Config>) -> anyhow::Result<Vec<Named>> {
    let first = waves.len().checked_sub(2).with_context(|| {
        let file = config.map_or(String::new(), |config| config.path.display().to_string());
        format!("`{file}` lists fewer than two terms")
    })?;
    Ok(waves.split_off(first))
}

/// Files or, with a trust file, terms by name; no two the same.
fn named(args: &SurveyArgs, paths: &[&PathBuf], config: Option<&Config>) -> anyhow::Result<Vec<Named>> {
    if args.term.is_some() {
        bail!(
            "--term chooses among the trust file's terms, and here the terms are named already: leave one of them out"
        );
    }
    for (place, path) in paths.iter().enumerate() {
        let canonical = fs::canonicalize(path).ok();
        let same =
            |other: &&&PathBuf| **other == *path || (canonical.is_some() && fs::canonicalize(other).ok() == canonical);
        if paths[..place].iter().any(|other| same(&other)) {
            bail!(
                "`{}` stands twice: a term changes from another, not from itself",
                path.display()
            );
        }
    }
    let waves = paths.iter().map(|path| match config {
        Some(config) => config.wave_of(path),
        None => Ok(Wave {
            files: vec![(*path).clone()],
            term: None,
            instrument: None,
        }),
    });
    let waves = waves.collect::<anyhow::Result<Vec<Wave>>>()?;
    let name = |wave: &Wave, path: &Path| match &wave.term {
        Some(term) => term.name.clone(),
        None => called(path),
    };
    let names: Vec<String> = waves.iter().zip(paths).map(|(wave, path)| name(wave, path)).collect();
    let named = waves.into_iter().zip(paths).enumerate().map(|(place, (wave, path))| {
        let shared = names.iter().filter(|other| **other == names[place]).count() > 1;
        Named {
            name: if shared {
                path.display().to_string()
            } else {
                names[place].clone()
            },
            wave,
        }
    });
    Ok(named.collect())
}

fn stem(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "standard input".to_owned();
    }
    path.file_stem().map_or_else(
        || path.display().to_string(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

/// Reads the terms, and what was given out of them earlier.
fn load_all(args: &SurveyArgs, by: Option<&str>, config: Option<&Config>, waves: Vec<Named>) -> anyhow::Result<Terms> {
    let usual = config.and_then(|config| config.trust.defaults.by.as_deref());
    let by = by.or(usual).filter(|column| !column.is_empty());
    let read_again: Vec<Wave> = waves.iter().map(|named| named.wave.clone()).collect();
    let mut terms = read_all(args, by, config, waves)?;
    terms.know(args, config, &read_again)?;
    Ok(terms)
}

/// Reads the terms and brings them to the same groups and scales.
///
/// # Errors
/// When one of them cannot be read or understood, or they have no scale in common.
pub(crate) fn read_all(
    args: &SurveyArgs,
    by: Option<&str>,
    config: Option<&Config>,
    waves: Vec<Named>,
) -> anyhow::Result<Terms> {
    let order = out_of_order(&waves).map(order_finding);
    let mut loaded = Vec::with_capacity(waves.len());
    for named in &waves {
        let term = load_term(args, by, config, &named.wave);
        loaded.push(term.with_context(|| format!("the term `{}`", named.name))?);
    }
    let latest = waves.last().map(|named| named.wave.clone());
    let mut terms = together(
        waves.into_iter().map(|named| named.name).collect(),
        loaded,
        config,
        order,
    )?;
    let more = standardise(&mut terms.loaded, config, latest.as_ref());
    terms.findings.extend(more);
    Ok(terms)
}

fn order_finding([later, earlier]: [&str; 2]) -> Finding {
    let message = format!(
        "`{later}` stands before `{earlier}` and is the later of the two: changes are from the first to the second"
    );
    Finding::new(Level::Warning, "order", message)
}

/// Brings terms that were read to the same groups and the same scales.
fn together(
    names: Vec<String>,
    mut loaded: Vec<Loaded>,
    config: Option<&Config>,
    order: Option<Finding>,
) -> anyhow::Result<Terms> {
    let mut findings: Vec<Finding> = order.into_iter().collect();
    findings.extend(of_terms(&names, &loaded));
    let mut order = vec![Vec::new(); loaded.len()];
    findings.extend(align(&mut loaded, config, &mut order));
    for term in &mut loaded {
        // Each by its own day would be standardised to staff of its own.
        term.standard = None;
    }
    let common = common(&names, &loaded)?;
    if common
        .instruments
        .last()
        .is_some_and(|last| last.scoring.aggregate == crate::model::Aggregate::Items)
    {
        let message = "the questionnaire averages items before persons; changes are of persons' scores, so a score here may \
                       differ a little from that of `cte score` where answers are missing";
        findings.push(Finding::new(Level::Note, "persons-scores", message.to_owned()));
    }
    for (term, instrument) in loaded.iter_mut().zip(common.instruments) {
        term.instrument = instrument;
    }
    Ok(Terms {
        names,
        loaded,
        scales: common.scales,
        own: common.own,
        order,
        differences: common.differences,
        findings,
        response_rate_drop: config.and_then(|config| config.trust.response_rate_drop),
        known: Known::default(),
    })
}

/// Two neighbours of which the first is the later, by the dates of their terms or the names of their files.
fn out_of_order(waves: &[Named]) -> Option<[&str; 2]> {
    let day = |named: &Named| {
        let guessed = || term_of_file_name(&stem(named.wave.files.first()?)).map(|guessed| guessed.date);
        named.wave.term.as_ref().map(|term| term.date).or_else(guessed)
    };
    let pair = waves
        .windows(2)
        .find(|pair| matches!((day(&pair[0]), day(&pair[1])), (Some(one), Some(two)) if one > two))?;
    Some([&pair[0].name, &pair[1].name])
}

/// Findings of all terms, each with its term, or once without where every term has it.
fn of_terms(names: &[String], loaded: &[Loaded]) -> Vec<Finding> {
    let sentences = |term: &Loaded| term.findings().iter().map(Finding::as_sentence).collect();
    let of: Vec<Vec<Finding>> = loaded.iter().map(sentences).collect();
    let mut all: Vec<Finding> = Vec::new();
    for (name, own) in names.iter().zip(&of) {
        for finding in own {
            if finding.code == "trust-file" {
                // The title already names the terms.
                let file = finding.message.split(", term `").next().unwrap_or_default();
                if all.iter().all(|other| other.code != finding.code) {
                    all.push(Finding {
                        message: file.to_owned(),
                        ..finding.clone()
                    });
                }
                continue;
            }
            let everywhere = of.iter().all(|other| other.contains(finding));
            let finding = if everywhere {
                finding.clone()
            } else {
                of_term(name, finding)
            };
            if !all.contains(&finding) {
                all.push(finding);
            }
        }
    }
    all
}

/// A finding as one sentence that begins with its term.
fn of_term(name: &str, finding: &Finding) -> Finding {
    let message = format!("{name}: {}", finding.sentence());
    Finding::new(finding.level, finding.code.clone(), message)
}

/// Gives all terms the same groups, in one order; `order` says for each term and grouping where the term's own ones went.
fn align(loaded: &mut [Loaded], config: Option<&Config>, order: &mut [Vec<Vec<usize>>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let groupings = loaded.first().map_or(0, |term| term.survey.groupings());
    for grouping in 0..groupings {
        let names: Vec<&[String]> = loaded.iter().map(|term| term.survey.groups(grouping)).collect();
        let trust = config
            .map(|config| &config.trust)
            .filter(|trust| grouping == 0 && !trust.academies().is_empty());
        let aligned = align_groups(&names, trust);
        if grouping == 0 {
            findings.extend(aligned.findings.clone());
        }
        for ((term, places), order) in loaded.iter_mut().zip(&aligned.places).zip(order.iter_mut()) {
            order.push(places.clone());
            // Who is not in a term has no staff in it, which is known.
            let mut staff = vec![Some(0); aligned.names.len()];
            for (&place, own) in places.iter().zip(&term.staff[grouping]) {
                staff[place] = *own;
            }
            term.survey.regroup(grouping, aligned.names.clone(), places);
            term.staff[grouping] = staff;
        }
    }
    findings
}

/// Gives all terms one standard, the staff of the latest: scores that are standardised to different staff would differ by that.
fn standardise(loaded: &mut [Loaded], config: Option<&Config>, latest: Option<&Wave>) -> Vec<Finding> {
    let (Some(last), Some(latest)) = (loaded.last(), latest) else {
        return Vec::new();
    };
    // Of counts there are no standardised scores, and so no change of them either.
    let responses = loaded.iter().all(|term| term.survey.counted.is_none());
    let standard = standard(config, latest, &last.survey).filter(|_| responses);
    for term in loaded.iter_mut() {
        term.standard.clone_from(&standard);
    }
    standard.iter().flat_map(|found| &found.findings).cloned().collect()
}

fn common(names: &[String], loaded: &[Loaded]) -> anyhow::Result<Common> {
    let instruments: Vec<_> = loaded.iter().map(|term| &term.instrument).collect();
    for (pair, names) in instruments.windows(2).zip(names.windows(2)) {
        if let ([one, other], [earlier, later]) = (pair, names)
            && one.id != other.id
        {
            bail!(
                "`{earlier}` was asked with the questionnaire `{}` and `{later}` with `{}`: only versions of one questionnaire \
                 can be compared. If they are, give both files the same `id`, or say which it was with -i",
                one.id,
                other.id
            );
        }
    }
    Common::of(&instruments).map_err(|_| {
        anyhow!(
            "the terms' versions of the questionnaire share no scale that has an item of the same id, range and direction in \
             each: there is nothing to compare"
        )
    })
}

/// Why there is no standardised change: the linked split the cells that it is made of.
const BESIDE_THE_LINKED: &str = "no standardised scores beside the change of the same people, which would split the groups that they \
     are made of: leave out --link";

impl Terms {
    /// Leaves the standardised scores out, and says why.
    pub(crate) fn without_standard(&mut self) {
        let any = self.loaded.iter_mut().filter_map(|term| term.standard.take()).count() > 0;
        if any {
            self.findings
                .retain(|finding| !finding.code.starts_with("no-standard") && finding.code != "standard-apart");
            let message = BESIDE_THE_LINKED.to_owned();
            self.findings.push(Finding::new(Level::Note, "no-standard", message));
        }
    }

    /// Reads what was given out earlier of the terms, which were read from these files.
    fn know(&mut self, args: &SurveyArgs, config: Option<&Config>, waves: &[Wave]) -> anyhow::Result<()> {
        let now = self.loaded.iter().zip(waves);
        let now: Vec<Now<'_>> = now.map(|(loaded, wave)| Now { loaded, wave }).collect();
        let found = known(args, config, &now)?;
        self.findings.extend(found.findings);
        self.known = found.known;
        for loaded in &mut self.loaded {
            loaded.run.published.clone_from(&found.read);
        }
        Ok(())
    }

    /// Each term as disclosure takes it, in order.
    pub(crate) fn terms(&self) -> Vec<disclosure::TermStudy<'_>> {
        let terms = self.loaded.iter().zip(&self.own).zip(&self.order);
        terms
            .map(|((loaded, own), order)| disclosure::TermStudy {
                survey: loaded.survey(),
                own: own.clone(),
                order: order.clone(),
            })
            .collect()
    }

    /// Decides for each term what may be shown beside what was given out earlier, and says so; nothing where nothing was.
    pub(crate) fn guarded(&mut self) -> Option<GuardedTerms> {
        let policy = self.loaded.last()?.policy;
        if self.known.earlier().is_empty() {
            return None;
        }
        let current = |(term, loaded): (usize, &Loaded)| self.known.current_term(term, loaded);
        let currents: Vec<NewOutput> = self.loaded.iter().enumerate().map(current).collect();
        let guarded = guard_terms(&self.terms(), policy, &currents, &self.names, self.known.earlier());
        for ((name, loaded), own) in self.names.iter().zip(&self.loaded).zip(guarded.terms()) {
            self.findings
                .extend(loaded.told_beside(own).iter().map(|finding| of_term(name, finding)));
        }
        Some(guarded)
    }

    /// Those who answered in both of two terms, as what is to be made beside what was given out earlier.
    pub(crate) fn current_linked(&self, links: &Links) -> Option<NewOutput> {
        let [before, after] = self.loaded.as_slice() else {
            return None;
        };
        self.known.current_linked(&Linking {
            terms: [before, after],
            scales: self.scales,
            links,
        })
    }

    /// How the run was asked for, and what every term read beside its responses, once.
    fn run(&self) -> Run {
        let mut run = Run::default();
        for term in &self.loaded {
            run.arguments.clone_from(&term.run.arguments);
            run.published.clone_from(&term.run.published);
            for file in &term.run.also_read {
                if !run.also_read.contains(file) {
                    run.also_read.push(file.clone());
                }
            }
            run.counted.extend(term.run.counted.iter().cloned());
        }
        run
    }

    /// What the report must know of them; `None` without terms.
    pub(crate) fn context(&self) -> Option<TermsContext<'_>> {
        let terms = self.names.iter().zip(&self.loaded);
        Some(TermsContext {
            instrument: &self.loaded.last()?.instrument,
            terms: terms
                .map(|(name, loaded)| TermInput {
                    name: name.clone(),
                    instrument: &loaded.instrument,
                    inputs: loaded.inputs(),
                })
                .collect(),
            findings: self.findings.clone(),
            run: self.run(),
            differences: &self.differences,
            response_rate_drop: self.response_rate_drop,
        })
    }
}

/// The terms with what may be shown of each beside earlier results, where there are any.
pub(crate) fn beside<'t>(
    terms: Vec<disclosure::TermStudy<'t>>,
    guarded: Option<&'t GuardedTerms>,
) -> Vec<disclosure::TermStudy<'t>> {
    let with = |(place, term): (usize, disclosure::TermStudy<'t>)| disclosure::TermStudy {
        survey: term
            .survey
            .guarded_by(guarded.and_then(|guarded| guarded.terms().get(place))),
        ..term
    };
    terms.into_iter().enumerate().map(with).collect()
}
