//! Progress of long work in a web page: one line a step, to a device that the page provides.

use std::fs;

use crate::plain::clean;

/// The device that a page reads progress from. Without one, nothing is shown.
const DEVICE: &str = "/dev/progress";

/// Progress of one piece of work.
pub(crate) struct Bar;

impl Bar {
    pub(crate) fn new() -> Self {
        Self
    }

    /// Says that `done` of `of` steps of `what` are done.
    #[expect(clippy::unused_self, reason = "the terminal's bar has a state")]
    pub(crate) fn show(&self, what: &str, done: usize, of: usize) {
        let _ = fs::write(DEVICE, format!("{done} {of} {}", clean(what)));
    }

    /// Nothing is left to take away.
    #[expect(clippy::unused_self, reason = "the terminal's bar has a state")]
    pub(crate) fn clear(&self) {}
}
