//! Reliability within and between academies.

use crate::report::figures::explain::Explanation;

const LISTWISE_ONLY: &str = "Persons who answered every item of the scale (listwise).";

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "alpha_within",
        name: "Alpha within academies",
        says: "How well the items hang together among colleagues of one academy, differences between academies left \
            out.",
        definition: "k/(k − 1) · C_w/S_w, with k items, C the sum of the off-diagonal and S that of all entries of the \
            covariance matrix within academies.",
        source: "Geldhof, Preacher & Zyphur (2014), Psychological Methods 19(1), 72–91.",
        estimator: "Saturated covariance matrices within and between academies by maximum likelihood (EM, sped up). With \
            fewer than 20 academies, or fewer than items, figures between academies are rough, and a warning says \
            so.",
        missing: LISTWISE_ONLY,
        denominator: "The variance of the sum within academies.",
        elsewhere: "lavaan with level: 1 and level: 2 gives the same saturated matrices (to about 3 digits, as both search). \
            semTools::compRelSEM of a two-level model with tau.eq = TRUE gives its alpha within. psych::alpha, \
            JASP's unidimensional reliability, jamovi and SPSS RELIABILITY print one alpha that mixes both levels. \
            Academies that are withheld enter as one group together, so that nothing can be worked out from the \
            total; R on the raw file keeps them apart and differs by that where any are withheld (--unsuppressed \
            shows the plain figure).",
    },
    Explanation {
        key: "alpha_between",
        name: "Alpha between academies",
        says: "How well the items hang together over the academies' true means. It is near 1 readily, and speaks of \
            means that nobody observes.",
        definition: "k/(k − 1) · C_b/S_b, with k items, C the sum of the off-diagonal and S that of all entries of the \
            covariance matrix between academies.",
        source: "Geldhof, Preacher & Zyphur (2014), Psychological Methods 19(1), 72–91.",
        estimator: "Saturated covariance matrices within and between academies by maximum likelihood (EM, sped up). With \
            fewer than 20 academies, or fewer than items, figures between academies are rough, and a warning says \
            so.",
        missing: LISTWISE_ONLY,
        denominator: "The variance of the sum of the true means, the chance in who answered left out.",
        elsewhere: "lavaan with level: 1 and level: 2 gives the same saturated matrices (to about 3 digits, as both search). \
            semTools::compRelSEM of a two-level model with tau.eq = TRUE gives it unless config or shared name the \
            factor. psych::alpha, JASP's unidimensional reliability, jamovi and SPSS RELIABILITY print one alpha \
            that mixes both levels. Academies that are withheld enter as one group together, so that nothing can be \
            worked out from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "alpha_between_observed",
        name: "Alpha of the academies' observed means",
        says: "How dependable the academies' averages as they are would be, with both kinds of chance: which items were \
            asked and who answered.",
        definition: "k/(k − 1) · C_b/(S_b + S_w/ñ), with k items, C the sum of the off-diagonal and S that of all entries of \
            the covariance matrix between (b) and within (w) academies, ñ the harmonic mean of their sizes \
            (harmonic_size).",
        source: "Lai (2021), Psychological Methods 26(1), 90–102.",
        estimator: "Saturated covariance matrices within and between academies by maximum likelihood (EM, sped up). With \
            fewer than 20 academies, or fewer than items, figures between academies are rough, and a warning says \
            so.",
        missing: LISTWISE_ONLY,
        denominator: "The variance of the observed means of the sum.",
        elsewhere: "lavaan with level: 1 and level: 2 gives the same saturated matrices (to about 3 digits, as both search). \
            semTools::compRelSEM gives this coefficient for factors named in shared, with tau.eq = TRUE. \
            psych::alpha, JASP's unidimensional reliability, jamovi and SPSS RELIABILITY print one alpha that mixes \
            both levels. Academies that are withheld enter as one group together, so that nothing can be worked out \
            from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "alpha_two_level",
        name: "Two-level alpha",
        says: "How well the items hang together over all staff, both levels together. Close to plain alpha, and \
            estimated with the academies in mind.",
        definition: "k/(k − 1) · (C_w + C_b)/(S_w + S_b), with k items, C the sum of the off-diagonal and S that of all \
            entries of the covariance matrix within (w) and between (b) academies.",
        source: "Lai (2021), Psychological Methods 26(1), 90–102.",
        estimator: "Saturated covariance matrices within and between academies by maximum likelihood (EM, sped up). With \
            fewer than 20 academies, or fewer than items, figures between academies are rough, and a warning says \
            so.",
        missing: LISTWISE_ONLY,
        denominator: "The variance of the sum over both levels.",
        elsewhere: "lavaan with level: 1 and level: 2 gives the same saturated matrices (to about 3 digits, as both search). \
            semTools::compRelSEM gives this coefficient for factors named in config, with tau.eq = TRUE. \
            psych::alpha, JASP's unidimensional reliability, jamovi and SPSS RELIABILITY print one alpha that mixes \
            both levels. Academies that are withheld enter as one group together, so that nothing can be worked out \
            from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
];
