//! Maximum-likelihood fit of a factor model with means to several groups, by Fisher scoring with halved steps.
//!
//! Jöreskog (1971), *Psychometrika* 36, 409–426; Sörbom (1974), *British Journal of Mathematical and Statistical Psychology* 27,
//! 229–239.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::covariance::{correlation, factored};
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::groups::equality::{Equality, Layout, Places, Released, Slot};
use crate::stats::structure::groups::moments::{GroupMoments, Metric};
use crate::stats::structure::groups::point::{GroupPoint, Slopes};
use crate::stats::structure::weighted_fit::check_determined;

/// Most steps.
const STEPS: usize = 500;
/// A loading beyond this, for items of variance 1, diverges.
const RUNAWAY: f64 = 10.0;
/// The fit has converged if a step would lower the misfit of one person by less than this.
const SETTLED: f64 = 1e-18;

/// A fitted model. Items have mean 0 and, within groups, variance 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GroupsFit {
    pub(crate) layout: Layout,
    pub(crate) free: DVector<f64>,
    /// The moments in this metric.
    pub(crate) groups: Vec<GroupMoments>,
    pub(crate) metric: Metric,
    /// Σ n (ln|Σ| + tr(MΣ⁻¹)) over groups.
    pub(crate) misfit: f64,
}

impl GroupsFit {
    /// Fits the model to groups. `released` has the parameters of items that may differ.
    ///
    /// # Errors
    /// [`Undefined::NoVariance`] and [`Undefined::NotPositiveDefinite`] if an item does not vary in a group or follows from others,
    /// [`Undefined::NoConvergence`], and [`Undefined::OutOfRange`] if the answers do not determine the parameters.
    pub(crate) fn fit(
        model: &FactorModel,
        groups: &[GroupMoments],
        equality: Equality,
        released: &[Option<Released>],
    ) -> Result<Self, Undefined> {
        let metric = Metric::of(groups);
        for group in groups {
            factored(&correlation(&group.cov)?)?;
        }
        let groups: Vec<GroupMoments> = groups
            .iter()
            .map(|group| group.rescaled(&metric.centre, &metric.unit))
            .collect();
        let layout = Layout::new(model, groups.len(), equality, released);
        let free = start(model, &layout, &groups)?;
        Self {
            misfit: f64::INFINITY,
            layout,
            free,
            groups,
            metric,
        }
        .descended(model)
    }

    fn descended(mut self, model: &FactorModel) -> Result<Self, Undefined> {
        let all: f64 = self.groups.iter().map(|group| group.n).sum();
        self.misfit = self
            .misfit_at(model, &self.free)
            .ok_or(Undefined::NoConvergence { iterations: 0 })?;
        for iterations in 0..STEPS {
            let (gradient, information) = self.slope(model)?;
            let direction = match information.clone().cholesky() {
                Some(factor) => factor.solve(&gradient),
                None => gradient.clone() / information.diagonal().max(),
            };
            let decrease = direction.dot(&gradient) / all;
            if decrease < SETTLED {
                check_determined(&information)?;
                return Ok(self);
            }
            let Some((free, misfit)) = self.shorter(model, &direction, decrease * all) else {
                if decrease < 1e-9 {
                    check_determined(&information)?;
                    return Ok(self);
                }
                return Err(Undefined::NoConvergence { iterations });
            };
            (self.free, self.misfit) = (free, misfit);
            if (0..self.groups.len()).any(|group| self.loadings(model, group).amax() > RUNAWAY) {
                return Err(Undefined::NoConvergence { iterations });
            }
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    /// The longest of a step's halves that lowers the misfit.
    fn shorter(&self, model: &FactorModel, direction: &DVector<f64>, decrease: f64) -> Option<(DVector<f64>, f64)> {
        let mut part = 1.0;
        while part > 1e-7 {
            let next = &self.free + direction * part;
            if let Some(misfit) = self.misfit_at(model, &next)
                && (misfit < self.misfit || (decrease < 1e-9 && misfit < self.misfit + 1e-9))
            {
                return Some((next, misfit));
            }
            part *= 0.5;
        }
        None
    }

    fn misfit_at(&self, model: &FactorModel, free: &DVector<f64>) -> Option<f64> {
        let mut sum = 0.0;
        for (place, group) in self.groups.iter().enumerate() {
            let point = GroupPoint::at(model, &self.layout.of_group(place, free))?;
            sum += group.n * point.criterion(group);
        }
        sum.is_finite().then_some(sum)
    }

    /// Direction of descent of half the misfit, and the information, over all people.
    fn slope(&self, model: &FactorModel) -> Result<(DVector<f64>, DMatrix<f64>), Undefined> {
        let mut gradient = DVector::zeros(self.layout.free);
        let mut information = DMatrix::zeros(self.layout.free, self.layout.free);
        for (place, group) in self.groups.iter().enumerate() {
            let own = self.layout.of_group(place, &self.free);
            let point = GroupPoint::at(model, &own).ok_or(Undefined::NoConvergence { iterations: 0 })?;
            let slopes = Slopes::at(model, &own);
            self.layout
                .add_vector(place, &(point.gradient(&slopes, group) * -group.n), &mut gradient);
            self.layout
                .add_matrix(place, &(point.information(&slopes) * group.n), &mut information);
        }
        Ok((gradient, information))
    }

    /// A group's parameters.
    pub(crate) fn of_group(&self, group: usize) -> DVector<f64> {
        self.layout.of_group(group, &self.free)
    }

    fn loadings(&self, model: &FactorModel, group: usize) -> DVector<f64> {
        self.of_group(group).rows(0, model.items()).into_owned()
    }
}

/// Starting values: those of the correlations within groups, the groups' means, and factors of variance 1.
fn start(model: &FactorModel, layout: &Layout, groups: &[GroupMoments]) -> Result<DVector<f64>, Undefined> {
    let (places, k) = (Places::of(model), model.items());
    let n: f64 = groups.iter().map(|group| group.n).sum();
    let zero = DMatrix::zeros(k, k);
    let within = groups.iter().fold(zero, |sum, group| sum + &group.cov * (group.n / n));
    let known = model.start(&correlation(&within)?);
    let mut free = DVector::zeros(layout.free);
    for (slots, group) in layout.groups.iter().zip(groups) {
        let mut own = DVector::zeros(places.all());
        for item in 0..k {
            own[Places::loading(item)] = known[item];
            own[places.error(item)] = 0.5 * group.cov[(item, item)];
            own[places.intercept(item)] = group.mean[item];
        }
        for one in 0..model.factors() {
            for other in 0..one {
                own[places.covariance(one, other)] = known[model.place_of(one, other)];
            }
            own[places.covariance(one, one)] = 1.0;
        }
        for (slot, value) in slots.iter().zip(own.iter()) {
            if let Slot::Free(place) = *slot {
                free[place] = *value;
            }
        }
    }
    // Where intercepts are equal, they are those of the mean of all groups: 0 in this metric.
    for item in 0..k {
        let shared = layout.groups.iter().map(|slots| slots[places.intercept(item)]);
        let shared: Vec<Slot> = shared.collect();
        if let (Slot::Free(place), true) = (shared[0], groups.len() > 1 && shared[0] == shared[1]) {
            free[place] = 0.0;
        }
    }
    Ok(free)
}
