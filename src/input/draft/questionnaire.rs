//! Drafts a questionnaire: items, scales and labels from the columns of a file, and questions about what no file shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::columns::{PlannedHead, choose_academy, locate};
use crate::input::draft::answers::{ColumnAnswers, answers_of};
use crate::input::draft::groups::{ColumnGroup, Grouped, grouped};
use crate::input::draft::wording::{ColumnWords, words};
use crate::input::error::{InputError, Problem};
use crate::input::instrument::to_toml;
use crate::input::layouts::{Head, LayoutError, PlannedColumn, TablePlan, planned};
use crate::input::open::{RawTable, Stored, open, whole};
use crate::input::options::{GroupChoice, ReadOptions};
use crate::input::text::{all_quoted, bare, excerpt, fold, tidy};
use crate::model::{
    Aggregate, CodeRange, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring,
    Status, Wording, is_item_id,
};

/// A drafted questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionnaireDraft {
    /// The file, in TOML, with the questions as comments at its head.
    pub text: String,
    /// The questionnaire that the file contains.
    pub instrument: Instrument,
    /// What the owner of the questionnaire is asked, one sentence each.
    pub questions: Vec<String>,
}

/// Drafts a questionnaire with this id from a file of responses.
///
/// # Errors
/// When the file cannot be read as a table, or no columns share a set of answers whose order is known.
pub fn draft_questionnaire(
    file: &dyn Stored,
    id: &str,
    options: &ReadOptions,
) -> Result<QuestionnaireDraft, InputError> {
    let failed = |problem: Problem| InputError::of(file.name(), problem);
    let bytes = whole(file).map_err(|error| failed(error.into()))?;
    let (tables, _) = open(file.name(), &bytes, options).map_err(|error| failed(error.into()))?;
    let mut best: Option<(usize, Found<'_>)> = None;
    for table in &tables {
        let Some(found) = look_through(table, options).map_err(|error| failed(error.into()))? else {
            continue;
        };
        let columns = found.grouped.groups.iter().map(|group| group.columns.len()).sum();
        if best.as_ref().is_none_or(|(most, _)| columns > *most) {
            best = Some((columns, found));
        }
    }
    let unordered = best.as_ref().map_or(Vec::new(), |(_, found)| {
        let labels = found
            .grouped
            .unordered
            .iter()
            .map(|(_, labels)| all_quoted(labels.iter().take(7)));
        labels.collect()
    });
    let draft = match &best {
        Some((1.., found)) => drafted(found, file.name(), id, options),
        _ => None,
    };
    draft.ok_or_else(|| InputError::NothingToDraft {
        file: file.name().to_owned(),
        unordered,
    })
}

/// A table that was looked through.
struct Found<'a> {
    table: &'a RawTable<'a>,
    head: Head,
    plan: TablePlan,
    answers: Vec<ColumnAnswers>,
    grouped: Grouped,
}

fn look_through<'a>(table: &'a RawTable<'a>, options: &ReadOptions) -> Result<Option<Found<'a>>, LayoutError> {
    let head = Head { records: table.head() };
    let filled = |record: &Vec<String>| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let widest = head.records.iter().map(filled).max().unwrap_or(0);
    // Titles above the header fill a cell or two.
    let Some(above) = head
        .records
        .iter()
        .take(11)
        .position(|record| filled(record) * 2 >= widest)
    else {
        return Ok(None);
    };
    let below = Head {
        records: head.records[above..].to_vec(),
    };
    let (_, mut plan) = planned(&below, options)?;
    plan.header_records += above;
    let answers = answers_of(table, &plan);
    let excluded = [repeated(&plan.columns), options_of(&plan.columns, &answers)].concat();
    let grouped = grouped(&answers, &excluded);
    Ok(Some(Found {
        table,
        head,
        plan,
        answers,
        grouped,
    }))
}

/// Columns with one question that the tool told apart by a number, as in `Statement` and `Statement2`. No name says which is which.
fn repeated(columns: &[PlannedColumn]) -> Vec<usize> {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        let text = bare(&column.header);
        let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
        // "Year 5" and "q5" are no second "Year" and "q".
        let is_of_a_tool = stem.len() > 3 && !stem.ends_with([' ', '_', '.', '[']);
        let key = if is_of_a_tool { stem.to_owned() } else { text };
        by_text.entry(key).or_default().push(at);
    }
    let is_repeated = |places: &Vec<usize>| {
        let mut texts = places.iter().map(|&at| bare(&columns[at].header));
        places.len() > 1 && texts.any(|text| !text.ends_with(|c: char| c.is_ascii_digit()))
    };
    by_text.into_values().filter(is_repeated).flatten().collect()
}

