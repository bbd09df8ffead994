//! Every coefficient with its identity, and what the reliability allows.

use crate::disclosure::{
    BetweenSupport, Interval, KeyedCoefficient, OtherInterval, PublishedReliability, PublishedScaleReliability,
    PublishedStanding, Rule, Shown, Standing, TwoLevel, Undefined,
};
use crate::report::closer::items::{item_records, item_table};
use crate::report::coefficient;
use crate::report::context::{Context, counted, finding_notes, findings, group_name, marking, name_cell, provenance};
use crate::report::score::{aggregation_record, words};
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Report, Role, Table, number};

/// The report of a survey's reliability.
#[must_use]
pub fn reliability(published: &PublishedReliability, context: &Context<'_>) -> Report {
    let rows = counted(published.respondents.rows, "row", "rows");
    Report {
        title: format!("Reliability of {} · {rows}", context.instrument.name),
        marking: marking(published.policy),
        blocks: blocks(published, context),
        tables: tables(published, context),
        record: record(published, context),
    }
}

fn blocks(published: &PublishedReliability, context: &Context<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        let aside = format!(
            "{}, {}",
            counted(declared.items.len() as u64, "item", "items"),
            declared.range
        );
        blocks.push(Block::Heading {
            text: declared.name.clone(),
            aside,
        });
        blocks.push(Block::Facts(facts(scale, published)));
        if let Shown::Figures(found) = &scale.coefficients {
            blocks.push(Block::Table(view(found)));
        }
        if scale
            .academies
            .iter()
            .any(|academy| academy.figures.figures().is_some())
        {
            blocks.push(Block::Table(agreement_view(&scale.academies)));
        }
    }
    blocks.push(Block::Note(
        "By chance: what 95 in 100 such groups would stay below if nobody agreed. Above trust: the probability that the \
         academy's true score lies above the trust's. `cte reliability --explain` says what each figure is, and why another \
         program may print something else."
            .to_owned(),
    ));
    blocks.extend(finding_notes(&context.findings));
    blocks
}

fn facts(scale: &PublishedScaleReliability, published: &PublishedReliability) -> Vec<Fact> {
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let found = match &scale.coefficients {
        Shown::Withheld(rule) => return vec![fact("Allows", words::withheld(*rule, published.policy.min_group))],
        Shown::Figures(found) => found,
    };
    let mut facts = Vec::new();
    if let Some(alpha) = found.iter().find(|named| named.key == "alpha") {
        facts.push(fact(
            "Allows",
            words::allows(&alpha.estimated, scale.aggregation.figures()),
        ));
    }
    for named in found {
        if let Some(warning) = named.estimated.as_ref().ok().and_then(|found| found.warning) {
            facts.push(fact("Beware", format!("{} is {warning}.", named.key)));
        }
    }
    if let Shown::Figures(aggregation) = &scale.aggregation {
        facts.push(fact("Shared", words::shared(aggregation)));
    }
    if let Some(text) = agreement_summary(&scale.academies) {
        facts.push(fact("Agreement", text));
    }
    if let Shown::Figures(two_level) = &scale.two_level {
        facts.push(fact("Levels", levels(two_level)));
    }
    facts
}

fn levels(found: &Result<TwoLevel, Undefined>) -> String {
    let found = match found {
        Ok(found) => found,
        Err(reason) => return format!("alpha within and between academies cannot be said: {reason}."),
    };
    let figure = |value: &Result<f64, Undefined>| match value {
        Ok(value) => number::text(*value, Kind::Coefficient),
        Err(reason) => format!("none ({reason})"),
    };
    let mut text = format!(
        "alpha within academies {}, between academies {}, of academies' observed means {}; both levels {}",
        figure(&found.alpha_within),
        figure(&found.alpha_between),
        figure(&found.alpha_between_observed),
        figure(&found.alpha_two_level)
    );
    text.push_str(support(found.support));
    text
}

fn support(support: BetweenSupport) -> &'static str {
    match support {
        BetweenSupport::Enough => ".",
        BetweenSupport::FewGroups => ". With fewer than 20 academies the figures between them are rough.",
        BetweenSupport::FewerGroupsThanItems => {
            ". With fewer academies than items the figures between them are hardly more than a guess."
        }
    }
}

