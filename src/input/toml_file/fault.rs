//! What can be wrong with a TOML file: where it stands, what was found, what was wanted, the nearest right thing, the cure.

use std::fmt;
use std::ops::Range;

use crate::input::instrument::InstrumentFault;
use crate::input::toml_file::source::TomlSource;
use crate::input::trust::TrustFault;

/// The largest whole number that TOML has.
pub(crate) const LARGEST: u64 = i64::MAX.unsigned_abs();

/// How many faults a message shows before it only counts them.
const SHOWN: usize = 12;

/// Everything that is wrong with a TOML file, in the order of the file. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultyFile {
    faults: Vec<Fault>,
}

impl FaultyFile {
    pub(crate) fn new(mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        // What stands in `[scoring]` is read once for each scale.
        faults.dedup();
        Self { faults }
    }

    /// The faults, in the order of the file.
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

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// What is wrong.
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

    /// The line it stands on and a caret line under it.
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

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The bytes are not text.
    #[error("the byte 0x{byte:02X} is not UTF-8 text — save the file as UTF-8")]
    NotUtf8 {
        /// The first byte that does not fit.
        byte: u8,
    },
    /// The text is not TOML.
    #[error("this is not TOML: {message}{cure}")]
    Syntax {
        /// What the TOML parser says.
        message: String,
        /// How to mend it, or nothing.
        cure: &'static str,
    },
    /// A key that the table does not have.
    #[error("{table} has no key `{key}`{}", key_cure(nearest.as_deref(), *home, known))]
    UnknownKey {
        /// The table, as it is written.
        table: &'static str,
        /// The key that was found.
        key: String,
        /// The table's key most like it.
        nearest: Option<String>,
        /// The other table that has this very key.
        home: Option<&'static str>,
        /// The table's keys.
        known: &'static [&'static str],
    },
    /// A key that the table may not have, although it would be a natural place for it.
    #[error("{table} cannot have `{key}`: {why}")]
    Refused {
        /// The table, as it is written.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// Why not, and what to do instead.
        why: &'static str,
    },
    /// A key that must be there is not.
    #[error("{table} has no `{key}` — add `{example}`")]
    MissingKey {
        /// The table, as it is written.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// A line to copy.
        example: &'static str,
    },
    /// A value of another kind than wanted.
    #[error("{what} must be {wanted} and is {found} — write `{example}`")]
    WrongType {
        /// The key or the member of a list.
        what: String,
        /// What was wanted.
        wanted: &'static str,
        /// What was found.
        found: String,
        /// How it would be right.
        example: String,
    },
    /// A whole number beyond what a code can be.
    #[error("{what} is {found}: a whole number between {} and {} is wanted", i32::MIN, i32::MAX)]
    TooLarge {
        /// The key or the member of a list.
        what: String,
        /// What was found.
        found: String,
    },
    /// A whole number that is too small or too large for what it counts.
    #[error("{what} is {found}: {} is wanted", bounds(*least, *most))]
    OutOfBounds {
        /// The key or the member of a table.
        what: String,
        /// What was found.
        found: String,
        /// The least it may be.
        least: u64,
        /// The most it may be.
        most: u64,
    },
    /// A word that is not one of those the key takes.
    #[error("`{key}` cannot be `{found}`{}", word_cure(*nearest, words))]
    NotAWord {
        /// The key.
        key: &'static str,
        /// What was found.
        found: String,
        /// The most like it.
        nearest: Option<&'static str>,
        /// What it takes.
        words: Vec<&'static str>,
    },
    /// Text that is empty or only spaces.
    #[error("{what} is empty — write it, or remove the line")]
    EmptyText {
        /// What is empty.
        what: String,
    },
    /// Something stands twice.
    #[error("{what} `{id}` stands twice, first on line {first_line} — {cure}")]
    Duplicate {
        /// What stands twice.
        what: String,
        /// Its id.
        id: String,
        /// Where the first one stands.
        first_line: usize,
        /// How to mend it.
        cure: &'static str,
    },
    /// What only an instrument can have wrong.
    #[error(transparent)]
    Instrument(#[from] InstrumentFault),
    /// What only a trust file can have wrong.
    #[error(transparent)]
    Trust(#[from] TrustFault),
}

fn bounds(least: u64, most: u64) -> String {
    // What may be as large as a whole number of TOML has no limit that matters.
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
