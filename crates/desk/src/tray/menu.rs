//! What the tray shows, as values.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use recado_api::view::{Pause, Reach, Source, SourceState};
use recado_api::{Lang, SourceId};

use super::reach::{public_line, waiting_line};
use super::{Icon, Panel};
use crate::notice;
use crate::place::Place;

/// All that the tray's looks depend on.
#[derive(Debug, Clone)]
pub(crate) struct TrayState {
    pub(crate) place: Place,
    /// Contacts that somebody should look at.
    pub(crate) unread: u32,
    pub(crate) sources: Vec<Source>,
    /// Nothing rings until then.
    pub(crate) paused_until: Option<Timestamp>,
    /// Whether deliveries cannot be taken now.
    pub(crate) blocked: bool,
    /// How senders elsewhere reach this computer.
    pub(crate) reach: Reach,
    /// How many sources the owner should look at.
    pub(crate) alerts: usize,
    pub(crate) panel: Panel,
}

/// What the tray shows: the icon, the line that appears over it, and its menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) icon: Icon,
    pub(crate) tooltip: String,
    pub(crate) menu: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Does {
        label: String,
        click: Click,
    },
    /// Only says something.
    Says(String),
    Group {
        label: String,
        entries: Vec<Entry>,
    },
    Line,
}

/// What a click in the tray asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Click {
    Open,
    CopyAddress(SourceId),
    Pause(Pause),
    Quit,
}

impl TrayState {
    pub(crate) fn face(&self, now: Timestamp) -> Face {
        let unread = self.lang().text("tray-unread", &[("count", self.unread.into())]);
        Face {
            icon: Icon {
                panel: self.panel,
                unread: self.unread > 0,
            },
            tooltip: self.tooltip(&unread, now),
            menu: self.menu(unread, now),
        }
    }

    fn tooltip(&self, unread: &str, now: Timestamp) -> String {
        let mut lines = vec![self.lang().text("tray-tooltip", &[("unread", unread.into())])];
        if self.blocked {
            lines.push(self.lang().text("tray-blocked-short", &[]));
        }
        lines.extend(public_line(&self.reach, &self.place, now).map(|line| line.text));
        lines.extend(self.alerts_line());
        lines.join("\n")
    }

    fn menu(&self, unread: String, now: Timestamp) -> Vec<Entry> {
        let mut menu = Vec::new();
        if self.blocked {
            menu.push(Entry::Does {
                label: self.lang().text("tray-blocked", &[]),
                click: Click::Open,
            });
            menu.push(Entry::Line);
        }
        menu.push(self.does("tray-open", Click::Open));
        menu.push(if self.unread == 0 {
            Entry::Says(unread)
        } else {
            Entry::Does {
                label: unread,
                click: Click::Open,
            }
        });
        menu.push(Entry::Line);
        menu.extend(self.standing(now));
        let addresses = self.addresses();
        if !addresses.is_empty() {
            menu.push(Entry::Group {
                label: self.lang().text("tray-copy", &[]),
                entries: addresses,
            });
        }
        menu.push(self.pausing(now));
        menu.push(Entry::Line);
        menu.push(self.does("tray-quit", Click::Quit));
        menu
    }

    /// How it stands: nothing where there is nothing but what the first line of the menu says.
    fn standing(&self, now: Timestamp) -> Vec<Entry> {
        let mut lines = Vec::new();
        if !self.blocked {
            lines.push(Entry::Says(self.lang().text("tray-receiving", &[])));
        }
        lines.extend(public_line(&self.reach, &self.place, now).map(|line| {
            if line.is_wrong {
                Entry::Does {
                    label: line.text,
                    click: Click::Open,
                }
            } else {
                Entry::Says(line.text)
            }
        }));
        lines.extend(waiting_line(&self.reach, &self.place).map(Entry::Says));
        lines.extend(self.alerts_line().map(|label| Entry::Does {
            label,
            click: Click::Open,
        }));
        if !lines.is_empty() {
            lines.push(Entry::Line);
        }
        lines
    }

    fn alerts_line(&self) -> Option<String> {
        let count = self.alerts;
        (count > 0).then(|| self.lang().text("tray-alerts", &[("count", count.into())]))
    }

