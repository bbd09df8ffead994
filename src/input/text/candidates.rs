//! Chooses the few texts of many that are worth comparing letter by letter.

/// Up to so many comparisons are made without a choice.
const FEW: usize = 2_000;

/// The number of texts that are chosen.
const CHOSEN: usize = 8;

/// Texts that one of some wanted ones may be like.
pub(crate) struct Candidates {
    /// The pieces of each text. Empty if the texts are few.
    pieces: Vec<Vec<u32>>,
    texts: usize,
}

impl Candidates {
    /// Prepares texts, among which so many are wanted.
    pub(crate) fn of<'t>(texts: impl ExactSizeIterator<Item = &'t str>, wanted: usize) -> Self {
        let number = texts.len();
        let is_few = number.saturating_mul(wanted) <= FEW;
        Self {
            pieces: if is_few {
                Vec::new()
            } else {
                texts.map(pieces).collect()
            },
            texts: number,
        }
    }

    /// The places of the texts that share most pairs of letters with one of these, or of all texts if they are few.
    pub(crate) fn near(&self, wanted: &[&str]) -> Vec<usize> {
        if self.pieces.is_empty() {
            return (0..self.texts).collect();
        }
        let wanted: Vec<Vec<u32>> = wanted.iter().map(|text| pieces(text)).collect();
        let share = |own: &Vec<u32>| {
            let shares = wanted
                .iter()
                .map(|other| shared(own, other) * 2_000 / (own.len() + other.len()).max(1));
            shares.max().unwrap_or(0)
        };
        let shares = self.pieces.iter().map(share).enumerate();
        let mut places: Vec<(usize, usize)> = shares
            .filter(|(_, share)| *share > 0)
            .map(|(at, share)| (share, at))
            .collect();
        places.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        let mut near: Vec<usize> = places.into_iter().take(CHOSEN).map(|(_, at)| at).collect();
        near.sort_unstable();
        near
    }
}

/// The pairs of letters of a text and its edges, sorted.
fn pieces(text: &str) -> Vec<u32> {
    /// Longer texts are never similar.
    const MOST: usize = 400;
    let letters: Vec<char> = std::iter::once(' ')
        .chain(text.chars().take(MOST))
        .chain([' '])
        .collect();
    let number = |piece: &[char]| {
        piece
            .iter()
            .fold(0_u32, |sum, &c| sum.wrapping_mul(0x0100_0193) ^ u32::from(c))
    };
    let mut pieces: Vec<u32> = letters.windows(2).map(number).collect();
    pieces.sort_unstable();
    pieces
}

/// The number of equal entries of two sorted lists.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut count) = (0, 0);
    for piece in one {
        while other.get(at).is_some_and(|other| other < piece) {
            at += 1;
        }
        if other.get(at) == Some(piece) {
            (at, count) = (at + 1, count + 1);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_texts_the_similar_ones_are_chosen() {
        let mut texts: Vec<String> = (0..3_000)
            .map(|number| format!("The weather of day {number}"))
            .collect();
        texts[2_345] = "we can do it togehter".to_owned();
        texts[17] = "q1".to_owned();
        let many = Candidates::of(texts.iter().map(String::as_str), 10);
        assert!(many.near(&["te01", "we can do it together"]).contains(&2_345));
        assert!(many.near(&["q01"]).contains(&17));
        let few = Candidates::of(texts[..20].iter().map(String::as_str), 10);
        assert_eq!(few.near(&["nothing"]).len(), 20);
    }
}
