//! A desk on a real engine in a folder of its own, in a world that only remembers, at a time that the test sets.

use std::collections::BTreeMap;
use std::mem;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use recado_api::request::{AddSource, ListContacts, ListToasts, SetUpBusiness, ShowDesktop};
use recado_api::view::{Attach, BusinessKind, Desktop, Destination, Source, WindowOrder};
use recado_api::{ContactId, Holder, Lang, Position, StreamLine};
use recado_engine::{
    AttachedWindow, Clock, DesktopAsk, Engine, Folder, OpenOptions, StartOptions, Subscription,
};
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};

use crate::controller::{Beginning, Controller, Surroundings};
use crate::input::{Input, Orders, WindowId};
use crate::run::Ended;
use crate::session::Session;
use crate::tray::{Face, Panel};
use crate::world::{Ring, World};

/// What a desk did to the world.
#[derive(Debug)]
pub(super) enum Did {
    Rang(Ring),
    Opened(Option<Destination>),
    Copied(String),
    SetAutostart(bool, oneshot::Sender<Result<Desktop, String>>),
}

/// An open and receiving data folder.
pub(super) struct Office {
    pub(super) engine: Engine,
    pub(super) clock: Arc<TestClock>,
    address: SocketAddr,
    asks: mpsc::Receiver<DesktopAsk>,
    folder: TempDir,
}

impl Office {
    /// Where nobody used Recado yet.
    pub(super) async fn unused() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::at("2026-11-24T15:00:00Z"));
        let options = OpenOptions {
            clock: clock.clone(),
            system_lang: Lang::PtBr,
            keyring: None,
            ..OpenOptions::new(Holder::Desk)
        };
        let mut engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let (asked, asks) = mpsc::channel(8);
        let address = engine
            .start(StartOptions {
                listen: Some(([127, 0, 0, 1], 0).into()),
                desktop: Some(asked),
                ..StartOptions::default()
            })
            .await
            .unwrap();
        Self {
            engine,
            clock,
            address,
            asks,
            folder,
        }
    }

    /// A clinic in São Paulo.
    pub(super) async fn of_a_clinic() -> Self {
        let office = Self::unused().await;
        office.door().set_up(Lang::PtBr).await;
        office
    }

    pub(super) async fn source(&self) -> Source {
        self.door().source().await
    }

    fn door(&self) -> Door<'_> {
        Door {
            engine: &self.engine,
            address: self.address,
            folder: self.folder.path(),
        }
    }
}

/// What senders and the owner's own hands do while a desk runs.
pub(super) struct Door<'office> {
    pub(super) engine: &'office Engine,
    address: SocketAddr,
    folder: &'office Path,
}

impl Door<'_> {
    /// What is untold so far came as if it had waited at the relay.
    pub(super) fn had_waited(&self) {
        let database = Folder::at(self.folder).database();
        let database = rusqlite::Connection::open(database).unwrap();
        let set = "UPDATE toast SET arrival = json_set(arrival, '$.waited', json('true'))";
        assert!(database.execute(set, []).unwrap() > 0);
    }

    pub(super) async fn set_up(&self, lang: Lang) {
        let set_up = SetUpBusiness {
            name: "Clínica Sorriso".to_owned(),
            kind: BusinessKind::Clinic,
            lang,
            country: Some("BR".to_owned()),
            zone: Some("America/Sao_Paulo".to_owned()),
        };
        self.engine.ask(set_up).await.unwrap();
    }

    pub(super) async fn source(&self) -> Source {
        let add = AddSource {
            title: "Site".to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        };
        self.engine.ask(add).await.unwrap()
    }

    /// Somebody writes, and it is filed.
    pub(super) async fn write(&self, source: &Source, person: u8, text: &str) {
        let path = source.address.split_once("/in/").unwrap().1;
        let body = format!(
            r#"{{"nome": "Pessoa {person}", "telefone": "+55119900000{person:02}", "mensagem": "{text}"}}"#
        );
        let sent = reqwest::Client::new()
            .post(format!("http://{}/in/{path}", self.address))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 200);
    }

    /// Somebody sends with this token, and is answered with that status.
    pub(super) async fn knock(&self, source: &Source, token: &str, status: u16) {
        let path = source.address.split_once("/in/").unwrap().1;
        let sent = reqwest::Client::new()
            .post(format!("http://{}/in/{path}", self.address))
            .header("content-type", "application/json")
            .header("x-token", token)
            .body(r#"{"nome": "Ana", "telefone": "+5511990000099"}"#)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), status);
    }

    /// How many are not told yet.
    pub(super) async fn untold(&self) -> u32 {
        self.engine.ask(ListToasts { limit: 100 }).await.unwrap().total
    }

    /// Who has this name.
    pub(super) async fn contact(&self, name: &str) -> ContactId {
        let list = ListContacts {
            after: None,
            limit: 100,
        };
        let contacts = self.engine.ask(list).await.unwrap().contacts;
        contacts
            .into_iter()
            .find(|contact| contact.name == name)
            .unwrap()
            .id
    }
}

