//! A large file on the disk, read when it is needed.

use std::borrow::Cow;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::in_use::reading;
use crate::engine::Stored;

/// The most bytes of one file that are held in memory.
pub(crate) const MOST_BYTES: u64 = 1 << 30;

/// The most bytes of one file that are read window by window: every teacher on earth, several times over.
pub(crate) const MOST_STREAMED: u64 = 1 << 36;

/// A large file on the disk.
pub(crate) struct DiskFile {
    name: String,
    path: PathBuf,
    /// Its length and time before anything was read.
    before: Metadata,
    /// True once it was needed in memory as a whole and was too large for that.
    refused: AtomicBool,
}

impl DiskFile {
    /// The file at a path.
    ///
    /// # Errors
    /// When it cannot be opened or is too large; the message names it.
    pub(crate) fn at(path: &Path, before: Metadata) -> io::Result<Self> {
        check_size(&format!("`{}`", path.display()), before.len(), MOST_STREAMED)?;
        File::open(path).map_err(|error| unreadable(path, error))?;
        Ok(Self {
            name: path.display().to_string(),
            path: path.to_owned(),
            before,
            refused: AtomicBool::new(false),
        })
    }
}

impl Stored for DiskFile {
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

    fn check(&self) -> io::Result<()> {
        if self.refused.load(Ordering::Relaxed) {
            check_size(&format!("`{}`", self.name), self.before.len(), MOST_BYTES)?;
        }
        let after = fs::metadata(&self.path).map_err(|error| unreadable(&self.path, error))?;
        unchanged(&self.path, &self.before, &after)
    }
}

/// All bytes of a stored file, if they are few enough to be held in memory.
pub(crate) fn whole(file: &dyn Stored, length: u64, refused: &AtomicBool) -> io::Result<Cow<'static, [u8]>> {
    if length > MOST_BYTES {
        refused.store(true, Ordering::Relaxed);
        return Err(io::Error::other("it is too large to be read as a whole"));
    }
    let mut bytes = Vec::new();
    file.open()?.read_to_end(&mut bytes)?;
    Ok(Cow::Owned(bytes))
}

/// Checks that a file is not too large to be a survey.
///
/// # Errors
/// When it is.
pub(crate) fn check_size(name: &str, bytes: u64, most: u64) -> io::Result<()> {
    if bytes > most {
        return Err(io::Error::other(format!(
            "{name} is larger than {} GiB, which no survey of staff is: is it the right file? Split it if it is",
            most >> 30
        )));
    }
    Ok(())
}

/// The error about a file that exists and cannot be read.
pub(crate) fn unreadable(path: &Path, error: io::Error) -> io::Error {
    let why = match error.kind() {
        ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => reading(error).to_string(),
    };
    io::Error::other(format!("`{}` cannot be read: {why}", path.display()))
}

/// Checks that a file has the length and time that it had.
///
/// # Errors
/// When it has not.
pub(crate) fn unchanged(path: &Path, before: &Metadata, after: &Metadata) -> io::Result<()> {
    let same = after.len() == before.len() && after.modified().ok() == before.modified().ok();
    if same { Ok(()) } else { Err(changed(path)) }
}

/// The error about a file that changed while it was read.
pub(crate) fn changed(path: &Path) -> io::Error {
    io::Error::other(format!(
        "`{}` changed while it was read: run the command again when nothing writes to it",
        path.display()
    ))
}
