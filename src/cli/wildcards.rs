//! `*` and `?` in the names of files. On Windows no shell puts names in their place, so the program does.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Arguments with the files that they match in their place, in order. What matches no file, and what begins with a hyphen, stays.
pub(crate) fn expanded(line: Vec<OsString>) -> Vec<OsString> {
    line.into_iter()
        .enumerate()
        .flat_map(|(place, argument)| {
            let files = if place == 0 { Vec::new() } else { files(&argument) };
            if files.is_empty() { vec![argument] } else { files }
        })
        .collect()
}

/// The files that an argument matches.
fn files(argument: &OsString) -> Vec<OsString> {
    let path = Path::new(argument);
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(pattern) = name.filter(|name| name.contains(['*', '?']) && !argument.to_string_lossy().starts_with('-'))
    else {
        return Vec::new();
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let Ok(entries) = fs::read_dir(listed) else {
        return Vec::new();
    };
    let pattern = folded(pattern);
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    let mut found: Vec<OsString> = names
        .filter(|name| {
            name.to_str()
                .is_some_and(|name| !name.starts_with('.') && matches(&pattern, &folded(name)))
        })
        .map(|name| folder.join(name).into_os_string())
        .collect();
    found.sort();
    found
}

/// Case does not matter in the names of files on Windows.
fn folded(name: &str) -> Vec<char> {
    name.to_lowercase().chars().collect()
}

/// True if a name has the letters of a pattern, in which `*` is any letters and `?` any one.
fn matches(pattern: &[char], name: &[char]) -> bool {
    // After a mismatch the last star takes one letter more.
    let (mut at, mut seen, mut star) = (0, 0, None);
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(&letter) if letter == '?' || letter == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                at = place + 1;
                seen = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|&letter| letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_match() {
        let matches = |pattern: &str, name: &str| matches(&folded(pattern), &folded(name));
        for (pattern, name) in [
            ("*.csv", "Spring.CSV"),
            ("a?c*", "abc"),
            ("*a*b", "xaaxb"),
            ("*", "x"),
            ("a**", "a"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("*.csv", "spring.csv.bak"), ("a?", "a"), ("*a*b", "xaxc"), ("?", "")] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn files_take_the_place_of_their_pattern() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "a.csv", "c.txt", ".d.csv"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let path = |name: &str| folder.path().join(name).into_os_string();
        let line = |names: &[&str]| names.iter().map(|name| path(name)).collect::<Vec<_>>();
        let expanded = expanded(line(&["cte*", "*.csv", "*.xlsx", "c.txt"]));
        assert_eq!(expanded, line(&["cte*", "a.csv", "b.csv", "*.xlsx", "c.txt"]));
    }
}
