//! From the bytes of a file to its tables: one for text, one per sheet for a workbook.

use std::sync::atomic::AtomicBool;

use crate::input::open::container::Container;
use crate::input::open::encoding::{Decoded, Encoding, decode, is_plain};
use crate::input::open::error::OpenError;
use crate::input::open::sheet_notes::SheetNotes;
use crate::input::open::stored::MemoryFile;
use crate::input::open::table::{RawTable, RawTableBody};
use crate::input::open::{archive, delimiter, workbook};
use crate::input::options::ReadOptions;
use crate::input::tally_file::is_tally;
use crate::model::{Finding, Level};

/// The tables of a file, and findings about opening it.
pub(crate) fn open<'a>(
    name: &str,
    bytes: &'a [u8],
    options: &ReadOptions,
) -> Result<(Vec<RawTable<'a>>, Vec<Finding>), OpenError> {
    if is_tally(bytes) {
        return Err(OpenError::NotResponses);
    }
    let container = Container::of(bytes);
    let mut findings = Vec::new();
    findings.extend(mismatch(name, container));
    let tables = match container {
        Container::Text => {
            if let Some(sheet) = &options.sheet {
                let wanted = sheet.clone();
                return Err(OpenError::SheetOfText { wanted, container });
            }
            let decoded = decode(bytes);
            findings.extend(lost(&decoded, name));
            vec![text_table(decoded, options, None)?]
        }
        Container::Xlsx | Container::Ods => workbook::tables(bytes, container, options.sheet.as_deref())?,
        Container::Zip => {
            let member = archive::only_table(bytes, archive::MOST_BYTES)?;
            let message = format!("read `{}`, the only table in the ZIP archive", member.name);
            findings.push(Finding::new(Level::Note, "from-archive", message).in_file(name));
            let (tables, inside) = open_member(&member, options)?;
            findings.extend(inside.into_iter().map(|finding| finding.in_file(name)));
            tables
        }
        _ => return Err(OpenError::NotATable(container)),
    };
    Ok((tables, findings))
}

/// The tables of a member of an archive. The member must not be an archive itself.
fn open_member(
    member: &MemoryFile,
    options: &ReadOptions,
) -> Result<(Vec<RawTable<'static>>, Vec<Finding>), OpenError> {
    let container = Container::of(&member.bytes);
    if container == Container::Zip {
        return Err(OpenError::NotATable(container));
    }
    let (tables, findings) = open(&member.name, &member.bytes, options)?;
    Ok((tables.into_iter().map(RawTable::into_owned).collect(), findings))
}

/// The table at the start of a text file, read from its first bytes, and findings about opening it. Returns `None` if
/// the whole file may be needed. Unless the table runs out, its answers are the same as for the whole file.
pub(crate) fn open_head(name: &str, head: &[u8], options: &ReadOptions) -> Option<(RawTable<'static>, Vec<Finding>)> {
    let ends = memchr::memrchr(b'\n', head)?;
    let head = &head[..=ends];
    if is_tally(head) || Container::of(head) != Container::Text || options.sheet.is_some() {
        return None;
    }
    let decoded = decode(head);
    if decoded.encoding != Encoding::Utf8 || !is_plain(head) {
        return None;
    }
    let table = text_table(decoded, options, Some(AtomicBool::new(false))).ok()?;
    Some((
        table.into_owned(),
        mismatch(name, Container::Text).into_iter().collect(),
    ))
}

fn text_table<'a>(
    decoded: Decoded<'a>,
    options: &ReadOptions,
    ran_out: Option<AtomicBool>,
) -> Result<RawTable<'a>, OpenError> {
    let Decoded {
        text, encoding, nuls, ..
    } = decoded;
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    if nuls > 0 && nuls * 100 >= text.len() {
        return Err(OpenError::Binary(nuls));
    }
    if let Some(line) = overlong_line(&text) {
        let limit = format!("{} MiB", LONGEST_LINE >> 20);
        return Err(OpenError::LongLine { line, limit });
    }
    let (rest, hint) = delimiter::hinted(&text);
    let start = text.len() - rest.len();
    if rest.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    let delimiter = options
        .delimiter
        .or(hint)
        .unwrap_or_else(|| delimiter::detect(rest, ran_out.as_ref()));
    let body = RawTableBody::Text {
        text,
        start,
        delimiter,
        encoding,
        ran_out,
    };
    Ok(RawTable {
        sheet: None,
        notes: SheetNotes::default(),
        body,
    })
}

