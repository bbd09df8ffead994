//! The folder of a report: all its pages or none, without pages of an earlier report, and with nothing else touched.
//!
//! A page of an academy that was renamed or has left could show what the new pages withhold. So a page that this command wrote
//! itself is removed if it still has its name. A page that someone copied to another name stays, as does every other file.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
#[cfg(not(windows))]
use std::io::Write as _;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, bail};

use crate::cli::in_use::writing;
use crate::cli::leftover::{Leftover, uninterrupted};
use crate::cli::output::{cannot_write, complain, make_folder};
use crate::cli::target::process_id;
use crate::export::Part;
use crate::export::html::is_page;

/// How many bytes of a file are read to recognise it.
const HEAD: u64 = 1024;

/// The fate of the pages of an earlier report that are not written again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OlderPages {
    /// They are removed: the whole report was written.
    Removed,
    /// They stay: one page was written.
    Kept,
}

/// The name of the temporary folder, which is in the folder of the report. Only one run can have it.
const ASIDE: &str = ".cte-report";

/// How often the temporary folder is tried for, if another run gives it up meanwhile.
const TRIES: usize = 16;

/// A folder whose pages are being written, in a temporary folder until all are there.
pub(crate) struct PageFolder {
    path: PathBuf,
    aside: Aside,
    /// The folders that were made for it.
    made: Vec<Leftover>,
    /// The pages' names, in the order in which they were written.
    names: Vec<String>,
}

/// The temporary folder. A lock shows to other runs that this one lives.
struct Aside {
    path: PathBuf,
    _left: Leftover,
    _lock: File,
    /// Windows may keep the folder until the lock is given up. If another run has it by then, it is not empty and stays.
    _folder: Leftover,
}

impl Aside {
    /// Makes the temporary folder in a folder, or takes the one that a killed run left.
    ///
    /// # Errors
    /// When another run writes a report there, or the folder cannot be written.
    fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        let failed = |error: io::Error| cannot_write(folder, &error);
        let path = folder.join(ASIDE);
        let place = path.join("lock");
        for _ in 0..TRIES {
            match fs::create_dir(&path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
                _ => {}
            }
            let lock = match File::options()
                .create(true)
                .truncate(false)
                // What is opened to append has a length on Windows that cannot be set.
                .write(cfg!(windows))
                .append(!cfg!(windows))
                .open(&place)
            {
                // Its run has just ended.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                lock => lock.map_err(failed)?,
            };
            if let Err(TryLockError::WouldBlock) = lock.try_lock() {
                bail!(
                    "`{}` is being written by another `cte report`: wait until it has ended, or name another folder with -o",
                    folder.display()
                );
            }
            // Another run may have removed the folder before the lock was had. Then the mark is nowhere.
            if is_marked(&lock, &place).map_err(failed)? {
                return Ok(Self {
                    _left: Leftover::tree(&path),
                    _lock: lock,
                    _folder: Leftover::empty_folder(&path),
                    path,
                });
            }
        }
        Err(failed(io::Error::from(ErrorKind::ResourceBusy)))
    }
}

/// Marks a lock file, and looks whether the file at its place has the mark.
#[cfg(not(windows))]
fn is_marked(mut lock: &File, place: &Path) -> io::Result<bool> {
    let mark = format!("{} {:?}\n", process_id(), SystemTime::now());
    lock.write_all(mark.as_bytes())?;
    Ok(fs::read_to_string(place).is_ok_and(|there| there.ends_with(&mark)))
}

/// On Windows nobody can read a file that is locked, but its length is known: the mark is a length that no other run has.
#[cfg(windows)]
fn is_marked(lock: &File, place: &Path) -> io::Result<bool> {
    let moment = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let mark = u64::from((process_id() ^ moment.subsec_nanos()) % (1 << 20) + 1);
    lock.set_len(mark)?;
    Ok(fs::metadata(place).is_ok_and(|there| there.len() == mark))
}

