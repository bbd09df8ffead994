//! Reads `[[academy]]`: the academies' names, numbers of staff, and the dates between which they belong to the trust.

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;
use toml::de::DeValue;

use crate::input::text::name_key;
use crate::input::toml_file::{Declarations, Faults, Spot, TomlTable, count_of, shown};
use crate::input::trust::date::date;
use crate::input::trust::fault::TrustFault;
use crate::model::Academy;

/// More staff than any school has, and few enough that headcounts can be added without overflow.
pub(crate) const MOST_STAFF: u64 = 1_000_000;

/// The academies of a file, and all names in use.
#[derive(Debug, Default)]
pub(crate) struct Academies {
    pub(crate) list: Vec<Academy>,
    taken: HashMap<String, Taken>,
}

/// A name in use.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The `[[academy]]` table that uses it, counted in file order.
    table: usize,
    pub(crate) academy: String,
    pub(crate) line: usize,
}

impl Academies {
    /// The academy with this name, alias or URN.
    pub(crate) fn named(&self, name: &str) -> Option<&str> {
        self.taken(name).map(|taken| taken.academy.as_str())
    }

    /// The use of this name, alias or URN.
    pub(crate) fn taken(&self, name: &str) -> Option<&Taken> {
        self.taken.get(&name_key(name))
    }

    /// Reserves a name for an academy, and reports it if another academy has it.
    fn take(&mut self, what: &'static str, name: &Spanned<&str>, academy: &str, table: usize, faults: &mut Faults) {
        let found = *name.get_ref();
        if names_nobody(what, name, faults) {
            return;
        }
        let (key, line) = (name_key(found), faults.line(&name.span()));
        match self.taken.get(&key) {
            // An alias that spells the academy's own name differently does no harm.
            Some(taken) if taken.table == table => {}
            Some(taken) => {
                let fault = TrustFault::Taken {
                    what,
                    found: shown(found),
                    academy: shown(&taken.academy),
                    line: taken.line,
                };
                faults.add(&name.span(), fault);
            }
            None => {
                let academy = academy.to_owned();
                self.taken.insert(key, Taken { table, academy, line });
            }
        }
    }
}

/// True if a name has no letter and no digit, which is reported as a fault.
pub(crate) fn names_nobody(what: &'static str, name: &Spanned<&str>, faults: &mut Faults) -> bool {
    let names_nobody = name_key(name.get_ref()).is_empty();
    if names_nobody {
        let found = shown(name.get_ref().trim());
        faults.add(&name.span(), TrustFault::NamesNobody { what, found });
    }
    names_nobody
}

/// Reads the academies in file order.
pub(crate) fn read_academies(tables: &[TomlTable<'_>], faults: &mut Faults) -> Academies {
    let mut academies = Academies::default();
    for (place, table) in tables.iter().enumerate() {
        let name = table.required_text("name", "name = \"Ashdown Primary\"", faults);
        let own = name.as_ref().map_or("", |name| name.get_ref().trim());
        if let Some(name) = &name {
            academies.take("the name", name, own, place, faults);
        }
        let aliases = table
            .texts("aliases", "aliases = [\"Ashdown\"]", faults)
            .unwrap_or_default();
        for alias in &aliases {
            academies.take("the alias", alias, own, place, faults);
        }
        let urn = urn(table, faults);
        if let Some(urn) = &urn {
            let text = Spanned::new(urn.span(), urn.get_ref().as_str());
            academies.take("the URN", &text, own, place, faults);
        }
        let phase = table.text("phase", faults);
        let headcount = table.count("headcount", 1, MOST_STAFF, faults);
        let by_role = headcount_by_role(table, faults);
        let in_roles: u64 = by_role.values().sum();
        if let Some(headcount) = headcount.filter(|&headcount| in_roles > headcount) {
            let fault = TrustFault::RolesAboveHeadcount {
                academy: shown(own),
                roles: in_roles,
                headcount,
            };
            faults.add(&table.span_of("headcount_by_role"), fault);
        }
        let (joined, left) = (date(table, "joined", faults), date(table, "left", faults));
        let (joined, left) = (joined.map(|day| *day.get_ref()), left.map(|day| *day.get_ref()));
        if let Some((joined, left)) = joined.zip(left).filter(|(joined, left)| left <= joined) {
            let academy = shown(own);
            let fault = TrustFault::LeftFirst { academy, joined, left };
            faults.add(&table.span_of("left"), fault);
        }
        academies.list.push(Academy {
            name: own.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias.get_ref()).to_owned()).collect(),
            urn: urn.map(Spanned::into_inner),
            phase: phase.map(|phase| phase.get_ref().trim().to_owned()),
            headcount,
            headcount_by_role: by_role,
            joined,
            left,
        });
    }
    academies
}

/// A URN, which may be written as a number.
fn urn(table: &TomlTable<'_>, faults: &mut Faults) -> Option<Spanned<String>> {
    let value = table.value("urn")?;
    let text = match value.get_ref() {
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        _ => (*table.text("urn", faults)?.get_ref()).trim().to_owned(),
    };
    let sound = (4..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !sound {
        let found = shown(&text);
        faults.add(&value.span(), TrustFault::BadUrn(found));
        return None;
    }
    Some(Spanned::new(value.span(), text))
}

fn headcount_by_role(table: &TomlTable<'_>, faults: &mut Faults) -> BTreeMap<String, u64> {
    let mut by_role = BTreeMap::new();
    let mut declared = Declarations::new("the role", "keep one of them");
    for (role, value) in table.free("headcount_by_role", faults).unwrap_or_default() {
        let name = *role.get_ref();
        if !names_nobody("a role", &role, faults) {
            declared.add(name_key(name), &role, faults);
        }
        if let Some(staff) = count_of(&Spot::key(name), value, 0, MOST_STAFF, faults) {
            by_role.insert(name.to_owned(), staff);
        }
    }
    by_role
}
