//! The operator's commands, beside a relay that runs on the same folder and is not restarted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::path::Path;

use common::{Desk, Link, Relay, client, folder, in_time, program};
use recado_tunnel::attach::{AttachError, Reason};
use recado_tunnel::control::Why;

/// Runs a command to its end and gives what it printed, or (as an error) what it complained of.
async fn command(folder: &Path, args: &[&str]) -> Result<String, String> {
    let mut command = program(folder);
    command
        .args(["--public-url", "https://hooks.example.com"])
        .args(args);
    let done = in_time(command.output()).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if done.status.success() {
        Ok(text(done.stdout))
    } else {
        Err(text(done.stderr))
    }
}

/// The code of a new invitation.
async fn invited(folder: &Path, note: &str) -> String {
    let link = command(folder, &["invite", "--note", note]).await.unwrap();
    let (code, _) = link
        .strip_prefix("recado://relay/")
        .unwrap()
        .split_once('?')
        .unwrap();
    code.to_owned()
}

fn refused(tried: Result<Link, AttachError>) -> Reason {
    match tried {
        Err(AttachError::Refused(refusal)) => refusal.reason,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken in"),
    }
}

#[tokio::test]
async fn the_computers_are_listed_with_whom_they_are_for_and_what_waits() {
    let folder = folder();
    let relay = Relay::start(folder.path(), &["--listen", "127.0.0.1:0"]).await;
    let desk = Desk::new();
    let code = invited(folder.path(), "Ana, bakery").await;
    let mut link = desk.try_attach(&relay, Some(&code)).await.unwrap();
    link.hold(1, &[desk.key("abc", 30_000)]).await;
    link.leave(&relay).await;
    for _ in 0..3 {
        assert_eq!(relay.send(&desk, "abc", "x").await.0, 202);
    }
    let listed = command(folder.path(), &["engines"]).await.unwrap();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    let address = desk.identity.address().to_string();
    assert!(lines[1].starts_with(&address), "{listed}");
    let words: Vec<&str> = lines[1].split_whitespace().collect();
    assert_eq!(words[5..], ["3", "1", "Ana,", "bakery"], "{listed}");
}

#[tokio::test]
async fn a_computer_that_is_removed_is_sent_away_and_refused_and_nothing_waits_for_it() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let (desk, other) = (Desk::new(), Desk::new());
    let keys = [desk.key("abc", 30_000)];
    for one in [&desk, &other] {
        let link = one.attach(&relay, &[one.key("abc", 30_000)]).await;
        link.leave(&relay).await;
        assert_eq!(relay.send(one, "abc", "unstorable").await.0, 202);
    }
    // It is there, cannot store what waits, and is in the middle of a request.
    desk.full.store(true, std::sync::atomic::Ordering::Relaxed);
    let link = desk.attach(&relay, &keys).await;
    let asking = client().post(relay.url(&desk, "abc")).body("hang");
    let asking = tokio::spawn(async move { asking.send().await.unwrap().status() });
    desk.until(1).await;
    assert_eq!(relay.figure("waiting_entries").await, "2");

    let address = desk.identity.address().to_string();
    let complaint = command(folder.path(), &["remove", &address]).await.unwrap_err();
    assert!(complaint.contains("--yes"), "{complaint}");
    assert_eq!(relay.send(&desk, "abc", "still there").await.0, 200);

    let removed = command(folder.path(), &["remove", &address, "--yes"])
        .await
        .unwrap();
    assert!(removed.contains("the 1 requests"), "{removed}");
    assert_eq!(link.farewell().await, Why::Removed);
    // Its link breaks under this one, and it is not kept either.
    assert_eq!(in_time(asking).await.unwrap(), 404);
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 404);
    assert_eq!(refused(desk.try_attach(&relay, None).await), Reason::Removed);
    assert_eq!(relay.figure("waiting_entries").await, "1");
    assert_eq!(relay.figure("addresses").await, "1");

    // Another is not touched, and the removed one can be let in again.
    assert_eq!(relay.send(&other, "abc", "x").await.0, 202);
    let listed = command(folder.path(), &["engines"]).await.unwrap();
    assert_eq!(listed.matches("removed").count(), 1, "{listed}");
    command(folder.path(), &["readmit", &address]).await.unwrap();
    let _link = desk.attach(&relay, &keys).await;
    assert_eq!(relay.send(&desk, "abc", "back").await.0, 200);
}

#[tokio::test]
async fn an_invitation_that_was_revoked_lets_nobody_in() {
    let folder = folder();
    let relay = Relay::start(folder.path(), &["--listen", "127.0.0.1:0"]).await;
    let first = invited(folder.path(), "Ana").await;
    let second = invited(folder.path(), "Bento").await;
    let listed = command(folder.path(), &["invitations"]).await.unwrap();
    assert!(!listed.contains(&first) && !listed.contains(&second), "{listed}");
    let of_ana = listed.lines().find(|line| line.ends_with("Ana")).unwrap();
    let id = of_ana.split_whitespace().next().unwrap();
    command(folder.path(), &["invitations", "revoke", id])
        .await
        .unwrap();
    let tried = Desk::new().try_attach(&relay, Some(&first)).await;
    assert_eq!(refused(tried), Reason::InvitationInvalid);
    // The other is still good, until it is taken back by its link.
    let desk = Desk::new();
    let link = desk.try_attach(&relay, Some(&second)).await.unwrap();
    link.leave(&relay).await;
    let more = command(folder.path(), &["invite", "--note", "Caio", "--uses", "2"])
        .await
        .unwrap();
    command(folder.path(), &["invitations", "revoke", more.trim()])
        .await
        .unwrap();
    let listed = command(folder.path(), &["invitations"]).await.unwrap();
    for (note, good_for) in [("Ana", "revoked"), ("Bento", "used up"), ("Caio", "revoked")] {
        let line = listed.lines().find(|line| line.ends_with(note)).unwrap();
        assert!(line.contains(good_for), "{line}");
    }
    // Who is in stays in.
    desk.try_attach(&relay, None).await.unwrap();
}

#[tokio::test]
async fn a_command_on_a_folder_without_a_relay_says_so_and_makes_nothing() {
    let root = folder();
    let nowhere = root.path().join("nowhere");
    for args in [&["engines"][..], &["invitations"]] {
        let complaint = command(&nowhere, args).await.unwrap_err();
        assert!(complaint.contains("no relay has run on"), "{complaint}");
    }
    assert!(!nowhere.exists());
    let _relay = Relay::open(root.path()).await;
    let stranger = Desk::new().identity.address().to_string();
    let complaint = command(root.path(), &["remove", &stranger, "--yes"])
        .await
        .unwrap_err();
    assert!(complaint.contains("no computer with this address"), "{complaint}");
    assert!(
        command(root.path(), &["invitations", "revoke", "aaaaaaaa"])
            .await
            .is_err()
    );
}
