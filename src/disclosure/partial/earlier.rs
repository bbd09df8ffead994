//! What an earlier output says of the same groups, and who was added or removed since.

use crate::analysis::Study;
use crate::disclosure::partial::{Detail, detail_of_trust};
use crate::disclosure::{GroupedStudy, Policy};

/// An earlier output by one grouping of the new one.
pub(in crate::disclosure) struct EarlierTable<'a> {
    /// True if it shows figures of the trust.
    pub(super) total: bool,
    /// For each group: true if it shows figures of its people.
    pub(super) shown: &'a [bool],
    /// The people in it.
    pub(super) then: Study<'a>,
    /// The people who are only in the new output.
    pub(super) added: Study<'a>,
    /// The people who are only in the earlier output.
    pub(super) removed: Study<'a>,
}

impl<'a> EarlierTable<'a> {
    /// The earlier outputs that have these scales, by one table of the survey: by academy (0) or by the other column (1).
    pub(in crate::disclosure) fn all(survey: &'a GroupedStudy<'_>, table: usize, scales: &[usize]) -> Vec<Self> {
        let academies = &survey.academies;
        let items = |&scale: &usize| academies.instrument.scales()[scale].items.iter();
        let answers = survey.guarded.map_or(&[][..], |guarded| guarded.answers());
        let having = answers
            .iter()
            .filter(|answers| scales.iter().flat_map(items).all(|&item| answers.has_item[item]));
        let by_table = having.filter_map(|answers| {
            let grouping = answers.groupings.get(table)?;
            Some(Self {
                total: answers.total,
                shown: &grouping.shown,
                then: academies.of_answers(&grouping.then),
                added: academies.of_answers(&grouping.added),
                removed: academies.of_answers(&grouping.removed),
            })
        });
        by_table.collect()
    }

    /// The detail in which it published the trust, as if it had been the first; `None` if it did not.
    pub(super) fn trust_then(&self, scales: &[usize], policy: Policy) -> Option<Detail> {
        self.total.then(|| detail_of_trust(&self.then, scales, &[], policy))
    }
}
