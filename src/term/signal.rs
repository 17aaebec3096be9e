//! What the system tells the process, as one stream. All that differs between Unix and Windows in
//! `term` is in this file.
//!
//! Every signal means the same to the loop: keep what is being typed, give the terminal back, end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::Stream;

/// Why the process is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// Ctrl-C sent from outside (typed, it is a key): SIGINT; Ctrl-C and Ctrl-Break on Windows.
    Interrupt,
    /// SIGTERM; the shutdown of Windows.
    Terminate,
    /// The terminal closes: SIGHUP; closing the console or logging off on Windows.
    Hangup,
}

/// Asks one listener whether its signal has come.
type Source = Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<()>>>;

/// The signals, as they come. The stream never ends.
pub struct Signals {
    sources: Vec<(Signal, Source)>,
}

impl Signals {
    /// Listens from now on; the system's own way with these signals (ending the process at once)
    /// is off from then on. To be called inside the runtime.
    ///
    /// # Errors
    /// When the system refuses a listener.
    pub fn listen() -> io::Result<Signals> {
        Ok(Signals { sources: sources()? })
    }
}

impl Stream for Signals {
    type Item = Signal;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Signal>> {
        for (signal, source) in &mut self.sources {
            if let Poll::Ready(Some(())) = source(cx) {
                return Poll::Ready(Some(*signal));
            }
        }
        Poll::Pending
    }
}

#[cfg(unix)]
fn sources() -> io::Result<Vec<(Signal, Source)>> {
    use tokio::signal::unix::{SignalKind, signal};

    let kinds = [
        (Signal::Hangup, SignalKind::hangup()),
        (Signal::Terminate, SignalKind::terminate()),
        (Signal::Interrupt, SignalKind::interrupt()),
    ];
    let mut sources = Vec::new();
    for (name, kind) in kinds {
        let mut listener = signal(kind)?;
        let source: Source = Box::new(move |cx: &mut Context<'_>| listener.poll_recv(cx));
        sources.push((name, source));
    }
    Ok(sources)
}

#[cfg(windows)]
fn sources() -> io::Result<Vec<(Signal, Source)>> {
    use tokio::signal::windows;

    let mut close = windows::ctrl_close()?;
    let mut logoff = windows::ctrl_logoff()?;
    let mut shutdown = windows::ctrl_shutdown()?;
    let mut interrupt = windows::ctrl_c()?;
    let mut stop = windows::ctrl_break()?;
    let close: Source = Box::new(move |cx: &mut Context<'_>| close.poll_recv(cx));
    let logoff: Source = Box::new(move |cx: &mut Context<'_>| logoff.poll_recv(cx));
    let shutdown: Source = Box::new(move |cx: &mut Context<'_>| shutdown.poll_recv(cx));
    let interrupt: Source = Box::new(move |cx: &mut Context<'_>| interrupt.poll_recv(cx));
    let stop: Source = Box::new(move |cx: &mut Context<'_>| stop.poll_recv(cx));
    Ok(vec![
        (Signal::Hangup, close),
        (Signal::Hangup, logoff),
        (Signal::Terminate, shutdown),
        (Signal::Interrupt, interrupt),
        (Signal::Interrupt, stop),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures_util::stream::StreamExt;

    fn after(turns: u32) -> Source {
        let mut left = turns;
        Box::new(move |_: &mut Context<'_>| {
            if left == 0 {
                return Poll::Ready(Some(()));
            }
            left -= 1;
            Poll::Pending
        })
    }

    #[test]
    fn the_signal_that_came_is_the_one_told() {
        let sources = vec![(Signal::Hangup, after(1)), (Signal::Terminate, after(0))];
        let mut signals = Signals { sources };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let told = runtime.block_on(async { [signals.next().await, signals.next().await] });
        assert_eq!(told, [Some(Signal::Terminate), Some(Signal::Hangup)]);
    }
}