/// The longest line in bytes: thousands of columns with long headers.
const LONGEST_LINE: usize = 4 << 20;

/// The number of the first line that is too long.
fn overlong_line(text: &str) -> Option<usize> {
    if text.len() <= LONGEST_LINE {
        return None;
    }
    let mut lines = text.as_bytes().split(|&byte| matches!(byte, b'\n' | b'\r'));
    lines.position(|line| line.len() > LONGEST_LINE).map(|line| line + 1)
}

fn lost(decoded: &Decoded<'_>, file: &str) -> Option<Finding> {
    if decoded.lost == 0 && decoded.nuls == 0 {
        return None;
    }
    let message = format!(
        "read as {}, {} could not be decoded: was the file saved with another encoding?",
        decoded.encoding,
        match decoded.lost + decoded.nuls {
            1 => "1 character".to_owned(),
            count => format!("{count} characters"),
        }
    );
    Some(Finding::new(Level::Warning, "lost-characters", message).in_file(file))
}

/// Notes a readable file whose name has the ending of another kind.
fn mismatch(name: &str, container: Container) -> Option<Finding> {
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let known = [Container::Text, Container::Xlsx, Container::Ods];
    let says = known.iter().find(|kind| kind.endings().contains(&ending.as_str()));
    let odd = says.map_or(ending == "xls", |says| *says != container);
    (known.contains(&container) && odd && !stem.is_empty()).then(|| {
        let message = format!("it is {container} despite its ending `.{ending}`, and was read as that");
        Finding::new(Level::Note, "other-ending", message).in_file(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::open::stored::MemoryFile;

    fn opened(name: &str, bytes: &[u8]) -> Result<Vec<String>, OpenError> {
        let source = MemoryFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let (_, findings) = open(&source.name, &source.bytes, &ReadOptions::default())?;
        Ok(findings.into_iter().map(|finding| finding.code.into_owned()).collect())
    }

    #[test]
    fn a_readable_file_with_another_ending_is_read_and_noted() {
        assert_eq!(opened("a.csv", b"a,b\n"), Ok(vec![]));
        assert_eq!(opened("-", b"a,b\n"), Ok(vec![]));
        assert_eq!(opened("a.xls", b"a\tb\n"), Ok(vec!["other-ending".to_owned()]));
        assert_eq!(opened("a.XLSX", b"a,b\n"), Ok(vec!["other-ending".to_owned()]));
    }

    #[test]
    fn files_that_are_no_tables_are_called_what_they_are() {
        assert_eq!(opened("a.csv", b""), Err(OpenError::Empty));
        assert_eq!(opened("a.csv", b" \r\n\r\n"), Err(OpenError::Empty));
        assert_eq!(opened("a.csv", b"\xEF\xBB\xBF"), Err(OpenError::Empty));
        assert_eq!(opened("a.csv", b"sep=;\r\n"), Err(OpenError::Empty));
        assert_eq!(opened("a.csv", b"ab\0\0c\0\0\0"), Err(OpenError::Binary(5)));
        let problem = opened("a.csv", b"%PDF-1.7").expect_err("a PDF is no table");
        assert_eq!(
            problem.to_string(),
            "it is a PDF document, not a table of responses: export the responses as CSV or XLSX"
        );
    }

    #[test]
    fn characters_that_could_not_be_decoded_are_counted() {
        assert_eq!(
            opened("a.csv", b"\xEF\xBB\xBFa,b\nx,\xFF\n"),
            Ok(vec!["lost-characters".to_owned()])
        );
    }
}
