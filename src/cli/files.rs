//! Files by their paths, and standard input.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, anyhow, bail};

use crate::cli::sources;
use crate::cli::spooled::Spooled;
use crate::input::{
    InputError, ReadOptions, Source, Stored, Survey, WindowSizes, count_stored, is_tally, nearest, read_stored,
};
use crate::model::Instrument;

/// A file of responses: held in memory where it is small, else read from the disk as it is needed.
pub(crate) enum ResponseFile {
    Held(Source),
    OnDisk(OnDisk),
    Spooled(Spooled),
}

/// A large file on the disk.
pub(crate) struct OnDisk {
    name: String,
    path: PathBuf,
    /// What it was before anything was read.
    before: Metadata,
    /// Whether it was wanted in memory as a whole and is too large for that.
    refused: AtomicBool,
}

impl ResponseFile {
    /// The file at a path, or standard input for `-`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn at(path: &Path) -> anyhow::Result<Self> {
        let large = |found: &Metadata| found.len() > WindowSizes::default().head as u64;
        let found = fs::metadata(path).ok().filter(|found| {
            // Tallies come in great numbers, and each is read and added by itself.
            path.as_os_str() != "-" && found.is_file() && (large(found) || begins_as_tally(path))
        });
        let Some(before) = found else {
            return if path.as_os_str() == "-" {
                stdin()
            } else {
                Ok(Self::Held(source(path)?))
            };
        };
        check_size(&format!("`{}`", path.display()), before.len(), MOST_STREAMED)?;
        File::open(path).map_err(|error| unreadable(path, &error))?;
        sources::note(path);
        Ok(Self::OnDisk(OnDisk {
            name: path.display().to_string(),
            path: path.to_owned(),
            before,
            refused: AtomicBool::new(false),
        }))
    }

    /// Whether it is a tally and not responses.
    pub(crate) fn is_tally(&self) -> bool {
        match self {
            Self::Held(source) => is_tally(&source.bytes),
            Self::OnDisk(file) => begins_as_tally(&file.path),
            Self::Spooled(file) => file.open().is_ok_and(begins),
        }
    }

    /// Whether it is as it was when it was first looked at.
    ///
    /// # Errors
    /// When it changed meanwhile.
    pub(crate) fn unchanged(&self) -> anyhow::Result<()> {
        let Self::OnDisk(OnDisk { path, before, .. }) = self else {
            return Ok(());
        };
        let after = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        unchanged(path, before, &after)
    }

    pub(crate) fn stored(&self) -> &dyn Stored {
        match self {
            Self::Held(source) => source,
            Self::OnDisk(file) => file,
            Self::Spooled(file) => file,
        }
    }
}

impl Stored for OnDisk {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(File::open(&self.path)?))
    }

    fn length(&self) -> Option<u64> {
        Some(self.before.len())
    }

    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        whole(self, self.before.len(), &self.refused)
    }
}

/// All bytes of a file on the disk, where they are few enough to be held in memory.
pub(crate) fn whole(file: &dyn Stored, length: u64, refused: &AtomicBool) -> io::Result<Cow<'static, [u8]>> {
    if length > MOST_BYTES {
        refused.store(true, Ordering::Relaxed);
        return Err(io::Error::other("it is too large to be read as a whole"));
    }
    let mut bytes = Vec::new();
    file.open()?.read_to_end(&mut bytes)?;
    Ok(Cow::Owned(bytes))
}

/// Whether something about the files could only be told with one of them in memory as a whole that is too large for it.
///
/// # Errors
/// When that is so.
pub(crate) fn check_refused(files: &[&ResponseFile]) -> anyhow::Result<()> {
    for file in files {
        let (name, length, refused) = match file {
            ResponseFile::Held(_) => continue,
            ResponseFile::OnDisk(file) => (format!("`{}`", file.name), file.before.len(), &file.refused),
            ResponseFile::Spooled(file) => ("standard input".to_owned(), file.bytes(), file.refused()),
        };
        if refused.load(Ordering::Relaxed) {
            check_size(&name, length, MOST_BYTES)?;
        }
    }
    Ok(())
}

/// Standard input: in memory as long as it is short, then on the disk.
fn stdin() -> anyhow::Result<ResponseFile> {
    let (mut input, mut bytes) = (io::stdin().lock(), Vec::new());
    let unreadable = || "standard input cannot be read";
    Read::by_ref(&mut input)
        .take(MOST_HELD + 1)
        .read_to_end(&mut bytes)
        .with_context(unreadable)?;
    let name = "-";
    if bytes.len() as u64 <= MOST_HELD {
        let name = name.to_owned();
        return Ok(ResponseFile::Held(Source { name, bytes }));
    }
    let spooled = Spooled::of(name, &bytes, &mut input, MOST_STREAMED + 1)
        .context("standard input cannot be kept on the disk while it is read")?;
    check_size("standard input", spooled.bytes(), MOST_STREAMED)?;
    Ok(ResponseFile::Spooled(spooled))
}

fn begins_as_tally(path: &Path) -> bool {
    File::open(path).is_ok_and(begins)
}

