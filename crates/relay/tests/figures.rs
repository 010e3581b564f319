//! What many strangers and many engines cost a relay: its memory and its folder, printed and bounded.
//!
//! These take a while, so they run when asked for: `cargo test -p recado-relay --test figures -- --ignored --nocapture`.
//! `RECADO_RELAY_PROGRAM` names another build of the program.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::path::Path;
use std::time::Duration;

use common::{Desk, Relay, folder, in_time};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A line of `/proc/PID/status`, in KiB.
fn kib(relay: &Relay, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", relay.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let number = line.trim_start_matches(':').split_whitespace().next().unwrap();
    number.parse().unwrap()
}

fn size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// One of so many that no two are alike.
fn letters(n: u64, length: usize) -> String {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635;
    let alphabet = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..length)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            char::from(alphabet[(x % 32) as usize])
        })
        .collect()
}

/// Sends a request on a connection and gives the status.
async fn ask(stream: &mut TcpStream, path: &str, remote: &str) -> u16 {
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {remote}\r\ncontent-length: 2\r\n\r\nhi"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    loop {
        let mut piece = [0; 2048];
        let read = in_time(stream.read(&mut piece)).await.unwrap();
        assert_ne!(read, 0, "closed after {answer:?}");
        answer.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap()
            .parse()
            .unwrap();
        if body.len() >= length {
            return head.split(' ').nth(1).unwrap().parse().unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a while"]
async fn a_hundred_thousand_requests_to_random_addresses_and_keys_cost_bounded_memory_and_no_disk() {
    const CONNECTIONS: u64 = 32;
    const EACH: u64 = 100_000 / CONNECTIONS;
    let folder = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--open",
        "--behind-proxy",
        "--public-url",
        "https://hooks.example.com",
        "--per-address",
        "0",
    ];
    let relay = Relay::start(folder.path(), &args).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let before = (kib(&relay, "VmRSS"), size(folder.path()));
    let began = std::time::Instant::now();
    let mut sending = tokio::task::JoinSet::new();
    for connection in 0..CONNECTIONS {
        let at = relay.at.strip_prefix("http://").unwrap().to_owned();
        let known = desk.identity.address().to_string();
        sending.spawn(async move {
            let mut stream = TcpStream::connect(at).await.unwrap();
            for n in 0..EACH {
                let n = connection * EACH + n;
                // Addresses that are well-formed and nobody's; keys that a known address does not have; and noise.
                let path = match n % 3 {
                    0 => format!("/{}/in/{}", Desk::new().identity.address(), letters(n, 26)),
                    1 => format!("/{known}/in/{}", letters(n, 26)),
                    _ => format!("/{}/in/{}", letters(n, 32), letters(n, 26)),
                };
                // Each from elsewhere, so that the lists of rates fill.
                let remote = format!(
                    "{}.{}.{}.{}",
                    11 + n / 16_777_216,
                    n / 65_536 % 256,
                    n / 256 % 256,
                    n % 256
                );
                assert_eq!(ask(&mut stream, &path, &remote).await, 404, "{path}");
            }
        });
    }
    while let Some(sent) = sending.join_next().await {
        sent.unwrap();
    }
    let after = (kib(&relay, "VmRSS"), size(folder.path()));
    println!(
        "100,000 requests in {:.1} s; memory {} KiB before, {} KiB after, {} KiB at the most; folder {} bytes before, {} after",
        began.elapsed().as_secs_f32(),
        before.0,
        after.0,
        kib(&relay, "VmHWM"),
        before.1,
        after.1
    );
    assert_eq!(before.1, after.1, "the folder grew");
    assert!(after.0 < before.0 + 64 * 1024, "the memory grew");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a while"]
async fn attached_engines_that_say_nothing_cost_little_memory() {
    const ENGINES: usize = 1_000;
    rlimit::increase_nofile_limit(4 * ENGINES as u64).unwrap();
    let folder = folder();
    let args = ["--listen", "127.0.0.1:0", "--open", "--per-remote", "0"];
    let relay = Relay::start(folder.path(), &args).await;
    // It serves, so that all that is made once is there.
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 200);
    let before = kib(&relay, "VmRSS");
    let mut links = Vec::new();
    for _ in 0..ENGINES {
        let desk = Desk::new();
        links.push(desk.attach(&relay, &[desk.key("abc", 30_000)]).await);
    }
    // Long enough for a ping each.
    tokio::time::sleep(Duration::from_secs(20)).await;
    let with = kib(&relay, "VmRSS");
    let engines = relay.figure("engines").await;
    drop(links);
    in_time(async {
        while relay.figure("engines").await != "1" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    println!(
        "memory {before} KiB with one engine, {with} KiB with {engines}: {:.1} KiB each; {} KiB after they left",
        (with - before) as f64 / ENGINES as f64,
        kib(&relay, "VmRSS")
    );
    assert!(with < before + 128 * ENGINES as u64, "more than 128 KiB each");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a while"]
async fn many_large_bodies_at_once_are_all_kept_in_no_more_memory_than_there_is_room_for() {
    const SENDERS: usize = 200;
    /// So many fit into the room together: however slow the machine, these need no second try.
    const FIND_ROOM: usize = 15;
    let folder = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--open",
        "--per-remote",
        "0",
        "--per-address",
        "0",
        "--quota-size",
        "2048",
    ];
    let relay = Relay::start(folder.path(), &args).await;
    let desk = Desk::new();
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    link.leave(&relay).await;
    let before = kib(&relay, "VmRSS");
    let body = bytes::Bytes::from(vec![b'x'; 4 << 20]);
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..SENDERS {
        let (url, body) = (relay.url(&desk, "abc"), body.clone());
        sending.spawn(async move {
            let mut times = 1;
            loop {
                // Who is still writing when it is turned away may see a broken connection instead.
                let answer = common::client().post(&url).body(body.clone()).send().await;
                let wait = match answer {
                    Ok(answer) if answer.status() == 202 => return times,
                    Ok(answer) => {
                        assert_eq!(answer.status(), 503);
                        answer.headers()["retry-after"].to_str().unwrap().parse().unwrap()
                    }
                    Err(_) => 5,
                };
                // As it was told.
                tokio::time::sleep(Duration::from_secs(wait)).await;
                times += 1;
            }
        });
    }
    let mut tries = Vec::new();
    while let Some(sent) = sending.join_next().await {
        tries.push(sent.unwrap());
    }
    let (at_once, most_tries) = (
        tries.iter().filter(|&&tries| tries == 1).count(),
        tries.iter().max().unwrap(),
    );
    let most = kib(&relay, "VmHWM");
    println!(
        "{SENDERS} bodies of 4 MiB at once: all kept, {at_once} at the first try, the last at try {most_tries}; memory \
         {before} KiB before, {most} KiB at the most"
    );
    assert_eq!(relay.figure("waiting_entries").await, SENDERS.to_string());
    assert!(at_once >= FIND_ROOM, "{at_once} were kept at the first try");
    assert!(most < before + 512 * 1024, "{most} KiB");
}
