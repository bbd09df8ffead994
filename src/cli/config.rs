//! The trust file: where it is, what it says, and which files a term has.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::analysis::MissingRule;
use crate::cli::args::SurveyArgs;
use crate::cli::files::bytes;
use crate::cli::sources;
use crate::export::FORMATS;
use crate::input::trust::{Vocabulary, load, term_named};
use crate::model::{Term, Trust};

/// What a trust file is called.
pub(crate) const FILE_NAME: &str = "cte.toml";

/// A trust file that was read.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Its path, as messages call it.
    pub(crate) path: PathBuf,
    /// What it says.
    pub(crate) trust: Trust,
}

/// One round of the survey, or files that belong to none that is known.
#[derive(Debug, Clone)]
pub(crate) struct Wave {
    /// The response files, at least one.
    pub(crate) files: Vec<PathBuf>,
    /// The term, where the trust file has it.
    pub(crate) term: Option<Term>,
    /// The version of the questionnaire that the command line names for this round alone.
    pub(crate) instrument: Option<String>,
}

/// The trust file that the arguments name, else the nearest at or above the working directory, if there is one.
///
/// # Errors
/// When it cannot be read or is faulty, with line and column.
pub(crate) fn config(args: &SurveyArgs) -> anyhow::Result<Option<Config>> {
    match &args.config {
        _ if args.no_config => Ok(None),
        Some(path) => Config::read(path).map(Some),
        None => nearest_above().map(|path| Config::read(&path)).transpose(),
    }
}

/// What is to be read: the files named, or those of the term named, or of the latest.
///
/// # Errors
/// When there is nothing to read, or no such term.
pub(crate) fn wave(args: &SurveyArgs, config: Option<&Config>) -> anyhow::Result<Wave> {
    let Some(config) = config else {
        let none = if args.no_config {
            "none is looked for with --no-config".to_owned()
        } else {
            format!("there is no `{FILE_NAME}` here or above")
        };
        if let Some(term) = &args.term {
            bail!("--term \"{term}\" needs a trust file, and {none}: name one with --config");
        }
        if args.files.is_empty() {
            bail!(
                "no response file is named, and of trust files, which list them, {none}: name a file, or write a trust \
                 file with `cte init FILE`"
            );
        }
        return Ok(Wave {
            files: args.files.clone(),
            term: None,
            instrument: None,
        });
    };
    let named = args.term.as_deref().map(|name| config.term(name)).transpose()?;
    if args.files.is_empty() {
        let term = named.map_or_else(|| config.latest(), Ok)?;
        return Ok(config.wave(term));
    }
    Ok(Wave {
        files: args.files.clone(),
        term: named.or_else(|| config.term_of(&args.files)).cloned(),
        instrument: None,
    })
}

impl Config {
    /// Reads a trust file.
    ///
    /// # Errors
    /// When it cannot be read or is faulty, with line and column.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let vocabulary = Vocabulary {
            missing: &MissingRule::ALL.map(MissingRule::name),
            formats: &FORMATS.iter().map(|format| format.name).collect::<Vec<_>>(),
        };
        if path.is_dir() {
            let (folder, file) = (path.display(), path.join(FILE_NAME));
            bail!(
                "`{folder}` is a folder: name the trust file in it, such as `{}`",
                file.display()
            );
        }
        sources::note(path);
        let bytes = bytes(path).context("the trust file")?;
        Ok(Self {
            path: path.to_owned(),
            trust: load(&bytes, &path.display().to_string(), &vocabulary)?,
        })
    }

    /// Whether the trust file says of any academy how many staff it has.
    pub(crate) fn counts_staff(&self) -> bool {
        self.trust.academies().iter().any(|academy| academy.headcount.is_some())
    }

    /// A path that the trust file writes, which is relative to it.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The term of a name.
    ///
    /// # Errors
    /// When there is none, with the nearest and the names that there are.
    pub(crate) fn term(&self, name: &str) -> anyhow::Result<&Term> {
        Ok(term_named(&self.trust, name).map_err(|error| error.in_file(&self.path.display().to_string()))?)
    }

    /// The latest term.
    ///
    /// # Errors
    /// When the file lists none.
    pub(crate) fn latest(&self) -> anyhow::Result<&Term> {
        self.trust.terms().last().with_context(|| {
            format!(
                "`{}` lists no terms: name a response file, or add a `[[term]]` with its name, date and files",
                self.path.display()
            )
        })
    }

    /// What is to be read of a term.
    pub(crate) fn wave(&self, term: &Term) -> Wave {
        Wave {
            files: term.files.iter().map(|file| self.beside(file)).collect(),
            term: Some(term.clone()),
            instrument: None,
        }
    }

    /// What is to be read of a file, or of the term of a name.
    ///
    /// # Errors
    /// When there is neither.
    pub(crate) fn wave_of(&self, file: &Path) -> anyhow::Result<Wave> {
        let is_file = file.as_os_str() == "-" || file.exists() || file.extension().is_some();
        if !is_file {
            let term = self.term(&file.to_string_lossy());
            return term
                .map(|term| self.wave(term))
                .with_context(|| format!("`{}` is neither a file nor a term", file.display()));
        }
        let files = vec![file.to_owned()];
        Ok(Wave {
            term: self.term_of(&files).cloned(),
            files,
            instrument: None,
        })
    }

    /// The term that all these files belong to.
    pub(crate) fn term_of(&self, files: &[PathBuf]) -> Option<&Term> {
        let files: Vec<PathBuf> = files.iter().map(fs::canonicalize).collect::<Result<_, _>>().ok()?;
        self.trust.terms().iter().find(|term| {
            let own = term.files.iter().map(|file| fs::canonicalize(self.beside(file)));
            let own: Vec<PathBuf> = own.filter_map(Result::ok).collect();
            files.iter().all(|file| own.contains(file))
        })
    }
}

/// The nearest trust file at or above the working directory, as a relative path.
fn nearest_above() -> Option<PathBuf> {
    let depth = env::current_dir().ok()?.ancestors().count();
    let mut path = PathBuf::from(FILE_NAME);
    for _ in 0..depth {
        if path.is_file() {
            return Some(path);
        }
        path = Path::new("..").join(path);
    }
    None
}
