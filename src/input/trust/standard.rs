//! The composition of staff that scores are standardised to: the trust's number of staff in each role, whether they
//! responded or not.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::input::text::{did_you_mean, name_key, nearest, quoted};
use crate::input::trust::roles::{of_academy, pool_of};
use crate::model::{Academy, Finding, Level, Trust};

/// The number of staff of the trust in a role, or in a pool of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleStaff {
    /// The name of the role in outputs.
    pub role: String,
    /// The index among the groups of the survey; `None` if no respondent named it.
    pub place: Option<usize>,
    /// The number of staff in all academies together.
    pub staff: u64,
}

/// The trust's staff by role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleStandard {
    /// Roles with staff in the order of the groups, those without respondents last; empty if unknown.
    pub roles: Vec<RoleStaff>,
    /// Findings for the user.
    pub findings: Vec<Finding>,
}

/// The staff by role of the academies that belong to the trust on a day. Returns `None` unless `names`, the groups of a
/// column, are roles that the trust file counts staff in.
#[must_use]
pub fn role_standard(trust: &Trust, day: Option<Date>, names: &[String]) -> Option<RoleStandard> {
    let here: Vec<&Academy> = trust
        .academies()
        .iter()
        .filter(|academy| academy.belongs(day))
        .collect();
    // By name in outputs: the name, and the roles in the trust file that it combines.
    let mut counted: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for role in here.iter().flat_map(|academy| academy.headcount_by_role.keys()) {
        let shown = pool_of(trust, role).map_or(role, |pool| &pool.name);
        let (_, members) = counted.entry(name_key(shown)).or_insert((shown.clone(), Vec::new()));
        let own = name_key(role);
        if !members.contains(&own) {
            members.push(own);
        }
    }
    if !names.iter().any(|name| counted.contains_key(&name_key(name))) {
        return None;
    }
    let mut standard = RoleStandard::default();
    let place = |shown: &String| names.iter().position(|name| name_key(name) == *shown);
    for (shown, (name, members)) in &counted {
        let mut staff = 0_u64;
        for academy in &here {
            let known = members
                .iter()
                .map(|role| of_academy(academy, role))
                .sum::<Option<u64>>();
            let Some(known) = known else {
                let message = format!(
                    "no standardised scores: `{}` does not say how many staff it has in `{name}` — add it to its \
                     headcount_by_role, 0 where there is nobody",
                    academy.name
                );
                return Some(RoleStandard {
                    roles: Vec::new(),
                    findings: vec![Finding::new(Level::Warning, "no-standard", message)],
                });
            };
            staff = staff.saturating_add(known);
        }
        if staff > 0 {
            let place = place(shown);
            standard.roles.push(RoleStaff {
                role: place.map_or(name, |place| &names[place]).clone(),
                place,
                staff,
            });
        }
    }
    standard.roles.sort_by_key(|role| role.place.unwrap_or(usize::MAX));
    for role in standard.roles.iter().filter(|role| role.place.is_none()) {
        let near = nearest(&role.role, names.iter().map(String::as_str));
        let near = did_you_mean(near);
        let message = format!(
            "no standardised scores: nobody answered as `{}`, where the trust file counts {} staff{near} — spell it as the \
             survey does, or pool it with another role",
            role.role, role.staff
        );
        standard
            .findings
            .push(Finding::new(Level::Warning, "no-standard", message));
    }
    standard.findings.extend(apart(names, &counted));
    Some(standard)
}

/// Notes the groups for which the trust file gives no staff.
fn apart(names: &[String], counted: &BTreeMap<String, (String, Vec<String>)>) -> Option<Finding> {
    let is_apart = |name: &&String| !name.is_empty() && !counted.contains_key(&name_key(name));
    let apart: Vec<String> = names.iter().filter(is_apart).cloned().collect();
    let listed = quoted(&apart);
    let message = format!(
        "the trust file counts no staff in {listed}: who answered so counts in no standardised score — add it to \
         headcount_by_role, or pool it with a role that is there"
    );
    (!apart.is_empty()).then(|| Finding::new(Level::Note, "standard-apart", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::trust::load;

    fn trust(academies: &str) -> Trust {
        let text = format!("name = \"T\"\n{academies}");
        load(text.as_bytes(), "cte.toml", &[]).expect("a trust file")
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn shown(standard: &RoleStandard) -> Vec<(&str, Option<usize>, u64)> {
        let roles = standard.roles.iter();
        roles.map(|role| (role.role.as_str(), role.place, role.staff)).collect()
    }

    const TWO: &str = "[[academy]]\nname = \"Oak\"\nheadcount = 30\nheadcount_by_role = { Teacher = 20, Cook = 10 }\n\
        [[academy]]\nname = \"Ash\"\nheadcount_by_role = { Teacher = 8, Head = 2, Cook = 0 }\n\
        left = 2027-01-01\n";

    #[test]
    fn staff_add_up_over_the_academies_of_the_day() {
        let trust = trust(TWO);
        let found = names(&["teacher", "", "Head", "Cook"]);
        let standard = role_standard(&trust, Some(jiff::civil::date(2026, 9, 1)), &found).unwrap();
        // Oak's roles make up its headcount, so it has no head.
        assert_eq!(
            shown(&standard),
            [("teacher", Some(0), 28), ("Head", Some(2), 2), ("Cook", Some(3), 10)]
        );
        let later = role_standard(&trust, None, &found).unwrap();
        assert_eq!(shown(&later), [("teacher", Some(0), 20), ("Cook", Some(3), 10)]);
        insta::assert_snapshot!(later.findings[0].message, @"the trust file counts no staff in `Head`: who answered so counts in no standardised score — add it to headcount_by_role, or pool it with a role that is there");
        assert_eq!(
            role_standard(&trust, None, &names(&["18–30", "Over 30"])),
            None,
            "another column"
        );
    }

    #[test]
    fn a_pool_has_the_staff_of_all_its_members() {
        let text = format!("{TWO}[[pool]]\nname = \"Others\"\nof = \"roles\"\nmembers = [\"Head\", \"Cook\"]\n");
        let trust = trust(&text);
        let day = Some(jiff::civil::date(2026, 9, 1));
        let standard = role_standard(&trust, day, &names(&["Teacher", "Others"])).unwrap();
        assert_eq!(shown(&standard), [("Teacher", Some(0), 28), ("Others", Some(1), 12)]);
    }

    #[test]
    fn what_is_not_known_is_said_with_its_cure() {
        let half = trust(
            "[[academy]]\nname = \"Oak\"\nheadcount_by_role = { Teacher = 20 }\n\
             [[academy]]\nname = \"Ash\"\nheadcount = 30\n",
        );
        let standard = role_standard(&half, None, &names(&["Teacher"])).unwrap();
        assert!(standard.roles.is_empty());
        insta::assert_snapshot!(standard.findings[0].message, @"no standardised scores: `Ash` does not say how many staff it has in `Teacher` — add it to its headcount_by_role, 0 where there is nobody");
        let silent = role_standard(&trust(TWO), None, &names(&["Teacher", "Kitchen"])).unwrap();
        let said: Vec<&str> = silent.findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        no standardised scores: nobody answered as `Cook`, where the trust file counts 10 staff — spell it as the survey does, or pool it with another role
        the trust file counts no staff in `Kitchen`: who answered so counts in no standardised score — add it to headcount_by_role, or pool it with a role that is there
        ");
    }
}
