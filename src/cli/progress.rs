//! Progress, on a terminal only and to standard error only.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::MessageFormat;
use crate::edition::Step;

/// A line that says what is being done.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A line on the terminal; nothing where standard error is none or an editor reads along.
    pub(super) fn new(format: MessageFormat) -> Self {
        if format == MessageFormat::Json || !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }

    /// Shows the step.
    pub(super) fn step(&self, step: Step) {
        let Some(bar) = &self.0 else { return };
        bar.set_message(match step {
            Step::Read => "reading the source".to_owned(),
            Step::Layout => "laying out pages".to_owned(),
            Step::Write(format) => format!("writing the {}", format.extension().to_uppercase()),
            Step::Verify(format) => format!("reading the {} back", format.extension().to_uppercase()),
        });
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
