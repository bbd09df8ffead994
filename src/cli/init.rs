//! `cte init`: a first trust file, from response files.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::disk::{Disk, open};
use crate::cli::options::{academy_from, column};
use crate::cli::output::{make_new, replace, say};
use crate::cli::survey::{TRUST_FILE, sources};
use crate::engine::{
    AcademyFrom, ColumnChoice, DraftNames, GroupChoice, Questionnaire, Reading, Setup, draft_trust_file,
};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<InitArgs>();

/// Write a first trust file from response files: academies, terms, defaults
#[derive(Debug, Parser)]
#[command(
    name = "init",
    after_help = "Examples:\n  \
    cte init autumn-2026.csv                          writes cte.toml here\n  \
    cte init terms/*.csv -i our.toml -o trust/cte.toml\n  \
    cte init oak.csv elm.csv --academy-from file      one file for each academy\n\n\
    Without a questionnaire of your own yet: `cte instrument new responses.csv -o our.toml` drafts one."
)]
struct InitArgs {
    /// Response files; terms are guessed from names such as `autumn-2026.csv`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The questionnaire: the id of a bundled one, or a TOML file [default: the bundled one whose items the columns match]
    #[arg(short, long, value_name = "ID|FILE")]
    instrument: Option<String>,
    /// The column that names the academy [default: the only one that looks like it]
    #[arg(short, long, value_name = "COLUMN")]
    group: Option<String>,
    /// Each file, or each sheet, is an academy, named after it
    #[arg(
        long,
        value_name = "file|sheet",
        conflicts_with = "group",
        value_parser = academy_from(),
        hide_possible_values = true
    )]
    academy_from: Option<AcademyFrom>,
    /// The column that answers an item, if its header is not the item's id or text (repeatable)
    #[arg(long = "column", value_name = "ITEM=HEADER", value_parser = column)]
    columns: Vec<ColumnChoice>,
    /// How many staff each academy has: a file with the columns academy and staff, or the school workforce census
    #[arg(long, value_name = "FILE")]
    headcount: Option<PathBuf>,
    /// The trust's academies: a file with the columns academy, aliases, URN and staff, or an extract of the national register
    #[arg(long, value_name = "FILE")]
    academies: Option<PathBuf>,
    /// The trust whose academies are taken from --academies
    #[arg(long, value_name = "CODE|NAME", requires = "academies")]
    trust: Option<String>,
    /// Write to this file, and replace it if it exists [default: a new `cte.toml` here]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Runnable for InitArgs {
    fn run(self, _: Invocation<'_>) -> anyhow::Result<ExitCode> {
        if self.files.iter().any(|file| file.as_os_str() == "-") {
            bail!("a trust file names its response files, and `-` has no name: save the responses first");
        }
        let place = self.output.clone().unwrap_or_else(|| PathBuf::from(TRUST_FILE));
        let folder = place.parent().unwrap_or(Path::new(""));
        let responses = sources(&self.files)?;
        let questionnaire = self.instrument.as_deref().map(|name| Questionnaire::named(name, &Disk));
        let questionnaire = questionnaire.transpose()?;
        let names = DraftNames {
            questionnaire: match &questionnaire {
                Some(Questionnaire::File(source)) => Some(relative(Path::new(source.name()), folder)),
                _ => None,
            },
            responses: self.files.iter().map(|file| relative(file, folder)).collect(),
        };
        let setup = Setup {
            files: &Disk,
            questionnaire,
            headcounts: self.headcount.as_deref().map(open).transpose()?,
            academies: self.academies.as_deref().map(open).transpose()?,
            trust_in_list: self.trust.clone(),
            reading: Reading {
                group: self.group.clone(),
                academy: self.academy_from.map(GroupChoice::from),
                columns: self.columns.clone(),
                ..Reading::default()
            },
            ..Setup::default()
        };
        let draft = draft_trust_file(&responses, &names, &setup)?;
        match &self.output {
            Some(path) => replace(path, draft.text.into_bytes())?,
            None => make_new(
                &place,
                draft.text.as_bytes(),
                "choose another place with -o FILE, or replace it with -o cte.toml",
            )?
            .keep(),
        }
        say(&format!("wrote `{}`: {}", place.display(), draft.summary));
        Ok(ExitCode::SUCCESS)
    }
}

/// A path relative to `folder`, with `/` on every system.
fn relative(path: &Path, folder: &Path) -> String {
    let written = match (
        std::path::absolute(path),
        std::path::absolute(Path::new(".").join(folder)),
    ) {
        (Ok(path), Ok(folder)) if !folder.as_os_str().is_empty() => from(&path, &folder),
        _ => path.to_owned(),
    };
    let text = written.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    // A bare name without an ending would be read as the id of a bundled questionnaire.
    if text.contains(['.', '/']) {
        text
    } else {
        format!("./{text}")
    }
}

/// The relative path from a folder to a path, both absolute; the path itself if they share no root.
fn from(path: &Path, folder: &Path) -> PathBuf {
    let plain = |path: &Path| -> Vec<PathBuf> {
        let mut parts: Vec<PathBuf> = Vec::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir if parts.len() > 1 => {
                    parts.pop();
                }
                part => parts.push(PathBuf::from(part.as_os_str())),
            }
        }
        parts
    };
    let (path_parts, folder_parts) = (plain(path), plain(folder));
    if path_parts.first() != folder_parts.first() {
        return path.to_owned();
    }
    let shared = path_parts
        .iter()
        .zip(&folder_parts)
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder_parts[shared..].iter().map(|_| PathBuf::from(".."));
    up.chain(path_parts[shared..].iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_from_the_trust_file() {
        let way = |path: &str, folder: &str| relative(Path::new(path), Path::new(folder));
        assert_eq!(way("a.csv", ""), "a.csv");
        assert_eq!(way("./data/a.csv", ""), "data/a.csv");
        assert_eq!(way("a.csv", "sub/deep"), "../../a.csv");
        assert_eq!(way("sub/a.csv", "sub"), "a.csv");
        assert_eq!(way("responses", ""), "./responses");
    }
}
