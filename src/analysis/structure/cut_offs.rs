//! Whether the models of a scale fit, judged by simulated surveys of the same size, key and loadings.

use crate::analysis::Study;
use crate::analysis::structure::complete::Complete;
use crate::analysis::structure::models::{DeclaredModel, Parts};
use crate::stats::{self, FactorModel, SimulatedFit, SimulationPlan, Undefined};

/// Simulated surveys of each kind.
const SURVEYS: usize = 500;

/// How much of the structure of scales is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StructureDepth {
    /// Every figure that needs no simulated survey.
    #[default]
    Figures,
    /// Cut-offs for the fit of models too.
    CutOffs,
}

/// The cut-offs for the fit of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelCutOffs {
    /// The factors.
    pub model: DeclaredModel,
    /// Per factor: place of its scale in the instrument.
    pub factors: Vec<usize>,
    /// The survey's fit next to that of simulated surveys.
    pub found: Result<SimulatedFit, Undefined>,
}

/// Cut-offs for the fit of every model of a scale, as maximum likelihood with robust corrections has it. `None` without rows.
#[must_use]
pub fn fit_cut_offs(study: &Study<'_>, scale: usize) -> Option<Vec<ModelCutOffs>> {
    let complete = Complete::of(study, scale)?;
    let answers = complete.keyed(study, scale);
    let polychoric = answers.as_ref().map_err(Clone::clone).and_then(stats::polychoric);
    let parts = Parts::of(study, scale);
    let declared = &study.instrument.scales()[scale];
    let one = (DeclaredModel::OneFactor, vec![scale], vec![0; declared.items.len()]);
    let several = (DeclaredModel::Scales, parts.scales.clone(), parts.part_of.clone());
    let models: Vec<_> = std::iter::once(one)
        .chain((parts.scales.len() > 1).then_some(several))
        .collect();
    let plan = SimulationPlan {
        surveys: SURVEYS,
        seed: study.options.seed,
    };
    let in_all = 2 * SURVEYS * models.len();
    let about = format!("Simulated surveys for {}", declared.name);
    let mut before = 0;
    let mut found = Vec::with_capacity(models.len());
    for (model, factors, factor_of) in models {
        let mut progress = |done: usize| {
            if let Some(rows) = study.rows {
                (rows.progress)(&about, before + done, in_all);
            }
        };
        let simulated = FactorModel::new(factor_of).and_then(|model| {
            let (answers, polychoric) = (answers.as_ref(), polychoric.as_ref());
            stats::simulated_fit(
                &model,
                answers.map_err(Clone::clone)?,
                polychoric.map_err(Clone::clone)?,
                plan,
                &mut progress,
            )
        });
        before += 2 * SURVEYS;
        found.push(ModelCutOffs {
            model,
            factors,
            found: simulated,
        });
    }
    Some(found)
}
