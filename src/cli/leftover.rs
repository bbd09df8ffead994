//! Files and folders that exist only while a run works: removed if it fails, and if a signal ends it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The leftovers of this run, in the order in which they were made.
static LEFT: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// Held while something is made or put in its place. A signal waits for it, and nothing is made after one.
static PUTTING: Mutex<()> = Mutex::new(());

/// How a leftover is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    /// A folder with all that is in it.
    Tree,
    /// A folder, if nothing is in it.
    EmptyFolder,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    path: PathBuf,
    kind: Kind,
}

/// A file or folder that is removed when this value is dropped, unless it is kept.
#[derive(Debug)]
pub(crate) struct Leftover(Entry);

impl Leftover {
    /// Registers a file. Call this before the file is made, so that no signal comes between.
    pub(crate) fn file(path: &Path) -> Self {
        Self::new(path, Kind::File)
    }

    /// Registers a folder with all that is in it.
    pub(crate) fn tree(path: &Path) -> Self {
        Self::new(path, Kind::Tree)
    }

    /// Registers a folder that is removed only if it is empty.
    pub(crate) fn empty_folder(path: &Path) -> Self {
        Self::new(path, Kind::EmptyFolder)
    }

    fn new(path: &Path, kind: Kind) -> Self {
        signals::watch();
        let entry = Entry {
            path: path.to_owned(),
            kind,
        };
        left().push(entry.clone());
        Self(entry)
    }

    /// Keeps the file or folder: it is a result now.
    pub(crate) fn keep(self) {
        self.forget();
        std::mem::forget(self);
    }

    fn forget(&self) {
        let mut left = left();
        if let Some(place) = left.iter().rposition(|entry| *entry == self.0) {
            left.remove(place);
        }
    }
}

impl Drop for Leftover {
    fn drop(&mut self) {
        self.0.remove();
        self.forget();
    }
}

impl Entry {
    fn remove(&self) {
        // Cleaning up is all that can be done here; there is no one to report a failure to.
        let _ = match self.kind {
            Kind::File => fs::remove_file(&self.path),
            Kind::Tree => fs::remove_dir_all(&self.path),
            Kind::EmptyFolder => fs::remove_dir(&self.path),
        };
    }
}

fn left() -> MutexGuard<'static, Vec<Entry>> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes something, or puts results in their places, without being ended by a signal half-way: what is made after the leftovers were
/// removed would stay. The work must be short, must not wait for anyone, and must not call this again.
pub(crate) fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    let _putting = PUTTING.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}

#[cfg(unix)]
mod signals {
    use std::sync::{Once, PoisonError};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::{PUTTING, left};

    /// Starts to watch for the signals that end a program. If that fails, the next run removes what this one leaves.
    pub(super) fn watch() {
        static WATCHING: Once = Once::new();
        WATCHING.call_once(|| {
            let ignored = ignored();
            let ending = [SIGHUP, SIGINT, SIGTERM];
            let ending = ending.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
            if let Ok(mut signals) = Signals::new(ending) {
                let _ = thread::Builder::new().spawn(move || {
                    if let Some(signal) = signals.forever().next() {
                        let _putting = PUTTING.lock().unwrap_or_else(PoisonError::into_inner);
                        // Not given back: nothing new is made until the program has ended.
                        let left = left();
                        left.iter().rev().for_each(super::Entry::remove);
                        let _ = emulate_default_handler(signal);
                    }
                });
            }
        });
    }

    /// The signals that whoever started the program wants ignored, as a bit mask: `nohup` does so. Known on Linux only.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}

#[cfg(windows)]
mod signals {
    use std::sync::{Once, PoisonError};

    use super::{PUTTING, left};

    /// The exit code of a program that Ctrl+C ends.
    const ENDED: i32 = 0xC000_013A_u32.cast_signed();

    /// Starts to watch for Ctrl+C, and for the closing of the window. If that fails, the next run removes what this one leaves.
    pub(super) fn watch() {
        static WATCHING: Once = Once::new();
        WATCHING.call_once(|| {
            let _ = ctrlc::set_handler(|| {
                let _putting = PUTTING.lock().unwrap_or_else(PoisonError::into_inner);
                let left = left();
                left.iter().rev().for_each(super::Entry::remove);
                std::process::exit(ENDED);
            });
        });
    }
}

#[cfg(not(any(unix, windows)))]
mod signals {
    pub(super) fn watch() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other, full) = (
            folder.path().join("1"),
            folder.path().join("2"),
            folder.path().join("3"),
        );
        let (left_one, left_other) = (Leftover::file(&one), Leftover::file(&other));
        fs::create_dir(&full).expect("a folder");
        let left_full = Leftover::empty_folder(&full);
        for file in [&one, &other, &full.join("4")] {
            fs::write(file, "").expect("a file");
        }
        left_one.keep();
        drop(left_other);
        drop(left_full);
        assert!(one.exists() && !other.exists() && full.exists());
        drop(Leftover::tree(&full));
        assert!(!full.exists());
    }
}
