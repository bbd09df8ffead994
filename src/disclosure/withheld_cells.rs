//! The list of withheld cells, for the audit of an output.

use crate::disclosure::{
    Comparison, GroupTrend, GroupedStudy, Guarded, GuardedSet, GuardedTerms, PublishedChange, Rule, Shown,
    SuppressionPlan, TermStudy, Trend, TrendPoint,
};

/// A withheld cell, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldCell {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Place of the term, if each term of the output has a plan of its own.
    pub term: Option<usize>,
    /// Column of the grouping and name of the group; `None` for the trust as a whole.
    pub group: Option<(String, String)>,
    /// The rule that withholds it.
    pub rule: Rule,
    /// The earlier outputs that made it necessary; empty if the output alone does.
    pub because: Vec<String>,
}

/// Lists every withheld cell of the groupings shown, in the order of the instrument and of the groupings.
#[must_use]
pub fn withheld_cells(survey: &GroupedStudy<'_>, guarded: &Guarded, shows: &[bool]) -> Vec<WithheldCell> {
    let mut cells = Vec::new();
    for set in guarded.sets() {
        let cell = |scale: usize, group: Option<(String, String)>, rule: Option<Rule>, alone: Option<Rule>| {
            Some(WithheldCell {
                scale,
                term: None,
                group,
                rule: rule?,
                because: if alone.is_none() {
                    set.because.clone()
                } else {
                    Vec::new()
                },
            })
        };
        for &scale in &set.scales {
            cells.extend(cell(scale, None, set.plan.total, set.alone.total));
            let studies = std::iter::once(&survey.academies).chain(&survey.by);
            for (margin, study) in studies
                .enumerate()
                .filter(|(margin, _)| shows.get(*margin) == Some(&true))
            {
                for (group, name) in study.tally.names().iter().enumerate() {
                    let named = (study.tally.column().to_owned(), name.clone());
                    let (rule, alone) = (set.plan.groups[margin][group], set.alone.groups[margin][group]);
                    cells.extend(cell(scale, Some(named), rule, alone));
                }
            }
        }
    }
    cells.sort_by_key(|cell| cell.scale);
    cells
}

/// Lists every withheld cell of a comparison. A group is withheld in both terms or in neither.
#[must_use]
pub fn withheld_changes(
    published: &Comparison,
    terms: &[TermStudy<'_>],
    guarded: Option<&GuardedTerms>,
) -> Vec<WithheldCell> {
    let all: Vec<usize> = (0..terms.len()).collect();
    let mut cells = Vec::new();
    for scale in &published.scales {
        let because = |at: Option<(usize, usize)>| because(guarded, &all, scale.scale, at);
        let cell = |group: Option<(String, String)>, rule: Rule, at: Option<(usize, usize)>| WithheldCell {
            scale: scale.scale,
            term: None,
            group,
            rule,
            because: because(at),
        };
        cells.extend(scale.trust.rule().map(|rule| cell(None, rule, None)));
        let by = scale.by.iter().map(|(_, groups)| groups.as_slice());
        let groupings = std::iter::once(scale.academies.as_slice()).chain(by);
        for (margin, (groups, column)) in groupings.zip(columns(terms)).enumerate() {
            let withheld = |(place, group): (usize, &PublishedChange)| {
                let named = (column.clone(), group.name.clone());
                Some(cell(Some(named), group.figures.rule()?, Some((margin, place))))
            };
            cells.extend(groups.iter().enumerate().filter_map(withheld));
        }
    }
    cells
}

/// Lists every withheld cell of a trend, term by term.
#[must_use]
pub fn withheld_points(
    published: &Trend,
    terms: &[TermStudy<'_>],
    guarded: Option<&GuardedTerms>,
) -> Vec<WithheldCell> {
    let mut cells = Vec::new();
    for scale in &published.scales {
        for term in 0..terms.len() {
            let cell = |group: Option<(String, String)>, rule: Rule, at: Option<(usize, usize)>| WithheldCell {
                scale: scale.scale,
                term: Some(term),
                group,
                rule,
                because: because(guarded, &[term], scale.scale, at),
            };
            let trust = scale.trust.get(term).and_then(Shown::rule);
            cells.extend(trust.map(|rule| cell(None, rule, None)));
            let by = scale.by.iter().map(|(_, groups)| groups.as_slice());
            let groupings = std::iter::once(scale.academies.as_slice()).chain(by);
            for (margin, (groups, column)) in groupings.zip(columns(terms)).enumerate() {
                let withheld = |(place, group): (usize, &GroupTrend)| match group.points.get(term) {
                    Some(TrendPoint::Withheld(rule)) => {
                        let named = (column.clone(), group.name.clone());
                        Some(cell(Some(named), *rule, Some((margin, place))))
                    }
                    _ => None,
                };
                cells.extend(groups.iter().enumerate().filter_map(withheld));
            }
        }
    }
    cells
}

/// The columns of the groupings, with the names of the latest term.
fn columns(terms: &[TermStudy<'_>]) -> Vec<String> {
    let studies = terms
        .last()
        .map(|term| std::iter::once(&term.survey.academies).chain(&term.survey.by));
    let columns = studies
        .into_iter()
        .flatten()
        .map(|study| study.tally.column().to_owned());
    columns.collect()
}

/// The earlier outputs because of which a cell is withheld in any of the given terms, although the term alone would show it.
fn because(guarded: Option<&GuardedTerms>, terms: &[usize], scale: usize, at: Option<(usize, usize)>) -> Vec<String> {
    let of_term = |&term: &usize| guarded.and_then(|guarded| guarded.terms().get(term));
    let sets: Vec<&GuardedSet> = terms
        .iter()
        .filter_map(of_term)
        .flat_map(Guarded::sets)
        .filter(|set| set.scales.contains(&scale))
        .collect();
    let rule = |plan: &SuppressionPlan| match at {
        None => plan.total,
        Some((margin, group)) => plan
            .groups
            .get(margin)
            .and_then(|groups| groups.get(group).copied())
            .flatten(),
    };
    let mut names: Vec<String> = Vec::new();
    for set in sets
        .iter()
        .filter(|set| rule(&set.alone).is_none() && rule(&set.plan).is_some())
    {
        names.extend(
            set.because
                .iter()
                .filter(|name| !names.contains(name))
                .cloned()
                .collect::<Vec<_>>(),
        );
    }
    names
}
