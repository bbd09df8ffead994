//! Findings about all answers of a survey together.

use crate::model::{Finding, Instrument, Level};
use crate::tally::Tally;

/// True for findings about all answers together. They are made again when answers are added.
pub(crate) fn is_of_all(code: &str) -> bool {
    ["invalid-answers", "spellings", "no-group", "item-blank", "all-blank"].contains(&code)
}

/// Warns of answers that could not be read.
pub(crate) fn invalid_finding(count: u64) -> Finding {
    let answers = if count == 1 {
        "1 answer could not be read and is".to_owned()
    } else {
        format!("{count} answers could not be read and are")
    };
    let message = format!("{answers} treated as missing, with the reason `invalid`");
    Finding::new(Level::Warning, "invalid-answers", message)
}

/// Notes names with several spellings.
pub(crate) fn spelling_findings(spellings: &[Vec<String>], column: &str) -> Vec<Finding> {
    let finding = |spellings: &Vec<String>| {
        let others: Vec<String> = spellings[1..].iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "`{}` has {} spellings, read as one name: also {}",
            spellings[0],
            spellings.len(),
            others.join(", ")
        );
        let mut finding = Finding::new(Level::Note, "spellings", message);
        finding.column = Some(column.to_owned());
        finding
    };
    spellings.iter().map(finding).collect()
}

/// Reports that some respondents give no group. A missing academy is a warning, any other group a note.
pub(crate) fn no_group_finding(grouping: usize, column: &str) -> Finding {
    let level = if grouping == 0 { Level::Warning } else { Level::Note };
    let message = format!("some rows with answers give no `{column}`: they are shown as a group of their own");
    let mut finding = Finding::new(level, "no-group", message);
    finding.column = Some(column.to_owned());
    finding
}

/// True if a respondent with answers has no group in a tally.
pub(crate) fn has_nobodys(tally: &Tally) -> bool {
    let named = |group: &usize| tally.names()[*group].is_empty();
    let mut nobodys = (0..tally.groups()).filter(named);
    nobodys.any(|group| tally.rows(group) > tally.blank(group))
}

/// Warns of items without answers.
pub(crate) fn blank_findings(blank: &[usize], instrument: &Instrument) -> Vec<Finding> {
    let items = instrument.items();
    if blank.len() == items.len() {
        let message = "nobody answered any item".to_owned();
        return vec![Finding::new(Level::Warning, "all-blank", message)];
    }
    let finding = |&place: &usize| {
        let message = format!("nobody answered item `{}`", items[place].id);
        let mut finding = Finding::new(Level::Warning, "item-blank", message);
        finding.item = Some(items[place].id.clone());
        finding
    };
    blank.iter().map(finding).collect()
}
