//! How academies differ, and what may be concluded from it.

use crate::report::figures::explain::{Explanation, SCORED};

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "icc1",
        name: "ICC(1)",
        says: "Which share of the differences between people's scores lies between academies. At 0 it does not matter \
            where somebody works; .10 is already a good deal.",
        definition: "(MSB − MSW)/(MSB + (k₀ − 1) MSW), with MSB and MSW the mean squares between and within academies and k₀ \
            = (N − Σn²ⱼ/N)/(J − 1) for J academies of nⱼ persons.",
        source: "Bartko (1976), Psychological Bulletin 83(5), 762–765; Shrout & Fleiss (1979), Psychological Bulletin \
            86(2), 420–428; k₀: Donner (1986), International Statistical Review 54(1), 67–82.",
        estimator: "One-way analysis of variance. Interval from quantiles of F, with k₀; exact when academies are of one \
            size, else approximate, and that is said. May be negative, and is printed so.",
        missing: SCORED,
        denominator: "The total variance, with the size k₀ for academies that differ in size.",
        elsewhere: "multilevel::ICC1 and psych::statsBy use the mean size, see icc1_mean_size. multilevel::mult.icc and a \
            mixed model (lme4, SPSS MIXED) estimate it by REML, never below 0; on this project's autumn survey .305 \
            beside .285 with the mean size, for complete persons. RELIABILITY /ICC in SPSS, JASP's Intraclass \
            Correlation and psych::ICC answer another question: their rows are targets and their columns raters or \
            items. Academies that are withheld enter as one group together, so that nothing can be worked out from \
            the total; R on the raw file keeps them apart and differs by that where any are withheld (--unsuppressed \
            shows the plain figure).",
    },
    Explanation {
        key: "icc1_mean_size",
        name: "ICC(1) with the mean size",
        says: "ICC(1) as some R packages print it. It is equal to ICC(1) when all academies are of one size.",
        definition: "(MSB − MSW)/(MSB + (n̄ − 1) MSW), with n̄ = N/J the mean size.",
        source: "James (1982), Journal of Applied Psychology 67(2), 219–229; Bliese (2000), in Klein & Kozlowski, \
            Multilevel Theory, Research, and Methods in Organizations, 349–381.",
        estimator: "One-way analysis of variance. Interval from quantiles of F with n̄, approximate when sizes differ.",
        missing: SCORED,
        denominator: "The total variance, with the mean size n̄ in place of k₀.",
        elsewhere: "multilevel::ICC1 and ICC1 of psych::statsBy: the same for the same persons. JASP, jamovi and SPSS have \
            no such output. Academies that are withheld enter as one group together, so that nothing can be worked \
            out from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "icc2",
        name: "ICC(2)",
        says: "How dependable the academies' averages are: would another draw of colleagues put the academies in much \
            the same order? From .70 yes, below .50 no.",
        definition: "(MSB − MSW)/MSB = 1 − 1/F, with MSB and MSW the mean squares between and within academies.",
        source: "Bartko (1976), Psychological Bulletin 83(5), 762–765; Shrout & Fleiss (1979), Psychological Bulletin \
            86(2), 420–428.",
        estimator: "One-way analysis of variance; speaks of an academy of typical size. Interval from quantiles of F, exact \
            when academies are of one size. May be negative.",
        missing: SCORED,
        denominator: "The variance of the academies' averages.",
        elsewhere: "multilevel::ICC2 and ICC2 of psych::statsBy: the same for the same persons. multilevel::mult.icc steps \
            up the REML ICC(1) to the mean size instead. Psychologists' ICC(2,1) and ICC2k (Shrout & Fleiss's \
            two-way models, as in psych::ICC, JASP and SPSS) are other figures under a like name. Academies that are \
            withheld enter as one group together, so that nothing can be worked out from the total; R on the raw \
            file keeps them apart and differs by that where any are withheld (--unsuppressed shows the plain \
            figure).",
    },
    Explanation {
        key: "icc2_mean",
        name: "Mean reliability of the academies' averages",
        says: "As ICC(2), with each academy's own size: the average of how much of each academy's average is signal.",
        definition: "Mean over academies of λⱼ = τ²/(τ² + σ²/nⱼ), with τ² the variance between academies, σ² that within, nⱼ \
            persons.",
        source: "Raudenbush & Bryk (2002), Hierarchical Linear Models, 2nd edition, Sage, chapter 3.",
        estimator: "τ² and σ² by REML, see reml. 0 when τ² is 0. No interval is given.",
        missing: SCORED,
        denominator: "",
        elsewhere: "The reliability estimate that the program HLM prints for a model without predictors. From lme4 it \
            follows from VarCorr and the sizes. psych, JASP, jamovi and SPSS do not print it. Academies that are \
            withheld enter as one group together, so that nothing can be worked out from the total; R on the raw \
            file keeps them apart and differs by that where any are withheld (--unsuppressed shows the plain \
            figure).",
    },
    Explanation {
        key: "f",
        name: "F test of the academies",
        says: "Whether the academies differ more than people drawn at random would. A small p says that they do, not \
            that the differences matter.",
        definition: "F = MSB/MSW with df1 = J − 1 and df2 = N − J; p = P(F(df1, df2) ≥ F).",
        source: "Fisher (1925), Statistical Methods for Research Workers, Oliver & Boyd, chapter 7.",
        estimator: "One-way analysis of variance, equal variances within academies assumed.",
        missing: SCORED,
        denominator: "",
        elsewhere: "aov in R, SPSS ONEWAY, and the ANOVA of JASP: the same for the same persons. jamovi's One-Way ANOVA and \
            oneway.test in R use Welch's F unless told otherwise. Academies that are withheld enter as one group \
            together, so that nothing can be worked out from the total; R on the raw file keeps them apart and \
            differs by that where any are withheld (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "verdict",
        name: "Verdict on averaging",
        says: "Whether staff answers may be averaged to academy scores and the academies compared: yes, with care or \
            no. Because names the figures that decided.",
        definition: "no: the interval of ICC(1) includes 0, or ICC(2) < .50. yes: it lies above 0, ICC(2) ≥ .70, and the \
            academies' median r*wg(j) exceeds what 95 in 100 groups would stay below if nobody agreed. Else with \
            care.",
        source: "This program's rule; on the figures: Bliese (2000), in Klein & Kozlowski, Multilevel Theory, Research, \
            and Methods in Organizations, 349–381; LeBreton & Senter (2008), Organizational Research Methods 11(4), \
            815–852.",
        estimator: "From icc1 with its interval, icc2, r_star_wg_j and by_chance_95. The customary .70 for rwg(j) decides \
            nothing. Where the figures are undefined the answer is no.",
        missing: "As those figures: persons with a score, and for agreement those who answered all of the scale.",
        denominator: "",
        elsewhere: "psych, multilevel, JASP, jamovi and SPSS give figures and no verdict. Papers often ask for rwg(j) ≥ .70 \
            alone: it is passed nearly everywhere, also where academies do not differ at all.",
    },
    Explanation {
        key: "reml",
        name: "Variance between and within academies",
        says: "How much academies differ (var_between) and how much colleagues of one academy do (var_within), with the \
            mean of a typical academy.",
        definition: "yᵢⱼ = μ + uⱼ + eᵢⱼ, Var u = τ² (var_between), Var e = σ² (var_within); mean is the estimate of μ. \
            Maximised: −½((N − 1) ln Q − Σ ln wⱼ + ln Σ wⱼ) in γ = τ²/σ², wⱼ = 1/(1/nⱼ + γ), Q = SSW + Σ wⱼ(ȳⱼ − \
            μ)².",
        source: "Patterson & Thompson (1971), Biometrika 58(3), 545–554.",
        estimator: "Restricted maximum likelihood (REML); standard errors of the components from the expected information. \
            τ² = 0 is a result (at_boundary), not an error.",
        missing: SCORED,
        denominator: "",
        elsewhere: "lme4::lmer(y ~ 1 + (1 | academy)), nlme::lme and SPSS MIXED, whose default is documented as REML: the \
            same to about 5 digits. With ML instead of REML τ² is smaller. lme4 prints no standard errors of \
            variances. Academies that are withheld enter as one group together, so that nothing can be worked out \
            from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "shrunken_mean",
        name: "Shrunken mean",
        says: "The academy's score, drawn towards the trust's the more, the fewer people answered. The better guess of \
            where the academy really stands.",
        definition: "EBⱼ = μ + λⱼ(x̄ⱼ − μ), λⱼ = τ²/(τ² + σ²/nⱼ); shrunken_se = √(τ²(1 − λⱼ) + (1 − λⱼ)² Var μ).",
        source: "Raudenbush & Bryk (2002), Hierarchical Linear Models, 2nd edition, Sage, chapter 3; Efron & Morris \
            (1975), Journal of the American Statistical Association 70(350), 311–319.",
        estimator: "Empirical Bayes with μ, τ² and σ² by REML, see reml. When τ² is 0 every academy has the trust's mean.",
        missing: SCORED,
        denominator: "",
        elsewhere: "lme4: fixef + ranef, the same to about 5 digits; its conditional standard deviation is √(τ²(1 − λⱼ)), a \
            little smaller, since it takes μ as known. SPSS MIXED prints the deviations uⱼ with the SOLUTION \
            keyword. psych, and the reliability menus of JASP and jamovi, print none. Academies that are withheld \
            enter as one group together, so that nothing can be worked out from the total; R on the raw file keeps \
            them apart and differs by that where any are withheld (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "above_trust_mean",
        name: "Probability of lying above the trust",
        says: "How likely it is that the academy's true score lies above the trust's. Near 50 % nobody can say.",
        definition: "Share of draws with θⱼ above the mean of all persons' θ, where μ ~ N(μ̂, Var μ̂) and θⱼ | μ ~ N(μ + \
            λⱼ(x̄ⱼ − μ), τ²(1 − λⱼ)).",
        source: "Goldstein & Spiegelhalter (1996), Journal of the Royal Statistical Society A 159(3), 385–443.",
        estimator: "10,000 seeded draws; the variances are taken as known. Undefined when academies do not differ beyond \
            chance (τ² = 0).",
        missing: SCORED,
        denominator: "",
        elsewhere: "psych, multilevel, JASP, jamovi and SPSS do not print it; in R it can be drawn from lme4's means and \
            conditional variances. Academies that are withheld enter as one group together, so that nothing can be \
            worked out from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
    Explanation {
        key: "ranks",
        name: "Ranks with their uncertainty",
        says: "The probability that the academy is first, second and so on. Wide spread over many ranks means that a \
            league table would be mostly luck.",
        definition: "Share of draws in which the academy has each rank, the highest mean first; expected_rank is their mean. \
            Draws as for above_trust_mean.",
        source: "Goldstein & Spiegelhalter (1996), Journal of the Royal Statistical Society A 159(3), 385–443.",
        estimator: "10,000 seeded draws; the variances are taken as known. Never a ranking of raw means.",
        missing: SCORED,
        denominator: "",
        elsewhere: "RANK in a spreadsheet or SPSS orders raw means and says nothing of chance. psych, multilevel, JASP and \
            jamovi print no ranks. Academies that are withheld enter as one group together, so that nothing can be \
            worked out from the total; R on the raw file keeps them apart and differs by that where any are withheld \
            (--unsuppressed shows the plain figure).",
    },
];
