//! Derivatives of a factor model's covariances, kept as pairs of vectors.
//!
//! The derivative of Σ = ΛΦΛ′ + Ψ by any parameter is s(xy′ + yx′): for a loading λᵢ, x is the unit vector of item i and y the column of
//! ΛΦ of its factor, s = 1; for a factor correlation, x and y are the loadings of the two factors, s = 1; for a uniqueness, x and y are
//! the unit vector of the item, s = ½. So everything that the normal likelihood needs comes from small products, without a matrix over
//! pairs of items. With A = Σ⁻¹ and G = A(R − Σ)A, for the criterion ½F = ½(ln|Σ| + tr(RA)):
//!
//! - gradient: −s x′Gy;
//! - expected information ½ tr(A dΣ A dΣ′): ss′((x′Ax″)(y′Ay″) + (x′Ay″)(y′Ax″));
//! - second derivatives: the expected information + tr(dΣ A dΣ′ G) − ½ tr(G d²Σ);
//! - score of a person with answers z: s((x′Az)(y′Az) − x′Ay).

use nalgebra::{DMatrix, DVector};

use crate::stats::structure::factor_model::FactorModel;

/// The derivatives of Σ by loadings, factor correlations and uniquenesses, at some parameters.
pub(crate) struct Directions {
    /// One column per parameter, k × q.
    x: DMatrix<f64>,
    /// One column per parameter, k × q.
    y: DMatrix<f64>,
    scale: DVector<f64>,
}

impl Directions {
    /// The derivatives at these loadings and factor correlations; uniquenesses do not matter.
    pub(crate) fn at(model: &FactorModel, parameters: &DVector<f64>) -> Self {
        let k = model.items();
        let q = model.parameters() + k;
        let phi = model.factor_correlations(parameters);
        let (mut x, mut y) = (DMatrix::zeros(k, q), DMatrix::zeros(k, q));
        let mut scale = DVector::repeat(q, 1.0);
        for item in 0..k {
            x[(item, item)] = 1.0;
            for other in 0..k {
                y[(other, item)] = parameters[other] * phi[(model.factor_of(other), model.factor_of(item))];
            }
            let unique = model.parameters() + item;
            x[(item, unique)] = 1.0;
            y[(item, unique)] = 1.0;
            scale[unique] = 0.5;
        }
        for other in 1..model.factors() {
            for one in 0..other {
                let place = model.place_of(one, other);
                for item in 0..k {
                    let own = model.factor_of(item);
                    if own == one {
                        x[(item, place)] = parameters[item];
                    } else if own == other {
                        y[(item, place)] = parameters[item];
                    }
                }
            }
        }
        Self { x, y, scale }
    }

    /// s x′My of every parameter, for a symmetric matrix M.
    pub(crate) fn along(&self, matrix: &DMatrix<f64>) -> DVector<f64> {
        let moved = matrix * &self.y;
        DVector::from_fn(self.scale.len(), |a, _| {
            self.scale[a] * self.x.column(a).dot(&moved.column(a))
        })
    }

    /// Expected information of one person, q × q, with A = Σ⁻¹.
    pub(crate) fn information(&self, inverse: &DMatrix<f64>) -> DMatrix<f64> {
        let Forms { xx, xy, yy } = self.forms(inverse);
        let q = self.scale.len();
        DMatrix::from_fn(q, q, |a, b| {
            self.scale[a] * self.scale[b] * (xx[(a, b)] * yy[(a, b)] + xy[(a, b)] * xy[(b, a)])
        })
    }

