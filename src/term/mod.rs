//! The shell around the pure program: the terminal, the system's signals, the desk's threads.
//!
//! [`open`] is all that the rest of the world needs. Inside, `guard` takes the terminal and gives
//! it back whatever happens, `input` and `signal` are what the loop hears, `worker` are the desk's
//! threads, and `run` is the loop itself, which tests feed with made events and a screen that
//! counts.
//!
//! One promise goes through all of it: when the process ends in any way it can still do something
//! about (leaving, a signal, a closed terminal, a panic), what was typed is on disk first.

pub mod guard;
pub mod headless;
pub mod input;
pub mod run;
pub mod secret;
pub mod signal;
pub mod worker;

use std::io::{self, BufWriter, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::desk::service::{Reply, Service};
use crate::domain::ports::Clock;
use crate::model::Model;
use crate::ui::theme::Theme;
use guard::TerminalGuard;
use input::Keyboard;
use run::{Exit, World, keep_drafts};
use signal::Signals;
use worker::Workers;

/// Bytes of a full frame, roughly: it is written in one go.
const FRAME_BYTES: usize = 32 * 1024;

/// Why the screen could not be opened, or broke off.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Input or output is a pipe or a file.
    #[error("the screen needs a terminal; every act is also a subcommand, see `daqu --help`")]
    NoTerminal,
    /// The terminal or the system failed; drafts were kept.
    #[error("the terminal failed: {0}")]
    Io(#[from] io::Error),
}

/// Opens the window on a desk and returns when it is closed and all that was asked of the desk is
/// done. `make_writer` and `make_reader` run on the threads that then own what they make; the size
/// of the model becomes the terminal's. Once in a process, since the terminal is read to its end.
///
/// # Errors
/// [`TermError::NoTerminal`] before anything happens; [`TermError::Io`] when the terminal or the
/// system fails.
///
/// # Panics
/// A panic of the program goes on after the terminal is restored and the drafts are kept.
pub fn open<W, R>(
    mut model: Model,
    theme: Theme,
    make_writer: W,
    make_reader: R,
    clock: Arc<dyn Clock + Send + Sync>,
) -> Result<(), TermError>
where
    W: FnOnce() -> Box<dyn Service> + Send + 'static,
    R: FnOnce() -> Box<dyn Service> + Send + 'static,
{
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(TermError::NoTerminal);
    }
    guard::install_panic_hook();
    let (sender, replies) = unbounded_channel();
    let desk = Workers::spawn(make_writer, make_reader, sender)?;
    let shown = catch_unwind(AssertUnwindSafe(|| show(&mut model, theme, &desk, replies, &*clock)));
    if shown.is_err() {
        // The message is out; the text is still in the model. A second panic changes nothing.
        let _ = catch_unwind(AssertUnwindSafe(|| keep_drafts(&mut model, &desk, clock.now())));
    }
    desk.finish();
    match shown {
        Ok(ended) => {
            let exit = ended?;
            tracing::info!(?exit, "the window closed");
            Ok(())
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// Takes the terminal, runs the loop in it, and gives the terminal back.
fn show(
    model: &mut Model,
    theme: Theme,
    desk: &Workers,
    replies: UnboundedReceiver<Reply>,
    clock: &dyn Clock,
) -> io::Result<Exit> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    // Before the terminal is changed: from here on no signal ends the process on the spot.
    let signals = runtime.block_on(async { Signals::listen() })?;
    let _guard = TerminalGuard::enter()?;
    let out = BufWriter::with_capacity(FRAME_BYTES, io::stdout());
    let mut terminal = Terminal::new(CrosstermBackend::new(out))?;
    let input = Keyboard::listen()?;
    let size = terminal.size()?;
    model.size = (size.width, size.height);
    let mut world = World { input, signals, replies, desk, clock };
    runtime.block_on(run::run(model, theme, &mut terminal, &mut world))
}
