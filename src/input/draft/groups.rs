//! Groups the columns that share a set of answers, and orders these answers.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::draft::answers::{Answer, ColumnAnswers};
use crate::input::scales::{rising, whole_scale};
use crate::input::text::fold;

/// Columns that share a set of answers.
#[derive(Debug, Clone)]
pub(crate) struct ColumnGroup {
    /// Places in the plan, in file order.
    pub(crate) columns: Vec<usize>,
    pub(crate) scale: AnswerScale,
    /// Labels that belong to the scale by its other labels, although nobody chose them.
    pub(crate) unseen: Vec<String>,
}

/// The codes and labels of an answer scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerScale {
    pub(crate) min: i32,
    pub(crate) max: i32,
    pub(crate) labels: BTreeMap<i32, String>,
}

/// The groups of columns, and columns that share answers whose order is not known.
#[derive(Debug, Default)]
pub(crate) struct Grouped {
    pub(crate) groups: Vec<ColumnGroup>,
    pub(crate) unordered: Vec<(Vec<usize>, Vec<String>)>,
}

/// The fewest columns of labels that are a questionnaire's, and of bare numbers.
const FEWEST: usize = 2;
const FEWEST_OF_NUMBERS: usize = 3;

/// The highest code that a column of bare numbers may have.
const HIGHEST: i32 = 10;

/// Groups the columns, without those that are excluded.
pub(crate) fn grouped(columns: &[ColumnAnswers], excluded: &[usize]) -> Grouped {
    let mut found = Grouped::default();
    let closed: Vec<&ColumnAnswers> = columns
        .iter()
        .filter(|column| !column.is_open && column.filled > 0)
        .collect();
    let (mut words, mut numbers, mut coded): (Vec<_>, Vec<_>, Vec<_>) = (Vec::new(), Vec::new(), Vec::new());
    for column in closed {
        let all = |is: fn(&Answer) -> bool| !column.answers.is_empty() && column.answers.iter().all(is);
        if all(|answer| answer.code.is_none()) {
            words.push(column);
        } else if all(|answer| answer.label.is_none()) {
            numbers.push(column);
        } else if all(|answer| answer.code.is_some()) {
            coded.push(column);
        }
    }
    of_words(&words, &mut found);
    of_codes(&coded, &mut numbers, &mut found);
    of_numbers(&numbers, &mut found);
    for group in &mut found.groups {
        group.columns.retain(|at| !excluded.contains(at));
    }
    found.groups.retain(|group| group.columns.len() >= FEWEST);
    found.groups.sort_by_key(|group| group.columns[0]);
    found
}

fn labels(column: &ColumnAnswers) -> Vec<String> {
    column
        .answers
        .iter()
        .filter_map(|answer| answer.label.clone())
        .collect()
}

/// The labels of both lists, each once.
fn union(one: &[String], other: &[String]) -> Vec<String> {
    let mut all = one.to_vec();
    let fresh = other
        .iter()
        .filter(|label| !one.iter().any(|known| fold(known) == fold(label)));
    all.extend(fresh.cloned());
    all
}

