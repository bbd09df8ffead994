//! XLSForm, which KoboToolbox, ODK and others import: a workbook with the sheets `survey`, `choices` and `settings`.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::export::ExportError;
use crate::export::forms::codes::{Coded, Codes, travelling};
use crate::export::forms::form::{AnswerCode, Block, FormChoice, SurveyForm};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "kobo",
    about: "KoboToolbox, ODK and others: an XLSForm workbook",
    kinds: &[FormKind { ending: "xlsx", write }],
};

const SURVEY: [&str; 6] = ["type", "name", "label", "hint", "required", "appearance"];
const CHOICES: [&str; 3] = ["list_name", "name", "label"];
const SETTINGS: [&str; 4] = ["form_title", "form_id", "version", "style"];
/// Names that the form, XLSForm and Kobo use themselves.
const RESERVED: &[&str] = &[
    "academy",
    "role",
    "comment",
    "about_you",
    "your_comment",
    "start",
    "end",
    "meta",
    "instanceid",
    "name",
    "data",
];
/// More options than this are a list to unfold.
const MOST_BUTTONS: usize = 10;

fn write(form: &SurveyForm) -> Result<FormFile, ExportError> {
    for (place, text) in form.texts() {
        if text.contains("${") {
            return Err(ExportError::Wording {
                place,
                found: "${".to_owned(),
                meaning: "which Kobo takes for the answer to another question",
                cure: "write it without the dollar or the brace",
            });
        }
    }
    let mut sheets = Sheets::new()?;
    let mut codes = Codes::reserving(RESERVED);
    let mut coded = Vec::new();
    sheets
        .survey
        .add(&["begin group", "about_you", "About you", "", "", "field-list"])?;
    for (number, text) in (1..).zip(form.introduction.iter().chain(&form.privacy)) {
        sheets
            .survey
            .add(&["note", &codes.give(&format!("note_{number}"), is_name, "note_x"), text])?;
    }
    for choice in form.about_you() {
        sheets.choice(choice, if choice.name == form.academy.name { "yes" } else { "" })?;
    }
    sheets.survey.add(&["end group"])?;
    for (number, block) in (1..).zip(&form.blocks) {
        sheets.block(number, block, &mut codes, &mut coded)?;
    }
    sheets
        .survey
        .add(&["begin group", "your_comment", "Your comment", "", "", "field-list"])?;
    let comment = &form.comment;
    sheets
        .survey
        .add(&["text", comment.name, &comment.text, &comment.help, "", "multiline"])?;
    let thanks = codes.give("note_end", is_name, "note_x");
    sheets.survey.add(&["note", &thanks, &form.thanks])?;
    sheets.survey.add(&["end group"])?;
    let id: String = form
        .id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    sheets
        .settings
        .add(&[&form.title, &format!("cte_{id}"), &form.version, "pages"])?;
    let notes = vec![
        "in KoboToolbox: New, Upload an XLSForm, and choose the file; look at the preview before you deploy it".to_owned(),
        travelling("Kobo", &coded),
        "download the responses with labels, so that academies and roles are names".to_owned(),
        "allow submissions without a username and password, and give one link to everybody: a link of one's own, or a login, \
         would tell who answered what"
            .to_owned(),
    ];
    Ok(FormFile {
        bytes: sheets.finish()?,
        notes,
    })
}

/// True if XML takes the code for a name.
fn is_name(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn answer_name(code: &AnswerCode) -> String {
    code.text().to_lowercase()
}

/// A sheet that is written row by row. Every text is written as a string, so none can start a formula.
struct Sheet {
    sheet: Worksheet,
    row: u32,
}

impl Sheet {
    fn new(name: &str, heads: &[&str]) -> Result<Self, ExportError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let mut sheet = Self { sheet, row: 0 };
        sheet.add(heads)?;
        Ok(sheet)
    }

    fn add(&mut self, cells: &[&str]) -> Result<(), ExportError> {
        for (column, cell) in (0_u16..).zip(cells) {
            if !cell.is_empty() {
                self.sheet.write_string(self.row, column, *cell)?;
            }
        }
        self.row += 1;
        Ok(())
    }
}

