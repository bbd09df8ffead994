//! What people read of a check.

use std::collections::BTreeMap;

use crate::disclosure::{Flag, GroupResponse, KeyVerdict, Prospect, PublishedCheck, ResponseRate};
use crate::model::{Finding, Level};
use crate::report::check::findings::summary;
use crate::report::check::{CheckContext, CheckedFile, key_words};
use crate::report::context::{counted, name_cell};
use crate::report::{Block, Cell, Column, Fact, Kind, Role, Table, number};

/// How many findings of one kind, and rows of one flag, are shown before the rest are counted.
const SHOWN: usize = 10;
const ROWS_SHOWN: usize = 20;

pub(crate) fn blocks(published: &PublishedCheck, context: &CheckContext<'_>, findings: &[Finding]) -> Vec<Block> {
    let mut blocks = vec![heading(findings)];
    let facts = of_findings(findings, context.files.len() > 1);
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    for file in &context.files {
        blocks.push(Block::Heading {
            text: "The file".to_owned(),
            aside: file.path.clone(),
        });
        blocks.push(Block::Facts(of_file(file, published, context)));
    }
    blocks.extend(responses(published));
    blocks.extend(missing(published, context));
    blocks.extend(key(published, context));
    blocks.extend(screening(published, context));
    blocks
}

fn fact(label: &str, text: String) -> Fact {
    Fact {
        label: label.to_owned(),
        text,
    }
}

fn heading(findings: &[Finding]) -> Block {
    let text = match findings.iter().map(|one| one.level).min() {
        Some(Level::Error) => "Not fit to be scored as it is",
        Some(Level::Warning) => "Look at this before you score",
        _ => "Fit to be scored",
    };
    Block::Heading {
        text: text.to_owned(),
        aside: summary(findings),
    }
}

/// Errors and warnings one by one, up to a number of each kind; notes that are not told further down.
fn of_findings(findings: &[Finding], several_files: bool) -> Vec<Fact> {
    const TOLD_BELOW: [&str; 8] = [
        "unused-column",
        "blank-row",
        "flagged-row",
        "direction-unclear",
        "too-few-answered",
        "too-few-staff",
        "withheld-for-another",
        "duplicate-row",
    ];
    let mut of_kind: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    let mut facts = Vec::new();
    let all = findings.iter();
    let told = |one: &&Finding| one.level != Level::Note || !TOLD_BELOW.contains(&&*one.code);
    for one in all.filter(told) {
        let count = of_kind.entry((one.level, &one.code)).or_default();
        *count += 1;
        if *count <= SHOWN {
            facts.push(fact(one.level.name(), sentence(one, several_files)));
        }
    }
    for ((level, code), count) in of_kind {
        if count > SHOWN {
            let more = format!("and {} more {code}: all of them with `-o findings.csv`", count - SHOWN);
            facts.push(fact(level.name(), more));
        }
    }
    facts
}

fn sentence(one: &Finding, several_files: bool) -> String {
    let mut place = Vec::new();
    if let (Some(file), true) = (&one.file, several_files) {
        place.push(format!("`{file}`"));
    }
    place.extend(one.row.map(|row| format!("row {row}")));
    place.extend(one.column.as_ref().map(|column| format!("column `{column}`")));
    if let Some(item) = one.item.as_ref().filter(|item| one.column.as_ref() != Some(*item)) {
        place.push(format!("item `{item}`"));
    }
    if place.is_empty() {
        one.message.clone()
    } else {
        format!("{}: {}", place.join(", "), one.message)
    }
}