impl Office {
    /// The desk begins its day.
    pub(super) async fn desk(&mut self) -> (TestDesk<'_>, Door<'_>) {
        let door = Door {
            engine: &self.engine,
            address: self.address,
            folder: self.folder.path(),
        };
        let did = Arc::new(Mutex::new(Vec::new()));
        let faces = Arc::new(Mutex::new(None));
        let changes = self.engine.subscribe(None);
        let was_away = door.untold().await > 0;
        let beginning = Beginning {
            clock: self.clock.clone(),
            world: Remembered {
                did: did.clone(),
                faces: faces.clone(),
            },
            was_away,
            session: session(":0"),
            surroundings: Surroundings {
                desktop: Desktop {
                    tray: true,
                    bell: true,
                    starts_with_computer: Some(false),
                },
                panel: Panel::Dark,
            },
        };
        let controller = Controller::begin(&self.engine, beginning).await.unwrap();
        let desk = TestDesk {
            engine: &self.engine,
            clock: &self.clock,
            asks: &mut self.asks,
            controller,
            changes,
            did,
            faces,
        };
        (desk, door)
    }
}

pub(super) struct TestDesk<'office> {
    engine: &'office Engine,
    clock: &'office TestClock,
    asks: &'office mut mpsc::Receiver<DesktopAsk>,
    controller: Controller<'office, Remembered>,
    changes: Subscription,
    did: Arc<Mutex<Vec<Did>>>,
    faces: Arc<Mutex<Option<Face>>>,
}

