//! What people read.

use crate::disclosure::{GroupEstimates, Published, PublishedGroup, PublishedScale, Rule, Shown, StandardisedScale};
use crate::report::context::{Context, counted, finding_notes, name_cell};
use crate::report::score::words;
use crate::report::standardised;
use crate::report::{Block, Cell, Column, Fact, Kind, Role, Span, Table, number};

pub(crate) fn blocks(published: &Published, context: &Context<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = published
        .scales
        .iter()
        .flat_map(|scale| of_scale(scale, published, context))
        .collect();
    let groups = || {
        let by = |scale: &'_ PublishedScale| scale.by.iter().flat_map(|by| by.groups.clone()).collect::<Vec<_>>();
        published
            .scales
            .iter()
            .flat_map(move |scale| scale.academies.iter().cloned().chain(by(scale)))
    };
    if groups().any(|group| group.scores.figures().is_some()) {
        blocks.push(Block::Note(words::ORDER_NOTE.to_owned()));
    }
    if let Some(standard) = &published.standard {
        blocks.push(Block::Note(standardised::note(standard, published.policy.min_group)));
    }
    if groups().any(|group| group.scores.figures().is_none()) {
        blocks.push(Block::Note(words::withheld_note(published.policy.min_group)));
    }
    if published.respondents.blank > 0 {
        let blank = counted(published.respondents.blank, "row answers", "rows answer");
        let counts = if published.respondents.blank == 1 {
            "counts"
        } else {
            "count"
        };
        blocks.push(Block::Note(format!("{blank} no item and {counts} in no score.")));
    }
    blocks.extend(too_few(published, context).map(Block::Note));
    let pooled = |scale: &PublishedScale| {
        let interval = scale.trust.figures().and_then(|trust| trust.interval.as_ref().ok());
        interval.is_some_and(|interval| !interval.pooled.is_empty())
    };
    if published.scales.iter().any(pooled) {
        blocks.push(Block::Note(words::POOLED_NOTE.to_owned()));
    }
    blocks.extend(finding_notes(&context.findings));
    blocks
}

/// How many answer something and too little for a score, if any do.
fn too_few(published: &Published, context: &Context<'_>) -> Option<String> {
    let (instrument, respondents) = (context.instrument, &published.respondents);
    let on_scale = |scale: &PublishedScale| {
        let scored = scale.trust.figures()?.n;
        let without = respondents.rows.checked_sub(respondents.blank + scored)?;
        let declared = &instrument.scales()[scale.scale];
        let (needed, items) = (declared.needed(&instrument.scoring), declared.items.len());
        (without > 0).then(|| format!("{without} on {} (fewer than {needed} of {items})", declared.name))
    };
    let scales: Vec<String> = published.scales.iter().filter_map(on_scale).collect();
    (!scales.is_empty()).then(|| {
        format!(
            "Rows that answer too few items of a scale have no score on it: {}.",
            scales.join(", ")
        )
    })
}

fn of_scale(scale: &PublishedScale, published: &Published, context: &Context<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let items = counted(declared.items.len() as u64, "item", "items");
    let mut blocks = vec![
        Block::Heading {
            text: declared.name.clone(),
            aside: format!("{items}, {}", declared.range),
        },
        Block::Facts(facts(scale, published)),
    ];
    let mut show = |groups: &[PublishedGroup], heading: &str, column: &str, standardised| {
        if groups.iter().any(|group| group.scores.figures().is_some()) {
            blocks.push(Block::Table(table(groups, heading, column, published, standardised)));
        }
    };
    show(&scale.academies, "Academy", "academy", scale.standardised.as_ref());
    if let Some(by) = &scale.by {
        show(&by.groups, &by.column, &by.column, None);
    }
    blocks
}

fn facts(scale: &PublishedScale, published: &Published) -> Vec<Fact> {
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let withheld = |rule: &Rule| words::withheld(*rule, published.policy.min_group);
    let mut facts = vec![match &scale.trust {
        Shown::Figures(trust) => fact("The trust", words::trust(trust)),
        Shown::Withheld(rule) => fact("The trust", withheld(rule)),
    }];
    if scale.trust.figures().is_none() {
        return facts;
    }
    if let Some(found) = &scale.standardised {
        let text = match &found.trust {
            Shown::Figures(mean) => standardised::mean_text(mean),
            Shown::Withheld(_) => standardised::withheld_text(published.policy.min_group),
        };
        facts.push(fact(standardised::HEADING, text));
    }
    facts.push(match &scale.reliability {
        Shown::Figures(reliability) => fact("Reliable", words::reliable(reliability)),
        Shown::Withheld(_) => fact(
            "Reliable",
            format!(
                "withheld: fewer than {} answered every item",
                published.policy.min_group
            ),
        ),
    });
    if let Shown::Figures(aggregation) = &scale.aggregation {
        facts.push(fact("Shared", words::shared(aggregation)));
    }
    facts
}

fn table(
    groups: &[PublishedGroup],
    heading: &str,
    column: &str,
    published: &Published,
    standardised: Option<&StandardisedScale>,
) -> Table {
    let level = number::text(100.0 * published.options.level, Kind::Percent);
    let standardised = standardised.filter(|found| found.academies.iter().any(|shown| shown.figures().is_some()));
    let headcounts = groups
        .iter()
        .any(|group| group.scores.figures().is_some_and(|found| found.headcount.is_some()));
    let mut columns = vec![
        Column::new("group", heading, Role::Name),
        Column::new("n", "Staff", Role::Figure),
        Column::new("mean", "Score", Role::Figure),
        Column::new("interval", &format!("{level} % interval"), Role::Figure),
    ];
    if standardised.is_some() {
        columns.push(Column::new("standardised_mean", standardised::HEADING, Role::Extra(1)));
    }
    if headcounts {
        columns.push(Column::new("response_rate", "Answered", Role::Extra(2)));
    }
    columns.push(Column::new("picture", "", Role::Picture));
    columns.push(Column::new("rwg_j", "Agreement", Role::Extra(3)));
    let mut table = Table::new("academies", columns);
    for (place, group) in groups.iter().enumerate() {
        let name = name_cell(&group.name, column);
        let Shown::Figures(found) = &group.scores else {
            table.push(vec![name, Cell::Blank, Cell::Blank, Cell::text("withheld")]);
            continue;
        };
        let mut row = vec![
            name,
            Cell::count(found.n),
            Cell::maybe(found.mean, Kind::Score),
            Cell::Text(words::interval(found)),
        ];
        row.extend(standardised.map(|found| standardised::cell(&found.academies[place])));
        if headcounts {
            row.push(
                found
                    .response_rate
                    .map_or(Cell::Blank, |rate| Cell::Text(number::percent(rate))),
            );
        }
        row.push(picture(found));
        row.push(match group.agreement.figures() {
            Some(agreement) => match &agreement.figures {
                Ok(figures) => Cell::number(figures.rwg_j, Kind::Coefficient),
                Err(reason) => Cell::Undefined(reason.to_string()),
            },
            None => Cell::text("withheld"),
        });
        table.push(row);
    }
    table
}

fn picture(found: &GroupEstimates) -> Cell {
    match (&found.interval, found.mean) {
        (Ok(interval), Some(value)) => Cell::Span(Span {
            lower: interval.interval.lower,
            value,
            upper: interval.interval.upper,
        }),
        _ => Cell::Blank,
    }
}
