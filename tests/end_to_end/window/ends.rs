//! What ends with the window, what goes on without it, and how it comes back.

use recado_tests::{CARLOS_JSON, DESK, Office, WINDOW, desktop::Place, wait};

use super::luana;

#[test]
fn a_closed_window_leaves_the_desk_receiving_and_comes_back_where_it_was() {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    office.post_json(CARLOS_JSON);
    window.open_contact("Carlos");
    let place = Place {
        x: 90,
        y: 40,
        width: 1180,
        height: 760,
    };
    let x_window = office.screen.wait_for_window_of(WINDOW);
    office.screen.put(x_window, place);
    wait::until("the window to have moved", || {
        (office.screen.place(x_window) == place).then_some(())
    });
    drop(window);
    office.close_window();

    let goes_on = office
        .bell()
        .wait_for_one_that_says("O Recado continua recebendo");
    assert!(goes_on.body.contains("ícone"), "{goes_on:?}");
    assert_eq!(office.running(DESK).len(), 1);
    office.post_json(&luana("Vi o anúncio de vocês"));

    office.tray().wait_for_item().click("Abrir o Recado");
    let window = office.window();
    window.wait_for_card_in("Luana Prates", "Novos");
    window.wait_for_drawer_of("Carlos");
    let x_window = office.screen.wait_for_window_of(WINDOW);
    wait::until("the window to stand where it was", || {
        (office.screen.place(x_window) == place).then_some(())
    });

    // It was said once, and that is enough.
    drop(window);
    office.close_window();
    office.post_json(&luana("Ainda dá tempo?"));
    office.bell().wait_for_one_that_says("Ainda dá tempo?");
    let said = office.bell().told();
    let times = said
        .iter()
        .filter(|toast| toast.summary == goes_on.summary)
        .count();
    assert_eq!(times, 1, "{said:#?}");
}

#[test]
fn the_view_that_was_open_is_the_one_that_opens() {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.click("button", "Ajustes");
    window.wait_for("heading", "Ajustes");
    drop(window);
    office.close_window();
    let window = office.open();
    window.wait_for("heading", "Ajustes");
}

#[test]
fn closing_the_welcome_ends_the_desk_too() {
    let office = Office::unused();
    let window = office.open();
    window.wait_for("button", "Começar");
    drop(window);
    office.close_window();
    office.wait_for_the_end_of(DESK);
    assert_eq!(office.recado.sources().len(), 0);
}

#[test]
fn without_a_tray_closing_asks_whether_to_go_on_receiving() {
    let office = Office::bare().with_bell().set_up();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    office.screen.close(office.screen.wait_for_window_of(WINDOW));
    window.wait_for("dialog", recado_tests::window::Called::Anything);
    assert_eq!(office.running(WINDOW).len(), 1);
    window.button_that_closes("Continuar recebendo");
    office.wait_for_the_end_of(WINDOW);
    office.post_json(CARLOS_JSON);
    drop(window);

    let window = office.open();
    window.wait_for_card_in("Carlos", "Novos");
    office.screen.close(office.screen.wait_for_window_of(WINDOW));
    window.button_that_closes("Sair do Recado");
    office.wait_for_the_end_of(WINDOW);
    office.wait_for_the_end_of(DESK);
}
