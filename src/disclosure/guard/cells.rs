//! The cells that are withheld, for the audit.

use crate::disclosure::{Guarded, Rule, Survey};

/// A cell that is withheld; its value is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldCell {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The grouping's column and the group's name; none for the trust as a whole.
    pub group: Option<(String, String)>,
    /// The rule.
    pub rule: Rule,
    /// The earlier outputs that made it necessary, where the output alone would not.
    pub because: Vec<String>,
}

/// Every cell that the plans withhold of the groupings that are shown, in the instrument's and the groupings' order.
#[must_use]
pub fn withheld_cells(survey: &Survey<'_>, guarded: &Guarded, shows: &[bool]) -> Vec<WithheldCell> {
    let mut cells = Vec::new();
    for set in guarded.sets() {
        let cell = |scale: usize, group: Option<(String, String)>, now: Option<Rule>, alone: Option<Rule>| {
            Some(WithheldCell {
                scale,
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