/// Columns of labels: those whose labels together have a known order.
fn of_words(columns: &[&ColumnAnswers], found: &mut Grouped) {
    let mut groups: Vec<(Vec<usize>, Vec<String>)> = Vec::new();
    let mut rest: Vec<&ColumnAnswers> = Vec::new();
    // Columns with many different answers come first, since they show the scale.
    let mut by_size = columns.to_vec();
    by_size.sort_by_key(|column| std::cmp::Reverse(column.answers.len()));
    for column in by_size {
        let own = labels(column);
        if rising(&own).is_none() {
            rest.push(column);
            continue;
        }
        let joins = |(_, labels): &&mut (Vec<usize>, Vec<String>)| {
            let all = union(labels, &own);
            all.len() < labels.len() + own.len() && rising(&all).is_some()
        };
        match groups.iter_mut().find(joins) {
            Some((columns, labels)) => {
                columns.push(column.at);
                *labels = union(labels, &own);
            }
            None => groups.push((vec![column.at], own)),
        }
    }
    for (mut columns, labels) in groups {
        columns.sort_unstable();
        let order = completed(&labels).or_else(|| rising(&labels)).unwrap_or_default();
        let unseen = order.iter().filter(|label| !labels.contains(label)).cloned().collect();
        let labels: BTreeMap<i32, String> = (1..).zip(order).collect();
        let max = i32::try_from(labels.len()).unwrap_or(1);
        if max > 1 {
            let scale = AnswerScale { min: 1, max, labels };
            found.groups.push(ColumnGroup { columns, scale, unseen });
        }
    }
    // Labels that are not known: asked about if several columns share them.
    let mut unknown: Vec<(Vec<usize>, Vec<String>)> = Vec::new();
    for column in rest {
        let own = labels(column);
        let shares = |(_, labels): &&mut (Vec<usize>, Vec<String>)| {
            let shared = own.iter().filter(|label| labels.contains(label)).count();
            shared >= 2 && shared * 2 >= own.len()
        };
        match unknown.iter_mut().find(shares) {
            Some((columns, labels)) => {
                columns.push(column.at);
                *labels = union(labels, &own);
            }
            None => unknown.push((vec![column.at], own)),
        }
    }
    found
        .unordered
        .extend(unknown.into_iter().filter(|(columns, _)| columns.len() > FEWEST));
}

/// The whole scale of some labels, from low to high: a known one that has them all, else they and their opposites.
fn completed(labels: &[String]) -> Option<Vec<String>> {
    whole_scale(labels).or_else(|| rising(&union(labels, &mirrored(labels))))
}

/// The opposites of labels that are not among them: "Strongly disagree" for "Strongly agree".
fn mirrored(labels: &[String]) -> Vec<String> {
    const PAIRS: [(&str, &str); 9] = [
        ("disagree", "agree"),
        ("dissatisfied", "satisfied"),
        ("unzufrieden", "zufrieden"),
        ("en désaccord", "d'accord"),
        ("insatisfait", "satisfait"),
        ("en desacuerdo", "de acuerdo"),
        ("insatisfecho", "satisfecho"),
        ("anghytuno", "cytuno"),
        ("anfodlon", "bodlon"),
    ];
    const MIDDLES: [&str; 4] = ["neither", "weder", "ni ", "ddim yn"];
    let known: Vec<String> = labels.iter().map(|label| fold(label)).collect();
    let mut unseen: Vec<String> = Vec::new();
    for label in labels {
        let folded = fold(label);
        let Some((no, yes)) = PAIRS
            .iter()
            .find(|(no, yes)| folded.contains(no) || folded.contains(yes))
        else {
            continue;
        };
        if MIDDLES.iter().any(|middle| folded.starts_with(middle)) {
            continue;
        }
        let opposite = if folded.contains(no) {
            folded.replacen(no, yes, 1)
        } else {
            folded.replacen(yes, no, 1)
        };
        if !known.contains(&opposite) && !unseen.iter().any(|other| fold(other) == opposite) {
            let mut letters = opposite.chars();
            let capital = letters
                .next()
                .map(|first| first.to_uppercase().collect::<String>() + letters.as_str());
            unseen.extend(capital);
        }
    }
    unseen
}

/// Columns whose labels of codes agree.
struct CodedColumns {
    columns: Vec<usize>,
    labels: BTreeMap<i32, String>,
    min: i32,
    max: i32,
}

