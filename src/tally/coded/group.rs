//! Counts of one group as they are coded, with the checks that they are consistent.

use serde::{Deserialize, Serialize};

use crate::model::MissingReason;
use crate::tally::coded::{NoTally, unless, wanted};
use crate::tally::{ScoreCounts, Tally};

/// Counts of the answers of a group.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::tally::coded) struct GroupCounts {
    pub(in crate::tally::coded) name: String,
    pub(in crate::tally::coded) rows: u64,
    /// Number of these rows without any answer.
    pub(in crate::tally::coded) blank: u64,
    /// Item by item: number of answers with each keyed code, lowest first.
    pub(in crate::tally::coded) answers: Vec<u32>,
    /// Missing answers with a reason other than "skipped": place of the item, reason, number.
    pub(in crate::tally::coded) reasons: Vec<(u16, String, u64)>,
    pub(in crate::tally::coded) scales: Vec<ScaleCounts>,
}

/// Counts of the answers of a group on one scale.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::tally::coded) struct ScaleCounts {
    /// Answers of persons who did not answer the whole scale, by item and code; empty if there are none.
    pub(in crate::tally::coded) incomplete: Vec<u32>,
    /// For each number of items answered: that number, and for each sum of keyed places (code − lowest code) the distance to the
    /// preceding sum (from −1 for the first) and the number of persons.
    pub(in crate::tally::coded) scores: Vec<(u32, Vec<(u32, u32)>)>,
    /// Like `scores`, with the number of favourable answers in place of the sum.
    pub(in crate::tally::coded) favourable: Vec<(u32, Vec<(u32, u32)>)>,
    /// Answers of persons who answered too few items for a score, by item and code; empty if there are none.
    pub(in crate::tally::coded) unscored: Vec<u32>,
}

pub(in crate::tally::coded) fn group_counts(tally: &Tally, group: usize) -> GroupCounts {
    let items = 0..tally.shape.items();
    let scale = |scale: usize| {
        let of_scale = &tally.shape.scales()[scale].items;
        let incomplete: Vec<u32> = (0..of_scale.len())
            .flat_map(|item| {
                let answers = tally.counts(group, of_scale[item]).iter();
                let complete = tally.complete_counts(scale, group, item);
                answers.zip(complete).map(|(answers, complete)| answers - complete)
            })
            .collect();
        let width = of_scale.len() * tally.shape.scales()[scale].points;
        ScaleCounts {
            incomplete: unless_none(incomplete),
            scores: coded(tally.scores(scale, group)),
            favourable: coded(tally.favourable(scale, group)),
            unscored: unless_none(tally.unscored[scale][group * width..][..width].to_vec()),
        }
    };
    GroupCounts {
        name: tally.names[group].clone(),
        rows: tally.rows[group],
        blank: tally.blank[group],
        answers: items.flat_map(|item| tally.counts(group, item)).copied().collect(),
        reasons: tally.reasons[group]
            .iter()
            .map(|((item, reason), &count)| (*item, reason.name().into_owned(), count))
            .collect(),
        scales: (0..tally.shape.scales().len()).map(scale).collect(),
    }
}

/// The counts, or an empty list if all are 0.
fn unless_none(counts: Vec<u32>) -> Vec<u32> {
    if counts.iter().all(|&count| count == 0) {
        Vec::new()
    } else {
        counts
    }
}

/// A histogram as [`ScaleCounts::scores`] has it.
fn coded(histogram: &ScoreCounts) -> Vec<(u32, Vec<(u32, u32)>)> {
    let mut coded: Vec<(u32, Vec<(u32, u32)>)> = Vec::new();
    let mut next = 0;
    for cell in histogram.cells() {
        let (answered, sum) = (narrow(cell.answered), narrow(cell.sum));
        if coded.last().is_none_or(|(last, _)| *last != answered) {
            coded.push((answered, Vec::new()));
            next = 0;
        }
        if let Some((_, sums)) = coded.last_mut() {
            sums.push((
                sum + 1 - next,
                narrow(usize::try_from(cell.persons).unwrap_or(usize::MAX)),
            ));
        }
        next = sum + 1;
    }
    coded
}

