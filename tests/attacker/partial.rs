//! Partial respondents: people who answered only some items of a scale are the difference between its published bases.
//!
//! With k items, n people with a score and their mean M, n·M·k less the sums of all answers is a weighted sum of the answers of the
//! partial respondents. The attacker knows the numbers of people, how many items they skipped, and every published figure. The few are
//! found out if the interval for their mean answer is narrower than a fifth of the range of codes.

use cte::analysis::MissingRule;
use cte::disclosure::{
    AnswerDetail, AnswerFigures, GroupFigures, RestOfTrust, TrustFigures, publish, publish_reliability,
};
use cte::model::Instrument;
use cte::tally::MISSING;

use crate::intervals::{Known, Sums, sum_of_answers};
use crate::sketch::{Given, RATES, Sketch, answered, grouped};
use crate::trust::{ROUNDED, part};

/// The narrowest interval that protects, as a share of the range of codes.
pub(crate) const NARROWEST_SAFE: f64 = 0.2;

/// The outputs that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// `cte score` and `cte items --by academy`.
    ScoreAndItems,
    /// A folder of reports.
    Report,
    /// All of these.
    Everything,
    /// `cte score --by role` and `cte items --by role`.
    ByRole,
}

/// Few people, and how much is known of their answers.
pub(crate) struct Cell {
    what: String,
    people: usize,
    /// What is known of their mean answer, from 0 for the lowest code.
    mean: Known,
    range: f64,
}

impl Cell {
    fn is_solved(&self) -> bool {
        self.mean.width() < NARROWEST_SAFE * self.range - 1e-6
    }
}

/// The partial respondents of an academy on a scale.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Partial {
    scored: usize,
    /// People with a score who skipped an item, and the items they skipped.
    few: usize,
    skipped: f64,
    /// People who answered an item but have no score, and their answers.
    unscored: usize,
    given: f64,
    /// Σ (k − a) x − Σ a x, which is n·M·k less the sum of all answers.
    truth: f64,
}

impl Partial {
    pub(crate) fn of(sketch: &Sketch, scale: usize, persons: &[Vec<u8>]) -> Self {
        let items = &sketch.scales[scale];
        let mut found = Self::default();
        for person in persons {
            let given = answered(person, items);
            let sum: f64 = items
                .iter()
                .map(|&item| person[item])
                .filter(|&code| code != MISSING)
                .map(f64::from)
                .sum();
            if given < sketch.needed(scale) {
                found.unscored += usize::from(given > 0);
                found.given += given as f64;
                found.truth -= sum;
                continue;
            }
            found.scored += 1;
            let skipped = (items.len() - given) as f64;
            found.few += usize::from(skipped > 0.0);
            found.skipped += skipped;
            found.truth += sum * skipped / given as f64;
        }
        found
    }

    fn and(self, other: Self) -> Self {
        Self {
            scored: self.scored + other.scored,
            few: self.few + other.few,
            skipped: self.skipped + other.skipped,
            unscored: self.unscored + other.unscored,
            given: self.given + other.given,
            truth: self.truth + other.truth,
        }
    }

    /// The sets of one to nine people, if the weighted sum of their answers is known to lie in an interval.
    fn cells(self, what: &str, known: Known, range: f64) -> Vec<Cell> {
        let codes = Known::between(0.0, range);
        let mut cells = Vec::new();
        assert!(known.holds(self.truth), "{what}: {known:?} does not hold {self:?}");
        let mut cell = |set: &str, people: usize, unlimited: Known| {
            if (1..10).contains(&people) {
                cells.push(Cell {
                    what: format!("{set} of {what}"),
                    people,
                    mean: unlimited.and(codes),
                    range,
                });
            }
        };
        let of_few = known.plus(codes.times(self.given));
        cell("those who skipped", self.few, of_few.times(1.0 / self.skipped));
        let of_unscored = codes.times(self.skipped).minus(known);
        cell(
            "those without a score",
            self.unscored,
            of_unscored.times(1.0 / self.given),
        );
        cells
    }
}

