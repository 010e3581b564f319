//! How senders elsewhere reach this computer, for a person and for a program.

use jiff::Timestamp;
use recado_api::view::{Health, Link, LinkStop, Reach};
use serde::Serialize;

use crate::output::{Place, tame};

/// [`Reach`] in plain fields, which are absent where they would say nothing.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) struct Status<'reach> {
    state: State,
    own_address: Option<&'reach str>,
    relay: Option<&'reach str>,
    public_base: Option<&'reach str>,
    since: Option<Timestamp>,
    why: Option<LinkStop>,
    error: Option<&'reach str>,
    again_at: Option<Timestamp>,
    waiting: Option<u64>,
    kept_days: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    None,
    Off,
    Connecting,
    Connected,
    Stopped,
}

impl<'reach> Status<'reach> {
    pub(crate) fn of(reach: &'reach Reach) -> Self {
        let mut status = Self {
            state: State::None,
            own_address: reach.own_address.as_deref(),
            relay: None,
            public_base: None,
            since: None,
            why: None,
            error: None,
            again_at: None,
            waiting: None,
            kept_days: None,
        };
        let Some(tunnel) = &reach.tunnel else {
            return status;
        };
        status.relay = Some(&tunnel.relay);
        status.public_base = tunnel.public_base.as_deref();
        status.waiting = Some(tunnel.waiting);
        status.kept_days = tunnel.kept_days;
        match &tunnel.link {
            Link::Off => status.state = State::Off,
            Link::Connecting {
                since,
                error,
                again_at,
            } => {
                status.state = State::Connecting;
                status.since = Some(*since);
                status.error = error.as_deref();
                status.again_at = *again_at;
            }
            Link::Connected { since } => {
                status.state = State::Connected;
                status.since = Some(*since);
            }
            Link::Stopped { since, why, error } => {
                status.state = State::Stopped;
                status.since = Some(*since);
                status.why = Some(*why);
                status.error = Some(error);
            }
        }
        status
    }
}

/// Whether senders elsewhere reach this computer now, as far as it can tell.
pub(crate) fn is_reachable(reach: &Reach) -> bool {
    let by_relay = reach
        .tunnel
        .as_ref()
        .is_some_and(|tunnel| matches!(tunnel.link, Link::Connected { .. }));
    by_relay || reach.own_address.is_some()
}

/// The same in words.
pub(crate) fn lines(reach: &Reach, place: &Place) -> Vec<String> {
    let lang = place.lang;
    let mut lines = Vec::new();
    if let Some(address) = &reach.own_address {
        lines.push(lang.text("tunnel-own", &[("address", tame(address).into())]));
    }
    let Some(tunnel) = &reach.tunnel else {
        if lines.is_empty() {
            lines.push(lang.text("tunnel-none", &[]));
        }
        return lines;
    };
    lines.push(lang.text("tunnel-relay", &[("relay", tame(&tunnel.relay).into())]));
    if let Some(base) = &tunnel.public_base {
        lines.push(lang.text("tunnel-base", &[("base", tame(base).into())]));
    }
    lines.push(link_line(&tunnel.link, place));
    if let Link::Connecting {
        again_at: Some(at), ..
    } = &tunnel.link
    {
        lines.push(lang.text("tunnel-again", &[("at", place.time(*at).into())]));
    }
    if tunnel.waiting > 0 {
        lines.push(lang.text("tunnel-waiting", &[("count", tunnel.waiting.into())]));
    }
    lines
}

/// How the link to the relay stands, for the doctor; `None` where there is nothing to examine.
pub(crate) fn finding(reach: &Reach, place: &Place) -> Option<(Health, String)> {
    let Some(tunnel) = &reach.tunnel else {
        let address = reach.own_address.as_ref()?;
        let text = place
            .lang
            .text("tunnel-own", &[("address", tame(address).into())]);
        return Some((Health::Well, text));
    };
    let health = match &tunnel.link {
        Link::Connected { .. } => Health::Well,
        Link::Off | Link::Connecting { .. } => Health::Notice,
        Link::Stopped { .. } => Health::Wrong,
    };
    let text = place.lang.text(
        "doctor-tunnel",
        &[
            ("relay", tame(&tunnel.relay).into()),
            ("stands", link_line(&tunnel.link, place).into()),
        ],
    );
    Some((health, text))
}

