//! What the whole program does, proven on the real program: a file a theme.
//!
//! `bodies`, `restart` and `commands` also run on recado.exe under Wine (`cargo xtask test --windows`).

mod bodies;
mod commands;
mod commands_beside_an_engine;
#[cfg(unix)]
mod crash;
#[cfg(target_os = "linux")]
mod desk;
mod exactly_once;
mod export;
#[cfg(target_os = "linux")]
mod flush;
#[cfg(target_os = "linux")]
mod folders;
#[cfg(target_os = "linux")]
mod full_disk;
mod genuine;
mod hostile_bodies;
#[cfg(target_os = "linux")]
mod keyring;
mod metrics;
mod one_engine;
mod refusals;
mod restart;
mod silent_source;
#[cfg(target_os = "linux")]
mod slow_senders;
mod source_commands;
#[cfg(target_os = "linux")]
mod strangers;
mod test_sender;
#[cfg(target_os = "linux")]
mod tunnel;
#[cfg(target_os = "linux")]
mod tunnel_commands;
#[cfg(target_os = "linux")]
mod window;
