//! Scores named bytes to JSON, natively and as WebAssembly, so that `compare.mjs` can compare the bytes.
//!
//! A request is a list of parts, each a length (u32, little-endian) and that many bytes: the command, the questionnaire file (empty
//! for a bundled one), and then name and content of each response file.

use cte::analysis::{Criteria, GroupHeadcounts, Options, ResponseRows, Study, check};
use cte::disclosure::{
    GroupedStudy, Policy, TermStudy, publish, publish_change, publish_check, publish_items, publish_reliability,
};
use cte::export::{Style, format_named};
use cte::input::instrument::{BUNDLED, bundled, load};
use cte::input::{BadCellRule, ReadOptions, MemoryFile, Survey, align_groups, candidates, read};
use cte::model::{Common, Instrument};
use cte::report::{self, CheckContext, Context, Input, ItemOrder, Report, Run, TermInput, TermsContext};
use cte::tally::{Tallies, Tally};

const POLICY: Policy = Policy::working(10);
const BOOTSTRAP_DRAWS: usize = 200;

/// Answers a request with the JSON of the report.
///
/// # Panics
/// If the request or its files cannot be read.
#[must_use]
pub fn answer(mut request: &[u8]) -> Vec<u8> {
    let command = text(&mut request);
    let own = part(&mut request);
    let mut sources = Vec::new();
    while !request.is_empty() {
        let name = text(&mut request);
        let bytes = part(&mut request).to_vec();
        sources.push(MemoryFile { name, bytes });
    }
    let report = report(&command, own, &sources);
    let json = format_named("json").expect("a JSON exporter");
    (json.write)(&report, &Style::default()).expect("JSON")
}

fn part<'a>(request: &mut &'a [u8]) -> &'a [u8] {
    let (length, rest) = request.split_at(4);
    let length = u32::from_le_bytes(length.try_into().expect("four bytes"));
    let (found, rest) = rest.split_at(length as usize);
    *request = rest;
    found
}

fn text(request: &mut &[u8]) -> String {
    String::from_utf8(part(request).to_vec()).expect("UTF-8")
}

fn report(command: &str, own: &[u8], sources: &[MemoryFile]) -> Report {
    let mut read_as = ReadOptions::default();
    let mut options = Options::default();
    match command {
        "check" => read_as.bad_cells = BadCellRule::SetAside,
        "reliability" => options.bootstrap = BOOTSTRAP_DRAWS,
        _ => {}
    }
    let instrument = questionnaire(own, &sources[0], &read_as);
    if command == "compare" {
        return change(&instrument, sources, &read_as, options);
    }
    let survey = read(sources, &instrument, &read_as).expect("responses");
    let mut study = grouped(&instrument, &survey, options);
    let context = Context {
        instrument: &instrument,
        inputs: inputs(&survey),
        findings: Vec::new(),
        run: Run::default(),
    };
    match command {
        "score" => report::score(&publish(&study, POLICY), &context),
        "items" => report::items(&publish_items(&study, POLICY, true), &context, ItemOrder::Instrument),
        "reliability" => {
            study.academies.rows = Some(ResponseRows {
                responses: &survey.responses,
                progress: &|_, _, _| (),
            });
            report::reliability(&publish_reliability(&study, POLICY), &context)
        }
        "check" => {
            let checked = check(&study.academies, &survey.responses, Criteria::default());
            let published = publish_check(&study, checked, POLICY);
            let context = CheckContext {
                context,
                files: Vec::new(),
                row_numbers: survey.responses.row_numbers().to_vec(),
                found: Vec::new(),
            };
            report::check(&published, &context, &report::check_findings(&published, &context))
        }
        _ => panic!("there is no command `{command}` here"),
    }
}

fn questionnaire(own: &[u8], first: &MemoryFile, read_as: &ReadOptions) -> Instrument {
    if own.is_empty() {
        let all: Vec<Instrument> = BUNDLED.iter().filter_map(|entry| bundled(entry.id)).collect();
        let found = candidates(first, &all, read_as).expect("a table");
        return (*found.first().expect("a bundled questionnaire")).clone();
    }
    let loaded = load(own, "questionnaire.toml", |_| Err("no further file".to_owned()));
    loaded.expect("a questionnaire").instrument
}

fn grouped<'a>(instrument: &'a Instrument, survey: &Survey, options: Options) -> GroupedStudy<'a> {
    let Tallies { by, crossing } = Tallies::of(instrument, &survey.responses);
    let study = |tally: Tally| Study {
        instrument,
        headcounts: GroupHeadcounts::new(vec![None; tally.groups()]),
        tally,
        options,
        rows: None,
    };
    let mut studies = by.into_iter().map(study);
    GroupedStudy {
        academies: studies.next().expect("a grouping"),
        by: studies.next(),
        crossing,
        guarded: None,
        standard: None,
    }
}

fn inputs(survey: &Survey) -> Vec<Input> {
    let input = |file: &cte::input::FileRead| Input {
        path: file.name.clone(),
        sha256: file.sha256.clone(),
        rows: file.rows as u64,
        layout: file.layout.to_owned(),
    };
    survey.files.iter().map(input).collect()
}

fn change(instrument: &Instrument, sources: &[MemoryFile], read_as: &ReadOptions, options: Options) -> Report {
    let one = |source| read(std::slice::from_ref(source), instrument, read_as).expect("responses");
    let mut surveys: Vec<Survey> = sources.iter().map(one).collect();
    let names: Vec<Vec<String>> = surveys.iter().map(|survey| survey.groups(0).to_vec()).collect();
    let names: Vec<&[String]> = names.iter().map(Vec::as_slice).collect();
    let aligned = align_groups(&names, None);
    for (survey, places) in surveys.iter_mut().zip(&aligned.places) {
        survey.regroup(0, aligned.names.clone(), places);
    }
    let common = Common::of(&[instrument, instrument]).expect("common scales");
    let term = |term: usize| TermStudy {
        survey: grouped(&common.instruments[term], &surveys[term], options),
        own: common.own[term].clone(),
        order: vec![aligned.places[term].clone()],
    };
    let published = publish_change(&term(0), &term(1), common.scales, POLICY);
    let input = |term: usize| TermInput {
        name: sources[term].name.clone(),
        instrument: &common.instruments[term],
        inputs: inputs(&surveys[term]),
    };
    let context = TermsContext {
        instrument: &common.instruments[1],
        terms: vec![input(0), input(1)],
        findings: Vec::new(),
        run: Run::default(),
        differences: &common.differences,
        response_rate_drop: None,
    };
    report::compare(&published, &context)
}

/// Makes room for a request of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn make_room(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Answers the request at `request`, which [`make_room`] returned for `length` bytes. At the pointer returned are the length of the
/// JSON (u32, little-endian) and the JSON; it is never freed.
///
/// # Safety
/// The pointer and the length must be those of one call of [`make_room`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer_at(request: *mut u8, length: usize) -> *const u8 {
    // SAFETY: as the function's own contract says.
    let request = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(request, length)) };
    let json = answer(&request);
    let length = u32::try_from(json.len()).expect("fewer than 2^32 bytes");
    let answer = [&length.to_le_bytes()[..], &json].concat();
    Box::leak(answer.into_boxed_slice()).as_ptr()
}
