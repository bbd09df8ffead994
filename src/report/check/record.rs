//! What a script reads of a check: `cte/check/1`.

use crate::disclosure::{
    Correlation, Flag, GroupResponse, HomeAudit, ItemAudit, ItemKey, PublishedCheck, ResponseRate, ScaleVerdict,
    Screening, Shown, Undefined,
};
use crate::model::{Finding, Level};
use crate::report::check::{CheckContext, CheckedFile, key_words};
use crate::report::context::{group_name, provenance};
use crate::report::{Cell, Kind, Record};

pub(crate) fn record(published: &PublishedCheck, context: &CheckContext<'_>, findings: &[Finding]) -> Record {
    let worst = findings.iter().map(|one| one.level).min().unwrap_or(Level::Note);
    let mut layouts: Vec<&str> = context.files.iter().map(|file| file.layout.as_str()).collect();
    layouts.dedup();
    let response = Record::object()
        .with("trust", of_response(&published.trust))
        .with("academies", groups(&published.academies, "academy", "academy"));
    let response = match &published.by {
        None => response,
        Some((column, by)) => response.with(
            "by",
            Record::object()
                .with("column", column.as_str())
                .with("groups", groups(by, "group", column)),
        ),
    };
    provenance("cte/check/1", &context.context, published.options, published.policy)
        .with("layout", layouts.join(", "))
        .with("fit", worst == Level::Note)
        .with(
            "respondents",
            Record::object()
                .count("rows", published.respondents.rows)
                .count("blank", published.respondents.blank),
        )
        .with("findings", Record::list(findings.iter().map(of_finding)))
        .with(
            "key_audit",
            Record::list(published.items.iter().map(|item| of_item(published, item, context))),
        )
        .with("screening", screening(&published.screening, context))
        .with("files", Record::list(context.files.iter().map(of_file)))
        .with("missing", missing(published, context))
        .with("response", response)
        .with("scales", scales(published, context))
}

fn text(value: Option<&String>) -> Cell {
    value.map_or(Cell::Blank, |text| Cell::text(text.as_str()))
}

fn of_finding(one: &Finding) -> Record {
    Record::object()
        .with("code", &*one.code)
        .with("level", one.level.name())
        .with("file", text(one.file.as_ref()))
        .with("row", one.row.map_or(Cell::Blank, |row| Cell::count(u64::from(row))))
        .with("column", text(one.column.as_ref()))
        .with("item", text(one.item.as_ref()))
        .with("message", one.message.as_str())
}

fn of_file(file: &CheckedFile) -> Record {
    let column = |(item, header, letter): &(String, String, String)| {
        Record::object()
            .with("item", item.as_str())
            .with("header", header.as_str())
            .with("letter", letter.as_str())
    };
    let left_out = |(why, rows): &(String, usize)| {
        Record::object()
            .with("because", why.as_str())
            .count("rows", *rows as u64)
    };
    Record::object()
        .with("path", file.path.as_str())
        .count("rows", file.rows as u64)
        .with("layout", file.layout.as_str())
        .with("sheet", text(file.sheet.as_ref()))
        .with("encoding", text(file.encoding.as_ref()))
        .with("delimiter", text(file.delimiter.as_ref()))
        .count("header_rows", file.header_rows as u64)
        .with("academy", text(file.academy.as_ref()))
        .with("duration", text(file.duration.as_ref()))
        .with("columns", Record::list(file.columns.iter().map(column)))
        .with("unused", Record::list(file.unused.iter().map(String::as_str)))
        .with("left_out", Record::list(file.left_out.iter().map(left_out)))
}

fn of_response(found: &ResponseRate) -> Record {
    Record::object()
        .count("answered", found.answered)
        .with("staff", found.staff.map_or(Cell::Blank, Cell::count))
        .maybe("rate", found.rate, Kind::Coefficient)
}

fn groups(groups: &[GroupResponse], key: &str, column: &str) -> Record {
    Record::list(groups.iter().map(|group| {
        let named = Record::object()
            .with(key, group_name(&group.name, column))
            .with("figures", group.prospect.name());
        match &group.response {
            Shown::Figures(found) => named.and(of_response(found)),
            Shown::Withheld(rule) => named.and(Record::withheld(rule.name())),
        }
    }))
}

