//! Products of polynomials with coefficients at or above 0, lowest power first. They are built up by multiplying, never by dividing, so no
//! digits are lost.

/// The product of two polynomials.
pub(super) fn times(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut found = vec![0.0; one.len() + other.len() - 1];
    for (i, &a) in one.iter().enumerate() {
        for (sum, &b) in found[i..].iter_mut().zip(other) {
            *sum += a * b;
        }
    }
    found
}

/// For t = 0, 1, …: Σ aᵢ wᵢ₊ₜ, as long as every w is within the list.
pub(super) fn against(a: &[f64], w: &[f64]) -> Vec<f64> {
    let places = 0..(w.len() + 1).saturating_sub(a.len());
    places
        .map(|t| a.iter().zip(&w[t..]).map(|(a, w)| a * w).sum())
        .collect()
}

/// Products of the first, and of the last, of some polynomials.
pub(super) struct Products {
    /// Per number n of polynomials: the product of the first n.
    pub(super) before: Vec<Vec<f64>>,
    /// Per place: the product of all polynomials from there on.
    pub(super) from: Vec<Vec<f64>>,
}

impl Products {
    pub(super) fn of(polynomials: &[Vec<f64>]) -> Self {
        let grown = |so_far: &mut Vec<f64>, next: &Vec<f64>| {
            *so_far = times(so_far, next);
            Some(so_far.clone())
        };
        let one = || std::iter::once(vec![1.0]);
        let mut from: Vec<Vec<f64>> = one().chain(polynomials.iter().rev().scan(vec![1.0], grown)).collect();
        from.reverse();
        Self {
            before: one().chain(polynomials.iter().scan(vec![1.0], grown)).collect(),
            from,
        }
    }

    /// The product of all polynomials.
    pub(super) fn all(&self) -> &[f64] {
        &self.from[0]
    }

    /// The product of all polynomials but one.
    pub(super) fn without(&self, place: usize) -> Vec<f64> {
        times(&self.before[place], &self.from[place + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_leave_out_one_polynomial() {
        let products = Products::of(&[vec![1.0, 2.0], vec![3.0, 1.0], vec![1.0, 0.0, 1.0]]);
        assert_eq!(products.all(), [3.0, 7.0, 5.0, 7.0, 2.0]);
        assert_eq!(products.without(0), [3.0, 1.0, 3.0, 1.0]);
        assert_eq!(products.without(1), [1.0, 2.0, 1.0, 2.0]);
        assert_eq!(products.without(2), [3.0, 7.0, 2.0]);
    }

    #[test]
    fn a_polynomial_is_laid_against_a_list_at_every_place() {
        assert_eq!(against(&[1.0, 10.0], &[1.0, 2.0, 3.0]), [21.0, 32.0]);
        assert_eq!(against(&[1.0, 10.0], &[1.0]), Vec::<f64>::new());
    }
}
