//! The harness of the end-to-end tests: the real program in folders of its own, and the world around it.
//!
//! A test reads like the story it proves: [`Recado::in_new_folder`] is an installation nobody used yet,
//! [`Recado::serve`] starts the program, [`Serving::post_json`] is a sender, and [`Recado::contacts`] is the owner
//! who looks. Nothing here reaches into the program: it is driven by its command line, HTTP and signals, and judged
//! by what they answer and by its database file. Waiting is always for something that can be seen (a line of
//! output, an exit, a row), with a generous limit that only a broken program meets.
//!
//! A [`Relay`] is a server elsewhere, [`Senders`] those who only know its public addresses, and a [`Chopper`] what lies
//! between it and the installation and fails; [`Sent`] is the senders' books.
//!
//! An [`Office`] is an installation with a desktop around it: [`Office::open`] is the person who starts the app and
//! gets the [`window::Window`], [`desktop`] what else is on that desktop.
//!
//! `RECADO_TEST_PROGRAM` names another program than the one that was just built, with what starts it:
//! `wine64 …/recado.exe`.

mod answer;
mod chopper;
pub mod database;
#[cfg(target_os = "linux")]
mod desk_alone;
#[cfg(target_os = "linux")]
pub mod desktop;
pub mod flush_order;
#[cfg(target_os = "linux")]
mod leftovers;
mod lines;
#[cfg(target_os = "linux")]
pub mod load;
#[cfg(target_os = "linux")]
pub mod machine;
#[cfg(target_os = "linux")]
pub mod memory;
#[cfg(target_os = "linux")]
pub mod mounts;
#[cfg(target_os = "linux")]
mod office;
mod port;
#[cfg(target_os = "linux")]
pub mod processor;
mod program;
mod reach;
mod recado;
#[cfg(unix)]
mod relay;
mod seed;
mod senders;
pub mod sent;
mod serving;
pub mod wait;
pub mod whatsapp;
#[cfg(target_os = "linux")]
pub mod window;

pub use answer::Answer;
pub use chopper::{Chopper, Way};
#[cfg(target_os = "linux")]
pub use desk_alone::{DeskAlone, signal};
#[cfg(target_os = "linux")]
pub use office::{DESK, Office, Started, WINDOW};
pub use port::Port;
pub use program::Program;
pub use recado::{Finished, Recado, Source};
#[cfg(unix)]
pub use relay::{Relay, figure_of};
pub use seed::seeded;
pub use senders::Senders;
pub use sent::Sent;
pub use serving::{AfterSending, Serving};

/// The two bodies that the project promises to understand, verbatim.
pub const CARLOS_JSON: &str =
    r#"{ "nome": "Carlos", "telefone": "+5501999999999", "mensagem": "Quero agendar um horário" }"#;
/// The same person by the other kind of body.
pub const CARLOS_XML: &str = "<lead> <nome>Carlos</nome> <telefone>+5501999999999</telefone> <mensagem>Quero agendar um horário</mensagem> </lead>";
