//! The questionnaires that come with the program: one TOML file each, no Rust.

use crate::input::instrument::load::parse;
use crate::model::Instrument;

/// A questionnaire inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// The id that `-i` takes.
    pub id: &'static str,
    /// Its file, as it stands in `instruments/`.
    pub text: &'static str,
}

impl Bundled {
    /// The file's name, as messages call it.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.toml", self.id)
    }

    /// The questionnaire. A test reads every one, so that a file at fault is never shipped.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        parse(self.text, &self.file_name()).ok()
    }
}

/// Every bundled questionnaire: our own first, then the published ones by name.
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

/// The bundled questionnaire of that id.
#[must_use]
pub fn bundled(id: &str) -> Option<Instrument> {
    BUNDLED.iter().find(|bundled| bundled.id == id)?.instrument()
}
