//! What a sender waits for while the computer is off: sealed, and durably written.

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use recado_tests::{
    Relay,
    load::{self, Connections, Figures, Load, Make},
};
use recado_tunnel::identity::Identity;

use crate::engines;

/// Requests in a second, each on a connection of its own.
pub(crate) const IN_A_SECOND: u32 = 50;

/// What came of it.
pub(crate) struct Away {
    /// At [`IN_A_SECOND`].
    pub(crate) paced: Figures,
    /// By 32 senders, as many as can be.
    pub(crate) most: Figures,
    /// A flush of this disk: the median of a write of 4 KiB and its `fdatasync`, and the 99th in a hundred.
    pub(crate) flush: (Duration, Duration),
}

pub(crate) fn measure(disk: &Path, time: Duration) -> Away {
    println!("the computer is away");
    let relay = Relay::running();
    let identity = known_and_away(&relay);
    let load = Load {
        make: Make::AnotherSystem,
        senders: 32,
        connections: Connections::NewEach,
        time,
    };
    let path = engines::path(&identity);
    let paced = load::paced(relay.address(), &path, &load, IN_A_SECOND);
    assert_eq!(
        relay.waiting(),
        paced.answers as u64,
        "all that was answered waits"
    );
    // Less than the quota whatever the machine.
    let most = load::send(relay.address(), &path, &load, 5_000);
    assert_eq!(relay.waiting(), (paced.answers + most.answers) as u64);
    Away {
        paced,
        most,
        flush: flush(disk),
    }
}

/// An engine that the relay knows, and that is not there.
pub(crate) fn known_and_away(relay: &Relay) -> Arc<Identity> {
    let identity = Arc::new(Identity::new().expect("random bytes"));
    let runtime = engines::runtime();
    runtime.block_on(async {
        engines::attach(relay.address(), Arc::clone(&identity), 1)
            .await
            .abort();
    });
    drop(runtime);
    relay.wait_for_engines(0);
    identity
}

fn flush(disk: &Path) -> (Duration, Duration) {
    let mut file = File::create(disk.join("flushed")).expect("the folder is ours");
    let mut took: Vec<Duration> = (0..200)
        .map(|_| {
            let start = Instant::now();
            file.write_all(&[7; 4096]).expect("there is room");
            file.sync_data().expect("it can be flushed");
            start.elapsed()
        })
        .collect();
    took.sort();
    (took[100], took[198])
}
