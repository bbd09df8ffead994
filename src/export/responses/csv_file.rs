//! Responses as CSV.

use std::io::Write as _;

use csv::{Writer, WriterBuilder};

use crate::export::ExportError;
use crate::export::responses::form::{Form, FormAnswer};
use crate::export::responses::layout::{OwnCell, OwnColumn, ResponseLayout};

/// Responses while they are written as CSV.
pub struct CsvResponses<'f> {
    layout: &'static ResponseLayout,
    form: &'f Form,
    writer: Writer<Vec<u8>>,
    number: u64,
}

impl<'f> CsvResponses<'f> {
    /// A table with its header rows.
    ///
    /// # Errors
    /// When the CSV writer fails.
    pub fn new(layout: &'static ResponseLayout, form: &'f Form) -> Result<Self, ExportError> {
        let style = layout.csv;
        let mut writer = WriterBuilder::new()
            .delimiter(style.delimiter)
            .quote_style(style.quotes)
            .terminator(style.line_end)
            .from_writer(style.mark.as_bytes().to_vec());
        for row in layout.header(form) {
            writer.write_record(&row)?;
        }
        Ok(Self {
            layout,
            form,
            writer,
            number: 0,
        })
    }

    /// Adds a response: an answer to each question.
    ///
    /// # Errors
    /// When the CSV writer fails.
    pub fn add(&mut self, answers: &[FormAnswer]) -> Result<(), ExportError> {
        self.number += 1;
        self.add_own(self.layout.before)?;
        for (question, answer) in self.form.questions.iter().zip(answers) {
            self.writer.write_field(self.layout.text(question, answer))?;
        }
        self.add_own(self.layout.after)?;
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    fn add_own(&mut self, columns: &[OwnColumn]) -> Result<(), ExportError> {
        for column in columns {
            match (column.cell)(self.number) {
                OwnCell::Text(text) => self.writer.write_field(text.as_bytes())?,
                OwnCell::Number(number) => {
                    // On the stack: there may be millions.
                    let mut digits = [0_u8; 20];
                    let mut rest = &mut digits[..];
                    write!(rest, "{number}").map_err(csv::Error::from)?;
                    let unused = rest.len();
                    self.writer.write_field(&digits[..20 - unused])?;
                }
                OwnCell::Moment(moment, write) => self.writer.write_field(write(&moment))?,
            }
        }
        Ok(())
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When the CSV writer fails.
    pub fn finish(self) -> Result<Vec<u8>, ExportError> {
        let bytes = self.writer.into_inner();
        Ok(bytes.map_err(|error| csv::Error::from(error.into_error()))?)
    }
}
