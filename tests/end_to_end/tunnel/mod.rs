//! Reachable from anywhere, and nothing lost: the real program, a real relay, what lies between them and fails, and
//! senders who only know the public address.

mod away;
mod clock;
mod clocked_relay;
mod cut;
mod keys;
mod live;
mod random;
mod two_computers;
mod unreadable;
mod weekend;

use recado_api::{
    request::{ChangeSetting, ConnectTunnel, ListCards, ShowBoard, ShowSettings},
    view::{Gate, Setting},
};
use recado_tests::{Answer, Recado, Relay, Serving, Source, wait};

/// A shop with one source, and the relay by which it is reached.
struct Shop {
    relay: Relay,
    recado: Recado,
    source: Source,
    /// The source's public address.
    address: String,
}

impl Shop {
    /// Its computer is on.
    #[track_caller]
    fn open() -> (Self, Serving) {
        Self::open_by(Relay::running())
    }

    /// The same with a relay that runs already.
    #[track_caller]
    fn open_by(relay: Relay) -> (Self, Serving) {
        let recado = Recado::in_new_folder();
        recado.set_up("shop", "pt-BR");
        let source = recado.source("Outro sistema");
        let serving = recado.serve();
        let_many_come(&recado);
        recado.use_relay(relay.origin());
        let address = recado.public_address(&source);
        let shop = Self {
            relay,
            recado,
            source,
            address,
        };
        (shop, serving)
    }

    /// Its computer is off, without a farewell.
    #[track_caller]
    fn closed() -> Self {
        let (shop, serving) = Self::open();
        shop.close(serving);
        shop
    }

    /// The power fails.
    #[track_caller]
    fn close(&self, serving: Serving) {
        serving.kill();
        self.relay.wait_for_engines(0);
    }

    /// Where senders reach the relay itself.
    fn url(&self) -> String {
        self.relay.directly(&self.address)
    }

    /// Waits until all that waited was settled, and the link stands.
    #[track_caller]
    fn wait_until_current(&self) {
        hurry(&self.recado);
        self.relay.wait_until_nothing_waits();
    }
}

/// Has the link made now: how long the program waits between attempts is not what is tried.
#[track_caller]
fn hurry(recado: &Recado) {
    recado
        .ask(ConnectTunnel {})
        .unwrap_or_else(|error| panic!("{error}"));
    recado.wait_for_link();
}

/// A test sends more in a second than a source may bring in one.
#[track_caller]
fn let_many_come(recado: &Recado) {
    let settings = recado.ask(ShowSettings {}).expect("they can be shown");
    let gate = Gate {
        per_minute: 0,
        ..settings.gate
    };
    let setting = Setting::Gate(gate);
    recado.ask(ChangeSetting { setting }).expect("it can be set");
}

/// A sender who knows a URL.
fn sender() -> reqwest::blocking::Client {
    reqwest::blocking::Client::builder()
        .no_proxy()
        .timeout(wait::LIMIT)
        .build()
        .expect("a client without TLS can be built")
}

/// Sends a JSON body with these headers too.
#[track_caller]
fn post(url: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
    let request = sender().post(url).header("content-type", "application/json");
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    Answer::of(request.body(body.into()))
}

/// The names in the first column of the board, from its top.
#[track_caller]
fn first_column(recado: &Recado) -> Vec<String> {
    let board = recado.ask(ShowBoard {
        filter: Default::default(),
        cards: 1,
    });
    let board = board.expect("the board can be shown");
    let cards = recado.ask(ListCards {
        stage: board.columns[0].stage.id,
        filter: Default::default(),
        offset: 0,
        limit: 500,
    });
    let cards = cards.expect("cards can be listed").cards;
    cards.into_iter().map(|card| card.name).collect()
}
