//! The loop: hear, change the model, have its effects done, draw once; then sleep.
//!
//! There is no tick. The loop wakes for a signal, an event of the terminal, an answer of the desk,
//! or the instant that the model named ([`app::next_deadline`]), and for nothing else. What has
//! come in the meantime is taken along, so that a burst of keys is one frame. Effects go out before
//! the frame is drawn: a request costs no time here, the desk works while the frame is drawn, and
//! a frame that fails takes no request with it.
//!
//! However the loop ends, what is being typed has been given to the desk before.

use std::future::poll_fn;
use std::io::{self, Write};
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::Event;
use crossterm::execute;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::stream::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{CrosstermBackend, TestBackend};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, sleep_until};

use super::input::translate;
use super::signal::Signal;
use super::worker::Workers;
use crate::app::{self, Msg};
use crate::desk::service::Reply;
use crate::domain::ports::Clock;
use crate::model::Model;
use crate::model::effect::Effect;
use crate::ui;
use crate::ui::theme::Theme;

/// How many further messages that are ready are taken along before a frame is drawn.
const DRAIN: usize = 64;

/// How many at the end, where no frame follows and what was typed must not be lost.
const DRAIN_AT_END: usize = 4096;

/// A deadline is a minute away at most, and a little more for clocks that are being set right.
const LONGEST_SLEEP: Duration = Duration::from_secs(61);

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The person left.
    Quit,
    /// The system asked for it.
    Signal(Signal),
    /// The terminal is gone.
    Gone,
}

/// Where frames go.
pub trait Screen {
    /// Draws the model; the cursor stands where `ui` puts it.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    fn show(&mut self, model: &Model, theme: Theme) -> io::Result<()>;

    /// Puts text on the clipboard of the person's own machine, if the terminal passes it on.
    ///
    /// # Errors
    /// When the terminal cannot be written to, or knows no such thing.
    fn copy(&mut self, text: &str) -> io::Result<()>;
}

impl<W: Write> Screen for Terminal<CrosstermBackend<W>> {
    fn show(&mut self, model: &Model, theme: Theme) -> io::Result<()> {
        // Written out at once: were it still buffered when drawing panics, it would reach the
        // terminal after that was restored, and hide the message.
        execute!(self.backend_mut(), BeginSynchronizedUpdate)?;
        let drawn = self.draw(|frame| ui::draw(model, frame, theme)).map(|_| ());
        let ended = execute!(self.backend_mut(), EndSynchronizedUpdate);
        drawn.and(ended)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }
}

impl Screen for Terminal<TestBackend> {
    fn show(&mut self, model: &Model, theme: Theme) -> io::Result<()> {
        let drawn = self.draw(|frame| ui::draw(model, frame, theme));
        drawn.map(|_| ()).map_err(|never| match never {})
    }

    fn copy(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }
}

/// What the loop hears and speaks to.
pub struct World<'a, I, G> {
    /// Events of the terminal; that they end or fail means that it is gone.
    pub input: I,
    /// Signals of the system.
    pub signals: G,
    /// Answers of the desk.
    pub replies: UnboundedReceiver<Reply>,
    /// The desk.
    pub desk: &'a Workers,
    /// The present moment.
    pub clock: &'a dyn Clock,
}

/// Runs until the person leaves, the system asks for it, or the terminal is gone. Drafts have been
/// given to the desk then; that they are on disk is known when the workers have finished.
///
/// # Errors
/// When the terminal cannot be written to.
pub async fn run<S, I, G>(
    model: &mut Model,
    theme: Theme,
    screen: &mut S,
    world: &mut World<'_, I, G>,
) -> io::Result<Exit>
where
    S: Screen,
    I: Stream<Item = io::Result<Event>> + Unpin,
    G: Stream<Item = Signal> + Unpin,
{
    perform(app::start(model), world.desk, screen);
    screen.show(model, theme)?;
    loop {
        let alarm = Alarm::of(model, world.clock.now());
        let heard = tokio::select! {
            biased;
            Some(signal) = world.signals.next() => Heard::Signal(signal),
            event = world.input.next() => Heard::Input(event),
            Some(reply) = world.replies.recv() => Heard::Reply(reply),
            () = sleep_until(alarm.at) => Heard::Deadline,
        };
        let mut now = world.clock.now();
        let mut batch = Vec::new();
        let mut end = None;
        let mut most = DRAIN;
        match heard {
            Heard::Signal(signal) => {
                end = Some(Exit::Signal(signal));
                most = DRAIN_AT_END;
            }
            Heard::Input(event) => end = take(event, model, &mut batch),
            Heard::Reply(reply) => batch.push(Msg::Reply(Box::new(reply))),
            Heard::Deadline => {
                now = alarm.instant(now);
                batch.push(Msg::Deadline);
            }
        }
        if end != Some(Exit::Gone) {
            // Tokio would make a channel seem empty after a while, to let other tasks run.
            let gone = unconstrained(drain(world, model, &mut batch, most)).await;
            end = end.or(gone);
        }
        let dirty = !batch.is_empty();
        for msg in batch {
            perform(app::update(model, msg, now), world.desk, screen);
            if model.quit {
                return Ok(Exit::Quit);
            }
        }
        let ended = match end {
            Some(exit) => Some(Ok(exit)),
            None if dirty => screen.show(model, theme).err().map(Err),
            None => None,
        };
        if let Some(ended) = ended {
            keep_drafts(model, world.desk, now);
            return ended;
        }
    }
}

