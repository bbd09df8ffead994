//! The rule of ten: people who answered, withdrew or changed their answers after a result was given out are not counted until
//! there are enough of them.
//!
//! The difference between two results about an academy is a figure about those who were added or removed in between. If they
//! are fewer than the threshold, the academy keeps the rows that the earlier result rests on, before anything is counted. So
//! its figures, and every sum over them, stay those that were given out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::disclosure::guard;
use crate::engine::earlier::known::known_results;
use crate::engine::earlier::remade::RemadeResult;
use crate::engine::earlier::rows::{Places, add_row};
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{Need, read_round};
use crate::engine::round::row_ids::RowId;
use crate::engine::{Error, Setup};
use crate::input::all_quoted;
use crate::model::{Finding, Level};
use crate::report::group_name;
use crate::tally::Responses;

/// Academies named in the finding before the rest is counted.
const SHOWN: usize = 10;

/// Takes the rows of earlier results in place of the round's own where the two differ by few people. `setup` and `by` say how the
/// round was read; `others` are the rows of the run's other terms.
///
/// # Errors
/// When the rows of the round cannot be told apart.
pub(super) fn hold_back(
    mut round: Round,
    others: &[Vec<RowId>],
    earlier: &[&RemadeResult],
    setup: &Setup<'_>,
    by: Option<&str>,
) -> Result<Round, Error> {
    if round.survey.counted.is_some() || earlier.is_empty() || round.policy.unsuppressed {
        return Ok(round);
    }
    if round.rows.is_none() {
        return Err(Error::RowsCannotBeMatched);
    }
    let readings = readings(&round, earlier, setup, by);
    round.also_rows = readings.iter().filter_map(|reading| reading.rows.clone()).collect();
    let Some(history) = History::of(&round, others, &readings, earlier) else {
        return Ok(round);
    };
    let Some(choice) = history.choose(&round, earlier) else {
        return Ok(round);
    };
    let held = history.with_rows(&round, &choice.rows);
    Ok(choice.noted(held, history.latest().name))
}

/// Takes the rows of earlier results in place of those of each term where the two differ by few people.
///
/// # Errors
/// When the rows of a term cannot be told apart.
pub(super) fn hold_back_all(
    rounds: Vec<Round>,
    earlier: &[&RemadeResult],
    setup: &Setup<'_>,
    by: Option<&str>,
) -> Result<Vec<Round>, Error> {
    let ids: Vec<Vec<RowId>> = rounds
        .iter()
        .map(|round| round.rows.clone().unwrap_or_default())
        .collect();
    let held = rounds.into_iter().enumerate().map(|(place, round)| {
        let others = [&ids[..place], &ids[place + 1..]].concat();
        hold_back(round, &others, earlier, setup, by)
    });
    held.collect()
}

/// The files of earlier results, read as this run reads its own, so that their rows can be placed in its groups. Files that do
/// not have its questions are left out: their answers are others.
fn readings(round: &Round, earlier: &[&RemadeResult], setup: &Setup<'_>, by: Option<&str>) -> Vec<Round> {
    let hashes = |round: &Round| -> Vec<String> { round.survey.files.iter().map(|file| file.sha256.clone()).collect() };
    let mut read_already = BTreeSet::from([hashes(round)]);
    let mut readings = Vec::new();
    for one in earlier {
        for (files, version) in one.files.iter().zip(&one.rounds) {
            if of_another_term(version, round) || !read_already.insert(hashes(version)) {
                continue;
            }
            let files = RoundFiles {
                files: files.files.clone(),
                term: round.files.term.clone(),
                questionnaire: round.named.clone(),
            };
            readings.extend(read_round(setup, by, &files, Need::Rows));
        }
    }
    readings
}

/// True if the trust file says that two rounds belong to different terms.
fn of_another_term(one: &Round, other: &Round) -> bool {
    let terms = one.about.term.as_ref().zip(other.about.term.as_ref());
    terms.is_some_and(|(one, other)| one != other)
}

/// True if the trust file says that two rounds belong to the same term.
fn of_the_same_term(one: &Round, other: &Round) -> bool {
    one.about.term.is_some() && one.about.term == other.about.term
}

/// Per group, its rows.
type Groups = BTreeMap<String, BTreeSet<usize>>;

/// The rows that an earlier result rests on.
struct Version<'v> {
    name: &'v str,
    rows: BTreeSet<usize>,
    academies: Groups,
    /// The fewest people by whom two results may differ.
    least: u64,
}

/// How many people of a group were added, removed or changed. A changed answer is a row that was removed and one that was added.
fn changed(group: &String, then: &Groups, now: &Groups) -> usize {
    let of = |all: &Groups| all.get(group).cloned().unwrap_or_default();
    let (then, now) = (of(then), of(now));
    now.difference(&then).count().max(then.difference(&now).count())
}

impl Version<'_> {
    fn changed(&self, academy: &String, now: &Groups) -> usize {
        changed(academy, &self.academies, now)
    }

    fn is_few(&self, changed: usize) -> bool {
        changed > 0 && (changed as u64) < self.least
    }

    fn differs_by_few(&self, academy: &String, now: &Groups) -> bool {
        self.is_few(self.changed(academy, now))
    }
}

