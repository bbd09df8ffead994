//! Explanations of figures: definition, source, estimator, missing rule, denominator, and what other programs print for the
//! same data. `docs/statistics.md` is their only source; `--explain` prints what that page says.

use std::sync::LazyLock;

use crate::report::figures::definitions::{PAGE, unescaped};
use crate::report::{Block, Fact, Record, Report, figures, tidy};

/// The parts of an entry: key in records, label in reports, label on the page.
const PARTS: [(&str, &str, &str); 6] = [
    ("definition", "Definition", "Definition"),
    ("source", "Source", "Source"),
    ("estimator", "Estimated", "Estimated"),
    ("missing", "Missing", "Missing answers"),
    ("denominator", "Divided by", "Divided by"),
    ("elsewhere", "Elsewhere", "Elsewhere"),
];

static EXPLANATIONS: LazyLock<Vec<Explanation>> = LazyLock::new(|| {
    let sections = PAGE.split("\n## ");
    let entries = sections.flat_map(|section| section.split("\n### ").skip(1));
    entries.filter_map(Explanation::read).collect()
});

/// The explanation of one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The key that JSON and `--explain` use.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Its meaning in plain words.
    pub says: String,
    /// Definition, source, estimator, missing rule, denominator and other programs, in the order of the page; a part that does
    /// not apply is empty.
    parts: [String; PARTS.len()],
}

impl Explanation {
    /// Reads an entry of the page, from its name on. Returns `None` if the entry has another form.
    fn read(entry: &str) -> Option<Self> {
        let mut lines = entry.lines().filter(|line| !line.is_empty());
        let name = unescaped(lines.next()?);
        let (key, says) = lines.next()?.strip_prefix('`')?.split_once("` · ")?;
        let mut parts = [const { String::new() }; PARTS.len()];
        for line in lines {
            let (label, text) = line.strip_prefix("- **")?.split_once(":** ")?;
            let place = PARTS.iter().position(|(_, _, on_page)| *on_page == label)?;
            parts[place] = unescaped(text);
        }
        Some(Self {
            key: key.to_owned(),
            name,
            says: unescaped(says),
            parts,
        })
    }

    /// The parts: key in records, label in reports, text.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let texts = PARTS.iter().zip(&self.parts);
        texts.map(|((key, label, _), text)| (*key, *label, text.as_str()))
    }

    fn fields(&self) -> Record {
        let head = Record::object()
            .with("key", self.key.as_str())
            .with("name", self.name.as_str())
            .with("says", self.says.as_str());
        self.parts().fold(head, |record, (key, _, text)| record.with(key, text))
    }

    fn blocks(&self) -> [Block; 2] {
        let says = std::iter::once(("", "Says", self.says.as_str()));
        let given = says.chain(self.parts()).filter(|(_, _, text)| !text.is_empty());
        let facts = given.map(|(_, label, text)| Fact::new(label, text));
        [Block::heading(&self.name, &self.key), Block::Facts(facts.collect())]
    }
}

/// Every explained figure, in the order of the page.
#[must_use]
pub fn explanations() -> &'static [Explanation] {
    &EXPLANATIONS
}

/// The report that explains one figure, or all if `key` is empty; `None` for an unknown key.
///
/// Case, hyphens, spaces and brackets do not matter, and a figure is found under its usual names too: `ICC(1)`, `λ2`,
/// `omega`.
#[must_use]
pub fn explain(key: &str) -> Option<Report> {
    let wanted = figures::resolve(key);
    let is_wanted = |explanation: &&Explanation| key.is_empty() || wanted == Some(&explanation.key);
    let chosen: Vec<&Explanation> = explanations().iter().filter(is_wanted).collect();
    if chosen.is_empty() {
        return None;
    }
    let record = Record::object()
        .with("schema", "cte/explain/1")
        .with_list("explanations", chosen.iter().map(|one| one.fields()));
    Some(Report {
        title: "What the figures are".to_owned(),
        marking: None,
        summary: Vec::new(),
        blocks: chosen.iter().flat_map(|one| one.blocks()).collect(),
        tables: tidy::views(&[tidy::EXPLANATIONS]),
        record,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_page_is_read() {
        let headings = PAGE.lines().filter(|line| line.starts_with("### ")).count();
        assert!(headings > 70, "{headings} entries");
        assert_eq!(
            explanations().len(),
            headings,
            "an entry has another form than its neighbours"
        );
        for (place, one) in explanations().iter().enumerate() {
            let same = |other: &Explanation| other.key == one.key;
            assert!(!explanations()[..place].iter().any(same), "`{}` twice", one.key);
        }
    }

    #[test]
    fn an_entry_with_an_unknown_or_unlabelled_line_is_not_read() {
        let entry = "Alpha\\*\n\n`alpha` · Says \\_so\\_.\n\n- **Source:** A (1951).\n";
        let read = Explanation::read(entry).unwrap();
        assert_eq!((read.key.as_str(), read.name.as_str()), ("alpha", "Alpha*"));
        assert_eq!(read.says, "Says _so_.");
        assert_eq!(
            read.parts().find(|(key, _, _)| *key == "source").unwrap().2,
            "A (1951)."
        );
        assert_eq!(Explanation::read(&format!("{entry}- **Origin:** A.\n")), None);
        assert_eq!(Explanation::read(&format!("{entry}and more\n")), None);
    }
}
