//! Where a report goes: standard output, files written whole or not at all, folders of tables.

use std::fs;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use clap::builder::PossibleValue;

use crate::cli::leftover::{Leftover, uninterrupted};
use crate::cli::names::check;
use crate::cli::options::one_of;
use crate::cli::target::{Stream, Target, send};
use crate::cli::temporary::TemporaryFile;
use crate::cli::terminal::{colours_stdout, is_quiet};
use crate::cli::used;
use crate::engine::Report;
use crate::export::{FORMATS, Format, Part, Style, format_named, format_of_ending};
use crate::plain::{clean_lines, for_terminal};

/// Characters per line without a terminal.
const WIDTH: usize = 80;

/// The form and place of a result.
#[derive(Clone, Args)]
pub(crate) struct OutputArgs {
    /// The format [default: by the ending of -o, else text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output",
        value_parser = one_of(FORMATS, |format| PossibleValue::new(format.name)))]
    pub(crate) format: Option<&'static Format>,
    /// Write to this file, or one CSV per table to `DIR/` (repeatable)
    ///
    /// A file is written whole or not at all, and its ending says the format. `-` is standard output. A device or a named pipe is
    /// written to as it is. With several -o, --format is for those whose ending says none.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Vec<PathBuf>,
}

impl OutputArgs {
    /// The arguments, with the usual format if they name neither a format nor a file.
    pub(crate) fn or_usual(&self, usual: Option<&str>) -> Self {
        let mut output = self.clone();
        if output.format.is_none() && self.output.iter().all(|path| path.as_os_str() == "-") {
            output.format = usual.and_then(format_named);
        }
        output
    }

    /// True if the result goes where others can read it later.
    ///
    /// # Errors
    /// When a place cannot be found.
    pub(crate) fn is_given_out(&self) -> anyhow::Result<bool> {
        let places = self.output.iter().map(|path| Target::at(path));
        Ok(places.collect::<Result<Vec<_>, _>>()?.iter().any(Target::is_given_out))
    }
}

/// The part of a report that is written.
#[derive(Clone, Copy, Default)]
pub(crate) struct View<'a> {
    /// The one table, of CSV.
    pub(crate) only: Option<&'a str>,
    /// True for the answer in short alone.
    pub(crate) brief: bool,
}

/// A result as bytes, for one place.
enum Output {
    /// The files of a folder.
    Folder(PathBuf, Vec<Part>),
    /// A file.
    File(PathBuf, Vec<u8>),
    /// Bytes for a stream; `None` is standard output.
    Sent(Option<Stream>, Vec<u8>),
}

/// A result as bytes, ready to be written to all its places.
pub(crate) struct Ready(Vec<Output>);

impl Ready {
    /// A result for one place.
    ///
    /// # Errors
    /// When the place cannot be found.
    pub(crate) fn at(path: &Path, bytes: Vec<u8>) -> anyhow::Result<Self> {
        Ok(Self(vec![Output::at(path, bytes)?]))
    }

    /// The files that are to be written, with their bytes.
    pub(crate) fn files(&self) -> Vec<FileBytes<'_>> {
        let files = self.0.iter().filter_map(|output| match output {
            Output::File(path, bytes) => Some(FileBytes { path, bytes }),
            Output::Folder(..) | Output::Sent(..) => None,
        });
        files.collect()
    }

    /// Writes all files next to their places, so that a full disk changes nothing.
    ///
    /// # Errors
    /// When a place is one that this run has read, or cannot be written.
    pub(crate) fn stage(&self) -> anyhow::Result<Staged<'_>> {
        let mut staged = Staged::default();
        for output in &self.0 {
            match output {
                Output::Folder(path, parts) => {
                    staged.folders.extend(make_folder(path)?);
                    for part in parts {
                        staged.add(&path.join(&part.name), &part.bytes)?;
                    }
                }
                Output::File(path, bytes) => staged.add(path, bytes)?,
                Output::Sent(stream, bytes) => staged.sent.push(Sent {
                    stream: stream.clone(),
                    bytes,
                }),
            }
        }
        Ok(staged)
    }
}

impl Output {
    fn at(path: &Path, bytes: Vec<u8>) -> anyhow::Result<Self> {
        Ok(match Target::at(path)? {
            Target::File(place) => Self::File(place, bytes),
            Target::Stdout => Self::Sent(None, bytes),
            Target::Stream(stream) => Self::Sent(Some(stream), bytes),
        })
    }
}

/// Writes the files of a folder, which is made where there is none; each is written whole or not at all.
///
/// # Errors
/// When the place is a file, or cannot be written.
pub(crate) fn fill(path: &Path, parts: Vec<Part>) -> anyhow::Result<()> {
    write(&Ready(vec![Output::Folder(path.to_owned(), parts)]))
}

