//! Progress of long work: shown on a terminal only, and not for a single file.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that counts inputs, with rate and time left.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over `total` inputs; hidden when `quiet`, off a terminal, or for one input.
    pub fn new(total: usize, quiet: bool) -> Self {
        let target = if quiet || total < 2 { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} inputs · {msg} · {per_sec} · {eta} left") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Counts one finished report, and its input when it was the last one in it.
    pub fn report(&self, reports: usize, input_done: bool) {
        if self.0.is_hidden() {
            return;
        }
        self.0.set_message(format!("{reports} reports"));
        if input_done {
            self.0.inc(1);
        }
    }

    /// Prints above the bar.
    pub fn suspend(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.0.finish_and_clear();
    }
}