fn missing(published: &PublishedCheck, context: &CheckContext<'_>) -> Record {
    Record::list(published.missing.iter().map(|item| {
        let reasons = item
            .missing
            .iter()
            .filter(|(_, count)| **count > 0)
            .fold(Record::object(), |record, (reason, &count)| {
                record.count(&reason.name(), count)
            });
        Record::object()
            .with("item", context.context.instrument.items()[item.item].id.as_str())
            .count("answered", item.answered)
            .with("missing", reasons)
    }))
}

fn of_item(published: &PublishedCheck, item: &ItemKey, context: &CheckContext<'_>) -> Record {
    let instrument = context.context.instrument;
    let declared = &instrument.items()[item.item];
    let because = key_words::because(published, item, instrument);
    let evidence = match (item.home.and_then(|home| published.homes.get(home)), &item.figures) {
        (Some(Shown::Withheld(rule)), _) => Record::withheld(rule.name()),
        (_, Err(reason)) => Record::object().with("undefined", reason.to_string()),
        (None, Ok(_)) => Record::object(),
        (Some(Shown::Figures(home)), Ok(found)) => evidence(home, found, context),
    };
    Record::object()
        .with("item", declared.id.as_str())
        .with("declared", if declared.reversed { "reversed" } else { "forward" })
        .with("verdict", item.verdict.name())
        .with("evidence", evidence)
        .with("because", because)
}

fn figure(value: &Result<f64, Undefined>) -> Cell {
    Cell::figure(value, Kind::Coefficient)
}

fn correlation(found: &Result<Correlation, Undefined>) -> Record {
    match found {
        Err(reason) => Record::object().with("undefined", reason.to_string()),
        Ok(r) => {
            let record = Record::object().number("value", r.value, Kind::Coefficient);
            match &r.interval {
                Ok(limits) => record.number("lower", limits.lower, Kind::Coefficient).number(
                    "upper",
                    limits.upper,
                    Kind::Coefficient,
                ),
                Err(reason) => record.with("interval", Record::object().with("undefined", reason.to_string())),
            }
        }
    }
}

fn evidence(home: &HomeAudit, found: &ItemAudit, context: &CheckContext<'_>) -> Record {
    let mut record = Record::object().with("scale", context.context.instrument.scales()[home.scale].id.as_str());
    if let Ok(items) = &home.items {
        record = record
            .count("n", items.n)
            .with("missing", if items.listwise { "listwise" } else { "pairwise" });
    }
    record = record
        .with("item_rest_r", correlation(&found.item_rest_r))
        .with("item_rest_r_within_academies", figure(&found.item_rest_r_within))
        .with("r_with_items_that_agree", correlation(&found.anchored_r))
        .with("first_factor_loading", figure(&found.loading))
        .with("alpha", figure(&found.alpha))
        .with("alpha_other_way", figure(&found.alpha_other_way))
        .maybe("pomp", found.pomp, Kind::Percent);
    if let Some(all) = home
        .items
        .as_ref()
        .ok()
        .and_then(|items| items.alpha_all_turned.as_ref())
    {
        record = record.with("alpha_with_all_suspects_the_other_way", figure(all));
    }
    match &found.rotation {
        None => record,
        Some(rotation) => record.with(
            "rotation",
            Record::object()
                .number("add_to_every_code", f64::from(rotation.undo), Kind::Count)
                .number("as_it_stands", rotation.as_it_stands, Kind::Coefficient)
                .number("undone", rotation.undone, Kind::Coefficient)
                .maybe("t", rotation.t, Kind::Statistic),
        ),
    }
}

