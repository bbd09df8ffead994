//! Files that are read when they are needed, so that a large one is never in memory as a whole.

use std::borrow::Cow;
use std::io;
use std::io::Read;

use crate::input::open::error::OpenError;

/// A file whose bytes can be read from the start as often as need be.
pub trait Stored: Sync {
    /// The name as the person typed it.
    fn name(&self) -> &str;

    /// Begins at the first byte.
    ///
    /// # Errors
    /// When the file cannot be opened.
    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>>;

    /// About how many bytes there are, where that is known before they are read.
    fn length(&self) -> Option<u64> {
        None
    }

    /// All bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }
}

/// All bytes of a file.
pub(crate) fn whole(file: &dyn Stored) -> Result<Cow<'_, [u8]>, OpenError> {
    file.whole()
        .map_err(|error| OpenError::Unreadable { why: error.to_string() })
}

impl Stored for Source {
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

/// One file: its name for messages, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name as the person typed it, `-` for standard input.
    pub name: String,
    /// Everything that is in it.
    pub bytes: Vec<u8>,
}
