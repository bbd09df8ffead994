//! Reads `[[pool]]`: small groups that are shown as one.

use std::collections::HashMap;

use crate::input::text::{name_key, nearest};
use crate::input::toml_file::{Declarations, Faults, TomlTable, shown};
use crate::input::trust::academy::{Academies, names_nobody};
use crate::input::trust::fault::TrustFault;
use crate::model::{Pool, Pooled};

/// Reads the pools. Pools of academies may only name academies of the file.
pub(crate) fn read_pools(tables: &[TomlTable<'_>], academies: &Academies, faults: &mut Faults) -> Vec<Pool> {
    const EXAMPLE: &str = "members = [\"Ashdown Primary\", \"Ivy Lane Primary\"]";
    let mut pools = Vec::with_capacity(tables.len());
    let mut names = Declarations::new("the pool", "give each its own name");
    let mut pooled: HashMap<(&str, String), usize> = HashMap::new();
    for table in tables {
        let words = [
            (Pooled::Academies.name(), Pooled::Academies),
            (Pooled::Roles.name(), Pooled::Roles),
        ];
        let of = table.word("of", &words, faults);
        if of.is_none() && table.has("of") {
            // Without a valid kind it is unknown what the members should be.
            continue;
        }
        let of = of.unwrap_or(Pooled::Academies);
        let name = table.required_text("name", "name = \"Small primaries\"", faults);
        let own = name.as_ref().map_or("", |name| name.get_ref().trim());
        if let Some(name) = &name {
            let taken = academies.taken(own).filter(|_| of == Pooled::Academies);
            let nobody = names_nobody("the name of a pool", name, faults);
            if let Some(taken) = taken {
                let fault = TrustFault::Taken {
                    what: "the pool's name",
                    found: shown(own),
                    academy: shown(&taken.academy),
                    line: taken.line,
                };
                faults.add(&name.span(), fault);
            } else if !nobody {
                names.add(format!("{} {}", of.name(), name_key(own)), name, faults);
            }
        }
        table.must_have("members", EXAMPLE, faults);
        let mut members: Vec<String> = Vec::new();
        let found = table.texts("members", EXAMPLE, faults).unwrap_or_default();
        for member in &found {
            let text = member.get_ref().trim();
            let called = match of {
                Pooled::Roles => Some(text),
                Pooled::Academies => academies.named(text),
            };
            let Some(called) = called else {
                let fault = TrustFault::UnknownMember {
                    pool: shown(own),
                    member: shown(text),
                    nearest: nearest(text, academies.list.iter().map(|academy| academy.name.as_str())).map(shown),
                };
                faults.add(&member.span(), fault);
                continue;
            };
            let line = faults.line(&member.span());
            if let Some(&line) = pooled.get(&(of.name(), name_key(called))) {
                let fault = TrustFault::InTwoPools {
                    member: shown(text),
                    of: if of == Pooled::Academies { "academy" } else { "role" },
                    line,
                };
                faults.add(&member.span(), fault);
                continue;
            }
            pooled.insert((of.name(), name_key(called)), line);
            members.push(called.to_owned());
        }
        if let Some(list) = table.list("members", EXAMPLE, &mut Faults::new(faults.source, &[])) {
            let span = table.span_of("members");
            match list.len() {
                0 => {
                    let what = format!("`members` of the pool `{}`", shown(own));
                    let cure = "name two or more, or remove the pool";
                    faults.add(&span, TrustFault::EmptyList { what, cure });
                }
                1 => faults.add(&span, TrustFault::FewMembers(shown(own))),
                _ => {}
            }
        }
        pools.push(Pool {
            name: own.to_owned(),
            of,
            members,
        });
    }
    pools
}
