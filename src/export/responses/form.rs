//! A survey form as its respondents see it.

/// A form: its questions in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// What is asked.
    pub questions: Vec<Question>,
    /// Heading of the column that numbers responses, where the layout has no number of its own.
    pub id: String,
    /// Name of the sheet, in a workbook.
    pub sheet: String,
}

/// A question, and what may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its kind.
    pub kind: Kind,
    /// Its short name, for layouts that head columns by names.
    pub name: String,
    /// What is asked.
    pub text: String,
    /// The options as names or numbers, for layouts that write these.
    pub codes: Vec<String>,
    /// The options in words.
    pub labels: Vec<String>,
}

/// The kind of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of several options.
    Choice,
    /// A statement of the one grid, with a scale.
    Statement,
    /// Text of one's own.
    Text,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormAnswer {
    /// None.
    Blank,
    /// The option at this place.
    Option(usize),
    /// A text.
    Text(String),
}

impl Question {
    /// A question for which names and words are the same.
    #[must_use]
    pub fn new(kind: Kind, name: &str, text: &str, options: Vec<String>) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            text: text.to_owned(),
            codes: options.clone(),
            labels: options,
        }
    }
}
