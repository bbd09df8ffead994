//! Progress of long work: on standard error, if that is a terminal, and only after a second.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::terminal::shows_progress;
use crate::plain::clean;

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that waits a second before it shows.
pub(crate) struct Bar {
    started: Instant,
    shown: Mutex<Option<ProgressBar>>,
}

impl Bar {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            shown: Mutex::new(None),
        }
    }

    /// Shows that `done` of `of` steps of `what` are done.
    pub(crate) fn show(&self, what: &str, done: usize, of: usize) {
        if self.started.elapsed() < PATIENCE || !shows_progress() {
            return;
        }
        let Ok(mut shown) = self.shown.lock() else { return };
        let bar = shown.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_length(of as u64);
        bar.set_message(clean(what));
        bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Ok(mut shown) = self.shown.lock()
            && let Some(bar) = shown.take()
        {
            bar.finish_and_clear();
        }
    }
}
