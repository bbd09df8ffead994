//! What is said of one item, and the counts behind every figure.

use crate::report::figures::explain::{Explanation, LISTWISE};

const ITEM: &str = "Everybody who answered the item. Skipped, not applicable, don't know and declined are counted by reason and \
    enter no figure.";

pub(crate) const EXPLAINED: &[Explanation] = &[
    Explanation {
        key: "n",
        name: "Number of persons",
        says: "How many people stand behind a figure. It differs from figure to figure, because some need all answers \
            and some do not.",
        definition: "Count of persons; k beside it is the number of items.",
        source: "Wilkinson & APA Task Force (1999), American Psychologist 54(8), 594–604, on reporting it with each \
            result.",
        estimator: "A count. Under --missing pairwise it is the mean over the pairs of items, rounded down.",
        missing: "A person who answered nothing counts in no n, only among the blank rows. A score needs the declared \
            share of items, a covariance all of them, an item only itself.",
        denominator: "",
        elsewhere: "Spreadsheets count rows; SPSS and jamovi count complete rows; psych prints n for each item and uses the \
            number of all rows in its intervals; JASP depends on pairwise or listwise.",
    },
    Explanation {
        key: "missing",
        name: "Missing answers",
        says: "Why there is no answer: skipped, not applicable, don't know or declined. Many of one kind on one item \
            say something about the item.",
        definition: "Counts by reason, as the instrument's declared texts tell them apart; an empty cell is skipped.",
        source: "Rubin (1976), Biometrika 63(3), 581–592, on when leaving missing answers out does no harm.",
        estimator: "Counts. Nothing is imputed, and a reason is never a code.",
        missing: "For coefficients: listwise (complete persons) or, with --missing pairwise, all who answered both items \
            of a pair. For scores: at least the declared share of items, averaged over those answered.",
        denominator: "",
        elsewhere: "psych::scoreItems imputes the item's median unless told otherwise, also for a person who answered \
            nothing. psych::alpha is pairwise, JASP pairwise, jamovi and SPSS RELIABILITY listwise by default.",
    },
    Explanation {
        key: "sd",
        name: "Standard deviation",
        says: "How far answers or scores typically lie from their mean, in points of the scale.",
        definition: "s = √(Σ(x − x̄)²/(n − 1)).",
        source: "Bessel's correction (n − 1), as in Fisher (1925), Statistical Methods for Research Workers.",
        estimator: "Closed form from exact counts.",
        missing: "Of items: everybody who answered the item. Of scores: persons with a score.",
        denominator: "n − 1, as in psych, JASP, jamovi, SPSS and Excel's STDEV.S; STDEV.P divides by n.",
        elsewhere: "psych, JASP, jamovi, SPSS and Excel's STDEV.S print the same for the same persons. For scores they \
            differ by who has one: psych::alpha averages whatever was answered, JASP sums it, jamovi and SPSS take \
            complete rows.",
    },
    Explanation {
        key: "median",
        name: "Median answer",
        says: "The middle answer when all are lined up. Half answered this or lower.",
        definition: "The middle of the n ordered codes, or the mean of the two in the middle.",
        source: "Galton (1881), Report of the British Association 51, 245–260, for the name.",
        estimator: "From the counts of the codes, unused ones included.",
        missing: ITEM,
        denominator: "",
        elsewhere: "psych::describe, JASP, jamovi, SPSS FREQUENCIES and Excel's MEDIAN: the same. Medians of grouped data, \
            which SPSS offers too, interpolate within a code.",
    },
    Explanation {
        key: "counts",
        name: "Answers per code",
        says: "How many chose each answer, from the lowest code to the highest, after reversal where an item is \
            reversed.",
        definition: "Count of each declared code; a code that nobody chose is 0 and stays.",
        source: "Likert (1932), Archives of Psychology 22(140), 5–55, for items of this kind.",
        estimator: "Counts.",
        missing: ITEM,
        denominator: "",
        elsewhere: "psych::alpha prints shares of the values that occur in the data, so that a code nobody chose on any item \
            drops out. Frequency tables of SPSS, JASP and jamovi list the values that occur, or the declared levels, \
            as the variable is set up.",
    },
    Explanation {
        key: "skewness",
        name: "Skewness",
        says: "Whether the long tail of the answers points to the low codes (below 0) or the high ones (above 0).",
        definition: "G1 = g1 √(n(n − 1))/(n − 2), g1 = m₃/m₂^1.5, with mᵣ the mean of (x − x̄)^r.",
        source: "Joanes & Gill (1998), The Statistician 47(1), 183–189, type 2.",
        estimator: "Closed form from the counts, on keyed codes. Needs 3 answers and some variety.",
        missing: ITEM,
        denominator: "n, with the correction of G1; psych's default leaves it out and uses the n − 1 standard deviation.",
        elsewhere: "SPSS, JASP, jamovi, SAS and Excel's SKEW: the same G1. psych::describe and skew use type 3 unless type = \
            2 is asked for, a little nearer to 0. Answers given but not keyed have the opposite sign on reversed \
            items.",
    },
    Explanation {
        key: "kurtosis",
        name: "Kurtosis (excess)",
        says: "Whether answers pile up in the middle and the far ends (above 0) or spread evenly (below 0) beside a \
            normal curve. Of little use with few codes.",
        definition: "G2 = (n − 1)/((n − 2)(n − 3)) · ((n + 1) g2 + 6), g2 = m₄/m₂² − 3, with mᵣ the mean of (x − x̄)^r.",
        source: "Joanes & Gill (1998), The Statistician 47(1), 183–189, type 2.",
        estimator: "Closed form from the counts, on keyed codes. Needs 4 answers and some variety.",
        missing: ITEM,
        denominator: "n, with the correction of G2; a normal distribution has 0, not 3.",
        elsewhere: "SPSS, JASP, jamovi, SAS and Excel's KURT: the same G2. psych::describe and kurtosi use type 3 unless \
            type = 2 is asked for: on this project's autumn survey −.25 where G2 is −.23 for 498 answers.",
    },
    Explanation {
        key: "floor",
        name: "Floor",
        says: "The share of answers at the lowest code. When it is large, the item cannot show anything lower, or a \
            fall.",
        definition: "Answers at the lowest declared code / answers given, after reversal.",
        source: "Terwee et al. (2007), Journal of Clinical Epidemiology 60(1), 34–42, who take more than 15 % at an end \
            of a score as a floor or ceiling effect.",
        estimator: "A share, 0 to 1.",
        missing: ITEM,
        denominator: "Answers given; missing ones are not in it.",
        elsewhere: "No menu of JASP, jamovi or SPSS RELIABILITY prints it; read it off their frequency tables. psych::alpha \
            prints shares by value. All of these take the lowest value that occurs; here it is the lowest that is \
            declared, so that an item on which nobody chose it has a floor of 0.",
    },
    Explanation {
        key: "ceiling",
        name: "Ceiling",
        says: "The share of answers at the highest code. When it is large, the item cannot show any improvement.",
        definition: "Answers at the highest declared code / answers given, after reversal.",
        source: "Terwee et al. (2007), Journal of Clinical Epidemiology 60(1), 34–42, who take more than 15 % at an end \
            of a score as a floor or ceiling effect.",
        estimator: "A share, 0 to 1.",
        missing: ITEM,
        denominator: "Answers given; missing ones are not in it.",
        elsewhere: "As for floor: other programs' tables take the highest value that occurs; here it is the highest that is \
            declared.",
    },
    Explanation {
        key: "item_rest_r",
        name: "Item-rest correlation",
        says: "Whether people who score high on the other items also answer this one high. Below 0, the item works \
            against the key; below about .30 it hardly belongs.",
        definition: "Correlation of item i with the sum of the other items: Σⱼ cᵢⱼ / √(cᵢᵢ S₋ᵢ), j ≠ i, with c the \
            covariances and S₋ᵢ the sum of those among the other items.",
        source: "Henrysson (1963), Psychometrika 28(2), 211–218; its interval: Fisher (1921), Metron 1, 3–32.",
        estimator: "Closed form from the covariances. Interval by Fisher's z: tanh(atanh r ± z/√(n − 3)).",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych: r.drop, from pairwise covariances by default; equal on complete rows. jamovi: item-rest \
            correlation, psych's on complete rows. SPSS: Corrected Item-Total Correlation, complete cases. \
            multilevel::item.total: the same. JASP: by default it adds up the other items that were answered, so \
            that a person with missing answers has a lower rest; equal when set to listwise.",
    },
    Explanation {
        key: "item_total_r",
        name: "Item-total correlation",
        says: "The correlation of an item with the whole scale, itself included. It is always flattered, the more so \
            the fewer items there are.",
        definition: "Correlation of item i with the sum of all items: Σⱼ cᵢⱼ / √(cᵢᵢ S), with c the covariances and S the sum \
            of all of them.",
        source: "Nunnally & Bernstein (1994), Psychometric Theory, 3rd edition, McGraw-Hill, chapter 8.",
        estimator: "Closed form from the covariances. No interval is given.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych: raw.r, of the person's mean over the answered items; equal on complete rows (std.r is that of \
            standardised items). SPSS, jamovi and JASP print the correlation with the other items only, see \
            item_rest_r.",
    },
    Explanation {
        key: "item_r_corrected",
        name: "Corrected item-whole correlation",
        says: "The correlation of an item with the whole scale, with the item's own error taken out rather than the \
            item.",
        definition: "(Σⱼ rᵢⱼ + Rᵢ²) / √(Σ of all r with each Rᵢ² in place of the diagonal 1), j ≠ i, with r the correlations \
            and Rᵢ² the squared multiple correlation of item i with the others.",
        source: "As R's psych defines it (Revelle, psych: r.cor of alpha); the idea: Cureton (1966), Psychometrika 31(1), \
            93–96.",
        estimator: "Closed form from the correlations and the inverse of their matrix. Undefined when one item is a sum of \
            others.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych: r.cor, from pairwise correlations by default; equal on complete rows. Not SPSS's Corrected \
            Item-Total Correlation, which is item_rest_r. JASP and jamovi do not print it.",
    },
    Explanation {
        key: "alpha_if_dropped",
        name: "Alpha if dropped",
        says: "What alpha would be without the item. Clearly above alpha, the scale would be better off without it; \
            look at the key first.",
        definition: "α of the other k − 1 items.",
        source: "Cronbach (1951), Psychometrika 16(3), 297–334.",
        estimator: "Closed form from the same covariances as alpha. Dropping the best of many items by it flatters the scale \
            that is left.",
        missing: LISTWISE,
        denominator: "The observed variance of the sum of the other items.",
        elsewhere: "psych: raw_alpha under Reliability if an item is dropped; jamovi and JASP: if item dropped; SPSS: \
            Cronbach's Alpha if Item Deleted. Equal on complete rows. Listwise, persons are those who answered all k \
            items, here as there; with two items psych prints a ratio of covariances, JASP nothing, and here it is \
            undefined.",
    },
    Explanation {
        key: "omega_if_dropped",
        name: "Omega if dropped",
        says: "What omega total would be without the item.",
        definition: "ω of the other k − 1 items, the one-factor model fitted anew.",
        source: "McDonald (1999), Test Theory: A Unified Treatment, Erlbaum, chapter 6.",
        estimator: "One-factor maximum likelihood on the covariances of the other items. Needs at least 4 items in the \
            scale.",
        missing: LISTWISE,
        denominator: "The variance of the sum that the model implies.",
        elsewhere: "JASP: the same model, equal when set to listwise. jamovi: psych::omega with one factor, on correlations \
            by least squares, over the observed variance. psych::alpha does not print it.",
    },
    Explanation {
        key: "direction",
        name: "Direction of an item",
        says: "Whether the item rises with the others as its key says: agrees, against or unclear. Against means that \
            it is reversed where it should not be, or not where it should.",
        definition: "agrees when the interval of item_rest_r lies above 0, against when it lies below 0, else unclear.",
        source: "This program's reading of item_rest_r; its interval: Fisher (1921), Metron 1, 3–32.",
        estimator: "From the Fisher interval at --level. Nothing is ever turned round by it.",
        missing: LISTWISE,
        denominator: "",
        elsewhere: "psych::alpha warns of items with a negative loading on the first component and turns them round with \
            check.keys = TRUE (splitHalf and omega do so unasked). jamovi and JASP warn of the same. SPSS shows the \
            sign of the corrected item-total correlation.",
    },
];
