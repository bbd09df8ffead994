//! The view of `cte check` for people.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{Flag, KeyVerdict, Prospect, PublishedCheck};
use crate::model::{Finding, Level};
use crate::report::check::chasing::chasing;
use crate::report::check::findings::summary;
use crate::report::check::{CheckContext, CheckedFile};
use crate::report::context::counted;
use crate::report::picked::Picked;
use crate::report::{Block, Cell, Fact, Kind, Record, Role, Subject, Table, number};

/// Findings of one kind that are shown; the rest are counted. Then rows of one flag that are shown.
const SHOWN: usize = 10;
const ROWS_SHOWN: usize = 20;

pub(crate) fn blocks(
    record: &Record,
    published: &PublishedCheck,
    context: &CheckContext<'_>,
    findings: &[Finding],
) -> Vec<Block> {
    let verdict = match findings.iter().map(|one| one.level).min() {
        Some(Level::Error) => "Not fit to be scored as it is",
        Some(Level::Warning) => "Look at this before you score",
        _ => "Fit to be scored",
    };
    let several_files = context.files.len() > 1;
    let to_do = to_do(findings, several_files);
    let aside = match to_do.len() as u64 {
        0 => summary(findings),
        1 => "one thing to do".to_owned(),
        number => format!("{number} things to do, in this order"),
    };
    let mut blocks = vec![Block::heading(verdict, aside)];
    blocks.extend(Block::facts(to_do));
    for file in &context.files {
        let facts = of_file(file, published, context);
        blocks.extend([Block::heading("The file", &file.path), Block::Facts(facts)]);
    }
    blocks.extend(responses(record));
    blocks.extend(missing(record, published));
    blocks.extend(key(record.each("key_audit"), context));
    blocks.extend(screening(record, published, context));
    let details = of_findings(findings, several_files);
    if !details.is_empty() {
        blocks.push(Block::heading("The findings", summary(findings)));
        blocks.extend(Block::facts(details));
    }
    blocks
}

/// One fact for each kind of error or warning, with the number of its findings.
fn to_do(findings: &[Finding], several_files: bool) -> Vec<Fact> {
    let mut kinds: Vec<Vec<&Finding>> = Vec::new();
    for one in findings.iter().filter(|one| one.level != Level::Note) {
        let same = |kind: &&mut Vec<&Finding>| kind[0].code == one.code && kind[0].level == one.level;
        match kinds.iter_mut().find(same) {
            Some(kind) => kind.push(one),
            None => kinds.push(vec![one]),
        }
    }
    let fact =
        |(place, kind): (usize, Vec<&Finding>)| Fact::new(&(place + 1).to_string(), of_kind(&kind, several_files));
    kinds.into_iter().enumerate().map(fact).collect()
}

/// The findings of one kind in one sentence.
fn of_kind(kind: &[&Finding], several_files: bool) -> String {
    let count = kind.len();
    if let [one] = kind {
        return sentence(one, several_files);
    }
    let what = match &*kind[0].code {
        "duplicate-row" => "rows have the same answers as an earlier row",
        "many-missing" => "items were left out by a fifth of the respondents or more",
        "looks-unreversed" => "items look un-reversed",
        "looks-already-reversed" => "items look as if the file had reversed them already",
        "labels-look-rotated" => "items look as if their labels were rotated",
        _ => {
            let first = sentence(kind[0], several_files);
            return format!("{count} findings such as this: {first}");
        }
    };
    let rows: Vec<u32> = kind.iter().filter_map(|one| one.row).collect();
    let places = if rows.len() == count && !several_files {
        format!("rows {}", listed(rows.iter().map(u32::to_string), SHOWN))
    } else {
        let items: Vec<&String> = kind.iter().filter_map(|one| one.item.as_ref()).collect();
        listed(items.iter().map(|item| format!("`{item}`")), SHOWN)
    };
    if places.is_empty() {
        format!("{count} {what}")
    } else {
        format!("{count} {what}: {places}")
    }
}

