//! `cte simulate`: made-up responses, to rehearse a term.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::disk::{Disk, open};
use crate::cli::output::{print, replace};
use crate::cli::survey::{nearest_above, read_trust_file};
use crate::cli::target::{Target, send};
use crate::engine::{Named, Questionnaire, ResponseFile, Setup, SimulationWishes, simulate};
use crate::export::responses::{RESPONSE_LAYOUTS, ResponseLayout, response_layout};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<SimulateArgs>();

/// What the name of a file of made-up responses contains.
const MADE_UP: &str = "made-up";

/// Write made-up responses, to rehearse a term before anybody is asked
#[derive(Debug, Parser)]
#[command(
    name = "simulate",
    after_help = "Examples:\n  \
    cte simulate -o made-up-autumn.csv                the trust file's academies and questionnaire\n  \
    cte simulate --layout microsoft-forms -o made-up.xlsx\n  \
    cte simulate --wave 2 --change 0.3 --change \"Oak Academy:0.8\" -o made-up-spring.csv\n  \
    cte simulate --headcount staff.csv -i trust-cte   without a trust file, to standard output\n\n\
    Every result that is made from made-up responses says so."
)]
struct SimulateArgs {
    /// The trust file [default: `cte.toml` in the working directory or the nearest above it]
    #[arg(value_name = "TRUST.toml", help_heading = "Input")]
    file: Option<PathBuf>,
    /// The questionnaire: a bundled one's id, or a TOML file [default: the trust file's]
    #[arg(short, long, value_name = "ID|FILE", help_heading = "Input")]
    instrument: Option<String>,
    /// Staff of each academy: a file with the columns academy and staff [default: as the trust file says]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    headcount: Option<PathBuf>,
    /// Staff of all academies together, at most ten million [default: their headcounts]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000), help_heading = "Who answers")]
    people: Option<u64>,
    /// Share of staff who answer; for one academy NAME:SHARE [default: 0.7]
    #[arg(long, value_name = "SHARE", value_parser = shares, help_heading = "Who answers")]
    rate: Vec<Part>,
    /// The wave: with one seed, the same staff are asked again
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000), help_heading = "Who answers")]
    wave: u64,
    /// Add codes by which a person's answers in all waves can be linked
    #[arg(long, hide_short_help = true, help_heading = "Who answers")]
    codes: bool,
    /// Change of attitudes from each wave to the next, in standard deviations; for one academy NAME:SD [default: 0]
    #[arg(long, value_name = "SD", value_parser = shifts, allow_hyphen_values = true, help_heading = "How they answer")]
    change: Vec<Part>,
    /// ICC: share of the differences in attitude that lies between academies; for one scale ID:SHARE [default: 0.1]
    #[arg(long, value_name = "SHARE", value_parser = shares, help_heading = "How they answer")]
    icc: Vec<Part>,
    /// Standardised loading of the items; for one item ID:SHARE [default: 0.75]
    #[arg(long, hide_short_help = true, value_name = "SHARE", value_parser = shares, help_heading = "How they answer")]
    loading: Vec<Part>,
    /// How far answers lie towards the favourable end, in standard deviations; for one item ID:SD [default: 0.6]
    #[arg(long, hide_short_help = true, value_name = "SD", value_parser = shifts, allow_hyphen_values = true, help_heading = "How they answer")]
    lean: Vec<Part>,
    /// Correlation of the attitudes that two scales measure
    #[arg(long, hide_short_help = true, value_name = "R", default_value_t = 0.8, value_parser = share, help_heading = "How they answer")]
    factor_correlation: f64,
    /// Correlation of a person's own attitude in two waves
    #[arg(long, hide_short_help = true, value_name = "R", default_value_t = 0.8, value_parser = share, help_heading = "How they answer")]
    wave_correlation: f64,
    /// Share of answers that are skipped
    #[arg(long, hide_short_help = true, value_name = "SHARE", default_value_t = 0.02, value_parser = share, help_heading = "How they answer")]
    missing: f64,
    /// Share of answers that are "Don't know", if the questionnaire has it
    #[arg(long, hide_short_help = true, value_name = "SHARE", default_value_t = 0.02, value_parser = share, help_heading = "How they answer")]
    dont_know: f64,
    /// Share of answers that are "Not applicable", if the questionnaire has it
    #[arg(long, hide_short_help = true, value_name = "SHARE", default_value_t = 0.0, value_parser = share, help_heading = "How they answer")]
    not_applicable: f64,
    /// Share of people who give one answer to everything
    #[arg(long, value_name = "SHARE", default_value_t = 0.02, value_parser = share, help_heading = "How they answer")]
    careless: f64,
    /// Share of people who write a comment
    #[arg(long, hide_short_help = true, value_name = "SHARE", default_value_t = 0.0, value_parser = share, help_heading = "How they answer")]
    comments: f64,
    /// An item that one role understands differently, such as te03:Teacher:-0.5
    #[arg(long, hide_short_help = true, value_name = "ITEM:ROLE:SD", value_parser = dif, help_heading = "How they answer")]
    dif: Option<Dif>,
    /// A reversed item that the survey tool has reversed already
    #[arg(long, hide_short_help = true, value_name = "ITEM", help_heading = "How they answer")]
    unreversed: Option<String>,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Output")]
    seed: u64,
    /// The survey tool whose table is written: plain, microsoft-forms, google-forms, … (all in `cte help files`)
    #[arg(long, value_name = "NAME", default_value = "plain", value_parser = layout, help_heading = "Output")]
    layout: &'static ResponseLayout,
    /// Write to this .csv or .xlsx file, whose name contains `made-up` [default: CSV to standard output]
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// A number for all, or for one by name.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    name: Option<String>,
    number: f64,
}

