//! The first bytes of a file, and the rest of it window by window.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::input::open::stored::Stored;

/// How many bytes are read at a time.
#[derive(Debug, Clone, Copy)]
pub struct WindowSizes {
    /// The first bytes, in which the header and what tells the layout must stand; a file with no more is read as a whole.
    pub head: usize,
    /// The bytes of a window.
    pub window: usize,
    /// The most bytes of a record or line that is cut by a window's end.
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
    /// Reads a file's first bytes; `None` where there are no more, or they cannot be read.
    pub(crate) fn begin<'a>(&self, file: &'a dyn Stored) -> Option<Begun<'a>> {
        // What room is made for is only a guess: no more than a large file's.
        let length = usize::try_from(file.length().unwrap_or(0).min(1 << 30)).unwrap_or(0);
        let mut head = vec![0; self.head];
        let mut rest = Hashing {
            file: file.open().ok()?,
            sha256: Sha256::new(),
        };
        let read = rest.fill(&mut head)?;
        (read == head.len()).then_some(Begun { head, rest, length })
    }
}

/// A file of which the first bytes are read.
pub(crate) struct Begun<'a> {
    pub(crate) head: Vec<u8>,
    pub(crate) rest: Hashing<'a>,
    /// About how many bytes there are in all.
    pub(crate) length: usize,
}

/// A file whose bytes are hashed as they are read, while they are in the processor's nearest caches.
pub(crate) struct Hashing<'a> {
    file: Box<dyn Read + Send + 'a>,
    pub(crate) sha256: Sha256,
}

/// Bytes that are read before they are hashed.
const PIECE: usize = 1 << 19;

impl Hashing<'_> {
    /// Reads until the buffer is full or the file at its end, and says how many bytes were read.
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
