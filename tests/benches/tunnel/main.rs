//! How fast and how light the tunnel is: `cargo xtask bench tunnel`.
//!
//! One run measures a relay and what is behind it. `live`: requests through it, beside the same receiver without a
//! tunnel, through `bore` and through `ssh -R` (`others`). The receiver is once one that does nothing and hangs directly
//! on the tunnel crate's end (`alone`, `engines`), so that the tunnel itself is seen; and once the whole `recado serve`,
//! where the flush of each delivery decides. `away`: what a sender waits for while the computer is off. `drain`: how
//! fast 10,000 waiting deliveries come home. `idle`: what engines that only stay attached take in the relay.
//!
//! Every program is a process of its own, and so is this one, which sends. What is compared are ratios within one run.

#[cfg(target_os = "linux")]
mod alone;
#[cfg(target_os = "linux")]
mod away;
#[cfg(target_os = "linux")]
mod drain;
#[cfg(target_os = "linux")]
mod engines;
#[cfg(target_os = "linux")]
mod idle;
#[cfg(target_os = "linux")]
mod live;
#[cfg(target_os = "linux")]
mod others;
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
    println!("The benchmark reads /proc, and runs on Linux alone.");
}
