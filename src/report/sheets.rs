//! Tidy tables as the sheets of a workbook. People read these, and put those of several terms below each other: scales and rules
//! have their names, and every row says which trust and which term it is of.

use std::collections::HashMap;

use crate::disclosure::Rule;
use crate::report::{Cell, Column, Record, Report, Role, Table};

/// Columns of which a table has at least one if its rows are figures, so that tables of several terms are put together.
const OF_FIGURES: [&str; 4] = ["scale", "item", "group", "academy"];

/// Keys of the trust and the term of every row.
pub(crate) const STAMPS: [&str; 2] = ["trust_name", "term_name"];

impl Report {
    /// The tables that have rows, as sheets for people: scales and rules by their names, and the trust and the term in every row of
    /// figures.
    #[must_use]
    pub fn sheets(&self) -> Vec<Table> {
        let names = scale_names(&self.record);
        let trust = self.record.member("run").and_then(|run| run.text("trust"));
        let responses = self.record.each("run.responses").last();
        let term = responses.and_then(|responses| responses.text("term"));
        let mut tables: Vec<Table> = self.tables().filter(|table| !table.rows.is_empty()).collect();
        for table in &mut tables {
            name_scales(table, &names);
            name_rules(table);
            if OF_FIGURES.iter().any(|key| table.place(key).is_some()) {
                stamp(table, trust, term);
            }
        }
        tables
    }
}

/// Adds the trust and the term to every row, where they are known and the table does not have them.
pub(crate) fn stamp(table: &mut Table, trust: Option<&str>, term: Option<&str>) {
    let [trust_key, term_key] = STAMPS;
    let term = term.filter(|_| table.place("term").is_none());
    for (key, heading, name) in [(trust_key, "Trust", trust), (term_key, "Term", term)] {
        let Some(name) = name else {
            continue;
        };
        table.columns.push(Column::new(key, heading, Role::Name));
        table.rows.iter_mut().for_each(|row| row.push(Cell::text(name)));
    }
}

/// The name of every scale by its id; none if two have the same name, which would be taken for one.
fn scale_names(record: &Record) -> HashMap<&str, &str> {
    let scales = record.each("scales").iter();
    let names: HashMap<&str, &str> = scales
        .filter_map(|scale| Some((scale.text("id")?, scale.text("name")?)))
        .collect();
    let mut distinct: Vec<&str> = names.values().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() == names.len() {
        names
    } else {
        HashMap::new()
    }
}

fn name_scales(table: &mut Table, names: &HashMap<&str, &str>) {
    rename(table, "scale", |id| names.get(id).copied());
}

fn name_rules(table: &mut Table) {
    let words = |name: &str| {
        let rules = [
            (Rule::Small, "too few people"),
            (Rule::Complementary, "it would give away a small group"),
        ];
        let found = rules.into_iter().find(|(rule, _)| rule.name() == name);
        found.map(|(_, words)| words)
    };
    for key in ["withheld", "standardised_withheld"] {
        rename(table, key, words);
    }
}

/// Replaces the words of a column that have others.
fn rename<'n>(table: &mut Table, key: &str, other: impl Fn(&str) -> Option<&'n str>) {
    let Some(place) = table.place(key) else {
        return;
    };
    for row in &mut table.rows {
        if let Cell::Text(text) = &row[place]
            && let Some(other) = other(text)
        {
            row[place] = Cell::text(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tidy::Tidy;

    fn report(names: [&str; 2]) -> Report {
        let scales = ["one", "two"].into_iter().zip(names);
        let scales = scales.map(|(id, name)| Record::object().with("id", id).with("name", name));
        let columns = ["scale", "n", "withheld"].map(|key| Column::new(key, key, Role::Figure));
        let mut table = Table::new("scores", columns.into());
        table.push(vec![Cell::text("one"), Cell::count(12)]);
        table.push(vec![Cell::text("two"), Cell::Blank, Cell::text(Rule::Small.name())]);
        let empty = Table::new("items", vec![Column::new("item", "Item", Role::Name)]);
        let run = Record::object().with("trust", "Fellside").with_list(
            "responses",
            ["Autumn", "Spring"].map(|term| Record::object().with("term", term)),
        );
        Report {
            title: String::new(),
            marking: None,
            summary: Vec::new(),
            blocks: Vec::new(),
            tables: vec![Tidy::Made(table), Tidy::Made(empty)],
            record: Record::object().with("run", run).with_list("scales", scales),
        }
    }

    fn words(table: &Table) -> Vec<Vec<String>> {
        table
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::words).collect())
            .collect()
    }

    #[test]
    fn rows_have_names_and_say_which_trust_and_term_they_are_of() {
        let sheets = report(["First", "Second"]).sheets();
        assert_eq!(sheets.len(), 1, "a table without rows is no sheet");
        assert_eq!(
            words(&sheets[0]),
            [
                ["First", "12", "", "Fellside", "Spring"],
                ["Second", "", "too few people", "Fellside", "Spring"]
            ]
        );
    }

    #[test]
    fn scales_of_one_name_keep_their_ids() {
        let sheets = report(["Efficacy", "Efficacy"]).sheets();
        assert_eq!(words(&sheets[0])[1][0], "two");
    }

    #[test]
    fn a_table_with_terms_is_not_given_another() {
        let mut report = report(["First", "Second"]);
        let mut table = report.table(None).expect("a table");
        table.columns[1] = Column::new("term", "Term", Role::Name);
        report.tables[0] = Tidy::Made(table);
        let keys: Vec<String> = report.sheets()[0]
            .columns
            .iter()
            .map(|column| column.key.clone())
            .collect();
        assert_eq!(keys, ["scale", "term", "withheld", "trust_name"]);
    }
}
