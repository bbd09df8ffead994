//! `cte tally`: exact counts in place of responses.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::cli::args::{SurveyArgs, TallyArgs};
use crate::cli::config::{Config, config, wave};
use crate::cli::load::{Loaded, count_term};
use crate::cli::output::{complain, print, replace};
use crate::disclosure::{Countable, SmallGroup, countable};
use crate::input::trust::{arrange_academies, arrange_roles};
use crate::input::{Counted, Gathering, Survey, TallyFile, TallyHead};
use crate::model::{Finding, Instrument, Level, Term};
use crate::report::group_name;
use crate::tally::Tallies;

/// How many groups or findings are named before the rest is counted.
const SHOWN: usize = 20;

pub(crate) fn run(args: &TallyArgs) -> anyhow::Result<ExitCode> {
    if let Some(option) = scoring(&args.survey) {
        bail!("{option} says how counts are scored, and here they are only made: say it to `cte score`");
    }
    if args.output.is_none() && std::io::stdout().is_terminal() {
        bail!("a tally is no text to read in a terminal: write it with -o FILE.tally");
    }
    let config = config(&args.survey)?;
    let usual = config.as_ref().and_then(|config| config.trust.defaults.by.as_deref());
    let by = args.by.as_deref().or(usual).filter(|column| !column.is_empty());
    let wave = wave(&args.survey, config.as_ref())?;
    let mut loaded = count_term(&args.survey, by, config.as_ref(), &wave)?;
    loaded.survey = gathered(loaded.survey, &loaded.instrument, config.as_ref(), wave.term.as_ref())?;
    let bytes = written(&mut loaded)?;
    if let Some(path) = &args.output {
        replace(path, &bytes)?;
        print(format!("{}\n", path.display()).as_bytes())?;
    } else {
        print(&bytes)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// An option of the command line that says how counts are scored.
fn scoring(args: &SurveyArgs) -> Option<&'static str> {
    let said = [
        ("--headcount", args.headcount.is_some()),
        ("--missing", args.missing.is_some()),
        ("--level", args.level.is_some()),
        ("--seed", args.seed.is_some()),
        ("--published", !args.published.is_empty()),
        ("--audit", args.audit.is_some()),
        ("--fail-on", args.fail_on.is_some()),
    ];
    said.into_iter().find(|(_, said)| *said).map(|(option, _)| option)
}

/// The survey as counts, with the groups that a trust file takes together taken together. The order stays that of first
/// appearance, and the names that were read are kept, so that scoring finds what it would find in the responses.
fn gathered(
    survey: Survey,
    instrument: &Instrument,
    config: Option<&Config>,
    term: Option<&Term>,
) -> anyhow::Result<Survey> {
    let mut survey = if survey.counted.as_ref().is_some_and(Counted::is_of_files) {
        survey
    } else {
        let mut gathering = Gathering::new(instrument, None, None);
        gathering.add_rows(survey)?;
        gathering.finish()?
    };
    let Some(trust) = config.map(|config| &config.trust) else {
        return Ok(survey);
    };
    for grouping in 0..survey.groupings() {
        let (found, day) = (survey.names_as_read(grouping), term.map(|term| term.date));
        let arranged = match grouping {
            0 => arrange_academies(trust, day, &found, None),
            _ => arrange_roles(trust, day, &found),
        };
        let (mut names, mut places) = (Vec::new(), Vec::new());
        let mut known = std::collections::HashMap::new();
        for place in arranged.places {
            let next = names.len();
            places.push(*known.entry(place).or_insert_with(|| {
                names.push(arranged.names[place].clone());
                next
            }));
        }
        survey.regroup_as_read(grouping, names, &places)?;
    }
    Ok(survey)
}

/// The file, unless it would tell too much.
fn written(loaded: &mut Loaded) -> anyhow::Result<Vec<u8>> {
    let counted = loaded.survey.counted.as_ref().context("nothing was counted")?;
    let groupings = counted.groupings();
    let (input, earlier) = (counted.files.clone(), counted.findings.clone());
    // There may be a great many groups: the counts are moved and not copied.
    let tallies = loaded.take_tallies().context("nothing was counted")?;
    let survey = loaded.survey_of_tallies(tallies);
    let (marking, small_groups) = match countable(&survey, loaded.policy) {
        Countable::ForScoring => (None, 0),
        Countable::Marked { marking, small } => (Some(marking), small),
        Countable::Refused(small) => bail!("{}", refusal(&small, loaded)),
    };
    let by = std::iter::once(survey.academies.tally).chain(survey.by.map(|by| by.tally));
    let tallies = Tallies {
        by: by.collect(),
        crossing: survey.crossing,
    };
    let warnings: Vec<String> = loaded
        .survey
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Warning)
        .map(Finding::sentence)
        .collect();
    for warning in warnings.iter().take(SHOWN) {
        complain(&format!("warning: {warning}"));
    }
    if warnings.len() > SHOWN {
        complain(&format!("and {} more warnings", warnings.len() - SHOWN));
    }
    // Whether groups are small is decided anew whenever counts are added.
    let lasting = loaded
        .survey
        .findings
        .iter()
        .filter(|finding| finding.code != "small-groups-counted");
    let found = lasting.map(Finding::as_sentence);
    let file = TallyFile {
        head: TallyHead {
            marking,
            small_groups,
            min_group: loaded.policy.min_group,
            instrument_sha256: loaded.instrument.sha256.clone(),
            arguments: loaded.run.arguments.clone(),
            also_read: loaded.run.also_read.clone(),
            input,
            findings: earlier.into_iter().chain(found).collect(),
            groupings,
        },
        tallies,
    };
    Ok(file.to_bytes(&loaded.instrument))
}

/// Why small groups are not counted, and what can be done.
fn refusal(small: &[SmallGroup], loaded: &Loaded) -> String {
    let least = loaded.policy.min_group;
    let told = small.iter().take(SHOWN).map(|group| {
        let name = group_name(&group.name, group.column.as_deref().unwrap_or("academy"));
        match group.scale {
            Some((scale, people)) => {
                let scale = &loaded.instrument.scales()[scale].name;
                format!("\n  {name}: {} people, of whom {people} answered {scale}", group.people)
            }
            None if group.people == 1 => format!("\n  {name}: 1 person"),
            None => format!("\n  {name}: {} people", group.people),
        }
    });
    let mut list: String = told.collect();
    if small.len() > SHOWN {
        // Writing to a string cannot fail.
        let _ = write!(list, "\n  and {} more", small.len() - SHOWN);
    }
    let groups = if small.len() == 1 { "a group" } else { "groups" };
    format!(
        "counts of {groups} of fewer than {least} people would nearly tell what each of them answered, so they are not written:{list}\n\
         Count small groups together as a [[pool]] of the trust file; or give their response files to those who may read them, who \
         can score them beside the tallies; or write all with --unsuppressed, which marks the file as not for circulation"
    )
}