/// Errors and warnings of which there are several one by one, up to a number of each kind; and the notes that no other part has.
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
    let mut all: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    for one in findings {
        *all.entry((one.level, &one.code)).or_default() += 1;
    }
    let mut of_kind: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    let mut facts = Vec::new();
    let here = |one: &&Finding| match one.level {
        Level::Note => !IN_OTHER_PARTS.contains(&&*one.code),
        level => all.get(&(level, &*one.code)).is_some_and(|count| *count > 1),
    };
    for one in findings.iter().filter(here) {
        let count = of_kind.entry((one.level, &one.code)).or_default();
        *count += 1;
        if *count <= SHOWN {
            facts.push(Fact::new(one.level.name(), sentence(one, several_files)));
        }
    }
    let many = of_kind.into_iter().filter(|(_, count)| *count > SHOWN);
    facts.extend(many.map(|((level, code), count)| {
        let more = format!("and {} more {code}: all of them with `-o findings.csv`", count - SHOWN);
        Fact::new(level.name(), more)
    }));
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
    let quoted = |header: &String| format!("`{header}`");
    let or_none = |header: &Option<String>| header.as_ref().map_or("none".to_owned(), quoted);
    let mut read = vec![format!("layout {}", file.layout)];
    read.extend(file.sheet.as_ref().map(|sheet| format!("sheet `{sheet}`")));
    read.extend(file.encoding.clone());
    read.extend(file.delimiter.as_ref().map(|found| format!("delimiter {found}")));
    read.push(counted(file.header_rows as u64, "header row", "header rows"));
    read.push(counted(file.rows as u64, "response", "responses"));
    let columns = format!(
        "{} of {} items matched; academy: {}; duration: {}",
        file.columns.len(),
        context.context.instrument.items().len(),
        or_none(&file.academy),
        or_none(&file.duration)
    );
    let left_out = file.left_out.iter().map(|(why, rows)| format!("{rows} × {why}"));
    let here = |row: &&usize| context.place(**row).file == file.path;
    let blank: Vec<usize> = published.blank.iter().filter(here).copied().collect();
    let blank = match blank.len() as u64 {
        0 => String::new(),
        count => {
            let rows = counted(count, "row answers no item", "rows answer no item");
            format!("{rows}: {}", rows_of(&blank, context))
        }
    };
    let identity = match listed(file.identified_by.iter().map(quoted), SHOWN) {
        none if none.is_empty() => none,
        columns => format!("responses recognised by {columns}"),
    };
    let facts = [
        ("Read as", read.join(", ")),
        ("Columns", columns),
        ("Identity", identity),
        ("Not used", listed(file.unused.iter().map(quoted), SHOWN)),
        ("Left out", left_out.collect::<Vec<_>>().join(", ")),
        ("Blank", blank),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    facts.map(|(label, text)| Fact::new(label, text)).collect()
}

/// The first `most` texts, and the number of the others.
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
    let figure = |key: &str| record.shown_number(&format!("response.trust.{key}"));
    let aside = match record.value("response.trust.rate") {
        Some(_) => format!(
            "{} of {} staff, {}",
            figure("answered"),
            figure("staff"),
            figure("rate")
        ),
        None => format!("{} staff", figure("answered")),
    };
    let academies = record.each("response.academies");
    let chased = record.each("response.chasing");
    let mut blocks = vec![Block::heading("Who answered", aside)];
    if !chased.is_empty() {
        blocks.push(Block::Table(chasing(chased)));
    }
    // Academies without a headcount, and people who named none.
    let names: BTreeSet<Option<&str>> = chased.iter().map(|one| one.text("academy")).collect();
    let others = academies
        .iter()
        .filter(|academy| !names.contains(&academy.text("academy")));
    let others: Vec<Record> = others.cloned().collect();
    if !others.is_empty() {
        blocks.push(Block::Table(groups(&others, "Academy", "academy")));
    }
    let by = record.at("response.by");
    blocks.extend(by.map(|by| {
        let column = by.text("column").unwrap_or_default();
        Block::Table(groups(by.each("groups"), column, "group"))
    }));
    blocks
}

