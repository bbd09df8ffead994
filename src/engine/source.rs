//! Sources: files by name, held in memory or read when they are needed.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use crate::engine::Error;
use crate::input::{MemoryFile, Stored, WindowSizes, is_tally, sha256};

/// A file: its name and its content. Cheap to clone.
#[derive(Clone)]
pub struct Source(Arc<dyn Stored + Send>);

impl Source {
    /// A file whose bytes are in memory.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::stored(MemoryFile {
            name: name.into(),
            bytes: bytes.into(),
        })
    }

    /// A file that is opened when it is needed, as often as it is needed. A large file is read window by window.
    pub fn stored(file: impl Stored + Send + 'static) -> Self {
        Self(Arc::new(file))
    }

    /// The file's name in messages and results; `-` for standard input.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// All bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Error> {
        self.0.whole().map_err(|error| match self.0.check() {
            Err(known) => Error::File(known),
            Ok(()) => Error::Unreadable {
                name: self.name().to_owned(),
                error,
            },
        })
    }

    /// SHA-256 of all bytes, hexadecimal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sha256(&self) -> Result<String, Error> {
        Ok(sha256(&self.bytes()?))
    }

    /// The file for readers that go through it window by window.
    pub(crate) fn as_stored(&self) -> &dyn Stored {
        &*self.0
    }

    /// True if the file begins as a tally does.
    pub(crate) fn is_tally(&self) -> bool {
        let head = || -> io::Result<Vec<u8>> {
            let mut head = Vec::new();
            self.0.open()?.take(16).read_to_end(&mut head)?;
            Ok(head)
        };
        head().is_ok_and(|head| is_tally(&head))
    }

    /// Checks after reading that all was well with the file.
    ///
    /// # Errors
    /// When it changed meanwhile, or could not be read as it had to be.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.0.check().map_err(Error::File)
    }
}

/// True if a file of so many bytes is better read window by window than held in memory.
#[must_use]
pub fn is_large(bytes: u64) -> bool {
    bytes > WindowSizes::default().head as u64
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.name()).finish()
    }
}
