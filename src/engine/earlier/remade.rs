//! An earlier result made again, as far as who is in which group.

use crate::analysis::{Criteria, Links, scored_rows, screening};
use crate::disclosure::{EarlierAnswers, EarlierOutput, EarlierScale, OutputMembers};
use crate::engine::earlier::answers::{PlacedRound, answers};
use crate::engine::earlier::fates::{groupings_of, of_linked_scales, of_scales, place_of};
use crate::engine::earlier::find::{Candidates, candidates, round_of};
use crate::engine::earlier::held::{hold_back, hold_back_all};
use crate::engine::earlier::read::ReadResult;
use crate::engine::earlier::rows::{Linking, members};
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{Need, read_round};
use crate::engine::terms::{NamedRound, Terms, read_rounds, terms_of};
use crate::engine::{Command, Error, PublishedResults, Questionnaire, Setup};
use crate::input::{EarlierResult, SeenResponses, SeenTerm};

/// The terms of an earlier result, read again.
#[derive(Debug)]
pub(crate) struct RemadeResult {
    pub(super) name: String,
    pub(super) result: EarlierResult,
    /// One per term of the result, with the rows that its figures rest on.
    pub(super) rounds: Vec<Round>,
    /// The files of each term.
    pub(super) files: Vec<RoundFiles>,
    /// How many scales several terms have in common.
    scales: usize,
    second: Second,
}

/// The respondents of a second result within the first.
#[derive(Debug)]
enum Second {
    None,
    /// All but these rows.
    Without(Vec<bool>),
    /// Those who answered in both terms.
    Linked(Links),
}

/// One attempt to read an earlier result again: with the trust file or without.
struct Attempt<'a> {
    earlier: &'a ReadResult,
    command: Command,
    setup: Setup<'a>,
    terms: &'a [Term],
    /// The results that it takes into account, which decide what it holds back.
    before: &'a [&'a RemadeResult],
}

/// A term of an earlier result: the files that may hold its answers, and its questionnaire if this run has it too.
struct Term {
    candidates: Candidates,
    questionnaire: Option<Questionnaire>,
}

impl RemadeResult {
    /// Reads the answers of a result again, as its arguments say, from files that hold them today. It tries with the trust file
    /// and without, and takes the first that gives the groups that the result shows. `before` are the results that it takes into
    /// account.
    ///
    /// # Errors
    /// When the rows behind its figures cannot be found, with the cure.
    pub(super) fn of(
        earlier: &ReadResult,
        before: &[&Self],
        rounds: &[&Round],
        setup: &Setup<'_>,
    ) -> Result<Self, Error> {
        let (name, result) = (&earlier.name, &earlier.result);
        let recorded = (setup.recorded)(&result.arguments).ok_or_else(|| Error::ResultWithoutCommand(name.clone()))?;
        let of_term = |(term, seen): (&SeenTerm, &SeenResponses)| {
            let same = |round: &&&Round| round.run.responses.iter().any(|own| own.items == seen.items);
            Ok(Term {
                questionnaire: rounds.iter().find(same).and_then(|round| round.named.clone()),
                candidates: candidates(term, earlier, rounds, setup)?,
            })
        };
        let terms = result.terms.iter().zip(&result.responses).map(of_term);
        let terms = terms.collect::<Result<Vec<_>, Error>>()?;
        let cannot = |error: Error| match error {
            Error::EarlierAnswersGone { .. } => error,
            error => Error::RowsBehindResult {
                name: name.clone(),
                error: Box::new(error),
            },
        };
        let recorded = recorded.map_err(|error| cannot(Error::RecordedArguments(error)))?;
        let attempt = |trust_file: bool| {
            let attempt = Attempt {
                earlier,
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
                before,
            };
            attempt.read()
        };
        attempt(!recorded.without_trust_file)
            .or_else(|error| attempt(recorded.without_trust_file).map_err(|_| error))
            .map_err(cannot)
    }

    /// What the result shows, one entry per term and per second result. `places` are the places of each term's rows among all
    /// `rows`.
    pub(super) fn earlier(&self, places: &[Vec<usize>], rows: usize) -> Vec<EarlierOutput> {
        let (name, result) = (&self.name, &self.result);
        let mut earlier = Vec::new();
        let mut add = |scales: Vec<EarlierScale>, members: OutputMembers| {
            earlier.push(EarlierOutput {
                name: name.clone(),
                min_group: result.min_group,
                scales,
                members,
            });
        };
        for ((seen, round), places) in result.terms.iter().zip(&self.rounds).zip(places) {
            let own = self.shows(seen, round, places, rows);
            add(own.scales, own.members);
            if let (Some(second), Second::Without(flagged)) = (&seen.second, &self.second) {
                let kept = members(round, places, rows, Some(flagged));
                add(of_scales(second, &kept), kept);
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
            add(of_linked_scales(second, &linked), linked);
        }
        earlier
    }
}

impl RemadeResult {
    /// The answers behind the result, one entry per term that has rows in common with a round of this run. `places` are those of each
    /// term's rows among all `rows`.
    pub(super) fn answers(&self, now: PlacedRound<'_>, places: &[Vec<usize>], rows: usize) -> Vec<EarlierAnswers> {
        let terms = self.result.terms.iter().zip(&self.rounds).zip(places);
        let of_term = |((seen, round), places): ((&SeenTerm, &Round), &Vec<usize>)| {
            let shows = self.shows(seen, round, places, rows);
            answers(now, PlacedRound { round, places }, &shows, rows)
        };
        terms.filter_map(of_term).collect()
    }

