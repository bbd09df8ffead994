//! Arranges the groups of a column other than the academy, such as roles: pools small ones and adds up the academies'
//! staff by role.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::input::text::{all_quoted, did_you_mean, name_key, nearest};
use crate::input::trust::arrange::{Arranged, clash};
use crate::model::{Academy, Finding, Level, Pool, Pooled, Trust};

/// Combines the groups of a column into the trust's pools of roles. A pool takes the place of its first member; other
/// groups keep their order, and respondents without a group come last.
///
/// The staff of a role is known if every academy that belongs to the trust on that day gives it.
#[must_use]
pub fn arrange_roles(trust: &Trust, day: Option<Date>, found: &[String]) -> Arranged {
    let mut arranged = Arranged {
        places: vec![0; found.len()],
        ..Arranged::default()
    };
    let mut members: Vec<Vec<&str>> = Vec::new();
    for (group, name) in found.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let pool = pool_of(trust, name);
        let shown = pool.map_or(name, |pool| &pool.name);
        let known = arranged
            .names
            .iter()
            .position(|other| name_key(other) == name_key(shown));
        let place = known.unwrap_or_else(|| {
            arranged.names.push(shown.clone());
            members.push(Vec::new());
            arranged.names.len() - 1
        });
        members[place].push(name);
        arranged.places[group] = place;
    }
    arranged.staff = members.iter().map(|found| staff_of(trust, day, found)).collect();
    for pool in trust.pools(Pooled::Roles) {
        arranged.findings.extend(of_pool(pool, found, trust));
    }
    arranged.add_nameless(found);
    arranged
}

/// The pool that a role is shown in.
pub(crate) fn pool_of<'t>(trust: &'t Trust, role: &str) -> Option<&'t Pool> {
    let same = name_key(role);
    trust
        .pools(Pooled::Roles)
        .find(|pool| pool.members.iter().any(|member| name_key(member) == same))
}

/// Findings about a pool, if the column has any of its members.
fn of_pool(pool: &Pool, found: &[String], trust: &Trust) -> Vec<Finding> {
    let there = |member: &String| found.iter().any(|name| name_key(name) == name_key(member));
    if !pool.members.iter().any(there) {
        return Vec::new();
    }
    let message = format!("`{}` stands for {}", pool.name, all_quoted(&pool.members));
    let mut findings = vec![Finding::new(Level::Note, "pool", message)];
    for member in pool.members.iter().filter(|member| !there(member)) {
        let near = nearest(member, found.iter().map(String::as_str));
        let message = format!(
            "nobody is in `{member}`, which the pool `{}` names{}",
            pool.name,
            did_you_mean(near)
        );
        findings.push(Finding::new(Level::Warning, "unknown-role", message));
    }
    if found
        .iter()
        .any(|name| name_key(name) == name_key(&pool.name) && pool_of(trust, name).is_none())
    {
        findings.push(clash(&pool.name));
    }
    findings
}

/// The number of staff of a group. For a pool, this includes members without respondents, and all members where the answers name the
/// pool itself.
fn staff_of(trust: &Trust, day: Option<Date>, found: &[&str]) -> Option<u64> {
    let named = |role: &str| found.iter().any(|name| name_key(name) == name_key(role));
    let counted = |role: &&String| {
        let same = name_key(role);
        let mut roles = trust
            .academies()
            .iter()
            .flat_map(|academy| academy.headcount_by_role.keys());
        roles.any(|name| name_key(name) == same)
    };
    let pool = found
        .iter()
        .find_map(|name| pool_of(trust, name).or_else(|| pool_named(trust, name)));
    let silent = pool.into_iter().flat_map(|pool| &pool.members);
    let silent = silent.filter(|role| !named(role)).filter(counted);
    // Where the form offers a pool as one answer, that answer stands for the members.
    let is_pool = |name: &&str| pool_of(trust, name).is_none() && pool_named(trust, name).is_some();
    let roles = found.iter().copied().filter(|name| !is_pool(name));
    let mut all = roles.chain(silent.map(String::as_str)).peekable();
    all.peek()?;
    all.map(|role| staff(trust, day, role)).sum()
}

/// The pool with this name.
fn pool_named<'t>(trust: &'t Trust, name: &str) -> Option<&'t Pool> {
    let same = name_key(name);
    trust.pools(Pooled::Roles).find(|pool| name_key(&pool.name) == same)
}

/// The number of staff in a role over all academies.
fn staff(trust: &Trust, day: Option<Date>, role: &str) -> Option<u64> {
    let same = name_key(role);
    let mut here = trust
        .academies()
        .iter()
        .filter(|academy| academy.belongs(day))
        .peekable();
    here.peek()?;
    // In a column of other things than roles, no academy counts its staff by group.
    let counted = |academy: &&Academy| academy.headcount_by_role.keys().any(|name| name_key(name) == same);
    if !trust.academies().iter().any(|academy| counted(&academy)) {
        return None;
    }
    here.map(|academy| of_academy(academy, &same)).sum()
}

/// The number of staff that an academy has in a role, given by its key.
pub(crate) fn of_academy(academy: &Academy, role: &str) -> Option<u64> {
    let roles: &BTreeMap<String, u64> = &academy.headcount_by_role;
    let own = roles
        .iter()
        .find(|(name, _)| name_key(name) == role)
        .map(|(_, &staff)| staff);
    // If the roles listed add up to the headcount, a role that is not listed has no staff.
    own.or_else(|| (academy.headcount == Some(roles.values().sum())).then_some(0))
}
