//! What people read.

use crate::disclosure::{
    Change, Comparison, Conclusion, GroupChange, PublishedChange, ScaleChange, Shown, StandardisedChange,
    StandardisedChanges, Welch, WhichTerm,
};
use crate::report::compare::words;
use crate::report::context::{Context, counted, finding_notes, name_cell};
use crate::report::score::words as score_words;
use crate::report::standardised;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Role, Span, Table, TermsContext, fields, number};

pub(crate) fn blocks(published: &Comparison, context: &TermsContext<'_>, plain: &Context<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = published
        .scales
        .iter()
        .flat_map(|scale| of_scale(scale, published, context))
        .collect();
    let groups: Vec<&PublishedChange> = published
        .scales
        .iter()
        .flat_map(|scale| {
            scale
                .academies
                .iter()
                .chain(scale.by.iter().flat_map(|(_, groups)| groups))
        })
        .collect();
    let mut note = |text: String| blocks.push(Block::Note(text));
    if groups.iter().any(|group| group.figures.figures().is_some()) {
        let compared = published
            .scales
            .iter()
            .map(|scale| compared(&scale.academies))
            .max()
            .unwrap_or(0);
        let mut text = words::clearly(compared, published.options.level);
        let bracketed =
            |change: &Change| change.conclusion == Conclusion::NoClearChange && change.smallest_clear.is_ok();
        if groups.iter().copied().filter_map(both).any(bracketed) {
            text = format!("{text} {}", words::BRACKETS);
        }
        if groups.iter().copied().filter_map(both).any(one_of_many) {
            text = format!("{text} {}", words::ONE_OF_MANY);
        }
        note(text);
        if groups.iter().copied().any(has_own) {
            note(words::ROSE.to_owned());
        }
        note(format!("{} {}", words::ORDER, words::NOT_LINKED));
    }
    let headcounts = published.scales.iter().any(|scale| {
        let academies = scale.academies.iter().filter_map(both);
        scale
            .trust
            .figures()
            .into_iter()
            .chain(academies)
            .any(|change| change.these_staff.is_some())
    });
    if headcounts {
        note(words::TWO_QUESTIONS.to_owned());
    }
    if let Some(standard) = &published.standard {
        note(standardised::note(standard, published.policy.min_group));
    }
    if groups.iter().any(|group| group.figures.figures().is_none()) {
        note(words::withheld(published.policy.min_group));
    }
    blocks.extend(finding_notes(&plain.findings));
    blocks
}

fn both(group: &PublishedChange) -> Option<&Change> {
    match group.figures.figures()? {
        GroupChange::Both { change, .. } => Some(change),
        GroupChange::Only { .. } => None,
    }
}

/// Whether the interval leaves out 0 and the widened one does not.
fn one_of_many(change: &Change) -> bool {
    let leaves_out = |found: &Welch| Conclusion::of(&found.interval) != Conclusion::NoClearChange;
    change.conclusion == Conclusion::NoClearChange && change.welch.as_ref().is_ok_and(leaves_out)
}

fn has_own(group: &PublishedChange) -> bool {
    matches!(group.figures.figures(), Some(GroupChange::Both { own: Some(_), .. }))
}

fn compared(groups: &[PublishedChange]) -> usize {
    groups
        .iter()
        .filter_map(both)
        .filter(|change| change.welch.is_ok())
        .count()
}

fn of_scale(scale: &ScaleChange, published: &Comparison, context: &TermsContext<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let items = counted(declared.items.len() as u64, "item", "items");
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let mut facts = Vec::new();
    match &scale.trust {
        Shown::Figures(change) => {
            facts.push(fact("The trust", words::trust(change)));
            facts.extend(words::these_staff(change).map(|text| fact("These staff", text)));
            let found = scale.standardised.as_ref();
            facts.extend(found.map(|found| fact(standardised::HEADING, standardised(found, published))));
        }
        Shown::Withheld(rule) => {
            facts.push(fact(
                "The trust",
                score_words::withheld(*rule, published.policy.min_group),
            ));
        }
    }
    if let Shown::Figures(mixed) = &scale.mixed {
        facts.push(fact("Within", words::within(mixed)));
    }
    let mut blocks = vec![
        Block::Heading {
            text: declared.name.clone(),
            aside: format!("{items}, {}", declared.range),
        },
        Block::Facts(facts),
    ];
    let mut show = |groups: &[PublishedChange], heading: &str, column: &str, standardised| {
        if groups.iter().any(|group| group.figures.figures().is_some()) {
            blocks.push(Block::Table(table(groups, heading, column, published, standardised)));
        }
    };
    show(&scale.academies, "Academy", "academy", scale.standardised.as_ref());
    if let Some((column, groups)) = &scale.by {
        show(groups, column, column, None);
    }
    blocks
}

