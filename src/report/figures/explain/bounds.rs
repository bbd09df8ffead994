//! Guttman's bounds and the split halves.

use crate::report::figures::explain::{Explanation, LISTWISE};

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "lambda1",
        name: "Guttman's lambda 1",
        says: "The lowest of six floors under the reliability of a scale: everything that items do not share counts as \
            error.",
        definition: "λ1 = 1 − Σ s²ᵢ / s²ₜ, with s²ᵢ the variance of item i and s²ₜ that of the sum.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Closed form from the covariances; with --standardized from the correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: lambda.1 of guttman (a function it now advises against), always from correlations; equal with \
            --standardized. SPSS: Lambda 1 of MODEL=GUTTMAN, documented as Guttman's bounds. JASP and jamovi do not \
            print it.",
    },
    Explanation {
        key: "lambda2",
        name: "Guttman's lambda 2",
        says: "A floor under the reliability of a scale that is never below alpha.",
        definition: "λ2 = (C + √(k/(k − 1) · Q)) / s²ₜ, with C the sum and Q the sum of squares of the covariances between \
            different items, and s²ₜ the variance of the sum.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Closed form from the covariances; with --standardized from the correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "JASP: Guttman's λ2 from covariances, pairwise unless set to listwise. psych: lambda.2 of guttman and \
            lambda2 of splitHalf, from correlations; equal with --standardized. SPSS: Lambda 2 of MODEL=GUTTMAN. \
            jamovi does not print it.",
    },
    Explanation {
        key: "lambda3",
        name: "Guttman's lambda 3",
        says: "A floor under the reliability of a scale; it is alpha under its older name.",
        definition: "λ3 = k/(k − 1) · λ1 = α.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Closed form from the covariances; with --standardized from the correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: lambda.3 of guttman is standardised alpha, since it starts from correlations; equal with \
            --standardized. SPSS: Lambda 3 of MODEL=GUTTMAN, which equals its alpha. JASP and jamovi print it as \
            alpha.",
    },
    Explanation {
        key: "lambda4",
        name: "Guttman's lambda 4",
        says: "The reliability of the luckiest way to halve the scale. It flatters when persons are few or items many.",
        definition: "λ4 = max over splits into halves a and b of 4 sₐᵦ/s²ₜ = 2(1 − (s²ₐ + s²ᵦ)/s²ₜ), with sₐᵦ the covariance \
            of the halves' sums.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Every split into halves as even as can be, with up to 16 items; with more, the best of 10,000 seeded \
            splits is improved by exchanging items, which comes close from below. With --standardized from \
            correlations.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "SPSS: Lambda 4 of MODEL=GUTTMAN is documented as the split-half coefficient of one split, first half \
            against second half in the order of the items, not the best one; it is lower and changes with the order. \
            psych: maxrb of splitHalf, from correlations unless covar = TRUE. With an odd number of items psych \
            2.2.9 looks at about half of the splits only. JASP prints one split (odd against even items), jamovi \
            none.",
    },
    Explanation {
        key: "lambda5",
        name: "Guttman's lambda 5",
        says: "A floor under the reliability of a scale that is good where one item shares much with all others.",
        definition: "λ5 = λ1 + 2 √Q₁ / s²ₜ, with Q₁ the largest, over items, of the sum of the squared covariances with the \
            others.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Closed form from the covariances; with --standardized from the correlations. No interval is given.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: lambda.5 of guttman, from correlations; equal with --standardized (its lambda.5p is another \
            bound). SPSS: Lambda 5 of MODEL=GUTTMAN. JASP and jamovi do not print it.",
    },
    Explanation {
        key: "lambda6",
        name: "Guttman's lambda 6",
        says: "A floor under the reliability of a scale: error is what the other items cannot foretell of an item.",
        definition: "λ6 = 1 − Σ e²ᵢ / s²ₜ, with e²ᵢ the variance of item i that the other items leave unexplained.",
        source: "Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "From the inverse of the covariance matrix; with --standardized of the correlation matrix. Undefined when \
            one item is a sum of others. No interval is given.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: G6(smc) of alpha and lambda.6 of guttman, from correlations; equal with --standardized. SPSS: \
            Lambda 6 of MODEL=GUTTMAN. Older releases of JASP printed it, its present reliability module does not; \
            jamovi does not.",
    },
    Explanation {
        key: "split_half_min",
        name: "Lowest split half",
        says: "The reliability when the scale is halved in the least lucky way. Much below the mean, the scale may hold \
            two things that go together only loosely.",
        definition: "The lowest, over all ways to halve the scale, of 2(1 − (s²ₐ + s²ᵦ)/s²ₜ), with s²ₐ and s²ᵦ the variances \
            of the two halves' sums and s²ₜ that of their total.",
        source: "Flanagan (1937), Journal of Educational Psychology 28(1), 17–21; Rulon (1939), Harvard Educational \
            Review 9, 99–103; Guttman (1945), Psychometrika 10(4), 255–282. As a sign of several factors: Revelle \
            (1979), Multivariate Behavioral Research 14(1), 57–74.",
        estimator: "Every split into halves as even as can be, each counted once, with up to 16 items; with more, 10,000 \
            splits drawn with the seed. With --standardized from correlations.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: minrb (beta) of splitHalf, from correlations unless covar = TRUE, and turning items round that \
            load negatively; 10,000 random splits once there are more than that. SPSS MODEL=SPLIT: one split, first \
            half against second half in the order of the items. JASP: one split, odd against even items; \
            standardised it is the Spearman-Brown formula. jamovi prints none.",
    },
    Explanation {
        key: "split_half_mean",
        name: "Mean split half",
        says: "The reliability of the scale, halved in every possible way, on average. With an even number of items it \
            is alpha.",
        definition: "The mean, over all ways to halve the scale, of 2(1 − (s²ₐ + s²ᵦ)/s²ₜ), with s²ₐ and s²ᵦ the variances of \
            the two halves' sums and s²ₜ that of their total.",
        source: "Flanagan (1937), Journal of Educational Psychology 28(1), 17–21; Rulon (1939), Harvard Educational \
            Review 9, 99–103; Guttman (1945), Psychometrika 10(4), 255–282. That the mean is alpha: Cronbach (1951), \
            Psychometrika 16(3), 297–334.",
        estimator: "Every split into halves as even as can be, each counted once, with up to 16 items; with more, 10,000 \
            splits drawn with the seed. With --standardized from correlations.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: meanr of splitHalf, from correlations unless covar = TRUE, and turning items round that load \
            negatively; 10,000 random splits once there are more than that. With an odd number of items psych 2.2.9 \
            looks at about half of the splits, so that its mean differs. SPSS MODEL=SPLIT: one split, first half \
            against second half in the order of the items. JASP: one split, odd against even items; standardised it \
            is the Spearman-Brown formula. jamovi prints none.",
    },
    Explanation {
        key: "split_half_max",
        name: "Highest split half",
        says: "The reliability when the scale is halved in the luckiest way; with up to 16 items it is Guttman's lambda \
            4.",
        definition: "The highest, over all ways to halve the scale, of 2(1 − (s²ₐ + s²ᵦ)/s²ₜ), with s²ₐ and s²ᵦ the variances \
            of the two halves' sums and s²ₜ that of their total.",
        source: "Flanagan (1937), Journal of Educational Psychology 28(1), 17–21; Rulon (1939), Harvard Educational \
            Review 9, 99–103; Guttman (1945), Psychometrika 10(4), 255–282.",
        estimator: "Every split into halves as even as can be, each counted once, with up to 16 items; with more, 10,000 \
            splits drawn with the seed. With --standardized from correlations.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the items.",
        elsewhere: "psych: maxrb of splitHalf, from correlations unless covar = TRUE, and turning items round that load \
            negatively; 10,000 random splits once there are more than that. SPSS MODEL=SPLIT: one split, first half \
            against second half in the order of the items. JASP: one split, odd against even items; standardised it \
            is the Spearman-Brown formula. jamovi prints none.",
    },
];
