//! List of the shapes of a figure, from which SVG and PNG are drawn.

use crate::report::Point;

/// Font size of text in a figure.
pub(crate) const TEXT: f64 = 13.0;
/// Font size of legends, ticks and headings.
pub(crate) const SMALL: f64 = 11.5;
/// Distance from one line of text to the next.
pub(crate) const LEADING: f64 = 16.0;
/// Radius of a dot.
pub(crate) const RADIUS: f64 = 4.5;
/// Distance from a diamond's centre to each of its corners.
pub(crate) const CORNER: f64 = 5.0;

/// Point of a text line that its coordinates refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One element of a figure. Classes are defined in the style sheet of `colour.rs`; coordinates increase to the right
/// and downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    /// Straight lines of one class, drawn as one path because a page has thousands of them.
    Lines {
        class: &'static str,
        lines: Vec<[(f64, f64); 2]>,
    },
    Rect {
        class: &'static str,
        at: (f64, f64),
        size: (f64, f64),
        fill: Option<String>,
    },
    Dot {
        point: Point,
        centre: (f64, f64),
    },
    Diamond {
        centre: (f64, f64),
    },
    Text {
        class: &'static str,
        at: (f64, f64),
        anchor: Anchor,
        /// The colour, if it differs from that of the class.
        ink: Option<&'static str>,
        text: String,
    },
    /// Begins a group. Browsers show its title, if it has one, under the pointer.
    Open {
        title: Option<String>,
    },
    /// Ends the group.
    Close,
}

impl Shape {
    fn shift_down(&mut self, by: f64) {
        match self {
            Self::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
            Self::Lines { lines, .. } => lines.iter_mut().flatten().for_each(|point| point.1 += by),
            Self::Rect { at, .. } | Self::Text { at, .. } => at.1 += by,
            Self::Dot { centre, .. } | Self::Diamond { centre } => centre.1 += by,
            Self::Open { .. } | Self::Close => {}
        }
    }

    /// Removes the title of a group.
    pub(crate) fn omit_title(&mut self) {
        if let Self::Open { title } = self {
            *title = None;
        }
    }
}

/// The shapes drawn so far.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    shapes: Vec<Shape>,
}

impl Canvas {
    pub(crate) fn line(&mut self, class: &'static str, from: (f64, f64), to: (f64, f64)) {
        self.shapes.push(Shape::Line { class, from, to });
    }

    pub(crate) fn lines(&mut self, class: &'static str, lines: Vec<[(f64, f64); 2]>) {
        self.shapes.push(Shape::Lines { class, lines });
    }

    pub(crate) fn rect(&mut self, class: &'static str, at: (f64, f64), size: (f64, f64), fill: Option<String>) {
        self.shapes.push(Shape::Rect { class, at, size, fill });
    }

    pub(crate) fn dot(&mut self, point: Point, centre: (f64, f64)) {
        self.shapes.push(Shape::Dot { point, centre });
    }

    pub(crate) fn diamond(&mut self, centre: (f64, f64)) {
        self.shapes.push(Shape::Diamond { centre });
    }

    pub(crate) fn text(&mut self, class: &'static str, at: (f64, f64), anchor: Anchor, text: &str) {
        self.shapes.push(Shape::Text {
            class,
            at,
            anchor,
            ink: None,
            text: text.to_owned(),
        });
    }

    /// Draws small text in its own colour, centred on a shape.
    pub(crate) fn on(&mut self, ink: &'static str, at: (f64, f64), text: &str) {
        self.shapes.push(Shape::Text {
            class: "small",
            at,
            anchor: Anchor::Middle,
            ink: Some(ink),
            text: text.to_owned(),
        });
    }

    pub(crate) fn open(&mut self, title: String) {
        let title = Some(title);
        self.shapes.push(Shape::Open { title });
    }

    pub(crate) fn close(&mut self) {
        self.shapes.push(Shape::Close);
    }

    /// Moves all that was drawn so far.
    pub(crate) fn shift_down(&mut self, by: f64) {
        self.shapes.iter_mut().for_each(|shape| shape.shift_down(by));
    }

    pub(crate) fn into_shapes(self) -> Vec<Shape> {
        self.shapes
    }
}