/// The trust's standardised change, in a sentence.
fn standardised(found: &StandardisedChanges, published: &Comparison) -> String {
    let node = Record::shown(&found.trust, fields::standardised_change);
    if node.is_withheld() {
        return standardised::withheld_text(published.policy.min_group);
    }
    let mean = |key: &str| match node.value(key) {
        Some(mean) => number::text(mean, Kind::Score),
        None => "–".to_owned(),
    };
    format!(
        "{} → {}, {}",
        mean("mean_before"),
        mean("mean_after"),
        standardised::difference_text(&node)
    )
}

fn table(
    groups: &[PublishedChange],
    heading: &str,
    column: &str,
    published: &Comparison,
    standardised: Option<&StandardisedChanges>,
) -> Table {
    let level = number::text(100.0 * published.options.level, Kind::Percent);
    let any = |found: &&StandardisedChanges| {
        let mut shown = found.academies.iter().flatten();
        shown.any(|shown| shown.figures().is_some())
    };
    let standardised = standardised.filter(any);
    let headcounts = groups
        .iter()
        .filter_map(both)
        .any(|change| change.these_staff.is_some());
    let academies = groups.iter().any(has_own);
    let mut columns = vec![
        Column::new("group", heading, Role::Name),
        Column::new("n", "Staff", Role::Extra(3)),
        Column::new("mean_before", "Was", Role::Figure),
        Column::new("mean_after", "Now", Role::Figure),
        Column::new("difference", "Change", Role::Figure),
        Column::new("interval", &format!("{level} % interval"), Role::Figure),
    ];
    if standardised.is_some() {
        columns.push(Column::new("standardised", standardised::HEADING, Role::Extra(1)));
    }
    if headcounts {
        columns.push(Column::new("these_staff", "These staff", Role::Extra(2)));
    }
    if academies {
        columns.push(Column::new("probability_rose", "Rose", Role::Extra(4)));
    }
    columns.push(Column::new("picture", "", Role::Picture));
    columns.push(Column::new("says", "What it says", Role::Words));
    let mut table = Table::new("changes", columns);
    for (place, group) in groups.iter().enumerate() {
        let mut cells = row(group, column, headcounts, academies);
        if let Some(found) = standardised {
            // Behind the interval.
            let shown = found.academies[place].as_ref();
            let shown = shown.filter(|_| both(group).is_some());
            cells.insert(6, shown.map_or(Cell::Blank, standardised_cell));
        }
        table.push(cells);
    }
    table
}

fn standardised_cell(shown: &Shown<StandardisedChange>) -> Cell {
    standardised::difference_cell(&Record::shown(shown, fields::standardised_change))
}

fn row(group: &PublishedChange, column: &str, headcounts: bool, academies: bool) -> Vec<Cell> {
    let extras = usize::from(headcounts) + usize::from(academies);
    let mut row = vec![name_cell(&group.name, column)];
    let (change, own) = match &group.figures {
        Shown::Withheld(_) => {
            row.extend(vec![Cell::Blank; 6 + extras]);
            row.push(Cell::text("withheld"));
            return row;
        }
        Shown::Figures(GroupChange::Only { when, score }) => {
            let mean = Cell::maybe(score.mean, Kind::Score);
            row.push(Cell::count(score.n));
            row.extend(match when {
                WhichTerm::Before => [mean, Cell::Blank],
                WhichTerm::After => [Cell::Blank, mean],
            });
            row.extend(vec![Cell::Blank; 3 + extras]);
            row.push(Cell::Text(format!("only {}", when.name())));
            return row;
        }
        Shown::Figures(GroupChange::Both { change, own }) => (change, own),
    };
    row.extend([
        Cell::Text(format!("{} → {}", change.before.n, change.after.n)),
        Cell::maybe(change.before.mean, Kind::Score),
        Cell::maybe(change.after.mean, Kind::Score),
    ]);
    let span = match &change.welch {
        Ok(found) => {
            let (lower, upper) = (found.interval.lower, found.interval.upper);
            row.push(Cell::Text(number::change(found.difference)));
            row.push(Cell::Text(number::change_range(lower, upper)));
            Cell::Span(Span {
                lower,
                value: found.difference,
                upper,
            })
        }
        Err(reason) => {
            row.extend([Cell::Undefined(reason.to_string()), Cell::Undefined(reason.to_string())]);
            Cell::Blank
        }
    };
    if headcounts {
        row.push(match &change.these_staff {
            Some(Ok(found)) => Cell::Text(number::change_range(found.interval.lower, found.interval.upper)),
            Some(Err(reason)) => Cell::Undefined(reason.to_string()),
            None => Cell::Blank,
        });
    }
    if academies {
        row.push(match own {
            Some(Ok(own)) => Cell::Text(number::percent(own.probability_rose)),
            Some(Err(reason)) => Cell::Undefined(reason.to_string()),
            None => Cell::Blank,
        });
    }
    row.push(span);
    row.push(Cell::Text(words::says(change)));
    row
}
