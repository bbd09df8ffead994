//! Google Forms: a script for Google Apps Script that makes the form.

use std::fmt::Write as _;

use crate::export::ExportError;
use crate::export::forms::form::{Block, FormChoice, SurveyForm};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "google",
    about: "Google Forms: a script that makes the form",
    kinds: &[FormKind { ending: "gs", write }, FormKind { ending: "js", write }],
};

const HEAD: &str = "// Makes a form in Google Forms. Open script.google.com, New project, paste all of this, and run makeForm.\n\
    function makeForm() {\n";
/// Settings by which answers cannot be traced to a person.
const SETTINGS: &str = "  form.setCollectEmail(false);\n  form.setLimitOneResponsePerUser(false);\n  \
    form.setAllowResponseEdits(false);\n  form.setPublishingSummary(false);\n  form.setShowLinkToRespondAgain(false);\n  \
    form.setProgressBar(true);\n";
const FOOT: &str = "  Logger.log(\"Edit the form: \" + form.getEditUrl());\n}\n";
/// More options than this are a list to unfold.
const MOST_BUTTONS: usize = 10;

fn write(form: &SurveyForm) -> Result<FormFile, ExportError> {
    let mut script = Script(HEAD.to_owned());
    let welcome: Vec<&str> = form
        .introduction
        .iter()
        .chain(&form.privacy)
        .map(String::as_str)
        .collect();
    script.line(&format!("const form = FormApp.create({});", string(&form.title)?));
    script.line(&format!("form.setDescription({});", string(&welcome.join("\n\n"))?));
    script.0.push_str(SETTINGS);
    script.line(&format!("form.setConfirmationMessage({});", string(&form.thanks)?));
    for choice in form.about_you() {
        script.choice(choice, choice.name == form.academy.name)?;
    }
    for block in &form.blocks {
        script.grid(block)?;
    }
    script.line("form.addPageBreakItem().setTitle(\"Your comment\");");
    let comment = &form.comment;
    let (asked, help) = (string(&comment.text)?, string(&comment.help)?);
    script.line(&format!(
        "form.addParagraphTextItem().setTitle({asked}).setHelpText({help});"
    ));
    script.0.push_str(FOOT);
    let notes = vec![
        "open script.google.com, New project, paste the file, and run `makeForm`; the log says where the form is".to_owned(),
        "Google Forms has no codes, so item ids do not travel: columns are found by wording".to_owned(),
        "the script collects no e-mail addresses and asks nobody to sign in to answer once; do not turn these on, or change the \
         privacy notice"
            .to_owned(),
    ];
    Ok(FormFile {
        bytes: script.0.into_bytes(),
        notes,
    })
}

/// A text as a string of JavaScript.
fn string(text: &str) -> Result<String, ExportError> {
    // Within strings of JSON, `<` stands for itself alone.
    Ok(serde_json::to_string(text)?.replace('<', "\\u003c"))
}

/// Texts as an array of JavaScript.
fn strings<'t>(texts: impl Iterator<Item = &'t String>) -> Result<String, ExportError> {
    let texts: Vec<String> = texts.map(|text| string(text)).collect::<Result<_, _>>()?;
    Ok(format!("[{}]", texts.join(", ")))
}

/// The script, line by line.
struct Script(String);

impl Script {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "  {line}");
    }

    fn choice(&mut self, choice: &FormChoice, required: bool) -> Result<(), ExportError> {
        let kind = match choice.options.len() {
            0 => "TextItem",
            few if few <= MOST_BUTTONS => "MultipleChoiceItem",
            _ => "ListItem",
        };
        let mut line = format!("form.add{kind}().setTitle({})", string(&choice.text)?);
        if let Some(help) = &choice.help {
            let _ = write!(line, ".setHelpText({})", string(help)?);
        }
        if !choice.options.is_empty() {
            let _ = write!(line, ".setChoiceValues({})", strings(choice.options.iter())?);
        }
        self.line(&format!("{line}.setRequired({required});"));
        Ok(())
    }

    fn grid(&mut self, block: &Block) -> Result<(), ExportError> {
        let rows = strings(block.statements.iter().map(|statement| &statement.text))?;
        let columns = strings(block.scale.iter().map(|option| &option.label))?;
        self.line("form.addPageBreakItem().setTitle(\"Your views\");");
        let title = string(&block.question)?;
        self.line(&format!(
            "form.addGridItem().setTitle({title}).setRows({rows}).setColumns({columns});"
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn texts_end_where_their_quotes_do() {
        assert_eq!(
            string("a\"b\\</script>\n").expect("text"),
            r#""a\"b\\\u003c/script>\n""#
        );
        assert_eq!(string("ŵ 😀").expect("text"), "\"ŵ 😀\"");
    }
}
