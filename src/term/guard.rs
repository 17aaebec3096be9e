//! Entering and leaving the terminal's full screen, so that it is given back whatever happens.
//!
//! One flag of the process says whether the terminal is ours. Whoever turns it off restores: the
//! guard when it is dropped, or the panic hook before it speaks; the second one finds nothing left
//! to do. A panic on a thread that has no part in the screen is only written to the log: such a
//! thread answers for itself, and the screen goes on.

use std::cell::Cell;
use std::io;
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange,
};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};

/// The terminal is in our mode.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Presses and the wheel are told, in the form that knows wide screens. Movements are not: the program sleeps while a pointer
/// wanders.
const CLICKS: &str = "\u{1b}[?1000h\u{1b}[?1006h";

static HOOK: Once = Once::new();

thread_local! {
    /// This thread entered the terminal: when it panics, the screen is over.
    static HAS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// Holds the terminal in full screen; dropping it gives the terminal back.
#[derive(Debug)]
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Raw mode, alternate screen, bracketed paste, focus events, a bar as the cursor.
    ///
    /// # Errors
    /// When the terminal refuses; it is then as it was before.
    pub fn enter() -> io::Result<TerminalGuard> {
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        HAS_SCREEN.set(true);
        // From here on a failure drops the guard, which restores.
        let guard = TerminalGuard(());
        let mut out = io::stdout();
        execute!(
            out,
            EnterAlternateScreen,
            Clear(ClearType::All),
            EnableFocusChange,
            SetCursorStyle::SteadyBar
        )?;
        // Old Windows consoles know no bracketed paste; a paste then arrives as keys.
        let _ = execute!(out, EnableBracketedPaste, Print(CLICKS));
        Ok(guard)
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        // A terminal that is gone needs no restoring.
        let _ = restore();
    }
}

/// Gives the terminal back as it was. Does nothing when it is not ours, so it may be called twice.
///
/// # Errors
/// When the terminal cannot be written to; everything is tried nevertheless.
pub fn restore() -> io::Result<()> {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    // A frame that broke off has not ended its synchronised update: it would hide all that follows.
    let screen = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        SetCursorStyle::DefaultUserShape,
        DisableFocusChange,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        Show
    );
    let mode = disable_raw_mode();
    screen.and(mode)
}

/// Makes a panic restore the terminal before its message is printed. The first call installs the
/// hook in front of the one that is there; later calls do nothing.
pub fn install_panic_hook() {
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if ENTERED.load(Ordering::SeqCst) && !HAS_SCREEN.get() {
                // The place alone: the message may hold words of the business.
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                tracing::error!(%place, "a thread behind the screen panicked");
                return;
            }
            let _ = restore();
            previous(info);
        }));
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_not_entered_is_left_alone() {
        restore().unwrap();
        restore().unwrap();
        assert!(!ENTERED.load(Ordering::SeqCst));
    }
}
