//! How often intervals contain what they are about, over simulated surveys of a trust. To add a measure, add a line to [`INTERVALS`] or [`WORDS`]
//! and the function that it names; to add a kind of survey, add one to [`designs`].
//!
//! A person's attitude is an academy's part plus the person's own, normal with variances ICC and 1 − ICC. Each of six items is the
//! attitude plus noise, cut into six codes. `benches/coverage.rs` measures with many surveys, `coverage.rs` in the tests with few.

use std::collections::{BTreeMap, BTreeSet};

use cte::analysis::{GroupHeadcounts, Options, Study, scale_reliability};
use cte::model::{
    Aggregate, CodeRange, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring,
    Status, Wording,
};
use cte::stats::{
    BeforeAfter, GroupSummary, alpha, anova, feldt, icc1, mean_interval, omega_total, random_effects, random_slope,
    variance_ratio,
};
use cte::tally::{MISSING, Responses, Tally};
use nalgebra::DMatrix;
use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;

#[path = "simulated_words.rs"]
mod words;

const ITEMS: usize = 6;
/// Loading of each item on the attitude.
const LOADING: f64 = 0.7;
/// People drawn to find the true alpha and omega of a kind of survey.
const POPULATION: usize = 60_000;

/// A kind of survey.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    pub(crate) name: String,
    /// Number of staff who answer, by academy.
    pub(crate) sizes: Vec<usize>,
    /// Share of the variance of attitudes between academies.
    pub(crate) icc: f64,
    /// Share of answers that are missing.
    pub(crate) missing: f64,
    /// How far answers are moved up; 2.1 gives a mean near 5.6 of 6.
    pub(crate) shift: f64,
    /// Number of staff for every four who answer; `None` if it is not known.
    pub(crate) staff: Option<u32>,
    /// Standard deviation of the academies' changes between two terms.
    pub(crate) sd_change: f64,
    /// Correlation between the answers of the two terms beyond the academy: 1 if the same staff answer twice.
    pub(crate) same_staff: f64,
}

/// The kinds of survey that are measured.
pub(crate) fn designs() -> Vec<Design> {
    let mixed: Vec<usize> = (0..15)
        .map(|place| [12, 15, 18, 20, 24, 28, 32, 36, 40, 44, 48, 50, 54, 58, 60][place])
        .collect();
    let uneven: Vec<usize> = [vec![12; 12], vec![150; 3]].concat();
    let plain = |name: &str, sizes: &[usize], icc: f64| Design {
        name: name.to_owned(),
        sizes: sizes.to_vec(),
        icc,
        missing: 0.0,
        shift: 0.0,
        staff: None,
        sd_change: 0.0,
        same_staff: 0.0,
    };
    let mut all = Vec::new();
    for icc in [0.0, 0.09, 0.24] {
        all.push(plain("15 academies of 30", &[30; 15], icc));
        all.push(plain("15 academies of 12 to 60", &mixed, icc));
        all.push(plain("12 academies of 12, 3 of 150", &uneven, icc));
    }
    for academies in [3, 5, 40] {
        all.push(plain(
            &format!("{academies} academies of 30"),
            &vec![30; academies],
            0.09,
        ));
    }
    let base = plain("15 academies of 12 to 60", &mixed, 0.09);
    all.push(Design {
        name: "15 of 12 to 60, 10 % missing".to_owned(),
        missing: 0.1,
        ..base.clone()
    });
    all.push(Design {
        name: "15 of 12 to 60, mean 5.6 of 6".to_owned(),
        shift: 2.1,
        ..base.clone()
    });
    all.push(Design {
        name: "15 of 12 to 60, 80 % of staff answer".to_owned(),
        staff: Some(5),
        ..base.clone()
    });
    all.push(Design {
        name: "15 of 12 to 60, changes with SD .2".to_owned(),
        sd_change: 0.2,
        ..base.clone()
    });
    all.push(Design {
        name: "15 of 12 to 60, the same staff twice".to_owned(),
        same_staff: 1.0,
        ..base
    });
    all
}

