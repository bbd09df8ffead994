//! The positions in a record that a path with `[]` and `{}` leads to.

use crate::report::Record;

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To a member of an object.
    Member(&'static str),
    /// To every element of a list.
    Elements,
    /// To every member of an object.
    Members,
}

/// The steps of a path.
pub(super) fn steps(path: &'static str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, every) = match (part.strip_suffix("[]"), part.strip_suffix("{}")) {
            (Some(name), _) => (name, Some(Step::Elements)),
            (None, Some(name)) => (name, Some(Step::Members)),
            (None, None) => (part, None),
        };
        if !name.is_empty() {
            steps.push(Step::Member(name));
        }
        steps.extend(every);
    }
    steps
}

/// A position that a path leads to.
#[derive(Debug, Clone)]
pub(super) struct Position<'r> {
    /// The record there.
    pub(super) node: &'r Record,
    /// The choice at every `[]` and `{}` on the way.
    pub(super) choices: Vec<usize>,
    /// The name of the member chosen at every `{}`.
    pub(super) names: Vec<&'r str>,
    /// False where the way ended early, at something that is withheld.
    pub(super) arrived: bool,
}

impl<'r> Position<'r> {
    /// The whole record.
    pub(super) fn root(record: &'r Record) -> Self {
        Self {
            node: record,
            choices: Vec::new(),
            names: Vec::new(),
            arrived: true,
        }
    }

    fn to(&self, node: &'r Record) -> Self {
        Self { node, ..self.clone() }
    }

    /// All places that a path from here leads to, in order. A way ends at what is withheld.
    pub(super) fn along(&self, steps: &[Step]) -> Vec<Self> {
        let mut found = Vec::new();
        self.walk(steps, &mut found);
        found
    }

    fn walk(&self, steps: &[Step], found: &mut Vec<Self>) {
        let Some((step, rest)) = steps.split_first() else {
            found.push(self.clone());
            return;
        };
        if self.node.is_withheld() {
            let words = match (step, rest) {
                (Step::Member(name), []) => self.node.open_member(name),
                _ => None,
            };
            found.push(Self {
                node: words.unwrap_or(self.node),
                arrived: words.is_some(),
                ..self.clone()
            });
            return;
        }
        match (step, self.node) {
            (Step::Member(name), node) => {
                if let Some(member) = node.member(name) {
                    self.to(member).walk(rest, found);
                }
            }
            (Step::Elements, Record::List(elements)) => {
                for (choice, element) in elements.iter().enumerate() {
                    let mut place = self.to(element);
                    place.choices.push(choice);
                    place.walk(rest, found);
                }
            }
            (Step::Members, Record::Object(members)) => {
                for (choice, (name, member)) in members.iter().enumerate() {
                    let mut place = self.to(member);
                    place.choices.push(choice);
                    place.names.push(name);
                    place.walk(rest, found);
                }
            }
            _ => {}
        }
    }
}

/// The record at a path from the whole record that makes the same choices as a row; `None` past what is withheld.
pub(super) fn chosen<'r>(record: &'r Record, steps: &[Step], choices: &[usize]) -> Option<&'r Record> {
    let mut choices = choices.iter();
    steps.iter().try_fold(record, |node, step| match (step, node) {
        (Step::Member(name), node) => node.open_member(name),
        (Step::Elements, Record::List(elements)) => elements.get(*choices.next()?),
        (Step::Members, Record::Object(members)) if !node.is_withheld() => {
            members.get(*choices.next()?).map(|(_, member)| member)
        }
        _ => None,
    })
}
