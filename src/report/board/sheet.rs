//! The first sheet of an academy's report: one page that can be read without the others, in plain words.

use crate::disclosure::Conclusion;
use crate::report::board::page::{Content, Section};
use crate::report::board::score::{difference, interval};
use crate::report::board::since::{self, Own, Since, is_change};
use crate::report::compare::words::{concludes, conclusion};
use crate::report::picked::{Picked, WITHHELD};
use crate::report::score::words::interval_heading;
use crate::report::{Cell, Record, Role, Subject};

/// The most questions that are named on either side.
const MOST_QUESTIONS: usize = 3;
/// The most words of all questions that are named.
const MOST_WORDS: usize = 80;
/// The most scales in the table of the sheet.
const MOST_SCALES: usize = 8;

/// The figures behind the sheet.
pub(super) struct Sheet<'a> {
    /// The scales that can be shown, with the academy's scores and the rest of the trust.
    pub(super) scales: Vec<&'a Record>,
    /// The items, with the academy's answers.
    pub(super) items: &'a [Record],
    /// The academy's changes.
    pub(super) changes: &'a [Own<'a>],
    pub(super) since: Option<Since<'a>>,
    pub(super) level: f64,
}

/// The other academies of a phase, such as `Other primary academies`.
fn others_of(phase: &str) -> String {
    format!("Other {phase} academies")
}

