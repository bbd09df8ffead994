//! Faults of TOML files: where, what was found, what was expected, and the cure.

use std::fmt;
use std::ops::Range;

use crate::input::instrument::InstrumentFault;
use crate::input::toml_file::source::TomlSource;
use crate::input::trust::TrustFault;

/// The largest integer in TOML.
pub(crate) const LARGEST: u64 = i64::MAX.unsigned_abs();

/// The number of faults that a message shows before it counts the rest.
const SHOWN: usize = 12;

/// All faults of a TOML file, in file order. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultyFile {
    faults: Vec<Fault>,
}

impl FaultyFile {
    pub(crate) fn new(mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        // `[scoring]` is read once for each scale, so its faults recur.
        faults.dedup();
        Self { faults }
    }

    /// The faults, in file order.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

impl fmt::Display for FaultyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().take(SHOWN).enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        match self.faults.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}

impl std::error::Error for FaultyFile {}

/// A fault and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// The kind of fault.
    pub kind: FaultKind,
    excerpt: String,
}

impl Fault {
    pub(crate) fn at(source: &TomlSource<'_>, span: &Range<usize>, kind: FaultKind) -> Self {
        let place = source.place(span.start);
        Self {
            file: source.name.to_owned(),
            line: place.line,
            column: place.column,
            kind,
            excerpt: source.excerpt(span),
        }
    }

    /// The line with the fault, and a second line with a caret.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            kind,
            excerpt,
        } = self;
        write!(f, "in `{file}`, line {line}, column {column}: {kind}\n{excerpt}")
    }
}

/// A kind of fault.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The bytes are not text. Contains the first byte that is not valid.
    #[error("the byte 0x{0:02X} is not UTF-8 text — save the file as UTF-8")]
    NotUtf8(u8),
    /// The text is not TOML.
    #[error("this is not TOML: {message}{cure}")]
    Syntax {
        /// The message of the TOML parser.
        message: String,
        /// Advice; may be empty.
        cure: &'static str,
    },
    /// A key that the table does not have.
    #[error("{table} has no key `{key}`{}", key_cure(nearest.as_deref(), *home, known))]
    UnknownKey {
        /// The table, as it is written.
        table: &'static str,
        /// The key that was found.
        key: String,
        /// The most similar key of the table.
        nearest: Option<String>,
        /// Another table that has this key.
        home: Option<&'static str>,
        /// The keys of the table.
        known: &'static [&'static str],
    },
    /// A key that is not allowed here, although it may seem natural.
    #[error("{table} cannot have `{key}`: {why}")]
    Refused {
        /// The table, as it is written.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// The reason, and what to do instead.
        why: &'static str,
    },
    /// A required key is missing.
    #[error("{table} has no `{key}` — add `{example}`")]
    MissingKey {
        /// The table, as it is written.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// An example to copy.
        example: &'static str,
    },
    /// A value of the wrong type.
    #[error("{what} must be {wanted} and is {found} — write `{example}`")]
    WrongType {
        /// The key or the member of a list.
        what: String,
        /// The type expected.
        wanted: &'static str,
        /// The value found.
        found: String,
        /// An example of a correct value.
        example: String,
    },
    /// An integer too large or small for a code.
    #[error("{what} is {found}: a whole number between {} and {} is wanted", i32::MIN, i32::MAX)]
    TooLarge {
        /// The key or the member of a list.
        what: String,
        /// The value found.
        found: String,
    },
    /// A number outside its bounds.
    #[error("{what} is {found}: {} is wanted", bounds(*least, *most))]
    OutOfBounds {
        /// The key or the member of a table.
        what: String,
        /// The value found.
        found: String,
        /// The lowest allowed value.
        least: u64,
        /// The highest allowed value.
        most: u64,
    },
    /// A word that the key does not accept.
    #[error("`{key}` cannot be `{found}`{}", word_cure(*nearest, words))]
    NotAWord {
        /// The key.
        key: &'static str,
        /// The value found.
        found: String,
        /// The most similar accepted word.
        nearest: Option<&'static str>,
        /// The accepted words.
        words: Vec<&'static str>,
    },
    /// Text that is empty or blank. Contains the key or table that is empty.
    #[error("{0} is empty — write it, or remove the line")]
    EmptyText(String),
    /// Something is declared twice.
    #[error("{what} `{id}` stands twice, first on line {first_line} — {cure}")]
    Duplicate {
        /// The kind of thing.
        what: String,
        /// Its id.
        id: String,
        /// The line of the first declaration.
        first_line: usize,
        /// Advice.
        cure: &'static str,
    },
    /// A fault that only an instrument file can have.
    #[error(transparent)]
    Instrument(#[from] InstrumentFault),
    /// A fault that only a trust file can have.
    #[error(transparent)]
    Trust(#[from] TrustFault),
}

fn bounds(least: u64, most: u64) -> String {
    // A limit as large as TOML's largest integer is no limit worth mentioning.
    if most >= LARGEST {
        format!("a whole number, {least} or more,")
    } else {
        format!("a whole number from {least} to {most}")
    }
}

fn key_cure(nearest: Option<&str>, home: Option<&str>, known: &[&str]) -> String {
    match (home, nearest) {
        (Some(home), _) => format!(": it belongs to {home} — move it there"),
        (None, Some(nearest)) => format!("; nearest: `{nearest}` — rename or remove it"),
        (None, None) => format!(" — it takes {}", listed(known, "and")),
    }
}

fn word_cure(nearest: Option<&str>, words: &[&str]) -> String {
    match nearest {
        Some(nearest) => format!("; nearest: `{nearest}` — it takes {}", listed(words, "or")),
        None => format!(" — it takes {}", listed(words, "or")),
    }
}

fn listed(words: &[&str], last_joint: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {last_joint} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
