//! What comes while an engine is away, late, full or cut off: kept, and brought later, each once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use common::{Desk, Relay, client, folder, in_time};
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::seal::OpenError;
use tokio_util::sync::CancellationToken;

/// An engine that has attached once, and is away.
async fn away(relay: &Relay) -> Arc<Desk> {
    let desk = Desk::new();
    let link = desk.attach(relay, &[desk.key("abc", 30_000)]).await;
    link.leave(relay).await;
    desk
}

#[tokio::test]
async fn what_comes_while_the_engine_is_away_is_brought_in_order_when_it_is_back() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = away(&relay).await;
    let mut ids = Vec::new();
    for n in 0..20 {
        let (status, id, answer) = relay.send(&desk, "abc", &format!("message {n}")).await;
        assert_eq!((status, answer.as_str()), (202, "kept"));
        ids.push(id.unwrap());
    }
    assert_eq!(relay.figure("waiting_entries").await, "20");
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    assert_eq!(link.welcome.waiting.entries, 20);
    let applied = desk.until(20).await;
    let brought: Vec<DeliveryId> = applied.iter().map(|one| one.id).collect();
    assert_eq!(brought, ids);
    assert!(applied.iter().all(|one| !one.live));
    assert_eq!(applied[3].text, "message 3");
    assert_eq!(applied[3].delivered.url.to_string(), relay.url(&desk, "abc"));
    until_waiting(&relay, "0").await;
}

#[tokio::test]
async fn what_the_engine_does_not_answer_in_time_is_kept_under_the_same_id() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 100)]).await;
    let (status, id, answer) = relay.send(&desk, "abc", "hang").await;
    assert_eq!((status, answer.as_str()), (202, "kept"));
    // The sealed copy comes at once, since the engine is attached.
    until_waiting(&relay, "0").await;
    let applied = desk.applied();
    assert_eq!(applied.len(), 1);
    assert_eq!(Some(applied[0].id), id);
    assert_eq!(*desk.offered.lock().unwrap(), [id.unwrap()]);
    assert_eq!(relay.figure("late_total").await, "1");
}

#[tokio::test]
async fn a_request_under_which_the_link_is_cut_is_kept() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let asking = client().post(relay.url(&desk, "abc")).body("hang");
    let asking = tokio::spawn(async move { asking.send().await.unwrap().status() });
    let applied = desk.until(1).await;
    link.cut(&relay).await;
    assert_eq!(in_time(asking).await.unwrap(), 202);
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    until_waiting(&relay, "0").await;
    assert_eq!(*desk.offered.lock().unwrap(), [applied[0].id]);
    assert_eq!(desk.applied().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_killed_has_everything_that_it_said_it_kept() {
    let folder = folder();
    let mut relay = Relay::open(folder.path()).await;
    let desk = away(&relay).await;
    let mut kept = HashSet::new();
    for round in 0..3 {
        let mut sending = tokio::task::JoinSet::new();
        for n in 0..200 {
            let request = client()
                .post(relay.url(&desk, "abc"))
                .body(format!("{round} {n}"));
            sending.spawn(async move {
                let answer = request.send().await.ok()?;
                assert_eq!(answer.status(), 202);
                let id = answer.headers()["recado-delivery"].to_str().unwrap();
                Some(id.parse::<DeliveryId>().unwrap())
            });
        }
        // In the middle of it: after so many answers, whatever is under way.
        for _ in 0..50 * (round + 1) {
            kept.extend(in_time(sending.join_next()).await.unwrap().unwrap());
        }
        relay.kill().await;
        while let Some(sent) = in_time(sending.join_next()).await {
            kept.extend(sent.unwrap());
        }
        relay = Relay::open(folder.path()).await;
    }
    assert!(kept.len() >= 300, "{}", kept.len());
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    until_waiting(&relay, "0").await;
    let applied: HashSet<DeliveryId> = desk.applied().iter().map(|one| one.id).collect();
    assert!(kept.is_subset(&applied));
    assert!(desk.not_opened.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_engine_that_is_cut_off_in_a_drain_is_offered_everything_again() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = away(&relay).await;
    for n in 0..5 {
        assert_eq!(relay.send(&desk, "abc", &n.to_string()).await.0, 202);
    }
    desk.stuck.store(true, Ordering::Relaxed);
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    in_time(desk.batch_came.notified()).await;
    link.cut(&relay).await;
    assert_eq!(relay.figure("waiting_entries").await, "5");
    desk.stuck.store(false, Ordering::Relaxed);
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    desk.until(5).await;
    assert_eq!(desk.texts(), ["0", "1", "2", "3", "4"]);
}

#[tokio::test]
async fn live_traffic_overtakes_a_drain_that_does_not_end() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = away(&relay).await;
    assert_eq!(relay.send(&desk, "abc", "waits").await.0, 202);
    desk.stuck.store(true, Ordering::Relaxed);
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    in_time(desk.batch_came.notified()).await;
    assert_eq!(relay.send(&desk, "abc", "live").await.0, 200);
    assert_eq!(desk.texts(), ["live"]);
}

#[tokio::test]
async fn what_the_engine_cannot_store_stays_and_does_not_hold_up_the_rest() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = away(&relay).await;
    desk.full.store(true, Ordering::Relaxed);
    for text in ["one", "unstorable", "two"] {
        assert_eq!(relay.send(&desk, "abc", text).await.0, 202);
    }
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    desk.until(2).await;
    until_waiting(&relay, "1").await;
    assert_eq!(desk.texts(), ["one", "two"]);
    // Live, a 503 is kept too: many senders would not try again.
    assert_eq!(relay.send(&desk, "abc", "unstorable too").await.0, 202);
    desk.full.store(false, Ordering::Relaxed);
    desk.until(4).await;
    until_waiting(&relay, "0").await;
}

