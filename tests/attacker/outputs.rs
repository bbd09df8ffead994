//! Everything that runs publish, as bytes.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use cte::disclosure::{
    GroupedStudy, Policy, Published, Reported, ReportedTerms, RestOfTrust, Rule, Shown, publish, publish_items,
    publish_reliability, publish_report, publish_report_with_change, with_peers, with_trend,
};
use cte::export::{FORMATS, Style, html};
use cte::model::Instrument;
use cte::plot::{Place, svg};
use cte::report::{self, BoardContext, Context, ItemOrder, Plot, Report, Run, TermsContext, Wanted};

use crate::trust::POLICY;

/// One output: its command and format, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Everything that a reader who unpacks a workbook can see, one cell a line.
fn readable(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut text = String::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file in the workbook");
        // The other parts are formatting.
        let tells = |name: &str| {
            ["xl/worksheets/", "xl/sharedStrings", "xl/charts/", "docProps/"]
                .iter()
                .any(|own| name.starts_with(own))
        };
        if file.name().is_ok_and(|name| tells(&name)) {
            file.read_to_string(&mut text).expect("text");
        }
    }
    assert!(text.contains("<sheetData>"), "a workbook has sheets");
    let mut lines = String::with_capacity(text.len() * 2);
    for piece in text.split_inclusive('>') {
        if ["<si>", "<row ", "<c ", "<c:v>"]
            .iter()
            .any(|tag| piece.starts_with(tag))
        {
            lines.push('\n');
        }
        lines.push_str(piece);
    }
    lines
}

/// A report in every format, including folders.
pub(crate) fn formats(command: &str, report: &Report) -> Vec<Output> {
    let mut outputs = Vec::new();
    for format in FORMATS {
        // A workbook is slow to make, and has a test of its own.
        if format.name == "xlsx" {
            continue;
        }
        let bytes = (format.write)(report, &Style::default()).expect("an output");
        outputs.push(Output {
            name: format!("{command} {}", format.name),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        });
        if let Some(folder) = format.folder {
            for part in folder(report).expect("an output") {
                outputs.push(Output {
                    name: format!("{command} {} {}", format.name, part.name),
                    text: String::from_utf8_lossy(&part.bytes).into_owned(),
                });
            }
        }
    }
    outputs
}

pub(crate) fn context(instrument: &Instrument) -> Context<'_> {
    Context {
        instrument,
        inputs: Vec::new(),
        findings: Vec::new(),
        run: Run::default(),
    }
}

/// `cte score`.
pub(crate) fn score(survey: &GroupedStudy<'_>, policy: Policy) -> (Published, Vec<Output>) {
    let published = publish(survey, policy);
    let outputs = formats(
        "score",
        &report::score(&published, &context(survey.academies.instrument)),
    );
    (published, outputs)
}

/// `cte score -o x.xlsx`.
pub(crate) fn workbook(survey: &GroupedStudy<'_>, policy: Policy) -> (Published, Output) {
    let published = publish(survey, policy);
    let report = report::score(&published, &context(survey.academies.instrument));
    let format = FORMATS.iter().find(|format| format.name == "xlsx").expect("workbooks");
    let bytes = (format.write)(&report, &Style::default()).expect("a workbook");
    let output = Output {
        name: "score xlsx".to_owned(),
        text: readable(&bytes),
    };
    (published, output)
}

/// `cte reliability`, and the academies it withholds.
pub(crate) fn reliability(survey: &GroupedStudy<'_>, policy: Policy) -> (BTreeSet<String>, Vec<Output>) {
    let published = publish_reliability(survey, policy);
    let withheld = published
        .scales
        .iter()
        .flat_map(|scale| &scale.academies)
        .filter(|academy| academy.figures.figures().is_none())
        .map(|academy| academy.name.clone())
        .collect();
    let report = report::reliability(&published, &context(survey.academies.instrument));
    (withheld, formats("reliability", &report))
}

/// The groups that `cte items --by` withholds, and its output.
pub(crate) struct Items {
    /// For each item: the groups withheld.
    pub(crate) withheld: Vec<BTreeSet<String>>,
    /// For each group and item: the rule.
    pub(crate) rules: Vec<&'static str>,
    pub(crate) outputs: Vec<Output>,
}

/// `cte items --by`.
pub(crate) fn items(survey: &GroupedStudy<'_>, policy: Policy) -> Items {
    let published = publish_items(survey, policy, true);
    let groups = published.by.as_ref().map_or(&[][..], |(_, groups)| groups.as_slice());
    let withheld = (0..survey.academies.instrument.items().len())
        .map(|item| {
            groups
                .iter()
                .filter(|group| group.items[item].figures().is_none())
                .map(|group| group.name.clone())
                .collect()
        })
        .collect();
    let report = report::items(&published, &context(survey.academies.instrument), ItemOrder::Instrument);
    Items {
        withheld,
        rules: groups.iter().flat_map(|group| group.items.iter().map(rule)).collect(),
        outputs: formats("items", &report),
    }
}

/// `cte report`: the whole folder, and every picture of `cte plot`.
pub(crate) fn folder(survey: &GroupedStudy<'_>, policy: Policy) -> (Reported, Vec<Output>) {
    let reported = with_phases(publish_report(survey, policy), survey, policy);
    let outputs = of_folder(survey, &reported, None);
    (reported, outputs)
}

