//! A file that is written next to its place and then put there, whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

use crate::cli::in_use::writing;
use crate::cli::leftover::{Leftover, uninterrupted};
use crate::cli::output::cannot_write;

const PREFIX: &str = ".cte-";
const SUFFIX: &str = ".tmp";

/// How often another name is tried if another run removes the file before it is locked.
const TRIES: usize = 16;

/// A file that is written in full, but not in its place yet. It is locked as long as its run lives.
pub(crate) struct TemporaryFile {
    file: NamedTempFile,
    left: Leftover,
    place: PathBuf,
    /// The place as the system is told it.
    landing: PathBuf,
}

impl TemporaryFile {
    /// Writes bytes next to the place that they are for.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn write(place: &Path, bytes: &[u8]) -> anyhow::Result<Self> {
        let folder = folder_of(place);
        sweep(folder);
        let failed = |error: io::Error| cannot_write(folder, &error);
        let landing = of_any_length(place);
        let (mut file, left) = locked(folder_of(&landing)).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
        Ok(Self {
            file,
            left,
            place: place.to_owned(),
            landing,
        })
    }

    /// Puts the file in its place. A file that was there keeps its mode and its owner.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub(crate) fn put(self) -> anyhow::Result<()> {
        let failed = || format!("`{}` cannot be written", self.place.display());
        if let Ok(found) = fs::metadata(&self.place)
            && found.is_file()
            && !made_like(self.file.as_file(), &found).with_context(failed)?
        {
            // Only its owner could put another file there that has the same owner.
            return copy(self.file.path(), &self.place).with_context(failed);
        }
        self.file
            .persist(&self.landing)
            .map_err(|error| writing(&self.place, error.error))
            .with_context(failed)?;
        self.left.keep();
        Ok(())
    }

    /// Puts the file in its place if nothing is there.
    ///
    /// # Errors
    /// When something is there, or the place cannot be written.
    pub(crate) fn put_new(self) -> anyhow::Result<Leftover> {
        uninterrupted(|| {
            let placed = Leftover::file(&self.landing);
            match self.file.persist_noclobber(&self.landing) {
                Ok(_) => {
                    self.left.keep();
                    Ok(placed)
                }
                Err(error) => {
                    placed.keep();
                    Err(writing(&self.place, error.error))
                        .with_context(|| format!("`{}` cannot be written", self.place.display()))
                }
            }
        })
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    io::copy(
        &mut File::open(from)?,
        &mut File::options().write(true).truncate(true).open(to)?,
    )
    .map(drop)
}

/// The folder of a path.
fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// A path that may have more than the 260 letters which Windows otherwise allows.
#[cfg(windows)]
fn of_any_length(path: &Path) -> PathBuf {
    let folder = fs::canonicalize(folder_of(path)).ok();
    let whole = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
    whole.unwrap_or_else(|| path.to_owned())
}

#[cfg(not(windows))]
fn of_any_length(path: &Path) -> PathBuf {
    path.to_owned()
}

/// Makes a temporary file that other runs can tell from one that a killed run left.
fn locked(folder: &Path) -> io::Result<(NamedTempFile, Leftover)> {
    for _ in 0..TRIES {
        let mut left = None;
        let mut name = Builder::new();
        let file = name.prefix(PREFIX).suffix(SUFFIX).make_in(folder, |path| {
            uninterrupted(|| {
                let registered = Leftover::file(path);
                match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
                    Ok(file) => {
                        left = Some(registered);
                        Ok(file)
                    }
                    Err(error) => {
                        // It belongs to someone else, or does not exist.
                        registered.keep();
                        Err(error)
                    }
                }
            })
        });
        let file = file?;
        let ours = !matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock)) && file.path().exists();
        if let Some(left) = left.filter(|_| ours) {
            return Ok((file, left));
        }
    }
    Err(io::Error::from(ErrorKind::ResourceBusy))
}

/// Removes the temporary files that killed runs left in a folder: those that no run has locked.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let is_temporary = name.to_str().is_some_and(is_temporary);
        if !is_temporary || !entry.file_type().is_ok_and(|found| found.is_file()) {
            continue;
        }
        if let Ok(file) = File::options().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            // It is no result of this run; if it cannot be removed, it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let between = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    between.is_some_and(|random| random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Gives a new file the owner and the mode of another; `false` if the owner cannot be given.
#[cfg(unix)]
fn made_like(file: &File, other: &fs::Metadata) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (other.uid(), other.gid()) {
        let owner = (own.uid() != other.uid()).then_some(other.uid());
        if fchown(file, owner, Some(other.gid())).is_err() {
            return Ok(false);
        }
    }
    file.set_permissions(fs::Permissions::from_mode(other.permissions().mode() & 0o7777))?;
    Ok(true)
}

#[cfg(not(unix))]
fn made_like(_: &File, _: &fs::Metadata) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killed_runs_file_is_removed_and_a_living_ones_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = |expected: usize| {
            let names = fs::read_dir(folder.path()).expect("a folder");
            assert_eq!(names.count(), expected);
        };
        fs::write(folder.path().join(".cte-abc123.tmp"), "left").expect("a file");
        fs::write(folder.path().join(".cte-notes.tmp"), "someone else's").expect("a file");
        let one = TemporaryFile::write(&folder.path().join("one"), b"1").expect("a file");
        names(2);
        let two = TemporaryFile::write(&folder.path().join("two"), b"2").expect("a file");
        names(3);
        one.put().expect("a file");
        drop(two);
        names(2);
        assert_eq!(fs::read(folder.path().join("one")).expect("a file"), b"1");
    }
}
