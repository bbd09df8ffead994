//! Windows lets a program keep others from a file that it has open, as Excel does with a workbook.

use std::io::{self, ErrorKind};
use std::path::Path;

/// Windows: another program has the file open, or a part of it locked.
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;

/// An error about a file that is read, with the cure if another program has the file open.
pub(crate) fn reading(error: io::Error) -> io::Error {
    cured(error, cfg!(windows), false)
}

/// An error about a file that is written or replaced, with the cure if another program has the file open.
pub(crate) fn writing(place: &Path, error: io::Error) -> io::Error {
    cured(error, cfg!(windows), place.is_file())
}

/// `replaced`: the file is there already and was to be replaced. Then Windows also says "access denied" if it is open elsewhere.
fn cured(error: io::Error, on_windows: bool, replaced: bool) -> io::Error {
    let code = error.raw_os_error().filter(|_| on_windows);
    let why = match code {
        Some(SHARING_VIOLATION | LOCK_VIOLATION) => {
            "another program, such as Excel, has it open: close it there and run the command again"
        }
        Some(_) if replaced && error.kind() == ErrorKind::PermissionDenied => {
            "it is open in another program, such as Excel, or may not be changed: close it there, or choose another place with -o"
        }
        _ => return error,
    };
    io::Error::new(error.kind(), why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_open_elsewhere_gets_the_cure_on_windows_alone() {
        let said =
            |code, on_windows, replaced| cured(io::Error::from_raw_os_error(code), on_windows, replaced).to_string();
        for code in [SHARING_VIOLATION, LOCK_VIOLATION] {
            assert!(said(code, true, false).contains("such as Excel, has it open: close it there"));
            assert!(said(code, false, false).contains("os error"));
        }
        assert!(said(2, true, true).contains("os error 2"));
    }
}
