//! The harness of the end-to-end tests: the real program in folders of its own, and the world around it.
//!
//! A test reads like the story it proves: [`Recado::in_new_folder`] is an installation nobody used yet,
//! [`Recado::serve`] starts the program, [`Serving::post_json`] is a sender, and [`Recado::contacts`] is the owner
//! who looks. Nothing here reaches into the program: it is driven by its command line, HTTP and signals, and judged
//! by what they answer and by its database file. Waiting is always for something that can be seen (a line of
//! output, an exit, a row), with a generous limit that only a broken program meets.
//!
//! `RECADO_TEST_PROGRAM` names another program than the one that was just built, with what starts it:
//! `wine64 …/recado.exe`.

mod answer;
pub mod database;
pub mod flush_order;
#[cfg(target_os = "linux")]
pub mod memory;
#[cfg(target_os = "linux")]
pub mod mounts;
mod program;
mod recado;
mod seed;
mod serving;
pub mod wait;

pub use answer::Answer;
pub use program::Program;
pub use recado::{Finished, Recado, Source};
pub use seed::seeded;
pub use serving::{AfterSending, Serving};

/// The two bodies that the project promises to understand, verbatim.
pub const CARLOS_JSON: &str =
    r#"{ "nome": "Carlos", "telefone": "+5501999999999", "mensagem": "Quero agendar um horário" }"#;
/// The same person by the other kind of body.
pub const CARLOS_XML: &str = "<lead> <nome>Carlos</nome> <telefone>+5501999999999</telefone> <mensagem>Quero agendar um horário</mensagem> </lead>";
