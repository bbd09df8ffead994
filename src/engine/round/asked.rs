//! Which items a round's groups were asked: noted in the answers before anything is scored, and reported.

use std::collections::BTreeMap;

use crate::analysis::{Asked, planned_missing};
use crate::engine::round::{Round, planned};
use crate::input::{Survey, all_quoted};
use crate::model::{Finding, Instrument, Level};
use crate::tally::Tally;

/// Finds what was asked of the academies of a survey.
pub(super) fn asked(instrument: &Instrument, survey: &Survey) -> Asked {
    Asked::of(instrument, &by_academy(instrument, survey), &[])
}

/// The counts of a survey by academy.
fn by_academy(instrument: &Instrument, survey: &Survey) -> Tally {
    match survey.counted.as_ref().and_then(|counted| counted.tallies.by.first()) {
        Some(tally) => tally.clone(),
        None => Tally::of(instrument, &survey.responses, 0),
    }
}

impl Round {
    /// The counts of the round by academy.
    pub(crate) fn tally_by_academy(&self) -> Tally {
        by_academy(&self.instrument, &self.survey)
    }

    /// Notes and reports which items were not asked, of whole groups or of parts of the staff.
    pub(super) fn settle_items_asked(&mut self, asked: &Asked) {
        let tally = self.tally_by_academy();
        let planned = planned_missing(&self.instrument, &tally, asked);
        self.survey
            .findings
            .extend(planned::findings(&self.instrument, &planned));
        if !asked.is_everything() {
            self.note_asked(asked);
            self.report_asked(asked, &tally);
        }
    }

    /// Notes in the answers which items were not asked, and leaves items that nobody was asked out of the scales.
    pub(crate) fn note_asked(&mut self, asked: &Asked) {
        let Some(counted) = &mut self.survey.counted else {
            self.survey.responses.mark_not_asked(&asked.not_asked_of);
            self.instrument = self.instrument.without_items(&asked.not_asked);
            return;
        };
        // Counts of people who answered every item cannot be made again, so the scales keep their items.
        let tallies = &mut counted.tallies;
        if let Some(tally) = tallies.by.first_mut() {
            for (group, items) in asked.not_asked_of.iter().enumerate() {
                for &item in items {
                    tally.mark_not_asked(group, item);
                }
            }
        }
        let of_all = asked.not_asked_of.iter().all(|items| *items == asked.not_asked);
        if of_all {
            for tally in tallies.by.iter_mut().skip(1) {
                for group in 0..tally.groups() {
                    asked
                        .not_asked
                        .iter()
                        .for_each(|&item| tally.mark_not_asked(group, item));
                }
            }
        } else if tallies.by.len() > 1 {
            // The other column's counts do not say which of its people were asked less.
            let column = tallies.by[1].column().to_owned();
            tallies.by.truncate(1);
            tallies.crossing.iter_mut().for_each(Vec::clear);
            let message = format!(
                "no figures by `{column}`: academies were asked different items, and a tally does not say which of the people of a \
                 group were asked less. Score the responses themselves"
            );
            self.survey
                .findings
                .push(Finding::new(Level::Warning, "by-needs-responses", message));
        }
    }

    /// Reports which items were not asked, by academy and of anybody.
    fn report_asked(&mut self, asked: &Asked, tally: &Tally) {
        let words = AskedWords {
            instrument: &self.instrument,
            tally,
            least: if self.policy.unsuppressed {
                0
            } else {
                self.policy.min_group
            },
            from_counts: self.survey.counted.is_some(),
        };
        let mut findings = words.of_nobody(&asked.not_asked);
        let mut groups_without: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (group, items) in asked.not_asked_of.iter().enumerate() {
            let own: Vec<usize> = items
                .iter()
                .copied()
                .filter(|item| !asked.not_asked.contains(item))
                .collect();
            if !own.is_empty() {
                groups_without.entry(own).or_default().push(group);
            }
        }
        let of_groups = groups_without.iter();
        findings.extend(of_groups.map(|(items, groups)| words.of_groups(items, groups)));
        // "Not asked" says more than "nobody answered".
        let ids: Vec<&String> = asked
            .not_asked
            .iter()
            .map(|&item| &self.instrument.items()[item].id)
            .collect();
        let said = |finding: &Finding| {
            finding.code == "item-blank" && finding.item.as_ref().is_some_and(|item| ids.contains(&item))
        };
        self.survey.findings.retain(|finding| !said(finding));
        self.survey.findings.extend(findings);
    }
}

/// What the findings need to know of the answers.
struct AskedWords<'a> {
    instrument: &'a Instrument,
    /// The counts before stray answers were set aside.
    tally: &'a Tally,
    /// Groups of fewer people are not named.
    least: u64,
    from_counts: bool,
}

