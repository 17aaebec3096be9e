//! The desk's threads: the screen never waits for the disk.
//!
//! A worker owns one service and answers its requests in the order they came. There are two, so
//! that an import on the writer never holds up what the window reads ([`Workers`]). Ending a worker
//! waits until everything asked so far is done: a draft asked for last is on disk.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use tokio::sync::mpsc::UnboundedSender;

use crate::desk::service::{Line, Reply, Request, Service};

/// One service on a thread of its own.
#[derive(Debug)]
pub struct Worker {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    /// Set while the long work that was asked for last is no longer wanted.
    unwanted: Arc<AtomicBool>,
}

impl Worker {
    /// Starts a thread of that name, which makes its service there and sends its answers to
    /// `replies`. A panic, also one of `make`, becomes the answer `fail-panic`, and the next
    /// request is answered as if nothing had been.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn<F>(name: &str, make: F, replies: UnboundedSender<Reply>) -> io::Result<Worker>
    where
        F: FnOnce() -> Box<dyn Service> + Send + 'static,
    {
        let (requests, queue) = channel();
        let unwanted = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&unwanted);
        let serving = move || serve(make, &queue, &replies, &stop);
        let thread = Builder::new().name(name.to_owned()).spawn(serving)?;
        Ok(Worker { requests: Some(requests), thread: Some(thread), unwanted })
    }

    /// Queues a request; its answer comes by the channel. Never waits.
    pub fn ask(&self, request: Request) {
        if request.is_long() {
            self.unwanted.store(false, Ordering::Relaxed);
        }
        let sent = self.requests.as_ref().is_some_and(|requests| requests.send(request).is_ok());
        if !sent {
            // The thread only ends when the sender goes; nothing is lost that could be kept.
            tracing::error!("a worker takes no more requests");
        }
    }

    /// The long work in hand is no longer wanted; it ends at its next safe place.
    pub fn stop(&self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }

    /// Answers what is queued, then ends; returns when that is done. Long work ends at its next safe place.
    pub fn finish(self) {
        drop(self);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        self.stop();
        if let Some(thread) = self.thread.take() {
            // Panics of requests were caught on the thread; there is no other news in the result.
            let _ = thread.join();
        }
    }
}

/// The writer and the reader of one store.
#[derive(Debug)]
pub struct Workers {
    writer: Worker,
    reader: Worker,
}

impl Workers {
    /// Starts both; they answer to the same channel.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn<W, R>(
        make_writer: W,
        make_reader: R,
        replies: UnboundedSender<Reply>,
    ) -> io::Result<Workers>
    where
        W: FnOnce() -> Box<dyn Service> + Send + 'static,
        R: FnOnce() -> Box<dyn Service> + Send + 'static,
    {
        let writer = Worker::spawn("daqu-writer", make_writer, replies.clone())?;
        let reader = Worker::spawn("daqu-reader", make_reader, replies)?;
        Ok(Workers { writer, reader })
    }

    /// Queues a request with the worker it belongs to. What the window shows is read beside the
    /// writer; the minutes are not, since their draft must be the one last kept.
    pub fn ask(&self, request: Request) {
        match request {
            Request::Overview { .. }
            | Request::Case(_)
            | Request::Lead(_)
            | Request::LeadOf(_)
            | Request::LeadNumbers { .. }
            | Request::Candidates(_)
            | Request::Preview(_)
            | Request::Claim(_)
            | Request::Fairness(_)
            | Request::Draft { .. }
            | Request::Place(_)
            | Request::Survey(_)
            | Request::SurveyText(_)
            | Request::Files(_)
            | Request::Waiting
            | Request::Divergences
            | Request::File(_)
            | Request::Protections(_) => {
                self.reader.ask(request);
            }
            _ => self.writer.ask(request),
        }
    }

    /// The import in hand is no longer wanted; what it has taken in stays.
    pub fn stop(&self) {
        self.writer.stop();
    }

    /// Answers what is queued with either, then ends both.
    pub fn finish(self) {
        self.writer.finish();
        self.reader.finish();
    }
}