/// What a published mean says of n·M·k, counted from the lowest code.
fn scored_sum(sketch: &Sketch, scale: usize, n: u64, mean: Option<f64>, rounded_to: f64) -> Known {
    let k = sketch.scales[scale].len() as f64;
    let Some(mean) = mean else { return Known::ZERO };
    let unit = if sketch.score == "sum" { k } else { 1.0 };
    let known = Known::rounded(mean, rounded_to).minus(Known::between(unit, unit));
    known.times(n as f64 * k / unit)
}

/// The means of the rest of the trust follow from the published means of the trust and of the academy, so they say nothing more.
fn follows_from_published(trust: &TrustFigures, own: &GroupFigures, rest: &TrustFigures) {
    let without = |whole: Option<f64>, of_whole: f64, of_part: f64| {
        (whole.expect("a mean") * of_whole - own.mean.expect("a mean") * of_part) / (of_whole - of_part)
    };
    let by_persons = |whole: Option<f64>| without(whole, trust.n as f64, own.n as f64);
    let by_academies = without(trust.mean_of_academies, trust.academies as f64, 1.0);
    let pairs = [
        (rest.mean, by_persons(trust.mean)),
        (rest.mean_of_persons, by_persons(trust.mean_of_persons)),
        (rest.mean_of_academies, by_academies),
    ];
    for (found, expected) in pairs {
        let known = Known::rounded(found.expect("a mean"), rest.unit);
        assert!(known.holds(expected), "{found:?} is not {expected} rounded");
    }
}

pub(crate) fn scored_sums(sketch: &Sketch, given: &Given, scale: usize, partial: &[Partial]) -> Option<Sums> {
    let published = &given.scores.scales[scale];
    let most = sketch.range() * sketch.scales[scale].len() as f64;
    let of = |n: u64, mean: Option<f64>, unit: f64| scored_sum(sketch, scale, n, mean, unit);
    let of_group = |figures: &GroupFigures| of(figures.n, figures.mean, figures.unit);
    let whole = published.trust.figures()?;
    let trust = of(whole.n, whole.mean, whole.unit).and(of(whole.n, whole.mean_of_persons, whole.unit));
    let reported = |group: usize| given.report.as_ref()?.academies[group].scales[scale].figures();
    let groups = (0..partial.len()).map(|group| {
        let possible = Known::between(0.0, most * partial[group].scored as f64);
        let own = given.groups(scale)[group]
            .scores
            .figures()
            .map_or(Known::NOTHING, of_group);
        possible
            .and(own)
            .and(reported(group).map_or(Known::NOTHING, |again| of_group(&again.own)))
    });
    for group in 0..partial.len() {
        if let Some((academy, RestOfTrust::Others(others))) = reported(group).map(|academy| (academy, &academy.rest)) {
            follows_from_published(whole, &academy.own, &others.rest);
        }
    }
    Some(Sums {
        trust,
        groups: groups.collect(),
        rests: vec![Known::NOTHING; partial.len()],
    })
}

/// What the published answers to an item say: of the sum of answers, or of the number of favourable ones. `most` is the highest value of
/// one answer.
pub(crate) fn item_sums(
    people: &[Vec<Vec<u8>>],
    given: &Given,
    item: usize,
    most: f64,
    of: &dyn Fn(&AnswerFigures) -> Known,
) -> Sums {
    let known = |figures: Option<&AnswerFigures>| figures.map_or(Known::NOTHING, of);
    let reported = |group: usize| given.report.as_ref()?.academies[group].items[item].figures();
    let groups = people.iter().enumerate().map(|(group, persons)| {
        let answers = persons.iter().filter(|person| person[item] != MISSING).count();
        let possible = Known::between(0.0, most * answers as f64);
        given
            .answers(group, item)
            .into_iter()
            .map(of)
            .fold(possible, Known::and)
    });
    let rests = (0..people.len()).map(|group| match reported(group).map(|found| &found.rest) {
        Some(RestOfTrust::Others(others)) => of(&others.rest),
        Some(RestOfTrust::TooFew) | None => Known::NOTHING,
    });
    let listed = given
        .items
        .iter()
        .flat_map(|items| items.scales.iter().flatten())
        .filter(|listed| listed.item == item);
    let listed = listed.map(|listed| known(listed.distribution.figures()));
    let mut sums = Sums {
        trust: listed.fold(known(given.scores.items[item].figures()), Known::and),
        groups: groups.collect(),
        rests: rests.collect(),
    };
    sums.settle();
    for known in sums.groups.iter_mut().chain(&mut sums.rests) {
        *known = known.whole();
    }
    sums.settle();
    sums
}

