//! Sentences on whether groups, or terms, read the items of a scale alike, made from the record.

use crate::report::{Kind, Record, number};

/// The verdict where nothing differs.
const ALIKE: &str = "alike";
/// The verdict where an item is read differently.
const UNLIKE: &str = "not alike";
/// The verdict where fewer than two groups have enough people.
const TOO_FEW: &str = "too few to tell";
/// The verdict where the comparison could not be made.
const UNKNOWN: &str = "unknown";

/// Adds the verdict and what it rests on.
pub(super) fn with_verdict(found: Record) -> Record {
    if found.is_withheld() {
        return found;
    }
    let (verdict, because) = if found.members("groups").len() < 2 && found.each("items").is_empty() {
        (TOO_FEW, too_few(&found))
    } else if let Some(reason) = found.text("undefined") {
        (UNKNOWN, reason.to_owned())
    } else if found.each("different").is_empty() {
        let because = format!(
            "no question differs by more than chance over all questions; a shift of {} in one question would have been found in \
             80 of 100 such surveys",
            found.shown_number("visible_shift")
        );
        (ALIKE, because)
    } else {
        let p = |item: &Record| {
            let p = item.shown_number("p");
            let relation = if p.starts_with('<') { "" } else { "= " };
            format!("`{}`: p {relation}{p}", item.text("item").unwrap_or_default())
        };
        let tests: Vec<String> = found.each("different").iter().map(p).collect();
        (UNLIKE, tests.join(", "))
    };
    found.with("verdict", verdict).with("because", because)
}

/// The line of other reports: nothing where too few people answered to tell.
pub(super) fn line(found: &Record) -> Option<String> {
    match found.text("verdict")? {
        ALIKE => Some(alike(found)),
        UNLIKE => Some(unlike(found)),
        _ => None,
    }
}

/// What differences of scores would be without the items that are read differently, where that shows.
pub(super) fn consequences(found: &Record) -> Vec<String> {
    let shows = |one: &&Record| one.value("effect").is_some_and(|effect| !number::is_nought(effect));
    let all = found.each("differences").iter().filter(shows);
    all.filter(|_| is_comparable(found))
        .filter_map(|one| consequence(one, found))
        .collect()
}

/// The sentences of `cte structure`.
pub(crate) fn detail(found: &Record) -> Option<String> {
    let sentence = match found.text("verdict")? {
        ALIKE => format!(
            "{} A shift of {} in one question would have been found in 80 of 100 such surveys.",
            alike(found),
            found.shown_number("visible_shift")
        ),
        UNLIKE => unlike(found),
        TOO_FEW => {
            return Some(format!(
                "Too few to tell whether {} questions alike: {}.",
                who(found),
                too_few(found)
            ));
        }
        _ => {
            let reason = found.text("undefined").unwrap_or_default();
            return Some(format!(
                "Whether {} questions alike cannot be said: {reason}.",
                who(found)
            ));
        }
    };
    let few: Vec<&str> = found.each("too_few").iter().filter_map(name).collect();
    if few.is_empty() {
        return Some(sentence);
    }
    let enough = found.shown_number("enough");
    Some(format!(
        "{sentence} Too few to tell of {}: fewer than {enough} answered every question, and {enough} would do.",
        listed(&few)
    ))
}

fn of_terms(found: &Record) -> bool {
    found.at("of_terms").is_some_and(|flag| *flag == Record::from(true))
}

/// The subject of a sentence: `the terms read the`
fn who(found: &Record) -> String {
    if of_terms(found) {
        "the staff of different terms read the".to_owned()
    } else {
        format!("the groups of `{}` read the", found.text("by").unwrap_or_default())
    }
}

fn name(record: &Record) -> Option<&str> {
    match record {
        Record::Cell(crate::report::Cell::Text(text)) => Some(text),
        _ => None,
    }
}

/// `a, b and c`
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn too_few(found: &Record) -> String {
    let enough = found.shown_number("enough");
    format!("that needs two groups of at least {enough} people who answered every question of the scale")
}

fn alike(found: &Record) -> String {
    let groups: Vec<&str> = found.members("groups").iter().map(|(name, _)| name.as_str()).collect();
    match (of_terms(found), groups.len()) {
        (true, 2) => "The questions worked alike in both terms.".to_owned(),
        (true, terms) => format!(
            "The questions worked alike in all {} terms.",
            number::in_words(terms as f64)
        ),
        (false, _) => format!("{} read the questions alike.", listed(&groups)),
    }
}

fn unlike(found: &Record) -> String {
    let different = found.each("different");
    let count = number::in_words(different.len() as f64);
    let mut letters = count.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let count = first.unwrap_or_default() + letters.as_str();
    let (questions, was) = match (different.len(), of_terms(found)) {
        (1, true) => ("question", "was"),
        (1, false) => ("question", "is"),
        (_, true) => ("questions", "were"),
        (_, false) => ("questions", "are"),
    };
    let items: Vec<String> = different.iter().map(|item| of_item(item, found)).collect();
    let head = format!("{count} {questions} {was} read differently: {}.", items.join("; "));
    if !is_comparable(found) {
        let whom = if of_terms(found) { "terms" } else { "groups" };
        return format!("{head} So many are that the {whom} should not be compared on this scale.");
    }
    head
}

/// True if enough items are read alike for the groups to be compared.
fn is_comparable(found: &Record) -> bool {
    found.at("comparable").is_some_and(|flag| *flag == Record::from(true))
}

/// `te07` (Support staff 0.31 higher than Teacher, among people who answer the others alike)
fn of_item(item: &Record, found: &Record) -> String {
    let id = item.text("item").unwrap_or_default();
    let largest = item
        .members("shifts")
        .iter()
        .max_by(|one, other| size(&one.1).total_cmp(&size(&other.1)));
    let than = found.members("groups").first().map_or("", |(name, _)| name.as_str());
    let Some((group, shift)) = largest.filter(|_| item.text("what") == Some("intercept")) else {
        return format!("`{id}` (tied to the others more closely for some than for others)");
    };
    let direction = if shift.value("").unwrap_or_default() < 0.0 {
        "lower"
    } else {
        "higher"
    };
    let shown = shift.shown_number("");
    let shown = shown.trim_start_matches('−');
    if of_terms(found) {
        format!("`{id}` ({shown} {direction} in {group} than in {than}, among people who answer the others alike)")
    } else {
        format!("`{id}` ({group} {shown} {direction} than {than}, among people who answer the others alike)")
    }
}

fn size(shift: &Record) -> f64 {
    shift.value("").unwrap_or_default().abs()
}

/// What the difference would be without it.
fn consequence(one: &Record, found: &Record) -> Option<String> {
    let effect = one.value("effect")?;
    let (group, than) = (one.text("group")?, one.text("than")?);
    let named = if of_terms(found) {
        format!("the change from {than} to {group}")
    } else {
        format!("the difference of {group} from {than}")
    };
    if number::is_nought(effect) {
        return Some(format!("That moves {named} by less than 0.01."));
    }
    Some(match (one.value("difference"), one.value("without")) {
        (Some(difference), Some(without)) => format!(
            "Without that, {named} would be {} instead of {}.",
            number::text(without, Kind::Change),
            number::text(difference, Kind::Change)
        ),
        _ => format!("That alone moves {named} by {}.", number::text(effect, Kind::Change)),
    })
}
