//! An earlier result made again, as far as who is in which group.

use crate::analysis::{Criteria, Links, scored_rows, screening};
use crate::disclosure::{EarlierOutput, EarlierScale, OutputMembers};
use crate::engine::earlier::ReadResult;
use crate::engine::earlier::fates::{groupings_of, of_linked, of_scale, place_of};
use crate::engine::earlier::find::{files, round_of};
use crate::engine::earlier::rows::{Linking, members};
use crate::engine::round::Round;
use crate::engine::round::read::{Need, read_round};
use crate::engine::terms::{NamedRound, Terms, read_terms};
use crate::engine::{Command, Error, PublishedResults, Questionnaire, Setup, Source};
use crate::input::{EarlierResult, SeenTerm};

/// The terms of an earlier result, read again.
pub(super) struct RemadeResult {
    /// One per term of the result.
    pub(super) rounds: Vec<Round>,
    /// How many scales several terms have in common.
    scales: usize,
    second: Second,
}

/// The respondents of a second result within the first.
enum Second {
    None,
    /// All but these rows.
    Without(Vec<bool>),
    /// Those who answered in both terms.
    Linked(Links),
}

/// One attempt to read an earlier result again: with the trust file or without.
struct Attempt<'a> {
    result: &'a EarlierResult,
    command: Command,
    setup: Setup<'a>,
    /// Per term its response files under today's names, and its questionnaire if this run has it too.
    terms: &'a [(Vec<Source>, Option<Questionnaire>)],
}

impl RemadeResult {
    /// Reads the answers of a result again, as its arguments say, from the files under today's names. It tries with the trust file
    /// and without, and takes the first that gives the groups that the result shows.
    ///
    /// # Errors
    /// When the rows behind its figures cannot be found, with the cure.
    pub(super) fn of(earlier: &ReadResult, rounds: &[&Round], setup: &Setup<'_>) -> Result<Self, Error> {
        let (name, result) = (&earlier.name, &earlier.result);
        let recorded = (setup.recorded)(&result.arguments).ok_or_else(|| Error::ResultWithoutCommand(name.clone()))?;
        let of_term = |term: &SeenTerm| {
            let same = |round: &&&Round| round.instrument.sha256 == term.instrument_sha256;
            let questionnaire = rounds.iter().find(same).and_then(|round| round.named.clone());
            Ok((files(term, &earlier.source, rounds, setup)?, questionnaire))
        };
        let terms = result.terms.iter().map(of_term).collect::<Result<Vec<_>, Error>>()?;
        let cannot = |error: Error| Error::RowsBehindResult {
            name: name.clone(),
            error: Box::new(error),
        };
        let recorded = recorded.map_err(|error| cannot(Error::RecordedArguments(error)))?;
        let attempt = |trust_file: bool| {
            let attempt = Attempt {
                result,
                command: recorded.command,
                setup: Setup {
                    files: setup.files,
                    trust: setup.trust.clone().filter(|_| trust_file),
                    published: PublishedResults::Only(Vec::new()),
                    headcounts: None,
                    audit: None,
                    ..recorded.setup.clone()
                },
                terms: &terms,
            };
            attempt.read()
        };
        attempt(!recorded.without_trust_file)
            .or_else(|error| attempt(recorded.without_trust_file).map_err(|_| error))
            .map_err(cannot)
    }

    /// What the result shows, one entry per term and per second result. `places` are the places of each term's rows among all
    /// `rows`.
    pub(super) fn earlier(
        &self,
        name: &str,
        result: &EarlierResult,
        places: &[Vec<usize>],
        rows: usize,
    ) -> Vec<EarlierOutput> {
        let mut earlier = Vec::new();
        let mut add = |scales: Vec<EarlierScale>, members: OutputMembers| {
            earlier.push(EarlierOutput {
                name: name.to_owned(),
                min_group: result.min_group,
                scales,
                members,
            });
        };
        for ((seen, round), places) in result.terms.iter().zip(&self.rounds).zip(places) {
            let own = members(round, places, rows, None);
            add(seen.scales.iter().map(|seen| of_scale(seen, &own)).collect(), own);
            if let (Some(second), Second::Without(flagged)) = (&seen.second, &self.second) {
                let kept = members(round, places, rows, Some(flagged));
                add(second.iter().map(|seen| of_scale(seen, &kept)).collect(), kept);
            }
        }
        if let (Second::Linked(links), [before, after], [then, now], [_, last]) =
            (&self.second, self.rounds.as_slice(), places, result.terms.as_slice())
            && let Some(second) = &last.second
        {
            let linking = Linking {
                terms: [before, after],
                scales: self.scales,
                links,
            };
            let linked = linking.members([then, now], rows);
            add(second.iter().map(|seen| of_linked(seen, &linked)).collect(), linked);
        }
        earlier
    }
}

