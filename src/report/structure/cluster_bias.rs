//! Whether questions differ between academies more than their scale does: sentences and a table.

use crate::report::picked::Picked;
use crate::report::{Kind, Record, Role, Subject, Table, number};

/// Most questions with a sentence.
const MOST_NAMED: usize = 5;

/// A sentence for every question that differs, or one that none does, or the reason why that cannot be said.
pub(super) fn sentences(scale: &Record) -> Vec<String> {
    if let Some(reason) = scale.why_not("cluster_bias") {
        // A finding says once what a tally does not have.
        if reason.ends_with("which a tally does not have") {
            return Vec::new();
        }
        return vec![format!(
            "whether a question differs between academies more than the scale does cannot be said: {reason}."
        )];
    }
    let all = scale.each("cluster_bias");
    if all.is_empty() {
        return Vec::new();
    }
    let different: Vec<&Record> = all.iter().filter(|item| differs(item)).collect();
    if different.is_empty() {
        return vec!["no question differs between academies more than the scale does.".to_owned()];
    }
    let mut sentences: Vec<String> = different.iter().take(MOST_NAMED).map(|item| sentence(item)).collect();
    if different.len() > MOST_NAMED {
        let more = number::in_words((different.len() - MOST_NAMED) as f64);
        sentences.push(format!(
            "{more} more questions differ; the table marks them by their p."
        ));
    }
    sentences
}

fn differs(item: &Record) -> bool {
    item.at("differs").is_some_and(|flag| *flag == Record::from(true))
}

fn sentence(item: &Record) -> String {
    let id = item.text("item").unwrap_or_default();
    let percent = number::text(100.0 * item.value("share").unwrap_or_default(), Kind::Percent);
    let p = item.shown_number("p");
    let relation = if p.starts_with('<') { "" } else { "= " };
    let consequence = item.value("difference_without").map(|change| {
        if number::is_nought(change) {
            " Without it, the largest difference between academies would not change noticeably.".to_owned()
        } else {
            let direction = if change < 0.0 { "smaller" } else { "larger" };
            let size = number::text(change.abs(), Kind::Score);
            format!(" Without it, the largest difference between academies would be {size} {direction}.")
        }
    });
    format!(
        "`{id}` differs between academies more than the scale does: staff who think alike of the other questions answer it differently, \
         depending on the academy ({percent} % of its variance; p {relation}{p}).{}",
        consequence.unwrap_or_default()
    )
}

/// The tests of all items, where any differs.
pub(super) fn table(scale: &Record) -> Option<Table> {
    let all = scale.each("cluster_bias");
    let table = Picked::new("cluster_bias", Subject::Any)
        .figure("item", Role::Name)
        .figure("share", Role::Figure)
        .figure("f", Role::Extra(0))
        .figure("p", Role::Figure);
    all.iter().any(differs).then(|| table.table(all))
}
