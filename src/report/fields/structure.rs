//! The structure of a scale.

use crate::disclosure::{
    CategoricalOmegas, ChiSquared, ClusterBiasFigures, ExploratoryFactors, Extraction, FactorRotation, FactorSolution,
    HierarchicalOmegas, ParallelFactors, PartialCredit, PolychoricFigures, ScaleStructure, Undefined, WeakestItem,
};
use crate::report::fields::coefficient;
use crate::report::{Cell, Kind, Record};

/// The figures on the structure of a scale. `ids` are those of its items, `lowest` is their lowest code.
pub(crate) fn structure(found: &ScaleStructure, ids: &[&str], lowest: i32) -> Record {
    let of_items = |values: &[f64], kind| {
        let values = ids.iter().zip(values);
        values.fold(Record::object(), |record, (id, &value)| record.number(id, value, kind))
    };
    Record::object()
        .count("n_complete", found.n_complete)
        .count("n_any", found.n_any)
        .with("eigenvalues", list(&found.eigenvalues, Kind::Score))
        .with(
            "kmo",
            Record::defined(&found.kmo, |kmo| {
                Record::object()
                    .figure("overall", kmo.overall)
                    .with("items", of_items(&kmo.items, Kind::Coefficient))
            }),
        )
        .with("bartlett", Record::defined(&found.bartlett, chi_squared))
        .with("map", list(&found.map, Kind::Coefficient))
        .with(
            "parallel",
            Record::object()
                .with("pearson", Record::defined(&found.parallel_pearson, parallel))
                .with("polychoric", Record::defined(&found.parallel_polychoric, parallel)),
        )
        .with(
            "polychoric",
            Record::defined(&found.polychoric, |found| polychoric(found, ids)),
        )
        .with(
            "omega_categorical",
            Record::defined(&found.omega_categorical, categorical),
        )
        .with_list("efa", found.efa.iter().map(|solution| factor_solution(solution, ids)))
        .with(
            "omega_hierarchical",
            Record::defined(&found.omega_hierarchical, |omega| hierarchical(omega, ids)),
        )
        .with(
            "pcm",
            Record::defined(&found.pcm, |found| partial_credit(found, ids, lowest)),
        )
}

/// Whether items differ between academies more than their scale does.
pub(crate) fn cluster_bias(found: &Result<ClusterBiasFigures, Undefined>, ids: &[&str]) -> Record {
    Record::defined(found, |found| {
        Record::list(ids.iter().zip(&found.items).enumerate().map(|(place, (id, item))| {
            let different = found.different.iter().find(|different| different.item == place);
            Record::object()
                .with("item", *id)
                .number("share", item.share, Kind::Coefficient)
                .figure("f", item.f)
                .number("df1", item.df1, Kind::Statistic)
                .number("df2", item.df2, Kind::Statistic)
                .figure("p", item.p)
                .with("differs", different.is_some())
                .figure("difference_without", different.and_then(|different| different.change))
        }))
    })
}

/// The item that goes with the others least.
pub(crate) fn weakest_item(found: &WeakestItem, id: &str) -> Record {
    Record::object()
        .with("item", id)
        .with("item_rest_r", coefficient(&found.item_rest_r))
        .figure("change_without", found.change_without)
}

fn list(found: &Result<Vec<f64>, Undefined>, kind: Kind) -> Record {
    Record::defined(found, |values| numbers(values, kind))
}

fn numbers(values: &[f64], kind: Kind) -> Record {
    Record::list(values.iter().map(|&value| Cell::number(value, kind)))
}

fn matrix(rows: &[Vec<f64>]) -> Record {
    Record::list(rows.iter().map(|row| numbers(row, Kind::Coefficient)))
}

fn chi_squared(found: &ChiSquared) -> Record {
    Record::object()
        .figure("chisq", found.chisq)
        .figure("df", found.df)
        .figure("p", found.p)
}

