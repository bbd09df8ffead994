//! Tallies: exact counts instead of responses.

use std::collections::HashMap;

use crate::disclosure::{Countable, SmallGroup, TABLES_MARKING, TablesRule, countable, tables_to_leave_out};
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{Need, read_round};
use crate::engine::two_way::tables_lost;
use crate::engine::{Error, Setup, Source, TrustFile};
use crate::input::trust::{arrange_academies, arrange_roles};
use crate::input::{Counted, CountedInstrument, CountingRun, Gathering, ReadFile, Survey, TallyFile, TallyHead};
use crate::model::{Finding, Instrument, Level, Term};
use crate::report::{group_name, made_up_marking};
use crate::tally::{Shape, Tallies};

/// A tally file, and the warnings about the responses that it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyBytes {
    /// The file.
    pub bytes: Vec<u8>,
    /// Warnings, each as one sentence.
    pub warnings: Vec<String>,
    /// What the file does not hold, and why, each as one sentence.
    pub notes: Vec<String>,
}

/// Counts responses exactly, as a file that [`score`](crate::engine::score) takes in place of the responses.
///
/// # Errors
/// When a file cannot be read or understood, or a group is too small to be counted by itself.
pub fn tally(responses: &[Source], setup: &Setup<'_>) -> Result<TallyBytes, Error> {
    let files = RoundFiles::of_run(responses, setup)?;
    let mut round = read_round(setup, setup.by(), &files, Need::CountsAlone)?;
    if !Shape::of(&round.instrument).has_pairs() {
        return Err(Error::TooManyItemsToPair(round.instrument.items().len()));
    }
    round.survey = pooled(
        round.survey,
        &round.instrument,
        setup.trust.as_ref(),
        files.term.as_ref(),
    )?;
    written(&mut round)
}

/// The survey as counts, with the trust file's pools counted as one group each. Groups stay in order of first appearance, and the
/// names that were read are kept, so that scoring finds what it would find in the responses.
fn pooled(
    survey: Survey,
    instrument: &Instrument,
    trust: Option<&TrustFile>,
    term: Option<&Term>,
) -> Result<Survey, Error> {
    let mut survey = if survey.counted.as_ref().is_some_and(Counted::is_of_files) {
        survey
    } else {
        let mut gathering = Gathering::new(instrument, None, None);
        gathering.add_rows(survey)?;
        gathering.finish()?
    };
    let Some(trust) = trust.map(TrustFile::trust) else {
        return Ok(survey);
    };
    for grouping in 0..survey.groupings() {
        let (found, day) = (survey.names_as_read(grouping), term.map(|term| term.date));
        let arranged = match grouping {
            0 => arrange_academies(trust, day, &found, None),
            _ => arrange_roles(trust, day, &found),
        };
        let (mut names, mut places) = (Vec::new(), Vec::new());
        let mut new_places = HashMap::new();
        for place in arranged.places {
            let next = names.len();
            places.push(*new_places.entry(place).or_insert_with(|| {
                names.push(arranged.names[place].clone());
                next
            }));
        }
        survey.regroup_as_read(grouping, names, &places)?;
    }
    Ok(survey)
}

