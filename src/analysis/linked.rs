//! Linked respondents: people recognised in two terms by a code that they gave, and the changes of their scores.

use std::collections::HashMap;

use crate::analysis::Study;
use crate::analysis::person_sums::{PersonSum, person_sums};
use crate::analysis::summaries::extremes;
use crate::model::Instrument;
use crate::stats::exact_sum;
use crate::tally::{Grouping, Responses};

/// The pairs of rows, one from each of two terms, that belong to the same person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Rows of the earlier and of the later term.
    pub pairs: Vec<(usize, usize)>,
    /// In each term: rows whose code is not unique, so that they cannot be linked.
    pub repeated: [usize; 2],
    /// In each term: rows without a code.
    pub without: [usize; 2],
}

impl Links {
    /// Links the rows of two terms by their codes. Codes that differ only in case or in spaces are equal. A code that occurs in
    /// several rows of a term links none of them.
    #[must_use]
    pub fn of(before: &Grouping, after: &Grouping) -> Self {
        let (earlier, later) = (Codes::of(before), Codes::of(after));
        let mut pairs: Vec<(usize, usize)> = earlier
            .once
            .iter()
            .filter_map(|(code, &row)| Some((row, *later.once.get(code)?)))
            .collect();
        pairs.sort_unstable();
        Self {
            pairs,
            repeated: [earlier.repeated, later.repeated],
            without: [earlier.without, later.without],
        }
    }
}

/// The codes of one term.
#[derive(Default)]
struct Codes {
    once: HashMap<String, usize>,
    repeated: usize,
    without: usize,
}

impl Codes {
    fn of(grouping: &Grouping) -> Self {
        let folded: Vec<String> = grouping.names().iter().map(|name| fold(name)).collect();
        let mut rows: HashMap<&str, Vec<usize>> = HashMap::new();
        for (row, &id) in grouping.ids().iter().enumerate() {
            rows.entry(folded[id as usize].as_str()).or_default().push(row);
        }
        let mut codes = Self::default();
        for (code, rows) in rows {
            match rows.as_slice() {
                _ if code.is_empty() => codes.without += rows.len(),
                &[row] => drop(codes.once.insert(code.to_owned(), row)),
                _ => codes.repeated += rows.len(),
            }
        }
        codes
    }
}

fn fold(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_lowercase()
}

/// Every row's score on a scale, in score units; `None` for rows with too few answers.
fn person_scores(instrument: &Instrument, responses: &Responses, scale: usize) -> Vec<Option<f64>> {
    let declared = &instrument.scales()[scale];
    let unit = declared.step(&instrument.scoring);
    let score = |person: PersonSum| {
        let mean = Some(person)
            .filter(|person| person.is_scored(declared, &instrument.scoring))?
            .mean(1)?;
        Some(unit * (f64::from(declared.range.min()) + mean))
    };
    let sums = person_sums(instrument, responses, declared);
    sums.into_iter().map(score).collect()
}

/// The linked people of one group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinkedGroup {
    /// People with a score in the earlier term, linked or not.
    pub before: u64,
    /// People with a score in the later term, linked or not.
    pub after: u64,
    /// Earlier and later score of each linked person who has both.
    pub pairs: Vec<(f64, f64)>,
}

impl LinkedGroup {
    /// Combines all groups into one.
    #[must_use]
    pub fn whole(groups: &[Self]) -> Self {
        Self {
            before: groups.iter().map(|group| group.before).sum(),
            after: groups.iter().map(|group| group.after).sum(),
            pairs: groups.iter().flat_map(|group| group.pairs.iter().copied()).collect(),
        }
    }

    /// Number of linked people.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.pairs.len() as u64
    }

    /// Mean change of the linked people; `None` if there are none.
    #[must_use]
    pub fn mean_change(&self) -> Option<f64> {
        let changes = self.pairs.iter().map(|(before, after)| after - before);
        (self.n() > 0).then(|| exact_sum(changes) / self.n() as f64)
    }

    /// Number of scores of people who have one in a single term only.
    #[must_use]
    pub fn once(&self) -> u64 {
        (self.before + self.after).saturating_sub(2 * self.n())
    }

    /// The smallest and the largest change.
    #[must_use]
    pub fn extremes(&self) -> Option<(f64, f64)> {
        extremes(self.pairs.iter().map(|(before, after)| after - before))
    }
}

/// The linked people of every group on a scale, followed by those who moved between two groups. Both terms must have the same
/// groups. Without rows, all groups are empty.
#[must_use]
pub fn linked_groups(before: &Study<'_>, after: &Study<'_>, links: &Links, scale: usize) -> Vec<LinkedGroup> {
    let movers = after.tally.groups();
    let mut groups = vec![LinkedGroup::default(); movers + 1];
    let (Some(earlier), Some(later)) = (before.rows, after.rows) else {
        return groups;
    };
    let rows = [earlier.responses, later.responses];
    let scores = [
        person_scores(before.instrument, rows[0], scale),
        person_scores(after.instrument, rows[1], scale),
    ];
    let place = |term: usize, row: usize| rows[term].groupings()[0].ids()[row] as usize;
    for (row, _) in scores[0].iter().enumerate().filter(|(_, score)| score.is_some()) {
        groups[place(0, row)].before += 1;
    }
    for (row, _) in scores[1].iter().enumerate().filter(|(_, score)| score.is_some()) {
        groups[place(1, row)].after += 1;
    }
    for &(one, other) in &links.pairs {
        if let (Some(was), Some(is)) = (scores[0][one], scores[1][other]) {
            let (left, joined) = (place(0, one), place(1, other));
            let group = if left == joined { left } else { movers };
            groups[group].pairs.push((was, is));
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouping(codes: &[&str]) -> Grouping {
        let mut responses = Responses::new(0, &["code"]);
        for (code, row) in codes.iter().zip(2..) {
            responses.push(&[], &[code], row);
        }
        responses.groupings()[0].clone()
    }

    #[test]
    fn a_code_links_two_rows_if_each_term_has_it_once() {
        let before = grouping(&["ab1", "cd2", "", "ef3", "gh4", "gh4"]);
        let after = grouping(&["gh4", "AB 1", "ef3", "xy9", "", ""]);
        let links = Links::of(&before, &after);
        assert_eq!(links.pairs, [(0, 1), (3, 2)]);
        assert_eq!(links.repeated, [2, 0]);
        assert_eq!(links.without, [1, 2]);
    }

    #[test]
    fn codes_that_differ_in_case_within_a_term_are_one_code_twice() {
        let links = Links::of(&grouping(&["ab1", "AB1"]), &grouping(&["ab1"]));
        assert_eq!((links.pairs.len(), links.repeated), (0, [2, 0]));
    }
}
