//! Tells when this computer's way to the internet may have changed: it got or lost a network address, or slept.
//!
//! Nothing here wakes the computer up by itself.

use std::net::IpAddr;

use netwatcher::{AsyncWatch, Update, async_adapter::Tokio};

/// Watches, from when it is made.
pub(super) struct Network {
    /// `None` where the system does not tell.
    addresses: Option<AsyncWatch>,
    /// What the watch tells first is how things are.
    was_told_first: bool,
    sleep: sleep::Sleep,
}

impl Network {
    pub(super) fn watch() -> Self {
        let addresses = netwatcher::watch_interfaces_async::<Tokio>();
        if let Err(error) = &addresses {
            tracing::warn!(error = %error, "changes of the network are not noticed at once");
        }
        Self {
            addresses: addresses.ok(),
            was_told_first: false,
            sleep: sleep::Sleep::watch(),
        }
    }

    /// Completes after the next change. What is dropped before misses nothing.
    pub(super) async fn changed(&mut self) {
        let addresses = async {
            let Some(watch) = &mut self.addresses else {
                return std::future::pending().await;
            };
            if !self.was_told_first {
                watch.changed().await;
                self.was_told_first = true;
            }
            while !leads_elsewhere(&watch.changed().await) {}
        };
        tokio::select! {
            () = addresses => {}
            () = self.sleep.over() => tracing::debug!("the computer slept, or its clock was set"),
        }
    }
}

/// Containers and virtual machines come and go with addresses that lead nowhere.
fn leads_elsewhere(update: &Update) -> bool {
    let mut changed = update.addrs_added().chain(update.addrs_removed());
    changed.any(|(_, record)| match record.ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local(),
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unicast_link_local(),
    })
}

#[cfg(target_os = "linux")]
mod sleep {
    use std::os::fd::OwnedFd;

    use rustix::io::Errno;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::unix::AsyncFd;

    /// A moment that does not come: the year 2100.
    const NEVER: i64 = 4_102_444_800;

    /// A timer of the wall clock that the system cancels when that clock jumps, as it does when the computer wakes up
    /// (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
    pub(super) struct Sleep(Option<AsyncFd<OwnedFd>>);

    impl Sleep {
        pub(super) fn watch() -> Self {
            let timer = armed().inspect_err(|error| {
                tracing::warn!(error = %error, "a sleep of the computer is not noticed at once");
            });
            Self(timer.ok())
        }

        /// Completes when the computer has slept, or somebody has set its clock.
        pub(super) async fn over(&mut self) {
            let Some(timer) = &self.0 else {
                return std::future::pending().await;
            };
            let cancelled = loop {
                let Ok(mut ready) = timer.readable().await else {
                    break false;
                };
                let read = ready.try_io(|timer| {
                    let mut expirations = [0; 8];
                    Ok(rustix::io::read(timer.get_ref(), &mut expirations)?)
                });
                match read {
                    Ok(Err(error)) if Errno::from_io_error(&error) == Some(Errno::CANCELED) => break true,
                    Ok(_) => break false,
                    Err(_) => {}
                }
            };
            if !cancelled || arm(timer.get_ref()).is_err() {
                self.0 = None;
            }
        }
    }

    fn armed() -> std::io::Result<AsyncFd<OwnedFd>> {
        let timer = timerfd_create(
            TimerfdClockId::Realtime,
            TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC,
        )?;
        arm(&timer)?;
        #[expect(unsafe_code, reason = "tokio has no safe way for a descriptor of one's own")]
        // SAFETY: an `OwnedFd` has one open descriptor for all of its life, which the `AsyncFd` owns from here on.
        let registered = unsafe { AsyncFd::register(timer) };
        Ok(registered?)
    }

    fn arm(timer: &OwnedFd) -> rustix::io::Result<()> {
        let never = Itimerspec {
            it_interval: Timespec {
                tv_sec: 0,
                tv_nsec: 0,
            },
            it_value: Timespec {
                tv_sec: NEVER,
                tv_nsec: 0,
            },
        };
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        timerfd_settime(timer, flags, &never)?;
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod sleep {
    /// These systems take the network down before they sleep, and tell when it is back.
    pub(super) struct Sleep;

    impl Sleep {
        pub(super) fn watch() -> Self {
            Self
        }

        pub(super) async fn over(&mut self) {
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn nothing_is_told_where_nothing_changes() {
        let mut network = Network::watch();
        let told = tokio::time::timeout(Duration::from_millis(50), network.changed());
        assert!(told.await.is_err());
    }
}
