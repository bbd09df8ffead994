//! The items that make a coefficient undefined or misleading: items that do not vary, copies of each other, and items that run
//! against the others.

use nalgebra::DMatrix;

use crate::analysis::reliability::frame::Frame;
use crate::analysis::{Coefficient, Estimated};
use crate::stats::{self, Undefined};

/// Correlation from which two items count as copies.
const COPY: f64 = 1.0 - 1e-9;
/// Loading on the first component at or below which an item runs against the others.
const AGAINST: f64 = -0.3;

/// The items of a scale that spoil its coefficients, in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Causes {
    constant: Option<String>,
    copies: Option<String>,
    against: Option<String>,
}

impl Causes {
    /// Finds the causes in the covariances of a scale.
    pub(super) fn of(frame: &Frame<'_>) -> Self {
        let matrix = &frame.covariances.matrix;
        let instrument = frame.study.instrument;
        let items = &instrument.scales()[frame.scale].items;
        let name = |place: usize| format!("`{}`", instrument.items()[items[place]].id);
        let varying: Vec<usize> = (0..matrix.nrows()).filter(|&item| matrix[(item, item)] > 0.0).collect();
        let constant: Vec<String> = (0..matrix.nrows())
            .filter(|item| !varying.contains(item))
            .map(name)
            .collect();
        let pairs = || {
            varying
                .iter()
                .flat_map(|&i| varying.iter().map(move |&j| (i, j)))
                .filter(|(i, j)| i < j)
        };
        let copies: Vec<String> = pairs()
            .filter(|&(i, j)| matrix[(i, j)] >= COPY * (matrix[(i, i)] * matrix[(j, j)]).sqrt())
            .map(|(i, j)| format!("{} and {}", name(i), name(j)))
            .collect();
        let written = |items: &[usize]| list(&items.iter().map(|&item| name(item)).collect::<Vec<_>>());
        Self {
            constant: list(&constant),
            copies: list(&copies).map(|pairs| format!("{pairs} have the same answers")),
            against: opposed(matrix, &varying).and_then(|sides| {
                let (minority, others) = (written(&sides.minority)?, written(&sides.majority)?);
                let verb = if sides.minority.len() == 1 { "runs" } else { "run" };
                Some(if sides.minority.len() == sides.majority.len() {
                    format!("{minority} {verb} against {others}")
                } else {
                    format!("{minority} {verb} against the other items")
                })
            }),
        }
    }

    /// The estimate with the items that spoil it: in the reason if it is undefined, or as a warning of alpha and omega.
    pub(super) fn explain(&self, key: &str, estimated: Estimated) -> Estimated {
        match estimated {
            Err(reason) => Err(self.with_items(reason)),
            Ok(found) if found.warning.is_none() && matches!(key, "alpha" | "omega_total") => Ok(Coefficient {
                warning: self
                    .against
                    .as_ref()
                    .map(|items| format!("lowered: {items}, see `cte check`")),
                ..found
            }),
            found => found,
        }
    }

    fn with_items(&self, reason: Undefined) -> Undefined {
        let items = match &reason {
            Undefined::NoVariance { .. } => self.constant.as_ref(),
            Undefined::NotPositiveDefinite { .. } | Undefined::NoConvergence { .. } => self
                .copies
                .as_ref()
                .or(self.constant.as_ref())
                .or(self.against.as_ref()),
            _ => None,
        };
        match items {
            Some(items) => Undefined::ByItems {
                why: Box::new(reason),
                items: items.clone(),
            },
            None => reason,
        }
    }
}

/// Two sets of items that run against each other; the minority has at most as many items as the majority.
struct Sides {
    minority: Vec<usize>,
    majority: Vec<usize>,
}

/// Items whose loadings on the first component of the correlations have another sign than those of the others.
fn opposed(matrix: &DMatrix<f64>, varying: &[usize]) -> Option<Sides> {
    let part = DMatrix::from_fn(varying.len(), varying.len(), |i, j| matrix[(varying[i], varying[j])]);
    let loadings = stats::first_loadings(&stats::correlation(&part).ok()?).ok()?;
    let of_sign = |sign: f64| -> Vec<usize> {
        let beyond = loadings
            .iter()
            .enumerate()
            .filter(|(_, loading)| sign * **loading <= AGAINST);
        beyond.map(|(place, _)| varying[place]).collect()
    };
    let (below, above) = (of_sign(1.0), of_sign(-1.0));
    // Of two sets of one size the one with the first item is the majority.
    let below_is_minority = below.len() < above.len() || below.len() == above.len() && below.first() > above.first();
    let (minority, majority) = if below_is_minority {
        (below, above)
    } else {
        (above, below)
    };
    (!minority.is_empty()).then_some(Sides { minority, majority })
}

/// `a`, `a and b` or `a, b and c`; `None` for an empty list.
fn list(texts: &[String]) -> Option<String> {
    let (last, others) = texts.split_last()?;
    Some(if others.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", others.join(", "))
    })
}
