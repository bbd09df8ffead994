//! What spreadsheets read of a check; the findings come first, all of them.

use crate::disclosure::{Correlation, PublishedCheck, Shown, Undefined};
use crate::model::Finding;
use crate::report::check::{CheckContext, key_words};
use crate::report::context::name_cell;
use crate::report::{Cell, Kind, Table};

pub(crate) fn tables(published: &PublishedCheck, context: &CheckContext<'_>, findings: &[Finding]) -> Vec<Table> {
    vec![
        of_findings(findings),
        key_audit(published, context),
        screening(published, context),
        missing(published, context),
        response(published),
        columns(context),
    ]
}

fn text(value: Option<&String>) -> Cell {
    value.map_or(Cell::Blank, |text| Cell::text(text.as_str()))
}

fn of_findings(findings: &[Finding]) -> Table {
    let keys = ["level", "code", "file", "row", "column", "item", "message"];
    let mut table = Table::tidy("findings", &keys);
    for one in findings {
        table.push(vec![
            Cell::text(one.level.name()),
            Cell::text(&*one.code),
            text(one.file.as_ref()),
            one.row.map_or(Cell::Blank, |row| Cell::count(u64::from(row))),
            text(one.column.as_ref()),
            text(one.item.as_ref()),
            Cell::text(one.message.as_str()),
        ]);
    }
    table
}

fn key_audit(published: &PublishedCheck, context: &CheckContext<'_>) -> Table {
    let keys = [
        "item",
        "declared",
        "verdict",
        "because",
        "scale",
        "n",
        "item_rest_r",
        "item_rest_r_within",
        "anchored_r",
        "anchored_r_lower",
        "anchored_r_upper",
        "first_factor_loading",
        "alpha",
        "alpha_other_way",
        "pomp",
        "withheld",
    ];
    let mut table = Table::tidy("key_audit", &keys);
    let instrument = context.context.instrument;
    let figure = |value: &Result<f64, Undefined>| Cell::maybe(value.as_ref().ok().copied(), Kind::Coefficient);
    for item in &published.items {
        let declared = &instrument.items()[item.item];
        let mut row = vec![
            Cell::text(declared.id.as_str()),
            Cell::text(if declared.reversed { "reversed" } else { "forward" }),
            Cell::text(item.verdict.name()),
            Cell::Text(key_words::because(published, item, instrument)),
        ];
        match (item.home.and_then(|home| published.homes.get(home)), &item.figures) {
            (Some(Shown::Withheld(rule)), _) => {
                row.extend(vec![Cell::Blank; keys.len() - 5]);
                row.push(Cell::text(rule.name()));
            }
            (Some(Shown::Figures(home)), Ok(found)) => {
                let value = |r: &Result<Correlation, Undefined>| {
                    Cell::maybe(r.as_ref().ok().map(|r| r.value), Kind::Coefficient)
                };
                let limits = found.anchored_r.as_ref().ok().and_then(|r| r.interval.as_ref().ok());
                row.extend([
                    Cell::text(instrument.scales()[home.scale].id.as_str()),
                    home.items.as_ref().map_or(Cell::Blank, |items| Cell::count(items.n)),
                    value(&found.item_rest_r),
                    figure(&found.item_rest_r_within),
                    value(&found.anchored_r),
                    Cell::maybe(limits.map(|limits| limits.lower), Kind::Coefficient),
                    Cell::maybe(limits.map(|limits| limits.upper), Kind::Coefficient),
                    figure(&found.loading),
                    figure(&found.alpha),
                    figure(&found.alpha_other_way),
                    Cell::maybe(found.pomp, Kind::Percent),
                ]);
            }
            _ => {}
        }
        table.push(row);
    }
    table
}