struct Sheets {
    survey: Sheet,
    choices: Sheet,
    settings: Sheet,
}

impl Sheets {
    fn new() -> Result<Self, ExportError> {
        Ok(Self {
            survey: Sheet::new("survey", &SURVEY)?,
            choices: Sheet::new("choices", &CHOICES)?,
            settings: Sheet::new("settings", &SETTINGS)?,
        })
    }

    fn choice(&mut self, choice: &FormChoice, required: &str) -> Result<(), ExportError> {
        let help = choice.help.as_deref().unwrap_or_default();
        if choice.options.is_empty() {
            return self.survey.add(&["text", choice.name, &choice.text, help, required]);
        }
        let kind = format!("select_one {}_list", choice.name);
        let appearance = if choice.options.len() > MOST_BUTTONS {
            "minimal"
        } else {
            ""
        };
        self.survey
            .add(&[&kind, choice.name, &choice.text, help, required, appearance])?;
        for (number, option) in (1..).zip(&choice.options) {
            let name = format!("{}_{number}", choice.name);
            self.choices.add(&[&format!("{}_list", choice.name), &name, option])?;
        }
        Ok(())
    }

    fn block<'f>(
        &mut self,
        number: usize,
        block: &'f Block,
        codes: &mut Codes,
        coded: &mut Vec<Coded<'f>>,
    ) -> Result<(), ExportError> {
        let list = format!("answers_{number}");
        let group = codes.give(&format!("grid_{number}"), is_name, "grid_x");
        self.survey
            .add(&["begin group", &group, &block.question, "", "", "field-list"])?;
        for statement in &block.statements {
            let code = codes.give(&statement.id, is_name, "item_");
            let kind = format!("select_one {list}");
            self.survey.add(&[&kind, &code, &statement.text, "", "", "likert"])?;
            coded.push(Coded { statement, code });
        }
        self.survey.add(&["end group"])?;
        for option in &block.scale {
            self.choices.add(&[&list, &answer_name(&option.code), &option.label])?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, ExportError> {
        let mut workbook = Workbook::new();
        // A fixed date: the same form gives the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_author("cte").set_creation_datetime(&day));
        for sheet in [self.survey, self.choices, self.settings] {
            workbook.push_worksheet(sheet.sheet);
        }
        Ok(workbook.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn the_sheets_hold_texts_alone_and_ids_travel_where_they_can() {
        let file = write(&small_form()).expect("a file");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes)).expect("a workbook");
        let mut of = |sheet: &str| {
            let range = book.worksheet_range(sheet).expect("a sheet");
            assert!(
                range
                    .cells()
                    .all(|(_, _, cell)| matches!(cell, Data::String(_) | Data::Empty))
            );
            let text = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
            range.rows().map(text).collect::<Vec<_>>()
        };
        let survey = of("survey");
        assert_eq!(survey[0], SURVEY);
        let likert: Vec<_> = survey.iter().filter(|row| row[5] == "likert").collect();
        assert_eq!([&likert[0][1], &likert[1][1]], ["te01", "item_1"]);
        assert_eq!(likert[1][2], "=1+1 | נבטח 😀");
        let choices = of("choices");
        assert!(choices.contains(&vec!["answers_1".into(), "dk".into(), "Don't know".into()]));
        assert_eq!(
            of("settings")[1],
            ["Our \"survey\"", "cte_our_survey", "1.0.0", "pages"]
        );
    }

    #[test]
    fn a_reference_to_another_question_is_refused() {
        let mut form = small_form();
        form.blocks[0].statements[0].text = "We spend ${te02} well".to_owned();
        let error = write(&form).expect_err("a refusal").to_string();
        assert!(error.starts_with("the wording of `te01` has `${`"), "{error}");
    }
}
