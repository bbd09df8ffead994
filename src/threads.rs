//! Work that is done at once where there are threads, and in turn where there are none. What comes out is the same.

/// Groups below which a second thread costs more than it gives.
#[cfg(feature = "parallel")]
const FEWEST: usize = 32;

/// Two pieces of work that need nothing of each other.
#[cfg(feature = "parallel")]
pub(crate) fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn at_once<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// The same work on each of several values; the results stand in the values' order.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Sync, R: Send>(values: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

    // One value is not worth waking a thread for.
    if let [value] = values {
        return vec![work(value)];
    }
    values.par_iter().with_max_len(1).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, R>(values: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    values.iter().map(work).collect()
}

/// What short work gives for each of so many groups, in their order: groups need nothing of each other.
#[cfg(feature = "parallel")]
pub(crate) fn each_group<R: Send>(groups: usize, work: impl Fn(usize) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

    (0..groups).into_par_iter().with_min_len(FEWEST).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each_group<R>(groups: usize, work: impl Fn(usize) -> R) -> Vec<R> {
    (0..groups).map(work).collect()
}
