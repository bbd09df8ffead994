//! A plan in sentences.

use crate::disclosure::{Origin, PublishedPlan};
use crate::report::context::some_names;
use crate::report::{Cell, Fact, Kind, Record, number};

/// Names that a sentence lists before it counts the rest.
const NAMES: usize = 4;

/// Why a plan never has the power of a change that was observed.
const REFUSED: &str = "the power to see a change that was observed: it follows from the p value of that change and adds nothing to it \
    (Hoenig & Heisey 2001). Plan for the change that would matter, with --change.";

/// What a plan says first.
pub(super) fn facts(record: &Record, published: &PublishedPlan) -> Vec<Fact> {
    let mut facts = vec![Fact::new("Withheld", withheld(record, published))];
    let mut add = |label: &str, text: Option<String>| facts.extend(text.map(|text| Fact::new(label, text)));
    add("The trust", trust(record, published));
    add("An academy", academy(record));
    add("A code", code(record));
    add("Compare", compare(record));
    add("How often", often(record));
    add("Questions", questions(record, published.policy.min_group));
    add("Assumed", Some(assumed(record, published)));
    add("Not shown", Some(REFUSED.to_owned()));
    facts
}

/// `At 70 % answering, 2 of 15 academies would be withheld: Oak and Ash.`
fn withheld(record: &Record, published: &PublishedPlan) -> String {
    let trust = &published.trust;
    let all = published.academies.len();
    let rate = record.shown_number("trust.response_rate");
    let rate = match (&published.rate.origin, rate.is_empty()) {
        (_, true) => "With as many answers as last time".to_owned(),
        (Origin::LastTerm(term), _) => format!("At the response of {term}, {rate} answering"),
        (Origin::Assumed | Origin::Given, _) => format!("At {rate} answering"),
    };
    if trust.expected == 0 {
        return "Without headcounts or an earlier term, nobody can say who would be withheld.".to_owned();
    }
    if trust.all_withheld {
        return format!("{rate}, everything would be withheld, the trust's own figures too.");
    }
    let names: Vec<&str> = trust
        .withheld
        .iter()
        .map(|&place| published.academies[place].name.as_str())
        .collect();
    if names.is_empty() {
        return format!("{rate}, none of {all} academies would be withheld.");
    }
    format!(
        "{rate}, {} of {all} academies would be withheld: {}.",
        names.len(),
        some_names(&names, NAMES)
    )
}

fn trust(record: &Record, published: &PublishedPlan) -> Option<String> {
    let outlook = format!(
        "its score would be known to ± {}, and a change of {} from one term to the next would be seen in 80 of 100 cases",
        with_ends(record, "trust.half_width")?,
        with_ends(record, "trust.smallest_change")?,
    );
    let need = |path: &str| {
        Some(format!(
            "{} answers ({})",
            whole(record, path)?,
            record.shown_number(&format!("{path}.response_rate"))
        ))
    };
    let needs = need("trust.needed_for_width")
        .zip(need("trust.needed_for_change"))
        .map(|(width, change)| {
            format!(
                " For ± {} it needs {width}, for a change of {} {change}, alike from every academy.",
                points(published.aims.width),
                points(published.aims.change),
            )
        });
    Some(format!("{outlook}.{}", needs.unwrap_or_default()))
}

/// The academy whose expected number is in the middle.
fn middle(record: &Record) -> Option<&Record> {
    let n = record.value("often.expected")?;
    record
        .each("academies")
        .iter()
        .find(|academy| academy.value("expected") == Some(n))
}

fn academy(record: &Record) -> Option<String> {
    let academy = middle(record)?;
    Some(format!(
        "with {} answers, as expected of {}, a score would be known to ± {}, and a change of {} would be seen in 80 of 100 cases.",
        academy.shown_number("expected"),
        academy.text("academy")?,
        with_ends(academy, "half_width")?,
        with_ends(academy, "smallest_change")?,
    ))
}

fn code(record: &Record) -> Option<String> {
    let academy = middle(record)?;
    Some(format!(
        "if a code of their own linked the answers of the same {} people, a change of {} would be seen there instead of {}.",
        academy.shown_number("expected"),
        with_ends(academy, "smallest_change_linked")?,
        academy.shown_number("smallest_change.value"),
    ))
}

fn compare(record: &Record) -> Option<String> {
    let needs = record.each("icc2").iter().rev().filter_map(|one| {
        let answers = whole(one, "needed_for_icc2")?;
        Some(format!(
            "{answers} answers of each academy for {}",
            one.shown_number("icc2")
        ))
    });
    let needs: Vec<String> = needs.collect();
    Some(format!(
        "the averages of academies would have an ICC(2) of {}{}.",
        with_ends(record, "trust.icc2")?,
        if needs.is_empty() {
            String::new()
        } else {
            format!("; it takes {}", needs.join(", "))
        },
    ))
}