/// An item that one role understands differently.
#[derive(Debug, Clone, PartialEq)]
struct Dif {
    item: String,
    role: String,
    shift: f64,
}

impl Runnable for SimulateArgs {
    fn run(self, _: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from("-"));
        let target = Target::at(&path)?;
        let file = match target {
            Target::File(_) => kind(&path)?,
            Target::Stdout | Target::Stream(_) => ResponseFile::Csv,
        };
        let setup = self.setup()?;
        let bytes = simulate(&setup, &self.wishes(file))?;
        match target {
            Target::File(_) => replace(&path, bytes)?,
            Target::Stdout => print(&bytes)?,
            Target::Stream(stream) => send(Some(&stream), &bytes)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The kind of file that a name asks for. The name of made-up responses says what they are.
fn kind(path: &Path) -> anyhow::Result<ResponseFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.contains(MADE_UP) {
        bail!("`{name}`: the name of a file of made-up responses contains `{MADE_UP}`, such as `{MADE_UP}-{name}`");
    }
    match path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .as_deref()
    {
        Some("csv") => Ok(ResponseFile::Csv),
        Some("xlsx") => Ok(ResponseFile::Workbook),
        _ => bail!("`{name}`: made-up responses are written as .csv or .xlsx"),
    }
}

impl SimulateArgs {
    fn setup(&self) -> anyhow::Result<Setup<'static>> {
        let path = self
            .file
            .clone()
            .or_else(|| nearest_above().filter(|_| self.headcount.is_none()));
        let trust = path.as_deref().map(read_trust_file);
        let instrument = self.instrument.as_deref().map(|name| Questionnaire::named(name, &Disk));
        Ok(Setup {
            files: &Disk,
            trust: trust.transpose()?,
            questionnaire: instrument.transpose()?,
            headcounts: self.headcount.as_deref().map(open).transpose()?,
            ..Setup::default()
        })
    }

    fn wishes(self, file: ResponseFile) -> SimulationWishes {
        SimulationWishes {
            seed: self.seed,
            wave: self.wave,
            people: self.people,
            rate: named(self.rate, 0.7),
            change: named(self.change, 0.0),
            icc: named(self.icc, 0.1),
            loading: named(self.loading, 0.75),
            lean: named(self.lean, 0.6),
            factor_correlation: self.factor_correlation,
            wave_correlation: self.wave_correlation,
            missing: self.missing,
            dont_know: self.dont_know,
            not_applicable: self.not_applicable,
            careless: self.careless,
            comments: self.comments,
            codes: self.codes,
            dif: self.dif.map(|dif| (dif.item, dif.role, dif.shift)),
            unreversed: self.unreversed,
            layout: self.layout,
            file,
        }
    }
}

/// Numbers for all and for some; the last for all counts.
fn named(parts: Vec<Part>, usual: f64) -> Named {
    let mut named = Named {
        all: usual,
        own: Vec::new(),
    };
    for part in parts {
        match part.name {
            Some(name) => named.own.push((name, part.number)),
            None => named.all = part.number,
        }
    }
    named
}

/// Parses a share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    number.ok_or_else(|| "write a number from 0 to 1, such as 0.1".to_owned())
}

/// Parses a shift in standard deviations.
fn shift(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.abs() <= 10.0);
    number.ok_or_else(|| "write a number from -10 to 10, such as 0.3".to_owned())
}

/// Parses a share for all, or `NAME:SHARE`.
fn shares(text: &str) -> Result<Part, String> {
    part(text, share)
}

/// Parses a shift for all, or `NAME:SD`.
fn shifts(text: &str) -> Result<Part, String> {
    part(text, shift)
}

fn part(text: &str, parse: fn(&str) -> Result<f64, String>) -> Result<Part, String> {
    let (name, number) = match text.rsplit_once(':') {
        Some((name, number)) => (Some(name.to_owned()), number),
        None => (None, text),
    };
    Ok(Part {
        name,
        number: parse(number)?,
    })
}

/// Parses `ITEM:ROLE:SD`.
fn dif(text: &str) -> Result<Dif, String> {
    let wrong = || "write it as ITEM:ROLE:SD, such as te03:Teacher:-0.5".to_owned();
    let (rest, number) = text.rsplit_once(':').ok_or_else(wrong)?;
    let (item, role) = rest.split_once(':').ok_or_else(wrong)?;
    Ok(Dif {
        item: item.to_owned(),
        role: role.to_owned(),
        shift: shift(number).map_err(|_| wrong())?,
    })
}

/// Parses the name of a layout.
fn layout(text: &str) -> Result<&'static ResponseLayout, String> {
    let names: Vec<&str> = RESPONSE_LAYOUTS.iter().map(|layout| layout.name).collect();
    response_layout(text).ok_or_else(|| format!("the layouts are {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{Part, dif, named, shares, shifts};

    #[test]
    fn numbers_are_for_all_or_for_one() {
        let part = |name: Option<&str>, number| Part {
            name: name.map(str::to_owned),
            number,
        };
        assert_eq!(shares("0.3"), Ok(part(None, 0.3)));
        assert_eq!(shifts("St Mary: Upper:-0.5"), Ok(part(Some("St Mary: Upper"), -0.5)));
        assert!(shares("1.1").is_err() && shares("Oak:2").is_err() && shifts("nan").is_err());
        let named = named(vec![part(Some("a"), 0.2), part(None, 0.4)], 0.7);
        assert_eq!((named.all, named.own), (0.4, vec![("a".to_owned(), 0.2)]));
        assert_eq!(
            dif("te03:Head: deputy:-0.5").map(|dif| (dif.role, dif.shift)),
            Ok(("Head: deputy".to_owned(), -0.5))
        );
        assert!(dif("te03:0.5").is_err());
    }
}
