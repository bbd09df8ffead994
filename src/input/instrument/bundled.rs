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

/// All bundled questionnaires: our own first, then published ones by name.
pub const BUNDLED: &[Bundled] = &[
    Bundled {
        id: "trust-cte",
        text: include_str!("../../../instruments/trust-cte.toml"),
    },
    Bundled {
        id: "ce-scale",
        text: include_str!("../../../instruments/ce-scale.toml"),
    },
    Bundled {
        id: "ce-scale-short",
        text: include_str!("../../../instruments/ce-scale-short.toml"),
    },
    Bundled {
        id: "ctbs",
        text: include_str!("../../../instruments/ctbs.toml"),
    },
    Bundled {
        id: "ctse",
        text: include_str!("../../../instruments/ctse.toml"),
    },
    Bundled {
        id: "tses-long",
        text: include_str!("../../../instruments/tses-long.toml"),
    },
    Bundled {
        id: "tses-short",
        text: include_str!("../../../instruments/tses-short.toml"),
    },
];

/// The bundled questionnaire with this id.
#[must_use]
pub fn bundled(id: &str) -> Option<Instrument> {
    BUNDLED.iter().find(|bundled| bundled.id == id)?.instrument()
}
