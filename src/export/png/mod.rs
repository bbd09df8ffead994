//! Pictures as PNG, with a font of its own so that they are the same everywhere.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::export::ExportError;

/// Liberation Sans 2, which has the measures of Arial; SIL Open Font Licence 1.1 (see `OFL.txt` beside it).
const FONT: &[u8] = include_bytes!("LiberationSans-Regular.ttf");
/// Pixels a unit: sharp in print at the size of a page.
const PIXELS: f32 = 2.0;
/// The most pixels on a side.
const MOST: u32 = 30_000;

/// An SVG picture as PNG, two pixels a unit, on light paper.
///
/// # Errors
/// When the picture is too large, or no picture.
pub fn png(svg: &str) -> Result<Vec<u8>, ExportError> {
    let failed = |why: String| ExportError::Picture { why };
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    let options = Options {
        fontdb: Arc::new(fonts),
        font_family: "Liberation Sans".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let size = tree
        .size()
        .to_int_size()
        .scale_by(PIXELS)
        .filter(|size| size.width().max(size.height()) <= MOST)
        .ok_or_else(|| failed("it would be too large: write it as .svg".to_owned()))?;
    let mut pixels = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| failed("it would be too large: write it as .svg".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(PIXELS, PIXELS), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}
