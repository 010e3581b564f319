//! What lies between an engine and its relay, and fails: cables, routers, a laptop's lid.
//!
//! A [`Chopper`] passes TCP connections on to a relay, until it is told to cut them, to let them stand still without
//! anybody seeing a break, to turn new ones away, or to be slow. What it does it does at once, or at a byte that the
//! test names: nothing here happens by chance.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    runtime::Runtime,
    sync::watch,
};

use crate::{Port, wait};

/// A line of TCP that can be cut. Dropping it cuts it for good.
#[derive(Debug)]
pub struct Chopper {
    port: Port,
    line: Arc<Line>,
    runtime: Option<Runtime>,
}

/// In which direction bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    ToRelay,
    ToEngine,
}

#[derive(Debug)]
struct Line {
    orders: watch::Sender<Orders>,
    /// How many bytes may still go before the line is cut, each way.
    left: [AtomicU64; 2],
    open: AtomicUsize,
}

#[derive(Debug, Clone, Copy)]
struct Orders {
    /// How often it was cut: a connection lives as long as this number.
    cuts: u64,
    lets_in: bool,
    stands_still: [bool; 2],
    /// How much later than they come bytes are passed on.
    delay: Duration,
}

const NO_LIMIT: u64 = u64::MAX;

impl Chopper {
    /// A line to somebody who listens there, or will.
    pub fn before(relay: SocketAddr) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let port = Port::reserve();
        let listener = runtime
            .block_on(TcpListener::bind(("127.0.0.1", port.number())))
            .expect("the port is ours");
        let line = Arc::new(Line {
            orders: watch::Sender::new(Orders {
                cuts: 0,
                lets_in: true,
                stands_still: [false; 2],
                delay: Duration::ZERO,
            }),
            left: [AtomicU64::new(NO_LIMIT), AtomicU64::new(NO_LIMIT)],
            open: AtomicUsize::new(0),
        });
        runtime.spawn(accept(listener, relay, Arc::clone(&line)));
        Self {
            port,
            line,
            runtime: Some(runtime),
        }
    }

    /// What a relay behind it is called.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port.number())
    }

    /// Both ends see every connection break.
    pub fn cut(&self) {
        self.line.cut();
    }

    /// Cuts it once so many bytes more have gone this way.
    pub fn cut_after(&self, way: Way, bytes: u64) {
        self.line.left[way as usize].store(bytes, Ordering::SeqCst);
    }

    /// Nothing more is taken in this direction, and nobody sees anything break.
    pub fn stand_still(&self, way: Way) {
        self.change(|orders| orders.stands_still[way as usize] = true);
    }

    /// New connections are closed as soon as they are made. Those that there are stay.
    pub fn refuse(&self) {
        self.change(|orders| orders.lets_in = false);
    }

    /// From now on bytes are passed on so much later.
    pub fn delay(&self, delay: Duration) {
        self.change(|orders| orders.delay = delay);
    }

    /// All is well again: what stood still goes on, and new connections are let in.
    pub fn mend(&self) {
        self.change(|orders| {
            orders.lets_in = true;
            orders.stands_still = [false; 2];
            orders.delay = Duration::ZERO;
        });
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.line.open.load(Ordering::SeqCst)
    }

    /// Waits until none is left.
    #[track_caller]
    pub fn wait_for_the_cut(&self) {
        wait::until("the line to be cut", || (self.connections() == 0).then_some(()));
    }

    fn change(&self, change: impl FnOnce(&mut Orders)) {
        self.line.orders.send_modify(change);
    }
}

impl Drop for Chopper {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Line {
    fn cut(&self) {
        for left in &self.left {
            left.store(NO_LIMIT, Ordering::SeqCst);
        }
        self.orders.send_modify(|orders| orders.cuts += 1);
    }

    /// How many of these bytes still go this way.
    fn allow(&self, way: Way, bytes: usize) -> usize {
        let left = &self.left[way as usize];
        let wanted = bytes as u64;
        let before = left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                (left != NO_LIMIT).then(|| left.saturating_sub(wanted))
            })
            .unwrap_or(NO_LIMIT);
        usize::try_from(before.min(wanted)).expect("no more than there are")
    }
}

async fn accept(listener: TcpListener, relay: SocketAddr, line: Arc<Line>) {
    loop {
        // An error is about the connection that was not made.
        let Ok((engine, _)) = listener.accept().await else {
            continue;
        };
        if line.orders.borrow().lets_in {
            tokio::spawn(connect(engine, relay, Arc::clone(&line)));
        }
    }
}