/// Gives what is being typed to the desk, wherever the model stands.
pub fn keep_drafts(model: &mut Model, desk: &Workers, now: DateTime<Utc>) {
    for effect in app::update(model, Msg::FocusLost, now) {
        if let Effect::Ask(request) = effect {
            desk.ask(request);
        }
    }
}

/// What woke the loop.
enum Heard {
    Signal(Signal),
    Input(Option<io::Result<Event>>),
    Reply(Reply),
    Deadline,
}

/// When to wake if nothing happens.
struct Alarm {
    at: Instant,
    named: Option<DateTime<Utc>>,
}

impl Alarm {
    fn of(model: &Model, now: DateTime<Utc>) -> Alarm {
        let deadline = app::next_deadline(model);
        let left = (deadline - now).to_std().unwrap_or_default();
        // A deadline further away can only be if the clock was set back meanwhile. Then the clock
        // is asked again soon instead of the model standing still until it has caught up.
        let named = (left <= LONGEST_SLEEP).then_some(deadline);
        Alarm { at: Instant::now() + left.min(LONGEST_SLEEP), named }
    }

    /// The instant of the waking: never before the one that was named, whatever the clock says, or
    /// the loop would come back at once for the rest.
    fn instant(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.named.map_or(now, |named| now.max(named))
    }
}

/// Takes an event of the terminal into the batch; tells when the terminal is gone.
fn take(event: Option<io::Result<Event>>, model: &Model, batch: &mut Vec<Msg>) -> Option<Exit> {
    let Some(Ok(event)) = event else { return Some(Exit::Gone) };
    batch.extend(translate(event, model));
    None
}

/// Takes what is ready into the batch, without waiting. It asks with the own waker of the loop: a
/// stream may keep the waker it was asked with, and one that does nothing leaves keys unheard.
async fn drain<I, G>(
    world: &mut World<'_, I, G>,
    model: &Model,
    batch: &mut Vec<Msg>,
    most: usize,
) -> Option<Exit>
where
    I: Stream<Item = io::Result<Event>> + Unpin,
{
    for _ in 0..most {
        match poll_fn(|cx| Poll::Ready(world.input.poll_next_unpin(cx))).await {
            Poll::Ready(event) => {
                if let Some(exit) = take(event, model, batch) {
                    return Some(exit);
                }
            }
            Poll::Pending => match world.replies.try_recv() {
                Ok(reply) => batch.push(Msg::Reply(Box::new(reply))),
                Err(_) => return None,
            },
        }
    }
    None
}

