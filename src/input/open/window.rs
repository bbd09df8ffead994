//! Reads the first bytes of a file, and then the rest window by window.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::input::open::stored::Stored;

/// How many bytes to read at a time.
#[derive(Debug, Clone, Copy)]
pub struct WindowSizes {
    /// The first bytes of a file, which must contain the header and enough rows to recognise the layout. Smaller files
    /// are read as a whole.
    pub head: usize,
    /// The bytes of a window.
    pub window: usize,
    /// The most bytes of a record that the end of a window may cut.
    pub cut: usize,
    /// The bytes of a chunk.
    pub chunk: usize,
}

impl Default for WindowSizes {
    fn default() -> Self {
        Self {
            head: 1 << 18,
            window: 1 << 21,
            cut: 1 << 20,
            chunk: 1 << 18,
        }
    }
}

impl WindowSizes {
    /// Reads the first bytes of a file. Returns `None` if it has no more than these, or cannot be read.
    pub(crate) fn begin<'a>(&self, file: &'a dyn Stored) -> Option<OpenedFile<'a>> {
        // The length is only a guess, so the room reserved for it is limited.
        let length = usize::try_from(file.length().unwrap_or(0).min(1 << 30)).unwrap_or(0);
        let mut head = vec![0; self.head];
        let mut rest = HashingReader {
            file: file.open().ok()?,
            sha256: Sha256::new(),
        };
        let read = rest.fill(&mut head)?;
        (read == head.len()).then_some(OpenedFile { head, rest, length })
    }
}

/// A file whose first bytes have been read.
pub(crate) struct OpenedFile<'a> {
    pub(crate) head: Vec<u8>,
    pub(crate) rest: HashingReader<'a>,
    /// The approximate number of bytes of the whole file.
    pub(crate) length: usize,
}

/// A file whose bytes are hashed as they are read, while they are in the cache.
pub(crate) struct HashingReader<'a> {
    file: Box<dyn Read + Send + 'a>,
    pub(crate) sha256: Sha256,
}

/// The number of bytes to read before hashing them.
const PIECE: usize = 1 << 19;

impl HashingReader<'_> {
    /// Reads until the buffer is full or the file ends, and returns the number of bytes read.
    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> Option<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            let room = &mut buffer[filled..];
            let piece = room.len().min(PIECE);
            match self.file.read(&mut room[..piece]) {
                Ok(0) => break,
                Ok(read) => {
                    self.sha256.update(&room[..read]);
                    filled += read;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
        Some(filled)
    }
}
