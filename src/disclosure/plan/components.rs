//! The sums of withheld groups that follow from the published sums of one or two groupings.

use crate::disclosure::{Margin, Rule};

/// The smallest sums of withheld groups that can be derived, as lists of groups.
pub(super) fn components(margin: &Margin, rules: &[Option<Rule>], other: Option<&[Option<Rule>]>) -> Vec<Vec<usize>> {
    let withheld: Vec<usize> = (0..rules.len()).filter(|&group| rules[group].is_some()).collect();
    let Some(other) = other else {
        return if withheld.is_empty() {
            Vec::new()
        } else {
            vec![withheld]
        };
    };
    // Nodes: the other margin's classes, then this margin's groups.
    let classes = other.len();
    let mut blocks = Blocks::new(classes + rules.len());
    let mut withheld_class = None;
    for (class, rule) in other.iter().enumerate() {
        if rule.is_some() {
            blocks.join(class, *withheld_class.get_or_insert(class));
        }
    }
    for (group, of_group) in margin.classes.iter().enumerate() {
        for &class in of_group {
            // A shown group joins its classes; a withheld group is joined to the block of each of its classes. Either way
            // the group and its classes are in one block.
            blocks.join(class, classes + group);
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut places = vec![None; classes + rules.len()];
    for &group in &withheld {
        let place = *places[blocks.root(classes + group)].get_or_insert_with(|| {
            found.push(Vec::new());
            found.len() - 1
        });
        found[place].push(group);
    }
    found
}

/// Disjoint sets (union-find).
struct Blocks {
    parent: Vec<usize>,
}

impl Blocks {
    fn new(nodes: usize) -> Self {
        Self {
            parent: (0..nodes).collect(),
        }
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }
}
