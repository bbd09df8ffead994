//! How often intervals and words are right, by simulation: the sections of the page of definitions that begin with "How often".

use crate::report::figures::definitions::{PAGE, unescaped};
use crate::report::{Block, Cell, Column, Role, Table};

/// A section of simulated rates.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Its heading.
    pub heading: String,
    /// Its paragraphs and tables.
    pub blocks: Vec<Block>,
}

/// The sections of simulated rates, in the order of the page.
#[must_use]
pub fn rates() -> Vec<Rates> {
    let sections = PAGE.split("\n## ").filter(|section| section.starts_with("How often"));
    sections.map(of_section).collect()
}

fn of_section(section: &str) -> Rates {
    let mut parts = section.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    Rates {
        heading: parts.next().map_or_else(String::new, unescaped),
        blocks: parts.map(block).collect(),
    }
}

/// A table, if every line begins with `|`; otherwise a paragraph.
fn block(part: &str) -> Block {
    if part.lines().all(|line| line.starts_with('|')) {
        Block::Table(table(part))
    } else {
        let words = part.lines().collect::<Vec<_>>().join(" ");
        Block::note(unescaped(&words).replace('`', ""))
    }
}

fn table(part: &str) -> Table {
    let mut lines = part.lines().map(cells);
    let heads = lines.next().unwrap_or_default();
    let columns = heads.iter().enumerate().map(|(place, head)| {
        let role = if place == 0 { Role::Name } else { Role::Figure };
        Column::new(&format!("rate_{place}"), head, role)
    });
    let mut table = Table::new("rates", columns.collect());
    // The line below the heads is dashes.
    for row in lines.skip(1) {
        table.push(row.into_iter().map(Cell::Text).collect());
    }
    table
}

fn cells(line: &str) -> Vec<String> {
    let inside = line.trim().trim_start_matches('|').trim_end_matches('|');
    inside
        .split('|')
        .map(|cell| unescaped(cell.trim()).replace('`', ""))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_whole_tables() {
        let all = rates();
        assert_eq!(all.len(), PAGE.matches("\n## How often").count());
        assert!(all.len() > 2, "{} sections", all.len());
        for section in &all {
            let tables = section.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            });
            let tables: Vec<&Table> = tables.collect();
            assert!(!tables.is_empty(), "{}", section.heading);
            for table in tables {
                assert!(table.rows.len() > 4, "{}", section.heading);
                for row in &table.rows {
                    assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", section.heading);
                }
            }
        }
    }
}