/// One connection, for as long as both ends keep it and nobody cuts it.
async fn connect(engine: TcpStream, relay: SocketAddr, line: Arc<Line>) {
    // Where nobody listens, whoever asks sees it close.
    let Ok(relay) = TcpStream::connect(relay).await else {
        return;
    };
    let _ = (engine.set_nodelay(true), relay.set_nodelay(true));
    line.open.fetch_add(1, Ordering::SeqCst);
    let mut orders = line.orders.subscribe();
    let cuts = orders.borrow_and_update().cuts;
    let (from_engine, to_engine) = engine.into_split();
    let (from_relay, to_relay) = relay.into_split();
    let (mut up, mut down) = (
        Carrier::new(from_engine, to_relay, Way::ToRelay, &line),
        Carrier::new(from_relay, to_engine, Way::ToEngine, &line),
    );
    let is_cut = tokio::select! {
        _ = up.carry() => false,
        _ = down.carry() => false,
        _ = orders.wait_for(|orders| orders.cuts != cuts) => true,
    };
    if is_cut {
        // Not a farewell, which says that all has arrived, but a break (RST).
        for half in [up.to, down.to] {
            let _ = half.as_ref().set_zero_linger();
            half.forget();
        }
    }
    line.open.fetch_sub(1, Ordering::SeqCst);
}

/// One direction of a connection.
struct Carrier<'a> {
    from: OwnedReadHalf,
    to: OwnedWriteHalf,
    way: Way,
    line: &'a Line,
    orders: watch::Receiver<Orders>,
}

impl<'a> Carrier<'a> {
    fn new(from: OwnedReadHalf, to: OwnedWriteHalf, way: Way, line: &'a Line) -> Self {
        Self {
            from,
            to,
            way,
            line,
            orders: line.orders.subscribe(),
        }
    }

    /// Passes bytes on until there are no more.
    async fn carry(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; 16 << 10];
        loop {
            self.wait_until_it_goes_on().await;
            let read = self.from.read(&mut bytes).await?;
            if read == 0 {
                return self.to.shutdown().await;
            }
            // What was read meanwhile stands still too.
            self.wait_until_it_goes_on().await;
            let delay = self.orders.borrow().delay;
            tokio::time::sleep(delay).await;
            let allowed = self.line.allow(self.way, read);
            self.to.write_all(&bytes[..allowed]).await?;
            if allowed < read {
                self.line.cut();
                // It is ended by that.
                std::future::pending::<()>().await;
            }
        }
    }

    async fn wait_until_it_goes_on(&mut self) {
        let way = self.way as usize;
        // It fails when the line is no more, and then this is too.
        let _ = self.orders.wait_for(|orders| !orders.stands_still[way]).await;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    /// Both ends of a connection through a line.
    fn ends() -> (Chopper, std::net::TcpStream, std::net::TcpStream) {
        let relay = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let line = Chopper::before(relay.local_addr().expect("it listens"));
        let engine = std::net::TcpStream::connect(("127.0.0.1", line.port.number())).expect("it accepts");
        let (relay, _) = relay.accept().expect("it connects");
        (line, engine, relay)
    }

    #[test]
    fn it_passes_on_what_comes_and_cuts_at_the_byte_that_was_named() {
        let (line, mut engine, mut relay) = ends();
        engine.write_all(b"hello").expect("it is taken");
        let mut heard = [0; 5];
        relay.read_exact(&mut heard).expect("it arrives");
        assert_eq!(&heard, b"hello");

        line.cut_after(Way::ToEngine, 3);
        relay.write_all(b"goodbye").expect("it is taken");
        let mut heard = Vec::new();
        let end = engine.read_to_end(&mut heard);
        assert_eq!(heard, b"goo");
        assert!(end.is_err(), "a break, not a farewell");
        line.wait_for_the_cut();
    }

    #[test]
    fn what_stands_still_is_not_lost_once_it_goes_on() {
        let (line, mut engine, mut relay) = ends();
        line.stand_still(Way::ToRelay);
        engine.write_all(b"up").expect("it is taken");
        relay.write_all(b"down").expect("it is taken");
        let mut down = [0; 4];
        engine.read_exact(&mut down).expect("this way it goes");
        relay.set_nonblocking(true).expect("it can be set");
        let nothing = relay.read(&mut [0; 2]).expect_err("nothing came");
        assert_eq!(nothing.kind(), io::ErrorKind::WouldBlock);
        relay.set_nonblocking(false).expect("it can be set");
        line.mend();
        let mut up = [0; 2];
        relay.read_exact(&mut up).expect("it goes on");
        assert_eq!(&up, b"up");
    }
}
