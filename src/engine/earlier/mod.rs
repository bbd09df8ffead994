//! Earlier results: found, read, and made again as far as who is in which group, so that nothing is disclosed by differencing.

mod answers;
mod counts;
mod fates;
mod find;
mod held;
mod known;
mod own;
mod read;
mod remade;
pub(crate) mod rows;

use crate::engine::earlier::counts::check_nested;
use crate::engine::earlier::held::{hold_back, hold_back_all};
use crate::engine::earlier::known::known_answers;
use crate::engine::earlier::own::{in_order, without_own};
use crate::engine::earlier::read::{ReadResult, is_of_another_term, read};
use crate::engine::earlier::remade::RemadeResult;
use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::{Error, FolderResults, Setup};
use crate::input::all_quoted;
use crate::model::{Finding, Level};

pub(crate) use find::{published, published_folder};

/// The earlier results of a run.
#[derive(Debug, Default)]
pub(crate) struct EarlierResults {
    /// Those that can be compared person by person, in the order in which they were made.
    remade: Vec<RemadeResult>,
    pub(crate) findings: Vec<Finding>,
    /// Every result that was read, with its SHA-256.
    pub(crate) read: Vec<(String, String)>,
    /// The names of results about other answers.
    apart: Vec<String>,
}

impl EarlierResults {
    /// Reads the earlier results, and makes them again. `rounds` are those of this run, as they were read.
    ///
    /// # Errors
    /// When one of them is no result, or cannot be made again from the files as they are.
    pub(crate) fn of(published: &FolderResults, rounds: &[&Round], setup: &Setup<'_>) -> Result<Self, Error> {
        let mut found = Self::default();
        if !published.others.is_empty() {
            let message = format!(
                "not read, because only JSON can be a result that was given out: {}",
                all_quoted(&published.others)
            );
            found.add(Level::Note, "published-skipped", message);
        }
        let results = without_own(read(&published.results)?, rounds, setup);
        let results = in_order(results, setup)?;
        found.read = results
            .iter()
            .map(|one| (one.name.clone(), one.sha256.clone()))
            .collect();
        if counts::are_among(&results, rounds) {
            let (apart, same): (Vec<_>, Vec<_>) =
                results.iter().partition(|one| is_of_another_term(&one.result, rounds));
            same.iter().try_for_each(|one| check_nested(one, rounds))?;
            let names = |of: Vec<&ReadResult>| -> Vec<String> { of.iter().map(|one| one.name.clone()).collect() };
            found.apart = names(apart);
            let what = "given out earlier, of the same answers, with nothing to subtract";
            found.add_names("published", what, &names(same));
            return Ok(found);
        }
        for one in &results {
            let before = |made: &&RemadeResult| {
                let read = found.read.iter().find(|(name, _)| *name == made.name);
                read.is_some_and(|(_, hash)| one.result.published.iter().any(|(_, before)| before == hash))
            };
            let before: Vec<&RemadeResult> = found.remade.iter().filter(before).collect();
            match RemadeResult::of(one, &before, rounds, setup) {
                Ok(made) => found.remade.push(made),
                // The trust file says that its answers are others.
                Err(_) if is_of_another_term(&one.result, rounds) => found.apart.push(one.name.clone()),
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// The round with the rows of earlier results where it differs from them by few people. `by` is its second grouping.
    ///
    /// # Errors
    /// When its rows cannot be told apart.
    pub(crate) fn hold_back(&self, round: Round, setup: &Setup<'_>, by: Option<&str>) -> Result<Round, Error> {
        hold_back(round, &[], &self.remade.iter().collect::<Vec<_>>(), setup, by)
    }

    /// Several terms of one run with the rows of earlier results where they differ from them by few people.
    ///
    /// # Errors
    /// When the rows of a term cannot be told apart.
    pub(crate) fn hold_back_all(
        &self,
        rounds: Vec<Round>,
        setup: &Setup<'_>,
        by: Option<&str>,
    ) -> Result<Vec<Round>, Error> {
        hold_back_all(rounds, &self.remade.iter().collect::<Vec<_>>(), setup, by)
    }

    /// What the earlier results show of the rows of these rounds, with findings about which of them are about the same rows.
    pub(crate) fn known(&mut self, rounds: &[&Round]) -> KnownResults {
        let remade: Vec<&RemadeResult> = self.remade.iter().collect();
        let (known, related) = known_answers(rounds, &remade);
        let same: Vec<String> = related.same.into_iter().map(str::to_owned).collect();
        let apart = related.apart.into_iter().chain(self.apart.iter().map(String::as_str));
        let apart: Vec<String> = apart.map(str::to_owned).collect();
        self.add_names(
            "published-apart",
            "given out earlier, of other answers than these, so nothing to subtract",
            &apart,
        );
        self.add_names(
            "published",
            "given out earlier, of the same answers, and taken into account",
            &same,
        );
        known
    }

    fn add_names(&mut self, code: &'static str, what: &str, names: &[String]) {
        if !names.is_empty() {
            let message = format!("{what}: {}", all_quoted(names));
            self.add(Level::Note, code, message);
        }
    }

    fn add(&mut self, level: Level, code: &'static str, message: String) {
        self.findings.push(Finding::new(level, code, message));
    }
}
