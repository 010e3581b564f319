//! The icon that stays, and its menu.

use recado_tests::{CARLOS_JSON, DESK, Office, WINDOW, wait};

#[test]
fn the_icons_menu_opens_the_window_and_a_click_on_the_icon_does() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    let item = office.tray().wait_for_item();
    item.click("Abrir o Recado");
    let window = office.window();
    window.wait_for("heading", "Clínica Sorriso");
    drop(window);
    office.close_window();

    item.activate();
    let window = office.window();
    window.wait_for("heading", "Clínica Sorriso");
    assert_eq!(office.running(WINDOW).len(), 1);
}

#[test]
fn the_icon_is_another_while_something_is_unread_and_the_menu_counts_it() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    let item = office.tray().wait_for_item();
    wait_for_label(&office, "tudo lido");
    let calm = item.picture();

    office.post_json(CARLOS_JSON);
    wait_for_label(&office, "1 não lido");
    wait::until("another icon", || (item.picture() != calm).then_some(()));

    let window = office.open();
    window.open_contact("Carlos");
    wait_for_label(&office, "tudo lido");
    wait::until("the first icon again", || (item.picture() == calm).then_some(()));
}

#[test]
fn the_menu_copies_the_address_of_each_source_and_it_stays_when_the_window_closes() {
    let office = Office::of_a_clinic();
    let form = office.recado.source("Formulário do site");
    let _desk = office.start_desk();
    let item = office.tray().wait_for_item();
    wait_for_label(&office, "Outro sistema (só neste computador)");

    item.click("Formulário do site (só neste computador)");
    let address = format!("http://127.0.0.1:{}{}", office.port(), form.path);
    wait::until("the address on the clipboard", || {
        (office.screen.clipboard().as_deref() == Some(&address)).then_some(())
    });
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    drop(window);
    office.close_window();
    assert_eq!(office.screen.clipboard(), Some(address));
}

#[test]
fn while_notifications_are_paused_nothing_rings_and_one_tells_of_it_afterwards() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    let item = office.tray().wait_for_item();
    item.click("Por 1 hora");
    wait_for_label_that_begins(&office, "Notificações pausadas até ");
    office.post_json(CARLOS_JSON);
    wait_for_label(&office, "1 não lido");
    assert_eq!(office.bell().told().len(), 0);

    item.click("Voltar a notificar agora");
    let toast = office.bell().wait_for(1).remove(0);
    let says = format!("{} {}", toast.summary, toast.body);
    assert!(says.contains("Carlos"), "{toast:?}");
}

#[test]
fn the_menu_speaks_the_language_that_was_chosen() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    wait_for_label(&office, "Abrir o Recado");
    office.recado.set_up("clinic", "en");
    wait_for_label(&office, "Open Recado");
    wait::until("only English", || {
        let labels = office.tray().wait_for_item().labels();
        (!labels.iter().any(|label| label.contains("Encerrar"))).then_some(())
    });
}

#[test]
fn quitting_from_the_menu_ends_the_desk_and_the_window() {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    office.tray().wait_for_item().click("Encerrar o Recado");
    office.wait_for_the_end_of(WINDOW);
    office.wait_for_the_end_of(DESK);
    wait::until("the icon to be gone", || {
        office.tray().items().is_empty().then_some(())
    });
}

#[track_caller]
fn wait_for_label(office: &Office, label: &str) {
    wait_for_labels(office, label, |its| its == label);
}

#[track_caller]
fn wait_for_label_that_begins(office: &Office, label: &str) {
    wait_for_labels(office, label, |its| its.starts_with(label));
}

#[track_caller]
fn wait_for_labels(office: &Office, what: &str, is_it: impl Fn(&str) -> bool) {
    let mut labels = Vec::new();
    let found = wait::may_see(|| {
        labels = office.tray().items().first()?.labels();
        labels.iter().any(|label| is_it(label)).then_some(())
    });
    assert!(found.is_some(), "no {what:?} in the menu: {labels:?}");
}
