//! Text as outlines: glyphs of one font, set from left to right with its kerning.

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, GlyphId, OutlineBuilder};
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthChar as _;

use crate::report::clean;

/// Liberation Sans 2, which has the measures of Arial; SIL Open Font Licence 1.1 (see `OFL.txt` in this folder).
const FONT: &[u8] = include_bytes!("LiberationSans-Regular.ttf");

/// A font, and how to set a line of text in it.
pub(crate) struct Font {
    face: Face<'static>,
}

/// A line of text as one outline that starts at (0, 0) on the baseline, in pixels or whichever unit its size is in.
pub(crate) struct Line {
    /// Nothing if no glyph has an outline.
    pub(crate) outline: Option<Path>,
    pub(crate) width: f32,
}

impl Font {
    /// The font that is compiled in.
    pub(crate) fn new() -> Option<Self> {
        let face = Face::parse(FONT, 0).ok()?;
        Some(Self { face })
    }

    pub(crate) fn line(&self, text: &str, size: f32) -> Line {
        let mut pen = Pen {
            path: PathBuilder::new(),
            scale: size / f32::from(self.face.units_per_em()),
            x: 0.0,
        };
        let mut before = None;
        for c in in_visual_order(text).chars() {
            let glyph = match self.face.glyph_index(c) {
                Some(glyph) => glyph,
                // A character without width needs no box in its place.
                None if c.width() == Some(0) => continue,
                None => GlyphId(0),
            };
            let kerning = before.map_or(0, |before| self.kerning(before, glyph));
            pen.x += f32::from(kerning) * pen.scale;
            self.face.outline_glyph(glyph, &mut pen);
            pen.x += f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * pen.scale;
            before = Some(glyph);
        }
        Line {
            width: pen.x,
            outline: pen.path.finish(),
        }
    }

    /// Added distance between two glyphs, in the font's units.
    fn kerning(&self, left: GlyphId, right: GlyphId) -> i16 {
        let tables = self.face.tables().kern.into_iter();
        tables
            .flat_map(|table| table.subtables)
            .filter(|table| table.horizontal && !table.variable)
            .find_map(|table| table.glyphs_kerning(left, right))
            .unwrap_or(0)
    }
}

/// The characters as they appear from left to right, letters with accents composed.
fn in_visual_order(text: &str) -> String {
    let text: String = clean(text).nfc().collect();
    let bidi = BidiInfo::new(&text, Some(Level::ltr()));
    if !bidi.has_rtl() {
        return text;
    }
    let paragraphs = bidi.paragraphs.iter();
    paragraphs
        .map(|paragraph| bidi.reorder_line(paragraph, paragraph.range.clone()))
        .collect()
}

/// Draws glyphs, whose y grows upwards, at `x` into a path, whose y grows downwards.
struct Pen {
    path: PathBuilder,
    scale: f32,
    x: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::{Font, in_visual_order};

    fn width(text: &str) -> f32 {
        Font::new().expect("the font").line(text, 1000.0).width
    }

    #[test]
    fn advances_are_those_of_helvetica() {
        // In thousandths of the size: Adobe Font Metrics of Helvetica, from which Arial and Liberation Sans take them.
        for (text, advance) in [("A", 667.0), ("i", 222.0), ("5", 556.0), (" ", 278.0), ("…", 1000.0)] {
            assert!((width(text) - advance).abs() < 0.5, "{text}: {}", width(text));
        }
    }

    #[test]
    fn pairs_are_kerned() {
        assert!(width("AV") < width("A") + width("V") - 50.0);
        assert!((width("HH") - 2.0 * width("H")).abs() < 0.01);
    }

    #[test]
    fn accents_are_part_of_their_letter() {
        assert!((width("Cafe\u{301}") - width("Café")).abs() < 0.01);
        assert_eq!(in_visual_order("e\u{301}"), "é");
    }

    #[test]
    fn what_has_no_width_leaves_no_box() {
        assert!((width("Oak\u{200b}wood") - width("Oakwood")).abs() < 60.0);
    }

    #[test]
    fn hebrew_runs_from_right_to_left() {
        assert_eq!(in_visual_order("Oak אבג"), "Oak גבא");
    }

    #[test]
    fn no_text_has_no_outline() {
        let font = Font::new().expect("the font");
        assert!(font.line("", 13.0).outline.is_none());
        assert!(font.line(" ", 13.0).outline.is_none());
    }
}
