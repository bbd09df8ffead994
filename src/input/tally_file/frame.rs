//! The outer form of a tally file: a first line with length and checksum, and compressed counts.

use std::io;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::Serialize;

use crate::input::checksum::sha256;
use crate::input::tally_file::TallyFault;
use crate::input::tally_file::header::{HeadLine, TallyHead};
use crate::tally::{NoTally, TallyVersion};

/// The start of every tally file; the version follows.
const MAGIC: &str = "cte-tally/";

/// The version of the format that is written.
const VERSION: &str = "3";

/// The version before it, which has no two-way tables and is read too.
const BEFORE: &str = "2";

/// The most bytes of counts to unpack: those of several million academies.
const MOST_COUNTS: usize = 1 << 31;

/// The number of hexadecimal digits of a checksum in messages.
const SHORT: usize = 12;

/// True if the bytes begin like a tally file.
#[must_use]
pub fn is_tally(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC.as_bytes())
}

/// Builds a file from its head (one line of JSON) and its counts.
pub(in crate::input::tally_file) fn frame(head: &impl Serialize, counts: &[u8]) -> Vec<u8> {
    // Line breaks in texts are escaped.
    let mut body = serde_json::to_vec(head).unwrap_or_default();
    body.push(b'\n');
    // Writing to memory cannot fail.
    if let Ok(packed) = pack(counts) {
        body.extend_from_slice(&packed);
    }
    let mut file = format!("{MAGIC}{VERSION} sha256={} bytes={}\n", sha256(&body), body.len()).into_bytes();
    file.extend_from_slice(&body);
    file
}

fn pack(counts: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(counts)?;
    encoder.finish()
}

/// The content of a file whose bytes are unchanged.
pub(in crate::input::tally_file) struct Unframed {
    pub(in crate::input::tally_file) version: TallyVersion,
    pub(in crate::input::tally_file) head: TallyHead,
    pub(in crate::input::tally_file) counts: Vec<u8>,
}

/// Returns the head and the counts of a file, after checking that its bytes are unchanged.
pub(in crate::input::tally_file) fn unframe(bytes: &[u8]) -> Result<Unframed, TallyFault> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(256)]).ok_or(TallyFault::NoTally)?;
    let (line, body) = (&bytes[..end], &bytes[end + 1..]);
    let line = std::str::from_utf8(line).map_err(|_| TallyFault::NoTally)?;
    let rest = line.strip_prefix(MAGIC).ok_or(TallyFault::NoTally)?;
    let (version, rest) = rest.split_once(' ').ok_or(TallyFault::NoTally)?;
    let version = match version {
        VERSION => TallyVersion::Third,
        BEFORE => TallyVersion::Second,
        other if !other.is_empty() && other.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err(TallyFault::OtherVersion(other.to_owned()));
        }
        _ => return Err(TallyFault::NoTally),
    };
    let vouched = rest.strip_prefix("sha256=").and_then(|rest| rest.split_once(" bytes="));
    let (checksum, length) = vouched.ok_or(TallyFault::NoTally)?;
    let wanted: usize = length.parse().map_err(|_| TallyFault::NoTally)?;
    // Accept only the form in which the line is written.
    if length != wanted.to_string() || checksum.len() != 64 || !checksum.is_ascii() {
        return Err(TallyFault::NoTally);
    }
    if body.len() != wanted {
        let found = body.len();
        return Err(TallyFault::OtherLength { found, wanted });
    }
    let found = sha256(body);
    if found != checksum {
        return Err(TallyFault::OtherBytes {
            found: found[..SHORT].to_owned(),
            wanted: checksum[..SHORT].to_owned(),
        });
    }
    let end = memchr::memchr(b'\n', body).ok_or_else(|| TallyFault::Head("it does not end".to_owned()))?;
    let line: HeadLine<TallyHead> =
        serde_json::from_slice(&body[..end]).map_err(|error| TallyFault::Head(error.to_string()))?;
    let counts = unpack(&body[end + 1..], line.bytes())?;
    Ok(Unframed {
        version,
        head: line.head,
        counts,
    })
}

fn unpack(packed: &[u8], bytes: usize) -> Result<Vec<u8>, TallyFault> {
    if bytes > MOST_COUNTS {
        return Err(NoTally::TooManyRows.into());
    }
    let mut counts = Vec::new();
    let mut decoder = ZlibDecoder::new(packed);
    // Unpacking one byte too many shows that there is more than declared.
    let unpacked = decoder.by_ref().take(bytes as u64 + 1).read_to_end(&mut counts);
    let all_in = decoder.total_in() == packed.len() as u64;
    if unpacked.is_err() || counts.len() != bytes || !all_in {
        return Err(NoTally::Coding.into());
    }
    Ok(counts)
}
