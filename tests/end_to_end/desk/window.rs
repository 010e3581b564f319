//! How the desk opens its window, and what it tells it.

use super::{CARLOS_JSON, DESK, Office, WINDOW, desk_in, wait};

#[test]
fn clicks_open_one_window_and_then_bring_it_to_the_front() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    let item = desk.office.tray().wait_for_item();
    item.activate();
    item.activate();
    item.click("Abrir o Recado");
    let told = desk.wait_for_told(2);
    let data = desk.office.recado.data().display().to_string();
    assert_eq!(told[..2], [format!("start --data-dir {data}"), "show".to_owned()]);
    item.activate();
    wait::until("one more order", || {
        (desk.told().len() > told.len()).then_some(())
    });
    assert!(
        desk.told()[1..].iter().all(|line| line == "show"),
        "{:?}",
        desk.told()
    );
    assert_eq!(desk.office.running(WINDOW).len(), 1);
}

#[test]
fn a_click_on_a_notification_opens_the_window_at_its_contact() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    desk.office.post_json(CARLOS_JSON);
    let carlos = desk.office.recado.only_contact()["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let toast = desk.office.bell().wait_for(1).remove(0);
    desk.wait_until_all_is_told();
    desk.office.bell().click(&toast);
    let told = desk.wait_for_told(2);
    assert!(told[0].ends_with(&format!("--contact {carlos}")), "{told:?}");
    assert_eq!(told[1], format!("show {carlos}"));
}

#[test]
fn a_second_window_is_told_that_one_is_open() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    let data = desk.office.recado.data().display().to_string();
    let _first = desk.start_stand_in(&[], &[]);
    desk.wait_for_told(2);
    let mut second = desk.start_stand_in(&[], &[]);
    assert_eq!(second.wait().code(), Some(0));
    let mut told = desk.wait_for_told(5);
    told.sort();
    let start = format!("start --data-dir {data}");
    assert_eq!(told, ["already open", "show", "show", &start, &start]);
}

#[test]
fn closing_it_the_first_time_says_that_the_desk_goes_on() {
    let desk = desk_in(Office::of_a_clinic());
    let _running = desk.start();
    let item = desk.office.tray().wait_for_item();
    item.activate();
    desk.wait_for_told(2);
    desk.close_window();
    let toast = desk.office.bell().wait_for(1).remove(0);
    assert_eq!(toast.summary, "O Recado continua recebendo");
    assert!(!toast.hints.contains_key("sound-name"), "{toast:?}");

    item.activate();
    desk.wait_for_told(4);
    desk.close_window();
    // What rings next is the next message, not the same again.
    desk.office.post_json(CARLOS_JSON);
    assert_eq!(desk.office.bell().wait_for(2)[1].summary, "Carlos");
}

#[test]
fn a_window_that_closes_before_the_business_was_set_up_ends_the_desk() {
    let desk = desk_in(Office::unused());
    let mut running = desk.start();
    let _window = desk.start_stand_in(&[], &[]);
    desk.wait_for_told(2);
    desk.close_window();
    assert_eq!(running.wait().code(), Some(0));
}

#[test]
fn quitting_tells_the_window_which_ends_by_itself() {
    let desk = desk_in(Office::of_a_clinic());
    let mut running = desk.start();
    let item = desk.office.tray().wait_for_item();
    item.activate();
    desk.wait_for_told(2);
    item.click("Encerrar o Recado");
    assert_eq!(running.wait().code(), Some(0));
    desk.office.wait_for_the_end_of(WINDOW);
    assert_eq!(desk.told().last().map(String::as_str), Some("ending quit"));
}

#[test]
fn a_killed_desk_leaves_its_window_and_a_killed_window_leaves_its_desk() {
    let desk = desk_in(Office::of_a_clinic());
    let running = desk.start();
    desk.office.tray().wait_for_item().activate();
    desk.wait_for_told(2);
    desk.office.kill(WINDOW);
    desk.office.post_json(CARLOS_JSON);
    desk.office.bell().wait_for_one_that_says("Carlos");
    desk.office.tray().wait_for_item().activate();
    desk.wait_for_told(4);

    desk.office.kill(DESK);
    drop(running);
    // It was not killed along: it notices, and says so.
    assert_eq!(desk.wait_for_told(5)[4], "gone");
}

#[test]
fn a_window_that_cannot_run_is_told_on_the_desktop() {
    let desk = desk_in(Office::of_a_clinic());
    let mut command = desk.command();
    command.env("RECADO_STAND_IN_FAILS", "1");
    let _running = desk.start_command(command);
    desk.office.tray().wait_for_item().activate();
    let toast = desk.office.bell().wait_for(1).remove(0);
    assert_eq!(toast.summary, "A janela do Recado não abriu");
}