impl PageFolder {
    /// Begins to write a folder, which is made where there is none.
    ///
    /// # Errors
    /// When the place is a file, another run writes a report there, or it cannot be written.
    pub(crate) fn begin(path: &Path) -> anyhow::Result<Self> {
        let made = make_folder(path)?;
        Ok(Self {
            // A signal comes before the folder is there, or after it is known.
            aside: uninterrupted(|| Aside::in_folder(path))?,
            path: path.to_owned(),
            made,
            names: Vec::new(),
        })
    }

    /// Writes a page aside.
    ///
    /// # Errors
    /// When it cannot be written, or something is in its place that is no page of an earlier report.
    pub(crate) fn add(&mut self, page: &Part) -> anyhow::Result<()> {
        let place = self.path.join(&page.name);
        if place.symlink_metadata().is_ok() && !may_be_replaced(&place) {
            bail!(
                "`{}` is there already and was not written by `cte report`, so it is not replaced: name another folder \
                 with -o",
                place.display()
            );
        }
        uninterrupted(|| fs::write(self.aside.path.join(&page.name), &page.bytes))
            .map_err(|error| cannot_write(&self.path, &error))?;
        self.names.push(page.name.clone());
        Ok(())
    }

    /// Puts the pages in their places, and takes away what an earlier report left; the first page, if there is any.
    ///
    /// # Errors
    /// When a page cannot be put or taken away.
    pub(crate) fn finish(self, older: OlderPages) -> anyhow::Result<Option<PathBuf>> {
        // The first page leads to the others, which are there before it.
        for name in self.names.iter().rev() {
            let place = self.path.join(name);
            fs::rename(self.aside.path.join(name), &place)
                .map_err(|error| writing(&place, error))
                .with_context(|| format!("`{}` cannot be written", place.display()))?;
        }
        if older == OlderPages::Removed {
            self.remove_earlier()?;
        }
        drop(self.aside);
        self.made.into_iter().for_each(Leftover::keep);
        Ok(self.names.first().map(|name| self.path.join(name)))
    }

    fn remove_earlier(&self) -> anyhow::Result<()> {
        let written: BTreeSet<&str> = self.names.iter().map(String::as_str).collect();
        let unread = || {
            format!(
                "the report is written, but `{}` cannot be looked through for older pages",
                self.path.display()
            )
        };
        let entries = fs::read_dir(&self.path).with_context(unread)?;
        let mut removed = Vec::new();
        for entry in entries {
            let entry = entry.with_context(unread)?;
            let name = entry.file_name();
            let is_written = name.to_str().is_some_and(|name| written.contains(name));
            if is_written || !is_own(&entry.path()) {
                continue;
            }
            fs::remove_file(entry.path()).with_context(|| {
                format!(
                    "the report is written, but `{}`, a page of an earlier one, cannot be removed: remove it yourself",
                    entry.path().display()
                )
            })?;
            removed.push(format!("`{}`", name.to_string_lossy()));
        }
        removed.sort();
        if !removed.is_empty() {
            complain(&format!(
                "removed from `{}`, as the report has no such page any more: {}",
                self.path.display(),
                removed.join(", ")
            ));
        }
        Ok(())
    }
}

/// True if a file is a page that this command wrote under its present name, or a file to which such an index page links.
fn may_be_replaced(place: &Path) -> bool {
    is_own(place)
        || (place.extension().is_none_or(|ending| ending != "html") && is_own(&place.with_file_name("index.html")))
}

/// True if a file is a page that this command wrote under its present name.
fn is_own(place: &Path) -> bool {
    let name = place.file_name().and_then(|name| name.to_str());
    let Some(name) = name.and_then(|name| name.strip_suffix(".html")) else {
        return false;
    };
    if !place.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut head = Vec::new();
    File::open(place).is_ok_and(|file| file.take(HEAD).read_to_end(&mut head).is_ok()) && is_page(&head, name)
}
