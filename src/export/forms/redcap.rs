//! REDCap's data dictionary: a CSV with 18 columns, a row for each field.

use csv::WriterBuilder;

use crate::export::ExportError;
use crate::export::forms::codes::{Coded, Codes, travelling};
use crate::export::forms::form::{Block, FormChoice, SurveyForm};
use crate::export::forms::tool::{FormFile, FormKind, FormTool};

pub(super) const TOOL: FormTool = FormTool {
    name: "redcap",
    about: "REDCap: a data dictionary",
    kinds: &[FormKind { ending: "csv", write }],
};

const HEADS: [&str; 18] = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
];
/// Said in the file itself, where respondents do not see it: the annotation of the first field.
const WARNING: &str =
    "Warning: uploading this data dictionary replaces all fields of the project. Use a new, empty project.";
/// The most characters of a field's name that REDCap advises.
const LONGEST: usize = 26;
/// More options than this are a list to unfold.
const MOST_BUTTONS: usize = 10;

fn write(form: &SurveyForm) -> Result<FormFile, ExportError> {
    form.texts().iter().try_for_each(|(place, text)| check(place, text))?;
    let mut codes = Codes::reserving(&["record_id", "introduction", "academy", "role", "comment"]);
    let mut coded = Vec::new();
    let name = form_name(&form.id);
    let introduction: Vec<String> = form
        .introduction
        .iter()
        .chain(&form.privacy)
        .map(|text| label(text))
        .collect();
    let introduction = introduction.join("\n\n");
    let mut fields = vec![
        Field {
            name: "record_id".to_owned(),
            kind: "text",
            label: "Record ID".to_owned(),
            annotation: WARNING,
            ..Field::default()
        },
        Field {
            name: "introduction".to_owned(),
            kind: "descriptive",
            label: introduction,
            ..Field::default()
        },
    ];
    fields.extend(form.about_you().map(|choice| Field {
        required: if choice.name == form.academy.name { "y" } else { "" },
        ..Field::of_choice(choice)
    }));
    for (number, block) in (1..).zip(&form.blocks) {
        let first = coded.len();
        coded.extend(block.statements.iter().map(|statement| Coded {
            statement,
            code: codes.give(&statement.id.to_lowercase(), is_name, "item_"),
        }));
        fields.extend(coded[first..].iter().enumerate().map(|(place, item)| Field {
            section: if place == 0 {
                label(&block.question)
            } else {
                String::new()
            },
            matrix: format!("grid_{number}"),
            ..Field::of_item(item, block)
        }));
    }
    fields.push(Field {
        name: form.comment.name.to_owned(),
        section: "Your comment".to_owned(),
        kind: "notes",
        label: label(&form.comment.text),
        note: label(&form.comment.help),
        ..Field::default()
    });
    fields.iter().try_for_each(check_cells)?;
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(HEADS)?;
    for field in &fields {
        writer.write_record(field.row(&name))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    let notes = vec![
        "WARNING: uploading a data dictionary replaces all fields of a REDCap project. Make a new, empty project for this survey"
            .to_owned(),
        "in REDCap: Project Setup, Data Dictionary, upload the file; then enable the form as a survey".to_owned(),
        travelling("REDCap", &coded),
        "export the responses with labels, so that academies and roles are names".to_owned(),
        "use one public survey link: with a participant list, REDCap knows who has answered".to_owned(),
    ];
    Ok(FormFile { bytes, notes })
}

/// A row of the dictionary; what is empty is left out.
#[derive(Debug, Default)]
struct Field {
    name: String,
    section: String,
    kind: &'static str,
    label: String,
    choices: String,
    note: String,
    required: &'static str,
    matrix: String,
    annotation: &'static str,
}

impl Field {
    fn of_choice(choice: &FormChoice) -> Self {
        let numbered = (1..).zip(&choice.options);
        let choices: Vec<String> = numbered
            .map(|(number, option)| format!("{number}, {}", label(option)))
            .collect();
        Self {
            name: choice.name.to_owned(),
            kind: match choices.len() {
                0 => "text",
                few if few <= MOST_BUTTONS => "radio",
                _ => "dropdown",
            },
            label: label(&choice.text),
            choices: choices.join(" | "),
            note: choice.help.as_deref().map(label).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn of_item(item: &Coded<'_>, block: &Block) -> Self {
        let choices: Vec<String> = block
            .scale
            .iter()
            .map(|option| format!("{}, {}", option.code.text(), label(&option.label)))
            .collect();
        Self {
            name: item.code.clone(),
            kind: "radio",
            label: label(&item.statement.text),
            choices: choices.join(" | "),
            ..Self::default()
        }
    }

    fn row<'r>(&'r self, form: &'r str) -> [&'r str; 18] {
        let mut row = [""; 18];
        row[0] = &self.name;
        row[1] = form;
        row[2] = &self.section;
        row[3] = self.kind;
        row[4] = &self.label;
        row[5] = &self.choices;
        row[6] = &self.note;
        row[12] = self.required;
        row[15] = &self.matrix;
        row[17] = self.annotation;
        row
    }
}

/// A text as REDCap shows it: `<` begins a tag.
fn label(text: &str) -> String {
    text.replace('<', "&lt;")
}

/// Refuses what REDCap would take for more than text.
fn check(place: &str, text: &str) -> Result<(), ExportError> {
    let refused = |found: String, meaning, cure| {
        Err(ExportError::Wording {
            place: place.to_owned(),
            found,
            meaning,
            cure,
        })
    };
    if text.contains('|') {
        return refused(
            "|".to_owned(),
            "by which REDCap separates answers",
            "write a comma or a dash in its place",
        );
    }
    match piped(text) {
        Some(field) => refused(
            format!("[{field}]"),
            "which REDCap takes for the answer to another question",
            "write it with round brackets",
        ),
        None => Ok(()),
    }
}

/// Refuses texts that a spreadsheet, in which dictionaries are edited, would take for formulas. Choices begin with a code.
fn check_cells(field: &Field) -> Result<(), ExportError> {
    let cells = [&field.section, &field.label, &field.note];
    let first = cells.iter().filter_map(|cell| cell.chars().next());
    match first.into_iter().find(|first| "=+-@".contains(*first)) {
        Some(first) => Err(ExportError::Wording {
            place: format!("a text of the field `{}`", field.name),
            found: first.to_string(),
            meaning: "at its beginning, which a spreadsheet takes for a formula",
            cure: "begin it with a word",
        }),
        None => Ok(()),
    }
}

/// The first word in square brackets that REDCap would take for a field or a smart variable.
fn piped(text: &str) -> Option<&str> {
    let is_field = |word: &&str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':'))
    };
    let opened = text
        .match_indices('[')
        .filter_map(|(at, _)| text[at + 1..].split_once(']'));
    opened.map(|(word, _)| word).find(is_field)
}

