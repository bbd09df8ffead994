//! The cells that are withheld, for the audit.

use crate::disclosure::{
    Comparison, GroupTrend, GroupedStudy, Guarded, GuardedSet, GuardedTerms, PublishedChange, Rule, Shown,
    SuppressionPlan, TermStudy, Trend, TrendPoint,
};

/// A cell that is withheld; its value is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldCell {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The place of the term, where the terms of an output withhold apart.
    pub term: Option<usize>,
    /// The grouping's column and the group's name; none for the trust as a whole.
    pub group: Option<(String, String)>,
    /// The rule.
    pub rule: Rule,
    /// The earlier outputs that made it necessary, where the output alone would not.
    pub because: Vec<String>,
}

/// Every cell that the plans withhold of the groupings that are shown, in the instrument's and the groupings' order.
#[must_use]
pub fn withheld_cells(survey: &GroupedStudy<'_>, guarded: &Guarded, shows: &[bool]) -> Vec<WithheldCell> {
    let mut cells = Vec::new();
    for set in guarded.sets() {
        let cell = |scale: usize, group: Option<(String, String)>, now: Option<Rule>, alone: Option<Rule>| {
            Some(WithheldCell {
                scale,
                term: None,
                group,
                rule: now?,
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
                    let (now, alone) = (set.plan.groups[margin][group], set.alone.groups[margin][group]);
                    cells.extend(cell(scale, Some(named), now, alone));
                }
            }
        }
    }
    cells.sort_by_key(|cell| cell.scale);
    cells
}

/// Every cell that a change withholds: a group is withheld in both terms or in none.
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

/// Every cell that the terms of a trend withhold, term by term.
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

/// The columns of the groupings, as the latest term calls them.
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

/// The earlier outputs that made a cell's withholding necessary in any of some terms, where the terms alone would show it.
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
