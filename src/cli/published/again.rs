//! A result given out earlier made again, as far as who is in which group.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use clap::Parser;

use crate::analysis::{Criteria, Links, scored_rows, screening};
use crate::cli::args::{Cli, Command, SurveyArgs};
use crate::cli::config::Config;
use crate::cli::load::{Loaded, load_term};
use crate::cli::published::find::{files, wave_of};
use crate::cli::published::rows::{Linking, members};
use crate::cli::published::{Now, survey_args};
use crate::cli::terms::{Named, Terms, read_all};
use crate::disclosure::{CellStatus, EarlierOutput, EarlierScale, OutputMembers, Rule};
use crate::input::{EarlierResult, SeenGroup, SeenScale, SeenTerm};
use crate::report::group_name;

/// The terms of an earlier result, read again.
pub(super) struct Again {
    /// One a term of the result.
    pub(super) loaded: Vec<Loaded>,
    /// Of several terms, how many scales they have in common.
    scales: usize,
    second: Second,
}

/// Whom a second result beside the first is about.
enum Second {
    Nobody,
    /// All but these rows.
    Without(Vec<bool>),
    /// Those who answered in both terms.
    Linked(Links),
}

/// A way to read an earlier result: with the trust file or without.
struct Way<'a> {
    result: &'a EarlierResult,
    command: &'a Command,
    survey: &'a SurveyArgs,
    config: Option<&'a Config>,
    /// For each term its response files under today's names, and its questionnaire where this run has it too.
    terms: &'a [(Vec<PathBuf>, Option<String>)],
}

impl Again {
    /// Reads the answers of a result again, as its arguments say, from the files as they are called today; with the trust file
    /// or without, whichever gives the groups that the result shows.
    ///
    /// # Errors
    /// When who stands behind its figures cannot be made out, with the cure.
    pub(super) fn of(
        result: &EarlierResult,
        (name, path): (&str, &Path),
        config: Option<&Config>,
        now: &[Now<'_>],
    ) -> anyhow::Result<Self> {
        let arguments = std::iter::once("cte").chain(result.arguments.iter().map(String::as_str));
        let mut cli = Cli::try_parse_from(arguments).map_err(|_| {
            anyhow!("`{name}` does not say with which command it was made: make it again with this version")
        })?;
        let link = match &cli.command {
            Command::Compare(args) => args.link.clone(),
            _ => None,
        };
        let Some(survey) = survey_args(&mut cli.command) else {
            bail!("`{name}` was made with a command that takes no responses");
        };
        survey.headcount = None;
        survey.threads = None;
        survey.published.clear();
        survey.audit = None;
        survey.link = link;
        let survey = survey.clone();
        let of_term = |term: &SeenTerm| {
            let same = |now: &&Now<'_>| now.loaded.instrument.sha256 == term.instrument_sha256;
            let instrument = now.iter().find(same).and_then(|now| now.loaded.instrument_from.clone());
            Ok((files(term, (name, path), now, config)?, instrument))
        };
        let terms = result.terms.iter().map(of_term).collect::<anyhow::Result<Vec<_>>>()?;
        let alone = [None, config];
        let together = [config, None];
        let mut failure = None;
        for way in if survey.no_config { alone } else { together } {
            let way = Way {
                result,
                command: &cli.command,
                survey: &survey,
                config: way,
                terms: &terms,
            };
            match way.read() {
                Ok(again) => return Ok(again),
                Err(error) => {
                    failure.get_or_insert(error);
                }
            }
        }
        let failure = failure.unwrap_or_else(|| anyhow!("its files cannot be read"));
        Err(failure.context(format!(
            "`{name}` was given out of the same answers, but which of them stand behind its figures cannot be made out; was it \
             made with another trust file, questionnaire or version? Give back the one it was made with, or make the result \
             again"
        )))
    }

    /// What the result tells, each term and each second result by itself; `places` are those of each term's rows among all `rows`.
    pub(super) fn earlier(
        &self,
        name: &str,
        result: &EarlierResult,
        places: &[Vec<usize>],
        rows: usize,
    ) -> Vec<EarlierOutput> {
        let mut earlier = Vec::new();
        let mut tell = |scales: Vec<EarlierScale>, members: OutputMembers| {
            earlier.push(EarlierOutput {
                name: name.to_owned(),
                min_group: result.min_group,
                scales,
                members,
            });
        };
        for ((seen, loaded), places) in result.terms.iter().zip(&self.loaded).zip(places) {
            let own = members(loaded, places, rows, None);
            tell(seen.scales.iter().map(|seen| of_scale(seen, &own)).collect(), own);
            if let (Some(second), Second::Without(flagged)) = (&seen.second, &self.second) {
                let kept = members(loaded, places, rows, Some(flagged));
                tell(second.iter().map(|seen| of_scale(seen, &kept)).collect(), kept);
            }
        }
        if let (Second::Linked(links), [before, after], [then, now], [_, last]) =
            (&self.second, self.loaded.as_slice(), places, result.terms.as_slice())
            && let Some(second) = &last.second
        {
            let linking = Linking {
                terms: [before, after],
                scales: self.scales,
                links,
            };
            let linked = linking.members([then, now], rows);
            tell(second.iter().map(|seen| of_linked(seen, &linked)).collect(), linked);
        }
        earlier
    }
}

impl Way<'_> {
    fn read(&self) -> anyhow::Result<Again> {
        match self.result.terms.as_slice() {
            [seen] if seen.name.is_none() => self.one_term(seen),
            several => self.several(several),
        }
    }