/// Columns that each stand for one option of a question: the only answer in them is the end of their header.
fn options_of(columns: &[PlannedColumn], answers: &[ColumnAnswers]) -> Vec<usize> {
    let is_option = |column: &&ColumnAnswers| match column.answers.as_slice() {
        [answer] => answer.label.as_ref().is_some_and(|label| {
            let planned = &columns[column.at];
            let mut texts = planned.aliases.iter().chain([&planned.header]);
            texts.any(|text| fold(text).ends_with(&fold(label)))
        }),
        _ => false,
    };
    answers.iter().filter(is_option).map(|column| column.at).collect()
}

/// The draft; `None` if the parts make no questionnaire.
fn drafted(found: &Found<'_>, file: &str, id: &str, options: &ReadOptions) -> Option<QuestionnaireDraft> {
    let groups = &found.grouped.groups;
    let tried = [TextForm::WithoutStem, TextForm::Whole].map(|form| build(found, id, form));
    let reads = |instrument: &&Instrument| reads_back(instrument, found, options);
    let sound = tried.iter().flatten().find(reads);
    let unread = sound.is_none();
    let instrument = sound.or_else(|| tried.iter().flatten().next())?.clone();
    let mut questions = vec![reversal(&instrument)];
    questions.extend(groups.iter().flat_map(about_scale));
    questions.extend(found.grouped.unordered.iter().map(|(columns, labels)| {
        let headers = columns.iter().map(|&at| excerpt(&found.plan.columns[at].header));
        format!(
            "The columns {} share the answers {}, whose order the words do not show: add them as items with the labels from \
             low to high, if they belong to the questionnaire.",
            all_quoted(headers.take(5)),
            all_quoted(labels.iter().take(7))
        )
    }));
    if unread {
        questions.push(
            "Some columns do not match their item by name: score the file with --column ITEM=HEADER, as the message says."
                .to_owned(),
        );
    }
    let items: Vec<usize> = groups.iter().flat_map(|group| group.columns.iter().copied()).collect();
    let academy = choose_academy(&GroupChoice::Guess, &found.plan, &items, found.table, None);
    questions.push(match academy {
        Ok(Some(at)) => format!(
            "The academy is taken from the column `{}`; choose another with -g.",
            excerpt(&found.plan.columns[at].header)
        ),
        _ => "No column looks like the academy: score the file with -g COLUMN, or with --academy NAME.".to_owned(),
    });
    questions.push("Names of scales are proposals, and so is their cut by the stems of the questions.".to_owned());
    let comments: Vec<String> = questions.iter().map(|question| comment(question)).collect();
    let text = format!(
        "# Drafted by `cte instrument new` from `{}`. Please look at each point:\n{}\n{}",
        excerpt(file),
        comments.concat(),
        to_toml(&instrument)
    );
    Some(QuestionnaireDraft {
        text,
        instrument,
        questions,
    })
}

/// The form of the items' texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextForm {
    /// Without stems and numbers.
    WithoutStem,
    /// The headers as they are.
    Whole,
}

/// The questionnaire of the groups of columns.
fn build(found: &Found<'_>, id: &str, form: TextForm) -> Option<Instrument> {
    let (mut items, mut scales): (Vec<Item>, Vec<ScaleParts>) = (Vec::new(), Vec::new());
    let mut taken: BTreeSet<String> = found.plan.columns.iter().map(|column| fold(&column.header)).collect();
    let mut own_codes: BTreeSet<String> = BTreeSet::new();
    for group in &found.grouped.groups {
        let columns: Vec<&PlannedColumn> = group.columns.iter().map(|&at| &found.plan.columns[at]).collect();
        let response = response(group, &found.answers)?;
        // Scales in the order of their first item, one for each stem.
        let mut by_stem: Vec<(String, Vec<String>)> = Vec::new();
        for ((ColumnWords { text, code }, stem), column) in words(&columns).into_iter().zip(&columns) {
            let code = code.filter(|code| is_item_id(code) && own_codes.insert(code.to_lowercase()));
            let item = code.unwrap_or_else(|| numbered(&mut taken, items.len() + 1));
            let text = match form {
                TextForm::WithoutStem => text,
                TextForm::Whole => tidy(&column.header),
            };
            match by_stem.iter_mut().find(|(other, _)| *other == stem) {
                Some((_, ids)) => ids.push(item.clone()),
                None => by_stem.push((stem, vec![item.clone()])),
            }
            items.push(Item {
                id: item,
                text,
                reversed: false,
                response: response.clone(),
            });
        }
        // Questions without a shared stem belong together.
        if by_stem.iter().any(|(_, ids)| ids.len() < 2) {
            let ids = by_stem.drain(..).flat_map(|(_, ids)| ids).collect();
            by_stem.push((String::new(), ids));
        }
        for (stem, ids) in by_stem {
            let number = scales.len() + 1;
            scales.push(ScaleParts {
                id: format!("scale{number}"),
                name: if stem.is_empty() {
                    format!("Scale {number}")
                } else {
                    excerpt(&stem)
                },
                items: ids,
                norms: Vec::new(),
                null: None,
                not_asked: Vec::new(),
            });
        }
    }
    let parts = InstrumentParts {
        id: id.to_owned(),
        name: id.replace(['-', '_'], " "),
        version: "0.1.0".to_owned(),
        citation: None,
        licence: None,
        status: Status::Development,
        verified: true,
        wording: Wording::Full,
        source: None,
        scoring: Scoring {
            score: ScoreKind::Mean,
            least: LeastAnswered::MinAnswered(0.8),
            aggregate: Aggregate::Persons,
        },
        items,
        scales,
        sha256: String::new(),
    };
    Instrument::new(parts).ok()
}

