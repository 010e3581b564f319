//! How fast Recado receives, beside what is possible: `cargo xtask bench receive`.
//!
//! One run measures, in turns so that a noisy minute hurts all alike: Recado, durable and applied; a handler of axum
//! that does nothing (`nothing`), which is the most that HTTP here allows; SQLite alone writing the very rows that
//! Recado wrote, in batches of the very size (`bare_sqlite`), which is the most that the disk allows; and Debian's
//! `webhook`, which starts a program for each delivery. Each is a process of its own, and so is this one, which
//! sends (`recado_tests::load`). What is compared are ratios within one run: the figures alone say more about the machine.

#[cfg(target_os = "linux")]
mod bare_sqlite;
#[cfg(target_os = "linux")]
mod genuine;
#[cfg(target_os = "linux")]
mod nothing;
#[cfg(target_os = "linux")]
mod receivers;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;

#[cfg(target_os = "linux")]
fn main() {
    run::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("The benchmark reads /proc and SQLite's shared memory, and runs on Linux alone.");
}
