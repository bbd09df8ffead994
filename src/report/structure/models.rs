//! Sentences about the confirmatory models of a scale.
//!
//! For five or more codes maximum likelihood with robust corrections leads, for fewer weighted least squares.

use crate::report::{Kind, Record, number};

/// Fewest codes for which answers are read as numbers first.
const AS_NUMBERS: usize = 5;
/// Upper limit of a factor correlation below which scales are distinct (Rönkkö & Cho 2022, *Organizational Research Methods* 25,
/// 6–47).
const DISTINCT: f64 = 0.8;
/// Upper limit from which they are close.
const CLOSE: f64 = 0.9;
/// Upper limit from which one score says as much.
const SAME: f64 = 1.0;

/// The estimator whose figures lead.
fn leading(points: usize) -> &'static str {
    if points >= AS_NUMBERS { "mlr" } else { "wlsmv" }
}

/// The model whose figures lead: by maximum likelihood where the estimator that should lead is undefined, as it is for a tally.
pub(crate) fn leading_model<'a>(scale: &'a Record, id: &str, points: usize) -> Option<&'a Record> {
    model(scale, id, leading(points)).or_else(|| model(scale, id, "ml"))
}

/// A model by its id and estimator.
fn any_model<'a>(scale: &'a Record, id: &str, estimator: &str) -> Option<&'a Record> {
    let own = |model: &&Record| model.text("id") == Some(id) && model.text("estimator") == Some(estimator);
    scale.each("models").iter().find(own)
}

/// A model by its id and estimator, unless it is undefined.
fn model<'a>(scale: &'a Record, id: &str, estimator: &str) -> Option<&'a Record> {
    any_model(scale, id, estimator).filter(|model| model.at("fit").is_some())
}

/// How close the parts of the scale are, and whether they describe the answers better than one factor.
pub(super) fn parts(scale: &Record, points: usize) -> Vec<String> {
    let Some(several) = leading_model(scale, "declared_scales", points) else {
        return Vec::new();
    };
    // Weighted least squares has no limits for a tally's correlations.
    let has_limits = |model: &&Record| {
        (model.each("factor_correlations").iter()).all(|link| link.limits("lower", "upper").is_some())
    };
    let linked = Some(several)
        .filter(has_limits)
        .or_else(|| model(scale, "declared_scales", "ml"))
        .unwrap_or(several);
    let mut sentences: Vec<String> = linked.each("factor_correlations").iter().filter_map(pair).collect();
    let bic = |id: &str| model(scale, id, "ml")?.value("fit.bic");
    if let (Some(one), Some(parts)) = (bic("one_factor"), bic("declared_scales")) {
        let difference = number::text((one - parts).abs(), Kind::Count);
        sentences.push(if one > parts {
            format!("The parts describe the answers better than one factor does (BIC lower by {difference}).")
        } else {
            format!("One factor describes the answers as well as the parts do (BIC lower by {difference}).")
        });
    }
    sentences
}

fn pair(link: &Record) -> Option<String> {
    let (one, other) = (link.text("a")?, link.text("b")?);
    let [lower, upper] = link.limits("lower", "upper")?;
    let evidence = format!(
        "factor correlation {}, {}",
        link.shown_number("estimate"),
        number::range(lower, upper, Kind::Coefficient)
    );
    Some(if upper < DISTINCT {
        format!("`{one}` and `{other}` measure different things ({evidence}): read their scores apart.")
    } else if upper < CLOSE {
        format!("`{one}` and `{other}` are related but distinct ({evidence}).")
    } else if upper < SAME {
        format!("`{one}` and `{other}` are so close that one score says nearly as much as two ({evidence}).")
    } else {
        format!("`{one}` and `{other}` cannot be told apart here ({evidence}): one score says as much.")
    })
}

/// The fit of one factor.
pub(super) fn fit(scale: &Record, points: usize) -> Option<String> {
    let wanted = any_model(scale, "one_factor", leading(points))?;
    let uncorrected = wanted.text("undefined");
    let found = match (leading_model(scale, "one_factor", points), uncorrected) {
        (Some(found), _) => found,
        (None, Some(reason)) => return Some(format!("one factor cannot be fitted: {reason}.")),
        (None, None) => return None,
    };
    if found.value("fit.df").is_some_and(|df| df < 0.5) {
        return Some("one factor fits any answers to three items, so its fit says nothing.".to_owned());
    }
    let robust = found.value("robust.cfi").is_some();
    let path = if robust { "robust" } else { "fit" };
    let not_robust = (uncorrected.map(str::to_owned))
        .or_else(|| found.why_not("robust"))
        .map(|reason| format!(" They are not corrected for coarse answers: {reason}."));
    Some(format!(
        "one factor: CFI {}, RMSEA {}, SRMR {}. Habitual limits are .95, .06 and .08; they were made for other surveys.{}",
        found.shown_number(&format!("{path}.cfi")),
        found.shown_number(&format!("{path}.rmsea")),
        found.shown_number("fit.srmr"),
        not_robust.unwrap_or_default(),
    ))
}

/// The items whose error variance is not above 0, with the models in which that is so.
pub(super) fn improper(scale: &Record) -> Vec<String> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for model in scale.each("models") {
        let ids = model.each("improper_items").iter().map(|item| item.as_cell().words());
        let items: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
        if items.is_empty() {
            continue;
        }
        let (items, name) = (items.join(", "), name(model));
        match found.iter_mut().find(|(own, _)| *own == items) {
            Some((_, models)) => models.push(name),
            None => found.push((items, vec![name])),
        }
    }
    let sentence = |(items, models): (String, Vec<String>)| {
        let models = models.join("; ");
        format!(
            "a model is improper, so do not read its loadings: the error variance of {items} is not above 0 ({models})."
        )
    };
    found.into_iter().map(sentence).collect()
}

/// A model as people read it: its factors and its estimator.
pub(super) fn name(model: &Record) -> String {
    let factors = match model.text("id") {
        Some("one_factor") => "one factor",
        _ => "declared scales",
    };
    let estimator = model.text("estimator").unwrap_or_default().to_uppercase();
    format!("{factors}, {estimator}")
}

/// The pairs of items that go together more, or less, than one factor says.
pub(super) fn residuals(scale: &Record, points: usize) -> Option<String> {
    let found = leading_model(scale, "one_factor", points)?;
    let pair = |pair: &Record| {
        let sign = if pair.value("residual")? > 0.0 { "+" } else { "" };
        let value = pair.shown_number("residual");
        Some(format!(
            "`{}` and `{}` ({sign}{value})",
            pair.text("a")?,
            pair.text("b")?
        ))
    };
    let pairs: Vec<String> = found.each("residuals").iter().filter_map(pair).collect();
    (!pairs.is_empty()).then(|| format!("correlations that one factor does not explain: {}.", pairs.join(", ")))
}
