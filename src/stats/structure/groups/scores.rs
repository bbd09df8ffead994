//! Scores of people: gradients of the log-likelihood of one person by the parameters of a group, and their outer products.
//!
//! By a parameter with ∂Σ = c(uv′ + vu′) the score of a person with z = x − μ and y = Σ⁻¹z is c((u′y)(v′y) − u′Σ⁻¹v) + y′∂μ.

use nalgebra::{DMatrix, DVector};

use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::groups::moments::Metric;
use crate::stats::structure::groups::point::{GroupPoint, Slopes};
use crate::stats::structure::ordinal::OrdinalAnswers;

/// People whose scores are multiplied at once.
const BLOCK: usize = 256;

/// People who gave the same answers.
struct Alike {
    codes: Vec<u8>,
    people: f64,
}

/// Everybody, in the order of their answers: the result does not depend on the order of the rows.
fn alike(answers: &OrdinalAnswers) -> Vec<Alike> {
    let row = |person: usize| (0..answers.items()).map(|item| answers.column(item)[person]).collect();
    let mut rows: Vec<Vec<u8>> = (0..answers.persons()).map(row).collect();
    rows.sort_unstable();
    let mut found: Vec<Alike> = Vec::new();
    for codes in rows {
        match found.last_mut() {
            Some(last) if last.codes == codes => last.people += 1.0,
            _ => found.push(Alike { codes, people: 1.0 }),
        }
    }
    found
}

/// Σ ss′ over the people of a group, with their scores s; `None` if Σ is not positive definite.
pub(crate) fn outer_products(
    model: &FactorModel,
    own: &DVector<f64>,
    answers: &OrdinalAnswers,
    metric: &Metric,
) -> Option<DMatrix<f64>> {
    let (point, slopes) = (GroupPoint::at(model, own)?, Slopes::at(model, own));
    let all = slopes.c.len();
    let pulled = &point.inverse * &slopes.v;
    let expected: Vec<f64> = (0..all).map(|p| slopes.u.column(p).dot(&pulled.column(p))).collect();
    let (mut sum, mut mean_score) = (DMatrix::zeros(all, all), DVector::zeros(all));
    for block in alike(answers).chunks(BLOCK) {
        let z = DMatrix::from_fn(model.items(), block.len(), |item, at| {
            (f64::from(block[at].codes[item]) - metric.centre[item]) / metric.unit[item] - point.mean[item]
        });
        let y = &point.inverse * z;
        let (u, v, mean) = (slopes.u.tr_mul(&y), slopes.v.tr_mul(&y), slopes.mean.tr_mul(&y));
        let scores = DMatrix::from_fn(all, block.len(), |p, at| {
            let score = slopes.c[p] * (u[(p, at)] * v[(p, at)] - expected[p]) + mean[(p, at)];
            score * block[at].people.sqrt()
        });
        sum.gemm(1.0, &scores, &scores.transpose(), 1.0);
        for (at, alike) in block.iter().enumerate() {
            mean_score.axpy(alike.people.sqrt(), &scores.column(at), 1.0);
        }
    }
    mean_score /= answers.persons() as f64;
    Some(sum - &mean_score * mean_score.transpose() * answers.persons() as f64)
}
