//! Cut-offs for the fit of a confirmatory model.

use crate::disclosure::{
    DeclaredModel, FitValues, FitVerdict, ModelCutOffs, RESIDUAL_CORRELATION, SimulatedFit, StatedMisfit,
};
use crate::report::Record;

/// The cut-offs for a model. `ids` are those of its items, `factors` those of its factors.
pub(crate) fn cut_offs(found: &ModelCutOffs, ids: &[&str], factors: &[&str]) -> Record {
    let model = match found.model {
        DeclaredModel::OneFactor => "one_factor",
        DeclaredModel::Scales => "declared_scales",
    };
    Record::object()
        .with("model", model)
        .with("estimator", "mlr")
        .and(Record::defined(&found.found, |found| figures(found, ids, factors)))
}

fn figures(found: &SimulatedFit, ids: &[&str], factors: &[&str]) -> Record {
    let verdict = match found.verdict() {
        FitVerdict::Fits => "fits",
        FitVerdict::SmallerMisfit => "smaller misfit",
        FitVerdict::Misfit => "misfit",
    };
    let id = |item: usize| ids.get(item).copied().unwrap_or_default();
    let (misfit, size) = match &found.misfit {
        StatedMisfit::Pairs(pairs) => {
            let pair = |&[one, other]: &[usize; 2]| format!("`{}` and `{}`", id(one), id(other));
            let pairs: Vec<String> = pairs.iter().map(pair).collect();
            let words = format!("residual correlation of {}", pairs.join(", of "));
            (words, RESIDUAL_CORRELATION)
        }
        &StatedMisfit::CrossLoading { item, factor, loading } => {
            let other = factors.get(factor).copied().unwrap_or_default();
            (format!("second loading of `{}`, on `{other}`", id(item)), loading)
        }
    };
    Record::object()
        .figure("surveys", found.surveys)
        .with("misfit", misfit)
        .figure("misfit_size", size)
        .with("observed", values(&found.observed))
        .with("if_true", values(&found.if_true))
        .with("with_misfit", values(&found.with_misfit))
        .figure("noticed", found.noticed)
        .with("verdict", verdict)
}

fn values(found: &FitValues) -> Record {
    Record::object()
        .figure("cfi", found.cfi)
        .figure("tli", found.tli)
        .figure("rmsea", found.rmsea)
        .figure("srmr", found.srmr)
}
