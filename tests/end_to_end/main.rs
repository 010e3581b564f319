//! What the whole program does, proven on the real program: a file a theme.
//!
//! `bodies`, `restart` and `commands` also run on recado.exe under Wine (`cargo xtask test --windows`).

mod bodies;
mod commands;
mod commands_beside_an_engine;
#[cfg(unix)]
mod crash;
mod exactly_once;
mod export;
#[cfg(target_os = "linux")]
mod flush;
#[cfg(target_os = "linux")]
mod folders;
#[cfg(target_os = "linux")]
mod full_disk;
mod hostile_bodies;
mod one_engine;
mod refusals;
mod restart;
#[cfg(target_os = "linux")]
mod slow_senders;
#[cfg(target_os = "linux")]
mod strangers;
