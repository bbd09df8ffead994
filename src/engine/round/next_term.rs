//! The academies of the next term, with their staff, before anybody answered.

use crate::disclosure::NextAcademy;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{headcount_file, headcounts};
use crate::engine::round::settings::Settings;
use crate::engine::{Error, Setup, Source, TrustFile};
use crate::input::trust::arrange_academies;
use crate::input::{Headcounts, name_key};
use crate::model::{Academy, Finding, Pooled, Trust};

/// Findings about staff numbers and pools that also hold before anybody answered.
const KEPT: [&str; 2] = ["pool", "no-headcount"];

/// The academies of the next term.
#[derive(Debug, Default)]
pub(crate) struct NextTerm {
    pub(crate) academies: Vec<NextAcademy>,
    /// The roles in which the trust file counts staff.
    pub(crate) roles: Vec<String>,
    pub(crate) findings: Vec<Finding>,
    /// The file of headcounts.
    pub(crate) headcount_file: Option<Source>,
}

impl NextTerm {
    /// The academies of the trust file, or else of the headcounts. Headcounts are those of the run, else of the last term.
    ///
    /// # Errors
    /// When headcounts cannot be read.
    pub(crate) fn of(setup: &Setup<'_>, last: &RoundFiles) -> Result<Self, Error> {
        let listed = Settings::of(setup, None, last).listed_headcounts;
        let file = headcount_file(setup, listed.as_deref())?;
        let found = headcounts(file.as_ref(), None, setup.trust.as_ref())?;
        let trust = setup.trust.as_ref().map(TrustFile::trust);
        let mut next = match trust.filter(|trust| !trust.academies().is_empty()) {
            Some(trust) => Self::of_trust(trust, found.as_ref()),
            None => Self::of_headcounts(found.as_ref()),
        };
        next.headcount_file = file;
        Ok(next)
    }

    fn of_headcounts(found: Option<&Headcounts>) -> Self {
        let academies = found.map_or(&[][..], Headcounts::academies).iter();
        let academy = |academy: &crate::input::AcademyHeadcount| NextAcademy {
            name: academy.academy.clone(),
            headcount: Some(academy.staff),
            by_role: Vec::new(),
        };
        Self {
            academies: academies.map(academy).collect(),
            ..Self::default()
        }
    }

    fn of_trust(trust: &Trust, found: Option<&Headcounts>) -> Self {
        let arranged = arrange_academies(trust, None, &[], found);
        let roles = roles(trust);
        let academies = arranged.names.iter().zip(&arranged.staff);
        let academy = |(name, staff): (&String, &Option<u64>)| NextAcademy {
            name: name.clone(),
            headcount: *staff,
            by_role: roles.iter().map(|role| staff_of(trust, name, role)).collect(),
        };
        let kept = |finding: &Finding| KEPT.contains(&finding.code.as_ref());
        Self {
            academies: academies.map(academy).collect(),
            findings: arranged.findings.into_iter().filter(kept).collect(),
            roles,
            headcount_file: None,
        }
    }
}

/// The roles in which the trust file counts staff, each once and under the name of its pool.
fn roles(trust: &Trust) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for role in trust
        .academies()
        .iter()
        .flat_map(|academy| academy.headcount_by_role.keys())
    {
        let shown = shown_role(trust, role);
        if !roles.iter().any(|known| name_key(known) == name_key(shown)) {
            roles.push(shown.to_owned());
        }
    }
    roles
}

/// The name under which a role is shown.
fn shown_role<'t>(trust: &'t Trust, role: &'t str) -> &'t str {
    let same = |member: &String| name_key(member) == name_key(role);
    let pool = trust.pools(Pooled::Roles).find(|pool| pool.members.iter().any(same));
    pool.map_or(role, |pool| &pool.name)
}

/// The staff of a role of an academy, or of a pool of academies; `None` if an academy does not count its staff by role.
fn staff_of(trust: &Trust, name: &str, role: &str) -> Option<u64> {
    let pooled = trust.pools(Pooled::Academies).find(|pool| pool.name == name);
    let is_here = |academy: &&Academy| {
        academy.belongs(None) && pooled.map_or(academy.name == name, |pool| pool.members.contains(&academy.name))
    };
    let of_academy = |academy: &Academy| {
        let by_role = &academy.headcount_by_role;
        let own = by_role
            .iter()
            .filter(|(own, _)| name_key(shown_role(trust, own)) == name_key(role));
        (!by_role.is_empty()).then(|| own.map(|(_, staff)| staff).sum::<u64>())
    };
    trust.academies().iter().filter(is_here).map(of_academy).sum()
}

#[cfg(test)]
mod tests {
    use super::NextTerm;
    use crate::input::trust::load;

    #[test]
    fn pools_have_the_staff_of_their_members_and_academies_that_left_are_not_planned_for() {
        let text = "name = \"T\"\n\
            [[academy]]\nname = \"Oak\"\nheadcount = 30\nheadcount_by_role = { Teacher = 20, Head = 1 }\n\
            [[academy]]\nname = \"Ash\"\nheadcount = 8\nheadcount_by_role = { Teacher = 6, Deputy = 2 }\n\
            [[academy]]\nname = \"Elm\"\nheadcount = 9\nheadcount_by_role = { Teacher = 7, Head = 2 }\n\
            [[academy]]\nname = \"Yew\"\nheadcount = 50\nleft = 2026-07-31\n\
            [[academy]]\nname = \"Fir\"\n\
            [[pool]]\nname = \"Small\"\nof = \"academies\"\nmembers = [\"Ash\", \"Elm\"]\n\
            [[pool]]\nname = \"Leaders\"\nof = \"roles\"\nmembers = [\"Head\", \"Deputy\"]\n";
        let trust = load(text.as_bytes(), "cte.toml", &[]).expect("a trust file");
        let next = NextTerm::of_trust(&trust, None);
        assert_eq!(next.roles, ["Leaders", "Teacher"]);
        let academies = next.academies.iter();
        let shown: Vec<_> = academies
            .map(|academy| (academy.name.as_str(), academy.headcount, academy.by_role.as_slice()))
            .collect();
        assert_eq!(shown[0], ("Oak", Some(30), &[Some(1), Some(20)][..]));
        assert_eq!(shown[1], ("Small", Some(17), &[Some(4), Some(13)][..]));
        assert_eq!(shown[2], ("Fir", None, &[None, None][..]));
        assert_eq!(shown.len(), 3);
        assert!(next.findings.iter().any(|finding| finding.message.contains("Fir")));
    }
}
