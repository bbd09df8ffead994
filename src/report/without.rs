//! The second result beside the first: `cte score --exclude-flagged`.

use crate::disclosure::{
    ExclusionScale, GroupEstimates, MeanInterval, Published, PublishedExclusion, Shown, TrustScore,
};
use crate::report::context::{Context, counted, group_name, name_cell};
use crate::report::{Block, Cell, Column, Kind, Record, Report, Role, Table, coefficient};

/// The report of the first result with the second beside it.
#[must_use]
pub fn with_exclusion(
    mut report: Report,
    published: &Published,
    without: &PublishedExclusion,
    context: &Context<'_>,
) -> Report {
    report.blocks.extend(blocks(published, without, context));
    report.tables.push(table(published, without, context));
    report.record = report
        .record
        .count("flagged", without.left_out)
        .with("without_flagged", record(without, context));
    report
}

fn blocks(published: &Published, without: &PublishedExclusion, context: &Context<'_>) -> Vec<Block> {
    let flagged = counted(without.left_out, "flagged respondent", "flagged respondents");
    let mut blocks = vec![Block::Heading {
        text: format!("With and without {flagged}"),
        aside: "`cte check` tells which, and why".to_owned(),
    }];
    if without.left_out == 0 {
        blocks.push(Block::Note(
            "Nobody is flagged by screening: both results are the same.".to_owned(),
        ));
        return blocks;
    }
    let min = published.policy.min_group;
    for (first, second) in published.scales.iter().zip(&without.scales) {
        let declared = &context.instrument.scales()[second.scale];
        if second.trust.figures().is_none() {
            let text = format!(
                "{}: the second result is withheld. It differs from the first by fewer than {min} people, or by those of one \
                 academy, and the difference would show what they answered.",
                declared.name
            );
            blocks.push(Block::Note(text));
            continue;
        }
        let columns = vec![
            Column::new("group", &declared.name, Role::Name),
            Column::new("n", "All", Role::Figure),
            Column::new("mean", "Score", Role::Figure),
            Column::new("n_without", "Without", Role::Figure),
            Column::new("mean_without", "Score", Role::Figure),
        ];
        let mut table = Table::new("without_flagged", columns);
        let trust = |n: u64, mean: Option<f64>| [Cell::count(n), Cell::maybe(mean, Kind::Score)];
        let mut row = vec![Cell::text("The trust, mean over all persons")];
        row.extend(
            first
                .trust
                .figures()
                .map_or([Cell::Blank, Cell::Blank], |t| trust(t.n, t.mean_of_persons)),
        );
        row.extend(
            second
                .trust
                .figures()
                .map_or([Cell::Blank, Cell::Blank], |t| trust(t.n, t.mean)),
        );
        table.push(row);
        for (before, (name, after)) in first.academies.iter().zip(&second.academies) {
            let mut row = vec![name_cell(name, "academy")];
            row.extend(pair(&before.scores));
            row.extend(pair(after));
            table.push(row);
        }
        blocks.push(Block::Table(table));
    }
    if without.scales.iter().any(|scale| scale.trust.figures().is_some()) {
        let text = format!(
            "A second figure is withheld where fewer than {min} of an academy are flagged, or where it would give such an \
             academy back; with nobody flagged it is the first."
        );
        blocks.push(Block::Note(text));
    }
    blocks
}

fn pair(shown: &Shown<GroupEstimates>) -> [Cell; 2] {
    match shown {
        Shown::Figures(found) => [Cell::count(found.n), Cell::maybe(found.mean, Kind::Score)],
        Shown::Withheld(_) => [Cell::Blank, Cell::text("withheld")],
    }
}

fn table(published: &Published, without: &PublishedExclusion, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "grouping",
        "group",
        "n",
        "mean",
        "n_without",
        "mean_without",
        "withheld",
    ];
    let mut table = Table::tidy("without_flagged", &keys);
    for (first, second) in published.scales.iter().zip(&without.scales) {
        let id = || Cell::text(context.instrument.scales()[second.scale].id.as_str());
        let before = first.trust.figures();
        let mut row = vec![
            id(),
            Cell::text("trust"),
            Cell::text("the trust"),
            before.map_or(Cell::Blank, |trust| Cell::count(trust.n)),
            Cell::maybe(before.and_then(|trust| trust.mean_of_persons), Kind::Score),
        ];
        match &second.trust {
            Shown::Figures(trust) => row.extend([Cell::count(trust.n), Cell::maybe(trust.mean, Kind::Score)]),
            Shown::Withheld(rule) => row.extend([Cell::Blank, Cell::Blank, Cell::text(rule.name())]),
        }
        table.push(row);
        for (before, (name, after)) in first.academies.iter().zip(&second.academies) {
            let before = before.scores.figures();
            let mut row = vec![
                id(),
                Cell::text("academy"),
                name_cell(name, "academy"),
                before.map_or(Cell::Blank, |found| Cell::count(found.n)),
                Cell::maybe(before.and_then(|found| found.mean), Kind::Score),
            ];
            match after {
                Shown::Figures(found) => row.extend([Cell::count(found.n), Cell::maybe(found.mean, Kind::Score)]),
                Shown::Withheld(rule) => row.extend([Cell::Blank, Cell::Blank, Cell::text(rule.name())]),
            }
            table.push(row);
        }
    }
    table
}

fn record(without: &PublishedExclusion, context: &Context<'_>) -> Record {
    Record::object().with(
        "scales",
        Record::list(without.scales.iter().map(|scale| of_scale(scale, context))),
    )
}

fn of_scale(scale: &ExclusionScale, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let alpha = match &scale.alpha {
        Shown::Figures(alpha) => coefficient::record(alpha),
        Shown::Withheld(rule) => Record::withheld(rule.name()),
    };
    Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with(
            "trust",
            match &scale.trust {
                Shown::Figures(trust) => of_trust(trust),
                Shown::Withheld(rule) => Record::withheld(rule.name()),
            },
        )
        .with("reliability", Record::object().with("alpha", alpha))
        .with(
            "academies",
            Record::list(scale.academies.iter().map(|(name, shown)| {
                let named = Record::object().with("academy", group_name(name, "academy"));
                match shown {
                    Shown::Figures(found) => named.and(of_group(found)),
                    Shown::Withheld(rule) => named.and(Record::withheld(rule.name())),
                }
            })),
        )
}

fn of_trust(found: &TrustScore) -> Record {
    Record::object()
        .count("n", found.n)
        .maybe("mean_of_persons", found.mean, Kind::Score)
        .maybe("sd", found.sd, Kind::Score)
}

fn of_group(found: &GroupEstimates) -> Record {
    let limit = |which: fn(&MeanInterval) -> f64| match &found.interval {
        Ok(interval) => Cell::number(which(interval), Kind::Score),
        Err(reason) => Cell::Undefined(reason.to_string()),
    };
    Record::object()
        .count("n", found.n)
        .maybe("mean", found.mean, Kind::Score)
        .maybe("sd", found.sd, Kind::Score)
        .with("se", limit(|interval| interval.se))
        .with("lower", limit(|interval| interval.interval.lower))
        .with("upper", limit(|interval| interval.interval.upper))
        .maybe("pomp", found.pomp, Kind::Percent)
}
