//! A trust as its trust file describes it: academies, terms, pools of small groups, default options.

use std::collections::BTreeMap;
use std::ops::Deref;

use jiff::civil::Date;

use crate::model::{Defaults, Icc2Limits};

/// One academy of the trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Academy {
    /// The name in all outputs.
    pub name: String,
    /// Other names in response files.
    pub aliases: Vec<String>,
    /// Unique reference number, as text: numbers of other countries have letters or leading zeros.
    pub urn: Option<String>,
    /// Phase in the trust's words, such as `primary`.
    pub phase: Option<String>,
    /// Number of staff who could answer; 1 or more.
    pub headcount: Option<u64>,
    /// Number of staff by role; together at most `headcount`, if that is known.
    pub headcount_by_role: BTreeMap<String, u64>,
    /// First day in the trust; `None` if the academy has always belonged to it.
    pub joined: Option<Date>,
    /// First day after it left the trust.
    pub left: Option<Date>,
}

impl Academy {
    /// True if the academy belongs to the trust on this day; without a day, true if it has not left.
    #[must_use]
    pub fn belongs(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.joined.is_none_or(|joined| joined <= day) && self.left.is_none_or(|left| left > day),
            None => self.left.is_none(),
        }
    }
}

/// One round of the survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The name, such as `Autumn 2026`.
    pub name: String,
    /// Day on which the survey opened. It decides which academies belonged to the trust.
    pub date: Date,
    /// The response files, relative to the trust file; at least one.
    pub files: Vec<String>,
    /// File of headcounts for this term, relative to the trust file. Replaces the academies' own headcounts.
    pub headcount: Option<String>,
    /// Questionnaire of this term, if not the trust's usual one: id of a bundled questionnaire, or a file relative to the trust file.
    pub instrument: Option<String>,
    /// The plan that was made for this term, as `cte plan --format json` wrote it; relative to the trust file.
    pub plan: Option<String>,
}

/// Kind of groups that a pool merges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooled {
    /// Academies.
    Academies,
    /// Groups of the column that `--by` names.
    Roles,
}

impl Pooled {
    /// The name that the trust file uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Academies => "academies",
            Self::Roles => "roles",
        }
    }
}

/// Small groups that are shown as one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Name of the merged group.
    pub name: String,
    /// Kind of the merged groups.
    pub of: Pooled,
    /// Names of two or more groups; no group is in two pools.
    pub members: Vec<String>,
}

/// Everything in a trust file, unchecked.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustParts {
    /// The trust's name.
    pub name: String,
    /// The questionnaire: id of a bundled one, or a file relative to the trust file.
    pub instrument: Option<String>,
    /// The academies, in the order that every table shows them in.
    pub academies: Vec<Academy>,
    /// The terms, earliest first.
    pub terms: Vec<Term>,
    /// Groups that are shown as one.
    pub pools: Vec<Pool>,
    /// Default options of the command line.
    pub defaults: Defaults,
    /// Limits of ICC(2) in the verdict on aggregation.
    pub limits: Icc2Limits,
    /// Drop of the response rate between terms that causes a warning, above 0 and at most 1.
    pub response_rate_drop: Option<f64>,
    /// Folder of earlier published results, relative to the trust file.
    pub published: Option<String>,
}

/// A trust whose [`TrustParts`] have been checked. Its fields are those of the parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust(TrustParts);

impl Deref for Trust {
    type Target = TrustParts;

    fn deref(&self) -> &TrustParts {
        &self.0
    }
}

/// Reasons why [`TrustParts`] are not a trust.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// Two academies, terms or pools of one name.
    #[error("the {what} `{name}` stands twice")]
    Duplicate {
        /// Academy, term or pool.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A headcount of 0, or below the sum of its roles.
    #[error("the headcount of `{academy}` cannot be: nobody, or fewer than its roles have")]
    Headcount {
        /// The academy.
        academy: String,
    },
    /// An academy that left before it joined.
    #[error("`{academy}` left before it joined")]
    LeftFirst {
        /// The academy.
        academy: String,
    },
    /// A term that is not later than the one before it.
    #[error("the term `{term}` is not later than the one before it")]
    Order {
        /// The term.
        term: String,
    },
    /// A term without files.
    #[error("the term `{term}` has no response files")]
    NoFiles {
        /// The term.
        term: String,
    },
    /// A pool of fewer than two, of something unknown, or of something that another pool has.
    #[error("the pool `{pool}` needs two or more members that exist and are in no other pool")]
    Pool {
        /// The pool.
        pool: String,
    },
    /// A share outside 0 to 1.
    #[error("the response rate cannot drop by {found}")]
    Drop {
        /// The share found.
        found: f64,
    },
}

