//! Simulated answers: ordered categories of a normal latent response, of people in academies.
//!
//! ```text
//! response   y = λ η + √(1 − λ²) e,   category = number of thresholds below y
//! factor     η = √ICC a + √(1 − ICC) p + shift
//! parts      a = √φ g + √(1 − φ) u,   p alike;   p = √ρ stable + √(1 − ρ) of the wave
//! ```
//! λ is an item's standardised loading, e, g and u are standard normal, a is the academy's part of a factor, p the person's own,
//! φ the correlation of two factors and ρ that of a person's own part in two waves. Muthén (1984), *Psychometrika* 49, 115–132.
//! Where two factors differ in ICC, their total correlation is somewhat below φ.

#[cfg(test)]
mod expected;
mod people;
mod survey;

pub use people::{AcademyPart, Draws, draw_academy, draw_person};
pub use survey::{LatentItem, LatentSurvey, even_thresholds};
