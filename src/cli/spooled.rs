//! Standard input that is too long to be held in memory: written to a file without a name, which goes when the program does.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::cli::disk_file::{MOST_BYTES, check_size, whole};
use crate::engine::Stored;

/// Standard input, kept on the disk.
pub(crate) struct Spooled {
    name: String,
    file: Mutex<File>,
    length: u64,
    /// True once it was needed in memory as a whole and was too large for that.
    refused: AtomicBool,
}

impl Spooled {
    /// Writes `begun` and what follows it, at most `most` bytes in all, to the disk.
    ///
    /// # Errors
    /// When that cannot be read or written.
    pub(crate) fn of(name: &str, begun: &[u8], rest: &mut dyn Read, most: u64) -> io::Result<Self> {
        let folder = std::env::temp_dir();
        let mut file = tempfile::tempfile_in(&folder).map_err(|error| {
            let why = format!(
                "no temporary file can be made in `{}` ({error}): set {} to another",
                folder.display(),
                if cfg!(windows) { "TMP" } else { "TMPDIR" }
            );
            io::Error::new(error.kind(), why)
        })?;
        let length = io::copy(&mut begun.chain(rest).take(most), &mut file)?;
        Ok(Self {
            name: name.to_owned(),
            file: Mutex::new(file),
            length,
            refused: AtomicBool::new(false),
        })
    }

    /// How many bytes there are.
    pub(crate) fn bytes(&self) -> u64 {
        self.length
    }
}

impl Stored for Spooled {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(Reader { spooled: self, at: 0 }))
    }

    fn length(&self) -> Option<u64> {
        Some(self.length)
    }

    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        whole(self, self.length, &self.refused)
    }

    fn check(&self) -> io::Result<()> {
        if self.refused.load(Ordering::Relaxed) {
            check_size("standard input", self.length, MOST_BYTES)?;
        }
        Ok(())
    }
}

/// Reads from a place of its own, whatever others read.
struct Reader<'s> {
    spooled: &'s Spooled,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.spooled.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_can_be_read_from_the_start_as_often_as_need_be() {
        let spooled = Spooled::of("-", b"one, ", &mut &b"two, three"[..], 10).expect("a disk");
        assert_eq!((spooled.name(), spooled.bytes(), spooled.length()), ("-", 10, Some(10)));
        let (mut first, mut second) = (spooled.open().expect("open"), spooled.open().expect("open"));
        let mut begun = [0; 3];
        first.read_exact(&mut begun).expect("bytes");
        for (reader, expected) in [(&mut second, "one, two, "), (&mut first, ", two, ")] {
            let mut text = String::new();
            reader.read_to_string(&mut text).expect("text");
            assert_eq!(text, expected);
        }
    }
}
