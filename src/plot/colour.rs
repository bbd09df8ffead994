//! Colours for light and dark backgrounds. Text has a contrast of at least 7:1 with its background, lines and signs at
//! least 3:1.

use std::fmt::Write as _;

use crate::elementary::powf;
use crate::report::number;

/// CSS class, property, and its value on a light and on a dark background.
const CLASSES: &[(&str, &str, &str, &str)] = &[
    ("paper", "fill", "#ffffff", "#14181d"),
    ("name", "fill", "#1b2430", "#e8ebef"),
    ("whole", "fill", "#1b2430", "#e8ebef"),
    ("quiet", "fill", "#4a5563", "#b9c1cb"),
    ("grid", "stroke", "#d5dae0", "#39424d"),
    ("axis", "stroke", "#6b7683", "#8d97a3"),
    ("interval", "stroke", "#1f5f8b", "#7fbbe3"),
    ("widened", "stroke", "#1f5f8b", "#7fbbe3"),
    ("dot", "fill", "#1f5f8b", "#7fbbe3"),
    ("hollow", "stroke", "#1f5f8b", "#7fbbe3"),
    ("hollow", "fill", "#ffffff", "#14181d"),
    ("shrunken", "stroke", "#8a4b00", "#f0b35a"),
    ("reference", "stroke", "#6b3d7c", "#cfa6de"),
    ("reference-label", "fill", "#6b3d7c", "#cfa6de"),
    ("band", "fill", "#e9def0", "#35283d"),
    ("gap", "stroke", "#ffffff", "#14181d"),
];

/// Selectors with the declarations that are the same on both backgrounds.
const SHAPES: &[(&str, &[(&str, &str)])] = &[
    (
        "text",
        &[
            ("font-family", "Arial,Helvetica,\"Liberation Sans\",sans-serif"),
            ("font-size", "13px"),
        ],
    ),
    (".whole", &[("font-weight", "bold")]),
    (".small", &[("font-size", "11.5px")]),
    (".grid,.axis", &[("stroke-width", "1")]),
    (".interval", &[("stroke-width", "2.5")]),
    (".widened", &[("stroke-width", "1")]),
    (".shrunken", &[("fill", "none"), ("stroke-width", "1.6")]),
    (".reference", &[("stroke-width", "1.6"), ("stroke-dasharray", "5 3")]),
    (".gap", &[("stroke-width", "1")]),
    (".hollow", &[("stroke-width", "2")]),
];

/// Value on a light background of a CSS property for shapes with these selectors: `text` or classes, separated by
/// blanks.
///
/// The last declaration wins, as in a style sheet whose selectors are equally specific.
#[cfg(feature = "cli")]
pub(crate) fn property(selectors: &str, property: &str) -> Option<&'static str> {
    let applies = |rule: &str| selectors.split(' ').any(|one| one == rule.trim_start_matches('.'));
    let of_shape = SHAPES
        .iter()
        .filter(|(rules, _)| rules.split(',').any(applies))
        .flat_map(|(_, declarations)| declarations.iter().copied());
    let of_colour = CLASSES
        .iter()
        .filter(|(class, ..)| applies(class))
        .map(|&(_, name, on_light, _)| (name, on_light));
    let values = of_shape.chain(of_colour).filter(|(name, _)| *name == property);
    values.map(|(_, value)| value).next_back()
}

/// Returns the CSS rules that colour figures. `scope` is empty or a selector of the element that contains the figures.
#[must_use]
pub fn style(scope: &str) -> String {
    let scope = if scope.is_empty() {
        String::new()
    } else {
        format!("{scope} ")
    };
    let mut out = String::new();
    for (selectors, declarations) in SHAPES {
        let selectors = selectors.replace(",.", &format!(",{scope}."));
        let declarations = declarations.iter().map(|(name, value)| format!("{name}:{value}"));
        let declarations = declarations.collect::<Vec<_>>().join(";");
        // Writing to a string cannot fail, here and below.
        let _ = write!(out, "{scope}{selectors}{{{declarations}}}");
    }
    let colours = |out: &mut String, dark: bool| {
        for (class, property, on_light, on_dark) in CLASSES {
            let value = if dark { on_dark } else { on_light };
            let _ = write!(out, "{scope}.{class}{{{property}:{value}}}");
        }
    };
    colours(&mut out, false);
    out.push_str("@media screen and (prefers-color-scheme:dark){");
    colours(&mut out, true);
    out.push('}');
    out
}

/// Colours from the least to the most favourable category. People who cannot see red and green can distinguish them,
/// and in greyscale they get darker from the middle outwards.
const LOW: [[u8; 3]; 2] = [[0x8c, 0x51, 0x0a], [0xe8, 0xcf, 0x9b]];
const MIDDLE: [u8; 3] = [0xdd, 0xdd, 0xdd];
const HIGH: [[u8; 3]; 2] = [[0xa3, 0xd9, 0xcf], [0x01, 0x66, 0x5e]];

/// Returns the fill colour of a category by its place among the declared categories, and the colour of text on it.
pub(crate) fn category(place: usize, of: usize) -> (String, &'static str) {
    let half = of / 2;
    // The colour of a side at a step from its least favourable category; `alone` if the side has only one.
    let blend = |[from, to]: [[u8; 3]; 2], step: usize, alone: f64| {
        let share = if half > 1 {
            step as f64 / (half - 1) as f64
        } else {
            alone
        };
        let mix = |part: usize| f64::from(from[part]) + share * (f64::from(to[part]) - f64::from(from[part]));
        [0, 1, 2].map(mix)
    };
    let colour = if of % 2 == 1 && place == half {
        MIDDLE.map(f64::from)
    } else if place < half {
        blend(LOW, place, 0.0)
    } else {
        blend(HIGH, place - (of - half), 1.0)
    };
    let [red, green, blue] = colour.map(number::hex);
    // At this relative luminance (WCAG 2.2), black and white text have the same contrast.
    let text = if luminance(colour) > 0.179 {
        "#000000"
    } else {
        "#ffffff"
    };
    (format!("#{red}{green}{blue}"), text)
}

/// Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2).
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            powf((part + 0.055) / 1.055, 2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::category;

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap());
        super::luminance([part(1), part(3), part(5)])
    }

    #[test]
    fn luminance_follows_the_wcag_definition() {
        // WCAG's own example: the contrast of #777777 on white is 4.48.
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.005);
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_on_every_category_can_be_read() {
        for of in 2..=11 {
            for place in 0..of {
                let (fill, text) = category(place, of);
                assert!(contrast(&fill, text) >= 4.5, "{place} of {of}: {text} on {fill}");
            }
        }
    }

    #[test]
    fn signs_and_words_contrast_with_their_background() {
        for (class, _, light, dark) in super::CLASSES {
            let least = match *class {
                "name" | "whole" | "quiet" | "reference-label" => 4.5,
                "axis" | "interval" | "widened" | "dot" | "shrunken" | "reference" => 3.0,
                _ => continue,
            };
            assert!(contrast(light, "#ffffff") >= least, "{class}");
            assert!(contrast(dark, "#14181d") >= least, "{class}");
        }
    }

    #[test]
    fn categories_have_different_colours() {
        for of in 2..=9 {
            let mut colours: Vec<String> = (0..of).map(|place| category(place, of).0).collect();
            colours.sort();
            colours.dedup();
            assert_eq!(colours.len(), of);
        }
    }
}
