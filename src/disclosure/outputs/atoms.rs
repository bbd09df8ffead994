//! The cells of all groupings of all outputs crossed, as atoms.

use std::collections::BTreeMap;

use crate::disclosure::outputs::members::OutputGrouping;

/// The atoms of one base, and every output as sets of atoms.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct OutputSystem {
    /// For each atom: number of people, largest first.
    pub(in crate::disclosure) people: Vec<u64>,
    /// The outputs: the new one first, then its second result if there is one, then the earlier ones.
    pub(in crate::disclosure) outputs: Vec<OutputAtoms>,
    /// The place of the second result among the outputs.
    pub(in crate::disclosure) second: Option<usize>,
}

/// One output as sets of atoms: everybody in it, and each group by grouping.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::disclosure) struct OutputAtoms {
    pub(in crate::disclosure) everybody: Vec<usize>,
    pub(in crate::disclosure) groups: Vec<Vec<Vec<usize>>>,
}

/// The part of an output that determines the atoms: for each row, true if it is in the base; and the groupings.
pub(in crate::disclosure) struct View<'a> {
    pub(in crate::disclosure) counts: Vec<bool>,
    pub(in crate::disclosure) groupings: &'a [OutputGrouping],
}

/// Crosses all groupings of all outputs.
pub(in crate::disclosure) fn system(views: &[View<'_>], second: Option<usize>) -> OutputSystem {
    let rows = views.first().map_or(0, |view| view.counts.len());
    let mut atoms: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    for row in 0..rows {
        let mark = |view: &View<'_>| -> Vec<usize> {
            let place = |labels: &OutputGrouping| match labels.of_row[row] {
                Some(group) if view.counts[row] => group + 1,
                _ => 0,
            };
            view.groupings.iter().map(place).collect()
        };
        let marks: Vec<usize> = views.iter().flat_map(mark).collect();
        if marks.iter().any(|&mark| mark > 0) {
            *atoms.entry(marks).or_default() += 1;
        }
    }
    let mut atoms: Vec<(Vec<usize>, u64)> = atoms.into_iter().collect();
    atoms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut outputs = Vec::with_capacity(views.len());
    let mut from = 0;
    for view in views {
        let with = |place: usize, wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let marked = atoms.iter().enumerate().filter(|(_, (marks, _))| wanted(marks[place]));
            marked.map(|(atom, _)| atom).collect()
        };
        let groups = view.groupings.iter().enumerate().map(|(grouping, labels)| {
            let groups = 0..labels.names.len();
            groups
                .map(|group| with(from + grouping, &|mark| mark == group + 1))
                .collect()
        });
        let groups = groups.collect();
        let everybody = if view.groupings.is_empty() {
            Vec::new()
        } else {
            with(from, &|mark| mark > 0)
        };
        outputs.push(OutputAtoms { everybody, groups });
        from += view.groupings.len();
    }
    OutputSystem {
        people: atoms.into_iter().map(|(_, people)| people).collect(),
        outputs,
        second,
    }
}