impl Trust {
    /// Checks the parts and makes the trust.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn new(parts: TrustParts) -> Result<Self, TrustError> {
        once("academy", parts.academies.iter().map(|academy| &academy.name))?;
        once("term", parts.terms.iter().map(|term| &term.name))?;
        for of in [Pooled::Academies, Pooled::Roles] {
            let pools = parts.pools.iter().filter(|pool| pool.of == of);
            once("pool", pools.map(|pool| &pool.name))?;
        }
        parts.academies.iter().try_for_each(check_academy)?;
        if let Some(term) = parts.terms.iter().find(|term| term.files.is_empty()) {
            return Err(TrustError::NoFiles {
                term: term.name.clone(),
            });
        }
        if let Some(pair) = parts.terms.windows(2).find(|pair| pair[0].date >= pair[1].date) {
            return Err(TrustError::Order {
                term: pair[1].name.clone(),
            });
        }
        check_pools(&parts.pools, &parts.academies)?;
        if let Some(found) = parts.response_rate_drop.filter(|drop| !(*drop > 0.0 && *drop <= 1.0)) {
            return Err(TrustError::Drop { found });
        }
        Ok(Self(parts))
    }

    /// The academies, in the order that every table shows them in.
    #[must_use]
    pub fn academies(&self) -> &[Academy] {
        &self.0.academies
    }

    /// The terms, the earliest first.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.0.terms
    }

    /// The phase of a group of academies: an academy's own, or that of a pool whose members have one phase.
    #[must_use]
    pub fn phase_of(&self, group: &str) -> Option<&str> {
        let own = |name: &str| {
            let found = self.academies().iter().find(|academy| academy.name == name)?;
            found.phase.as_deref().filter(|phase| !phase.is_empty())
        };
        let Some(pool) = self.pools(Pooled::Academies).find(|pool| pool.name == group) else {
            return own(group);
        };
        let mut phases = pool.members.iter().map(|member| own(member));
        let first = phases.next()??;
        phases.all(|phase| phase == Some(first)).then_some(first)
    }

    /// The pools of academies or of roles.
    pub fn pools(&self, of: Pooled) -> impl Iterator<Item = &Pool> {
        self.0.pools.iter().filter(move |pool| pool.of == of)
    }
}

fn once<'n>(what: &'static str, names: impl Iterator<Item = &'n String>) -> Result<(), TrustError> {
    let names: Vec<&String> = names.collect();
    let twice = |(place, name): &(usize, &&String)| names[..*place].contains(name);
    match names.iter().enumerate().find(twice) {
        None => Ok(()),
        Some((_, name)) => Err(TrustError::Duplicate {
            what,
            name: (*name).clone(),
        }),
    }
}

fn check_academy(academy: &Academy) -> Result<(), TrustError> {
    let in_roles = academy.headcount_by_role.values();
    let in_roles = in_roles.fold(0_u64, |sum, &staff| sum.saturating_add(staff));
    if academy.headcount.is_some_and(|staff| staff == 0 || in_roles > staff) {
        return Err(TrustError::Headcount {
            academy: academy.name.clone(),
        });
    }
    if academy
        .joined
        .zip(academy.left)
        .is_some_and(|(joined, left)| left <= joined)
    {
        return Err(TrustError::LeftFirst {
            academy: academy.name.clone(),
        });
    }
    Ok(())
}

