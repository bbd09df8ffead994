//! Invented surveys in which few people skip questions, or small academies answer alike: the answers of each person, by academy.

use cte::analysis::{GroupHeadcounts, Options, Study};
use cte::disclosure::{
    AnswerFigures, GroupedStudy, Policy, Published, PublishedGroup, PublishedItems, Reported, publish, publish_items,
    publish_report,
};
use cte::input::instrument::load;
use cte::model::Instrument;
use cte::tally::{MISSING, Responses, Tally};

use crate::trust::{academy_name, mixed, role_name};

/// The probabilities, in thousandths, that an answer is missing.
pub(crate) const RATES: [u64; 4] = [3, 10, 20, 50];
/// The lowest code.
pub(crate) const LOWEST: f64 = 1.0;

/// A survey and how it is scored. The same seed and rate always give the same survey.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    seed: u32,
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

/// Everything that is published about a survey.
pub(crate) struct Given {
    pub(crate) scores: Published,
    /// Items by group, if they are read.
    pub(crate) items: Option<PublishedItems>,
    /// The folder of reports, if the groups are academies and it is read.
    pub(crate) report: Option<Reported>,
}

impl Given {
    /// `cte score`, `cte items --by academy` and `cte report`; or, with a second grouping, `cte score --by` and `cte items --by`.
    pub(crate) fn of(survey: &GroupedStudy<'_>, policy: Policy) -> Self {
        Self {
            scores: publish(survey, policy),
            items: Some(publish_items(survey, policy, true)),
            report: survey.by.is_none().then(|| publish_report(survey, policy)),
        }
    }

    /// The answers of a group to an item, as each output has them.
    pub(crate) fn answers(&self, group: usize, item: usize) -> Vec<&AnswerFigures> {
        let by = self.items.iter().filter_map(|items| items.by.as_ref());
        let by = by.filter_map(|(_, groups)| groups[group].items[item].figures());
        let report = self
            .report
            .iter()
            .filter_map(|report| report.academies[group].items[item].figures());
        by.chain(report.map(|found| &found.own)).collect()
    }

    /// The groups that items are published by.
    pub(crate) fn groups(&self, scale: usize) -> &[PublishedGroup] {
        let scale = &self.scores.scales[scale];
        scale.by.as_ref().map_or(&scale.academies, |by| &by.groups)
    }
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
            seed,
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

    /// A survey of a scale and its two halves in which everybody answered everything, but for one person of each second academy, who stopped
    /// after the first half.
    pub(crate) fn stopped(seed: u32) -> Self {
        let mut sketch = Self::of(seed, 0);
        let half = sketch.items / 2;
        sketch.scales = vec![
            (0..sketch.items).collect(),
            (0..half).collect(),
            (half..sketch.items).collect(),
        ];
        for (academy, persons) in sketch.academies.iter_mut().enumerate() {
            if mixed(seed, academy, 908, 1).is_multiple_of(2) {
                persons[0][half..].fill(MISSING);
            }
        }
        sketch
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
        let mut responses = Responses::new(self.items, &["academy", "role"]);
        for (academy, persons) in self.academies.iter().enumerate() {
            for (place, person) in persons.iter().enumerate() {
                responses.push(person, &[&academy_name(academy), &self.role(academy, place)], 2);
            }
        }
        responses
    }

    /// What is published about the survey by academy.
    pub(crate) fn given(&self, instrument: &Instrument, policy: Policy) -> Given {
        Given::of(&grouped(instrument, &self.responses()), policy)
    }

    /// What is published about the survey by role.
    pub(crate) fn given_by_role(&self, instrument: &Instrument, policy: Policy) -> Given {
        let responses = self.responses();
        let survey = grouped(instrument, &responses);
        let study = Study {
            tally: Tally::of(instrument, &responses, 1),
            ..survey.academies.clone()
        };
        let survey = GroupedStudy {
            by: Some(study),
            crossing: responses.crossing(0, 1),
            ..survey
        };
        Given::of(&survey, policy)
    }

    /// Everybody's answers by role, in the order in which the roles first occur.
    pub(crate) fn roles(&self) -> Vec<Vec<Vec<u8>>> {
        let mut names: Vec<String> = Vec::new();
        let mut roles: Vec<Vec<Vec<u8>>> = Vec::new();
        for (academy, persons) in self.academies.iter().enumerate() {
            for (place, person) in persons.iter().enumerate() {
                let name = self.role(academy, place);
                let role = names.iter().position(|known| *known == name).unwrap_or(names.len());
                if role == names.len() {
                    names.push(name);
                    roles.push(Vec::new());
                }
                roles[role].push(person.clone());
            }
        }
        roles
    }

    fn role(&self, academy: usize, person: usize) -> String {
        let draw = usize::try_from(mixed(self.seed, academy, person, 907)).expect("a draw");
        role_name([0, 0, 0, 1, 1, 2][draw % 6])
    }

    /// The range of codes: highest minus lowest.
    pub(crate) fn range(&self) -> f64 {
        f64::from(self.codes - 1)
    }

    /// The fewest answers to the items of a scale that give a score.
    pub(crate) fn needed(&self, scale: usize) -> usize {
        let items = self.scales[scale].len();
        let share = self.min_answered * items as f64;
        (1..=items)
            .find(|&answered| answered as f64 + 1e-9 >= share)
            .expect("a number")
    }
}

/// Number of items that a person answered, of some.
pub(crate) fn answered(person: &[u8], items: &[usize]) -> usize {
    items.iter().filter(|&&item| person[item] != MISSING).count()
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