    fn addresses(&self) -> Vec<Entry> {
        let shown = |source: &Source| {
            let title = source.title.trim();
            let state = match source.state {
                SourceState::Active => "active",
                SourceState::Paused => "paused",
                SourceState::Removed => return None,
            };
            let which = if source.public_address.is_some() {
                "public"
            } else {
                "local"
            };
            let args = [
                ("title", title.into()),
                ("state", state.into()),
                ("which", which.into()),
            ];
            Some(Entry::Does {
                label: self.lang().text("tray-copy-of", &args),
                click: Click::CopyAddress(source.id),
            })
        };
        self.sources.iter().filter_map(shown).collect()
    }

    fn pausing(&self, now: Timestamp) -> Entry {
        match self.paused_until.filter(|until| *until > now) {
            Some(until) => {
                let until = notice::until(&self.place, until, now);
                Entry::Group {
                    label: self.lang().text("tray-paused", &[("until", until.into())]),
                    entries: vec![self.does("tray-resume", Click::Pause(Pause::No))],
                }
            }
            None => Entry::Group {
                label: self.lang().text("tray-pause", &[]),
                entries: vec![
                    self.does("tray-pause-hour", Click::Pause(Pause::OneHour)),
                    self.does("tray-pause-tomorrow", Click::Pause(Pause::UntilTomorrow)),
                ],
            },
        }
    }

    fn does(&self, id: &str, click: Click) -> Entry {
        Entry::Does {
            label: self.lang().text(id, &[]),
            click,
        }
    }

    fn lang(&self) -> Lang {
        self.place.lang
    }
}

/// As the id of a menu's line, which is a text wherever there are menus.
impl fmt::Display for Click {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::CopyAddress(source) => write!(f, "copy:{source}"),
            Self::Pause(Pause::No) => f.write_str("pause:no"),
            Self::Pause(Pause::OneHour) => f.write_str("pause:hour"),
            Self::Pause(Pause::UntilTomorrow) => f.write_str("pause:tomorrow"),
            Self::Quit => f.write_str("quit"),
        }
    }
}

