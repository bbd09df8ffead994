//! Files that other files name: a trust file lists response files, an earlier result the files it was made from.

use std::io;

use crate::engine::Source;

/// The content of a folder of published results.
#[derive(Debug, Clone, Default)]
pub struct FolderResults {
    /// The JSON files, in order of their names.
    pub results: Vec<Source>,
    /// The names of everything else in the folder.
    pub others: Vec<String>,
}

/// Finds files by name. A program implements it with a folder of the disk, a web page with the files dropped on it; a list of
/// sources implements it by their names.
pub trait Files {
    /// The file of this name.
    ///
    /// # Errors
    /// When there is none or it cannot be opened. The message is shown as it is, so it names the file.
    fn open(&self, name: &str) -> io::Result<Source>;

    /// The name of a file that `file` calls `name`: relative to the folder of `file`.
    fn beside(&self, file: &str, name: &str) -> String {
        match file.rfind('/') {
            Some(end) if !name.starts_with('/') => format!("{}{name}", &file[..=end]),
            _ => name.to_owned(),
        }
    }

    /// One name for all the names of a file; `None` if there is no such file.
    fn identity(&self, name: &str) -> Option<String> {
        self.open(name).ok().map(|_| name.to_owned())
    }

    /// The results in a folder; `None` if there is no such folder.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    fn results(&self, folder: &str) -> io::Result<Option<FolderResults>> {
        let _ = folder;
        Ok(None)
    }
}

impl<T: AsRef<[Source]> + ?Sized> Files for T {
    fn open(&self, name: &str) -> io::Result<Source> {
        let found = self.as_ref().iter().find(|source| source.name() == name);
        found
            .cloned()
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("there is no file `{name}`")))
    }

    fn results(&self, folder: &str) -> io::Result<Option<FolderResults>> {
        let folder = folder.trim_end_matches('/');
        let inside = |source: &&Source| {
            let rest = source.name().strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let is_result = |source: &Source| {
            let name = source.name().get(folder.len() + 1..).unwrap_or_default();
            !name.contains('/') && name.to_lowercase().ends_with(".json")
        };
        let found: Vec<Source> = self.as_ref().iter().filter(inside).cloned().collect();
        if found.is_empty() {
            return Ok(None);
        }
        let (mut results, others): (Vec<Source>, Vec<Source>) = found.into_iter().partition(is_result);
        results.sort_by(|one, other| one.name().cmp(other.name()));
        let mut others: Vec<String> = others.iter().map(|other| other.name().to_owned()).collect();
        others.sort();
        Ok(Some(FolderResults { results, others }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_sources_finds_files_by_name() {
        let source = |name: &str| Source::new(name, name.as_bytes());
        let files = [
            source("a.csv"),
            source("given/b.json"),
            source("given/a.JSON"),
            source("given/c.csv"),
        ];
        assert_eq!(files.open("a.csv").unwrap().name(), "a.csv");
        assert_eq!(files.open("z.csv").unwrap_err().to_string(), "there is no file `z.csv`");
        assert_eq!(files.identity("z.csv"), None);
        let results = files.results("given").unwrap().unwrap();
        let names: Vec<&str> = results.results.iter().map(Source::name).collect();
        assert_eq!(names, ["given/a.JSON", "given/b.json"]);
        assert_eq!(results.others, ["given/c.csv"]);
        assert!(files.results("other").unwrap().is_none());
    }

    #[test]
    fn names_are_relative_to_the_file_that_has_them() {
        let files: [Source; 0] = [];
        assert_eq!(files.beside("trust/cte.toml", "a.csv"), "trust/a.csv");
        assert_eq!(files.beside("cte.toml", "data/a.csv"), "data/a.csv");
        assert_eq!(files.beside("trust/cte.toml", "/a.csv"), "/a.csv");
    }
}
