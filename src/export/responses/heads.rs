//! The headings of questions, as survey tools write them.

use crate::export::responses::form::{Kind, Question};

/// The question above the statements of the grid.
const STEM: &str = "How far do you agree?";

/// Names in one row.
pub(super) fn names(questions: &[Question]) -> Vec<Vec<String>> {
    vec![questions.iter().map(|question| question.name.clone()).collect()]
}

/// Texts in one row.
pub(super) fn texts(questions: &[Question]) -> Vec<Vec<String>> {
    vec![questions.iter().map(|question| question.text.clone()).collect()]
}

/// Texts in one row; a statement is in brackets after the grid's question.
pub(super) fn bracketed(questions: &[Question]) -> Vec<Vec<String>> {
    let head = |question: &Question| match question.kind {
        Kind::Statement => format!("{STEM} [{}]", question.text),
        Kind::Choice | Kind::Text => question.text.clone(),
    };
    vec![questions.iter().map(head).collect()]
}

/// Paths in one row: the group, the grid's question, the statement.
pub(super) fn paths(questions: &[Question]) -> Vec<Vec<String>> {
    let head = |question: &Question| match question.kind {
        Kind::Statement => format!("Our academy/{STEM}/{}", question.text),
        Kind::Choice => format!("About you/{}", question.text),
        Kind::Text => question.text.clone(),
    };
    vec![questions.iter().map(head).collect()]
}

/// Numbered texts in one row; the statements of the grid have one number, and a second of their own.
pub(super) fn numbered(questions: &[Question]) -> Vec<Vec<String>> {
    let (mut number, mut part) = (0, 0);
    let head = |question: &Question| {
        if question.kind == Kind::Statement {
            part += 1;
            number += usize::from(part == 1);
            format!("{number}.{part}. {}", question.text)
        } else {
            number += 1;
            format!("{number}. {}", question.text)
        }
    };
    vec![questions.iter().map(head).collect()]
}

/// Three rows: tags, texts with the grid's question before a statement, ids in JSON.
pub(super) fn tagged(questions: &[Question]) -> Vec<Vec<String>> {
    let (mut number, mut part) = (1, 0);
    let mut tag = |question: &Question| {
        if question.kind == Kind::Statement {
            part += 1;
            number += usize::from(part == 1);
            format!("Q{number}_{part}")
        } else {
            number += 1;
            format!("Q{number}")
        }
    };
    let text = |question: &Question| match question.kind {
        Kind::Statement => format!("{STEM} - {}", question.text),
        Kind::Choice | Kind::Text => question.text.clone(),
    };
    let tags: Vec<String> = questions.iter().map(&mut tag).collect();
    let ids = tags
        .iter()
        .map(|tag| format!("{{\"ImportId\":\"QID{}\"}}", &tag[1..]))
        .collect();
    vec![tags, questions.iter().map(text).collect(), ids]
}

/// Two rows: the question above, once for the whole grid, and the statement or the kind of answer below.
pub(super) fn with_answers_below(questions: &[Question]) -> Vec<Vec<String>> {
    let first_statement = questions.iter().position(|question| question.kind == Kind::Statement);
    let above = |(place, question): (usize, &Question)| match question.kind {
        Kind::Statement if Some(place) == first_statement => STEM.to_owned(),
        Kind::Statement => String::new(),
        Kind::Choice | Kind::Text => question.text.clone(),
    };
    let below = |question: &Question| match question.kind {
        Kind::Statement => question.text.clone(),
        Kind::Choice => "Response".to_owned(),
        Kind::Text => "Open-Ended Response".to_owned(),
    };
    vec![
        questions.iter().enumerate().map(above).collect(),
        questions.iter().map(below).collect(),
    ]
}

/// Two rows: one heading above all questions, and their texts below.
pub(super) fn under_one_heading(questions: &[Question]) -> Vec<Vec<String>> {
    let above = |place: usize| if place == 0 { "Your views" } else { "" };
    vec![
        (0..questions.len()).map(|place| above(place).to_owned()).collect(),
        questions.iter().map(|question| question.text.clone()).collect(),
    ]
}
