//! Microsoft Forms imports no grids: a kit with the blocks to paste, and a list of the settings that decide anonymity.

use std::fmt::Write as _;

use crate::export::forms::form::{Block, FormChoice, SurveyForm};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "microsoft",
    about: "Microsoft Forms: a kit with blocks to paste and a check list of settings",
    kinds: &[FormKind {
        ending: "txt",
        write: |form| Ok(write(form)),
    }],
};

/// The settings that decide anonymity, in the words of the tool.
const SETTINGS: &[&str] = &[
    "Who can fill out this form: `Anyone can respond`; or `Only people in my organization can respond` with `Record name` OFF.",
    "`One response per person`: OFF. With it, people sign in and the tool knows who has answered.",
    "`Get email notification of each response`: OFF. It tells when each answer came.",
    "`Allow receipt of responses after submission` and `Allow respondents to save their responses`: OFF.",
    "`Allow respondents to edit their responses`: OFF.",
    "`Start date` and `End date`: the days of your survey.",
    "No question of your own for a name, an e-mail address, or years of service.",
    "Send one link to everybody. Do not invite people by name from the form.",
    "Fill the form in once yourself, open the result in Excel: Email must say `anonymous`, and Name must be empty. Delete that response.",
];

fn write(form: &SurveyForm) -> FormFile {
    let mut kit = Kit(String::new());
    kit.line(&format!("{}: a kit for Microsoft Forms", form.title));
    kit.line("");
    kit.line("Microsoft Forms cannot import grids. Make the form by hand from the blocks below: copy what stands between two rules.");
    kit.line("Keep every wording as it is: columns of the export are recognised by it.");
    kit.head("1. New form: title and description");
    kit.block("Title", [&form.title]);
    kit.block("Description", form.introduction.iter().chain(&form.privacy));
    for (number, choice) in (2..).zip(form.about_you()) {
        kit.choice(number, choice, choice.name == form.academy.name);
    }
    let asked = form.about_you().count() + 2;
    for (number, block) in (asked..).zip(&form.blocks) {
        kit.grid(number, block);
    }
    kit.head(&format!(
        "{}. Add new: Text. Long answer: ON. Required: OFF",
        asked + form.blocks.len()
    ));
    kit.block("Question", [&form.comment.text]);
    kit.block("Subtitle", [&form.comment.help]);
    kit.head("Settings that decide anonymity: tick each one");
    for setting in SETTINGS {
        kit.line(&format!("[ ] {setting}"));
    }
    kit.head("After the survey");
    kit.line("Responses: Open in Excel. Save the workbook as it is, and run: cte check FILE.xlsx");
    let notes = vec![
        "Microsoft Forms imports no grids: the file has the blocks to paste, in order".to_owned(),
        "Microsoft Forms has no codes, so item ids do not travel: columns are found by wording".to_owned(),
        "tick the list of settings at the end before you send the link: they decide whether answers are anonymous"
            .to_owned(),
    ];
    FormFile {
        // Notepad reads it, and so does every other editor.
        bytes: kit.0.replace('\n', "\r\n").into_bytes(),
        notes,
    }
}

/// The kit, line by line.
struct Kit(String);

impl Kit {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn head(&mut self, head: &str) {
        self.line("");
        self.line("");
        self.line(head);
        self.line(&"=".repeat(head.chars().count()));
    }

    /// Lines to copy.
    fn block<'t>(&mut self, name: &str, lines: impl IntoIterator<Item = &'t String>) {
        self.line("");
        self.line(&format!("{name}:"));
        self.line("----------");
        lines.into_iter().for_each(|line| self.line(line));
        self.line("----------");
    }

    fn choice(&mut self, number: usize, choice: &FormChoice, required: bool) {
        let kind = if choice.options.is_empty() { "Text" } else { "Choice" };
        let required = if required { "ON" } else { "OFF" };
        self.head(&format!(
            "{number}. Add new: {kind}. Required: {required}. Multiple answers: OFF"
        ));
        self.block("Question", [&choice.text]);
        if let Some(help) = &choice.help {
            self.block("Subtitle", [help]);
        }
        if !choice.options.is_empty() {
            self.block("Options, one a line", &choice.options);
        }
    }

    fn grid(&mut self, number: usize, block: &Block) {
        self.head(&format!("{number}. Add new: Likert. Required: OFF"));
        self.block("Question", [&block.question]);
        self.block(
            "Statements, one a line",
            block.statements.iter().map(|statement| &statement.text),
        );
        self.block(
            "Options, one a line, from left to right",
            block.scale.iter().map(|option| &option.label),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn the_kit_has_every_text_and_every_setting() {
        let form = small_form();
        let text = String::from_utf8(write(&form).bytes).expect("UTF-8");
        for (_, wanted) in form.texts() {
            assert!(
                text.lines().any(|line| line == wanted) || text.contains(wanted),
                "{wanted}"
            );
        }
        assert_eq!(text.matches("[ ] ").count(), SETTINGS.len());
        assert!(text.contains("4. Add new: Likert. Required: OFF\r\n=="));
        assert!(text.contains("5. Add new: Text. Long answer: ON"));
    }
}
