//! Signs, in the change from one term to another, of answers that may have been given under pressure.
//!
//! An academy is compared with itself a term before and with the other academies. A sign is a reason to ask how the survey was given.
//! It proves nothing about anybody: schools do improve.

use crate::analysis::change::TermScore;
use crate::analysis::summaries::{Metric, score_values, summary};
use crate::analysis::{Conclusion, Study};
use crate::stats::{self, GroupSummary, TopScores};

/// Chance, over all academies, that one is named for nothing, where a sign is a test.
const CHANCE: f64 = 0.01;
/// The standard deviation, as a share of the one before, at or below which the spread has collapsed.
const COLLAPSED: f64 = 0.5;
/// The least rise of the response rate that is named, beyond the rise elsewhere.
const LEAST_RISE: f64 = 0.15;
/// How near the highest possible score is the highest, against rounding errors of a mean, as a share of the range.
const NEAR: f64 = 1e-9;

/// A sign of answers given under pressure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeSign {
    /// More people with the highest possible score than before, than elsewhere and than the other scores let expect.
    MoreAtTheTop,
    /// The score is clearly higher, and people differ half as much as before or less.
    HigherAndAlike,
    /// The response rate rose in this academy only.
    OnlyRiseOfResponse,
}

/// The signs on one scale, for each of some groups that have answers in both terms. `conclusions` are about their changes.
#[must_use]
pub fn change_signs(
    [before, after]: [&Study<'_>; 2],
    scale: usize,
    groups: &[usize],
    conclusions: &[Conclusion],
) -> Vec<Vec<ChangeSign>> {
    let tops =
        |study: &Study<'_>| -> Vec<TopScores> { groups.iter().map(|&group| top_scores(study, scale, group)).collect() };
    let named = stats::too_many_at_the_top(&tops(after), &tops(before));
    let level = CHANCE / groups.len().max(1) as f64;
    let all = groups.iter().zip(conclusions).zip(named);
    let one = |((&group, conclusion), more_at_the_top): ((&usize, &Conclusion), bool)| {
        let pair = [before, after].map(|study| summary(study, scale, group));
        let alike = *conclusion == Conclusion::Higher && has_collapsed(&pair, level);
        let signs = [
            (ChangeSign::MoreAtTheTop, more_at_the_top),
            (ChangeSign::HigherAndAlike, alike),
        ];
        signs
            .into_iter()
            .filter(|(_, found)| *found)
            .map(|(sign, _)| sign)
            .collect()
    };
    all.map(one).collect()
}

/// The scores of a group, those at the top of the scale apart.
fn top_scores(study: &Study<'_>, scale: usize, group: usize) -> TopScores {
    let metric = Metric::of(study, scale);
    let top = metric.max - NEAR * (metric.max - metric.min);
    let (at_top, others): (Vec<_>, Vec<_>) = score_values(study, scale, group)
        .into_iter()
        .partition(|&(score, _)| score >= top);
    TopScores {
        top: at_top.iter().map(|(_, persons)| persons).sum(),
        others: GroupSummary::from_counts(&others),
    }
}

/// True if the standard deviation fell to half or less, by more than chance: the F test of two variances.
fn has_collapsed([before, after]: &[GroupSummary; 2], level: f64) -> bool {
    match (before.variance(), after.variance()) {
        (Some(before_s2), Some(after_s2)) if before_s2 > 0.0 => {
            after_s2 <= COLLAPSED * COLLAPSED * before_s2
                && (after_s2 <= 0.0
                    || stats::f_upper_tail(before_s2 / after_s2, (before.n - 1) as f64, (after.n - 1) as f64) <= level)
        }
        _ => false,
    }
}

/// The place of the only group whose response rate rose, beyond the rise of all others together: by 15 points or more, and by
/// more than chance. `None` if there is none, or more than one. Each group has its score before and after.
#[must_use]
pub fn only_rise_of_response(groups: &[[TermScore; 2]]) -> Option<usize> {
    let counted: Vec<(usize, [Answered; 2])> = groups
        .iter()
        .enumerate()
        .filter_map(|(place, [before, after])| Some((place, [Answered::of(before)?, Answered::of(after)?])))
        .collect();
    let sum = |when: usize| {
        let all = counted.iter().map(|(_, pair)| pair[when]);
        all.fold(Answered::default(), |sum, one| Answered {
            n: sum.n + one.n,
            staff: sum.staff + one.staff,
        })
    };
    let all = [sum(0), sum(1)];
    let least = stats::two_sided_z(1.0 - 2.0 * CHANCE / counted.len().max(1) as f64).ok()?;
    let rose = |(_, own): &&(usize, [Answered; 2])| {
        let others = [0, 1].map(|when: usize| Answered {
            n: all[when].n - own[when].n,
            staff: all[when].staff - own[when].staff,
        });
        if others.iter().any(|others| others.staff == 0) {
            return false;
        }
        let beyond = own[1].rate() - own[0].rate() - (others[1].rate() - others[0].rate());
        let se = own.iter().chain(&others).map(Answered::variance).sum::<f64>().sqrt();
        beyond >= LEAST_RISE && own[1].rate() - own[0].rate() >= LEAST_RISE && beyond > least * se
    };
    let mut found = counted.iter().filter(rose).map(|(place, _)| *place);
    found.next().filter(|_| found.next().is_none())
}

/// People with a score, among the staff.
#[derive(Clone, Copy, Default)]
struct Answered {
    n: u64,
    staff: u64,
}

impl Answered {
    /// `None` without a headcount, or with one that is out of date.
    fn of(score: &TermScore) -> Option<Self> {
        let staff = score.headcount.filter(|&staff| staff > 0 && staff >= score.n)?;
        Some(Self { n: score.n, staff })
    }

    fn rate(&self) -> f64 {
        self.n as f64 / self.staff as f64
    }

    /// Of a rate with one person more on each side, so that a rate of 1 is not taken as certain.
    fn variance(&self) -> f64 {
        let rate = (self.n as f64 + 1.0) / (self.staff as f64 + 2.0);
        rate * (1.0 - rate) / self.staff as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(n: u64, staff: Option<u64>) -> TermScore {
        TermScore {
            n,
            mean: None,
            unit: 0.0,
            headcount: staff,
            response_rate: None,
        }
    }

    fn rates(rates: &[[u64; 2]]) -> Vec<[TermScore; 2]> {
        rates.iter().map(|pair| pair.map(|n| score(n, Some(50)))).collect()
    }

    #[test]
    fn a_rise_of_response_is_named_where_it_is_the_only_one() {
        let mut terms = vec![[30, 31]; 15];
        assert_eq!(only_rise_of_response(&rates(&terms)), None);
        terms[2] = [25, 48];
        assert_eq!(only_rise_of_response(&rates(&terms)), Some(2));
        terms[9] = [25, 48];
        assert_eq!(only_rise_of_response(&rates(&terms)), None, "in two academies");
        assert_eq!(only_rise_of_response(&rates(&[[25, 48]; 15])), None, "everywhere");
        assert_eq!(only_rise_of_response(&rates(&[[25, 48]])), None, "there are no others");
    }

    #[test]
    fn without_a_headcount_in_both_terms_no_rise_is_named() {
        let mut terms = rates(&[[30, 31]; 15]);
        terms[2] = [score(25, None), score(48, Some(50))];
        assert_eq!(only_rise_of_response(&terms), None);
        terms[2] = [score(25, Some(50)), score(48, Some(40))];
        assert_eq!(only_rise_of_response(&terms), None);
    }

    #[test]
    fn a_spread_collapses_if_it_halves_by_more_than_chance() {
        let group = |n: u64, s2: f64| GroupSummary {
            n,
            mean: 4.0,
            sum_sq: s2 * (n - 1) as f64,
        };
        let pair = |n: u64, after: f64| [group(n, 0.64), group(n, after)];
        assert!(has_collapsed(&pair(30, 0.1), 0.001));
        assert!(has_collapsed(&pair(30, 0.0), 0.001));
        assert!(!has_collapsed(&pair(30, 0.2), 0.001), "more than half as wide");
        assert!(!has_collapsed(&pair(5, 0.1), 0.001), "chance explains it");
        assert!(!has_collapsed(&[group(30, 0.0), group(30, 0.0)], 0.001));
    }
}
