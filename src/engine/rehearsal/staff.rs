//! The staff of a trust, academy by academy.

use crate::engine::rehearsal::wishes::{SimulationWishes, place_named};
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{headcount_file, headcounts};
use crate::engine::round::settings::Settings;
use crate::engine::{Error, Setup, TrustFile};
use crate::input::{AcademyHeadcount, Headcounts, name_key};
use crate::model::{Academy, Trust};

/// Academies that are invented if none are known.
const INVENTED: u64 = 5;
/// Staff of an academy whose headcount is not known.
const USUAL_STAFF: u64 = 40;
/// Roles with their staff of 100, if the trust file counts no roles.
const USUAL_ROLES: [(&str, u64); 3] = [("Teacher", 60), ("Teaching assistant", 25), ("Other staff", 15)];

/// The staff of a trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Staff {
    pub(crate) academies: Vec<AcademyStaff>,
    pub(crate) roles: Vec<String>,
}

/// The staff of an academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AcademyStaff {
    pub(crate) name: String,
    pub(crate) staff: u64,
    /// For each role, the number among those that are counted by role.
    by_role: Vec<u64>,
}

impl Staff {
    /// The academies of the trust file, else of the headcounts, else invented ones.
    ///
    /// # Errors
    /// When headcounts cannot be read.
    pub(crate) fn of(setup: &Setup<'_>, files: &RoundFiles, wishes: &SimulationWishes) -> Result<Self, Error> {
        let listed = Settings::of(setup, None, files).listed_headcounts;
        let file = headcount_file(setup, listed.as_deref())?;
        let counts = headcounts(file.as_ref(), None, setup.trust.as_ref())?;
        let counts = counts.as_ref().map_or(&[][..], Headcounts::academies);
        let trust = setup.trust.as_ref().map(TrustFile::trust);
        let mut staff = match trust.filter(|trust| !trust.academies().is_empty()) {
            Some(trust) => Self::of_trust(trust, counts),
            None if counts.is_empty() => Self::of_counts((1..=INVENTED).map(invented)),
            None => Self::of_counts(counts.iter().map(|count| (count.academy.clone(), count.staff))),
        };
        if let Some(people) = wishes.people {
            staff.scale(people);
        }
        Ok(staff)
    }

    fn of_trust(trust: &Trust, counts: &[AcademyHeadcount]) -> Self {
        let here = || trust.academies().iter().filter(|academy| academy.belongs(None));
        let mut roles: Vec<String> = here()
            .flat_map(|academy| academy.headcount_by_role.keys().cloned())
            .collect();
        roles.sort();
        roles.dedup();
        let of_role = |academy: &Academy, role: &String| academy.headcount_by_role.get(role).copied().unwrap_or(0);
        let everywhere: Vec<u64> = roles
            .iter()
            .map(|role| here().map(|academy| of_role(academy, role)).sum())
            .collect();
        let (roles, everywhere) = if everywhere.iter().sum::<u64>() == 0 {
            usual_roles()
        } else {
            (roles, everywhere)
        };
        let academy = |academy: &Academy| {
            let own: Vec<u64> = roles.iter().map(|role| of_role(academy, role)).collect();
            let of_roles: u64 = own.iter().sum();
            let known = (of_roles > 0).then_some(of_roles);
            AcademyStaff {
                name: academy.name.clone(),
                staff: counted(academy, counts)
                    .or(academy.headcount)
                    .or(known)
                    .unwrap_or(USUAL_STAFF),
                by_role: if of_roles == 0 { everywhere.clone() } else { own },
            }
        };
        let academies = here().map(academy).collect();
        Self { academies, roles }
    }

    fn of_counts(counts: impl Iterator<Item = (String, u64)>) -> Self {
        let (roles, by_role) = usual_roles();
        let academy = |(name, staff)| AcademyStaff {
            name,
            staff,
            by_role: by_role.clone(),
        };
        let academies = counts.map(academy).collect();
        Self { academies, roles }
    }

    /// Scales the staff to a number of people, with remainders to the first academies.
    fn scale(&mut self, people: u64) {
        let all: u128 = self.academies.iter().map(|academy| u128::from(academy.staff)).sum();
        let (mut before, mut given) = (0_u128, 0_u64);
        for academy in &mut self.academies {
            before += u128::from(academy.staff);
            let until = (before * u128::from(people)).checked_div(all).unwrap_or(0);
            let until = u64::try_from(until).unwrap_or(people);
            academy.staff = until - given;
            given = until;
        }
    }

    /// The place of a role.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn role(&self, name: &str) -> Result<usize, Error> {
        place_named(self.roles.iter().map(String::as_str), name, "role")
    }
}

impl AcademyStaff {
    /// The place of the role for a uniform draw.
    pub(crate) fn role_drawn(&self, draw: f64) -> usize {
        let all: u64 = self.by_role.iter().sum();
        let mut rest = draw * all as f64;
        for (place, staff) in self.by_role.iter().enumerate() {
            rest -= *staff as f64;
            if rest < 0.0 {
                return place;
            }
        }
        self.by_role.len().saturating_sub(1)
    }
}

fn invented(number: u64) -> (String, u64) {
    (format!("Made-up Academy {number}"), USUAL_STAFF)
}

fn usual_roles() -> (Vec<String>, Vec<u64>) {
    USUAL_ROLES
        .map(|(name, staff)| (name.to_owned(), staff))
        .into_iter()
        .unzip()
}

/// The staff of an academy in the file of headcounts, by its name or an alias.
fn counted(academy: &Academy, counts: &[AcademyHeadcount]) -> Option<u64> {
    let names = || std::iter::once(&academy.name).chain(&academy.aliases);
    let is_it = |count: &&AcademyHeadcount| names().any(|name| name_key(name) == name_key(&count.academy));
    counts.iter().find(is_it).map(|count| count.staff)
}

#[cfg(test)]
mod tests {
    use super::Staff;
    use crate::input::trust::load;

    #[test]
    fn academies_have_their_own_staff_and_roles_and_are_scaled_to_the_last_person() {
        let text = "name = \"T\"\n\
            [[academy]]\nname = \"Oak\"\nheadcount = 30\nheadcount_by_role = { Teacher = 20, Head = 1 }\n\
            [[academy]]\nname = \"Ash\"\nheadcount_by_role = { Teacher = 6, Deputy = 2 }\n\
            [[academy]]\nname = \"Yew\"\nheadcount = 50\nleft = 2026-07-31\n\
            [[academy]]\nname = \"Fir\"\n\
            [[pool]]\nname = \"Leaders\"\nof = \"roles\"\nmembers = [\"Head\", \"Deputy\"]\n";
        let trust = load(text.as_bytes(), "cte.toml", &[]).expect("a trust file");
        let mut staff = Staff::of_trust(&trust, &[]);
        assert_eq!(staff.roles, ["Deputy", "Head", "Teacher"]);
        let numbers = |staff: &Staff| staff.academies.iter().map(|one| one.staff).collect::<Vec<_>>();
        assert_eq!(numbers(&staff), [30, 8, 40]);
        assert_eq!(staff.academies[0].by_role, [0, 1, 20]);
        assert_eq!(staff.academies[2].by_role, [2, 1, 26]);
        assert_eq!(
            [0.0, 0.04, 0.05, 0.99].map(|draw| staff.academies[0].role_drawn(draw)),
            [1, 1, 2, 2]
        );
        staff.scale(1000);
        assert_eq!(numbers(&staff).iter().sum::<u64>(), 1000);
        staff.scale(u64::MAX);
        assert_eq!(numbers(&staff).iter().sum::<u64>(), u64::MAX);
    }
}
