//! Who answered, in this term and in the one before.

use crate::disclosure::{GroupChange, PublishedChange, Shown, TermScore, WhichTerm};
use crate::report::board::Folder;
use crate::report::board::change::{self, Since};
use crate::report::board::page::{Part, Section};
use crate::report::context::group_name;
use crate::report::{Cell, Column, Role, Table, number};

/// How many answered, of how many, and whether fewer do than before.
pub(crate) fn section(folder: &Folder<'_>) -> Section {
    let published = &folder.reported.trust;
    let section = |parts| Section {
        id: "response",
        heading: "Who answered".to_owned(),
        parts,
    };
    let Some(scale) = published.scales.first() else {
        return section(Vec::new());
    };
    let id = &folder.context.instrument.scales()[scale.scale].id;
    // Only where the same scale was asked before do two numbers of answers belong beside each other.
    let since = folder.since();
    let before = since.and_then(|since| Some((since, since.on(id)?)));
    let mut columns = vec![
        Column::new("academy", "Academy", Role::Name),
        Column::new("n", "Answered", Role::Figure),
        Column::new("headcount", "Staff", Role::Figure),
        Column::new("response_rate", "Rate", Role::Figure),
    ];
    if let Some((since, _)) = before {
        let term = since.term(WhichTerm::Before);
        columns.extend([
            Column::new("n_before", &format!("Answered, {term}"), Role::Figure),
            Column::new("response_rate_before", &format!("Rate, {term}"), Role::Figure),
        ]);
    }
    let mut table = Table::new("response", columns);
    let mut known = false;
    for (place, academy) in scale.academies.iter().enumerate() {
        let mut row = vec![Cell::Text(group_name(&academy.name, "academy"))];
        match &academy.scores {
            Shown::Withheld(_) => row.push(Cell::text("withheld")),
            Shown::Figures(found) => {
                known |= found.headcount.is_some();
                row.extend(now(found.n, found.headcount, found.response_rate));
                let own = folder.change().and_then(|change| {
                    let mut own = change.of_academy(place);
                    own.find(|on| before.is_some_and(|(_, scale)| scale.scale == on.scale.scale))
                });
                row.extend(own.map(|on| earlier(on.own)).into_iter().flatten());
            }
        }
        table.push(row);
    }
    if let Shown::Figures(trust) = &scale.trust {
        let mut row = vec![Cell::text("The trust")];
        row.extend(now(trust.n, trust.headcount, trust.response_rate));
        let then = before.and_then(|(_, scale)| scale.trust.figures());
        row.extend(then.map(|change| of_term(&change.before)).into_iter().flatten());
        table.push(row);
    }
    let words = if known {
        "Counted are those who answered enough of the first scale to have a score. A low rate says that those who \
         did not answer may think otherwise; no statistic can say what they think."
    } else {
        "How many staff there are was not given, so no response rate can be said, and every interval takes the staff \
         to be many more than those who answered."
    };
    let mut parts = vec![Part::Words(words.to_owned())];
    parts.extend(since.and_then(fallen));
    parts.push(Part::Table(
        "Answers, staff and response rate of each academy".to_owned(),
        table,
    ));
    section(parts)
}

fn now(n: u64, headcount: Option<u64>, rate: Option<f64>) -> [Cell; 3] {
    [
        Cell::count(n),
        headcount.map_or(Cell::Blank, Cell::count),
        percent(rate),
    ]
}

fn percent(rate: Option<f64>) -> Cell {
    rate.map_or(Cell::Blank, |rate| Cell::Text(number::percent(rate)))
}

fn of_term(score: &TermScore) -> [Cell; 2] {
    [Cell::count(score.n), percent(score.response_rate)]
}

/// What the change shows of the term before.
fn earlier(change: &PublishedChange) -> [Cell; 2] {
    match &change.figures {
        Shown::Withheld(_) => [Cell::text("withheld"), Cell::Blank],
        Shown::Figures(GroupChange::Only {
            when: WhichTerm::After, ..
        }) => [Cell::text("nobody"), Cell::Blank],
        Shown::Figures(_) => change::score_before(change).map_or([Cell::Blank, Cell::Blank], of_term),
    }
}

/// Where many fewer answered than before.
fn fallen(since: Since<'_>) -> Option<Part> {
    let drops = change::drops(since);
    let said = drops
        .into_iter()
        .map(|remark| capital(&remark.message.replace('`', "")));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then_some(Part::List(said))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
