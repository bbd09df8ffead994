//! Error rates of the key audit: false alarms and detected faults. `cargo bench --bench key_audit [-- SURVEYS]`.
//!
//! Each row of the tables is one kind of file, simulated 1,000 times with the seeds 1 to 1,000
//! (`tests/whole/simulated.rs`), so the tables are the same on every machine. `benches/key_audit.md` contains them.

#[path = "../tests/whole/simulated.rs"]
mod simulated;

use std::io::Write;

use cte::analysis::{GroupHeadcounts, Options, ScaleVerdict, Study};
use cte::model::{
    Aggregate, CodeRange, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring,
    Status, Wording,
};
use cte::stats::{KeyVerdict, ScaleAnswers, ScaleAudit, key_audit};
use cte::tally::{MISSING, Responses, Tally};
use simulated::{Answers, Design};

/// A kind of simulated file.
struct Kind {
    name: String,
    design: Design,
    /// Introduces the fault.
    fault: fn(Answers) -> Answers,
    /// The verdict that the faulty items should get, and these items.
    expected: Option<(KeyVerdict, Vec<usize>)>,
}

/// Counts over all files of one kind.
#[derive(Default)]
struct Rates {
    /// Files with an alarm for a correct item.
    false_alarms: usize,
    /// Files in which all faulty items get the right verdict.
    found: usize,
    /// Files in which at least one faulty item gets the right verdict.
    some: usize,
    /// Correct items with the verdict "unclear".
    unclear: usize,
    /// Correct items.
    correct: usize,
}

fn main() -> std::io::Result<()> {
    let surveys: usize = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let seeds = || (1_u64..).take(surveys);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| file | persons | items | files with a false alarm | all faulty items found | at least one found | correct items unclear |"
    )?;
    writeln!(out, "|---|---:|---:|---:|---:|---:|---:|")?;
    for kind in correct().into_iter().chain(faulty()) {
        let mut rates = Rates::default();
        for seed in seeds() {
            if let Some(audit) = audited(&kind, seed) {
                count(&kind, &audit, &mut rates);
            }
        }
        let share = |n: usize, of: usize| format!("{:.1} %", 100.0 * n as f64 / of.max(1) as f64);
        let found = |n: usize| {
            if kind.expected.is_some() {
                share(n, surveys)
            } else {
                String::new()
            }
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            kind.name,
            kind.design.persons,
            kind.design.reversed.len(),
            share(rates.false_alarms, surveys),
            found(rates.found),
            found(rates.some),
            share(rates.unclear, rates.correct)
        )?;
    }
    writeln!(
        out,
        "\n| survey | persons | warning for the first scale | warning for another scale |"
    )?;
    writeln!(out, "|---|---:|---:|---:|")?;
    for survey in surveys_of_scales() {
        let (mut first, mut another) = (0, 0);
        for seed in seeds() {
            let wholes = survey.wholes(seed);
            first += usize::from(wholes[0] != ScaleVerdict::Fine);
            another += usize::from(wholes[1..].iter().any(|&whole| whole != ScaleVerdict::Fine));
        }
        let share = |n: usize| format!("{:.1} %", 100.0 * n as f64 / surveys.max(1) as f64);
        let of_another = if survey.parts > 1 {
            share(another)
        } else {
            String::new()
        };
        writeln!(
            out,
            "| {} | {} | {} | {of_another} |",
            survey.name,
            survey.design.persons,
            share(first)
        )?;
    }
    Ok(())
}

/// A survey of equally long scales, each with its own factor; the first scale may be fully reversed.
struct Scales {
    name: &'static str,
    design: Design,
    parts: usize,
    flipped: bool,
}

impl Scales {
    /// Verdict on each scale as a whole.
    fn wholes(&self, seed: u64) -> Vec<ScaleVerdict> {
        let items = self.design.reversed.len();
        let each = items / self.parts;
        let answers = self.design.answers(seed);
        let answers = if self.flipped {
            answers.turned(&(0..each).collect::<Vec<_>>())
        } else {
            answers
        };
        let instrument = instrument(&self.design, self.parts);
        let mut responses = Responses::new(items, &["academy"]);
        for (row, &academy) in answers.rows.iter().zip(&answers.academies) {
            let places: Vec<u8> = row.iter().map(|code| code.map_or(MISSING, |code| code - 1)).collect();
            responses.push(&places, &[&academy.to_string()], 1);
        }
        let study = Study {
            instrument: &instrument,
            tally: Tally::of(&instrument, &responses, 0),
            headcounts: GroupHeadcounts::default(),
            options: Options::default(),
            rows: None,
        };
        let audit = cte::analysis::key_audit(&study, &responses);
        audit.homes.iter().map(|home| home.verdict).collect()
    }
}

