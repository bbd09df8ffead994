//! Responses as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, Worksheet};

use crate::export::ExportError;
use crate::export::responses::form::{Form, FormAnswer};
use crate::export::responses::layout::{OwnCell, OwnColumn, ResponseLayout};

/// Responses while they are written as a workbook. Every text is written as a string, so none can start a formula.
pub struct WorkbookResponses<'f> {
    layout: &'static ResponseLayout,
    form: &'f Form,
    sheet: Worksheet,
    moment: Look,
    row: u32,
    number: u64,
}

impl<'f> WorkbookResponses<'f> {
    /// A sheet with its header rows.
    ///
    /// # Errors
    /// When the name of the sheet is none that Excel takes, or there are too many columns.
    pub fn new(layout: &'static ResponseLayout, form: &'f Form) -> Result<Self, ExportError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(&form.sheet)?;
        let mut row = 0;
        for heads in layout.header(form) {
            for (column, head) in (0_u16..).zip(&heads) {
                sheet.write_string(row, column, head)?;
            }
            row += 1;
        }
        Ok(Self {
            layout,
            form,
            sheet,
            moment: Look::new().set_num_format("m/d/yy h:mm:ss"),
            row,
            number: 0,
        })
    }

    /// Adds a response: an answer to each question.
    ///
    /// # Errors
    /// When the sheet is full.
    pub fn add(&mut self, answers: &[FormAnswer]) -> Result<(), ExportError> {
        self.number += 1;
        let mut column = self.add_own(self.layout.before, 0)?;
        for (question, answer) in self.form.questions.iter().zip(answers) {
            let text = self.layout.text(question, answer);
            if !text.is_empty() {
                self.sheet.write_string(self.row, column, text)?;
            }
            column += 1;
        }
        self.add_own(self.layout.after, column)?;
        self.row += 1;
        Ok(())
    }

    /// Writes the tool's own cells from a column on, and returns the column after them.
    fn add_own(&mut self, columns: &[OwnColumn], first: u16) -> Result<u16, ExportError> {
        let mut at = first;
        for column in columns {
            match (column.cell)(self.number) {
                OwnCell::Text(text) if text.is_empty() => {}
                OwnCell::Text(text) => {
                    self.sheet.write_string(self.row, at, text)?;
                }
                OwnCell::Number(number) => {
                    self.sheet.write_number(self.row, at, number as f64)?;
                }
                OwnCell::Moment(moment, _) => {
                    let days = moment.excel_days();
                    self.sheet.write_number_with_format(self.row, at, days, &self.moment)?;
                }
            }
            at += 1;
        }
        Ok(at)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When the workbook's writer fails.
    pub fn finish(self) -> Result<Vec<u8>, ExportError> {
        let mut workbook = Workbook::new();
        // A fixed date: the same responses give the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_author("cte").set_creation_datetime(&day));
        workbook.push_worksheet(self.sheet);
        Ok(workbook.save_to_buffer()?)
    }
}
