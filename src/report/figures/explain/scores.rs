//! Scores of academies and of the trust, and why some are withheld.

use crate::report::figures::explain::{Explanation, SCORED};

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "mean",
        name: "Mean score",
        says: "The average score of those who answered, in points of the scale. For the trust every person counts once, \
            or every academy as its staff where all headcounts are known; weights says which.",
        definition: "Academy: mean of its persons' scores. Trust: Σ Wⱼ x̄ⱼ, with Wⱼ = nⱼ/n (respondents) or Nⱼ/N \
            (headcounts); mean_of_persons is the first of the two in any case.",
        source: "Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 5; aggregate = \"items\": Goddard, Hoy \
            & Woolfolk Hoy (2000), American Educational Research Journal 37(2), 479–507.",
        estimator: "A person's score is the mean of the answered items after reversal by the declared range, or that mean \
            times k for sum scores. With aggregate = \"items\" an academy's mean is the mean over items of the \
            item's mean.",
        missing: SCORED,
        denominator: "Persons with a score, not rows and not staff.",
        elsewhere: "psych::alpha averages what each person answered, be it one item; psych::scoreItems imputes medians by \
            default and reverses by the observed range unless min and max are given. JASP's mean is by default that \
            of sum scores in which a missing answer adds nothing, and reverses by the observed range, as jamovi does \
            on complete rows. SPSS: COMPUTE with MEAN.n() sets the least number of answers. A spreadsheet's average \
            over all cells weighs persons by how much they answered.",
    },
    Explanation {
        key: "mean_of_academies",
        name: "Mean of the academies",
        says: "The average of the academies' scores, each academy counting once, however small.",
        definition: "(1/J) Σ x̄ⱼ over the J academies with a score.",
        source: "Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 11, on the unweighted mean of unit \
            means.",
        estimator: "Arithmetic mean of the academies' scores. Academies that are withheld are in it, unseen.",
        missing: SCORED,
        denominator: "Academies with at least one score; mean divides by persons instead.",
        elsewhere: "A pivot table's average of averages is this; its average over rows is the mean over persons. The two \
            differ whenever academies differ in size and in score. psych, JASP, jamovi and SPSS average rows unless \
            the file was aggregated first.",
    },
    Explanation {
        key: "standardised_mean",
        name: "Standardised score",
        says: "What the score would be if each role had answered in the share that it has among the trust's staff. It asks \
            whether academies, or terms, differ beyond a different mix of those who answered; the plain score says what those who \
            answered feel.",
        definition: "Σ Wᵣ x̄ᵣ over the roles, Wᵣ = Nᵣ/N of the whole trust; Var = Σ Wᵣ² s²ᵣ/nᵣ, t with n − R degrees of freedom. \
            Change: the later less the earlier, both with the weights of the latest term, df by Satterthwaite.",
        source: "Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 5, on direct standardisation and stratified \
            means.",
        estimator: "With --by, where the trust file counts staff by the groups of that column (headcount_by_role), pools of roles \
            as one role. Of persons' scores, also with aggregate = \"items\". Without finite population correction. The trust's stands \
            where all roles are shown. An academy's counts as telling every cell of the academy and a role, so it stands only where \
            each has the minimum or more, and where nothing small follows; the smallest are withheld first. Who named no \
            role, or one without headcount, counts in none of it.",
        missing: SCORED,
        denominator: "The trust's staff by role; n is those who answered in these roles.",
        elsewhere: "survey (R): svymean with strata = role and weights Nᵣ/nᵣ, equal, with confint(df = degf(design)). SPSS: \
            WEIGHT BY the ratio has the mean, not the standard error. psych, JASP, jamovi and survey platforms: none; a \
            platform's weighting adjusts to a sample, not to a staff list.",
    },
    Explanation {
        key: "norms",
        name: "Score beside a published norm",
        says: "How far a score lies from a mean that others found elsewhere, in their standard deviations. It is no target, and \
            most norms are old, foreign and of unsure origin: read source and status first.",
        definition: "distance = (x − mean)/sd, its limits those of the score; standard_score = 100·distance + 500 where the norm is \
            displayed as standard-500.",
        source: "The norm's own, printed with it; form: Goddard, Hoy & Woolfolk Hoy (2000), American Educational Research Journal \
            37(2), 479–507.",
        estimator: "Only with --norms, for each norm that the questionnaire file has ([[scale.norm]]). The interval is the \
            score's: how unsure the norm itself is nobody says. Some norms are of schools and some of persons, whose standard deviations \
            are larger.",
        missing: SCORED,
        denominator: "The norm's standard deviation.",
        elsewhere: "psych, JASP, jamovi and SPSS: a z score with your own mean and sd in the place of the sample's. Survey platforms \
            set scores beside their own customers' average, whose schools they do not name.",
    },
    Explanation {
        key: "interval",
        name: "Interval and standard error of a mean",
        says: "How sure the mean is. With headcounts it speaks of these staff this term, so that nearly complete \
            answers leave little doubt, and complete ones none.",
        definition: "Academy: x̄ ± t(n − 1) · s/√n · √(1 − n/N), without the root where the headcount N is not known. Trust: \
            Var = Σ Wⱼ² s²ⱼ/nⱼ (1 − fⱼ), fⱼ = nⱼ/Nⱼ, t with n − J degrees of freedom.",
        source: "Cochran (1977), Sampling Techniques, 3rd edition, Wiley, equation 2.20 and chapter 5.",
        estimator: "se is the standard error, lower and upper the limits at --level, df the degrees of freedom, population \
            what the headcount said. An academy of one person takes its variance from the stratum nearest in size, \
            and that is said. With n = N: everyone answered. A headcount below n is out of date, warned of and not \
            used.",
        missing: SCORED,
        denominator: "",
        elsewhere: "survey (R): svymean with strata = academy and fpc = headcount has the same standard error, and \
            confint(df = degf(design)) the same limits; without df it takes normal quantiles. SPSS, jamovi and \
            t.test in R: s/√n for one sample, neither stratified nor corrected, so the trust's interval is usually \
            wider there. JASP's reliability module: normal instead of t quantiles. Excel's CONFIDENCE.T gives the \
            half-width without correction.",
    },
    Explanation {
        key: "pomp",
        name: "Percent of maximum possible",
        says: "The mean as a place between the lowest (0) and highest (100) possible score. It is no percentage of \
            people.",
        definition: "100 · (mean − min)/(max − min), with min and max the lowest and highest possible score.",
        source: "Cohen, Cohen, Aiken & West (1999), Multivariate Behavioral Research 34(3), 315–346.",
        estimator: "From the unrounded mean and the declared range.",
        missing: SCORED,
        denominator: "The declared range, never the range that occurs.",
        elsewhere: "psych, JASP, jamovi and SPSS do not print it; rescaling by the observed minimum and maximum, as some \
            macros do, gives another figure.",
    },
    Explanation {
        key: "percent_favourable",
        name: "Percent favourable",
        says: "Which share of all answers to the scale's items is favourable, such as agree or strongly agree.",
        definition: "100 · favourable answers / answers given, over all items of the scale and all persons; reversed items \
            after reversal.",
        source: "A convention of survey practice; on what is lost by it: MacCallum, Zhang, Preacher & Rucker (2002), \
            Psychological Methods 7(1), 19–40.",
        estimator: "Favourable codes are declared; otherwise the top third of the codes, rounded up: 5–6 of 6, 4–5 of 5.",
        missing: "Answers given, also by persons with too few for a score. Missing answers are left out.",
        denominator: "Answers given, a neutral middle included; some survey tools leave the neutral ones out, which raises the \
            figure.",
        elsewhere: "Survey platforms differ in what is favourable, in whether neutral answers are in the denominator, and in \
            whether they average persons, items or answers. psych, JASP, jamovi and SPSS print only the shares of \
            each answer.",
    },
    Explanation {
        key: "response_rate",
        name: "Response rate",
        says: "How many of the staff stand behind the score. The lower it is, the more the silent could change it.",
        definition: "Persons with a score / headcount.",
        source: "American Association for Public Opinion Research, Standard Definitions, response rate 1.",
        estimator: "From the headcounts given; of the trust only when every academy's is known. Above 1 the headcount is out \
            of date.",
        missing: SCORED,
        denominator: "The headcount (staff), not the number of rows or of invitations.",
        elsewhere: "Survey tools divide rows that were started or finished by invitations sent; a row without enough answers \
            counts there and not here. psych, JASP, jamovi and SPSS know no headcount.",
    },
    Explanation {
        key: "withheld",
        name: "Withheld",
        says: "Figures that are not shown because too few people stand behind them, or because they would give such a \
            group back by subtraction.",
        definition: "small: fewer than --min-group persons (10 unless set). complementary: needed so that no sum of published \
            figures gives a small group back.",
        source: "Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapters 4 and 5.",
        estimator: "Groups are withheld, the smallest first, until every sum of withheld groups that can be worked out holds \
            at least two groups and the minimum together, and no single number can be told to within 2.",
        missing: "Counted are persons with a score, on every linked scale; for items, the answers to each item.",
        denominator: "",
        elsewhere: "psych, JASP, jamovi and SPSS show every group, however small. Survey platforms often hide groups below a \
            minimum but leave the total, from which a single hidden group follows.",
    },
];