fn serve<F>(
    make: F,
    queue: &Receiver<Request>,
    replies: &UnboundedSender<Reply>,
    unwanted: &AtomicBool,
) where
    F: FnOnce() -> Box<dyn Service>,
{
    let mut service = catch_unwind(AssertUnwindSafe(make)).ok();
    let mut waiting = VecDeque::new();
    while let Some(request) = next(queue, &mut waiting) {
        let mut line = Wire { queue, waiting: &mut waiting, replies, unwanted };
        let reply = match service.as_deref_mut() {
            Some(service) => work(service, request, &mut line),
            None => panicked(),
        };
        // When the window has closed nobody listens; what was asked before is done all the same.
        let _ = replies.send(reply);
    }
}

fn work(service: &mut dyn Service, request: Request, line: &mut dyn Line) -> Reply {
    catch_unwind(AssertUnwindSafe(|| service.work(request, line))).unwrap_or_else(|_| panicked())
}

/// The line between a service at long work and the window.
struct Wire<'a> {
    queue: &'a Receiver<Request>,
    waiting: &'a mut VecDeque<Request>,
    replies: &'a UnboundedSender<Reply>,
    unwanted: &'a AtomicBool,
}

impl Line for Wire<'_> {
    fn tell(&mut self, reply: Reply) {
        let _ = self.replies.send(reply);
    }

    /// What takes long as well keeps its place in the queue.
    fn meanwhile(&mut self) -> Option<Request> {
        self.waiting.extend(self.queue.try_iter());
        let place = self.waiting.iter().position(|request| !request.is_long())?;
        self.waiting.remove(place)
    }

    fn is_wanted(&self) -> bool {
        !self.unwanted.load(Ordering::Relaxed)
    }
}

fn panicked() -> Reply {
    Reply::Failed { key: "panic".to_owned(), args: Vec::new() }
}

/// The next request; `None` when there will be none. Of overviews that wait in a row only the last
/// is of use: the window no longer shows what the earlier ones would answer.
fn next(queue: &Receiver<Request>, waiting: &mut VecDeque<Request>) -> Option<Request> {
    if waiting.is_empty() {
        waiting.push_back(queue.recv().ok()?);
    }
    waiting.extend(queue.try_iter());
    let mut request = waiting.pop_front()?;
    while is_overview(&request) && waiting.front().is_some_and(is_overview) {
        request = waiting.pop_front()?;
    }
    Some(request)
}

fn is_overview(request: &Request) -> bool {
    matches!(request, Request::Overview { .. })
}

/// A desk for tests.
#[cfg(test)]
pub(super) mod testing {
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{Line, Reply, Request, Service};

    /// Writes down what it is asked and refuses everything.
    #[derive(Clone, Default)]
    pub struct Recorder(Arc<Mutex<Vec<Request>>>);

    impl Recorder {
        /// What a worker is started with.
        pub fn make(self) -> impl FnOnce() -> Box<dyn Service> + Send + 'static {
            move || -> Box<dyn Service> { Box::new(self) }
        }

