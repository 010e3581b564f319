//! Stands in for the window where only the desk is tested: it attaches, and writes down what it is told.
//!
//! `stand-in-window --data-dir DIR [--contact ID | --activity ID]` appends to the file that `RECADO_STAND_IN_LOG` names: `start` with
//! its arguments, then a line for each order and for the end. It ends where the real window ends.

#[cfg(unix)]
fn main() {
    use std::collections::BTreeMap;
    use std::fs::File;
    use std::io::Write as _;
    use std::path::PathBuf;

    use recado_api::client::Client;
    use recado_api::socket::Record;
    use recado_api::view::{Attach, Destination, WindowOrder};
    use recado_api::{Ending, StreamLine};

    const SESSION: [&str; 6] = [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "DBUS_SESSION_BUS_ADDRESS",
        "XDG_CURRENT_DESKTOP",
        "XDG_RUNTIME_DIR",
    ];

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let folder = PathBuf::from(after("--data-dir").expect("--data-dir DIR"));
    let contact = after("--contact").map(|id| Destination::Contact(id.parse().expect("a contact's id")));
    let activity = after("--activity").map(|id| Destination::Activity(id.parse().expect("a source's id")));
    let log = std::env::var_os("RECADO_STAND_IN_LOG").expect("RECADO_STAND_IN_LOG names a file");
    let mut log = File::options()
        .create(true)
        .append(true)
        .open(log)
        .expect("the log can be opened");
    let mut say = |line: String| {
        // In one write, so that two of these do not mix their lines.
        log.write_all(format!("{line}\n").as_bytes())
            .expect("the log can be written");
    };
    say(format!("start {}", arguments.join(" ")));
    if std::env::var_os("RECADO_STAND_IN_FAILS").is_some() {
        std::process::exit(1);
    }

    let attach = Attach {
        pid: std::process::id(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at: contact.or(activity),
        session: SESSION
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
            .collect::<BTreeMap<_, _>>(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(async {
        let record = Record::read(&folder).expect("somebody holds the folder");
        let client = Client::new(&record.socket.expect("it answers"));
        let mut changes = client.attach(&attach).await.expect("it takes windows");
        loop {
            match changes.next().await {
                Ok(Some(StreamLine::Window(WindowOrder::Show { at }))) => {
                    say(match at {
                        Some(Destination::Contact(id)) => format!("show {id}"),
                        Some(Destination::Activity(id)) => format!("show activity {id}"),
                        Some(Destination::Connection(id)) => format!("show connection {id}"),
                        Some(Destination::Relay(link)) => format!("show {link}"),
                        None => "show".to_owned(),
                    });
                }
                Ok(Some(StreamLine::Window(WindowOrder::AlreadyOpen))) => {
                    say("already open".to_owned());
                    return;
                }
                Ok(Some(StreamLine::Ending(ending))) => {
                    say(match ending {
                        Ending::Quit => "ending quit".to_owned(),
                        Ending::Restart => "ending restart".to_owned(),
                    });
                    return;
                }
                Ok(Some(StreamLine::Hello(_) | StreamLine::Resync(_) | StreamLine::Change { .. })) => {}
                Ok(None) | Err(_) => {
                    say("gone".to_owned());
                    return;
                }
            }
        }
    });
}

#[cfg(not(unix))]
fn main() {}
