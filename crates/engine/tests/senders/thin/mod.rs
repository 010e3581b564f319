//! Every sender that tells little more than an id, against an imitation of its API and all that this may answer.

mod grants;
mod senders;

use jiff::SignedDuration;
use recado_api::Change;
use recado_api::client::Changes;
use recado_api::view::{Delivery, Verdict};

use self::senders::{THIN, set_key, thin};
use crate::api::{Api, Reply};
use crate::common::{Running, post_only_with, until};
use crate::fetched::line;

/// Long enough for everything that waits to be due, and short enough for nothing to be given up.
const LATER: SignedDuration = SignedDuration::from_mins(8);

fn says(line: &Delivery, words: &str) -> bool {
    line.detail.as_ref().is_some_and(|why| why.contains(words))
}

/// Why a source's owner is told that something is wrong, once that is so.
async fn trouble(changes: &mut Changes) -> String {
    let trouble = until(changes, |change| {
        if let Change::Source(source) = change {
            source.trouble
        } else {
            None
        }
    });
    trouble.await.why
}

#[tokio::test]
async fn each_is_asked_at_its_own_address_in_its_own_way_and_filed() {
    for thin in THIN {
        let mut api = Api::start().await;
        api.answer(thin.right());
        let running = Running::start_with(api.options()).await;
        let source = thin.add(&running).await;
        set_key(&running, &source, thin.key).await;
        let mut changes = running.client.changes(None).await.unwrap();
        thin.deliver(&source).await;
        let filed = line(&mut changes, |line| !line.pending).await;
        assert_eq!(
            (filed.verdict, filed.who.as_deref()),
            (Verdict::Accepted, Some(thin.name)),
            "{}: {filed:?}",
            thin.preset
        );
        let asked = api.asked_so_far();
        let what: Vec<_> = asked.iter().map(|asked| asked.what.as_str()).collect();
        assert_eq!(what, thin.asks, "{}", thin.preset);
        let last = asked.last().unwrap();
        if let Some((name, value)) = thin.header {
            assert_eq!(last.header(name), Some(value), "{}", thin.preset);
        }
        assert!(
            last.header("user-agent").unwrap().starts_with("Recado/"),
            "{}",
            thin.preset
        );
        assert_eq!(running.contacts().await.len(), 1, "{}", thin.preset);
    }
}

#[tokio::test]
async fn a_wrong_key_is_told_and_what_came_waits_for_the_right_one_or_is_filed_as_it_is() {
    for thin in THIN {
        let api = Api::start().await;
        api.answer(thin.right());
        let running = Running::start_with(api.options()).await;
        let source = thin.add(&running).await;
        let mut changes = running.client.changes(None).await.unwrap();
        set_key(&running, &source, thin.wrong_key).await;
        if thin.files_what_came {
            let why = trouble(&mut changes).await;
            assert!(why.contains("401"), "{}: {why}", thin.preset);
            thin.deliver(&source).await;
            let filed = line(&mut changes, |line| !line.pending).await;
            assert_eq!((filed.verdict, filed.events.len()), (Verdict::Accepted, 1));
            continue;
        }
        thin.deliver(&source).await;
        let refused = line(&mut changes, |line| says(line, "401")).await;
        assert!(refused.pending, "{}", thin.preset);
        let why = trouble(&mut changes).await;
        assert!(why.contains("401"), "{}: {why}", thin.preset);
        set_key(&running, &source, thin.key).await;
        let filed = line(&mut changes, |line| !line.pending).await;
        assert_eq!(filed.who.as_deref(), Some(thin.name), "{}", thin.preset);
    }
}

#[tokio::test]
async fn what_can_be_filed_as_it_came_waits_an_hour_at_most() {
    let bling = thin("bling");
    let api = Api::start().await;
    api.answer(|_| Reply::status(503));
    let running = Running::start_with(api.options()).await;
    let source = bling.add(&running).await;
    set_key(&running, &source, bling.key).await;
    let mut changes = running.client.changes(None).await.unwrap();
    bling.deliver(&source).await;
    assert!(line(&mut changes, |line| says(line, "503")).await.pending);
    running.clock.forward(SignedDuration::from_hours(2));
    // Something else wakes the fetching.
    let other = thin("tiny-erp").add(&running).await;
    set_key(&running, &other, "right").await;
    let filed = line(&mut changes, |line| !line.pending).await;
    assert_eq!((filed.verdict, filed.events.len()), (Verdict::Accepted, 1));
}