/// True if REDCap takes the name for a field.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.contains("__")
        && !name.ends_with('_')
}

/// The name of the form.
fn form_name(id: &str) -> String {
    let parts = id.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
    let name = parts.join("_");
    if name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name
    } else {
        format!("survey_{name}").trim_end_matches('_').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::forms::form::tests::small_form;

    fn form() -> SurveyForm {
        let mut form = small_form();
        form.blocks[0].statements[1].text = "נבטח, 😀".to_owned();
        form
    }

    #[test]
    fn the_dictionary_has_18_columns_the_record_id_first_and_a_warning() {
        let file = write(&form()).expect("a file");
        let mut reader = csv::Reader::from_reader(&file.bytes[..]);
        assert_eq!(reader.headers().expect("heads").iter().collect::<Vec<_>>(), HEADS);
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
        assert!(rows.iter().all(|row| row.len() == 18 && row[1] == *"our_survey"));
        assert_eq!((&rows[0][0], &rows[0][17]), ("record_id", WARNING));
        assert_eq!(&rows[4][5], "1, No, never | 2, Yes | DK, Don't know");
        assert_eq!([&rows[4][0], &rows[5][0]], ["te01", "item_1"]);
        assert_eq!([&rows[4][15], &rows[5][15]], ["grid_1", "grid_1"]);
        assert_eq!(&rows[4][4], "We say \"well done\" &lt;often> \\ & {mean} it");
        assert!(file.notes[0].starts_with("WARNING: uploading a data dictionary replaces all fields"));
    }

    #[test]
    fn what_is_more_than_text_is_refused_with_the_cure() {
        for (text, wanted) in [
            (
                "this | that",
                "the wording of `te01` has `|`, by which REDCap separates answers: write a comma",
            ),
            ("=1+1", "a text of the field `te01` has `=`, at its beginning"),
            (
                "As in [te02], we",
                "the wording of `te01` has `[te02]`, which REDCap takes for the answer",
            ),
            ("By [survey-link]", "the wording of `te01` has `[survey-link]`"),
        ] {
            let mut form = form();
            form.blocks[0].statements[0].text = text.to_owned();
            let error = write(&form).expect_err("a refusal").to_string();
            assert!(error.starts_with(wanted), "{error}");
        }
        assert_eq!(piped("[we can] and []"), None);
    }
}
