//! The view of `cte check` for people.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{Flag, KeyVerdict, Prospect, PublishedCheck};
use crate::model::{Finding, Level};
use crate::report::check::findings::summary;
use crate::report::check::{CheckContext, CheckedFile};
use crate::report::context::counted;
use crate::report::picked::Picked;
use crate::report::{Block, Cell, Fact, Kind, Record, Role, Subject, Table, number};

/// How many findings of one kind, and rows of one flag, are shown before the rest are counted.
const SHOWN: usize = 10;
const ROWS_SHOWN: usize = 20;

pub(crate) fn blocks(
    record: &Record,
    published: &PublishedCheck,
    context: &CheckContext<'_>,
    findings: &[Finding],
) -> Vec<Block> {
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
    blocks.extend(responses(record));
    blocks.extend(missing(record, published));
    blocks.extend(key(record.each("key_audit"), context));
    blocks.extend(screening(record, published, context));
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

/// Errors and warnings one by one, up to a number of each kind; and the notes that no other part has.
fn of_findings(findings: &[Finding], several_files: bool) -> Vec<Fact> {
    const IN_OTHER_PARTS: [&str; 8] = [
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
    let here = |one: &&Finding| one.level != Level::Note || !IN_OTHER_PARTS.contains(&&*one.code);
    for one in all.filter(here) {
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
    let quoted = |header: &Option<String>| {
        header
            .as_ref()
            .map_or("none".to_owned(), |header| format!("`{header}`"))
    };
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
            quoted(&file.academy),
            quoted(&file.duration)
        ),
    ));
    if !file.unused.is_empty() {
        let headers = file.unused.iter().map(|header| format!("`{header}`"));
        facts.push(fact("Not used", listed(headers, SHOWN)));
    }
    if !file.left_out.is_empty() {
        let reasons = file.left_out.iter().map(|(why, rows)| format!("{rows} × {why}"));
        facts.push(fact("Left out", reasons.collect::<Vec<_>>().join(", ")));
    }
    let here = |row: &&usize| context.place(**row).file == file.path;
    let blank: Vec<usize> = published.blank.iter().filter(here).copied().collect();
    if !blank.is_empty() {
        let rows = counted(blank.len() as u64, "row answers no item", "rows answer no item");
        facts.push(fact("Blank", format!("{rows}: {}", rows_of(&blank, context))));
    }
    facts
}

/// The first so many texts, and the number of the others.
fn listed(texts: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = match texts.len().saturating_sub(most) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    texts.take(most).collect::<Vec<_>>().join(", ") + &more
}

fn rows_of(rows: &[usize], context: &CheckContext<'_>) -> String {
    let several = context.files.len() > 1;
    let name = |&row: &usize| {
        let place = context.place(row);
        if several {
            format!("`{}` {}", place.file, place.number)
        } else {
            place.number.to_string()
        }
    };
    let noun = if rows.len() == 1 { "row" } else { "rows" };
    format!("{noun} {}", listed(rows.iter().map(name), ROWS_SHOWN))
}

fn responses(record: &Record) -> Vec<Block> {
    let trust = record.at("response.trust").map_or(String::new(), |trust| {
        let figure = |key: &str| trust.shown_number(key);
        match trust.value("rate") {
            Some(_) => format!(
                "{} of {} staff, {}",
                figure("answered"),
                figure("staff"),
                figure("rate")
            ),
            None => format!("{} staff", figure("answered")),
        }
    });
    let mut blocks = vec![Block::Heading {
        text: "Who answered".to_owned(),
        aside: trust,
    }];
    blocks.push(Block::Table(groups(
        record.each("response.academies"),
        "Academy",
        "academy",
    )));
    if let Some(Cell::Text(column)) = record.at("response.by.column").map(Record::as_cell) {
        blocks.push(Block::Table(groups(
            record.each("response.by.groups"),
            &column,
            "group",
        )));
    }
    blocks
}