impl AskedWords<'_> {
    /// One finding about the items that nobody was asked.
    fn of_nobody(&self, items: &[usize]) -> Vec<Finding> {
        if items.is_empty() {
            return Vec::new();
        }
        let all: Vec<usize> = (0..self.tally.groups()).collect();
        let message = format!(
            "{} not asked: {} of those who answered other items answered {}{}. {}",
            self.named(items, "was", "were"),
            self.nobody(items, &all),
            if items.len() == 1 { "it" } else { "them" },
            self.strays(items, &all),
            self.scored_on(items, "scored")
        );
        vec![self.finding(items, message)]
    }

    /// The finding about items that some groups were not asked.
    fn of_groups(&self, items: &[usize], groups: &[usize]) -> Finding {
        let people = |group: usize| self.tally.rows(group) - self.tally.blank(group);
        let (large, small): (Vec<usize>, Vec<usize>) = groups.iter().partition(|&&group| people(group) >= self.least);
        let mut who: Vec<String> = Vec::new();
        if !large.is_empty() {
            let names: Vec<&str> = large.iter().map(|&group| self.tally.names()[group].as_str()).collect();
            let names: Vec<String> = names
                .iter()
                .map(|name| {
                    if name.is_empty() {
                        "(no academy given)".to_owned()
                    } else {
                        (*name).to_owned()
                    }
                })
                .collect();
            who.push(all_quoted(&names));
        }
        match small.len() {
            0 => {}
            1 => who.push(format!("1 academy of fewer than {} people", self.least)),
            several => who.push(format!("{several} academies of fewer than {} people", self.least)),
        }
        let (was, its, their) = if groups.len() == 1 {
            ("was", "its", "Its score is")
        } else {
            ("were", "their", "Their scores are")
        };
        let message = format!(
            "{} {was} not asked {}: {} of {its} people who answered other items answered {}{}. {}",
            who.join(" and "),
            self.named(items, "", ""),
            self.nobody(items, groups),
            if items.len() == 1 { "it" } else { "them" },
            self.strays(items, groups),
            self.scored_on(items, their)
        );
        self.finding(items, message)
    }

    fn finding(&self, items: &[usize], message: String) -> Finding {
        let finding = Finding::new(Level::Warning, "not-asked", message);
        match items {
            [item] => finding.of_item(&self.instrument.items()[*item].id),
            _ => finding,
        }
    }

    /// "item `q5` was" or "items `q5` and `q6` were".
    fn named(&self, items: &[usize], one: &str, several: &str) -> String {
        let ids: Vec<String> = items
            .iter()
            .map(|&item| self.instrument.items()[item].id.clone())
            .collect();
        let (items, verb) = if ids.len() == 1 {
            ("item", one)
        } else {
            ("items", several)
        };
        format!("{items} {} {verb}", all_quoted(&ids)).trim_end().to_owned()
    }

    fn answers(&self, items: &[usize], groups: &[usize]) -> bool {
        let mut all = groups
            .iter()
            .flat_map(|&group| items.iter().map(move |&item| (group, item)));
        all.any(|(group, item)| self.tally.counts(group, item).iter().any(|&count| count > 0))
    }

    fn nobody(&self, items: &[usize], groups: &[usize]) -> &'static str {
        if self.answers(items, groups) {
            "almost none"
        } else {
            "none"
        }
    }

    fn strays(&self, items: &[usize], groups: &[usize]) -> &'static str {
        match (self.answers(items, groups), self.from_counts) {
            (false, _) => "",
            (true, false) => " (their answers are set aside)",
            (true, true) => " (their answers cannot be taken out of a tally)",
        }
    }

    /// The scales that are scored on fewer items, and what follows.
    fn scored_on(&self, items: &[usize], what: &str) -> String {
        let of_trust = what == "scored";
        let mut parts: Vec<String> = Vec::new();
        let mut whole: Vec<String> = Vec::new();
        for scale in self.instrument.scales() {
            let designed = scale.designed();
            let here = |item: &&usize| scale.items.contains(item) || scale.not_asked.contains(item);
            let lacking = items.iter().filter(here).count();
            // Items that nobody was asked are out of the scale already.
            let asked = if of_trust && !self.from_counts {
                designed - scale.not_asked.len()
            } else {
                scale.items.len() - lacking
            };
            match lacking {
                0 => {}
                _ if asked == 0 || lacking == designed => whole.push(scale.name.clone()),
                _ => parts.push(format!("{asked} of the {designed} items of {}", scale.name)),
            }
        }
        let mut sentences: Vec<String> = Vec::new();
        if !parts.is_empty() {
            let on = parts.join(", ");
            sentences.push(if of_trust {
                format!("Scores are on {on}")
            } else {
                format!("{what} on {on}: part of the trust's, but not compared with other academies")
            });
        }
        if !whole.is_empty() {
            sentences.push(format!("There is no score on {}", whole.join(", ")));
        }
        sentences.join(". ")
    }
}