fn view(found: &[KeyedCoefficient]) -> Table {
    let columns = vec![
        Column::new("coefficient", "Coefficient", Role::Name),
        Column::new("value", "Value", Role::Figure),
        Column::new("interval", "Interval", Role::Figure),
        Column::new("method", "by", Role::Extra(0)),
        Column::new("n", "n", Role::Extra(2)),
        Column::new("estimator", "Estimated by", Role::Extra(3)),
    ];
    let mut table = Table::new("coefficients", columns);
    for named in found {
        let key = Cell::text(named.key);
        match &named.estimated {
            Err(reason) => table.push(vec![
                key,
                Cell::Undefined(reason.to_string()),
                Cell::Text("–".to_owned()),
            ]),
            Ok(coefficient) => {
                let limits = |interval: &Result<Interval, Undefined>| match interval {
                    Ok(interval) => Cell::Text(number::range(interval.lower, interval.upper, Kind::Coefficient)),
                    Err(reason) => Cell::Undefined(reason.to_string()),
                };
                let kind = if named.key == "sem" {
                    Kind::Score
                } else {
                    Kind::Coefficient
                };
                let method = named
                    .intervals
                    .iter()
                    .find(|other| other.method == coefficient.interval_method);
                let method = method.map_or(coefficient.interval_method, |other| other.key);
                table.push(vec![
                    key,
                    Cell::number(coefficient.value, kind),
                    coefficient.interval.as_ref().map_or(Cell::Blank, limits),
                    if coefficient.interval.is_some() {
                        Cell::text(method)
                    } else {
                        Cell::Blank
                    },
                    Cell::count(coefficient.n),
                    Cell::text(coefficient.estimator),
                ]);
                for other in named.intervals.iter().filter(|other| other.key != method) {
                    table.push(vec![
                        Cell::Blank,
                        Cell::Blank,
                        limits(&other.interval),
                        Cell::text(other.key),
                    ]);
                }
            }
        }
    }
    table
}

fn agreement_view(academies: &[PublishedStanding]) -> Table {
    let columns = vec![
        Column::new("academy", "Academy", Role::Name),
        Column::new("n", "Complete", Role::Figure),
        Column::new("rwg_j", "rwg(j)", Role::Extra(4)),
        Column::new("r_star_wg_j", "r*wg(j)", Role::Figure),
        Column::new("chance", "by chance", Role::Figure),
        Column::new("ad_mean", "AD", Role::Extra(2)),
        Column::new("ad_median", "AD median", Role::Extra(6)),
        Column::new("a_wg", "a_wg", Role::Extra(5)),
        Column::new("shrunken", "Shrunken", Role::Extra(1)),
        Column::new("above", "Above trust", Role::Extra(0)),
        Column::new("rank", "Rank, likely", Role::Extra(3)),
    ];
    let mut table = Table::new("agreement", columns);
    for academy in academies {
        let name = name_cell(&academy.name, "academy");
        let Shown::Figures(standing) = &academy.figures else {
            table.push(vec![name, Cell::text("withheld")]);
            continue;
        };
        let mut row = vec![name];
        match &standing.agreement {
            Shown::Withheld(_) => {
                row.push(Cell::text("withheld"));
                row.extend(vec![Cell::Blank; 6]);
            }
            Shown::Figures(found) => {
                row.push(Cell::count(found.n));
                match &found.figures {
                    Ok(figures) => {
                        row.push(Cell::number(figures.rwg_j, Kind::Coefficient));
                        row.push(Cell::number(figures.r_star_wg_j, Kind::Coefficient));
                        row.push(match &standing.chance {
                            Some(Ok(chance)) => Cell::number(chance.r_star_wg_j, Kind::Coefficient),
                            _ => Cell::Blank,
                        });
                        row.push(Cell::number(figures.ad_mean, Kind::Score));
                        row.push(Cell::number(figures.ad_median, Kind::Score));
                        row.push(Cell::figure(&figures.a_wg, Kind::Coefficient));
                    }
                    Err(reason) => row.extend(vec![Cell::Undefined(reason.to_string()); 6]),
                }
            }
        }
        row.push(match &standing.shrunken {
            Ok(shrunken) => Cell::number(shrunken.mean, Kind::Score),
            Err(reason) => Cell::Undefined(reason.to_string()),
        });
        match &standing.ranks {
            Ok(ranks) => {
                // What was drawn so many times is never certain.
                let above = ranks.above_trust_mean.clamp(0.0001, 0.9999);
                row.push(Cell::Text(number::percent(above)));
                row.push(Cell::Text(likely_ranks(&ranks.ranks)));
            }
            Err(reason) => row.extend(vec![Cell::Undefined(reason.to_string()); 2]),
        }
        table.push(row);
    }
    table
}