fn parallel(found: &ParallelFactors) -> Record {
    Record::object()
        .figure("factors", found.factors)
        .with("limits", numbers(&found.limits, Kind::Score))
}

fn polychoric(found: &PolychoricFigures, ids: &[&str]) -> Record {
    let threshold = |one: &Option<f64>| match one {
        Some(value) => Cell::number(*value, Kind::Score),
        None => Cell::Undefined("no answers separate these codes".to_owned()),
    };
    let thresholds = ids.iter().zip(&found.thresholds);
    let thresholds = thresholds.fold(Record::object(), |record, (id, item)| {
        record.with_list(id, item.iter().map(threshold))
    });
    Record::object()
        .with_list("items", ids.iter().copied())
        .with("correlations", matrix(&found.correlations))
        .with("thresholds", thresholds)
        .with("positive_definite", found.positive_definite)
        .count("pairs_with_empty_cells", found.pairs_with_empty_cells as u64)
}

fn categorical(found: &CategoricalOmegas) -> Record {
    Record::object()
        .figure("model_implied", found.model_implied)
        .figure("polychoric_total", found.polychoric_total)
}

fn factor_solution(solution: &FactorSolution, ids: &[&str]) -> Record {
    let method = match solution.method {
        Extraction::Minres => "minres",
        Extraction::MaximumLikelihood => "ml",
    };
    let rotation = match solution.rotation {
        FactorRotation::None => "none",
        FactorRotation::Varimax => "varimax",
        FactorRotation::Oblimin => "oblimin",
    };
    Record::object()
        .with("method", method)
        .with("rotation", rotation)
        .figure("factors", solution.factors)
        .and(Record::defined(&solution.found, |found| factors(found, ids)))
}

fn factors(found: &ExploratoryFactors, ids: &[&str]) -> Record {
    let items = || ids.iter().enumerate();
    let loadings = items().fold(Record::object(), |record, (place, id)| {
        record.with(id, numbers(&found.loadings[place], Kind::Coefficient))
    });
    let communality = items().fold(Record::object(), |record, (place, id)| {
        record.number(id, found.communality[place], Kind::Coefficient)
    });
    let test = found.test.as_ref();
    Record::object()
        .with("loadings", loadings)
        .with("phi", matrix(&found.phi))
        .with("communality", communality)
        .figure("chisq", test.map(|test| test.chisq))
        .figure("df", test.map(|test| test.df))
        .figure("p", test.map(|test| test.p))
        .with("bounded_items", named(&found.bounded_items, ids))
}

fn hierarchical(found: &HierarchicalOmegas, ids: &[&str]) -> Record {
    Record::object()
        .figure("omega_h", found.omega_h)
        .figure("omega_t", found.omega_t)
        .figure("ecv", found.ecv)
        .figure("factors", found.factors)
        .with("bounded_items", named(&found.bounded_items, ids))
}

fn partial_credit(found: &PartialCredit, ids: &[&str], lowest: i32) -> Record {
    let code = |place: usize| Cell::number(f64::from(lowest) + place as f64, Kind::Count);
    let items = ids
        .iter()
        .zip(&found.items)
        .fold(Record::object(), |record, (id, item)| {
            let of_item = Record::object()
                .figure("location", item.location)
                .figure("location_se", item.location_se)
                .with("steps", numbers(&item.steps, Kind::Statistic))
                .with("step_ses", numbers(&item.step_ses, Kind::Statistic))
                .with_list("to_codes", (1..=item.steps.len()).map(code))
                .with_list("never_likeliest", item.never_likeliest.iter().map(|&place| code(place)));
            record.with(id, of_item)
        });
    Record::object().figure("loglik", found.loglik).with("items", items)
}

/// The ids of items at these places of the scale.
fn named(places: &[usize], ids: &[&str]) -> Record {
    Record::list(places.iter().filter_map(|&place| ids.get(place).copied()))
}
