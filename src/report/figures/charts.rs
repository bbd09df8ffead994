//! The charts that a workbook draws of its tables.

use crate::report::figures::entry::{ChartForm, SheetChart, SheetDots};

/// The chart of scores.
pub(super) const SCORES: SheetChart = SheetChart {
    grouping: "academy",
    names: "group",
    value: "mean",
    form: ChartForm::Dots(SheetDots {
        upper: "upper",
        around_zero: None,
        number_format: "0.0",
        is_joined: false,
        aside: "data of the chart",
    }),
    series: "Score with its interval",
    title: "academies in file order, not ranked",
    alt: "Dots with intervals: each academy's score; the figures are in the sheet Academies.",
};

/// The chart of changes. The axis always includes 0, which is no change.
pub(super) const CHANGES: SheetChart = SheetChart {
    grouping: "academy",
    names: "group",
    value: "difference",
    form: ChartForm::Dots(SheetDots {
        upper: "upper",
        around_zero: Some(0.5),
        number_format: "+0.0;-0.0;0.0",
        is_joined: false,
        aside: "data of the chart of changes",
    }),
    series: "Change with its interval",
    title: "change of each academy, with its interval",
    alt: "Dots with intervals: each academy's change; the figures are in the sheet Change.",
};

/// The chart of the trust over several terms.
pub(super) const TREND: SheetChart = SheetChart {
    grouping: "trust",
    names: "term",
    value: "mean",
    form: ChartForm::Dots(SheetDots {
        upper: "upper",
        around_zero: None,
        number_format: "0.0",
        is_joined: true,
        aside: "data of the chart of all terms",
    }),
    series: "Score of the trust with its interval",
    title: "the trust, term by term",
    alt: "Dots with intervals: the trust's score in each term; the figures are in the sheet Trend.",
};

/// The chart of items.
pub(super) const ITEMS: SheetChart = SheetChart {
    grouping: "",
    names: "text",
    value: "percent_favourable",
    form: ChartForm::Bars,
    series: "Favourable answers, per cent",
    title: "Favourable answers to each item, per cent",
    alt: "Bars: the share of favourable answers to each item; the figures are in the sheet Items.",
};