/// What is counted: in how many cases a claim of an interval is right.
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    /// The share that is aimed at.
    pub(crate) aim: &'static str,
    /// The cases of one survey: right or wrong.
    of: fn(&Survey<'_>) -> Vec<bool>,
}

/// The intervals and probabilities that are measured.
pub(crate) const INTERVALS: &[Measure] = &[
    Measure {
        name: "mean of an academy",
        aim: ".95",
        of: academy_mean,
    },
    Measure {
        name: "ICC(1), Wald",
        aim: ".93–.97",
        of: wald,
    },
    Measure {
        name: "alpha, default",
        aim: "≥ .92",
        of: alpha_default,
    },
    Measure {
        name: "alpha, Feldt",
        aim: "",
        of: alpha_feldt,
    },
    Measure {
        name: "omega, default",
        aim: "≥ .92",
        of: omega_default,
    },
    Measure {
        name: "shrunken mean",
        aim: ".94–.96",
        of: shrunken,
    },
    Measure {
        name: "shrunken mean, plug-in",
        aim: "",
        of: shrunken_plugin,
    },
    Measure {
        name: "own change",
        aim: "≥ .93",
        of: own_change,
    },
    Measure {
        name: "P > .975 true",
        aim: "≥ .95",
        of: sure_of_a_rise,
    },
    Measure {
        name: "P > .975, plug-in",
        aim: "",
        of: sure_of_a_rise_plugin,
    },
    Measure {
        name: "trust's score",
        aim: ".95",
        of: words::trust_mean,
    },
    Measure {
        name: "percent favourable of an academy",
        aim: ".95",
        of: words::favourable,
    },
];

/// The words that are measured: how often nothing is said where there is nothing to say.
pub(crate) const WORDS: &[Measure] = &[
    Measure {
        name: "no word on an unchanged trust",
        aim: "≥ .94",
        of: words::trust_word,
    },
    Measure {
        name: "no word on any unchanged academy",
        aim: "≥ .95",
        of: words::academy_words,
    },
    Measure {
        name: "no word on any question of an unchanged trust",
        aim: "≥ .95",
        of: words::trust_item_words,
    },
    Measure {
        name: "no word on any question of any unchanged academy",
        aim: "≥ .95",
        of: words::item_words,
    },
    Measure {
        name: "no academy clearly above or below the rest",
        aim: "≥ .95",
        of: words::rest_words,
    },
    Measure {
        name: "no item clearly above or below the rest",
        aim: "≥ .95",
        of: words::item_rest_words,
    },
    Measure {
        name: "verdict no where academies do not differ",
        aim: "≥ .95",
        of: words::verdict_word,
    },
    Measure {
        name: "no question called not asked",
        aim: "≥ .99",
        of: words::asked_word,
    },
];

/// A person's answers as places of codes; `None` is missing.
type Answers = [Option<u8>; ITEMS];

/// A simulated survey with the truth behind it.
pub(crate) struct Survey<'a> {
    design: &'a Design,
    truth: &'a Truth,
    /// Places of the codes by academy and person.
    answers: Vec<Vec<Answers>>,
    seed: u64,
    /// Normal scores by academy, whose true means and variances are known exactly.
    scores: Vec<Vec<f64>>,
    /// Scores one term later.
    later: Vec<Vec<f64>>,
    /// True mean of each academy, and its change.
    levels: Vec<f64>,
    changes: Vec<f64>,
    /// Mean of all staff of each academy, those who answered and the others.
    means_of_staff: Vec<f64>,
}

/// The figures of all academies of such a trust.
struct Truth {
    alpha: f64,
    omega: f64,
}

struct Normals(Pcg64);

impl Normals {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn draw(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }
}