impl FromStr for Click {
    type Err = UnknownClick;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        if let Some(source) = id.strip_prefix("copy:") {
            return source.parse().map(Self::CopyAddress).map_err(|_| UnknownClick);
        }
        Ok(match id {
            "open" => Self::Open,
            "pause:no" => Self::Pause(Pause::No),
            "pause:hour" => Self::Pause(Pause::OneHour),
            "pause:tomorrow" => Self::Pause(Pause::UntilTomorrow),
            "quit" => Self::Quit,
            _ => return Err(UnknownClick),
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no line of the tray's menu has this id")]
pub(crate) struct UnknownClick;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use jiff::tz::TimeZone;
    use recado_api::view::{Link, LinkStop, Tunnel};

    use super::*;

    #[test]
    fn a_quiet_desk_offers_to_open_to_pause_and_to_quit() {
        let face = state(Lang::PtBr).face(noon());
        assert!(!face.icon.unread);
        assert_eq!(face.tooltip, "Recado: tudo lido");
        assert_eq!(
            drawn(&face.menu),
            "Abrir o Recado [open]\n\
             (tudo lido)\n\
             ---\n\
             (Recebendo neste computador)\n\
             ---\n\
             Pausar notificações\n\
             \x20 Por 1 hora [pause:hour]\n\
             \x20 Até amanhã às 8h [pause:tomorrow]\n\
             ---\n\
             Encerrar o Recado [quit]\n"
        );
    }

    #[test]
    fn every_source_that_was_not_removed_has_a_line_to_copy_its_address() {
        let mut state = state(Lang::En);
        state.sources = vec![
            source(1, "Site", SourceState::Active),
            source(2, "Loja", SourceState::Paused),
            source(3, "Velha", SourceState::Removed),
        ];
        let menu = drawn(&state.face(noon()).menu);
        let one = source(1, "", SourceState::Active).id;
        let two = source(2, "", SourceState::Active).id;
        let expected = format!(
            "Copy address\n  Site (this computer only) [copy:{one}]\n  Loja (paused, this computer only) [copy:{two}]\n"
        );
        assert!(menu.contains(&expected), "{menu}");
        assert!(!menu.contains("Velha"), "{menu}");
    }

    #[test]
    fn what_is_unread_changes_icon_tooltip_and_menu() {
        let mut state = state(Lang::PtBr);
        state.unread = 3;
        let face = state.face(noon());
        assert!(face.icon.unread);
        assert_eq!(face.tooltip, "Recado: 3 não lidos");
        assert!(drawn(&face.menu).contains("3 não lidos [open]"));
        state.unread = 1;
        assert_eq!(state.face(noon()).tooltip, "Recado: 1 não lido");
    }

    #[test]
    fn a_pause_says_how_long_it_lasts_and_can_be_ended() {
        let mut state = state(Lang::PtBr);
        state.paused_until = Some("2026-11-24T16:00:00Z".parse().unwrap());
        let menu = drawn(&state.face(noon()).menu);
        assert!(
            menu.contains("Notificações pausadas até 13:00\n  Voltar a notificar agora [pause:no]\n"),
            "{menu}"
        );
        assert!(!menu.contains("pause:hour"), "{menu}");
        state.paused_until = Some("2026-11-25T11:00:00Z".parse().unwrap());
        let menu = drawn(&state.face(noon()).menu);
        assert!(menu.contains("pausadas até 25/11 08:00"), "{menu}");
        state.paused_until = Some(noon());
        assert!(drawn(&state.face(noon()).menu).contains("pause:hour"));
    }

    #[test]
    fn a_blocked_receiver_is_the_first_thing_the_menu_says() {
        let mut state = state(Lang::PtBr);
        state.blocked = true;
        let menu = drawn(&state.face(noon()).menu);
        assert!(
            menu.starts_with("Não está recebendo: ver por quê [open]\n---\n"),
            "{menu}"
        );
        assert!(!menu.contains("Recebendo"), "{menu}");
    }

    #[test]
    fn the_menu_says_in_one_line_how_the_public_address_stands() {
        let since = "2026-11-24T17:32:00Z".parse().unwrap();
        let stopped = |why| Link::Stopped {
            since,
            why,
            error: "Outro computador recebe agora.".to_owned(),
        };
        let connecting = |error: Option<&str>| Link::Connecting {
            since,
            error: error.map(str::to_owned),
            again_at: None,
        };
        for (link, line) in [
            (Link::Connected { since }, "(Endereço público: conectado)"),
            (connecting(None), "(Endereço público: conectando)"),
            (
                connecting(Some("Sem rede.")),
                "Endereço público: sem conexão desde 14:32 [open]",
            ),
            (
                stopped(LinkStop::Replaced),
                "Endereço público: parado, outro computador assumiu [open]",
            ),
            (
                stopped(LinkStop::Invitation),
                "Endereço público: parado, falta um convite [open]",
            ),
        ] {
            let mut state = state(Lang::PtBr);
            state.reach.tunnel = Some(tunnel(link));
            let face = state.face(noon());
            let menu = drawn(&face.menu);
            assert!(
                menu.contains(&format!("(Recebendo neste computador)\n{line}\n---\n")),
                "{menu}"
            );
            let said = line
                .trim_start_matches('(')
                .split([')', '['])
                .next()
                .unwrap()
                .trim();
            assert_eq!(face.tooltip, format!("Recado: tudo lido\n{said}"));
        }
    }

    #[test]
    fn connections_that_need_the_owner_have_a_line_while_they_do() {
        let mut state = state(Lang::PtBr);
        state.alerts = 1;
        let face = state.face(noon());
        let menu = drawn(&face.menu);
        assert!(
            menu.contains("(Recebendo neste computador)\n1 conexão precisa de você [open]\n---\n"),
            "{menu}"
        );
        assert_eq!(face.tooltip, "Recado: tudo lido\n1 conexão precisa de você");
        state.alerts = 0;
        assert!(!drawn(&state.face(noon()).menu).contains("precisa"));
    }

    #[test]
    fn what_waits_at_the_relay_is_counted() {
        let mut state = state(Lang::PtBr);
        let mut tunnel = tunnel(Link::Connected { since: noon() });
        tunnel.waiting = 3;
        state.reach.tunnel = Some(tunnel.clone());
        let menu = drawn(&state.face(noon()).menu);
        assert!(
            menu.contains("conectado)\n(3 entregas esperam no relay)\n---\n"),
            "{menu}"
        );
        tunnel.waiting = 1;
        state.reach.tunnel = Some(tunnel);
        let menu = drawn(&state.face(noon()).menu);
        assert!(menu.contains("(1 entrega espera no relay)"), "{menu}");
    }

    #[test]
    fn an_address_of_the_owners_own_is_the_one_that_counts() {
        let mut state = state(Lang::PtBr);
        state.reach.own_address = Some("https://webhooks.example".to_owned());
        state.reach.tunnel = Some(tunnel(Link::Connected { since: noon() }));
        let menu = drawn(&state.face(noon()).menu);
        assert!(menu.contains("(Endereço público: o seu próprio)"), "{menu}");
        assert!(!menu.contains("conectado"), "{menu}");
    }

    #[test]
    fn whoever_copies_an_address_sees_which_one_it_is() {
        let mut state = state(Lang::PtBr);
        let mut public = source(1, "Site", SourceState::Active);
        public.public_address = Some("https://relay.example/abc/in/1".to_owned());
        let mut paused = public.clone();
        paused.state = SourceState::Paused;
        state.sources = vec![public, paused, source(2, "Loja", SourceState::Active)];
        let menu = drawn(&state.face(noon()).menu);
        for line in [
            "Site (endereço público) [",
            "Site (pausada, endereço público) [",
            "Loja (só neste computador) [",
        ] {
            assert!(menu.contains(line), "{menu}");
        }
    }

    #[test]
    fn every_click_is_known_by_its_id() {
        let source = SourceId::from_bytes([9; 16]);
        for click in [
            Click::Open,
            Click::CopyAddress(source),
            Click::Pause(Pause::No),
            Click::Pause(Pause::OneHour),
            Click::Pause(Pause::UntilTomorrow),
            Click::Quit,
        ] {
            assert_eq!(click.to_string().parse::<Click>().unwrap(), click);
        }
        assert!("copy:x".parse::<Click>().is_err());
        assert!("".parse::<Click>().is_err());
    }

    fn drawn(menu: &[Entry]) -> String {
        let mut text = String::new();
        draw(menu, "", &mut text);
        text
    }

    fn draw(menu: &[Entry], indent: &str, text: &mut String) {
        for entry in menu {
            match entry {
                Entry::Does { label, click } => *text += &format!("{indent}{label} [{click}]\n"),
                Entry::Says(label) => *text += &format!("{indent}({label})\n"),
                Entry::Group { label, entries } => {
                    *text += &format!("{indent}{label}\n");
                    draw(entries, "  ", text);
                }
                Entry::Line => *text += "---\n",
            }
        }
    }

    fn state(lang: Lang) -> TrayState {
        TrayState {
            place: Place {
                lang,
                zone: TimeZone::get("America/Sao_Paulo").unwrap(),
            },
            unread: 0,
            sources: Vec::new(),
            paused_until: None,
            blocked: false,
            reach: Reach::default(),
            alerts: 0,
            panel: Panel::Dark,
        }
    }

    fn tunnel(link: Link) -> Tunnel {
        Tunnel {
            relay: "https://relay.example".to_owned(),
            public_base: Some("https://relay.example/abc".to_owned()),
            link,
            waiting: 0,
            kept_days: Some(7),
        }
    }

    fn noon() -> Timestamp {
        "2026-11-24T15:00:00Z".parse().unwrap()
    }

    fn source(n: u8, title: &str, state: SourceState) -> Source {
        Source {
            id: SourceId::from_bytes([n; 16]),
            title: title.to_owned(),
            address: format!("http://127.0.0.1:7322/in/{n}"),
            public_address: None,
            state,
            allow_get: false,
            created_at: Timestamp::UNIX_EPOCH,
            preset: "other".to_owned(),
            first_delivery_at: None,
            last_delivery_at: None,
            trouble: None,
        }
    }
}
