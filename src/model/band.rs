//! Bands of an item's codes: unfavourable, middle and favourable.

use crate::model::Response;

/// A band of keyed codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// As many codes, from the lowest, as there are favourable ones.
    Unfavourable,
    /// The codes that are in neither other band.
    Middle,
    /// The favourable codes.
    Favourable,
}

impl Band {
    /// Every band, from the lowest.
    pub const ALL: [Self; 3] = [Self::Unfavourable, Self::Middle, Self::Favourable];

    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unfavourable => "unfavourable",
            Self::Middle => "middle",
            Self::Favourable => "favourable",
        }
    }
}

impl Response {
    /// The band of each keyed code, lowest code first.
    #[must_use]
    pub fn bands(&self) -> Vec<Band> {
        let favourable = |code: &i32| self.favourable.contains(code);
        let count = self.range.codes().filter(favourable).count();
        let band = |(place, code): (usize, i32)| {
            if favourable(&code) {
                Band::Favourable
            } else if place < count {
                Band::Unfavourable
            } else {
                Band::Middle
            }
        };
        self.range.codes().enumerate().map(band).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::Band::{Favourable, Middle, Unfavourable};
    use crate::model::{CodeRange, Response};

    #[test]
    fn the_lowest_codes_are_unfavourable_as_many_as_are_favourable() {
        let bands = |points: i32, favourable: &[i32]| {
            let range = CodeRange::new(1, points).unwrap();
            Response {
                range,
                labels: BTreeMap::new(),
                synonyms: BTreeMap::new(),
                favourable: favourable.iter().copied().collect::<BTreeSet<i32>>(),
                missing: BTreeMap::new(),
            }
            .bands()
        };
        let six = [Unfavourable, Unfavourable, Middle, Middle, Favourable, Favourable];
        assert_eq!(bands(6, &[5, 6]), six);
        assert_eq!(bands(4, &[3, 4]), [Unfavourable, Unfavourable, Favourable, Favourable]);
        assert_eq!(bands(3, &[]), [Middle; 3]);
        assert_eq!(bands(2, &[1, 2]), [Favourable; 2]);
    }
}
