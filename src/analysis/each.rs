//! The same work on every group, several at a time: groups need nothing of each other.

/// What `work` gives for each of so many groups, in their order.
#[cfg(feature = "parallel")]
pub fn each_group<R: Send>(groups: usize, work: impl Fn(usize) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

    /// Groups below which a second thread costs more than it gives.
    const FEWEST: usize = 32;

    (0..groups).into_par_iter().with_min_len(FEWEST).map(work).collect()
}

/// What `work` gives for each of so many groups, in their order.
#[cfg(not(feature = "parallel"))]
pub fn each_group<R>(groups: usize, work: impl Fn(usize) -> R) -> Vec<R> {
    (0..groups).map(work).collect()
}
