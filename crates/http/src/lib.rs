//! A listener that survives strangers: the outermost part of an HTTP server. The engine's receiver and the relay stand
//! on it.
//!
//! [`Server`] accepts connections and speaks HTTP/1.1 on them. [`Connections`] bounds how many there are, and cuts the
//! oldest unfinished one for a new one. [`Bodies`] reads what is sent, bounded in size, time and memory, the oldest
//! first. What a request means, and what is answered, is its user's affair.

mod body;
mod connections;
mod server;
mod space;

pub use crate::body::{Bodies, BodyRefused, throw_away};
pub use crate::connections::{Answering, AnsweringFlag, Connections};
pub use crate::server::{Caller, Server, bind, plain};
pub use crate::space::Room;