fn instrument(design: &Design, scales: usize) -> Instrument {
    let range = CodeRange::new(1, i32::from(design.points)).expect("a range");
    let items = design.reversed.len();
    let id = |item: usize| format!("i{item}");
    let item = |place: usize| Item {
        id: id(place),
        text: id(place),
        reversed: design.reversed[place],
        response: Response {
            range,
            labels: std::collections::BTreeMap::new(),
            synonyms: std::collections::BTreeMap::new(),
            favourable: Response::default_favourable(range),
            missing: std::collections::BTreeMap::new(),
        },
    };
    let each = items / scales;
    let scale = |place: usize| ScaleParts {
        id: format!("s{place}"),
        name: format!("s{place}"),
        items: (place * each..(place + 1) * each).map(id).collect(),
        not_asked: Vec::new(),
        norms: Vec::new(),
        null: None,
    };
    let parts = InstrumentParts {
        id: "made-up".to_owned(),
        name: "Made up".to_owned(),
        version: "1".to_owned(),
        citation: None,
        licence: None,
        status: Status::Development,
        verified: true,
        wording: Wording::Full,
        source: None,
        scoring: Scoring {
            score: ScoreKind::Mean,
            least: LeastAnswered::MinAnswered(0.8),
            aggregate: Aggregate::Persons,
        },
        items: (0..items).map(item).collect(),
        scales: (0..scales).map(scale).collect(),
        sha256: String::new(),
    };
    Instrument::new(parts).expect("an instrument")
}

fn surveys_of_scales() -> Vec<Scales> {
    let of_size = |n: usize| {
        let at = |level: f64, mut design: Design| {
            design.level = level;
            design
        };
        let one = || Design::one_factor(n, 12, 0.6);
        let two = |correlation: f64| Design::one_factor(n, 16, 0.6).two_factors(correlation);
        let of = |name, design, parts, flipped| Scales {
            name,
            design,
            parts,
            flipped,
        };
        vec![
            of("correct: one scale, mean 4.3 of 6", at(4.3, one()), 1, false),
            of("correct: one scale, mean 3.5 of 6", at(3.5, one()), 1, false),
            of(
                "correct, but most disagree: one scale, mean 2.7 of 6",
                at(2.7, one()),
                1,
                false,
            ),
            of("correct: two scales, correlation .5", two(0.5), 2, false),
            of("correct: two scales, correlation 0", two(0.0), 2, false),
            of("one scale, mean 4.3 of 6, flipped", at(4.3, one()), 1, true),
            of("one scale, mean 4.8 of 6, flipped", at(4.8, one()), 1, true),
            of("one of two scales flipped, correlation .7", two(0.7), 2, true),
            of("one of two scales flipped, correlation .5", two(0.5), 2, true),
            of("one of two scales flipped, correlation .3", two(0.3), 2, true),
        ]
    };
    SIZES.into_iter().flat_map(of_size).collect()
}

fn audited(kind: &Kind, seed: u64) -> Option<ScaleAudit> {
    let answers = (kind.fault)(kind.design.answers(seed));
    let items: Vec<Vec<Option<u8>>> = (0..kind.design.reversed.len())
        .map(|item| answers.rows.iter().map(|row| row[item].map(|code| code - 1)).collect())
        .collect();
    let groups: Vec<u32> = answers
        .academies
        .iter()
        .map(|&academy| u32::try_from(academy).unwrap_or(0))
        .collect();
    let scale = ScaleAnswers {
        items: &items,
        points: usize::from(kind.design.points),
        reversed: &kind.design.reversed,
        groups: &groups,
    };
    key_audit(&scale, 0.95).ok()
}

fn count(kind: &Kind, audit: &ScaleAudit, rates: &mut Rates) {
    let (mut alarm, mut found, mut faulty) = (false, 0, 0);
    for (item, audited) in audit.items.iter().enumerate() {
        let expected = kind.expected.as_ref().filter(|(_, items)| items.contains(&item));
        if let Some((verdict, _)) = expected {
            faulty += 1;
            found += usize::from(audited.verdict == *verdict);
        } else {
            rates.correct += 1;
            rates.unclear += usize::from(audited.verdict == KeyVerdict::Unclear);
            alarm |= !matches!(audited.verdict, KeyVerdict::Fine | KeyVerdict::Unclear);
        }
    }
    rates.false_alarms += usize::from(alarm);
    rates.found += usize::from(faulty > 0 && found == faulty);
    rates.some += usize::from(found > 0);
}

const SIZES: [usize; 4] = [30, 60, 120, 500];

