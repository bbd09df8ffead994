//! How the people of an academy answered as a whole, and signs of answers that may have been given under pressure.
//!
//! A person is at the top if every answer is the one that scores highest, or every answer as given is the highest code. The signs
//! compare an academy with the others: more people at the top than its other answers and the other academies let expect, and
//! more equal times. A sign is a reason to ask how the survey was given. It proves nothing about anybody.

use crate::analysis::Study;
use crate::stats::{self, GroupSummary, TopScores};
use crate::tally::{MISSING, Responses};

/// Fewest answers of a person that say how the person answered.
const FEWEST_ANSWERS: usize = 3;

/// How the people of an academy answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnswerStyle {
    /// People at the top, and the scores of the others over all items, 0 to 1.
    pub top: TopScores,
    /// Milliseconds of each person whose time is known.
    pub times: Vec<u32>,
}

/// How many of an academy are at the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopShare {
    /// Share of the academy, 0 to 1.
    pub share: f64,
    /// Share of all other academies together.
    pub elsewhere: f64,
}

/// Signs of answers given under pressure in one academy.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StyleSigns {
    /// More people at the top than expected.
    pub top: Option<TopShare>,
    /// More people with the same time than expected.
    pub equal_times: bool,
}

/// What a row's answers are, before they are summed up by academy.
#[derive(Clone, Copy)]
struct Person {
    answered: usize,
    /// Sum over the answers of the keyed place, as a share of the range.
    sum: f64,
    best: bool,
    highest: bool,
}

/// How each academy of a study answered, in the study's order.
#[must_use]
pub fn answer_styles(study: &Study<'_>, responses: &Responses) -> Vec<AnswerStyle> {
    let nobody = Person {
        answered: 0,
        sum: 0.0,
        best: true,
        highest: true,
    };
    let mut persons = vec![nobody; responses.rows()];
    for (place, item) in study.instrument.items().iter().enumerate() {
        let range = item.response.range;
        let top = range.mirrored(0);
        for (person, &given) in persons.iter_mut().zip(responses.column(place)) {
            if given != MISSING {
                let keyed = if item.reversed { range.mirrored(given) } else { given };
                person.answered += 1;
                person.sum += f64::from(keyed) / f64::from(top);
                person.best &= keyed == top;
                person.highest &= given == top;
            }
        }
    }
    let mut styles = vec![AnswerStyle::default(); study.tally.groups()];
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); styles.len()];
    let ids = responses.groupings().first().map_or(&[][..], |grouping| grouping.ids());
    for (row, (person, &id)) in persons.iter().zip(ids).enumerate() {
        let (Some(style), Some(scores)) = (styles.get_mut(id as usize), scores.get_mut(id as usize)) else {
            continue;
        };
        style
            .times
            .extend(responses.duration(row).filter(|_| person.answered > 0));
        if person.answered < FEWEST_ANSWERS {
            continue;
        }
        if person.best || person.highest {
            style.top.top += 1;
        } else {
            scores.push(person.sum / person.answered as f64);
        }
    }
    for (style, scores) in styles.iter_mut().zip(&scores) {
        style.top.others = GroupSummary::from_values(scores);
    }
    styles
}

/// The signs in each of some academies, each compared with the others among them.
#[must_use]
pub fn style_signs(styles: &[AnswerStyle]) -> Vec<StyleSigns> {
    let tops: Vec<TopScores> = styles.iter().map(|style| style.top).collect();
    let times: Vec<Vec<u32>> = styles.iter().map(|style| style.times.clone()).collect();
    let all: u64 = tops.iter().map(TopScores::n).sum();
    let all_top: u64 = tops.iter().map(|top| top.top).sum();
    let named = stats::too_many_at_the_top(&tops, &[]).into_iter();
    let equal = stats::too_many_equal(&times);
    let one = |((named, equal_times), own): ((bool, bool), &TopScores)| StyleSigns {
        top: named.then(|| TopShare {
            share: own.top as f64 / own.n() as f64,
            elsewhere: (all_top - own.top) as f64 / (all - own.n()) as f64,
        }),
        equal_times,
    };
    named.zip(equal).zip(&tops).map(one).collect()
}
