//! `cte plan`: what the next survey needs, before it is asked.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::command::{Invocation, Registered, Runnable};
use crate::cli::disk::{Disk, open};
use crate::cli::options::{level, min_group};
use crate::cli::output::{OutputArgs, View, deliver};
use crate::cli::repeatable::repeatable;
use crate::cli::survey::{nearest_above, read_trust_file};
use crate::engine::{Estimation, PlanWishes, Questionnaire, Setup, Withholding, explain, plan};

/// The command.
pub(crate) const COMMAND: Registered = Registered::of::<PlanArgs>();

/// Plan the next survey: how many must answer, what could be seen, who would be withheld
#[derive(Parser)]
#[command(
    name = "plan",
    after_help = "Examples:\n  \
    cte plan                                          from the trust file here: headcounts and the last term\n  \
    cte plan cte.toml --rate 0.7                      if 70 % of every academy answer\n  \
    cte plan --headcount staff.csv -i trust-cte       without a trust file"
)]
struct PlanArgs {
    /// The trust file [default: `cte.toml` in the working directory or the nearest above it]
    #[arg(value_name = "TRUST.toml", help_heading = "Input")]
    file: Option<PathBuf>,
    /// The questionnaire: a bundled one's id, or a TOML file [default: the trust file's]
    #[arg(short, long, value_name = "ID|FILE", help_heading = "Input")]
    instrument: Option<String>,
    /// Staff of each academy: a file with the columns academy and staff [default: as the trust file says]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    headcount: Option<PathBuf>,
    /// The term whose published results are assumed to recur [default: the latest that can be read]
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "without_results",
        help_heading = "Input"
    )]
    term: Option<String>,
    /// Assume usual values, whatever an earlier term showed
    #[arg(long, hide_short_help = true, help_heading = "What is assumed")]
    without_results: bool,
    /// The share of every academy's staff that answers, such as 0.7 [default: as in the last term, else 0.7]
    #[arg(long, value_name = "SHARE", value_parser = rate, help_heading = "What is assumed")]
    rate: Option<f64>,
    /// Standard deviation of an academy's scores [default: the last term's, else 0.6 of a six-point scale]
    #[arg(long, value_name = "POINTS", value_parser = points, help_heading = "What is assumed")]
    sd: Option<f64>,
    /// ICC(1): how far academies differ, 0 to 1 [default: the last term's, else .10]
    #[arg(long, hide_short_help = true, value_name = "SHARE", value_parser = share, help_heading = "What is assumed")]
    icc: Option<f64>,
    /// Correlation of a person's scores in two terms, 0 to 1 [default: .7]
    #[arg(long, hide_short_help = true, value_name = "R", value_parser = share, help_heading = "What is assumed")]
    correlation: Option<f64>,
    /// Points to each side that the interval of a score may have [default: 0.15 of a six-point scale]
    #[arg(long, value_name = "POINTS", value_parser = points, help_heading = "What is aimed at")]
    width: Option<f64>,
    /// Change between two terms that is to be seen [default: 0.30 of a six-point scale]
    #[arg(long, value_name = "POINTS", value_parser = change, help_heading = "What is aimed at")]
    change: Option<f64>,
    /// Level of intervals and tests [default: the trust file's, else 0.95]
    #[arg(long, hide_short_help = true, value_name = "LEVEL", value_parser = level, help_heading = "What is aimed at")]
    level: Option<f64>,
    /// The fewest respondents whose figures are shown [default: the trust file's, else 10]
    #[arg(long, hide_short_help = true, value_name = "N", value_parser = min_group, help_heading = "Who is counted")]
    min_group: Option<u64>,
    /// The scale's id [default: the questionnaire's first]
    #[arg(long, value_name = "ID", help_heading = "What is shown")]
    scale: Option<String>,
    /// Show only the answer in short
    #[arg(long, help_heading = "What is shown")]
    brief: bool,
    /// Explain a figure and its definition; without KEY, every figure
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    explain: Option<String>,
    /// The table that CSV writes: plan, rates, questions, assumptions, findings
    #[arg(long, hide_short_help = true, value_name = "TABLE", help_heading = "Output")]
    only: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Runnable for PlanArgs {
    fn run(self, invocation: Invocation<'_>) -> anyhow::Result<ExitCode> {
        let view = View {
            only: self.only.as_deref(),
            brief: self.brief,
        };
        if let Some(key) = &self.explain {
            deliver(&explain(key)?, &self.output, view)?;
            return Ok(ExitCode::SUCCESS);
        }
        let recorded = |arguments: &[String]| invocation.recorded(arguments);
        let setup = Setup {
            recorded: &recorded,
            ..self.setup(invocation)?
        };
        let usual = setup
            .trust
            .as_ref()
            .and_then(|trust| trust.defaults().format.as_deref());
        deliver(&plan(&setup, &self.wishes())?, &self.output.or_usual(usual), view)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl PlanArgs {
    fn setup(&self, invocation: Invocation<'_>) -> anyhow::Result<Setup<'static>> {
        let path = self
            .file
            .clone()
            .or_else(|| nearest_above().filter(|_| self.headcount.is_none()));
        let trust = path.as_deref().map(read_trust_file);
        let instrument = self.instrument.as_deref().map(|name| Questionnaire::named(name, &Disk));
        let arguments = repeatable(invocation.line);
        Ok(Setup {
            files: &Disk,
            trust: trust.transpose()?,
            term: self.term.clone(),
            questionnaire: instrument.transpose()?,
            headcounts: self.headcount.as_deref().map(open).transpose()?,
            estimation: Estimation {
                level: self.level,
                ..Estimation::default()
            },
            withholding: Withholding {
                min_group: self.min_group,
                ..Withholding::default()
            },
            own_runs: vec![arguments.clone()],
            arguments,
            ..Setup::default()
        })
    }

    fn wishes(&self) -> PlanWishes {
        PlanWishes {
            scale: self.scale.clone(),
            width: self.width,
            change: self.change,
            rate: self.rate,
            sd: self.sd,
            icc1: self.icc,
            correlation: self.correlation,
            without_results: self.without_results,
        }
    }
}

/// Parses a number of points above 0.
fn points(text: &str) -> Result<f64, String> {
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|points| *points > 0.0 && points.is_finite());
    number.ok_or_else(|| "write a number of points above 0, such as 0.3".to_owned())
}

/// Parses the change that is to be seen. The change that was observed is refused.
fn change(text: &str) -> Result<f64, String> {
    if text.eq_ignore_ascii_case("observed") {
        return Err(
            "the power to see a change that was observed follows from the p value of that change and adds nothing to it (Hoenig & \
             Heisey 2001): write the change that would matter, such as 0.3"
                .to_owned(),
        );
    }
    points(text)
}

/// Parses a share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    number.ok_or_else(|| "write a number from 0 to 1, such as 0.1".to_owned())
}

/// Parses a response rate above 0.
fn rate(text: &str) -> Result<f64, String> {
    match text.trim_end_matches([' ', '%']).parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate <= 1.0 => Ok(rate),
        Ok(rate) if rate > 1.0 && rate <= 100.0 => {
            Err(format!("a rate is a share: write {} for {rate} %", rate / 100.0))
        }
        _ => Err("write a share above 0 and at most 1, such as 0.7".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{change, points, rate, share};

    #[test]
    fn impossible_values_get_the_cure() {
        assert_eq!(rate("70"), Err("a rate is a share: write 0.7 for 70 %".to_owned()));
        assert!(change("observed").unwrap_err().contains("Hoenig"));
        assert_eq!((change("0.3"), share("1"), rate("0.7")), (Ok(0.3), Ok(1.0), Ok(0.7)));
        for wrong in ["0", "-1", "nan", "inf", "x"] {
            assert!(points(wrong).is_err() && rate(wrong).is_err(), "{wrong}");
        }
    }
}
