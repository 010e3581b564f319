//! The tunnel between an engine and its relay: what both ends share.
//!
//! A shop's computer has no public address. Its engine dials out to a relay, and on that one connection the relay
//! passes senders' requests in. What arrives while the computer is away waits at the relay, sealed. This crate holds
//! what engine and relay must agree on, each format with its bounds, and both ends of the connection. It opens no
//! socket, keeps no file and decides nothing by the time of day: that belongs to the engine's client and to
//! `recado-relay`.
//!
//! In the order of a link's life: who one is ([`identity`]), and who asks one in ([`invitation`]); the WebSocket as a stream of bytes ([`ws`]); challenge,
//! proof and answer ([`attach`]); HTTP/2 with its roles turned ([`ends`]), with what is said beside the requests
//! ([`control`]): the table of live keys ([`keys`]) and what waits. What is kept is sealed ([`seal`]) and drained
//! ([`drain`]). Every bound stands in [`limits`].
//!
//! `docs/tunnel.md` is the protocol for a second implementation; `vectors/` holds its bytes, which the tests pin.

pub mod attach;
pub mod control;
pub mod delivery;
pub mod drain;
pub mod ends;
mod frame;
pub mod identity;
pub mod invitation;
pub mod keys;
pub mod limits;
pub mod origin;
pub mod seal;
mod transcript;
#[cfg(test)]
mod vectors;
pub mod ws;