#[tokio::test]
async fn what_is_gone_is_given_up_or_filed_as_it_came() {
    for thin in THIN {
        for status in [404, 410, 204] {
            let api = Api::start().await;
            let right = thin.right();
            api.answer(move |asked| {
                if asked.what.contains("/oauth/") {
                    right(asked)
                } else {
                    Reply::status(status)
                }
            });
            let running = Running::start_with(api.options()).await;
            let source = thin.add(&running).await;
            set_key(&running, &source, thin.key).await;
            let mut changes = running.client.changes(None).await.unwrap();
            thin.deliver(&source).await;
            if status == 404 && thin.not_yet_minutes > 0 {
                assert!(line(&mut changes, |line| says(line, "404")).await.pending);
                running
                    .clock
                    .forward(SignedDuration::from_mins(thin.not_yet_minutes));
                set_key(&running, &source, thin.key).await;
            }
            let done = line(&mut changes, |line| !line.pending).await;
            if thin.files_what_came {
                assert_eq!(
                    (done.verdict, done.events.len()),
                    (Verdict::Accepted, 1),
                    "{}",
                    thin.preset
                );
            } else {
                assert_eq!(done.verdict, Verdict::Unmatched, "{}", thin.preset);
                assert!(says(&done, &status.to_string()), "{}: {done:?}", thin.preset);
            }
        }
    }
}

#[tokio::test]
async fn a_sender_that_cannot_answer_now_is_asked_again_until_it_can() {
    for thin in THIN {
        let api = Api::start().await;
        let running = Running::start_with(api.options()).await;
        let source = thin.add(&running).await;
        let unreadable = |body: &'static str| Reply::json(body);
        api.answer(|_| Reply::status(429));
        set_key(&running, &source, thin.key).await;
        let mut changes = running.client.changes(None).await.unwrap();
        thin.deliver(&source).await;
        assert!(
            line(&mut changes, |line| says(line, "429")).await.pending,
            "{}",
            thin.preset
        );
        for (reply, said) in [
            (Reply::status(500), "500"),
            (Reply::status(503), "503"),
            (unreadable("{\"id\": "), "cannot be read"),
            (Reply::status(302), "302"),
            (unreadable("<html>"), "cannot be read"),
        ] {
            let again = reply.clone();
            api.answer(move |_| again.clone());
            running.clock.forward(LATER);
            // Whatever wakes the fetching looks at what is due by now.
            set_key(&running, &source, thin.key).await;
            let later = line(&mut changes, |line| says(line, said)).await;
            assert!(later.pending, "{}: {reply:?}", thin.preset);
        }
        api.answer(thin.right());
        running.clock.forward(LATER);
        set_key(&running, &source, thin.key).await;
        let filed = line(&mut changes, |line| !line.pending).await;
        assert_eq!(filed.who.as_deref(), Some(thin.name), "{}", thin.preset);
    }
}

#[tokio::test]
async fn a_sender_that_answers_slowly_keeps_no_delivery_waiting_and_loses_none() {
    for thin in THIN {
        let mut api = Api::start().await;
        api.answer(thin.right());
        api.hold(true);
        let running = Running::start_with(api.options()).await;
        let source = thin.add(&running).await;
        let mut changes = running.client.changes(None).await.unwrap();
        set_key(&running, &source, thin.key).await;
        thin.deliver(&source).await;
        api.asked().await;
        // Answered to its sender, and in the log, while its details are under way.
        assert!(running.deliveries().await[0].pending, "{}", thin.preset);
        api.hold(false);
        let filed = line(&mut changes, |line| !line.pending).await;
        assert_eq!(filed.who.as_deref(), Some(thin.name), "{}", thin.preset);
    }
}

#[tokio::test]
async fn errors_under_a_good_status_mean_what_they_say() {
    let tiny = thin("tiny-erp");
    let error = |code: u32| {
        Reply::json(format!(
            r#"{{"retorno":{{"status_processamento":1,"status":"Erro","codigo_erro":{code},"erros":[{{"erro":"x"}}]}}}}"#
        ))
    };
    let api = Api::start().await;
    let running = Running::start_with(api.options()).await;
    let source = tiny.add(&running).await;
    let mut changes = running.client.changes(None).await.unwrap();
    // Too many requests.
    api.answer(move |_| error(6));
    set_key(&running, &source, tiny.key).await;
    tiny.deliver(&source).await;
    let later = line(&mut changes, |line| says(line, "tries again by itself")).await;
    assert!(later.pending);
    // A wrong token.
    api.answer(move |_| error(2));
    running.clock.forward(LATER);
    set_key(&running, &source, tiny.wrong_key).await;
    assert!(
        line(&mut changes, |line| says(line, "Enter it again"))
            .await
            .pending
    );
    // No such order.
    api.answer(move |_| error(32));
    set_key(&running, &source, tiny.key).await;
    let gone = line(&mut changes, |line| !line.pending).await;
    assert_eq!(gone.verdict, Verdict::Unmatched);
    assert!(running.contacts().await.is_empty());
}