/// Something that stands out, most telling first.
enum Finding<'a> {
    ItemBelow(&'a str),
    ScaleFell(&'a str, &'a str),
    ScaleBelow(&'a str),
    ScaleRose(&'a str, &'a str),
    ItemAbove(&'a str),
    ScaleAbove(&'a str),
}

impl<'a> Sheet<'a> {
    /// The parts of the sheet below the answer.
    pub(super) fn sections(&self) -> Vec<Section> {
        vec![
            self.scores(),
            self.stands_out(),
            self.answered(),
            self.not_concluded(),
            self.question(),
        ]
    }

    fn change(&self, scale: &Record) -> Option<&'a Own<'a>> {
        let name = scale.text("scale")?;
        self.changes.iter().find(|own| own.name == name)
    }

    /// Every scale with the rest of the trust and the change.
    fn scores(&self) -> Section {
        let rows = self.scales.iter().take(MOST_SCALES).map(|scale| {
            let change = self.change(scale).map(|own| own.node.clone());
            (*scale).clone().with_some("change", change)
        });
        let rows: Vec<Record> = rows.collect();
        let peers = self.scales.iter().find_map(|scale| scale.at("peers"));
        let phase = peers.and_then(|peers| peers.text("phase")).unwrap_or_default();
        let mut table = Picked::wide("sheet", Subject::Any)
            .names("Scale", "scale")
            .headed("Here", "mean", Role::Figure)
            .made("interval", &interval_heading(self.level), Role::Figure, interval)
            .headed("Rest of the trust", "rest.mean", Role::Figure)
            .if_any()
            .headed(&others_of(phase), "peers.mean", Role::Figure)
            .if_any()
            .made("reading", "Here, against the rest", Role::Words, |node| {
                node.at("rest.from_rest").map_or(Cell::Blank, against)
            })
            .if_any();
        if let Some(since) = self.since {
            let heading = format!("Since {}", since.before());
            table = table
                .made("change", &heading, Role::Words, |node| {
                    node.at("change").map_or(Cell::Blank, changed)
                })
                .if_any();
        }
        let mut caption =
            "Scores here and in the rest of the trust, which is all its other academies together".to_owned();
        if let Some(peers) = peers {
            let note = format!(
                "; the other {phase} academies are those that can be shown ({})",
                peers.shown_number("academies")
            );
            caption.push_str(&note);
        }
        if self.scales.len() > MOST_SCALES {
            caption.push_str("; further scales are on the next pages");
        }
        Section::new(
            "sheet-scores",
            "Scores",
            vec![Content::Table(caption, table.table(&rows))],
        )
    }

    /// The questions that clearly differ from the rest of the trust.
    fn stands_out(&self) -> Section {
        let section = |content| Section::new("stands-out", "What stands out", content);
        if !self
            .items
            .iter()
            .any(|item| from_rest(item).and_then(conclusion).is_some())
        {
            return section(vec![Content::words(
                "Single questions cannot be compared with the rest of the trust here without showing what a few people answered.",
            )]);
        }
        let mut words = 0;
        let mut content = Vec::new();
        let sides = [
            (Conclusion::Higher, "▲ Clearly above the rest of the trust"),
            (Conclusion::Lower, "▼ Clearly below the rest of the trust"),
        ];
        for (side, heading) in sides {
            let mut texts = Vec::new();
            for text in self.items_on(side).into_iter().take(MOST_QUESTIONS) {
                words += text.split_whitespace().count();
                if words <= MOST_WORDS {
                    texts.push(text.to_owned());
                }
            }
            if !texts.is_empty() {
                content.push(Content::Heading(heading.to_owned()));
                content.push(Content::List(texts));
            }
        }
        if content.is_empty() {
            content.push(Content::words(
                "No single question clearly differs from the rest of the trust, on either side.",
            ));
        }
        section(content)
    }

    /// The wordings of the items that clearly differ on a side, the farthest first.
    fn items_on(&self, side: Conclusion) -> Vec<&'a str> {
        let distance = |item: &&Record| item.value("rest.from_rest.difference").unwrap_or(0.0).abs();
        let clear = |item: &&'a Record| from_rest(item).is_some_and(|found| concludes(found, side));
        let mut items: Vec<&'a Record> = self.items.iter().filter(clear).collect();
        items.sort_by(|one, other| distance(other).total_cmp(&distance(one)));
        items.into_iter().filter_map(|item| item.text("text")).collect()
    }

    /// How many answered.
    fn answered(&self) -> Section {
        let section = |text: String| Section::new("answered", "Who answered", vec![Content::Words(text)]);
        let Some(first) = self.scales.first() else {
            return section("Nobody answered enough questions to have a score.".to_owned());
        };
        let n = first.shown_number("n");
        let now = match (first.value("headcount"), first.value("response_rate")) {
            (Some(_), Some(_)) => format!(
                "{n} of {} staff answered ({}).",
                first.shown_number("headcount"),
                first.shown_number("response_rate")
            ),
            _ => format!("{n} staff answered. How many work here is not known to the report."),
        };
        let change = self.change(first).filter(|own| own.node.value("n_before").is_some());
        let before = change.zip(self.since).map(|(own, since)| {
            let rate = match own.node.value("response_rate_before") {
                Some(_) => format!(" ({})", own.node.shown_number("response_rate_before")),
                None => String::new(),
            };
            format!(
                " In {} it was {}{rate}.",
                since.before(),
                own.node.shown_number("n_before")
            )
        });
        section(format!(
            "{now}{} Those who did not answer may think otherwise.",
            before.unwrap_or_default()
        ))
    }

    fn not_concluded(&self) -> Section {
        let leadership = match self.since {
            None => {
                "How well one person leads. One term shows one moment, and much besides leadership decides what staff believe."
            }
            Some(_) => {
                "How well one person leads. Between two terms much changes besides leadership, and other people may answer."
            }
        };
        let points = [
            leadership,
            "A ranking. Figures that overlap, or are withheld, put no academy before another.",
            "That all is alike where nothing is clear: the survey sees only large differences.",
        ];
        Section::new(
            "sheet-not-concluded",
            "What must not be concluded",
            vec![Content::List(points.map(str::to_owned).to_vec())],
        )
    }

    /// A question for the staff meeting, from what stands out most.
    fn question(&self) -> Section {
        let text = match self.finding() {
            Some(Finding::ItemBelow(item)) => format!(
                "“{item}” Answers here are clearly less favourable than in the rest of the trust. What makes this hard here, and \
                 what would help?"
            ),
            Some(Finding::ScaleFell(scale, before)) => format!(
                "“{scale}” is clearly lower here than in {before}. What has become harder since then, and what would help?"
            ),
            Some(Finding::ScaleBelow(scale)) => format!(
                "“{scale}” is clearly lower here than in the rest of the trust. What do we find hard, and what would help?"
            ),
            Some(Finding::ScaleRose(scale, before)) => {
                format!("“{scale}” is clearly higher here than in {before}. What has helped, and how do we keep it?")
            }
            Some(Finding::ItemAbove(item)) => format!(
                "“{item}” Answers here are clearly more favourable than in the rest of the trust. What do we do that helps, and \
                 how do we keep it?"
            ),
            Some(Finding::ScaleAbove(scale)) => format!(
                "“{scale}” is clearly higher here than in the rest of the trust. What do we do that helps, and how do we keep it?"
            ),
            None => {
                "Nothing stands out clearly. Do these results match what we see from day to day, and what do they miss?"
                    .to_owned()
            }
        };
        Section::new(
            "question",
            "One question for the staff meeting",
            vec![Content::Words(text)],
        )
    }

    fn finding(&self) -> Option<Finding<'a>> {
        let item = |side| self.items_on(side).first().copied();
        let scale = |side| {
            let against = |scale: &&&'a Record| from_rest(scale).is_some_and(|found| concludes(found, side));
            self.scales.iter().find(against).and_then(|scale| scale.text("scale"))
        };
        let changed = |side| {
            let change = |own: &&'a Own<'a>| concludes(own.node, side);
            let own = self.changes.iter().find(change)?;
            Some((own.name, self.since?.before()))
        };
        item(Conclusion::Lower)
            .map(Finding::ItemBelow)
            .or_else(|| changed(Conclusion::Lower).map(|(scale, before)| Finding::ScaleFell(scale, before)))
            .or_else(|| scale(Conclusion::Lower).map(Finding::ScaleBelow))
            .or_else(|| changed(Conclusion::Higher).map(|(scale, before)| Finding::ScaleRose(scale, before)))
            .or_else(|| item(Conclusion::Higher).map(Finding::ItemAbove))
            .or_else(|| scale(Conclusion::Higher).map(Finding::ScaleAbove))
    }
}

fn from_rest(node: &Record) -> Option<&Record> {
    node.at("rest.from_rest")
}

/// The comparison with the rest in words that stay on one line.
fn against(from_rest: &Record) -> Cell {
    Cell::text(match conclusion(from_rest) {
        Some(Conclusion::Higher) => "▲\u{a0}clearly\u{a0}above",
        Some(Conclusion::Lower) => "▼\u{a0}clearly\u{a0}below",
        Some(Conclusion::NoClearChange) => "no clear difference",
        Some(Conclusion::NotComparable(_)) | None => "too uncertain to say",
    })
}

/// A change with its conclusion in words.
fn changed(node: &Record) -> Cell {
    if node.is_withheld() {
        return Cell::text(WITHHELD);
    }
    if !is_change(node) {
        return Cell::text("only in one term");
    }
    match difference(node) {
        Cell::Text(by) => Cell::Text(format!("{by} {}", since::conclusion(node))),
        _ => Cell::Text(since::conclusion(node)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(name: &str, key: &str, conclusion: Conclusion, difference: f64) -> Record {
        let from_rest = Record::object()
            .number("difference", difference, crate::report::Kind::Score)
            .with("says", conclusion.name());
        Record::object()
            .with(key, name)
            .with("rest", Record::object().with("from_rest", from_rest))
    }

    fn sheet<'a>(scales: Vec<&'a Record>, items: &'a [Record]) -> Sheet<'a> {
        Sheet {
            scales,
            items,
            changes: &[],
            since: None,
            level: 0.95,
        }
    }

    fn words(section: &Section) -> String {
        format!("{:?}", section.content)
    }

    #[test]
    fn only_questions_that_clearly_differ_stand_out_the_farthest_first() {
        let item = |name: &str, conclusion, difference| stands(name, "text", conclusion, difference);
        let items = [
            item("near", Conclusion::Lower, -0.3),
            item("unclear", Conclusion::NoClearChange, -0.9),
            item("far", Conclusion::Lower, -0.6),
            item("third", Conclusion::Lower, -0.2),
            item("fourth", Conclusion::Lower, -0.1),
        ];
        let sheet = sheet(Vec::new(), &items);
        let points = Content::List(["far", "near", "third"].map(str::to_owned).to_vec());
        assert_eq!(sheet.stands_out().content[1], points);
        assert!(words(&sheet.question()).contains("“far”"), "{:?}", sheet.question());
    }

    #[test]
    fn the_question_for_the_meeting_follows_from_what_stands_out() {
        let below = stands("Belonging", "scale", Conclusion::Lower, -0.4);
        let above = stands("Teaching", "scale", Conclusion::Higher, 0.4);
        let alike = stands("Trust", "scale", Conclusion::NoClearChange, 0.0);
        let question = |scales| words(&sheet(scales, &[]).question());
        assert!(question(vec![&above, &below]).contains("“Belonging” is clearly lower"));
        assert!(question(vec![&alike, &above]).contains("“Teaching” is clearly higher"));
        assert!(question(vec![&alike]).contains("Nothing stands out clearly"));
    }

    #[test]
    fn long_questions_leave_room_for_the_rest_of_the_sheet() {
        let long = "word ".repeat(50);
        let items: Vec<Record> = (0..4)
            .map(|place| stands(&long, "text", Conclusion::Higher, 0.5 + f64::from(place)))
            .collect();
        let out = sheet(Vec::new(), &items).stands_out();
        assert!(words(&out).matches("word").count() <= MOST_WORDS, "{out:?}");
    }
}
