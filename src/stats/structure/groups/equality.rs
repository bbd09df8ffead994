//! What a factor model holds equal over groups.
//!
//! In group g: xᵢ = νᵢ + λᵢ η + ε with factor means α, factor covariances Φ and error variances θ. Every item loads on one factor.
//! The first group's factors have variance 1 and mean 0. Where loadings are equal, the other groups' factor variances are free;
//! where intercepts are equal too, so are their factor means.

use nalgebra::{DMatrix, DVector};

use crate::stats::structure::factor_model::FactorModel;

/// What is equal over groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Equality {
    /// Only which item belongs to which factor.
    Configural,
    /// Loadings too.
    Metric,
    /// Intercepts too.
    Scalar,
    /// Error variances too.
    Strict,
}

impl Equality {
    /// Every step, from the least to the most that is equal.
    pub const ALL: [Self; 4] = [Self::Configural, Self::Metric, Self::Scalar, Self::Strict];
}

/// The parameters of an item that may differ between groups although others may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Released {
    /// Its intercept: the item is easier or harder to agree with for people who think alike.
    Intercept,
    /// Its loading, and so its intercept too: the item goes with the others more closely in one group.
    Loading,
}

/// A parameter of one group: fixed, or one of the free parameters of the whole model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slot {
    Fixed(f64),
    Free(usize),
}

/// Places of the parameters of one group, in the order: loadings, factor covariances (a ≥ b), error variances, intercepts, factor
/// means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) items: usize,
    pub(crate) factors: usize,
}

impl Places {
    pub(crate) fn of(model: &FactorModel) -> Self {
        Self {
            items: model.items(),
            factors: model.factors(),
        }
    }

    pub(crate) fn loading(item: usize) -> usize {
        item
    }

    /// Covariance of two factors.
    pub(crate) fn covariance(self, one: usize, other: usize) -> usize {
        let (high, low) = (one.max(other), one.min(other));
        self.items + high * (high + 1) / 2 + low
    }

    pub(crate) fn error(self, item: usize) -> usize {
        self.items + self.factors * (self.factors + 1) / 2 + item
    }

    pub(crate) fn intercept(self, item: usize) -> usize {
        self.error(self.items) + item
    }

    pub(crate) fn mean(self, factor: usize) -> usize {
        self.intercept(self.items) + factor
    }

    /// Number of parameters of one group.
    pub(crate) fn all(self) -> usize {
        self.mean(self.factors)
    }
}

/// The parameters of every group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) groups: Vec<Vec<Slot>>,
    /// Number of free parameters.
    pub(crate) free: usize,
}

impl Layout {
    /// The parameters of `groups` groups. `released` has the parameters of items that may differ.
    pub(crate) fn new(model: &FactorModel, groups: usize, equality: Equality, released: &[Option<Released>]) -> Self {
        let places = Places::of(model);
        let mut layout = Self {
            groups: vec![vec![Slot::Fixed(0.0); places.all()]; groups],
            free: 0,
        };
        let own = |item: usize, what: Released| released.get(item).copied().flatten() >= Some(what);
        for item in 0..model.items() {
            let equal = |from: Equality, released: bool| equality >= from && !released;
            let loading = equal(Equality::Metric, own(item, Released::Loading));
            layout.free(Places::loading(item), 0, loading);
            layout.free(places.error(item), 0, equal(Equality::Strict, false));
            let intercept = equal(Equality::Scalar, own(item, Released::Intercept));
            layout.free(places.intercept(item), 0, intercept);
        }
        for one in 0..model.factors() {
            for other in 0..one {
                layout.free(places.covariance(one, other), 0, false);
            }
            let variance = places.covariance(one, one);
            for group in &mut layout.groups {
                group[variance] = Slot::Fixed(1.0);
            }
            if equality >= Equality::Metric {
                layout.free(variance, 1, false);
            }
            if equality >= Equality::Scalar {
                layout.free(places.mean(one), 1, false);
            }
        }
        layout
    }

    /// Frees a parameter in the groups from `first` on: one for all of them if it is equal, else one for each.
    fn free(&mut self, place: usize, first: usize, equal: bool) {
        let start = self.free;
        for (at, group) in self.groups.iter_mut().skip(first).enumerate() {
            let own = if equal { start } else { start + at };
            group[place] = Slot::Free(own);
            self.free = own + 1;
        }
    }

    /// The parameters of a group.
    pub(crate) fn of_group(&self, group: usize, free: &DVector<f64>) -> DVector<f64> {
        let slots = &self.groups[group];
        let value = |slot: Slot| match slot {
            Slot::Fixed(value) => value,
            Slot::Free(place) => free[place],
        };
        DVector::from_fn(slots.len(), |place, _| value(slots[place]))
    }

    /// Adds a group's gradient to that of the free parameters.
    pub(crate) fn add_vector(&self, group: usize, own: &DVector<f64>, all: &mut DVector<f64>) {
        for (slot, value) in self.groups[group].iter().zip(own.iter()) {
            if let Slot::Free(place) = slot {
                all[*place] += value;
            }
        }
    }

    /// Adds a group's information to that about the free parameters.
    pub(crate) fn add_matrix(&self, group: usize, own: &DMatrix<f64>, all: &mut DMatrix<f64>) {
        let slots = &self.groups[group];
        for (q, column) in slots.iter().enumerate() {
            let Slot::Free(column) = *column else { continue };
            for (p, row) in slots.iter().enumerate() {
                if let Slot::Free(row) = *row {
                    all[(row, column)] += own[(p, q)];
                }
            }
        }
    }

    /// The rows of a group's matrix at `places`, by the free parameters.
    pub(crate) fn rows_of(&self, group: usize, own: &DMatrix<f64>, place: usize) -> DVector<f64> {
        let mut row = DVector::zeros(self.free);
        for (q, slot) in self.groups[group].iter().enumerate() {
            if let Slot::Free(column) = *slot {
                row[column] += own[(place, q)];
            }
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::{Equality, Layout, Released};
    use crate::stats::structure::factor_model::FactorModel;

    #[test]
    fn parameters_are_counted_as_lavaan_counts_them() {
        // lavaan 0.6-14, one factor behind 12 items in 4 groups: tests/reference/trust-autumn.json.
        let model = FactorModel::one_factor(12).unwrap();
        let free = Equality::ALL.map(|equality| Layout::new(&model, 4, equality, &[]).free);
        assert_eq!(free, [144, 111, 78, 42]);
    }

    #[test]
    fn a_released_item_has_parameters_of_its_own() {
        let model = FactorModel::new(vec![0, 0, 1, 1]).unwrap();
        let all = Layout::new(&model, 2, Equality::Scalar, &[]).free;
        let released = |what| Layout::new(&model, 2, Equality::Scalar, &[None, Some(what)]).free;
        assert_eq!(released(Released::Intercept), all + 1);
        assert_eq!(released(Released::Loading), all + 2);
    }
}
