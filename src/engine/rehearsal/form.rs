//! The form of a questionnaire, as a survey tool asks it.

use crate::analysis::MadeUpAnswer;
use crate::engine::rehearsal::staff::Staff;
use crate::engine::rehearsal::wishes::SimulationWishes;
use crate::export::responses::{Form, FormAnswer, Question, QuestionKind};
use crate::model::{Defaults, Instrument, Item, MADE_UP_COLUMN, MissingReason, Wording};

/// Comments of made-up people.
pub(super) const COMMENTS: [&str; 4] = [
    "Made-up comment: more time to see what others do, please.",
    "Made-up comment: proud of this team.",
    "Made-up comment: behaviour is better, \"but\" corridors are hard.",
    "Made-up comment: too many initiatives, too little time.",
];

/// The form: academy, role, code, items, comment, and the column that says what the responses are. Headings that the trust file
/// expects are kept.
pub(crate) fn form(instrument: &Instrument, staff: &Staff, defaults: &Defaults, wishes: &SimulationWishes) -> Form {
    let names = staff.academies.iter().map(|academy| academy.name.clone());
    let mut questions = vec![
        headed(
            Question::new(
                QuestionKind::Choice,
                "academy",
                "Which academy do you work in?",
                names.collect(),
            ),
            defaults.group.as_deref(),
        ),
        headed(
            Question::new(QuestionKind::Choice, "role", "What is your role?", staff.roles.clone()),
            defaults.by.as_deref(),
        ),
    ];
    if wishes.codes {
        questions.push(Question::new(
            QuestionKind::Text,
            "code",
            "Your personal code",
            Vec::new(),
        ));
    }
    let own_header = |item: &Item| {
        let own = defaults.columns.iter().find(|(id, _)| *id == item.id);
        own.map(|(_, header)| header.as_str())
    };
    let items = instrument.items().iter();
    questions.extend(items.map(|item| headed(statement(item, instrument.wording), own_header(item))));
    if wishes.comments > 0.0 {
        let comments = COMMENTS.map(str::to_owned).to_vec();
        let asked = "Is there anything you would like to add?";
        questions.push(Question::new(QuestionKind::Text, "comment", asked, comments));
    }
    let yes = vec!["yes".to_owned()];
    questions.push(Question::new(QuestionKind::Choice, MADE_UP_COLUMN, MADE_UP_COLUMN, yes));
    Form {
        questions,
        id: defaults.id.clone().unwrap_or_else(|| "id".to_owned()),
        sheet: defaults.sheet.clone().unwrap_or_else(|| "Made-up responses".to_owned()),
    }
}

/// The question with the heading that the trust file expects. A heading such as `#F` is the letter of a column.
fn headed(question: Question, header: Option<&str>) -> Question {
    match header.filter(|header| !header.starts_with('#')) {
        Some(header) => Question {
            name: header.to_owned(),
            text: header.to_owned(),
            ..question
        },
        None => question,
    }
}

/// An item as a statement: its wording, or its id where the wording is not in the questionnaire.
fn statement(item: &Item, wording: Wording) -> Question {
    let text = if wording == Wording::Full && !item.text.is_empty() {
        &item.text
    } else {
        &item.id
    };
    let response = &item.response;
    let missing = [MissingReason::DontKnow, MissingReason::NotApplicable].map(|reason| missing_text(item, &reason));
    let with_missing = |codes: Vec<String>| codes.into_iter().chain(missing.clone()).collect();
    let label = |code: i32| response.labels.get(&code).cloned().unwrap_or_else(|| code.to_string());
    Question {
        kind: QuestionKind::Statement,
        name: item.id.clone(),
        text: text.clone(),
        codes: with_missing(response.range.codes().map(|code| code.to_string()).collect()),
        labels: with_missing(response.range.codes().map(label).collect()),
    }
}

/// The text by which an item declares a reason; blank if it declares none.
fn missing_text(item: &Item, reason: &MissingReason) -> String {
    let declared = item.response.missing.iter().find(|(_, declared)| *declared == reason);
    declared.map_or_else(String::new, |(text, _)| text.clone())
}

/// An answer to an item as an answer to its question.
pub(super) fn place_of(answer: MadeUpAnswer, item: &Item) -> FormAnswer {
    let points = item.response.range.points();
    match answer {
        MadeUpAnswer::Code(place) => FormAnswer::Option(place),
        MadeUpAnswer::DontKnow => FormAnswer::Option(points),
        MadeUpAnswer::NotApplicable => FormAnswer::Option(points + 1),
        MadeUpAnswer::Skipped => FormAnswer::Blank,
    }
}