impl TestDesk<'_> {
    pub(super) async fn take(&mut self, input: Input) -> Option<Ended> {
        self.controller.take(input).await
    }

    /// Everything that was published so far is taken.
    pub(super) async fn catch_up(&mut self) {
        let here = self.changes_so_far();
        loop {
            let line = self.changes.next().await.unwrap();
            let done = matches!(&line, StreamLine::Change { n, .. } if *n >= here);
            self.take(Input::Changed(line)).await;
            if done {
                return;
            }
        }
    }

    /// The number of a change that is published for this, so that there is one to wait for.
    fn changes_so_far(&self) -> u64 {
        self.engine.publish_desktop(self.desktop_now());
        let start = Position {
            epoch: "another".to_owned(),
            n: 0,
        };
        let mut late = self.engine.subscribe(Some(&start));
        let line = futures_now(late.next());
        match line {
            Some(StreamLine::Resync(position)) => position.n,
            other => panic!("no position: {other:?}"),
        }
    }

    fn desktop_now(&self) -> Desktop {
        self.controller.desktop.clone()
    }

    /// What anybody is told of the desktop at the socket.
    pub(super) async fn shown_desktop(&mut self) -> Desktop {
        let asking = self.engine.ask(ShowDesktop {});
        let answering = async {
            let ask = self.asks.recv().await.unwrap();
            self.controller.take(Input::Asked(ask)).await;
        };
        let (shown, ()) = tokio::join!(asking, answering);
        shown.unwrap().unwrap()
    }

    /// What was done since this was last asked.
    pub(super) fn did(&self) -> Vec<Did> {
        mem::take(&mut *self.did.lock().unwrap())
    }

    /// The one notification that was rung since, and nothing else done.
    #[track_caller]
    pub(super) fn rang(&self) -> Ring {
        let mut did = self.did();
        assert_eq!(did.len(), 1, "{did:#?}");
        let Did::Rang(ring) = did.remove(0) else {
            panic!("something else than a notification")
        };
        ring
    }

    /// The titles of the notifications that were rung since.
    pub(super) fn titles(&self) -> Vec<String> {
        let rang = self.did().into_iter().filter_map(|did| match did {
            Did::Rang(ring) => Some(ring.notice.title),
            Did::Opened(_) | Did::Copied(_) | Did::SetAutostart(..) => None,
        });
        rang.collect()
    }

    /// The service took it.
    pub(super) async fn took(&mut self, ring: &Ring) {
        let rung = Input::Rung {
            ring: ring.id,
            answer: Ok(()),
        };
        self.take(rung).await;
    }

    pub(super) async fn refused(&mut self, ring: &Ring) {
        let rung = Input::Rung {
            ring: ring.id,
            answer: Err("no such service".to_owned()),
        };
        self.take(rung).await;
    }

    /// How many notifications there were.
    pub(super) fn rings(&self) -> u64 {
        self.controller.rings
    }

    pub(super) fn face(&self) -> Face {
        self.faces.lock().unwrap().clone().unwrap()
    }

    /// Time passes, and the desk is woken as often as it wants to be.
    pub(super) async fn after(&mut self, seconds: i64) {
        let end = self.clock.now() + SignedDuration::from_secs(seconds);
        while let Some(wake) = self.controller.wake_at().filter(|wake| *wake <= end) {
            self.clock.set(wake.max(self.clock.now()));
            self.take(Input::Woken).await;
        }
        self.clock.set(end);
    }

    /// A window presents itself from this screen.
    pub(super) async fn attach(
        &mut self,
        screen: &str,
        at: Option<Destination>,
    ) -> (mpsc::Receiver<WindowOrder>, Option<Ended>) {
        let (orders, ordered) = mpsc::channel(8);
        let attach = Attach {
            pid: 1,
            version: "0".to_owned(),
            at,
            session: variables(screen),
        };
        let ended = self
            .take(Input::Asked(DesktopAsk::Attach(AttachedWindow {
                attach,
                orders,
            })))
            .await;
        (ordered, ended)
    }
}

/// Does nothing and remembers all of it.
pub(super) struct Remembered {
    did: Arc<Mutex<Vec<Did>>>,
    faces: Arc<Mutex<Option<Face>>>,
}

impl Remembered {
    fn remember(&self, did: Did) {
        self.did.lock().unwrap().push(did);
    }
}

impl World for Remembered {
    fn ring(&mut self, ring: Ring) {
        self.remember(Did::Rang(ring));
    }

    fn set_tray(&mut self, face: Face) {
        *self.faces.lock().unwrap() = Some(face);
    }

    fn open_window(&mut self, at: Option<Destination>) {
        self.remember(Did::Opened(at));
    }

    fn watch_window(&mut self, _: WindowId, _: Orders) {}

    fn copy(&mut self, text: String, _: Lang, answer: Option<oneshot::Sender<Result<(), String>>>) {
        self.remember(Did::Copied(text));
        if let Some(answer) = answer {
            answer.send(Ok(())).unwrap();
        }
    }

    fn start_with_computer(&mut self, on: bool, answer: oneshot::Sender<Result<Desktop, String>>) {
        self.remember(Did::SetAutostart(on, answer));
    }
}

/// A clock that stands still until it is set.
pub(super) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn at(time: &str) -> Self {
        Self(Mutex::new(time.parse().unwrap()))
    }

    pub(super) fn set(&self, time: Timestamp) {
        *self.0.lock().unwrap() = time;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

fn session(screen: &str) -> Session {
    Session::told(&variables(screen))
}

fn variables(screen: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("DISPLAY".to_owned(), screen.to_owned())])
}

/// What a future gives that has nothing to wait for.
fn futures_now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(now) => now,
        std::task::Poll::Pending => panic!("it would wait"),
    }
}
