//! The owner's own public address, kept and tried, through a real proxy.

use recado_api::request::{CheckOwnAddress, ListSources, SetOwnAddress, ShowReach, UseRelay};
use recado_api::view::{AddressCheck, ForwardedHeader};
use recado_api::{Change, Lang};

use crate::common::{Running, until};
use crate::proxy::{answering, proxy};

#[tokio::test]
async fn sources_are_shown_with_the_owners_own_address_until_it_is_taken_back() {
    let running = Running::start().await;
    let source = running.add_source("Loja").await;
    assert_eq!(source.public_address, None);
    let mut changes = running.client.changes(None).await.unwrap();
    // As it is pasted: the whole address of a source.
    let pasted = format!(" https://Webhooks.Example/loja/in/{}/ ", "k".repeat(26));
    let reach = set(&running, Some(&pasted)).await.unwrap();
    assert_eq!(reach.as_deref(), Some("https://webhooks.example/loja"));
    let published = until(&mut changes, |change| {
        if let Change::Source(source) = change {
            Some(source)
        } else {
            None
        }
    })
    .await;
    let path = source.address.split_once("/in/").unwrap().1;
    let expected = format!("https://webhooks.example/loja/in/{path}");
    assert_eq!(published.public_address, Some(expected.clone()));

    let running = running.restart_on(Lang::PtBr).await;
    assert_eq!(shown(&running).await, Some(expected));
    set(&running, Some("https://ana:senha@h.example"))
        .await
        .unwrap_err();
    assert!(
        shown(&running).await.is_some(),
        "what is no address changes nothing"
    );
    assert_eq!(set(&running, Some("  ")).await.unwrap(), None);
    assert_eq!(shown(&running).await, None);

    set(&running, Some("h.example")).await.unwrap();
    let invitation = "http://127.0.0.1:9".to_owned();
    let reach = running.client.ask(UseRelay { invitation }).await.unwrap();
    assert_eq!(reach.own_address, None, "the latest word counts");
}

#[tokio::test]
async fn an_address_that_leads_here_through_a_proxy_is_found_with_the_header_that_it_adds() {
    use ForwardedHeader as H;
    let running = Running::start().await;
    let without_prefix = |path: &str| path.strip_prefix("/loja").unwrap().to_owned();
    let cases: [(&[(&str, &str)], _); 6] = [
        (&[], None),
        (
            &[("x-forwarded-for", "203.0.113.9"), ("via", "1.1 caddy")],
            Some(H::XForwardedFor),
        ),
        (
            &[("forwarded", "for=203.0.113.9;proto=https")],
            Some(H::Forwarded),
        ),
        (&[("x-real-ip", "203.0.113.9")], Some(H::XRealIp)),
        // Cloudflare says it twice.
        (
            &[
                ("cf-connecting-ip", "203.0.113.9"),
                ("x-forwarded-for", "203.0.113.9"),
            ],
            Some(H::CfConnectingIp),
        ),
        (
            &[("x-real-ip", "203.0.113.9"), ("x-forwarded-for", "198.51.100.7")],
            None,
        ),
    ];
    for (headers, header) in cases {
        let proxy = proxy(running.listening, without_prefix, headers).await;
        let url = format!("http://{}/loja/", proxy.address);
        let found = check(&running, &url).await;
        assert!(found.reached, "{found:?}");
        assert_eq!(found.header, header, "{headers:?}");
        assert_eq!(found.address, url.trim_end_matches('/'));
        let expected = format!("{} {}", text("address-reached", &[]), text("address-here", &[]));
        assert_eq!(found.found, expected);
    }
    assert!(running.deliveries().await.is_empty());
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_in_plain_words() {
    let running = Running::start().await;
    let listening = running.listening;

    let unchanged = proxy(listening, str::to_owned, &[]).await;
    let found = check(&running, &format!("http://{}/loja", unchanged.address)).await;
    let args = [("came", "/loja/in/…")];
    assert_eq!(found.found, text("address-other-path", &args));
    let stripping = proxy(
        listening,
        |path| path.strip_prefix("/in").unwrap().to_owned(),
        &[],
    )
    .await;
    let found = check(&running, &format!("http://{}", stripping.address)).await;
    assert_eq!(found.found, text("address-other-path", &[("came", "/…")]));
    assert!(!found.reached);

    let other = Running::start().await;
    let found = check(&running, &format!("http://{}", other.listening)).await;
    assert_eq!(found.found, text("address-other-recado", &[]));

    let receiver = format!("http://{listening}");
    for (status, to, id, args) in [
        (
            308,
            Some("https://h.example/loja{path}"),
            "address-moved",
            vec![("to", "https://h.example/loja")],
        ),
        (
            302,
            Some("https://login.example/?back={path}"),
            "address-sent-elsewhere",
            vec![("to", "https://login.example/")],
        ),
        (
            502,
            None,
            "address-not-through",
            vec![("status", "502"), ("receiver", &receiver)],
        ),
        (403, None, "address-locked", vec![("status", "403")]),
        (200, None, "address-something-else", vec![("status", "200")]),
        (404, None, "address-something-else", vec![("status", "404")]),
    ] {
        let answering = answering(status, to).await;
        let found = check(&running, &format!("http://{}", answering.address)).await;
        assert_eq!((found.reached, found.found), (false, text(id, &args)), "{status}");
    }

    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = nobody.local_addr().unwrap().to_string();
    drop(nobody);
    let found = check(&running, &format!("http://{host}")).await;
    assert_eq!(found.found, text("address-refused", &[("host", &host)]));

    // The receiver itself speaks no TLS.
    let found = check(&running, &format!("https://{listening}")).await;
    let beginning = text(
        "address-not-safe",
        &[("host", &listening.to_string()), ("reason", "")],
    );
    let beginning = beginning.split('(').next().unwrap().to_owned();
    assert!(found.found.starts_with(&beginning), "{}", found.found);
}

#[tokio::test]
async fn a_stranger_learns_nothing_at_the_path_of_the_question() {
    let running = Running::start().await;
    let guessed = format!("http://{}/in/check/{}", running.listening, "a".repeat(26));
    let unknown = format!("http://{}/in/{}", running.listening, "b".repeat(26));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut answers = Vec::new();
    for url in [guessed, unknown] {
        let asked = client.get(url).header("recado-check", "c".repeat(26));
        let answer = asked.send().await.unwrap();
        answers.push((answer.status(), answer.text().await.unwrap()));
    }
    assert_eq!(answers[0].0, 404);
    assert_eq!(answers[0], answers[1]);
}

/// The own address as it is then.
async fn set(running: &Running, url: Option<&str>) -> Result<Option<String>, String> {
    let url = url.map(str::to_owned);
    let answer = running.client.ask(SetOwnAddress { url }).await;
    let answer = answer.map_err(|error| error.to_string())?;
    assert_eq!(answer, running.client.ask(ShowReach {}).await.unwrap());
    Ok(answer.own_address)
}

async fn check(running: &Running, url: &str) -> AddressCheck {
    running
        .client
        .ask(CheckOwnAddress { url: url.to_owned() })
        .await
        .unwrap()
}

async fn shown(running: &Running) -> Option<String> {
    let sources = running.client.ask(ListSources {}).await.unwrap();
    sources[0].public_address.clone()
}

fn text(id: &str, args: &[(&str, &str)]) -> String {
    let args: Vec<_> = args
        .iter()
        .map(|(name, value)| (*name, (*value).into()))
        .collect();
    Lang::PtBr.text(id, &args)
}
