//! The resident desk on a desktop of its own, without its window: bell, tray, sessions, and what a kill leaves.

use std::path::Path;

use recado_api::{
    Code,
    request::{CopyText, ShowDesktop, StartWithComputer},
    view::Desktop,
};
use recado_tests::{
    CARLOS_JSON, DESK, DeskAlone, Finished, Office, Recado, WINDOW,
    desktop::{Bell, Bus, Tray},
    signal, wait,
};
use rustix::process::Signal;

mod kills;
mod sessions;
mod window;

#[test]
fn without_a_service_nothing_is_lost_and_all_is_told_as_one_when_it_comes() {
    let desk = desk_in(Office::bare().with_tray().set_up());
    let _running = desk.start();
    wait_for_desktop(&desk, |desktop| !desktop.bell);
    desk.office.post_json(CARLOS_JSON);
    desk.office.post_json(&lead("Luana", 1, "Bom dia!"));
    assert_eq!(desk.untold(), 2);

    let bell = Bell::on(&desk.office.bus);
    let toast = bell.wait_for(1).remove(0);
    assert_eq!(toast.summary, "Enquanto você estava fora");
    assert!(toast.body.contains("2 recados de 2 pessoas"), "{toast:?}");
    assert!(toast.body.contains("Carlos"), "{toast:?}");
    desk.wait_until_all_is_told();
    wait_for_desktop(&desk, |desktop| desktop.bell);

    desk.office.post_json(&lead("Bruno", 2, "Oi"));
    assert_eq!(bell.wait_for(2)[1].summary, "Bruno");
}

#[test]
fn a_service_that_is_restarted_is_used_again() {
    let desk = desk_in(Office::bare().with_tray().set_up());
    let first = Bell::on(&desk.office.bus);
    let _running = desk.start();
    desk.office.post_json(CARLOS_JSON);
    first.wait_for(1);
    desk.wait_until_all_is_told();
    drop(first);
    wait_for_desktop(&desk, |desktop| !desktop.bell);

    let second = Bell::on(&desk.office.bus);
    wait_for_desktop(&desk, |desktop| desktop.bell);
    desk.office.post_json(&lead("Luana", 1, "Bom dia!"));
    assert_eq!(second.wait_for(1)[0].summary, "Luana");
}

#[test]
fn a_slow_service_holds_nothing_up_and_is_told_everything_once() {
    let desk = desk_in(Office::bare().with_tray().with_slow_bell().set_up());
    let _running = desk.start();
    let item = desk.office.tray().wait_for_item();
    for number in 1..=4 {
        desk.office.post_json(&lead("Luana", number, "Oi"));
    }
    // The desk is awake: it counts, and answers.
    wait::until("the tray to count them", || {
        item.labels().contains(&"4 não lidos".to_owned()).then_some(())
    });
    assert_eq!(desk.office.bell().told().len(), 1);
    assert_eq!(desk.untold(), 4);

    desk.office.bell().answer();
    desk.wait_until_all_is_told();
    let told: Vec<String> = desk
        .office
        .bell()
        .told()
        .into_iter()
        .map(|toast| toast.body)
        .collect();
    assert_eq!(told.len(), 4, "each once: {told:?}");
}

#[test]
fn what_strangers_write_is_no_markup() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    desk.office.post_json(&lead("<i>Eva</i>", 1, "1 < 2 & <b>3</b>"));
    let toast = desk.office.bell().wait_for(1).remove(0);
    assert_eq!(toast.summary, "<i>Eva</i>");
    // This service does not read markup, so its text is what was written.
    assert!(toast.body.starts_with("1 < 2 & <b>3</b>"), "{toast:?}");
}

#[test]
fn a_tray_that_comes_later_or_comes_back_gets_the_icon() {
    let desk = desk_in(Office::bare().with_bell().set_up());
    let _running = desk.start();
    wait_for_desktop(&desk, |desktop| !desktop.tray);
    let tray = Tray::on(&desk.office.bus);
    wait_for_desktop(&desk, |desktop| desktop.tray);
    assert_eq!(tray.wait_for_item().property("Title"), "Recado");
    drop(tray);
    wait_for_desktop(&desk, |desktop| !desktop.tray);
    let again = Tray::on(&desk.office.bus);
    again.wait_for_item().click("Encerrar o Recado");
    desk.office.wait_for_the_end_of(DESK);
}

