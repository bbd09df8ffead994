//! The record of `cte check`: `cte/check/2`.

use crate::disclosure::{GroupResponse, ItemKey, PublishedCheck, Shown};
use crate::model::{Finding, Level};
use crate::report::check::{CheckContext, CheckedFile, key_words};
use crate::report::context::provenance;
use crate::report::{Record, fields};

pub(crate) fn record(published: &PublishedCheck, context: &CheckContext<'_>, findings: &[Finding]) -> Record {
    let instrument = context.context.instrument;
    let worst = findings.iter().map(|one| one.level).min().unwrap_or(Level::Note);
    let mut layouts: Vec<&str> = context.files.iter().map(|file| file.layout.as_str()).collect();
    layouts.dedup();
    let groups = |groups: &[GroupResponse], key: &str, column: &str| {
        let groups = groups.iter().map(|group| fields::group_response(group, key, column));
        groups.collect::<Vec<_>>()
    };
    let by = published.by.as_ref();
    let by = by.map(|(column, by)| fields::by(column, groups(by, "group", column)));
    let response = Record::object()
        .with("trust", fields::response(&published.trust))
        .with(
            "academies",
            Record::List(groups(&published.academies, "academy", "academy")),
        )
        .with_some("by", by)
        .with_list("chasing", published.chased.iter().map(fields::chased));
    let findings = findings.iter();
    let missing = published.missing.iter();
    let missing = missing.map(|found| fields::item_missing(&instrument.items()[found.item].id, found));
    let scales = published.homes.iter();
    let scales = scales.map(|home| Record::shown(home, |home| fields::audited_scale(home, instrument)));
    provenance("cte/check/2", &context.context, published.options, published.policy)
        .with("layout", layouts.join(", "))
        .with("fit", worst == Level::Note)
        .with("respondents", fields::respondents(published.respondents))
        .with_list("findings", findings.map(|found| fields::finding(found, &found.message)))
        .with_list(
            "key_audit",
            published.items.iter().map(|item| of_item(published, item, context)),
        )
        .with(
            "screening",
            fields::screening(&published.screening, |row| context.place(row)),
        )
        .with_list("files", context.files.iter().map(of_file))
        .with_list("missing", missing)
        .with("response", response)
        .with_list("scales", scales)
}

fn of_file(file: &CheckedFile) -> Record {
    let columns = file.columns.iter().map(|(item, header, letter)| {
        Record::object()
            .with("item", item.as_str())
            .with("header", header.as_str())
            .with("letter", letter.as_str())
    });
    let left_out = file.left_out.iter();
    let left_out = left_out.map(|(why, rows)| Record::object().with("because", why.as_str()).figure("rows", *rows));
    Record::object()
        .with("path", file.path.as_str())
        .figure("rows", file.rows)
        .with("layout", file.layout.as_str())
        .with("sheet", file.sheet.as_deref())
        .with("encoding", file.encoding.as_deref())
        .with("delimiter", file.delimiter.as_deref())
        .figure("header_rows", file.header_rows)
        .with("academy", file.academy.as_deref())
        .with("duration", file.duration.as_deref())
        .with_list("columns", columns)
        .with_list("identified_by", file.identified_by.iter().map(String::as_str))
        .with_list("unused", file.unused.iter().map(String::as_str))
        .with_list("left_out", left_out)
}

fn of_item(published: &PublishedCheck, item: &ItemKey, context: &CheckContext<'_>) -> Record {
    let instrument = context.context.instrument;
    let declared = &instrument.items()[item.item];
    let home = item.home.and_then(|home| published.homes.get(home));
    let evidence = match (home.map(Shown::open), &item.figures) {
        (Some(Err(rule)), _) => Record::withheld(rule.name()),
        (_, Err(reason)) => Record::undefined(reason),
        (None, Ok(_)) => Record::object(),
        (Some(Ok(home)), Ok(found)) => fields::key_evidence(home, found, instrument),
    };
    Record::object()
        .with("item", declared.id.as_str())
        .with("declared", if declared.reversed { "reversed" } else { "forward" })
        .with("verdict", item.verdict.name())
        .with("evidence", evidence)
        .with("because", key_words::because(published, item, instrument))
}
