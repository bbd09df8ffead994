//! The ways to an interval of alpha and omega.

use crate::report::figures::explain::{Explanation, LISTWISE};

const AS_ALPHA: &str = "As alpha: persons who answered every item; with --missing pairwise n is the mean over the pairs of items, \
    rounded down.";

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "feldt",
        name: "Feldt's interval of alpha",
        says: "Where alpha of all such persons lies, with 95 % confidence unless --level says otherwise. The interval \
            shown first.",
        definition: "1 − (1 − α)·F(1 − p) to 1 − (1 − α)·F(p), with F(·) the quantiles of F with n − 1 and (n − 1)(k − 1) \
            degrees of freedom, n persons, k items, p = (1 − level)/2.",
        source: "Feldt (1965), Psychometrika 30(3), 357–370.",
        estimator: "Closed form. Exact for normal answers and items of equal variances and covariances; too narrow or too \
            wide as these fail.",
        missing: AS_ALPHA,
        denominator: "",
        elsewhere: "psych: the Feldt row of alpha and alpha.ci; equal on complete rows, while with missing answers psych \
            counts all rows. SPSS prints no interval beside alpha, but the one of the average measures in \
            RELIABILITY /ICC (two-way, consistency) is this, since that coefficient is alpha; psych::ICC shows the \
            same equality (ICC3k). JASP and jamovi print other intervals or none.",
    },
    Explanation {
        key: "bonett",
        name: "Bonett's interval of alpha",
        says: "Another interval of alpha, close to Feldt's and simple enough to check by hand.",
        definition: "1 − exp(ln(1 − α) ± z √(2k/((k − 1)(n − 2)))), with z the normal quantile, n persons, k items.",
        source: "Bonett (2002), Journal of Educational and Behavioral Statistics 27(4), 335–340.",
        estimator: "Closed form; assumes what Feldt's does. Some texts add a small correction of bias, ln(n/(n − 1)): not \
            here.",
        missing: AS_ALPHA,
        denominator: "",
        elsewhere: "Of the four programs none prints it by default in the releases looked at: psych 2.2.9, the jamovi and \
            JASP sources of 2026, SPSS as documented.",
    },
    Explanation {
        key: "normal",
        name: "Normal-theory interval of alpha",
        says: "An interval of alpha that allows items to differ in spread and in how they go together, but takes the \
            answers as normal.",
        definition: "α ± z √(Q/n), Q = 2k²/((k − 1)²S³) · (S(tr C² + (tr C)²) − 2 tr C · 1'C²1), with C the covariance matrix \
            of k items, S the sum of its entries, n persons.",
        source: "van Zyl, Neudecker & Nel (2000), Psychometrika 65(3), 271–280; Duhachek & Iacobucci (2004), Journal of \
            Applied Psychology 89(5), 792–808.",
        estimator: "Closed form; its standard error is given. The limits may pass 1.",
        missing: AS_ALPHA,
        denominator: "",
        elsewhere: "psych: ase is this standard error (for the number of all rows) and the Duhachek row is alpha ± 1.96 ase. \
            JASP: its analytic interval is of this kind for items with more values than its scale threshold, with n \
            − 1 for n. SPSS and jamovi do not print it.",
    },
    Explanation {
        key: "adf",
        name: "Distribution-free interval of alpha",
        says: "An interval of alpha that takes the answers as they are, lumps and skewness included. Worth a look when \
            most people choose the top codes.",
        definition: "α ± z sd(u)/√n, u = k/(k − 1) · (tr C/S² · t² − q/S) for each person, with t the sum and q the sum of \
            squares of the answers less the items' means, C the covariances, S their sum.",
        source: "Yuan, Guarnaccia & Hayslip (2003), Educational and Psychological Measurement 63(1), 5–23; \
            Maydeu-Olivares, Coffman & Hartmann (2007), Psychological Methods 12(2), 157–176.",
        estimator: "Closed form; its standard error is given. Needs a hundred persons or so to be dependable. The limits may \
            pass 1.",
        missing: "Persons who answered every item; not defined for pairwise covariances.",
        denominator: "",
        elsewhere: "JASP: the analytic interval of alpha for items with few values (its threshold is 10 unless set \
            otherwise) rests on the same idea and differs by the factor √(n/(n − 1)): on this project's autumn \
            survey a standard error of .005753 beside .005746. psych, jamovi and SPSS do not print it.",
    },
    Explanation {
        key: "bootstrap",
        name: "Bootstrap interval",
        says: "Where the figure falls when the same persons are drawn again and again with replacement. It assumes \
            little, and needs no formula.",
        definition: "From B draws of n persons: the quantiles at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))), with z₀ from the share of \
            draws below the estimate and a from leaving out one person at a time.",
        source: "Efron (1987), Journal of the American Statistical Association 82(397), 171–185.",
        estimator: "Of alpha and omega, with --bootstrap DRAWS; bias-corrected and accelerated (BCa), seeded with --seed, so \
            the same file gives the same limits. The standard error is the draws' standard deviation.",
        missing: "Persons who answered every item, whatever --missing says.",
        denominator: "",
        elsewhere: "psych: alpha(n.iter = …) takes plain percentiles of unseeded draws, over all rows with pairwise \
            covariances. JASP: percentiles of 1,000 draws when the interval is set to bootstrapped. jamovi prints \
            none. Two bootstraps agree only as far as their draws do: about two digits at 1,000 draws.",
    },
    Explanation {
        key: "delta",
        name: "Delta-method interval of omega",
        says: "Omega give or take what its standard error allows.",
        definition: "ω ± z √(g'Vg), with V the covariance matrix of the estimated loadings and error variances and g the \
            slopes of ω in them.",
        source: "Raykov (2002), Multivariate Behavioral Research 37(1), 89–103.",
        estimator: "V from the expected information of the one-factor maximum likelihood fit. The limits may pass 1.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "lavaan: the standard error of the same expression defined with := in the model. JASP: its analytic \
            interval of omega, through lavaan. psych and jamovi print no interval beside omega; psych::omega \
            bootstraps one with n.iter.",
    },
];
