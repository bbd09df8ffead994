//! Where a report goes: standard output, a file written whole or not at all, or a folder of tables.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use clap::builder::PossibleValue;
use tempfile::NamedTempFile;

use crate::cli::options::one_of;
use crate::cli::used;
use crate::engine::Report;
use crate::export::{FORMATS, Format, Part, Style, format_named, format_of_ending};

/// Characters per line without a terminal.
const WIDTH: usize = 80;

/// The form and place of a result.
#[derive(Clone, Args)]
pub(crate) struct OutputArgs {
    /// The format of the result [default: by the ending of -o, else text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output",
        value_parser = one_of(FORMATS, |format| PossibleValue::new(format.name)))]
    pub(crate) format: Option<&'static Format>,
    /// Write to this file, whole or not at all; a folder (`DIR/`) receives one CSV per table
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

impl OutputArgs {
    /// The arguments, with the usual format if they name neither a format nor a file.
    pub(crate) fn or_usual(&self, usual: Option<&str>) -> Self {
        let mut output = self.clone();
        if output.format.is_none() && output.output.is_none() {
            output.format = usual.and_then(format_named);
        }
        output
    }
}

/// A report as bytes, ready to be written.
pub(crate) enum Ready {
    /// The files of a folder.
    Folder(PathBuf, Vec<Part>),
    /// A file.
    File(PathBuf, Vec<u8>),
    /// Standard output.
    Printed(Vec<u8>),
}

impl Ready {
    /// The file that is to be written, with its bytes.
    pub(crate) fn file(&self) -> Option<(&Path, &[u8])> {
        match self {
            Self::File(path, bytes) => Some((path, bytes)),
            Self::Folder(..) | Self::Printed(_) => None,
        }
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        match self {
            Self::Folder(path, parts) => fill(path, parts),
            Self::File(path, bytes) => replace(path, bytes),
            Self::Printed(bytes) => print(bytes),
        }
    }
}

/// Writes a report where it was asked to go.
///
/// # Errors
/// When the format does not fit the place, or the place cannot be written.
pub(crate) fn deliver(report: &Report, args: &OutputArgs, only: Option<&str>) -> anyhow::Result<()> {
    ready(report, args, only)?.write()
}

/// A report in the form and for the place that were asked for.
///
/// # Errors
/// When the format does not fit the place.
pub(crate) fn ready(report: &Report, args: &OutputArgs, only: Option<&str>) -> anyhow::Result<Ready> {
    let format = format(args)?;
    if only.is_some() && format.name != "csv" {
        bail!(
            "--only chooses a table of CSV, and this is {}: say --format csv too, or leave it out",
            format.name
        );
    }
    match &args.output {
        Some(path) if is_folder(path) => {
            let Some(folder) = format.folder else {
                bail!(
                    "`{}` is a folder, and {} is one file: write -o FILE",
                    path.display(),
                    format.name
                );
            };
            Ok(Ready::Folder(path.clone(), folder(report)?))
        }
        Some(path) => {
            let style = Style {
                width: WIDTH,
                colour: false,
                only: only.map(str::to_owned),
            };
            Ok(Ready::File(path.clone(), (format.write)(report, &style)?))
        }
        None => {
            let stdout = std::io::stdout();
            let terminal = stdout.is_terminal();
            let style = Style {
                width: width(),
                colour: terminal && no_colour_is_unset(),
                only: only.map(str::to_owned),
            };
            let bytes = (format.write)(report, &style)?;
            if terminal && std::str::from_utf8(&bytes).is_err() {
                bail!(
                    "{} is no text to read in a terminal: write it with -o FILE",
                    format.name
                );
            }
            Ok(Ready::Printed(bytes))
        }
    }
}

/// Writes the files of a folder, which is made where there is none; each is written whole or not at all.
///
/// # Errors
/// When the place is a file, holds one that this run has read, or cannot be written.
pub(crate) fn fill(path: &Path, parts: &[Part]) -> anyhow::Result<()> {
    make_folder(path)?;
    for part in parts {
        used::check_free(&path.join(&part.name))?;
    }
    // All are written to temporary files first, so that a full disk changes nothing.
    let mut written = Vec::with_capacity(parts.len());
    for part in parts {
        written.push((path.join(&part.name), aside(path, &part.bytes)?));
    }
    written.into_iter().try_for_each(|(place, file)| put(file, &place))
}