    fn one_term(&self, seen: &SeenTerm) -> anyhow::Result<Again> {
        let by = match self.command {
            Command::Score(_) => self.result.by.clone(),
            Command::Items(items) => items.by.clone().filter(|column| !column.is_empty()),
            _ => None,
        };
        let [(files, instrument)] = self.terms else {
            bail!("it is not of one term");
        };
        let mut wave = wave_of(files.clone(), self.survey.term.as_deref(), self.config);
        wave.instrument.clone_from(instrument);
        let loaded = load_term(self.survey, by.as_deref(), self.config, &wave)?;
        same_groups(seen, &loaded)?;
        let flagged = seen
            .second
            .as_ref()
            .map(|_| screening(&loaded.instrument, &loaded.survey.responses, Criteria::default()).flagged());
        Ok(Again {
            scales: loaded.instrument.scales().len(),
            loaded: vec![loaded],
            second: flagged.map_or(Second::Nobody, Second::Without),
        })
    }

    fn several(&self, seen: &[SeenTerm]) -> anyhow::Result<Again> {
        let before = match self.command {
            Command::Compare(args) => args.instrument_before.clone(),
            _ => None,
        };
        let named = seen
            .iter()
            .zip(self.terms)
            .enumerate()
            .map(|(place, (seen, (files, instrument)))| {
                let name = seen.name.clone().unwrap_or_default();
                let known = self.config.filter(|config| config.term(&name).is_ok());
                let mut wave = wave_of(files.clone(), known.map(|_| name.as_str()), self.config);
                wave.instrument = instrument.clone().or_else(|| before.clone().filter(|_| place == 0));
                Named { name, wave }
            });
        let Terms { loaded, scales, .. } =
            read_all(self.survey, self.result.by.as_deref(), self.config, named.collect())?;
        for (seen, loaded) in seen.iter().zip(&loaded) {
            same_groups(seen, loaded)?;
        }
        let codes = match loaded.as_slice() {
            [before, after] => before.codes.as_ref().zip(after.codes.as_ref()),
            _ => None,
        };
        Ok(Again {
            second: codes.map_or(Second::Nobody, |(before, after)| {
                Second::Linked(Links::of(before, after))
            }),
            loaded,
            scales,
        })
    }
}

/// Whether the survey has the groups that a result shows of it, with as many respondents as it says.
fn same_groups(seen: &SeenTerm, loaded: &Loaded) -> anyhow::Result<()> {
    if loaded.instrument.sha256 != seen.instrument_sha256 {
        bail!("the questionnaire has changed since");
    }
    let responses = &loaded.survey.responses;
    for seen in &seen.scales {
        let place = loaded.instrument.scales().iter().position(|scale| scale.id == seen.id);
        let place = place.with_context(|| format!("the questionnaire has no scale `{}`", seen.id))?;
        let scored = scored_rows(&loaded.instrument, responses, place);
        for (grouping, groups) in groupings_of(seen, responses.groupings().len()) {
            let labels = &responses.groupings()[grouping];
            for group in groups.iter().filter(|group| group.withheld.is_none()) {
                let found = place_of(labels.names(), &labels.column, grouping, &group.name);
                let found =
                    found.with_context(|| format!("there is no group `{}` in `{}`", group.name, labels.column))?;
                let ids = labels.ids().iter().zip(&scored);
                let n = ids.filter(|(id, scored)| **scored && **id as usize == found).count() as u64;
                if group.n.is_some_and(|seen| seen != n) {
                    bail!("`{}` has another number of respondents today", group.name);
                }
            }
        }
    }
    Ok(())
}

/// The groups of a scale by the grouping they belong to: the column of `--by` is the academy's where there is no other.
pub(super) fn groupings_of(seen: &SeenScale, groupings: usize) -> Vec<(usize, &[SeenGroup])> {
    vec![(0, &seen.academies), (usize::from(groupings > 1), &seen.by)]
}

/// The place of a group by the name that outputs give it.
pub(super) fn place_of(names: &[String], column: &str, grouping: usize, called: &str) -> Option<usize> {
    let column = if grouping == 0 { "academy" } else { column };
    let of_column = |name: &String| group_name(name, column) == called;
    names.iter().position(of_column)
}

fn of_scale(seen: &SeenScale, members: &OutputMembers) -> EarlierScale {
    let unsaid = |labels: &crate::disclosure::OutputGrouping| vec![CellStatus::Absent; labels.names.len()];
    let mut groups: Vec<Vec<CellStatus>> = members.groupings.iter().map(unsaid).collect();
    for (grouping, seen) in groupings_of(seen, members.groupings.len()) {
        let labels = &members.groupings[grouping];
        for group in seen {
            if let Some(place) = place_of(&labels.names, &labels.column, grouping, &group.name) {
                groups[grouping][place] = fate(group);
            }
        }
    }
    let told = seen.academies.iter().filter(|group| group.standardised);
    let academies = members.groupings.first();
    let place =
        |group: &SeenGroup| academies.and_then(|labels| place_of(&labels.names, &labels.column, 0, &group.name));
    EarlierScale {
        id: seen.id.clone(),
        total: seen.total,
        standardised: told.filter_map(place).collect(),
        groups,
    }
}

/// Of the linked the number of those withheld is nothing to reckon with: everybody is there twice.
fn of_linked(seen: &SeenScale, members: &OutputMembers) -> EarlierScale {
    let mut scale = of_scale(seen, members);
    for fate in scale.groups.iter_mut().flatten() {
        if matches!(fate, CellStatus::Withheld(_)) {
            *fate = CellStatus::Absent;
        }
    }
    scale
}

fn fate(group: &SeenGroup) -> CellStatus {
    match group.withheld {
        None => CellStatus::Shown,
        Some(rule) if rule == Rule::Small.name() => CellStatus::Withheld(Rule::Small),
        Some(_) => CellStatus::Withheld(Rule::Complementary),
    }
}