impl Design {
    fn person(&self, level: f64, normals: &mut Normals) -> Answers {
        let attitude = level + (1.0 - self.icc).sqrt() * normals.draw();
        std::array::from_fn(|_| {
            let y = LOADING * attitude + (1.0 - LOADING * LOADING).sqrt() * normals.draw() + self.shift;
            let missing = normals.unit() < self.missing;
            let code = [-1.6, -0.8, 0.0, 0.8, 1.6]
                .iter()
                .filter(|&&threshold| y > threshold)
                .count();
            (!missing).then(|| u8::try_from(code).expect("a code"))
        })
    }

    fn truth(&self) -> Truth {
        let mut normals = Normals(Pcg64::seed_from_u64(7));
        let rows: Vec<[f64; ITEMS]> = (0..POPULATION)
            .map(|_| {
                let level = self.icc.sqrt() * normals.draw();
                Self {
                    missing: 0.0,
                    ..self.clone()
                }
                .person(level, &mut normals)
                .map(|code| f64::from(code.unwrap_or(0)))
            })
            .collect();
        let n = rows.len() as f64;
        let mean = |item: usize| rows.iter().map(|row| row[item]).sum::<f64>() / n;
        let means: [f64; ITEMS] = std::array::from_fn(mean);
        let cov = DMatrix::from_fn(ITEMS, ITEMS, |i, j| {
            rows.iter()
                .map(|row| (row[i] - means[i]) * (row[j] - means[j]))
                .sum::<f64>()
                / n
        });
        Truth {
            alpha: alpha(&cov).expect("alpha of a population"),
            omega: omega_total(&cov, 100, 0.95).expect("omega of a population").value,
        }
    }

    fn survey<'a>(&'a self, truth: &'a Truth, seed: u64) -> Survey<'a> {
        let mut normals = Normals(Pcg64::seed_from_u64(seed));
        let within = (1.0 - self.icc).sqrt();
        let mut survey = Survey {
            design: self,
            truth,
            answers: Vec::new(),
            seed,
            scores: Vec::new(),
            later: Vec::new(),
            levels: Vec::new(),
            changes: Vec::new(),
            means_of_staff: Vec::new(),
        };
        for &n in &self.sizes {
            let level = self.icc.sqrt() * normals.draw();
            let change = 0.1 + self.sd_change * normals.draw();
            survey
                .answers
                .push((0..n).map(|_| self.person(level, &mut normals)).collect());
            let own: Vec<f64> = (0..n).map(|_| within * normals.draw()).collect();
            let again = own.iter().map(|&before| {
                let rest = (1.0 - self.same_staff * self.same_staff).sqrt();
                level + change + self.same_staff * before + rest * within * normals.draw()
            });
            survey.later.push(again.collect());
            survey.scores.push(own.iter().map(|own| level + own).collect());
            let others = self.staff.map_or(0, |for_four| for_four as usize * n / 4 - n);
            let all: f64 = (0..others).map(|_| level + within * normals.draw()).sum::<f64>();
            let answered: f64 = own.iter().map(|own| level + own).sum();
            survey.means_of_staff.push((all + answered) / (others + n) as f64);
            survey.levels.push(level);
            survey.changes.push(change);
        }
        survey
    }
}

impl Survey<'_> {
    fn summaries(&self) -> Vec<GroupSummary> {
        self.scores
            .iter()
            .map(|scores| GroupSummary::from_values(scores))
            .collect()
    }

    /// The reliability that `cte score` prints: alpha and omega, each with its limits.
    fn reliability(&self) -> [Option<(f64, f64)>; 2] {
        let instrument = instrument(ITEMS);
        let study = study(&instrument, &self.answers);
        let found = scale_reliability(&study, &study, 0);
        [found.alpha, found.omega_total].map(|found| {
            let limits = found.ok()?.interval?.ok()?;
            Some((limits.lower, limits.upper))
        })
    }

    /// Answers a term later, by other people and half as many to half as many again, of academies that have not changed.
    fn again(&self) -> Vec<Vec<Answers>> {
        let mut normals = Normals(Pcg64::seed_from_u64(self.seed + (1 << 32)));
        let sizes = self.design.sizes.iter().zip(&self.levels);
        let academies = sizes.map(|(&size, &level)| {
            let share = normals.unit();
            let more = (1..size).take_while(|&more| more as f64 <= share * size as f64).count();
            let now = size / 2 + more;
            (0..now).map(|_| self.design.person(level, &mut normals)).collect()
        });
        academies.collect()
    }

    fn complete(&self) -> Vec<[f64; ITEMS]> {
        let complete = |person: &Answers| {
            person
                .iter()
                .all(Option::is_some)
                .then(|| person.map(|code| f64::from(code.unwrap_or(0))))
        };
        self.answers.iter().flatten().filter_map(complete).collect()
    }
}

