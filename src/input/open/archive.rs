//! Reads ZIP archives that contain one table, which is how some survey tools export.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::input::open::container::Container;
use crate::input::open::error::OpenError;
use crate::input::open::stored::MemoryFile;

/// The most bytes to unpack, whatever size the archive declares.
pub(crate) const MOST_BYTES: u64 = 1 << 30;

/// The most members to look at.
const MOST_MEMBERS: usize = 1000;

/// Unpacks the only member whose name ends like a table's.
pub(crate) fn only_table(bytes: &[u8], most: u64) -> Result<MemoryFile, OpenError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let members: Vec<String> = archive
        .file_names()
        .take(MOST_MEMBERS)
        .filter_map(Result::ok)
        .map(std::borrow::Cow::into_owned)
        .collect();
    let tables: Vec<String> = members.iter().filter(|name| is_table(name)).cloned().collect();
    match tables.as_slice() {
        [] => Err(OpenError::NothingInArchive(
            members.into_iter().filter(|name| !is_hidden(name)).collect(),
        )),
        [name] => unpack(&mut archive, name, most),
        _ => Err(OpenError::SeveralInArchive(tables)),
    }
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Result<MemoryFile, OpenError> {
    let member = archive.by_name(name).map_err(broken)?;
    let mut bytes = Vec::new();
    // Reading one byte past the limit shows that the limit was exceeded. The size that the archive declares is not
    // trusted.
    member.take(most + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > most {
        return Err(OpenError::HugeArchive {
            member: name.to_owned(),
            limit: format!("{} MiB", most >> 20),
        });
    }
    Ok(MemoryFile {
        name: name.to_owned(),
        bytes,
    })
}

fn broken(why: impl std::fmt::Display) -> OpenError {
    OpenError::BrokenArchive(why.to_string())
}

/// True if a member's name ends like a table's.
fn is_table(name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let ending = ending.to_ascii_lowercase();
    let tables = [Container::Text, Container::Xlsx, Container::Ods];
    !is_hidden(name) && tables.iter().any(|kind| kind.endings().contains(&ending.as_str()))
}

/// True for folders and for files that operating systems add.
fn is_hidden(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.is_empty() || last.starts_with('.') || name.starts_with("__MACOSX")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;
    use crate::input::open::archive_check::verify;

    /// A member that unpacks to a thousand times its size and, if `lies`, declares a small size.
    fn bomb(name: &str, lies: bool) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(name, options).expect("to write");
        writer.write_all(&vec![b'5'; 3 << 20]).expect("to write");
        let mut bytes = writer.finish().expect("to write").into_inner();
        if lies {
            for (signature, size) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
                let at = bytes
                    .windows(4)
                    .position(|window| window == signature)
                    .expect("a header");
                bytes[at + size..at + size + 4].copy_from_slice(&100_u32.to_le_bytes());
            }
        }
        bytes
    }

    #[test]
    fn a_member_is_unpacked_no_further_than_the_limit_whatever_it_says_of_its_size() {
        for lies in [false, true] {
            let problem = only_table(&bomb("a.csv", lies), 1 << 20).expect_err("too large");
            let huge = matches!(&problem, OpenError::HugeArchive { limit, .. } if limit == "1 MiB");
            assert!(
                huge || lies && matches!(problem, OpenError::BrokenArchive(..)),
                "{problem}"
            );
        }
        assert_eq!(
            only_table(&bomb("a.csv", false), 4 << 20)
                .expect("small enough")
                .bytes
                .len(),
            3 << 20
        );
    }

    #[test]
    fn a_workbooks_parts_are_unpacked_no_further_than_the_limit() {
        for lies in [false, true] {
            let problem = verify(&bomb("xl/worksheets/sheet1.xml", lies), 1 << 20).expect_err("too large");
            let huge = matches!(&problem, OpenError::HugeWorkbook(..));
            assert!(
                huge || lies && matches!(problem, OpenError::BrokenWorkbook(..)),
                "{problem}"
            );
        }
        assert_eq!(verify(&bomb("xl/worksheets/sheet1.xml", false), 4 << 20), Ok(()));
    }
}