fn screening(published: &PublishedCheck, context: &CheckContext<'_>) -> Table {
    let keys = [
        "file",
        "row",
        "flags",
        "answered",
        "longest_run",
        "intra_individual_sd",
        "mahalanobis_d2",
        "mahalanobis_p",
        "seconds_an_answer",
        "duplicate_of_row",
    ];
    let mut table = Table::tidy("screening", &keys);
    for (row, one) in published.screening.respondents.iter().enumerate() {
        let (file, number) = context.place(row);
        let flags: Vec<&str> = one.flags.iter().map(|flag| flag.name()).collect();
        table.push(vec![
            Cell::text(file),
            Cell::count(u64::from(number)),
            Cell::Text(flags.join("; ")),
            Cell::count(one.answered as u64),
            Cell::count(one.longest_run as u64),
            Cell::maybe(one.intra_individual_sd, Kind::Score),
            Cell::maybe(one.mahalanobis.map(|distance| distance.d2), Kind::Statistic),
            Cell::maybe(one.mahalanobis.map(|distance| distance.p), Kind::PValue),
            Cell::maybe(one.seconds_an_answer, Kind::Statistic),
            one.duplicate_of
                .map_or(Cell::Blank, |first| Cell::count(u64::from(context.place(first).1))),
        ]);
    }
    table
}

fn missing(published: &PublishedCheck, context: &CheckContext<'_>) -> Table {
    let mut table = Table::tidy("missing", &["item", "answered", "reason", "count"]);
    for item in &published.missing {
        let id = || Cell::text(context.context.instrument.items()[item.item].id.as_str());
        let reasons: Vec<_> = item.missing.iter().filter(|(_, count)| **count > 0).collect();
        if reasons.is_empty() {
            table.push(vec![id(), Cell::count(item.answered)]);
        }
        for (reason, &count) in reasons {
            table.push(vec![
                id(),
                Cell::count(item.answered),
                Cell::text(reason.name()),
                Cell::count(count),
            ]);
        }
    }
    table
}

fn response(published: &PublishedCheck) -> Table {
    let keys = ["grouping", "group", "answered", "staff", "rate", "figures", "withheld"];
    let mut table = Table::tidy("response", &keys);
    let trust = &published.trust;
    table.push(vec![
        Cell::text("trust"),
        Cell::text("the trust"),
        Cell::count(trust.answered),
        trust.staff.map_or(Cell::Blank, Cell::count),
        Cell::maybe(trust.rate, Kind::Coefficient),
    ]);
    let academies = ("academy", &published.academies);
    let by = published.by.iter().map(|(column, groups)| (column.as_str(), groups));
    for (column, groups) in std::iter::once(academies).chain(by) {
        for group in groups {
            let mut row = vec![Cell::text(column), name_cell(&group.name, column)];
            match &group.response {
                Shown::Figures(found) => row.extend([
                    Cell::count(found.answered),
                    found.staff.map_or(Cell::Blank, Cell::count),
                    Cell::maybe(found.rate, Kind::Coefficient),
                    Cell::text(group.prospect.name()),
                ]),
                Shown::Withheld(rule) => row.extend([
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    Cell::text(group.prospect.name()),
                    Cell::text(rule.name()),
                ]),
            }
            table.push(row);
        }
    }
    table
}

fn columns(context: &CheckContext<'_>) -> Table {
    let mut table = Table::tidy("columns", &["file", "use", "item", "header", "letter"]);
    for file in &context.files {
        let path = || Cell::text(file.path.as_str());
        for (item, header, letter) in &file.columns {
            table.push(vec![
                path(),
                Cell::text("item"),
                Cell::text(item.as_str()),
                Cell::text(header.as_str()),
                Cell::text(letter.as_str()),
            ]);
        }
        let mut other = |role: &str, header: &String| {
            table.push(vec![path(), Cell::text(role), Cell::Blank, Cell::text(header.as_str())]);
        };
        file.academy.iter().for_each(|header| other("academy", header));
        file.duration.iter().for_each(|header| other("duration", header));
        file.unused.iter().for_each(|header| other("not used", header));
    }
    table
}
