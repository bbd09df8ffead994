//! Reads `[[term]]`: the rounds of the survey, earliest first.

use std::ops::Range;

use jiff::civil::Date;

use crate::input::text::name_key;
use crate::input::toml_file::{Declarations, Faults, TomlTable, shown};
use crate::input::trust::academy::names_nobody;
use crate::input::trust::date::date;
use crate::input::trust::fault::TrustFault;
use crate::input::trust::load::read_instrument;
use crate::model::Term;

/// Reads the terms.
pub(crate) fn read_terms(tables: &[TomlTable<'_>], faults: &mut Faults) -> Vec<Term> {
    let mut terms = Vec::with_capacity(tables.len());
    let mut names = Declarations::new(
        "the term",
        "give each its own name; several files of one term stand in one list",
    );
    let mut files = Declarations::new("the file", "its answers belong to one term, once");
    let mut before: Option<(String, Date, Range<usize>)> = None;
    for table in tables {
        let name = table.required_text("name", "name = \"Autumn 2026\"", faults);
        let own = name.as_ref().map_or("", |name| name.get_ref().trim());
        if let Some(name) = &name
            && !names_nobody("the name of a term", name, faults)
        {
            names.add(name_key(own), name, faults);
        }
        table.must_have("date", "date = 2026-10-05", faults);
        let day = date(table, "date", faults);
        if let Some(day) = &day {
            let date = *day.get_ref();
            if let Some((before, before_date, span)) = before.take().filter(|(_, earlier, _)| *earlier >= date) {
                let fault = TrustFault::Order {
                    term: shown(own),
                    date,
                    before: shown(&before),
                    before_date,
                    line: faults.line(&span),
                };
                faults.add(&day.span(), fault);
            }
            before = Some((own.to_owned(), date, day.span()));
        }
        let list = read_files(table, own, &mut files, faults);
        let headcount = table.text("headcount", faults).filter(|path| is_file(path, faults));
        let instrument = read_instrument(table, faults);
        let plan = table.text("plan", faults).filter(|path| is_file(path, faults));
        if let Some(day) = day {
            terms.push(Term {
                name: own.to_owned(),
                date: *day.get_ref(),
                files: list,
                headcount: headcount.map(|path| (*path.get_ref()).to_owned()),
                instrument,
                plan: plan.map(|path| (*path.get_ref()).to_owned()),
            });
        }
    }
    terms
}

fn read_files(table: &TomlTable<'_>, term: &str, declared: &mut Declarations, faults: &mut Faults) -> Vec<String> {
    const EXAMPLE: &str = "files = [\"autumn-2026.csv\"]";
    table.must_have("files", EXAMPLE, faults);
    let Some(found) = table.list("files", EXAMPLE, faults) else {
        return Vec::new();
    };
    if found.is_empty() {
        let fault = TrustFault::EmptyList {
            what: format!("`files` of the term `{}`", shown(term)),
            cure: "name its response files, or remove the term until it has some",
        };
        faults.add(&table.span_of("files"), fault);
    }
    let mut files = Vec::new();
    for file in table.texts("files", EXAMPLE, faults).unwrap_or_default() {
        let path = *file.get_ref();
        if is_file(&file, faults) && declared.add(path, &file, faults) {
            files.push(path.to_owned());
        }
    }
    files
}

/// True if a path names a file. Standard input is reported as a fault.
pub(crate) fn is_file(path: &toml::Spanned<&str>, faults: &mut Faults) -> bool {
    let is_file = path.get_ref().trim() != "-";
    if !is_file {
        faults.add(&path.span(), TrustFault::StandardInput);
    }
    is_file
}
