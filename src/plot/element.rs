//! Writes shapes as SVG elements, with all text escaped.

use std::fmt::Write as _;

use crate::plot::canvas::{Anchor, CORNER, RADIUS, Shape};
use crate::report::{Point, clean, number};

/// Returns the elements of `shapes`, in order.
pub(crate) fn elements(shapes: &[Shape]) -> String {
    let mut out = String::new();
    for shape in shapes {
        // Writing to a string cannot fail.
        let _ = element(&mut out, shape);
    }
    out
}

fn element(out: &mut String, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Line { class, from, to } => {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number::place);
            write!(
                out,
                "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
            )
        }
        Shape::Lines { class, lines } => {
            write!(out, "<path class=\"{class}\" d=\"")?;
            for [from, to] in lines {
                let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number::place);
                match (x1 == x2, y1 == y2) {
                    (true, _) => write!(out, "M{x1} {y1}V{y2}")?,
                    (_, true) => write!(out, "M{x1} {y1}H{x2}")?,
                    _ => write!(out, "M{x1} {y1}L{x2} {y2}")?,
                }
            }
            out.write_str("\"/>")
        }
        Shape::Rect { class, at, size, fill } => {
            let [x, y, w, h] = [at.0, at.1, size.0, size.1].map(number::place);
            write!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""
            )?;
            if let Some(fill) = fill {
                write!(out, " fill=\"{fill}\"")?;
            }
            out.write_str("/>")
        }
        Shape::Dot { point, centre } => {
            let [x, y] = [centre.0, centre.1].map(number::place);
            let class = dot_class(*point);
            write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{RADIUS}\"/>")
        }
        Shape::Diamond { centre } => {
            let [x, y] = [centre.0, centre.1 - CORNER].map(number::place);
            write!(
                out,
                "<path class=\"{DIAMOND}\" d=\"M{x} {y}l{CORNER} {CORNER}l-{CORNER} {CORNER}l-{CORNER} -{CORNER}z\"/>"
            )
        }
        Shape::Text {
            class,
            at,
            anchor,
            ink,
            text,
        } => {
            let [x, y] = [at.0, at.1].map(number::place);
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}")?;
            if let Some(ink) = ink {
                write!(out, " fill=\"{ink}\"")?;
            }
            write!(out, ">{}</text>", escaped(text))
        }
        Shape::Open { title: None } => out.write_str("<g>"),
        Shape::Open { title: Some(title) } => write!(out, "<g><title>{}</title>", escaped(title)),
        Shape::Close => out.write_str("</g>"),
    }
}

/// Class of a diamond.
pub(crate) const DIAMOND: &str = "shrunken";

/// Class of a dot.
pub(crate) fn dot_class(point: Point) -> &'static str {
    match point {
        Point::Filled => "dot",
        Point::Hollow => "hollow",
    }
}

/// Escapes text for XML and HTML.
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
