//! The files of the disk, and standard input, for the engine.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::cli::disk_file::{DiskFile, MOST_BYTES, MOST_STREAMED, changed, check_size, unchanged, unreadable};
use crate::cli::spooled::Spooled;
use crate::cli::used;
use crate::engine::{Files, FolderResults, Source, is_large, is_tally, nearest};

/// The most bytes of standard input that are held in memory.
const MOST_HELD: u64 = 1 << 26;

/// The disk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

impl Files for Disk {
    fn open(&self, name: &str) -> io::Result<Source> {
        open(Path::new(name))
    }

    fn beside(&self, file: &str, name: &str) -> String {
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        folder.join(name).display().to_string()
    }

    fn identity(&self, name: &str) -> Option<String> {
        fs::canonicalize(name).ok().map(|path| path.display().to_string())
    }

    fn results(&self, folder: &str) -> io::Result<Option<FolderResults>> {
        let path = Path::new(folder);
        if !path.is_dir() {
            return Ok(None);
        }
        let failed = |error: io::Error| io::Error::other(format!("the folder `{folder}` cannot be read: {error}"));
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let ending = path.extension().and_then(OsStr::to_str);
            if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
                found.push(path);
            } else {
                others.push(path.display().to_string());
            }
        }
        found.sort();
        others.sort();
        let results = found.iter().map(|path| result(path)).collect::<io::Result<_>>()?;
        Ok(Some(FolderResults { results, others }))
    }
}

/// The file at a path, or standard input for `-`. A large file is read later, window by window.
///
/// # Errors
/// When it cannot be read; the message names it.
pub(crate) fn open(path: &Path) -> io::Result<Source> {
    if path.as_os_str() == "-" {
        return stdin();
    }
    let found = fs::metadata(path).ok().filter(|found| {
        // Tallies come in great numbers, and are read and added one by one.
        found.is_file() && (is_large(found.len()) || begins_as_tally(path))
    });
    let Some(found) = found else {
        let bytes = bytes(path)?;
        used::note(path);
        return Ok(Source::new(path.display().to_string(), bytes));
    };
    let file = DiskFile::at(path, found)?;
    used::note(path);
    Ok(Source::stored(file))
}

/// An earlier result. It may be written over, by the same command run again.
///
/// # Errors
/// When it cannot be read; the message names it.
pub(crate) fn result(path: &Path) -> io::Result<Source> {
    let bytes = bytes(path).map_err(|error| io::Error::other(format!("a result given out earlier: {error}")))?;
    Ok(Source::new(path.display().to_string(), bytes))
}

/// Standard input: in memory as long as it is short, else on the disk.
fn stdin() -> io::Result<Source> {
    let (mut input, mut bytes) = (io::stdin().lock(), Vec::new());
    let failed = |what: &str, error: &io::Error| io::Error::other(format!("standard input cannot be {what}: {error}"));
    Read::by_ref(&mut input)
        .take(MOST_HELD + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed("read", &error))?;
    if bytes.len() as u64 <= MOST_HELD {
        return Ok(Source::new("-", bytes));
    }
    let spooled = Spooled::of("-", &bytes, &mut input, MOST_STREAMED + 1)
        .map_err(|error| failed("kept on the disk while it is read", &error))?;
    check_size("standard input", spooled.bytes(), MOST_STREAMED)?;
    Ok(Source::stored(spooled))
}

fn begins_as_tally(path: &Path) -> bool {
    let mut head = Vec::new();
    File::open(path).is_ok_and(|file| file.take(16).read_to_end(&mut head).is_ok()) && is_tally(&head)
}

/// The bytes of a small file or a pipe.
///
/// # Errors
/// When it cannot be read or changes meanwhile; the message names it.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(io::Error::other(format!(
            "`{}` is a folder: name the files in it, such as `{}`",
            path.display(),
            path.join("*.csv").display()
        )));
    }
    let name = format!("`{}`", path.display());
    let failed = |error: io::Error| no_such_file(path, &error).unwrap_or_else(|| unreadable(path, error));
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

/// The error about a file that does not exist, with the nearest that does.
fn no_such_file(path: &Path, error: &io::Error) -> Option<io::Error> {
    if error.kind() != ErrorKind::NotFound {
        return None;
    }
    let nearest = nearest_file(path).map_or(String::new(), |nearest| format!("; the nearest there is `{nearest}`"));
    let message = format!("`{}` cannot be read: there is no such file{nearest}", path.display());
    Some(io::Error::other(message))
}

/// The path of the file in the same folder whose name is most like this one.
fn nearest_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let files = entries.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    // Responses are never meant where a questionnaire or a trust file is named, nor the other way round.
    let is_toml = |path: &Path| {
        path.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
    };
    let names = files.map(|entry| PathBuf::from(entry.file_name()));
    let mut names: Vec<PathBuf> = names.filter(|name| is_toml(name) == is_toml(path)).collect();
    // A folder lists its files in no order. Of two files of one stem, the one with the ending asked for comes first.
    names.sort_unstable_by_key(|name| (name.extension() != path.extension(), name.clone()));
    // Stems are compared, because files that differ share endings.
    let stem = |name: &Path| name.file_stem().and_then(OsStr::to_str).map(str::to_owned);
    let stems: Vec<String> = names.iter().map(|name| stem(name).unwrap_or_default()).collect();
    let like = nearest(&stem(path)?, stems.iter().map(String::as_str))?;
    let place = stems.iter().position(|stem| stem == like)?;
    Some(path.with_file_name(&names[place]).display().to_string())
}
