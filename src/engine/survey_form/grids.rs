//! The items as grids.

use std::collections::BTreeMap;

use crate::engine::Error;
use crate::engine::survey_form::text::one_line;
use crate::export::forms::{AnswerCode, AnswerOption, Block, Statement};
use crate::model::{Instrument, Item, MissingReason, Response};

/// The most statements of a grid: more do not fit on a screen with their answers.
const MOST_ROWS: usize = 10;

/// The items in their order, in grids of about equal length that share an answer scale.
///
/// # Errors
/// When an item has no wording, or two items read alike.
pub(super) fn grids(instrument: &Instrument) -> Result<Vec<Block>, Error> {
    check_wording(instrument.items())?;
    let mut blocks = Vec::new();
    for run in instrument.items().chunk_by(|a, b| a.response == b.response) {
        let scale = scale(&run[0].response);
        let grids = run.len().div_ceil(MOST_ROWS).max(1);
        blocks.extend(run.chunks(run.len().div_ceil(grids)).map(|items| Block {
            question: question(&scale),
            scale: scale.clone(),
            statements: items.iter().map(statement).collect(),
        }));
    }
    Ok(blocks)
}

fn statement(item: &Item) -> Statement {
    Statement {
        id: item.id.clone(),
        text: one_line(&item.text),
    }
}

/// What is asked of all statements of a grid.
fn question(scale: &[AnswerOption]) -> String {
    let agrees = scale.iter().any(|option| option.label.to_lowercase().contains("agree"));
    if agrees {
        "How far do you agree?".to_owned()
    } else {
        "Please choose one answer in each row.".to_owned()
    }
}

/// The answers, lowest code first, then one answer for each reason that the questionnaire declares.
fn scale(response: &Response) -> Vec<AnswerOption> {
    let label = |code: i32| {
        response
            .labels
            .get(&code)
            .map_or_else(|| code.to_string(), |label| one_line(label))
    };
    let codes = response.range.codes().map(|code| AnswerOption {
        code: AnswerCode::Number(code),
        label: label(code),
    });
    let mut scale: Vec<AnswerOption> = codes.collect();
    let mut texts: BTreeMap<&MissingReason, &str> = BTreeMap::new();
    for (text, reason) in &response.missing {
        let chosen = texts.entry(reason).or_insert(text);
        // Of several texts, the one that says the reason in full.
        if text.eq_ignore_ascii_case(&reason.name()) {
            *chosen = text;
        }
    }
    let mut others = 0;
    let dont_know = texts.remove_entry(&MissingReason::DontKnow);
    for (reason, text) in dont_know.into_iter().chain(texts) {
        let word = match reason {
            MissingReason::DontKnow => "DK".to_owned(),
            MissingReason::NotApplicable => "NA".to_owned(),
            MissingReason::Declined => "PNTS".to_owned(),
            MissingReason::Declared(_) => {
                others += 1;
                format!("X{others}")
            }
            MissingReason::Skipped | MissingReason::Invalid | MissingReason::NotAsked => continue,
        };
        scale.push(AnswerOption {
            code: AnswerCode::Word(word),
            label: one_line(text),
        });
    }
    scale
}

/// Columns are found by wording: each item needs one of its own.
fn check_wording(items: &[Item]) -> Result<(), Error> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for item in items {
        let text = one_line(&item.text);
        if text.is_empty() {
            return Err(Error::CannotMakeForm(format!(
                "`{}` has no wording: add its `text`",
                item.id
            )));
        }
        if let Some(other) = seen.insert(text.to_lowercase(), &item.id) {
            return Err(Error::CannotMakeForm(format!(
                "`{other}` and `{}` have the same wording, by which their answers could not be told apart: reword one",
                item.id
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::grids;
    use crate::input::instrument::parse;

    fn questionnaire(items: usize, more: &str) -> String {
        let mut text = String::from("id = \"q\"\nname = \"Q\"\nversion = \"1\"\n[response]\nmin = 1\nmax = 3\n");
        text += more;
        for item in 1..=items {
            let _ = write!(text, "[[item]]\nid = \"q{item}\"\ntext = \"Statement {item}\"\n");
        }
        let ids: Vec<String> = (1..=items).map(|item| format!("\"q{item}\"")).collect();
        text + &format!("[[scale]]\nid = \"s\"\nname = \"S\"\nitems = [{}]\n", ids.join(", "))
    }

    #[test]
    fn grids_are_of_about_equal_length_and_reasons_follow_the_scale() {
        let missing = "[response.labels]\n1 = \"Disagree\"\n[response.missing]\n\"-99\" = \"skipped\"\n\
            \"DK\" = \"don't know\"\n\"Don't know\" = \"don't know\"\n\"Too new here\" = \"new\"\n";
        let instrument = parse(&questionnaire(21, missing), "q.toml").expect("a questionnaire");
        let grids = grids(&instrument).expect("grids");
        let lengths: Vec<usize> = grids.iter().map(|grid| grid.statements.len()).collect();
        assert_eq!(lengths, [7, 7, 7]);
        let scale: Vec<String> = grids[0]
            .scale
            .iter()
            .map(|option| format!("{} {}", option.code.text(), option.label))
            .collect();
        assert_eq!(scale, ["1 Disagree", "2 2", "3 3", "DK Don't know", "X1 Too new here"]);
        assert_eq!(grids[0].question, "How far do you agree?");
    }

    #[test]
    fn wordings_that_cannot_be_told_apart_are_refused() {
        let twice = questionnaire(2, "").replace("Statement 2", "statement  1");
        let instrument = parse(&twice, "q.toml").expect("a questionnaire");
        let error = grids(&instrument).expect_err("a refusal").to_string();
        assert!(error.contains("`q1` and `q2` have the same wording"), "{error}");
    }
}
