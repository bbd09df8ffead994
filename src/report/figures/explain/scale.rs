//! The coefficients of a whole scale.

use crate::report::figures::explain::{Explanation, LISTWISE};

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "alpha",
        name: "Cronbach's alpha",
        says: "How far the items of a scale rise and fall together, so that their average says more than any one of \
            them. Near 1 they do, near 0 they do not.",
        definition: "α = k/(k − 1) · (1 − Σ s²ᵢ / s²ₜ), with k items, s²ᵢ the variance of item i and s²ₜ that of their sum.",
        source: "Cronbach (1951), Psychometrika 16(3), 297–334.",
        estimator: "Closed form from the covariances (n − 1) of the keyed items. Interval: Feldt (1965); others beside it, \
            see feldt, bonett, normal, adf and bootstrap.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych (R): raw_alpha is the same figure on pairwise covariances, its default; on complete rows it equals \
            this one. Its Feldt and Duhachek limits take the number of all rows, complete or not, so with missing \
            answers they are too narrow. jamovi: psych's raw_alpha on complete rows, without an interval: equal. \
            JASP: the same formula, but pairwise unless set to listwise, and an interval of another kind (see adf). \
            SPSS RELIABILITY: complete cases, equal. Any of them differs when an item was not reversed, or by \
            --missing. --like psych, jamovi, jasp or spss follows their conventions.",
    },
    Explanation {
        key: "alpha_standardized",
        name: "Standardised alpha",
        says: "What alpha would be if every item had the same spread. A large gap to alpha means that a few items with \
            wide answers carry the scale.",
        definition: "k r̄/(1 + (k − 1) r̄), with k items and r̄ the mean correlation between them.",
        source: "Spearman (1910), British Journal of Psychology 3(3), 271–295, and Brown (1910), 3(3), 296–322; on what \
            it estimates: Falk & Savalei (2011), Journal of Personality Assessment 93(5), 445–453.",
        estimator: "Closed form from the correlations of the keyed items. No interval is given.",
        missing: LISTWISE,
        denominator: "The variance of the sum of the standardised items.",
        elsewhere: "psych: std.alpha, on pairwise correlations by default; equal on complete rows. SPSS: Cronbach's Alpha \
            Based on Standardized Items, complete cases, equal. JASP: its alpha when the coefficients are set to \
            standardised. jamovi does not print it. The scores of this program are means or sums of unstandardised \
            answers, so alpha is the one that speaks of them.",
    },
    Explanation {
        key: "omega_total",
        name: "McDonald's omega total",
        says: "Which share of the variance of the scale's sum comes from the one thing that all items measure. It needs \
            no assumption that all items measure it equally well, as alpha does.",
        definition: "ω = (Σλ)² / ((Σλ)² + Σθ), with λ the items' loadings on one common factor and θ their error variances.",
        source: "McDonald (1999), Test Theory: A Unified Treatment, Erlbaum, chapter 6; Jöreskog (1971), Psychometrika \
            36(2), 109–133; its standard error: Raykov (2002), Multivariate Behavioral Research 37(1), 89–103.",
        estimator: "One-factor model by maximum likelihood on the covariances. Standard error and interval by the delta \
            method from the expected information; the limits may pass 1. Needs at least 3 items; an item whose error \
            variance is not above 0 is warned of.",
        missing: LISTWISE,
        denominator: "The variance of the sum that the model implies; psych and jamovi divide by the observed one.",
        elsewhere: "lavaan with this formula and semTools::compRelSEM(fit, obs.var = FALSE): equal. semTools' default, \
            obs.var = TRUE, divides by the observed variance. JASP: the same model and formula through lavaan, equal \
            when set to listwise; by default it keeps incomplete rows by full-information maximum likelihood. \
            jamovi: psych::omega with one factor: least squares (minres) on correlations over the observed variance. \
            psych::omega by default takes three factors, which gives a higher omega total: on this project's autumn \
            survey .925 where one factor gives .909 and the figure here is .910. SPSS: MODEL=OMEGA from 27.0.1 is \
            documented as a one-factor model with uncorrelated errors; how it is fitted is not said there, so small \
            differences are to be expected. --like psych or jamovi prints the one-factor figure of psych.",
    },
    Explanation {
        key: "mean_interitem_r",
        name: "Mean inter-item correlation",
        says: "How strongly two items of the scale go together on average. Unlike alpha it does not grow with the \
            number of items; .15 to .50 is usual for a broad idea.",
        definition: "r̄ = mean of the k(k − 1)/2 correlations between different keyed items.",
        source: "Clark & Watson (1995), Psychological Assessment 7(3), 309–319.",
        estimator: "Arithmetic mean of Pearson correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych: average_r, pairwise by default; equal on complete rows. JASP: average interitem correlation, \
            pairwise unless set to listwise. SPSS: the mean in the table of inter-item correlations (SUMMARY=CORR), \
            complete cases. jamovi draws the correlations and prints no mean.",
    },
    Explanation {
        key: "median_interitem_r",
        name: "Median inter-item correlation",
        says: "The middle one of the correlations between items. Well below the mean, a few items that say nearly the \
            same hold the scale together.",
        definition: "The middle of the k(k − 1)/2 correlations between different keyed items, or the mean of the two in the \
            middle.",
        source: "Clark & Watson (1995), Psychological Assessment 7(3), 309–319.",
        estimator: "Median of Pearson correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych: median_r (med.r), pairwise by default; equal on complete rows. JASP, jamovi and SPSS RELIABILITY \
            do not print it.",
    },
    Explanation {
        key: "sem",
        name: "Standard error of measurement",
        says: "How far one person's score strays by chance from what that person would score on average. Too wide for \
            judging one person by a survey, as a rule.",
        definition: "s √(1 − α), with s the standard deviation of the score and α Cronbach's alpha; for mean scores s is that \
            of the sum divided by k.",
        source: "Gulliksen (1950), Theory of Mental Tests, Wiley.",
        estimator: "From the same covariances as alpha, in the metric of the instrument's score (mean or sum), one figure \
            for all persons.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "JASP: the unconditional figure of Standard Error of Measurement, of the sum score and complete cases; \
            divide it by the number of items for a mean score. psych::alpha prints ase, which is the standard error \
            of alpha and not this. SPSS RELIABILITY and jamovi do not print it; it follows from their SD and alpha. \
            Programs also differ by the reliability they put in: here it is always alpha.",
    },
];
