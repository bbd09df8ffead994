//! Agreement among the colleagues of one academy.

use crate::report::figures::explain::Explanation;

const COMPLETE: &str = "Only the academy's persons who answered every item of the scale; their n is printed beside it.";

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "rwg_j",
        name: "rwg(j)",
        says: "How far the colleagues of one academy agree on the scale, from 0 (as if everybody answered at random) to \
            1 (all alike). With many items it is near 1 almost always.",
        definition: "J(1 − m/σ²) / (J(1 − m/σ²) + m/σ²), with J items, m the mean of their variances (n − 1) and σ² the \
            variance under no agreement; m > σ² counts as σ².",
        source: "James, Demaree & Wolf (1984), Journal of Applied Psychology 69(1), 85–98; other nulls: LeBreton & Senter \
            (2008), Organizational Research Methods 11(4), 815–852.",
        estimator: "Closed form for each academy. Against σ² = (A² − 1)/12 of the A declared codes (every answer equally \
            likely), or the variance of the null distribution that the instrument names (`slight-skew`, `moderate-skew`, \
            `heavy-skew`, `triangular` or `normal`, on 5, 6, 7 or 9 codes) or declares code by code.",
        missing: COMPLETE,
        denominator: "σ² of the declared codes; multilevel's default is 2, that of five codes.",
        elsewhere: "multilevel::rwg.j(x, group, ranvar = σ²): equal. Its default ranvar = 2 is right for five codes only: on \
            six codes σ² is 2.917, and this project's autumn survey has a mean of .798 with the default and .926 \
            with the right one. rwg in psych::statsBy is something else, the correlations within groups. The \
            reliability menus of JASP, jamovi and SPSS print no such figure.",
    },
    Explanation {
        key: "r_star_wg_j",
        name: "r*wg(j)",
        says: "How far colleagues agree, as the share of chance spread that is gone. It does not grow with the number \
            of items, and falls below 0 when an academy is split in two camps.",
        definition: "1 − m/σ², with m the mean of the items' variances (n − 1) and σ² the variance under no agreement.",
        source: "Lindell, Brandt & Whitney (1999), Applied Psychological Measurement 23(2), 127–135.",
        estimator: "Closed form for each academy; the median, lowest and highest over the academies shown are given for the \
            trust. Against σ² = (A² − 1)/12 of the A declared codes (every answer equally likely), or the variance \
            of the null distribution that the instrument declares.",
        missing: COMPLETE,
        denominator: "σ² of the declared codes; multilevel's default is 2, that of five codes.",
        elsewhere: "multilevel::rwg.j.lindell(x, group, ranvar = σ²): equal; with the default of 2 on six codes it is too \
            low (.304 for .523 on average on this project's autumn survey). The reliability menus of JASP, jamovi \
            and SPSS print no such figure.",
    },
    Explanation {
        key: "ad_mean",
        name: "AD around the mean",
        says: "How many points colleagues are off their item average, on average. It needs no guess at what no \
            agreement would look like; up to A/6 points counts as agreement in practice.",
        definition: "Mean over items of Σ|x − x̄|/n, in points.",
        source: "Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2(1), 49–68; the line A/6 for A \
            codes: Burke & Dunlap (2002), Organizational Research Methods 5(2), 159–172.",
        estimator: "Closed form for each academy.",
        missing: COMPLETE,
        denominator: "n, not n − 1.",
        elsewhere: "multilevel::ad.m(x, group): equal. The reliability menus of JASP, jamovi and SPSS print no such figure.",
    },
    Explanation {
        key: "ad_median",
        name: "AD around the median",
        says: "How many points colleagues are off the middle answer, on average; a few outliers move it less than AD \
            around the mean.",
        definition: "Mean over items of Σ|x − median|/n, in points.",
        source: "Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2(1), 49–68.",
        estimator: "Closed form for each academy.",
        missing: COMPLETE,
        denominator: "n, not n − 1.",
        elsewhere: "multilevel::ad.m(x, group, type = \"median\"): equal. The reliability menus of JASP, jamovi and SPSS \
            print no such figure.",
    },
    Explanation {
        key: "a_wg",
        name: "a_wg",
        says: "Agreement beside the widest spread that is possible at the academy's own mean, so that a high mean alone \
            does not look like agreement. −1 is two camps, 1 is all alike.",
        definition: "Mean over items of 1 − 2s²/(((H + L)M − M² − HL) · n/(n − 1)), with s² the variance (n − 1), M the mean, \
            L and H the lowest and highest declared code.",
        source: "Brown & Hauenstein (2005), Organizational Research Methods 8(2), 165–184.",
        estimator: "Closed form for each academy. Undefined for items whose mean is below (L(n − 1) + H)/n or above (H(n − \
            1) + L)/n; those are left out, and where everybody chose the same end it is 1.",
        missing: COMPLETE,
        denominator: "The greatest variance at that mean, from the declared ends.",
        elsewhere: "multilevel::awg(x, group, range = c(L, H)): equal. Its default range, 1 to 5, is wrong for other scales: \
            on six codes this project's autumn survey has a mean of −.254 with it and .513 with the right one. The \
            reliability menus of JASP, jamovi and SPSS print no such figure.",
    },
    Explanation {
        key: "by_chance_95",
        name: "By chance",
        says: "What agreement would come about by chance: 95 in 100 groups of as many people would stay below it if \
            everybody answered at random. An academy above it does agree.",
        definition: "95th percentile of rwg(j) and r*wg(j), and 5th of the AD figures, over simulated groups of the same n, \
            items and codes whose answers are drawn independently from the null distribution.",
        source: "Dunlap, Burke & Smith-Crowe (2003), Journal of Applied Psychology 88(2), 356–362; Cohen, Doveh & Eick \
            (2001), Psychological Methods 6(3), 297–310.",
        estimator: "1,000 simulated groups for each size, seeded with --seed. Items are drawn independently of each other \
            too; correlated items would raise the line a little.",
        missing: "For as many persons as answered all of the scale there.",
        denominator: "",
        elsewhere: "multilevel::rwg.j.sim and ad.m.sim: the same idea for the uniform null, unseeded unless set.seed is \
            called; they take the first simulated value past 95 %, and also allow correlated items. The reliability \
            menus of JASP, jamovi and SPSS print no such figure.",
    },
];
