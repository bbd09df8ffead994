//! Under which names a figure is found.

use crate::report::closer::explain::EXPLANATIONS;

/// Other names of figures, bared, and the keys that explain them.
const ALSO: &[(&str, &str)] = &[
    ("cronbach", "alpha"),
    ("cronbachsalpha", "alpha"),
    ("coefficientalpha", "alpha"),
    ("rawalpha", "alpha"),
    ("standardizedalpha", "alpha_standardized"),
    ("standardisedalpha", "alpha_standardized"),
    ("alphastandardised", "alpha_standardized"),
    ("stdalpha", "alpha_standardized"),
    ("omega", "omega_total"),
    ("omegat", "omega_total"),
    ("mcdonald", "omega_total"),
    ("mcdonaldsomega", "omega_total"),
    ("averager", "mean_interitem_r"),
    ("medianr", "median_interitem_r"),
    ("standarderrorofmeasurement", "sem"),
    ("guttman", "lambda2"),
    ("g6", "lambda6"),
    ("g6smc", "lambda6"),
    ("beta", "split_half_min"),
    ("splithalf", "split_half_mean"),
    ("bca", "bootstrap"),
    ("duhachek", "normal"),
    ("ase", "normal"),
    ("k", "n"),
    ("listwise", "missing"),
    ("pairwise", "missing"),
    ("skew", "skewness"),
    ("g1", "skewness"),
    ("g2", "kurtosis"),
    ("rdrop", "item_rest_r"),
    ("rcor", "item_r_corrected"),
    ("rawr", "item_total_r"),
    ("meanofpersons", "mean"),
    ("weights", "mean"),
    ("standardised", "standardised_mean"),
    ("standardisedscore", "standardised_mean"),
    ("standardisedse", "standardised_mean"),
    ("standardisedlower", "standardised_mean"),
    ("standardisedupper", "standardised_mean"),
    ("standardiseddifference", "standardised_mean"),
    ("standardisedmeanbefore", "standardised_mean"),
    ("standardisedmeanafter", "standardised_mean"),
    ("weight", "standardised_mean"),
    ("norm", "norms"),
    ("standardscore", "norms"),
    ("distance", "norms"),
    ("se", "interval"),
    ("standarderror", "interval"),
    ("lower", "interval"),
    ("upper", "interval"),
    ("ci", "interval"),
    ("confidenceinterval", "interval"),
    ("df", "interval"),
    ("population", "interval"),
    ("favourable", "percent_favourable"),
    ("headcount", "response_rate"),
    ("small", "withheld"),
    ("complementary", "withheld"),
    ("withheldasone", "withheld"),
    ("icc", "icc1"),
    ("icc11", "icc1"),
    ("k0", "icc1"),
    ("meansize", "icc1_mean_size"),
    ("icc1k", "icc2"),
    ("anova", "f"),
    ("df1", "f"),
    ("df2", "f"),
    ("p", "f"),
    ("because", "verdict"),
    ("varbetween", "reml"),
    ("varbetweense", "reml"),
    ("varwithin", "reml"),
    ("varwithinse", "reml"),
    ("meanse", "reml"),
    ("atboundary", "reml"),
    ("tau2", "reml"),
    ("sigma2", "reml"),
    ("shrunkense", "shrunken_mean"),
    ("shrunken", "shrunken_mean"),
    ("empiricalbayes", "shrunken_mean"),
    ("rank", "ranks"),
    ("expectedrank", "ranks"),
    ("abovetrust", "above_trust_mean"),
    ("rwg", "rwg_j"),
    ("rstarwg", "r_star_wg_j"),
    ("rwgjlindell", "r_star_wg_j"),
    ("medianrstarwgj", "r_star_wg_j"),
    ("lowest", "r_star_wg_j"),
    ("highest", "r_star_wg_j"),
    ("ad", "ad_mean"),
    ("adm", "ad_mean"),
    ("admd", "ad_median"),
    ("awgj", "a_wg"),
    ("bychance", "by_chance_95"),
    ("beyondchance", "by_chance_95"),
    ("harmonicsize", "alpha_between_observed"),
    ("change", "difference"),
    ("welch", "difference"),
    ("nbefore", "difference"),
    ("nafter", "difference"),
    ("meanbefore", "difference"),
    ("meanafter", "difference"),
    ("t", "difference"),
    ("only", "difference"),
    ("holm", "p_holm"),
    ("bh", "p_bh"),
    ("clearly", "says"),
    ("clearlyhigher", "says"),
    ("clearlylower", "says"),
    ("noclearchange", "says"),
    ("toofewtosay", "says"),
    ("lowersimultaneous", "says"),
    ("uppersimultaneous", "says"),
    ("bonferroni", "says"),
    ("thesestaffdifference", "these_staff"),
    ("thesestaffse", "these_staff"),
    ("thesestafflower", "these_staff"),
    ("thesestaffupper", "these_staff"),
    ("finitepopulation", "these_staff"),
    ("cohend", "hedges_g"),
    ("d", "hedges_g"),
    ("g", "hedges_g"),
    ("dlower", "hedges_g"),
    ("dupper", "hedges_g"),
    ("randomslope", "mixed"),
    ("varacademy", "mixed"),
    ("varchange", "mixed"),
    ("covariance", "mixed"),
    ("varresidual", "mixed"),
    ("singular", "mixed"),
    ("ownchange", "probability_rose"),
    ("ownchangese", "probability_rose"),
    ("rose", "probability_rose"),
    ("headcountbefore", "response_rate"),
    ("headcountafter", "response_rate"),
    ("responseratebefore", "response_rate"),
    ("responserateafter", "response_rate"),
    ("restdifference", "rest_of_trust"),
    ("medianofacademies", "benchmarks"),
    ("lowerquartile", "benchmarks"),
    ("upperquartile", "benchmarks"),
    ("quartiles", "benchmarks"),
    ("academiesshown", "benchmarks"),
];

