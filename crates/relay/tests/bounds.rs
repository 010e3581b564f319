//! Who may attach, and how much of what is taken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use common::{Desk, Relay, client, folder, in_time, program};
use recado_tunnel::attach::{AttachError, Reason};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The arguments of a relay that is open and has these bounds too.
async fn bounded(folder: &std::path::Path, bounds: &[&str]) -> Relay {
    let args = [&["--listen", "127.0.0.1:0", "--open"], bounds].concat();
    Relay::start(folder, &args).await
}

#[tokio::test]
async fn an_engine_needs_an_invitation_once_and_each_lets_in_one() {
    let folder = folder();
    let relay = Relay::start(folder.path(), &["--listen", "127.0.0.1:0"]).await;
    let (desk, other) = (Desk::new(), Desk::new());
    let refused = |tried: Result<common::Link, AttachError>| match tried {
        Err(AttachError::Refused(refusal)) => refusal.reason,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken in"),
    };
    assert_eq!(
        refused(desk.try_attach(&relay, None).await),
        Reason::InvitationNeeded
    );
    let wrong = Some("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(
        refused(desk.try_attach(&relay, wrong).await),
        Reason::InvitationInvalid
    );
    // Made by another process, while the relay runs.
    let made = program(folder.path())
        .args([
            "--public-url",
            "https://hooks.example.com",
            "invite",
            "--note",
            "Ana",
        ])
        .output();
    let made = made.await.unwrap();
    assert!(made.status.success(), "{made:?}");
    let link = String::from_utf8(made.stdout).unwrap();
    let (code, rest) = link
        .trim()
        .strip_prefix("recado://relay/")
        .and_then(|rest| rest.split_once('?'))
        .unwrap();
    assert!(rest.starts_with("at=hooks.example.com&key="), "{rest}");
    let attached = desk.try_attach(&relay, Some(code)).await.unwrap();
    attached.leave(&relay).await;
    assert_eq!(
        refused(other.try_attach(&relay, Some(code)).await),
        Reason::InvitationInvalid
    );
    desk.try_attach(&relay, None).await.unwrap();
}

#[tokio::test]
async fn over_the_quota_a_sender_is_told_to_come_again() {
    let folder = folder();
    let relay = bounded(folder.path(), &["--quota-entries", "3"]).await;
    let desk = Desk::new();
    let keys = [desk.key("abc", 30_000)];
    desk.attach(&relay, &keys).await.leave(&relay).await;
    for _ in 0..3 {
        assert_eq!(relay.send(&desk, "abc", "x").await.0, 202);
    }
    let over = client().post(relay.url(&desk, "abc")).body("x");
    let over = in_time(over.send()).await.unwrap();
    assert_eq!(over.status(), 503);
    assert_eq!(over.headers()["retry-after"], "300");
    // Once there is room again, it is kept.
    let link = desk.attach(&relay, &keys).await;
    desk.until(3).await;
    link.leave(&relay).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 202);
}

#[tokio::test]
async fn over_the_rate_a_sender_is_told_when_to_come_again() {
    let folder = folder();
    let relay = bounded(folder.path(), &["--per-address", "1"]).await;
    let (desk, other) = (Desk::new(), Desk::new());
    let _links = [
        desk.attach(&relay, &[desk.key("abc", 30_000)]).await,
        other.attach(&relay, &[other.key("abc", 30_000)]).await,
    ];
    let mut statuses = Vec::new();
    for _ in 0..40 {
        statuses.push(relay.send(&desk, "abc", "x").await.0);
    }
    assert_eq!(statuses[..10], [200; 10]);
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(relay.send(&other, "abc", "x").await.0, 200);
}