    /// What the result shows of a term.
    fn shows(&self, seen: &SeenTerm, round: &Round, places: &[usize], rows: usize) -> EarlierOutput {
        let members = members(round, places, rows, None);
        EarlierOutput {
            name: self.name.clone(),
            min_group: self.result.min_group,
            scales: of_scales(&seen.scales, &members),
            members,
        }
    }
}

impl Attempt<'_> {
    fn read(&self) -> Result<RemadeResult, Error> {
        match self.earlier.result.terms.as_slice() {
            [seen] if seen.name.is_none() => self.one_term(seen),
            several => self.several(several),
        }
    }

    /// The files of a term that hold the answers that the result was made from.
    fn files(&self, place: usize, term: Option<&str>, by: Option<&str>) -> Result<RoundFiles, Error> {
        let gone = || Error::EarlierAnswersGone {
            name: self.earlier.name.clone(),
            files: self.terms[place].candidates.missing.clone(),
        };
        let before = self.setup.questionnaire_before.as_ref();
        let before = before.filter(|_| place == 0 && self.terms.len() > 1);
        let mut last = None;
        for candidate in &self.terms[place].candidates.sets {
            let mut round = round_of(&candidate.files, term, &self.setup);
            round.questionnaire = self.terms[place].questionnaire.as_ref().or(before).cloned();
            if candidate.exact {
                return Ok(round);
            }
            let answers = &self.earlier.result.responses[place].answers;
            match read_round(&self.setup, by, &round, Need::Rows) {
                Ok(read) if answers.is_some() && read.run.responses.iter().any(|own| own.answers == *answers) => {
                    return Ok(round);
                }
                Ok(_) => {}
                Err(error) => last = Some(error),
            }
        }
        // A file that cannot be read says more than that none has the answers.
        Err(last
            .filter(|_| self.terms[place].candidates.sets.len() == 1)
            .unwrap_or_else(gone))
    }

    fn one_term(&self, seen: &SeenTerm) -> Result<RemadeResult, Error> {
        let by = match self.command {
            Command::Score => self.earlier.result.by.as_deref(),
            Command::Items => self.setup.reading.by.column(),
            _ => None,
        };
        let files = self.files(0, self.setup.term.as_deref(), by)?;
        let round = read_round(&self.setup, by, &files, Need::Rows)?;
        let round = hold_back(round, &[], self.before, &self.setup, by)?;
        self.check_groups(0, seen, &round)?;
        let flagged = seen
            .second
            .as_ref()
            .map(|_| screening(&round.instrument, &round.survey.responses, Criteria::default()).flagged());
        Ok(RemadeResult {
            name: self.earlier.name.clone(),
            result: self.earlier.result.clone(),
            files: vec![files],
            scales: round.instrument.scales().len(),
            rounds: vec![round],
            second: flagged.map_or(Second::None, Second::Without),
        })
    }

    fn several(&self, seen: &[SeenTerm]) -> Result<RemadeResult, Error> {
        let by = self.earlier.result.by.as_deref();
        let named = seen.iter().enumerate().map(|(place, seen)| {
            let name = seen.name.clone().unwrap_or_default();
            let trust = self.setup.trust.as_ref();
            let listed = trust.filter(|trust| trust.term(&name).is_ok());
            let files = self.files(place, listed.map(|_| name.as_str()), by)?;
            Ok(NamedRound { name, files })
        });
        let named = named.collect::<Result<Vec<_>, Error>>()?;
        let files = named.iter().map(|round| round.files.clone()).collect();
        let rounds = hold_back_all(read_rounds(&self.setup, by, &named)?, self.before, &self.setup, by)?;
        let Terms { rounds, scales, .. } = terms_of(&self.setup, named, rounds)?;
        for (place, (seen, round)) in seen.iter().zip(&rounds).enumerate() {
            self.check_groups(place, seen, round)?;
        }
        let codes = match rounds.as_slice() {
            [before, after] => before.codes.as_ref().zip(after.codes.as_ref()),
            _ => None,
        };
        Ok(RemadeResult {
            name: self.earlier.name.clone(),
            result: self.earlier.result.clone(),
            files,
            second: codes.map_or(Second::None, |(before, after)| Second::Linked(Links::of(before, after))),
            rounds,
            scales,
        })
    }

    /// Checks that the round has the groups that the result shows of it, with the same numbers of respondents.
    fn check_groups(&self, place: usize, seen: &SeenTerm, round: &Round) -> Result<(), Error> {
        let items = &self.earlier.result.responses[place].items;
        if round.run.responses.iter().all(|own| own.items != *items) {
            return Err(Error::QuestionnaireChanged);
        }
        let responses = &round.survey.responses;
        for (place, seen) in seen.scales.iter().enumerate() {
            if place >= round.instrument.scales().len() {
                return Err(Error::NoSuchScaleInQuestionnaire(seen.id.clone()));
            }
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
}
