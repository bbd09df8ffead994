//! Records of results that are given out, in the folder of published results.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::leftover::{Leftover, uninterrupted};
use crate::cli::output::{FileBytes, Ready, Sent, make_folder, make_new, say};
use crate::engine::ResultRecord;

/// Writes the records, then the result. If the result cannot be written, it is not given out, and the new records are removed.
/// `files` are the files of the result. `stage` writes the result next to its places, and what it returns puts it there.
///
/// # Errors
/// When a record or the result cannot be written, or the result would replace another one that was given out.
pub(crate) fn write_recorded<T, P: FnOnce() -> anyhow::Result<T>>(
    records: &[ResultRecord],
    files: &[FileBytes<'_>],
    stage: impl FnOnce() -> anyhow::Result<P>,
) -> anyhow::Result<T> {
    let mut kept = Vec::new();
    for record in records {
        kept.extend(write(record, files)?);
    }
    let put = stage()?;
    // A result never lacks its record: a signal comes before both are there, or after.
    let (written, places) = uninterrupted(|| {
        let written = put()?;
        let kept = kept.into_iter().map(|record| {
            record.file.keep();
            record.folders.into_iter().for_each(Leftover::keep);
            record.place
        });
        anyhow::Ok((written, kept.collect::<Vec<_>>()))
    })?;
    for place in places {
        say(&format!("recorded as given out: `{}`", place.display()));
    }
    Ok(written)
}

/// Writes the records and a result that is ready.
///
/// # Errors
/// When a record or the result cannot be written, or the result would replace another one that was given out.
pub(crate) fn write_ready(records: &[ResultRecord], ready: &Ready) -> anyhow::Result<()> {
    let sent = write_recorded(records, &ready.files(), || {
        let staged = ready.stage()?;
        Ok(|| staged.put())
    })?;
    // Sent last: a stream may have to wait for its reader.
    sent.iter().try_for_each(Sent::send)
}

/// A new record, which goes again unless it is kept.
struct NewRecord {
    place: PathBuf,
    file: Leftover,
    folders: Vec<Leftover>,
}

/// Writes a record, whole or not at all; `None` if it is there already, or if the result itself goes to the folder.
fn write(record: &ResultRecord, files: &[FileBytes<'_>]) -> anyhow::Result<Option<NewRecord>> {
    let folder = Path::new(&record.folder);
    for FileBytes { path, bytes } in files {
        if is_in(path, folder) && *bytes == record.bytes {
            if fs::read(path).is_ok_and(|there| there != *bytes) {
                bail!(
                    "`{}` is a result that was given out, and this one is another: choose another name, so that both are \
                     remembered; if it was never given out, delete it first",
                    path.display()
                );
            }
            return Ok(None);
        }
    }
    let place = folder.join(&record.name);
    if place.exists() || is_there(folder, &record.bytes)? {
        return Ok(None);
    }
    let folders = make_folder(folder)?;
    let file = make_new(&place, &record.bytes, "choose another folder")
        .context("the result is not given out, because it cannot be recorded (--no-record leaves the record out)")?;
    Ok(Some(NewRecord { place, file, folders }))
}

/// True if a path leads into a folder.
fn is_in(path: &Path, folder: &Path) -> bool {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = fs::canonicalize(parent.unwrap_or(Path::new(".")));
    parent.is_ok_and(|parent| fs::canonicalize(folder).is_ok_and(|folder| folder == parent))
}

/// True if a folder has a file with these bytes.
fn is_there(folder: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    let unread = || format!("the folder `{}` cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(unread)? {
        let entry = entry.with_context(unread)?;
        let same_length = entry
            .metadata()
            .is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
        if same_length && fs::read(entry.path()).is_ok_and(|there| there == bytes) {
            return Ok(true);
        }
    }
    Ok(false)
}
