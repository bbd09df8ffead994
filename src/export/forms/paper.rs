//! Paper: a page that prints on A4, in usual or large print.

use askama::Template;

use crate::export::ExportError;
use crate::export::forms::form::{Block, SurveyForm};
use crate::export::forms::tool::FormFile;

/// Points of the type, columns of options, and where a statement stands.
#[derive(Debug, Clone, Copy)]
struct Print {
    points: u8,
    columns: u8,
    statement: Statement,
}

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Statement {
    /// Left of its boxes.
    Left,
    /// Above its boxes, which have the whole width: the answers' labels are not broken where type is large.
    Above,
}

const USUAL: Print = Print {
    points: 10,
    columns: 2,
    statement: Statement::Left,
};
/// 16 points, as the RNIB's guidance on large print asks.
const LARGE: Print = Print {
    points: 16,
    columns: 1,
    statement: Statement::Above,
};
/// Per cent of the width that a box takes, and that the statement left of the boxes has at least.
const BOX: usize = 8;
const LEAST_WORDING: usize = 28;

/// A page in usual print.
pub(super) fn usual(form: &SurveyForm) -> Result<FormFile, ExportError> {
    page(form, USUAL)
}

/// A page in large print.
pub(super) fn large(form: &SurveyForm) -> Result<FormFile, ExportError> {
    page(form, LARGE)
}

fn page(form: &SurveyForm, print: Print) -> Result<FormFile, ExportError> {
    let mut first = 1;
    let mut grids = Vec::new();
    for block in &form.blocks {
        let boxes = block.scale.len() * BOX;
        grids.push(Grid {
            block,
            first,
            wording: 100_usize.saturating_sub(boxes).max(LEAST_WORDING),
        });
        first += block.statements.len();
    }
    let page = Page {
        form,
        grids,
        size: print.points,
        columns: print.columns,
        above: print.statement == Statement::Above,
    };
    let notes = vec![
        "open the page in a browser and print it on A4, double-sided, at 100 %".to_owned(),
        "`--to paper -o entry.xlsx` writes the workbook to type the sheets into, and `cte score entry.xlsx` reads it"
            .to_owned(),
        "collect the sheets in a sealed box or in envelopes; number them only when they are typed in".to_owned(),
    ];
    Ok(FormFile {
        bytes: page.render()?.into_bytes(),
        notes,
    })
}

#[derive(Template)]
#[template(path = "form.html")]
struct Page<'f> {
    form: &'f SurveyForm,
    grids: Vec<Grid<'f>>,
    size: u8,
    columns: u8,
    above: bool,
}

/// A grid on paper.
struct Grid<'f> {
    block: &'f Block,
    /// The number of its first statement.
    first: usize,
    /// Per cent of the width that is the statement's.
    wording: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn every_statement_has_a_box_for_every_answer_and_texts_are_text() {
        let form = small_form();
        for write in [usual, large] {
            let page = String::from_utf8(write(&form).expect("a page").bytes).expect("UTF-8");
            let (options, answers) = (4, 3);
            assert_eq!(
                page.matches("<span class=\"box\">").count(),
                options + form.statements().count() * answers
            );
            assert!(
                !page.contains("<often>") && page.contains("2. =1+1 | נבטח 😀"),
                "{page}"
            );
        }
    }
}
