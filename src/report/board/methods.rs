//! The technical document of a report: how its figures were made, for readers who check, repeat or cite them.

use std::collections::BTreeSet;

use crate::model::{Instrument, Scale};
use crate::report::board::folder::Folder;
use crate::report::board::page::{Content, Page, Section};
use crate::report::board::since;
use crate::report::board::words::{self, how, sources};
use crate::report::board::{response, score::Bounds};
use crate::report::context::{counted, leveled};
use crate::report::picked::Picked;
use crate::report::{Block, Explanation, Fact, Rates, Record, Role, Subject, Table, explanations, figures, rates};

/// The name of its file.
pub(super) const NAME: &str = "methods";

pub(super) fn page(folder: &Folder<'_>) -> Page {
    let mut sections = vec![
        design(folder),
        questionnaire(folder.context.instrument),
        Section {
            heading: "Response".to_owned(),
            ..response::section(folder)
        },
        exclusions(folder),
        estimation(folder),
        disclosure(folder),
        definitions(folder),
    ];
    sections.extend(coverage(folder));
    sections.push(software(folder));
    Page {
        name: NAME.to_owned(),
        title: format!("Methods: {}", folder.trust_name()),
        subtitle: folder.subtitle(true),
        marking: folder.marking(),
        answer: vec![
            "How the figures of this report were made, for readers who want to check, repeat or cite them. It has no figure of an \
             academy's or the trust's score."
                .to_owned(),
            format!("To cite it: {}.", citation(folder)),
        ],
        sheet: Vec::new(),
        sections,
    }
}

/// The document as a reference.
fn citation(folder: &Folder<'_>) -> String {
    let parts = [
        folder.trust_name(),
        folder.subtitle(false),
        "methods of the staff survey".to_owned(),
    ];
    format!(
        "{}. Calculated with cte {}",
        parts.join(" · "),
        env!("CARGO_PKG_VERSION")
    )
}

/// Who was asked, when, and about what.
fn design(folder: &Folder<'_>) -> Section {
    let named = folder
        .reported
        .academies
        .iter()
        .filter(|academy| !academy.name.is_empty());
    let known = folder.scales().next().and_then(|(_, node)| node.open("trust"));
    let staff = match known.map(|trust| (trust.value("headcount"), trust.shown_number("headcount"))) {
        Some((Some(_), staff)) => format!(
            "All {staff} staff of the academies, as the headcounts give them: a census, not a sample. Who answered chose to."
        ),
        _ => "All staff of the academies. Their number was not given, so the response rate is not known. Who answered chose to.".to_owned(),
    };
    let linked = match folder.since() {
        Some(_) => "Each term is a survey of its own. Respondents are not linked between terms.",
        None => "One term. Nothing here is about change.",
    };
    let facts = vec![
        Fact::new("Population", staff),
        Fact::new("Academies", counted(named.count() as u64, "academy", "academies")),
        Fact::new("Terms", linked),
    ];
    Section::new("design", "Design", vec![Content::Facts(facts)])
}

/// The questionnaire: where it comes from, its scales and its items.
fn questionnaire(instrument: &Instrument) -> Section {
    let mut facts = words::questionnaire(instrument);
    facts.extend(
        instrument
            .licence
            .iter()
            .map(|licence| Fact::new("Licence", licence.as_str())),
    );
    facts.push(Fact::new("SHA-256", instrument.sha256.as_str()));
    let scales = instrument.scales().iter().map(|scale| of_scale(scale, instrument));
    let table = Picked::wide("scales", Subject::Any)
        .names("Scale", "scale")
        .headed("Items", "items", Role::Figure)
        .headed("Reversed", "reversed", Role::Figure)
        .headed("Score from", "range", Role::Figure)
        .table(&scales.collect::<Vec<_>>());
    let items = instrument.items().iter().map(|item| {
        Record::object()
            .with("item", item.id.as_str())
            .with("text", item.text.as_str())
            .with("codes", item.response.range.to_string())
            .with("direction", if item.reversed { "reversed" } else { "forward" })
    });
    let items = Picked::wide("items", Subject::Any)
        .names("Item", "item")
        .headed("Codes", "codes", Role::Figure)
        .headed("Direction", "direction", Role::Figure)
        .headed("Statement", "text", Role::Words)
        .table(&items.collect::<Vec<_>>());
    let content = vec![
        Content::Facts(facts),
        Content::Table("The scales".to_owned(), table),
        Content::Table("The items".to_owned(), items),
    ];
    Section::new("questionnaire", "Questionnaire", content)
}

