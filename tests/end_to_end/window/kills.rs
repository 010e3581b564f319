//! What a crash of each part leaves standing.

use recado_tests::{CARLOS_JSON, DESK, Office, WINDOW, wait};

use super::luana;

/// The process that draws the page.
const WEB: &str = "WebKitWebProcess";

#[test]
fn a_killed_window_leaves_the_desk_receiving_and_another_one_shows_all() {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    let desk = office.the_only(DESK);
    drop(window);
    office.kill(WINDOW);
    office.post_json(CARLOS_JSON);
    office.bell().wait_for_one_that_says("Carlos");
    assert_eq!(office.the_only(DESK), desk);

    office.tray().wait_for_item().click("Abrir o Recado");
    office.window().wait_for_card_in("Carlos", "Novos");
}

#[test]
fn a_killed_web_process_is_followed_by_the_page_anew_and_at_the_second_time_by_the_windows_end() {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");
    let page = office.the_only(WEB);
    drop(window);
    office.kill(WEB);
    wait::until("another web process", || {
        office.running(WEB).into_iter().find(|web| *web != page)
    });
    let window = office.window();
    window.wait_for_card_in("Carlos", "Novos");
    office.post_json(&luana("Bom dia!"));
    window.wait_for_card_in("Luana Prates", "Novos");

    drop(window);
    office.kill(WEB);
    office.wait_for_the_end_of(WINDOW);
    office.post_json(&luana("Alguém aí?"));
    office.tray().wait_for_item().click("Abrir o Recado");
    office
        .window()
        .wait_for_card_that_says("Luana Prates", "Alguém aí?");
}

#[test]
fn a_killed_desk_is_started_again_by_the_window_three_times_a_minute_at_most() {
    let office = Office::of_a_clinic();
    let _first = office.start_desk();
    let window = office.open();
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");

    for round in 1..=3 {
        let killed = office.the_only(DESK);
        office.kill(DESK);
        wait::until("another desk", || {
            office.running(DESK).into_iter().find(|desk| *desk != killed)
        });
        office.wait_for_receiving();
        let text = format!("Depois da queda {round}");
        office.post_json(&luana(&text));
        window.wait_for_card_that_says("Luana Prates", &text);
    }
    office.kill(DESK);
    window.wait_for_text("foi iniciado várias vezes");
    assert!(office.running(DESK).is_empty());

    // A person may ask for more.
    window.button("Tentar de novo");
    office.wait_for_receiving();
    office.post_json(&luana("Voltou?"));
    window.wait_for_card_that_says("Luana Prates", "Voltou?");
}

#[test]
fn the_end_of_the_screen_ends_the_window_and_nothing_else() {
    let mut office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    let desk = office.the_only(DESK);
    drop(window);
    office.screen.break_down();
    office.wait_for_the_end_of(WINDOW);
    office.post_json(CARLOS_JSON);
    office.bell().wait_for_one_that_says("Carlos");
    assert_eq!(office.the_only(DESK), desk);
}