fn scales(published: &PublishedCheck, context: &CheckContext<'_>) -> Record {
    let instrument = context.context.instrument;
    Record::list(published.homes.iter().map(|home| match home {
        Shown::Withheld(rule) => Record::withheld(rule.name()),
        Shown::Figures(home) => {
            let record = Record::object()
                .with("id", instrument.scales()[home.scale].id.as_str())
                .with(
                    "as_a_whole",
                    match home.verdict {
                        ScaleVerdict::Fine => "fine",
                        ScaleVerdict::Flipped => "looks flipped",
                        ScaleVerdict::AgainstOthers => "runs against the other scales",
                        ScaleVerdict::Low => "may be flipped",
                    },
                )
                .maybe("pomp", home.pomp, Kind::Percent)
                .maybe("mean_item_skewness", home.skewness, Kind::Statistic);
            match &home.with_others {
                None => record,
                Some((r, n)) => record
                    .with("r_with_other_scales", correlation(&Ok(r.clone())))
                    .count("n_with_other_scales", *n),
            }
        }
    }))
}

fn screening(screening: &Screening, context: &CheckContext<'_>) -> Record {
    let rows = || screening.respondents.iter().enumerate();
    let flagged = rows().filter(|(_, one)| !one.flags.is_empty()).map(|(row, one)| {
        let (file, number) = context.place(row);
        Record::object()
            .with("file", file)
            .count("row", u64::from(number))
            .with("reasons", Record::list(one.flags.iter().map(|flag| flag.name())))
    });
    let counts = Flag::ALL.iter().fold(Record::object(), |record, flag| {
        let n = screening
            .respondents
            .iter()
            .filter(|one| one.flags.contains(flag))
            .count();
        record.count(flag.name(), n as u64)
    });
    let criteria = screening.criteria;
    let criteria = Record::object()
        .count("straight_line", criteria.straight_line as u64)
        .count("both_directions", criteria.both_directions as u64)
        .number("mahalanobis_p", criteria.mahalanobis_p, Kind::PValue)
        .number("seconds_an_answer", criteria.seconds_an_answer, Kind::Statistic)
        .number("chance_of_duplicates", criteria.chance_of_duplicates, Kind::Coefficient);
    let list = |of: &dyn Fn(usize) -> Cell| Record::list((0..screening.respondents.len()).map(of));
    let one = |row: usize| &screening.respondents[row];
    let record = Record::object()
        .with("criteria", criteria)
        .count("flagged_count", screening.count() as u64)
        .with("flagged_by_reason", counts)
        .with("flagged", Record::list(flagged))
        .count("equal_pairs_within_academies", screening.equal_pairs)
        .maybe("equal_pairs_by_chance", screening.expected_pairs, Kind::Statistic)
        .count("equal_rows_that_follow_each_other", screening.following_rows)
        .maybe(
            "equal_rows_that_follow_by_chance",
            screening.expected_following,
            Kind::Statistic,
        )
        .with(
            "mahalanobis_n",
            match &screening.complete {
                Ok(n) => Cell::count(*n as u64),
                Err(reason) => Cell::Undefined(reason.to_string()),
            },
        )
        .count("timed", screening.timed as u64)
        .with("file", list(&|row| Cell::text(context.place(row).0)))
        .with("row", list(&|row| Cell::count(u64::from(context.place(row).1))))
        .with(
            "flags",
            Record::list(rows().map(|(_, one)| Record::list(one.flags.iter().map(|flag| flag.name())))),
        )
        .with("answered", list(&|row| Cell::count(one(row).answered as u64)))
        .with(
            "duplicate_of_row",
            list(&|row| {
                let first = one(row).duplicate_of;
                first.map_or(Cell::Blank, |first| Cell::count(u64::from(context.place(first).1)))
            }),
        )
        .with(
            "longest_run_as_answered",
            list(&|row| Cell::count(one(row).longest_run as u64)),
        )
        .with(
            "intra_individual_sd_as_answered",
            list(&|row| Cell::maybe(one(row).intra_individual_sd, Kind::Score)),
        )
        .with(
            "mahalanobis_d2_complete",
            list(&|row| Cell::maybe(one(row).mahalanobis.map(|distance| distance.d2), Kind::Statistic)),
        )
        .with(
            "mahalanobis_p",
            list(&|row| Cell::maybe(one(row).mahalanobis.map(|distance| distance.p), Kind::PValue)),
        );
    if screening.timed == 0 {
        return record;
    }
    record.with(
        "seconds_an_answer",
        list(&|row| Cell::maybe(one(row).seconds_an_answer, Kind::Statistic)),
    )
}
