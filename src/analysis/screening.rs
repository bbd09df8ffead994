//! Screening for careless responses: answers that may have been given without reading the questions.
//!
//! Screening removes nothing. A flag is a reason to look, never a proof: people may honestly agree with everything, especially on
//! a questionnaire that words all its items in one direction.

use std::collections::BTreeSet;

use nalgebra::DMatrix;

use crate::analysis::covariances::TOO_MANY_ITEMS;
use crate::model::{Instrument, Scale};
use crate::stats::{self, Distance, Undefined};
use crate::tally::{MISSING, MOST_PAIRED, Responses};

/// Thresholds at which a respondent is flagged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Criteria {
    /// Fewest equal answers, from the first item to the last, that make a straight line.
    pub straight_line: usize,
    /// Fewest equal answers on a scale with items of both directions (other than its midpoint) that are flagged.
    pub both_directions: usize,
    /// p of the Mahalanobis distance below which a pattern is unusual.
    pub mahalanobis_p: f64,
    /// Seconds per answer below which a respondent is too fast.
    pub seconds_an_answer: f64,
    /// Equal rows are called duplicates if chance explains at most this share of them.
    pub chance_of_duplicates: f64,
}

impl Default for Criteria {
    /// 8 answers; 3 answers; p < .001 (Tabachnick & Fidell, Using Multivariate Statistics); 2 seconds (Huang, Curran,
    /// Keeney, Poposki & `DeShon` 2012, Journal of Business and Psychology 27, 99–114); one in ten.
    fn default() -> Self {
        Self {
            straight_line: 8,
            both_directions: 3,
            mahalanobis_p: 0.001,
            seconds_an_answer: 2.0,
            chance_of_duplicates: 0.1,
        }
    }
}

/// Reasons to flag a respondent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// The same answer to every item.
    StraightLine,
    /// The same answer to items of both directions of a scale.
    BothDirections,
    /// A pattern far from the average pattern.
    Unusual,
    /// Too fast to have read the questions.
    Fast,
    /// The same answers as an earlier row of the academy.
    Duplicate,
}

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 5] = [
        Self::StraightLine,
        Self::BothDirections,
        Self::Unusual,
        Self::Fast,
        Self::Duplicate,
    ];

    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StraightLine => "straight line",
            Self::BothDirections => "same answer in both directions",
            Self::Unusual => "unusual pattern",
            Self::Fast => "too fast",
            Self::Duplicate => "duplicate",
        }
    }
}

/// The screening of one respondent.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// Items answered.
    pub answered: usize,
    /// Longest run of equal answers as given; unanswered items are skipped.
    pub longest_run: usize,
    /// Standard deviation of the answers as given (m − 1); `None` with fewer than two.
    pub intra_individual_sd: Option<f64>,
    /// Mahalanobis distance among the people who answered every item; `None` for the others.
    pub mahalanobis: Option<Distance>,
    /// True if a scale with items of both directions has the same answer throughout.
    pub both_directions: bool,
    /// Seconds per answer, if the file has a duration.
    pub seconds_an_answer: Option<f64>,
    /// The earlier row of the same academy with the same answers, if there is one.
    pub duplicate_of: Option<usize>,
    /// Reasons for which the respondent is flagged.
    pub flags: BTreeSet<Flag>,
}

/// The screening of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// The respondents, in row order.
    pub respondents: Vec<Screened>,
    /// Number of people with a Mahalanobis distance, or the reason why nobody has one.
    pub complete: Result<usize, Undefined>,
    /// Respondents with a duration.
    pub timed: usize,
    /// Pairs of equal rows within academies.
    pub equal_pairs: u64,
    /// Pairs of equal rows expected by chance; `None` with a single academy.
    pub expected_pairs: Option<f64>,
    /// Rows equal to the row directly before them.
    pub following_rows: u64,
    /// Such rows expected by chance; `None` if there are no other pairs of rows.
    pub expected_following: Option<f64>,
    /// The criteria.
    pub criteria: Criteria,
}

impl Screening {
    /// For each row: true if it is flagged.
    #[must_use]
    pub fn flagged(&self) -> Vec<bool> {
        self.respondents.iter().map(|one| !one.flags.is_empty()).collect()
    }

    /// The number of flagged respondents.
    #[must_use]
    pub fn count(&self) -> usize {
        self.respondents.iter().filter(|one| !one.flags.is_empty()).count()
    }
}

