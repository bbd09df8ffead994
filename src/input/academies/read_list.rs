//! Reads the list of a trust's academies: names, aliases, URNs and numbers of staff.
//!
//! The list is a small table made for the purpose, or an extract of the national register of schools, which may contain
//! other trusts.

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::list::{AcademyList, ListedAcademy};
use crate::input::academies::read_headcounts::STAFF;
use crate::input::academies::small_table::{SmallTable, whole_count};
use crate::input::error::{InputError, Problem};
use crate::input::open::{Stored, whole};
use crate::input::options::ReadOptions;
use crate::input::text::{name_key, nearest};

const NAMES: &[&str] = &[
    "academy",
    "school",
    "name",
    "academy name",
    "school name",
    "establishmentname",
    "establishment name",
];
const ALIASES: &[&str] = &[
    "aliases",
    "alias",
    "other names",
    "also known as",
    "short name",
    "known as",
];
const URNS: &[&str] = &["urn", "school urn", "academy urn"];
const TRUST_CODES: &[&str] = &["trusts code", "group id", "group uid", "trust code", "trust id"];
const TRUST_NAMES: &[&str] = &["trusts name", "group name", "trust name", "trust"];
const STATUSES: &[&str] = &["establishmentstatus name", "status"];
const LEFT: &[&str] = &["date left group"];

/// Reads a list of academies. If `trust` is given, keeps only the academies of the trust with that code or name.
///
/// # Errors
/// When the file is not a table, has no column of names, contains several trusts although none was named, lacks the
/// trust that was named, or gives two academies one name.
pub fn read_academies(file: &dyn Stored, trust: Option<&str>) -> Result<AcademyList, InputError> {
    academies(file, trust).map_err(|problem| InputError::of(file.name(), problem))
}

fn academies(file: &dyn Stored, trust: Option<&str>) -> Result<AcademyList, Problem> {
    let options = ReadOptions::default();
    let bytes = whole(file)?;
    let table = SmallTable::open(file.name(), &bytes, &options)?;
    let named = |names: &[&str]| table.column(names);
    let name = table.required_column(NAMES, "which academy", "academy")?;
    let [aliases, urn, staff] = [ALIASES, URNS, STAFF].map(named);
    let [code, group, status, left] = [TRUST_CODES, TRUST_NAMES, STATUSES, LEFT].map(named);

    let wanted = trust.map(name_key);
    let mut trusts: Vec<String> = Vec::new();
    let mut list = AcademyList::of_file(file.name());
    table.each_row(|row| {
        let text = |column: Option<usize>| column.map_or_else(String::new, |column| row.text(column));
        // Schools that closed or left the trust keep their row in the register.
        if name_key(&text(status)) == "closed" || !text(left).is_empty() {
            return Ok(());
        }
        let own = [text(code), text(group)];
        let is_wanted = |wanted: &String| own.iter().any(|trust| name_key(trust) == *wanted);
        let called = if own[1].is_empty() { &own[0] } else { &own[1] };
        if !called.is_empty() && !trusts.contains(called) && (trusts.len() < 2 || wanted.is_some()) {
            trusts.push(called.clone());
        }
        if wanted.as_ref().is_some_and(|wanted| !is_wanted(wanted)) || text(Some(name)).is_empty() {
            return Ok(());
        }
        let count = whole_count(&text(staff));
        if let (None, Some(column)) = (count, staff)
            && !row.text(column).is_empty()
        {
            return Err(row.not_a_count(column));
        }
        // Without a trust's name, the whole register would be used.
        if wanted.is_none() && trusts.len() > 1 {
            return Err(AcademyFileError::SeveralTrusts(trusts.clone()));
        }
        let other = text(aliases);
        let other = other.split([';', '|']).map(str::trim).filter(|alias| !alias.is_empty());
        list.add(ListedAcademy {
            name: text(Some(name)),
            aliases: other.map(str::to_owned).collect(),
            urn: Some(text(urn)).filter(|urn| !urn.is_empty()),
            staff: count,
            row: row.number,
        })
    })?;
    match trust {
        Some(trust) if list.academies().is_empty() => Err(AcademyFileError::NoSuchTrust {
            trust: trust.to_owned(),
            nearest: nearest(trust, trusts.iter().map(String::as_str)).map(str::to_owned),
        }
        .into()),
        _ if list.academies().is_empty() => Err(AcademyFileError::OnlyHeader.into()),
        _ => Ok(list),
    }
}
