//! Several terms of one trust, brought to the same groups and the same scales.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use crate::analysis::Links;
use crate::cli::args::SurveyArgs;
use crate::cli::config::{Config, Wave, config};
use crate::cli::load::{Loaded, load_term, remark};
use crate::cli::published::{Known, Linking, Now, known};
use crate::disclosure::{self, Current, GuardedTerms, guard_terms};
use crate::input::align_groups;
use crate::input::trust::term_of_file_name;
use crate::model::{Common, VersionDifference};
use crate::report::{Remark, Run, TermInput, TermsContext};

/// The terms, ready to be estimated from.
pub(crate) struct Terms {
    names: Vec<String>,
    pub(crate) loaded: Vec<Loaded>,
    /// How many scales they have in common, which come first.
    pub(crate) scales: usize,
    /// For each term the places of the scales that it has itself.
    own: Vec<Vec<usize>>,
    differences: Vec<VersionDifference>,
    remarks: Vec<Remark>,
    response_rate_drop: Option<f64>,
    /// What was given out earlier of the same rows.
    known: Known,
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
        None => term_of_file_name(&stem(path)).map_or_else(|| stem(path), |guessed| guessed.name),
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
    let now = terms.loaded.iter().zip(&read_again);
    let now: Vec<Now<'_>> = now.map(|(loaded, wave)| Now { loaded, wave }).collect();
    let found = known(args, config, &now)?;
    terms.remarks.extend(found.findings.iter().map(remark));
    terms.known = found.known;
    for loaded in &mut terms.loaded {
        loaded.run.published.clone_from(&found.read);
    }
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
    let mut remarks = Vec::new();
    if let Some([later, earlier]) = out_of_order(&waves) {
        remarks.push(warning(
            "order",
            format!("`{later}` stands before `{earlier}` and is the later of the two: changes are from the first to the second"),
        ));
    }
    let mut loaded = Vec::with_capacity(waves.len());
    for named in &waves {
        let term = load_term(args, by, config, &named.wave);
        loaded.push(term.with_context(|| format!("the term `{}`", named.name))?);
    }
    let names: Vec<String> = waves.into_iter().map(|named| named.name).collect();
    remarks.extend(said(&names, &loaded));
    remarks.extend(align(&mut loaded, config));
    let common = common(&names, &loaded)?;
    if common
        .instruments
        .last()
        .is_some_and(|last| last.scoring.aggregate == crate::model::Aggregate::Items)
    {
        let message = "the questionnaire averages items before persons; changes are of persons' scores, so a score here may \
                       differ a little from that of `cte score` where answers are missing";
        remarks.push(Remark {
            level: "note".to_owned(),
            code: "persons-scores".to_owned(),
            message: message.to_owned(),
        });
    }
    for (term, instrument) in loaded.iter_mut().zip(common.instruments) {
        term.instrument = instrument;
    }
    Ok(Terms {
        names,
        loaded,
        scales: common.scales,
        own: common.own,
        differences: common.differences,
        remarks,
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

fn warning(code: &str, message: String) -> Remark {
    Remark {
        level: "warning".to_owned(),
        code: code.to_owned(),
        message,
    }
}

/// What was found in the terms, each finding with its term; once where every term has it.
fn said(names: &[String], loaded: &[Loaded]) -> Vec<Remark> {
    let of: Vec<Vec<Remark>> = loaded.iter().map(Loaded::remarks).collect();
    let mut said: Vec<Remark> = Vec::new();
    for (name, own) in names.iter().zip(&of) {
        for remark in own {
            if remark.code == "trust-file" {
                // Which terms are read stands in the title.
                let file = remark.message.split(", term `").next().unwrap_or_default();
                if said.iter().all(|other| other.code != remark.code) {
                    said.push(Remark {
                        message: file.to_owned(),
                        ..remark.clone()
                    });
                }
                continue;
            }
            let everywhere = of.iter().all(|other| other.contains(remark));
            let message = if everywhere {
                remark.message.clone()
            } else {
                format!("{name}: {}", remark.message)
            };
            let remark = Remark {
                message,
                ..remark.clone()
            };
            if !said.contains(&remark) {
                said.push(remark);
            }
        }
    }
    said
}

/// Gives all terms the same groups, in one order.
fn align(loaded: &mut [Loaded], config: Option<&Config>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let groupings = loaded.first().map_or(0, |term| term.survey.groupings());
    for grouping in 0..groupings {
        let names: Vec<&[String]> = loaded.iter().map(|term| term.survey.groups(grouping)).collect();
        let trust = config
            .map(|config| &config.trust)
            .filter(|trust| grouping == 0 && !trust.academies().is_empty());
        let aligned = align_groups(&names, trust);
        if grouping == 0 {
            remarks.extend(aligned.findings.iter().map(remark));
        }
        for (term, places) in loaded.iter_mut().zip(&aligned.places) {
            // Who is not in a term has no staff in it, which is known.
            let mut staff = vec![Some(0); aligned.names.len()];
            for (&place, own) in places.iter().zip(&term.staff[grouping]) {
                staff[place] = *own;
            }
            term.survey.regroup(grouping, aligned.names.clone(), places);
            term.staff[grouping] = staff;
        }
    }
    remarks
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

impl Terms {
    /// Each term as disclosure takes it, in order.
    pub(crate) fn terms(&self) -> Vec<disclosure::Term<'_>> {
        let terms = self.loaded.iter().zip(&self.own);
        terms
            .map(|(loaded, own)| disclosure::Term {
                survey: loaded.survey(),
                own: own.clone(),
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
        let currents: Vec<Current> = self.loaded.iter().enumerate().map(current).collect();
        let guarded = guard_terms(&self.terms(), policy, &currents, &self.names, self.known.earlier());
        for ((name, loaded), own) in self.names.iter().zip(&self.loaded).zip(guarded.terms()) {
            self.remarks.extend(loaded.told_beside(own).iter().map(|finding| {
                let remark = remark(finding);
                Remark {
                    message: format!("{name}: {}", remark.message),
                    ..remark
                }
            }));
        }
        Some(guarded)
    }

    /// Those who answered in both of two terms, as what is to be made beside what was given out earlier.
    pub(crate) fn current_linked(&self, links: &Links) -> Option<Current> {
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
            remarks: self.remarks.clone(),
            run: self.run(),
            differences: &self.differences,
            response_rate_drop: self.response_rate_drop,
        })
    }
}

/// The terms with what may be shown of each beside earlier results, where there are any.
pub(crate) fn beside<'t>(
    terms: Vec<disclosure::Term<'t>>,
    guarded: Option<&'t GuardedTerms>,
) -> Vec<disclosure::Term<'t>> {
    let with = |(place, term): (usize, disclosure::Term<'t>)| disclosure::Term {
        survey: term
            .survey
            .beside(guarded.and_then(|guarded| guarded.terms().get(place))),
        ..term
    };
    terms.into_iter().enumerate().map(with).collect()
}