fn of_file(file: &CheckedFile, published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Fact> {
    let mut read = vec![format!("layout {}", file.layout)];
    read.extend(file.sheet.as_ref().map(|sheet| format!("sheet `{sheet}`")));
    read.extend(file.encoding.clone());
    read.extend(
        file.delimiter
            .as_ref()
            .map(|delimiter| format!("delimiter {delimiter}")),
    );
    read.push(counted(file.header_rows as u64, "header row", "header rows"));
    read.push(counted(file.rows as u64, "response", "responses"));
    let mut facts = vec![fact("Read as", read.join(", "))];
    let items = context.context.instrument.items().len();
    facts.push(fact(
        "Columns",
        format!(
            "{} of {items} items matched; academy: {}; duration: {}",
            file.columns.len(),
            file.academy
                .as_ref()
                .map_or("none".to_owned(), |header| format!("`{header}`")),
            file.duration
                .as_ref()
                .map_or("none".to_owned(), |header| format!("`{header}`"))
        ),
    ));
    if !file.unused.is_empty() {
        let listed: Vec<String> = file
            .unused
            .iter()
            .take(SHOWN)
            .map(|header| format!("`{header}`"))
            .collect();
        let more = match file.unused.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        facts.push(fact("Not used", listed.join(", ") + &more));
    }
    if !file.left_out.is_empty() {
        let said: Vec<String> = file
            .left_out
            .iter()
            .map(|(why, rows)| format!("{rows} × {why}"))
            .collect();
        facts.push(fact("Left out", said.join(", ")));
    }
    let here = |row: &&usize| context.place(**row).0 == file.path;
    let blank: Vec<usize> = published.blank.iter().filter(here).copied().collect();
    if !blank.is_empty() {
        let rows = counted(blank.len() as u64, "row answers no item", "rows answer no item");
        facts.push(fact("Blank", format!("{rows}: {}", rows_of(&blank, context))));
    }
    facts
}

fn rows_of(rows: &[usize], context: &CheckContext<'_>) -> String {
    let several = context.files.len() > 1;
    let name = |&row: &usize| {
        let (file, number) = context.place(row);
        if several {
            format!("`{file}` {number}")
        } else {
            number.to_string()
        }
    };
    let listed: Vec<String> = rows.iter().take(ROWS_SHOWN).map(name).collect();
    let more = match rows.len().saturating_sub(ROWS_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{} {}{more}",
        if rows.len() == 1 { "row" } else { "rows" },
        listed.join(", ")
    )
}

fn responses(published: &PublishedCheck) -> Vec<Block> {
    let text = |response: &ResponseRate| match (response.rate, response.staff) {
        (Some(rate), Some(staff)) => format!("{} of {staff} staff, {}", response.answered, number::percent(rate)),
        _ => format!("{} staff", response.answered),
    };
    let mut blocks = vec![Block::Heading {
        text: "Who answered".to_owned(),
        aside: text(&published.trust),
    }];
    blocks.push(Block::Table(groups(&published.academies, "Academy", "academy")));
    if let Some((column, by)) = &published.by {
        blocks.push(Block::Table(groups(by, column, column)));
    }
    blocks
}

fn groups(groups: &[GroupResponse], heading: &str, column: &str) -> Table {
    let known = groups
        .iter()
        .any(|group| group.response.figures().is_some_and(|found| found.staff.is_some()));
    let mut columns = vec![
        Column::new("group", heading, Role::Name),
        Column::new("answered", "Answered", Role::Figure),
    ];
    if known {
        columns.push(Column::new("staff", "Staff", Role::Figure));
        columns.push(Column::new("rate", "Rate", Role::Figure));
    }
    columns.push(Column::new("prospect", "Figures", Role::Words));
    let mut table = Table::new("response", columns);
    for group in groups {
        let response = group.response.figures();
        let mut row = vec![
            name_cell(&group.name, column),
            response.map_or(Cell::Blank, |found| Cell::count(found.answered)),
        ];
        if known {
            row.push(response.and_then(|found| found.staff).map_or(Cell::Blank, Cell::count));
            let rate = response.and_then(|found| found.rate);
            row.push(rate.map_or(Cell::Blank, |rate| Cell::Text(number::percent(rate))));
        }
        row.push(match group.prospect {
            Prospect::Shown => Cell::Blank,
            other => Cell::text(other.name()),
        });
        table.push(row);
    }
    table
}

fn missing(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Block> {
    let blank = published.respondents.blank;
    let asked = published.trust.answered;
    let reasons: Vec<_> = {
        let all: std::collections::BTreeSet<_> =
            published.missing.iter().flat_map(|item| item.missing.keys()).collect();
        all.into_iter().collect()
    };
    let mut columns = vec![
        Column::new("item", "Item", Role::Name),
        Column::new("missing", "Missing", Role::Figure),
        Column::new("share", "Share", Role::Figure),
    ];
    columns.extend(
        reasons
            .iter()
            .map(|reason| Column::new(&reason.name(), &reason.name(), Role::Extra(1))),
    );
    let mut table = Table::new("missing", columns);
    for item in published.missing.iter().filter(|item| item.answered < asked) {
        let without = asked - item.answered;
        let mut row = vec![
            Cell::text(context.context.instrument.items()[item.item].id.as_str()),
            Cell::count(without),
            Cell::Text(number::percent(without as f64 / asked.max(1) as f64)),
        ];
        for reason in &reasons {
            row.push(match item.missing.get(*reason) {
                None | Some(0) => Cell::Blank,
                Some(&n) => Cell::count(n),
            });
        }
        table.push(row);
    }
    if table.rows.is_empty() {
        return Vec::new();
    }
    let whole = table.rows.len() == published.missing.len();
    let aside = match blank {
        0 => String::new(),
        _ => format!("of the {asked} who answered anything; the reasons count blank rows too"),
    };
    let mut blocks = vec![
        Block::Heading {
            text: "Missing answers".to_owned(),
            aside,
        },
        Block::Table(table),
    ];
    if !whole {
        blocks.push(Block::Note("Nothing is missing in the items not listed.".to_owned()));
    }
    blocks
}

fn key(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Block> {
    let instrument = context.context.instrument;
    let fine = published
        .items
        .iter()
        .filter(|item| item.verdict == KeyVerdict::Fine)
        .count();
    let mut blocks = vec![Block::Heading {
        text: "Key audit".to_owned(),
        aside: format!("{fine} of {} items fine", published.items.len()),
    }];
    let facts: Vec<Fact> = published
        .items
        .iter()
        .filter(|item| item.verdict != KeyVerdict::Fine)
        .map(|item| {
            let text = format!(
                "{}: {}",
                item.verdict.name(),
                key_words::because(published, item, instrument)
            );
            fact(&instrument.items()[item.item].id, text)
        })
        .collect();
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.push(Block::Note(
        if instrument.items().iter().any(|item| item.reversed) {
            "Nothing was changed: items are scored as the questionnaire's key says."
        } else {
            "The key has no reversed items. Nothing was changed."
        }
        .to_owned(),
    ));
    blocks
}

fn screening(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Block> {
    let screening = &published.screening;
    let flagged = screening.count();
    let mut blocks = vec![Block::Heading {
        text: "Screening".to_owned(),
        aside: format!("{} of {} respondents flagged", flagged, published.trust.answered),
    }];
    let rows_with = |flag: Flag| -> Vec<usize> {
        let of = screening.respondents.iter().enumerate();
        of.filter(|(_, one)| one.flags.contains(&flag))
            .map(|(row, _)| row)
            .collect()
    };
    let mut facts = Vec::new();
    for flag in Flag::ALL {
        let rows = rows_with(flag);
        if !rows.is_empty() {
            facts.push(fact(
                flag.name(),
                format!("{}: {}", rows.len(), rows_of(&rows, context)),
            ));
        }
    }
    if let Err(reason) = &screening.complete {
        facts.push(fact("no distances", reason.to_string()));
    }
    if screening.timed == 0 {
        facts.push(fact(
            "no durations",
            "the file has no column that says how long an answer took".to_owned(),
        ));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    let criteria = screening.criteria;
    blocks.push(Block::Note(format!(
        "Flagged: one answer to all of {} items or more; one answer to items of both directions; a pattern with a \
         Mahalanobis probability below {}; under {} seconds an answer; the answers of an earlier row of the academy, where chance \
         does not explain it. A flag is a reason to look, no proof, and nobody is left out. What the scores are without the \
         flagged: `cte score --exclude-flagged`.",
        criteria.straight_line,
        number::text(criteria.mahalanobis_p, Kind::PValue),
        number::text(criteria.seconds_an_answer, Kind::Count),
    )));
    blocks
}