/// Attacks every set of one to nine partial respondents of a survey: of each group, of the trust, of the withheld groups together.
fn attack(sketch: &Sketch, read: Read) -> Vec<Cell> {
    let instrument = sketch.instrument();
    let given = sketch.given(&instrument, ROUNDED);
    let (given, groups) = match read {
        Read::ByRole => (sketch.given_by_role(&instrument, ROUNDED), sketch.roles()),
        Read::Everything => (given, sketch.academies.clone()),
        Read::ScoreAndItems => (Given { report: None, ..given }, sketch.academies.clone()),
        Read::Report => (Given { items: None, ..given }, sketch.academies.clone()),
    };
    let items = all_item_sums(sketch, &instrument, &groups, &given);
    let hidden = |scale: usize| hidden(&given, scale);
    let scored = |scale: usize, partial: &[Partial]| scored_sums(sketch, &given, scale, partial);
    cells(sketch, &groups, &items, &scored, &hidden)
}

/// What is known of the sum of the answers to each item.
pub(crate) fn all_item_sums(
    sketch: &Sketch,
    instrument: &Instrument,
    groups: &[Vec<Vec<u8>>],
    given: &Given,
) -> Vec<Sums> {
    let sums = |item: usize| {
        let response = &instrument.items()[item].response;
        item_sums(groups, given, item, sketch.range(), &|figures| {
            sum_of_answers(figures, response)
        })
    };
    (0..sketch.items).map(sums).collect()
}

/// The groups whose scores are withheld.
pub(crate) fn hidden(given: &Given, scale: usize) -> Vec<usize> {
    let groups = given.groups(scale).iter().enumerate();
    let hidden = groups.filter(|(_, group)| group.scores.figures().is_none());
    hidden.map(|(place, _)| place).collect()
}

/// Every set of one to nine partial respondents among the people in these groups, with what is known of their answers from `items`, what is
/// known of the answers to each item, and `scored`, what is known of n M k of a scale.
pub(crate) fn cells(
    sketch: &Sketch,
    groups: &[Vec<Vec<u8>>],
    items: &[Sums],
    scored: &dyn Fn(usize, &[Partial]) -> Option<Sums>,
    hidden: &dyn Fn(usize) -> Vec<usize>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    for scale in 0..sketch.scales.len() {
        let partial: Vec<Partial> = groups
            .iter()
            .map(|persons| Partial::of(sketch, scale, persons))
            .collect();
        let Some(mut scored) = scored(scale, &partial) else {
            continue;
        };
        scored.settle();
        let less = |of: &dyn Fn(&Sums) -> Known| {
            let answers = sketch.scales[scale].iter().map(|&item| of(&items[item]));
            answers.fold(of(&scored), Known::minus)
        };
        let range = sketch.range();
        let groups = partial.iter().enumerate().map(|(group, partial)| {
            let possible = Known::between(-partial.given * range, partial.skipped * range);
            possible.and(less(&|sums| sums.groups[group]))
        });
        let mut differences = Sums {
            trust: less(&|sums| sums.trust),
            groups: groups.collect(),
            rests: (0..partial.len())
                .map(|group| less(&|sums| sums.rests[group]))
                .collect(),
        };
        differences.settle();
        let sets = (0..partial.len())
            .map(|group| vec![group])
            .chain([(0..partial.len()).collect(), hidden(scale)]);
        for set in sets {
            let people = set
                .iter()
                .map(|&group| partial[group])
                .fold(Partial::default(), Partial::and);
            cells.extend(people.cells(&format!("groups {set:?} on scale {scale}"), differences.of(&set), range));
        }
    }
    cells
}