/// Where the figures of a report of one term come from.
pub(crate) fn of_one_term<'a>(context: &'a Context<'a>) -> BoardContext<'a> {
    const NO_NAMES: &report::About = &report::About {
        trust: None,
        term: None,
    };
    BoardContext {
        term: context,
        about: NO_NAMES,
        change: None,
        trend: None,
    }
}

/// Where the figures of a report of two terms come from.
fn of_terms<'a>(context: &'a Context<'a>, terms: Option<&'a TermsContext<'a>>) -> BoardContext<'a> {
    BoardContext {
        change: terms,
        trend: terms,
        ..of_one_term(context)
    }
}

/// A report whose academies are primaries and secondaries in turn.
fn with_phases(reported: Reported, survey: &GroupedStudy<'_>, policy: Policy) -> Reported {
    let phase = |place: usize| Some(["primary", "secondary"][place % 2].to_owned());
    let phases: Vec<Option<String>> = (0..reported.academies.len()).map(phase).collect();
    with_peers(reported, survey, &phases, policy)
}

fn of_folder(survey: &GroupedStudy<'_>, reported: &Reported, terms: Option<&TermsContext<'_>>) -> Vec<Output> {
    let context = context(survey.academies.instrument);
    let pages = report::board(reported, of_terms(&context, terms), Wanted::AllAndMethods);
    let writer = html::Pages::new();
    let written = pages.iter().map(|page| writer.file(page).expect("a page"));
    let mut outputs: Vec<Output> = written
        .map(|file| Output {
            name: file.name,
            text: String::from_utf8(file.bytes).expect("text"),
        })
        .collect();
    for plot in Plot::ALL {
        for scale in 0..survey.academies.instrument.scales().len() {
            let Some(figure) = report::chart(&reported.trust, &context, plot, scale) else {
                assert!(
                    matches!(plot, Plot::Change | Plot::Trend | Plot::Scree | Plot::Loadings),
                    "a figure"
                );
                continue;
            };
            outputs.push(Output {
                name: format!("{} of scale {scale}", plot.name()),
                text: svg(&figure, 800.0, Place::Alone),
            });
        }
    }
    outputs
}

/// True if the workbook of a folder is attacked too; it is slow to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Book {
    Made,
    Left,
}

/// What a folder says about terms: the change alone or, as with three terms and more, all of them too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Change,
    AllTerms,
}

/// `cte report` of two terms: the whole folder, and the pictures of the change.
pub(crate) fn folder_of_two(
    survey: &GroupedStudy<'_>,
    terms: &ReportedTerms<'_>,
    context: &TermsContext<'_>,
    about: About,
    book: Book,
) -> (Reported, Vec<Output>) {
    let reported = publish_report_with_change(survey, terms, POLICY);
    let mut reported = with_phases(reported, survey, POLICY);
    if about == About::AllTerms {
        let all = [terms.before.clone(), terms.after.clone()];
        reported = with_trend(reported, survey, &all, terms.scales, POLICY);
    }
    let mut outputs = of_folder(survey, &reported, Some(context));
    if let Some(change) = reported.change.as_ref().and_then(Shown::figures) {
        for scale in 0..terms.scales {
            let figure = report::change_chart(&change.comparison, context, scale);
            outputs.extend(figure.map(|figure| Output {
                name: format!("change of scale {scale}"),
                text: svg(&figure, 800.0, Place::Alone),
            }));
        }
    }
    if book == Book::Made {
        let own = self::context(survey.academies.instrument);
        let report = report::board_workbook(&reported, of_terms(&own, Some(context)));
        let format = FORMATS.iter().find(|format| format.name == "xlsx").expect("workbooks");
        let bytes = (format.write)(&report, &Style::default()).expect("a workbook");
        outputs.push(Output {
            name: "scores.xlsx".to_owned(),
            text: readable(&bytes),
        });
    }
    (reported, outputs)
}

/// The suppression decisions on the academies' own pages of a folder.
pub(crate) fn folder_rules(reported: &Reported) -> Vec<&'static str> {
    let academies = reported.academies.iter().flat_map(|academy| {
        let scales = academy.scales.iter().map(|shown| match shown.figures() {
            Some(found) if found.rest == RestOfTrust::TooFew => "alone",
            _ => rule(shown),
        });
        scales.chain(academy.items.iter().map(rule)).collect::<Vec<_>>()
    });
    rules(&reported.trust).into_iter().chain(academies).collect()
}

/// The rule that withholds each group of each scale. It must be the same in a twin for a comparison to prove anything.
pub(crate) fn rules(published: &Published) -> Vec<&'static str> {
    let totals = published.scales.iter().map(|scale| rule(&scale.trust));
    let groups = published.scales.iter().flat_map(|scale| {
        let by = scale.by.iter().flat_map(|by| &by.groups);
        scale.academies.iter().chain(by)
    });
    let groups = groups.flat_map(|group| [rule(&group.scores), rule(&group.agreement)]);
    totals.chain(groups).collect()
}

fn rule<T>(shown: &Shown<T>) -> &'static str {
    shown.rule().map_or("shown", Rule::name)
}
