//! Tally files: exact counts of responses, which can be added up and scored without the responses. A file has three
//! parts:
//!
//! 1. A line of ASCII, `cte-tally/3 sha256=… bytes=…` and a line feed: the version of the format, the SHA-256 (64 lower-case
//!    hexadecimal digits) of all that follows, and how many bytes follow.
//! 2. The head: one line of JSON in UTF-8 and a line feed. Keys may be added within a version.
//!    - `cte`: the program and its version that wrote it.
//!    - `marking`: where groups of few people are counted, that the file is not for circulation; else `null`.
//!    - `small_groups` groups were smaller than `min_group`.
//!    - `instrument`: `id`, `version` and `sha256` of the questionnaire; its `items` in order, each with `id`, `min`, `max`,
//!      `reversed` and its `favourable` codes; its `scales`, each with `id`, the ids of its `items` and how many answers a
//!      score `needed`.
//!    - `run`: the `arguments` of the command, and the files `also_read`, as in the JSON of a result.
//!    - `input`: the response files, each with `path`, `sha256`, `rows` and `layout`.
//!    - `responses`: how many of them are `marked` by an id or a time, and the least of their `marks` (each 16 hexadecimal
//!      digits, in order), by which other tallies of the same responses are found. No mark is of an answer.
//!    - `findings`: what was said of them, each with `level`, `code` and `message`.
//!    - `groupings`: the academy's column and, if the responses are counted by another too, that: each with `column`, the
//!      number of its `groups`, `spellings` (lists of the spellings that were taken as one name, that name first) and
//!      `stands_for` (where a trust file put several names into one group: `group`, and the `names`, as they were read).
//!    - `counts`: how many `bytes` the counts have before compression.
//! 3. The counts, compressed as zlib (RFC 1950): for each grouping every group's counts in order of first appearance, the sums
//!    over everybody, which groups of the two groupings share a respondent, and the two-way tables of some scales, coded as
//!    [`Tallies::to_bytes`] says in `src/tally/coded/`, where every list is described.
//!
//! Version 2 has no two-way tables and is read too.
//!
//! A file holds no row, and no text that a respondent wrote but the names of groups.

mod frame;
mod header;

use crate::input::tally_file::frame::{Unframed, frame, unframe};
use crate::input::tally_file::header::HeadLine;
use crate::model::Instrument;
use crate::tally::{NoTally, Shape, Tallies, TallyVersion};

pub use frame::is_tally;
pub use header::{CountedFile, CountedInstrument, CountingRun, ReadFile, StandsFor, TallyGrouping, TallyHead};

/// A reason why a tally file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TallyFault {
    /// The first line is not that of a tally file.
    #[error(
        "its first line is incomplete: it is not a tally file, or was cut or changed in transit; count the responses again"
    )]
    NoTally,
    /// It has another version of the format. Contains the version.
    #[error(
        "it is a tally file of version {0}, and this `cte` reads versions 2 and 3: use the `cte` that wrote it or a newer one, or \
         count the responses again with this one"
    )]
    OtherVersion(String),
    /// It has fewer or more bytes than it declares.
    #[error(
        "it says that {wanted} bytes follow its first line, and {found} do: bytes were lost or added in transit; send it again as \
         it was, as a file and not as text"
    )]
    OtherLength {
        /// The number of bytes that follow.
        found: usize,
        /// The number of bytes declared.
        wanted: usize,
    },
    /// Its bytes differ from those that were written.
    #[error(
        "its bytes are not those that were written (SHA-256 {found}… where its first line says {wanted}…): it was changed in \
         transit; send it again as it was, as a file and not as text"
    )]
    OtherBytes {
        /// The start of the checksum of its bytes.
        found: String,
        /// The start of the checksum declared.
        wanted: String,
    },
    /// The head is malformed. Contains the message of the JSON reader.
    #[error("its head is malformed ({0}): the program that wrote it is at fault; count the responses again with `cte`")]
    Head(String),
    /// The counts are malformed.
    #[error("{0}: the program that wrote it is at fault; count the responses again with `cte`")]
    Counts(#[from] NoTally),
    /// The counts belong to another questionnaire.
    #[error(
        "it counts the answers to the questionnaire `{found}`, not to `{wanted}`: leave it out, or name its questionnaire with -i"
    )]
    OtherInstrument {
        /// The questionnaire that was counted, by id and version.
        found: String,
        /// The questionnaire asked for.
        wanted: String,
    },
    /// The counts belong to the same questionnaire, which has changed since.
    #[error(
        "it counts the answers to `{instrument}` where {then}; here {now}: name the questionnaire as it was with -i, or \
         count the responses again with this one"
    )]
    ChangedInstrument {
        /// The id and version.
        instrument: String,
        /// The questionnaire as it was counted.
        then: String,
        /// The questionnaire as it is now.
        now: String,
    },
    /// Some of its responses are counted in another file too.
    #[error(
        "some of its responses are in `{other}` too, so these people would be counted twice: leave one of the files out; or count \
         the responses of both again, in one `cte tally`, which counts each once; or add up every row with --keep-duplicates"
    )]
    Overlap {
        /// The file that was added before it.
        other: String,
    },
    /// There are no counts by the column asked for.
    #[error(
        "it does not count by `{wanted}`, only by {found}: count the responses again with --by {wanted}, or score without it \
         (--by \"\" where the trust file asks for it)"
    )]
    NoSuchGrouping {
        /// The column asked for.
        wanted: String,
        /// The columns of the file.
        found: String,
    },
}

