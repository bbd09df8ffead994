//! Qualtrics' advanced text format: tags in double square brackets, each on a line of its own.

use std::fmt::Write as _;

use crate::export::forms::form::{AnswerCode, Block, FormChoice, SurveyForm};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "qualtrics",
    about: "Qualtrics: an advanced format text file",
    kinds: &[FormKind {
        ending: "txt",
        write: |form| Ok(write(form)),
    }],
};

fn write(form: &SurveyForm) -> FormFile {
    let mut lines = Lines::default();
    lines.add("[[AdvancedFormat]]");
    lines.add("");
    lines.block("About you");
    lines.question("DB", "welcome");
    let welcome: Vec<String> = form
        .introduction
        .iter()
        .chain(&form.privacy)
        .map(|text| escape(text))
        .collect();
    lines.add(&welcome.join("<br><br>"));
    lines.add("");
    for choice in form.about_you() {
        lines.choice(choice);
    }
    for (number, block) in (1..).zip(&form.blocks) {
        lines.block(&format!("Your views {number}"));
        lines.matrix(number, block);
    }
    lines.block("Your comment");
    lines.question("TextEntry:Essay", form.comment.name);
    lines.add(&format!(
        "{}<br><br>{}",
        escape(&form.comment.text),
        escape(&form.comment.help)
    ));
    let first = form.statements().next().map_or("", |statement| statement.id.as_str());
    let notes = vec![
        "in Qualtrics: Create a survey, then Tools, Import/Export, Import survey, and choose the file; look at the preview before \
         you publish it"
            .to_owned(),
        format!(
            "Qualtrics numbers the statements of a grid (`grid1_1` is `{first}`), so item ids do not travel: export the responses \
             with `Use choice text`, and columns are found by wording"
        ),
        "the file cannot set these: require an answer to the question about the academy; turn on `Anonymize responses` in the \
         survey's security options; give everybody the one anonymous link, with no contact list"
            .to_owned(),
    ];
    FormFile {
        bytes: lines.0.into_bytes(),
        notes,
    }
}

/// A text as Qualtrics shows it: no tag of its format, no HTML, no piped text.
fn escape(text: &str) -> String {
    let text = text
        .replace('<', "&lt;")
        .replace("[[", "&#91;&#91;")
        .replace("${", "&#36;{");
    // An ampersand stays where it is no entity, so that exported texts read as they were written.
    let mut out = String::with_capacity(text.len());
    for (place, part) in text.split('&').enumerate() {
        if place > 0 {
            let own = ["lt;", "#91;", "#36;"].iter().any(|entity| part.starts_with(entity));
            out.push_str(if own || !is_entity(part) { "&" } else { "&amp;" });
        }
        out.push_str(part);
    }
    out
}

/// True if a text after an ampersand makes an entity of it.
fn is_entity(rest: &str) -> bool {
    let name = rest.split_once(';').map(|(name, _)| name.trim_start_matches('#'));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The file, line by line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn tag(&mut self, kind: &str, value: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "[[{kind}:{value}]]");
    }

    fn block(&mut self, name: &str) {
        self.tag("Block", name);
        self.add("");
    }

    fn question(&mut self, kind: &str, id: &str) {
        self.tag("Question", kind);
        self.tag("ID", id);
    }

    fn choice(&mut self, choice: &FormChoice) {
        let kind = if choice.options.is_empty() {
            "TextEntry:SingleLine"
        } else {
            "MC:SingleAnswer:Vertical"
        };
        self.question(kind, choice.name);
        let help = choice.help.iter().map(|help| format!("<br><br>{}", escape(help)));
        self.add(&format!("{}{}", escape(&choice.text), help.collect::<String>()));
        if !choice.options.is_empty() {
            self.add("[[Choices]]");
        }
        for option in &choice.options {
            self.add(&escape(option));
        }
        self.add("");
    }

    fn matrix(&mut self, number: usize, block: &Block) {
        self.question("Matrix", &format!("grid{number}"));
        self.add(&escape(&block.question));
        self.add("[[AdvancedChoices]]");
        for (place, statement) in (1..).zip(&block.statements) {
            self.tag("Choice", &place.to_string());
            self.add(&escape(&statement.text));
        }
        self.add("[[AdvancedAnswers]]");
        for (place, option) in block.scale.iter().enumerate() {
            self.tag("Answer", &recode(&option.code, block, place).to_string());
            self.add(&escape(&option.label));
        }
        self.add("");
    }
}

/// The number that Qualtrics stores: the scale's own, and for reasons numbers above it.
fn recode(code: &AnswerCode, block: &Block, place: usize) -> i64 {
    let numbers = block.scale.iter().filter_map(|option| match option.code {
        AnswerCode::Number(number) => Some(i64::from(number)),
        AnswerCode::Word(_) => None,
    });
    let (count, highest) = (numbers.clone().count(), numbers.max().unwrap_or(0));
    match code {
        AnswerCode::Number(number) => i64::from(*number),
        AnswerCode::Word(_) => highest + 1 + i64::try_from(place.saturating_sub(count)).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn each_tag_has_a_line_and_texts_cannot_be_tags() {
        let mut form = small_form();
        form.blocks[0].statements[1].text = "[[PageBreak]] ${e://x} &amp; R&D".to_owned();
        let text = String::from_utf8(write(&form).bytes).expect("UTF-8");
        assert!(text.starts_with("[[AdvancedFormat]]\n"));
        for line in text.lines().filter(|line| line.contains("[[")) {
            assert!(
                line.starts_with("[[") && line.ends_with("]]") && line.matches("[[").count() == 1,
                "{line}"
            );
        }
        let grid = text.split("[[Question:Matrix]]\n").nth(1).expect("a grid");
        let wanted = "[[ID:grid1]]\nHow far do you agree?\n[[AdvancedChoices]]\n[[Choice:1]]\n\
            We say \"well done\" &lt;often> \\ & {mean} it\n[[Choice:2]]\n\
            &#91;&#91;PageBreak]] &#36;{e://x} &amp;amp; R&D\n[[AdvancedAnswers]]\n[[Answer:1]]\nNo, never\n\
            [[Answer:2]]\nYes\n[[Answer:3]]\nDon't know\n";
        assert!(grid.starts_with(wanted), "{grid}");
    }
}
