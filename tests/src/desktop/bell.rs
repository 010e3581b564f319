//! A notification service that remembers.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::SystemTime,
};

use tokio::sync::watch;
use zbus::{
    blocking::Connection, interface, message::Header, object_server::SignalEmitter, zvariant::OwnedValue,
};

use super::Bus;
use crate::wait;

const PATH: &str = "/org/freedesktop/Notifications";

/// A stand-in for the desktop's notification service: it shows nothing and remembers everything.
#[derive(Debug)]
pub struct Bell {
    connection: Connection,
    told: Arc<Mutex<Vec<Toast>>>,
    answers: watch::Sender<bool>,
    answered: Arc<AtomicU32>,
}

/// One notification as the program asked for it.
#[derive(Debug, Clone)]
pub struct Toast {
    /// When the service was told.
    pub at: SystemTime,
    /// What the service calls it.
    pub id: u32,
    /// The id of the notification that this one is to replace; 0 for none.
    pub replaces: u32,
    pub app: String,
    pub summary: String,
    pub body: String,
    /// Keys and labels in turn.
    pub actions: Vec<String>,
    pub hints: HashMap<String, String>,
    /// Milliseconds; -1 leaves it to the service, 0 means never.
    pub expires: i32,
    /// Who asked for it, by the name on the bus.
    sender: String,
}

impl Bell {
    /// A service that answers at once.
    pub fn on(bus: &Bus) -> Self {
        Self::that_answers(bus, true)
    }

    /// A service that takes what it is told and answers nothing until [`Self::answer`].
    pub fn that_is_slow_on(bus: &Bus) -> Self {
        Self::that_answers(bus, false)
    }

    fn that_answers(bus: &Bus, at_once: bool) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (answers, answering) = watch::channel(at_once);
        let answered = Arc::new(AtomicU32::new(0));
        let service = Service {
            told: Arc::clone(&told),
            answering,
            answered: Arc::clone(&answered),
        };
        let connection = bus
            .builder()
            .name("org.freedesktop.Notifications")
            .and_then(|builder| builder.serve_at(PATH, service))
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("there is no other notification service on this bus");
        Self {
            connection,
            told,
            answers,
            answered,
        }
    }

    /// From now on the service answers, also what it was told before.
    pub fn answer(&self) {
        self.answers.send_replace(true);
    }

    /// From now on the service answers nothing, until [`Self::answer`].
    pub fn hold(&self) {
        self.answers.send_replace(false);
    }

    /// Waits until it has answered this often, and the bus has passed that on.
    #[track_caller]
    pub fn wait_until_answered(&self, count: u32) {
        wait::until(&format!("{count} answers of the notification service"), || {
            (self.answered.load(Ordering::SeqCst) >= count).then_some(())
        });
        // What a connection sends is passed on in order, and this is answered after it.
        self.connection
            .call_method(
                Some("org.freedesktop.DBus"),
                "/",
                Some("org.freedesktop.DBus"),
                "GetId",
                &(),
            )
            .expect("the bus answers");
    }

    /// Everything it was told so far, updates too.
    pub fn told(&self) -> Vec<Toast> {
        self.told.lock().expect("no reader panics").clone()
    }

    /// Waits until it was told this often.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Toast> {
        wait::until(
            &format!("{count} notifications; told: {:#?}", self.told()),
            || {
                let told = self.told();
                (told.len() >= count).then_some(told)
            },
        )
    }

    /// Waits for a notification whose title or text says this, and returns it.
    #[track_caller]
    pub fn wait_for_one_that_says(&self, text: &str) -> Toast {
        wait::until(&format!("a notification that says {text:?}"), || {
            self.told()
                .into_iter()
                .find(|toast| toast.summary.contains(text) || toast.body.contains(text))
        })
    }

    /// The person clicks on it; no person is so quick that whoever showed it does not listen yet.
    pub fn click(&self, toast: &Toast) {
        wait::until("somebody to listen for a click", || {
            self.listens(&toast.sender).then_some(())
        });
        self.emit("ActionInvoked", &(toast.id, "default"));
        // By what the specification calls a call to CloseNotification: most services close what was clicked.
        self.emit("NotificationClosed", &(toast.id, 3_u32));
    }

    /// Whether this one asked the bus for the signals of the notification service.
    fn listens(&self, sender: &str) -> bool {
        let rules = self.connection.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus.Debug.Stats"),
            "GetAllMatchRules",
            &(),
        );
        let rules: HashMap<String, Vec<String>> = rules
            .expect("the bus tells who listens")
            .body()
            .deserialize()
            .expect("names with rules");
        let mut its = rules.get(sender).into_iter().flatten();
        its.any(|rule| rule.contains("org.freedesktop.Notifications"))
    }

    fn emit<B: serde::Serialize + zbus::zvariant::DynamicType>(&self, signal: &str, body: &B) {
        self.connection
            .emit_signal(None::<&str>, PATH, "org.freedesktop.Notifications", signal, body)
            .expect("the bus takes it");
    }
}

#[derive(Debug)]
struct Service {
    told: Arc<Mutex<Vec<Toast>>>,
    answering: watch::Receiver<bool>,
    answered: Arc<AtomicU32>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[zbus(name = "Notify")]
    #[expect(clippy::too_many_arguments, reason = "the specification's list")]
    async fn notify(
        &self,
        app: String,
        replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires: i32,
        #[zbus(header)] header: Header<'_>,
    ) -> u32 {
        let at = SystemTime::now();
        let id = {
            let mut told = self.told.lock().expect("no reader panics");
            let next = told.iter().map(|toast| toast.id).max().unwrap_or(0) + 1;
            let id = if replaces == 0 { next } else { replaces };
            told.push(Toast {
                at,
                id,
                replaces,
                app,
                summary,
                body,
                actions,
                hints: hints
                    .iter()
                    .map(|(name, value)| (name.clone(), super::words(value)))
                    .collect(),
                expires,
                sender: header.sender().map(ToString::to_string).unwrap_or_default(),
            });
            id
        };
        // Only the program's end closes the other half.
        let _ = self.answering.clone().wait_for(|answering| *answering).await;
        self.answered.fetch_add(1, Ordering::SeqCst);
        id
    }

    async fn close_notification(&self, id: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        let _ = Self::notification_closed(&emitter, id, 3).await;
    }

    fn get_capabilities(&self) -> Vec<&'static str> {
        vec!["actions", "body", "icon-static", "persistence", "sound"]
    }

    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("Bell", "Recado's tests", "1", "1.2")
    }

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;
}