fn link_line(link: &Link, place: &Place) -> String {
    let lang = place.lang;
    match link {
        Link::Off => lang.text("tunnel-off", &[]),
        Link::Connecting { error: None, .. } => lang.text("tunnel-connecting", &[]),
        Link::Connecting {
            since,
            error: Some(error),
            ..
        } => {
            let args = [
                ("since", place.time(*since).into()),
                ("error", error.as_str().into()),
            ];
            lang.text("tunnel-away", &args)
        }
        Link::Connected { since } => lang.text("tunnel-connected", &[("since", place.time(*since).into())]),
        Link::Stopped { since, error, .. } => {
            let args = [
                ("since", place.time(*since).into()),
                ("error", error.as_str().into()),
            ];
            lang.text("tunnel-stopped", &args)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use recado_api::Lang;
    use recado_api::view::{Business, BusinessKind, Tunnel};
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_program_reads_every_state_in_plain_fields() {
        let none = written(&Reach::default());
        assert_eq!((&none["state"], &none["relay"]), (&json!("none"), &Value::Null));
        let off = written(&by_relay(Link::Off));
        assert_eq!((&off["state"], &off["since"]), (&json!("off"), &Value::Null));
        let connected = written(&by_relay(Link::Connected { since: at() }));
        assert_eq!(
            connected,
            json!({
                "state": "connected",
                "own_address": null,
                "relay": "https://relay.example",
                "public_base": "https://relay.example/abc",
                "since": "2026-11-24T17:32:00Z",
                "why": null,
                "error": null,
                "again_at": null,
                "waiting": 2,
                "kept_days": 7,
            })
        );
        let stopped = written(&by_relay(replaced()));
        assert_eq!(
            (&stopped["state"], &stopped["why"]),
            (&json!("stopped"), &json!("replaced"))
        );
        assert_eq!(stopped["error"], "Outro computador assumiu.");
        let connecting = written(&by_relay(away()));
        assert_eq!(
            (
                &connecting["state"],
                &connecting["error"],
                &connecting["again_at"]
            ),
            (
                &json!("connecting"),
                &json!("Sem rede."),
                &json!("2026-11-24T17:32:00Z")
            )
        );
    }

    #[test]
    fn a_person_reads_since_when_and_why() {
        let said = |reach: &Reach| lines(reach, &place()).join("\n");
        assert!(
            said(&Reach::default()).contains("recado tunnel use"),
            "{}",
            said(&Reach::default())
        );
        let away = said(&by_relay(away()));
        assert!(away.contains("24/11/2026 14:32:00: Sem rede."), "{away}");
        assert!(away.contains("https://relay.example/abc"), "{away}");
        assert!(away.contains("2 entregas esperam no relay"), "{away}");
        let stopped = said(&by_relay(replaced()));
        assert!(stopped.contains("Outro computador assumiu."), "{stopped}");
        let mut both = by_relay(Link::Connected { since: at() });
        both.own_address = Some("https://webhooks.example".to_owned());
        assert!(
            said(&both).contains("https://webhooks.example"),
            "{}",
            said(&both)
        );
    }

    #[test]
    fn senders_reach_it_by_a_link_that_stands_or_by_an_own_address() {
        assert!(is_reachable(&by_relay(Link::Connected { since: at() })));
        for link in [Link::Off, away(), replaced()] {
            assert!(!is_reachable(&by_relay(link)));
        }
        assert!(!is_reachable(&Reach::default()));
        let mut own = by_relay(replaced());
        own.own_address = Some("https://webhooks.example".to_owned());
        assert!(is_reachable(&own));
    }

    #[test]
    fn the_doctor_finds_a_stopped_link_wrong_and_nothing_where_there_is_no_relay() {
        let health = |reach: &Reach| finding(reach, &place()).map(|(health, _)| health);
        assert_eq!(health(&Reach::default()), None);
        assert_eq!(health(&by_relay(replaced())), Some(Health::Wrong));
        assert_eq!(health(&by_relay(away())), Some(Health::Notice));
        assert_eq!(
            health(&by_relay(Link::Connected { since: at() })),
            Some(Health::Well)
        );
    }

    fn written(reach: &Reach) -> Value {
        serde_json::to_value(Status::of(reach)).unwrap()
    }

    fn by_relay(link: Link) -> Reach {
        Reach {
            tunnel: Some(Tunnel {
                relay: "https://relay.example".to_owned(),
                public_base: Some("https://relay.example/abc".to_owned()),
                link,
                waiting: 2,
                kept_days: Some(7),
            }),
            own_address: None,
        }
    }

    fn away() -> Link {
        Link::Connecting {
            since: at(),
            error: Some("Sem rede.".to_owned()),
            again_at: Some(at()),
        }
    }

    fn replaced() -> Link {
        Link::Stopped {
            since: at(),
            why: LinkStop::Replaced,
            error: "Outro computador assumiu.".to_owned(),
        }
    }

    fn at() -> Timestamp {
        "2026-11-24T17:32:00Z".parse().unwrap()
    }

    fn place() -> Place {
        Place::of(&Business {
            name: "Clínica Sorriso".to_owned(),
            kind: BusinessKind::Clinic,
            lang: Lang::PtBr,
            country: "BR".to_owned(),
            zone: "America/Sao_Paulo".to_owned(),
        })
    }
}
