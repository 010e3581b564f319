//! The load of the test `slow_senders`: connections that are slow in every way there is.
//!
//! `slow-senders ADDRESS PATH COUNT` opens the connections, says `all connected`, keeps them slow until its standard
//! input ends, and says `ended` with what became of them. One that the program cuts is opened anew.

use std::{
    env,
    io::Read as _,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Semaphore,
    task::JoinSet,
    time,
};

/// How long a slow sender thinks before its next byte.
const BETWEEN_BYTES: Duration = Duration::from_millis(500);

/// How many connections are being opened at a time; more would only overflow the accept queue of any program.
const OPENING: usize = 64;

/// How long one that was cut or turned away waits before it comes again.
const BEFORE_AGAIN: Duration = Duration::from_millis(500);

fn main() {
    let mut arguments = env::args().skip(1);
    let mut argument = || arguments.next().expect("slow-senders ADDRESS PATH COUNT");
    let address: SocketAddr = argument().parse().expect("an address");
    let path: Arc<str> = argument().into();
    let count: u64 = argument().parse().expect("a count");

    let files = rlimit::increase_nofile_limit(count + 100).expect("the limit of open files can be raised");
    assert!(
        files >= count + 100,
        "this machine allows {files} open files, and {count} connections are wanted"
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(load(address, path, count));
}

#[derive(Default)]
struct Counts {
    connected: AtomicU64,
    cut: AtomicU64,
    turned_away: AtomicU64,
}

async fn load(address: SocketAddr, path: Arc<str>, count: u64) {
    let counts = Arc::new(Counts::default());
    let opening = Arc::new(Semaphore::new(OPENING));
    let mut senders = JoinSet::new();
    for number in 0..count {
        let (counts, opening, path) = (Arc::clone(&counts), Arc::clone(&opening), Arc::clone(&path));
        senders.spawn(async move {
            loop {
                let permit = opening.acquire().await.expect("never closed");
                let connected = TcpStream::connect(address).await;
                drop(permit);
                match connected {
                    Ok(stream) => {
                        counts.connected.fetch_add(1, Ordering::Relaxed);
                        // However it ends, the program ended it.
                        let _ = be_slow(stream, number, &path).await;
                        counts.cut.fetch_add(1, Ordering::Relaxed);
                    }
                    Err(_) => {
                        counts.turned_away.fetch_add(1, Ordering::Relaxed);
                    }
                }
                time::sleep(BEFORE_AGAIN).await;
            }
        });
    }
    while counts.connected.load(Ordering::Relaxed) < count {
        time::sleep(Duration::from_millis(10)).await;
    }
    println!("all connected");

    let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    ended
        .await
        .expect("reading does not panic")
        .expect("the standard input can be read");
    senders.shutdown().await;
    let said = |count: &AtomicU64| count.load(Ordering::Relaxed);
    println!(
        "ended: {} connections made, {} cut, {} turned away",
        said(&counts.connected),
        said(&counts.cut),
        said(&counts.turned_away)
    );
}

/// One connection, slow in one of five ways, until the program ends it.
async fn be_slow(mut stream: TcpStream, number: u64, path: &str) -> std::io::Result<()> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n"
    );
    match number % 5 {
        // Says nothing at all.
        0 => until_cut(&mut stream).await,
        // Half a head, then nothing.
        1 => {
            stream.write_all(b"POST /in/half HTTP/1.1\r\nHost: ").await?;
            until_cut(&mut stream).await
        }
        // A head without end, a byte at a time.
        2 => {
            stream
                .write_all(format!("POST {path} HTTP/1.1\r\nX-Slow: ").as_bytes())
                .await?;
            drip(&mut stream).await
        }
        // A body that is announced and never comes.
        3 => {
            stream.write_all(head.as_bytes()).await?;
            until_cut(&mut stream).await
        }
        // A body a byte at a time, after a good piece that the program has to keep.
        _ => {
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&[b' '; 16 * 1024]).await?;
            drip(&mut stream).await
        }
    }
}

async fn drip(stream: &mut TcpStream) -> std::io::Result<()> {
    loop {
        // An answer ends it too: it means that the program has had enough.
        match time::timeout(BETWEEN_BYTES, stream.read_u8()).await {
            Ok(answered) => return answered.map(|_| ()),
            Err(_) => stream.write_all(b"x").await?,
        }
    }
}

async fn until_cut(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.read_u8().await.map(|_| ())
}
