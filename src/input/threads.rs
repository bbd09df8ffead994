//! Work that is done at once where there are threads, and in turn where there are none.

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
pub(crate) fn each<T: Send + Sync, R: Send>(values: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

    values.par_iter().with_max_len(1).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, R>(values: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    values.iter().map(work).collect()
}
