//! Forms and the responses that come back: what is simulated in the layout of a survey tool scores to the same figures as its plain
//! twin, for questionnaires full of what layouts stumble over, and each of them can be exported to every tool.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cte::engine::{
    Named, Questionnaire, ResponseFile, Setup, SimulationWishes, Source, TrustFile, score, simulate, survey_form,
};
use cte::export::forms::FORM_TOOLS;
use cte::export::responses::response_layout;
use cte::export::{ExportError, Style, format_named};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use serde_json::Value;

const TRUST: &str = "name = \"Forest & Dale\"\n\
    [[academy]]\nname = \"Oak, \\\"New\\\" Academy\"\nheadcount = 30\nheadcount_by_role = { Teacher = 25, Head = 5 }\n\
    [[academy]]\nname = \"Ysgol y Dŵr\"\nheadcount = 25\nheadcount_by_role = { Teacher = 20, Head = 5 }\n\
    [[academy]]\nname = \"St Mary's (Upper)\"\nheadcount = 30\nheadcount_by_role = { Teacher = 25, Head = 5 }\n";
/// The tools that forms are exported to, by the layouts in which their responses come back.
const LAYOUTS: [(&str, ResponseFile); 8] = [
    ("limesurvey", ResponseFile::Csv),
    ("kobotoolbox", ResponseFile::Csv),
    ("redcap", ResponseFile::Csv),
    ("qualtrics", ResponseFile::Csv),
    ("google-forms", ResponseFile::Csv),
    ("microsoft-forms", ResponseFile::Csv),
    ("microsoft-forms", ResponseFile::Workbook),
    ("plain", ResponseFile::Workbook),
];
/// What stands between the words of a statement.
const ODDITIES: [&str; 12] = [
    ", ",
    " \"as one\" ",
    " – ",
    " (or not) ",
    " & ",
    "; ",
    " ŵ ŷ ",
    " 😀 ",
    " נבטח ",
    ": ",
    " 'n ",
    " / ",
];

/// Questionnaires that are tried.
const QUESTIONNAIRES: u64 = 100;

/// Words that nobody has used.
struct Words {
    random: Pcg64,
    used: BTreeSet<String>,
}

impl Words {
    fn word(&mut self) -> String {
        loop {
            let syllables = (0..3)
                .map(|_| ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "wo", "dy"][self.random.random_range(0..10)]);
            let word: String = syllables.collect();
            if self.used.insert(word.clone()) {
                return word;
            }
        }
    }

    fn odd(&mut self) -> &'static str {
        ODDITIES[self.random.random_range(0..ODDITIES.len())]
    }
}

/// A questionnaire file of 1 to 60 items.
fn questionnaire(seed: u64) -> String {
    let mut words = Words {
        random: Pcg64::seed_from_u64(seed),
        used: BTreeSet::new(),
    };
    // The first few have the fewest and the most items.
    let items = match seed {
        0 => 1,
        1 => 60,
        _ => words.random.random_range(1..=60),
    };
    let (min, points) = (words.random.random_range(0..=1), words.random.random_range(2..=9));
    let quoted = |text: &str| Value::from(text).to_string();
    let mut text = format!(
        "id = \"made{seed}\"\nname = {}\nversion = \"1\"\n",
        quoted(&format!("A{}b", words.odd()))
    );
    let _ = writeln!(
        text,
        "[response]\nmin = {min}\nmax = {}\n[response.labels]",
        min + points - 1
    );
    let labelled = seed % 3;
    for code in min..min + points {
        if labelled == 0 || (labelled == 1 && (code - min) & 1 == 0) {
            let label = format!("{}{}{}", words.word(), words.odd(), words.word());
            let _ = writeln!(text, "{code} = {}", quoted(&label));
        }
    }
    if seed.is_multiple_of(2) {
        text += "[response.missing]\n\"Don't know\" = \"don't know\"\n\"Not applicable\" = \"not applicable\"\n";
    }
    for item in 0..items {
        let wording = format!("We {}{}{} {}", words.word(), words.odd(), words.word(), words.word());
        let reversed = words.random.random_bool(0.25);
        let _ = writeln!(
            text,
            "[[item]]\nid = \"it{item}\"\ntext = {}\nreversed = {reversed}",
            quoted(&wording)
        );
    }
    let half = items / 2;
    for (scale, range) in [("one", 0..half), ("two", half..items)] {
        let ids: Vec<String> = range.map(|item| format!("\"it{item}\"")).collect();
        if !ids.is_empty() {
            let _ = writeln!(
                text,
                "[[scale]]\nid = \"{scale}\"\nname = \"{scale}\"\nitems = [{}]",
                ids.join(", ")
            );
        }
    }
    text
}

