//! Reads results of several terms: `cte compare` and `cte trend`. Each term discloses as much as a result of that term
//! alone.

use std::collections::BTreeSet;

use crate::input::earlier::at::PlacedValue;
use crate::input::earlier::{
    EarlierError, SeenGroup, SeenScale, SeenTerm, Shows, inputs, second, sha256_of, standardised,
};

/// The part of an entry that is about one of its terms.
struct Entry {
    withheld: Option<&'static str>,
    n: Option<u64>,
    standardised: bool,
}

pub(super) fn of_change(root: &PlacedValue<'_>) -> Result<Shows, EarlierError> {
    let entry = |shown: &PlacedValue<'_>, term: usize| {
        let key = ["n_before", "n_after"].get(term);
        Ok(Entry {
            withheld: shown.rule()?,
            // Respondents in only one term have no number in the other.
            n: key.and_then(|key| shown.maybe(key)).map(|n| n.count()).transpose()?,
            // Shown for both terms or for neither.
            standardised: standardised(shown)?,
        })
    };
    let mut shows = of(root, &|trust, term| entry(trust, term), &entry)?;
    if let Some(linked) = root.maybe("linked") {
        for term in &mut shows.terms {
            term.second = Some(second(&linked, &term.scales)?);
        }
    }
    Ok(shows)
}

pub(super) fn of_trend(root: &PlacedValue<'_>) -> Result<Shows, EarlierError> {
    let point = |points: &PlacedValue<'_>, term: usize| -> Result<Entry, EarlierError> {
        let points = points.list()?;
        let point = points.get(term).ok_or_else(|| {
            points.last().map_or_else(
                || root.wrong("no points", "one a term"),
                |last| last.wrong("the last point", "one a term"),
            )
        })?;
        Ok(Entry {
            withheld: point.rule()?,
            n: point.maybe("n").map(|n| n.count()).transpose()?,
            standardised: standardised(point)?,
        })
    };
    of(root, &point, &|group, term| point(&group.member("terms")?, term))
}

/// Reads what an entry shows about a term.
type OfTerm<'r> = dyn Fn(&PlacedValue<'_>, usize) -> Result<Entry, EarlierError> + 'r;

fn of(root: &PlacedValue<'_>, of_trust: &OfTerm<'_>, of_group: &OfTerm<'_>) -> Result<Shows, EarlierError> {
    let mut by = None;
    let mut terms = Vec::new();
    for (place, term) in root.member("terms")?.list()?.iter().enumerate() {
        let name = term.member("name")?.text()?;
        let mut scales = Vec::new();
        for scale in root.member("scales")?.list()? {
            let items = scale.member("items")?.list()?;
            let groups = |list: &PlacedValue<'_>, key: &str| -> Result<Vec<SeenGroup>, EarlierError> {
                let group = |group: PlacedValue<'_>| {
                    let Entry {
                        withheld,
                        n,
                        standardised,
                    } = of_group(&group, place)?;
                    Ok(SeenGroup {
                        name: group.member(key)?.text()?,
                        withheld,
                        n: n.or((withheld.is_none()).then_some(0)),
                        standardised,
                    })
                };
                list.list()?.into_iter().map(group).collect()
            };
            let beside = scale.maybe("by");
            if let Some(beside) = &beside {
                by = Some(beside.member("column")?.text()?);
            }
            scales.push(SeenScale {
                id: scale.member("id")?.text()?,
                items: items
                    .iter()
                    .map(PlacedValue::text)
                    .collect::<Result<BTreeSet<_>, _>>()?,
                total: of_trust(&scale.member("trust")?, place)?.withheld.is_none(),
                academies: groups(&scale.member("academies")?, "academy")?,
                by: match &beside {
                    Some(beside) => groups(&beside.member("groups")?, "group")?,
                    None => Vec::new(),
                },
            });
        }
        terms.push(SeenTerm {
            instrument_sha256: sha256_of(term)?,
            inputs: inputs(root, |file| Ok(file.member("term")?.text()? == name))?,
            name: Some(name),
            scales,
            second: None,
        });
    }
    Ok(Shows { by, terms })
}