/// Converts a count. The limit on rows keeps counts of persons below 2³²; numbers of items and sums are smaller.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(in crate::tally::coded) fn add_group(tally: &mut Tally, counts: GroupCounts) -> Result<(), NoTally> {
    let shape = tally.shape.clone();
    let group = tally.groups();
    let points = |items: &mut dyn Iterator<Item = usize>| items.map(|item| shape.points(item)).sum::<usize>();
    wanted("answers", counts.answers.len(), points(&mut (0..shape.items())))?;
    wanted("scales", counts.scales.len(), shape.scales().len())?;
    let rows = u32::try_from(counts.rows).map_err(|_| NoTally::TooManyRows)?;
    unless(counts.blank > counts.rows, "more rows are blank than there are")?;
    tally.make_room([counts.name]);
    tally.rows[group] = counts.rows;
    tally.blank[group] = counts.blank;
    let mut given = counts.answers.as_slice();
    for item in 0..shape.items() {
        let (codes, behind) = given.split_at(shape.points(item));
        given = behind;
        let answered: u64 = codes.iter().map(|&count| u64::from(count)).sum();
        unless(
            answered > counts.rows - counts.blank,
            "more answered an item than answered anything",
        )?;
        let cells = &mut tally.answers[group * shape.cells() + shape.offset(item)..][..=shape.points(item)];
        cells[..codes.len()].copy_from_slice(codes);
        cells[codes.len()] = rows - u32::try_from(answered).unwrap_or(rows);
    }
    for (item, reason, count) in counts.reasons {
        let known = usize::from(item) < shape.items();
        let reason = MissingReason::from_name(&reason);
        unless(
            !known || reason == MissingReason::Skipped || count == 0,
            "answers are missing for no reason",
        )?;
        unless(
            tally.reasons[group].insert((item, reason), count).is_some(),
            "a reason for missing answers stands twice",
        )?;
    }
    for item in 0..shape.items() {
        let with_reason = tally.reasons[group]
            .iter()
            .filter(|((other, _), _)| usize::from(*other) == item);
        let with_reason = with_reason.fold(0_u64, |sum, (_, &count)| sum.saturating_add(count));
        let missing = tally.answers[group * shape.cells() + shape.offset(item) + shape.points(item)];
        unless(
            with_reason > u64::from(missing),
            "more answers are missing for a reason than are missing",
        )?;
    }
    for (place, counts) in counts.scales.into_iter().enumerate() {
        add_scale(tally, group, place, &counts)?;
    }
    Ok(())
}

fn add_scale(tally: &mut Tally, group: usize, place: usize, counts: &ScaleCounts) -> Result<(), NoTally> {
    let scale = tally.shape.scales()[place].clone();
    let (k, top) = (scale.items.len(), scale.points - 1);
    let width = k * scale.points;
    if !counts.incomplete.is_empty() {
        wanted("incomplete answers", counts.incomplete.len(), width)?;
    }
    let mut complete = Vec::with_capacity(width);
    for (within, &item) in scale.items.iter().enumerate() {
        for (code, &answers) in tally.counts(group, item).iter().enumerate() {
            let incomplete = counts
                .incomplete
                .get(within * scale.points + code)
                .copied()
                .unwrap_or(0);
            complete.push(answers.checked_sub(incomplete).ok_or(NoTally::Contradiction(
                "more gave an answer without answering all of a scale than gave it",
            ))?);
        }
    }
    wanted("complete answers", complete.len(), width)?;
    let (mut persons, mut given, mut sums, mut full, mut last) = (0_u64, 0_u64, 0_u64, 0_u64, 0);
    for (answered, cells) in &counts.scores {
        let answered_items = *answered as usize;
        unless(
            *answered <= last || answered_items > k,
            "scores are of a number of items that cannot be",
        )?;
        last = *answered;
        let mut next = 0_u64;
        for &(gap, count) in cells {
            let sum = next + u64::from(gap);
            unless(
                gap == 0 || count == 0 || sum > (answered_items * top) as u64 + 1,
                "a score is not on its scale",
            )?;
            next = sum;
            let sum = sum - 1;
            persons += u64::from(count);
            unless(
                persons > tally.rows[group] - tally.blank[group],
                "there are more scores than respondents",
            )?;
            given += u64::from(*answered) * u64::from(count);
            sums += sum * u64::from(count);
            full += if answered_items == k { u64::from(count) } else { 0 };
            let sum = usize::try_from(sum).unwrap_or(usize::MAX);
            tally.scores[place][group].add(answered_items, sum, top, count);
        }
    }
    let answers = |weight: &dyn Fn(usize) -> u64| -> u64 {
        let of_item = |&item: &usize| {
            let counts = tally.counts(group, item).iter().enumerate();
            counts
                .map(|(code, &count)| weight(code) * u64::from(count))
                .sum::<u64>()
        };
        scale.items.iter().map(of_item).sum()
    };
    let agree = given == answers(&|_| 1) && sums == answers(&|code| code as u64);
    unless(!agree, "scores do not add up to the answers")?;
    for codes in complete.chunks_exact(scale.points) {
        let of_item: u64 = codes.iter().map(|&count| u64::from(count)).sum();
        unless(
            of_item != full,
            "other numbers of people answered all of a scale item by item",
        )?;
    }
    tally.complete[place][group * width..][..width].copy_from_slice(&complete);
    add_favourable(tally, group, place, &counts.favourable)?;
    add_unscored(tally, group, place, &counts.unscored)
}