fn check_pools(pools: &[Pool], academies: &[Academy]) -> Result<(), TrustError> {
    for (place, pool) in pools.iter().enumerate() {
        let known =
            |member: &String| pool.of == Pooled::Roles || academies.iter().any(|academy| academy.name == *member);
        let earlier = pools[..place].iter().filter(|other| other.of == pool.of);
        let taken: Vec<&String> = earlier.flat_map(|other| &other.members).collect();
        let again = |(at, member): (usize, &String)| taken.contains(&member) || pool.members[..at].contains(member);
        if pool.members.len() < 2 || !pool.members.iter().all(known) || pool.members.iter().enumerate().any(again) {
            return Err(TrustError::Pool {
                pool: pool.name.clone(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn academy(name: &str) -> Academy {
        Academy {
            name: name.to_owned(),
            aliases: Vec::new(),
            urn: None,
            phase: None,
            headcount: None,
            headcount_by_role: BTreeMap::new(),
            joined: None,
            left: None,
        }
    }

    fn parts() -> TrustParts {
        let term = |name: &str, date| Term {
            name: name.to_owned(),
            date,
            files: vec!["a.csv".to_owned()],
            headcount: None,
            instrument: None,
            plan: None,
        };
        TrustParts {
            name: "T".to_owned(),
            instrument: None,
            academies: vec![academy("Oak"), academy("Ash")],
            terms: vec![term("One", date(2026, 10, 5)), term("Two", date(2027, 3, 8))],
            pools: vec![Pool {
                name: "Trees".to_owned(),
                of: Pooled::Academies,
                members: vec!["Oak".to_owned(), "Ash".to_owned()],
            }],
            defaults: Defaults::default(),
            limits: Icc2Limits::default(),
            response_rate_drop: Some(0.15),
            published: None,
        }
    }

    #[test]
    fn a_pool_has_the_phase_that_all_its_members_have() {
        let of = |phases: [Option<&str>; 2], group: &str| {
            let mut parts = parts();
            for (academy, phase) in parts.academies.iter_mut().zip(phases) {
                academy.phase = phase.map(str::to_owned);
            }
            let trust = Trust::new(parts).expect("a trust");
            trust.phase_of(group).map(str::to_owned)
        };
        assert_eq!(
            of([Some("primary"), Some("special")], "Ash").as_deref(),
            Some("special")
        );
        assert_eq!(
            of([Some("primary"), Some("primary")], "Trees").as_deref(),
            Some("primary")
        );
        assert_eq!(of([Some("primary"), Some("special")], "Trees"), None);
        assert_eq!(of([Some("primary"), None], "Trees"), None);
        assert_eq!(of([Some(""), None], "Oak"), None);
        assert_eq!(of([Some("primary"), None], "Elm"), None);
    }

    #[test]
    fn sound_parts_make_a_trust_and_each_fault_is_named() {
        type Harm = fn(&mut TrustParts);
        assert!(Trust::new(parts()).is_ok());
        let cases: &[(Harm, &str)] = &[
            (
                |parts| parts.academies[1] = academy("Oak"),
                "the academy `Oak` stands twice",
            ),
            (
                |parts| parts.terms[1].name = "One".to_owned(),
                "the term `One` stands twice",
            ),
            (|parts| parts.academies[0].headcount = Some(0), "the headcount of `Oak`"),
            (
                |parts| {
                    parts.academies[0].headcount = Some(3);
                    parts.academies[0].headcount_by_role = BTreeMap::from([("Teacher".to_owned(), 4)]);
                },
                "the headcount of `Oak`",
            ),
            (
                |parts| {
                    parts.academies[0].joined = Some(date(2026, 1, 1));
                    parts.academies[0].left = Some(date(2025, 1, 1));
                },
                "`Oak` left before",
            ),
            (|parts| parts.terms.reverse(), "the term `One` is not later"),
            (
                |parts| parts.terms[0].files.clear(),
                "the term `One` has no response files",
            ),
            (|parts| parts.pools[0].members[0] = "Elm".to_owned(), "the pool `Trees`"),
            (|parts| parts.pools[0].members[0] = "Ash".to_owned(), "the pool `Trees`"),
            (
                |parts| parts.response_rate_drop = Some(0.0),
                "the response rate cannot drop by 0",
            ),
        ];
        for (harm, wanted) in cases {
            let mut harmed = parts();
            harm(&mut harmed);
            let error = Trust::new(harmed).map(drop).unwrap_err().to_string();
            assert!(error.starts_with(wanted), "{error}");
        }
    }

    #[test]
    fn an_academy_belongs_from_the_day_it_joins_to_the_day_before_it_leaves() {
        let oak = Academy {
            joined: Some(date(2026, 9, 1)),
            left: Some(date(2027, 9, 1)),
            ..academy("Oak")
        };
        let on = |year, month, day| oak.belongs(Some(date(year, month, day)));
        assert!(!on(2026, 8, 31) && on(2026, 9, 1) && on(2027, 8, 31) && !on(2027, 9, 1));
        assert!(!oak.belongs(None) && academy("Ash").belongs(None));
    }
}
