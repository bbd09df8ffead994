//! LimeSurvey's survey structure as tab-separated values: a row for each setting, group, question, subquestion and answer.
//!
//! The importer reads it as PHP reads CSV, for which a backslash before a quote is special, and texts are HTML, in which `{…}` is an
//! expression. So all such characters are written as entities, and no cell needs quotes.

use crate::export::forms::codes::{Coded, Codes, travelling};
use crate::export::forms::form::{AnswerCode, Block, FormChoice, SurveyForm};
use crate::export::forms::markup::{html, paragraphs};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "limesurvey",
    about: "LimeSurvey: a tab-separated survey structure",
    kinds: &[FormKind {
        ending: "txt",
        write: |form| Ok(write(form)),
    }],
};

const HEADS: &str = "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tvalidation\tmandatory\tother";
/// The language of the survey's own words.
const LANGUAGE: &str = "en";
/// The most characters of a code of a question. An answer's has at most five.
const QUESTION_CODE: usize = 20;
/// More options than this are a list to unfold.
const MOST_BUTTONS: usize = 10;
/// Bytes that the importer looks at to guess the encoding.
const SAMPLE: usize = 1000;

/// Settings: answers cannot be traced to a person, an address or a time.
const SETTINGS: &[(&str, &str)] = &[
    ("language", LANGUAGE),
    ("anonymized", "Y"),
    ("ipaddr", "N"),
    ("ipanonymize", "Y"),
    ("refurl", "N"),
    ("datestamp", "N"),
    ("savetimings", "N"),
    ("allowsave", "N"),
    ("alloweditaftercompletion", "N"),
    ("publicstatistics", "N"),
    ("listpublic", "N"),
    ("showwelcome", "Y"),
    ("allowprev", "Y"),
    ("format", "G"),
];

fn write(form: &SurveyForm) -> FormFile {
    let mut rows = Rows(format!("\u{feff}{HEADS}\n"));
    for (name, value) in SETTINGS {
        rows.add(&["S", "", name, "", value]);
    }
    let welcome = paragraphs(form.introduction.iter().chain(&form.privacy));
    for (name, text) in [
        ("surveyls_title", html(&form.title)),
        ("surveyls_welcometext", welcome),
        ("surveyls_endtext", paragraphs([&form.thanks])),
    ] {
        rows.add(&["SL", "", name, "", &text, "", LANGUAGE]);
    }
    rows.group(1, "About you");
    for choice in form.about_you() {
        rows.choice(choice, if choice.name == form.academy.name { "Y" } else { "N" });
    }
    let mut codes = Codes::default();
    let mut coded = Vec::new();
    for (number, block) in (1..).zip(&form.blocks) {
        rows.group(number + 1, "Your views");
        rows.block(number, block, &mut codes, &mut coded);
    }
    rows.group(form.blocks.len() + 2, "Your comment");
    let comment = &form.comment;
    rows.question("T", comment.name, &comment.text, &comment.help, "N");
    let mut notes = vec![
        "in LimeSurvey: Create survey, Import, and choose the file; look at the preview before you activate it"
            .to_owned(),
        travelling("LimeSurvey", &coded),
        "export the responses with `Full answers`, so that academies and roles are names".to_owned(),
    ];
    notes.push(
        "the file sets anonymised responses and no IP address, date or referrer; do not turn these on, or change the privacy \
         notice"
            .to_owned(),
    );
    FormFile {
        bytes: rows.0.into_bytes(),
        notes,
    }
}

