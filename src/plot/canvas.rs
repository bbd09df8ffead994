//! A figure as a list of shapes, from which SVG and PNG are drawn.

use crate::report::Point;

/// Size of text in a figure.
pub(crate) const TEXT: f64 = 13.0;
/// Size of the text of legends, ticks and headings.
pub(crate) const SMALL: f64 = 11.5;
/// From one line of text to the next.
pub(crate) const LEADING: f64 = 16.0;
/// Radius of a dot.
pub(crate) const RADIUS: f64 = 4.5;
/// Distance from a diamond's centre to each of its corners.
pub(crate) const CORNER: f64 = 5.0;

/// The point of a text's first line that its coordinates name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One element of a figure. Classes are those of the style sheet in `colour.rs`; coordinates grow to the right and downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    /// Straight lines of one class, as one path: a page has thousands of them.
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
        /// The colour, where it is not the one of the class.
        ink: Option<&'static str>,
        text: String,
    },
    /// Begins a group; a pointer resting on it shows its title.
    Open {
        title: Option<String>,
    },
    /// Ends the group.
    Close,
}

/// Shapes drawn so far.
#[derive(Debug)]
pub(crate) struct Canvas {
    shapes: Vec<Shape>,
    /// True if groups have titles.
    pointed_at: bool,
}

impl Canvas {
    pub(crate) fn new(pointed_at: bool) -> Self {
        Self {
            shapes: Vec::new(),
            pointed_at,
        }
    }

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

    /// Text in a colour of its own, centred on a shape.
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
        let title = self.pointed_at.then_some(title);
        self.shapes.push(Shape::Open { title });
    }

    pub(crate) fn close(&mut self) {
        self.shapes.push(Shape::Close);
    }

    pub(crate) fn into_shapes(self) -> Vec<Shape> {
        self.shapes
    }
}
