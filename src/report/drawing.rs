//! A chart as values and words. `plot` decides how it looks.

use crate::report::Part;

/// A chart of published figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Letters, digits and hyphens. Unique on a page.
    pub id: String,
    /// Its subject, in one line.
    pub title: String,
    /// How to read it, and its main message if it has one.
    pub summary: String,
    /// Where its figures come from, for a picture by itself; empty on a page, which says so.
    pub source: String,
    /// The shapes to draw.
    pub drawing: Drawing,
}

/// The shapes of a chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// One point per row, with its interval.
    Dots(Dots),
    /// One stacked bar per row: disagreement left of a common line, agreement right of it.
    Bars(Bars),
    /// Small line charts side by side, with terms from left to right.
    Panels(Panels),
}

impl Chart {
    /// Every figure in words, for readers who cannot see the chart.
    #[must_use]
    pub fn in_words(&self) -> String {
        match &self.drawing {
            Drawing::Dots(dots) => {
                let line = dots.reference.as_ref();
                let line = line.map_or(String::new(), |line| format!("Line: {}. ", line.label));
                let rows: Vec<String> = dots.rows.iter().map(DotRow::in_words).collect();
                format!("{line}{}.", rows.join("; "))
            }
            Drawing::Bars(bars) => {
                let rows = bars.rows.iter().map(|row| row.in_words(&bars.categories) + ".");
                rows.collect::<Vec<_>>().join(" ")
            }
            Drawing::Panels(panels) => {
                let panels = panels.panels.iter().map(|panel| panel.in_words() + ".");
                panels.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// Points on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// The axis.
    pub axis: Axis,
    /// A line across all rows to compare them with.
    pub reference: Option<Reference>,
    /// The rows, from top to bottom.
    pub rows: Vec<DotRow>,
    /// The heading of the rows' text.
    pub heading: String,
    /// Each sign with its meaning.
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
    /// The name of the quantity.
    pub label: String,
}

/// A line across all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its position on the axis.
    pub value: f64,
    /// Its interval.
    pub limits: Option<(f64, f64)>,
    /// Its name.
    pub label: String,
}

/// A row of points.
#[derive(Debug, Clone, PartialEq)]
pub struct DotRow {
    /// The name of the row.
    pub label: String,
    /// The point; `None` if no figure is shown.
    pub mark: Option<Mark>,
    /// Its figures in words, or why there are none.
    pub text: String,
}

impl DotRow {
    /// The row in words: its name and its figures.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{}: {}", self.label, self.text)
    }
}

/// The style of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Filled: the subject of the chart.
    Filled,
    /// Hollow: something to compare the subject with.
    Hollow,
}

/// A point with its intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Its style.
    pub point: Point,
    /// Its position on the axis.
    pub value: f64,
    /// Its interval.
    pub limits: Option<(f64, f64)>,
    /// Its interval, widened because several groups are compared at once.
    pub widened: Option<(f64, f64)>,
    /// The shrunken figure.
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
    /// The item.
    pub label: String,
    /// The share of each category; `None` if the row is withheld or has no answers.
    pub shares: Option<Vec<Part>>,
    /// Its figure in words, or why there is none.
    pub text: String,
    /// True if it sums up the rows below it.
    pub whole: bool,
}

impl BarRow {
    /// The row in words: its name and the share of each of these categories.
    #[must_use]
    pub fn in_words(&self, categories: &[String]) -> String {
        let Some(shares) = &self.shares else {
            return format!("{}: {}", self.label, self.text);
        };
        let parts = categories.iter().zip(shares);
        let parts = parts.map(|(name, part)| format!("{name} {}", part.text));
        format!("{}: {}", self.label, parts.collect::<Vec<_>>().join(", "))
    }
}

/// Small line charts side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// The panels, in order.
    pub panels: Vec<Panel>,
    /// The name of the quantity.
    pub label: String,
    /// Each sign with its meaning.
    pub legend: Vec<(Sign, String)>,
    /// How high a panel is.
    pub height: PanelHeight,
}

/// How high the part of a panel with the points is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelHeight {
    /// One of several panels that are compared.
    Short,
    /// A panel by itself.
    Tall,
}

/// A small line chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its subject.
    pub label: String,
    /// What it says, in a few words; may be empty.
    pub note: String,
    /// The axis, from bottom to top.
    pub axis: Axis,
    /// The terms, from left to right.
    pub points: Vec<TermPoint>,
}

/// A point in a term.
#[derive(Debug, Clone, PartialEq)]
pub struct TermPoint {
    /// The name of the term.
    pub term: String,
    /// The point; `None` if no figure is shown.
    pub mark: Option<Mark>,
    /// Its figure alone.
    pub figure: String,
    /// Its figures in words, or why there are none.
    pub text: String,
}

impl Panel {
    /// The panel in words: its subject, what it says, and the figures of each term.
    #[must_use]
    pub fn in_words(&self) -> String {
        let note = if self.note.is_empty() {
            String::new()
        } else {
            format!("{}; ", self.note)
        };
        let points = self
            .points
            .iter()
            .map(|point| format!("{}: {}", point.term, point.text));
        format!("{}: {note}{}", self.label, points.collect::<Vec<_>>().join("; "))
    }
}
