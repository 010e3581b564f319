//! A window from another session takes the desk's tray and bell there.

use super::{Bell, Bus, CARLOS_JSON, DESK, Office, Tray, desk_in, wait};

#[test]
fn a_window_from_another_session_takes_tray_and_bell_there() {
    let desk = desk_in(Office::of_a_clinic());
    let running = desk.start();
    desk.office.tray().wait_for_item();

    let there = Bus::start();
    let (tray, bell) = (Tray::on(&there), Bell::on(&there));
    let session = [("DBUS_SESSION_BUS_ADDRESS", there.address()), ("DISPLAY", ":77")];
    let mut window = desk.start_stand_in(&[], &session);
    tray.wait_for_item();
    wait::until("the icon to leave the first session", || {
        desk.office.tray().items().is_empty().then_some(())
    });
    // The window is told to wait for the desk; this one ends instead.
    window.wait();
    assert_eq!(desk.told().last().map(String::as_str), Some("ending restart"));
    let moved = desk.office.the_only(DESK);
    assert_eq!(
        moved.as_raw_nonzero().get().unsigned_abs(),
        running.pid(),
        "it is the same process"
    );

    desk.office.wait_for_receiving();
    desk.office.post_json(CARLOS_JSON);
    bell.wait_for_one_that_says("Carlos");
    assert!(desk.office.bell().told().is_empty());

    // Now that it is there, a window of that session finds it where it is, and its own windows open there.
    let lines = desk.told().len();
    let _again = desk.start_stand_in(&[], &session);
    let told = desk.wait_for_told(lines + 2);
    assert_eq!(told[lines + 1], "show");
}
