//! The sentences about answers that may have been given under pressure.

use crate::disclosure::{ChangeSign, ChangedAnswers, PressureSigns};
use crate::model::{Finding, Instrument, Level};
use crate::report::Kind;
use crate::report::cell::IntoCell;

/// What to do about a sign.
const ASK_FIRST: &str = "That proves nothing; ask how the survey was given before you rely on the score";

/// The signs in the answers of one term.
pub(crate) fn of_term(signs: &[PressureSigns]) -> Vec<Finding> {
    let mut found = Vec::new();
    for PressureSigns {
        academy,
        top,
        equal_times,
    } in signs
    {
        found.extend(top.map(|top| {
            let [share, elsewhere] = [top.share, top.elsewhere].map(|share| share.into_cell(Kind::Share).words());
            let message = format!(
                "`{academy}`: {share} gave the top answer to every question, elsewhere {elsewhere}; its other answers do not \
                 explain it. {ASK_FIRST}"
            );
            Finding::new(Level::Warning, "top-answers-throughout", message)
        }));
        found.extend(equal_times.then(|| {
            let message =
                format!("`{academy}`: more people took exactly the same time than chance explains. {ASK_FIRST}");
            Finding::new(Level::Warning, "equal-times", message)
        }));
    }
    found
}

/// The signs in the change between two terms, on the scales that are shown.
pub(crate) fn of_change(signs: &[ChangedAnswers], shown: &[usize], instrument: &Instrument) -> Vec<Finding> {
    let one = |ChangedAnswers { academy, sign, scales }: &ChangedAnswers| {
        let on = scales.iter().filter(|scale| shown.contains(scale));
        let names: Vec<String> = on.map(|&scale| instrument.scales()[scale].name.clone()).collect();
        let on = names.join(", ");
        let (level, code, message) = match sign {
            ChangeSign::MoreAtTheTop | ChangeSign::HigherAndAlike if names.is_empty() => return None,
            ChangeSign::MoreAtTheTop => (
                Level::Warning,
                "more-at-the-top",
                format!(
                    "`{academy}`: far more people than before have the highest possible score ({on}), and neither the other \
                     academies nor its other answers explain it. {ASK_FIRST}"
                ),
            ),
            ChangeSign::HigherAndAlike => (
                Level::Warning,
                "higher-and-alike",
                format!(
                    "`{academy}`: the score is clearly higher and people differ half as much as before, or less ({on}). {ASK_FIRST}"
                ),
            ),
            ChangeSign::OnlyRiseOfResponse => (
                Level::Note,
                "response-rose-here-only",
                format!(
                    "`{academy}`: the response rate rose here and nowhere else: other people answering can look like a change \
                     of mind"
                ),
            ),
        };
        Some(Finding::new(level, code, message))
    };
    signs.iter().filter_map(one).collect()
}