fn academy_mean(survey: &Survey<'_>) -> Vec<bool> {
    let groups = survey.summaries();
    let one = |(place, group): (usize, &GroupSummary)| {
        let staff = survey.design.staff.map(|for_four| u64::from(for_four) * group.n / 4);
        let truth = if staff.is_some() {
            survey.means_of_staff[place]
        } else {
            survey.levels[place]
        };
        let found = mean_interval(group, staff, 0.95).ok()?.interval;
        Some(found.lower <= truth && truth <= found.upper)
    };
    groups.iter().enumerate().filter_map(one).collect()
}

fn wald(survey: &Survey<'_>) -> Vec<bool> {
    let groups = survey.summaries();
    let found = anova(&groups).and_then(|table| icc1(&table, variance_ratio(&groups, &table, 0.95)?));
    let contains =
        |limits: cte::stats::Interval| limits.lower <= survey.design.icc && survey.design.icc <= limits.upper;
    found.map(|found| contains(found.interval)).into_iter().collect()
}

fn within(limits: Option<(f64, f64)>, truth: f64) -> Vec<bool> {
    limits
        .map(|(lower, upper)| lower <= truth && truth <= upper)
        .into_iter()
        .collect()
}

fn alpha_default(survey: &Survey<'_>) -> Vec<bool> {
    within(survey.reliability()[0], survey.truth.alpha)
}

fn omega_default(survey: &Survey<'_>) -> Vec<bool> {
    within(survey.reliability()[1], survey.truth.omega)
}

fn alpha_feldt(survey: &Survey<'_>) -> Vec<bool> {
    let rows = survey.complete();
    let n = rows.len() as f64;
    let means: [f64; ITEMS] = std::array::from_fn(|item| rows.iter().map(|row| row[item]).sum::<f64>() / n);
    let cov = DMatrix::from_fn(ITEMS, ITEMS, |i, j| {
        rows.iter()
            .map(|row| (row[i] - means[i]) * (row[j] - means[j]))
            .sum::<f64>()
            / (n - 1.0)
    });
    let found = alpha(&cov).and_then(|value| feldt(value, ITEMS, rows.len() as u64, 0.95));
    within(
        found.ok().map(|limits| (limits.lower, limits.upper)),
        survey.truth.alpha,
    )
}

fn shrunken_by(survey: &Survey<'_>, error: fn(&cte::stats::ShrunkenMean) -> f64) -> Vec<bool> {
    let Ok(found) = random_effects(&survey.summaries()) else {
        return Vec::new();
    };
    let pairs = found.groups.iter().zip(&survey.levels);
    pairs
        .map(|(found, level)| (found.mean - level).abs() <= 1.959_964 * error(found))
        .collect()
}

fn shrunken(survey: &Survey<'_>) -> Vec<bool> {
    shrunken_by(survey, |found| found.se)
}

fn shrunken_plugin(survey: &Survey<'_>) -> Vec<bool> {
    shrunken_by(survey, |found| found.se_plugin)
}

