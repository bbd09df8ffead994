//! The tables of `cte structure`.

use crate::report::Subject;
use crate::report::tidy::From::Name;
use crate::report::tidy::{FINDINGS, Rows, View};

/// The tables, the main one first.
pub(crate) const STRUCTURE_TABLES: [View; 11] = [
    STRUCTURE,
    MODELS,
    MODEL_LOADINGS,
    EIGENVALUES,
    LOADINGS,
    PARTIAL_CREDIT,
    INVARIANCE,
    ITEM_TESTS,
    SHIFTS,
    CLUSTER_BIAS,
    FINDINGS,
];

const STRUCTURE: View = View::of_each(
    "structure",
    "scales[]",
    "scale=id n_complete n_any kmo=kmo.overall bartlett=bartlett.chisq df=bartlett.df p=bartlett.p \
     factors_pearson=parallel.pearson.factors factors_polychoric=parallel.polychoric.factors \
     omega_categorical=omega_categorical.model_implied omega_polychoric_total=omega_categorical.polychoric_total \
     omega_h=omega_hierarchical.omega_h omega_t=omega_hierarchical.omega_t ecv=omega_hierarchical.ecv \
     weakest_item=weakest_item.item item_rest_r=weakest_item.item_rest_r change_without=weakest_item.change_without \
     withheld",
);

const EIGENVALUES: View = View::new(
    "eigenvalues",
    "scales[]",
    &[Rows::at("eigenvalues[]")],
    "scale=/scales[].id eigenvalue= limit_pearson=/scales[].parallel.pearson.limits[] \
     limit_polychoric=/scales[].parallel.polychoric.limits[] map=/scales[].map[]",
);

const LOADINGS: View = View::new(
    "loadings",
    "scales[]",
    &[Rows::with("efa[].loadings{}", &[("item", Name(0))])],
    "scale=/scales[].id method=/scales[].efa[].method rotation=/scales[].efa[].rotation \
     factors=/scales[].efa[].factors item factor_1=0 factor_2=1 factor_3=2 factor_4=3 factor_5=4 factor_6=5 \
     communality=/scales[].efa[].communality{}",
);

const PARTIAL_CREDIT: View = View::new(
    "partial_credit",
    "scales[]",
    &[Rows::with("pcm.items{}.steps[]", &[("item", Name(0))])],
    "scale=/scales[].id item location=/scales[].pcm.items{}.location location_se=/scales[].pcm.items{}.location_se \
     to_code=/scales[].pcm.items{}.to_codes[] threshold_pcm= threshold_se=/scales[].pcm.items{}.step_ses[]",
);

const MODELS: View = View::of_each(
    "models",
    "scales[].models[]",
    "scale=/scales[].id model=id estimator npar chisq=fit.chisq df=fit.df p=fit.p cfi=fit.cfi tli=fit.tli rmsea=fit.rmsea \
     rmsea_lower=fit.rmsea_lower rmsea_upper=fit.rmsea_upper srmr=fit.srmr loglik=fit.loglik aic=fit.aic bic=fit.bic \
     chisq_scaled=scaled.chisq p_scaled=scaled.p cfi_scaled=scaled.cfi tli_scaled=scaled.tli rmsea_scaled=scaled.rmsea \
     cfi_robust=robust.cfi tli_robust=robust.tli rmsea_robust=robust.rmsea undefined",
);

const MODEL_LOADINGS: View = View::of_each(
    "model_loadings",
    "scales[].models[].loadings[]",
    "scale=/scales[].id model=/scales[].models[].id estimator=/scales[].models[].estimator factor item estimate se \
     standardized",
);

const INVARIANCE: View = View::of_each(
    "invariance",
    "scales[].invariance[].steps[]",
    "scale=/scales[].id by=/scales[].invariance[].by model=/scales[].invariance[].model step npar chisq=fit.chisq df=fit.df \
     p=fit.p cfi=fit.cfi tli=fit.tli rmsea=fit.rmsea rmsea_lower=fit.rmsea_lower rmsea_upper=fit.rmsea_upper srmr=fit.srmr \
     loglik=fit.loglik aic=fit.aic bic=fit.bic delta_cfi lr_chisq lr_df lr_p verdict=/scales[].invariance[].verdict",
)
.of(Subject::Model);

const ITEM_TESTS: View = View::of_each(
    "item_tests",
    "scales[].invariance[].items[]",
    "scale=/scales[].id by=/scales[].invariance[].by item intercept_chisq intercept_df intercept_p loading_chisq loading_df \
     loading_p visible_shift",
);

const SHIFTS: View = View::new(
    "shifts",
    "scales[].invariance[].different[]",
    &[Rows::with("shifts{}", &[("group", Name(0))])],
    "scale=/scales[].id by=/scales[].invariance[].by item=/scales[].invariance[].different[].item \
     what=/scales[].invariance[].different[].what p=/scales[].invariance[].different[].p group shift=",
);

const CLUSTER_BIAS: View = View::of_each(
    "cluster_bias",
    "scales[].cluster_bias[]",
    "scale=/scales[].id item share f df1 df2 p differs difference_without",
);

pub(crate) const CUT_OFFS: View = View::of_each(
    "cut_offs",
    "scales[].cut_offs[]",
    "scale=/scales[].id model estimator surveys verdict noticed misfit misfit_size cfi=observed.cfi cfi_if_true=if_true.cfi \
     cfi_with_misfit=with_misfit.cfi tli=observed.tli tli_if_true=if_true.tli tli_with_misfit=with_misfit.tli \
     rmsea=observed.rmsea rmsea_if_true=if_true.rmsea rmsea_with_misfit=with_misfit.rmsea srmr=observed.srmr \
     srmr_if_true=if_true.srmr srmr_with_misfit=with_misfit.srmr undefined",
)
.of(Subject::Model);