/// A file that is to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileBytes<'b> {
    pub(crate) path: &'b Path,
    pub(crate) bytes: &'b [u8],
}

/// A result whose files are written next to their places.
#[derive(Default)]
pub(crate) struct Staged<'r> {
    files: Vec<TemporaryFile>,
    folders: Vec<Leftover>,
    sent: Vec<Sent<'r>>,
}

impl<'r> Staged<'r> {
    fn add(&mut self, path: &Path, bytes: &'r [u8]) -> anyhow::Result<()> {
        used::check_free(path)?;
        match Target::at(path)? {
            Target::File(place) => self.files.push(TemporaryFile::write(&place, bytes)?),
            Target::Stdout => self.sent.push(Sent { stream: None, bytes }),
            Target::Stream(stream) => self.sent.push(Sent {
                stream: Some(stream),
                bytes,
            }),
        }
        Ok(())
    }

    /// Puts the files in their places; what is left is to be sent. Quick, and waits for no one.
    ///
    /// # Errors
    /// When a place cannot be written.
    pub(crate) fn put(self) -> anyhow::Result<Vec<Sent<'r>>> {
        self.files.into_iter().try_for_each(TemporaryFile::put)?;
        self.folders.into_iter().for_each(Leftover::keep);
        Ok(self.sent)
    }
}

/// Bytes for a stream; `None` is standard output.
pub(crate) struct Sent<'r> {
    stream: Option<Stream>,
    bytes: &'r [u8],
}

impl Sent<'_> {
    /// Sends the bytes. Waits for whoever reads them.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub(crate) fn send(&self) -> anyhow::Result<()> {
        send(self.stream.as_ref(), self.bytes)
    }
}

/// Writes a report where it was asked to go.
///
/// # Errors
/// When the format does not fit the place, or the place cannot be written.
pub(crate) fn deliver(report: &Report, args: &OutputArgs, view: View<'_>) -> anyhow::Result<()> {
    write(&ready(report, args, view)?)
}

fn write(ready: &Ready) -> anyhow::Result<()> {
    let staged = ready.stage()?;
    let sent = uninterrupted(|| staged.put())?;
    sent.iter().try_for_each(Sent::send)
}

/// A report in the form and for the places that were asked for.
///
/// # Errors
/// When a format does not fit its place, or one place is named twice.
pub(crate) fn ready(report: &Report, args: &OutputArgs, view: View<'_>) -> anyhow::Result<Ready> {
    let stdout = [PathBuf::from("-")];
    let paths = if args.output.is_empty() {
        &stdout
    } else {
        args.output.as_slice()
    };
    let (mut outputs, mut places) = (Vec::new(), Vec::new());
    for path in paths {
        let place = Target::at(path)?;
        let written = match &place {
            Target::File(file) => Target::File(std::path::absolute(file).unwrap_or_else(|_| file.clone())),
            other => other.clone(),
        };
        if places.contains(&written) {
            bail!("`{}` is named twice: each -o needs a place of its own", path.display());
        }
        places.push(written);
        let format = format(args, path, &place)?;
        if view.only.is_some() && format.name != "csv" {
            bail!(
                "--only chooses a table of CSV, and this is {}: say --format csv too, or leave it out",
                format.name
            );
        }
        outputs.push(output(report, path, place, format, view)?);
    }
    Ok(Ready(outputs))
}

/// A report in one form, for one place.
fn output(report: &Report, path: &Path, place: Target, format: &Format, view: View<'_>) -> anyhow::Result<Output> {
    if is_folder(path) {
        let Some(folder) = format.folder else {
            bail!(
                "`{}` is a folder, and {} is one file: write -o FILE",
                path.display(),
                format.name
            );
        };
        return Ok(Output::Folder(path.to_owned(), folder(report)?));
    }
    let terminal = place == Target::Stdout && std::io::stdout().is_terminal();
    let style = Style {
        width: if place == Target::Stdout { width() } else { WIDTH },
        colour: place == Target::Stdout && colours_stdout(),
        brief: view.brief,
        only: view.only.map(str::to_owned),
    };
    let bytes = (format.write)(report, &style)?;
    if terminal && std::str::from_utf8(&bytes).is_err() {
        bail!(
            "{} is no text to read in a terminal: write it with -o FILE",
            format.name
        );
    }
    Ok(match place {
        Target::File(file) => Output::File(file, bytes),
        Target::Stdout => Output::Sent(None, bytes),
        Target::Stream(stream) => Output::Sent(Some(stream), bytes),
    })
}