fn often(record: &Record) -> Option<String> {
    record.value("often.between_averages")?;
    Some(format!(
        "with {} answers, asking every term shows a change of {} from one term to the next, and of {} from one year's average of \
         three terms to the next; asking once a year shows {} from year to year, for a third of the answers.",
        record.shown_number("often.expected"),
        record.shown_number("often.between_waves"),
        record.shown_number("often.between_averages"),
        record.shown_number("often.between_waves"),
    ))
}

fn questions(record: &Record, least: u64) -> Option<String> {
    let questions = record.each("questions");
    let role = questions
        .iter()
        .find(|question| question.text("question") == Some("role"));
    let any = questions
        .iter()
        .filter(|question| question.text("question") == Some("any"));
    let small = |question: &Record| question.value("academies_with_small_groups").unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(role) = role {
        let names = role.each("small_in_trust").iter().map(|name| name.as_cell().words());
        let names: Vec<String> = names.collect();
        let in_trust = if names.is_empty() {
            String::new()
        } else {
            format!(", and in the whole trust {} would be", names.join(" and "))
        };
        parts.push(format!(
            "by the roles of the trust file, {} of {} academies would have groups of fewer than {least}{in_trust}",
            role.shown_number("academies_with_small_groups"),
            role.shown_number("academies_planned"),
        ));
    }
    let divided: Vec<String> = any
        .filter(|question| small(question) > 0.0)
        .map(|question| {
            format!(
                "in {} of {} academies with {} equal groups",
                question.shown_number("academies_with_small_groups"),
                question.shown_number("academies_planned"),
                number::in_words(question.value("group_count").unwrap_or_default()),
            )
        })
        .collect();
    if let (Some(first), Some(last)) = (divided.first(), divided.last()) {
        let rest = if first == last {
            String::new()
        } else {
            format!(", and {last}")
        };
        parts.push(format!(
            "a question such as service would have groups of fewer than {least} {first}{rest}"
        ));
    }
    (!parts.is_empty()).then(|| {
        format!(
            "{}. Ask what is needed, with few answers, and pool small groups.",
            parts.join("; ")
        )
    })
}

/// What is assumed, by where it comes from.
fn assumed(record: &Record, published: &PublishedPlan) -> String {
    const KEYS: [(&str, &str); 3] = [
        ("sd", "standard deviation of an academy's staff"),
        ("icc1", "ICC(1)"),
        ("correlation", "correlation of a person's scores in two terms"),
    ];
    let mut by_source: Vec<(String, Vec<String>)> = Vec::new();
    for (key, name) in KEYS {
        let path = format!("assumptions.{key}");
        let source = match record
            .at(&path)
            .and_then(|part| part.text("source"))
            .unwrap_or_default()
        {
            "assumed" => "usual values".to_owned(),
            "given" => "as given".to_owned(),
            term => format!("as published of {term}"),
        };
        let text = format!("{name} {}", with_ends(record, &path).unwrap_or_default());
        match by_source.iter_mut().find(|(known, _)| *known == source) {
            Some((_, texts)) => texts.push(text),
            None => by_source.push((source, vec![text])),
        }
    }
    let parts = by_source
        .iter()
        .map(|(source, texts)| format!("{source}: {}", texts.join(", ")));
    let parts: Vec<String> = parts.collect();
    let withheld = match &published.rate.origin {
        Origin::LastTerm(term) => {
            format!(" Academies that were withheld in {term} are planned with the trust's response rate.")
        }
        Origin::Assumed | Origin::Given => String::new(),
    };
    format!(
        "{}. Brackets show both ends of what is assumed.{withheld}",
        parts.join("; ")
    )
}

/// A figure with both ends: `0.23 (0.18 to 0.29)`; without them where they are the same.
fn with_ends(record: &Record, path: &str) -> Option<String> {
    let value = record.value(&format!("{path}.value"))?;
    let kind = match record.cell(&format!("{path}.value")) {
        Cell::Number(_, kind) => kind,
        _ => Kind::Score,
    };
    let shown = number::text(value, kind);
    let [lower, upper] = record.limits(&format!("{path}.lower"), &format!("{path}.upper"))?;
    let ends = number::range(lower, upper, kind);
    Some(if number::text(lower, kind) == number::text(upper, kind) {
        shown
    } else {
        format!("{shown} ({ends})")
    })
}

/// A number of answers with both ends, as far as they are numbers.
fn whole(record: &Record, path: &str) -> Option<String> {
    let value = record.value(&format!("{path}.value"))?;
    Some(with_ends(record, path).unwrap_or_else(|| number::text(value, Kind::Count)))
}

fn points(value: f64) -> String {
    number::text(value, Kind::Score)
}