/// Makes a folder where there is none.
///
/// # Errors
/// When the place is a file, or the folder cannot be made.
pub(crate) fn make_folder(path: &Path) -> anyhow::Result<()> {
    if fs::metadata(path.components().as_path()).is_ok_and(|place| place.is_file()) {
        bail!("`{}` is a file, not a folder: name another with -o", path.display());
    }
    fs::create_dir_all(path).with_context(|| format!("`{}` cannot be made", path.display()))
}

/// Writes a file whole or not at all, in the place of any that was there.
///
/// # Errors
/// When this run has read it, or it cannot be written.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    used::check_free(path)?;
    put(aside(folder_of(path), bytes)?, path)
}

/// Writes a new file whole or not at all; `cure` says what to do if there is one already.
///
/// # Errors
/// When there is one, or the place cannot be written.
pub(crate) fn make_new(path: &Path, bytes: &[u8], cure: &str) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        bail!("`{}` is there already, and is not replaced: {cure}", path.display());
    }
    let file = aside(folder_of(path), bytes)?;
    readable(&file)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.error).with_context(|| format!("`{}` cannot be written", path.display())),
    }
}

fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Writes bytes to standard output. A reader that has closed it is no failure.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output cannot be written"),
        _ => Ok(()),
    }
}

/// Writes a line to standard error. If that fails, the exit code still tells.
pub(crate) fn complain(text: &str) {
    say(&format!("cte: {text}"));
}

/// The most lines that are written before the rest is counted.
const MOST_LINES: usize = 20;

/// Writes lines to standard error, each with a beginning, and counts those beyond the first 20; `more` follows their number.
pub(crate) fn complain_of(beginning: &str, lines: &[String], more: &str) {
    for line in lines.iter().take(MOST_LINES) {
        complain(&format!("{beginning} {line}"));
    }
    if lines.len() > MOST_LINES {
        complain(&format!("and {} more{more}", lines.len() - MOST_LINES));
    }
}

/// Writes a line to standard error, without the program's name.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn format(args: &OutputArgs) -> anyhow::Result<&'static Format> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else {
        return Ok(&FORMATS[0]);
    };
    if is_folder(path) {
        return FORMATS
            .iter()
            .find(|format| format.folder.is_some())
            .context("no format writes a folder");
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    format_of_ending(ending).with_context(|| {
        let known: Vec<String> = FORMATS
            .iter()
            .flat_map(|format| format.endings)
            .map(|e| format!(".{e}"))
            .collect();
        format!(
            "`{}`: no format is known by this ending; use one of {}, or say --format",
            path.display(),
            known.join(", ")
        )
    })
}

fn is_folder(path: &Path) -> bool {
    let text = path.as_os_str().to_string_lossy();
    text.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir()
}

/// The reason why nothing can be written into a folder. The system's own message would name the temporary file.
pub(crate) fn cannot_write(folder: &Path, error: &std::io::Error) -> anyhow::Error {
    let why = match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        kind => kind.to_string(),
    };
    anyhow!("`{}` cannot be written: {why}", folder.display())
}

fn aside(folder: &Path, bytes: &[u8]) -> anyhow::Result<NamedTempFile> {
    let failed = |error: std::io::Error| cannot_write(folder, &error);
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
    Ok(file)
}

fn put(file: NamedTempFile, place: &Path) -> anyhow::Result<()> {
    readable(&file)?;
    file.persist(place)
        .map(drop)
        .map_err(|error| error.error)
        .with_context(|| format!("`{}` cannot be written", place.display()))
}

/// Makes a result as readable as any other new file; a temporary file is readable by its owner alone.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.as_file()
        .set_permissions(fs::Permissions::from_mode(0o644))
        .context("the result's permissions cannot be set")
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> anyhow::Result<()> {
    Ok(())
}

fn width() -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0))
}

fn no_colour_is_unset() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
