//! Reads results of one term: `cte score`, `cte items`, `cte reliability`, `cte structure`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::input::earlier::at::PlacedValue;
use crate::input::earlier::{EarlierError, SeenGroup, SeenScale, SeenTerm, Shows, groups, inputs, second, sha256_of};

/// What a result has for each scale.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The trust's figures or coefficients, and academies.
    Scores,
    /// Items alone.
    Items,
    /// Figures about the trust alone.
    Trust,
}

pub(super) fn of_scores(root: &PlacedValue<'_>) -> Result<Shows, EarlierError> {
    of(root, Shape::Scores)
}

pub(super) fn of_items(root: &PlacedValue<'_>) -> Result<Shows, EarlierError> {
    of(root, Shape::Items)
}

pub(super) fn of_structure(root: &PlacedValue<'_>) -> Result<Shows, EarlierError> {
    of(root, Shape::Trust)
}

fn of(root: &PlacedValue<'_>, shape: Shape) -> Result<Shows, EarlierError> {
    let by = root.maybe("by");
    let mut by_column = by.as_ref().map(|by| by.member("column")?.text()).transpose()?;
    let mut scales = Vec::new();
    for scale in root.member("scales")?.list()? {
        let mut seen = scale_of(&scale, shape)?;
        if let Some(by) = &by {
            seen.by = groups_of_items(by, &seen.items)?;
        }
        if let Some(by) = scale.maybe("by") {
            by_column = Some(by.member("column")?.text()?);
            seen.by = groups(&by.member("groups")?, "group")?;
        }
        scales.push(seen);
    }
    let without = root.maybe("without_flagged");
    let term = SeenTerm {
        name: None,
        instrument_sha256: sha256_of(root)?,
        inputs: inputs(root, |_| Ok(true))?,
        second: without.map(|without| second(&without, &scales)).transpose()?,
        scales,
    };
    Ok(Shows {
        by: by_column,
        terms: vec![term],
    })
}

fn scale_of(scale: &PlacedValue<'_>, shape: Shape) -> Result<SeenScale, EarlierError> {
    let items = scale.member("items")?.list()?;
    let id = |item: &PlacedValue<'_>| match item.value {
        Value::String(id) => Ok(id.clone()),
        _ => item.member("id")?.text(),
    };
    // The trust's figures for a scale: its own, its coefficients, or those of its items.
    let total = match (scale.maybe("trust"), scale.maybe("coefficients")) {
        (Some(figures), _) | (None, Some(figures)) => figures.rule()?.is_none(),
        (None, None) if shape == Shape::Trust => scale.rule()?.is_none(),
        (None, None) if shape == Shape::Items => {
            let rules = items.iter().map(PlacedValue::rule).collect::<Result<Vec<_>, _>>()?;
            rules.iter().any(Option::is_none)
        }
        (None, None) => return Err(scale.wrong("neither `trust` nor `coefficients`", "the trust's figures")),
    };
    // Items may disclose what the coefficients of a scale do not.
    let of_items = items.iter().filter(|item| item.value.is_object());
    let of_items = of_items.map(PlacedValue::rule).collect::<Result<Vec<_>, _>>()?;
    Ok(SeenScale {
        id: scale.member("id")?.text()?,
        items: items.iter().map(id).collect::<Result<_, _>>()?,
        total: total || of_items.iter().any(Option::is_none),
        academies: match scale.maybe("academies") {
            Some(academies) => groups(&academies, "academy")?,
            None if shape != Shape::Scores => Vec::new(),
            None => return Err(scale.wrong("no `academies`", "the list of academies")),
        },
        by: Vec::new(),
    })
}

/// The groups of `cte items --by`. A group counts as shown on a scale if it is shown for any of its items.
fn groups_of_items(by: &PlacedValue<'_>, of_scale: &BTreeSet<String>) -> Result<Vec<SeenGroup>, EarlierError> {
    let group = |group: PlacedValue<'_>| {
        let mut rules = Vec::new();
        for item in group.member("items")?.list()? {
            if of_scale.contains(&item.member("id")?.text()?) {
                rules.push(item.rule()?);
            }
        }
        Ok(SeenGroup {
            name: group.member("group")?.text()?,
            withheld: if rules.iter().any(Option::is_none) {
                None
            } else {
                rules.into_iter().flatten().next()
            },
            n: None,
            standardised: false,
        })
    };
    by.member("groups")?.list()?.into_iter().map(group).collect()
}
