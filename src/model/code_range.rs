//! The declared range of an item's codes.

use crate::model::ModelError;

/// The whole-number codes `min..=max` that an answer may have, as the instrument declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRange {
    min: i32,
    points: u8,
}

impl CodeRange {
    /// The range from `min` to `max`, both included.
    ///
    /// # Errors
    /// If `min` is not below `max`, or there are more than 255 codes: an answer is one byte, and one of its values means "no answer".
    pub fn new(min: i32, max: i32) -> Result<Self, ModelError> {
        if min >= max {
            return Err(ModelError::EmptyRange { min, max });
        }
        let points = i64::from(max) - i64::from(min) + 1;
        match u8::try_from(points) {
            Ok(points) => Ok(Self { min, points }),
            Err(_) => Err(ModelError::TooManyCodes { min, max, points }),
        }
    }

    /// The lowest code.
    #[must_use]
    pub fn min(self) -> i32 {
        self.min
    }

    /// The highest code.
    #[must_use]
    pub fn max(self) -> i32 {
        self.min + i32::from(self.points - 1)
    }

    /// Number of codes, A: 2 to 255.
    #[must_use]
    pub fn points(self) -> usize {
        usize::from(self.points)
    }

    /// Place of `code`, counted from the lowest code: 0 to A − 1, or `None` outside the range.
    #[must_use]
    pub fn index(self, code: i64) -> Option<u8> {
        let index = u8::try_from(code.checked_sub(i64::from(self.min))?).ok()?;
        (index < self.points).then_some(index)
    }

    /// Code at a place counted from the lowest code.
    #[must_use]
    pub fn code(self, index: u8) -> i32 {
        self.min + i32::from(index)
    }

    /// Place of the mirrored code min + max − x: A − 1 − i.
    #[must_use]
    pub fn mirrored(self, index: u8) -> u8 {
        self.points - 1 - index
    }

    /// All codes, lowest first.
    #[must_use]
    pub fn codes(self) -> impl DoubleEndedIterator<Item = i32> {
        (0..self.points).map(move |index| self.code(index))
    }
}

impl std::fmt::Display for CodeRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}–{}", self.min(), self.max())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_needs_two_codes_and_fits_a_byte() {
        assert!(CodeRange::new(3, 3).is_err());
        assert!(CodeRange::new(4, 3).is_err());
        assert!(CodeRange::new(1, 256).is_err());
        assert!(CodeRange::new(i32::MIN, i32::MAX).is_err());
        assert_eq!(CodeRange::new(1, 255).unwrap().points(), 255);
        assert_eq!(CodeRange::new(i32::MAX - 1, i32::MAX).unwrap().max(), i32::MAX);
    }

    #[test]
    fn mirroring_uses_the_declared_range_and_undoes_itself() {
        let range = CodeRange::new(-2, 2).unwrap();
        assert_eq!(range.code(range.mirrored(range.index(-2).unwrap())), 2);
        assert_eq!(range.index(3), None);
        assert_eq!(range.index(i64::MIN), None);
        for index in 0..5 {
            assert_eq!(range.mirrored(range.mirrored(index)), index);
        }
    }
}
