//! `cte instrument export`: the form that a survey tool imports.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use clap::builder::PossibleValue;

use crate::cli::disk::Disk;
use crate::cli::options::{min_group, one_of};
use crate::cli::output::{print, replace, say};
use crate::cli::survey::{nearest_above, read_trust_file};
use crate::cli::target::Target;
use crate::engine::{Questionnaire, Setup, Withholding, survey_form};
use crate::export::forms::{FORM_TOOLS, FormKind, FormTool};

/// What is to be written, and where.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte instrument export --to limesurvey -o form.txt           the trust file's questionnaire and academies\n  \
    cte instrument export trust-cte --to kobo -o form.xlsx\n  \
    cte instrument export our.toml --to redcap -o dictionary.csv\n\n\
    Read the privacy notice before you use the form: it says what this trust file makes cte do.")]
pub(crate) struct ExportArgs {
    /// The id of a bundled questionnaire, or a TOML file [default: the trust file's]
    #[arg(value_name = "ID|FILE", help_heading = "Input")]
    instrument: Option<String>,
    /// The survey tool
    #[arg(long, value_name = "TOOL", help_heading = "Output",
        value_parser = one_of(FORM_TOOLS, |tool| PossibleValue::new(tool.name).help(tool.about)))]
    to: &'static FormTool,
    /// Write to this file, and replace it if it exists; `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: PathBuf,
    /// The trust file, with academies, roles and pools [default: `cte.toml` in the working directory or the nearest above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Input")]
    config: Option<PathBuf>,
    /// Ignore `cte.toml`
    #[arg(long, help_heading = "Input")]
    no_config: bool,
    /// The fewest respondents whose figures will be shown, for the privacy notice [default: the trust file's, else 10]
    #[arg(long, value_name = "N", value_parser = min_group, help_heading = "Input")]
    min_group: Option<u64>,
}

impl ExportArgs {
    /// Writes the form, and says what to do with it.
    ///
    /// # Errors
    /// When no form can be made, or it cannot be written.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let kind = kind(self.to, &self.output)?;
        let setup = self.setup()?;
        let form = survey_form(&setup)?;
        let file = (kind.write)(&form)?;
        if Target::at(&self.output)? == Target::Stdout {
            if std::io::stdout().is_terminal() && std::str::from_utf8(&file.bytes).is_err() {
                bail!(
                    "a workbook is no text to read in a terminal: write it with -o FILE.{}",
                    kind.ending
                );
            }
            print(&file.bytes)?;
        } else {
            replace(&self.output, file.bytes)?;
            say(&format!("wrote `{}`", self.output.display()));
        }
        let mut notes = file.notes;
        if form.academy.options.is_empty() {
            notes.push(
                "no academies are known, so the form asks for the name in a line of text, which everyone spells otherwise: list them \
                 in a trust file, and name it with --config"
                    .to_owned(),
            );
        }
        if form.role.is_none() {
            notes.push("no roles are asked for: the trust file counts no staff by role".to_owned());
        }
        notes.push(
            "read the privacy notice, add whom to ask and how long answers are kept, and change what is not so in your trust"
                .to_owned(),
        );
        for note in notes {
            say(&format!("- {note}"));
        }
        Ok(())
    }

    fn setup(&self) -> anyhow::Result<Setup<'static>> {
        let path = self
            .config
            .clone()
            .or_else(|| nearest_above().filter(|_| !self.no_config));
        let trust = path.as_deref().map(read_trust_file);
        let instrument = self.instrument.as_deref().map(|name| Questionnaire::named(name, &Disk));
        Ok(Setup {
            files: &Disk,
            trust: trust.transpose()?,
            questionnaire: instrument.transpose()?,
            withholding: Withholding {
                min_group: self.min_group,
                unsuppressed: false,
            },
            ..Setup::default()
        })
    }
}

/// The kind of file that the ending of a place means; the tool's usual one for standard output.
fn kind(tool: &'static FormTool, path: &Path) -> anyhow::Result<&'static FormKind> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let kind = match &ending {
        None if path.as_os_str() == "-" => tool.kinds.first(),
        None => None,
        Some(ending) => tool.kinds.iter().find(|kind| kind.ending == ending),
    };
    let Some(kind) = kind else {
        let endings: Vec<String> = tool.kinds.iter().map(|kind| format!(".{}", kind.ending)).collect();
        bail!("`{}`: {} takes {}", path.display(), tool.name, endings.join(" or "));
    };
    Ok(kind)
}
