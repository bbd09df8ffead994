//! How often the figures of a whole survey are right, and how often its words say something of nothing.

use cte::analysis::{
    Asked, Conclusion, GroupScores, ItemOfScale, RestComparison, Study, aggregation, answers_beside, group_changes,
    group_estimates, item_changes, planned_missing, scores_beside, trust_change, trust_item_changes,
};
use cte::stats::{GroupSummary, Stratum, stratified_mean};

use super::{ITEMS, LOADING, Survey, instrument, study};

/// Fewest people of a group whose change has words.
const FEWEST: u64 = 10;

/// The trust's score by its stratified interval: of all staff if their number is known, else of academies such as these answered.
pub(super) fn trust_mean(survey: &Survey<'_>) -> Vec<bool> {
    let groups = survey.summaries();
    let staff = |group: &GroupSummary| survey.design.staff.map(|for_four| u64::from(for_four) * group.n / 4);
    let strata: Vec<Stratum> = groups
        .iter()
        .map(|group| Stratum {
            summary: *group,
            headcount: staff(group),
        })
        .collect();
    let weight = |group: &GroupSummary| staff(group).unwrap_or(group.n) as f64;
    let truths = if survey.design.staff.is_some() {
        &survey.means_of_staff
    } else {
        &survey.levels
    };
    let all: f64 = groups.iter().map(weight).sum();
    let truth: f64 = groups
        .iter()
        .zip(truths)
        .map(|(group, truth)| weight(group) * truth)
        .sum::<f64>()
        / all;
    let found = stratified_mean(&strata, 0.95);
    let within = found.map(|found| found.interval.lower <= truth && truth <= found.interval.upper);
    within.into_iter().collect()
}

/// Percent favourable of each academy: of people such as those who answered, so only where the number of staff is unknown.
pub(super) fn favourable(survey: &Survey<'_>) -> Vec<bool> {
    if survey.design.staff.is_some() {
        return Vec::new();
    }
    let instrument = instrument(ITEMS);
    let study = study(&instrument, &survey.answers);
    let estimates = group_estimates(&study, &GroupScores::of(&study, 0));
    let variance = 1.0 - survey.design.icc * LOADING * LOADING;
    let share = |level: f64| {
        let above = (LOADING * level + survey.design.shift - 0.8) / variance.sqrt();
        50.0 * libm::erfc(-above / std::f64::consts::SQRT_2)
    };
    let one = |(found, level): (&cte::analysis::GroupEstimates, &f64)| {
        let limits = found.favourable_limits.as_ref().ok()?;
        Some(limits.lower <= share(*level) && share(*level) <= limits.upper)
    };
    estimates.iter().zip(&survey.levels).filter_map(one).collect()
}

fn is_silent(conclusion: Conclusion) -> bool {
    !matches!(conclusion, Conclusion::Higher | Conclusion::Lower)
}

/// The survey and one a term later in which no academy has changed, with other people and other numbers of them.
fn of_terms<T>(survey: &Survey<'_>, of: impl Fn(&Study<'_>, &Study<'_>) -> T) -> T {
    let instrument = instrument(ITEMS);
    let again = survey.again();
    of(&study(&instrument, &survey.answers), &study(&instrument, &again))
}

/// The word on the trust's change.
pub(super) fn trust_word(survey: &Survey<'_>) -> Vec<bool> {
    let change = of_terms(survey, |before, after| trust_change(before, after, 0, FEWEST));
    vec![is_silent(change.change.conclusion)]
}

/// The words on the academies' changes, of a survey together.
pub(super) fn academy_words(survey: &Survey<'_>) -> Vec<bool> {
    let groups: Vec<usize> = (0..survey.levels.len()).collect();
    let changes = of_terms(survey, |before, after| group_changes(before, after, 0, &groups, FEWEST));
    vec![changes.iter().all(|change| is_silent(change.conclusion))]
}

/// The words on the trust's changes of all items, of a survey together.
pub(super) fn trust_item_words(survey: &Survey<'_>) -> Vec<bool> {
    let items: Vec<ItemOfScale> = (0..ITEMS).map(of_scale).collect();
    let changes = of_terms(survey, |before, after| {
        trust_item_changes(&[([before, after], &items)], FEWEST)
    });
    vec![changes.iter().flatten().all(|change| is_silent(change.conclusion))]
}

/// The words on the changes of all items of all academies, of a survey together.
pub(super) fn item_words(survey: &Survey<'_>) -> Vec<bool> {
    let groups = 0..survey.levels.len();
    let pairs: Vec<(ItemOfScale, usize)> = groups
        .flat_map(|group| (0..ITEMS).map(move |item| (of_scale(item), group)))
        .collect();
    let changes = of_terms(survey, |before, after| item_changes([before, after], &pairs, FEWEST));
    vec![changes.iter().flatten().all(|change| is_silent(change.conclusion))]
}

fn of_scale(item: usize) -> ItemOfScale {
    ItemOfScale { item, scale: 0 }
}

/// The words on academies beside the rest of the trust, of a survey together, where academies do not differ.
pub(super) fn rest_words(survey: &Survey<'_>) -> Vec<bool> {
    beside_the_rest(survey, 1, |study, _, group, others| {
        scores_beside(study, &GroupScores::of(study, 0), group, others)
    })
}

/// The same of items.
pub(super) fn item_rest_words(survey: &Survey<'_>) -> Vec<bool> {
    beside_the_rest(survey, ITEMS, answers_beside)
}

type BesideOf = fn(&Study<'_>, usize, usize, &[usize]) -> Result<cte::analysis::Beside, cte::stats::Undefined>;

fn beside_the_rest(survey: &Survey<'_>, figures: usize, of: BesideOf) -> Vec<bool> {
    let groups = survey.levels.len();
    if survey.design.icc > 0.0 || groups < 3 {
        return Vec::new();
    }
    let instrument = instrument(ITEMS);
    let study = study(&instrument, &survey.answers);
    let verdict = aggregation(&study, &GroupScores::of(&study, 0), &[]).verdict;
    let says_nothing = |group: usize| {
        let others: Vec<usize> = (0..groups).filter(|&other| other != group).collect();
        (0..figures).all(|figure| {
            let found = of(&study, figure, group, &others);
            is_silent(RestComparison::of(&found, 0.95, groups * figures, Some(&verdict)).conclusion)
        })
    };
    vec![(0..groups).all(says_nothing)]
}

/// The verdict on comparing academies, where they do not differ.
pub(super) fn verdict_word(survey: &Survey<'_>) -> Vec<bool> {
    if survey.design.icc > 0.0 {
        return Vec::new();
    }
    let instrument = instrument(ITEMS);
    let study = study(&instrument, &survey.answers);
    let found = aggregation(&study, &GroupScores::of(&study, 0), &[]);
    vec![!found.verdict.allows_comparison()]
}

/// The finding that an item was not asked, of a group or of parts of the staff: everybody was asked everything.
pub(super) fn asked_word(survey: &Survey<'_>) -> Vec<bool> {
    let instrument = instrument(ITEMS);
    let study = study(&instrument, &survey.answers);
    let asked = Asked::of(&instrument, &study.tally, &[]);
    vec![asked.is_everything() && planned_missing(&instrument, &study.tally, &asked).is_empty()]
}
