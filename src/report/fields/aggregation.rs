//! How much academies differ, and whether answers may be averaged to academy scores.

use crate::disclosure::Aggregation;
use crate::report::fields::coefficient;
use crate::report::{Record, comparing};

/// How much academies differ, `pooled` withheld ones combined into one group.
pub(crate) fn aggregation(found: &Aggregation, pooled: usize) -> Record {
    let record = Record::object()
        .with("icc1", coefficient(&found.icc1))
        .with("icc1_mean_size", coefficient(&found.icc1_mean_size))
        .with("icc2", coefficient(&found.icc2))
        .figure("icc2_mean", &found.icc2_mean);
    analysis_of_variance(record, found)
        .with("reml", random_effects(found))
        .figure("withheld_as_one", pooled)
        .with("verdict", found.verdict.name())
        .with("because", comparing::because(found))
        .with("comparison", comparing::sentence(found, pooled))
}

fn analysis_of_variance(record: Record, found: &Aggregation) -> Record {
    let anova = match &found.anova {
        Ok(anova) => anova,
        Err(reason) => return record.all_undefined(&["f", "df1", "df2", "p", "k0"], reason),
    };
    let test = anova.test.as_ref();
    record
        .figure("f", test.map(|test| test.f))
        .figure("df1", anova.df_between)
        .figure("df2", anova.df_within)
        .figure("p", test.map(|test| test.p))
        .figure("k0", anova.k0)
        .figure("mean_size", anova.mean_size)
        .count("groups", anova.groups as u64)
}

fn random_effects(found: &Aggregation) -> Record {
    Record::defined(&found.random_effects, |effects| {
        Record::object()
            .figure("mean", effects.mean)
            .figure("mean_se", effects.mean_se)
            .figure("var_between", effects.var_between)
            .figure("var_between_se", effects.var_between_se)
            .figure("var_within", effects.var_within)
            .figure("var_within_se", effects.var_within_se)
            .with("at_boundary", effects.at_boundary)
    })
}
