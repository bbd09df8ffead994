//! Sentences about the structure of a scale, made from its record.

use crate::report::structure::{cluster_bias, cut_offs, models, partial_credit};
use crate::report::{Fact, Kind, Record, invariance, number};

/// Fewest complete respondents with which figures on structure are steady.
const ENOUGH: f64 = 200.0;
/// Share of the score's variance that items must have in common for the score to be read as one thing.
const ONE_SCORE: f64 = 0.7;
/// Share below which items should not be given one score.
const NO_SCORE: f64 = 0.5;

/// The sentences, each under a label.
pub(super) fn sentences(scale: &Record, unused: &[String], points: usize) -> Vec<Fact> {
    let mut facts = vec![Fact::new("One scale", one_scale(scale))];
    facts.extend(
        models::parts(scale, points)
            .into_iter()
            .map(|text| Fact::new("Its parts", text)),
    );
    facts.extend(models::fit(scale, points).map(|text| Fact::new("Fit", text)));
    facts.extend(
        cut_offs::sentences(scale)
            .into_iter()
            .map(|text| Fact::new("Fit, simulated", text)),
    );
    facts.extend(models::residuals(scale, points).map(|text| Fact::new("Pairs", text)));
    facts.extend(weakest(scale).map(|text| Fact::new("Weakest item", text)));
    facts.extend(read_alike(scale));
    facts.extend(
        cluster_bias::sentences(scale)
            .into_iter()
            .map(|text| Fact::new("Academies", text)),
    );
    facts.extend(partial_credit::sentence(scale).map(|text| Fact::new("Codes", text)));
    facts.extend(dependable(scale).map(|text| Fact::new("Reliability", text)));
    facts.extend(too_few(scale).map(|text| Fact::new("Caution", text)));
    facts.extend(
        cautions(scale, unused)
            .into_iter()
            .map(|text| Fact::new("Caution", text)),
    );
    facts
}

/// Whether the items go together as one scale.
fn one_scale(scale: &Record) -> String {
    let factors = ["parallel.polychoric", "parallel.pearson"]
        .into_iter()
        .find_map(|path| scale.at(path)?.value("factors"));
    let Some(factors) = factors else {
        let reason = scale.why_not("parallel.pearson").unwrap_or_default();
        return format!("Whether the items go together as one scale cannot be said: {reason}.");
    };
    let common = scale.value("omega_hierarchical.omega_h");
    let percent = common.map(|share| number::text(100.0 * share, Kind::Percent));
    if factors < 0.5 {
        return "The items have no more in common than unrelated questions: do not read their score as one thing."
            .to_owned();
    }
    if factors < 1.5 {
        let share = percent.map_or(String::new(), |percent| {
            format!(", and what all have in common accounts for {percent} % of the variance of the score")
        });
        return format!(
            "The items go together as one scale: no second factor is larger than chance would make it{share}."
        );
    }
    let several = number::in_words(factors);
    match (common, percent) {
        (Some(share), Some(percent)) if share >= ONE_SCORE => format!(
            "The items measure {several} related things, but one score still describes them: what all have in common accounts \
             for {percent} % of its variance."
        ),
        (Some(share), Some(percent)) if share >= NO_SCORE => format!(
            "The items measure {several} related things, and what all have in common accounts for only {percent} % of the \
             variance of the score: read the parts, not only the score."
        ),
        (Some(_), Some(percent)) => format!(
            "The items do not go together as one scale: they measure {several} things, and what all have in common accounts for \
             only {percent} % of the variance of the score. Do not give them one score."
        ),
        _ => format!("The items measure {several} things."),
    }
}

/// The item that goes with the others least, and what the scores would be without it.
fn weakest(scale: &Record) -> Option<String> {
    let weakest = scale.open("weakest_item")?;
    let item = weakest.text("item")?;
    let with_others = weakest.shown_number("item_rest_r");
    let consequence = weakest.value("change_without").map(|change| {
        if number::is_nought(change) {
            " Without it, no academy's score would change noticeably.".to_owned()
        } else {
            let most = number::text(change, Kind::Score);
            format!(" Without it, no academy's score would move by more than {most}.")
        }
    });
    Some(format!(
        "`{item}` goes with the other items least: its correlation with the rest of the scale is {with_others}.{}",
        consequence.unwrap_or_default()
    ))
}

/// Whether groups and terms read the questions alike.
fn read_alike(scale: &Record) -> impl Iterator<Item = Fact> {
    let sentences = scale.each("invariance").iter().filter_map(invariance::detail);
    sentences.map(|text| Fact::new("Read alike", text))
}

/// The reliability of the score, with answers as ordered categories.
fn dependable(scale: &Record) -> Option<String> {
    let omega = scale.value("omega_categorical.model_implied")?;
    let percent = number::text(100.0 * omega, Kind::Percent);
    Some(format!(
        "With answers read as ordered categories, {percent} % of the variance of a person's score comes from what the items \
         measure together (categorical omega)."
    ))
}

/// A warning if few people answered the whole scale.
fn too_few(scale: &Record) -> Option<String> {
    let n = scale.value("n_complete").filter(|&n| n < ENOUGH)?;
    let answered = number::text(n, Kind::Count);
    let enough = number::text(ENOUGH, Kind::Count);
    Some(format!(
        "only {answered} people answered every item, so figures on the structure are rough; about {enough} would do."
    ))
}

/// What limits the figures.
fn cautions(scale: &Record, unused: &[String]) -> Vec<String> {
    let mut cautions = Vec::new();
    if !unused.is_empty() {
        cautions.push(format!(
            "nobody chose {}; unused codes keep their place, the thresholds next to them are left out, and there is no partial credit \
             model.",
            unused.join("; ")
        ));
    }
    let pairs = scale
        .value("polychoric.pairs_with_empty_cells")
        .filter(|&pairs| pairs > 0.0);
    if let Some(pairs) = pairs {
        let items = scale.each("polychoric.items").len() as f64;
        cautions.push(format!(
            "in {} of {} pairs of items some combinations of answers never occur; polychoric correlations are less sure there.",
            number::text(pairs, Kind::Count),
            number::text(items * (items - 1.0) / 2.0, Kind::Count)
        ));
    }
    let indefinite = scale
        .at("polychoric.positive_definite")
        .is_some_and(|flag| *flag == Record::from(false));
    if indefinite {
        cautions.push(
            "the polychoric correlations do not fit together (their matrix is not positive definite); they are given as they \
             are."
                .to_owned(),
        );
    }
    cautions.extend(models::improper(scale));
    let bounded = scale.cell("omega_hierarchical.bounded_items").words();
    if !bounded.is_empty() {
        cautions.push(format!(
            "hierarchical omega is improper: the error variance of {bounded} stopped at its floor."
        ));
    }
    for (key, name) in [
        ("polychoric", "polychoric correlations"),
        ("omega_categorical", "categorical omega"),
        ("omega_hierarchical", "hierarchical omega"),
        ("pcm", "partial credit model"),
    ] {
        // That a short scale has no hierarchical omega is no fault of the answers.
        let reason = scale
            .why_not(key)
            .filter(|reason| !reason.contains("items and there are"));
        // Codes that nobody chose were named above.
        let reason = reason.filter(|_| key != "pcm" || unused.is_empty());
        // A finding says once what a tally does not have.
        let reason = reason.filter(|reason| !reason.ends_with("which this tally does not have"));
        cautions.extend(reason.map(|reason| format!("no {name}: {reason}.")));
    }
    cautions
}
