//! The findings of a check, the worst first.

use crate::disclosure::{Flag, KeyVerdict, Prospect, PublishedCheck};
use crate::model::{Finding, Level};
use crate::report::check::{CheckContext, key_words};
use crate::report::context::{counted, group_name};
use crate::report::fields::FileRow;
use crate::report::headcount::more_than_headcount;
use crate::report::{number, pressure};

/// The share of missing answers to an item, and of flagged respondents, from which there is a warning.
const MANY_MISSING: f64 = 0.20;
const MANY_FLAGGED: f64 = 0.10;

/// Everything that a check found: errors, warnings, notes; of a kind in the order of the file or the questionnaire.
#[must_use]
pub fn check_findings(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Finding> {
    let mut found = context.found.clone();
    found.extend(unused(context));
    found.extend(blank(published, context));
    found.extend(missing(published, context));
    found.extend(groups(published, &context.found));
    found.extend(key(published, context));
    found.extend(screening(published, context));
    found.extend(pressure::of_term(&published.pressure));
    found.sort_by_key(|one| one.level);
    found
}

fn at_row(context: &CheckContext<'_>, row: usize, found: Finding) -> Finding {
    let place = context.place(row);
    found.in_file(place.file).at_row(place.number)
}

fn unused(context: &CheckContext<'_>) -> Vec<Finding> {
    let message = "not used: no item, academy or duration";
    let unused = |file| Finding::new(Level::Note, "unused-column", message.to_owned()).in_file(file);
    let files = context.files.iter();
    let found = files.flat_map(|file| file.unused.iter().map(|header| unused(&file.path).in_column(header)));
    found.collect()
}

fn blank(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Finding> {
    let one = |&row: &usize| {
        let message = "no item is answered: the row is not in any score".to_owned();
        at_row(context, row, Finding::new(Level::Note, "blank-row", message))
    };
    published.blank.iter().map(one).collect()
}

fn missing(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Finding> {
    let asked = published.trust.answered;
    let mut found = Vec::new();
    for item in &published.missing {
        let without = asked.saturating_sub(item.answered);
        let share = without as f64 / asked.max(1) as f64;
        if share < MANY_MISSING || item.answered == 0 {
            continue;
        }
        let message = format!(
            "{} of those who answered anything did not answer it",
            number::percent(share)
        );
        let id = &context.context.instrument.items()[item.item].id;
        found.push(Finding::new(Level::Warning, "many-missing", message).of_item(id));
    }
    found
}

fn groups(published: &PublishedCheck, known: &[Finding]) -> Vec<Finding> {
    let mut found = Vec::new();
    let min = published.policy.min_group;
    let academies = ("academy".to_owned(), &published.academies);
    let by = published.by.iter().map(|(column, groups)| (column.clone(), groups));
    found.extend(nothing_shown(published));
    for (column, groups) in std::iter::once(academies).chain(by) {
        for group in groups {
            let name = group_name(&group.name, &column);
            let withheld = match group.prospect {
                Prospect::Shown | Prospect::NoAnswers => None,
                Prospect::TooFewAnswered => Some((
                    "too-few-answered",
                    format!("fewer than {min} answered, so its figures are withheld at this response"),
                )),
                Prospect::TooFewStaff => Some((
                    "too-few-staff",
                    format!("fewer than {min} work there, so its figures can never be shown"),
                )),
                Prospect::Complementary => Some((
                    "withheld-for-another",
                    format!("its figures are withheld because they would disclose a smaller {column}"),
                )),
            };
            found.extend(withheld.map(|(code, why)| Finding::new(Level::Note, code, format!("`{name}`: {why}"))));
            let response = group.response.figures();
            if let Some((answered, staff)) = response.and_then(|response| Some((response.answered, response.staff?)))
                && answered > staff
            {
                let message = format!("`{name}`: {answered} answered and the headcount says {staff}");
                found.push(more_than_headcount(&message, known));
            }
        }
    }
    found
}

/// Warns if several academies answered and none is shown: the column may be another one.
fn nothing_shown(published: &PublishedCheck) -> Option<Finding> {
    let answered = published
        .academies
        .iter()
        .filter(|group| group.prospect != Prospect::NoAnswers);
    let (shown, hidden): (Vec<_>, Vec<_>) = answered.partition(|group| group.prospect == Prospect::Shown);
    if !shown.is_empty() || hidden.len() < 2 {
        return None;
    }
    let message = format!(
        "none of {} academies has {} respondents or more, so no academy would be shown: is this the column of the academies? \
         Choose another with -g COLUMN, or wait for more answers",
        hidden.len(),
        published.policy.min_group
    );
    Some(Finding::new(Level::Warning, "nothing-shown", message))
}

fn key(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Finding> {
    let instrument = context.context.instrument;
    let mut found: Vec<Finding> = published
        .homes
        .iter()
        .filter_map(|home| home.figures())
        .filter_map(|home| key_words::whole(home, instrument))
        .map(|(code, message)| Finding::new(Level::Warning, code, message))
        .collect();
    for item in &published.items {
        let (level, code) = match item.verdict {
            KeyVerdict::Fine => continue,
            KeyVerdict::LooksUnreversed => (Level::Warning, "looks-unreversed"),
            KeyVerdict::LooksAlreadyReversed => (Level::Warning, "looks-already-reversed"),
            KeyVerdict::LooksRotated => (Level::Warning, "labels-look-rotated"),
            KeyVerdict::Unclear => (Level::Note, "direction-unclear"),
        };
        let message = format!(
            "{}: {}",
            item.verdict.name(),
            key_words::because(published, item, instrument)
        );
        let id = &instrument.items()[item.item].id;
        found.push(Finding::new(level, code, message).of_item(id));
    }
    found
}

fn screening(published: &PublishedCheck, context: &CheckContext<'_>) -> Vec<Finding> {
    let screening = &published.screening;
    let mut found = Vec::new();
    let flagged = screening.count();
    let share = flagged as f64 / published.trust.answered.max(1) as f64;
    if share > MANY_FLAGGED {
        let message = format!(
            "{} of {} respondents are flagged by screening: see the scores without them with \
             `cte score --exclude-flagged`",
            flagged, published.trust.answered
        );
        found.push(Finding::new(Level::Warning, "many-flagged", message));
    }
    for (row, one) in screening.respondents.iter().enumerate() {
        if let Some(first) = one.duplicate_of {
            let FileRow { file, number } = context.place(first);
            let of_file = if file == context.place(row).file {
                String::new()
            } else {
                format!(" of `{file}`")
            };
            let (level, chance) = if one.flags.contains(&Flag::Duplicate) {
                (Level::Warning, "")
            } else {
                (Level::Note, "; on so few items that may be chance")
            };
            let message = format!("the same answers as row {number}{of_file}{chance}");
            found.push(at_row(context, row, Finding::new(level, "duplicate-row", message)));
        }
        let reasons = one.flags.iter().filter(|flag| **flag != Flag::Duplicate);
        let reasons: Vec<&str> = reasons.map(|flag| flag.name()).collect();
        if !reasons.is_empty() {
            let message = format!("flagged by screening: {}", reasons.join(", "));
            found.push(at_row(context, row, Finding::new(Level::Note, "flagged-row", message)));
        }
    }
    found
}

/// The number of findings of each level, in words.
pub(crate) fn summary(findings: &[Finding]) -> String {
    let levels = [
        (Level::Error, "error", "errors"),
        (Level::Warning, "warning", "warnings"),
        (Level::Note, "note", "notes"),
    ];
    let counts = levels.map(|(level, one, many)| {
        let count = findings.iter().filter(|found| found.level == level).count() as u64;
        (count > 0).then(|| counted(count, one, many))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() {
        "nothing".to_owned()
    } else {
        counts.join(", ")
    }
}
