//! An engine that runs on a folder of its own, asked through its socket.
#![allow(dead_code, reason = "not every file of tests needs all of it")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use recado_api::client::{Changes, Client};
use recado_api::request::{AddSource, ListContacts, ListDeliveries, SendSample, SetUpBusiness};
use recado_api::socket::Record;
use recado_api::view::{BusinessKind, Contact, Delivery, SampleKind, Source};
use recado_api::{Change, Ending, Holder, Lang, SourceId, StreamLine};
use recado_engine::{Clock, Engine, Folder, Keyring, OpenOptions, StartOptions};

pub(crate) struct Running {
    pub(crate) engine: Engine,
    pub(crate) client: Client,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) listening: SocketAddr,
    pub(crate) clock: Arc<SetClock>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::start_with(StartOptions::default()).await
    }

    /// Receives on any free port unless `options` say where.
    pub(crate) async fn start_with(options: StartOptions) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), options).await
    }

    pub(crate) async fn start_in(folder: tempfile::TempDir, options: StartOptions) -> Self {
        Self::start_on(folder, Lang::PtBr, options).await
    }

    /// On a computer of that language.
    pub(crate) async fn start_on(
        folder: tempfile::TempDir,
        system_lang: Lang,
        options: StartOptions,
    ) -> Self {
        Self::start_beside(folder, system_lang, None, options).await
    }

    /// On a computer with that keyring.
    pub(crate) async fn start_beside(
        folder: tempfile::TempDir,
        system_lang: Lang,
        keyring: Option<Arc<dyn Keyring>>,
        options: StartOptions,
    ) -> Self {
        Self::start_wholly(folder, system_lang, keyring, SetClock::default(), options).await
    }

    /// At the time of that clock.
    pub(crate) async fn start_at(
        folder: tempfile::TempDir,
        system_lang: Lang,
        clock: SetClock,
        options: StartOptions,
    ) -> Self {
        Self::start_wholly(folder, system_lang, None, clock, options).await
    }

    async fn start_wholly(
        folder: tempfile::TempDir,
        system_lang: Lang,
        keyring: Option<Arc<dyn Keyring>>,
        clock: SetClock,
        mut options: StartOptions,
    ) -> Self {
        let clock = Arc::new(clock);
        let open = OpenOptions {
            clock: clock.clone(),
            system_lang,
            // A test leaves nothing in the keyring of whoever runs it.
            keyring,
            ..OpenOptions::new(Holder::Desk)
        };
        let mut engine = Engine::open(&Folder::at(folder.path()), open).await.unwrap();
        options
            .listen
            .get_or_insert(SocketAddr::from(([127, 0, 0, 1], 0)));
        let listening = engine.start(options).await.unwrap();
        let socket = Record::read(folder.path()).unwrap().socket.unwrap();
        Self {
            engine,
            client: Client::new(&socket),
            folder,
            listening,
            clock,
        }
    }

    /// Ends it and starts another on the same folder.
    pub(crate) async fn restart_on(self, system_lang: Lang) -> Self {
        self.engine.shutdown(Ending::Quit).await;
        Self::start_on(self.folder, system_lang, StartOptions::default()).await
    }

    pub(crate) async fn add(&self, title: &str) -> SourceId {
        self.add_source(title).await.id
    }

    pub(crate) async fn add_source(&self, title: &str) -> Source {
        let source = AddSource {
            title: title.to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        };
        self.client.ask(source).await.unwrap()
    }

    pub(crate) async fn set_up(&self, lang: Lang) {
        let set_up = SetUpBusiness {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang,
            country: Some("BR".to_owned()),
            zone: Some("America/Sao_Paulo".to_owned()),
        };
        self.client.ask(set_up).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) async fn contacts(&self) -> Vec<Contact> {
        let all = ListContacts {
            after: None,
            limit: 1_000,
        };
        self.client.ask(all).await.unwrap().contacts
    }

    pub(crate) async fn deliveries(&self) -> Vec<Delivery> {
        let all = ListDeliveries {
            filter: Default::default(),
            newest_first: false,
            after: None,
            limit: 1_000,
        };
        self.client.ask(all).await.unwrap().deliveries
    }
}

/// What "Send a test" asks for.
pub(crate) fn good_sample(source: SourceId) -> SendSample {
    SendSample {
        source,
        kind: SampleKind::Good,
        sample: None,
    }
}

/// Posts a JSON body as a sender does.
pub(crate) async fn post(source: &Source, body: &str) -> reqwest::Response {
    post_with(source, body, &[]).await
}

pub(crate) async fn post_with(source: &Source, body: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    post_only_with(source, body, &all).await
}

/// Posts with these headers alone.
pub(crate) async fn post_only_with(
    source: &Source,
    body: &str,
    headers: &[(&str, &str)],
) -> reqwest::Response {
    let mut request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .post(&source.address)
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// Reads the stream until a change that is looked for.
pub(crate) async fn until<T>(changes: &mut Changes, mut wanted: impl FnMut(Change) -> Option<T>) -> T {
    loop {
        let line = changes.next().await.unwrap().unwrap();
        if let StreamLine::Change { change, .. } = line
            && let Some(found) = wanted(*change)
        {
            return found;
        }
    }
}

/// Stands still until a test moves it.
pub(crate) struct SetClock(Mutex<Timestamp>);

impl Default for SetClock {
    fn default() -> Self {
        Self(Mutex::new("2026-03-10T15:30:00Z".parse().unwrap()))
    }
}

impl SetClock {
    pub(crate) fn forward(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}
