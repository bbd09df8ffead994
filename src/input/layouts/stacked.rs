//! Headers of several rows, where a question is written once above the columns of its parts.
//!
//! A blank cell continues the question on its left if the row below has text. If the lowest row names the options of a
//! question and every filled cell repeats its option, the columns together contain one answer.

use std::collections::BTreeSet;

use crate::input::layouts::header::{cell, width};
use crate::input::layouts::layout::{Head, PlannedColumn};
use crate::input::text::{bare, fold, tidy};

/// Texts in the lowest row of a question without parts.
const NO_PART: &[&str] = &["response", "open-ended response"];

/// The header texts of one field, from the top.
struct Stack {
    field: usize,
    /// The texts, with continued ones filled in.
    texts: Vec<String>,
    /// True for each text that belongs to this field alone: it is written here, and no neighbouring field repeats or
    /// continues it.
    own: Vec<bool>,
}

impl Stack {
    /// The question: all texts except the lowest.
    fn above(&self) -> &[String] {
        &self.texts[..self.texts.len() - 1]
    }

    fn lowest(&self) -> &str {
        self.texts.last().map_or("", String::as_str)
    }
}

/// The columns below the first `rows` records.
pub(crate) fn columns(head: &Head, rows: usize) -> Vec<PlannedColumn> {
    let stacks = stacks(head, rows);
    let mut columns = Vec::new();
    for run in stacks.chunk_by(|a, b| a.above() == b.above() && !a.lowest().is_empty() && !b.lowest().is_empty()) {
        match spread(head, rows, run) {
            Some(answers) => columns.extend(answers),
            None => columns.extend(run.iter().map(single)),
        }
    }
    columns
}

fn stacks(head: &Head, rows: usize) -> Vec<Stack> {
    let fields = width(head, rows);
    let is_blank = |row: usize, field: usize| cell(head, row, field).trim().is_empty();
    let mut stacks: Vec<Stack> = Vec::new();
    for field in 0..fields {
        let mut texts: Vec<String> = (0..rows).map(|row| tidy(cell(head, row, field))).collect();
        if let Some(left) = stacks.last() {
            for row in 0..rows.saturating_sub(1) {
                // A question of its own ends what is continued below it. A blank column continues nothing.
                if !texts[row].is_empty() || texts[row + 1..].iter().all(String::is_empty) {
                    break;
                }
                texts[row].clone_from(&left.texts[row]);
            }
        }
        let begins = |row: usize| stacks.last().is_none_or(|left| left.texts[..=row] != texts[..=row]);
        let ends = |row: usize| {
            let other =
                |above: usize| !is_blank(above, field + 1) && tidy(cell(head, above, field + 1)) != texts[above];
            field + 1 == fields || (0..=row).any(other)
        };
        let own = (0..rows)
            .map(|row| !is_blank(row, field) && begins(row) && ends(row))
            .collect();
        stacks.push(Stack { field, texts, own });
    }
    stacks
}

/// The column of a single field.
fn single(stack: &Stack) -> PlannedColumn {
    let is_part = |text: &str| !text.is_empty() && !NO_PART.contains(&fold(text).as_str());
    let parts: Vec<&str> = stack
        .texts
        .iter()
        .map(String::as_str)
        .filter(|text| is_part(text))
        .collect();
    let header = parts.join(" | ");
    let own = stack
        .texts
        .iter()
        .zip(&stack.own)
        .filter(|(text, own)| **own && is_part(text) && **text != header);
    PlannedColumn {
        aliases: own.map(|(text, _)| text.clone()).collect(),
        header,
        fields: vec![stack.field],
    }
}

/// The columns of a question whose answers are spread over one field per option; then cells repeat the option above
/// them.
fn spread(head: &Head, rows: usize, run: &[Stack]) -> Option<Vec<PlannedColumn>> {
    if run.len() < 2 {
        return None;
    }
    let below = |stack: &Stack| {
        let field = stack.field;
        let records = head.records.iter().skip(rows);
        let cells = records.map(move |record| record.get(field).map_or_else(String::new, |cell| fold(cell)));
        cells.collect::<Vec<_>>()
    };
    let cells: Vec<Vec<String>> = run.iter().map(below).collect();
    let repeats = |option: fn(&str) -> Option<(&str, &str)>| {
        let mut filled = false;
        let own = run.iter().zip(&cells).all(|(stack, cells)| {
            option(stack.lowest()).is_some_and(|(_, option)| {
                let option = fold(option);
                cells.iter().filter(|cell| !cell.is_empty()).all(|cell| {
                    filled = true;
                    *cell == option
                })
            })
        });
        own && filled
    };
    // Read the lowest text as an option.
    let whole: fn(&str) -> Option<(&str, &str)> = |text| Some(("", text));
    let part: fn(&str) -> Option<(&str, &str)> = if repeats(whole) {
        whole
    } else if repeats(last_part) {
        last_part
    } else {
        return None;
    };
    let parts: Vec<(&str, &str)> = run.iter().filter_map(|stack| part(stack.lowest())).collect();
    let statements: Vec<(usize, &[(&str, &str)])> = parts
        .chunk_by(|a, b| a.0 == b.0)
        .scan(0, |from, chunk| {
            *from += chunk.len();
            Some((*from - chunk.len(), chunk))
        })
        .collect();
    let mut columns = Vec::new();
    for (from, chunk) in statements {
        let options: BTreeSet<String> = chunk.iter().map(|(_, option)| bare(option)).collect();
        let ticked_twice = (0..cells[from].len()).any(|row| {
            let here = &cells[from..from + chunk.len()];
            here.iter().filter(|cells| !cells[row].is_empty()).count() > 1
        });
        // A repeated option means two questions, and two answers in a row a multiple choice.
        if options.len() < chunk.len() || ticked_twice {
            return None;
        }
        let above = run[from].above().join(" | ");
        let (header, aliases) = match chunk[0].0 {
            "" => (above, run[from].above().last().cloned().into_iter().collect()),
            statement => (format!("{above} | {statement}"), vec![statement.to_owned()]),
        };
        columns.push(PlannedColumn {
            header,
            aliases,
            fields: run[from..from + chunk.len()].iter().map(|stack| stack.field).collect(),
        });
    }
    Some(columns)
}

/// Splits the lowest text into a statement and an option.
fn last_part(text: &str) -> Option<(&str, &str)> {
    let (statement, option) = text.rsplit_once(" - ")?;
    Some((statement.trim(), option.trim()))
}
