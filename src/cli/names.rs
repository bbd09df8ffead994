//! Names of files that every system can hold, so that a result can be copied to any of them.

use std::ffi::OsStr;
use std::path::{Component, Path};

use anyhow::bail;

/// Names that Windows gives to devices, whatever their ending and case. Digits of ports may also be written ¹, ² and ³.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Letters that no name on Windows has. A colon would write into a hidden part of another file.
const FORBIDDEN: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];

/// Checks the name of a file or folder that is to be written, the last of a path. Whatever is there already may stay.
///
/// # Errors
/// When Windows could not hold it: a device's name, or a dot or space at the end. On Windows itself, the folders above it are checked
/// too, and letters that no name has.
pub(crate) fn check(path: &Path) -> anyhow::Result<()> {
    if cfg!(windows) {
        for part in path.components() {
            if let Component::Normal(name) = part {
                check_name(path, name, true)?;
            }
        }
        return Ok(());
    }
    match path.file_name() {
        Some(name) if !path.exists() => check_name(path, name, false),
        _ => Ok(()),
    }
}

fn check_name(path: &Path, name: &OsStr, on_windows: bool) -> anyhow::Result<()> {
    let name = name.to_string_lossy();
    let why = if is_device(&name) {
        "is the name of a device on Windows"
    } else if name.ends_with(['.', ' ']) {
        "ends with a dot or a space, which Windows leaves out"
    } else if on_windows && name.contains(FORBIDDEN) {
        "has a letter that no name on Windows may have: one of < > : \" | ? *"
    } else {
        return Ok(());
    };
    bail!(
        "`{}` cannot be written: `{name}` {why}; choose another name",
        path.display()
    );
}

/// True if Windows takes a name for a device: `con`, `NUL.txt`, `com1.csv`.
fn is_device(name: &str) -> bool {
    let base = name
        .split(['.', ':'])
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_uppercase();
    let port = base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT"));
    let is_digit = |rest: &str| {
        let mut letters = rest.chars();
        matches!(
            (letters.next(), letters.next()),
            (Some('0'..='9' | '¹' | '²' | '³'), None)
        )
    };
    DEVICES.contains(&base.as_str()) || port.is_some_and(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_recognised_whatever_their_case_and_ending() {
        for name in [
            "con",
            "NUL",
            "prn.txt",
            "Aux.tar.gz",
            "COM1",
            "lpt9.csv",
            "com¹",
            "nul ",
            "CONOUT$",
            "aux:x",
        ] {
            assert!(is_device(name), "{name}");
        }
        for name in [
            "console",
            "nullable.csv",
            "com",
            "com10",
            "lptx",
            "academy-con.html",
            "auxiliary",
            "",
            ".con",
        ] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn names_that_windows_cannot_hold_are_refused_everywhere() {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = |name: &str| check(&folder.path().join(name)).err().map(|error| error.to_string());
        for name in ["nul.csv", "board.", "board ", "Con"] {
            let fault = fault(name).expect(name);
            assert!(
                fault.contains(&format!("`{name}`")) && fault.ends_with("choose another name"),
                "{fault}"
            );
        }
        for name in ["scores.csv", "Schools of Ely.xlsx", ".hidden", "über.json"] {
            assert_eq!(fault(name), None, "{name}");
        }
        for path in ["..", ".", "", "/"] {
            check(Path::new(path)).expect(path);
        }
    }

    #[test]
    fn letters_that_windows_forbids_are_refused_there() {
        let fault = |name: &str, on_windows| check_name(Path::new(name), OsStr::new(name), on_windows).is_err();
        assert!(fault("a:b.csv", true) && !fault("a:b.csv", false));
    }
}