    /// Second derivatives of ½F, q × q, with A = Σ⁻¹ and G = A(R − Σ)A.
    pub(crate) fn curvature(
        &self,
        model: &FactorModel,
        parameters: &DVector<f64>,
        inverse: &DMatrix<f64>,
        pull: &DMatrix<f64>,
    ) -> DMatrix<f64> {
        let (own, other) = (self.forms(inverse), self.forms(pull));
        let mut found = self.information(inverse);
        let q = self.scale.len();
        for a in 0..q {
            for b in 0..q {
                let across = own.xy[(b, a)] * other.xy[(a, b)] + own.xy[(a, b)] * other.xy[(b, a)];
                let along = own.xx[(a, b)] * other.yy[(a, b)] + own.yy[(a, b)] * other.xx[(a, b)];
                found[(a, b)] += self.scale[a] * self.scale[b] * (across + along);
            }
        }
        let phi = model.factor_correlations(parameters);
        let k = model.items();
        for i in 0..k {
            for j in 0..k {
                found[(i, j)] -= phi[(model.factor_of(i), model.factor_of(j))] * pull[(i, j)];
            }
            for factor in (0..model.factors()).filter(|&factor| factor != model.factor_of(i)) {
                let place = model.place_of(model.factor_of(i), factor);
                let members = (0..k).filter(|&j| model.factor_of(j) == factor);
                let second: f64 = members.map(|j| pull[(i, j)] * parameters[j]).sum();
                found[(i, place)] -= second;
                found[(place, i)] -= second;
            }
        }
        found
    }

    /// Scores of people, n × q, from AZ′ transposed: their answers (n × k) times A.
    pub(crate) fn scores(&self, answers_inverse: &DMatrix<f64>, inverse: &DMatrix<f64>) -> DMatrix<f64> {
        let centre = self.along(inverse);
        let mut found = answers_inverse * &self.x;
        found.component_mul_assign(&(answers_inverse * &self.y));
        for (a, mut column) in found.column_iter_mut().enumerate() {
            for value in &mut column {
                *value = self.scale[a] * *value - centre[a];
            }
        }
        found
    }

    fn forms(&self, matrix: &DMatrix<f64>) -> Forms {
        let (of_x, of_y) = (matrix * &self.x, matrix * &self.y);
        Forms {
            xx: self.x.tr_mul(&of_x),
            xy: self.x.tr_mul(&of_y),
            yy: self.y.tr_mul(&of_y),
        }
    }
}

/// X′MX, X′MY and Y′MY.
struct Forms {
    xx: DMatrix<f64>,
    xy: DMatrix<f64>,
    yy: DMatrix<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::structure::likelihood_fit::{LikelihoodFit, inverse};
    use crate::stats::structure::normal_theory::{curvature, entries_of, implied, normal_weight, slopes};
    use approx::assert_relative_eq;

    fn model() -> FactorModel {
        FactorModel::new(vec![0, 0, 0, 1, 1, 2, 2]).unwrap()
    }

    /// Seven loadings, three factor correlations, seven uniquenesses.
    fn parameters() -> DVector<f64> {
        DVector::from_column_slice(&[
            0.7, 0.6, 0.8, 0.5, 0.9, 0.4, 0.6, 0.5, 0.3, 0.4, 0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.6,
        ])
    }

    #[test]
    fn the_information_is_that_of_the_stacked_covariances() {
        let (model, at) = (model(), parameters());
        let entries = entries_of(7);
        let a = inverse(&implied(&model, &at)).unwrap();
        let delta = slopes(&model, &at, &entries);
        let wanted = delta.tr_mul(&(normal_weight(&a, &entries) * &delta));
        assert_relative_eq!(
            Directions::at(&model, &at).information(&a),
            wanted,
            max_relative = 1e-10,
            epsilon = 1e-12
        );
    }

    #[test]
    fn the_curvature_is_that_of_the_gradient() {
        let (model, at) = (model(), parameters());
        let mut r = implied(&model, &at);
        for i in 0..7 {
            for j in 0..i {
                r[(i, j)] += 0.03 * ((i * 3 + j) % 4) as f64 - 0.04;
                r[(j, i)] = r[(i, j)];
            }
        }
        let fit = LikelihoodFit::fit(&model, &r).unwrap();
        let ones = DVector::repeat(fit.parameters.len(), 1.0);
        let wanted = curvature(&fit.parameters, &ones, |at| fit.gradient(&model, at)).unwrap();
        let sigma = implied(&model, &fit.parameters);
        let a = inverse(&sigma).unwrap();
        let pull = &a * (&fit.correlations - &sigma) * &a;
        let found = Directions::at(&model, &fit.parameters).curvature(&model, &fit.parameters, &a, &pull);
        assert_relative_eq!(found, wanted, max_relative = 1e-6, epsilon = 1e-8);
    }
}
