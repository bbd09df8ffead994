//! A survey form before any tool's format.

/// A survey form. Every text is one line without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyForm {
    /// Id of the questionnaire.
    pub id: String,
    /// Version of the questionnaire.
    pub version: String,
    /// Its name, as respondents read it.
    pub title: String,
    /// What the survey is, one paragraph each.
    pub introduction: Vec<String>,
    /// What is done with the answers and what is shown to whom, one paragraph each.
    pub privacy: Vec<String>,
    /// The question that must be answered: the academy.
    pub academy: FormChoice,
    /// The role, if the trust file names roles.
    pub role: Option<FormChoice>,
    /// The items, in grids that share an answer scale.
    pub blocks: Vec<Block>,
    /// The question at the end, answered in the respondent's own words.
    pub comment: FormText,
    /// What is read after the answers were sent.
    pub thanks: String,
}

/// A question of which one option is chosen. Without options it is answered in a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormChoice {
    /// Its short name.
    pub name: &'static str,
    /// What is asked.
    pub text: String,
    /// What explains the options.
    pub help: Option<String>,
    /// The options.
    pub options: Vec<String>,
}

/// A question that is answered in the respondent's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormText {
    /// Its short name.
    pub name: &'static str,
    /// What is asked.
    pub text: String,
    /// What to bear in mind.
    pub help: String,
}

/// A grid: statements that share an answer scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What is asked of all statements.
    pub question: String,
    /// The answers, lowest code first, then reasons for no answer.
    pub scale: Vec<AnswerOption>,
    /// The statements.
    pub statements: Vec<Statement>,
}

/// An answer that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOption {
    /// What is scored.
    pub code: AnswerCode,
    /// What is read.
    pub label: String,
}

/// The code of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerCode {
    /// A code of the scale.
    Number(i32),
    /// A word that `cte` reads as a reason for no answer, such as `DK`: a letter, then letters and digits, at most five.
    Word(String),
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub text: String,
}

impl SurveyForm {
    /// All statements, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.blocks.iter().flat_map(|block| &block.statements)
    }

    /// Questions about the respondent: academy, and role if it is asked.
    pub fn about_you(&self) -> impl Iterator<Item = &FormChoice> {
        std::iter::once(&self.academy).chain(&self.role)
    }

    /// All texts that respondents read, each with its place for messages.
    pub(super) fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("the title".to_owned(), self.title.as_str())];
        let paragraphs = self.introduction.iter().chain(&self.privacy);
        texts.extend(paragraphs.map(|text| ("the introduction".to_owned(), text.as_str())));
        for choice in self.about_you() {
            let place = format!("the question about the {}", choice.name);
            texts.push((place.clone(), &choice.text));
            texts.extend(choice.help.iter().map(|help| (place.clone(), help.as_str())));
            texts.extend(choice.options.iter().map(|option| (place.clone(), option.as_str())));
        }
        for block in &self.blocks {
            texts.push(("the question of a grid".to_owned(), &block.question));
            let labels = block.scale.iter().map(|option| option.label.as_str());
            texts.extend(labels.map(|label| ("the answer scale".to_owned(), label)));
            let statements = block.statements.iter();
            texts.extend(statements.map(|item| (format!("the wording of `{}`", item.id), item.text.as_str())));
        }
        texts.push(("the question for a comment".to_owned(), &self.comment.text));
        texts
    }
}

impl AnswerOption {
    /// True if it is a reason for no answer.
    #[must_use]
    pub fn is_reason(&self) -> bool {
        matches!(self.code, AnswerCode::Word(_))
    }
}

impl AnswerCode {
    /// The code as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Word(word) => word.clone(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{AnswerCode, AnswerOption, Block, FormChoice, FormText, Statement, SurveyForm};

    /// A form with two statements on a scale of two, whose texts hold what formats stumble over.
    pub(in crate::export::forms) fn small_form() -> SurveyForm {
        let option = |code, label: &str| AnswerOption {
            code,
            label: label.to_owned(),
        };
        let statement = |id: &str, text: &str| Statement {
            id: id.to_owned(),
            text: text.to_owned(),
        };
        SurveyForm {
            id: "our-survey".to_owned(),
            version: "1.0.0".to_owned(),
            title: "Our \"survey\"".to_owned(),
            introduction: vec!["Thank you.".to_owned()],
            privacy: vec!["Nothing about fewer than 10 people is shown.".to_owned()],
            academy: FormChoice {
                name: "academy",
                text: "Which academy do you work in?".to_owned(),
                help: None,
                options: vec!["Ash, Elm & Yew".to_owned(), "Ysgol y Dŵr".to_owned()],
            },
            role: Some(FormChoice {
                name: "role",
                text: "What is your role?".to_owned(),
                help: Some("Leaders: Head, Deputy.".to_owned()),
                options: vec!["Leaders".to_owned(), "Teacher".to_owned()],
            }),
            blocks: vec![Block {
                question: "How far do you agree?".to_owned(),
                scale: vec![
                    option(AnswerCode::Number(1), "No, never"),
                    option(AnswerCode::Number(2), "Yes"),
                    option(AnswerCode::Word("DK".to_owned()), "Don't know"),
                ],
                statements: vec![
                    statement("te01", "We say \"well done\" <often> \\ & {mean} it"),
                    statement("WHO5[SQ002]", "=1+1 | נבטח 😀"),
                ],
            }],
            comment: FormText {
                name: "comment",
                text: "Is there anything you would like to add?".to_owned(),
                help: "Please name nobody.".to_owned(),
            },
            thanks: "Thank you.".to_owned(),
        }
    }
}