        /// What was asked so far.
        pub fn asked(&self) -> Vec<Request> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
        }
    }

    impl Service for Recorder {
        fn work(&mut self, request: Request, _: &mut dyn Line) -> Reply {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            Reply::Refused(Vec::new())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::testing::Recorder;
    use super::*;
    use crate::desk::view::Filter;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    fn overview(search: &str) -> Request {
        let filter = Filter { search: Some(search.to_owned()), ..Filter::default() };
        Request::Overview { filter, leads_from: 0, leads_count: 1 }
    }

    fn answers(mut replies: UnboundedReceiver<Reply>) -> Vec<Reply> {
        std::iter::from_fn(|| replies.try_recv().ok()).collect()
    }

    /// Waits at its first request until the test lets it go on.
    struct Held(Receiver<()>, Recorder);

    impl Service for Held {
        fn work(&mut self, request: Request, _: &mut dyn Line) -> Reply {
            let _ = self.0.recv();
            self.1.answer(request)
        }
    }

    #[test]
    fn of_overviews_in_a_row_only_the_last_is_answered_and_nothing_changes_its_place() {
        let (go, held) = channel();
        let recorder = Recorder::default();
        let service = Held(held, recorder.clone());
        let (sender, _replies) = unbounded_channel();
        let worker = Worker::spawn("test", move || Box::new(service), sender).unwrap();
        let lead = || Request::Lead("XS-EC-26-A-001".to_owned());
        worker.ask(lead());
        for search in ["江", "江苏", "江苏移动"] {
            worker.ask(overview(search));
        }
        worker.ask(lead());
        worker.ask(overview(""));
        drop(go);
        worker.finish();
        assert_eq!(recorder.asked(), [lead(), overview("江苏移动"), lead(), overview("")]);
    }

    struct Brittle;

    impl Service for Brittle {
        fn work(&mut self, request: Request, _: &mut dyn Line) -> Reply {
            match request {
                Request::Case(_) => panic!("made on purpose"),
                _ => Reply::Refused(Vec::new()),
            }
        }
    }

    #[test]
    fn after_a_panic_the_next_request_is_answered() {
        let (sender, replies) = unbounded_channel();
        let worker = Worker::spawn("test", || Box::new(Brittle), sender).unwrap();
        worker.ask(Request::Case("XT-EC-26-A-001".to_owned()));
        worker.ask(Request::Lead("XS-EC-26-A-001".to_owned()));
        worker.finish();
        let answers = answers(replies);
        assert!(matches!(&answers[0], Reply::Failed { key, .. } if key == "panic"));
        assert!(matches!(&answers[1], Reply::Refused(_)));
    }

    /// An import that looks up from its work until nobody wants it any more.
    struct Long(Recorder);

    impl Service for Long {
        fn work(&mut self, request: Request, line: &mut dyn Line) -> Reply {
            if request.is_long() {
                while line.is_wanted() {
                    if let Some(request) = line.meanwhile() {
                        let reply = self.0.answer(request);
                        line.tell(reply);
                    }
                    std::thread::yield_now();
                }
            }
            self.0.answer(request)
        }
    }

    #[test]
    fn a_long_import_lets_others_go_first_and_ends_when_it_is_not_wanted() {
        let recorder = Recorder::default();
        let service = Long(recorder.clone());
        let (sender, mut replies) = unbounded_channel();
        let worker = Worker::spawn("test", move || Box::new(service), sender).unwrap();
        let lead = || Request::Lead("XS-EC-26-A-001".to_owned());
        worker.ask(Request::Import("a.json".to_owned()));
        worker.ask(Request::Import("b.json".to_owned()));
        worker.ask(lead());
        assert!(replies.blocking_recv().is_some(), "answered while the import goes on");
        worker.finish();
        let long = |name: &str| Request::Import(name.to_owned());
        assert_eq!(recorder.asked(), [lead(), long("a.json"), long("b.json")]);
    }

    #[test]
    fn the_reader_answers_what_is_shown_and_the_writer_all_else() {
        let (writer, reader) = (Recorder::default(), Recorder::default());
        let (sender, replies) = unbounded_channel();
        let make_reader = reader.clone().make();
        let workers = Workers::spawn(writer.clone().make(), make_reader, sender).unwrap();
        workers.ask(overview(""));
        workers.ask(Request::Minutes("HY-EC-26-A-001".to_owned()));
        workers.ask(Request::Case("XT-EC-26-A-001".to_owned()));
        workers.finish();
        assert_eq!(writer.asked(), [Request::Minutes("HY-EC-26-A-001".to_owned())]);
        assert_eq!(reader.asked().len(), 2);
        assert_eq!(answers(replies).len(), 3);
    }
}