fn groups(groups: &[Record], heading: &str, key: &str) -> Table {
    // The prospect is shown of a withheld group too.
    let rows = groups.iter().map(|group| {
        if group.is_withheld() {
            group.clone().only(&[key, "figures"])
        } else {
            group.clone()
        }
    });
    let rows: Vec<Record> = rows.collect();
    Picked::new("response", Subject::Any)
        .names(heading, key)
        .figure("answered", Role::Figure)
        .figure("staff", Role::Figure)
        .if_any()
        .figure("rate", Role::Figure)
        .if_any()
        .made("prospect", "Figures", Role::Words, |group| {
            match group.cell("figures") {
                Cell::Text(prospect) if prospect == Prospect::Shown.name() => Cell::Blank,
                prospect => prospect,
            }
        })
        .table(&rows)
}

fn missing(record: &Record, published: &PublishedCheck) -> Vec<Block> {
    let items = record.each("missing");
    let asked = record.value("response.trust.answered").unwrap_or_default();
    let without = |item: &Record| asked - item.value("answered").unwrap_or_default();
    let with_missing: Vec<&Record> = items.iter().filter(|item| without(item) > 0.0).collect();
    if with_missing.is_empty() {
        return Vec::new();
    }
    let reasons: BTreeSet<_> = published.missing.iter().flat_map(|item| item.missing.keys()).collect();
    let table = Picked::new("missing", Subject::Any)
        .names("Item", "item")
        .made("missing", "Missing", Role::Figure, |item| {
            Cell::Number(without(item), Kind::Count)
        })
        .made("share", "Share", Role::Figure, |item| {
            Cell::number(without(item) / asked, Kind::Share)
        });
    let table = reasons.into_iter().fold(table, |table, reason| {
        let name = reason.name();
        let count = name.clone();
        table.made(&name, &name, Role::Extra(1), move |item| {
            let counts = item.at("missing").and_then(|counts| counts.member(&count));
            counts.map_or(Cell::Blank, Record::as_cell)
        })
    });
    let whole = with_missing.len() == items.len();
    let aside = match published.respondents.blank {
        0 => String::new(),
        _ => format!("of the {asked} who answered anything; the reasons count blank rows too"),
    };
    let mut blocks = vec![
        Block::Heading {
            text: "Missing answers".to_owned(),
            aside,
        },
        Block::Table(table.table(with_missing)),
    ];
    if !whole {
        blocks.push(Block::Note("Nothing is missing in the items not listed.".to_owned()));
    }
    blocks
}

fn key(items: &[Record], context: &CheckContext<'_>) -> Vec<Block> {
    let instrument = context.context.instrument;
    let is_fine = |item: &&Record| item.text("verdict") == Some(KeyVerdict::Fine.name());
    let mut blocks = vec![Block::Heading {
        text: "Key audit".to_owned(),
        aside: format!("{} of {} items fine", items.iter().filter(is_fine).count(), items.len()),
    }];
    let text = |item: &Record, key: &str| item.text(key).unwrap_or_default().to_owned();
    let facts: Vec<Fact> = items
        .iter()
        .filter(|item| !is_fine(item))
        .map(|item| {
            fact(
                &text(item, "item"),
                format!("{}: {}", text(item, "verdict"), text(item, "because")),
            )
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

fn screening(record: &Record, published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Block> {
    let screening = &published.screening;
    let figure = |path: &str| record.shown_number(path);
    let mut blocks = vec![Block::Heading {
        text: "Screening".to_owned(),
        aside: format!(
            "{} of {} respondents flagged",
            figure("screening.flagged_count"),
            figure("response.trust.answered")
        ),
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
    facts.extend(
        record
            .why_not("screening.mahalanobis_n")
            .map(|reason| fact("no distances", reason)),
    );
    if screening.timed == 0 {
        facts.push(fact(
            "no durations",
            "the file has no column that says how long an answer took".to_owned(),
        ));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    blocks.push(Block::Note(format!(
        "Flagged: one answer to all of {} items or more; one answer to items of both directions; a pattern with a \
         Mahalanobis probability below {}; under {} seconds an answer; the answers of an earlier row of the academy, where chance \
         does not explain it. A flag is a reason to look, no proof, and nobody is left out. What the scores are without the \
         flagged: `cte score --exclude-flagged`.",
        figure("screening.criteria.straight_line"),
        figure("screening.criteria.mahalanobis_p"),
        number::text(screening.criteria.seconds_an_answer, Kind::Count),
    )));
    blocks
}
