//! Google Forms: `Timestamp` first, and one column a statement of a grid, headed `Question [Statement]`.

use crate::input::layouts::header::{after, filled, is_moment, name, names, one_row};
use crate::input::layouts::layout::{Head, Layout, TablePlan};
use crate::input::text::tidy;

pub(crate) const LAYOUT: Layout = Layout {
    name: "google-forms",
    about: "Google Forms, downloaded as CSV or through Sheets",
    known_by: "has a header row",
    labels: None,
    recognise,
    plan: |head| Some(plan(head)),
};

fn recognise(head: &Head) -> bool {
    names(head, 0).first().is_some_and(|first| first == "timestamp") && filled(head, 1, 0).all(is_moment)
}

fn plan(head: &Head) -> TablePlan {
    let names = names(head, 0);
    // Quizzes have the points and the feedback of a question beside it.
    let beside = |text: &str| {
        let name = name(text);
        let question = name.strip_suffix("[score]").or_else(|| name.strip_suffix("[feedback]"));
        let is_there = |question: &str| {
            let bare = question.trim_end_matches([' ', '?', '*', ':']);
            names.iter().any(|name| name.trim_end() == bare)
        };
        // They stay together where the question's own column was deleted.
        let has_both = |question: &str| {
            ["[score]", "[feedback]"]
                .iter()
                .all(|ending| names.iter().any(|name| name.strip_suffix(ending) == Some(question)))
        };
        question.is_some_and(|question| is_there(question) || has_both(question))
    };
    let mut plan = one_row(head, |text| !beside(text));
    for column in &mut plan.columns {
        let text = tidy(&column.header);
        // A statement may hold brackets itself: any of the readings may be the item's.
        if let Some(inner) = text.trim_end_matches(['*', ' ']).strip_suffix(']') {
            column.aliases = after(inner, "[");
        }
    }
    plan
}
