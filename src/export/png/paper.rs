//! Shapes of a figure drawn as pixels, with the style sheet of the SVG.

use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

use crate::export::png::PIXELS;
use crate::export::png::font::Font;
use crate::plot::{Anchor, CORNER, DIAMOND, RADIUS, Shape, dot_class, property};

/// A picture while it is drawn.
pub(crate) struct Paper {
    pixels: Pixmap,
    font: Font,
}

impl Paper {
    /// Blank paper of this many pixels, unless that is more than can be allocated.
    pub(crate) fn new(width: u32, height: u32) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(colour(property("paper", "fill")?)?);
        Some(Self {
            pixels,
            font: Font::new()?,
        })
    }

    pub(crate) fn into_png(self) -> Result<Vec<u8>, impl std::error::Error> {
        self.pixels.encode_png()
    }

    pub(crate) fn draw(&mut self, shape: &Shape) {
        match shape {
            Shape::Line { class, from, to } => self.stroke(segments(&[[*from, *to]]), class),
            Shape::Lines { class, lines } => self.stroke(segments(lines), class),
            Shape::Rect { class, at, size, fill } => {
                let [x, y, w, h] = [at.0, at.1, size.0, size.1].map(single);
                let path = Rect::from_xywh(x, y, w, h).map(PathBuilder::from_rect);
                self.fill(path.clone(), property(class, "fill").or(fill.as_deref()));
                self.stroke(path, class);
            }
            Shape::Dot { point, centre } => {
                let [x, y, radius] = [centre.0, centre.1, RADIUS].map(single);
                let class = dot_class(*point);
                let path = PathBuilder::from_circle(x, y, radius);
                self.fill(path.clone(), property(class, "fill"));
                self.stroke(path, class);
            }
            Shape::Diamond { centre } => {
                let [x, y, corner] = [centre.0, centre.1, CORNER].map(single);
                let mut path = PathBuilder::new();
                path.move_to(x, y - corner);
                path.line_to(x + corner, y);
                path.line_to(x, y + corner);
                path.line_to(x - corner, y);
                path.close();
                self.stroke(path.finish(), DIAMOND);
            }
            Shape::Text {
                class,
                at,
                anchor,
                ink,
                text,
            } => {
                let selectors = format!("text {class}");
                let line = self.font.line(text, length(&selectors, "font-size").unwrap_or(0.0));
                let [x, y] = [at.0, at.1].map(single);
                let left = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - line.width / 2.0,
                    Anchor::End => x - line.width,
                };
                let outline = line.outline;
                let placed = outline.and_then(|outline| outline.transform(Transform::from_translate(left, y)));
                self.fill(placed, property(&selectors, "fill").or(*ink));
            }
            Shape::Open { .. } | Shape::Close => {}
        }
    }

    fn fill(&mut self, path: Option<Path>, fill: Option<&str>) {
        if let (Some(path), Some(colour)) = (path, fill.and_then(colour)) {
            let rule = FillRule::Winding;
            self.pixels.fill_path(&path, &paint(colour), rule, to_pixels(), None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, class: &str) {
        if let (Some(path), Some(colour)) = (path, property(class, "stroke").and_then(colour)) {
            let dashes =
                property(class, "stroke-dasharray").map(|dashes| dashes.split(' ').filter_map(number).collect());
            let stroke = Stroke {
                width: length(class, "stroke-width").unwrap_or(1.0),
                dash: dashes.and_then(|dashes| StrokeDash::new(dashes, 0.0)),
                ..Stroke::default()
            };
            self.pixels
                .stroke_path(&path, &paint(colour), &stroke, to_pixels(), None);
        }
    }
}

fn segments(lines: &[[(f64, f64); 2]]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for [from, to] in lines {
        path.move_to(single(from.0), single(from.1));
        path.line_to(single(to.0), single(to.1));
    }
    path.finish()
}

fn to_pixels() -> Transform {
    Transform::from_scale(single(PIXELS), single(PIXELS))
}

fn paint(colour: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(colour);
    paint
}

/// The colour of `#rrggbb`; nothing for `none`.
fn colour(hex: &str) -> Option<Color> {
    let digits = hex.strip_prefix('#')?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(Color::from_rgba8(part(0)?, part(2)?, part(4)?, u8::MAX))
}

/// A length in units, as `2.5` or `13px`.
fn length(selectors: &str, name: &str) -> Option<f32> {
    number(property(selectors, name)?.trim_end_matches("px"))
}

fn number(text: &str) -> Option<f32> {
    text.parse().ok()
}

#[expect(clippy::cast_possible_truncation, reason = "places on a page have few digits")]
fn single(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::{Paper, colour};
    use crate::plot::{Anchor, Shape, property};
    use crate::report::Point;

    /// A page of 100 by 40 units, with this shape on it.
    fn drawn(shape: &Shape) -> Paper {
        let mut page = Paper::new(200, 80).expect("a page");
        page.draw(shape);
        page
    }

    /// The first and the last column of pixels that are not paper.
    fn columns(page: &Paper) -> (u32, u32) {
        let white = |x: u32, y: u32| page.pixels.pixel(x, y).expect("a pixel").red() == 255;
        let inked = (0..200).filter(|&x| (0..80).any(|y| !white(x, y)));
        let inked: Vec<u32> = inked.collect();
        (inked[0], inked[inked.len() - 1])
    }

    fn text(anchor: Anchor) -> Shape {
        Shape::Text {
            class: "name",
            at: (50.0, 20.0),
            anchor,
            ink: None,
            text: "HH".to_owned(),
        }
    }

    #[test]
    fn text_is_where_its_anchor_says() {
        // Two H of 13 units are 2 · 0.722 · 13 = 18.8 units wide, with a little room at both ends.
        let (left, right) = columns(&drawn(&text(Anchor::Start)));
        assert!(
            (100..105).contains(&left) && (133..138).contains(&right),
            "{left} {right}"
        );
        let (left, right) = columns(&drawn(&text(Anchor::Middle)));
        assert!(
            (81..86).contains(&left) && (114..119).contains(&right),
            "{left} {right}"
        );
        let (left, right) = columns(&drawn(&text(Anchor::End)));
        assert!((62..68).contains(&left) && (95..100).contains(&right), "{left} {right}");
    }

    #[test]
    fn a_dashed_line_has_gaps() {
        let page = drawn(&Shape::Line {
            class: "reference",
            from: (10.0, 10.0),
            to: (90.0, 10.0),
        });
        let row: Vec<bool> = (0..200)
            .map(|x| page.pixels.pixel(x, 20).expect("a pixel").red() < 255)
            .collect();
        // Five units of line and three of paper, in turn over 80 units.
        assert_eq!(row.windows(2).filter(|pair| !pair[0] && pair[1]).count(), 10);
    }

    #[test]
    fn shapes_have_the_colours_of_the_style_sheet() {
        let at = |page: &Paper, x: u32, y: u32| page.pixels.pixel(x, y).expect("a pixel").demultiply();
        let of = |class: &str, name: &str| {
            let wanted = property(class, name).and_then(colour).expect("a colour");
            wanted.premultiply().to_color_u8().demultiply()
        };
        let dot = |point: Point| {
            drawn(&Shape::Dot {
                point,
                centre: (50.0, 20.0),
            })
        };
        assert_eq!(at(&dot(Point::Filled), 100, 40), of("dot", "fill"));
        assert_eq!(at(&dot(Point::Hollow), 100, 40), of("hollow", "fill"));
        assert_eq!(at(&dot(Point::Hollow), 109, 40), of("hollow", "stroke"));
        let diamond = drawn(&Shape::Diamond { centre: (50.0, 20.0) });
        assert_eq!(at(&diamond, 100, 40), of("paper", "fill"));
        assert_eq!(columns(&diamond), (87, 112));
        let bar = drawn(&Shape::Rect {
            class: "gap",
            at: (10.0, 10.0),
            size: (50.0, 20.0),
            fill: Some("#8c510a".to_owned()),
        });
        assert_eq!(
            colour("#8c510a").map(|wanted| wanted.premultiply().to_color_u8().demultiply()),
            Some(at(&bar, 60, 40))
        );
    }

    #[test]
    fn nothing_is_drawn_for_no_colour() {
        assert!(colour("none").is_none());
    }
}