/// Whether what is read begins as a tally does.
fn begins(file: impl Read) -> bool {
    let mut head = Vec::new();
    file.take(16).read_to_end(&mut head).is_ok() && is_tally(&head)
}

/// Reads responses from files.
///
/// # Errors
/// When one of them cannot be read as responses, or changed meanwhile.
pub(crate) fn read_files(
    files: &[&ResponseFile],
    instrument: &Instrument,
    options: &ReadOptions,
) -> anyhow::Result<Survey> {
    steady(files, |stored, sizes| read_stored(stored, instrument, options, sizes))
}

/// Counts responses from files.
///
/// # Errors
/// When one of them cannot be read as responses, or changed meanwhile.
pub(crate) fn count_files(
    files: &[&ResponseFile],
    instrument: &Instrument,
    options: &ReadOptions,
) -> anyhow::Result<Survey> {
    steady(files, |stored, sizes| count_stored(stored, instrument, options, sizes))
}

/// What is read of files that do not change meanwhile.
fn steady<T>(
    files: &[&ResponseFile],
    read: impl FnOnce(&[&dyn Stored], WindowSizes) -> Result<T, InputError>,
) -> anyhow::Result<T> {
    let stored: Vec<&dyn Stored> = files.iter().map(|file| file.stored()).collect();
    let found = read(&stored, WindowSizes::default());
    check_refused(files)?;
    files.iter().try_for_each(|file| file.unchanged())?;
    Ok(found?)
}

/// A file, or standard input for `-`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn source(path: &Path) -> anyhow::Result<Source> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
        check_size("standard input", bytes.len() as u64, MOST_BYTES)?;
        return Ok(Source {
            name: "-".to_owned(),
            bytes,
        });
    }
    sources::note(path);
    Ok(Source {
        name: path.display().to_string(),
        bytes: bytes(path)?,
    })
}

/// A file's bytes.
///
/// # Errors
/// When it cannot be read, in plain words.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(anyhow!(
            "`{}` is a folder: name the files in it, such as `{}`",
            path.display(),
            path.join("*.csv").display()
        ));
    }
    let name = format!("`{}`", path.display());
    let failed = |error| unreadable(path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    check_size(&name, before.len(), MOST_BYTES)?;
    let mut bytes = Vec::new();
    Read::by_ref(&mut file)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    check_size(&name, bytes.len() as u64, MOST_BYTES)?;
    // A pipe has neither a length nor a time to compare.
    if before.is_file() {
        let after = file.metadata().map_err(failed)?;
        unchanged(path, &before, &after)?;
        if bytes.len() as u64 != before.len() {
            return Err(changed(path));
        }
    }
    Ok(bytes)
}

/// The most bytes of one file that are held in memory.
const MOST_BYTES: u64 = 1 << 30;

/// The most bytes of standard input that are held in memory.
const MOST_HELD: u64 = 1 << 26;

/// The most bytes of one file that are read window by window: every teacher on earth, several times over.
const MOST_STREAMED: u64 = 1 << 36;

fn check_size(name: &str, bytes: u64, most: u64) -> anyhow::Result<()> {
    if bytes > most {
        bail!(
            "{name} is larger than {} GiB, which no survey of staff is: is it the right file? Split it if it is",
            most >> 30
        );
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    let why = match error.kind() {
        ErrorKind::NotFound => match nearest_file(path) {
            Some(nearest) => format!("there is no such file; the nearest there is `{nearest}`"),
            None => "there is no such file".to_owned(),
        },
        ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => error.to_string(),
    };
    anyhow!("`{}` cannot be read: {why}", path.display())
}

/// Of the files where one is looked for, the path of the one whose name is most like it.
fn nearest_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let files = entries.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    // Answers are never meant where a questionnaire or a trust file is, nor the other way round.
    let is_toml = |path: &Path| {
        path.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
    };
    let names = files.map(|entry| PathBuf::from(entry.file_name()));
    let mut names: Vec<PathBuf> = names.filter(|name| is_toml(name) == is_toml(path)).collect();
    // A folder lists its files in no order; of two forms of one file the form asked for comes first.
    names.sort_unstable_by_key(|name| (name.extension() != path.extension(), name.clone()));
    // Endings are alike among files that are not.
    let stem = |name: &Path| name.file_stem().and_then(OsStr::to_str).map(str::to_owned);
    let stems: Vec<String> = names.iter().map(|name| stem(name).unwrap_or_default()).collect();
    let like = nearest(&stem(path)?, stems.iter().map(String::as_str))?;
    let place = stems.iter().position(|stem| stem == like)?;
    Some(path.with_file_name(&names[place]).display().to_string())
}

fn unchanged(path: &Path, before: &Metadata, after: &Metadata) -> anyhow::Result<()> {
    let same = after.len() == before.len() && after.modified().ok() == before.modified().ok();
    if same { Ok(()) } else { Err(changed(path)) }
}

fn changed(path: &Path) -> anyhow::Error {
    anyhow!(
        "`{}` changed while it was read: run the command again when nothing writes to it",
        path.display()
    )
}
