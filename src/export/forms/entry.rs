//! The workbook into which paper forms are typed: a row for each sheet, in which only answers of the form can be entered.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Note,
    Workbook, Worksheet,
};

use crate::export::ExportError;
use crate::export::forms::form::{AnswerCode, AnswerOption, SurveyForm};
use crate::export::forms::tool::FormFile;

/// Sheets that the workbook has room for.
const SHEETS: u32 = 2000;
const RESPONSES: &str = "Responses";
const KEY: &str = "Key";
const LISTS: &str = "Lists";

/// The workbook.
pub(super) fn write(form: &SurveyForm) -> Result<FormFile, ExportError> {
    let mut lists = Lists::new()?;
    let responses = responses(form, &mut lists)?;
    let mut workbook = Workbook::new();
    // A fixed date: the same form gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("cte").set_creation_datetime(&day));
    for sheet in [responses, key(form)?, lists.sheet] {
        workbook.push_worksheet(sheet);
    }
    let notes = vec![
        format!("type each paper sheet into a row of `{RESPONSES}`, with a number of its own, which you write on the paper too"),
        "an item takes the number of the answer (the sheet `Key` has them); leave it empty where no box or two boxes are crossed"
            .to_owned(),
        "the columns are the item ids: score the workbook as it is".to_owned(),
    ];
    Ok(FormFile {
        bytes: workbook.save_to_buffer()?,
        notes,
    })
}

/// The sheet to type into.
fn responses(form: &SurveyForm, lists: &mut Lists) -> Result<Worksheet, ExportError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(RESPONSES)?;
    sheet.set_freeze_panes(1, 2)?;
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string_with_format(0, 0, "id", &head)?;
    let mut column = 1;
    for choice in form.about_you() {
        sheet.write_string_with_format(0, column, choice.name, &head)?;
        sheet.set_column_width(column, 28)?;
        if !choice.options.is_empty() {
            let options = choice.options.iter().map(|option| Entry::Text(option));
            let list = lists.add(choice.name, options)?;
            validate(&mut sheet, column, &list, "Choose a name of the list.")?;
        }
        column += 1;
    }
    for block in &form.blocks {
        let list = lists.add(&block.statements[0].id, block.scale.iter().map(Entry::of))?;
        for statement in &block.statements {
            sheet.write_string_with_format(0, column, &statement.id, &head)?;
            sheet.insert_note(0, column, &Note::new(&statement.text).set_author("cte"))?;
            validate(
                &mut sheet,
                column,
                &list,
                "Enter the number of the answer: the sheet Key has them.",
            )?;
            column += 1;
        }
    }
    sheet.write_string_with_format(0, column, form.comment.name, &head)?;
    sheet.set_column_width(column, 60)?;
    Ok(sheet)
}

/// Lets a column take the entries of a list only.
fn validate(sheet: &mut Worksheet, column: u16, list: &str, cure: &str) -> Result<(), ExportError> {
    let validation = DataValidation::new()
        .allow_list_formula(Formula::new(list))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Not an answer of the form")?
        .set_error_message(cure)?;
    sheet.add_data_validation(1, column, SHEETS, column, &validation)?;
    Ok(())
}

/// What is entered for an option.
enum Entry<'f> {
    Text(&'f str),
    Number(i32),
}

impl<'f> Entry<'f> {
    /// The code, or the words of a reason.
    fn of(option: &'f AnswerOption) -> Self {
        match option.code {
            AnswerCode::Number(number) => Self::Number(number),
            AnswerCode::Word(_) => Self::Text(&option.label),
        }
    }
}

/// The sheet with what may be entered, a column for each list.
struct Lists {
    sheet: Worksheet,
    column: u16,
}

impl Lists {
    fn new() -> Result<Self, ExportError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(LISTS)?;
        Ok(Self { sheet, column: 0 })
    }

    /// Adds a list, and returns the formula of its range.
    fn add<'f>(&mut self, name: &str, entries: impl Iterator<Item = Entry<'f>>) -> Result<String, ExportError> {
        self.sheet.write_string(0, self.column, format!("Entries for {name}"))?;
        let mut last = 0;
        for (row, entry) in (1..).zip(entries) {
            match entry {
                Entry::Text(text) => self.sheet.write_string(row, self.column, text)?,
                Entry::Number(number) => self.sheet.write_number(row, self.column, number)?,
            };
            last = row;
        }
        let letters = rust_xlsxwriter::column_number_to_name(self.column);
        self.column += 1;
        Ok(format!("={LISTS}!${letters}$2:${letters}${}", last + 1))
    }
}

/// The sheet that says what the columns and the numbers mean.
fn key(form: &SurveyForm) -> Result<Worksheet, ExportError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(KEY)?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (head, width)) in (0_u16..).zip([
        ("On paper", 10),
        ("Column", 14),
        ("Statement", 70),
        ("What to enter", 70),
    ]) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    let mut row = 1;
    for block in &form.blocks {
        let meanings = block.scale.iter().map(|option| match option.code {
            AnswerCode::Number(number) => format!("{number} = {}", option.label),
            AnswerCode::Word(_) => format!("\"{}\"", option.label),
        });
        let meanings = meanings.collect::<Vec<_>>().join("; ");
        for statement in &block.statements {
            sheet.write_number(row, 0, row)?;
            sheet.write_string(row, 1, &statement.id)?;
            sheet.write_string_with_format(row, 2, &statement.text, &wrapped)?;
            sheet.write_string_with_format(row, 3, &meanings, &wrapped)?;
            row += 1;
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn the_first_sheet_has_the_item_ids_and_the_lists_what_may_be_entered() {
        let bytes = write(&small_form()).expect("a workbook").bytes;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        assert_eq!(book.sheet_names(), [RESPONSES, KEY, LISTS]);
        let heads = book.worksheet_range(RESPONSES).expect("a sheet");
        let heads: Vec<String> = heads
            .rows()
            .next()
            .expect("heads")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(heads, ["id", "academy", "role", "te01", "WHO5[SQ002]", "comment"]);
        let lists = book.worksheet_range(LISTS).expect("a sheet");
        let answers: Vec<&Data> = (1..4).filter_map(|row| lists.get((row, 2))).collect();
        assert_eq!(
            answers,
            [
                &Data::Float(1.0),
                &Data::Float(2.0),
                &Data::String("Don't know".to_owned())
            ]
        );
    }
}