/// An id for the item of this number that no header has.
fn numbered(taken: &mut BTreeSet<String>, number: usize) -> String {
    let names = ["q", "item", "question-"].map(|word| format!("{word}{number:02}"));
    let free = names
        .iter()
        .find(|name| !taken.contains(*name))
        .unwrap_or(&names[2])
        .clone();
    taken.insert(free.clone());
    free
}

fn response(group: &ColumnGroup, answers: &[ColumnAnswers]) -> Option<Response> {
    let range = CodeRange::new(group.scale.min, group.scale.max).ok()?;
    let mut missing = BTreeMap::new();
    for column in answers.iter().filter(|column| group.columns.contains(&column.at)) {
        missing.extend(column.missing.iter().cloned());
    }
    // Spellings that differ in case are one text.
    let mut seen = BTreeSet::new();
    missing.retain(|text, _| seen.insert(fold(text)));
    Some(Response {
        range,
        labels: group.scale.labels.clone(),
        synonyms: BTreeMap::new(),
        favourable: Response::default_favourable(range),
        missing,
    })
}

/// True if each item of the questionnaire is matched to the column that it was drafted from.
fn reads_back(instrument: &Instrument, found: &Found<'_>, options: &ReadOptions) -> bool {
    let columns: Vec<usize> = found
        .grouped
        .groups
        .iter()
        .flat_map(|group| group.columns.iter().copied())
        .collect();
    let first = |at: &usize| found.plan.columns[*at].fields.first().copied();
    let head = PlannedHead::new(found.head.clone(), options);
    locate(&head, instrument, options).is_ok_and(|located| {
        let fields = located
            .items
            .iter()
            .map(|&at| located.plan.columns[at].fields.first().copied());
        fields.eq(columns.iter().map(first))
    })
}

/// Asks which items are reversed, and names those that deny something.
fn reversal(instrument: &Instrument) -> String {
    const DENIALS: [&str; 12] = [
        "not", "never", "no", "nobody", "hardly", "nicht", "kein", "nie", "ne", "jamais", "nunca", "ddim",
    ];
    let denies = |item: &&Item| {
        let folded = fold(&item.text);
        let mut words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
        words.any(|word| DENIALS.contains(&word) || word.ends_with("n't"))
    };
    let named: Vec<&str> = instrument
        .items()
        .iter()
        .filter(denies)
        .map(|item| item.id.as_str())
        .collect();
    let hint = if named.is_empty() {
        String::new()
    } else {
        format!(" Worded with a denial: {}.", all_quoted(named))
    };
    format!(
        "Which items are worded the other way, so that a high answer means less of what the scale measures? Set `reversed = \
         true` there. No file shows it, so nothing is reversed here.{hint}"
    )
}

/// Questions about the codes and labels of a group.
fn about_scale(group: &ColumnGroup) -> Vec<String> {
    let scale = &group.scale;
    let mut questions = Vec::new();
    if scale.labels.is_empty() {
        questions.push(format!(
            "The answers of some items are numbers from {} to {}: is that the whole range, and what do they mean? Give the \
             labels in [response.labels].",
            scale.min, scale.max
        ));
        return questions;
    }
    if !group.unseen.is_empty() {
        questions.push(format!(
            "Nobody chose {}, which the other labels suggest: is that an option of the form?",
            all_quoted(&group.unseen)
        ));
    }
    questions.push(format!(
        "The labels {} are in the order of their meaning: is it the form's, and had the form another option that nobody chose?",
        all_quoted(scale.labels.values())
    ));
    questions
}

/// A question as lines of a TOML comment.
fn comment(question: &str) -> String {
    const WIDTH: usize = 110;
    let mut lines = vec!["# -".to_owned()];
    for word in question.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("#   {word}")),
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}