#[test]
fn without_a_session_bus_it_receives_all_the_same() {
    let desk = desk_in(Office::bare().set_up());
    let mut command = desk.command();
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let mut running = desk.start_command(command);
    desk.office.post_json(CARLOS_JSON);
    assert_eq!(desk.untold(), 1);
    let desktop = desk
        .ask(ShowDesktop {})
        .expect("it answers")
        .expect("it is a desk");
    assert!(!desktop.tray && !desktop.bell, "{desktop:?}");
    signal(&running, Signal::TERM);
    assert_eq!(running.wait().code(), Some(0));
}

#[test]
fn a_bus_that_dies_takes_nothing_but_tray_and_bell() {
    let bus = Bus::start();
    let desk = desk_in(Office::bare().set_up());
    let mut command = desk.command();
    command.env("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let tray = Tray::on(&bus);
    let mut running = desk.start_command(command);
    tray.wait_for_item();
    wait_for_desktop(&desk, |desktop| desktop.tray);
    drop(tray);
    drop(bus);
    wait_for_desktop(&desk, |desktop| !desktop.tray && !desktop.bell);
    desk.office.post_json(CARLOS_JSON);
    signal(&running, Signal::TERM);
    assert_eq!(running.wait().code(), Some(0));
}

#[test]
fn a_second_desk_exits_3_and_names_the_holder() {
    let desk = desk_in(Office::of_a_clinic());
    let running = desk.start();
    let second = Finished::of(&mut desk.command());
    assert_eq!(second.code, 3, "{second:#?}");
    assert!(second.stderr.contains(&running.pid().to_string()), "{second:#?}");
    assert!(second.stderr.contains("recado desk"), "{second:#?}");
    desk.office.post_json(CARLOS_JSON);
}

#[test]
fn the_systems_own_signals_and_the_stop_command_end_it_gracefully() {
    let desk = desk_in(Office::of_a_clinic());
    for end in [Signal::TERM, Signal::INT] {
        let mut running = desk.start();
        let item = desk.office.tray().wait_for_item();
        signal(&running, end);
        assert_eq!(running.wait().code(), Some(0));
        drop(item);
        assert!(desk.office.tray().items().is_empty());
    }
    let mut running = desk.start();
    desk.office.recado.ok(&["stop"]);
    assert_eq!(running.wait().code(), Some(0));
}

#[test]
fn starting_with_the_computer_is_an_entry_of_the_users_own() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    let entry = autostart(&desk.office.recado);
    let set = |on| {
        desk.ask(StartWithComputer { on })
            .expect("it can be set")
            .starts_with_computer
    };
    assert_eq!(set(true), Some(true));
    let text = std::fs::read_to_string(&entry).expect("there is an entry");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Exec="))
        .expect("it starts something");
    let program = desk.program();
    let expected = format!(
        r#""{}" desk --data-dir "{}""#,
        program.file().display(),
        desk.office.recado.data().display()
    );
    assert_eq!(line, expected);
    assert_eq!(set(false), Some(false));
    assert!(!entry.exists());
}

#[test]
fn without_a_display_copying_is_refused_in_a_sentence() {
    let desk = desk_in(Office::bare().with_bell().set_up());
    let mut command = desk.command();
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let _running = desk.start_command(command);
    let text = "http://127.0.0.1".to_owned();
    let refused = desk.ask(CopyText { text }).expect_err("there is no clipboard");
    assert_eq!(refused.code, Code::Unavailable);
    assert!(refused.message.contains("área de transferência"), "{refused}");
}

fn desk_in(office: Office) -> DeskAlone {
    DeskAlone::in_office(office, Path::new(env!("CARGO_BIN_EXE_stand-in-window")))
}

fn lead(name: &str, number: u32, text: &str) -> String {
    format!(r#"{{"nome": "{name}", "telefone": "+55119987654{number:02}", "mensagem": "{text}"}}"#)
}

#[track_caller]
fn wait_for_desktop(desk: &DeskAlone, is_it: impl Fn(&Desktop) -> bool) {
    wait::until("the desktop to be noticed", || {
        let desktop = desk
            .ask(ShowDesktop {})
            .expect("it answers")
            .expect("it is a desk");
        is_it(&desktop).then_some(())
    });
}

fn autostart(recado: &Recado) -> std::path::PathBuf {
    recado.scratch().join("home/config/autostart/recado.desktop")
}