/// The shortest run of ranks that holds the true one nine times in ten, from both ends.
fn likely_ranks(probabilities: &[f64]) -> String {
    let (mut from, mut to, mut inside) = (0, probabilities.len(), 1.0);
    while to - from > 1 {
        let (first, last) = (probabilities[from], probabilities[to - 1]);
        let loss = first.min(last);
        if inside - loss < 0.9 {
            break;
        }
        inside -= loss;
        if first <= last {
            from += 1;
        } else {
            to -= 1;
        }
    }
    if to - from == 1 {
        format!("{}", from + 1)
    } else {
        format!("{} to {}", from + 1, to)
    }
}

struct Summary {
    median: f64,
    lowest: f64,
    highest: f64,
    beyond: usize,
    academies: usize,
}

fn summary(academies: &[PublishedStanding]) -> Option<Summary> {
    let mut values = Vec::new();
    let mut beyond = 0;
    for standing in academies.iter().filter_map(|academy| academy.figures.figures()) {
        let figures = standing
            .agreement
            .figures()
            .and_then(|found| found.figures.as_ref().ok());
        if let Some(figures) = figures {
            values.push(figures.r_star_wg_j);
            beyond +=
                usize::from(matches!(&standing.chance, Some(Ok(chance)) if figures.r_star_wg_j > chance.r_star_wg_j));
        }
    }
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let median = if values.len().is_multiple_of(2) {
        f64::midpoint(values[values.len() / 2 - 1], upper)
    } else {
        upper
    };
    Some(Summary {
        median,
        lowest: values[0],
        highest: *values.last()?,
        beyond,
        academies: values.len(),
    })
}

fn agreement_summary(academies: &[PublishedStanding]) -> Option<String> {
    let found = summary(academies)?;
    Some(format!(
        "median r*wg(j) {} ({}); in {} of {} colleagues agree more than chance would have them",
        number::text(found.median, Kind::Coefficient),
        number::range(found.lowest, found.highest, Kind::Coefficient),
        found.beyond,
        counted(found.academies as u64, "academy", "academies"),
    ))
}

fn tables(published: &PublishedReliability, context: &Context<'_>) -> Vec<Table> {
    let mut keys = vec!["scale", "coefficient"];
    keys.extend(coefficient::COLUMNS);
    keys.push("withheld");
    let mut coefficients = Table::tidy("coefficients", &keys);
    let mut intervals = Table::tidy(
        "intervals",
        &[
            "scale",
            "coefficient",
            "interval",
            "method",
            "se",
            "lower",
            "upper",
            "undefined",
        ],
    );
    for scale in &published.scales {
        let id = || Cell::text(context.instrument.scales()[scale.scale].id.as_str());
        match &scale.coefficients {
            Shown::Withheld(rule) => {
                let mut row = vec![id()];
                row.extend(vec![Cell::Blank; keys.len() - 2]);
                row.push(Cell::text(Rule::name(*rule)));
                coefficients.push(row);
            }
            Shown::Figures(found) => {
                for named in found {
                    let mut row = vec![id(), Cell::text(named.key)];
                    row.extend(coefficient::row(&named.estimated));
                    coefficients.push(row);
                    for other in &named.intervals {
                        intervals.push(interval_row(id(), named.key, other));
                    }
                }
            }
        }
    }
    let items: Vec<_> = published.scales.iter().map(|scale| scale.items.clone()).collect();
    vec![
        coefficients,
        intervals,
        item_table(&items, context.instrument),
        agreement_table(published, context),
    ]
}

fn interval_row(id: Cell, key: &str, other: &OtherInterval) -> Vec<Cell> {
    let limits = other.interval.as_ref();
    vec![
        id,
        Cell::text(key),
        Cell::text(other.key),
        Cell::text(other.method),
        Cell::maybe(other.se, Kind::Coefficient),
        Cell::maybe(limits.ok().map(|interval| interval.lower), Kind::Coefficient),
        Cell::maybe(limits.ok().map(|interval| interval.upper), Kind::Coefficient),
        limits
            .err()
            .map_or(Cell::Blank, |reason| Cell::Text(reason.to_string())),
    ]
}

