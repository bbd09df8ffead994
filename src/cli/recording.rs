//! Records of results that are given out, in the folder of published results.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::output::{make_new, say};
use crate::engine::ResultRecord;

/// Keeps the records, then writes the result. If the result cannot be written, it is not given out, and the new records are
/// removed. `file` is the file of the result, if it is one.
///
/// # Errors
/// When a record or the result cannot be written, or the result would replace another one that was given out.
pub(crate) fn write_recorded<T>(
    records: &[ResultRecord],
    file: Option<(&Path, &[u8])>,
    write: impl FnOnce() -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut kept = Vec::new();
    for record in records {
        kept.extend(keep(record, file)?);
    }
    let written = write();
    if written.is_err() {
        for place in &kept {
            // The failure to write the result is the one to report.
            let _ = fs::remove_file(place);
        }
        return written;
    }
    for place in &kept {
        say(&format!("recorded as given out: `{}`", place.display()));
    }
    written
}

/// Writes a record, whole or not at all; `None` if it is there already, or if the result itself goes to the folder.
fn keep(record: &ResultRecord, file: Option<(&Path, &[u8])>) -> anyhow::Result<Option<PathBuf>> {
    let folder = Path::new(&record.folder);
    if let Some((path, bytes)) = file
        && is_in(path, folder)
        && bytes == record.bytes
    {
        if fs::read(path).is_ok_and(|there| there != bytes) {
            bail!(
                "`{}` is a result that was given out, and this one is another: choose another name, so that both are remembered; \
                 if it was never given out, delete it first",
                path.display()
            );
        }
        return Ok(None);
    }
    let place = folder.join(&record.name);
    if place.exists() || is_there(folder, &record.bytes)? {
        return Ok(None);
    }
    fs::create_dir_all(folder).with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    make_new(&place, &record.bytes, "choose another folder")
        .context("the result is not given out, because it cannot be recorded (--no-record leaves the record out)")?;
    Ok(Some(place))
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
