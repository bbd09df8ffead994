//! Embeds the engine in another program: a survey and a trust file from memory, scored and written as Markdown and JSON.
//!
//! `cargo run --example embed` prints the scores of the example trust.

use std::error::Error;
use std::io::Write as _;

use cte::engine::{Setup, Source, TrustFile, score};
use cte::export::{Style, format_named};

/// The files of the trust, wherever the program has them from: here they are part of it.
const FILES: [(&str, &str); 2] = [
    ("autumn-2026.csv", include_str!("autumn-2026.csv")),
    (
        "cte.toml",
        "name = \"Our trust\"\n\n[[term]]\nname = \"Autumn 2026\"\ndate = 2026-10-01\nfiles = [\"autumn-2026.csv\"]\n",
    ),
];

/// The scores as Markdown, then as JSON.
pub(crate) fn scores() -> Result<Vec<u8>, Box<dyn Error>> {
    let files = FILES.map(|(name, text)| Source::new(name, text));
    let setup = Setup {
        trust: Some(TrustFile::read(&files[1])?),
        files: &files,
        ..Setup::default()
    };
    // The trust file lists the responses, so none are given here.
    let report = score(&[], &setup)?;
    let mut out = Vec::new();
    for name in ["markdown", "json"] {
        let format = format_named(name).ok_or("no such format")?;
        out.extend((format.write)(&report, &Style::default())?);
    }
    Ok(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    std::io::stdout().write_all(&scores()?)?;
    Ok(())
}