fn agreement_table(published: &PublishedReliability, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "academy",
        "n",
        "rwg_j",
        "r_star_wg_j",
        "ad_mean",
        "ad_median",
        "a_wg",
        "chance_rwg_j",
        "chance_r_star_wg_j",
        "chance_ad_mean",
        "chance_ad_median",
        "shrunken_mean",
        "shrunken_se",
        "expected_rank",
        "above_trust_mean",
        "withheld",
    ];
    let mut table = Table::tidy("agreement", &keys);
    for scale in &published.scales {
        for academy in &scale.academies {
            let id = Cell::text(context.instrument.scales()[scale.scale].id.as_str());
            let mut row = vec![id, name_cell(&academy.name, "academy")];
            match &academy.figures {
                Shown::Withheld(rule) => {
                    row.extend(vec![Cell::Blank; keys.len() - 3]);
                    row.push(Cell::text(rule.name()));
                }
                Shown::Figures(standing) => row.extend(standing_cells(standing)),
            }
            table.push(row);
        }
    }
    table
}

fn standing_cells(standing: &Standing) -> Vec<Cell> {
    let found = standing.agreement.figures();
    let figures = found.and_then(|found| found.figures.as_ref().ok());
    let chance = standing.chance.as_ref().and_then(|chance| chance.as_ref().ok());
    let shrunken = standing.shrunken.as_ref().ok();
    let ranks = standing.ranks.as_ref().ok();
    let coefficient = |value: Option<f64>| Cell::maybe(value, Kind::Coefficient);
    let score = |value: Option<f64>| Cell::maybe(value, Kind::Score);
    vec![
        found.map_or(Cell::Blank, |found| Cell::count(found.n)),
        coefficient(figures.map(|found| found.rwg_j)),
        coefficient(figures.map(|found| found.r_star_wg_j)),
        score(figures.map(|found| found.ad_mean)),
        score(figures.map(|found| found.ad_median)),
        coefficient(figures.and_then(|found| found.a_wg.as_ref().ok().copied())),
        coefficient(chance.map(|found| found.rwg_j)),
        coefficient(chance.map(|found| found.r_star_wg_j)),
        score(chance.map(|found| found.ad_mean)),
        score(chance.map(|found| found.ad_median)),
        score(shrunken.map(|found| found.mean)),
        score(shrunken.map(|found| found.se)),
        Cell::maybe(ranks.map(|found| found.expected_rank), Kind::Statistic),
        coefficient(ranks.map(|found| found.above_trust_mean)),
    ]
}

fn record(published: &PublishedReliability, context: &Context<'_>) -> Record {
    provenance("cte/reliability/1", context, published.options, published.policy)
        .with(
            "scales",
            Record::list(published.scales.iter().map(|scale| of_scale(scale, published, context))),
        )
        .with("findings", findings(context))
}

fn of_scale(scale: &PublishedScaleReliability, published: &PublishedReliability, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let record = Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str());
    let record = match &scale.coefficients {
        Shown::Withheld(rule) => record.with("coefficients", Record::withheld(rule.name())),
        Shown::Figures(found) => {
            let coefficients = found.iter().fold(Record::object(), |record, named| {
                let mut one = coefficient::record(&named.estimated);
                if !named.intervals.is_empty() {
                    one = one.with(
                        "intervals",
                        named
                            .intervals
                            .iter()
                            .fold(Record::object(), |all, other| all.with(other.key, interval(other))),
                    );
                }
                record.with(named.key, one)
            });
            record.with("coefficients", coefficients)
        }
    };
    let record = match &scale.two_level {
        Shown::Withheld(rule) => record.with("two_level", Record::withheld(rule.name())),
        Shown::Figures(Err(reason)) => record.with("two_level", coefficient::undefined(reason)),
        Shown::Figures(Ok(found)) => record.with("two_level", two_level(found)),
    };
    let reading = facts(scale, published)
        .into_iter()
        .find(|fact| fact.label == "Allows")
        .map(|fact| fact.text);
    record
        .with("reading", reading.map_or(Cell::Blank, Cell::Text))
        .with(
            "aggregation",
            match &scale.aggregation {
                Shown::Withheld(rule) => Record::withheld(rule.name()),
                Shown::Figures(found) => aggregation_record(found, scale.pooled),
            },
        )
        .with("agreement", agreement_record(scale))
        .with("academies", Record::list(scale.academies.iter().map(academy)))
        .with("items", item_records(&scale.items, context.instrument))
}

