//! Invented surveys in which few people skip questions, or small academies answer alike: the answers of each person, by academy.

use cte::analysis::{GroupHeadcounts, Options, Study};
use cte::disclosure::GroupedStudy;
use cte::input::instrument::load;
use cte::model::Instrument;
use cte::tally::{MISSING, Responses, Tally};

use crate::trust::{academy_name, mixed};

/// The probabilities, in thousandths, that an answer is missing.
pub(crate) const RATES: [u64; 4] = [3, 10, 20, 50];

/// A survey and how it is scored. The same seed and rate always give the same survey.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    /// Answers are 0 to `codes` − 1, which is code 1 and up.
    pub(crate) codes: u8,
    /// Number of items.
    pub(crate) items: usize,
    /// Items in each scale.
    pub(crate) scales: Vec<Vec<usize>>,
    pub(crate) score: &'static str,
    pub(crate) min_answered: f64,
    /// Answers by academy, person and item.
    pub(crate) academies: Vec<Vec<Vec<u8>>>,
}

impl Sketch {
    /// A survey of one scale, or of a scale and its two halves, in which an answer is missing with a probability of `rate`
    /// thousandths. Half as often a person stops somewhere and answers nothing more.
    pub(crate) fn of(seed: u32, rate: u64) -> Self {
        let draw = |academy: usize, person: usize, salt: u64| mixed(seed, academy, person, salt);
        let one_of = |salt: u64, choices: usize| usize::try_from(draw(900, 0, salt)).expect("a draw") % choices;
        let items = [4, 6, 8, 12][one_of(1, 4)];
        let codes = [5, 6][one_of(2, 2)];
        let all: Vec<usize> = (0..items).collect();
        let scales = match one_of(3, 2) {
            0 => vec![all],
            _ => vec![all.clone(), all[..items / 2].to_vec(), all[items / 2..].to_vec()],
        };
        let size = |academy: usize| match draw(academy, 901, 4) % 8 {
            0 => 3 + draw(academy, 901, 5) % 7,
            _ => 10 + draw(academy, 901, 5) % 36,
        };
        let academies = (0..2 + one_of(6, 5)).map(|academy| {
            let persons = 0..usize::try_from(size(academy)).expect("a size");
            let row = |person: usize| {
                let leaning = draw(academy, 902, 7) % 3 + draw(academy, person, 8) % 2;
                let stops = draw(academy, person, 9) < rate / 2;
                let last = usize::try_from(draw(academy, person, 10)).expect("a draw") % items;
                let answer = |item: usize| {
                    let salt = 100 + item as u64;
                    if draw(academy, person, 200 + salt) < rate || stops && item > last {
                        return MISSING;
                    }
                    let code = leaning + draw(academy, person, salt) % 3;
                    u8::try_from(code).expect("a code").min(codes - 1)
                };
                (0..items).map(answer).collect::<Vec<u8>>()
            };
            persons.map(row).collect::<Vec<_>>()
        });
        Self {
            codes,
            items,
            scales,
            score: ["mean", "mean", "sum"][one_of(11, 3)],
            min_answered: [0.5, 0.8][one_of(12, 2)],
            academies: academies.collect(),
        }
    }

    /// A survey in which everybody answered everything, with one to four academies of up to `least` − 1 people. In small academies, and now
    /// and then in others, all answers are at one end.
    pub(crate) fn one_sided(seed: u32, least: usize) -> Self {
        let draw = |academy: usize, salt: u64| usize::try_from(mixed(seed, academy, 905, salt)).expect("a draw");
        let sketch = Self::of(seed, 0);
        let small = 1 + draw(0, 1) % 4;
        let academies = (0..small + 1 + draw(0, 2) % 6).map(|academy| {
            let (size, manners) = if academy < small {
                (1 + draw(academy, 3) % (least - 1), 4)
            } else {
                (least + draw(academy, 3) % 30, 12)
            };
            let end = match draw(academy, 4) % manners {
                0 => Some(0),
                1 | 2 => Some(sketch.codes - 1),
                _ => None,
            };
            let code = |person: usize, item: usize| {
                let code = mixed(seed, academy, person, 100 + item as u64) + mixed(seed, academy, person, 99) % 2;
                u8::try_from(code % u64::from(sketch.codes)).expect("a code")
            };
            let row = |person: usize| {
                (0..sketch.items)
                    .map(|item| end.unwrap_or_else(|| code(person, item)))
                    .collect()
            };
            (0..size).map(row).collect::<Vec<Vec<u8>>>()
        });
        let academies = academies.collect();
        Self { academies, ..sketch }
    }

    pub(crate) fn instrument(&self) -> Instrument {
        let items = (0..self.items).map(|item| format!("[[item]]\nid = \"i{item}\"\ntext = \"i{item}\"\n"));
        let scales = self.scales.iter().enumerate().map(|(scale, items)| {
            let items: Vec<String> = items.iter().map(|item| format!("\"i{item}\"")).collect();
            format!(
                "[[scale]]\nid = \"s{scale}\"\nname = \"S{scale}\"\nitems = [{}]\n",
                items.join(", ")
            )
        });
        let text = format!(
            "id = \"t\"\nname = \"T\"\nversion = \"1\"\n[response]\nmin = 1\nmax = {}\n\
             [scoring]\nscore = \"{}\"\nmin_answered = {:?}\n{}{}",
            self.codes,
            self.score,
            self.min_answered,
            items.collect::<String>(),
            scales.collect::<String>()
        );
        load(text.as_bytes(), "t.toml", |_| Err("there is none".to_owned()))
            .expect("an instrument")
            .instrument
    }

    pub(crate) fn responses(&self) -> Responses {
        let mut responses = Responses::new(self.items, &["academy"]);
        for (academy, persons) in self.academies.iter().enumerate() {
            for person in persons {
                responses.push(person, &[&academy_name(academy)], 2);
            }
        }
        responses
    }

    /// The range of codes: highest minus lowest.
    pub(crate) fn range(&self) -> f64 {
        f64::from(self.codes - 1)
    }
}

/// The study of answers by academy.
pub(crate) fn grouped<'a>(instrument: &'a Instrument, responses: &Responses) -> GroupedStudy<'a> {
    let tally = Tally::of(instrument, responses, 0);
    GroupedStudy {
        crossing: vec![Vec::new(); tally.groups()],
        academies: Study {
            instrument,
            tally,
            headcounts: GroupHeadcounts::default(),
            options: Options::default(),
            rows: None,
        },
        by: None,
        guarded: None,
        standard: None,
    }
}
