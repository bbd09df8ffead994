//! Findings about what is withheld.

use crate::disclosure::{GroupedStudy, HeavySuppression, Policy, remarks};
use crate::input::all_quoted;
use crate::model::{Finding, Level};

/// Findings about academies too small to be hidden, and about a result that withholds much.
pub(crate) fn withholding_findings(survey: &GroupedStudy<'_>, policy: Policy) -> Vec<Finding> {
    let found = remarks(survey, policy);
    let mut findings = Vec::new();
    let tally = &survey.academies.tally;
    let people: u64 = (0..tally.groups())
        .map(|group| tally.rows(group) - tally.blank(group))
        .sum();
    if !policy.unsuppressed && (1..policy.min_group).contains(&people) {
        let message = format!(
            "fewer than {} people answered, so nothing can be shown. If these are late responses, name the term's other files too, \
             as in `cte score FIRST.csv LATE.csv`; else wait for more answers",
            policy.min_group
        );
        findings.push(Finding::new(Level::Warning, "few-responses", message));
    }
    if !found.tiny.is_empty() {
        let message = format!(
            "{}: so few staff that withholding others cannot hide how many of them answered. For counting, they are combined with \
             the smallest other academy that is withheld",
            all_quoted(&found.tiny)
        );
        findings.push(Finding::new(Level::Note, "counted-together", message));
    }
    let heavy = found
        .heavy
        .map(|heavy| Finding::new(Level::Warning, "much-withheld", message(heavy, policy)));
    findings.extend(heavy);
    findings
}

fn message(heavy: HeavySuppression, policy: Policy) -> String {
    let least = policy.min_group;
    let what = if heavy.trust {
        format!(
            "everything is withheld: from any of the figures a group of fewer than {least} people could be worked out"
        )
    } else {
        format!(
            "{} of the {} academies with {least} answers or more are withheld, because a smaller group could be worked out from \
             their figures",
            heavy.withheld, heavy.large
        )
    };
    let headcount = if heavy.headcounts {
        ", or leave out the headcounts, which narrow down how many people answered"
    } else {
        ""
    };
    format!(
        "{what}. To show more, combine small academies with others (`[[pool]]` in the trust file), set another minimum with \
         --min-group{headcount}"
    )
}
