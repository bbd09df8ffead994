//! The groups of a survey as they are shown: with their headcounts, and with the academies from which no one answered.

use crate::engine::{Error, TrustFile};
use crate::input::trust::{Arranged, UNWEIGHTED, arrange_academies, arrange_roles};
use crate::input::{HeadcountMatch, Headcounts, Survey, did_you_mean, few_or_all, match_headcounts};
use crate::model::{Finding, Level, Term};

/// Puts the groups of a survey in the trust's order and under its names, if there is a trust file. Returns for each grouping the
/// headcounts of its groups.
///
/// # Errors
/// When that would split groups of a tally that were counted as one.
pub(crate) fn arrange(
    survey: &mut Survey,
    file: Option<&TrustFile>,
    term: Option<&Term>,
    headcounts: Option<&Headcounts>,
) -> Result<Vec<Vec<Option<u64>>>, Error> {
    if let Some(file) = file {
        let term = term.map_or(String::new(), |term| format!(", term `{}`", term.name));
        let message = format!("read with the trust file `{}`{term}", file.name());
        survey.findings.push(Finding::new(Level::Note, "trust-file", message));
    }
    let mut staff = Vec::new();
    for grouping in 0..survey.groupings() {
        let day = term.map(|term| term.date);
        let arranged = match file.map(TrustFile::trust) {
            Some(trust) if grouping == 0 => arrange_academies(trust, day, &survey.names_as_read(grouping), headcounts),
            Some(trust) => arrange_roles(trust, day, &survey.names_as_read(grouping)),
            None => as_found(survey.groups(grouping), headcounts.filter(|_| grouping == 0)),
        };
        survey.findings.extend(arranged.findings);
        if file.is_some() {
            survey.regroup_as_read(grouping, arranged.names, &arranged.places)?;
        } else {
            survey.regroup(grouping, arranged.names, &arranged.places);
        }
        staff.push(arranged.staff);
    }
    Ok(staff)
}

/// The groups as they were read, and the academies from which no one answered: they belong to the trust's headcount.
fn as_found(found: &[String], headcounts: Option<&Headcounts>) -> Arranged {
    let mut arranged = Arranged {
        names: found.to_vec(),
        places: (0..found.len()).collect(),
        staff: vec![None; found.len()],
        findings: Vec::new(),
    };
    if let Some(headcounts) = headcounts {
        let matched = match_headcounts(found, headcounts);
        arranged.findings = headcount_findings(&matched);
        arranged.staff = matched.staff;
        for (academy, _) in matched.unused {
            arranged.staff.push(Some(academy.staff));
            arranged.names.push(academy.academy);
        }
    }
    arranged
}

fn headcount_findings(matched: &HeadcountMatch) -> Vec<Finding> {
    let without = few_or_all(
        &matched.without,
        |(name, like)| {
            format!(
                "the headcount file has no academy `{name}`{}; until it has, {UNWEIGHTED}",
                did_you_mean(like.as_deref())
            )
        },
        |(name, _)| name,
        |names| format!("the headcount file has no academy {names}; until it has, {UNWEIGHTED}"),
    );
    let unused = few_or_all(
        &matched.unused,
        |(academy, like)| {
            format!(
                "nobody answered for `{}`, which the headcount file has{}: its staff count in the response rate, and in no score",
                academy.academy,
                did_you_mean(like.as_deref())
            )
        },
        |(academy, _)| &academy.academy,
        |names| {
            format!(
                "nobody answered for {names}, which the headcount file has: their staff count in the response rate, and in no score"
            )
        },
    );
    let finding = |code: &'static str| move |message| Finding::new(Level::Warning, code, message);
    let without = without.into_iter().map(finding("no-headcount"));
    without
        .chain(unused.into_iter().map(finding("nobody-answered")))
        .collect()
}