fn of_scale(scale: &Scale, instrument: &Instrument) -> Record {
    let reversed = scale.items.iter().filter(|&&item| instrument.items()[item].reversed);
    Record::object()
        .with("scale", scale.name.as_str())
        .count("items", scale.items.len() as u64)
        .count("reversed", reversed.count() as u64)
        .with("range", Bounds::of(scale, instrument).text())
}

/// What does not count, and everything else that was noticed.
fn exclusions(folder: &Folder<'_>) -> Section {
    let findings = folder
        .since()
        .map_or_else(|| folder.context.findings.clone(), since::findings);
    let mut content = vec![Content::words(
        "Rows that were not submitted, test rows, and earlier versions of the same response do not count. A person has a score on a \
         scale only if enough of its items are answered. Nothing else is left out, and no answer is filled in.",
    )];
    if findings.is_empty() {
        content.push(Content::words("Nothing was noticed while reading the files."));
    } else {
        content.push(Content::Heading("What was noticed while reading".to_owned()));
        content.push(Content::List(findings.iter().map(leveled).collect()));
    }
    Section::new("exclusions", "What does not count", content)
}

/// How scores, weights and intervals are made.
fn estimation(folder: &Folder<'_>) -> Section {
    Section::new(
        "estimation",
        "Scores, weights and intervals",
        vec![Content::Facts(how(folder))],
    )
}

/// The rules of disclosure, and what they withheld here.
fn disclosure(folder: &Folder<'_>) -> Section {
    let policy = folder.reported.trust.policy;
    if policy.unsuppressed {
        let words = "This is a working result: every group is shown, with every digit. It must not be given out.";
        return Section::new("disclosure", "Disclosure control", vec![Content::words(words)]);
    }
    let least = policy.min_group;
    let rules = [
        format!("Threshold rule: no figure of a group of fewer than {least} people is shown."),
        String::from(
            "Secondary suppression: further groups are withheld where a small one would follow from totals, from another grouping, \
             from another scale, from headcounts, or from a result given out earlier.",
        ),
        String::from(
            "Published precision: scores are rounded to the coarsest of 1, 0.1 and 0.01 that is at most 1/250 of the scale's range; \
             percentages to whole numbers, and below 5 % or above 95 % only that; coefficients to 3 decimals for the trust and 2 for a \
             group.",
        ),
        String::from(
            "Small sets of people inside a group, such as those who skipped a question, are protected by that precision. Where it \
             does not suffice, counts, agreement or reliability are withheld.",
        ),
    ];
    let mut content = vec![Content::List(rules.to_vec())];
    let withheld = folder.scales().map(|(scale, node)| {
        let academies = node.each("academies");
        let count = |hidden: fn(&Record) -> bool| academies.iter().filter(|one| hidden(one)).count() as u64;
        Record::object()
            .with("scale", folder.declared(scale).name.as_str())
            .count("academies", academies.len() as u64)
            .count("hidden", count(Record::is_withheld))
            .count(
                "agreement",
                count(|one| one.at("agreement").is_some_and(Record::is_withheld)),
            )
    });
    let table = Picked::wide("withheld", Subject::Any)
        .names("Scale", "scale")
        .headed("Groups", "academies", Role::Figure)
        .headed("Scores withheld", "hidden", Role::Figure)
        .headed("Only agreement withheld", "agreement", Role::Figure);
    let rows: Vec<Record> = withheld.collect();
    content.push(Content::Table("What is withheld here".to_owned(), table.table(&rows)));
    Section::new("disclosure", "Disclosure control", content)
}

/// The definitions of the figures that this report has, from the page of definitions.
fn definitions(folder: &Folder<'_>) -> Section {
    let mut keys = BTreeSet::new();
    collect(&folder.score, &mut keys);
    if let Some(since) = folder.since() {
        collect(since.record, &mut keys);
    }
    let explained: BTreeSet<&str> = keys.into_iter().filter_map(figures::resolve).collect();
    let used = explanations().iter().filter(|one| explained.contains(one.key.as_str()));
    let content = vec![
        Content::words("Every figure of the report, with its definition, its estimator and its source."),
        Content::Facts(used.map(definition).collect()),
    ];
    Section::new("definitions", "Definitions", content)
}

