//! The questions about the respondent.

use crate::engine::survey_form::text::one_line;
use crate::export::forms::FormChoice;
use crate::input::trust::role_pool;
use crate::model::{Pooled, Trust};

/// The question for the academy, with the trust's academies.
pub(super) fn academy(trust: Option<&Trust>) -> FormChoice {
    let academies = trust.into_iter().flat_map(Trust::academies);
    let here = academies.filter(|academy| academy.belongs(None));
    FormChoice {
        name: "academy",
        text: "Which academy do you work in?".to_owned(),
        help: None,
        options: here.map(|academy| one_line(&academy.name)).collect(),
    }
}

/// The question for the role, if the trust file names roles. Roles that are shown as one are one answer, so that nobody is asked
/// for more than is shown.
pub(super) fn role(trust: &Trust) -> Option<FormChoice> {
    let here = trust.academies().iter().filter(|academy| academy.belongs(None));
    let pooled = trust.pools(Pooled::Roles).flat_map(|pool| &pool.members);
    let mut named: Vec<&String> = here
        .flat_map(|academy| academy.headcount_by_role.keys())
        .chain(pooled)
        .collect();
    named.sort();
    named.dedup();
    let mut options: Vec<String> = Vec::new();
    for name in named {
        let shown = one_line(role_pool(trust, name).map_or(name, |pool| &pool.name));
        if !options.contains(&shown) {
            options.push(shown);
        }
    }
    let explained = trust
        .pools(Pooled::Roles)
        .map(|pool| format!("{}: {}.", pool.name, pool.members.join(", ")));
    let help = one_line(&explained.collect::<Vec<_>>().join(" "));
    (options.len() > 1).then(|| FormChoice {
        name: "role",
        text: "What is your role?".to_owned(),
        help: (!help.is_empty()).then_some(help),
        options,
    })
}

#[cfg(test)]
mod tests {
    use super::{academy, role};
    use crate::input::trust::load;

    #[test]
    fn academies_that_left_are_not_asked_for_and_pooled_roles_are_one_answer() {
        let text = "name = \"T\"\n\
            [[academy]]\nname = \"Oak\"\nheadcount_by_role = { Teacher = 20, Head = 1 }\n\
            [[academy]]\nname = \"Yew\"\nleft = 2026-07-31\nheadcount_by_role = { Cook = 2 }\n\
            [[academy]]\nname = \"Ash\"\n\
            [[pool]]\nname = \"Leaders\"\nof = \"roles\"\nmembers = [\"Head\", \"Deputy\"]\n";
        let trust = load(text.as_bytes(), "cte.toml", &[]).expect("a trust file");
        assert_eq!(academy(Some(&trust)).options, ["Oak", "Ash"]);
        let role = role(&trust).expect("a question");
        assert_eq!(role.options, ["Leaders", "Teacher"]);
        assert_eq!(role.help.as_deref(), Some("Leaders: Head, Deputy."));
    }
}
