//! The privacy notice: what is done with the answers, and what is shown to whom, by the rules that results follow.

use crate::engine::survey_form::text::one_line;
use crate::model::Pool;

/// The rules that results of a survey will follow.
pub(super) struct PrivacyRules<'t> {
    /// The trust.
    pub(super) trust: Option<&'t str>,
    /// Threshold rule: fewest respondents whose figures are shown.
    pub(super) min_group: u64,
    /// True if the form asks for the role.
    pub(super) asks_role: bool,
    /// Academies that are shown as one.
    pub(super) academies_together: Vec<&'t Pool>,
    /// Roles that are shown as one.
    pub(super) roles_together: Vec<&'t Pool>,
}

/// The notice, one paragraph each.
pub(super) fn privacy(rules: &PrivacyRules<'_>) -> Vec<String> {
    let least = rules.min_group;
    let of = rules
        .trust
        .map_or_else(String::new, |trust| format!(" for {}", one_line(trust)));
    let mut notice = vec![
        "You can leave out any question except which academy you work in. The form does not ask for your name or your e-mail \
         address."
            .to_owned(),
        format!("Single answers are seen only by those who run this survey{of}."),
        format!(
            "Reports may be seen by everyone. They show results of academies and of the trust: rounded averages and percentages. No \
             result about fewer than {least} people is shown, and none from which one could be worked out."
        ),
    ];
    if rules.asks_role {
        notice.push(format!(
            "Your role is used to show results of roles, by the same rule: never about fewer than {least} people."
        ));
    }
    for pool in rules.academies_together.iter().chain(&rules.roles_together) {
        notice.push(one_line(&format!(
            "Shown together as {}, never each alone: {}.",
            pool.name,
            pool.members.join(", ")
        )));
    }
    notice.push("Comments are read by those who run the survey, and do not appear in reports.".to_owned());
    notice
}

#[cfg(test)]
mod tests {
    use super::{PrivacyRules, privacy};
    use crate::model::{Pool, Pooled};

    #[test]
    fn the_notice_says_the_rules_of_this_survey() {
        let leaders = Pool {
            name: "Leaders".to_owned(),
            of: Pooled::Roles,
            members: vec!["Head".to_owned(), "Deputy".to_owned()],
        };
        let rules = PrivacyRules {
            trust: Some("Forest Trust"),
            min_group: 12,
            asks_role: true,
            academies_together: Vec::new(),
            roles_together: vec![&leaders],
        };
        let notice = privacy(&rules).join("\n");
        assert_eq!(notice.matches("fewer than 12 people").count(), 2);
        for wanted in [
            "those who run this survey for Forest Trust",
            "together as Leaders, never each alone: Head, Deputy.",
        ] {
            assert!(notice.contains(wanted), "{notice}");
        }
    }
}
