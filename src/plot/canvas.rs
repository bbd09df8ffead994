//! SVG as text: elements with classes, everything from outside escaped.

use std::fmt::Write as _;

use crate::report::{Point, clean, number};

/// Size of text in a figure.
pub(crate) const TEXT: f64 = 13.0;
/// Size of the text of legends, ticks and headings.
pub(crate) const SMALL: f64 = 11.5;
/// From one line of text to the next.
pub(crate) const LEADING: f64 = 16.0;

/// Where text is anchored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Shapes drawn so far.
#[derive(Debug)]
pub(crate) struct Canvas {
    out: String,
    /// Whether a pointer may rest on what is drawn, and be told what it is.
    pointed_at: bool,
}

impl Canvas {
    pub(crate) fn new(pointed_at: bool) -> Self {
        Self {
            out: String::new(),
            pointed_at,
        }
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number::place);
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        );
    }

    /// Straight lines of one class, as one path: a page has thousands of them.
    pub(crate) fn lines(&mut self, class: &str, lines: &[[(f64, f64); 2]]) {
        let mut path = String::new();
        for [from, to] in lines {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number::place);
            let _ = match (x1 == x2, y1 == y2) {
                (true, _) => write!(path, "M{x1} {y1}V{y2}"),
                (_, true) => write!(path, "M{x1} {y1}H{x2}"),
                _ => write!(path, "M{x1} {y1}L{x2} {y2}"),
            };
        }
        let _ = write!(self.out, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    pub(crate) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), fill: Option<&str>) {
        let [x, y, w, h] = [at.0, at.1, size.0, size.1].map(number::place);
        let fill = fill.map_or(String::new(), |fill| format!(" fill=\"{fill}\""));
        let _ = write!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{fill}/>"
        );
    }

    pub(crate) fn dot(&mut self, point: Point, at: (f64, f64)) {
        let [x, y] = [at.0, at.1].map(number::place);
        let class = match point {
            Point::Filled => "dot",
            Point::Hollow => "hollow",
        };
        let _ = write!(self.out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>");
    }

    pub(crate) fn diamond(&mut self, at: (f64, f64)) {
        let [x, y] = [at.0, at.1 - 5.0].map(number::place);
        let _ = write!(self.out, "<path class=\"shrunken\" d=\"M{x} {y}l5 5l-5 5l-5 -5z\"/>");
    }

    pub(crate) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let [x, y] = [at.0, at.1].map(number::place);
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = write!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>",
            escaped(text)
        );
    }

    /// Text in a colour of its own, on a shape.
    pub(crate) fn on(&mut self, ink: &str, at: (f64, f64), text: &str) {
        let [x, y] = [at.0, at.1].map(number::place);
        let _ = write!(
            self.out,
            "<text class=\"small\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" fill=\"{ink}\">{}</text>",
            escaped(text)
        );
    }

    /// Opens a group whose title a pointer resting on it shows.
    pub(crate) fn open(&mut self, title: &str) {
        if !self.pointed_at {
            self.out.push_str("<g>");
            return;
        }
        let _ = write!(self.out, "<g><title>{}</title>", escaped(title));
    }

    pub(crate) fn close(&mut self) {
        self.out.push_str("</g>");
    }

    pub(crate) fn into_text(self) -> String {
        self.out
    }
}

/// Text as XML and HTML take it.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
