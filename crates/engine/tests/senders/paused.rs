//! A paused source is deaf to forgeries, and keeps what is genuine.

use recado_api::request::{PauseSource, ResumeSource};
use recado_api::view::Verdict;

use crate::common::Running;
use crate::sender::{post_signed, signed, whatsapp};

const SECRET: &str = "the app's secret";

#[tokio::test]
async fn what_comes_while_paused_is_judged_at_once_and_filed_on_resuming() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    running
        .client
        .ask(PauseSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(signed(&source, SECRET, "1").await, 200);
    assert_eq!(signed(&source, "a guess", "2").await, 401);
    // Its sender tries again.
    assert_eq!(signed(&source, SECRET, "1").await, 200);
    use Verdict::{Accepted, Duplicate, Paused, Refused};
    let verdicts = async || -> Vec<_> {
        running
            .deliveries()
            .await
            .iter()
            .map(|line| line.verdict)
            .collect()
    };
    assert_eq!(verdicts().await, [Paused, Refused, Paused]);
    assert!(running.contacts().await.is_empty());

    let resumed = running
        .client
        .ask(ResumeSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(resumed.applied, 2);
    assert_eq!(verdicts().await, [Accepted, Refused, Duplicate]);
    assert_eq!(running.contacts().await[0].unread, 1);
    // And once more after that.
    assert_eq!(signed(&source, SECRET, "1").await, 200);
    assert_eq!(verdicts().await.last(), Some(&Duplicate));
}

#[tokio::test]
async fn what_is_recovered_while_paused_waits_with_the_rest() {
    let running = Running::start().await;
    let source = running.add_whatsapp("mistyped").await;
    assert_eq!(post_signed(&source, SECRET, &whatsapp("1")).await.status(), 401);
    running
        .client
        .ask(PauseSource { source: source.id })
        .await
        .unwrap();
    let set = running.set_secret(&source, Some(SECRET), false).await.unwrap();
    assert_eq!(set.recovered, 1);
    assert_eq!(running.deliveries().await[0].verdict, Verdict::Paused);
    assert!(running.contacts().await.is_empty());
    let resumed = running
        .client
        .ask(ResumeSource { source: source.id })
        .await
        .unwrap();
    assert_eq!((resumed.applied, running.contacts().await.len()), (1, 1));
}