fn setup(questionnaire: &str) -> Setup<'static> {
    Setup {
        trust: Some(TrustFile::read(&Source::new("cte.toml", TRUST)).expect("a trust file")),
        questionnaire: Some(Questionnaire::File(Source::new("made.toml", questionnaire))),
        ..Setup::default()
    }
}

fn wishes(seed: u64, layout: &str, file: ResponseFile) -> SimulationWishes {
    let all = |all| Named { all, own: Vec::new() };
    SimulationWishes {
        seed,
        wave: 1,
        people: None,
        rate: all(0.9),
        change: all(0.0),
        icc: all(0.1),
        loading: all(0.7),
        lean: all(0.4),
        factor_correlation: 0.7,
        wave_correlation: 0.8,
        missing: 0.03,
        dont_know: 0.03,
        not_applicable: 0.02,
        careless: 0.02,
        comments: 0.3,
        codes: false,
        dif: None,
        unreversed: None,
        layout: response_layout(layout).expect("a layout"),
        file,
    }
}

/// What is published of the scales, and who is counted.
fn figures(setup: &Setup<'_>, wishes: &SimulationWishes, said: &str) -> Vec<Value> {
    let bytes = simulate(setup, wishes).unwrap_or_else(|error| panic!("{said}: {error}"));
    let name = match wishes.file {
        ResponseFile::Csv => "made-up.csv",
        ResponseFile::Workbook => "made-up.xlsx",
    };
    let report = score(&[Source::new(name, bytes)], setup).unwrap_or_else(|error| panic!("{said}: {error}"));
    let json = format_named("json").expect("a format");
    let json = (json.write)(&report, &Style::default()).expect("JSON");
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    assert!(json["scales"][0]["trust"]["n"].is_number(), "{said}: {json}");
    vec![json["scales"].clone(), json["respondents"].clone()]
}

#[test]
fn what_comes_back_in_each_layout_scores_as_its_plain_twin() {
    for seed in 0..QUESTIONNAIRES {
        let questionnaire = questionnaire(seed);
        let setup = setup(&questionnaire);
        let plain = figures(&setup, &wishes(seed, "plain", ResponseFile::Csv), "plain");
        for (layout, file) in LAYOUTS {
            let said = format!("questionnaire {seed}, {layout} as {file:?}");
            let found = figures(&setup, &wishes(seed, layout, file), &said);
            assert!(found == plain, "{said}\n{questionnaire}");
        }
    }
}

#[test]
fn every_questionnaire_can_be_exported_to_every_tool() {
    for seed in 0..QUESTIONNAIRES {
        let questionnaire = questionnaire(seed);
        let form = survey_form(&setup(&questionnaire)).unwrap_or_else(|error| panic!("{error}\n{questionnaire}"));
        for kind in FORM_TOOLS.iter().flat_map(|tool| tool.kinds) {
            let file = (kind.write)(&form);
            let file = file.unwrap_or_else(|error: ExportError| panic!("{error}\n{questionnaire}"));
            assert!(!file.bytes.is_empty() && !file.notes.is_empty());
        }
    }
}