/// Attacks many surveys at each rate of missing answers; fails if anything is solved.
pub(crate) fn over_sketches(attack: &dyn Fn(&Sketch) -> Vec<Cell>) {
    let (mut attacked, mut solved) = (0, Vec::new());
    for rate in RATES {
        for seed in 0..part(1000) / 4 {
            let sketch = Sketch::of(seed, rate);
            for cell in attack(&sketch) {
                attacked += 1;
                if cell.is_solved() {
                    let sizes: Vec<usize> = sketch.academies.iter().map(Vec::len).collect();
                    solved.push(format!(
                        "seed {seed}, rate {rate}, {} of {} items, {sizes:?}: {} {}, {:.2}..{:.2} of {}",
                        sketch.score, sketch.items, cell.people, cell.what, cell.mean.low, cell.mean.high, cell.range
                    ));
                }
            }
        }
    }
    assert!(attacked > 100, "only {attacked} cells");
    assert!(
        solved.is_empty(),
        "{} of {attacked} cells are solved:\n{}",
        solved.len(),
        solved.join("\n")
    );
}

#[test]
fn partial_respondents_do_not_follow_from_scores_less_items() {
    over_sketches(&|sketch| attack(sketch, Read::ScoreAndItems));
}

#[test]
fn partial_respondents_do_not_follow_from_a_folder_of_reports() {
    over_sketches(&|sketch| attack(sketch, Read::Report));
}

#[test]
fn partial_respondents_do_not_follow_from_everything_together() {
    over_sketches(&|sketch| attack(sketch, Read::Everything));
}

#[test]
fn partial_respondents_do_not_follow_from_scores_less_items_by_role() {
    over_sketches(&|sketch| attack(sketch, Read::ByRole));
}

/// Agreement leaves partial respondents out, so their possible answers could be tried against it one by one.
#[test]
fn no_agreement_stands_beside_few_partial_respondents() {
    let (mut attacked, mut shown) = (0, 0);
    for rate in RATES {
        for seed in 0..part(1000) / 4 {
            let sketch = Sketch::of(seed, rate);
            let instrument = sketch.instrument();
            let scores = sketch.given(&instrument, ROUNDED).scores;
            for scale in &scores.scales {
                for (academy, persons) in scale.academies.iter().zip(&sketch.academies) {
                    let partial = Partial::of(&sketch, scale.scale, persons);
                    let few = [partial.few, partial.unscored]
                        .iter()
                        .any(|people| (1..10).contains(people));
                    let agreement = academy.agreement.figures().filter(|found| found.n > 0);
                    attacked += usize::from(few);
                    shown += usize::from(agreement.is_some());
                    assert!(
                        !few || agreement.is_none(),
                        "seed {seed}, rate {rate}: {}",
                        academy.name
                    );
                }
            }
        }
    }
    assert!(attacked > 100 && shown > 100, "{attacked} with few, {shown} shown");
}

/// How many figures of the groups shown lose detail because somebody skipped something.
#[derive(Debug, Default)]
struct Loss {
    trusts: usize,
    groups: usize,
    means: usize,
    coarser_means: usize,
    coarser_means_of_trust: usize,
    items: usize,
    items_in_bands: usize,
    items_withheld: usize,
    items_of_trust_not_counted: usize,
}