/// Columns whose answers have codes, some of them with labels: the file itself gives the order.
fn of_codes(columns: &[&ColumnAnswers], numbers: &mut Vec<&ColumnAnswers>, found: &mut Grouped) {
    let mut groups: Vec<CodedColumns> = Vec::new();
    for column in columns {
        let coded = column
            .answers
            .iter()
            .filter_map(|answer| Some((answer.code?, answer.label.as_ref())));
        let (mut own, mut range) = (BTreeMap::new(), (i32::MAX, i32::MIN));
        let mut is_sound = true;
        for (code, label) in coded {
            range = (range.0.min(code), range.1.max(code));
            if let Some(label) = label {
                let known: &mut String = own.entry(code).or_insert_with(|| label.clone());
                is_sound &= fold(known) == fold(label);
            }
        }
        if !is_sound || range.1.saturating_sub(range.0) > 20 {
            continue;
        }
        let agrees = |group: &&mut CodedColumns| {
            let mut own = own.iter();
            own.all(|(code, label)| group.labels.get(code).is_none_or(|known| fold(known) == fold(label)))
        };
        match groups.iter_mut().find(agrees) {
            Some(group) => {
                group.columns.push(column.at);
                group.labels.extend(own);
                group.min = group.min.min(range.0);
                group.max = group.max.max(range.1);
            }
            None => groups.push(CodedColumns {
                columns: vec![column.at],
                labels: own,
                min: range.0,
                max: range.1,
            }),
        }
    }
    let only = groups.len() == 1;
    for group in groups {
        let CodedColumns {
            mut columns,
            labels,
            min,
            max,
        } = group;
        // Columns in which nobody chose a labelled end belong to the only such scale.
        if only {
            let fits = |column: &&ColumnAnswers| {
                column
                    .answers
                    .iter()
                    .all(|answer| answer.code.is_some_and(|code| (min..=max).contains(&code)))
            };
            columns.extend(numbers.iter().copied().filter(fits).map(|column| column.at));
            numbers.retain(|column| !fits(column));
            columns.sort_unstable();
        }
        let scale = AnswerScale { min, max, labels };
        let (scale, unseen) = completed_codes(scale);
        found.groups.push(ColumnGroup { columns, scale, unseen });
    }
}

/// The scale with the labels of codes that nobody chose, if a known scale has its labels in their places.
fn completed_codes(scale: AnswerScale) -> (AnswerScale, Vec<String>) {
    let seen: Vec<String> = scale.labels.values().cloned().collect();
    let Some(mut whole) = completed(&seen).filter(|_| seen.len() > 1) else {
        return (scale, Vec::new());
    };
    // Codes may fall where the words rise.
    let place = |whole: &[String], label: &String| whole.iter().position(|other| other == label);
    if place(&whole, &seen[0]) > seen.last().and_then(|last| place(&whole, last)) {
        whole.reverse();
    }
    let first = scale.labels.iter().map(|(&code, label)| {
        let place = place(&whole, label).and_then(|place| i32::try_from(place).ok())?;
        code.checked_sub(place)
    });
    let first: Option<BTreeSet<i32>> = first.collect();
    let Some(min) = first
        .filter(|first| first.len() == 1)
        .and_then(|first| first.first().copied())
    else {
        return (scale, Vec::new());
    };
    let labels: BTreeMap<i32, String> = (min..).zip(whole).collect();
    let max = labels.keys().last().copied().unwrap_or(min);
    if scale.min < min || scale.max > max {
        return (scale, Vec::new());
    }
    let unseen = labels.values().filter(|label| !seen.contains(label)).cloned().collect();
    (AnswerScale { min, max, labels }, unseen)
}

/// Columns of bare codes: runs of neighbours with small codes.
fn of_numbers(columns: &[&ColumnAnswers], found: &mut Grouped) {
    let is_scale = |column: &&&ColumnAnswers| {
        let mut codes = column.answers.iter().filter_map(|answer| answer.code);
        column.answers.len() > 1 && codes.all(|code| (0..=HIGHEST).contains(&code))
    };
    let likely: Vec<&&ColumnAnswers> = columns.iter().filter(is_scale).collect();
    for run in likely.chunk_by(|one, other| other.at - one.at <= 1) {
        let codes = run
            .iter()
            .flat_map(|column| column.answers.iter().filter_map(|answer| answer.code));
        let (Some(min), Some(max)) = (codes.clone().min(), codes.max()) else {
            continue;
        };
        // Ticked boxes are 0 and 1.
        if run.len() < FEWEST_OF_NUMBERS || (min == 0 && max == 1) || max <= min {
            continue;
        }
        let columns = run.iter().map(|column| column.at).collect();
        let labels = BTreeMap::new();
        let scale = AnswerScale { min, max, labels };
        let unseen = Vec::new();
        found.groups.push(ColumnGroup { columns, scale, unseen });
    }
}
