//! Runs work in parallel with feature `parallel`, and one piece after the other without it. Results are the same.

/// Smallest number of groups per thread. For fewer, starting a thread costs more than it saves.
#[cfg(feature = "parallel")]
const FEWEST: usize = 32;

/// Runs two independent pieces of work.
#[cfg(feature = "parallel")]
pub(crate) fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn at_once<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// Applies `work` to each value and returns the results in the order of the values.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Sync, R: Send>(values: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

    // Waking a thread does not pay for one value.
    if let [value] = values {
        return vec![work(value)];
    }
    values.par_iter().with_max_len(1).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, R>(values: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    values.iter().map(work).collect()
}

/// Applies short, independent `work` to each group and returns the results in the order of the groups.
#[cfg(feature = "parallel")]
pub(crate) fn each_group<R: Send>(groups: usize, work: impl Fn(usize) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

    (0..groups).into_par_iter().with_min_len(FEWEST).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each_group<R>(groups: usize, work: impl Fn(usize) -> R) -> Vec<R> {
    (0..groups).map(work).collect()
}