/// True if the importer keeps a code of a question as it is.
fn is_code(code: &str) -> bool {
    code.len() <= QUESTION_CODE
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The code of an answer: the scale's own where LimeSurvey takes it, so that exports of codes can be scored too.
fn answer_code(code: &AnswerCode) -> String {
    match code {
        AnswerCode::Number(number) if *number < 0 => format!("N{}", number.unsigned_abs()),
        code => code.text(),
    }
}

/// The file, row by row.
struct Rows(String);

impl Rows {
    fn add(&mut self, cells: &[&str]) {
        // The importer guesses the encoding from the first bytes: a character must not be cut there.
        let row = cells.join("\t");
        let begins = self.0.len();
        if begins < SAMPLE && begins + row.len() >= SAMPLE {
            let cut = SAMPLE - begins;
            let within = (0..4).find(|back| row.is_char_boundary(cut - back)).unwrap_or(0);
            // Rows of no class are skipped.
            self.0.extend(std::iter::repeat_n('\n', within));
        }
        self.0.push_str(&row);
        self.0.push('\n');
    }

    fn group(&mut self, number: usize, name: &str) {
        self.add(&["G", &format!("G{number}"), name, "1", "", "", LANGUAGE]);
    }

    fn question(&mut self, kind: &str, code: &str, text: &str, help: &str, mandatory: &str) {
        let cells = [
            "Q",
            kind,
            code,
            "1",
            &html(text),
            &html(help),
            LANGUAGE,
            "",
            mandatory,
            "N",
        ];
        self.add(&cells);
    }

    fn answer(&mut self, code: &str, label: &str) {
        self.add(&["A", "0", code, "", &html(label), "", LANGUAGE]);
    }

    fn choice(&mut self, choice: &FormChoice, mandatory: &str) {
        let kind = match choice.options.len() {
            0 => "S",
            few if few <= MOST_BUTTONS => "L",
            _ => "!",
        };
        let help = choice.help.as_deref().unwrap_or_default();
        self.question(kind, choice.name, &choice.text, help, mandatory);
        for (number, option) in (1..).zip(&choice.options) {
            self.answer(&format!("A{number}"), option);
        }
    }

    fn block<'f>(&mut self, number: usize, block: &'f Block, codes: &mut Codes, coded: &mut Vec<Coded<'f>>) {
        self.question("F", &format!("grid{number}"), &block.question, "", "N");
        for statement in &block.statements {
            let code = codes.give(&statement.id, is_code, "q");
            self.add(&["SQ", "0", &code, "1", &html(&statement.text), "", LANGUAGE]);
            coded.push(Coded { statement, code });
        }
        for option in &block.scale {
            self.answer(&answer_code(&option.code), &option.label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::forms::form::tests::small_form;

    #[test]
    fn the_file_is_a_plain_table_and_ids_travel_where_they_can() {
        let file = write(&small_form());
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert!(text.starts_with("\u{feff}class\t") && !text.contains(['"', '\\', '{', '\r']));
        assert!(rows.iter().all(|row| row.len() <= 10));
        let of = |class: &str| {
            let rows = rows.iter().filter(|row| row[0] == class);
            rows.map(|row| (row[1], row[2], row[4])).collect::<Vec<_>>()
        };
        assert_eq!(
            of("Q").iter().map(|q| (q.0, q.1)).collect::<Vec<_>>(),
            [("L", "academy"), ("L", "role"), ("F", "grid1"), ("T", "comment")]
        );
        assert_eq!(of("SQ").iter().map(|q| q.1).collect::<Vec<_>>(), ["te01", "q1"]);
        assert_eq!(of("SQ")[1].2, "&#61;1+1 | נבטח 😀");
        let answers = of("A");
        assert!(answers.iter().all(|answer| answer.1.len() <= 5));
        assert_eq!(answers[6], ("0", "DK", "Don't know"));
        assert!(file.notes[1].contains("1 of 2 item ids") && file.notes[1].contains("`WHO5[SQ002]` as `q1`"));
    }

    #[test]
    fn no_character_is_cut_where_the_importer_takes_its_sample() {
        for fill in 0..1200 {
            let mut form = small_form();
            form.introduction = vec![format!("{}{}", "x".repeat(fill % 7), "ŵ😀".repeat(fill))];
            let bytes = write(&form).bytes;
            let sample = &bytes[..bytes.len().min(SAMPLE)];
            assert!(std::str::from_utf8(sample).is_ok(), "{fill}");
        }
    }
}
