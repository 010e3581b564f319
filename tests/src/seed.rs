//! Randomness that can be had again.

use std::env;

/// Random numbers from `RECADO_SEED`, or from a new seed; the seed is printed, so that a failure can be repeated.
pub fn seeded() -> fastrand::Rng {
    let seed = match env::var("RECADO_SEED") {
        Ok(seed) => seed.parse().expect("RECADO_SEED is a number"),
        Err(_) => fastrand::u64(..),
    };
    println!("RECADO_SEED={seed}");
    fastrand::Rng::with_seed(seed)
}