/// The key of the figure that goes by this name.
pub(crate) fn resolve(name: &str) -> Option<&'static str> {
    let bared = bare(name);
    let own = EXPLANATIONS.iter().map(|explanation| explanation.key);
    own.into_iter()
        .find(|key| bare(key) == bared)
        .or_else(|| ALSO.iter().find(|(also, _)| *also == bared).map(|&(_, key)| key))
}

/// The key most like a name that is none, if one is like it at all.
#[must_use]
pub fn nearest_key(name: &str) -> Option<&'static str> {
    // The distance takes time and memory of length × length; no figure's name is long.
    const LONGEST: usize = 100;
    const LIKE: f64 = 0.5;
    let bared = bare(name);
    if bared.is_empty() || bared.len() > LONGEST {
        return None;
    }
    let mut best: Option<(&'static str, f64)> = None;
    for (known, key) in known() {
        let likeness = strsim::normalized_damerau_levenshtein(&bared, &known);
        if likeness >= LIKE && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((key, likeness));
        }
    }
    best.map(|(key, _)| key)
}

/// Every name, bared, with its key; the keys themselves first.
fn known() -> impl Iterator<Item = (String, &'static str)> {
    let own = EXPLANATIONS
        .iter()
        .map(|explanation| (bare(explanation.key), explanation.key));
    own.chain(ALSO.iter().map(|&(also, key)| (also.to_owned(), key)))
}

/// In lower case, with Greek letters and the star by name, and nothing but letters and digits.
fn bare(name: &str) -> String {
    let mut bared = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'α' => bared.push_str("alpha"),
            'λ' => bared.push_str("lambda"),
            'ω' => bared.push_str("omega"),
            'σ' => bared.push_str("sigma"),
            'τ' => bared.push_str("tau"),
            '*' => bared.push_str("star"),
            '²' => bared.push('2'),
            '₀'..='₉' => bared.extend(char::from_digit(c as u32 - '₀' as u32, 10)),
            c if c.is_alphanumeric() => bared.push(c),
            _ => {}
        }
    }
    bared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn a_figure_is_found_as_people_write_it() {
        for (name, key) in [
            ("ALPHA", "alpha"),
            ("split-half-mean", "split_half_mean"),
            ("omega", "omega_total"),
            ("ω", "omega_total"),
            ("λ2", "lambda2"),
            ("λ₂", "lambda2"),
            ("Lambda-2", "lambda2"),
            ("icc(1)", "icc1"),
            ("ICC(2)", "icc2"),
            ("rwg(j)", "rwg_j"),
            ("r*wg(j)", "r_star_wg_j"),
            ("a_wg(j)", "a_wg"),
            ("Cronbach's alpha", "alpha"),
            ("alpha-standardised", "alpha_standardized"),
            ("τ²", "reml"),
        ] {
            assert_eq!(resolve(name), Some(key), "{name}");
        }
        assert_eq!(resolve("banana"), None);
        assert_eq!(resolve(""), None);
        assert_eq!(resolve("(-)"), None);
    }

    #[test]
    fn other_names_are_bared_and_lead_to_a_key_and_hide_none() {
        for (place, (also, key)) in ALSO.iter().enumerate() {
            assert_eq!(&bare(also), also);
            assert!(EXPLANATIONS.iter().any(|explanation| explanation.key == *key), "{key}");
            assert!(
                EXPLANATIONS.iter().all(|explanation| bare(explanation.key) != *also),
                "{also}"
            );
            assert!(ALSO[..place].iter().all(|(other, _)| other != also), "{also} twice");
        }
    }

    #[test]
    fn a_slip_finds_its_figure_and_a_stranger_none() {
        assert_eq!(nearest_key("alhpa"), Some("alpha"));
        assert_eq!(nearest_key("cronbac"), Some("alpha"));
        assert_eq!(nearest_key("split_half"), Some("split_half_mean"));
        assert_eq!(nearest_key("shrunken_meen"), Some("shrunken_mean"));
        assert_eq!(nearest_key("zzzzzz"), None);
        assert_eq!(nearest_key(""), None);
        assert_eq!(nearest_key(&"alpha".repeat(1_000)), None);
    }

    proptest! {
        #[test]
        fn any_name_is_a_key_or_none(name in "\\PC*") {
            let found = resolve(&name).or_else(|| nearest_key(&name));
            prop_assert!(found.is_none_or(|key| resolve(key) == Some(key)));
        }
    }
}