fn correct() -> Vec<Kind> {
    let kind = |name: &str, design: Design| Kind {
        name: format!("correct: {name}"),
        design,
        fault: |answers| answers,
        expected: None,
    };
    let of_size = |n: usize| {
        let mut weak = Design::one_factor(n, 8, 0.6);
        weak.loadings[3] = vec![0.1];
        let mut high = Design::one_factor(n, 12, 0.6);
        high.level = 5.2;
        let mut five = Design::one_factor(n, 10, 0.5);
        (five.points, five.level, five.spread) = (5, 3.6, 0.9);
        let mut wording = Design::one_factor(n, 12, 0.55).reversing(&[3, 8, 10]);
        wording.wording = 0.5;
        let mut strong_wording = Design::one_factor(n, 10, 0.45).reversing(&[1, 3, 5, 7, 9]);
        strong_wording.wording = 0.65;
        vec![
            kind("one factor", Design::one_factor(n, 12, 0.6)),
            kind("weak items, loading .35", Design::one_factor(n, 12, 0.35)),
            kind("three items", Design::one_factor(n, 3, 0.6)),
            kind("two items", Design::one_factor(n, 2, 0.6)),
            kind("one weak item, loading .1", weak),
            kind("most agree strongly", high),
            kind("five codes", five),
            kind(
                "two factors, correlation .3",
                Design::one_factor(n, 12, 0.6).two_factors(0.3),
            ),
            kind(
                "two uncorrelated factors",
                Design::one_factor(n, 12, 0.6).two_factors(0.0),
            ),
            kind(
                "items of both directions, 3 of 12 reversed",
                Design::one_factor(n, 12, 0.55).reversing(&[3, 8, 10]),
            ),
            kind("items of both directions, wording factor .5", wording),
            kind(
                "items of both directions, half reversed, wording factor .65",
                strong_wording,
            ),
            kind("items without a common factor", Design::one_factor(n, 8, 0.0)),
        ]
    };
    SIZES.into_iter().flat_map(of_size).collect()
}

fn faulty() -> Vec<Kind> {
    let of_size = |n: usize| {
        let kind =
            |name: &str, design: Design, fault: fn(Answers) -> Answers, verdict: KeyVerdict, items: &[usize]| Kind {
                name: name.to_owned(),
                design,
                fault,
                expected: Some((verdict, items.to_vec())),
            };
        let mixed = || Design::one_factor(n, 12, 0.55).reversing(&[3, 8, 10]);
        let mut wording = mixed();
        wording.wording = 0.5;
        let mut half = Design::one_factor(n, 10, 0.5).reversing(&[1, 3, 5, 7, 9]);
        half.wording = 0.5;
        let mut high = Design::one_factor(n, 12, 0.6);
        high.level = 5.2;
        let un = KeyVerdict::LooksUnreversed;
        let already = KeyVerdict::LooksAlreadyReversed;
        let rotated = KeyVerdict::LooksRotated;
        let all: Vec<usize> = (0..12).collect();
        vec![
            kind(
                "one item left raw",
                Design::one_factor(n, 12, 0.6),
                |a| a.turned(&[4]),
                un,
                &[4],
            ),
            kind(
                "one item left raw, loadings .45",
                Design::one_factor(n, 12, 0.45),
                |a| a.turned(&[4]),
                un,
                &[4],
            ),
            kind(
                "one item of four left raw",
                Design::one_factor(n, 4, 0.6),
                |a| a.turned(&[2]),
                un,
                &[2],
            ),
            kind(
                "one item left raw, two factors, correlation .3",
                Design::one_factor(n, 12, 0.6).two_factors(0.3),
                |a| a.turned(&[2]),
                un,
                &[2],
            ),
            kind(
                "all 3 of 12 already reversed",
                mixed(),
                |a| a.turned(&[3, 8, 10]),
                already,
                &[3, 8, 10],
            ),
            kind(
                "all 3 of 12 already reversed, wording factor .5",
                wording,
                |a| a.turned(&[3, 8, 10]),
                already,
                &[3, 8, 10],
            ),
            kind(
                "all 5 of 10 already reversed, wording factor .5",
                half,
                |a| a.turned(&[1, 3, 5, 7, 9]),
                already,
                &[1, 3, 5, 7, 9],
            ),
            kind("1 of 3 already reversed", mixed(), |a| a.turned(&[8]), already, &[8]),
            kind(
                "labels of all items rotated",
                Design::one_factor(n, 12, 0.6),
                |a| a.rotated(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
                rotated,
                &all,
            ),
            kind(
                "labels of all items rotated, most agree strongly",
                high,
                |a| a.rotated(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
                rotated,
                &all,
            ),
            kind(
                "labels of one item rotated",
                Design::one_factor(n, 12, 0.6),
                |a| a.rotated(&[4]),
                rotated,
                &[4],
            ),
        ]
    };
    SIZES.into_iter().flat_map(of_size).collect()
}