impl Attempt<'_> {
    fn read(&self) -> Result<RemadeResult, Error> {
        match self.result.terms.as_slice() {
            [seen] if seen.name.is_none() => self.one_term(seen),
            several => self.several(several),
        }
    }

    fn one_term(&self, seen: &SeenTerm) -> Result<RemadeResult, Error> {
        let by = match self.command {
            Command::Score => self.result.by.as_deref(),
            Command::Items => self.setup.reading.by.column(),
            _ => None,
        };
        let [(files, questionnaire)] = self.terms else {
            return Err(Error::ResultOfSeveralTerms);
        };
        let mut round = round_of(files, self.setup.term.as_deref(), &self.setup);
        round.questionnaire.clone_from(questionnaire);
        let round = read_round(&self.setup, by, &round, Need::Rows)?;
        check_groups(seen, &round)?;
        let flagged = seen
            .second
            .as_ref()
            .map(|_| screening(&round.instrument, &round.survey.responses, Criteria::default()).flagged());
        Ok(RemadeResult {
            scales: round.instrument.scales().len(),
            rounds: vec![round],
            second: flagged.map_or(Second::None, Second::Without),
        })
    }

    fn several(&self, seen: &[SeenTerm]) -> Result<RemadeResult, Error> {
        let before = self.setup.questionnaire_before.as_ref();
        let named = seen
            .iter()
            .zip(self.terms)
            .enumerate()
            .map(|(place, (seen, (files, questionnaire)))| {
                let name = seen.name.clone().unwrap_or_default();
                let trust = self.setup.trust.as_ref();
                let listed = trust.filter(|trust| trust.term(&name).is_ok());
                let mut files = round_of(files, listed.map(|_| name.as_str()), &self.setup);
                let before = before.filter(|_| place == 0);
                files.questionnaire = questionnaire.as_ref().or(before).cloned();
                NamedRound { name, files }
            });
        let Terms { rounds, scales, .. } = read_terms(&self.setup, self.result.by.as_deref(), named.collect())?;
        for (seen, round) in seen.iter().zip(&rounds) {
            check_groups(seen, round)?;
        }
        let codes = match rounds.as_slice() {
            [before, after] => before.codes.as_ref().zip(after.codes.as_ref()),
            _ => None,
        };
        Ok(RemadeResult {
            second: codes.map_or(Second::None, |(before, after)| Second::Linked(Links::of(before, after))),
            rounds,
            scales,
        })
    }
}

/// Checks that the round has the groups that a result shows of it, with the same numbers of respondents.
fn check_groups(seen: &SeenTerm, round: &Round) -> Result<(), Error> {
    if round.instrument.sha256 != seen.instrument_sha256 {
        return Err(Error::QuestionnaireChanged);
    }
    let responses = &round.survey.responses;
    for seen in &seen.scales {
        let place = round.instrument.scales().iter().position(|scale| scale.id == seen.id);
        let place = place.ok_or_else(|| Error::NoSuchScaleInQuestionnaire(seen.id.clone()))?;
        let scored = scored_rows(&round.instrument, responses, place);
        for (grouping, groups) in groupings_of(seen, responses.groupings().len()) {
            let labels = &responses.groupings()[grouping];
            for group in groups.iter().filter(|group| group.withheld.is_none()) {
                let found = place_of(labels.names(), &labels.column, grouping, &group.name);
                let found = found.ok_or_else(|| Error::NoSuchGroup {
                    name: group.name.clone(),
                    column: labels.column.clone(),
                })?;
                let ids = labels.ids().iter().zip(&scored);
                let n = ids.filter(|(id, scored)| **scored && **id as usize == found).count() as u64;
                if group.n.is_some_and(|seen| seen != n) {
                    return Err(Error::OtherNumberOfRespondents(group.name.clone()));
                }
            }
        }
    }
    Ok(())
}