/// The earlier results that are about the same answers, in the order in which they were made.
struct History<'v> {
    sources: Vec<&'v Round>,
    /// For each row its source and its number there.
    found: HashMap<usize, (usize, usize)>,
    /// Per academy, the rows of the round itself.
    own: Groups,
    versions: Vec<Version<'v>>,
}

/// The rows that are counted.
struct Choice {
    rows: HashSet<usize>,
    /// Academies that keep earlier rows although their answers have changed.
    held: Vec<String>,
    /// How many answers are not counted yet.
    waiting: usize,
}

impl<'v> History<'v> {
    /// `None` if there are none, or if some of their rows cannot be found again as this run reads them.
    fn of(
        round: &'v Round,
        others: &[Vec<RowId>],
        readings: &'v [Round],
        earlier: &'v [&RemadeResult],
    ) -> Option<Self> {
        let mut places = Places::default();
        let sources: Vec<&Round> = std::iter::once(round).chain(readings).collect();
        let mut found = HashMap::new();
        for (source, read) in sources.iter().enumerate() {
            for (row, place) in places.of(read.rows.as_deref()?).into_iter().enumerate() {
                found.entry(place).or_insert((source, row));
            }
        }
        let own: BTreeSet<usize> = found
            .iter()
            .filter(|(_, (source, _))| *source == 0)
            .map(|(&place, _)| place)
            .collect();
        let mut all = Self {
            own: Groups::new(),
            versions: Vec::new(),
            sources,
            found,
        };
        all.own = all.groups(&own, 0)?;
        let others: Vec<BTreeSet<usize>> = others.iter().map(|ids| places.of(ids).into_iter().collect()).collect();
        for one in earlier {
            let mut of_terms = Vec::with_capacity(one.rounds.len());
            for version in &one.rounds {
                let rows: BTreeSet<usize> = places.of(version.rows.as_deref()?).into_iter().collect();
                of_terms.push((version, rows.intersection(&own).count(), rows));
            }
            let most = of_terms.iter().map(|(_, shared, _)| *shared).max().unwrap_or(0);
            for (version, shared, rows) in of_terms {
                // Of several terms, the one that has most rows in common is the same term.
                let of_other = others.iter().any(|other| rows.intersection(other).count() > shared);
                if shared < most || of_other {
                    continue;
                }
                // Rows of different people may be equal by chance, most of the rows of two surveys are not.
                let related = of_the_same_term(version, round) || 2 * shared >= rows.len().min(own.len());
                if of_another_term(version, round) || shared == 0 || !related {
                    continue;
                }
                all.versions.push(Version {
                    name: &one.name,
                    academies: all.groups(&rows, 0)?,
                    rows,
                    least: one.result.min_group.max(round.policy.min_group),
                });
            }
        }
        (!all.versions.is_empty()).then_some(all)
    }

    /// The groups of rows in a grouping of the round.
    fn groups(&self, rows: &BTreeSet<usize>, grouping: usize) -> Option<Groups> {
        let mut groups = Groups::new();
        for &place in rows {
            let &(source, row) = self.found.get(&place)?;
            let labels = self.sources[source].survey.responses.groupings().get(grouping)?;
            let name = &labels.names()[labels.ids()[row] as usize];
            groups.entry(name.clone()).or_default().insert(place);
        }
        Some(groups)
    }

    /// True if a group across academies, such as a role, differs from an earlier result by few people although no academy does.
    fn differ_by_few_across(&self, rows: &HashSet<usize>) -> bool {
        let rows = rows.iter().copied().collect();
        let further = 1..self.sources[0].survey.responses.groupings().len();
        further.into_iter().any(|grouping| {
            let Some(now) = self.groups(&rows, grouping) else {
                return true;
            };
            self.versions.iter().any(|version| {
                self.groups(&version.rows, grouping).is_none_or(|then| {
                    let mut names = then.keys().chain(now.keys());
                    names.any(|name| version.is_few(changed(name, &then, &now)))
                })
            })
        })
    }

