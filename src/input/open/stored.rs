//! Files that are read when needed, so that a large one is never in memory as a whole.

use std::borrow::Cow;
use std::io;
use std::io::Read;

use crate::input::open::error::OpenError;

/// A file that can be read from the start any number of times.
pub trait Stored: Sync {
    /// Its name as the user typed it.
    fn name(&self) -> &str;

    /// Opens the file at its first byte.
    ///
    /// # Errors
    /// When the file cannot be opened.
    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>>;

    /// The approximate number of bytes, if it is known before reading.
    fn length(&self) -> Option<u64> {
        None
    }

    /// Reads all bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }

    /// Checks after reading that the file did not change meanwhile and could be read as it had to be.
    ///
    /// # Errors
    /// When that is not so. The message is shown as it is, so it names the file.
    fn check(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads all bytes of a file.
pub(crate) fn whole(file: &dyn Stored) -> Result<Cow<'_, [u8]>, OpenError> {
    file.whole().map_err(|error| OpenError::Unreadable(error.to_string()))
}

impl Stored for MemoryFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(self.bytes.as_slice()))
    }

    fn length(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }

    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(&self.bytes))
    }
}

/// A file in memory: its name for messages, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryFile {
    /// Its name as the user typed it, `-` for standard input.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