#[tokio::test]
async fn what_waits_cannot_be_read_in_the_data_folder_and_nothing_of_it_in_the_log() {
    let (folder, logs) = (common::folder(), common::folder());
    let log = std::fs::File::create(logs.path().join("log")).unwrap();
    let args = ["--listen", "127.0.0.1:0", "--open", "--log", "json"];
    let relay = Relay::start_logged(folder.path(), &args, log).await;
    let desk = away(&relay).await;
    let secret = "Maria da Silva, +55 11 98765-4321";
    let key = "k7f3q2zr5mxw4n6t8v3y2c5d7e".replace('8', "b");
    let link = desk.attach(&relay, &[desk.key(&key, 30_000)]).await;
    link.leave(&relay).await;
    let hidden = [secret, "hush-hush", "9f86d081884c7d65", &key, "whatsapp", "/in/"];
    let send = async || {
        let request = client()
            .post(relay.url(&desk, &format!("{key}-whatsapp/below?token=hush-hush")))
            .header("x-signature", "9f86d081884c7d65")
            .body(secret);
        in_time(request.send()).await.unwrap().status().as_u16()
    };
    assert_eq!(send().await, 202);
    assert_eq!(relay.figure("waiting_entries").await, "1");
    for file in ["relay.db", "relay.db-wal", "relay.db-shm"] {
        assert!(folder.path().join(file).exists(), "{file}");
    }
    nothing_of(&hidden, folder.path());
    let link = desk.attach(&relay, &[desk.key(&key, 30_000)]).await;
    assert_eq!(send().await, 200);
    desk.until(2).await;
    link.leave(&relay).await;
    assert!(relay.terminate().await.success());
    nothing_of(&hidden, folder.path());
    nothing_of(&hidden, logs.path());
}

