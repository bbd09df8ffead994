//! The questionnaires that come with the program, each a TOML file.

use crate::input::instrument::load::parse;
use crate::model::Instrument;

/// A bundled questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// Its id, as `-i` takes it.
    pub id: &'static str,
    /// The text of its file in `instruments/`.
    pub text: &'static str,
}

impl Bundled {
    /// The name of its file, for messages.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.toml", self.id)
    }

    /// Parses the questionnaire. A test parses all of them, so a faulty file is never shipped.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        parse(self.text, &self.file_name()).ok()
    }
}

/// The questionnaires of these ids, each the file of that name in `instruments/`.
macro_rules! of_ids {
    ($($id:literal),+ $(,)?) => {
        &[$(Bundled { id: $id, text: include_str!(concat!("../../../instruments/", $id, ".toml")) }),+]
    };
}

/// All bundled questionnaires: our own first, then published ones by name.
pub const BUNDLED: &[Bundled] = of_ids![
    "trust-cte",
    "ce-scale",
    "ce-scale-short",
    "ctbs",
    "ctse",
    "tses-long",
    "tses-short",
];

/// The bundled questionnaire with this id.
#[must_use]
pub fn bundled(id: &str) -> Option<Instrument> {
    BUNDLED.iter().find(|bundled| bundled.id == id)?.instrument()
}