#[tokio::test]
async fn those_who_announce_much_and_stop_sending_keep_no_large_body_out() {
    const LONGEST: usize = 4 << 20;
    for (many, sent) in [(400, 17 << 10), (20, LONGEST - 1)] {
        let folder = folder();
        let relay = bounded(folder.path(), &["--per-remote", "0", "--per-address", "0"]).await;
        let desk = Desk::new();
        let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: x\r\ncontent-length: {LONGEST}\r\n\r\n",
            relay.url(&desk, "abc").strip_prefix(&relay.at).unwrap()
        );
        let address = relay.at.strip_prefix("http://").unwrap();
        let mut stalled = Vec::new();
        for _ in 0..many {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            stalled.push(stream);
        }
        // The relay reads of each as much as it gives it room for.
        let mut writing = tokio::task::JoinSet::new();
        for mut stream in stalled {
            writing.spawn(async move {
                let _ = stream.write_all(&vec![b'x'; sent]).await;
                stream
            });
        }
        let whole = "x".repeat(LONGEST);
        for _ in 0..4 {
            assert_eq!(
                relay.send(&desk, "abc", &whole).await.0,
                200,
                "beside {many} that sent {sent}"
            );
        }
        link.leave(&relay).await;
        assert_eq!(
            relay.send(&desk, "abc", &whole).await.0,
            202,
            "beside {many} that sent {sent}"
        );
        writing.shutdown().await;
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_and_one_of_the_limit_is_taken() {
    let folder = folder();
    let relay = bounded(folder.path(), &["--longest-body", "1"]).await;
    let desk = Desk::new();
    let keys = [desk.key("abc", 30_000)];
    let link = desk.attach(&relay, &keys).await;
    let (whole, more) = ("x".repeat(1 << 20), "x".repeat((1 << 20) + 1));
    assert_eq!(relay.send(&desk, "abc", &whole).await.0, 200);
    assert_eq!(relay.send(&desk, "abc", &more).await.0, 413);
    link.leave(&relay).await;
    assert_eq!(relay.send(&desk, "abc", &whole).await.0, 202);
    assert_eq!(relay.send(&desk, "abc", &more).await.0, 413);
    let _link = desk.attach(&relay, &keys).await;
    let applied = desk.until(2).await;
    assert_eq!(applied[1].text.len(), 1 << 20);
}

#[tokio::test]
async fn who_never_ends_its_headers_is_cut_off() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let at = relay.at.strip_prefix("http://").unwrap();
    let mut slow = TcpStream::connect(at).await.unwrap();
    slow.write_all(b"POST /x HTTP/1.1\r\nhost: x\r\nx-a: ")
        .await
        .unwrap();
    let mut rest = Vec::new();
    // It ends; the content is the library's.
    let _ = in_time(slow.read_to_end(&mut rest)).await;
    let silent = TcpStream::connect(at).await.unwrap();
    in_time(silent.readable()).await.unwrap();
    assert_eq!(silent.try_read(&mut [0; 8]).unwrap(), 0);
}

/// A machine that allows few open files makes the bound on connections small enough for a test.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn senders_that_never_end_their_bodies_do_not_hold_the_relay() {
    let folder = folder();
    let usual = program(folder.path());
    let mut few_files = tokio::process::Command::new("prlimit");
    few_files
        .arg("--nofile=400:400")
        .arg(usual.as_std().get_program());
    few_files.args(usual.as_std().get_args());
    few_files.args(["--listen", "127.0.0.1:0", "--open", "--most-attached", "100"]);
    few_files.args(["--per-remote", "0", "--per-address", "0"]);
    let relay = Relay::spawn(few_files).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let path = format!("/{}/in/abc", desk.identity.address());
    let mut slow = Vec::new();
    for n in 0..600 {
        let mut stream = TcpStream::connect(relay.at.strip_prefix("http://").unwrap())
            .await
            .unwrap();
        let begun = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nabc");
        stream.write_all(begun.as_bytes()).await.unwrap();
        slow.push(stream);
        if n % 20 == 0 {
            assert_eq!(relay.send(&desk, "abc", "x").await.0, 200, "after {n}");
        }
    }
    let open: usize = relay.figure("connections").await.parse().unwrap();
    assert!(open <= 172, "{open}");
}

#[tokio::test]
async fn a_proof_that_was_recorded_attaches_nobody() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let proof = desk.proof(&relay).await;
    let mut link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let answer = common::replay(&relay, &proof).await;
    // A refusal, because the proof is wrong.
    assert_eq!(answer[..2], [1, 1]);
    assert_eq!(relay.figure("engines").await, "1");
    // The genuine one is still there.
    link.hold(2, &[desk.key("abc", 30_000)]).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 200);
}

#[tokio::test]
async fn two_relays_do_not_run_on_one_folder() {
    let folder = folder();
    let _relay = Relay::open(folder.path()).await;
    let second = program(folder.path()).args(["--listen", "127.0.0.1:0"]).output();
    let second = in_time(second).await.unwrap();
    assert!(!second.status.success());
    let told = String::from_utf8(second.stderr).unwrap();
    assert!(told.contains("another relay is running"), "{told}");
}

#[tokio::test]
async fn health_is_for_everybody() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let health = client()
        .get(format!("{}/healthz", relay.at))
        .send()
        .await
        .unwrap();
    assert_eq!(health.status(), 200);
    assert_eq!(health.text().await.unwrap(), "ok\n");
    let post = client()
        .post(format!("{}/healthz", relay.at))
        .send()
        .await
        .unwrap();
    assert_eq!(post.status(), 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_to_addresses_and_keys_that_nobody_has_leave_nothing_behind() {
    let folder = folder();
    let relay = bounded(folder.path(), &["--per-remote", "0", "--per-address", "0"]).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let size = || -> u64 {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    };
    let before = size();
    for n in 0..500 {
        let stranger = Desk::new();
        assert_eq!(relay.send(&stranger, "abc", "x").await.0, 404);
        assert_eq!(relay.send(&desk, &format!("k{n}"), "x").await.0, 404);
    }
    assert_eq!(size(), before);
    assert_eq!(relay.figure("addresses").await, "1");
    assert_eq!(
        relay.figure("requests_total{outcome=\"not_found\"}").await,
        "1000"
    );
}