#[tokio::test]
async fn a_key_in_another_form_is_sent_to_nobody() {
    for (preset, key) in [
        ("pagseguro-legacy", "right"),
        ("ifood", "right"),
        ("bling", "id:secret"),
    ] {
        let thin = thin(preset);
        let mut api = Api::start().await;
        api.answer(thin.right());
        let running = Running::start_with(api.options()).await;
        let source = thin.add(&running).await;
        let mut changes = running.client.changes(None).await.unwrap();
        set_key(&running, &source, key).await;
        if thin.files_what_came {
            // Told before anything came: what is in it is good for a moment alone.
            let why = trouble(&mut changes).await;
            assert!(why.contains("não está na forma"), "{preset}: {why}");
            thin.deliver(&source).await;
            line(&mut changes, |line| !line.pending).await;
        } else {
            thin.deliver(&source).await;
            let waits = line(&mut changes, |line| says(line, "not in the form")).await;
            assert!(waits.pending, "{preset}");
            trouble(&mut changes).await;
        }
        assert!(api.asked_so_far().is_empty(), "{preset}");
    }
}

#[tokio::test]
async fn what_a_delivery_says_never_sends_the_key_elsewhere() {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let mut api = Api::start().await;
    api.answer(|_| Reply::json("{}"));
    let running = Running::start_with(api.options()).await;
    let (kommo, pagseguro) = (
        thin("kommo").add(&running).await,
        thin("pagseguro-legacy").add(&running).await,
    );
    set_key(&running, &kommo, "right").await;
    set_key(&running, &pagseguro, "a@b.com:right").await;
    for account in [
        "evil.example%2F",
        "evil.example%23",
        "a.b",
        "a%40evil.example",
        "..",
        "",
        "%C3%A9",
        "EVIL",
    ] {
        let body = format!("leads%5Badd%5D%5B0%5D%5Bid%5D=1&account%5Bsubdomain%5D={account}");
        let answer = post_only_with(&kommo, &body, &form).await;
        assert!(answer.text().await.unwrap().contains("unmatched"), "{account}");
    }
    let mut changes = running.client.changes(None).await.unwrap();
    let body = "notificationType=transaction&notificationCode=..%2F..%2Fx%3Fy%3D1%23%40evil.example";
    post_only_with(&pagseguro, body, &form).await;
    line(&mut changes, |line| !line.pending).await;
    let asked = api.asked_so_far();
    let what: Vec<_> = asked.iter().map(|asked| asked.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "GET ws.pagseguro.uol.com.br/v3/transactions/notifications/..%2F..%2Fx%3Fy%3D1%23%40evil.example?email=a%40b.com&token=right"
        ]
    );
}

#[tokio::test]
async fn what_can_be_filed_without_a_key_is_not_kept_waiting() {
    let running = Running::start().await;
    let bling = thin("bling");
    let source = bling.add(&running).await;
    let mut changes = running.client.changes(None).await.unwrap();
    bling.deliver(&source).await;
    let filed = line(&mut changes, |line| !line.pending).await;
    assert_eq!((filed.verdict, filed.events.len()), (Verdict::Accepted, 1));
    let contact = running.contacts().await.remove(0);
    assert_eq!(contact.amount.unwrap().minor, 18_990);
    // Whoever wrote in Kommo is told by name, only the phone is not.
    let kommo = thin("kommo").add(&running).await;
    let message = "message%5Badd%5D%5B0%5D%5Bid%5D=m1&message%5Badd%5D%5B0%5D%5Bcontact_id%5D=41000212\
        &message%5Badd%5D%5B0%5D%5Btext%5D=Oi&message%5Badd%5D%5B0%5D%5Btype%5D=incoming\
        &message%5Badd%5D%5B0%5D%5Bauthor%5D%5Bname%5D=Fausto&account%5Bsubdomain%5D=loja&account%5Bid%5D=3";
    let form = [("content-type", "application/x-www-form-urlencoded")];
    post_only_with(&kommo, message, &form).await;
    let filed = line(&mut changes, |line| !line.pending && line.source_id == kommo.id).await;
    assert_eq!(filed.who.as_deref(), Some("Fausto"));
}
