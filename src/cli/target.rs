//! The place that `-o` names: standard output, a device or pipe, or a file, behind any symbolic links.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::names::check;
use crate::cli::output::{print, print_to};

/// The most symbolic links that are followed, as on Linux.
const MOST_LINKS: usize = 40;

/// A place that a result is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file, which may not exist yet: written whole or not at all.
    File(PathBuf),
    /// Standard output.
    Stdout,
    /// A place that is written to as it is.
    Stream(Stream),
}

/// A place that bytes are sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stream {
    Stderr,
    Device(PathBuf),
    /// A named pipe, a socket, or a file that another program has opened for this one.
    Pipe(PathBuf),
}

impl Target {
    /// The place at a path; `-` is standard output.
    ///
    /// # Errors
    /// When symbolic links lead in a circle, or Windows cannot hold a file of that name.
    pub(crate) fn at(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdout);
        }
        if let Some(device) = device(path) {
            return Ok(device);
        }
        check(path)?;
        let mut at = path.to_owned();
        for _ in 0..MOST_LINKS {
            if let Some(place) = opened(&at) {
                return Ok(place);
            }
            let Ok(found) = at.symlink_metadata() else {
                return Ok(Self::File(at));
            };
            if !found.is_symlink() {
                return Ok(kind(at, &found));
            }
            let leads_to = fs::read_link(&at).with_context(|| format!("`{}` cannot be read", at.display()))?;
            at = at.parent().unwrap_or(Path::new("")).join(leads_to);
        }
        bail!("`{}` leads through symbolic links to no place", path.display());
    }

    /// True if the result stays where it is written, so that others can read it later.
    pub(crate) fn is_given_out(&self) -> bool {
        matches!(self, Self::File(_) | Self::Stream(Stream::Pipe(_)))
    }
}

impl Stream {
    /// Sends bytes. A reader that has closed a pipe is no failure.
    ///
    /// # Errors
    /// When the place cannot be written for another reason.
    pub(crate) fn send(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let path = match self {
            Self::Stderr => return print_to(&mut std::io::stderr().lock(), bytes, "standard error"),
            Self::Device(path) | Self::Pipe(path) => path,
        };
        let failed = || format!("`{}` cannot be written", path.display());
        let mut file = File::options().append(true).open(path).with_context(failed)?;
        match file.write_all(bytes).and_then(|()| file.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).with_context(failed),
            _ => Ok(()),
        }
    }
}

/// Sends bytes to standard output or a stream.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn send(stream: Option<&Stream>, bytes: &[u8]) -> anyhow::Result<()> {
    stream.map_or_else(|| print(bytes), |stream| stream.send(bytes))
}

/// The place of a path that names a file which is open already, such as `/dev/stdout`.
fn opened(path: &Path) -> Option<Target> {
    let number = match path.to_str()? {
        "/dev/stdout" => "1",
        "/dev/stderr" => "2",
        text => {
            let (folder, number) = text.rsplit_once('/')?;
            let is_process = folder.strip_prefix("/proc/").is_some_and(|rest| rest.ends_with("/fd"));
            let own = format!("/proc/{}/fd", process_id());
            if is_process && !["/proc/self/fd", "/proc/thread-self/fd", own.as_str()].contains(&folder) {
                return Some(Target::Stream(Stream::Pipe(path.to_owned())));
            }
            if !is_process && folder != "/dev/fd" {
                return None;
            }
            number
        }
    };
    Some(match number {
        "1" => Target::Stdout,
        "2" => Target::Stream(Stream::Stderr),
        _ => Target::Stream(Stream::Pipe(path.to_owned())),
    })
}

/// The device that a name means on Windows, where it is no file: `NUL` takes everything.
fn device(path: &Path) -> Option<Target> {
    let is_nul = cfg!(windows) && path.as_os_str().eq_ignore_ascii_case("nul");
    is_nul.then(|| Target::Stream(Stream::Device(path.to_owned())))
}

/// The number of this process.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn process_id() -> u32 {
    std::process::id()
}

/// In a web page no other process shares the files.
#[cfg(target_family = "wasm")]
pub(crate) fn process_id() -> u32 {
    1
}

#[cfg(unix)]
fn kind(path: PathBuf, found: &fs::Metadata) -> Target {
    use std::os::unix::fs::FileTypeExt;

    let kind = found.file_type();
    if kind.is_fifo() || kind.is_socket() {
        Target::Stream(Stream::Pipe(path))
    } else if kind.is_char_device() || kind.is_block_device() {
        Target::Stream(Stream::Device(path))
    } else {
        Target::File(path)
    }
}

#[cfg(not(unix))]
fn kind(path: PathBuf, _: &fs::Metadata) -> Target {
    Target::File(path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_is_written_through_its_own_handle() {
        let at = |path: &str| Target::at(Path::new(path)).expect("a place");
        let pipe = |path: &str| Target::Stream(Stream::Pipe(PathBuf::from(path)));
        for stdout in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
            assert_eq!(at(stdout), Target::Stdout, "{stdout}");
        }
        assert_eq!(at("/dev/stderr"), Target::Stream(Stream::Stderr));
        for path in ["/dev/fd/7", "/proc/1/fd/1"] {
            assert_eq!(at(path), pipe(path));
        }
        assert_eq!(
            at("/dev/null"),
            Target::Stream(Stream::Device(PathBuf::from("/dev/null")))
        );
        assert_eq!(at("no/such/file"), Target::File(PathBuf::from("no/such/file")));
    }

    #[test]
    fn a_link_is_followed_to_the_file_even_if_there_is_none_yet() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for (link, leads_to) in [
            ("one", "two"),
            ("two", "new"),
            ("round", "round"),
            ("out", "/dev/stdout"),
        ] {
            std::os::unix::fs::symlink(leads_to, path(link)).expect("a link");
        }
        assert_eq!(Target::at(&path("one")).expect("a place"), Target::File(path("new")));
        assert_eq!(Target::at(&path("out")).expect("a place"), Target::Stdout);
        assert!(Target::at(&path("round")).is_err());
    }
}
