//! The files that a run has read or written. They are never written over.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::bail;

/// Their canonical paths.
static USED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Records that a file is read or written.
pub(crate) fn note(path: &Path) {
    // A pipe or a terminal is not written over.
    if let Ok(place) = fs::canonicalize(path)
        && place.is_file()
    {
        USED.lock().unwrap_or_else(PoisonError::into_inner).insert(place);
    }
}

/// Stops where a result would be written over what it is made from, or over another of the same run.
///
/// # Errors
/// When the place is such a file.
pub(crate) fn check_free(place: &Path) -> anyhow::Result<()> {
    let used = USED.lock().unwrap_or_else(PoisonError::into_inner);
    if fs::canonicalize(place).is_ok_and(|known| used.contains(&known)) {
        bail!(
            "`{}` has been read for this result or written beside it, and is not written over: choose another place",
            place.display()
        );
    }
    Ok(())
}
