//! A tray that remembers, and the person who clicks in it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use zbus::{
    blocking::{Connection, Proxy},
    interface,
    message::Header,
    object_server::SignalEmitter,
    zvariant::{OwnedObjectPath, OwnedValue, Structure, Value},
};

use super::Bus;
use crate::wait;

/// A stand-in for the desktop's tray: the service that status icons register with.
#[derive(Debug)]
pub struct Tray {
    connection: Connection,
    items: Arc<Mutex<Vec<(String, String)>>>,
}

/// An icon in the tray.
#[derive(Debug, Clone)]
pub struct Item {
    connection: Connection,
    /// The owner's name on the bus, and the item's path there.
    pub service: String,
    pub path: String,
}

/// A line of an icon's menu.
#[derive(Debug, Clone)]
pub struct MenuEntry {
    pub id: i32,
    /// Without the underscores that mark access keys.
    pub label: String,
    pub enabled: bool,
    pub children: Vec<MenuEntry>,
}

/// As `com.canonical.dbusmenu` sends a menu: id, properties, children (each again such a triple).
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Tray {
    pub fn on(bus: &Bus) -> Self {
        let items = Arc::new(Mutex::new(Vec::new()));
        let service = Watcher {
            items: Arc::clone(&items),
        };
        let connection = bus
            .builder()
            .name("org.kde.StatusNotifierWatcher")
            .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", service))
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("there is no other tray on this bus");
        Self { connection, items }
    }

    /// The icons whose owners still live.
    pub fn items(&self) -> Vec<Item> {
        let items = self.items.lock().expect("no reader panics").clone();
        items
            .into_iter()
            .map(|(service, path)| Item {
                connection: self.connection.clone(),
                service,
                path,
            })
            .filter(Item::lives)
            .collect()
    }

    /// Waits for the one icon.
    #[track_caller]
    pub fn wait_for_item(&self) -> Item {
        wait::until("an icon in the tray", || self.items().into_iter().next())
    }
}

impl Item {
    fn lives(&self) -> bool {
        let owned = self.connection.call_method(
            Some("org.freedesktop.DBus"),
            "/",
            Some("org.freedesktop.DBus"),
            "NameHasOwner",
            &self.service.as_str(),
        );
        owned.is_ok_and(|answer| answer.body().deserialize().unwrap_or(false))
    }

    /// A property of the icon, in words.
    pub fn property(&self, name: &str) -> String {
        let value: OwnedValue = self
            .proxy(&self.path, "org.kde.StatusNotifierItem")
            .get_property(name)
            .unwrap_or_else(|error| panic!("the icon has no {name}: {error}"));
        super::words(&value)
    }

    /// What the icon looks like now: its pixels, its name or its file, whatever it was given.
    pub fn picture(&self) -> Vec<u8> {
        let proxy = self.proxy(&self.path, "org.kde.StatusNotifierItem");
        let pixels: Result<Vec<(i32, i32, Vec<u8>)>, _> = proxy.get_property("IconPixmap");
        if let Ok(pixels) = pixels
            && let Some((_, _, bytes)) = pixels.into_iter().next()
        {
            return bytes;
        }
        let name = self.property("IconName");
        let folder = self.property("IconThemePath");
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        std::fs::read(&file).unwrap_or_else(|_| name.into_bytes())
    }

    /// The person clicks on the icon.
    pub fn activate(&self) {
        self.proxy(&self.path, "org.kde.StatusNotifierItem")
            .call::<_, _, ()>("Activate", &(0_i32, 0_i32))
            .expect("the icon takes clicks");
    }

    /// The menu as it is now.
    pub fn menu(&self) -> Vec<MenuEntry> {
        let (_, layout): (u32, Layout) = self
            .menu_proxy()
            .call("GetLayout", &(0_i32, -1_i32, Vec::<&str>::new()))
            .expect("the menu can be read");
        MenuEntry::read(layout).children
    }

    /// All labels of the menu, submenus too, in order.
    pub fn labels(&self) -> Vec<String> {
        fn collect(entries: &[MenuEntry], into: &mut Vec<String>) {
            for entry in entries {
                into.push(entry.label.clone());
                collect(&entry.children, into);
            }
        }
        let mut labels = Vec::new();
        collect(&self.menu(), &mut labels);
        labels
    }

    /// Waits for a line of the menu, in a submenu too, and clicks on it.
    #[track_caller]
    pub fn click(&self, label: &str) {
        let entry = wait::until(&format!("{label:?} in the menu {:?}", self.labels()), || {
            find(&self.menu(), label)
        });
        assert!(entry.enabled, "{label:?} cannot be clicked");
        let timestamp = 0_u32;
        // A tray waits for no answer: a program that is told to end may be gone before it gave one.
        self.menu_proxy()
            .call_noreply("Event", &(entry.id, "clicked", Value::from(0_i32), timestamp))
            .expect("the bus takes it");
    }

    fn menu_proxy(&self) -> Proxy<'static> {
        let path: OwnedObjectPath = self
            .proxy(&self.path, "org.kde.StatusNotifierItem")
            .get_property("Menu")
            .expect("the icon has a menu");
        self.proxy(path.as_str(), "com.canonical.dbusmenu")
    }

    fn proxy(&self, path: &str, interface: &'static str) -> Proxy<'static> {
        zbus::blocking::proxy::Builder::new(&self.connection)
            .destination(self.service.clone())
            .and_then(|builder| builder.path(path.to_owned()))
            .and_then(|builder| builder.interface(interface))
            // What is asked is asked anew.
            .map(|builder| builder.cache_properties(zbus::proxy::CacheProperties::No))
            .and_then(zbus::blocking::proxy::Builder::build)
            .expect("the names are well-formed")
    }
}

fn find(entries: &[MenuEntry], label: &str) -> Option<MenuEntry> {
    entries.iter().find_map(|entry| {
        if entry.label == label {
            Some(entry.clone())
        } else {
            find(&entry.children, label)
        }
    })
}

impl MenuEntry {
    fn read((id, properties, children): Layout) -> Self {
        let label = properties
            .get("label")
            .and_then(|label| <&str>::try_from(label).ok())
            .unwrap_or("")
            .replace("__", "\u{0}")
            .replace('_', "")
            .replace('\u{0}', "_");
        let enabled = properties
            .get("enabled")
            .and_then(|enabled| bool::try_from(enabled).ok())
            .unwrap_or(true);
        let children = children
            .into_iter()
            .map(|child| {
                let child = Structure::try_from(child).expect("a menu entry is a structure");
                Self::read(Layout::try_from(child).expect("a menu entry is id, properties, children"))
            })
            .collect();
        Self {
            id,
            label,
            enabled,
            children,
        }
    }
}

#[derive(Debug)]
struct Watcher {
    items: Arc<Mutex<Vec<(String, String)>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        // Either a name, with the usual path, or a path of the sender's own.
        let item = if service.starts_with('/') {
            (sender, service.clone())
        } else {
            (service.clone(), "/StatusNotifierItem".to_owned())
        };
        self.items.lock().expect("no reader panics").push(item);
        let _ = Self::status_notifier_item_registered(&emitter, &service).await;
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.items.lock().expect("no reader panics");
        items
            .iter()
            .map(|(service, path)| format!("{service}{path}"))
            .collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;
}