fn groups(groups: &[Record], heading: &str, key: &str) -> Table {
    // The prospect is shown of a withheld group too.
    let rows = groups.iter().map(|group| match group {
        withheld if group.is_withheld() => withheld.clone().only(&[key, "figures"]),
        shown => shown.clone(),
    });
    let rows: Vec<Record> = rows.collect();
    Picked::new("response", Subject::Any)
        .names(heading, key)
        .figures("answered staff")
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
        _ => format!("of the {asked} who answered anything; the reasons include blank rows"),
    };
    let mut blocks = vec![
        Block::heading("Missing answers", aside),
        Block::Table(table.table(with_missing)),
    ];
    blocks.extend((!whole).then(|| Block::note("Nothing is missing in the items not listed.")));
    blocks
}

fn key(items: &[Record], context: &CheckContext<'_>) -> Vec<Block> {
    let instrument = context.context.instrument;
    let is_fine = |item: &&Record| item.text("verdict") == Some(KeyVerdict::Fine.name());
    let fine = items.iter().filter(is_fine).count();
    let mut blocks = vec![Block::heading(
        "Key audit",
        format!("{fine} of {} items fine", items.len()),
    )];
    let text = |item: &Record, key: &str| item.text(key).unwrap_or_default().to_owned();
    let suspects = items.iter().filter(|item| !is_fine(item));
    let suspects = suspects.map(|item| {
        let verdict = format!("{}: {}", text(item, "verdict"), text(item, "because"));
        Fact::new(&text(item, "item"), verdict)
    });
    blocks.extend(Block::facts(suspects.collect()));
    blocks.push(Block::note(if instrument.items().iter().any(|item| item.reversed) {
        "Nothing was changed: items are scored by the questionnaire's key."
    } else {
        "The key has no reversed items. Nothing was changed."
    }));
    blocks
}

fn screening(record: &Record, published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Block> {
    let screening = &published.screening;
    let figure = |path: &str| record.shown_number(path);
    let aside = format!(
        "{} of {} respondents flagged",
        figure("screening.flagged_count"),
        figure("response.trust.answered")
    );
    let rows_with = |flag: Flag| {
        let rows = screening.respondents.iter().enumerate();
        let rows = rows.filter(|(_, one)| one.flags.contains(&flag));
        rows.map(|(row, _)| row).collect::<Vec<_>>()
    };
    let flags = Flag::ALL.into_iter().map(|flag| (flag, rows_with(flag)));
    let flags = flags.filter(|(_, rows)| !rows.is_empty());
    let mut facts: Vec<Fact> = flags
        .map(|(flag, rows)| Fact::new(flag.name(), format!("{}: {}", rows.len(), rows_of(&rows, context))))
        .collect();
    let no_distances = record.why_not("screening.mahalanobis_n");
    facts.extend(no_distances.map(|reason| Fact::new("no distances", reason)));
    if screening.timed == 0 {
        let text = "the file has no column with the duration of answers";
        facts.push(Fact::new("no durations", text));
    }
    let mut blocks = vec![Block::heading("Screening", aside)];
    blocks.extend(Block::facts(facts));
    blocks.push(Block::Note(format!(
        "Flagged: one answer to all of {} items or more; one answer to items of both directions; a pattern with a \
         Mahalanobis probability below {}; under {} seconds an answer; the answers of an earlier row of the academy, where chance \
         does not explain it. A flag is a reason to look, not a proof, and no one is left out. For scores without the flagged \
         use `cte score --exclude-flagged`.",
        figure("screening.criteria.straight_line"),
        figure("screening.criteria.mahalanobis_p"),
        number::text(screening.criteria.seconds_an_answer, Kind::Count),
    )));
    blocks
}