fn interval(other: &OtherInterval) -> Record {
    let record = Record::object().with("method", other.method);
    let record = match other.se {
        Some(se) => record.number("se", se, Kind::Coefficient),
        None => record,
    };
    match &other.interval {
        Ok(interval) => {
            record
                .number("lower", interval.lower, Kind::Coefficient)
                .number("upper", interval.upper, Kind::Coefficient)
        }
        Err(reason) => record.with("undefined", reason.to_string()),
    }
}

fn two_level(found: &TwoLevel) -> Record {
    let figure = |value: &Result<f64, Undefined>| Record::Cell(Cell::figure(value, Kind::Coefficient));
    Record::object()
        .with("alpha_within", figure(&found.alpha_within))
        .with("alpha_between", figure(&found.alpha_between))
        .with("alpha_between_observed", figure(&found.alpha_between_observed))
        .with("alpha_two_level", figure(&found.alpha_two_level))
        .count("groups", found.groups as u64)
        .number("harmonic_size", found.harmonic_size, Kind::Statistic)
        .count("iterations", found.iterations as u64)
        .with("converged", true)
        .with("estimator", "saturated two-level model, maximum likelihood by EM")
        .with("missing", "listwise")
        .with(
            "warning",
            match found.support {
                BetweenSupport::Enough => Cell::Blank,
                BetweenSupport::FewGroups => Cell::text("fewer than 20 academies: the figures between them are rough"),
                BetweenSupport::FewerGroupsThanItems => {
                    Cell::text("fewer academies than items: the matrix between them is singular")
                }
            },
        )
}

fn agreement_record(scale: &PublishedScaleReliability) -> Record {
    match summary(&scale.academies) {
        None => Record::object().with("undefined", "no academy has enough complete answers"),
        Some(found) => Record::object()
            .number("median_r_star_wg_j", found.median, Kind::Coefficient)
            .number("lowest", found.lowest, Kind::Coefficient)
            .number("highest", found.highest, Kind::Coefficient)
            .count("beyond_chance", found.beyond as u64)
            .count("academies", found.academies as u64),
    }
}

fn academy(academy: &PublishedStanding) -> Record {
    let named = Record::object().with("academy", group_name(&academy.name, "academy"));
    let standing = match &academy.figures {
        Shown::Withheld(rule) => return named.and(Record::withheld(rule.name())),
        Shown::Figures(standing) => standing,
    };
    let agreement = match &standing.agreement {
        Shown::Withheld(rule) => Record::withheld(rule.name()),
        Shown::Figures(found) => crate::report::score::agreement_record(found),
    };
    let record = named.with("agreement", agreement);
    let record = match &standing.chance {
        Some(Ok(chance)) => record.with(
            "by_chance_95",
            Record::object()
                .number("rwg_j", chance.rwg_j, Kind::Coefficient)
                .number("r_star_wg_j", chance.r_star_wg_j, Kind::Coefficient)
                .number("ad_mean", chance.ad_mean, Kind::Score)
                .number("ad_median", chance.ad_median, Kind::Score),
        ),
        Some(Err(reason)) => record.with("by_chance_95", coefficient::undefined(reason)),
        None => record,
    };
    let record = match &standing.shrunken {
        Ok(shrunken) => {
            record
                .number("shrunken_mean", shrunken.mean, Kind::Score)
                .number("shrunken_se", shrunken.se, Kind::Score)
        }
        Err(reason) => record.with("shrunken_mean", coefficient::undefined(reason)),
    };
    match &standing.ranks {
        Ok(ranks) => record
            .number("above_trust_mean", ranks.above_trust_mean, Kind::Coefficient)
            .number("expected_rank", ranks.expected_rank, Kind::Statistic)
            .with(
                "ranks",
                Record::list(ranks.ranks.iter().map(|&p| Cell::number(p, Kind::Coefficient))),
            ),
        Err(reason) => record.with("ranks", coefficient::undefined(reason)),
    }
}