/// Makes a folder where there is none, and those above it; the new ones go again unless they are kept.
///
/// # Errors
/// When the place is a file, Windows cannot hold a folder of that name, or it cannot be made.
pub(crate) fn make_folder(path: &Path) -> anyhow::Result<Vec<Leftover>> {
    check(path)?;
    if fs::metadata(path.components().as_path()).is_ok_and(|place| place.is_file()) {
        bail!("`{}` is a file, not a folder: name another with -o", path.display());
    }
    let above = path.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let mut missing: Vec<&Path> = above.take_while(|folder| !folder.exists()).collect();
    // Removed from the last one on, whether by a signal or because the values are dropped in their order.
    missing.reverse();
    uninterrupted(|| {
        let mut made: Vec<Leftover> = missing.into_iter().map(Leftover::empty_folder).collect();
        made.reverse();
        fs::create_dir_all(path).with_context(|| format!("`{}` cannot be made", path.display()))?;
        Ok(made)
    })
}

/// Writes a file whole or not at all, in the place of any that was there. A device or a pipe is written to as it is.
///
/// # Errors
/// When this run has read it, or it cannot be written.
pub(crate) fn replace(path: &Path, bytes: Vec<u8>) -> anyhow::Result<()> {
    write(&Ready::at(path, bytes)?)
}

/// Writes a new file whole or not at all; `cure` says what to do if there is one already. The file goes again unless it is kept.
///
/// # Errors
/// When there is one, or the place cannot be written.
pub(crate) fn make_new(path: &Path, bytes: &[u8], cure: &str) -> anyhow::Result<Leftover> {
    if path.symlink_metadata().is_ok() {
        bail!("`{}` is there already, and is not replaced: {cure}", path.display());
    }
    TemporaryFile::write(path, bytes)?.put_new()
}

/// Writes the place of a result to standard output.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn print_path(path: &Path) -> anyhow::Result<()> {
    print(format!("{}\n", clean_lines(&path.display().to_string())).as_bytes())
}

/// Writes bytes to standard output. A reader that has closed it is no failure.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let stdout = std::io::stdout();
    let shown = stdout
        .is_terminal()
        .then(|| for_terminal(&String::from_utf8_lossy(bytes)));
    let bytes = shown.as_ref().map_or(bytes, |text| text.as_bytes());
    print_to(&mut stdout.lock(), bytes, "standard output")
}

/// Writes bytes to an open stream. A reader that has closed it is no failure.
///
/// # Errors
/// When the stream cannot be written for another reason.
pub(crate) fn print_to(stream: &mut dyn Write, bytes: &[u8], name: &str) -> anyhow::Result<()> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).with_context(|| format!("{name} cannot be written"))
        }
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

/// Writes to standard error, without the program's name, unless the run is quiet.
pub(crate) fn say(text: &str) {
    if !is_quiet() {
        write_line(text);
    }
}

/// Writes to standard error, even if the run is quiet. Every message goes through here.
pub(crate) fn write_line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", clean_lines(text));
}

/// The format for a place: of several places, `--format` is for those whose ending names none.
fn format(args: &OutputArgs, path: &Path, place: &Target) -> anyhow::Result<&'static Format> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let named = format_of_ending(ending).filter(|_| !is_folder(path));
    let of_place = if is_folder(path) {
        FORMATS.iter().find(|format| format.folder.is_some())
    } else if matches!(place, Target::File(_)) {
        None
    } else {
        Some(&FORMATS[0])
    };
    let asked = args.format;
    let chosen = if args.output.len() > 1 {
        let folder = of_place.filter(|_| is_folder(path));
        named.or(folder).or(asked).or(of_place)
    } else {
        asked.or(named).or(of_place)
    };
    chosen.with_context(|| {
        let known: Vec<String> = FORMATS
            .iter()
            .flat_map(|format| format.endings)
            .map(|e| format!(".{e}"))
            .collect();
        let made_by = match ending.to_lowercase().as_str() {
            "html" | "htm" | "pdf" => "; `cte report FILE… -o DIR/` makes web pages, which a browser can print",
            "svg" | "png" => "; `cte plot scores FILE… -o FILE.svg` draws a picture",
            "tally" => "; `cte tally FILE… -o FILE.tally` makes a tally",
            _ => "",
        };
        format!(
            "`{}`: no format is known by this ending; use one of {}, or say --format{made_by}",
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

#[cfg(not(target_family = "wasm"))]
fn width() -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0))
}

#[cfg(target_family = "wasm")]
fn width() -> usize {
    WIDTH
}
