//! Senders elsewhere: many at once, who try again until they get their 2xx.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use reqwest::blocking::Client;

use crate::{
    sent::{Sent, body},
    wait,
};

/// A sender's pause before it tries again, in milliseconds. A real one's is seconds to hours; what it tells the
/// receiver is the same.
const PAUSE: std::ops::Range<u64> = 10..60;

/// Senders of JSON to one address.
#[derive(Debug)]
pub struct Senders<'a> {
    client: Client,
    url: String,
    sent: &'a Sent,
}

impl<'a> Senders<'a> {
    /// Their connections stay open for the next request.
    pub fn to(url: &str, sent: &'a Sent) -> Self {
        Self {
            client: Client::builder()
                .no_proxy()
                .timeout(wait::LIMIT)
                .build()
                .expect("a client without TLS can be built"),
            url: url.to_owned(),
            sent,
        }
    }

    /// Sends these deliveries, so many at a time, each until it got a 2xx.
    #[track_caller]
    pub fn send(&self, numbers: std::ops::Range<usize>, at_a_time: usize) {
        let next = AtomicUsize::new(numbers.start);
        thread::scope(|scope| {
            for _ in 0..at_a_time {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= numbers.end {
                            return;
                        }
                        self.insist(number);
                    }
                });
            }
        });
    }

    /// Sends deliveries from this number on, so many at a time, while something goes on. Ends when each that was begun
    /// got its 2xx.
    pub fn send_while(&self, first: usize, at_a_time: usize, goes_on: impl FnOnce()) {
        let (next, over) = (AtomicUsize::new(first), AtomicBool::new(false));
        thread::scope(|scope| {
            for _ in 0..at_a_time {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        self.insist(next.fetch_add(1, Ordering::Relaxed));
                    }
                });
            }
            // Senders that go on for ever would keep a failure to themselves.
            let _over = OnDrop(|| over.store(true, Ordering::Relaxed));
            goes_on();
        });
    }

    /// Sends one until it got a 2xx.
    #[track_caller]
    pub fn insist(&self, number: usize) {
        self.sent.begin(number);
        let start = Instant::now();
        while let Err(why) = self.try_once(number) {
            assert!(start.elapsed() < wait::LIMIT, "delivery {number}: {why}");
            thread::sleep(Duration::from_millis(fastrand::u64(PAUSE)));
        }
        self.sent.answered(number, None);
    }

    /// Sends one once.
    ///
    /// # Errors
    /// Why it is to be tried again. Any other answer fails the test.
    fn try_once(&self, number: usize) -> Result<(), String> {
        let request = self
            .client
            .post(&self.url)
            .header("content-type", "application/json")
            .body(body(number));
        let answer = request.send().map_err(|error| format!("{error:?}"))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let said = answer.text().unwrap_or_default();
        assert!(
            matches!(status.as_u16(), 429 | 502 | 503),
            "delivery {number} got {status}: {said}"
        );
        Err(format!("{status}: {said}"))
    }
}

struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
