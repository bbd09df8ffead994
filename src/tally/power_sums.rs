//! The fourth-order sums that the distribution-free standard error of alpha needs, so that it needs no rows.

/// Sums over complete respondents of powers and products of T = Σx and Q = Σx², and of each item with them.
/// All in keyed places (code − min), exact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PowerSums {
    /// ΣT, ΣT², ΣT³, ΣT⁴.
    pub t: [i128; 4],
    /// ΣQ, ΣQT, ΣQT², ΣQ².
    pub q: [i128; 4],
    /// Σ xᵢT and Σ xᵢT², one pair an item.
    pub xt: Vec<[i128; 2]>,
    /// Σ xᵢQ, one an item.
    pub xq: Vec<i128>,
}

impl PowerSums {
    /// No persons yet.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self {
            t: [0; 4],
            q: [0; 4],
            xt: vec![[0; 2]; items],
            xq: vec![0; items],
        }
    }

    /// Adds another.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.t.iter_mut().zip(&other.t).chain(self.q.iter_mut().zip(&other.q)) {
            *mine += theirs;
        }
        for (mine, theirs) in self.xt.iter_mut().flatten().zip(other.xt.iter().flatten()) {
            *mine += theirs;
        }
        for (mine, theirs) in self.xq.iter_mut().zip(&other.xq) {
            *mine += theirs;
        }
    }
}