#[tokio::test]
async fn what_was_changed_on_the_relay_s_disk_is_refused_and_holds_up_nothing() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let (desk, other) = (away(&relay).await, away(&relay).await);
    for text in ["one", "altered", "another's", "two"] {
        let to = if text == "another's" { &other } else { &desk };
        assert_eq!(relay.send(to, "abc", text).await.0, 202);
    }
    relay.kill().await;
    let database = rusqlite::Connection::open(folder.path().join("relay.db")).unwrap();
    let address = desk.identity.address();
    // Somebody gives another's entry to this engine, makes one up, and changes one.
    let changed = database
        .execute(
            "UPDATE queue SET address = ?1 WHERE address != ?1",
            [address.as_bytes()],
        )
        .unwrap();
    assert_eq!(changed, 1);
    database
        .execute(
            "INSERT INTO queue (address, id, received_at_ms, sealed) VALUES (?1, zeroblob(16), 4000000000000, ?2)",
            rusqlite::params![address.as_bytes(), [1u8; 300]],
        )
        .unwrap();
    let mut sealed: Vec<u8> = database
        .query_row("SELECT sealed FROM queue WHERE sequence = 2", [], |row| {
            row.get(0)
        })
        .unwrap();
    // The time of receipt.
    sealed[20] ^= 1;
    database
        .execute("UPDATE queue SET sealed = ?1 WHERE sequence = 2", [&sealed])
        .unwrap();
    drop(database);
    let relay = Relay::open(folder.path()).await;
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    desk.until(2).await;
    until_waiting(&relay, "0").await;
    assert_eq!(desk.texts(), ["one", "two"]);
    assert_eq!(*desk.not_opened.lock().unwrap(), [OpenError::Signature; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_that_wait_are_brought_once_however_often_the_relay_is_killed() {
    const ALL: usize = 10_000;
    let folder = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--open",
        "--per-remote",
        "0",
        "--per-address",
        "0",
    ];
    let relay = Relay::start(folder.path(), &args).await;
    let desk = away(&relay).await;
    let url = relay.url(&desk, "abc");
    let mut senders = tokio::task::JoinSet::new();
    for sender in 0..64 {
        // With keep-alive: the subject is what waits.
        let (client, url) = (
            reqwest::Client::builder().no_proxy().build().unwrap(),
            url.clone(),
        );
        senders.spawn(async move {
            for n in (sender..ALL).step_by(64) {
                let sent = client.post(&url).body(n.to_string()).send().await.unwrap();
                assert_eq!(sent.status(), 202);
            }
        });
    }
    while let Some(sent) = senders.join_next().await {
        sent.unwrap();
    }
    relay.kill().await;
    // It is killed again while it brings them.
    let relay = Relay::start(folder.path(), &args).await;
    assert_eq!(relay.figure("waiting_entries").await, ALL.to_string());
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    desk.until(1_000).await;
    relay.kill().await;
    drop(link);
    let relay = Relay::start(folder.path(), &args).await;
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    desk.until(ALL).await;
    until_waiting(&relay, "0").await;
    let texts = desk.texts();
    assert_eq!(texts.len(), ALL);
    assert_eq!(texts.iter().collect::<HashSet<_>>().len(), ALL);
    let offered = desk.offered.lock().unwrap().len();
    println!("{ALL} applied, {offered} offered");
    // What was settled before it was killed is not offered again, but for the batches that were under way.
    assert!(offered < ALL + ALL / 2, "{offered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_asked_to_end_while_much_is_under_way_loses_nothing() {
    let folder = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--open",
        "--per-remote",
        "0",
        "--per-address",
        "0",
    ];
    let (desk, mut taken) = (Desk::new(), HashSet::new());
    for round in 0..4 {
        let relay = Relay::start(folder.path(), &args).await;
        let link = desk.attach(&relay, &[desk.key("abc", 400)]).await;
        let mut sending = tokio::task::JoinSet::new();
        for n in 0..120 {
            // Some are answered live, some late, and so are kept.
            let text = format!("{}{round} {n}", if n % 4 == 0 { "hang " } else { "" });
            let request = client().post(relay.url(&desk, "abc")).body(text.clone());
            sending.spawn(async move {
                let answer = request.send().await.ok()?;
                answer.status().is_success().then_some(text)
            });
        }
        for _ in 0..20 * (round + 1) {
            taken.extend(in_time(sending.join_next()).await.unwrap().unwrap());
        }
        assert!(relay.terminate().await.success());
        while let Some(sent) = in_time(sending.join_next()).await {
            taken.extend(sent.unwrap());
        }
        drop(link);
    }
    let relay = Relay::start(folder.path(), &args).await;
    let _link = desk.attach(&relay, &[desk.key("abc", 400)]).await;
    until_waiting(&relay, "0").await;
    let texts = desk.texts();
    let arrived: HashSet<String> = texts.iter().cloned().collect();
    assert_eq!(texts.len(), arrived.len());
    assert!(taken.len() >= 200, "{}", taken.len());
    assert!(taken.is_subset(&arrived));
}

/// Engine and relay come and go at random while a sender sends.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_cut_or_killed_each_delivery_that_got_a_2xx_arrives_once() {
    const ROUNDS: usize = 24;
    let folder = folder();
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port()
    };
    let listen = format!("127.0.0.1:{port}");
    let args = [
        "--listen",
        &listen,
        "--open",
        "--per-remote",
        "0",
        "--per-address",
        "0",
    ];
    let mut relay = Relay::start(folder.path(), &args).await;
    let desk = away(&relay).await;
    let keys = [desk.key("abc", 200)];
    let url = relay.url(&desk, "abc");
    let enough = CancellationToken::new();
    let told = enough.clone();
    let sending = tokio::spawn(async move {
        let mut under_way = tokio::task::JoinSet::new();
        let (mut taken, mut turned_away) = (Vec::new(), 0);
        let mut n = 0;
        while !told.is_cancelled() || !under_way.is_empty() {
            while !told.is_cancelled() && under_way.len() < 8 {
                let text = if n % 50 == 7 {
                    format!("hang {n}")
                } else {
                    n.to_string()
                };
                let request = client().post(&url).body(text.clone());
                under_way.spawn(async move {
                    let answer = request.send().await.ok()?;
                    let is_taken = answer.status().is_success();
                    is_taken.then_some(text)
                });
                n += 1;
            }
            let Some(ended) = in_time(under_way.join_next()).await else {
                break;
            };
            match ended.unwrap() {
                Some(text) => taken.push(text),
                None => turned_away += 1,
            }
        }
        (taken, turned_away)
    });
    let mut link = None;
    let (mut cut, mut killed) = (0, 0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64 ^ u64::from(std::process::id());
    for _ in 0..ROUNDS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        tokio::time::sleep(std::time::Duration::from_millis(random % 60)).await;
        link = match link {
            None => Some(desk.attach(&relay, &keys).await),
            Some(link) if random.is_multiple_of(3) => {
                killed += 1;
                drop(link);
                relay.kill().await;
                relay = Relay::start(folder.path(), &args).await;
                None
            }
            Some(link) => {
                cut += 1;
                link.cut(&relay).await;
                None
            }
        };
    }
    enough.cancel();
    let (taken, turned_away) = sending.await.unwrap();
    drop(link);
    let _link = desk.attach(&relay, &keys).await;
    until_waiting(&relay, "0").await;
    let arrived = desk.texts();
    let distinct: HashSet<&String> = arrived.iter().collect();
    assert_eq!(arrived.len(), distinct.len());
    for text in &taken {
        assert!(distinct.contains(text), "{text} is lost");
    }
    println!(
        "{} taken, {turned_away} not, the link cut {cut} times, the relay killed {killed} times",
        taken.len()
    );
    assert!(taken.len() > ROUNDS);
}

/// Searches every file of a folder.
fn nothing_of(hidden: &[&str], folder: &Path) {
    let mut bytes = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        bytes += content.len();
        for text in hidden {
            let found = content
                .windows(text.len())
                .any(|part| part.eq_ignore_ascii_case(text.as_bytes()));
            assert!(!found, "{text} is in {}", path.display());
        }
    }
    assert!(bytes > 1_000, "{bytes}");
}

/// Waits until so much waits at the relay.
async fn until_waiting(relay: &Relay, entries: &str) {
    in_time(async {
        while relay.figure("waiting_entries").await != entries {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