    fn latest(&self) -> &Version<'v> {
        &self.versions[self.versions.len() - 1]
    }

    /// The rows to be counted; `None` if these are the round's own.
    fn choose(&self, round: &Round, earlier: &[&RemadeResult]) -> Option<Choice> {
        let names: BTreeSet<&String> = self
            .versions
            .iter()
            .flat_map(|version| version.academies.keys())
            .chain(self.own.keys())
            .collect();
        let few = |name: &String| {
            self.versions
                .iter()
                .any(|version| version.differs_by_few(name, &self.own))
        };
        let held: Vec<&String> = names.iter().copied().filter(|name| few(name)).collect();
        let differing = names
            .iter()
            .copied()
            .filter(|name| self.own.get(*name) != self.latest().academies.get(*name));
        let differing: Vec<&String> = differing.collect();
        if differing.is_empty() {
            return None;
        }
        let some = self.choice(&names, &held);
        if held.len() == differing.len() {
            return Some(some);
        }
        if self.differ_by_few_across(&some.rows) {
            return Some(self.choice(&names, &differing));
        }
        let losses = |choice: &Choice| losses(&self.with_rows(round, &choice.rows), earlier);
        let lost = losses(&some);
        if lost > 0 {
            let all = self.choice(&names, &differing);
            if losses(&all) < lost {
                return Some(all);
            }
        }
        (!held.is_empty()).then_some(some)
    }

    fn choice(&self, names: &BTreeSet<&String>, held: &[&String]) -> Choice {
        let of = |name: &String| {
            let from = if held.contains(&name) {
                &self.kept(name).academies
            } else {
                &self.own
            };
            from.get(name).into_iter().flatten().copied()
        };
        Choice {
            rows: names.iter().flat_map(|name| of(name)).collect(),
            held: held.iter().map(|name| (*name).clone()).collect(),
            waiting: held.iter().map(|name| self.kept(name).changed(name, &self.own)).sum(),
        }
    }

    /// The version whose rows an academy keeps: the latest of those from which it differs by few people.
    fn kept(&self, name: &String) -> &Version<'v> {
        let few = |version: &&Version<'_>| version.differs_by_few(name, &self.own);
        self.versions.iter().rev().find(few).unwrap_or_else(|| self.latest())
    }

    /// The round with these rows in place of its own.
    fn with_rows(&self, round: &Round, rows: &HashSet<usize>) -> Round {
        let mut picked: Vec<(usize, usize)> = rows.iter().filter_map(|place| self.found.get(place)).copied().collect();
        picked.sort_unstable();
        let mut held = round.clone();
        let labels = round
            .survey
            .responses
            .groupings()
            .iter()
            .map(|labels| labels.column.as_str());
        let codes = round.codes.as_ref().map(|codes| codes.column.as_str());
        let columns: Vec<&str> = labels.chain(codes).collect();
        let mut responses = Responses::new(round.survey.responses.items(), &columns);
        for (grouping, labels) in round.survey.responses.groupings().iter().enumerate() {
            for name in labels.names() {
                responses.place(grouping, name);
            }
        }
        for &(source, row) in &picked {
            push(&mut responses, self.sources[source], row);
        }
        held.codes = round.codes.as_ref().and_then(|_| responses.take_grouping());
        for (grouping, staff) in held.staff.iter_mut().enumerate() {
            staff.resize(responses.groupings()[grouping].names().len(), None);
        }
        let ids = picked
            .iter()
            .map(|&(source, row)| Some(*self.sources[source].rows.as_ref()?.get(row)?));
        held.rows = ids.collect();
        held.survey.responses = responses;
        held
    }
}

/// Adds a row of another round with its own groups.
fn push(responses: &mut Responses, round: &Round, row: usize) {
    let columns: Vec<Option<usize>> = (0..round.survey.responses.items()).map(Some).collect();
    let labels = round.survey.responses.groupings().iter().chain(&round.codes);
    let groups: Vec<&str> = labels
        .map(|labels| labels.names()[labels.ids()[row] as usize].as_str())
        .collect();
    add_row(responses, round, row, &columns, &groups);
}

/// How many groups the round must withhold because of the earlier results.
fn losses(round: &Round, earlier: &[&RemadeResult]) -> usize {
    let (known, _) = known_results(&[round], earlier);
    if known.earlier.is_empty() {
        return 0;
    }
    let shows = vec![true; round.survey.responses.groupings().len()];
    let guarded = guard(
        &round.survey(),
        round.policy,
        &known.current(0, round, &shows, None),
        &known.earlier,
    );
    let lost = guarded.sets().iter().map(|set| {
        let groups = set.plan.groups.iter().flatten().zip(set.alone.groups.iter().flatten());
        let groups = groups.filter(|(now, alone)| now.is_some() && alone.is_none()).count();
        groups + usize::from(set.plan.total.is_some() && set.alone.total.is_none())
    });
    lost.sum()
}

impl Choice {
    /// The round with a finding about what is held back.
    fn noted(self, mut round: Round, earlier: &str) -> Round {
        let names = self
            .held
            .iter()
            .take(SHOWN)
            .map(|name| group_name(name, "academy"))
            .collect::<Vec<_>>();
        let mut academies = all_quoted(names);
        if self.held.len() > SHOWN {
            academies = format!("{academies} and {} more", self.held.len() - SHOWN);
        }
        let answers = match self.waiting {
            1 => "1 answer was",
            _ => &format!("{} answers were", self.waiting),
        };
        let message = format!(
            "{answers} added, changed or removed in {academies} since `{earlier}` was given out. This result is made without these \
             changes, because comparing it with `{earlier}` would disclose what fewer than {0} people answered. Academies are \
             updated when {0} or more of their answers have changed",
            round.policy.min_group
        );
        round
            .survey
            .findings
            .push(Finding::new(Level::Note, "published-held", message));
        round
    }
}
