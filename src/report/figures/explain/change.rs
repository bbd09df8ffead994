//! What changed between terms, how sure that is, and what is called clear.

use crate::report::figures::explain::{Explanation, SCORED};

const TWO_TERMS: &str = "Persons with a score in the term. Who answered one term only is in that term only: respondents are not \
    linked.";

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "difference",
        name: "Change between terms",
        says: "How far the mean score rose or fell from one term to the next, and how sure that is. Differences are of \
            unrounded scores.",
        definition: "d = x̄₂ − x̄₁, t = d/√(s₁²/n₁ + s₂²/n₂), df = (v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1)) with v = s²/n, \
            interval d ± t(df)·√(v₁ + v₂).",
        source: "Welch (1947), Biometrika 34(1/2), 28–35.",
        estimator: "Per academy, and for the trust over all persons. n, means, t, df, p, se, lower and upper belong to this \
            test. It speaks of staff such as these, so no headcount enters it. An academy that answered in one term only \
            has no change. Matched are academies by name, case and spacing aside, and by the aliases of the trust file.",
        missing: TWO_TERMS,
        denominator: "",
        elsewhere: "R: t.test(after, before), equal to the last digits. SPSS: the row equal variances not assumed; the row \
            above it, and JASP and jamovi unless told otherwise, pool the variances (Student's t). psych: t2d and the like \
            start from that pooled test. Survey platforms subtract rounded means.",
    },
    Explanation {
        key: "p_holm",
        name: "Holm's adjusted p",
        says: "The probability of so clear a change without any, adjusted for looking at all academies at once. Below .05: \
            hardly any chance that even one such finding among them is false.",
        definition: "With the m p values rising: p₍ᵢ₎ adjusted = max over j ≤ i of (m − j + 1)·p₍ⱼ₎, at most 1.",
        source: "Holm (1979), Scandinavian Journal of Statistics 6(2), 65–70.",
        estimator: "Over the academies whose change is shown on the scale. The trust is one comparison and has none.",
        missing: TWO_TERMS,
        denominator: "The m academies compared; withheld ones are not among them.",
        elsewhere: "R: p.adjust(p, \"holm\"), equal. JASP and jamovi offer it for post hoc tests. SPSS offers Bonferroni \
            and Sidak. psych: corr.test adjusts correlations by it.",
    },
    Explanation {
        key: "p_bh",
        name: "Benjamini and Hochberg's adjusted p",
        says: "Adjusted so that of all changes called real at .05 about one in twenty is expected to be false. Less strict \
            than Holm's.",
        definition: "With the m p values rising: p₍ᵢ₎ adjusted = min over j ≥ i of m·p₍ⱼ₎/j, at most 1.",
        source: "Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289–300.",
        estimator: "Over the academies whose change is shown on the scale.",
        missing: TWO_TERMS,
        denominator: "The m academies compared; withheld ones are not among them.",
        elsewhere: "R: p.adjust(p, \"BH\"), equal. JASP and jamovi do not print it beside t tests, nor do most releases of SPSS. psych: \
            corr.test with adjust = \"BH\".",
    },
    Explanation {
        key: "says",
        name: "What may be said of a change",
        says: "Clearly higher, clearly lower, no clear change, or too few to say. Decided by the interval widened for all \
            academies compared, never by a raw p; and no clear change is not the same as no change.",
        definition: "The interval of the difference at level 1 − (1 − level)/m for m academies compared: wholly above 0, \
            wholly below 0, or neither. Too few: fewer than --min-group in a term, or no interval.",
        source: "Dunn (1961), Journal of the American Statistical Association 56(293), 52–64, on simultaneous intervals by \
            Bonferroni's inequality.",
        estimator: "lower_simultaneous and upper_simultaneous are the widened limits. For the trust m = 1. Scales are not adjusted for \
            each other. Without headcounts, so of staff such as these; the interval of these staff decides nothing.",
        missing: TWO_TERMS,
        denominator: "The m academies whose change is shown on the scale.",
        elsewhere: "psych, JASP, jamovi and SPSS print p values and leave the words to you. Survey platforms colour a change \
            beyond a fixed number of points, whatever its interval.",
    },
    Explanation {
        key: "smallest_clear_change",
        name: "Smallest change that would have been called clear",
        says: "How large a true change must be for this survey to call it clear four times in five. Where there is no clear \
            change, anything smaller may have happened unseen.",
        definition: "Δ = δ·s·√(1/n₁ + 1/n₂), with δ the non-centrality at which t(n₁ + n₂ − 2) passes its critical value at \
            level 1 − (1 − level)/m with probability .80, s the pooled standard deviation.",
        source: "Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, Erlbaum, chapter 2.",
        estimator: "At the level of the widened interval, so that it belongs to the words; in points of the scale.",
        missing: TWO_TERMS,
        denominator: "",
        elsewhere: "R: power.t.test with sig.level = .05/m, for groups of one size. psych, JASP, jamovi and SPSS print no such \
            figure beside a test; their power modules find it.",
    },
    Explanation {
        key: "smallest_visible_change",
        name: "Smallest change that a single test could see",
        says: "The same for one academy looked at alone, and, with headcounts, for its own staff alone. Smaller than the \
            smallest clear change, because nobody else is looked at.",
        definition: "Δ = δ·s·√((1 − f₁)/n₁ + (1 − f₂)/n₂), two-sided 5 %, power 80 %; f = n/N where both headcounts are known, \
            else 0.",
        source: "Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, Erlbaum, chapter 2; Cochran \
            (1977), Sampling Techniques, equation 2.20.",
        estimator: "From both numbers of respondents and the pooled standard deviation, in points of the scale.",
        missing: TWO_TERMS,
        denominator: "",
        elsewhere: "R: power.t.test for groups of one size and without headcounts, equal there. psych, JASP, jamovi and SPSS \
            know no headcount.",
    },
    Explanation {
        key: "these_staff",
        name: "Change of these staff",
        says: "Whether just the people whom the headcounts count feel differently than those a term ago. The more of them \
            answered, the less is left to doubt; where everybody did both times, nothing is.",
        definition: "Academy: d ± t·√(v₁(1 − n₁/N₁) + v₂(1 − n₂/N₂)), df by Satterthwaite. Trust: the difference of the \
            headcount-weighted stratified means, with their standard errors.",
        source: "Cochran (1977), Sampling Techniques, 3rd edition, Wiley, equation 2.20 and chapter 5; Satterthwaite (1946), \
            Biometrics Bulletin 2(6), 110–114.",
        estimator: "Only where both headcounts are known and not out of date. these_staff_difference, these_staff_se, \
            these_staff_lower and these_staff_upper. That the same people answered twice is not used: nobody is linked.",
        missing: TWO_TERMS,
        denominator: "",
        elsewhere: "survey (R): svyglm or svycontrast on a design with fpc has the standard error. psych, JASP, jamovi and SPSS \
            without Complex Samples have no finite population.",
    },
    Explanation {
        key: "hedges_g",
        name: "Hedges' g",
        says: "The change in standard deviations of the persons' scores, so that changes on different scales can be set \
            beside each other. cohen_d is the same before a small correction.",
        definition: "d = (x̄₂ − x̄₁)/s, s pooled; g = J·d, J = Γ(df/2)/(√(df/2)·Γ((df − 1)/2)), df = n₁ + n₂ − 2.",
        source: "Hedges (1981), Journal of Educational Statistics 6(2), 107–128; Steiger & Fouladi (1997), in What If There Were \
            No Significance Tests?, 221–257.",
        estimator: "J exact. d_lower and d_upper are limits of d, by the non-central t.",
        missing: TWO_TERMS,
        denominator: "The pooled standard deviation of both terms.",
        elsewhere: "JASP and jamovi print Cohen's d, with another approximation of its interval in some releases. SPSS (27 and \
            later) prints d and Hedges' correction. psych: cohen.d divides by N and not N − 2 in its default, and so differs \
            a little.",
    },
    Explanation {
        key: "cliffs_delta",
        name: "Cliff's delta",
        says: "How much more often somebody after scores above somebody before than below: 1 always, 0 as often, −1 never. \
            It asks nothing of the spacing of the scale.",
        definition: "P(after > before) − P(after < before), over all pairs of a person before and one after.",
        source: "Cliff (1993), Psychological Bulletin 114(3), 494–509.",
        estimator: "Counted over all pairs, ties as neither.",
        missing: TWO_TERMS,
        denominator: "n₁·n₂ pairs.",
        elsewhere: "R: cliff.delta of a package of its own, the groups in its order. jamovi prints the rank biserial correlation beside \
            Mann-Whitney, as JASP does: the same figure, its sign by the order of groups. psych and SPSS: not printed.",
    },
    Explanation {
        key: "mixed",
        name: "The trust's change by the mixed model",
        says: "The change with each academy compared with itself, so that more answers from a high-scoring academy do not look \
            like a rise of the trust.",
        definition: "y = β₀ + u₀ⱼ + β₁·w + e, w = 0 before and 1 after; random_slope adds u₁ⱼ·w. REML. change = β₁, var_academy = \
            Var u₀, var_change = Var u₁, covariance = Cov(u₀, u₁), var_residual = Var e.",
        source: "Laird & Ware (1982), Biometrics 38(4), 963–974.",
        estimator: "t with N − J − 1 degrees of freedom for the random intercept, with one less than the academies in both terms \
            for the random slope, which needs three. singular: a variance at the end of its range, or the two random effects \
            wholly alike; said, and the figures are a hint. at_boundary: Var u₀ = 0. Withheld academies count as one, \
            withheld_as_one says how many.",
        missing: SCORED,
        denominator: "",
        elsewhere: "lme4 (R): lmer(score ~ wave + (1 | academy)) and (1 + wave | academy), equal; lme4 prints no degrees of \
            freedom, nlme those of the random intercept. jamovi (GAMLj) and JASP use lme4 with Satterthwaite's degrees of \
            freedom. SPSS MIXED: equal estimates. psych: none.",
    },
    Explanation {
        key: "probability_rose",
        name: "Probability that the true score rose",
        says: "How probable it is, by the mixed model, that the academy's own true change is above 0. An academy's small numbers \
            are filled up with what the others did, so this may differ from its own difference.",
        definition: "P(δⱼ > 0), δⱼ = β₁ + u₁ⱼ normal with the empirical Bayes mean (own_change) and standard error \
            (own_change_se), the uncertainty of β included.",
        source: "Raudenbush & Bryk (2002), Hierarchical Linear Models, 2nd edition, Sage, chapter 3.",
        estimator: "From the random-slope model, its variances taken as known, which makes it a little too sure with few \
            academies; where that model cannot be fitted, all academies have the trust's change and its probability. \
            Where their changes do not differ beyond chance, they all have nearly the same.",
        missing: SCORED,
        denominator: "",
        elsewhere: "lme4 (R): fixef plus ranef gives own_change; the standard error there leaves out β. brms would give the like \
            with the uncertainty of the variances. psych, JASP, jamovi and SPSS print no such probability.",
    },
    Explanation {
        key: "rest_of_trust",
        name: "The rest of the trust",
        says: "What all others in the trust scored, the academy itself left out, and how far the academy lies from them.",
        definition: "Mean over all persons outside the academy; difference = the academy's mean less that, with Welch's interval.",
        source: "Welch (1947), Biometrika 34(1/2), 28–35.",
        estimator: "From the trust's total less the academy shown, withheld academies among the rest.",
        missing: SCORED,
        denominator: "Persons with a score outside the academy.",
        elsewhere: "Survey platforms compare with an average that holds the academy itself, which makes large academies look \
            average. psych, JASP, jamovi and SPSS: recode into two groups first.",
    },
    Explanation {
        key: "benchmarks",
        name: "Median and quartiles of the academies",
        says: "Where the trust's own academies lie: half above the median, half of them between the quartiles. Only of those \
            that are shown, and only from four on.",
        definition: "Quantiles of the shown academies' means at 1/4, 1/2 and 3/4, type 7 of Hyndman & Fan.",
        source: "Hyndman & Fan (1996), The American Statistician 50(4), 361–365.",
        estimator: "median_of_academies, lower_quartile and upper_quartile of academies_shown means, each academy once.",
        missing: SCORED,
        denominator: "Academies shown. Withheld ones are left out, so small academies are under-represented.",
        elsewhere: "R: quantile, and Excel's QUARTILE.INC, equal. SPSS uses another type by default, JASP and jamovi R's; psych: \
            describe with quant.",
    },
];