fn loss(rate: u64) -> Loss {
    let mut loss = Loss::default();
    for seed in 0..part(1000) / 4 {
        let sketch = Sketch::of(seed, rate);
        let instrument = sketch.instrument();
        let given = sketch.given(&instrument, ROUNDED);
        loss.trusts += 1;
        for (scale, items) in given.scores.scales.iter().zip(&sketch.scales) {
            let sum = if sketch.score == "sum" { items.len() as f64 } else { 1.0 };
            let usual = if sketch.range() * sum >= 25.0 { 0.1 } else { 0.01 };
            let coarser = |unit: f64| usize::from(unit > usual + 1e-9);
            loss.coarser_means_of_trust += scale.trust.figures().map_or(0, |trust| coarser(trust.unit));
            let shown = scale.academies.iter().filter_map(|academy| academy.scores.figures());
            for own in shown {
                loss.means += 1;
                loss.coarser_means += coarser(own.unit);
            }
        }
        for (group, academy) in given.scores.scales[0].academies.iter().enumerate() {
            if academy.scores.figures().is_none() {
                continue;
            }
            loss.groups += 1;
            let items = given.items.as_ref().and_then(|items| items.by.as_ref());
            for item in &items.expect("items by academy").1[group].items {
                loss.items += 1;
                match item.figures().map(|found| &found.answers) {
                    Some(AnswerDetail::Bands { .. }) => loss.items_in_bands += 1,
                    Some(_) => {}
                    None => loss.items_withheld += 1,
                }
            }
        }
        let of_trust = given.scores.items.iter();
        loss.items_of_trust_not_counted += of_trust
            .filter(|item| {
                !matches!(
                    item.figures().map(|found| &found.answers),
                    Some(AnswerDetail::Counts { .. })
                )
            })
            .count();
    }
    loss
}

#[test]
fn most_figures_keep_their_detail() {
    for rate in RATES {
        let loss = loss(rate);
        // At most half of the scores lose a decimal, and a seventh of the answers to items, where up to a twentieth of all answers is missing.
        assert!(2 * loss.coarser_means <= loss.means, "rate {rate}: {loss:#?}");
        assert!(7 * loss.items_withheld <= loss.items, "rate {rate}: {loss:#?}");
        assert!(loss.items_in_bands <= loss.items - loss.items_withheld, "{loss:#?}");
    }
}

/// Coefficients leave out the people who skipped something, or with `--missing pairwise` their gaps. Beside exact counts of answers, or beside
/// each other, they would say how one or two such people answered.
#[test]
fn coefficients_do_not_stand_beside_exact_counts_that_few_more_people_gave() {
    let (mut few, mut many) = (0, 0);
    for rate in RATES {
        for seed in 0..part(1000) / 4 {
            let sketch = Sketch::of(seed, rate);
            let instrument = sketch.instrument();
            let responses = sketch.responses();
            let survey = grouped(&instrument, &responses);
            let all: Vec<Vec<u8>> = sketch.academies.concat();
            let partial = |scale: usize| Partial::of(&sketch, scale, &all);
            let is_few = |partial: Partial| (1..10).contains(&(partial.few + partial.unscored));
            let skipped_by_few = (0..sketch.scales.len()).any(|scale| is_few(partial(scale)));
            let published = publish(&survey, ROUNDED);
            let mut in_pairs = survey.clone();
            in_pairs.academies.options.missing = MissingRule::Pairwise;
            let in_pairs = publish_reliability(&in_pairs, ROUNDED);
            for (scale, found) in published.scales.iter().enumerate() {
                let alpha = found.reliability.figures().and_then(|found| found.alpha.as_ref().ok());
                let has_two_decimals = alpha.is_none_or(|alpha| {
                    let hundredths = alpha.value * 100.0;
                    (hundredths - hundredths.round()).abs() < 1e-9
                });
                let counted = sketch.scales[scale].iter().any(|&item| {
                    let answers = published.items[item].figures().map(|found| &found.answers);
                    matches!(answers, Some(AnswerDetail::Counts { .. }))
                });
                let coefficients = in_pairs.scales[scale].coefficients.figures();
                if skipped_by_few {
                    few += usize::from(alpha.is_some());
                    assert!(
                        has_two_decimals && !counted && coefficients.is_none(),
                        "seed {seed}, rate {rate}: {alpha:?}"
                    );
                } else {
                    many += usize::from(!has_two_decimals && counted && coefficients.is_some());
                }
            }
        }
    }
    assert!(few > 50 && many > 10, "{few} with few, {many} in full detail");
}
