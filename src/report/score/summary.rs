//! What `cte score` says first: the trust on every scale, whether academies may be compared, and every academy on one line.

use crate::disclosure::Published;
use crate::report::compare::words::conclusion;
use crate::report::glance::{self, ScaleColumn};
use crate::report::picked::WITHHELD;
use crate::report::score::words;
use crate::report::{Block, Cell, Fact, Record, Role, comparing, invariance};

/// The rule behind the marks.
const CLEARLY: &str =
    "clearly above, or below, the rest of the trust; the interval is widened for all academies compared";

/// The commands that show more.
const NEXT: &str = "each scale below (--brief leaves that out, --scale ID shows one); single questions: cte items; a page for each \
                    principal: cte report";

pub(crate) fn blocks(record: &Record, published: &Published) -> Vec<Block> {
    let scales = record.each("scales");
    if scales.is_empty() {
        return Vec::new();
    }
    let interval = words::interval_heading(published.options.level);
    let trust =
        |path: &'static str| move |scale: &Record| scale.open("trust").map_or(Cell::Blank, |trust| trust.cell(path));
    let (mean, pomp) = (trust("mean"), trust("pomp"));
    let score = |scale: &Record| match scale.open("trust") {
        Some(_) => mean(scale),
        None => Cell::text(WITHHELD),
    };
    let limits = |scale: &Record| {
        scale
            .open("trust")
            .map_or(Cell::Blank, |trust| Cell::Text(words::interval(trust)))
    };
    let columns = [
        ScaleColumn::new("mean", "The trust", Role::Figure, &score),
        ScaleColumn::new("interval", &interval, Role::Figure, &limits),
        ScaleColumn::new("pomp", "Of 100", Role::Extra(5), &pomp),
    ];
    let mut blocks = vec![Block::Table(glance::of_scales(scales, &columns))];
    let mut said = compared(scales);
    said.extend(invariance::facts(scales));
    blocks.push(Block::Facts(said));
    let academies = glance::of_academies(scales, |academy| {
        glance::marked(
            academy.shown_number("mean"),
            academy.at("rest_of_trust").and_then(conclusion),
        )
    });
    let mut facts = Vec::new();
    if glance::has_marks(&academies) {
        facts.push(Fact::new(&format!("{} {}", glance::HIGHER, glance::LOWER), CLEARLY));
    }
    facts.extend(glance::withheld(scales, published.policy.min_group));
    facts.push(Fact::new("Next", NEXT));
    if academies.rows.len() > 1 {
        blocks.push(Block::Table(academies));
    }
    blocks.push(Block::Facts(facts));
    blocks
}

/// The sentences on comparing academies, each once, with the scales that it is about.
fn compared(scales: &[Record]) -> Vec<Fact> {
    let sentence = |scale: &Record| {
        let found = scale.open("aggregation").and_then(|found| found.text("comparison"));
        found.unwrap_or(comparing::WITHHELD).to_owned()
    };
    let mut sentences: Vec<(String, Vec<&str>)> = Vec::new();
    for scale in scales {
        let (own, name) = (sentence(scale), scale.text("id").unwrap_or_default());
        match sentences.iter_mut().find(|(text, _)| *text == own) {
            Some((_, names)) => names.push(name),
            None => sentences.push((own, vec![name])),
        }
    }
    let several = sentences.len() > 1;
    let text = sentences.into_iter().map(|(text, names)| {
        if several {
            format!("{}: {text}", names.join(", "))
        } else {
            text
        }
    });
    text.enumerate()
        .map(|(place, text)| Fact::new(if place == 0 { "Compare" } else { "" }, text))
        .collect()
}