/// The content of a tally file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyFile {
    /// The origin of the counts.
    pub head: TallyHead,
    /// The counts.
    pub tallies: Tallies,
    /// The version of the format that it was read in, or is written in.
    pub version: TallyVersion,
}

impl TallyFile {
    /// A file of the version that is written.
    #[must_use]
    pub fn new(head: TallyHead, tallies: Tallies) -> Self {
        Self {
            head,
            tallies,
            version: TallyVersion::Third,
        }
    }

    /// The bytes of the file in the version that is written. Equal counts and heads give equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let counts = self.tallies.to_bytes();
        frame(&HeadLine::new(&self.head, counts.len()), &counts)
    }

    /// Reads a tally file with answers to this questionnaire.
    ///
    /// # Errors
    /// When it is not a tally file, was changed, or counts something else.
    pub fn read(bytes: &[u8], instrument: &Instrument) -> Result<Self, TallyFault> {
        let Unframed { version, head, counts } = unframe(bytes)?;
        head.check(instrument)?;
        let tallies = Tallies::from_bytes(&Shape::of(instrument), &head.columns(), version, &counts)?;
        Ok(Self { head, tallies, version })
    }
}

/// The id of the questionnaire that a tally file counts.
///
/// # Errors
/// When the file is not a tally file or was changed.
pub fn tally_instrument(bytes: &[u8]) -> Result<String, TallyFault> {
    Ok(unframe(bytes)?.head.instrument.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::duplicates::CountedResponses;
    use crate::input::instrument::bundled;
    use crate::tally::{CountingDepth, MISSING, Responses};

    fn instrument() -> Instrument {
        bundled("trust-cte").expect("a bundled questionnaire")
    }

    fn file() -> TallyFile {
        let instrument = instrument();
        let items = instrument.items().len();
        let mut responses = Responses::new(items, &["academy"]);
        for row in 0..12_u8 {
            let answers: Vec<u8> = (0..items)
                .map(|item| match (usize::from(row) * 7 + item * 3) % 11 {
                    missing @ 6..=7 if missing % 2 == 0 => MISSING,
                    code => u8::try_from(code % 6).unwrap_or(0),
                })
                .collect();
            responses.push(
                &answers,
                &[if row % 3 == 0 { "Oak" } else { "Ash" }],
                u32::from(row) + 2,
            );
        }
        TallyFile {
            head: TallyHead {
                marking: None,
                small_groups: 0,
                min_group: 10,
                instrument: CountedInstrument::of(&instrument),
                run: CountingRun {
                    arguments: vec!["tally".to_owned(), "a\nb.csv".to_owned()],
                    also_read: Vec::new(),
                },
                input: vec![CountedFile {
                    path: "a\nb.csv".to_owned(),
                    sha256: "0".repeat(64),
                    rows: 12,
                    layout: "plain".to_owned(),
                }],
                responses: CountedResponses::default(),
                findings: Vec::new(),
                groupings: vec![TallyGrouping {
                    column: "academy".to_owned(),
                    groups: 2,
                    spellings: vec![vec!["Oak".to_owned(), "oak".to_owned()]],
                    stands_for: Vec::new(),
                }],
            },
            tallies: Tallies::to_depth(&instrument, &responses, CountingDepth::Tables),
            version: TallyVersion::Third,
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let (file, instrument) = (file(), instrument());
        let bytes = file.to_bytes();
        assert_eq!(TallyFile::read(&bytes, &instrument), Ok(file.clone()));
        assert_eq!(bytes, file.to_bytes());
        assert_eq!(tally_instrument(&bytes).expect("a tally"), "trust-cte");
    }

    #[test]
    fn no_bit_can_be_turned_and_no_byte_cut_or_added() {
        let instrument = instrument();
        let bytes = file().to_bytes();
        let read = |bytes: &[u8]| TallyFile::read(bytes, &instrument);
        for at in 0..bytes.len() {
            assert!(read(&bytes[..at]).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut other = bytes.clone();
                other[at] ^= 1 << bit;
                assert!(read(&other).is_err(), "bit {bit} of byte {at}");
            }
        }
        let longer = [bytes.as_slice(), b"\0"].concat();
        assert!(read(&longer).is_err());
    }

    #[test]
    fn a_well_vouched_for_file_of_wrong_counts_is_refused() {
        let instrument = instrument();
        let mut wrong = file();
        wrong.head.groupings[0].groups = 3;
        assert!(matches!(
            TallyFile::read(&wrong.to_bytes(), &instrument),
            Err(TallyFault::Counts(_))
        ));
        let head = HeadLine::new(file().head, 5);
        let too_long = frame(&head, b"123456");
        assert_eq!(
            TallyFile::read(&too_long, &instrument),
            Err(TallyFault::Counts(NoTally::Coding))
        );
        let no_head = frame(&[(); 0], b"");
        assert!(matches!(
            TallyFile::read(&no_head, &instrument),
            Err(TallyFault::Head(..))
        ));
    }
}