fn collect<'r>(record: &'r Record, keys: &mut BTreeSet<&'r str>) {
    match record {
        Record::Cell(_) => {}
        Record::List(members) => members.iter().for_each(|member| collect(member, keys)),
        Record::Object(members) => {
            for (key, member) in members {
                keys.insert(key);
                collect(member, keys);
            }
        }
    }
}

fn definition(one: &Explanation) -> Fact {
    let wanted = |key: &str| matches!(key, "definition" | "estimator" | "source");
    let parts = one.parts().filter(|(key, _, text)| wanted(key) && !text.is_empty());
    let parts = parts.map(|(key, label, text)| match key {
        "definition" => text.to_owned(),
        _ => format!("{label}: {text}"),
    });
    Fact::new(&one.name, parts.collect::<Vec<_>>().join(" "))
}

/// The sections of rates on the page of definitions: the id of each here, and its heading there.
const RATES: [(&str, &str); 4] = [
    ("coverage", "How often intervals are right"),
    ("false-alarms", "How often words are right"),
    ("pressure", "How often signs of pressure are right"),
    ("questions", "How often questions are rightly called different"),
];
/// The first of them are about a single term too.
const RATES_OF_ONE_TERM: usize = 2;

/// How often intervals and words are right, by simulation. What is said only of a change is left out where there is none.
fn coverage(folder: &Folder<'_>) -> impl Iterator<Item = Section> {
    let wanted = match folder.since() {
        Some(_) => RATES.len(),
        None => RATES_OF_ONE_TERM,
    };
    let mut all = rates();
    RATES.into_iter().take(wanted).filter_map(move |(id, heading)| {
        let place = all.iter().position(|rates| rates.heading == heading)?;
        Some(of_rates(id, all.swap_remove(place)))
    })
}

fn of_rates(id: &'static str, rates: Rates) -> Section {
    let mut tables = 0;
    let mut caption = || {
        tables += 1;
        match tables {
            1 => format!("{}: shares of simulated surveys", rates.heading),
            _ => format!("{}: more shares ({tables})", rates.heading),
        }
    };
    let content = rates.blocks.into_iter().filter_map(|block| match block {
        Block::Table(table) => Some(Content::Table(caption(), of_report(table))),
        Block::Note(text) => Some(Content::Words(text)),
        _ => None,
    });
    let content = content.collect();
    Section::new(id, rates.heading, content)
}

/// The rates of what a report shows: not of the estimators that stand beside them for comparison.
fn of_report(mut table: Table) -> Table {
    for place in (0..table.columns.len()).rev() {
        let heading = &table.columns[place].heading;
        if heading.ends_with("plug-in") || heading.ends_with("Feldt") {
            table.columns.remove(place);
            for row in &mut table.rows {
                row.remove(place);
            }
        }
    }
    table
}

/// Program, options, files and their checksums.
fn software(folder: &Folder<'_>) -> Section {
    let run = &folder.context.run;
    let mut facts = sources(folder);
    let also = run.also_read.iter().chain(&run.published).chain(&run.counted);
    facts.extend(also.map(|(path, sha256)| Fact::new("Also read", format!("{path}, SHA-256 {sha256}"))));
    let words = "The same program, files and options give the same bytes on every machine. cte verify repeats a saved JSON result and says \
                 what differs.";
    Section::new(
        "software",
        "Software, files and checksums",
        vec![Content::Facts(facts), Content::words(words)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What no report says: `cte structure` alone.
    const OF_NO_REPORT: [&str; 1] = ["How often a question is rightly said to differ between academies"];

    #[test]
    fn every_section_of_rates_has_its_place() {
        let mut headings: Vec<String> = rates().into_iter().map(|rates| rates.heading).collect();
        headings.retain(|heading| !OF_NO_REPORT.contains(&heading.as_str()));
        assert_eq!(headings, RATES.map(|(_, heading)| heading.to_owned()));
    }
}