fn changes(survey: &Survey<'_>) -> Vec<(cte::stats::OwnChange, f64)> {
    let terms: Vec<BeforeAfter> = (survey.summaries().into_iter().zip(&survey.later))
        .map(|(before, later)| BeforeAfter {
            before,
            after: GroupSummary::from_values(later),
        })
        .collect();
    let found = random_slope(&terms, 0.95)
        .map(|found| found.academies)
        .unwrap_or_default();
    found.into_iter().zip(survey.changes.iter().copied()).collect()
}

fn own_change(survey: &Survey<'_>) -> Vec<bool> {
    let near = |(found, truth): &(cte::stats::OwnChange, f64)| (found.change - truth).abs() <= 1.959_964 * found.se;
    changes(survey).iter().map(near).collect()
}

fn sure(survey: &Survey<'_>, probability: fn(&cte::stats::OwnChange) -> f64) -> Vec<bool> {
    let all = changes(survey);
    let said = all.iter().filter(|(found, _)| probability(found) > 0.975);
    said.map(|(_, truth)| *truth > 0.0).collect()
}

fn sure_of_a_rise(survey: &Survey<'_>) -> Vec<bool> {
    sure(survey, |found| found.probability_rose)
}

fn sure_of_a_rise_plugin(survey: &Survey<'_>) -> Vec<bool> {
    sure(survey, |found| found.probability_rose_plugin)
}

/// The share of right cases by measure, over `surveys` surveys of a kind; `None` without cases.
pub(crate) fn shares(design: &Design, surveys: u64, measures: &[&Measure]) -> Vec<Option<f64>> {
    let truth = design.truth();
    let mut counts = vec![[0_u64; 2]; measures.len()];
    for seed in 1..=surveys {
        let survey = design.survey(&truth, seed);
        for (count, measure) in counts.iter_mut().zip(measures) {
            let cases = (measure.of)(&survey);
            count[0] += cases.iter().filter(|&&right| right).count() as u64;
            count[1] += cases.len() as u64;
        }
    }
    counts
        .iter()
        .map(|&[right, all]| (all > 0).then(|| right as f64 / all as f64))
        .collect()
}

/// Answers by academy, ready to be estimated from. The number of staff is not known.
fn study<'i>(instrument: &'i Instrument, answers: &[Vec<Answers>]) -> Study<'i> {
    let mut responses = Responses::new(ITEMS, &["academy"]);
    let mut row = 2;
    for (place, persons) in answers.iter().enumerate() {
        for person in persons {
            let codes = person.map(|code| code.unwrap_or(MISSING));
            responses.push(&codes, &[&format!("School {place}")], row);
            row += 1;
        }
    }
    counted(instrument, &responses)
}

/// Responses with an academy each, ready to be estimated from. The number of staff is not known.
pub(crate) fn counted<'i>(instrument: &'i Instrument, responses: &Responses) -> Study<'i> {
    let tally = Tally::of(instrument, responses, 0);
    Study {
        instrument,
        headcounts: GroupHeadcounts::new(vec![None; tally.groups()]),
        tally,
        options: Options::default(),
        rows: None,
    }
}

/// A questionnaire of items from 1 to 6 in one scale, none reversed.
pub(crate) fn instrument(items: usize) -> Instrument {
    let response = Response {
        range: CodeRange::new(1, 6).expect("a range"),
        labels: BTreeMap::new(),
        synonyms: BTreeMap::new(),
        favourable: BTreeSet::from([5, 6]),
        missing: BTreeMap::new(),
    };
    let id = |item: usize| format!("q{item}");
    let item = |place: usize| Item {
        id: id(place),
        text: String::new(),
        reversed: false,
        response: response.clone(),
    };
    Instrument::new(InstrumentParts {
        id: "simulated".to_owned(),
        name: "Simulated".to_owned(),
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
        scales: vec![ScaleParts {
            not_asked: Vec::new(),
            id: "all".to_owned(),
            name: "All".to_owned(),
            items: (0..items).map(id).collect(),
            norms: Vec::new(),
            null: None,
        }],
        sha256: String::new(),
    })
    .expect("a questionnaire")
}
