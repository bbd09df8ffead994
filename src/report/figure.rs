//! A figure: what a picture shows, in values and words. How it looks is the plot's business.

/// A picture of what is published.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Letters, digits and hyphens that no other figure of a page has.
    pub id: String,
    /// What it shows, in a line.
    pub title: String,
    /// How to read it, and its main message where it has one.
    pub summary: String,
    /// Every figure that it shows, in words: what somebody reads who does not see it.
    pub detail: String,
    /// What is drawn.
    pub drawing: Drawing,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// A point a row, with its interval.
    Dots(Dots),
    /// A stacked bar a row, disagreement to the left and agreement to the right of one line.
    Bars(Bars),
}

/// Points on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// The axis.
    pub axis: Axis,
    /// A line that all rows are seen against.
    pub reference: Option<Reference>,
    /// The rows, in the order in which they are shown.
    pub rows: Vec<DotRow>,
    /// The heading of the rows' text.
    pub heading: String,
    /// What each sign means.
    pub legend: Vec<(Sign, String)>,
}

/// A sign that a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A filled dot on its interval.
    Interval,
    /// A hollow dot on its interval.
    Beside,
    /// A filled dot on its interval and the widened one.
    Widened,
    /// A filled dot.
    Dot,
    /// A hollow diamond.
    Shrunken,
    /// The reference line, with a band where it has an interval.
    Reference,
}

/// An axis from one value to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its left end.
    pub from: f64,
    /// Its right end, above `from`.
    pub to: f64,
    /// Ticks with their labels, ascending.
    pub ticks: Vec<(f64, String)>,
    /// What is measured.
    pub label: String,
}

/// A line across all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where it stands.
    pub value: f64,
    /// Its interval.
    pub limits: Option<(f64, f64)>,
    /// What it is.
    pub label: String,
}

/// A row of points.
#[derive(Debug, Clone, PartialEq)]
pub struct DotRow {
    /// Whose it is.
    pub label: String,
    /// The point; `None` where there is none to show.
    pub mark: Option<Mark>,
    /// Its figures, or why there are none.
    pub text: String,
}

/// How a point is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Filled: what the figure is about.
    Filled,
    /// Hollow: what it is seen beside.
    Hollow,
}

/// A point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// How it is drawn.
    pub point: Point,
    /// Where it stands.
    pub value: f64,
    /// Its interval.
    pub limits: Option<(f64, f64)>,
    /// Its interval, widened for all that are compared.
    pub widened: Option<(f64, f64)>,
    /// The same figure, shrunken.
    pub shrunken: Option<f64>,
}

/// Stacked bars of one set of categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The declared categories, least favourable first, used or not.
    pub categories: Vec<String>,
    /// The rows.
    pub rows: Vec<BarRow>,
    /// The heading of the rows' text.
    pub heading: String,
}

/// A stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// What was answered to.
    pub label: String,
    /// The share of each category, 0 to 1, or `None` where nothing is shown.
    pub shares: Option<Vec<f64>>,
    /// A figure beside it, or why there is none.
    pub text: String,
    /// Whether it sums up the rows that follow.
    pub whole: bool,
}