/// Screens every respondent.
#[must_use]
pub fn screening(instrument: &Instrument, responses: &Responses, criteria: Criteria) -> Screening {
    let rows = responses.rows();
    let (distances, complete) = distances(instrument, responses);
    let given: Vec<Vec<i32>> = (0..rows).map(|row| given(instrument, responses, row)).collect();
    let straight = |row: usize| given[row].windows(2).all(|pair| pair[0] == pair[1]);
    let comparable: Vec<Option<(Vec<u32>, u32)>> = (0..rows)
        .map(|row| (given[row].len() > 1 && !straight(row)).then(|| identity(responses, row)))
        .collect();
    let duplicates = stats::duplicates(&comparable);
    let beyond = |found: u64, expected: Option<f64>| {
        expected.is_some_and(|expected| expected <= criteria.chance_of_duplicates * found as f64)
    };
    let following = duplicates.follows.iter().filter(|&&follows| follows).count() as u64;
    let pairs_beyond_chance = beyond(duplicates.pairs, duplicates.expected);
    let following_beyond_chance = beyond(following, duplicates.expected_following);
    let one = |row: usize| {
        let answers: Vec<f64> = given[row].iter().map(|&code| f64::from(code)).collect();
        let answered = answers.len();
        let seconds = responses.duration(row).filter(|_| answered > 0);
        let mut screened = Screened {
            answered,
            longest_run: stats::longest_run(given[row].iter().copied()),
            intra_individual_sd: stats::intra_individual_sd(&answers).ok(),
            mahalanobis: distances[row],
            both_directions: instrument
                .scales()
                .iter()
                .any(|scale| same_both_ways(instrument, scale, responses, row, criteria.both_directions)),
            seconds_an_answer: seconds.map(|milliseconds| f64::from(milliseconds) / 1000.0 / answered as f64),
            duplicate_of: duplicates.of[row],
            flags: BTreeSet::new(),
        };
        let flags = [
            (Flag::StraightLine, answered >= criteria.straight_line && straight(row)),
            (Flag::BothDirections, screened.both_directions),
            (
                Flag::Unusual,
                screened
                    .mahalanobis
                    .is_some_and(|distance| distance.p < criteria.mahalanobis_p),
            ),
            (
                Flag::Fast,
                screened
                    .seconds_an_answer
                    .is_some_and(|seconds| seconds < criteria.seconds_an_answer),
            ),
            (
                Flag::Duplicate,
                (pairs_beyond_chance && screened.duplicate_of.is_some())
                    || (following_beyond_chance && duplicates.follows[row]),
            ),
        ];
        screened.flags = flags
            .into_iter()
            .filter(|(_, raised)| *raised)
            .map(|(flag, _)| flag)
            .collect();
        screened
    };
    Screening {
        respondents: (0..rows).map(one).collect(),
        complete,
        timed: (0..rows).filter(|&row| responses.duration(row).is_some()).count(),
        equal_pairs: duplicates.pairs,
        expected_pairs: duplicates.expected,
        following_rows: following,
        expected_following: duplicates.expected_following,
        criteria,
    }
}

/// The codes that a respondent gave, in questionnaire order.
fn given(instrument: &Instrument, responses: &Responses, row: usize) -> Vec<i32> {
    (0..responses.items())
        .filter_map(|item| {
            let place = responses.column(item)[row];
            (place != MISSING).then(|| instrument.items()[item].response.range.code(place))
        })
        .collect()
}

/// The part of a row that two submissions of one person share (answers and groups), and its academy.
fn identity(responses: &Responses, row: usize) -> (Vec<u32>, u32) {
    let answers = (0..responses.items()).map(|item| u32::from(responses.column(item)[row]));
    let mut ids = responses.groupings().iter().map(|grouping| grouping.ids()[row]);
    let academy = ids.next().unwrap_or(0);
    (answers.chain(ids).collect(), academy)
}

/// True if a respondent gave the same answer, other than the midpoint, to items of both directions.
fn same_both_ways(instrument: &Instrument, scale: &Scale, responses: &Responses, row: usize, fewest: usize) -> bool {
    let answers: Vec<(u8, bool)> = scale
        .items
        .iter()
        .map(|&item| (responses.column(item)[row], instrument.items()[item].reversed))
        .filter(|(place, _)| *place != MISSING)
        .collect();
    let Some(&(first, _)) = answers.first() else {
        return false;
    };
    let both = answers.iter().any(|answer| answer.1) && answers.iter().any(|answer| !answer.1);
    let middle = scale.range.mirrored(first) == first;
    answers.len() >= fewest && both && !middle && answers.iter().all(|answer| answer.0 == first)
}

/// The Mahalanobis distance of each row that answered every item, and the number of such rows.
fn distances(instrument: &Instrument, responses: &Responses) -> (Vec<Option<Distance>>, Result<usize, Undefined>) {
    let k = instrument.items().len();
    if k > MOST_PAIRED {
        return (vec![None; responses.rows()], Err(TOO_MANY_ITEMS));
    }
    let complete: Vec<usize> = (0..responses.rows())
        .filter(|&row| (0..k).all(|item| responses.column(item)[row] != MISSING))
        .collect();
    let answers = DMatrix::from_fn(complete.len(), k, |at, item| {
        f64::from(responses.column(item)[complete[at]])
    });
    let mut distances = vec![None; responses.rows()];
    let found = stats::mahalanobis(&answers).map(|found| {
        for (&row, distance) in complete.iter().zip(&found) {
            distances[row] = Some(*distance);
        }
        found.len()
    });
    (distances, found)
}