/// The tally file, unless it would disclose too much.
fn written(round: &mut Round) -> Result<TallyBytes, Error> {
    let counted = round.survey.counted.as_ref().ok_or(Error::NothingCounted)?;
    let groupings = counted.groupings();
    let (input, earlier) = (counted.files.clone(), counted.findings.clone());
    let mut notes = tables_lost(counted, &round.instrument);
    // There may be a great many groups: the counts are moved and not copied.
    let tallies = round.take_tallies().ok_or(Error::NothingCounted)?;
    let survey = round.survey_of_tallies(tallies);
    let (for_few, small_groups) = match countable(&survey, round.policy) {
        Countable::ForScoring => (None, 0),
        Countable::Marked { marking, small } => (Some(marking), small),
        Countable::Refused(small) => {
            return Err(Error::SmallGroupsCounted {
                min_group: round.policy.min_group,
                groups: small.iter().map(|group| group_line(group, round)).collect(),
            });
        }
    };
    let left_out = tables_to_leave_out(&survey.academies, round.policy);
    let by = std::iter::once(survey.academies.tally).chain(survey.by.map(|by| by.tally));
    let mut tallies = Tallies {
        by: by.collect(),
        crossing: survey.crossing,
    };
    let for_tables = (!left_out.is_empty() && round.policy.unsuppressed).then_some(TABLES_MARKING);
    if !round.policy.unsuppressed {
        for tally in &mut tallies.by {
            for (scale, _) in &left_out {
                tally.drop_tables(*scale);
            }
        }
        notes.extend(tables_left_out(&left_out, round));
    }
    let made_up = made_up_marking(&round.findings());
    let markings: Vec<&str> = made_up
        .into_iter()
        .chain(for_few.as_deref())
        .chain(for_tables)
        .collect();
    let warnings = round.survey.findings.iter();
    let warnings = warnings.filter(|finding| finding.level == Level::Warning);
    let warnings = warnings.map(Finding::sentence).collect();
    let read_file = |(path, sha256): &(String, String)| ReadFile {
        path: path.clone(),
        sha256: sha256.clone(),
    };
    // Small groups are looked for again whenever counts are added.
    let lasting = round
        .survey
        .findings
        .iter()
        .filter(|finding| finding.code != "small-groups-counted");
    let found = lasting.map(Finding::as_sentence);
    let head = TallyHead {
        marking: (!markings.is_empty()).then(|| markings.join(" ")),
        small_groups,
        min_group: round.policy.min_group,
        instrument: CountedInstrument::of(&round.instrument),
        run: CountingRun {
            arguments: round.run.arguments.clone(),
            also_read: round.run.also_read.iter().map(read_file).collect(),
        },
        input,
        responses: round.survey.seen.clone(),
        findings: earlier.into_iter().chain(found).collect(),
        groupings,
    };
    Ok(TallyBytes {
        bytes: TallyFile::new(head, tallies).to_bytes(),
        warnings,
        notes,
    })
}

/// What the file does not hold of the two-way tables, and how to have them.
fn tables_left_out(left_out: &[(usize, TablesRule)], round: &Round) -> Option<String> {
    // Of a few people nobody expects the structure, so only other reasons are worth a note.
    if left_out.iter().all(|(_, rule)| *rule == TablesRule::FewPeople) {
        return None;
    }
    let name = |scale: usize| format!("`{}`", round.instrument.scales()[scale].id);
    let named = |of: &dyn Fn(&TablesRule) -> bool| {
        let scales = left_out.iter().filter(|(_, rule)| of(rule));
        scales
            .map(|(scale, _)| name(*scale))
            .collect::<Vec<String>>()
            .join(", ")
    };
    let least = round.policy.min_group;
    let kinds = [
        (
            named(&|rule| *rule == TablesRule::FewPeople),
            "fewer than 100 people answered all of it".to_owned(),
        ),
        (
            named(&|rule| *rule == TablesRule::RareAnswer),
            format!("fewer than {least} people chose some answer"),
        ),
        (
            named(&|rule| matches!(rule, TablesRule::FewBetween { .. })),
            "few people answered it and not another scale with the same questions".to_owned(),
        ),
    ];
    let kinds = kinds.iter().filter(|(scales, _)| !scales.is_empty());
    let lines: Vec<String> = kinds.map(|(scales, why)| format!("{scales} ({why})")).collect();
    Some(format!(
        "no two-way tables of the items, which `cte structure` needs for ordered answers, for {}: they would nearly reveal what single \
         people answered. --unsuppressed writes them, and marks the file as not for circulation",
        lines.join(", ")
    ))
}

/// A group that is too small to be counted by itself, in words.
fn group_line(group: &SmallGroup, round: &Round) -> String {
    let name = group_name(&group.name, group.column.as_deref().unwrap_or("academy"));
    match group.scale {
        Some((scale, people)) => {
            let scale = &round.instrument.scales()[scale].name;
            format!("{name}: {} people, of whom {people} answered {scale}", group.people)
        }
        None if group.people == 1 => format!("{name}: 1 person"),
        None => format!("{name}: {} people", group.people),
    }
}