fn perform<S: Screen>(effects: Vec<Effect>, desk: &Workers, screen: &mut S) {
    for effect in effects {
        match effect {
            Effect::Ask(request) => desk.ask(request),
            Effect::Stop => desk.stop(),
            Effect::Copy(text) => {
                // A terminal that is gone shows with the next frame; one that knows no clipboard
                // is no reason to end.
                if let Err(error) = screen.copy(&text) {
                    tracing::warn!(%error, "nothing was copied");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::worker::testing::Recorder;
    use super::*;
    use crate::desk::command::Command;
    use crate::desk::service::{MinutesText, Request};
    use crate::domain::subject::{Subject, SubjectKind};
    use crate::i18n::Lang;
    use crate::model::editor::MinutesEditor;
    use crate::model::layer::Layer;
    use chrono::TimeZone;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use futures_util::stream::{iter, pending};
    use tokio::runtime::Builder;
    use tokio::sync::mpsc::unbounded_channel;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 1, 12, 5).unwrap()
    }

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> DateTime<Utc> {
            now()
        }
    }

    struct Counted {
        terminal: Terminal<TestBackend>,
        frames: usize,
        copied: Vec<String>,
    }

    impl Counted {
        fn new() -> Counted {
            let terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
            Counted { terminal, frames: 0, copied: Vec::new() }
        }
    }

    impl Screen for Counted {
        fn show(&mut self, model: &Model, theme: Theme) -> io::Result<()> {
            self.frames += 1;
            self.terminal.show(model, theme)
        }

        fn copy(&mut self, text: &str) -> io::Result<()> {
            self.copied.push(text.to_owned());
            Err(io::Error::other("knows no clipboard"))
        }
    }

    fn model() -> Model {
        Model::new(Lang::Zh, (120, 40), now())
    }

    fn writing() -> Model {
        let mut model = model();
        let minutes = MinutesText {
            meeting: Subject::derived(SubjectKind::Meeting, &["例会"]),
            number: "HY-EC-26-A-001".to_owned(),
            title: "例会".to_owned(),
            text: String::new(),
            saved: None,
            before: None,
            version: 0,
            is_draft: false,
            about: None,
            others: Vec::new(),
        };
        model.layers.push(Layer::Editor(Box::new(MinutesEditor::open(minutes))));
        model
    }

    fn key(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// Events as a terminal gives them; the stream ends after the last.
    fn typed(events: Vec<Event>) -> impl Stream<Item = io::Result<Event>> + Unpin {
        iter(events.into_iter().map(Ok))
    }

    struct Told {
        exit: Exit,
        frames: usize,
        asked: Vec<Request>,
    }

    /// The answers of the desk go nowhere, so that only the made events move the model.
    fn told<I, G>(model: &mut Model, input: I, signals: G) -> Told
    where
        I: Stream<Item = io::Result<Event>> + Unpin,
        G: Stream<Item = Signal> + Unpin,
    {
        let recorder = Recorder::default();
        let (unheard, _) = unbounded_channel();
        let (_silent, replies) = unbounded_channel();
        let make_reader = recorder.clone().make();
        let desk = Workers::spawn(recorder.clone().make(), make_reader, unheard).unwrap();
        let mut screen = Counted::new();
        let exit = {
            let mut world = World { input, signals, replies, desk: &desk, clock: &Fixed };
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(model, Theme::Mono, &mut screen, &mut world)).unwrap()
        };
        desk.finish();
        Told { exit, frames: screen.frames, asked: recorder.asked() }
    }

    fn drafts(asked: &[Request]) -> Vec<&str> {
        let mut drafts = Vec::new();
        for request in asked {
            if let Request::Perform(Command::KeepDraft { text, .. }) = request {
                drafts.push(text.as_str());
            }
        }
        drafts
    }

    #[test]
    fn a_burst_of_keys_is_one_frame() {
        let burst = |count| {
            let mut events = vec![key(KeyCode::Down); count];
            events.push(key(KeyCode::Char('q')));
            told(&mut model(), typed(events), pending::<Signal>())
        };
        // The first frame stands before any key; the batch that ends with leaving draws nothing.
        assert_eq!((burst(DRAIN).frames, burst(DRAIN + 1).frames), (1, 2));
        assert_eq!(burst(2 * DRAIN + 2).frames, 3);
        assert_eq!(burst(DRAIN).exit, Exit::Quit);
    }

    #[test]
    fn leaving_asks_the_desk_for_nothing_but_what_the_start_needs() {
        let mut model = model();
        let told = told(&mut model, typed(vec![key(KeyCode::Char('q'))]), pending::<Signal>());
        assert_eq!(told.exit, Exit::Quit);
        assert_eq!(told.asked.len(), 3, "{:?}", told.asked);
        assert!(told.asked.contains(&Request::Compare));
    }

    #[test]
    fn what_is_no_message_draws_nothing() {
        let events = vec![Event::FocusGained, key(KeyCode::Null), Event::FocusGained];
        let told = told(&mut model(), typed(events), pending::<Signal>());
        assert_eq!((told.exit, told.frames), (Exit::Gone, 1));
    }

    #[test]
    fn a_draft_is_kept_when_the_focus_goes_and_when_the_terminal_goes() {
        let events = vec![key(KeyCode::Char('省')), Event::FocusLost, key(KeyCode::Char('干'))];
        let told = told(&mut writing(), typed(events), pending::<Signal>());
        assert_eq!(told.exit, Exit::Gone);
        assert_eq!(drafts(&told.asked), ["省", "省干"]);
    }

    #[test]
    fn a_hangup_keeps_even_what_was_typed_and_not_yet_read() {
        let input = typed(vec![key(KeyCode::Char('省')); 200]).chain(pending());
        let signals = iter([Signal::Hangup]).chain(pending());
        let told = told(&mut writing(), input, signals);
        assert_eq!(told.exit, Exit::Signal(Signal::Hangup));
        assert_eq!(drafts(&told.asked), ["省".repeat(200)]);
    }

    #[test]
    fn a_terminal_without_a_clipboard_stops_no_request() {
        let recorder = Recorder::default();
        let (unheard, _) = unbounded_channel();
        let make_reader = recorder.clone().make();
        let desk = Workers::spawn(recorder.clone().make(), make_reader, unheard).unwrap();
        let mut screen = Counted::new();
        let lead = Request::Lead("XS-EC-26-A-001".to_owned());
        let copy = Effect::Copy("XS-EC-26-A-001".to_owned());
        perform(vec![copy, Effect::Ask(lead.clone())], &desk, &mut screen);
        desk.finish();
        assert_eq!(screen.copied, ["XS-EC-26-A-001"]);
        assert_eq!(recorder.asked(), [lead]);
    }

    #[test]
    fn the_loop_sleeps_until_the_deadline_and_comes_back_no_earlier() {
        let turn = now() + chrono::Duration::seconds(55);
        let alarm = Alarm::of(&model(), now());
        assert_eq!(alarm.instant(turn - chrono::Duration::milliseconds(3)), turn);
        assert!(alarm.at > Instant::now() + Duration::from_secs(50));
        // The clock was set back by an hour: it is asked again, and believed.
        let back = now() - chrono::Duration::hours(1);
        let alarm = Alarm::of(&model(), back);
        assert_eq!(alarm.instant(back), back);
        assert!(alarm.at <= Instant::now() + LONGEST_SLEEP);
    }
}