/// Adds the persons by favourable answers. They must be those of the scores, with the favourable answers that were given.
fn add_favourable(
    tally: &mut Tally,
    group: usize,
    place: usize,
    counts: &[(u32, Vec<(u32, u32)>)],
) -> Result<(), NoTally> {
    let scale = tally.shape.scales()[place].clone();
    let (mut given, mut last) = (0_u64, 0);
    for (answered, cells) in counts {
        unless(
            *answered <= last || *answered as usize > scale.items.len(),
            "favourable answers are of a number of items that cannot be",
        )?;
        last = *answered;
        let mut next = 0_u64;
        for &(gap, count) in cells {
            let sum = next + u64::from(gap);
            unless(
                gap == 0 || count == 0 || sum > u64::from(*answered) + 1,
                "more answers are favourable than were given",
            )?;
            next = sum;
            given = given.saturating_add((sum - 1).saturating_mul(u64::from(count)));
            let sum = usize::try_from(sum - 1).unwrap_or(usize::MAX);
            tally.favourable[place][group].add(*answered as usize, sum, 1, count);
        }
    }
    let mut wanted = 0_u64;
    for (&item, favourable) in scale.items.iter().zip(&scale.favourable) {
        let codes = tally.counts(group, item).iter().zip(favourable);
        wanted += codes
            .filter(|(_, favourable)| **favourable)
            .map(|(&count, _)| u64::from(count))
            .sum::<u64>();
    }
    let persons = |counts: &ScoreCounts, answered: usize| counts.persons(answered) - counts.persons(answered + 1);
    let (scores, favourable) = (tally.scores(place, group), tally.favourable(place, group));
    let same = (1..=scale.items.len()).all(|answered| persons(scores, answered) == persons(favourable, answered));
    unless(
        given != wanted || !same,
        "favourable answers do not add up to the answers",
    )
}

/// Adds the answers of persons without a score. There must be as many as their numbers of answers say.
fn add_unscored(tally: &mut Tally, group: usize, place: usize, counts: &[u32]) -> Result<(), NoTally> {
    let scale = tally.shape.scales()[place].clone();
    let width = scale.items.len() * scale.points;
    let few = tally
        .scores(place, group)
        .cells()
        .filter(|cell| cell.answered < scale.needed);
    let given: u64 = few.map(|cell| cell.answered as u64 * cell.persons).sum();
    let counted: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    unless(given != counted, "answers without a score do not add up")?;
    if counts.is_empty() {
        return Ok(());
    }
    wanted("answers without a score", counts.len(), width)?;
    for (within, &item) in scale.items.iter().enumerate() {
        let without = counts[within * scale.points..].iter().zip(tally.counts(group, item));
        let too_many = without.take(scale.points).any(|(without, all)| without > all);
        unless(too_many, "more gave an answer without a score than gave it")?;
    }
    tally.unscored[place][group * width..][..width].copy_from_slice(counts);
    Ok(())
}
